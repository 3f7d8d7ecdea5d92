"""Up and down with data: whatever a database of any revision holds is there after the newest tables and back.

On both stores, as each changes a table in its own way: SQLite by copying it, PostgreSQL in place.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from alembic import command
from sqlalchemy import Connection, MetaData, Select, Table, create_engine, insert, select

from engine.store import Store, migrations
from engine.store.database import Database
from engine.store.migrations import HEAD, VERSION_TABLE
from tests.engine.store.test_opening import REVISIONS

pytestmark = pytest.mark.slow

FOLDER: Final = Path(__file__).parent / "revisions"

# What a step changes on purpose: 0008 empties what tells a time in waves that are closed, and has their traces erased.
ON_PURPOSE: Final = {"0008": {("response", "day"), ("response", "seconds"), ("wave", "traces_erased")}}

Rows = dict[str, list[tuple[Any, ...]]]


@contextmanager
def database_at(place: str) -> Iterator[Connection]:
    database = Database(place, wait=30)
    try:
        with database.writing() as connection:
            yield connection
    finally:
        database.close()


def go(place: str, revision: str) -> None:
    """Bring a database up or down to a revision, as the store does it: in one transaction."""
    with database_at(place) as connection:
        here = connection.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}").scalar_one()
        step = command.upgrade if str(here) < revision else command.downgrade
        step(migrations.configuration(connection), revision)


def rows(place: str, after: str) -> Rows:
    """Every row of every table, sorted, without the columns that a step after a revision changes on purpose."""
    changed = {one for step, columns in ON_PURPOSE.items() if step > after for one in columns}
    with database_at(place) as connection:
        reflected = MetaData()
        reflected.reflect(connection)
        return {
            name: sorted(tuple(map(repr, row)) for row in connection.execute(_columns(table, changed)))
            for name, table in reflected.tables.items()
        }


def _columns(table: Table, without: set[tuple[str, str]]) -> Select[Any]:
    """The columns by name: a step that adds one puts it last."""
    found = [column for column in table.c if (table.name, column.name) not in without]
    return select(*sorted(found, key=lambda column: column.name))


def of_revision(revision: str, file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript((FOLDER / f"{revision}.sql").read_text("utf-8"))


def copied(source: Path, place: str) -> None:
    """Copy the rows of an SQLite database into the same tables elsewhere, which must be empty."""
    engine = create_engine(f"sqlite:///{source}")
    with engine.connect() as old, database_at(place) as new:
        there, here = MetaData(), MetaData()
        there.reflect(old)
        here.reflect(new)
        for table in here.sorted_tables:
            if table.name == VERSION_TABLE:
                continue
            found = [dict(row._mapping) for row in old.execute(select(there.tables[table.name]))]
            if found:
                new.execute(insert(table), found)
    engine.dispose()


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_what_a_revision_holds_is_there_after_the_newest_tables_and_back(
    empty_place: str, tmp_path: Path, revision: str
) -> None:
    if "://" in empty_place:
        of_revision(revision, tmp_path / "old.db")
        Store.open(empty_place).close()
        go(empty_place, revision)
        copied(tmp_path / "old.db", empty_place)
    else:
        of_revision(revision, Path(empty_place))
    before = rows(empty_place, revision)
    assert sum(map(len, before.values())) > 20
    go(empty_place, HEAD)
    go(empty_place, revision)
    assert rows(empty_place, revision) == before
