"""Slow work as it is asked for and as it is found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final


class JobTask(StrEnum):
    """What slow work can be, the most urgent first."""

    CLOCK = "clock"  # what comes by itself: waves that open and close, reminders
    CLOSE = "close"  # a large wave
    LETTERS = "letters"  # of a mailing
    STUDY = "study"  # the validation study of a wave
    REPORTS = "reports"  # of all schools, as files


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


LIVE: Final = (JobState.WAITING, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class NewJob:
    """Work to be done. Of what it is `about` there is one at a time; `details` are numbers and choices, as JSON."""

    task: JobTask
    about: str
    wave_id: int | None = None
    account_id: int | None = None
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Job:
    """Work that was asked for, and how far it is; `failure` says in words why nothing came of it."""

    id: int
    task: JobTask
    about: str
    wave_id: int | None
    account_id: int | None
    details: Mapping[str, object]
    state: JobState
    step: str
    done: int
    total: int
    failure: str | None
    tries: int
    asked: datetime
    ended: datetime | None
    worker: str | None

    @property
    def live(self) -> bool:
        """Whether it waits or is being done."""
        return self.state in LIVE

    @property
    def stands(self) -> bool:
        """Whether there is something to say of it: it waits, is being done, or failed."""
        return self.state is not JobState.DONE

    @property
    def percent(self) -> int | None:
        """How much of the present step is done; None where nobody knows."""
        return min(100, round(100 * self.done / self.total)) if self.total else None
