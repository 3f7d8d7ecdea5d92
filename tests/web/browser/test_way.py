"""A person's way through the full survey, on a phone and a desk, with scripts and without."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from engine.instrument.kinds import CHOOSE_MANY, LONG_TEXT
from engine.instrument.model import Form, Instrument
from engine.instrument.model import Page as FormPage
from engine.instrument.rules import Is
from engine.loading.folder import load
from tests.small import choose, instrument, likert
from tests.web.browser.conftest import DESKTOP, PHONE, Open, Serve, leaving
from tests.web.conftest import Survey

Make = Callable[..., Survey]

pytestmark = pytest.mark.browser
SHIPPED = Path(__file__).parents[3] / "instruments"


def press(page: Page, name: str) -> None:
    with leaving(page):
        page.get_by_role("button", name=name, exact=True).click()


def kinds() -> Instrument:
    """A rule, a number and a text on one page."""
    role = choose("role", "teacher", "leader")
    grades = choose("grades", "low", "high", kind=CHOOSE_MANY, show_if=Is("role", ("teacher",)))
    comment = choose("comment", kind=LONG_TEXT, maximum_length=10)
    items = likert("A1"), role, grades, comment
    return instrument(*items, forms=(Form("full", (FormPage(tuple(item.id for item in items)),)),))


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_consent_pages_an_error_back_review_thanks(
    survey: Make, serve: Serve, opened: Open, size: dict[str, int], scripts: bool
) -> None:
    asked = load(SHIPPED / "collective-leadership" / "1.0.0")
    there = survey(asked)
    before = there.count()
    page = opened(f"{serve(there.app)}/s/{there.site.link}/", size, java_script_enabled=scripts)
    expect(page.get_by_role("heading", level=1)).to_have_text(asked.title)
    press(page, "Start")
    for form_page in asked.form("full").pages:
        expect(page.get_by_role("heading", level=1)).to_have_text(form_page.title or "")
        for item in form_page.items:
            if item in ("grades", "comment"):
                continue
            if item == "years":
                page.get_by_label("How many years have you worked at this school?").fill("700")
            elif item == "role":
                page.get_by_label("Teacher", exact=True).check()
            else:
                page.get_by_role("group", name=asked.item(item).text).get_by_label("Mostly true").check()
        if "years" in form_page.items:
            press(page, "Save and continue")
            expect(page.locator("#problems")).to_be_focused()
            expect(page.locator("#problems")).to_contain_text("700 is too large")
            expect(page.get_by_label("How many years")).to_have_attribute("aria-invalid", "true")
            page.get_by_role("link", name="How many years").click()
            expect(page.get_by_label("How many years")).to_be_focused()
            page.get_by_label("How many years").fill("7")
            press(page, "Back")
            press(page, "Save and continue")
            expect(page.get_by_label("How many years")).to_have_value("7")
        if "comment" in form_page.items:
            page.get_by_label("Grades 3 to 5").check()
            press(page, "Save and review")
        else:
            press(page, "Save and continue")
    expect(page.get_by_text("You have left one question blank.")).to_be_visible()
    press(page, "Send my answers")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your answers are in")
    assert there.count() == before + 1


def test_arrow_keys_choose_and_enter_goes_on(survey: Make, serve: Serve, opened: Open) -> None:
    there = survey(kinds())
    page = opened(f"{serve(there.app)}/s/{there.site.link}/")
    press(page, "Start")
    page.locator("#a_A1").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("2 of 5")).to_be_checked()
    with leaving(page):
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ready to send?")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_slip_is_cleared_and_nothing_moves(survey: Make, serve: Serve, opened: Open, scripts: bool) -> None:
    there = survey(kinds())
    page = opened(f"{serve(there.app)}/s/{there.site.link}/", java_script_enabled=scripts)
    press(page, "Start")
    group = page.get_by_role("group", name="Statement A1.")
    following = page.get_by_role("group", name="Which role?")
    place = following.bounding_box()
    expect(group.get_by_text("Clear", exact=True)).to_be_hidden()
    group.get_by_label("2 of 5").check()
    group.get_by_label("Clear").check()
    expect(group.get_by_label("2 of 5")).not_to_be_checked()
    assert following.bounding_box() == place
    press(page, "Save and review")
    expect(page.get_by_text("0 of 3 answered")).to_be_visible()


def test_with_scripts_a_question_appears_and_goes_as_one_answers(
    survey: Make, serve: Serve, opened: Open
) -> None:
    there = survey(kinds())
    page = opened(f"{serve(there.app)}/s/{there.site.link}/")
    press(page, "Start")
    page.get_by_label("1 of 5").check()
    expect(page.get_by_text("Which grades?")).to_be_hidden()
    page.get_by_label("Teacher").check()
    expect(page.get_by_text("Which grades?")).to_be_visible()
    expect(page.get_by_label("Teacher")).to_be_focused()
    page.get_by_label("Low").check()
    page.get_by_label("Leader").check()
    expect(page.get_by_text("Which grades?")).to_be_hidden()
    page.get_by_label("Teacher").check()
    expect(page.get_by_label("Low")).to_be_visible()
    press(page, "Save and review")
    press(page, "Send my answers")
    assert there.close() == [[0, 0, 1, 0]]


def test_letters_left_are_told_while_typing(survey: Make, serve: Serve, opened: Open) -> None:
    there = survey(kinds())
    page = opened(f"{serve(there.app)}/s/{there.site.link}/")
    press(page, "Start")
    hint = page.locator("#hint-comment")
    expect(hint).to_have_text("Up to 10 characters")
    page.get_by_label("Which comment?").fill("nine sign")
    expect(hint).to_have_text("Characters left: 1")
    page.get_by_label("Which comment?").fill("eleven sign")
    expect(hint).to_have_text("Characters too many: 1")


def test_a_page_left_by_the_browsers_own_button_is_saved(survey: Make, serve: Serve, opened: Open) -> None:
    there = survey(kinds())
    page = opened(f"{serve(there.app)}/s/{there.site.link}/")
    press(page, "Start")
    page.get_by_label("3 of 5").check()
    address = page.url
    page.go_back()
    # Seen without scripts, so that nothing comes from what the device keeps; in a window of its own, as the page
    # that one came back to loads itself anew once the answers have gone.
    browser, state = page.context.browser, page.context.storage_state()
    assert browser is not None
    stored = browser.new_context(java_script_enabled=False, storage_state=state).new_page()
    until = time.monotonic() + 10
    while True:
        stored.goto(address)
        if stored.get_by_label("3 of 5").is_checked():
            break
        assert time.monotonic() < until
    stored.context.close()


def test_what_is_sent_from_the_first_page_holds_up_nobody_who_goes_on(
    survey: Make, serve: Serve, opened: Open
) -> None:
    there = survey(kinds())
    page = opened(f"{serve(there.app)}/s/{there.site.link}/")
    press(page, "Start")
    page.get_by_label("3 of 5").check()
    kept: list[Route] = []

    def late(route: Route) -> None:
        """What the first page sends arrives when the next page is asked for and not there yet."""
        if route.request.method == "POST":
            kept.append(route)
            return
        sent = kept.pop()
        sent.fulfill(response=sent.fetch())
        page.wait_for_timeout(300)  # in which the first page hears of it
        route.continue_()

    page.route("**/1", late)
    with page.expect_request(lambda request: request.method == "POST"):
        page.go_back()
    page.get_by_role("link", name="Go on").click(no_wait_after=True)
    expect(page.get_by_label("3 of 5")).to_be_checked()


def test_a_double_click_sends_once(survey: Make, serve: Serve, opened: Open) -> None:
    there = survey(kinds())
    page = opened(f"{serve(there.app)}/s/{there.site.link}/")
    press(page, "Start")
    page.get_by_label("3 of 5").check()
    press(page, "Save and review")
    with leaving(page):
        page.get_by_role("button", name="Send my answers").dblclick()
    expect(page.get_by_text("Your code for taking them back")).to_be_visible()
    assert there.count() == 1


def test_the_first_reload_shows_what_is_saved(survey: Make, serve: Serve, opened: Open) -> None:
    there = survey(load(SHIPPED / "collective-leadership" / "1.0.0"))
    page = opened(f"{serve(there.app)}/s/{there.site.link}/", PHONE)
    press(page, "Start")
    for group in page.get_by_role("group", name="").locator(".options").all()[:4]:
        group.get_by_text("Mostly true").click()
    chosen = page.locator(".options input:checked")
    expect(chosen).to_have_count(4)
    page.reload()
    expect(chosen).to_have_count(4)
    press(page, "Save and continue")
    press(page, "Back")
    expect(chosen).to_have_count(4)


def test_start_stands_after_the_terms_on_one_screen_of_a_phone(
    survey: Make, serve: Serve, opened: Open
) -> None:
    there = survey(load(SHIPPED / "collective-leadership" / "1.0.0"))
    page = opened(f"{serve(there.app)}/s/{there.site.link}/", PHONE)
    start = page.get_by_role("button", name="Start").bounding_box()
    terms = page.locator(".terms").bounding_box()
    assert start is not None
    assert terms is not None
    assert terms["y"] + terms["height"] <= start["y"]
    assert start["y"] + start["height"] <= PHONE["height"]
