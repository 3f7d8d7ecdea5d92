"""A page of ten items rendered and accepted, against a view that does as little as a view can.

The baseline renders a constant template of the same text, and inserts one row durably (SQLite, WAL, full sync).
Both are called as a server calls them, without network. CPU time is the process's own, system calls included.

Run from the project's folder: `OPENBLAS_NUM_THREADS=1 python -m benchmarks.page`
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask, redirect
from sqlalchemy import create_engine, event, text

from engine.instrument.model import Form, Instrument, Page
from engine.store import NewWave, Store
from tests.small import instrument, likert
from tests.web.answering import Respondent
from web.security import Settings
from web.whole import create_app

RUNS = 15
REQUESTS = 100
ITEMS = 10


def asked(items: int) -> Instrument:
    """Ten items on the first of two pages, and the rest on the second, as a survey of that length has."""
    ids = tuple(f"Q{n}" for n in range(items))
    pages = (Page(ids[:ITEMS], "First"), Page(ids[ITEMS:], "Rest"))
    return instrument(
        *(likert(id, stem="now") for id in ids), forms=(Form("full", pages),), stems={"now": "Now?"}
    )


def opened(store: Store, instrument: Instrument) -> str:
    """A wave that takes answers; gives the link of its one site."""
    store.definitions.publish(instrument)
    network = store.studies.add_network("Network")
    now = datetime.now(UTC)
    wave = store.waves.add(
        store.studies.add(network, "Study"),
        NewWave(
            title="Wave",
            instrument_id=instrument.id,
            version=instrument.version,
            form="full",
            languages=("en",),
            privacy=instrument.privacy,
            minimum_group=5,
            opens=now - timedelta(days=1),
            closes=now + timedelta(days=1),
        ),
    )
    return store.sites.add(wave, store.studies.add_school(network, "School")).link


def baseline(folder: Path, html: str) -> Flask:
    """A view that renders a constant template, and one that inserts a row and redirects."""
    engine = create_engine(f"sqlite:///{folder / 'baseline.db'}")

    @event.listens_for(engine, "connect")
    def durable(connection: Any, _: Any) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")

    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE answer (id INTEGER PRIMARY KEY, answers BLOB)"))
    app = Flask("baseline")
    template = app.jinja_env.from_string("{% raw %}" + html + "{% endraw %}")
    insert = text("INSERT INTO answer (answers) VALUES (:answers)")
    row = {"answers": bytes(ITEMS)}

    @app.get("/")
    def page() -> str:
        return template.render()

    @app.post("/")
    def accept() -> Any:
        with engine.begin() as connection:
            connection.execute(insert, row)
        return redirect("/", 303)

    return app


def request(
    app: Flask,
    path: str,
    cookie: str = "",
    body: bytes | None = None,
    *,
    authorization: str = "",
    accept: str = "",
) -> Callable[[], str]:
    """A call of the application as a server makes it; gives the status."""
    environ = app.test_request_context(path, method="GET" if body is None else "POST").request.environ
    environ = {name: value for name, value in environ.items() if not name.startswith("werkzeug.")}
    environ |= {"HTTP_COOKIE": cookie, "HTTP_AUTHORIZATION": authorization, "HTTP_ACCEPT": accept}
    if body is not None:
        environ |= {"CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(body))}
    told: list[str] = []

    def start(status: str, *_: Any) -> Any:
        told.append(status)

    def call() -> str:
        answer = app.wsgi_app({**environ, "wsgi.input": BytesIO(body or b"")}, start)
        for _ in answer:
            pass
        return told.pop()

    return call


def milliseconds(*calls: Callable[[], str]) -> list[tuple[float, float]]:
    """Median CPU and wall milliseconds of each call; the calls take turns, so that noise meets all alike."""
    times: list[list[tuple[float, float]]] = [[] for _ in calls]
    for _ in range(RUNS):
        for call, kept in zip(calls, times, strict=True):
            cpu, wall = time.process_time(), time.perf_counter()
            for _ in range(REQUESTS):
                call()
            kept.append((time.process_time() - cpu, time.perf_counter() - wall))
    scale = 1000 / REQUESTS
    return [tuple(statistics.median(column) * scale for column in zip(*kept, strict=True)) for kept in times]


def compared(folder: Path, items: int) -> None:
    instrument = asked(items)
    with Store.open(folder / "survey.db") as store:
        link = opened(store, instrument)
        app = create_app(store, Settings("secret", secure=False))
        person = Respondent(app, link).start()
        cookie = "; ".join(
            f"{one.key}={one.value}"
            for name, path in (("session", "/"), ("draft", f"/s/{link}/"))
            if (one := person.client.get_cookie(name, path=path))
        )
        fields = {name: values[0] for name, values in person.form().values.items()} | {"move": "next"}
        body = urlencode(fields | {f"a_Q{n}": n % 5 + 1 for n in range(ITEMS)}).encode()
        person.answer(**{f"Q{n}": str(n % 5 + 1) for n in range(ITEMS)}).go("stay")
        least = baseline(folder, person.page.html)
        calls = (
            request(least, "/"),
            request(app, f"/s/{link}/1", cookie),
            request(least, "/", body=body),
            request(app, f"/s/{link}/1", cookie, body),
        )
        assert [call()[:3] for call in calls] == ["200", "200", "303", "303"]
        shown, page, kept, saved = milliseconds(*calls)
    print(f"ten items of a survey of {items}; a page of {len(person.page.html) / 1000:.1f} kB")
    print("                              CPU ms   wall ms")
    rows = (
        ("constant template rendered", shown, None),
        ("page rendered", page, shown),
        ("one row inserted durably", kept, None),
        ("page accepted", saved, kept),
    )
    for name, (cpu, wall), least_time in rows:
        ratio = f"   {cpu / least_time[0]:4.1f} x the CPU" if least_time else ""
        print(f"  {name:27} {cpu:7.2f}   {wall:7.2f}{ratio}")
    both = (page[0] + saved[0]) / (shown[0] + kept[0])
    print(f"  page and acceptance together {page[0] + saved[0]:6.2f}             {both:4.1f} x the CPU")


def main() -> None:
    print(f"medians of {RUNS} turns of {REQUESTS} requests")
    for items in (ITEMS + 1, 50):
        with tempfile.TemporaryDirectory() as folder:
            compared(Path(folder), items)


if __name__ == "__main__":
    main()
