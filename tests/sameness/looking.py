"""What each role sees by looking alone: every page that links lead to, and every address filled in."""

from collections import Counter
from pathlib import Path
from typing import Final

from flask import Flask

from tests.sameness import kept
from tests.sameness.addresses import ODD, filled, rules_text
from tests.sameness.browser import Browser
from tests.sameness.crawl import MOST_PAGES, chosen, crawl
from tests.sameness.record import Record
from tests.sameness.studies import made, studied

ROLES: Final = ("school_leader", "school_team", "district", "hub_administrator", "researcher")
NOBODY: Final = "anonymous"
RULES: Final = "web/anonymous rules"
REACHED: Final = "web/anonymous reached"
OF_A_LINK: Final = (
    2  # what a signed link opens is the same for everybody: so many of each shape for each role
)


def look(folder: Path, record: Record) -> None:
    """Crawl as nobody, then as each role, each on a copy of its own."""
    for role in (NOBODY, *ROLES):
        if not record.wants(f"web/{role} "):
            continue
        with kept.copied(studied(folder)):
            links = kept.survey_links(Path(kept.DATABASE))

            def visit(app: Flask, role: str = role, links: frozenset[str] = links) -> None:
                made(app)
                browser = Browser(app, record, f"web/{role}", links)
                _look_as(browser, app, role)
                if role == NOBODY:
                    record.keep(RULES, rules_text(app))
                    record.rules |= {
                        one.rule for one in app.url_map.iter_rules() if "GET" in (one.methods or ())
                    }

            kept.serving(["demo", "--database", kept.DATABASE], visit)


def sign_in(browser: Browser, role: str) -> Browser:
    """Look around as somebody of a role."""
    browser.get("/")
    browser.post(f"/look-around/{role}")
    return browser


def _look_as(browser: Browser, app: Flask, role: str) -> None:
    if role == NOBODY:
        crawl(browser, ["/", "/home"])
    else:
        sign_in(browser, role)
        crawl(browser, ["/home"], linked=OF_A_LINK)
    direct = {address for rule, address in filled(app, "GET") if not rule.rule.startswith("/api/")}
    for address in chosen({*direct, *ODD} - browser.seen, Counter(), MOST_PAGES):
        browser.get(address)


def reached(folder: Path, record: Record) -> None:
    """After all else: each rule for GET with an address that was opened, and those that were refused alone."""
    if record.only:
        return
    lines = [f"{rule}\t{record.opened.get(rule, 'never opened')}" for rule in sorted(record.rules)]
    record.keep(REACHED, "\n".join(lines) + "\n")
