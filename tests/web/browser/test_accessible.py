"""Every page of the respondent's way passes axe on a phone and a desk, by day and by night."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page

from engine.instrument import kinds
from engine.instrument.model import Form, Instrument, Level, NonAnswer, Option, ResponseScale
from engine.instrument.model import Page as FormPage
from engine.instrument.rules import Is
from tests.axe import violations
from tests.looks import faint_focus, small_or_faint
from tests.small import FIVE, choose, instrument, likert, subscale
from tests.web.browser.conftest import DESKTOP, PHONE, Open, Serve, leaving
from tests.web.conftest import Survey
from web.authoring.preview import create_preview

Make = Callable[..., Survey]

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LEVELS = (Level("low", "Starting", "Few say so.", 50.0), Level("high", "Working", "Most say so."))
NUMBERS = ResponseScale(
    "numbers",
    tuple(Option(n, {0: "0 – Not at all", 10: "10 – Fully"}.get(n, str(n))) for n in range(11)),
    (NonAnswer("not_mine", "This is not part of my work"),),
)


def every_kind() -> Instrument:
    """Each kind of item once, with all that may stand around it."""
    aside = (NonAnswer("rather_not", "I would rather not say"),)
    items = (
        likert("A1", stem="now", note="A note."),
        replace(
            likert("A2", stem="now"),
            scale=NUMBERS.id,
            options=NUMBERS.options,
            non_answers=NUMBERS.non_answers,
        ),
        choose("role", "teacher", "leader", non_answers=aside),
        choose(
            "grades",
            "low",
            "high",
            kind=kinds.CHOOSE_MANY,
            non_answers=aside,
            show_if=Is("role", ("teacher",)),
        ),
        choose("state", *(f"state_{n}" for n in range(14))),
        choose("years", kind=kinds.NUMBER, minimum=0, maximum=60, non_answers=aside),
        choose("day", kind=kinds.DATE, earliest="2020-01-01"),
        choose("word", kind=kinds.SHORT_TEXT),
        choose("comment", kind=kinds.LONG_TEXT),
    )
    first, rest = ("A1", "A2"), tuple(item.id for item in items[2:])
    form = Form("full", (FormPage(first, "How it is"), FormPage(rest)), feedback="immediate")
    return instrument(
        *items,
        subscales=(subscale("one", "A1", levels=LEVELS), subscale("two", "A2")),
        forms=(form,),
        stems={"now": "Thinking of this year, how true is each statement?"},
        response_scales=(FIVE, NUMBERS),
        not_for=("ranking people",),
    )


def press(page: Page, name: str) -> None:
    with leaving(page):
        page.get_by_role("button", name=name, exact=True).click()


def way(page: Page, link: str, shut: list[str]) -> Iterator[str]:
    """Go through every page there is; at each, give its name."""
    yield "consent"
    press(page, "Start")
    yield "first page"
    page.get_by_role("group", name="Statement A1.").get_by_label("2 of 5").check()
    page.locator("#q-A2 input[value='9']").check()
    yield "first page answered"
    press(page, "Save and continue")
    yield "all kinds"
    page.get_by_label("Teacher").check()
    page.get_by_label("Which years?").fill("700")
    page.get_by_label("Low").check()
    page.locator("#q-grades input[value='rather_not']").check()
    press(page, "Save and review")
    yield "problems"
    page.goto(f"{link}review")
    yield "review with problems"
    page.goto(f"{link}2")
    page.get_by_label("Which years?").fill("7")
    page.locator("#q-grades input[value='rather_not']").uncheck()
    press(page, "Save and review")
    yield "review"
    page.goto(link)
    yield "welcome back"
    for heading in page.locator("summary").all():
        heading.click()
    yield "welcome back, opened"
    page.goto(f"{link}review")
    press(page, "Send my answers")
    yield "thanks"
    for heading in page.locator("summary").all():
        heading.click()
    yield "thanks, opened"
    for address in shut:
        page.goto(address)
        yield address.rpartition("/")[2] or address


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_no_page_has_a_violation(
    survey: Make, serve: Serve, opened: Open, size: dict[str, int], scheme: str, tmp_path: Path
) -> None:
    there = survey(every_kind(), simulated=True)
    address = serve(there.app)
    (tmp_path / "instrument.yaml").write_text("id: broken\n")
    preview = serve(create_preview(tmp_path))
    link = f"{address}/s/{there.site.link}/"
    page = opened(link, size, color_scheme=scheme)
    shut = [f"{address}/take-back", f"{address}/s/unknown/", f"{address}/nowhere", f"{preview}/"]
    wrong = [
        (name, fault)
        for name in way(page, link, shut)
        for fault in (*violations(page), *small_or_faint(page))
    ]
    assert wrong == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_is_seen_at_every_question(survey: Make, serve: Serve, opened: Open, scheme: str) -> None:
    there = survey(every_kind())
    page = opened(f"{serve(there.app)}/s/{there.site.link}/", PHONE, color_scheme=scheme)
    press(page, "Start")
    assert faint_focus(page, stops=8) == []
    page.goto(f"{page.url.rpartition('/')[0]}/2")
    assert faint_focus(page, stops=20) == []


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_scrolls_sideways_and_targets_are_large(
    survey: Make, serve: Serve, opened: Open, width: int
) -> None:
    there = survey(every_kind())
    page = opened(f"{serve(there.app)}/s/{there.site.link}/", {"width": width, "height": 740})
    for name in way(page, page.url, []):
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name} is {wide} wide"
        small = page.evaluate(
            """[...document.querySelectorAll(".option, .clear, button, .button, input[type=text], select, textarea")]
            .filter((one) => one.checkVisibility({visibilityProperty: true}))
            .map((one) => [one.textContent.trim(), one.getBoundingClientRect()])
            .filter(([, box]) => box.height < 44 || box.width < 24)
            .map(([text, box]) => [text, box.width, box.height])"""
        )
        assert small == [], f"small targets on {name}"
