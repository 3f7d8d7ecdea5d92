"""Columns of numbers beside the answers: what somebody scored elsewhere, a weight, an outside sign of change."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from engine.exchange.response_csv import ResponseFile
from engine.instrument.written_number import decimal_sign, number_in
from engine.printed import counted
from engine.problems import Problem, Refused
from psychometrics.contract import Floats

MOST_NAMED: Final = 5
"""So many cells that are no number are named; of a column of words nobody needs all."""


@dataclass(frozen=True, slots=True, eq=False)
class NumberColumn:
    """A number a person, NaN where the cell is empty.

    `two` are the words of the lower and the higher value where the column holds two values only: 0 and 1, no and yes.
    """

    name: str
    values: Floats
    two: tuple[str, str] | None = None


def number_column(
    read: ResponseFile,
    name: str,
    option: str,
    *,
    decimal: str | None = None,
    words: bool = False,
    alike: bool = False,
) -> NumberColumn:
    """The numbers of a kept column; with `words` two words may stand for a lower and a higher value, by the alphabet.

    `decimal` is the sign that begins decimals where a column map says so. Raises `Refused` where the column holds
    something else, nothing, or the same for everybody (unless numbers may be `alike`), and where it is an item that
    scores are made of.
    """
    _refuse_own_item(read, name, option)
    texts = read.labels[name]
    distinct = sorted({text for text in texts if text}, key=lambda text: (text.casefold(), text))
    sign = decimal or decimal_sign(distinct)
    numbers = {text: number_in(text, sign) for text in distinct}
    if len(set(numbers.values())) < (1 if alike else 2) and None not in numbers.values():
        raise Refused([_no_difference(read, name, option, len(distinct))])
    if None in numbers.values():
        if not words or len(distinct) != 2:
            raise Refused(_no_numbers(read, name, option, [t for t in distinct if numbers[t] is None], words))
        numbers = {text: float(place) for place, text in enumerate(distinct)}
    values = np.array([np.nan if not text else numbers[text] for text in texts], dtype=np.float64)
    by_value = {number: text for text, number in numbers.items()}
    ends = sorted(float(number) for number in set(numbers.values()) if number is not None)
    two = (by_value[ends[0]], by_value[ends[1]]) if len(ends) == 2 else None
    return NumberColumn(name, values, two)


def _refuse_own_item(read: ResponseFile, name: str, option: str) -> None:
    if any(name in subscale.items for subscale in read.instrument.subscales):
        cause = f"column {name!r} is an item that scores are made of, so it would be held against itself"
        remedy = "name a column that is in no score"
        raise Refused([Problem("own_item", option, cause, remedy)])


def _no_difference(read: ResponseFile, name: str, option: str, distinct: int) -> Problem:
    what = f"is {read.name}'s for nobody: every cell is empty"
    if distinct:
        what = "holds the same number in every row"
    cause = f"column {name!r} {what}"
    return Problem("no_values", option, cause, "name a column with numbers that differ, or check the file")


def _no_numbers(read: ResponseFile, name: str, option: str, bad: list[str], words: bool) -> list[Problem]:
    remedy = "write a number or leave the cell empty"
    if words:
        remedy += (
            ", or name a column with two words, such as yes and no; several groups are compared by --group"
        )
    problems = []
    first = sorted((read.numbers[read.labels[name].index(text)], text) for text in bad)
    for row, text in first[:MOST_NAMED]:
        cause = f"{text[:40]!r} is no number, and {option} takes numbers"
        problems.append(Problem("not_a_number", f"row {row}, column {name}", cause, remedy))
    rest = len(bad) - MOST_NAMED
    if rest > 0:
        more = f"the column holds {counted(rest, 'more text')} that {'is' if rest == 1 else 'are'} no number"
        problems.append(Problem("not_a_number", f"column {name}", more, remedy))
    return problems
