"""Files of ratings: targets x raters with a column a rater, or a row a rating."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from engine.exchange.cell_codes import BLANK_WORDS
from engine.exchange.worksheet import Worksheet, read_worksheet
from engine.instrument.written_number import number_in
from engine.problems import Problem, Refused, listed
from engine.ratings.scale import Cell, Coded, coded
from psychometrics.contract import Floats

TARGET: Final = ("target", "subject", "item", "case", "object", "unit", "patient", "student", "id")
RATER: Final = ("rater", "judge", "coder", "observer", "expert", "reader")
RATING: Final = ("rating", "score", "code", "category", "value", "judgement", "judgment", "relevance")
COUNTS_ROWS: Final = 4
"""From so many rows on, a first column of 1, 2, 3, ... is more likely to number them than to rate them."""


@dataclass(frozen=True, slots=True)
class HowRated:
    """What was typed about a file of ratings; what is None or empty is found from its header."""

    target: str | None = None
    rater: str | None = None
    rating: str | None = None
    raters: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    sheet: str | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """Ratings, targets x raters, NaN where there is none; `words` name the codes from 1 on where they are words.

    `rows` are the numbers of each target's first row in the file. `categories` are all there are, where they were
    named; `ordered` says that they are in order.
    """

    targets: tuple[str, ...]
    raters: tuple[str, ...]
    values: Floats
    words: tuple[str, ...]
    ordered: bool
    categories: tuple[float, ...] | None
    name: str
    digest: str
    notes: tuple[str, ...] = field(default=())

    @property
    def numeric(self) -> bool:
        return not self.words

    def turned(self) -> "Ratings":
        """Raters as targets and targets as raters: for files that have a row a rater."""
        return Ratings(
            self.raters,
            self.targets,
            self.values.T,
            self.words,
            self.ordered,
            self.categories,
            self.name,
            self.digest,
            self.notes,
        )


def read_ratings(path: Path, how: HowRated) -> Ratings:
    """Read a CSV file or an Excel workbook of ratings; raises `Refused` with every problem and its place."""
    return ratings_of(read_worksheet(path, sheet=how.sheet, encoding=how.encoding), how)


def ratings_of(sheet: Worksheet, how: HowRated) -> Ratings:
    """The ratings of a table that has been read."""
    long = _long_columns(sheet, how)
    return _wide(sheet, how) if long is None else _long(sheet, how, *long)


def are_long(sheet: Worksheet, how: HowRated) -> bool:
    """Whether a row of the table is a rating."""
    return _long_columns(sheet, how) is not None


def _long_columns(sheet: Worksheet, how: HowRated) -> tuple[int, int, int] | None:
    """The places of target, rater and rating; None where the file has a column a rater."""
    if how.raters:
        return None
    said = (how.target, how.rater, how.rating)
    usual = (TARGET, RATER, RATING)
    if (
        how.rater is None
        and how.rating is None
        and not all(_usual(sheet, names) is not None for names in usual[1:])
    ):
        return None
    places = []
    for name, names, option in zip(said, usual, ("--target", "--rater", "--rating"), strict=True):
        found = sheet.column(name) if name is not None else _usual(sheet, names)
        if found is None:
            cause = f"a row a rating, and no column is named {listed(names[:3])} or the like"
            remedy = f"add {option} COLUMN; the columns are {listed(filter(None, sheet.header))}"
            raise Refused([Problem("no_column", f"{sheet.name}, header", cause, remedy)])
        places.append(found)
    return places[0], places[1], places[2]


def _usual(sheet: Worksheet, names: Sequence[str]) -> int | None:
    header = [name.casefold() for name in sheet.header]
    return next((header.index(name) for name in names if name in header), None)


def _long(sheet: Worksheet, how: HowRated, target: int, rater: int, rating: int) -> Ratings:
    cells, keys, problems = [], [], []
    first: dict[tuple[str, str], int] = {}
    for number, row in sheet.rows:
        place = f"{sheet.name}, row {number}, column {sheet.header[rating]}"
        for name, at in (("target", target), ("rater", rater)):
            if row[at] in BLANK_WORDS:
                where = f"{sheet.name}, row {number}, column {sheet.header[at]}"
                remedy = f"write which {name} it is, or delete the row"
                problems.append(Problem("not_a_rating", where, f"the row names no {name}", remedy))
        key = (row[target], row[rater])
        if key in first:
            cause = f"rater {key[1]!r} judged target {key[0]!r} in row {first[key]} already"
            remedy = "delete one of the two; for occasions apart, study each by itself"
            problems.append(Problem("rated_twice", place, cause, remedy))
        first.setdefault(key, number)
        keys.append(key)
        cells.append(Cell(place, row[rating]))
    if problems:
        raise Refused(problems)
    found = coded(cells, missing=how.missing, categories=how.categories)
    targets, raters = (tuple(dict.fromkeys(key[at] for key in keys)) for at in (0, 1))
    values = np.full((len(targets), len(raters)), np.nan)
    row_of, column_of = ({name: place for place, name in enumerate(names)} for names in (targets, raters))
    for (one, other), value in zip(keys, found.values, strict=True):
        values[row_of[one], column_of[other]] = value
    return _ratings(sheet, targets, raters, values, found, ())


def _wide(sheet: Worksheet, how: HowRated) -> Ratings:
    names, chosen, notes = _wide_columns(sheet, how)
    targets = tuple(str(number) if names is None else row[names] for number, row in sheet.rows)
    problems = []
    seen: dict[str, int] = {}
    for (number, _), target in zip(sheet.rows, targets, strict=True):
        if target in seen:
            place = f"{sheet.name}, row {number}, column {sheet.header[names or 0]}"
            cause = f"target {target!r} stands in row {seen[target]} already"
            remedy = "give each target a row and a name of its own"
            problems.append(Problem("rated_twice", place, cause, remedy))
        seen.setdefault(target, number)
    if problems:
        raise Refused(problems)
    cells = [
        Cell(f"{sheet.name}, row {number}, column {sheet.header[at] or at + 1}", row[at])
        for number, row in sheet.rows
        for at in chosen
    ]
    found = coded(cells, missing=how.missing, categories=how.categories)
    values = np.array(found.values).reshape(len(sheet.rows), len(chosen))
    return _ratings(sheet, targets, tuple(sheet.header[at] for at in chosen), values, found, notes)


def _wide_columns(sheet: Worksheet, how: HowRated) -> tuple[int | None, list[int], tuple[str, ...]]:
    """The column that names targets, the columns of raters, and what was taken for granted."""
    if how.raters:
        named = None if how.target is None else sheet.column(how.target)
        return named, [sheet.column(name) for name in how.raters], ()
    names = sheet.column(how.target) if how.target is not None else _names_targets(sheet, how)
    chosen = [place for place, name in enumerate(sheet.header) if name and place != names]
    twice = sorted({sheet.header[at] for at in chosen if sheet.header.count(sheet.header[at]) > 1})
    if twice:
        cause = f"column {listed(map(repr, twice))} is there twice, so that two raters have one name"
        raise Refused([Problem("duplicate_column", f"{sheet.name}, header", cause, "give each rater a name")])
    sure = names is None or how.target is not None or sheet.header[names].casefold() in TARGET
    told = () if sure or names is None else (_told_names(sheet, names),)
    return names, chosen, told


def _told_names(sheet: Worksheet, names: int) -> str:
    return f"Column {sheet.header[names] or '1'} read as the names of the targets"


def _names_targets(sheet: Worksheet, how: HowRated) -> int | None:
    """The first column where it names targets by its own name, or by what stands in it."""
    first = sheet.header[0].casefold()
    if first == "" or first in TARGET:
        return 0
    cells = [row[0] for _, row in sheet.rows]
    if how.categories:
        known = {word.casefold() for word in how.categories}
        return None if any(cell.casefold() in known for cell in cells) else 0
    numbers = [number_in(cell) for cell in cells]
    others = [cell for _, row in sheet.rows for cell in row[1:] if cell not in BLANK_WORDS]
    words = all(number is None for number in numbers) and len(set(cells)) == len(cells)
    if words and (any(number_in(cell) is not None for cell in others) or not set(cells) & set(others)):
        return 0
    if len(cells) >= COUNTS_ROWS and numbers == [float(place) for place in range(1, len(cells) + 1)]:
        cause = f"column {sheet.header[0]!r} counts the rows: it may number the targets, or be a rater"
        remedy = f"add --target {sheet.header[0]}, or name the raters' columns: --raters A,B,C"
        raise Refused([Problem("which_columns", f"{sheet.name}, header", cause, remedy)])
    return None


def _ratings(
    sheet: Worksheet,
    targets: tuple[str, ...],
    raters: tuple[str, ...],
    values: Floats,
    found: Coded,
    notes: tuple[str, ...],
) -> Ratings:
    """The ratings, if any two raters can be compared; raters who judged nothing are told and left out."""
    place = sheet.name
    judged = [bool(np.isfinite(column).any()) for column in values.T]
    silent = [name for name, any_at_all in zip(raters, judged, strict=True) if not any_at_all]
    told = (*sheet.notes, *notes, *found.notes)
    if silent:
        told = (*told, f"No rating by {listed(silent)}: left out")
    kept = tuple(name for name, any_at_all in zip(raters, judged, strict=True) if any_at_all)
    if len(kept) < 2:
        who = f"{kept[0]!r}" if kept else "none"
        cause = f"ratings by one rater ({who})" if kept else "no rating at all"
        remedy = "agreement needs two raters: a column each, or a row a rating with columns target, rater and rating"
        raise Refused([Problem("one_rater", place, cause, remedy)])
    return Ratings(
        targets,
        kept,
        values[:, np.array(judged)],
        found.words,
        found.ordered,
        found.categories,
        sheet.name,
        sheet.digest,
        told,
    )
