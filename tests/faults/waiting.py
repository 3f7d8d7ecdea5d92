"""How long a respondent waits for a page while others idle, send slowly, hold a lock, read reports or try passwords."""

import socket
import sqlite3
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import click

from engine.demo.fill import fill
from engine.store import Store
from tests.faults.browser import Browser, Lost
from tests.faults.program import Program

Load = Callable[[int], AbstractContextManager[None]]

ASKED: Final = 25  # requests in the calm, and as many under load
BETWEEN: Final = 0.05  # seconds


@dataclass(frozen=True)
class Waited:
    """Seconds until a page was there: the median in the calm, the median and the longest under load."""

    calm: float
    median: float
    longest: float
    lost: int

    def __str__(self) -> str:
        ratio = self.median / self.calm
        return (
            f"{self.calm * 1000:.0f} ms in the calm; {self.median * 1000:.0f} ms ({ratio:.1f} times) and at most "
            f"{self.longest * 1000:.0f} ms meanwhile, {self.lost} without a reply"
        )


def waited(port: int, path: str, load: Load) -> Waited:
    """Ask for a page in the calm and while `load` is on."""
    calm, _ = _times(port, path)
    with load(port):
        time.sleep(0.5)
        busy, lost = _times(port, path)
    return Waited(statistics.median(calm), statistics.median(busy), max(busy), lost)


def _times(port: int, path: str) -> tuple[list[float], int]:
    times, lost = [], 0
    for _ in range(ASKED):
        started = time.perf_counter()
        try:
            assert Browser(port).ask(path).status == 200
        except Lost:
            lost += 1
        times.append(time.perf_counter() - started)
        time.sleep(BETWEEN)
    return times, lost


@contextmanager
def idle(port: int, connections: int = 150) -> Iterator[None]:
    """Connections that say nothing."""
    with ExitStack() as stack:
        for _ in range(connections):
            stack.enter_context(socket.create_connection(("127.0.0.1", port)))
        yield


@contextmanager
def slow_senders(port: int, connections: int = 150) -> Iterator[None]:
    """Connections that send a request a byte at a time."""
    over = threading.Event()
    with ExitStack() as stack:
        sockets = [
            stack.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(connections)
        ]

        def send() -> None:
            for byte in b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: " + b"x" * 10_000:
                for one in sockets:
                    one.sendall(bytes([byte]))
                if over.wait(0.5):
                    return

        thread = threading.Thread(target=send)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


def busy_with(ask: Callable[[Browser], object], lanes: int) -> Load:
    """So many programs that ask for the same again and again."""

    @contextmanager
    def load(port: int) -> Iterator[None]:
        over = threading.Event()

        def lane() -> None:
            while not over.is_set():
                try:
                    ask(Browser(port))
                except Lost:
                    time.sleep(BETWEEN)

        threads = [threading.Thread(target=lane) for _ in range(lanes)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            over.set()
            for thread in threads:
                thread.join()

    return load


@contextmanager
def writers_waiting(port: int, database: str, link: str) -> Iterator[None]:
    """Another program holds the database, and people who press Start wait for it."""

    def start(browser: Browser) -> None:
        (form,) = [form for form in browser.ask(f"/s/{link}/").page.forms if form.action.endswith("/start")]
        browser.ask(form.action, form.values)

    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        with busy_with(start, 6)(port):
            yield
            connection.execute("ROLLBACK")


def loads(database: str, link: str, signed_in: Browser, pdf: str) -> Mapping[str, Load]:
    """What others do while a respondent asks for a page, by name."""

    def read_pdf(browser: Browser) -> None:
        browser.cookies = dict(signed_in.cookies)
        assert browser.ask(pdf).page.html.startswith("%PDF")

    def try_password(browser: Browser) -> None:
        (form,) = browser.ask("/sign-in").page.forms
        browser.ask("/sign-in", {**form.values, "email": "nobody@example.org", "password": "not this one"})

    return {
        "150 idle connections": idle,
        "150 slow senders": slow_senders,
        "6 writers waiting for a lock": partial(writers_waiting, database=database, link=link),
        "4 readers of PDFs": busy_with(read_pdf, 4),
        "6 sign-in loops": busy_with(try_password, 6),
    }


def print_all(folder: Path) -> None:
    """Fill the demonstration, serve it, and print how long a respondent waits for the survey's first page."""
    database = folder / "demo.db"
    with Store.open(database) as store:
        demo = fill(store)
        link = store.sites.of(demo.survey)[0].link
    program = Program(str(database), folder / "server.log", "demo")
    program.start()
    try:
        leader = Browser(program.port)
        (form,) = [form for form in leader.ask("/").page.forms if "school_leader" in form.action]
        leader.ask(form.action, form.values)
        home = leader.ask(leader.ask("/home").location)  # the only school has its own home
        page = next(link for link in home.page.links if "/results/" in link)
        for name, load in loads(str(database), link, leader, f"{page}/report.pdf").items():
            click.echo(f"{name}: {waited(program.port, f'/s/{link}/', load)}")
    finally:
        program.end()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="barograph-") as own:
        print_all(Path(own))
