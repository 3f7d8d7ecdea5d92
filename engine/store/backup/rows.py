"""The rows of every table as lines of text, the same from SQLite and PostgreSQL, and back."""

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    String,
    TableClause,
    Text,
    collate,
    column,
    insert,
    inspect,
    select,
    table,
    text,
    types,
)

from engine.store.schema import Moment

AT_A_TIME: Final = 1000  # rows
TYPES: Final[dict[str, types.TypeEngine[Any]]] = {
    "whole": BigInteger(),
    "number": Float(),
    "flag": Boolean(),
    "text": Text(),
    "json": JSON(none_as_null=True),
    "day": Date(),
    "moment": Moment(),
    "bytes": LargeBinary(),
}
KINDS: Final = (  # the first that fits, as found in a database
    (Boolean, "flag"),
    (Integer, "whole"),
    (Float, "number"),
    (JSON, "json"),
    (DateTime, "moment"),
    (Date, "day"),
    (LargeBinary, "bytes"),
    (String, "text"),
)


@dataclass(frozen=True, slots=True)
class TableShape:
    """A table's name, its columns with the kind of each, and its key."""

    name: str
    columns: tuple[tuple[str, str], ...]
    key: tuple[str, ...]

    @property
    def clause(self) -> TableClause:
        return table(self.name, *(column(name, TYPES[kind]) for name, kind in self.columns))


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows a table has, and the digest of them all in the order of its key."""

    rows: int
    digest: str


class Digest:
    """Counts lines and digests them as they pass."""

    def __init__(self) -> None:
        self._rows = 0
        self._hash = hashlib.sha256()

    def add(self, line: bytes) -> None:
        self._rows += 1
        self._hash.update(line + b"\n")

    def count(self) -> Count:
        return Count(self._rows, self._hash.hexdigest())


def shapes(connection: Connection, besides: frozenset[str]) -> tuple[TableShape, ...]:
    """The tables of a database as they are there, each after those that it points to.

    Columns stand by name: in which order a database has them tells which steps brought it up to date.
    """
    found = inspect(connection)
    columns = found.get_multi_columns()
    keys = found.get_multi_pk_constraint()
    in_order = [name for name, _ in found.get_sorted_table_and_fkc_names() if name and name not in besides]
    return tuple(
        TableShape(
            name,
            tuple(sorted((one["name"], _kind(one["type"])) for one in columns[(None, name)])),
            tuple(keys[(None, name)]["constrained_columns"]),
        )
        for name in in_order
    )


def lines(connection: Connection, shape: TableShape) -> Iterator[bytes]:
    """Each row as a JSON array, in the order of the key, so that no order of arrival is told."""
    kinds = dict(shape.columns)
    clause = shape.clause
    by_bytes = "BINARY" if connection.dialect.name == "sqlite" else "C"
    key = [collate(clause.c[k], by_bytes) if kinds[k] == "text" else clause.c[k] for k in shape.key]
    query = select(clause).order_by(*key).execution_options(stream_results=True, yield_per=AT_A_TIME)
    order = [kind for _, kind in shape.columns]
    for row in connection.execute(query):
        values = [_as_json(kind, value) for kind, value in zip(order, row, strict=True)]
        yield json.dumps(values, separators=(",", ":"), ensure_ascii=False).encode()


def count(connection: Connection, shape: TableShape) -> Count:
    """What a table holds now."""
    digest = Digest()
    for line in lines(connection, shape):
        digest.add(line)
    return digest.count()


def keep(connection: Connection, shape: TableShape, rows: Sequence[bytes]) -> None:
    """Write rows that `lines` gave."""
    if rows:
        names = [name for name, _ in shape.columns]
        order = [kind for _, kind in shape.columns]
        connection.execute(
            insert(shape.clause),
            [
                {
                    name: _value(kind, value)
                    for name, kind, value in zip(names, order, json.loads(row), strict=True)
                }
                for row in rows
            ],
        )


def count_on(connection: Connection, shape: TableShape) -> None:
    """Let PostgreSQL number new rows after those that were restored; SQLite does by itself."""
    if connection.dialect.name == "sqlite" or [dict(shape.columns)[k] for k in shape.key] != ["whole"]:
        return
    key = shape.clause.c[shape.key[0]]
    ask = text("SELECT pg_get_serial_sequence(:table, :key)")
    sequence = connection.scalar(ask, {"table": f'"{shape.name}"', "key": key.name})
    last = connection.scalar(select(key).order_by(key.desc()).limit(1))
    if sequence and last:
        connection.execute(text("SELECT setval(:sequence, :last)"), {"sequence": sequence, "last": last})


def _kind(type_: types.TypeEngine[Any]) -> str:
    return next(kind for of, kind in KINDS if isinstance(type_, of))


def _as_json(kind: str, value: Any) -> Any:
    if value is None or kind in ("whole", "number", "flag", "text", "json"):
        return value
    return b64encode(value).decode() if kind == "bytes" else value.isoformat()


def _value(kind: str, value: Any) -> Any:
    if value is None:
        return None
    if kind == "bytes":
        return b64decode(value)
    if kind == "day":
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if kind == "moment" else value
