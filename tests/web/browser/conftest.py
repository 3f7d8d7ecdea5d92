"""A real Chromium before a real server, for what only a browser can show."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import make_server
from werkzeug.wsgi import ClosingIterator

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}

Serve = Callable[[Flask], str]
Open = Callable[..., Page]


def _whole_answers(app: Flask) -> "WSGIApplication":
    """The application with each answer complete, and its file closed, before the first byte is sent.

    Where a browser drops a connection, as it does on leaving a page, the test server forgets to close the
    file that it was sending.
    """

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        with closing(ClosingIterator(app(environ, start_response))) as parts:
            return [b"".join(parts)]

    return answer


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serve an application on a free port of this computer, and give its address."""
    servers = []

    def start(app: Flask) -> str:
        server = make_server("127.0.0.1", 0, _whole_answers(app), threaded=True)
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        servers.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server, thread in servers:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Open]:
    """A page of a fresh browser profile; what its console complains about fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def page(address: str, size: dict[str, int] = PHONE, **settings: object) -> Page:
        context = browser.new_context(viewport=size, **settings)  # type: ignore[arg-type]
        contexts.append(context)
        context.set_default_timeout(30_000)  # on a busy computer a page takes its time
        fresh = context.new_page()
        fresh.on("pageerror", lambda error: complaints.append(str(error)))
        fresh.on(
            "console", lambda message: complaints.append(message.text) if message.type == "error" else None
        )
        fresh.goto(address)
        return fresh

    yield page
    for context in contexts:
        context.close()
    told = (  # pages of ours that say why, and networks that a test takes away
        "the server responded with a status of 4",
        "with a status of 503",
        "net::ERR_INTERNET_DISCONNECTED",
        "net::ERR_CONNECTION",
    )
    assert [text for text in complaints if not any(one in text for one in told)] == []


@contextmanager
def leaving(page: Page) -> Iterator[None]:
    """What is done inside leads to another page; wait until that is there."""
    with page.expect_navigation():
        yield
