"""What a school's team agreed on with a rubric: a level and its evidence, condition by condition, meeting by meeting.

Kept apart from every answer and every result: nobody's answers are in it, and no score is made of it. Each save is a
row of its own; the last one of a meeting counts, the others are its history, and an earlier one can be brought back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, Select, func, insert, select

from engine.instrument.model import Instrument
from engine.store.errors import StoreError
from engine.store.people_tables import account
from engine.store.records import School
from engine.store.room import Room
from engine.store.rubric_tables import rubric_save
from engine.store.schema import school as table

LONGEST_EVIDENCE: Final = 2000  # characters
LONGEST_AGREED: Final = 300
MOST_MEETINGS: Final = 200  # of a school


@dataclass(frozen=True, slots=True)
class AgreedLevel:
    """What a team agreed on for one condition: an option's value, or None where it did not agree; and the evidence."""

    level: int | None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class NewRubricSave:
    """A team's meeting as it is to be kept; `held` is the day of the meeting."""

    held: date
    levels: Mapping[str, AgreedLevel]
    agreed_by: str


@dataclass(frozen=True, slots=True)
class RubricSave:
    """One save of a meeting. `name` is that of the account which saved it; its address where it is gone."""

    id: int
    school_id: int
    number: int
    instrument_id: str
    version: str
    held: date
    levels: Mapping[str, AgreedLevel]
    agreed_by: str
    shared: bool
    removed: bool
    who: str
    name: str
    at: datetime


class StaleRubric(StoreError):
    """Somebody saved the meeting after the page was opened; `current` is what they saved."""

    def __init__(self, current: RubricSave) -> None:
        super().__init__(
            f"{current.name} saved this meeting meanwhile", "look at what was saved, and save again"
        )
        self.current = current


class Rubrics(Room):
    """Keeps what teams of schools agree on."""

    def begin(self, school: School, instrument: Instrument, new: NewRubricSave, who: str) -> RubricSave:
        """Keep a new meeting of a school's team. Raises `StoreError` for what the rubric does not have, or too much."""
        _check(instrument, new)
        with self._database.writing() as connection:
            connection.execute(select(table.c.id).where(table.c.id == school.id).with_for_update())
            last = connection.scalar(
                select(func.max(rubric_save.c.number)).where(rubric_save.c.school_id == school.id)
            )
            number = (last or 0) + 1
            if number > MOST_MEETINGS:
                raise StoreError(f"{school.name} has kept {MOST_MEETINGS} meetings", "change one of them")
            kept = {"instrument_id": instrument.id, "version": instrument.version, "shared": False}
            return self._add(connection, school, number, kept | _values(new), who)

    def save(
        self, school: School, number: int, instrument: Instrument, new: NewRubricSave, who: str, *, seen: int
    ) -> RubricSave:
        """Change a meeting; `seen` is the save that the page was opened with.

        Raises `StaleRubric` where somebody saved in between, and `StoreError` as `begin` does. The same again, as when
        a form is sent twice, adds nothing.
        """
        _check(instrument, new)
        with self._database.writing() as connection:
            last = self._last(connection, school, number)
            values = _values(new)
            if not last.removed and all(
                getattr(last, name) == getattr(_as_row(new), name) for name in values
            ):
                return last
            if last.id != seen:
                raise StaleRubric(last)
            return self._add(connection, school, number, _kept(last) | values, who)

    def bring_back(self, school: School, number: int, earlier: int, who: str) -> RubricSave:
        """Make an earlier save of a meeting count again, as a new save. Raises `StoreError` where there is none."""
        with self._database.writing() as connection:
            found = next(
                (one for one in self._history(connection, school, number) if one.id == earlier), None
            )
            last = self._last(connection, school, number)
            if found is None or found.removed:
                raise StoreError("There is no such save of this meeting", "choose one of its history")
            return self._add(connection, school, number, _kept(last) | _content(found), who)

    def share(self, school: School, number: int, who: str, *, shared: bool) -> RubricSave:
        """Let the hub read a meeting, or end that."""
        with self._database.writing() as connection:
            last = self._last(connection, school, number)
            if last.shared is shared:
                return last
            return self._add(
                connection, school, number, _kept(last) | _content(last) | {"shared": shared}, who
            )

    def remove(self, school: School, number: int, who: str) -> RubricSave:
        """Take a meeting out of what counts; its history stays, and an earlier save can be brought back."""
        with self._database.writing() as connection:
            last = self._last(connection, school, number)
            gone = {"removed": True, "shared": False}
            return self._add(connection, school, number, _kept(last) | _content(last) | gone, who)

    def history(self, school: School, number: int) -> tuple[RubricSave, ...]:
        """All saves of a meeting, the newest first; the first one counts."""
        with self._database.reading() as connection:
            return self._history(connection, school, number)

    def meetings(self, school: School) -> tuple[RubricSave, ...]:
        """What counts of each meeting of a school's team, removed ones too, in the order of their days."""
        last = (
            select(func.max(rubric_save.c.id))
            .where(rubric_save.c.school_id == school.id)
            .group_by(rubric_save.c.number)
        )
        query = _saves().where(rubric_save.c.id.in_(last))
        with self._database.reading() as connection:
            found = [_as_save(row) for row in connection.execute(query)]
        return tuple(sorted(found, key=lambda one: (one.held, one.number)))

    def _history(self, connection: Connection, school: School, number: int) -> tuple[RubricSave, ...]:
        query = _saves().where(rubric_save.c.school_id == school.id, rubric_save.c.number == number)
        return tuple(_as_save(row) for row in connection.execute(query.order_by(rubric_save.c.id.desc())))

    def _last(self, connection: Connection, school: School, number: int) -> RubricSave:
        found = self._history(connection, school, number)
        if not found:
            raise StoreError(f"{school.name} has no meeting of this number", "begin one")
        return found[0]

    def _add(
        self, connection: Connection, school: School, number: int, values: dict[str, Any], who: str
    ) -> RubricSave:
        at = self._now().replace(microsecond=0)
        row = {"removed": False} | values | {"school_id": school.id, "number": number, "who": who, "at": at}
        connection.execute(insert(rubric_save).values(**row))
        here = rubric_save.c.school_id == school.id, rubric_save.c.number == number
        query = _saves().where(*here).order_by(rubric_save.c.id.desc()).limit(1)
        return _as_save(connection.execute(query).one())


def _saves() -> Select[Any]:
    return select(rubric_save, account.c.name).outerjoin(account, account.c.email == rubric_save.c.who)


def _as_save(row: Any) -> RubricSave:
    levels = {item: AgreedLevel(level, evidence) for item, (level, evidence) in row.levels.items()}
    values = {**row._mapping, "levels": MappingProxyType(levels), "name": row.name or row.who}
    return RubricSave(**values)


def _as_row(new: NewRubricSave) -> NewRubricSave:
    """What is to be kept as a kept save says it, to be compared with one."""
    return replace(new, levels=dict(new.levels), agreed_by=" ".join(new.agreed_by.split()))


def _values(new: NewRubricSave) -> dict[str, Any]:
    return {
        "held": new.held,
        "levels": {item: [one.level, one.evidence] for item, one in new.levels.items()},
        "agreed_by": " ".join(new.agreed_by.split()),
    }


def _kept(last: RubricSave) -> dict[str, Any]:
    """What stays of a meeting whatever is changed in it."""
    return {"instrument_id": last.instrument_id, "version": last.version, "shared": last.shared}


def _content(save: RubricSave) -> dict[str, Any]:
    return _values(NewRubricSave(save.held, save.levels, save.agreed_by))


def _check(instrument: Instrument, new: NewRubricSave) -> None:
    if not new.agreed_by.strip():
        raise StoreError("It is not said who agreed", "name roles or initials")
    if len(new.agreed_by) > LONGEST_AGREED:
        raise StoreError("What says who agreed is too long", f"shorten it to {LONGEST_AGREED} characters")
    for id, one in new.levels.items():
        item = instrument.item_by_id.get(id)
        if item is None or not item.levels:
            raise StoreError(f"The rubric has no condition {id!r}", "choose from those it has")
        if one.level is not None and one.level not in {option.value for option in item.options}:
            raise StoreError(f"{id} has no level {one.level}", "choose one of its levels")
        if len(one.evidence) > LONGEST_EVIDENCE:
            raise StoreError(
                f"The evidence of {id} is too long", f"shorten it to {LONGEST_EVIDENCE} characters"
            )
    if not any(one.level is not None for one in new.levels.values()):
        raise StoreError("No level is agreed on yet", "choose one for at least one condition")
