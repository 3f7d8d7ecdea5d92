"""The ways in, walked on a phone with and without a script, in both languages; axe finds nothing on any page."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from engine.instrument.model import Privacy
from engine.language import Language
from engine.loading import catalog
from engine.store import NewInvitee, Store, WayIn, code_signs
from tests.axe import violations
from tests.looks import small_or_faint
from tests.web.browser.conftest import Open, Serve, leaving
from tests.web.conftest import Clock, Survey, open_survey
from web.respondent import shared_device

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SMALL_PHONE = {"width": 390, "height": 844}
WAYS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
LANGUAGES = pytest.mark.parametrize("tag", ["en", "es"])
Step = Iterator[str]


def opened_survey(store: Store, clock: Clock, **changes: object) -> Survey:
    """One condition of the shipped survey, in English and in Spanish."""
    asked = catalog.find("collective-leadership@1.0.0")
    store.definitions.publish(asked, catalog.translations(asked))
    return open_survey(
        store,
        clock,
        asked,
        form="relationships",
        languages=("en", "es"),
        contact="Ms. Rivera, 555 0100",
        kept_until=date(2027, 6, 30),
        **changes,
    )


class Walk:
    """A person before a browser that speaks their language."""

    def __init__(self, page: Page, tag: str) -> None:
        self.page = page
        self.language = Language.of(tag)

    def say(self, key: str, **values: str | int) -> str:
        return self.language.say(key, **values)

    def press(self, key: str, **values: str | int) -> None:
        with leaving(self.page):
            self.page.get_by_role("button", name=self.say(key, **values), exact=True).click()

    def follow(self, key: str, **values: str | int) -> None:
        with leaving(self.page):
            self.page.get_by_role("link", name=self.say(key, **values), exact=True).first.click()

    def type(self, code: str, button: str = "code_button") -> None:
        self.page.locator("#code").fill(code)
        self.press(button)

    def see(self, key: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.say(key))

    def answer(self, place: int) -> None:
        """Choose the option at a place in every question of the page, and go on."""
        for group in self.page.locator("fieldset .options").all():
            group.locator("input").nth(place).check()

    def send(self, place: int) -> None:
        self.answer(place)
        while self.page.locator("#send").count() == 0:
            with leaving(self.page):
                self.page.locator("button[name=move][value=next]").click()
        self.press("send")
        self.see("thanks_title")

    def chosen(self) -> int:
        return self.page.locator(".options input:checked").count()


def join_steps(walk: Walk, address: str, there: Survey) -> Step:
    walk.page.goto(f"{address}/")
    yield "start page"
    walk.type("12345")
    walk.see("code_length_title")
    yield "not a whole code"
    walk.type(str(900000 if there.site.join_code != "900000" else 900001))
    walk.see("join_unknown_title")
    yield "nobody's digits"
    code = there.site.join_code or ""
    walk.type(f"{code[:3]} {code[3:]}")
    yield "consent"
    walk.press("start")
    walk.send(3)
    yield "thanks"
    walk.page.goto(f"{address}/s/{there.site.link}/")
    yield "sent"
    walk.follow("another_button")
    expect(walk.page.locator(".notice").last).to_be_visible()
    yield "consent for another"
    walk.page.goto(f"{address}/join")
    yield "the field alone"


def personal_steps(walk: Walk, address: str, there: Survey) -> Step:
    first, second = there.store.codes.issue(there.wave, there.site, 2)
    walk.page.goto(f"{address}/s/{there.site.link}/")
    yield "the door"
    walk.type(first[:-1] + ("0" if first[-1] != "0" else "1"), "start")
    walk.see("code_sign_title")
    yield "a wrong sign"
    walk.type(code_signs.draw())
    walk.see("code_unknown_title")
    yield "nobody's code"
    walk.type(first.lower().replace("-", " "))
    walk.send(2)
    yield "thanks by code"
    walk.page.goto(f"{address}/join")
    walk.type(first)
    walk.see("code_spent_title")
    yield "spent"
    walk.type(second)
    expect(walk.page.get_by_text(walk.say("code_accepted"))).to_be_visible()
    yield "accepted"
    walk.press("start")
    walk.answer(1)
    with leaving(walk.page):
        walk.page.locator("button[name=move][value=next]").click()
    walk.page.goto(f"{address}/s/{there.site.link}/")
    walk.see("welcome_title")
    yield "welcome back"


def kiosk_steps(walk: Walk, address: str, there: Survey) -> Step:
    door = f"{address}/s/{there.site.link}/"
    walk.page.goto(f"{door}shared")
    yield "what sharing does"
    walk.press("kiosk_button")
    yield "shared consent"
    for place in (0, 4):
        assert walk.page.context.cookies() == [] or {one["name"] for one in walk.page.context.cookies()} <= {
            "kiosk",
            "session",
        }
        walk.press("start")
        assert walk.chosen() == 0
        yield "shared page"
        walk.send(place)
        code = walk.page.locator(".code").inner_text()
        yield "shared thanks"
        walk.follow("kiosk_keep", minutes=8)
        expect(walk.page.locator(".code")).to_have_text(code)
        walk.follow("kiosk_done")
        assert_nothing_left(walk, door, code)
    walk.press("start")
    walk.page.goto(f"{door}still")
    yield "is anybody there"
    walk.follow("still_next")
    walk.page.goto(f"{door}shared")
    yield "the way out"
    walk.press("kiosk_end_button")


def assert_nothing_left(walk: Walk, door: str, code: str) -> None:
    """Nothing of the person before: in cookies, in the page's storage, or behind the button Back."""
    page = walk.page
    assert {one["name"] for one in page.context.cookies()} <= {"kiosk", "session"}
    kept = "[localStorage.length, sessionStorage.length]"
    assert page.evaluate(kept) == [0, 0]
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    assert page.evaluate("caches.keys().then((all) => all.length)") == 0
    for _ in range(4):
        page.go_back()
        assert code not in page.content()
        assert walk.chosen() == 0
    page.goto(door)


def own_steps(walk: Walk, address: str, there: Survey) -> Step:
    (ada,) = there.store.codes.invite(there.wave, there.site, [NewInvitee("Ada")])
    walk.page.goto(f"{address}/s/{there.site.link}/")
    yield "identified door"
    walk.type(ada.code, "start")
    walk.send(1)
    yield "identified thanks"
    walk.page.context.clear_cookies()
    walk.page.goto(f"{address}/?language={walk.language.tag}")
    walk.type(ada.code)
    walk.see("own_sent_title")
    yield "own answers"
    walk.press("own_change_button")
    yield "own answers to look at"
    walk.page.goto(f"{address}/s/{there.site.link}/1")
    walk.answer(4)
    with leaving(walk.page):
        walk.page.locator("button[name=move][value=next]").click()
    walk.press("send")
    assert there.count() == 1
    walk.page.goto(f"{address}/s/{there.site.link}/")
    walk.follow("own_erase_button")
    yield "asked before erasing"
    walk.press("erase_button")
    walk.see("erased_title")
    yield "erased"
    assert there.count() == 0


CASES: dict[str, tuple[Callable[[Walk, str, Survey], Step], dict[str, object]]] = {
    "join": (join_steps, {}),
    "personal": (personal_steps, {"way_in": WayIn.CODES}),
    "kiosk": (kiosk_steps, {}),
    "own": (own_steps, {"way_in": WayIn.CODES, "privacy": Privacy.IDENTIFIED}),
}


@WAYS
@LANGUAGES
@pytest.mark.parametrize("case", CASES)
def test_a_way_is_walked_and_axe_finds_nothing(
    store: Store, clock: Clock, serve: Serve, opened: Open, case: str, tag: str, scripts: bool
) -> None:
    steps, changes = CASES[case]
    there = opened_survey(store, clock, **changes)
    address = serve(there.app)
    page = opened(
        f"{address}/", SMALL_PHONE, java_script_enabled=scripts, locale={"en": "en-US", "es": "es-US"}[tag]
    )
    wrong = []
    for name in steps(Walk(page, tag), address, there):
        assert page.locator("html").get_attribute("lang") == tag, name
        assert page.evaluate("document.documentElement.scrollWidth") <= SMALL_PHONE["width"], name
        if scripts:  # axe is one; and without a script the pages are the same
            wrong += [(name, fault) for fault in (*violations(page), *small_or_faint(page))]
    assert wrong == []


def test_a_picture_code_fills_in_the_code_and_leaves_no_trace_of_it(
    store: Store, clock: Clock, serve: Serve, opened: Open
) -> None:
    there = opened_survey(store, clock, way_in=WayIn.CODES)
    (code,) = there.store.codes.issue(there.wave, there.site, 1)
    page = opened(f"{serve(there.app)}/s/{there.site.link}/#code={code}", SMALL_PHONE, locale="en-US")
    expect(page.locator("#code")).to_have_value(code)
    assert code not in page.url
    with leaving(page):
        page.get_by_role("button", name="Start").click()
    expect(page.locator("form#page")).to_be_visible()


def test_a_shared_device_starts_over_by_itself_without_a_script(
    store: Store, clock: Clock, serve: Serve, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_device, "THANKS", timedelta(seconds=1))
    there = opened_survey(store, clock)
    door = f"{serve(there.app)}/s/{there.site.link}/"
    page = opened(f"{door}shared", SMALL_PHONE, java_script_enabled=False, locale="en-US")
    walk = Walk(page, "en")
    walk.press("kiosk_button")
    walk.press("start")
    walk.answer(3)
    with leaving(page):
        page.locator("button[name=move][value=next]").click()
    walk.press("send")
    expect(page.get_by_role("button", name="Start")).to_be_visible(timeout=20_000)
    assert page.url == door
    assert {one["name"] for one in page.context.cookies()} == {"kiosk", "session"}
