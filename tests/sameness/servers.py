"""Servers that are set up otherwise, and the preview of a definition's folder."""

import shutil
from pathlib import Path
from typing import Final

from flask import Flask

from tests.sameness import kept
from tests.sameness.accounts import ADA, join
from tests.sameness.addresses import CLOSED, NETWORK
from tests.sameness.browser import HOST, Browser
from tests.sameness.commands import SHIPPED
from tests.sameness.places import looked_at
from tests.sameness.record import Record
from tests.sameness.studies import studied
from tests.sameness.survey import filled_in, walk

SERVERS: Final = {
    "plain": [],
    "without-links": ["--no-result-links"],
    "second-factor": ["--second-factor"],
    "behind-tls": ["--address", "https://surveys.example.org"],
    "mail": ["--smtp", "smtp://localhost:9", "--mail-from", "hub@example.org"],
}
PREVIEWED: Final = (
    "inputs/kinds",
    "inputs/science/1.0.0",
    "inputs/lq2002/1.0.0",
    "inputs/broken/tab",
    *(f"instruments/{name}/1.0.0" for name in SHIPPED),
)


def serve(folder: Path, record: Record) -> None:
    """Visit a server of each kind as a new administrator, and folders in a preview."""
    for name, words in SERVERS.items():
        if record.wants(f"server/{name} "):
            _server(folder, record, name, words)
    for place in PREVIEWED:
        if record.wants(f"preview/{place} "):
            _preview(folder, record, place)


def _server(folder: Path, record: Record, name: str, words: list[str]) -> None:
    with kept.copied(studied(folder)):
        database = Path(kept.DATABASE)
        links = kept.survey_links(database)
        said = kept.run(
            ["wave", "links", str(CLOSED), "--database", kept.DATABASE, "--base", ""]
        ).out.decode()
        signed = [line.rpartition(": ")[2] for line in said.splitlines() if ": /" in line]
        base = "https://surveys.example.org" if name == "behind-tls" else HOST

        def visit(app: Flask) -> None:
            browser = Browser(app, record, f"server/{name}", links, base=base)
            for path in ("/", "/home", "/sign-in", "/forgotten", signed[0], signed[-1], f"/s/{min(links)}/"):
                browser.get(path)
            browser.post("/look-around/researcher")
            browser.post("/forgotten", {"email": "maya@riverbend.example"})
            join(browser, ADA, "--role", "hub_administrator")
            for path in ("/", "/home", "/account", f"/networks/{NETWORK}/people", f"/waves/{CLOSED}/result"):
                browser.get(path)
            browser.post(f"/networks/{NETWORK}/people", _INVITED)
            other = Browser(app, record, f"server/{name}/wrong-host", links, base="http://example.net")
            other.get("/")

        kept.serving(["serve", "--database", kept.DATABASE, *words], visit)


_INVITED: Final = {"email": "ben@riverbend.example", "name": "Ben", "role": "researcher", "place": "network"}


def _preview(folder: Path, record: Record, place: str) -> None:
    with kept.copied(folder):
        shutil.copytree(looked_at() / "instruments", "instruments")

        def visit(app: Flask) -> None:
            browser = Browser(app, record, f"preview/{place}", frozenset())
            browser.get("/")
            forms = sorted({link for link in browser.page.links if link.startswith("/s/")})
            for form in forms:
                browser.get(form)
                browser.press("/start")
                browser.press("", **filled_in(browser.page.form(), wrong=True), move="next")
                browser.get(f"{form}1")
                walk(browser)
                browser.press("/review")
                browser.get(f"{form}thanks")

        said = kept.serving(["preview", place], visit)
        if said.code:
            record.keep(f"preview/{place} message", f"{said.code}\n{said.err}")
