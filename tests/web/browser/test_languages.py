"""The way in Spanish and from the right, on a phone, with scripts and without: axe clean, and nothing typed is lost."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.instrument.model import Privacy
from engine.loading import catalog
from engine.loading.folder import load
from engine.store import Store
from tests.axe import violations
from tests.pseudo import ARABIC, pseudo_texts, write_language
from tests.web.browser.conftest import Open, Serve, leaving
from tests.web.conftest import Clock, Survey, open_survey

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"width": 390, "height": 844}
INSTRUMENTS = Path(__file__).parents[3] / "instruments"
KINDS = Path(__file__).parents[2] / "engine" / "kinds"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

See = Callable[[Page, str], None]


@pytest.fixture
def sound() -> See:
    """A page as it should be: axe finds nothing, and nothing is wider than the phone."""

    def see(page: Page, name: str) -> None:
        assert violations(page) == [], name
        assert page.evaluate(WIDER) <= 0, f"{name} is wider than the phone"

    return see


def press(page: Page, name: str) -> None:
    with leaving(page):
        page.get_by_role("button", name=name, exact=True).click()


def in_spanish(store: Store, clock: Clock, name: str, form: str) -> Survey:
    definition = catalog.definition(catalog.folder(name))
    store.definitions.publish(definition.instrument, definition.translations.values())
    return open_survey(store, clock, definition.instrument, languages=("en", "es"), form=form)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_spanish_survey_on_a_phone(
    store: Store, clock: Clock, serve: Serve, opened: Open, sound: See, scripts: bool
) -> None:
    there = in_spanish(store, clock, "collective-leadership@1.0.0", "short")
    page = opened(f"{serve(there.app)}/s/{there.site.link}/", PHONE, java_script_enabled=scripts)
    see = sound if scripts else lambda page, name: None  # axe is a script
    expect(page.get_by_role("heading", level=1)).to_have_text("Collective leadership: system conditions")
    page.get_by_label("This is a shared device").check()
    press(page, "Español")
    expect(page.get_by_role("heading", level=1)).to_have_text("Liderazgo colectivo: condiciones del sistema")
    expect(page.get_by_label("Este es un dispositivo compartido")).to_be_checked()
    see(page, "consent")
    press(page, "Comenzar")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rumbo y apoyo")
    question = page.get_by_role("group", name="Antes de asumir una iniciativa nueva")
    question.get_by_label("Mayormente cierto").check()
    see(page, "a page")
    press(page, "English")
    asked = page.get_by_role("group", name="Before we take on a new initiative")
    expect(asked.get_by_label("Mostly true")).to_be_checked()
    press(page, "Español")
    expect(question.get_by_label("Mayormente cierto")).to_be_checked()
    for _ in range(4):
        press(page, "Guardar y continuar")
    press(page, "Guardar y revisar")
    see(page, "review")
    press(page, "Enviar mis respuestas")
    expect(page.get_by_role("heading", level=1)).to_have_text("Recibimos sus respuestas")
    see(page, "thanks")
    assert there.count() == 1


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_survey_from_the_right_on_a_phone(
    store: Store,
    clock: Clock,
    serve: Serve,
    opened: Open,
    sound: See,
    scripts: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_language(tmp_path, "ar", "ar", ARABIC)
    monkeypatch.setenv("BAROGRAPH_LANGUAGES", str(tmp_path))
    source = replace(load(KINDS), privacy=Privacy.ANONYMOUS, minimum_group=5)
    store.definitions.publish(source, [pseudo_texts(source, "ar", ARABIC)])
    there = open_survey(store, clock, source, languages=("ar", "en"))
    page = opened(
        f"{serve(there.app)}/s/{there.site.link}/", PHONE, java_script_enabled=scripts, locale="ar-EG"
    )
    see = sound if scripts else lambda page, name: None
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    see(page, "consent")
    with leaving(page):
        page.locator("form#begin button").first.click()
    number = 0
    while page.locator("form#page").count():
        number += 1
        see(page, f"page {number}")
        first = page.locator("form#page button[value=next]")
        with leaving(page):
            first.click()
        assert number < 20
    see(page, "review")
    assert number >= 4


def test_the_menu_of_many_languages_opens(
    store: Store, clock: Clock, serve: Serve, opened: Open, sound: See
) -> None:
    source = replace(load(KINDS), privacy=Privacy.ANONYMOUS, minimum_group=5)
    tags = ("es", "ht", "pt", "ar", "vi")
    store.definitions.publish(source, [pseudo_texts(source, tag) for tag in tags])
    there = open_survey(store, clock, source, languages=("en", *tags))
    page = opened(f"{serve(there.app)}/s/{there.site.link}/", PHONE)
    sound(page, "closed menu")
    page.locator("nav.languages summary").click()
    sound(page, "open menu")
    press(page, "Tiếng Việt")
    expect(page.locator("html")).to_have_attribute("lang", "vi")
