"""The people who may answer a wave that knows who has: confidential and identified ones."""

import secrets
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, delete, func, insert, select, update

from engine.instrument.model import Privacy
from engine.instrument.written_text import unseen_sign
from engine.store import links, rows, schema, way_tables
from engine.store.database import Database
from engine.store.email_address import is_email
from engine.store.errors import StoreError
from engine.store.mail_tables import letter
from engine.store.own_answers import erase_answers
from engine.store.records import Site, Wave, WaveState
from engine.store.room import Clock, Room
from engine.store.waves import leave_traces, lock_wave
from engine.store.way_records import Invitee, NewInvitee

LONGEST_PERSON: Final = 200
ID_BYTES: Final = 16
TAKES_PEOPLE: Final = (WaveState.DRAFT, WaveState.OPEN)


class Invitees(Room):
    """Lists who may answer and who has, and forgets people who ask for it."""

    def __init__(self, database: Database, now: Clock, erase_traces: Callable[[], None]) -> None:
        super().__init__(database, now)
        self._erase_traces = erase_traces

    def add(self, wave: Wave, site: Site, people: Sequence[NewInvitee]) -> tuple[Invitee, ...]:
        """Put people on a school's list, without codes yet (`codes.reissue` makes these).

        Raises `StoreError` for a wave that is anonymous, being closed or closed, and for a person that cannot be.
        """
        for person in people:
            check_person(person)
        with self._database.writing() as connection:
            _require_list(connection, wave)
            return add_people(connection, wave, site, people)

    def of(self, where: Wave | Site) -> tuple[Invitee, ...]:
        """The people of a wave or of one school, school by school in the order of their lists."""
        table = way_tables.invitee
        mine = table.c.wave_id == where.id if isinstance(where, Wave) else table.c.site_id == where.id
        query = select(table).where(mine).order_by(table.c.site_id, table.c.number)
        with self._database.reading() as connection:
            return tuple(as_invitee(row) for row in connection.execute(query))

    def remind(self, people: Sequence[Invitee], day: date) -> None:
        """Note that these people were reminded on that day."""
        table = way_tables.invitee
        mine = table.c.id.in_([person.id for person in people])
        with self._database.writing() as connection:
            connection.execute(update(table).where(mine).values(reminded=day))

    def erase_answers(self, person: Invitee) -> bool:
        """Delete a person's answers, as they asked for; False where there are none. Results that are made stay.

        While the wave is open, their code can be used again. Raises `StoreError` once the wave's key was destroyed.
        """
        with self._database.writing() as connection:
            wave = _not_closing(connection, person)
            erased = erase_answers(connection, wave, person.id)
            leave_traces(connection, wave)
        self._erase_traces()
        return erased

    def forget(self, person: Invitee) -> None:
        """Take a person off the list, with their code and what they have begun; answers they sent stay, unlinked."""
        table, codes, response = way_tables.invitee, way_tables.code, schema.response
        with self._database.writing() as connection:
            wave = _not_closing(connection, person)
            if wave.privacy == Privacy.CONFIDENTIAL:
                links.unlink(connection, wave.id, person.id)
            mine = (response.c.wave_id == wave.id) & (response.c.person == person.id)
            connection.execute(update(response).where(mine).values(person=None))
            names = connection.scalars(select(codes.c.key_hash).where(codes.c.invitee_id == person.id)).all()
            connection.execute(delete(schema.draft).where(schema.draft.c.key_hash.in_(names)))
            connection.execute(delete(codes).where(codes.c.key_hash.in_(names)))
            connection.execute(delete(letter).where(letter.c.recipient == person.id))
            connection.execute(delete(table).where(table.c.id == person.id))
            leave_traces(connection, wave)
        self._erase_traces()


def _require_list(connection: Connection, wave: Wave) -> None:
    """That a wave keeps a list and still takes people; the key of a confidential one is made with the first."""
    this = select(schema.wave).where(schema.wave.c.id == wave.id).with_for_update(read=True)
    held = rows.one(connection, this, "wave", wave.id)
    if held.privacy == Privacy.ANONYMOUS:
        cause = f"The wave {held.title!r} is anonymous: no list of people is kept of it"
        raise StoreError(cause, "issue codes without names, or choose another promise while it is a draft")
    if held.state not in TAKES_PEOPLE:
        raise StoreError(f"The wave {held.title!r} is closed", "reopen it with a reason")
    if held.privacy == Privacy.CONFIDENTIAL:
        links.ensure_key(connection, wave.id)


def add_people(
    connection: Connection, wave: Wave, site: Site, people: Sequence[NewInvitee]
) -> tuple[Invitee, ...]:
    """Add people at the end of a school's list."""
    table = way_tables.invitee
    last = connection.scalar(select(func.max(table.c.number)).where(table.c.site_id == site.id)) or 0
    added = tuple(
        Invitee(
            secrets.token_hex(ID_BYTES),
            wave.id,
            site.id,
            number,
            person.name.strip(),
            (person.address or "").strip() or None,
            answered=False,
            reminded=None,
        )
        for number, person in enumerate(people, start=last + 1)
    )
    values: list[dict[str, Any]] = [
        {name: getattr(person, name) for name in Invitee.__slots__} | {"privacy": wave.privacy}
        for person in added
    ]
    if values:
        connection.execute(insert(table), values)
    return added


def _not_closing(connection: Connection, person: Invitee) -> Any:
    wave = lock_wave(connection, person.wave_id)
    if wave.state == WaveState.CLOSING:
        raise StoreError(f"The wave {wave.title!r} is being closed", "wait until it has finished")
    return wave


def as_invitee(row: Any) -> Invitee:
    return Invitee(**{name: getattr(row, name) for name in Invitee.__slots__})


def check_person(person: NewInvitee) -> None:
    """Raise `StoreError` for a name or an address that cannot be."""
    name = person.name.strip()
    if not name or len(name) > LONGEST_PERSON or unseen_sign(name):
        cause = "The name of a person is empty, too long, or holds a sign that can't be shown"
        raise StoreError(cause, f"give a name of {LONGEST_PERSON} characters or fewer")
    address = (person.address or "").strip()
    if address and not is_email(address):
        raise StoreError(
            f"The address of {name} is none that mail can be sent to", "write it as name@school.org"
        )
