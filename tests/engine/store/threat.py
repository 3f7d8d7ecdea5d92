"""The reader of the threat model: whoever holds a whole database, its files and its log, and joins what they find.

Each attack is one function. A test shows it to succeed on an open wave and to fail on a closed one, so that it could
tell if the attack no longer saw anything.
"""

import base64
import shutil
import sqlite3
import struct
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final
from urllib.parse import quote

from sqlalchemy import Connection, Date, DateTime, LargeBinary, select, text

from engine.store.schema import metadata

OF_PEOPLE: Final = (  # every table that a person's answers, code or name pass through
    *("response", "response_link", "withdrawal", "draft", "resume", "spent", "code", "invitee", "link_key"),
    "code_attempt",
)
SHARED: Final = frozenset({"wave_id", "site_id", "definition_id", "privacy", "form", "language", "width"})
FRAME: Final = 24  # bytes before each page in SQLite's write-ahead log
HEADER: Final = 32


def distinctive(row: object) -> list[object]:
    """What of a response no other one has: its id, and whoever is named beside it."""
    return [value for value in (row.id, row.person) if value is not None]  # type: ignore[attr-defined]


def tables_that_lead_to_answers(connection: Connection) -> set[str]:
    """The tables with a row that holds what only one response holds, in whatever column."""
    responses = connection.execute(select(metadata.tables["response"])).all()
    marks = {value for row in responses for value in distinctive(row)}
    found = set()
    for name, table in metadata.tables.items():
        if name == "response":
            continue
        columns = [column for column in table.c if column.name not in SHARED]
        for row in connection.execute(select(*columns)) if columns else ():
            if marks & {value for value in row if isinstance(value, str | bytes)}:
                found.add(name)
    return found


def times_kept(connection: Connection) -> set[tuple[str, str]]:
    """The columns of people's tables that hold a day, a moment or a number of seconds in some row."""
    return {
        (name, column.name)
        for name in OF_PEOPLE
        for column in metadata.tables[name].c
        if isinstance(column.type, Date | DateTime) or column.name in ("seconds", "device")
        if connection.scalar(select(column).where(column.is_not(None)).limit(1)) is not None
    }


def encodings(secret: bytes) -> Iterator[bytes]:
    """A secret as a table, a log or an address may write it."""
    yield secret
    yield secret.hex().encode()
    yield base64.b64encode(secret).rstrip(b"=")
    yield base64.urlsafe_b64encode(secret).rstrip(b"=")
    yield quote(secret).encode()


def found_in(content: bytes, secrets: Iterable[bytes]) -> list[bytes]:
    """Which of these secrets stand in a file or a server's log, however they are written."""
    lower = content.lower()
    return [
        secret
        for secret in secrets
        if any(form in content or form.lower() in lower for form in encodings(secret))
    ]


def secrets_in(connection: Connection, *places: tuple[str, str]) -> list[bytes]:
    """All values of these columns, as bytes."""
    found = []
    for table, column in places:
        values = connection.scalars(select(metadata.tables[table].c[column]))
        found += [value.encode() if isinstance(value, str) else bytes(value) for value in values if value]
    return found


def all_columns(*tables: str) -> list[tuple[str, str]]:
    """The columns of tables that hold keys, hashes and sealed texts."""
    return [
        (name, column.name)
        for name in tables
        for column in metadata.tables[name].c
        if isinstance(column.type, LargeBinary)
    ]


def sqlite_files(file: Path) -> bytes:
    """The database, its write-ahead log and whatever else lies beside it under its name."""
    return b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))


def server_files(connection: Connection) -> bytes:
    """The files of people's tables on a PostgreSQL server, with their indexes and texts kept apart."""
    connection.exec_driver_sql("CHECKPOINT")
    names = ", ".join(f"'{name}'" for name in OF_PEOPLE)
    query = (
        "WITH t AS (SELECT oid, reltoastrelid FROM pg_class WHERE relkind = 'r' AND relname IN "
        f"({names})) SELECT pg_read_binary_file(pg_relation_filepath(oid)) FROM (SELECT oid FROM t UNION"
        " SELECT reltoastrelid FROM t WHERE reltoastrelid <> 0 UNION SELECT indexrelid FROM pg_index WHERE"
        " indrelid IN (SELECT oid FROM t)) AS files (oid)"
    )
    return b"".join(bytes(content) for content in connection.exec_driver_sql(query).scalars())


def commits_in_log(file: Path, workplace: Path) -> Iterator[sqlite3.Connection]:
    """The database as it was after each commit that SQLite's write-ahead log still holds, the first one first."""
    log = Path(f"{file}-wal").read_bytes() if Path(f"{file}-wal").exists() else b""
    if len(log) < HEADER:
        return
    size = struct.unpack(">I", log[8:12])[0]
    salt = log[16:24]
    pages = bytearray(file.read_bytes())
    for start in range(HEADER, len(log) - FRAME - size + 1, FRAME + size):
        number, after_commit = struct.unpack(">II", log[start : start + 8])
        if log[start + 8 : start + 16] != salt:
            return
        end = number * size
        pages.extend(bytes(max(0, end - len(pages))))
        pages[end - size : end] = log[start + FRAME : start + FRAME + size]
        if after_commit:
            copy = bytearray(pages[: after_commit * size])
            copy[18:20] = b"\x01\x01"  # a database without a log of its own
            workplace.write_bytes(copy)
            with closing(sqlite3.connect(workplace)) as connection:
                yield connection


def joined_by_log(file: Path, workplace: Path) -> dict[bytes, bytes]:
    """Response ids by the code that was used up in the same commit."""
    joined: dict[bytes, bytes] = {}
    responses: set[bytes] | None = None
    used: set[bytes] = set()
    for then in commits_in_log(file, workplace):
        ids = {bytes(id) for (id,) in then.execute("SELECT id FROM response")}
        sent = {bytes(name) for (name,) in then.execute("SELECT key_hash FROM code WHERE state = 'sent'")}
        if responses is not None and len(ids - responses) == len(sent - used) == 1:
            joined[(sent - used).pop()] = (ids - responses).pop()
        responses, used = ids, sent
    return joined


def joined_by_transaction(connection: Connection) -> dict[bytes, bytes]:
    """Response ids by the code whose row was last written by the same transaction, and by no other's."""
    query = text(
        "SELECT c.key_hash, r.id, count(*) OVER (PARTITION BY r.xmin::text) AS together FROM response r"
        " JOIN code c ON c.xmin = r.xmin AND c.state = 'sent'"
    )
    return {bytes(row.key_hash): bytes(row.id) for row in connection.execute(query) if row.together == 1}


def physical_order(connection: Connection, table: str, column: str) -> list[object]:
    """The values of a column in the order in which a PostgreSQL server's file holds the rows."""
    query = text(f"SELECT {column} AS value FROM {table} ORDER BY ctid")
    return [
        bytes(value) if isinstance(value, memoryview | bytes) else value
        for value in connection.scalars(query)
    ]


def copy_of(file: Path, folder: Path) -> Path:
    """A stolen copy of a database with its log, taken while the server runs."""
    for path in file.parent.glob(f"{file.name}*"):
        shutil.copy(path, folder / path.name)
    return folder / file.name
