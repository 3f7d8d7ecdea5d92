"""Slow work is done once, told while it is, and done after all where its worker was killed."""

import logging
import sqlite3
from collections.abc import Callable
from datetime import timedelta

import pytest

from engine.store import Job, JobState, JobTask, NewJob, Store, WaveState
from engine.store.jobs import HELD
from engine.waves.closing import close
from tests.web.visitor import Office
from web.worker.clock import Clock
from web.worker.doing import FAULT, Desk, do, do_all


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every wave is a large one."""
    monkeypatch.setattr("engine.waves.closing.LARGE_SCHOOLS", 0)


def newest(office: Office) -> Job:
    return office.store.jobs.all()[0]


@pytest.mark.usefixtures("large")
def test_a_large_wave_is_closed_beside_the_pages_and_its_page_tells_how_far(office: Office) -> None:
    wave, hub = office.open, office.visitor("hub")
    hub.open(f"/waves/{wave.id}/close").press("/close")
    hub.see(
        "is about to be closed",
        "It waits for its turn",
        "No program is running that does this",
        "barograph worker",
    )
    assert hub.path == f"/waves/{wave.id}/closing"
    assert hub.client.get(hub.path).headers["Refresh"] == "2"
    assert office.store.waves.get(wave.id).state is WaveState.OPEN
    hub.open(f"/waves/{wave.id}/").see("It is being closed, beside the pages").follow("/closing")
    hub.post(f"/waves/{wave.id}/close")
    assert do_all(office.app) == 1, "pressed twice, it is one close"
    hub.open(f"/waves/{wave.id}/closing").see("Closed.")
    assert hub.path == f"/waves/{wave.id}/"
    entries = [one for one in office.store.audit.entries(wave) if one.action == "wave.closed"]
    assert [one.who for one in entries] == [office.people["hub"].email]


@pytest.mark.usefixtures("large")
def test_a_close_that_cannot_be_says_why_and_is_asked_for_again(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    wave, hub = office.open, office.visitor("hub")
    hub.open(f"/waves/{wave.id}/close").press("/close")

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a fault")

    with monkeypatch.context() as patched, caplog.at_level(logging.CRITICAL, "web.worker.doing"):
        patched.setattr("engine.waves.closing._result", broken)
        do_all(office.app)
    hub.open(f"/waves/{wave.id}/").see("It could not be closed").follow("/closing")
    hub.see("was not closed", "every answer is there", "something went wrong in the program")
    assert "Refresh" not in hub.client.get(hub.path).headers
    hub.press("/close").see("is about to be closed")
    do_all(office.app)
    assert office.store.waves.get(wave.id).state is WaveState.CLOSED


@pytest.mark.usefixtures("large")
def test_a_close_whose_worker_was_killed_after_it_is_not_done_twice(office: Office) -> None:
    """The wave was closed, and opened again on purpose, before another worker took the job up."""
    office.visitor("hub").post(f"/waves/{office.open.id}/close")
    first = office.store.jobs.claim("ann")
    assert first is not None
    close(office.store, office.open)
    later = office.store.now() + timedelta(days=5)
    office.store.closing.reopen(office.store.waves.get(office.open.id), "Some were away", later)
    office.clock.moment += HELD + timedelta(seconds=1)
    assert do_all(office.app) == 1
    assert office.store.waves.get(office.open.id).state is WaveState.OPEN
    assert len(office.store.results.snapshots(office.open)) == 1


def test_a_job_tells_its_steps(office: Office) -> None:
    told: list[tuple[str, int, int]] = []
    close(office.store, office.open, told=lambda *step: told.append(step))
    assert {step for step, _, _ in told} >= {"Making results"}
    assert told[-1] == ("Making results", 2, 3)


def test_a_database_that_does_nothing_just_now_leaves_the_job_for_later(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from engine.store import DatabaseFailure

    def full(*_: object, **__: object) -> None:
        raise DatabaseFailure("The disk is full", "free some space")

    office.store.jobs.ask(NewJob(JobTask.CLOCK, "clock"))
    monkeypatch.setattr(Clock, "strike", full)
    with caplog.at_level(logging.WARNING, "web.worker.doing"):
        do_all(office.app)
    assert "The disk is full" in caplog.text
    assert newest(office).state is JobState.RUNNING
    monkeypatch.undo()
    office.clock.moment += HELD + timedelta(seconds=1)
    assert do_all(office.app) == 1
    assert newest(office).state is JobState.DONE


def test_what_was_taken_over_is_not_kept_by_the_first(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    store = office.store
    store.jobs.ask(NewJob(JobTask.CLOCK, "clock"))
    first = store.jobs.claim("ann")
    assert first is not None
    office.clock.moment += HELD + timedelta(seconds=1)
    second = store.jobs.claim("bob")
    assert second is not None
    with caplog.at_level(logging.WARNING, "web.worker.doing"):
        do(Desk(store, office.app, Clock(store)), first)
    assert "was taken over by another worker" in caplog.text
    assert newest(office).state is JobState.RUNNING


def test_letters_without_a_mail_server_say_what_is_missing(office: Office) -> None:
    from engine.store import Mailing

    made = Mailing("0" * 32, office.open.id, "first", "en", "Hello", "Hello", office.clock().date())
    office.store.mailings.add(made, [])
    office.store.jobs.ask(
        NewJob(JobTask.LETTERS, "letters 1", office.open.id, details={"mailing": made.id, "base": "http://x"})
    )
    do_all(office.app)
    assert "knows no mail server: set BAROGRAPH_SMTP" in str(newest(office).failure)


def test_a_job_holds_numbers_and_choices_alone(office: Office, large: Callable[..., None]) -> None:
    """No address of anybody, no token and no answer stands in the table of jobs."""
    hub = office.visitor("hub")
    hub.post(f"/waves/{office.open.id}/close")
    hub.post(f"/waves/{office.closed.id}/files")
    office.visitor("researcher").open(f"/waves/{office.closed.id}/study")
    with sqlite3.connect(str(office.store._database.name)) as connection:
        rows = connection.execute("SELECT about, details, step FROM job").fetchall()
    connection.close()
    assert len(rows) == 3
    written = repr(rows)
    for people in office.people.values():
        assert people.email not in written
    assert "@" not in written
    for site in office.store.sites.of(office.open):
        assert site.link not in written


def test_a_fault_is_told_without_its_words(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: object) -> None:
        raise RuntimeError("ada@people.example")

    office.store.jobs.ask(NewJob(JobTask.CLOCK, "clock"))
    monkeypatch.setattr(Clock, "strike", broken)
    do_all(office.app)
    assert newest(office).failure == FAULT


def test_nothing_waits_in_a_new_place(store: Store) -> None:
    assert store.jobs.all() == ()
