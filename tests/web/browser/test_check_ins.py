"""Check-ins, the board and phases in a browser: accessible, no wider than a phone, in both languages."""

import pytest

from engine.store.board import PostState
from tests.web.browser.conftest import DESKTOP, PHONE, Open, Serve, leaving
from tests.web.browser.test_partners import found, sign_in
from tests.web.browser.test_signed_in_pages import faults
from tests.web.browser.test_units import SAYS_SIMULATED
from tests.web.team.test_board import checked_in
from tests.web.team.test_check_ins import keep_many
from tests.web.visitor import Office

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LONG = (
    "Start a visit five minutes into the lesson, and leave five minutes before its end: both sides are calmer. "
    * 4
)


def test_a_check_in_is_written_on_a_phone_without_a_script_and_its_pages_are_accessible(
    office: Office, serve: Serve, opened: Open
) -> None:
    keep_many(office, [3, 4, 3, 2, 4, 3, 7, 8, 7, 8, 9, 8])
    address, here = serve(office.app), f"/schools/{office.schools[0].id}"
    page = opened(address, PHONE)
    sign_in(page, address, "leader")
    wrong = found(page, address, f"{here}/check-ins", f"{here}/check-ins/charts?language=es")
    page.goto(f"{address}{here}/check-ins?language=en")
    page.get_by_role("radio", name="Mostly true").first.check()
    page.get_by_role("radio", name="6", exact=True).check()
    page.get_by_label("What could another school use?").fill(LONG[:400])
    with leaving(page):
        page.get_by_role("button", name="Keep the check-in").click()
    assert "The check-in is kept." in page.inner_text("body")
    wrong["what was kept"] = [one for one in faults(page) if one != SAYS_SIMULATED]
    wrong |= found(page, address, page.url.removeprefix(address) + "/change")
    page.get_by_label("What could another school use?").fill("x" * 600)
    with leaving(page):
        page.get_by_role("button", name="Keep the check-in").click()
    wrong["what is wrong"] = [one for one in faults(page) if one != SAYS_SIMULATED]
    assert {path: one for path, one in wrong.items() if one} == {}


def test_pages_of_the_board_and_of_phases_are_accessible(office: Office, serve: Serve, opened: Open) -> None:
    month = checked_in(office, f"Ask Maria Lopez. {LONG[:300]}")
    school, board = office.schools[0], office.store.board
    day = office.store.now().date().replace(day=1)
    for text, state in (("One", PostState.SHOWN), ("Two", PostState.HELD), ("Three", PostState.WAITING)):
        post = board.offer(school, day, f"{text}. {LONG[:300]}", "team@people.example", named=True)
        board.decide(office.network, post.id, state, "Could you say it without the name?")
    other = board.offer(office.schools[1], day, LONG[:300], "x@people.example", named=False)
    board.decide(office.network, other.id, PostState.SHOWN)
    address, here = serve(office.app), f"/schools/{school.id}"
    page = opened(address, DESKTOP)
    sign_in(page, address, "leader")
    wrong = found(page, address, f"{here}/board", f"{here}/phase", f"{here}/phase?language=es")
    page.goto(f"{address}{here}/check-ins/{month}?language=en")
    page.get_by_label("Our team agrees").check()
    with leaving(page):
        page.get_by_role("button", name="Offer it to the network").click()
    assert "Maria Lopez" in page.inner_text("body")
    wrong["names"] = [one for one in faults(page) if one != SAYS_SIMULATED]
    sign_in(page, address, "hub")
    network = f"/networks/{office.network.id}"
    wrong |= found(page, address, f"{network}/board", f"{network}/phases", f"{here}/phase")
    assert {path: one for path, one in wrong.items() if one} == {}
