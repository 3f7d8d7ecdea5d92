"""A school's one page and full report in a real browser: accessible, at home on a phone, compared by keyboard."""

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

from engine.demo.fill import Demo
from engine.demo.planted import PLANTED
from engine.store import Store
from tests.axe import violations
from tests.looks import faint_focus, small_or_faint
from tests.pseudo import ARABIC, write_language
from tests.web.browser.conftest import DESKTOP, PHONE, Open, Serve, leaving
from tests.web.browser.test_results import overflows
from web.school.by_link import ResultAddress, sign
from web.security import Settings
from web.whole import create_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SECRET = "a secret for tests"


@pytest.fixture(scope="module")
def app(demo: tuple[Store, Demo]) -> Flask:
    return create_app(demo[0], Settings(secret=SECRET, secure=False))


@pytest.fixture
def address(app: Flask, serve: Serve) -> str:
    return serve(app)


def path(demo: tuple[Store, Demo], letter: str) -> str:
    store, made = demo
    site = next(one for one in store.sites.of(made.closed[-1]) if one.school.startswith(PLANTED[letter][0]))
    return f"/result/{sign(SECRET, ResultAddress(site.wave_id, site.id))}"


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("end", ["", "/report"], ids=["page", "report"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_pages_are_accessible_and_fit(
    demo: tuple[Store, Demo], address: str, opened: Open, size: dict[str, int], end: str, scheme: str
) -> None:
    page = opened(f"{address}{path(demo, 'A')}{end}?compare=own", size, color_scheme=scheme)
    assert not overflows(page)
    for one in page.locator("summary").all():
        one.click()
    assert violations(page) == []
    assert small_or_faint(page) == []
    assert not overflows(page)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("end", ["", "/report"], ids=["page", "report"])
@pytest.mark.parametrize("language", ["es", "ar"])
def test_both_pages_are_accessible_and_fit_in_other_languages(
    demo: tuple[Store, Demo],
    address: str,
    opened: Open,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    size: dict[str, int],
    end: str,
    language: str,
) -> None:
    """Spanish, and a language from the right that a machine made."""
    write_language(tmp_path, "ar", "ar", ARABIC)
    monkeypatch.setenv("BAROGRAPH_LANGUAGES", str(tmp_path))
    page = opened(f"{address}{path(demo, 'A')}{end}?language={language}", size)
    assert page.locator("html").get_attribute("lang") == language
    for one in page.locator("summary").all():
        one.click()
    assert violations(page) == []
    assert not overflows(page)


def test_the_menu_changes_the_language_by_keyboard_and_keeps_it(
    demo: tuple[Store, Demo], address: str, opened: Open
) -> None:
    page = opened(f"{address}{path(demo, 'B')}", PHONE, java_script_enabled=False)
    page.get_by_role("link", name="Español").press("Enter")
    assert page.locator("html").get_attribute("lang") == "es"
    page.get_by_role("link", name="Leer el informe completo").press("Enter")
    assert page.locator("html").get_attribute("lang") == "es"
    assert page.get_by_role("link", name="English").is_visible()


@pytest.mark.parametrize("letter", ["D", "N", "C"])
def test_pages_of_schools_with_something_to_hide_are_accessible_too(
    demo: tuple[Store, Demo], address: str, opened: Open, letter: str
) -> None:
    for end in ("", "/report"):
        page = opened(f"{address}{path(demo, letter)}{end}", PHONE)
        assert violations(page) == []
        assert not overflows(page)


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_the_selector_is_reached_and_used_by_keyboard(
    demo: tuple[Store, Demo], address: str, opened: Open
) -> None:
    page = opened(address + path(demo, "A"), DESKTOP)
    for _ in range(12):
        page.keyboard.press("Tab")
        if focused(page) == "Elementary schools":
            break
    assert focused(page) == "Elementary schools"
    with leaving(page):
        page.keyboard.press("Enter")
    assert "compare=level" in page.url
    current = page.get_by_role("navigation", name="Compare with").locator("[aria-current]")
    assert current.inner_text() == "Elementary schools"


def test_a_score_leads_to_what_lies_behind_it(demo: tuple[Store, Demo], address: str, opened: Open) -> None:
    page = opened(address + path(demo, "A"), PHONE)
    with leaving(page):
        page.get_by_role("link", name="Capacity and resources", exact=True).click()
    heading = page.get_by_role("heading", name="Capacity and resources")
    assert page.url.endswith("/report#condition-capacity")
    box = heading.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < PHONE["height"]


def test_the_advice_is_on_the_first_screen_of_a_phone(
    demo: tuple[Store, Demo], address: str, opened: Open
) -> None:
    for end in ("", "/report"):
        page = opened(f"{address}{path(demo, 'A')}{end}", PHONE)
        box = page.get_by_text("The survey points to").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < PHONE["height"]


def test_on_a_phone_a_score_is_a_block_and_its_scale_as_wide_as_the_page(
    demo: tuple[Store, Demo], address: str, opened: Open
) -> None:
    page = opened(address + path(demo, "A"), PHONE)
    row = page.locator("table.scores tbody tr").first
    name, place, score = (row.locator(one).bounding_box() for one in (".name", "td.place", "td.points"))
    assert name
    assert place
    assert score
    assert place["width"] > 320
    assert place["y"] > name["y"]
    assert score["y"] == name["y"]
    assert score["x"] > name["x"] + name["width"] - 1


@pytest.mark.parametrize("width", [390, 800])  # a phone upright and on its side
def test_letters_of_figures_and_links_are_large_enough(
    demo: tuple[Store, Demo], address: str, opened: Open, width: int
) -> None:
    for end in ("", "/report"):
        page = opened(f"{address}{path(demo, 'A')}{end}", {"width": width, "height": 390})
        assert page.locator(".compare a, .files a, .scores a, svg text").count() > 20
        assert small_or_faint(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_is_seen_wherever_it_goes(
    demo: tuple[Store, Demo], address: str, opened: Open, scheme: str
) -> None:
    page = opened(address + path(demo, "A"), DESKTOP, color_scheme=scheme)
    assert faint_focus(page, stops=30) == []


def test_contents_stand_beside_the_report_where_there_is_room(
    demo: tuple[Store, Demo], address: str, opened: Open
) -> None:
    page = opened(f"{address}{path(demo, 'A')}/report", DESKTOP)
    contents = page.get_by_role("navigation", name="In this report").bounding_box()
    body = page.locator(".body").bounding_box()
    assert contents
    assert body
    assert contents["x"] + contents["width"] <= body["x"]
