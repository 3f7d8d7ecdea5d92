"""School years: waves are told by the year in which they opened."""

from datetime import date
from typing import Final

FIRST_MONTH: Final = 7  # a school year is counted from July


def school_year(day: date) -> int:
    """The year in which the school year of a day begins."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def name_of_year(first: int) -> str:
    """How the school year is called that begins in a year: `2026–27`."""
    return f"{first}–{(first + 1) % 100:02d}"
