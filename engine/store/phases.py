"""Which phase of the work a school is in, school year by school year, as its leader or its hub says.

It is for the school's own work. What a wave was told of a school's phase is kept with the wave, and no result changes
by what is said here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select

from engine.playbooks.model import Playbook
from engine.store.errors import StoreError
from engine.store.people_tables import account
from engine.store.phase_tables import school_phase
from engine.store.records import Network, School
from engine.store.room import Room
from engine.store.schema import school as school_table


@dataclass(frozen=True, slots=True)
class SchoolPhase:
    """What was said of a school year; `phase` is empty where it was taken back. `name` is that of the account."""

    id: int
    school_id: int
    year: int
    playbook_id: str
    version: str
    phase: str
    who: str
    name: str
    at: datetime


class Phases(Room):
    """Keeps the phases of schools."""

    def say(self, school: School, year: int, playbook: Playbook, phase: str, who: str) -> SchoolPhase:
        """Say which phase a school year is, or with an empty one take that back. The same again adds nothing.

        Raises `StoreError` for a phase that the playbook does not have.
        """
        if phase and phase not in {one.id for one in playbook.phases}:
            raise StoreError(f"There is no phase {phase!r}", "choose one of the playbook")
        with self._database.writing() as connection:
            here = school_table.c.id == school.id
            connection.execute(select(school_table.c.id).where(here).with_for_update())
            last = next(iter(self._history(connection, school, year)), None)
            if last is not None and last.phase == phase:
                return last
            values = {"playbook_id": playbook.id, "version": playbook.version, "phase": phase, "who": who}
            at = self._now().replace(microsecond=0)
            connection.execute(insert(school_phase).values(school_id=school.id, year=year, at=at, **values))
            return self._history(connection, school, year)[0]

    def history(self, school: School, year: int) -> tuple[SchoolPhase, ...]:
        """All that was said of a school year, the newest first; the first one counts."""
        with self._database.reading() as connection:
            return self._history(connection, school, year)

    def of_school(self, school: School) -> Mapping[int, SchoolPhase]:
        """The phase of each school year of which one was said, by the year in which it begins."""
        found = self._last(school_table.c.id == school.id)
        return {one.year: one for one in sorted(found, key=lambda one: one.year)}

    def of(self, network: Network, year: int) -> Mapping[int, SchoolPhase]:
        """The phase of each school of a network in a school year, by the school's id."""
        found = self._last(school_table.c.network_id == network.id)
        return {one.school_id: one for one in found if one.year == year}

    def _last(self, where: Any) -> list[SchoolPhase]:
        """What counts, without what was taken back."""
        last = select(func.max(school_phase.c.id)).group_by(school_phase.c.school_id, school_phase.c.year)
        of = school_table.c.id == school_phase.c.school_id
        query = _said().join(school_table, of).where(where, school_phase.c.id.in_(last))
        with self._database.reading() as connection:
            return [_as_said(row) for row in connection.execute(query) if row.phase]

    def _history(self, connection: Connection, school: School, year: int) -> tuple[SchoolPhase, ...]:
        here = school_phase.c.school_id == school.id, school_phase.c.year == year
        query = _said().where(*here).order_by(school_phase.c.id.desc())
        return tuple(_as_said(row) for row in connection.execute(query))


def _said() -> Select[Any]:
    return select(school_phase, account.c.name).outerjoin(account, account.c.email == school_phase.c.who)


def _as_said(row: Any) -> SchoolPhase:
    return SchoolPhase(**{**row._mapping, "name": row.name or row.who})
