"""Pages of two partners in a browser: accessible, no wider than a phone, in both languages, for each who sees them."""

import pytest
from playwright.sync_api import Page

from engine.store.partnerships import Side
from tests.web.browser.conftest import DESKTOP, Open, Serve, leaving
from tests.web.browser.test_signed_in_pages import faults
from tests.web.browser.test_units import SAYS_SIMULATED
from tests.web.school.test_partners import begun, link, own, rated
from tests.web.visitor import PASSWORD, Office

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LONG = (
    "The list of tests that ran in three grades, signed by both deans and kept where everybody finds it. " * 4
)


def sign_in(page: Page, address: str, who: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{address}/sign-in")
    page.fill("[name=email]", f"{who}@people.example")
    page.fill("[name=password]", PASSWORD)
    with leaving(page):
        page.locator("form[action$='/sign-in'] button").click()


def found(page: Page, address: str, *paths: str) -> dict[str, list[str]]:
    """What is wrong with each page, in both widths."""
    wrong = {}
    for path in paths:
        answer = page.goto(address + path)
        assert answer is not None
        assert answer.status == 200, path
        wrong[path] = [one for one in faults(page) if one != SAYS_SIMULATED]
    return {path: faults for path, faults in wrong.items() if faults}


def test_pages_of_a_partnership_are_accessible_and_fit(office: Office, serve: Serve, opened: Open) -> None:
    made = begun(office)
    partner, school = link(office, made), office.schools[0].id
    address = serve(office.app)
    page = opened(address, DESKTOP)
    sign_in(page, address, "team")
    wrong = found(
        *(page, address, f"/schools/{school}/partnerships", own(office, made), own(office, made, "/rate/1"))
    )
    wrong |= found(page, address, partner, f"{partner}/rate/6", f"{partner}/rate/1?language=es")
    rated(office, made, Side.OWN, "1")
    rated(office, made, Side.PARTNER, "3", UN2="not_applicable", UN3="")
    office.store.partnerships.agree(made, "UN1", "2", LONG, "principal, dean")
    for side in Side:
        office.store.partnerships.share(made, side, let=True)
    page.context.clear_cookies()
    for language in ("en", "es"):
        wrong |= found(page, address, f"{partner}?language={language}")
    page.context.clear_cookies()
    sign_in(page, address, "team")
    wrong |= found(page, address, own(office, made))
    page.locator("details summary").first.click()
    wrong["an area that is open"] = [one for one in faults(page) if one != SAYS_SIMULATED]
    sign_in(page, address, "hub")
    here = f"/networks/{office.network.id}/partnerships"
    wrong |= found(page, address, here, f"{here}/{made.id}")
    assert {path: one for path, one in wrong.items() if one} == {}
