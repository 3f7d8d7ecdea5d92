"""The first page of an empty server, and the page while the database does nothing, in a real browser."""

import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Page

from engine.store import Store
from tests.axe import violations
from tests.new_database import new_database
from tests.web.browser.conftest import DESKTOP, PHONE, Open, Serve, leaving
from tests.web.browser.test_accounts import SMALL_TARGETS
from web.account.set_up import SetUpKey
from web.security import Settings
from web.whole import create_app

pytestmark = pytest.mark.browser


def looked_at(page: Page) -> None:
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.evaluate(SMALL_TARGETS) == []


@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_an_owner_comes_in_and_loses_no_word_to_a_lock(
    tmp_path: Path, serve: Serve, opened: Open, screen: dict[str, int]
) -> None:
    place = new_database(tmp_path / "empty.db")
    with Store.open(place, wait=0.2) as store:
        app = create_app(store, Settings("a secret for tests", secure=False))
        app.extensions["set_up"] = key = SetUpKey()
        base = serve(app)
        page = opened(base, screen)
        looked_at(page)
        page.goto(f"{base}/set-up/{key.secret}")
        looked_at(page)
        for label, text in (
            ("Name of the network", "Lakeshore"),
            ("Your name", "Ada"),
            ("Your email", "a@b.example"),
        ):
            page.get_by_label(label).fill(text)
        page.get_by_label("Time zone").select_option("America/Chicago")
        for label in ("Password", "The same password once more"):
            page.get_by_label(label, exact=True).fill("seven herons over water")
        with leaving(page):
            page.get_by_role("button", name="Set up and sign in").click()
        assert page.url == f"{base}/networks/1/waves"
        page.get_by_label("Name of the study").fill("Leading together over the years")
        other = sqlite3.connect(place, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with leaving(page):
            page.get_by_role("button", name="Make the study").click()
        assert page.title() == "This could not be saved just now"
        assert "Leading together over the years" in page.inner_text("main")
        looked_at(page)
        other.execute("ROLLBACK")
        with leaving(page):
            page.get_by_role("button", name="Send it again").click()
        assert [study.title for study in store.studies.of(store.studies.networks()[0])] == [
            "Leading together over the years"
        ]
