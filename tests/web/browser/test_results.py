"""The start page and a school's result in a real browser: accessible, and never scrolled sideways."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from engine.demo.fill import Demo
from engine.loading import catalog
from engine.store import NewWave, Store
from engine.waves.closing import close
from tests.axe import violations
from tests.web.browser.conftest import DESKTOP, PHONE, Open, Serve
from web.school.by_link import ResultAddress, sign
from web.security import Settings
from web.start.first_page import Guide
from web.start.look_around import demonstrate
from web.whole import create_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SECRET = "a secret for tests"


@pytest.fixture
def address(demo: tuple[Store, Demo], serve: Serve) -> str:
    store, made = demo
    app = create_app(store, Settings(secret=SECRET, secure=False))
    demonstrate(app, Guide(made, "var/demo.db"))
    return serve(app)


def result_path(wave: int, site: int) -> str:
    return f"/result/{sign(SECRET, ResultAddress(wave, site))}"


def overflows(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible_and_fit(
    demo: tuple[Store, Demo], address: str, opened: Open, size: dict[str, int], scheme: str
) -> None:
    store, made = demo
    site = store.sites.of(made.closed[-1])[0]
    page = opened(address, size, color_scheme=scheme)
    assert violations(page) == []
    assert not overflows(page)
    page.goto(address + result_path(site.wave_id, site.id))
    page.get_by_text("All numbers as a table").click()
    assert violations(page) == []
    assert not overflows(page)


@pytest.mark.parametrize("width", [320, 360])
def test_commands_wrap_on_a_phone(address: str, opened: Open, width: int) -> None:
    page = opened(address, {"width": width, "height": 740})
    commands = page.locator("pre.commands")
    assert commands.evaluate("one => one.scrollWidth <= one.clientWidth")
    assert commands.get_attribute("tabindex") is None
    assert not overflows(page)
    assert violations(page) == []


def test_a_visitor_finds_a_result_and_its_file(address: str, opened: Open, tmp_path: Path) -> None:
    page = opened(address, DESKTOP)
    page.get_by_role("link", name="Staff: seven conditions").click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Greatest strength")
    assert page.get_by_text("Simulated data").is_visible()
    with page.expect_download() as download:
        page.get_by_text("For analysts").click()
        page.get_by_role("link", name="CSV of the scores").click()
    download.value.save_as(tmp_path / "scores.csv")
    lines = (tmp_path / "scores.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + 7 + 3 + 4  # scores, composites, single statements
    assert lines[0].startswith("school,instrument,version")


def test_a_school_with_too_few_answers(demo: tuple[Store, Demo], address: str, opened: Open) -> None:
    store, made = demo
    instrument = catalog.find("collective-leadership@1.0.0")
    survey = made.survey
    study = store.studies.get(survey.study_id)
    wave = store.waves.add(
        study,
        NewWave(
            title="Nobody came",
            instrument_id=instrument.id,
            version=instrument.version,
            form="full",
            languages=("en",),
            privacy=instrument.privacy,
            minimum_group=5,
            opens=survey.opens,
            closes=survey.closes,
            simulated=True,
        ),
    )
    site = store.sites.add(wave, store.studies.schools(store.studies.network(study.network_id))[0], 12)
    close(store, wave)
    page = opened(address + result_path(wave.id, site.id), PHONE)
    assert page.get_by_role("heading", level=1).inner_text() == "Too few answers to show a result"
    assert page.get_by_role("link", name="Download").count() == 0
    assert violations(page) == []


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        ("School leader", "Ivy Bend Elementary School"),
        ("School team member", "Ivy Bend Elementary School"),
        ("District", "Riverbend"),
        ("Hub administrator", "Riverbend Schools Network"),
        ("Researcher", "Riverbend Schools Network"),
    ],
)
def test_one_press_lets_a_visitor_of_the_demonstration_in(
    address: str, opened: Open, role: str, shown: str
) -> None:
    page = opened(address, DESKTOP)
    page.get_by_role("button", name=role).click()
    assert page.url.startswith(address + ("/schools/" if role.startswith("School") else "/home"))
    assert "All data are simulated" in page.inner_text("main")
    assert shown in page.inner_text("body")
    assert violations(page) == []
