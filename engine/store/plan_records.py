"""What the store gives of a team's plans: plans, how they stand, saves of their sheets, comments, private sheets."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from engine.playbooks.filled import Values
from engine.store.choices import ChoicePath
from engine.store.errors import StoreError

LONGEST_COMMENT: Final = 2000  # characters
MOST_PLANS: Final = 100  # of a school
MOST_TESTS: Final = 50  # of a plan
MOST_COMMENTS: Final = 500  # of a plan


class PlanState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class PlanStanding:
    """How a plan stood from a moment on; `decision` is that of a closed one, as the playbook's worksheet names it."""

    id: int
    state: PlanState
    decision: str
    shared: bool
    who: str
    name: str  # of that account; its address where there is no such account any more
    at: datetime


@dataclass(frozen=True, slots=True)
class TeamPlan:
    """A school's plan for one of the measures that it chose, as it stands; `number` counts from 1 at each school."""

    id: int
    school_id: int
    number: int
    choice_id: int
    wave_id: int  # whose result the choice was made on
    path: ChoicePath
    reason: str  # of the choice
    agreed_by: str
    measure: str
    construct: str
    playbook_id: str
    version: str
    who: str
    name: str
    at: datetime
    state: PlanState
    decision: str
    shared: bool

    @property
    def open(self) -> bool:
        return self.state is PlanState.OPEN


@dataclass(frozen=True, slots=True, order=True)
class SheetKey:
    """A sheet of a plan or of a school; `number` is 1 but where a plan has several, as its tests."""

    sheet: str
    number: int = 1


@dataclass(frozen=True, slots=True)
class SheetSave:
    """One save of a sheet: what stood in its fields, under which version of the playbook, and who saved it."""

    id: int
    key: SheetKey
    playbook_id: str
    version: str
    values: Values
    removed: bool
    who: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SheetComment:
    """What somebody of the team wrote about a sheet; one that was taken back is for its author's eyes alone."""

    id: int
    key: SheetKey
    text: str
    taken_back: bool
    who: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """One save of a sheet that is for the account alone that filled it in."""

    id: int
    sheet: str
    playbook_id: str
    version: str
    values: Values
    at: datetime


@dataclass(frozen=True, slots=True)
class WantedReminder:
    """That somebody wants to be reminded of a plan's steps; `last` is the day of the last reminder."""

    plan_id: int
    school_id: int
    number: int  # of the plan at its school
    account_id: int
    language: str
    last: date | None


class StaleSheet(StoreError):
    """Somebody saved the sheet after the page was opened; `current` is what they saved."""

    def __init__(self, current: SheetSave) -> None:
        super().__init__(
            f"{current.name} saved this sheet meanwhile", "look at what was saved, and save again"
        )
        self.current = current
