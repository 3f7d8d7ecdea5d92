"""Programs: every address of the API with a key of each scope, and what goes wrong there."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from flask import Flask

from tests.sameness import kept
from tests.sameness.addresses import fillings
from tests.sameness.browser import Browser
from tests.sameness.record import Record, say

BASE: Final = "/api/v1"
DESCRIPTION: Final = f"{BASE}/openapi.json"
WAVES, SCHOOL, NETWORK, RESPONSES = (
    "waves:read",
    "results:school",
    "results:network",
    "responses:deidentified",
)
PEOPLE: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {  # role -> address, scopes it may have
    "school_leader": ("rosa@riverbend.example", (SCHOOL,)),
    "school_team": ("theo@riverbend.example", (SCHOOL,)),
    "district": ("joan@riverbend.example", (WAVES, SCHOOL, NETWORK)),
    "hub_administrator": ("maya@riverbend.example", (WAVES, SCHOOL, NETWORK)),
    "researcher": ("ilse@riverbend.example", (WAVES, NETWORK, RESPONSES)),
}
MOST_LINKS: Final = 90  # addresses that one key follows


def read(folder: Path, record: Record) -> None:
    """Read the API as a program of each role."""
    if not record.wants("api/"):
        return
    with kept.copied(folder):

        def visit(app: Flask) -> None:
            _without_key(Browser(app, record, "api/nobody", frozenset()))
            for role, (email, scopes) in PEOPLE.items():
                alone = scopes if len(scopes) > 1 else ()
                for chosen in (*((one,) for one in alone), scopes):
                    name = "+".join(chosen)
                    browser = Browser(app, record, f"api/{role}/{name}", frozenset())
                    _with_key(browser, _key(record, email, chosen))

        kept.serving(["demo", "--database", kept.DATABASE], visit)


def _key(record: Record, email: str, scopes: tuple[str, ...]) -> str:
    """A key that the command makes."""
    asked = ["user", "token", email, "--name", " and ".join(scopes), "--database", kept.DATABASE]
    for scope in scopes:
        asked += ["--scope", scope]
    said = kept.run(asked)
    record.keep(f"api/key {' '.join(asked)}", f"{said.code}\n{said.err}")
    return said.out.decode().strip()


def _with_key(browser: Browser, key: str) -> None:
    """All addresses of the description, then what the answers lead to, and conditions on a few."""
    headers = {"Authorization": f"Bearer {key}"}
    found = set(_addresses(browser))
    seen: set[str] = set()
    while found - seen and len(seen) < MOST_LINKS + len(found):
        for address in sorted(found - seen)[:MOST_LINKS]:
            seen.add(address)
            response = browser.get(address, headers=headers)
            if response.mimetype == "application/json":
                found |= set(_leads(response.json)) if len(found) < MOST_LINKS * 3 else set()
        if len(seen) > MOST_LINKS * 3:
            break
    mark = browser.get(f"{BASE}/me", f"GET {BASE}/me once more", headers=headers).headers.get("ETag", "")
    again = {**headers, "If-None-Match": mark}
    browser.get(f"{BASE}/me", f"GET {BASE}/me if none match", headers=again)
    browser.get(f"{BASE}/me", f"GET {BASE}/me as csv", headers={**headers, "Accept": "text/csv"})
    for query in ("limit=1", "limit=0", "limit=x", "limit=999", "cursor=x", "limit=2&cursor=YWZ0ZXIgMg"):
        browser.get(f"{BASE}/schools?{query}", headers=headers)
        browser.get(f"{BASE}/networks/1/waves?{query}", headers=headers)
    browser.post_bare(f"{BASE}/me", headers=headers)
    say(f"{browser.who}: {len(browser.seen)} addresses")


def _without_key(browser: Browser) -> None:
    browser.get(DESCRIPTION)
    browser.get(DESCRIPTION, f"GET {DESCRIPTION} as html", headers={"Accept": "text/html"})
    for address in _addresses(browser):
        browser.get(address)
    wrong = {"as basic": "Basic eDp5", "with a wrong key": "Bearer barograph_wrong", "empty": "Bearer"}
    for name, header in wrong.items():
        browser.get(f"{BASE}/me", f"GET {BASE}/me {name}", headers={"Authorization": header})
    browser.get(f"{BASE}/me?access_token=x")
    browser.get(f"{BASE}/nothing")
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "HEAD"):
        response = browser.client.open(f"{BASE}/me", method=method, base_url=browser.base)
        browser.record.keep(f"{browser.who} {method} {BASE}/me", f"{response.status}\n{response.text}")


def _addresses(browser: Browser) -> Iterator[str]:
    """The paths of the description with their blanks filled in."""
    document: Any = browser.client.get(DESCRIPTION, base_url=browser.base).json
    for path in sorted(document["paths"]):
        names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
        for values in fillings(names):
            yield BASE + path.format(**values)


def _leads(data: Any) -> Iterator[str]:
    """The addresses of the API that stand in an answer."""
    if isinstance(data, str) and data.startswith(f"{BASE}/"):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _leads(value)
    elif isinstance(data, list):
        for value in data:
            yield from _leads(value)
