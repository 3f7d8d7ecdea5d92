"""Every page of every way in, as people have their browsers: small, large, dark, from the right, zoomed, scriptless.

Fields are sent empty and wrong on the way, so that each variant shows what is wrong too.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page

from engine.instrument import kinds
from engine.instrument.model import Form, Privacy
from engine.instrument.model import Page as FormPage
from engine.store import NewInvitee, Store, WayIn, code_signs
from tests.axe import violations
from tests.looks import small_or_faint
from tests.pseudo import ARABIC, pseudo_texts, write_language
from tests.small import choose, instrument, likert
from tests.web.browser.conftest import DESKTOP, Open, Serve, leaving
from tests.web.conftest import Clock, Survey, open_survey

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE: Final = {"width": 390, "height": 844}
VARIANTS: Final[dict[str, dict[str, Any]]] = {
    "phone": {},
    "desktop": {"size": DESKTOP},
    "no-script": {},  # ours come empty: axe is a script too
    "dark": {"color_scheme": "dark"},
    "forced-colours": {"forced_colors": "active"},
    "from-the-right": {"locale": "ar-EG"},
    "Spanish": {"locale": "es-US"},
    "twice-as-large": {"size": {"width": 640, "height": 400}, "device_scale_factor": 2},  # 1280 at 200%
}
WIDER: Final = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TARGETS: Final = """[...document.querySelectorAll("main button, main .button, main .option, main input[type=text]")]
  .filter((one) => one.checkVisibility({visibilityProperty: true}))
  .filter((one) => one.getBoundingClientRect().height < 44)
  .map((one) => one.outerHTML.slice(0, 120))"""

SMALL: Final = replace(
    instrument(
        likert("A1"),
        likert("A2"),
        choose("role", "teacher", "leader", required=True),
        choose("years", kind=kinds.NUMBER, minimum=0, maximum=60),
        choose("comment", kind=kinds.LONG_TEXT),
        forms=(
            Form(
                "full", (FormPage(("A1", "A2"), "How it is"), FormPage(("role", "years", "comment"), "You"))
            ),
        ),
    ),
    audience=None,
)


class Walk:
    """A person whose browser is set in one way; every page they see is looked at."""

    def __init__(self, page: Page, base: str, link: str) -> None:
        self.page, self.base, self.link = page, base, f"{base}/s/{link}/"
        self.wrong: list[str] = []

    def see(self, name: str) -> None:
        found = [*violations(self.page), *small_or_faint(self.page)]
        found += [f"less than 44 high: {one}" for one in self.page.evaluate(TARGETS)]
        wider = self.page.evaluate(WIDER)
        if wider > 0:
            found.append(f"{wider} too wide")
        self.wrong += [f"{name}: {one}" for one in found]

    def go(self, address: str, name: str) -> None:
        self.page.goto(address)
        self.see(name)

    def press(self, selector: str, name: str) -> None:
        with leaving(self.page):
            self.page.locator(selector).first.click()
        self.see(name)

    def type(self, code: str, name: str) -> None:
        self.page.locator("input[name=code]").fill(code)
        self.press("form:has(input[name=code]) button:not([name])", name)


Walks = Callable[..., tuple[Survey, Walk]]


@pytest.fixture
def walks(
    store: Store, clock: Clock, serve: Serve, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Walks:
    write_language(tmp_path, "ar", "ar", ARABIC)
    monkeypatch.setenv("BAROGRAPH_LANGUAGES", str(tmp_path))
    store.definitions.publish(SMALL, [pseudo_texts(SMALL, "ar", ARABIC), pseudo_texts(SMALL, "es")])

    def begin(variant: str, **changes: Any) -> tuple[Survey, Walk]:
        languages = {"from-the-right": ("ar", "en"), "Spanish": ("es", "en")}.get(variant, ("en",))
        there = open_survey(store, clock, SMALL, languages=languages, simulated=True, **changes)
        base = serve(there.app)
        settings = dict(VARIANTS[variant])
        page = opened(f"{base}/join", settings.pop("size", PHONE), **settings)
        if variant == "no-script":
            page.route("**/*.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))
        return there, Walk(page, base, there.site.link)

    return begin


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_way_by_a_code_and_back_to_ones_own_answers(walks: Walks, variant: str) -> None:
    there, walk = walks(variant, way_in=WayIn.CODES, privacy=Privacy.IDENTIFIED)
    (invited,) = there.store.codes.invite(there.wave, there.site, [NewInvitee("Amara Nwosu")])
    walk.see("field for a code")
    walk.type("", "no code")
    walk.type("123", "half a code")
    walk.type(invited.code[:-1] + ("0" if invited.code[-1] != "0" else "1"), "wrong sign")
    walk.type(code_signs.grouped(code_signs.draw()), "unknown code")
    walk.type("000000", "unknown digits")
    walk.go(walk.link, "door that asks for a code")
    walk.go(f"{walk.base}/join", "field for a code once more")
    walk.type(invited.code, "consent")
    answer(walk)
    walk.go(walk.link, "answers that were sent")
    walk.press("main a[href$='/own/erase']", "erase?")
    walk.go(walk.link, "answers that were sent, once more")
    walk.press("form[action$='/own/change'] button", "page of answers to change")
    walk.go(walk.link, "while changing")
    closed(there, walk)
    assert walk.wrong == []


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_way_by_link_on_a_shared_device(walks: Walks, variant: str) -> None:
    there, walk = walks(variant)
    walk.go(f"{walk.link}shared", "about a shared device")
    walk.press("form[action$='/shared'] button:not([name])", "consent on a shared device")
    answer(walk)
    walk.go(f"{walk.link}next", "next person")
    walk.go(f"{walk.link}still", "still there?")
    walk.go(f"{walk.link}shared", "how to end it")
    walk.press("form[action$='/shared/end'] button", "own device again")
    closed(there, walk)
    assert walk.wrong == []


def answer(walk: Walk) -> None:
    """From the consent page to the thanks, with an empty and a wrong page on the way."""
    walk.press("form#begin button.large", "first page")
    walk.press("form#page button[value=next]", "second page")
    walk.press("form#page button[value=next]", "asked once for what is open")
    walk.page.locator("[name=a_years]:not([type=checkbox])").fill("700")
    walk.press("form#page button[value=next]", "a wrong number")
    walk.go(f"{walk.link}review", "review with a problem")
    walk.go(f"{walk.link}2", "second page again")
    walk.page.locator("[name=a_years]:not([type=checkbox])").fill("7")
    walk.press("form#page button[value=next]", "review of nothing scored")
    for part in walk.page.locator("summary").all():
        part.click()
    walk.see("review, opened")
    walk.go(f"{walk.link}1", "first page again")
    for item in ("A1", "A2"):
        walk.page.locator(f"input[name=a_{item}]").nth(2).check(force=True)
    walk.go(f"{walk.link}later", "finish later")
    walk.page.goto(walk.link)  # what was left unsaved is sent from the device, and the page drawn anew
    walk.page.wait_for_load_state("networkidle")
    walk.see("welcome back")
    walk.go(f"{walk.link}1", "first page once more")
    for item in ("A1", "A2"):
        walk.page.locator(f"input[name=a_{item}]").nth(2).check(force=True)
    walk.press("form#page button[value=next]", "second page once more")
    walk.press("form#page button[value=next]", "after the second page")
    walk.go(f"{walk.link}review", "review")
    walk.press("form[action$='/review'] button:not([name])", "thanks")
    walk.page.goto(f"{walk.link}thanks")


def closed(there: Survey, walk: Walk) -> None:
    """What the same link and field say once the survey is over."""
    walk.page.context.clear_cookies()
    there.clock.pass_days(30)
    walk.go(walk.link, "over")
