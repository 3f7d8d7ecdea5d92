"""Compresses what respondents' browsers load: their pages and the static files, by gzip, where the browser takes it.

Every other page goes as it is: one on which somebody who is signed in sees secrets beside what a stranger may have put
into its address tells secrets by its compressed length (BREACH). A respondent's page holds the draft's key for the
device and the token of its form, and nothing that an address put there. Each has a length of its own all the same, by
a file name of random length in gzip's header, as Django does it (docs/decisions/bad-networks.md).
"""

import secrets
from collections.abc import Iterable
from gzip import GzipFile
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from web.commands.lanes import RESPONDENTS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

TEXTS: Final = ("text/html", "text/css", "text/javascript", "application/json", "image/svg+xml")
FROM: Final = 200  # bytes: shorter ones would grow
LEVEL: Final = 6
LONGEST_NAME: Final = 100  # bytes that hide the length of a page
STATIC: Final = "/static/"

Headers = list[tuple[str, str]]


class Compressed:
    """An application whose answers to respondents are compressed; static files once and for all."""

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app
        self._kept: dict[str, bytes] = {}

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if not _wanted(environ):
            return self._app(environ, start_response)
        began: list[Any] = []

        def start(*words: Any) -> Any:
            began[:] = words
            return lambda _: None

        answer = self._app(environ, start)
        try:
            body = b"".join(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()
        status, headers, *rest = began
        if _is_text(headers) and len(body) >= FROM:
            body = self._compressed(environ, dict(headers).get("ETag", ""), body)
            headers = _with_encoding(headers, len(body))
        start_response(status, headers, *rest)
        return [body]

    def _compressed(self, environ: "WSGIEnvironment", mark: str, body: bytes) -> bytes:
        if not (environ["PATH_INFO"].startswith(STATIC) and mark):
            return _gzip(body, "x" * secrets.randbelow(LONGEST_NAME))
        if mark not in self._kept:
            self._kept[mark] = _gzip(body, "")
        return self._kept[mark]


def _wanted(environ: "WSGIEnvironment") -> bool:
    taken = environ.get("HTTP_ACCEPT_ENCODING", "").lower()
    encodings = {
        part.strip() for part in taken.split(",") if "q=0" not in part.replace(" ", "").split(";")[1:]
    }
    takes = any(encoding.split(";")[0].strip() == "gzip" for encoding in encodings)
    return takes and environ["REQUEST_METHOD"] != "HEAD" and bool(RESPONDENTS.fullmatch(environ["PATH_INFO"]))


def _is_text(headers: Headers) -> bool:
    named = {name.lower(): value for name, value in headers}
    return "content-encoding" not in named and named.get("content-type", "").startswith(TEXTS)


def _with_encoding(headers: Headers, length: int) -> Headers:
    vary = ", ".join([value for name, value in headers if name.lower() == "vary"] + ["Accept-Encoding"])
    marks = [
        ("ETag", f"W/{value}") for name, value in headers if name == "ETag" and not value.startswith("W/")
    ]
    replaced = {"content-length", "vary", *(name.lower() for name, _ in marks)}
    left = [(name, value) for name, value in headers if name.lower() not in replaced]
    return [*left, *marks, ("Vary", vary), ("Content-Encoding", "gzip"), ("Content-Length", str(length))]


def _gzip(body: bytes, name: str) -> bytes:
    packed = BytesIO()
    with GzipFile(filename=name, mode="wb", compresslevel=LEVEL, fileobj=packed, mtime=0) as file:
        file.write(body)
    return packed.getvalue()
