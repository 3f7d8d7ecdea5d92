"""What every room of the store stands on: the database, and the clock."""

from collections.abc import Callable
from copy import copy
from datetime import UTC, date, datetime
from typing import Self

from engine.store.database import Database

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


class Room:
    """A room of the store. `now` is the clock, in UTC; tests hand in their own.

    A room that needs others gets them when it is made, and inherits none.
    """

    def __init__(self, database: Database, now: Clock) -> None:
        self._database = database
        self._now = now

    def by_clock(self, now: Clock) -> Self:
        """The same room by another clock: a demonstration tells of years that are over."""
        other = copy(self)
        other._now = now
        return other

    def _today(self) -> date:
        """The UTC day: the finest time that is kept about a respondent."""
        return self._now().astimezone(UTC).date()
