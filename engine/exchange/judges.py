"""Judges' ratings for a cut score: what each expects of somebody who has just reached the level, item by item."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from engine.exchange.files import whole_file
from engine.exchange.worksheet import read_worksheet
from engine.instrument.model import Instrument, Item
from engine.instrument.written_number import number_in
from engine.problems import Problem, Refused, did_you_mean, listed
from psychometrics.contract import Floats

SHAPE: Final = "write a row a judge and a column an item, named by its id"
EXPECTED: Final = "write the answer expected of somebody who has just reached the level; decimals are allowed"


@dataclass(frozen=True, slots=True, eq=False)
class Judges:
    """The ratings of a panel, as answers: for each item one a judge, in the order of the file's rows."""

    file: str
    digest: str
    ratings: Mapping[str, Floats]

    @property
    def panel(self) -> int:
        """How many judges there are."""
        return len(next(iter(self.ratings.values())))


def read_judges(path: Path, instrument: Instrument) -> Judges:
    """Read a CSV, or a workbook's first sheet: a row a judge, a column an item of a score; others are left aside.

    Raises `Refused` with every problem of the file: a gap, a rating off the item's scale, no item at all.
    """
    sheet = read_worksheet(path, rows=SHAPE)
    scored = {id: instrument.item(id) for subscale in instrument.subscales for id in subscale.items}
    places = {name: place for place, name in enumerate(sheet.header) if name in scored}
    if len(places) != sum(name in scored for name in sheet.header):
        raise whole_file(path.name, "duplicate_column", "an item has two columns", "keep one of them")
    if not places:
        near = next(filter(None, (did_you_mean(name, scored) for name in sheet.header if name)), "")
        cause = f"no column is an item that scores are made of; the columns are {listed(filter(None, sheet.header))}"
        raise whole_file(path.name, "no_items", cause, near or SHAPE)
    cells_of = {id: [cells[place] for _, cells in sheet.rows] for id, place in places.items()}
    problems: list[Problem] = []
    ratings = {}
    for id, cells in cells_of.items():
        numbers = [number_in(cell) for cell in cells]
        where = [f"{path.name}, row {number}, column {id}" for number, _ in sheet.rows]
        problems += _wrong(scored[id], cells, numbers, where)
        ratings[id] = np.array([np.nan if number is None else number for number in numbers])
    if problems:
        raise Refused(problems)
    return Judges(path.name, sheet.digest, ratings)


def _wrong(item: Item, cells: list[str], numbers: list[float | None], where: list[str]) -> Iterator[Problem]:
    for cell, number, place in zip(cells, numbers, where, strict=True):
        if number is None:
            cause = f"{cell[:40]!r} is no rating" if cell else "the judge left this item out"
            yield Problem("judgement", place, cause, EXPECTED if cell else f"ask the judge again; {EXPECTED}")
        elif not item.low <= number <= item.high:
            cause = f"{number:g} is beyond the answers to this item, {item.low:g} to {item.high:g}"
            yield Problem("judgement", place, cause, EXPECTED)
