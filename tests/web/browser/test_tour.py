"""The survey with every kind of question on a phone: in English, in Spanish, from the right; with scripts and without.

What people get wrong is told in the language, nothing typed is lost, and axe finds nothing.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from engine.language import Language
from engine.loading import catalog
from engine.store import Store
from tests.axe import violations
from tests.looks import small_or_faint
from tests.pseudo import ARABIC, pseudo_texts, write_language
from tests.web.browser.conftest import Open, Serve, leaving
from tests.web.conftest import Clock, Survey, open_survey

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE: Final = {"width": 390, "height": 844}
WIDER: Final = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SLIPS: Final = {
    "en": {
        "left": "It has no answer yet.",
        "note": "You chose a level and did not write down what shows it.",
        "tie": "'Looking at student work' and 'Time to think' share place 1",
        "sum": "The numbers add up to 99, and should make 100: give 1 more.",
        "other": "You chose an answer that asks for a word from you, and wrote none.",
    },
    "es": {
        "left": "Todavía no tiene respuesta.",
        "note": "Eligió un nivel y no anotó qué lo muestra.",
        "tie": "“Mirar trabajos de estudiantes” y “Tiempo para pensar” comparten el lugar 1",
        "sum": "Los números suman 99, y deben sumar 100: agregue 1 más.",
        "other": "Eligió una respuesta que le pide unas palabras, y no escribió ninguna.",
    },
}

Walked = Callable[[str, bool], tuple[Survey, Page]]


class Walker:
    """A person on a phone who answers by the names of fields, whatever the language says."""

    def __init__(self, page: Page, tag: str, scripts: bool) -> None:
        self.page, self.tag, self.scripts = page, tag, scripts

    def see(self, name: str) -> None:
        assert self.page.evaluate(WIDER) <= 0, f"{name} is wider than the phone"
        expect(self.page.locator("html")).to_have_attribute("lang", self.tag)
        if self.scripts:  # axe is a script, and finds the same without ours
            assert violations(self.page) == [], name
            assert small_or_faint(self.page) == [], name

    def next(self) -> None:
        with leaving(self.page):
            self.page.locator("form#page button[value=next]").first.click()

    def check(self, item: str, value: str) -> None:
        self.page.locator(f"input[name='a_{item}'][value='{value}']").check()

    def fill(self, field: str, words: str) -> None:
        self.page.locator(f"[name='{field}']:not([type=checkbox])").fill(words)

    def told(self, item: str, slip: str) -> None:
        """The slip is told in the language, at the top with a link to the question."""
        summary = self.page.locator(f"li:has(a[href='#q-{item}']), li:has(a[href='#a_{item}'])")
        expect(summary).to_have_count(1)
        if self.tag in SLIPS:
            assert SLIPS[self.tag][slip] in self.page.locator("main").inner_text()

    def holds(self, field: str, words: str) -> None:
        expect(self.page.locator(f"[name='{field}']:not([type=checkbox])")).to_have_value(words)


@pytest.fixture
def walked(
    store: Store, clock: Clock, serve: Serve, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Walked:
    write_language(tmp_path, "ar", "ar", ARABIC)
    monkeypatch.setenv("BAROGRAPH_LANGUAGES", str(tmp_path))
    tour = catalog.find("team-meeting-check")
    store.definitions.publish(tour, [*catalog.translations(tour), pseudo_texts(tour, "ar", ARABIC)])

    def walk(tag: str, scripts: bool) -> tuple[Survey, Page]:
        there = open_survey(store, clock, tour, languages=("en", "es", "ar"))
        link = f"{serve(there.app)}/s/{there.site.link}/?language={tag}"
        return there, opened(link, PHONE, java_script_enabled=scripts)

    return walk


@pytest.mark.parametrize(
    ("tag", "scripts"),
    [
        pytest.param("es", True, id="Spanish"),
        pytest.param("es", False, id="Spanish-no-scripts"),
        pytest.param("en", True, id="English"),
        pytest.param("en", False, id="English-no-scripts"),
        pytest.param("ar", True, id="from-the-right"),
        pytest.param("ar", False, id="from-the-right-no-scripts"),
    ],
)
def test_every_kind_is_walked_and_every_slip_is_told(walked: Walked, tag: str, scripts: bool) -> None:
    there, page = walked(tag, scripts)
    person = Walker(page, tag, scripts)
    expect(page.locator("html")).to_have_attribute("dir", Language.of(tag).direction)
    person.see("consent")
    with leaving(page):
        page.locator("form#begin button").first.click()
    _statements(person)
    _looks_of_scales(person)
    _rubric(person)
    _numbers(person)
    for item in ("LE1", "LE2", "LE3", "LE4"):
        person.check(item, "7")
    person.see("a module")
    person.next()
    _other(person)
    person.see("about the meeting")
    for item in ("people", "day"):  # one rule asks both of those who named another role
        expect(page.locator(f"#q-{item}")).to_be_hidden()
    person.fill("a_word", "بطيء" if tag == "ar" else "Ágil")
    person.next()
    person.see("review")
    untouched = page.locator("main a[href*='pace']:not(dd a)")
    expect(untouched).to_have_count(1)
    with leaving(page):
        page.locator("main form button").first.click()
    person.see("thanks")
    there.close()
    (row,) = there.store.responses.open_answers(there.wave)
    kept = dict(row.answers)
    assert (kept["deciding.note"], kept["role.other.words"]) == ("Una lista.", "Enfermería")
    assert "people" not in kept
    (block,) = there.store.responses.blocks(there.wave)
    assert len(block.codes) == 1


def _statements(person: Walker) -> None:
    """In an order of the person's own; a low answer makes a question in words appear."""
    person.see("statements")
    for item, value in (("TM1", "2"), ("TM2", "5"), ("TM3", "absent"), ("TM4", "4"), ("TM5", "1")):
        person.check(item, value)
    person.next()


def _looks_of_scales(person: Walker) -> None:
    """A scale named at its ends, the highest first; faces; a question that is asked once more, and no more."""
    numbers = person.page.locator("#q-worth .option input")
    assert [one.get_attribute("value") for one in numbers.all()] == ["7", "6", "5", "4", "3", "2", "1"]
    heights = {round(one.bounding_box()["y"]) for one in person.page.locator("#q-worth .option").all()}  # type: ignore[index]
    assert len(heights) == 1  # seven numbers in one row
    person.fill("a_why", "زمن" if person.tag == "ar" else "Poco tiempo.")
    person.check("feeling", "3")
    person.next()
    person.told("worth", "left")
    person.see("a required question left blank")
    person.check("worth", "6")
    person.next()


def _rubric(person: Walker) -> None:
    person.see("a rubric")
    person.check("deciding", "2")
    person.next()
    person.told("deciding", "note")
    person.see("a level without a note")
    person.fill("a_deciding.note", "Una lista.")
    person.next()


def _numbers(person: Walker) -> None:
    """A tie, and a sum of 99: both are told at once, and what was typed stays. The slider is left as it is."""
    page = person.page
    for option in ("students", "calm"):
        page.locator(f"[name='a_more.{option}']").select_option("1")
    person.fill("a_spent.news", "40")
    person.fill("a_spent.students", "59")
    person.holds("a_pace", "")
    person.next()
    person.told("more", "tie")
    person.told("spent", "sum")
    person.see("a tie and a sum of 99")
    person.holds("a_spent.students", "59")
    page.locator("[name='a_more.calm']").select_option("2")
    person.fill("a_spent.students", "60")
    person.holds("a_pace", "")
    person.next()


def _other(person: Walker) -> None:
    """An answer makes a question appear: at once by the script, else by the first press."""
    person.check("role", "other")
    if not person.scripts:
        person.next()
    expect(person.page.locator("#q-did")).to_be_visible()
    person.page.locator("[name='a_did']").first.check()
    person.next()
    person.told("role", "other")
    person.see("other without words")
    person.fill("a_role.other.words", "Enfermería")
    person.next()
