"""What each kind of slow work does. Begun again after a kill, it goes on and does nothing a second time.

A close finds the wave closed, a study finds itself kept, reports that are made stay, and a letter is claimed before it
is sent.
"""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, cast

from flask import Flask

from engine.printed import counted
from engine.problems import Refused
from engine.store import (
    DatabaseFailure,
    Job,
    JobLost,
    JobTask,
    NewEntry,
    NotFound,
    Person,
    Store,
    StoreError,
    Wave,
    WaveState,
)
from engine.validation.parts import HERE, Executor
from psychometrics.contract import StatisticError
from web.worker.clock import Clock

EVERY: Final = 0.5  # seconds between two things that are told of a job
FAULT: Final = "something went wrong in the program; its log says what. Ask for it again, or report it"

log = logging.getLogger(__name__)

Told = Callable[[str, int, int], None]


class CannotBeDone(Exception):
    """A job that cannot be done here, and why in words."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What jobs are done with: the store, the application for its settings and mail, and the clock.

    Studies count on the workers of the Dask `scheduler` at this address; without one, in this process.
    """

    store: Store
    app: Flask
    clock: Clock
    scheduler: str | None = None

    def wave(self, job: Job) -> Wave:
        assert job.wave_id is not None  # noqa: S101 - a job about a wave names it
        return self.store.waves.get(job.wave_id)

    def who(self, job: Job) -> str:
        """The address of whoever asked, as the log has it."""
        return self.store.people.get(job.account_id).email if job.account_id is not None else ""


def do(desk: Desk, job: Job) -> None:
    """Do a job and keep what came of it: that it is done, or in words why not.

    A database that does nothing just now leaves the job as it is: it is taken up again once it is nobody's.
    """
    try:
        with desk.app.app_context():
            entries = DOING[job.task](desk, job, _slowly(desk.store, job))
        with desk.store.together():
            desk.store.audit.record(*entries)
            desk.store.jobs.finish(job)
    except JobLost:
        log.warning("Job %s (%s) was taken over by another worker", job.id, job.task.value)
    except DatabaseFailure as failure:
        log.warning("Job %s (%s): %s; %s", job.id, job.task.value, failure.cause, failure.remedy)
    except (StatisticError, CannotBeDone) as reason:
        _fail(desk.store, job, str(reason))
    except StoreError as refusal:
        _fail(desk.store, job, f"{refusal.cause}: {refusal.remedy}")
    except Refused as refused:
        _fail(desk.store, job, " ".join(f"{one.cause}: {one.remedy}." for one in refused.problems))
    except OSError as error:
        words = f"the server could not write or read a file ({error.strerror}). Free some space there, and ask again"
        _fail(desk.store, job, words)
    except Exception:
        log.exception("Job %s (%s) failed", job.id, job.task.value)
        _fail(desk.store, job, FAULT)


def do_all(app: Flask) -> int:
    """Do what waits at a desk that has nothing but an application."""
    store = cast(Store, app.extensions["store"])
    return do_waiting(Desk(store, app, Clock(store)))


def do_waiting(desk: Desk) -> int:
    """Do what waits, one after the other, until nothing does; gives how many jobs that were."""
    from engine.store.jobs import new_worker

    me, done = new_worker(), 0
    while (job := desk.store.jobs.claim(me)) is not None:
        do(desk, job)
        done += 1
    return done


def _fail(store: Store, job: Job, words: str) -> None:
    try:
        store.jobs.fail(job, words)
    except (JobLost, DatabaseFailure):
        log.warning("Job %s (%s) could not be told to have failed: %s", job.id, job.task.value, words)


def _slowly(store: Store, job: Job) -> Told:
    """What tells how far a job is: each step at once, and numbers now and then."""
    last: dict[str, float] = {}

    def told(step: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - last.get(step, 0.0) < EVERY:
            return
        last.clear()
        last[step] = now
        store.jobs.tell(job, step, done, total)

    return told


def _strike(desk: Desk, job: Job, told: Told) -> list[NewEntry]:
    desk.clock.strike()
    return []


def _close(desk: Desk, job: Job, told: Told) -> list[NewEntry]:
    """Close a wave, unless it has been closed since that was asked."""
    from engine.waves.closing import close

    wave = desk.wave(job)
    if wave.state is not WaveState.CLOSED and _closes(desk.store, wave) == job.details["closes"]:
        close(desk.store, wave, told=told)
    network = desk.store.studies.get(wave.study_id).network_id
    return [NewEntry(desk.who(job), "wave.closed", wave.title, network, wave_id=wave.id)]


def _closes(store: Store, wave: Wave) -> int:
    return len(store.results.snapshots(wave))


def _study(desk: Desk, job: Job, told: Told) -> list[NewEntry]:
    """Study the close of a wave that was asked about, unless it was opened and closed again since."""
    from engine.waves.study import study_wave
    from engine.waves.study_choices import choices_kept

    wave = desk.wave(job)
    try:
        snapshot = desk.store.results.snapshot(wave)
    except NotFound:
        raise CannotBeDone("the wave has no results") from None
    asked = choices_kept(job.details["asked"])
    if snapshot.number != job.details["snapshot"]:
        raise CannotBeDone("the wave was closed again meanwhile; open the study of its new result")
    if asked is None and desk.store.results.study_report(snapshot) is not None:
        return []
    with _counting(desk.scheduler, told) as executor:
        study_wave(desk.store, wave, told, asked, executor=executor)
    return []


@contextmanager
def _counting(scheduler: str | None, told: Told) -> Iterator[Executor]:
    """Who reads the answers of a study: the workers of a scheduler, or this process."""
    if scheduler is None:
        yield HERE
        return
    from engine.validation.dask_workers import dask_workers

    def doing(step: str, pieces: int, workers: int) -> None:
        told(f"{step}, in parts, on {counted(workers, 'worker')}", pieces, 0)

    with dask_workers(scheduler, None, doing) as workers:
        yield workers


def _letters(desk: Desk, job: Job, told: Told) -> list[NewEntry]:
    """Send what waits of a mailing; its page tells letter by letter what came of it."""
    from web.account import mail
    from web.network.sharing.sending import Sender

    wave = desk.wave(job)
    mailing = desk.store.mailings.find(wave, str(job.details["mailing"]))
    if mailing is None:  # a close has deleted it
        return []
    if not mail.can_send():
        raise CannotBeDone(
            "the program that does such work knows no mail server: set BAROGRAPH_SMTP and BAROGRAPH_MAIL_FROM there too"
        )
    Sender(desk.store, mailing, wave, str(job.details["base"]), log).send_all(mail.connected)
    return []


def _reports(desk: Desk, job: Job, told: Told) -> list[NewEntry]:
    """Make the reports of a wave's schools that whoever asked may read by name."""
    from web.network import bulk, school_reports

    wave = desk.wave(job)
    assert job.account_id is not None  # noqa: S101 - only somebody who is signed in asks
    account = desk.store.people.get(job.account_id)
    if not account.active:
        raise CannotBeDone("whoever asked for it has no account any more")
    person = Person(account, desk.store.members.memberships(account))
    pieces = school_reports.pieces(wave, person)
    bulk.make(school_reports.folder(), pieces, lambda made: told("Making reports", made, len(pieces)))
    return []


DOING: Final[Mapping[JobTask, Callable[[Desk, Job, Told], list[NewEntry]]]] = {
    JobTask.CLOCK: _strike,
    JobTask.CLOSE: _close,
    JobTask.LETTERS: _letters,
    JobTask.STUDY: _study,
    JobTask.REPORTS: _reports,
}
