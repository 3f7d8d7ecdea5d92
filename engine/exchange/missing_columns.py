"""The columns of a numeric twin that say why answers are not there, and the numbers of answers that are words."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.exchange.tables import plain
from engine.instrument.written_number import number_in, same_number
from engine.instrument.written_text import seen_name
from engine.problems import Problem
from engine.responses.codebook import Category, categories_of
from engine.responses.layout import CodedColumn

SUFFIX: Final = ".missing"
ANSWERED: Final = 0
SAYS_NOTHING: Final = 255  # a code no response holds: the answer is there, or nothing is said of it
UNKNOWN: Final = 254  # neither: the cell has a problem


def missing_column(name: str) -> str:
    """The column that says why an answer is not there; ids hold no point, so that none is named like it."""
    return name + SUFFIX


def words_of_numbers(
    column: CodedColumn, cells: Sequence[str], decimal: str | None = None
) -> tuple[str, ...]:
    """The cells of an answer's column with the word of an option in place of its number; others stay."""
    named = [category for category in categories_of(column) if not category.missing]
    found = (_category(named, cell, decimal) for cell in cells)
    return tuple(cell if one is None else one.word for cell, one in zip(cells, found, strict=True))


def kinds_of_missing(
    column: CodedColumn, cells: Sequence[str], decimal: str | None = None
) -> NDArray[np.uint8]:
    """The code of missing that each cell names; `SAYS_NOTHING` for 0 and nothing, `UNKNOWN` for what is no kind."""
    kinds = [category for category in categories_of(column) if category.missing]
    codes = []
    for cell in cells:
        found = _category(kinds, cell, decimal)
        silent = not seen_name(plain(cell)) or number_in(seen_name(plain(cell)), decimal) == ANSWERED
        codes.append(found.code if found is not None else SAYS_NOTHING if silent else UNKNOWN)
    return np.array(codes, dtype=np.uint8)


def no_kind(column: CodedColumn, cell: str, place: str) -> Problem:
    """What is wrong with a cell that names no kind of missing."""
    kinds = ", ".join(f"{kind.number:g}" for kind in categories_of(column) if kind.missing)
    cause = f"{cell[:40]!r} is no kind of missing of {column.id!r}"
    return Problem("not_an_option", place, cause, f"write 0 where the answer is there, else one of {kinds}")


def _category(categories: Sequence[Category], cell: str, decimal: str | None) -> Category | None:
    text = seen_name(plain(cell))
    number = number_in(text, decimal) if text else None
    if number is None:
        return None
    return next((one for one in categories if same_number(one.number, number)), None)
