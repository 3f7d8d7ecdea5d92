"""What families are told, and a leader's own answers, in a real browser: on a phone and a desk, with axe."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from engine.instrument.model import FamilyForm
from engine.store import NewFamilyNotice
from engine.waves.closing import close
from tests.axe import violations
from tests.looks import small_or_faint
from tests.web.browser.conftest import DESKTOP, Open, Serve
from tests.web.browser.test_accounts import SMALL_TARGETS, sent, sign_in
from tests.web.network.test_families import STUDENTS, asked
from tests.web.start.test_looking_back import leader_answered, staff_answered
from tests.web.visitor import Office

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"width": 390, "height": 844}
SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])


def look(page: Page) -> None:
    assert violations(page) == [], page.url
    assert small_or_faint(page) == [], page.url
    assert page.evaluate(SMALL_TARGETS) == [], page.url
    size = page.viewport_size
    assert size is not None
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], page.url


@SIZES
def test_a_leader_reads_the_letter_and_records_it_and_the_hub_sees_who_is_ready(
    office: Office, serve: Serve, opened: Open, size: dict[str, int]
) -> None:
    wave = asked(office, STUDENTS)
    base = serve(office.app)
    page = opened(base, size)
    sign_in(page, base, office.people["leader"].email)
    there = f"{base}/schools/{office.schools[0].id}/families/{wave.id}"
    for language in ("es", "en"):
        page.goto(f"{there}?language={language}")
        look(page)
    page.get_by_role("link", name="Read the letter").first.click()
    expect(page.get_by_role("heading", name="Who sees what")).to_be_visible()
    look(page)
    page.goto(there)
    sent(page, "Record this")
    expect(page.get_by_role("alert")).to_contain_text("Write the role")
    look(page)
    day = office.clock().date()
    page.get_by_label("Who vouches for it").fill("Principal")
    page.get_by_label("The letters went out on").fill((day - timedelta(12)).isoformat())
    page.get_by_label("Families could answer until").fill((day - timedelta(2)).isoformat())
    sent(page, "Record this")
    expect(page.get_by_text("Students at North School can answer.")).to_be_visible()
    look(page)
    hub = opened(base, size)
    sign_in(hub, base, office.people["hub"].email)
    hub.goto(f"{base}/waves/{wave.id}/families")
    expect(hub.get_by_text("1 of 3 schools can take answers now")).to_be_visible()
    look(hub)


@SIZES
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_student_who_comes_too_early_is_told_so(
    office: Office, serve: Serve, opened: Open, size: dict[str, int], language: str
) -> None:
    wave = asked(office, STUDENTS)
    today = office.clock().date()
    told = NewFamilyNotice(FamilyForm.NOTICE, "Principal", today, today + timedelta(3))
    site = office.store.sites.of(wave)[0]
    office.store.notices.record(wave, site, told)
    page = opened(f"{serve(office.app)}/s/{site.link}/", size, locale=language)
    expect(page.get_by_text("begins once your family has had time")).to_be_visible()
    look(page)


@SIZES
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_leader_sees_the_own_answers_beside_the_staffs(
    office: Office, serve: Serve, opened: Open, size: dict[str, int], language: str
) -> None:
    staff_answered(office, 16)
    made = leader_answered(office)
    close(office.store, made.wave)
    base = serve(office.app)
    page = opened(base, size)
    sign_in(page, base, office.people["leader"].email)
    page.goto(f"{base}/your-answers?language={language}")
    look(page)
    page.locator("#code").fill("AAAA-AAAA-AAAA-AAAA")
    page.locator("form#back button").click()
    expect(page.locator("#problem-code")).to_be_visible()
    look(page)
    page.locator("#code").fill(made.code)
    page.locator("form#back button").click()
    expect(page.locator("#beside-staff")).to_contain_text("25%")
    look(page)
    with page.expect_download() as taken:
        page.locator("button[value=pdf]").click()
    assert taken.value.suggested_filename.endswith(".pdf")
