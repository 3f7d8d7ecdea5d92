"""Slow work: asked for by pages, claimed by one worker at a time, kept through kills.

A worker holds a job for some seconds and says again and again that it lives. One that was killed says nothing, and the
job is anybody's. Whoever lost a job that way learns it from the next thing it says, and keeps nothing of it.
"""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Connection, case, delete, insert, or_, select, update

from engine.store import rows
from engine.store.errors import NotFound, StoreError
from engine.store.job_records import LIVE, Job, JobState, JobTask, NewJob
from engine.store.job_tables import job, worker
from engine.store.records import Wave
from engine.store.room import Room

HELD: Final = timedelta(seconds=30)  # how long a worker that says nothing is believed to live
KEPT: Final = timedelta(days=30)  # how long one can see what came of a job
MOST_TRIES: Final = 3  # begun so often and never ended: it takes its worker down
LONGEST_STEP: Final = 200

COLUMNS: Final = [column for column in job.c if column.name != "until"]
URGENCY: Final = case({task.value: place for place, task in enumerate(JobTask)}, value=job.c.task)
NO_WORKER: Final[dict[str, Any]] = {"worker": None, "until": None}


class JobLost(Exception):
    """Another worker took a job over, as this one was silent for too long."""


class Jobs(Room):
    """Keeps what is to be done, who does it, how far it is and what came of it."""

    def ask(self, new: NewJob) -> Job:
        """Have something done; where the same waits or is being done already, that is given."""
        try:
            with self._database.writing() as connection:
                old = or_(job.c.ended < self._now() - KEPT, job.c.about == new.about)
                over = job.c.state.not_in(LIVE) & old
                connection.execute(delete(job).where(over))
                found = _newest(connection, new.about)
                return found if found is not None and found.live else self._add(connection, new)
        except StoreError:
            there = self.newest(new.about)  # asked for elsewhere in the same moment
            if there is None:
                raise
            return there

    def _add(self, connection: Connection, new: NewJob) -> Job:
        values = {
            **{name: getattr(new, name) for name in ("task", "about", "wave_id", "account_id")},
            "details": dict(new.details),
            "state": JobState.WAITING,
            "step": "",
            "done": 0,
            "total": 0,
            "tries": 0,
            "asked": self._now().replace(microsecond=0),
        }
        refusal = StoreError("The same was asked for in the same moment", "look at how far it is")
        id = rows.add(connection, insert(job).values(values), refusal)
        return _as_job(connection.execute(select(*COLUMNS).where(job.c.id == id)).one())

    def get(self, id: int) -> Job:
        with self._database.reading() as connection:
            row = connection.execute(select(*COLUMNS).where(job.c.id == id)).one_or_none()
        if row is None:
            raise NotFound(f"There is no job {id}", "look at the list of jobs; ended ones go after 30 days")
        return _as_job(row)

    def newest(self, about: str) -> Job | None:
        """The last job about something; None where there was none, or long ago."""
        with self._database.reading() as connection:
            return _newest(connection, about)

    def all(self, of: Wave | None = None, *, most: int = 200) -> tuple[Job, ...]:
        """The jobs there are, or those of a wave, the newest first."""
        query = select(*COLUMNS).order_by(job.c.id.desc()).limit(most)
        with self._database.reading() as connection:
            found = connection.execute(query if of is None else query.where(job.c.wave_id == of.id))
            return tuple(_as_job(row) for row in found)

    def again(self, one: Job) -> Job:
        """Have a job done again that failed. Raises `StoreError` for one that did not."""
        if one.state is not JobState.FAILED:
            raise StoreError(f"Job {one.id} is {one.state}", "only one that failed is done again")
        return self.ask(NewJob(one.task, one.about, one.wave_id, one.account_id, one.details))

    def claim(self, who: str) -> Job | None:
        """The most urgent job that nobody does, which is this worker's from now on; None where there is none.

        One that was begun and broken off too often is not given again: it has failed.
        """
        with (
            self._database.reading() as connection
        ):  # most often there is nothing, and reading locks nobody out
            if connection.scalar(select(job.c.id).where(self._free()).limit(1)) is None:
                return None
        with self._database.writing() as connection:
            query = select(*COLUMNS).where(self._free()).order_by(URGENCY, job.c.id)
            for row in connection.execute(query.with_for_update(skip_locked=True)).all():
                this = update(job).where(job.c.id == row.id)
                if row.tries >= MOST_TRIES:
                    words = f"it was begun {row.tries} times, and each time the program that did it fell"
                    connection.execute(
                        this.values(state=JobState.FAILED, failure=words, ended=self._now(), **NO_WORKER)
                    )
                    continue
                held = {"worker": who, "until": self._now() + HELD, "tries": row.tries + 1}
                connection.execute(this.values(state=JobState.RUNNING, step="", done=0, total=0, **held))
                return _as_job(connection.execute(select(*COLUMNS).where(job.c.id == row.id)).one())
        return None

    def _free(self) -> Any:
        broken_off = (job.c.state == JobState.RUNNING) & (job.c.until < self._now())
        return or_(job.c.state == JobState.WAITING, broken_off)

    def tell(self, one: Job, step: str, done: int = 0, total: int = 0) -> None:
        """Say how far a job is. Raises `JobLost` where it is another's by now."""
        self._hold(one, step=step[:LONGEST_STEP], done=done, total=total, until=self._now() + HELD)

    def finish(self, one: Job) -> None:
        """Keep that a job is done. Raises `JobLost` where it is another's by now."""
        self._hold(one, state=JobState.DONE, ended=self._now().replace(microsecond=0), **NO_WORKER)

    def fail(self, one: Job, failure: str) -> None:
        """Keep why nothing came of a job. Raises `JobLost` where it is another's by now."""
        ended = self._now().replace(microsecond=0)
        self._hold(one, state=JobState.FAILED, failure=failure, ended=ended, **NO_WORKER)

    def let_go(self, one: Job) -> None:
        """Leave a job that was begun to whoever is next, as if it had not been."""
        self._hold(one, state=JobState.WAITING, tries=one.tries - 1, **NO_WORKER)

    def _hold(self, one: Job, **values: Any) -> None:
        """Change a job as its worker; a worker that took it over counts one try more."""
        this = (job.c.id == one.id) & (job.c.worker == one.worker) & (job.c.tries == one.tries)
        with self._database.writing() as connection:
            if not connection.execute(update(job).where(this).values(values)).rowcount:
                raise JobLost

    def live(self, who: str) -> None:
        """A worker says that it lives: what it does stays its own for a while."""
        now = self._now()
        with self._database.writing() as connection:
            mine = (job.c.worker == who) & (job.c.until >= now)
            connection.execute(update(job).where(mine).values(until=now + HELD))
            connection.execute(delete(worker).where((worker.c.id == who) | (worker.c.seen < now - HELD)))
            connection.execute(insert(worker).values(id=who, seen=now))

    def leave(self, who: str) -> None:
        """A worker ends: what it did is anybody's at once."""
        with self._database.writing() as connection:
            mine = job.c.worker == who
            back = update(job).where(mine).values(state=JobState.WAITING, tries=job.c.tries - 1, **NO_WORKER)
            connection.execute(back)
            connection.execute(delete(worker).where(worker.c.id == who))

    def workers(self) -> int:
        """How many workers have said of late that they live."""
        with self._database.reading() as connection:
            seen: Sequence[str] = connection.scalars(
                select(worker.c.id).where(worker.c.seen >= self._now() - HELD)
            ).all()
        return len(seen)


def new_worker() -> str:
    """A name for a worker that no other has."""
    return secrets.token_hex(16)


def forget_letters(connection: Connection, wave_id: int) -> None:
    """Delete the jobs that sent a wave's letters: when somebody was reminded tells who had not answered by then."""
    connection.execute(delete(job).where(job.c.wave_id == wave_id, job.c.task == JobTask.LETTERS))


def _newest(connection: Connection, about: str) -> Job | None:
    query = select(*COLUMNS).where(job.c.about == about).order_by(job.c.id.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return None if row is None else _as_job(row)


def _as_job(row: Any) -> Job:
    values = dict(row._mapping)
    return Job(**values | {"task": JobTask(values["task"]), "state": JobState(values["state"])})
