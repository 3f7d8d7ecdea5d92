"""Days as spreadsheets and programs of several countries write them: 2026-05-31, 31.05.2026, 5/31/2026, 31-MAY-2026.

A text that could be two days (5/6/2026) is none until something says whether the day or the month comes first.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

DAY_FIRST, MONTH_FIRST = "day_month", "month_day"
TIME: Final = (
    r"(?:[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AaPp][Mm])?(?: ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?)?"
)
YEAR_FIRST: Final = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){TIME}")
WITH_POINTS: Final = re.compile(rf"(\d{{1,2}})\. ?(\d{{1,2}})\. ?(\d{{4}}){TIME}")
EITHER: Final = re.compile(rf"(\d{{1,2}})([-/])(\d{{1,2}})\2(\d{{4}}){TIME}")
IN_WORDS: Final = re.compile(rf"(\d{{1,2}})[-/ ]([A-Za-z]{{3,9}})[-/ ](\d{{4}}){TIME}")
IN_WORDS_MONTH_FIRST: Final = re.compile(rf"([A-Za-z]{{3,9}}) (\d{{1,2}}),? (\d{{4}}){TIME}")
MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


def day_in(text: str, order: str | None = None) -> str | None:
    """The day that a text names, as 2026-05-31; None where it names none, or could be two.

    A time of day behind it is left out. `order` says whether the day or the month comes first, where it is known.
    """
    days = days_in(text, order)
    return days[0] if len(days) == 1 else None


def days_in(text: str, order: str | None = None) -> tuple[str, ...]:
    """The days that a text can be."""
    plain = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text.strip())
    if found := YEAR_FIRST.fullmatch(plain):
        return _day(found[1], found[3], found[4])
    if found := WITH_POINTS.fullmatch(plain):
        return _day(found[3], found[2], found[1])
    if found := IN_WORDS.fullmatch(plain):
        return _day(found[3], _month(found[2]), found[1])
    if found := IN_WORDS_MONTH_FIRST.fullmatch(plain):
        return _day(found[3], _month(found[1]), found[2])
    found = EITHER.fullmatch(plain)
    if found is None:
        return ()
    day_first = _day(found[4], found[3], found[1]) if order != MONTH_FIRST else ()
    month_first = _day(found[4], found[1], found[3]) if order != DAY_FIRST else ()
    return tuple(dict.fromkeys(day_first + month_first))


def day_order(texts: Iterable[str]) -> str | None:
    """Whether the day or the month comes first in all of these texts, where some of them leave no doubt."""
    orders = set()
    for text in texts:
        if len(days_in(text)) == 1 and EITHER.fullmatch(text.strip()):
            fits = [order for order in (DAY_FIRST, MONTH_FIRST) if days_in(text, order)]
            orders |= set(fits) if len(fits) == 1 else set()
    return orders.pop() if len(orders) == 1 else None


def _month(name: str) -> int:
    """The number of a month by its name or the first letters of it; 0 where there is none."""
    fits = [number for number, month in enumerate(MONTHS, 1) if month.startswith(name.lower())]
    return fits[0] if len(fits) == 1 else 0


def _day(year: str, month: str | int, day: str) -> tuple[str, ...]:
    try:
        return (date(int(year), int(month), int(day)).isoformat(),)
    except ValueError:
        return ()
