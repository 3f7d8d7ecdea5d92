"""A wave from its form to its opening, in a real browser: on a phone and a desk, with and without scripts, with axe."""

import pytest
from playwright.sync_api import Page, expect

from engine.store import WaveState
from tests.axe import violations
from tests.looks import small_or_faint
from tests.web.browser.conftest import DESKTOP, Open, Serve
from tests.web.browser.test_accounts import SMALL_TARGETS, sent, sign_in
from tests.web.visitor import Office

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"width": 390, "height": 844}
PEOPLE = "school,name,address\nNorth School,Ada Novak,ada@north.example\nSouth School,Ben Ode,\n"


def look(page: Page, *, script: bool) -> None:
    """Nothing is wrong with a page, and every target is tall enough for a finger."""
    if script:
        assert violations(page) == [], page.url
        assert small_or_faint(page) == [], page.url
        assert page.evaluate(SMALL_TARGETS) == [], page.url
        size = page.viewport_size
        assert size is not None
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], page.url


def follow(page: Page, link: str) -> None:
    page.locator("main").get_by_role("link", name=link).first.click()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_confidential_wave_is_drafted_looked_at_filled_with_people_and_opened(
    office: Office, serve: Serve, opened: Open, size: dict[str, int], script: bool
) -> None:
    base = serve(office.app)
    page = opened(base, size, java_script_enabled=script)
    page.set_default_navigation_timeout(120_000)  # every definition that ships is read for the first form
    sign_in(page, base, office.people["hub"].email)
    page.goto(f"{base}/studies/{office.study.id}/waves/new?instrument=small@1.0.0")
    look(page, script=script)
    page.get_by_label("Name", exact=True).fill("Winter")
    page.get_by_role("radio", name="Confidential").check()
    sent(page, "Make the draft")
    expect(page.get_by_role("alert")).to_contain_text("By link nobody can know who gave which answers")
    look(page, script=script)
    page.get_by_role("radio", name="A personal code for each person").check()
    page.get_by_label("The results are made after its last day").check()
    sent(page, "Make the draft")
    expect(page.get_by_text("“Winter” is a draft")).to_be_visible()
    look(page, script=script)
    follow(page, "Look at it as people will")
    expect(page.frame_locator("iframe").get_by_text("Nothing that you answer here is stored")).to_be_visible()
    look(page, script=script)
    follow(page, "Back to the wave")
    follow(page, "The list of people")
    follow(page, "Add many by a list")
    page.get_by_label("Or rows pasted from a spreadsheet").fill(PEOPLE)
    sent(page, "See what it would change")
    look(page, script=script)
    sent(page, "Add these people")
    expect(page.get_by_text("2 people, 0 of whom have answered")).to_be_visible()
    look(page, script=script)
    follow(page, "Winter")
    follow(page, "Check and open")
    expect(page.get_by_text("What stays as it is from then on")).to_be_visible()
    look(page, script=script)
    page.get_by_role("button", name="Open it for").click()
    expect(page.get_by_text("“Winter” is open: people can answer on")).to_be_visible()
    expect(page.get_by_text("It closes by itself on")).to_be_visible()
    look(page, script=script)
    (made,) = (one for one in office.store.waves.of(office.study) if one.title == "Winter")
    assert (made.state, len(office.store.invitees.of(made))) == (WaveState.OPEN, 2)
