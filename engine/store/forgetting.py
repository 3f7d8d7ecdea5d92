"""Deleting the single answers of a closed wave: what is left is its frozen results, as respondents were told."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, Table, delete, func, select, update

from engine.store import mailings, rows, schema, way_tables
from engine.store.action_tables import comment
from engine.store.closing import Closing
from engine.store.database import Database
from engine.store.errors import StoreError
from engine.store.records import Wave, WaveState
from engine.store.room import Clock, Room

GOES: Final[tuple[tuple[Table, str], ...]] = (  # each before those that it points to
    (schema.withdrawal, "withdrawal codes"),
    (schema.response_link, "links from people to answers"),
    (comment, "comments and what was decided about them"),
    (schema.response, "answers"),
    (schema.spent, "traces of sent forms"),
    (way_tables.code, "personal codes"),
    (way_tables.invitee, "people on lists"),
    (way_tables.link_key, "keys"),
)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What goes, or has gone, of a wave: how many rows of each kind, none of them empty."""

    wave: Wave
    rows: tuple[tuple[str, int], ...]


class Forgetting(Room):
    """Deletes single answers, and tells before what that takes."""

    def __init__(self, database: Database, now: Clock, closing: Closing) -> None:
        super().__init__(database, now)
        self._closing = closing

    def due(self) -> tuple[Wave, ...]:
        """The closed waves whose answers respondents were told are kept until a day that has come."""
        wave = schema.wave.c
        kept = wave.kept_until.is_not(None) & wave.answers_deleted.is_(None)
        query = rows.WAVES.where(kept, wave.state == WaveState.CLOSED).order_by(wave.id)
        with self._database.reading() as connection:
            found = [rows.as_wave(row) for row in connection.execute(query)]
        return tuple(one for one in found if one.kept_until and one.kept_until <= self._day_of(one))

    def rehearse(self, wave: Wave) -> Forgotten:
        """What `forget` would delete. Raises `StoreError` where it would refuse."""
        with self._database.reading() as connection:
            _require_closed(connection, wave)
            return Forgotten(wave, _counted(connection, wave))

    def forget(self, wave: Wave) -> Forgotten:
        """Delete every single answer of a closed wave, for good, and what leads to people; its results stay.

        Nothing that was made of the answers is made again without them, so no result changes by it. The wave can't be
        opened again. Raises `StoreError` for a wave that is not closed, and for one whose answers are deleted.
        """
        with self._database.writing() as connection:
            _require_closed(connection, wave)
            gone = Forgotten(wave, _counted(connection, wave))
            mailings.forget(connection, wave.id)
            for table, _ in GOES:
                connection.execute(delete(table).where(table.c.wave_id == wave.id))
            done = {"answers_deleted": self._day_of(wave), "traces_erased": False}
            connection.execute(update(schema.wave).where(schema.wave.c.id == wave.id).values(done))
        self._closing.erase_traces()
        return gone

    def _day_of(self, wave: Wave) -> date:
        return self._now().astimezone(wave.closes.tzinfo).date()


def _require_closed(connection: Connection, wave: Wave) -> None:
    query = select(schema.wave).where(schema.wave.c.id == wave.id).with_for_update()
    held = rows.one(connection, query, "wave", wave.id)
    if held.state != WaveState.CLOSED:
        raise StoreError(f"The wave {held.title!r} is not closed", "close it first, so that it has results")
    rows.require_answers(held)


def _counted(connection: Connection, wave: Wave) -> tuple[tuple[str, int], ...]:
    found = (
        (name, connection.scalar(select(func.count()).where(table.c.wave_id == wave.id)) or 0)
        for table, name in GOES
    )
    return tuple((name, number) for name, number in found if number)
