"""The numeric twin of a response CSV: the same people in the same order, and a number in every cell.

An answer's column holds its number, as the codebook and the .sav file have it, and nothing where there is none.
Behind all answers stands a column `NAME.missing` for each: 0 where the answer is there, else the number of the kind of
missing. R's `read.csv`, jamovi and Excel read such columns as numbers, and `response_csv` reads them back.

Words that people wrote and dates have no number and are in the other file; a question answered by a number has no
kinds of missing to tell, so an empty cell says all. What is told is what the words tell: one is made of the other.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from engine.disclosure.responses_file import Released
from engine.exchange.missing_columns import ANSWERED, missing_column
from engine.exchange.response_csv import SIMULATED
from engine.instrument.model import Instrument
from engine.responses.codebook import SITE, Codebook, Variable, codebook
from engine.responses.layout import Block, Codes, layout

Texts = Sequence[str]


def write_numeric_release(target: TextIO, book: Codebook, released: Released, *, simulated: bool) -> None:
    """Write de-identified responses as numbers; `simulated` puts a column of ones in front.

    `barograph validate` and `score` read the file as it is.
    """
    numbers = {id: _texts(values) for id, values in released.numbers.items()}
    columns = _columns(book, released.codes, released.sites, numbers, simulated=simulated)
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))


def write_numeric(
    target: TextIO,
    instrument: Instrument,
    blocks: Iterable[tuple[Block, Sequence[Mapping[str, str | int | float]]]],
    *,
    simulated: bool,
) -> int:
    """Write responses as they are stored as numbers: blocks of them, each with its open answers a row.

    Schools are numbered in the order of their names. Returns the rows written.
    """
    book = codebook(instrument)
    asked = [variable.name for variable in book.variables if not variable.categories]
    writer = csv.writer(target, lineterminator="\r\n")
    written = 0
    for block, opens in blocks:
        numbers = {id: _texts([row.get(id) for row in opens]) for id in asked}
        columns = _columns(book, block.codes, block.sites + 1, numbers, simulated=simulated)
        if written == 0:
            writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
        written += len(block)
    return written


def _columns(
    book: Codebook,
    codes: Codes,
    sites: NDArray[np.int64],
    numbers: Mapping[str, Texts],
    *,
    simulated: bool,
) -> dict[str, Texts]:
    """All columns by name: what the people are, their answers, and the kinds of missing of all closed ones."""
    places = {column.id: place for place, column in enumerate(layout(book.instrument).columns)}
    columns: dict[str, Texts] = {SIMULATED: ["1"] * len(codes)} if simulated else {}
    kinds: dict[str, Texts] = {}
    for variable in book.variables:
        if variable.name == SITE:
            columns[SITE] = _texts(sites)
        elif not variable.categories:
            columns[variable.name] = numbers[variable.name]
        else:
            answers, why = _words(variable)
            coded = codes[:, places[variable.name]].tolist()
            columns[variable.name] = [answers[code] for code in coded]
            kinds[missing_column(variable.name)] = [why[code] for code in coded]
    return columns | kinds


def _words(variable: Variable) -> tuple[dict[int, str], dict[int, str]]:
    """What stands in a closed answer's two columns, by code."""
    numbers = {category.code: _text(category.number) for category in variable.categories}
    missing = {category.code for category in variable.missing}
    answers = {code: "" if code in missing else number for code, number in numbers.items()}
    return answers, {code: number if code in missing else str(ANSWERED) for code, number in numbers.items()}


def _texts(values: Iterable[object]) -> Texts:
    return [_text(value) for value in values]


def _text(value: object) -> str:
    """A number with all its digits and a point; nothing where there is none."""
    if isinstance(value, np.generic):
        value = value.item()
    return f"{value:.15g}" if isinstance(value, int | float) and value == value else ""
