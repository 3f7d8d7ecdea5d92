"""Choosing a survey, a quick check and a team's rubric on a phone: nothing too wide, and axe clean."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from engine.loading import catalog
from engine.store import Store
from tests.axe import violations
from tests.web.browser.conftest import DESKTOP, Open, Serve, leaving
from tests.web.choosing.test_which import SIX_NEEDS
from tests.web.conftest import application
from tests.web.visitor import PASSWORD, Office

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"width": 390, "height": 844}
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def sound(page: Page) -> None:
    assert violations(page) == [], page.url
    assert page.evaluate(WIDER) <= 0, f"{page.url} is wider than the phone"


@pytest.mark.parametrize(("words", "id"), SIX_NEEDS.values(), ids=list(SIX_NEEDS))
def test_three_presses_at_most_lead_from_the_first_page_to_the_survey(
    store: Store, serve: Serve, opened: Open, words: str, id: str
) -> None:
    page = opened(serve(application(store)), PHONE, locale="en")
    with leaving(page):
        page.get_by_role("link", name="Which survey for whom?").click()
    sound(page)
    with leaving(page):
        page.get_by_role("link", name=re.compile(re.escape(words))).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(catalog.find(id).title)
    sound(page)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_shelf_an_instrument_an_example_and_changes(
    store: Store, serve: Serve, opened: Open, language: str
) -> None:
    address = serve(application(store))
    for path in (
        "instruments/",
        "instruments/?audience=students",
        "instruments/collective-leadership/2.0.0/",
        "instruments/collective-leadership/2.0.0/changes",
        "instruments/collective-leadership/2.0.0/example",
        "instruments/partnership-progressions/1.0.0/",
        "instruments/condition-rubric/1.0.0/",
        "instruments/leaders-time/1.0.0/",
    ):
        page = opened(f"{address}/{path}", PHONE, locale=language)
        expect(page.locator("html")).to_have_attribute("lang", language)
        sound(page)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_quick_check_from_the_first_question_to_the_own_result(
    store: Store, serve: Serve, opened: Open, language: str
) -> None:
    address = serve(application(store))
    for path in ("collective-leadership/vision", "influence-skills/full", "leaders-time/full"):
        page = opened(f"{address}/check/{path}", PHONE, locale=language)
        sound(page)
        for question in page.locator("fieldset").all():
            radios = question.locator("input[type=radio]")
            if radios.count():
                radios.nth(1).check()
        with leaving(page):
            page.locator("form#check button.large").click()
        expect(page.locator(".answered")).to_be_visible()
        sound(page)
        assert page.context.cookies() == []


def test_a_team_writes_down_a_meeting_and_reads_it(office: Office, serve: Serve, opened: Open) -> None:
    there = f"/schools/{office.schools[0].id}/rubric"
    page = sign_in(office.app, office.people["team"].email, serve, opened)
    page.goto(page.url.partition("/schools/")[0] + there)
    sound(page)
    with leaving(page):
        page.get_by_role("link", name="Write down a meeting").click()
    sound(page)
    with leaving(page):
        page.get_by_role("button", name="Keep it").click()
    sound(page)
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Starting", exact=False).first.check()
    page.get_by_label("Who agreed").fill("principal, two teachers")
    with leaving(page):
        page.get_by_role("button", name="Keep it").click()
    sound(page)
    with leaving(page):
        page.get_by_role("link", name="Change it").click()
    sound(page)


def test_an_instrument_of_a_network_itself(office: Office, serve: Serve, opened: Open) -> None:
    page = sign_in(office.app, office.people["hub"].email, serve, opened)
    page.goto(page.url.partition("/home")[0] + f"/networks/{office.network.id}/surveys/small/1.0.0")
    sound(page)


def sign_in(app: Flask, email: str, serve: Serve, opened: Open) -> Page:
    page = opened(f"{serve(app)}/sign-in", DESKTOP)
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    with leaving(page):
        page.get_by_role("button", name="Sign in").click()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    return page
