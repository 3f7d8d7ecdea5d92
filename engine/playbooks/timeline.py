"""The steps of an action timeline: who does what by when, and which of them are late on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from engine.playbooks.filled import Values, rows_in

TIMELINE: Final = "action_timeline"  # the sheet and its fields, by the ids that the playbook gives them
STEPS: Final = "steps"
STATUS: Final = "status"
SETTLED: Final = frozenset({"done", "dropped"})


@dataclass(frozen=True, slots=True)
class TimedStep:
    """A step of a timeline; `row` is its place from 0, and what nobody filled in is empty."""

    row: int
    step: str
    owner: str
    stand_in: str
    start: date | None
    due: date | None
    evidence: str
    status: str

    @property
    def settled(self) -> bool:
        return self.status in SETTLED

    def late(self, today: date) -> bool:
        """Whether it was due before this day, and is neither done nor dropped."""
        return self.due is not None and self.due < today and not self.settled


def steps_in(timeline: Values) -> tuple[TimedStep, ...]:
    """The steps of a timeline's values, in its order."""
    return tuple(
        TimedStep(
            row=number,
            step=str(row.get("step", "")),
            owner=str(row.get("owner", "")),
            stand_in=str(row.get("stand_in", "")),
            start=_day(row.get("start")),
            due=_day(row.get("due")),
            evidence=str(row.get("evidence", "")),
            status=str(row.get(STATUS, "")),
        )
        for number, row in enumerate(rows_in(timeline, STEPS))
    )


def late_steps(steps: Iterable[TimedStep], today: date) -> tuple[TimedStep, ...]:
    """Those that are late on a day, the longest overdue first."""
    late = [one for one in steps if one.late(today)]
    return tuple(sorted(late, key=lambda one: (one.due or today, one.row)))


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
