"""What each role sees by looking alone: every page that links lead to, and every address filled in."""

import re
from collections import Counter
from pathlib import Path
from select import select
from typing import Final

from flask import Flask

from tests.sameness import kept
from tests.sameness.addresses import ODD, filled, rule_of, rules_text
from tests.sameness.browser import HOST, Browser
from tests.sameness.crawl import MOST_PAGES, chosen, crawl
from tests.sameness.record import Record

ROLES: Final = ("school_leader", "school_team", "district", "hub_administrator", "researcher")
NOBODY: Final = "anonymous"
MOST_LOOKS: Final = 2000
PAUSE: Final = 0.2  # seconds
OF_A_LINK: Final = (
    2  # what a signed link opens is the same for everybody: so many of each shape for each role
)


def look(folder: Path, record: Record) -> None:
    """Crawl as nobody, then as each role, each on a copy of its own; and tell which rules were never met."""
    wanted = [role for role in (NOBODY, *ROLES) if record.wants(f"web/{role} ")]
    if not wanted:
        return
    reached: dict[str, str] = {}
    with kept.copied(folder) as studied:
        study_all()
        for role in wanted:
            with kept.copied(studied):
                links = kept.survey_links(Path(kept.DATABASE))

                def visit(app: Flask, role: str = role, links: frozenset[str] = links) -> None:
                    browser = Browser(app, record, f"web/{role}", links)
                    _look_as(browser, app, role)
                    for address in sorted(browser.seen):
                        reached.setdefault(rule_of(app, address), f"{role}: {address}")
                    if role == wanted[0]:
                        record.keep("rules", rules_text(app))
                    if len(wanted) > len(ROLES) and role == wanted[-1]:
                        record.keep("reached", _reached_text(app, reached))

                kept.serving(["demo", "--database", kept.DATABASE], visit)


def study_all() -> None:
    """Have the studies of all closed waves made, which a page begins and a thread makes."""
    waves = [wave for (wave,) in kept.rows(Path(kept.DATABASE), "SELECT id FROM wave WHERE state = 'closed'")]
    told = "".join(
        kept.run(["wave", "links", str(wave), "--database", kept.DATABASE]).out.decode() for wave in waves
    )

    def visit(app: Flask) -> None:
        client = app.test_client()
        for path in re.findall(r"/study/\S+", told):
            for _ in range(MOST_LOOKS):
                if "Refresh" not in client.get(path, base_url=HOST).headers:
                    break
                select([], [], [], PAUSE)

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


def _reached_text(app: Flask, reached: dict[str, str]) -> str:
    """Each rule for GET with an address that was opened, or with the reason why none was."""
    lines = []
    for rule in sorted({one.rule for one in app.url_map.iter_rules() if "GET" in (one.methods or ())}):
        reason = "read with keys, under api/" if rule.startswith("/api/") else "never opened"
        lines.append(f"{rule}\t{reached.get(rule, reason)}")
    return "\n".join(lines) + "\n"
