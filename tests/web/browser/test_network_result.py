"""The network's result in a real browser: accessible, never scrolled sideways, with the demonstration's features."""

import pytest
from playwright.sync_api import Page

from engine.demo.fill import Demo
from engine.demo.planted import PLANTED
from engine.store import Store
from tests.axe import violations
from tests.web.browser.conftest import DESKTOP, PHONE, Open, Serve, leaving
from tests.web.browser.test_results import SECRET, overflows
from web.security import Settings
from web.start.first_page import Guide
from web.start.look_around import demonstrate
from web.whole import create_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def address(demo: tuple[Store, Demo], serve: Serve) -> str:
    store, made = demo
    app = create_app(store, Settings(secret=SECRET, secure=False))
    demonstrate(app, Guide(made, "var/demo.db"))
    return serve(app)


def look_around(page: Page, role: str) -> None:
    with leaving(page):
        page.locator(f"form[action$='/look-around/{role}'] button").click()


def everything_open(page: Page) -> None:
    for summary in page.locator("main summary").all():
        summary.click()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible_and_fits(
    demo: tuple[Store, Demo], address: str, opened: Open, size: dict[str, int], scheme: str
) -> None:
    _, made = demo
    page = opened(address, size, color_scheme=scheme)
    look_around(page, "hub_administrator")
    for wave in (made.closed[-1], made.first_version, made.survey):
        page.goto(f"{address}/waves/{wave.id}/result")
        everything_open(page)
        assert violations(page) == [], wave.title
        assert not overflows(page), wave.title


def test_at_the_width_of_an_old_phone_nothing_scrolls_sideways(
    demo: tuple[Store, Demo], address: str, opened: Open
) -> None:
    _, made = demo
    page = opened(address, {"width": 320, "height": 640})
    look_around(page, "district")
    page.goto(f"{address}/waves/{made.closed[-1].id}/result")
    everything_open(page)
    assert not overflows(page)


def test_the_start_page_leads_to_the_result_in_one_press(address: str, opened: Open) -> None:
    page = opened(address, PHONE)
    page.get_by_role("button", name="Open the network").click()
    assert "rose since the schools began" in page.get_by_role("heading", level=1).inner_text()
    reason = page.locator("td", has_text="People want to help lead").first
    assert not reason.is_visible()  # the reasons of schools fold
    page.locator("summary", has_text="Schools that agreed to be named").click()
    assert reason.is_visible()


def test_a_hub_finds_what_the_demonstration_shows(address: str, opened: Open) -> None:
    page = opened(address, DESKTOP)
    look_around(page, "hub_administrator")
    page.get_by_role("link", name="Read the network’s result").click()
    assert (
        page.get_by_role("heading", level=1).inner_text() == "5 of 7 conditions rose since the schools began"
    )
    text = page.locator("main").inner_text()
    assert f"{PLANTED['F'][0]} High School rose more than size and chance explain" in text
    assert PLANTED["C"][0] not in text
    assert PLANTED["E"][0] not in text  # has not agreed
    assert page.locator("#by-phase figure").is_visible()
    page.get_by_text("that may be named here").click()
    page.get_by_role("link", name=PLANTED["F"][0]).click()
    assert PLANTED["F"][0] in page.locator("main").inner_text()
    page.go_back()
    page.get_by_role("navigation", name="Results by wave").get_by_role(
        "link", name="Collective leadership, spring, year 2"
    ).click()
    assert "Collective leadership, spring, year 2" in page.locator("p.over").first.inner_text()
