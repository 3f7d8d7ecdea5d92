"""The table of rosters under somebody's hands: totals as one types, arrows, cells pasted, mistakes, a phone."""

import pytest
from playwright.sync_api import expect

from tests.axe import violations
from tests.web.browser.conftest import DESKTOP, Open, Serve, leaving
from tests.web.browser.test_accounts import SMALL_TARGETS, sent, sign_in
from tests.web.visitor import Office

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"width": 390, "height": 844}
PASTE = """(field) => {
  const cells = new DataTransfer();
  cells.setData("text", "12\\t10\\n14\\t11\\n");
  field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: cells, bubbles: true, cancelable: true}));
}"""


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_rosters_are_typed_corrected_and_kept(
    office: Office, serve: Serve, opened: Open, size: dict[str, int], script: bool
) -> None:
    base = serve(office.app)
    page = opened(base, size, java_script_enabled=script)
    sign_in(page, base, office.people["hub"].email)
    page.goto(f"{base}/waves/{office.open.id}/rosters")
    east = page.get_by_role("textbox", name="East School In all")
    east.fill("ten")
    sent(page, "Keep these numbers")
    expect(page.get_by_role("alert")).to_contain_text("“ten” is not a whole number of people")
    page.get_by_role("link", name="“ten” is not").click()
    expect(east).to_be_focused()
    if script:
        assert violations(page) == []
        assert page.evaluate(SMALL_TARGETS) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    east.fill("15")
    with leaving(page):
        east.press("Enter")
    expect(page.get_by_text("The numbers of 1 school are kept")).to_be_visible()
    assert {site.school: site.roster for site in office.store.sites.of(office.open)}["East School"] == 15


def test_a_script_adds_up_moves_by_arrows_and_takes_cells_of_a_spreadsheet(
    office: Office, serve: Serve, opened: Open
) -> None:
    base = serve(office.app)
    page = opened(base, DESKTOP)
    sign_in(page, base, office.people["hub"].email)
    page.goto(f"{base}/waves/{office.open.id}/rosters")
    total = page.locator("td.total").first
    expect(total).to_have_text("30")
    east, north = (
        page.get_by_role("textbox", name="East School In all"),
        page.get_by_role("textbox", name="North School In all"),
    )
    east.fill("1,010")
    expect(total).to_have_text("1,030")
    east.press("ArrowDown")
    expect(north).to_be_focused()
    north.press("ArrowUp")
    east.evaluate(PASTE)
    expect(page.get_by_role("textbox", name="North School Teacher")).to_have_value("11")
    expect(total).to_have_text("36")
    sent(page, "Keep these numbers")
    kept = {
        site.school: (site.roster, dict(site.roster_by_role)) for site in office.store.sites.of(office.open)
    }
    assert kept["North School"] == (14, {"teacher": 11})
