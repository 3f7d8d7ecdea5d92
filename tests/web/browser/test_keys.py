"""The pages of keys for programs in a real browser: axe, reflow, targets, and the way from a key to a reading."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from engine.store import Scope
from tests.axe import violations
from tests.web.browser.conftest import DESKTOP, PHONE, Open, Serve
from tests.web.browser.test_accounts import SMALL_TARGETS, sent, sign_in
from tests.web.visitor import PASSWORD, Office

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def fill(page: Page) -> None:
    page.get_by_label("What is it for?").fill("Dashboard")
    page.get_by_label("Results of schools").check()
    page.get_by_label("Your password").fill(PASSWORD)
    sent(page, "Make the key")


def pages(page: Page, base: str, office: Office) -> Iterator[str]:
    sign_in(page, base, office.people["hub"].email)
    page.goto(f"{base}/account/keys")
    yield "keys, none yet"
    sent(page, "Make the key")
    yield "keys, wrong"
    fill(page)
    page.locator("main summary").click()
    yield "the key is made"
    _, old = office.store.keys.add(office.people["leader"], office.network, "Old", [Scope.WAVES])
    office.store.keys.revoke(old)
    for path in ("account", "account/keys", f"networks/{office.network.id}/keys"):
        page.goto(f"{base}/{path}")
        yield path
    page.get_by_role("link", name="Revoke the key Dashboard of Hub").click()
    yield "revoke a key"


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (DESKTOP, "dark")], ids=["phone", "desk"])
def test_no_page_of_keys_has_a_violation_scrolls_sideways_or_has_small_targets(
    office: Office, serve: Serve, opened: Open, size: dict[str, int], scheme: str
) -> None:
    base = serve(office.app)
    page = opened(f"{base}/sign-in", size, color_scheme=scheme)
    wrong = []
    for name in pages(page, base, office):
        wrong += [(name, violation) for violation in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
            wrong.append((name, "scrolls sideways"))
        wrong += [(name, one) for one in page.evaluate(SMALL_TARGETS)]
    assert wrong == []


def test_from_a_key_to_a_reading_and_to_its_end(office: Office, serve: Serve, opened: Open) -> None:
    base = serve(office.app)
    page = opened(f"{base}/sign-in", PHONE)
    sign_in(page, base, office.people["leader"].email)
    page.goto(f"{base}/account")
    page.get_by_role("link", name="Make a key").click()
    fill(page)
    secret = page.get_by_label("“Dashboard”").input_value()
    headers = {"Authorization": f"Bearer {secret}"}
    answer = page.request.get(f"{base}/api/v1/schools", headers=headers)
    assert [one["name"] for one in json.loads(answer.text())["items"]] == ["North School"]
    page.get_by_role("link", name="I have kept it").click()
    page.get_by_role("link", name="Revoke the key Dashboard").click()
    sent(page, "Revoke this key")
    expect(page.get_by_role("status")).to_contain_text("“Dashboard” is revoked")
    assert page.request.get(f"{base}/api/v1/schools", headers=headers).status == 401
