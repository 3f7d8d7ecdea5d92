"""How often codes were tried that nobody has, by how they begin: a limit that says nothing about people.

A code that is mistyped is refused by its check sign and counts nowhere, so that only guesses count, and slips that were
replaced. They count by their first signs and by the day, whoever typed them and from wherever: a school behind one
address is not tripped, and a stranger who guesses uses up one beginning after the other.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from engine.store.database import Database
from engine.store.errors import TooManyTries
from engine.store.way_tables import code_attempt

MOST_IN_VAIN: Final = 50  # of codes that begin alike, in a day
# Six digits have no check sign, so each that is mistyped counts, and of a thousand people at one school a hundred may
# mistype the last four. All beginnings together let a stranger try 45,000 of 900,000 a day, and what they find is the
# link of a school, which is no secret of a person.
MOST_DIGITS_IN_VAIN: Final = 500


class Tries:
    """The tries of one kind of code; `signs` at its start tell which beginning it has."""

    def __init__(
        self,
        database: Database,
        today: Callable[[], date],
        kind: str,
        signs: int = 2,
        most: int = MOST_IN_VAIN,
    ) -> None:
        self._database = database
        self._today = today
        self._kind = kind
        self._signs = signs
        self._most = most

    def require(self, connection: Connection, code: str) -> None:
        """Raise `TooManyTries` where codes that begin like this one were tried too often today."""
        query = select(code_attempt.c.count).where(
            code_attempt.c.beginning == self._beginning(code), code_attempt.c.day == self._today()
        )
        if (connection.scalar(query) or 0) >= self._most:
            raise TooManyTries

    def count(self, code: str) -> None:
        """Count one more that nobody has; those of other days are forgotten."""
        today = self._today()
        dialect: Any = sqlite if self._database.sqlite else postgresql
        first = dialect.insert(code_attempt).values(beginning=self._beginning(code), day=today, count=1)
        key = [code_attempt.c.beginning, code_attempt.c.day]
        more = first.on_conflict_do_update(index_elements=key, set_={"count": code_attempt.c.count + 1})
        with self._database.writing() as connection:
            connection.execute(delete(code_attempt).where(code_attempt.c.day < today))
            connection.execute(more)

    def _beginning(self, code: str) -> str:
        return f"{self._kind}:{code[: self._signs]}"
