"""Backups: every row under one snapshot while people answer, sealed, read through, and put into an empty database.

One format for SQLite and PostgreSQL, so that a backup of a laptop can be restored on a server
(docs/decisions/backups.md).
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from os import PathLike
from pathlib import Path
from typing import Any, BinaryIO, Final

from sqlalchemy import Connection, inspect

from engine.store import migrations
from engine.store.backup import expiry, rows
from engine.store.backup.expiry import LONGEST as LONGEST
from engine.store.backup.expiry import Held as Held
from engine.store.backup.expiry import Label as Label
from engine.store.backup.expiry import Now as Now
from engine.store.backup.rows import Count as Count
from engine.store.backup.rows import Digest, TableShape
from engine.store.backup.sealed_file import BackupKey as BackupKey
from engine.store.backup.sealed_file import read_header, read_sealed, write_sealed
from engine.store.database import Database
from engine.store.errors import StoreError
from engine.store.store import make_file

WAIT: Final = 30.0  # seconds for a lock or a server
UNKEPT: Final = frozenset({migrations.VERSION_TABLE})


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds, table by table. `secret` signs the links and sessions of the server it was made of."""

    label: Label
    tables: Mapping[str, Count]
    secret: str | None

    @property
    def rows(self) -> int:
        return sum(count.rows for count in self.tables.values())


def write(
    place: str | PathLike[str],
    out: BinaryIO,
    key: BackupKey,
    *,
    now: datetime,
    days: int = LONGEST,
    secret: str | None = None,
) -> Manifest:
    """Write a backup of a database as it is at one moment; who answers waits for nothing.

    `now` is the moment in UTC; `days` is how long the backup may be kept. The database is not brought up to date: a
    backup is what one makes before that.
    """
    with _snapshot(place) as (database, connection):
        revision = migrations.revision(connection, database)
        if revision is None:
            raise StoreError(f"{database.name} is empty", "name the database that is to be backed up")
        held = expiry.holdings(connection)
        label = Label(now, expiry.longest(now, days), revision, held)
        tables: dict[str, Count] = {}
        write_sealed(out, key, label.as_header(), _content(connection, secret, tables))
    return Manifest(label, tables, secret)


def read_label(file: BinaryIO) -> Label:
    """What a backup says of itself without its key."""
    return Label.parse(read_header(file))


def verify(file: BinaryIO, key: BackupKey) -> Manifest:
    """Read a backup through, every row of it. Raises `StoreError` unless it is whole and as it was written."""
    label = read_label(file)
    tables: dict[str, Count] = {}
    secret = None
    for part in _parts(read_sealed(file, key)):
        if isinstance(part, Opened):
            secret = part.secret
        elif isinstance(part, Ended):
            tables[part.name] = part.count
    return Manifest(label, tables, secret)


def restore(file: BinaryIO, key: BackupKey, place: str | PathLike[str]) -> Manifest:
    """Put a backup into an empty database, compare what is there with it, and bring it up to date.

    All of it or nothing. Raises `StoreError` for a database that holds anything, a backup that is not whole, and one
    that a newer Barograph made.
    """
    label = read_label(file)
    if not label.revision.isdigit() or int(label.revision) > int(migrations.HEAD):
        raise StoreError(
            f"A newer Barograph made this backup (revision {label.revision}, this one knows {migrations.HEAD})",
            "update Barograph on this machine; nothing was changed",
        )
    database = Database(place, WAIT)
    new = database.sqlite and not Path(database.name).exists()
    try:
        if database.sqlite:
            make_file(Path(database.name))
        with database.writing() as connection:
            _require_empty(connection, database)
            migrations.upgrade(connection, label.revision)
            manifest = _restored(connection, label, read_sealed(file, key))
            migrations.upgrade(connection, migrations.HEAD)
        database.keep_log_ahead()
    except BaseException:
        if new:
            database.close()
            for ending in ("", "-wal", "-shm", "-journal", "-queue", "-turn"):
                Path(f"{database.name}{ending}").unlink(missing_ok=True)
        raise
    finally:
        database.close()
    return manifest


def state(place: str | PathLike[str]) -> Now:
    """What a database says of its waves today, to tell which backups are to be deleted."""
    with _snapshot(place) as (_, connection):
        return expiry.state(connection)


def tables_of(place: str | PathLike[str]) -> dict[str, Count]:
    """What every table of a database holds now: to compare it with a backup or with another one."""
    with _snapshot(place) as (_, connection):
        return {shape.name: rows.count(connection, shape) for shape in rows.shapes(connection, UNKEPT)}


@contextmanager
def _snapshot(place: str | PathLike[str]) -> Iterator[tuple[Database, Connection]]:
    """A transaction that sees the database as it was at its first look, however long it takes."""
    database = Database(place, WAIT)
    try:
        with database.explained(), database.engine.connect() as connection:
            if not database.sqlite:
                level = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
                connection = connection.execution_options(**level)
            with connection.begin():
                yield database, connection
    finally:
        database.close()


def _content(connection: Connection, secret: str | None, tables: dict[str, Count]) -> Iterator[bytes]:
    """The lines of a backup: what it is, each table with its rows, and at the end how many tables there were."""
    yield _line({"secret": secret})
    for shape in rows.shapes(connection, UNKEPT):
        yield _line({"table": shape.name, "columns": shape.columns, "key": shape.key})
        digest = Digest()
        for row in rows.lines(connection, shape):
            digest.add(row)
            yield row + b"\n"
        tables[shape.name] = count = digest.count()
        yield _line({"rows": count.rows, "digest": count.digest})
    yield _line({"tables": len(tables)})


def _line(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class Opened:
    secret: str | None


@dataclass(frozen=True, slots=True)
class Ended:
    name: str
    count: Count


@dataclass(frozen=True, slots=True)
class Row:
    shape: TableShape
    line: bytes


def _parts(lines: Iterator[bytes]) -> Iterator[Opened | TableShape | Row | Ended]:
    """The lines of a backup with their meaning; raises `StoreError` where they do not add up."""
    digest, shape, tables, ended = Digest(), None, 0, False
    for line in lines:
        if line.startswith(b"["):
            if shape is None:
                raise _unlike("a row stands outside a table")
            digest.add(line)
            yield Row(shape, line)
            continue
        told: dict[str, Any] = json.loads(line)
        if "table" in told:
            columns = tuple((name, kind) for name, kind in told["columns"])
            shape, digest = TableShape(told["table"], columns, tuple(told["key"])), Digest()
            yield shape
        elif "digest" in told and shape is not None:
            if digest.count() != Count(told["rows"], told["digest"]):
                raise _unlike(f"the rows of {shape.name} are not those that were counted")
            yield Ended(shape.name, digest.count())
            tables, shape = tables + 1, None
        elif "tables" in told:
            ended = told["tables"] == tables
        else:
            yield Opened(told["secret"])
    if not ended:
        raise _unlike("its last line is not there")


def _restored(connection: Connection, label: Label, lines: Iterator[bytes]) -> Manifest:
    tables: dict[str, Count] = {}
    shapes: list[TableShape] = []
    secret, waiting = None, list[bytes]()
    for part in _parts(lines):
        match part:
            case Opened():
                secret = part.secret
            case TableShape():
                shapes.append(part)
            case Row():
                waiting.append(part.line)
                if len(waiting) == rows.AT_A_TIME:
                    rows.keep(connection, part.shape, waiting)
                    waiting.clear()
            case Ended():
                rows.keep(connection, shapes[-1], waiting)
                waiting.clear()
                tables[part.name] = part.count
    for shape in shapes:
        if rows.count(connection, shape) != tables[shape.name]:
            raise _unlike(f"the table {shape.name} reads otherwise once it is restored")
        rows.count_on(connection, shape)
    return Manifest(label, tables, secret)


def _require_empty(connection: Connection, database: Database) -> None:
    if inspect(connection).get_table_names():
        raise StoreError(
            f"{database.name} is not empty: a restore never writes over anything",
            "name a new file or an empty database; nothing was changed",
        )


def _unlike(what: str) -> StoreError:
    return StoreError(
        f"This backup does not hold what it says: {what}", "take another backup, and please report this one"
    )
