"""Columns of a table as numbers, and columns that say in which group people are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from engine.exchange.cell_codes import BLANK_WORDS
from engine.exchange.response_csv import SIMULATED
from engine.exchange.worksheet import Worksheet, read_worksheet
from engine.instrument.written_number import decimal_sign, number_in
from engine.printed import counted, several
from engine.problems import Problem, Refused, did_you_mean, listed
from psychometrics.contract import Floats

MOST_NAMED: Final = 3
"""So many cells of a column that are no numbers are named; their number is told."""


@dataclass(frozen=True, slots=True)
class HowWritten:
    """What was typed about a table: words for a missing number, its sheet and its encoding."""

    missing: tuple[str, ...] = ()
    sheet: str | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class NumberTable:
    """People x columns, NaN where there is no number; `labels` are texts of other columns, "" where there is none."""

    columns: tuple[str, ...]
    values: Floats
    labels: Mapping[str, tuple[str, ...]]
    name: str
    digest: str
    notes: tuple[str, ...]
    simulated: bool

    def of(self, names: Sequence[str]) -> Floats:
        return self.values[:, [self.columns.index(name) for name in names]]


def read_numbers(
    path: Path, wanted: Mapping[str, str], labels: Mapping[str, str], how: HowWritten
) -> NumberTable:
    """Read columns of a CSV file or an Excel workbook: `wanted` hold numbers, `labels` words for groups.

    Both say of each column who asks for it, for errors. Raises `Refused` with every column that is not there and
    every one that holds something else than numbers.
    """
    rows = "write a row for each person, with a number in each column"
    sheet = read_worksheet(path, sheet=how.sheet, encoding=how.encoding, rows=rows)
    places = _places(sheet, {**wanted, **labels})
    blank = BLANK_WORDS | frozenset(how.missing)
    columns, problems = [], []
    for name in wanted:
        cells = [(number, row[places[name]]) for number, row in sheet.rows]
        found, wrong = _numbers(sheet.name, name, cells, blank)
        columns.append(found)
        problems += wrong
    if problems:
        raise Refused(problems)
    texts = {
        name: tuple("" if row[places[name]] in blank else row[places[name]] for _, row in sheet.rows)
        for name in labels
    }
    made_up = [name for name in sheet.header if name.casefold() == SIMULATED]
    simulated = any(
        row[sheet.header.index(name)].casefold() in ("yes", "1") for name in made_up for _, row in sheet.rows
    )
    values = np.column_stack(columns) if columns else np.empty((len(sheet.rows), 0))
    return NumberTable(tuple(wanted), values, texts, sheet.name, sheet.digest, sheet.notes, simulated)


def _places(sheet: Worksheet, wanted: Mapping[str, str]) -> dict[str, int]:
    """Where each column stands; a model's names have the file's capitals or not, as spreadsheets change them."""
    header = [name.casefold() for name in sheet.header]
    problems = []
    for name, who in wanted.items():
        times = header.count(name.casefold())
        if times == 0:
            remedy = (
                did_you_mean(name, sheet.header) or f"the columns are {listed(filter(None, sheet.header))}"
            )
            cause = f"{sheet.name} has no column {name!r}"
            problems.append(Problem("no_column", who, cause, remedy))
        elif times > 1:
            cause = f"column {name!r} appears {times} times in {sheet.name}"
            problems.append(Problem("duplicate_column", who, cause, "rename or delete all but one"))
    if problems:
        raise Refused(problems)
    return {name: header.index(name.casefold()) for name in wanted}


def _numbers(
    file: str, name: str, cells: Sequence[tuple[int, str]], blank: frozenset[str]
) -> tuple[Floats, list[Problem]]:
    """A column's numbers, and one problem for all of its cells that are none."""
    texts = {cell for _, cell in cells if cell not in blank}
    sign = decimal_sign(texts)
    numbers = {text: number_in(text, sign) for text in texts}
    place = f"{file}, column {name}"
    wrong = [(row, cell) for row, cell in cells if cell not in blank and numbers[cell] is None]
    if wrong:
        shown = listed([f"{cell[:40]!r} (row {row})" for row, cell in wrong[:MOST_NAMED]])
        more = f", and {several(len(wrong) - MOST_NAMED, 'other')}" if len(wrong) > MOST_NAMED else ""
        cause = f"{counted(len(wrong), 'cell')} hold{'s' if len(wrong) == 1 else ''} no number: {shown}{more}"
        remedy = "write numbers or leave cells empty; name a word for a missing number: --missing WORD"
        return np.empty(0), [Problem("not_a_number", place, cause, remedy)]
    if not texts:
        cause = "every cell is empty"
        return np.empty(0), [
            Problem("no_values", place, cause, "check the file, or leave it out of the model")
        ]
    found = [np.nan if cell in blank else numbers[cell] for _, cell in cells]
    return np.array(found, dtype=np.float64), []
