"""Pages that tell how far slow work is: accessible in each state, and they look again without JavaScript."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.store import Job, Store
from tests.web.browser.conftest import PHONE, Open, Serve, leaving
from tests.web.browser.test_signed_in_pages import faults
from tests.web.conftest import QUICK, Clock, application
from tests.web.visitor import PASSWORD, Office, lay_out
from web.account import passwords

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SAYS_SIMULATED = "does not say that its data are simulated"  # these are not


@pytest.fixture
def office(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setattr(passwords, "HASHER", QUICK)
    monkeypatch.setattr("engine.waves.closing.LARGE_SCHOOLS", 0)
    with Store.open(tmp_path / "office.db", now=clock) as store:
        yield lay_out(store, application(store), clock)


def claimed(office: Office) -> Job:
    job = office.store.jobs.claim("ann")
    assert job is not None
    return job


def test_every_state_of_a_job_is_accessible(
    office: Office, serve: Serve, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "web.network.jobs_told.SECONDS_BETWEEN_LOOKS", 600
    )  # it would be gone while it is looked at
    address, jobs = serve(office.app), office.store.jobs
    page = opened(f"{address}/sign-in", PHONE)
    page.fill("[name=email]", "hub@people.example")
    page.fill("[name=password]", PASSWORD)
    with leaving(page):
        page.locator("form[action$='/sign-in'] button").click()
    page.goto(f"{address}/waves/{office.open.id}/close")
    with leaving(page):
        page.locator("form[action$='/close'] button").click()
    wrong: dict[str, list[str]] = {}

    def look(state: str, words: str) -> None:
        page.goto(f"{address}/waves/{office.open.id}/closing")
        assert words in page.content(), state
        wrong[state] = [one for one in faults(page) if one != SAYS_SIMULATED]

    look("waiting", "No program is running that does this")
    jobs.live("ann")
    job = claimed(office)
    jobs.tell(job, "Reading answers", 65_536, 200_000)
    look("running", "Reading answers: 65,536 of 200,000")
    jobs.fail(job, "something went wrong in the program; its log says what")
    look("failed", "was not closed")
    with leaving(page):
        page.locator("form[action$='/close'] button").click()
    job = claimed(office)
    jobs.tell(job, "Making results", 1_200, 2_000)
    monkeypatch.setattr("web.network.jobs_told.SECONDS_BETWEEN_LOOKS", 1)
    page.goto(f"{address}/waves/{office.open.id}/closing")
    jobs.tell(job, "Making results", 1_900, 2_000)
    with leaving(page):  # by itself
        pass
    assert "Making results: 1,900 of 2,000" in page.content()
    assert not any(wrong.values()), wrong
