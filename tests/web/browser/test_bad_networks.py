"""Where the network fails: no answer is lost, what is said is true, and a form is stored once."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, expect

from engine.instrument.kinds import LONG_TEXT
from engine.instrument.model import Form, Instrument
from engine.instrument.model import Page as FormPage
from engine.instrument.rules import Is
from engine.store import Store
from tests.faults.program import Program
from tests.new_database import new_database
from tests.small import choose, instrument, likert
from tests.web.browser.conftest import Open, Serve, leaving
from tests.web.conftest import Clock, Survey, open_survey

Make = Callable[..., Survey]

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = {"width": 390, "height": 844}
STORED = "() => Object.entries(localStorage).map(([name, value]) => name + value).join()"


def pages() -> Instrument:
    """Three pages that look the same whatever is answered, and one that a rule decides."""
    items = (
        likert("A1"),
        choose("words", kind=LONG_TEXT),
        likert("B1"),
        likert("C1"),
        choose("role", "teacher", "leader"),
        replace(likert("D1"), show_if=Is("role", ("teacher",))),
    )
    titled = (
        FormPage(("A1", "words"), "First"),
        FormPage(("B1",)),
        FormPage(("C1", "role"), "Third"),
        FormPage(("D1",), "Fourth"),
    )
    return instrument(*items, forms=(Form("full", titled),))


def press(page: Page, name: str) -> None:
    with leaving(page):
        page.get_by_role("button", name=name, exact=True).click()


@pytest.fixture
def program(tmp_path: Path) -> Iterator[tuple[Survey, Program]]:
    """A survey behind a server in a process of its own, which a test may kill and start again."""
    place = new_database(tmp_path / "served.db")
    with Store.open(place) as store:
        there = open_survey(store, Clock(datetime.now(UTC)), pages())
        server = Program(str(place), tmp_path / "log")
        server.start()
        yield there, server
        server.end()


def address(there: Survey, server: Program) -> str:
    return f"http://127.0.0.1:{server.port}/s/{there.site.link}/"


def begun(there: Survey, serve: Serve, opened: Open) -> Page:
    page = opened(f"{serve(there.app)}/s/{there.site.link}/", PHONE)
    with page.expect_response("**/ahead?*"):
        press(page, "Start")
    return page


def test_the_network_is_away_in_mid_page(survey: Make, serve: Serve, opened: Open) -> None:
    there = survey(pages())
    page = begun(there, serve, opened)
    line = page.locator("#saving")
    page.get_by_label("2 of 5").check()
    expect(line).to_have_text("Saved")
    assert page.evaluate(STORED) == ""
    page.context.set_offline(True)
    page.get_by_label("Which words?").fill("a secret that nobody may read")
    expect(line).to_contain_text(
        "Not saved yet: no connection. Your answers are kept on this device", timeout=10_000
    )
    assert "barograph" in page.evaluate(STORED)
    assert "secret" not in page.evaluate(STORED)
    page.context.set_offline(False)
    expect(line).to_have_text("Saved", timeout=10_000)
    assert page.evaluate(STORED) == ""
    page.reload()
    expect(page.get_by_label("Which words?")).to_have_value("a secret that nobody may read")


def test_one_goes_on_without_a_connection_as_far_as_no_rule_decides(
    survey: Make, serve: Serve, opened: Open
) -> None:
    there = survey(pages())
    page = begun(there, serve, opened)
    page.context.set_offline(True)
    page.get_by_label("2 of 5").check()
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_text("Statement B1.")).to_be_visible()
    expect(page.get_by_text("Page 2 of 3 · about a minute left")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.get_by_label("3 of 5").check()
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_label("2 of 5")).to_be_checked()
    page.get_by_label("Which words?").fill("more")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_label("3 of 5")).to_be_checked()
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Third")
    page.get_by_label("4 of 5").check()
    page.get_by_label("Teacher").check()
    page.get_by_role("button", name="Save and review").click()
    expect(page.locator("#saving")).to_contain_text("What comes next depends on your answers")
    expect(page.locator("#saving")).to_contain_text("goes on by itself")
    with leaving(page):
        page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Fourth")
    page.get_by_label("5 of 5").check()
    press(page, "Save and review")
    assert page.evaluate(STORED) == ""
    press(page, "Send my answers")
    assert there.close() == [[1, 2, 3, 0, 4]]


def test_sending_waits_for_the_connection_and_sends_once(survey: Make, serve: Serve, opened: Open) -> None:
    there = survey(pages())
    page = begun(there, serve, opened)
    page.get_by_label("2 of 5").check()
    expect(page.locator("#saving")).to_have_text("Saved")
    page.goto(f"{page.url.removesuffix('1')}review")
    page.context.set_offline(True)
    page.get_by_role("button", name="Send my answers").dblclick()
    expect(page.locator("#sending")).to_contain_text("Not sent yet: no connection. Leave this page open")
    assert there.count() == 0
    with leaving(page):
        page.context.set_offline(False)
    expect(page.get_by_text("Your code for taking them back")).to_be_visible()
    assert there.count() == 1
    assert page.evaluate(STORED) == ""


def test_a_server_that_is_killed_and_started_again_loses_nothing(
    program: tuple[Survey, Program], opened: Open
) -> None:
    there, server = program
    page = opened(address(there, server), PHONE)
    press(page, "Start")
    server.end()
    page.get_by_label("2 of 5").check()
    page.get_by_label("Which words?").fill("typed while it was down")
    expect(page.locator("#saving")).to_contain_text("Not saved yet: no connection.")
    server.start()
    expect(page.locator("#saving")).to_have_text("Saved", timeout=30_000)
    page.goto(f"{address(there, server)}review")
    server.end()
    page.get_by_role("button", name="Send my answers").click()
    expect(page.locator("#sending")).to_contain_text("Not sent yet: no connection.")
    server.start()
    expect(page.get_by_text("Your code for taking them back")).to_be_visible(timeout=30_000)
    assert [codes[:1] for codes in there.close()] == [[1]]


@pytest.mark.parametrize("came_back_to", ["", "1", "2", "review"])
def test_a_tab_that_is_closed_without_a_connection_is_taken_up_again(
    survey: Make, serve: Serve, opened: Open, came_back_to: str
) -> None:
    there = survey(pages())
    page = begun(there, serve, opened)
    link = page.url.removesuffix("1")
    page.context.set_offline(True)
    page.get_by_label("2 of 5").check()
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_label("3 of 5").check()
    expect(page.locator("#saving")).to_contain_text("kept on this device")
    fresh = page.context.new_page()
    page.close()
    fresh.context.set_offline(False)
    with fresh.expect_response(lambda answer: answer.request.method == "POST" and answer.url.endswith("2")):
        fresh.goto(link + came_back_to)
    if came_back_to in ("1", "2"):
        expect(fresh.locator("#saving")).to_contain_text("What this device had kept has been sent")
        expect(fresh.locator(".options input:checked")).to_have_count(1)
    elif came_back_to == "review":
        expect(fresh.get_by_text("1 of 2 answered")).to_be_visible()
    else:
        expect(fresh.get_by_text("Go on at page 2 of 3")).to_be_visible()
    fresh.wait_for_function(f"({STORED})() === ''")
    fresh.goto(f"{link}review")
    press(fresh, "Send my answers")
    assert [codes[:2] for codes in there.close()] == [[1, 2]]


def test_a_shared_device_keeps_nothing_and_says_so(survey: Make, serve: Serve, opened: Open) -> None:
    there = survey(pages())
    page = opened(f"{serve(there.app)}/s/{there.site.link}/", PHONE)
    page.get_by_label("This is a shared device").check()
    press(page, "Start")
    page.context.set_offline(True)
    page.get_by_label("2 of 5").check()
    expect(page.locator("#saving")).to_contain_text(
        "Keep this page open: your answers stand on it", timeout=10_000
    )
    assert page.evaluate(STORED) == ""
    page.context.set_offline(False)
    expect(page.locator("#saving")).to_have_text("Saved", timeout=10_000)
    page.get_by_label("3 of 5").check()
    page.reload()
    expect(page.get_by_label("3 of 5")).to_be_checked()


def test_without_https_nothing_is_kept_and_nothing_untrue_is_said(
    survey: Make, serve: Serve, opened: Open
) -> None:
    there = survey(pages())
    page = opened(f"{serve(there.app)}/s/{there.site.link}/", PHONE)
    page.add_init_script("Object.defineProperty(crypto, 'subtle', {value: undefined})")
    press(page, "Start")
    page.context.set_offline(True)
    page.get_by_label("2 of 5").check()
    expect(page.locator("#saving")).to_contain_text("Keep this page open", timeout=10_000)
    assert page.evaluate(STORED) == ""


def test_what_somebody_else_began_is_gone_when_one_starts_over(
    survey: Make, serve: Serve, opened: Open
) -> None:
    there = survey(pages())
    page = begun(there, serve, opened)
    link = page.url.removesuffix("1")
    page.context.set_offline(True)
    page.get_by_label("2 of 5").check()
    expect(page.locator("#saving")).to_contain_text("kept on this device", timeout=10_000)
    kept = page.evaluate("() => ({...localStorage})")
    page.context.set_offline(False)
    expect(page.locator("#saving")).to_have_text("Saved", timeout=10_000)
    page.goto(link)
    press(page, "Start over")
    page.evaluate(
        "(kept) => Object.assign(localStorage, kept)", kept
    )  # as a browser that had ended would hold it
    page.reload()
    page.wait_for_function(f"({STORED})() === ''")
    expect(page.locator(".options input:checked")).to_have_count(0)


def test_the_last_save_of_an_item_wins_between_two_tabs(survey: Make, serve: Serve, opened: Open) -> None:
    there = survey(pages())
    page = begun(there, serve, opened)
    page.get_by_label("2 of 5").check()
    expect(page.locator("#saving")).to_have_text("Saved")
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_label("5 of 5").check()
    expect(other.locator("#saving")).to_have_text("Saved")
    page.get_by_label("Which words?").fill("from the first tab")
    expect(page.get_by_label("5 of 5")).to_be_checked(timeout=10_000)
    press(page, "Save and continue")
    page.goto(f"{page.url.removesuffix('2')}review")
    press(page, "Send my answers")
    assert [codes[:1] for codes in there.close()] == [[4]]


def test_answers_are_saved_at_most_once_in_five_seconds(survey: Make, serve: Serve, opened: Open) -> None:
    there = survey(pages())
    page = begun(there, serve, opened)
    posts: list[Request] = []
    page.on("request", lambda request: posts.append(request) if request.method == "POST" else None)
    for value in "1234512345":
        page.get_by_label(f"{value} of 5").check()
        page.wait_for_timeout(600)  # the page waits for a rest of 400 before a first save
    page.wait_for_timeout(6000)
    began = [one.timing["startTime"] for one in posts]  # milliseconds, by the browser's clock
    assert 2 <= len(began) < 10
    assert all(later - earlier > 4900 for earlier, later in pairwise(began))


def test_what_waited_for_a_survey_that_has_closed_is_gone(survey: Make, serve: Serve, opened: Open) -> None:
    there = survey(pages())
    page = begun(there, serve, opened)
    page.context.set_offline(True)
    page.get_by_label("2 of 5").check()
    expect(page.locator("#saving")).to_contain_text("kept on this device", timeout=10_000)
    there.close()
    fresh = page.context.new_page()
    page.close()
    fresh.context.set_offline(False)
    fresh.goto(f"{page.url.removesuffix('1')}")
    expect(fresh.get_by_text("Answers that were not sent by then have been deleted")).to_be_visible()
    assert fresh.evaluate(STORED) == ""
