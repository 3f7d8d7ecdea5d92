"""The log: who signed in, saw a result, took a file or changed something, and when.

An entry holds no answers and no address of a machine. Entries are added and read, never changed.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, func, insert, select

from engine.store.people_records import AuditEntry, NewEntry
from engine.store.people_tables import entry
from engine.store.records import Network, School, Wave
from engine.store.room import Room


class Audit(Room):
    """Keeps the log and gives it to those who may read it."""

    def record(self, *new: NewEntry) -> None:
        """Keep entries of this moment, to the second."""
        now = self._now().replace(microsecond=0)
        rows = [
            {
                "at": now,
                "who": one.who,
                "action": one.action,
                "what": one.what[:400],
                "network_id": one.network_id,
                "school_id": one.school_id,
                "wave_id": one.wave_id,
            }
            for one in new
        ]
        if rows:
            with self._database.writing() as connection:
                connection.execute(insert(entry), rows)

    def entries(
        self,
        of: Network | School | Wave,
        *,
        action: str | None = None,
        without: Collection[str] = (),
        first: int = 0,
        most: int = 100,
    ) -> tuple[AuditEntry, ...]:
        """The log of a network, or what was done about one school or wave, newest first.

        Entries of the actions in `without` are left out.
        """
        query = select(
            entry.c.id,
            entry.c.at,
            entry.c.who,
            entry.c.action,
            entry.c.what,
            entry.c.school_id,
            entry.c.wave_id,
        ).where(_of(of), entry.c.action.not_in(without))
        if action is not None:
            query = query.where(entry.c.action == action)
        with self._database.reading() as connection:
            found = connection.execute(query.order_by(entry.c.id.desc()).offset(first).limit(most))
            return tuple(AuditEntry(**row._mapping) for row in found)

    def first(self, school: School, wave: Wave, action: str, who: Collection[str]) -> datetime | None:
        """When one of these people, by their addresses, first did this to a school's part of a wave; None for never."""
        query = select(func.min(entry.c.at)).where(
            entry.c.school_id == school.id,
            entry.c.wave_id == wave.id,
            entry.c.action == action,
            entry.c.who.in_(who),
        )
        with self._database.reading() as connection:
            found: datetime | None = connection.scalar(query)
            return found

    def count(
        self, of: Network | School | Wave, *, action: str | None = None, without: Collection[str] = ()
    ) -> int:
        """How many entries `entries` has in all."""
        query = select(func.count()).select_from(entry).where(_of(of), entry.c.action.not_in(without))
        if action is not None:
            query = query.where(entry.c.action == action)
        with self._database.reading() as connection:
            return int(connection.scalar(query) or 0)


def _of(of: Network | School | Wave) -> ColumnElement[bool]:
    if isinstance(of, Wave):
        return entry.c.wave_id == of.id
    return entry.c.network_id == of.id if isinstance(of, Network) else entry.c.school_id == of.id
