"""When waves of the demonstration were: three school years, of which the last one is over."""

from datetime import UTC, datetime
from typing import Final

JUNE: Final = 6  # the last month of a school year
AUGUST: Final = 8  # and the first
YEARS: Final = 3


def opened(now: datetime, year: int, month: int) -> datetime:
    """When a wave of a school year, 1 to 3, opened that was asked in this month."""
    over = now.year if now.month > JUNE else now.year - 1  # the calendar year in which the last one ended
    ended = over - YEARS + year
    return datetime(ended - (month >= AUGUST), month, 4, tzinfo=UTC)
