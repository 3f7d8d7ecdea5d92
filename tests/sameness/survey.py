"""Respondents: the way through an open survey, what goes wrong on it, and how answers are taken back."""

import re
from hashlib import sha256
from pathlib import Path
from typing import Final

from flask import Flask

from tests.sameness import kept
from tests.sameness.addresses import CLOSED, OPEN, QUICK
from tests.sameness.browser import Browser
from tests.sameness.pages import PageForm
from tests.sameness.record import Record

MOST_PAGES: Final = 30
CODE: Final = re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b")


def answer(folder: Path, record: Record) -> None:
    """Answer the open surveys of the demonstration in several ways."""
    if not record.wants("survey/"):
        return
    with kept.copied(folder):
        database = Path(kept.DATABASE)
        links = kept.survey_links(database)
        of_wave = {
            wave: [str(link) for (link,) in kept.rows(database, _LINKS.format(wave=wave))]
            for wave in (OPEN, QUICK, CLOSED)
        }

        def visit(app: Flask) -> None:
            def browser(name: str) -> Browser:
                return Browser(app, record, f"survey/{name}", links)

            _whole_way(browser("whole"), of_wave[OPEN][0])
            _whole_way(browser("feedback"), of_wave[QUICK][0])
            _wrong(browser("wrong"), of_wave[OPEN][1])
            _blank(browser("blank"), of_wave[OPEN][2])
            _twice(browser("twice"), browser("other"), of_wave[OPEN][3])
            _shut(browser("shut"), of_wave[CLOSED][0])

        kept.serving(["demo", "--database", kept.DATABASE], visit)


_LINKS: Final = "SELECT link FROM site WHERE wave_id = {wave} ORDER BY id"


def filled_in(form: PageForm, *, wrong: bool = False) -> dict[str, list[str]]:
    """An answer to each field of a form, the same each time; or wrong ones."""
    given = {}
    for name, kind in form.kinds.items():
        if kind == "hidden":
            continue
        options = [one for one in form.options.get(name, []) if one]
        at = sha256(name.encode()).digest()[0]
        if wrong:
            given[name] = ["nonsense"] if options or kind == "number" else ["x" * 20_000]
        elif kind == "checkbox":
            given[name] = options[:2]
        elif options:
            given[name] = [options[at % len(options)]]
        elif kind == "textarea":
            given[name] = ["More time to plan together, and fewer new programs at once."]
        else:
            given[name] = ["7"]
    return given


def start(browser: Browser, link: str, **fields: str) -> None:
    browser.get(f"/s/{link}/")
    browser.press("/start", **fields)


def walk(browser: Browser, *, empty: bool = False) -> None:
    """Answer page by page until the review."""
    for _ in range(MOST_PAGES):
        form = browser.page.form()
        if "mark" not in form.values:
            return
        browser.press("", **({} if empty else filled_in(form)), move="next")


def _whole_way(browser: Browser, link: str) -> None:
    start(browser, link)
    walk(browser)
    for path in ("", "1", "2", "99", "review", "thanks"):
        browser.get(f"/s/{link}/{path}")
    browser.get(f"/s/{link}/2")
    browser.press("/2", move="back")
    browser.get(f"/s/{link}/2")
    browser.press("/2", move="review")
    browser.get(f"/s/{link}/review")
    browser.press("/review")
    code = CODE.search(browser.text)
    for path in ("thanks", "", "1", "review"):
        browser.get(f"/s/{link}/{path}")
    browser.get(f"/s/{link}/thanks")
    browser.press("/thanks")
    browser.get("/take-back")
    for given in ("", "0000-0000-0000-0000", code[0] if code else "", code[0] if code else ""):
        browser.post("/take-back", {"code": given})


def _wrong(browser: Browser, link: str) -> None:
    """Wrong answers on each page, and posts that come from elsewhere."""
    browser.post_bare(f"/s/{link}/start")
    browser.post_bare(f"/s/{link}/1", {"again": "yes"})
    browser.get(f"/s/{link}/")
    browser.post_bare(f"/s/{link}/start")
    start(browser, link, shared="yes")
    for number in range(1, MOST_PAGES):
        browser.get(f"/s/{link}/{number}")
        form = browser.page.form()
        if browser.status != 200 or "mark" not in form.values:
            break
        browser.press(f"/{number}", **filled_in(form, wrong=True), move="next")
        browser.get(f"/s/{link}/{number}")
    browser.post_bare(f"/s/{link}/1", {"move": "next"})
    browser.get(f"/s/{link}/review")
    browser.press("/review")
    browser.post_bare(f"/s/{link}/review")
    browser.post(f"/s/{link}/start")
    browser.post(f"/s/{link}/start", {"afresh": "yes"})
    browser.post(f"/s/{link}/1", {"move": "stay"})
    browser.post(f"/s/{link}/99", {"move": "stay"})


def _blank(browser: Browser, link: str) -> None:
    """Nothing answered, and handed in."""
    start(browser, link)
    walk(browser, empty=True)
    browser.press("/review")
    browser.post(f"/s/{link}/review")


def _twice(browser: Browser, other: Browser, link: str) -> None:
    """Two tabs of one browser, and a browser that has no draft."""
    start(browser, link)
    held = browser.page.form()
    first = filled_in(held)
    browser.press("", **first, move="stay")
    names = [name for name, options in held.options.items() if options]
    other_way = {names[0]: [held.options[names[0]][-1]]} if names else {}
    browser.post(f"/s/{link}/1", {"mark": held.values.get("mark", [""])[0], **other_way, "move": "next"})
    other.post(f"/s/{link}/1", {"move": "next", **{name: one[0] for name, one in first.items() if one}})
    other.get(f"/s/{link}/review")
    other.post(f"/s/{link}/review")
    other.get(f"/s/{link}/?language=de")
    other.get(f"/s/{link}/?language=en")


def _shut(browser: Browser, link: str) -> None:
    """A survey that is closed, and none at all."""
    for one in (link, "A" * 22):
        for path in ("", "1", "review", "thanks"):
            browser.get(f"/s/{one}/{path}")
        browser.post(f"/s/{one}/start")
        browser.post(f"/s/{one}/1", {"move": "next"})
        browser.post(f"/s/{one}/review")
