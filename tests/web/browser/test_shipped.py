"""Every instrument that a hub can choose, walked on a phone in each language: axe clean, and nothing too wide."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from engine.instrument.event import with_event
from engine.instrument.model import KEPT_BY_LINK
from engine.loading import catalog
from engine.store import Store, WayIn
from tests.axe import violations
from tests.web.browser.conftest import Open, Serve, leaving
from tests.web.conftest import Clock, open_survey

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"width": 390, "height": 844}
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CHOSEN = [
    f"{one.id}@{one.version}"
    for one in catalog.list_instruments()
    if one.own_texts and not one.research_only and not one.problems
]


def sound(page: Page, name: str) -> None:
    assert violations(page) == [], name
    assert page.evaluate(WIDER) <= 0, f"{name} is wider than the phone"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", CHOSEN)
def test_an_instrument_on_a_phone(
    store: Store, clock: Clock, serve: Serve, opened: Open, name: str, language: str
) -> None:
    definition = catalog.definition(catalog.folder(name))
    instrument = catalog.in_language(definition.instrument, language)
    store.definitions.publish(definition.instrument, definition.translations.values())
    event = {language: instrument.event.example} if instrument.event else {}
    by_codes = {} if instrument.privacy in KEPT_BY_LINK else {"way_in": WayIn.CODES}
    there = open_survey(store, clock, definition.instrument, languages=(language,), event=event, **by_codes)
    page = opened(f"{serve(there.app)}/s/{there.site.link}/", PHONE, locale=language)
    expect(page.locator("html")).to_have_attribute("lang", language)
    if instrument.consent is not None:
        expect(page.locator(".passage").first).to_contain_text(instrument.consent.split("\n")[0][:40])
    sound(page, "consent")
    if by_codes:
        (code,) = store.codes.issue(there.wave, there.site, 1)
        page.locator("input[name=code]").first.fill(code)
    press(page, page.locator("form#begin button").first.click)
    titles = [one.title for one in with_event(instrument, event).main_form.pages]
    seen = []
    while page.locator(
        "form#page"
    ).count():  # a rule may hide a page, as statements in random order are answered
        number = int(page.url.partition("?")[0].rpartition("/")[2])
        assert number not in seen
        seen.append(number)
        if (title := titles[number - 1]) is not None:
            expect(page.get_by_role("heading", level=1)).to_have_text(title)
        for choice in page.locator("input[type=radio]:visible").all()[:1]:
            choice.check()
        sound(page, f"page {number}")
        press(page, page.locator("form#page button[value=next]").first.click)
        if page.url.partition("?")[0].endswith(f"/{number}"):  # asked once more for a note beside a level
            sound(page, f"page {number} once more")
            press(page, page.locator("form#page button[value=next]").first.click)
    assert len(seen) >= len(titles) - 1
    sound(page, "review")
    press(page, page.locator("form[action$='/review'] button").last.click)
    sound(page, "thanks")
    assert there.count() == 1


def press(page: Page, click: Callable[[], None]) -> None:
    with leaving(page):
        click()
