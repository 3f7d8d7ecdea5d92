"""What changes something, each on a copy of its own: choices, comments, schools, waves; and every post bare."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from flask import Flask

from tests.sameness import accounts, authors, kept
from tests.sameness.addresses import CLOSED, NETWORK, OPEN, OWN_SCHOOL, filled
from tests.sameness.browser import Browser
from tests.sameness.looking import NOBODY, ROLES, sign_in
from tests.sameness.record import Record
from tests.sameness.studies import made, studied

NOT_IN_MATRIX: Final = ("/sign-out", "/look-around/")  # after these the browser is somebody else


def change(folder: Path, record: Record) -> None:
    for role in (NOBODY, *ROLES):
        _on_copy(folder, record, f"matrix/{role}", partial(_matrix, role))
    scenes: dict[str, Callable[[Browser, Flask], None]] = {
        "choices": _choices,
        "comments": _comments,
        "schools": _schools,
        "waves": _waves,
        "study": _study_again,
        "blank": authors.from_a_blank,
        "shipped": authors.from_shipped,
        "uploaded": authors.uploaded,
        "people": accounts.people,
        "sign-in": accounts.way_in,
        "own": accounts.own,
    }
    for name, scene in scenes.items():
        _on_copy(folder, record, f"change/{name}", scene)


def _on_copy(folder: Path, record: Record, who: str, scene: Callable[[Browser, Flask], None]) -> None:
    if not record.wants(f"{who} "):
        return
    with kept.copied(studied(folder)):
        links = kept.survey_links(Path(kept.DATABASE))

        def visit(app: Flask) -> None:
            made(app)
            scene(Browser(app, record, who, links), app)

        kept.serving(["demo", "--database", kept.DATABASE], visit)


def _matrix(role: str, browser: Browser, app: Flask) -> None:
    """Each address that takes a post, without a token, then with one and nothing else."""
    if role != NOBODY:
        sign_in(browser, role)
    addresses = sorted({address for rule, address in filled(app, "POST")})
    for address in addresses:
        if not address.startswith(NOT_IN_MATRIX):
            browser.post_bare(address)
    for address in addresses:
        if not address.startswith(NOT_IN_MATRIX):
            browser.post(address)


def _choices(browser: Browser, app: Flask) -> None:
    """A school's team records where it starts, wrongly and rightly, changes it and takes it back."""
    sign_in(browser, "school_leader")
    address = f"/schools/{OWN_SCHOOL}/results/{CLOSED}/choice"
    browser.get(address)
    measures = browser.page.form("/choice").options.get("measures", [])
    good = {"way": "need", "measures": measures[:1], "reason": "It holds us back.", "agreed_by": "The team"}
    for wrong in (
        {},
        {"way": "nothing"},
        {"measures": measures[:3]},
        {"measures": ["nothing"]},
        {"reason": "x" * 9000},
        {"agreed_by": ""},
    ):
        browser.post(address, {**good, **wrong} if wrong else {})
    browser.post(address, good)
    browser.post(address, {**good, "way": "strength", "measures": measures[1:3]})
    result = address.removesuffix("/choice")
    for path in (result, f"{result}/report", f"{result}/report.json", f"/schools/{OWN_SCHOOL}/"):
        browser.get(path)
    browser.post(f"{address}/take-back")
    browser.post(f"{address}/take-back")
    browser.get(result)
    browser.get(f"/schools/{OWN_SCHOOL}/log")


def _comments(browser: Browser, app: Flask) -> None:
    """Comments let through, held back, edited, undone; and edits that are refused."""
    sign_in(browser, "hub_administrator")
    browser.get(f"/waves/{CLOSED}/comments")
    sites = sorted({link for link in browser.page.links if f"/waves/{CLOSED}/comments/" in link})
    for site in sites[:3]:
        browser.get(site)
        for decision, fields in (
            ("", {}),
            ("edited", {"text": "Words that nobody wrote, at all."}),
            ("edited", {"text": ""}),
            ("edited", {"text": "x" * 5000}),
            ("written", {}),
            ("written", {"sure": "1", "theme": ["Time"], "new_theme": "Trust, Space"}),
            ("hold", {"new_theme": "Names"}),
            ("edited", {"sure": "1"}),
            ("undo", {}),
            ("hold", {}),
        ):
            browser.press(
                f"/comments/{site.rpartition('/')[2].partition('?')[0]}", decision=decision, **fields
            )
            browser.get(site)
    browser.get(f"/waves/{CLOSED}/comments")
    browser.get(f"/networks/{NETWORK}/log")


def _schools(browser: Browser, app: Flask) -> None:
    """Lists of schools and rosters, wrong and right; a school that ends its agreement."""
    sign_in(browser, "hub_administrator")
    listed = f"/networks/{NETWORK}/schools/list"
    rosters = f"/waves/{OPEN}/rosters"
    for path, texts in (
        (
            listed,
            (
                "",
                "name\nx",
                "school;level\nNew School;nowhere\n",
                "school,level,district\nNew School,high,North\n",
            ),
        ),
        (rosters, ("", "school\nNobody", "school,roster\nNobody School,x\n")),
    ):
        browser.get(path)
        for text in texts:
            browser.post(path, {"text": text})
        browser.post(path, {"text": texts[-1], "step": "confirm"})
    browser.get(rosters)
    held = browser.page.form("/rosters").values.get("text", [""])[0]
    browser.post(rosters, {"text": held})
    browser.post(rosters, {"text": held.replace(",", ",1", 1), "step": "confirm"})
    browser.post(rosters, {"text": held, "step": "confirm"})
    for path in (f"/networks/{NETWORK}/schools", f"/waves/{OPEN}/"):
        browser.get(path)
    sign_in(browser, "school_leader")
    for answer in ({}, {"named": "yes"}, {"named": "no"}):
        browser.post(f"/schools/{OWN_SCHOOL}/agreement", answer)
    sign_in(browser, "hub_administrator")
    browser.get(f"/schools/{OWN_SCHOOL}/results/{CLOSED}")
    browser.get(f"/waves/{CLOSED}/result")


def _waves(browser: Browser, app: Flask) -> None:
    """A study and waves made, changed, closed and opened again."""
    sign_in(browser, "hub_administrator")
    today = datetime.now().date()
    soon, late = str(today + timedelta(days=9)), str(today + timedelta(days=900))
    for title in ("", "Leading", "Leading", "x" * 400):
        browser.post(f"/networks/{NETWORK}/studies", {"title": title})
    for query in ("instrument=educator-efficacy@1.0.0", "instrument=big-five-25@1.0.0", "copy=4"):
        browser.get(f"/studies/1/waves/new?{query}")
        browser.press("/waves")
        browser.press("/waves", title="Now", opens=soon, last=str(today))
        browser.press(
            "/waves", title="x" * 301, opens="x", last=late, minimum_group="2", privacy="none", form="x"
        )
        browser.press(
            "/waves", title="Now " + query[:20], opens=soon, last=soon, languages=["xx"], schools=[]
        )
        browser.press("/waves", title="Now " + query[:20])
        browser.get(f"/studies/1/waves/new?{query}")
        browser.press("/waves", title="Now " + query[:20], opens=str(today))
        browser.get(browser.address)
    for last in ("", "x", str(today - timedelta(days=1)), late, soon):
        browser.post(f"/waves/{OPEN}/last-day", {"last": last})
    browser.get(f"/waves/{OPEN}/close")
    browser.post(f"/waves/{OPEN}/close")
    browser.post(f"/waves/{CLOSED}/close")
    for reason, last in (("", ""), ("A school was late.", "x"), ("A school was late.", soon)):
        browser.post(f"/waves/{CLOSED}/reopen", {"reason": reason, "last": last})
    browser.get(f"/waves/{CLOSED}/close")
    browser.post(f"/waves/{CLOSED}/close")
    for path in ("", "result", "files", "report.json", "tables.csv"):
        browser.get(f"/waves/{CLOSED}/{path}")
    for path in ("waves", "calendar", "log"):
        browser.get(f"/networks/{NETWORK}/{path}")


def _study_again(browser: Browser, app: Flask) -> None:
    """A study that cannot be made, asked for again."""
    sign_in(browser, "researcher")
    browser.post("/waves/99/study")
    browser.post(f"/waves/{OPEN}/study")
    browser.get(f"/waves/{OPEN}/study")
