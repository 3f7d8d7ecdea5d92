"""An author's pages in a real browser: axe on each, the editor's script, the preview at the width of a phone."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.axe import violations
from tests.engine.authoring.definition_files import FILES, INSTRUMENT
from tests.web.browser.conftest import DESKTOP, PHONE, Open, Serve, leaving
from tests.web.visitor import PASSWORD, Office

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BROKEN = INSTRUMENT.replace("scale: true3}", "scale: true4}", 1).replace(
    "privacy: anonymous", "privcy: anonymous"
)
ADVISED = INSTRUMENT.replace("end on time", "always end on time").replace("version: 1.0.0", "version: 1.0.1")


def sign_in(page: Page) -> None:
    page.get_by_label("Email").fill("researcher@people.example")
    page.get_by_label("Password").fill(PASSWORD)
    with leaving(page):
        page.get_by_role("button", name="Sign in").click()


def copies(office: Office) -> list[int]:
    """One published, one with advice that follows it, one with problems."""
    from engine.authoring.working_copy import check

    first = office.store.workshop.begin(office.network, FILES, "ana@people.example", "Uploaded")
    found = check(FILES).definition
    assert found is not None
    office.store.workshop.publish(
        office.network, first, found.instrument, found.translations.values(), "ana@people.example"
    )
    texts = [{**FILES, "instrument.yaml": text} for text in (ADVISED, BROKEN)]
    made = [
        office.store.workshop.begin(office.network, one, "ana@people.example", "Uploaded") for one in texts
    ]
    return [first.id, *(one.id for one in made)]


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    office: Office, serve: Serve, opened: Open, size: dict[str, int], tmp_path: Path
) -> None:
    published, advised, broken = copies(office)
    home = f"{serve(office.app)}/networks/{office.network.id}/instruments/"
    page = opened(home, size)
    sign_in(page)
    paths = ["", f"copies/{published}/files/instrument.yaml", f"copies/{published}/saves"]
    for view in ("files/instrument.yaml", "files/es.yaml", "preview", "comparison", "saves", "publish"):
        paths += [f"copies/{advised}/{view}", f"copies/{broken}/{view}"]
    for path in paths:
        page.goto(home + path)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path


def test_a_problem_leads_into_the_text(office: Office, serve: Serve, opened: Open) -> None:
    broken = copies(office)[2]
    page = opened(f"{serve(office.app)}/networks/{office.network.id}/instruments/copies/{broken}/", DESKTOP)
    sign_in(page)
    page.get_by_role("link", name="Line 17").click()
    text = page.locator("#text")
    expect(text).to_be_focused()
    chosen = text.evaluate("one => one.value.slice(one.selectionStart, one.selectionEnd)")
    assert chosen == "  - {id: M1, text: Meetings end on time., scale: true4}"
    text.fill(INSTRUMENT)
    with leaving(page):
        text.press("Control+s")
    expect(page.get_by_text("The definition has no problems")).to_be_visible()


def test_the_form_is_answered_in_the_frame(office: Office, serve: Serve, opened: Open) -> None:
    advised = copies(office)[1]
    page = opened(
        f"{serve(office.app)}/networks/{office.network.id}/instruments/copies/{advised}/preview", DESKTOP
    )
    sign_in(page)
    frame = page.frame_locator("iframe.phone")
    assert page.locator("iframe.phone").evaluate("one => one.clientWidth") == 360
    frame.get_by_role("button", name="Start").click()
    question = frame.get_by_role("group", name="Meetings always end on time.")
    question.get_by_label("Partly true").check()
    frame.get_by_role("button", name="Review").or_(frame.get_by_role("button", name="Next")).first.click()
    expect(frame.get_by_text("Ready to send?")).to_be_visible()
    page.reload()
    expect(page.get_by_role("link", name="Instruments").first).to_be_visible()
