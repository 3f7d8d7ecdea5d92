"""A visit: what somebody meets who follows a link with the key of a draft, read at once."""

from typing import Any, Final

from sqlalchemy import Connection, bindparam

from engine.store import rows, schema, sealing
from engine.store.database import Database
from engine.store.drafts import draft_of, read_draft, was_submitted
from engine.store.records import AtDoor, DraftKey
from engine.store.room import Clock, Room
from engine.store.sites import Sites

DRAFT: Final = tuple(column.label(f"draft_{column.name}") for column in schema.draft.c)
SPENT: Final = schema.spent.c.wave_id.label("spent_in")

# Built once, with the values left open: to build them anew for each page takes longer than to run them.
BY_LINK: Final = rows.DOORS.where(schema.site.c.link == bindparam("link"))
WITH_DRAFT: Final = (
    rows.DOORS.add_columns(*DRAFT, SPENT)
    .outerjoin(schema.draft, schema.draft.c.key_hash == bindparam("key"))
    .outerjoin(schema.spent, schema.spent.c.key_hash == bindparam("key"))
    .where(schema.site.c.link == bindparam("link"))
)


class Visits(Room):
    """Finds the survey behind a link, with the draft that a browser holds the key of."""

    def __init__(self, database: Database, now: Clock, sites: Sites) -> None:
        super().__init__(database, now)
        self._sites = sites

    def find(self, link: str, key: DraftKey | None) -> AtDoor | None:
        """The survey of a link, a site's or that of a unit below it, and what is kept under a key; None without one.

        The draft may be another survey's: whoever asks compares its site. One statement, but for the link of a unit
        and for students, whose families are asked about by another.
        """
        with self._database.reading() as connection:
            if key is None:
                row = connection.execute(BY_LINK, {"link": link}).one_or_none()
                return AtDoor(self._sites.door_of(connection, row)) if row else self._below(connection, link)
            values = {"link": link, "key": sealing.row_key(key)}
            row = connection.execute(WITH_DRAFT, values).one_or_none()
            if row is None:
                return self._below(connection, link, key)
            draft = None if row.draft_key_hash is None else draft_of(key, _Named(row))
            return AtDoor(self._sites.door_of(connection, row), draft, row.spent_in is not None)

    def _below(self, connection: Connection, link: str, key: DraftKey | None = None) -> AtDoor | None:
        """The same for the link of a unit below a site."""
        door = self._sites.door_of_unit(connection, link)
        if door is None or key is None:
            return None if door is None else AtDoor(door)
        return AtDoor(door, read_draft(connection, key), was_submitted(connection, key))


class _Named:
    """The columns of a draft in a row that holds others beside them."""

    def __init__(self, row: Any) -> None:
        self.site_id, self.revision = row.draft_site_id, row.draft_revision
        self.payload, self.unit_id = row.draft_payload, row.draft_unit_id
