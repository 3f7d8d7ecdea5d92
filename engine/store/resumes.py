"""Codes to go on with elsewhere: short enough for paper, made on demand, and gone with the draft they open."""

from typing import Final

from sqlalchemy import Connection, delete, insert, select

from engine.store import code_signs, schema, sealing, unit_tables, way_tables
from engine.store.code_tries import Tries
from engine.store.database import Database
from engine.store.errors import DraftGone
from engine.store.records import DraftKey
from engine.store.room import Clock, Room
from engine.store.slow_codes import slow_hash

BOUND: Final = b"barograph: a draft's key under a code to go on with"


class Resumes(Room):
    """Makes codes that open a draft on another device, and finds what they open."""

    def __init__(self, database: Database, now: Clock) -> None:
        super().__init__(database, now)
        self._tries = Tries(database, self._today, "code")

    def issue(self, key: DraftKey) -> str:
        """A code that opens the draft of this key on another device; an earlier one stops working.

        Raises `DraftGone` when no draft is kept under the key.
        """
        code = code_signs.draw()
        slow = slow_hash(self._database).key(code)
        table, name = way_tables.resume, sealing.row_key(key)
        with self._database.writing() as connection:
            draft = schema.draft.c
            wave_id = connection.scalar(select(draft.wave_id).where(draft.key_hash == name))
            if wave_id is None:
                raise DraftGone(submitted=False)
            connection.execute(delete(table).where(table.c.key_hash == name))
            connection.execute(
                insert(table).values(
                    code_hash=sealing.row_key(slow),
                    key_hash=name,
                    wave_id=wave_id,
                    day=self._today(),
                    sealed=sealing.seal(slow, key.token.encode(), BOUND),
                )
            )
        return code_signs.grouped(code)

    def find(self, typed: str) -> tuple[str, DraftKey] | None:
        """The survey's link and the draft's key that a code opens; None where it opens nothing (any more).

        Raises `TooManyTries` where too many codes that begin like this one were tried in vain today.
        """
        plain = code_signs.plain(typed)
        if plain is None:
            return None
        with self._database.reading() as connection:
            self._tries.require(connection, plain)
        slow = slow_hash(self._database).key(plain)
        with self._database.reading() as connection:
            opened = opened_by(connection, slow)
            if opened is not None:
                site_id, unit_id, key = opened
                unit = unit_tables.unit.c
                of = unit if unit_id is not None else schema.site.c
                link = connection.scalar(select(of.link).where(of.id == (unit_id or site_id)))
                return str(link), key
        self._tries.count(plain)
        return None


def opened_by(connection: Connection, slow: DraftKey) -> tuple[int, int | None, DraftKey] | None:
    """The site, the unit if any, and the key of the draft that a code opens, given the code's slow hash."""
    table, draft = way_tables.resume.c, schema.draft.c
    query = select(table.sealed, draft.site_id, draft.unit_id).join(
        schema.draft, draft.key_hash == table.key_hash
    )
    row = connection.execute(query.where(table.code_hash == sealing.row_key(slow))).first()
    if row is None:
        return None
    return row.site_id, row.unit_id, DraftKey(sealing.unseal(slow, row.sealed, BOUND).decode())
