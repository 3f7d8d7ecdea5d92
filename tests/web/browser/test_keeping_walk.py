"""Save, finish later, go on on another device, review, send: on a phone, with scripts and without, in two languages.

In every state on the way axe finds nothing: saved, without a connection, on a page that came ahead, waiting to send,
and with an error shown. (axe needs scripts itself; without them targets and widths are looked at.)
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.instrument.model import Instrument
from engine.language import Language
from engine.loading.folder import load
from tests.axe import violations
from tests.looks import small_or_faint
from tests.web.browser.conftest import Open, Serve, leaving
from tests.web.conftest import Survey

Make = Callable[..., Survey]

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = {"width": 390, "height": 844}
SHIPPED = Path(__file__).parents[3] / "instruments" / "collective-leadership" / "1.0.0"
TARGET = 44  # CSS pixels
SHORT_TARGETS = """(least) => [...document.querySelectorAll("button, .button, summary, .change a, .blank a")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < least - 0.5)
  .map((one) => one.textContent.trim())"""


def asked(language: str) -> Instrument:
    """The shipped survey, said to be in a language: what is said around its questions is what is walked through."""
    return replace(load(SHIPPED), language=language)


class Walk:
    """One person on a phone, and what was found wrong on the way."""

    def __init__(self, page: Page, language: str, *, scripts: bool = True) -> None:
        self.page = page
        self.scripts = scripts
        self.words = Language.of(language)
        self.wrong: list[str] = []

    def look(self, name: str) -> None:
        found = [*(violations(self.page) if self.scripts else ()), *small_or_faint(self.page)]
        found += [f"under 44 px: {text}" for text in self.page.evaluate(SHORT_TARGETS, TARGET)]
        if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append("wider than the screen")
        self.wrong += [f"{name}: {fault}" for fault in found]

    def press(self, key: str) -> None:
        with leaving(self.page):
            self.click(key)

    def click(self, key: str) -> None:
        self.page.get_by_role("button", name=self.words.say(key), exact=True).click()

    def answer(self, place: int) -> None:
        self.page.locator("fieldset.item").nth(place).locator("input[type=radio]").nth(3).check()

    def sees(self, key: str, **values: object) -> None:
        expect(self.page.get_by_text(self.words.say(key, **values)).first).to_be_visible(timeout=15_000)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_one_finishes_later_on_another_device(
    survey: Make, serve: Serve, opened: Open, scripts: bool, language: str
) -> None:
    there = survey(asked(language))
    base = serve(there.app)
    link = f"{base}/s/{there.site.link}/"
    walk = Walk(opened(link, PHONE, java_script_enabled=scripts, locale=language), language, scripts=scripts)
    walk.press("start")
    walk.answer(0)
    if scripts:
        walk.sees("saved")
        walk.look("saved")
    walk.press("later_button")
    walk.sees("later_lead")
    walk.look("finish later")
    walk.press("later_show")
    walk.sees("later_code_title")
    walk.look("the code")
    code = walk.page.locator(".code").inner_text()
    other = opened(f"{base}/join", PHONE, java_script_enabled=scripts, locale=language)
    elsewhere = Walk(other, language, scripts=scripts)
    elsewhere.page.locator("input[name=code]").fill(code.lower())
    elsewhere.press("code_button")
    if elsewhere.page.get_by_role("heading", level=1).inner_text() == elsewhere.words.say("welcome_title"):
        elsewhere.page.goto(f"{link}1")
    expect(elsewhere.page.locator("fieldset.item").first.locator("input:checked")).to_have_count(1)
    elsewhere.answer(1)
    elsewhere.press("next")
    elsewhere.page.goto(f"{link}review")
    elsewhere.look("review")
    elsewhere.page.locator(".pages summary").first.click()
    elsewhere.look("review, a page unfolded")
    with leaving(elsewhere.page):
        elsewhere.page.locator(".change a").first.click()
    elsewhere.look("a question opened from the review")
    elsewhere.press("to_review")
    elsewhere.press("send")
    elsewhere.sees("code_title")
    assert (walk.wrong, elsewhere.wrong) == ([], [])
    assert there.count() == 1


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_state_without_a_connection_can_be_read_by_everybody(
    survey: Make, serve: Serve, opened: Open, language: str, scheme: str
) -> None:
    there = survey(asked(language))
    link = f"{serve(there.app)}/s/{there.site.link}/"
    walk = Walk(opened(link, PHONE, locale=language, color_scheme=scheme), language)
    page = walk.page
    with page.expect_response("**/ahead?*"):
        walk.press("start")
    page.context.set_offline(True)
    walk.answer(0)
    walk.sees("away_kept")
    walk.look("away")
    expect(page.locator("#saving-heard")).to_have_text(walk.words.say("away_kept"))
    walk.click("next")
    expect(page.locator("progress")).to_have_attribute("value", "2")
    walk.look("a page that came ahead")
    walk.answer(0)
    page.context.set_offline(False)
    expect(page.locator("#saving")).to_have_text(walk.words.say("saved"), timeout=15_000)
    page.goto(f"{link}9")
    page.locator("#a_years").fill("700")
    walk.press("next")
    expect(page.locator("#problems")).to_be_focused()
    walk.look("an error")
    page.locator("#a_years").fill("7")
    page.context.set_offline(True)
    walk.click("next")
    walk.sees("away_on")
    walk.look("waiting to go on, with an error shown")
    with leaving(page):
        page.context.set_offline(False)
    page.goto(f"{link}review")
    page.context.set_offline(True)
    walk.click("send")
    walk.sees("sending_away")
    walk.look("waiting to send")
    with leaving(page):
        page.context.set_offline(False)
    walk.sees("code_title")
    assert walk.wrong == []
    assert there.count() == 1
