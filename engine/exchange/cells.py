"""Cells of CSV files that people open in a spreadsheet: as they are written, and as names in them are read back."""

import re
from collections.abc import Iterable
from typing import Final

from engine.exchange.tables import plain
from engine.instrument.written_number import number_in
from engine.instrument.written_text import seen_name

WHOLE: Final = re.compile(r"\d+|\d+\.0+|\d+,0{1,2}|\d([.,]\d+)?e\+?\d{1,2}", re.IGNORECASE)
FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe(cell: str | float) -> str:
    """A cell's words; a text that a spreadsheet could run as a formula gets an apostrophe in front, a number never."""
    if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS):
        return f"'{cell}"
    return str(cell)


def names_in(cells: Iterable[str]) -> list[str]:
    """The names of schools, groups or people in a column, as they were before a program wrote them.

    Without unseen signs and without the apostrophe of `safe`. Where all are whole numbers, so are these: 101 for
    101.0, 100000 for 1e+05.
    """
    names = [without_apostrophe(seen_name(plain(cell))) for cell in cells]
    if all(WHOLE.fullmatch(name) for name in names if name):
        return [name if name.isdecimal() else _whole(name) for name in names]
    return names


def without_apostrophe(name: str) -> str:
    """A text as it was before `safe` wrote it."""
    return name[1:] if name.startswith("'") and name[1:].startswith(FORMULA_SIGNS) else name


def _whole(name: str) -> str:
    number = number_in(name) if name else None
    return name if number is None or not number.is_integer() else str(int(number))
