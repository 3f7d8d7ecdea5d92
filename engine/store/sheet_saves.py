"""What stands in the sheets of a plan, and of a school itself: a row a save, so that nothing is overwritten.

The last save of a sheet counts, the others are its history, and an earlier one can be brought back. Values are checked
against the playbook's typed fields, whoever hands them in.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, func, insert, select

from engine.playbooks.filled import Values, misfits, tidied
from engine.playbooks.folder import PlaybookFolder
from engine.playbooks.sheets import SheetOwner, TeamSheet
from engine.store.errors import StoreError
from engine.store.people_tables import account
from engine.store.plan_records import MOST_TESTS, SheetKey, SheetSave, StaleSheet, TeamPlan
from engine.store.plan_tables import plan as plan_table
from engine.store.plan_tables import plan_standing, sheet_save
from engine.store.records import School
from engine.store.room import Room
from engine.store.schema import school as school_table

EMPTY: Final = 0  # instead of a save's number: the sheet before its first save
OF_A_PLAN: Final[tuple[SheetOwner, ...]] = ("plan", "test")


class SheetSaves(Room):
    """Keeps the sheets of plans and of schools. `of` is the plan or, for a sheet of the school itself, the school."""

    def save(
        self,
        of: TeamPlan | School,
        key: SheetKey,
        folder: PlaybookFolder,
        values: Values,
        who: str,
        *,
        seen: int,
    ) -> SheetSave:
        """Keep what stands in a sheet; `seen` is the save that the page was opened with, 0 where there was none.

        Raises `StaleSheet` where somebody saved in between, and `StoreError` for a sheet or a value that the playbook
        does not have, and for a plan that is closed. The same again, as when a form is sent twice, adds nothing.
        """
        kept = tidied(values)
        _check_sheet(of, key, folder, kept)
        with self._database.writing() as connection:
            self._hold(connection, of)
            history = self._history(connection, of, key)
            last = history[0] if history else None
            if last is not None and not last.removed and last.values == kept:
                return last
            if (last.id if last is not None else EMPTY) != seen:
                raise StaleSheet(last) if last is not None else _none()
            return self._add(connection, of, key, folder, kept, who)

    def bring_back(
        self, of: TeamPlan | School, key: SheetKey, earlier: int, folder: PlaybookFolder, who: str
    ) -> SheetSave:
        """Make an earlier save of a sheet count again, as a new save; `EMPTY` is the sheet before its first one.

        Raises `StoreError` where there is no such save, and where it no longer fits the playbook.
        """
        with self._database.writing() as connection:
            self._hold(connection, of)
            history = self._history(connection, of, key)
            found = next((one for one in history if one.id == earlier and not one.removed), None)
            if not history or (found is None and earlier != EMPTY):
                raise _none()
            values = found.values if found is not None else {}
            _check_sheet(of, key, folder, values)
            return self._add(connection, of, key, folder, values, who)

    def remove(self, of: TeamPlan | School, key: SheetKey, folder: PlaybookFolder, who: str) -> SheetSave:
        """Take a sheet out, such as a test that was not held; its history stays and can be brought back."""
        with self._database.writing() as connection:
            self._hold(connection, of)
            history = self._history(connection, of, key)
            if not history:
                raise _none()
            if history[0].removed:
                return history[0]
            return self._add(connection, of, key, folder, history[0].values, who, removed=True)

    def history(self, of: TeamPlan | School, key: SheetKey) -> tuple[SheetSave, ...]:
        """All saves of a sheet, the newest first; the first one counts."""
        with self._database.reading() as connection:
            return self._history(connection, of, key)

    def latest(self, of: TeamPlan | School) -> Mapping[SheetKey, SheetSave]:
        """What counts of each sheet that was ever saved, removed ones too, in the order of sheets and numbers."""
        last = select(func.max(sheet_save.c.id)).where(_here(of)).group_by(*_key_columns())
        with self._database.reading() as connection:
            found = [_as_save(row) for row in connection.execute(_saves().where(sheet_save.c.id.in_(last)))]
        return MappingProxyType({one.key: one for one in sorted(found, key=lambda one: one.key)})

    def next_number(self, of: TeamPlan | School, sheet: str) -> int:
        """The number that one more sheet of this kind gets."""
        query = select(func.max(sheet_save.c.number)).where(_here(of), sheet_save.c.sheet == sheet)
        with self._database.reading() as connection:
            return (connection.scalar(query) or 0) + 1

    def _hold(self, connection: Connection, of: TeamPlan | School) -> None:
        """Hold the owner until the transaction ends, and refuse to write into a plan that is closed."""
        if isinstance(of, TeamPlan):
            hold_open(connection, of)
        else:
            connection.execute(select(school_table.c.id).where(school_table.c.id == of.id).with_for_update())

    def _history(self, connection: Connection, of: TeamPlan | School, key: SheetKey) -> tuple[SheetSave, ...]:
        here = _here(of), sheet_save.c.sheet == key.sheet, sheet_save.c.number == key.number
        query = _saves().where(*here).order_by(sheet_save.c.id.desc())
        return tuple(_as_save(row) for row in connection.execute(query))

    def _add(
        self,
        connection: Connection,
        of: TeamPlan | School,
        key: SheetKey,
        folder: PlaybookFolder,
        values: Values,
        who: str,
        *,
        removed: bool = False,
    ) -> SheetSave:
        row = {
            "school_id": of.school_id if isinstance(of, TeamPlan) else of.id,
            "plan_id": of.id if isinstance(of, TeamPlan) else None,
            "sheet": key.sheet,
            "number": key.number,
            "playbook_id": folder.playbook.id,
            "version": folder.playbook.version,
            "filled": dict(values),
            "removed": removed,
            "who": who,
            "at": self._now().replace(microsecond=0),
        }
        connection.execute(insert(sheet_save).values(**row))
        return self._history(connection, of, key)[0]


def hold_open(connection: Connection, plan: TeamPlan) -> None:
    """Hold a plan until the transaction ends; raises `StoreError` where it is closed."""
    connection.execute(select(plan_table.c.id).where(plan_table.c.id == plan.id).with_for_update())
    standing = select(plan_standing.c.state).where(plan_standing.c.plan_id == plan.id)
    if connection.scalar(standing.order_by(plan_standing.c.id.desc()).limit(1)) != "open":
        raise StoreError("The plan is closed", "open it again first")


def _here(of: TeamPlan | School) -> ColumnElement[bool]:
    if isinstance(of, TeamPlan):
        return sheet_save.c.plan_id == of.id
    return (sheet_save.c.school_id == of.id) & sheet_save.c.plan_id.is_(None)


def _key_columns() -> tuple[ColumnElement[Any], ...]:
    return sheet_save.c.sheet, sheet_save.c.number


def _saves() -> Select[Any]:
    return select(sheet_save, account.c.name).outerjoin(account, account.c.email == sheet_save.c.who)


def _as_save(row: Any) -> SheetSave:
    return SheetSave(
        id=row.id,
        key=SheetKey(row.sheet, row.number),
        playbook_id=row.playbook_id,
        version=row.version,
        values=MappingProxyType(row.filled),
        removed=row.removed,
        who=row.who,
        name=row.name or row.who,
        at=row.at,
    )


def _check_sheet(of: TeamPlan | School, key: SheetKey, folder: PlaybookFolder, values: Values) -> None:
    sheet = folder.playbook.worksheet(key.sheet)
    owners = OF_A_PLAN if isinstance(of, TeamPlan) else ("school",)
    if sheet is None or sheet.of not in owners:
        raise StoreError(f"The playbook has no sheet {key.sheet!r} here", "choose one of those it has")
    if not 1 <= key.number <= (MOST_TESTS if sheet.of == "test" else 1):
        raise StoreError(f"There is no sheet {key.sheet!r} with the number {key.number}", "use a lower one")
    check_values(sheet, folder, values)


def check_values(sheet: TeamSheet, folder: PlaybookFolder, values: Values) -> None:
    """Raise `StoreError` for the first value that a field of the sheet cannot hold."""
    constructs = {construct.id for construct in folder.constructs.constructs}
    for found in misfits(sheet, values, constructs):
        place = found.field if found.row is None else f"{found.field}, row {found.row + 1}, {found.column}"
        raise StoreError(f"{sheet.id}: {place} cannot hold this ({found.kind})", "correct it and save again")


def _none() -> StoreError:
    return StoreError("There is no such save of this sheet", "choose one of its history")
