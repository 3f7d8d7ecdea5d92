"""Requests of one browser to a server that may be killed at any moment."""

import http.client
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Final
from urllib.parse import urlencode

from tests.web.pages import Page

TIMEOUT: Final = 40.0  # seconds for a reply


class Lost(Exception):
    """No reply came: the server is gone, or the connection was cut."""


@dataclass(frozen=True)
class Reply:
    status: int
    location: str
    page: Page

    @property
    def mute(self) -> bool:
        """Whether a page that turns somebody away has no heading, or, where it is our fault, no way to go on."""
        page = self.page
        return self.status >= 400 and (
            "<h1" not in page.html or (self.status >= 500 and not (page.forms or page.links))
        )


@dataclass
class Browser:
    """Keeps cookies; every request has a connection of its own."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    mute: int = 0  # pages that turned somebody away and did not help

    def ask(self, path: str, form: Mapping[str, object] | None = None, *, cut: bool = False) -> Reply:
        """Make a request, a post where there is a form; `cut` leaves before the reply. Raises `Lost` without one."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None if form is None else urlencode(form, doseq=True)
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request("GET" if body is None else "POST", path, body, headers)
            if cut:
                time.sleep(0.2)  # the request arrives, the reply does not
                raise Lost
            response = connection.getresponse()
            text = response.read().decode(errors="replace")  # a file, perhaps
        except (OSError, http.client.HTTPException) as error:
            raise Lost from error
        finally:
            connection.close()
        self._keep_cookies(response)
        self.statuses[response.status] += 1
        reply = Reply(response.status, response.headers.get("Location", ""), Page(text))
        self.mute += reply.mute
        return reply

    def _keep_cookies(self, response: http.client.HTTPResponse) -> None:
        for line in response.headers.get_all("Set-Cookie", []):
            for name, kept in SimpleCookie(line).items():
                if kept["max-age"] == "0" or not kept.value:
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = kept.value
