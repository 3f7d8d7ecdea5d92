"""A team's plan in a browser: every page and sheet accessible at both widths, rows by keyboard, private to the end."""

import pytest
from playwright.sync_api import Dialog, Page, expect

from engine.playbooks.folder import find_playbook
from engine.store.plan_records import SheetKey
from tests.axe import violations
from tests.looks import small_or_faint
from tests.web.browser.conftest import DESKTOP, PHONE, Open, Serve, leaving
from tests.web.test_rights import plan_of
from tests.web.visitor import PASSWORD, Office

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
FOLDER = find_playbook("collective-leadership")


def sound(page: Page) -> None:
    """Accessible, no wider than its window, and nothing too small to hit or to read, at both widths."""
    for size in (DESKTOP, PHONE):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        assert [*violations(page), *small_or_faint(page)] == [], (page.url, size["width"])
        assert page.evaluate(WIDER) <= 0, f"{page.url} is wider than {size['width']}"


def signed_in(office: Office, who: str, serve: Serve, opened: Open) -> tuple[Page, str]:
    address = serve(office.app)
    page = opened(f"{address}/sign-in", DESKTOP)
    page.get_by_label("Email").fill(office.people[who].email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    with leaving(page):
        page.get_by_role("button", name="Sign in").click()
    return page, address


def press(page: Page, name: str) -> None:
    with leaving(page):
        page.get_by_role("button", name=name, exact=True).first.click()


def test_every_page_of_a_plan_is_accessible_at_both_widths(
    office: Office, serve: Serve, opened: Open
) -> None:
    plan = plan_of(office)
    steps = {"steps": [{"step": "Slots", "owner": "Registrar", "due": "2020-04-02"}]}
    key = SheetKey("action_timeline")
    office.store.sheet_saves.save(plan, key, FOLDER, steps, "me@x.example", seen=0)
    there = f"/schools/{office.schools[0].id}/plans"
    leader, address = signed_in(office, "leader", serve, opened)
    sheets = [sheet.id.replace("_", "-") for sheet in FOLDER.playbook.worksheets_of("plan")]
    for path in ("", "/1", *(f"/1/{sheet}" for sheet in (*sheets, "test-cycle-1", "test-cycle-2"))):
        leader.goto(f"{address}{there}{path}")
        sound(leader)
    for path in (f"/schools/{office.schools[0].id}/inventory", "/account/sheets/competing-commitments"):
        leader.goto(address + path)
        sound(leader)
    leader.goto(f"{address}{there}/1/theory-of-action?language=es")
    sound(leader)
    office.store.plans.close(office.schools[0], 1, "stay", FOLDER.playbook, "me@x.example")
    for path in ("/1", "/1/theory-of-action"):
        leader.goto(f"{address}{there}{path}")
        sound(leader)


def test_a_sheet_is_filled_in_by_keyboard_and_enter_saves(office: Office, serve: Serve, opened: Open) -> None:
    plan_of(office)
    there = f"/schools/{office.schools[0].id}/plans/1"
    page, address = signed_in(office, "team", serve, opened)
    page.goto(f"{address}{there}/action-timeline")
    page.get_by_label("What is all this for?").fill("Time for visits")
    page.get_by_label("Step", exact=True).first.fill("Slots in the calendar")
    page.get_by_label("Due", exact=True).first.fill("2026-09-04")
    press(page, "Add a row: Steps")
    row = page.get_by_role("group", name="Steps: row 3")
    expect(row.get_by_label("Step", exact=True)).to_be_focused()
    expect(row.get_by_text("Step", exact=True)).to_be_in_viewport()
    press(page, "Take row 3 out: Steps")
    second = page.get_by_role("group", name="Steps: row 2").get_by_label("Step", exact=True)
    expect(second).to_be_focused()
    expect(page.get_by_text("Nothing is saved yet", exact=False)).to_be_visible()
    sound(page)
    early = page.get_by_label("When do we take an early look?")
    early.fill("2026-10-01")
    with leaving(page):
        early.press("Enter")
    expect(page.get_by_text("Saved: Action timeline.")).to_be_visible()
    sound(page)
    press(page, "Save and go on: Feedback plan")
    expect(page.get_by_text("that matter", exact=False)).to_be_visible()
    sound(page)
    press(page, "Save and go on: Feedback plan")
    expect(page.get_by_role("heading", level=1)).to_have_text("Feedback plan")
    press(page, "Undo")
    expect(page.get_by_text("The earlier save counts again.")).to_be_visible()


def test_a_sheet_that_was_typed_in_asks_before_it_is_left(office: Office, serve: Serve, opened: Open) -> None:
    plan_of(office)
    page, address = signed_in(office, "team", serve, opened)
    page.goto(f"{address}/schools/{office.schools[0].id}/plans/1/theory-of-action")
    barrier, comment = page.get_by_label("What stands in the way?"), page.get_by_label("Write a comment")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    barrier.fill("Cover is a favor")
    comment.fill("Who counts?")
    for leave in ("Add the comment", "Save and go on: Purpose map", "Español"):
        with page.expect_event("dialog"):
            page.locator(f'main :is(button, a):text-is("{leave}")').last.click(no_wait_after=True)
    assert asked == ["beforeunload"] * 3
    expect(barrier).to_have_value("Cover is a favor")
    comment.fill("")
    press(page, "Save")
    expect(page.get_by_text("Saved: Theory of action.")).to_be_visible()
    comment.fill("Who counts?")
    press(page, "Add the comment")
    expect(page.get_by_text("The comment is added.")).to_be_visible()
