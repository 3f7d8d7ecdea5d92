"""A team's choice in a real browser: from the result to the choice and back; axe, reflow, targets, keyboard."""

import pytest
from playwright.sync_api import Page, expect

from tests.axe import violations
from tests.web.browser.conftest import DESKTOP, PHONE, Open, Serve
from tests.web.browser.test_accounts import SMALL_TARGETS, sent, sign_in
from tests.web.school.test_choices import address, closed_wave
from tests.web.visitor import Office

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def faults(page: Page, width: int) -> list[object]:
    wrong: list[object] = [*violations(page)]
    if page.evaluate("document.documentElement.scrollWidth") > width:
        wrong.append("scrolls sideways")
    return wrong + list(page.evaluate(SMALL_TARGETS))


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (DESKTOP, "dark")], ids=["phone", "desk"])
def test_open_choose_see_and_take_back(
    office: Office, serve: Serve, opened: Open, size: dict[str, int], scheme: str
) -> None:
    wave, base = closed_wave(office), serve(office.app)
    page = opened(f"{base}/sign-in", size, color_scheme=scheme)
    sign_in(page, base, office.people["team"].email)
    page.goto(base + address(office, wave))
    expect(page.locator("main :checked")).to_have_count(0)
    assert faults(page, size["width"]) == []
    sent(page, "Record our choice")
    expect(page.get_by_role("alert").get_by_role("link")).to_have_count(4)
    assert faults(page, size["width"]) == []
    page.get_by_role("radio", name="Build on a strength").check()
    page.get_by_role("checkbox", name="Trust").check()
    page.get_by_label("Why?").fill("It carries us.")
    page.get_by_label("Who agreed?").fill("the team")
    sent(page, "Record our choice")
    expect(page.get_by_role("heading", level=1)).to_have_text("What we chose")
    expect(page.get_by_text("Build on a strength: Trust.")).to_be_visible()
    page.locator("main summary").click()
    expect(page.get_by_role("checkbox", name="Trust")).to_be_checked()
    assert faults(page, size["width"]) == []
    page.get_by_role("link", name="Take this choice back").click()
    assert faults(page, size["width"]) == []
    sent(page, "Take it back")
    expect(page.get_by_role("table")).to_contain_text("Choice taken back")
    assert faults(page, size["width"]) == []


def test_from_the_result_to_the_choice_and_back(office: Office, serve: Serve, opened: Open) -> None:
    wave, base = closed_wave(office), serve(office.app)
    page = opened(f"{base}/sign-in", DESKTOP)
    sign_in(page, base, office.people["team"].email)
    result = address(office, wave).removesuffix("/choice")
    page.goto(base + result)
    page.locator(f"main a[href$='{result}/choice']").first.click()
    page.get_by_role("radio", name="Meet a need").check()
    page.get_by_role("checkbox", name="Calm").check()
    page.get_by_label("Why?").fill("We run all day.")
    page.get_by_label("Who agreed?").fill("the team")
    sent(page, "Record our choice")
    page.get_by_role("link", name="Back to the result").click()
    expect(page.locator("#chosen")).to_contain_text("Meet a need: Calm.")
