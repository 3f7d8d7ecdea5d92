"""Sheets that are for one person alone: found by their account and by nothing else, until that person deletes them.

Whoever can read the database's files can read them; the pages say so. No school, plan or log is joined to them.
"""

from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from engine.playbooks.filled import Values, tidied
from engine.playbooks.folder import PlaybookFolder
from engine.store import traces
from engine.store.errors import StoreError
from engine.store.people_records import Account
from engine.store.people_tables import account
from engine.store.plan_records import OwnSheet
from engine.store.plan_tables import own_sheet
from engine.store.room import Room
from engine.store.sheet_saves import EMPTY, check_values


class OwnSheets(Room):
    """Keeps a person's private sheets: a row a save, until that person throws them away."""

    def save(
        self, whose: Account, sheet: str, folder: PlaybookFolder, values: Values, *, seen: int
    ) -> OwnSheet:
        """Keep what stands in a person's sheet. `seen` is the save that the page was opened with, 0 for none.

        Raises `StoreError` where that person saved it elsewhere meanwhile, for a sheet that is not private, and for
        what its fields cannot hold.
        """
        found = folder.playbook.worksheet(sheet)
        if found is None or found.of != "person":
            raise StoreError(f"The playbook has no private sheet {sheet!r}", "choose one of those it has")
        kept = tidied(values)
        check_values(found, folder, kept)
        with self._database.writing() as connection:
            connection.execute(select(account.c.id).where(account.c.id == whose.id).with_for_update())
            history = self._history(connection, whose, sheet)
            if history and history[0].values == kept:
                return history[0]
            if (history[0].id if history else EMPTY) != seen:
                raise StoreError("You saved this sheet elsewhere meanwhile", "open it again and compare")
            return self._add(connection, whose, sheet, folder, kept)

    def bring_back(self, whose: Account, sheet: str, earlier: int, folder: PlaybookFolder) -> OwnSheet:
        """Make an earlier save count again, as a new one; raises `StoreError` where there is none."""
        with self._database.writing() as connection:
            connection.execute(select(account.c.id).where(account.c.id == whose.id).with_for_update())
            history = self._history(connection, whose, sheet)
            found = next((one for one in history if one.id == earlier), None)
            if not history or (found is None and earlier != EMPTY):
                raise StoreError("There is no such save of this sheet", "choose one of its history")
            return self._add(connection, whose, sheet, folder, found.values if found else {})

    def history(self, whose: Account, sheet: str) -> tuple[OwnSheet, ...]:
        """All saves of a person's sheet, the newest first; the first one counts."""
        with self._database.reading() as connection:
            return self._history(connection, whose, sheet)

    def throw_away(self, whose: Account, sheet: str) -> bool:
        """Delete every save of a person's sheet and erase it from the database's files.

        False where another connection stood in the way of erasing: then the next close of a wave does it.
        """
        this = (own_sheet.c.account_id == whose.id) & (own_sheet.c.sheet == sheet)
        with self._database.writing() as connection:
            if not connection.execute(delete(own_sheet).where(this)).rowcount:
                return True
        return traces.erase(self._database)

    def _history(self, connection: Connection, whose: Account, sheet: str) -> tuple[OwnSheet, ...]:
        query = select(own_sheet).where(own_sheet.c.account_id == whose.id, own_sheet.c.sheet == sheet)
        return tuple(_as_own(row) for row in connection.execute(query.order_by(own_sheet.c.id.desc())))

    def _add(
        self, connection: Connection, whose: Account, sheet: str, folder: PlaybookFolder, values: Values
    ) -> OwnSheet:
        row = {
            "account_id": whose.id,
            "sheet": sheet,
            "playbook_id": folder.playbook.id,
            "version": folder.playbook.version,
            "filled": dict(values),
            "at": self._now().replace(microsecond=0),
        }
        connection.execute(insert(own_sheet).values(**row))
        return self._history(connection, whose, sheet)[0]


def _as_own(row: Any) -> OwnSheet:
    values = MappingProxyType(row.filled)
    return OwnSheet(row.id, row.sheet, row.playbook_id, row.version, values, row.at)
