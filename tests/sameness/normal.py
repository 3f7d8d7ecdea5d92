"""A response as one text in which nothing stands that changes from run to run."""

import re
from collections.abc import Iterable
from typing import Final

from werkzeug.test import TestResponse

CUT: Final = "~"
# What is cut out of texts, each with the reason.
CUTS: Final = (
    (re.compile(r'(name="csrf_token"[^>]*? value=")[^"]*'), r"\1~"),  # against forgery
    (re.compile(r'(\snonce=")[^"]*'), r"\1~"),
    (
        re.compile(r"(/static/[\w./-]+\?v=)[0-9a-f]+"),
        r"\1~",
    ),  # a digest of the file, which is compared itself
    (re.compile(r'(data-stamp=")[^"]*'), r"\1~"),  # times of a definition's files
    (re.compile(r"(/(?:invitation|reset)/)[\w-]{30,}"), r"\1~"),  # tokens
    (re.compile(r"\bbarograph_[\w-]{20,}"), "barograph_~"),  # keys
    (
        re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b"),
        "~-~-~-~",
    ),  # codes to take answers back, recovery codes
    (re.compile(r'<svg[^>]*class="square".*?</svg>', re.DOTALL), "<svg-square/>"),  # the secret of a factor
    (re.compile(r"\bReady after [\d.]+ seconds"), "Ready after ~ seconds"),
    (re.compile(r"\b[A-Z2-7]{4}(?: [A-Z2-7]{4}){7}\b"), "~ ~ ~ ~"),  # the same in letters
)
LINK: Final = re.compile(r"/s/(\w{22})(?=/)")
COOKIES_SHOWN: Final = ("language",)
HEADERS_LEFT_OUT: Final = frozenset({"content-length", "date", "server", "connection"})
OF_FILES_TIME: Final = frozenset({"etag", "last-modified"})
TEXTS: Final = ("text/", "application/json", "application/problem+json", "application/xml", "image/svg+xml")


def is_text(mimetype: str | None) -> bool:
    return (mimetype or "").startswith(TEXTS)


def cut(text: str, links: Iterable[str] = ()) -> str:
    """A text without tokens and codes; survey links stay where they are among `links`."""
    for pattern, instead in CUTS:
        text = pattern.sub(instead, text)
    known = frozenset(links)
    return LINK.sub(lambda found: found[0] if found[1] in known else f"/s/{CUT}", text)


def normal(response: TestResponse, links: Iterable[str] = (), *, static: bool = False) -> bytes:
    """Status, headers and body."""
    lines = [f"HTTP {response.status_code}"]
    for name, value in sorted(response.headers.items()):
        low = name.lower()
        if low in HEADERS_LEFT_OUT or (static and low in OF_FILES_TIME):
            continue
        lines.append(f"{name}: {_header(low, value, links)}")
    head = "\n".join(lines) + "\n\n"
    body = response.get_data()
    if is_text(response.mimetype):
        body = cut(body.decode("utf-8", "surrogateescape"), links).encode("utf-8", "surrogateescape")
    return head.encode("utf-8", "surrogateescape") + body


def _header(name: str, value: str, links: Iterable[str]) -> str:
    if name == "last-modified":  # of a file that was made for this answer, by the computer's own clock
        return CUT
    return _cookie(value) if name == "set-cookie" else cut(value, links)


def _cookie(value: str) -> str:
    """A cookie's name and attributes; its value only where it is no secret."""
    name, _, rest = value.partition("=")
    if name in COOKIES_SHOWN:
        return value
    held, _, attributes = rest.partition(";")
    shown = CUT if held.strip('"') else ""
    return f"{name}={shown};{attributes}"
