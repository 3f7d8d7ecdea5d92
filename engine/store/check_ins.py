"""A team's check-in of a month: two or three statements, and a worksheet of seven fields.

It belongs to the team as a whole, which answers together. It is kept apart from every survey: no wave counts it, and
no result is made of it. Each save is a row of its own; the last one of a month counts, and an earlier one can be
brought back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select

from engine.playbooks.check_ins import MOST_ROWS, MonthlyForm
from engine.playbooks.filled import misfits
from engine.store.check_in_tables import check_in_save
from engine.store.errors import StoreError
from engine.store.people_tables import account
from engine.store.records import School
from engine.store.room import Room
from engine.store.schema import school as school_table


@dataclass(frozen=True, slots=True)
class NewCheckIn:
    """What a team says of a month: the value of each statement that it answered, and what stands in each field."""

    pulse: Mapping[str, int]
    answers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CheckInSave:
    """One save of a month. `name` is that of the account which saved it; its address where it is gone."""

    id: int
    school_id: int
    month: date
    playbook_id: str
    version: str
    pulse: Mapping[str, int]
    answers: Mapping[str, Any]
    removed: bool
    who: str
    name: str
    at: datetime


class StaleCheckIn(StoreError):
    """Somebody saved the month after the page was opened; `current` is what they saved."""

    def __init__(self, current: CheckInSave) -> None:
        super().__init__(
            f"{current.name} saved this month meanwhile", "look at what was saved, and save again"
        )
        self.current = current


class CheckIns(Room):
    """Keeps what teams say month by month."""

    def save(
        self, school: School, month: date, form: MonthlyForm, new: NewCheckIn, who: str, *, seen: int
    ) -> CheckInSave:
        """Keep a month, or change it; `seen` is the save that the page was opened with, 0 for none.

        Raises `StaleCheckIn` where somebody saved in between, and `StoreError` for what the form does not have, for
        too much, for nothing at all, and for a month that is not there yet. The same again adds nothing.
        """
        _check(month, form, new)
        with self._database.writing() as connection:
            connection.execute(
                select(school_table.c.id).where(school_table.c.id == school.id).with_for_update()
            )
            last = next(iter(self._history(connection, school, month)), None)
            if last and not last.removed and (last.pulse, last.answers) == (new.pulse, new.answers):
                return last
            if last and last.id != seen and not last.removed:
                raise StaleCheckIn(last)
            kept = {"playbook_id": form.playbook.id, "version": form.playbook.version}
            return self._add(connection, school, month, kept | _content(new), who)

    def bring_back(self, school: School, month: date, earlier: int, who: str) -> CheckInSave:
        """Make an earlier save of a month count again, as a new save. Raises `StoreError` where there is none."""
        with self._database.writing() as connection:
            found = next((one for one in self._history(connection, school, month) if one.id == earlier), None)
            if found is None or found.removed:
                raise StoreError("There is no such save of this month", "choose one of its history")
            return self._add(connection, school, month, _kept(found), who)

    def remove(self, school: School, month: date, who: str) -> CheckInSave:
        """Take a month out of what counts; its history stays, and an earlier save can be brought back."""
        with self._database.writing() as connection:
            last = next(iter(self._history(connection, school, month)), None)
            if last is None:
                raise StoreError(f"{school.name} has no check-in of this month", "choose another month")
            if last.removed:
                return last
            return self._add(connection, school, month, _kept(last) | {"removed": True}, who)

    def history(self, school: School, month: date) -> tuple[CheckInSave, ...]:
        """All saves of a month, the newest first; the first one counts."""
        with self._database.reading() as connection:
            return self._history(connection, school, month)

    def of(self, school: School) -> tuple[CheckInSave, ...]:
        """What counts of each month of a school, months that were taken out too, the earliest first."""
        last = (
            select(func.max(check_in_save.c.id))
            .where(check_in_save.c.school_id == school.id)
            .group_by(check_in_save.c.month)
        )
        query = _saves().where(check_in_save.c.id.in_(last)).order_by(check_in_save.c.month)
        with self._database.reading() as connection:
            return tuple(_as_save(row) for row in connection.execute(query))

    def _history(self, connection: Connection, school: School, month: date) -> tuple[CheckInSave, ...]:
        here = check_in_save.c.school_id == school.id, check_in_save.c.month == month
        query = _saves().where(*here).order_by(check_in_save.c.id.desc())
        return tuple(_as_save(row) for row in connection.execute(query))

    def _add(
        self, connection: Connection, school: School, month: date, values: dict[str, Any], who: str
    ) -> CheckInSave:
        at = self._now().replace(microsecond=0)
        row = {"removed": False} | values | {"school_id": school.id, "month": month, "who": who, "at": at}
        connection.execute(insert(check_in_save).values(**row))
        return self._history(connection, school, month)[0]


def _saves() -> Select[Any]:
    return select(check_in_save, account.c.name).outerjoin(account, account.c.email == check_in_save.c.who)


def _as_save(row: Any) -> CheckInSave:
    frozen = {"pulse": MappingProxyType(row.pulse), "answers": MappingProxyType(row.answers)}
    return CheckInSave(**{**row._mapping, **frozen, "name": row.name or row.who})


def _content(new: NewCheckIn | CheckInSave) -> dict[str, Any]:
    return {"pulse": dict(new.pulse), "answers": dict(new.answers)}


def _kept(save: CheckInSave) -> dict[str, Any]:
    return {"playbook_id": save.playbook_id, "version": save.version} | _content(save)


def _check(month: date, form: MonthlyForm, new: NewCheckIn) -> None:
    if month.day != 1:
        raise StoreError(f"{month} is not the first day of a month", "name the month by its first day")
    if not new.pulse and not new.answers:
        raise StoreError("Nothing is said of this month yet", "answer at least one question")
    statements = {one.item.id: one.item for one in form.statements}
    for id, value in new.pulse.items():
        if id not in statements:
            raise StoreError(f"This month does not ask {id!r}", "choose from the statements of the month")
        if value not in {option.value for option in statements[id].options}:
            raise StoreError(f"{id} has no answer {value}", "choose one of its answers")
    for misfit in misfits(form.sheet, new.answers, form.constructs):
        if misfit.kind == "unknown" and misfit.column is None:
            raise StoreError(f"The check-in has no field {misfit.field!r}", "choose from those it has")
        raise StoreError(f"{misfit.field} does not take this", "change or shorten it")
    for id, given in new.answers.items():
        if isinstance(given, list) and len(given) > MOST_ROWS:
            raise StoreError(f"{id} does not take this", f"keep {MOST_ROWS} lines")
