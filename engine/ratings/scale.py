"""Cells of ratings as numbers: numbers as they are, words by the order in which they were named."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from engine.exchange.cell_codes import BLANK_WORDS, MISSING_NUMBER
from engine.instrument.written_number import decimal_sign, number_in, same_number
from engine.problems import Problem, Refused, did_you_mean, listed

NO_WORDS: Final[tuple[str, ...]] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One rating as it stands in the file, and where."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Coded:
    """Ratings as numbers, NaN where there is none. `words` name the numbers from 1 on where ratings are words.

    `ordered` says that the order of the words was given.
    """

    values: tuple[float, ...]
    words: tuple[str, ...]
    ordered: bool
    categories: tuple[float, ...] | None
    notes: tuple[str, ...]


def coded(cells: Sequence[Cell], *, missing: Sequence[str] = (), categories: Sequence[str] = ()) -> Coded:
    """The ratings of these cells; raises `Refused` with the place of each that is no rating.

    `missing` are the words that mean none, besides those of an empty cell; `categories` all categories in their
    order, also those that nobody used.
    """
    blank = BLANK_WORDS | set(missing)
    texts = [cell.text for cell in cells]
    decimal = decimal_sign(text for text in texts if text not in blank)
    if categories:
        return _of_categories(cells, blank, categories, decimal)
    numbers = [None if text in blank else number_in(text, decimal) for text in texts]
    given = [text for text in texts if text not in blank]
    if given and not any(number is not None for number in numbers):
        words = tuple(sorted(set(given)))
        code = {word: float(place) for place, word in enumerate(words, start=1)}
        return Coded(tuple(code.get(text, np.nan) for text in texts), words, False, None, ())
    problems = [
        _no_number(cell)
        for cell, number in zip(cells, numbers, strict=True)
        if number is None and cell.text not in blank
    ]
    if problems:
        raise Refused(problems)
    values = tuple(np.nan if number is None else number for number in numbers)
    return Coded(values, NO_WORDS, False, None, tuple(_doubtful(set(given))))


def _of_categories(
    cells: Sequence[Cell], blank: frozenset[str], categories: Sequence[str], decimal: str | None
) -> Coded:
    """Codes by the list of categories: their own numbers where all are numbers, else 1, 2, 3 in its order."""
    numbers = [number_in(word) for word in categories]
    own = [number for number in numbers if number is not None]
    numeric = len(own) == len(categories)
    codes = own if numeric else [float(place) for place in range(1, len(categories) + 1)]
    values, problems = [], []
    for cell in cells:
        found = None if cell.text in blank else _category(cell.text, categories, decimal)
        if found is None and cell.text not in blank:
            remedy = did_you_mean(cell.text, categories) or f"the categories are {listed(categories)}"
            cause = f"{cell.text[:40]!r} is none of the categories"
            problems.append(Problem("not_a_rating", cell.place, cause, remedy))
        values.append(np.nan if found is None else codes[found])
    if problems:
        raise Refused(problems)
    return Coded(tuple(values), NO_WORDS if numeric else tuple(categories), True, tuple(codes), ())


def _category(text: str, categories: Sequence[str], decimal: str | None) -> int | None:
    number = number_in(text, decimal)
    for place, word in enumerate(categories):
        named = number_in(word)
        if text.casefold() == word.casefold() or (
            number is not None and named is not None and same_number(number, named)
        ):
            return place
    return None


def _no_number(cell: Cell) -> Problem:
    cause = f"{cell.text[:40]!r} is no number, and other ratings are"
    remedy = (
        "write a number, empty the cell, name what means no rating (--missing WORD), or name all categories in their "
        "order (--categories low,medium,high)"
    )
    return Problem("not_a_rating", cell.place, cause, remedy)


def _doubtful(given: set[str]) -> Iterator[str]:
    found = sorted(text for text in given if MISSING_NUMBER.fullmatch(text))
    if found:
        yield f"{listed(found)} read as a rating (if it means that there is none, add --missing {found[0]})"
