"""Handing a wave out in a real browser: copying, posters, codes and mail, on a phone and on a desk."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page

from engine.demo.fill import Demo
from engine.instrument.model import Privacy
from engine.store import NewInvitee, NewWave, Role, Store, Wave, WayIn
from tests.axe import violations
from tests.looks import small_or_faint
from tests.web.browser.conftest import DESKTOP, Open, Serve
from tests.web.smtp_server import Post, mail_server
from web.account.mail import MailServer
from web.account.roles import role_name
from web.security import Settings
from web.start.first_page import Guide
from web.start.look_around import demonstrate
from web.whole import create_app
from web.worker.doing import do_all

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"width": 390, "height": 844}
SIZES = [pytest.param(PHONE, id="phone"), pytest.param(DESKTOP, id="desk")]


@pytest.fixture
def post() -> Iterator[Post]:
    with mail_server() as server:
        yield server


@pytest.fixture
def app(demo: tuple[Store, Demo], post: Post) -> Flask:
    store, made = demo
    app = create_app(store, Settings(secret="a secret for tests", secure=False))
    app.extensions["mail"] = MailServer(post.address, "hub@hub.example")
    demonstrate(app, Guide(made, "var/demo.db"))
    return app


@pytest.fixture
def listed(demo: tuple[Store, Demo]) -> Wave:
    """A confidential wave with people on the list of one school."""
    store, made = demo
    like = made.survey
    new = NewWave(
        title=f"Confidential {len(store.waves.of(store.studies.get(like.study_id)))}",
        instrument_id=like.instrument_id,
        version=like.version,
        form=like.form,
        languages=like.languages,
        privacy=Privacy.CONFIDENTIAL,
        minimum_group=5,
        opens=store.now() - timedelta(days=1),
        closes=store.now() + timedelta(days=20),
        way_in=WayIn.CODES,
    )
    study = store.studies.get(like.study_id)
    wave = store.waves.add(study, new)
    for school in store.studies.schools(store.studies.network(study.network_id))[:3]:
        store.sites.add(wave, school, 4)
    people = [NewInvitee(f"Person {number}", f"p{number}@x.example") for number in range(3)]
    store.codes.invite(wave, store.sites.of(wave)[0], people)
    return wave


def signed_in(opened: Open, address: str, role: Role, size: dict[str, int], **settings: object) -> Page:
    page = opened(address, size, **settings)
    page.get_by_role("button", name=role_name(role)).first.click()
    return page


def fine(page: Page) -> None:
    assert violations(page) == []
    assert small_or_faint(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("size", SIZES)
def test_a_leader_copies_and_takes_a_poster(
    app: Flask, serve: Serve, opened: Open, size: dict[str, int]
) -> None:
    page = signed_in(
        opened, serve(app), Role.SCHOOL_LEADER, size, permissions=["clipboard-read", "clipboard-write"]
    )
    page.locator("main").get_by_role("link", name="Share").first.click()
    fine(page)
    page.get_by_role("button", name="Copy the text").first.click()
    page.get_by_role("status").get_by_text("Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("pre.letter").first.text_content()
    with page.expect_download() as download:
        page.get_by_role("link", name="English, Letter").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("size", SIZES)
def test_the_hub_makes_codes_and_takes_the_slips(
    app: Flask, serve: Serve, opened: Open, size: dict[str, int], listed: Wave
) -> None:
    address = serve(app)
    page = signed_in(opened, address, Role.HUB_ADMINISTRATOR, size)
    page.goto(f"{address}/waves/{listed.id}/")
    page.get_by_role("link", name="Codes and slips").click()
    fine(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Make new codes and take the file").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    page.get_by_role("button", name="Make new codes and take the file").click()
    page.get_by_text("These codes were made already").wait_for()
    fine(page)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_hub_looks_at_each_message_and_sends(
    app: Flask, serve: Serve, opened: Open, size: dict[str, int], listed: Wave, post: Post, script: bool
) -> None:
    address = serve(app)
    page = signed_in(opened, address, Role.HUB_ADMINISTRATOR, size, java_script_enabled=script)
    page.goto(f"{address}/waves/{listed.id}/share")
    page.get_by_role("link", name="Mail", exact=True).click()
    page.get_by_role("link", name="an invitation with a code").click()
    if script:
        fine(page)
    page.get_by_role("button", name="Look at each message").click()
    page.get_by_label("Message to Person 0").get_by_text("you are asked for your view of").wait_for()
    if script:
        fine(page)
    page.get_by_role("checkbox").last.uncheck()
    page.get_by_role("button", name="Send to those who are ticked").click()
    page.get_by_text("0 of 2 sent").wait_for()
    assert do_all(app) == 1, "a worker sends, and the page follows it by itself"
    page.get_by_text("2 of 2 sent").wait_for()
    if script:
        fine(page)
    page.reload()
    assert sorted(post.to()) == ["p0@x.example", "p1@x.example"]
