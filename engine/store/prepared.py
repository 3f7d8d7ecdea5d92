"""Statements that are written once for a database and run by its driver: those that every page of a respondent asks.

SQLAlchemy writes them and knows how each column is kept. Between a page and the driver it would take several times as
long as the database itself.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import Dialect, Select, Update
from sqlalchemy.dialects import sqlite

from engine.store.database import Database

Kept = Sequence[Any]  # a row as the driver gives it
Reading = Callable[[Any], Any] | None


class Prepared:
    """One statement, which is a transaction by itself."""

    def __init__(self, database: Database, statement: Select[Any] | Update) -> None:
        self._database = database
        self._statement = statement

    def row(self, **values: Any) -> Kept | None:
        """The one row that a query finds, or none."""
        text = self._text

        def ask(cursor: Any) -> Kept | None:
            found: Kept | None = cursor.execute(text, values).fetchone()
            return found

        return self._database.alone(ask)

    def change(self, **values: Any) -> int:
        """How many rows an update changed, which are on disk."""
        for name, write in self._writings.items():
            values[name] = write(values[name])
        text = self._text
        return self._database.alone(lambda cursor: int(cursor.execute(text, values).rowcount), writing=True)

    def read(self, row: Kept) -> dict[str, Any]:  # columns of any type
        """The first columns of a row by name, as SQLAlchemy would give them."""
        return {
            name: value if read is None else read(value)
            for (name, read), value in zip(self._readings, row, strict=False)
        }

    @cached_property
    def _dialect(self) -> Dialect:
        # Both drivers take values by name then.
        return sqlite.dialect(paramstyle="named") if self._database.sqlite else self._database.engine.dialect

    @cached_property
    def _text(self) -> str:
        return str(self._statement.compile(dialect=self._dialect))

    @cached_property
    def _writings(self) -> dict[str, Callable[[Any], Any]]:
        """How values are written that the driver does not take as they are, by name."""
        binds = self._statement.compile(dialect=self._dialect).binds.items()
        found = {
            name: bind.type.dialect_impl(self._dialect).bind_processor(self._dialect) for name, bind in binds
        }
        return {name: write for name, write in found.items() if write is not None}

    @cached_property
    def _readings(self) -> list[tuple[str, Reading]]:
        assert isinstance(self._statement, Select)  # noqa: S101 - an update gives no rows
        return [
            (name, column.type.dialect_impl(self._dialect).result_processor(self._dialect, None))
            for name, column in self._statement.selected_columns.items()
        ]
