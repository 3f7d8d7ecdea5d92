"""Every kind of question in a browser on a phone: answered with scripts and without, and nothing that axe finds."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from engine.instrument.model import Instrument, Privacy
from engine.loading.folder import load
from tests.axe import violations
from tests.engine.loading.small_files import KINDS
from tests.looks import faint_focus, small_or_faint
from tests.web.browser.conftest import Open, Serve, leaving
from tests.web.conftest import Survey

Make = Callable[..., Survey]

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = {"width": 390, "height": 844}
VOICES = """
const said = [];
const voice = (lang, localService) => ({ lang, localService, name: lang });
Object.defineProperty(window, "speechSynthesis", { value: {
  said, getVoices: () => VOICES, cancel: () => said.push("(silence)"), speak: (one) => said.push(one.text),
}});
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } addEventListener() {} };
"""


@pytest.fixture(scope="module")
def kinds() -> Instrument:
    return replace(load(KINDS), privacy=Privacy.ANONYMOUS)


def press(page: Page, name: str) -> None:
    with leaving(page):
        page.get_by_role("button", name=name, exact=True).click()


def faults(page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [*violations(page), *small_or_faint(page), *([f"{wide} wide"] if wide > PHONE["width"] else [])]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_every_kind_is_answered_on_a_phone(
    survey: Make, serve: Serve, opened: Open, kinds: Instrument, scripts: bool
) -> None:
    there = survey(kinds)
    page = opened(f"{serve(there.app)}/s/{there.site.link}/", PHONE, java_script_enabled=scripts)
    press(page, "Start")
    page.get_by_role("group", name="end on time.").get_by_label("Agree", exact=True).check()
    press(page, "Save and continue")
    page.get_by_role("group", name="How satisfied are you?").get_by_label("4 Completely").check()
    page.get_by_role("group", name="I like it here.").get_by_label("A little").check()
    page.get_by_role("group", name="How does your team plan?").get_by_label("Half Some teams do it.").check()
    press(page, "Save and continue")
    expect(page.get_by_text("You chose a level and did not write down what shows it.")).to_be_visible()
    page.get_by_label("What shows it?").fill("The calendar.")
    press(page, "Save and continue")
    _role(page, scripts)
    page.get_by_label("How many years?").fill("7")
    press(page, "Save and continue")
    page.get_by_label("Trust").select_option("1")
    page.get_by_label("Fixing urgent problems").fill("40")
    page.get_by_label("Improving teaching").fill("59")
    if scripts:
        expect(page.get_by_text("Together 99 of 100")).to_be_visible()
    press(page, "Save and continue")
    problem = "The numbers add up to 99, and should make 100: give 1 more."
    expect(page.locator("#problem-hours")).to_have_text(problem)
    page.get_by_label("Improving teaching").fill("60")
    _slider(page, scripts)
    press(page, "Save and continue")
    page.goto(f"{page.url.split('/s/')[0]}/s/{there.site.link}/review")
    press(page, "Send my answers")
    there.close()
    (row,) = there.store.responses.open_answers(there.wave)
    assert (
        dict(row.answers).items()
        >= {"role.other.words": "Nurse", "R1.note": "The calendar.", "years": 7}.items()
    )


def _role(page: Page, scripts: bool) -> None:
    """With the script, whoever writes what "other" is has chosen it."""
    if not scripts:
        page.get_by_label("Other", exact=True).check()
    page.get_by_label("In your own words: Other").fill("Nurse")
    expect(page.get_by_label("Other", exact=True)).to_be_checked()


def _slider(page: Page, scripts: bool) -> None:
    """The line answers to arrows, and to Enter where it waits; untouched it holds nothing."""
    number = page.locator("#a_mood")
    expect(number).to_have_value("")
    if not scripts:
        number.fill("7.5")
        return
    line = page.locator(".slider input[type=range]")
    expect(line).to_have_class("untouched")
    line.press("Enter")
    expect(number).to_have_value("5")
    line.press("ArrowRight")
    expect(number).to_have_value("5.5")
    number.fill("")
    expect(line).to_have_class("untouched")
    number.fill("7.5")
    expect(line).to_have_value("7.5")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_kind_has_a_fault(
    survey: Make, serve: Serve, opened: Open, kinds: Instrument, scheme: str
) -> None:
    there = survey(kinds)
    link = f"{serve(there.app)}/s/{there.site.link}/"
    page = opened(link, PHONE, color_scheme=scheme)
    press(page, "Start")
    found = {}
    for number in (2, 3, 4):
        page.goto(f"{link}{number}")
        found[number] = faults(page)
    page.get_by_label("Fixing urgent problems").fill("40")
    page.get_by_label("Trust").select_option("2")
    press(page, "Save and continue")
    found["problems"] = faults(page)
    page.goto(f"{link}2")
    page.get_by_label("Half Some teams do it.").check()
    press(page, "Save and continue")
    found["asked once"] = faults(page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_the_focus_is_seen_at_every_kind(survey: Make, serve: Serve, opened: Open, kinds: Instrument) -> None:
    there = survey(kinds)
    link = f"{serve(there.app)}/s/{there.site.link}/"
    page = opened(link, PHONE)
    press(page, "Start")
    for number in (2, 4):
        page.goto(f"{link}{number}")
        assert faint_focus(page, stops=10) == []


@pytest.mark.parametrize(
    ("voices", "offered"),
    [
        ("[voice('en-GB', false), voice('es-ES', true), voice('en-US', true)]", True),
        ("[voice('en-US', false)]", False),
        ("[voice('es-ES', true)]", False),
        ("[]", False),
    ],
    ids=["of the device", "of a network", "of another language", "none"],
)
def test_a_voice_of_the_device_reads_aloud_and_no_other(
    survey: Make, serve: Serve, opened: Open, kinds: Instrument, voices: str, offered: bool
) -> None:
    there = survey(kinds)
    link = f"{serve(there.app)}/s/{there.site.link}/"
    page = opened(link, PHONE)
    page.add_init_script(VOICES.replace("VOICES", voices))
    press(page, "Start")
    page.goto(f"{link}2")
    button = page.locator("#q-F1 .aloud button")
    assert button.is_visible() is offered
    if offered:
        button.click()
        expect(button).to_have_text("Stop reading")
        assert page.evaluate("speechSynthesis.said") == [
            *("(silence)", "I like it here.", "No", "A little", "Mostly", "Yes")
        ]
        button.click()
        expect(button).to_have_text("Read aloud")
