"""Reviewing comments in a real browser: axe, reflow, targets, and the way through them by thumb and by keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.axe import violations
from tests.web.browser.conftest import DESKTOP, PHONE, Open, Serve, leaving
from tests.web.browser.test_accounts import SMALL_TARGETS, sent, sign_in
from tests.web.network.test_comments import Comments
from tests.web.network.test_comments import comments as comments  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def pages(page: Page, base: str, comments: Comments) -> Iterator[str]:
    wave = comments.wave.id
    sign_in(page, base, comments.office.people["hub"].email)
    for path in (
        f"/waves/{comments.office.open.id}/comments",
        f"/waves/{wave}/comments",
        comments.address(1),
    ):
        page.goto(f"{base}{path}")
        yield path
    page.goto(f"{base}{comments.address()}")
    for details in page.locator("details:not([open]) summary").all():
        details.click()
    yield "a comment"
    while "Alvarez" not in page.locator("blockquote").inner_text():
        with leaving(page):
            page.get_by_role("link", name="Leave it for later").click()
    yield "a comment with marks"
    sent(page, "Show as written")
    yield "asked about a name"
    sent(page, "Show as edited")
    yield "one read"
    for _ in range(3):
        sent(page, "Hold back")
    yield "all read"
    page.get_by_role("link", name="Change comment 1", exact=True).click()
    page.get_by_text("How to decide").click()
    yield "one to change"


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (DESKTOP, "dark")], ids=["phone", "desk"])
def test_no_page_has_a_violation_scrolls_sideways_or_has_small_targets(
    comments: Comments, serve: Serve, opened: Open, size: dict[str, int], scheme: str
) -> None:
    base = serve(comments.office.app)
    page = opened(f"{base}/sign-in", size, color_scheme=scheme)
    wrong: list[tuple[str, object]] = []
    for name in pages(page, base, comments):
        wrong += [(name, violation) for violation in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
            wrong.append((name, "scrolls sideways"))
        wrong += [(name, target) for target in page.evaluate(SMALL_TARGETS)]
    assert wrong == []


def test_the_enter_key_decides_nothing(comments: Comments, serve: Serve, opened: Open) -> None:
    base = serve(comments.office.app)
    page = opened(f"{base}/sign-in")
    sign_in(page, base, comments.office.people["hub"].email)
    page.goto(f"{base}{comments.address()}")
    page.locator("#new_theme").fill("Time")
    with leaving(page):
        page.locator("#new_theme").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Choose what is to become of the comment")
    expect(page.locator("#new_theme")).to_have_value("Time")
    expect(page.get_by_text("0 of 4 read")).to_be_visible()


def test_a_decision_leads_to_the_next_comment_with_a_way_back(
    comments: Comments, serve: Serve, opened: Open
) -> None:
    base = serve(comments.office.app)
    page = opened(f"{base}/sign-in")
    sign_in(page, base, comments.office.people["hub"].email)
    page.goto(f"{base}{comments.address()}")
    first = page.locator("blockquote").inner_text()
    sent(page, "Hold back")
    expect(page.locator("blockquote")).not_to_have_text(first)
    expect(page.get_by_role("button", name="Undo")).to_be_in_viewport()
    sent(page, "Undo")
    expect(page.locator("blockquote")).to_have_text(first)
