"""A file of margins: which shares a population has of each value of some columns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from engine.exchange.files import whole_file
from engine.exchange.response_csv import ResponseFile
from engine.exchange.worksheet import read_worksheet
from engine.instrument.written_number import number_in
from engine.printed import percent
from engine.problems import Problem, Refused, did_you_mean, listed
from psychometrics.contract import Counts

COLUMNS: Final = ("column", "value", "share")
SHAPE: Final = "write three columns, column, value and share, and a row a group, such as role,teacher,0.8"
NEAR: Final = 0.005
"""How far shares may be from adding up to 1: what rounding to whole percents of three groups leaves."""


@dataclass(frozen=True, slots=True)
class Margin:
    """The shares of the values of one column, which add up to about 1."""

    column: str
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Margins:
    """The margins of a file, in its order."""

    file: str
    margins: tuple[Margin, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(margin.column for margin in self.margins)


def read_margins(path: Path) -> Margins:
    """Read a CSV, or a workbook's first sheet: column, value, share (0.8, or 80 where a column's add up to 100).

    Raises `Refused` with every problem of the file.
    """
    sheet = read_worksheet(path, rows=SHAPE)
    names = tuple(name.casefold() for name in sheet.header)
    if sorted(names) != sorted(COLUMNS):
        raise whole_file(path.name, "margins", f"its columns are {listed(filter(None, sheet.header))}", SHAPE)
    found: dict[str, dict[str, float]] = {}
    problems: list[Problem] = []
    for number, cells in sheet.rows:
        problems += _add(found, dict(zip(names, cells, strict=True)), f"{path.name}, row {number}")
    if not problems:
        problems += _wrong_sums(path.name, found)
    if problems:
        raise Refused(problems)
    margins = [Margin(name, {v: s / sum(of.values()) for v, s in of.items()}) for name, of in found.items()]
    return Margins(path.name, tuple(margins))


def _add(found: dict[str, dict[str, float]], cells: Mapping[str, str], place: str) -> Iterator[Problem]:
    column, value, text = (cells[name] for name in COLUMNS)
    share = number_in(text.removesuffix("%").strip())
    if not column or not value:
        yield Problem("margins", place, "the row names no column, or no value", SHAPE)
    elif share is None or share <= 0:
        remedy = "write a share above 0, as 0.8, and leave out groups that nobody is in"
        yield Problem("margins", place, f"{text!r} is no share of a population", remedy)
    elif value in found.setdefault(column, {}):
        yield Problem(
            "margins", place, f"{column} {value} stands in the file already", "keep one of the rows"
        )
    else:
        found[column][value] = share


def _wrong_sums(file: str, found: Mapping[str, Mapping[str, float]]) -> Iterator[Problem]:
    for column, shares in found.items():
        total = sum(shares.values())
        if abs(total - 1) > NEAR and abs(total - 100) > 100 * NEAR:
            cause = f"the shares of {column} add up to {total:g}, and neither to 1 nor to 100"
            yield Problem(
                "margins", file, cause, "give every group of the population a row, as shares of all of it"
            )


def places_in(read: ResponseFile, margins: Margins) -> list[Counts]:
    """For each margin the number of each person's group, below 0 where the cell is empty.

    Raises `Refused` where a value of the file has no share, or a share no people.
    """
    problems = [problem for margin in margins.margins for problem in _unlike(read, margins.file, margin)]
    if problems:
        raise Refused(problems)
    found = []
    for margin in margins.margins:
        place = {value: number for number, value in enumerate(margin.shares)} | {"": -1}
        found.append(np.array([place[text] for text in read.labels[margin.column]], dtype=np.int64))
    return found


def _unlike(read: ResponseFile, file: str, margin: Margin) -> Iterator[Problem]:
    there = dict.fromkeys(text for text in read.labels[margin.column] if text)
    for text in there:
        if text not in margin.shares:
            row = read.numbers[read.labels[margin.column].index(text)]
            remedy = did_you_mean(text, margin.shares) or f"give it a share in {file}"
            cause = f"{text!r} has no share in {file}"
            yield Problem("margins", f"row {row}, column {margin.column}", cause, remedy)
    for value, share in margin.shares.items():
        if value not in there:
            cause = f"{percent(share)} of the population are {margin.column} {value}, and nobody in {read.name} is"
            remedy = did_you_mean(value, there) or "join it with another group, here and in the answers"
            yield Problem("margins", file, cause, remedy)
