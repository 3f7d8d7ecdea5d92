"""The people who may answer a wave that knows who has: confidential and identified ones."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import select, update

from engine.instrument.written_text import unseen_sign
from engine.store import way_tables
from engine.store.email_address import kept_email
from engine.store.errors import StoreError
from engine.store.records import Site, Wave
from engine.store.room import Room
from engine.store.way_records import Invitee, NewInvitee

LONGEST_PERSON: Final = 200


class Invitees(Room):
    """Lists who may answer and who has, and forgets people who ask for it."""

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


def as_invitee(row: Any) -> Invitee:
    return Invitee(**{name: getattr(row, name) for name in Invitee.__slots__})


def check_person(person: NewInvitee) -> None:
    """Raise `StoreError` for a name or an address that cannot be."""
    name = person.name.strip()
    if not name or len(name) > LONGEST_PERSON or unseen_sign(name):
        cause = "The name of a person is empty, too long, or holds a sign that can't be shown"
        raise StoreError(cause, f"give a name of {LONGEST_PERSON} characters or fewer")
    if (person.address or "").strip():
        kept_email(person.address or "")
