"""One browser of one person: each of its requests is recorded, and redirections are followed at once."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from flask import Flask
from werkzeug.test import TestResponse

from tests.sameness.addresses import rule_of
from tests.sameness.chance import CHANCE
from tests.sameness.normal import cut, normal
from tests.sameness.pages import Page, PageForm
from tests.sameness.record import Record

HOST: Final = "http://localhost"
MOST_HOPS: Final = 5
WITH_A_TOKEN: Final = "/take-back"  # a page for everybody with a form, to get a token against forgery from


class Browser:
    """`who` begins the keys, as in `web/researcher`; `links` are the survey links that the database holds."""

    def __init__(
        self, app: Flask, record: Record, who: str, links: frozenset[str], *, base: str = HOST
    ) -> None:
        self.client = app.test_client()
        self.record, self.who, self.links, self.base = record, who, links, base
        self.page = Page("")
        self.address = "/"
        self.status = 0
        self.text = ""
        self.seen: set[str] = set()  # addresses that were asked for
        self._number = 0

    def get(self, path: str, key: str = "", **more: Any) -> TestResponse:
        """Open an address, record what comes, and follow where it leads."""
        return self._go("GET", path, key or f"GET {path}", **more)

    def post(self, path: str, fields: Mapping[str, Any] | None = None, **more: Any) -> TestResponse:
        """Send fields with a token of this browser's, as from a page of ours."""
        data = {"csrf_token": self.token(), **(fields or {})}
        return self._go("POST", path, f"POST {path}", data=data, **more)

    def post_bare(self, path: str, fields: Mapping[str, Any] | None = None, **more: Any) -> TestResponse:
        """Send fields without a token, as from another site."""
        return self._go("POST", path, f"POST bare {path}", data=dict(fields or {}), **more)

    def press(self, ending: str, **fields: Any) -> TestResponse:
        """Send a form of the page at hand, with some fields filled in anew."""
        form: PageForm = self.page.form(ending)
        data = {**form.values, **fields}
        path = urljoin(self.address, form.action or self.address)
        return self._go("POST", path, f"POST {path}", data=data)

    def token(self) -> str:
        """What the forms of this browser hold against forgery."""
        for form in self.page.forms:
            if "csrf_token" in form.values:
                return form.values["csrf_token"][0]
        CHANCE.begin(f"{self.who} token")
        page = Page(self.client.get(WITH_A_TOKEN, base_url=self.base).get_data(as_text=True))
        return next((one.values["csrf_token"][0] for one in page.forms if "csrf_token" in one.values), "")

    def _go(self, method: str, path: str, key: str, **more: Any) -> TestResponse:
        response = self._ask(method, path, key, **more)
        for _ in range(MOST_HOPS):
            target = response.headers.get("Location")
            if response.status_code not in (301, 302, 303, 307, 308) or target is None:
                break
            path = inside(urljoin(f"{self.base}{path}", target), self.base)
            if not path:
                break
            key = f"{key} > {path}"
            response = self._ask("GET", path, key)
        return response

    def _ask(self, method: str, path: str, key: str, **more: Any) -> TestResponse:
        self._number += 1
        self.seen.add(path)
        CHANCE.begin(f"{self.who} {self._number if method == 'POST' else ''} {key}")
        response = self.client.open(path, method=method, base_url=self.base, **more)
        static = urlsplit(path).path.startswith("/static/")
        self.record.keep(f"{self.who} {cut(key, self.links)}", normal(response, self.links, static=static))
        if method == "GET" and response.status_code < 400:
            rule = rule_of(self.client.application, path)
            self.record.opened.setdefault(rule, f"{self.who} {cut(path, self.links)}")
        self.status, self.address = response.status_code, path
        self.text = response.get_data(as_text=True) if response.mimetype == "text/html" else ""
        self.page = Page(self.text)
        return response


def inside(address: str, base: str = HOST) -> str:
    """The path and query of an address of ours, without a fragment; empty for any other."""
    parts = urlsplit(address)
    if f"{parts.scheme}://{parts.netloc}" != base:
        return ""
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
