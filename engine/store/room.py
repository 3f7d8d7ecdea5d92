"""What every part of the store stands on: the database, and the clock."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from engine.store.database import Database


def utc_now() -> datetime:
    return datetime.now(UTC)


class Room:
    """A part of the store. `now` is the clock, in UTC; tests hand in their own."""

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._now = now

    def _today(self) -> date:
        """The UTC day: the finest time that is kept about a respondent."""
        return self._now().astimezone(UTC).date()
