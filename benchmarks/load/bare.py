"""The least that a survey can be: constant pages, and one durable insert for each page that comes back.

The same addresses as a survey's, so that the same people fill it, served as `barograph serve` serves. No seal, no
check, no session: what a survey costs beside it is what all of that costs.

`python -m benchmarks.load.bare DATABASE PORT WORKERS` with the pages on standard input, as JSON: a path's last part to
HTML. With `BARE` in the environment, the path of a file with all of these, another server may serve `app()`.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask, redirect
from sqlalchemy import URL, create_engine, event, make_url, text

INSERT = text("INSERT INTO bare (answers) VALUES (:answers)")
ROW = {"answers": bytes(10)}


def bare(url: URL, pages: dict[str, str]) -> Flask:
    """The application; `pages` are those of a survey, by the last part of their address."""
    engine = create_engine(url)
    sqlite = url.get_backend_name() == "sqlite"
    if sqlite:

        @event.listens_for(engine, "connect")
        def durable(connection: Any, _: Any) -> None:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")

    kind, key = ("BLOB", "INTEGER PRIMARY KEY") if sqlite else ("BYTEA", "SERIAL PRIMARY KEY")
    with engine.begin() as connection:
        connection.execute(text(f"CREATE TABLE IF NOT EXISTS bare (id {key}, answers {kind})"))
    app = Flask("bare")
    templates = {
        name: app.jinja_env.from_string("{% raw %}" + html + "{% endraw %}") for name, html in pages.items()
    }
    last = max(int(name) for name in pages if name.isdigit())

    @app.get("/s/<link>/")
    @app.get("/s/<link>/<place>")
    def page(link: str, place: str = "") -> str:
        return templates[place].render()

    @app.post("/s/<link>/<place>")
    def take(link: str, place: str) -> Any:
        with engine.begin() as connection:
            connection.execute(INSERT, ROW)
        following = {"start": "1", "review": "thanks", str(last): "review"}.get(place) or str(int(place) + 1)
        return redirect(f"/s/{link}/{following}", 303)

    return app


def app() -> Flask:
    """The application that a file describes, for servers that load it by its name; it needs nothing else of ours."""
    given = json.loads(Path(os.environ["BARE"]).read_text())
    return bare(make_url(given["url"]), given["pages"])


def main() -> None:
    from engine.store.database import Database
    from web.commands.several import run_several

    url, pages = Database(sys.argv[1], 15).url, json.load(sys.stdin)

    @contextmanager
    def opened() -> Iterator[Flask]:
        yield bare(url, pages)

    run_several(opened, opened, int(sys.argv[2]), int(sys.argv[3]))


if __name__ == "__main__":
    main()
