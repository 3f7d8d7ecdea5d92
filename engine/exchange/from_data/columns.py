"""What a column of answers may be, by what its cells hold: a guess that is told, and that a person looks at."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from engine.exchange.file_profile import ColumnProfile
from engine.exchange.foreign.building.answers import CODES
from engine.instrument.written_date import day_in, day_order
from engine.instrument.written_number import number_in

MOST_POINTS: Final = 11
MOST_OPTIONS: Final = 12
OFTEN: Final = 3  # times that an option is chosen on average, below which the cells are words of people
MOST_SPREAD: Final = 10  # between the lowest and the highest point
LONG: Final = 120  # signs, from which on words are many
LISTS: Final = 0.2  # so many of the cells hold several answers, where any may
BETWEEN: Final = ("; ", ";", ", ")

TOOL: Final = re.compile(
    r"timestamp|zeitstempel|tijdstempel|marca temporal|horodateur|informazioni cronologiche|start ?(date|time)|"
    r"end ?date|completion time|last modified time|status|progress|duration.*|finished|recorded ?date|submitdate|"
    r"lastpage|startlanguage|seed|distribution ?channel|user ?language|response ?set|simulated|redcap_.*|"
    r".*_(complete|timestamp)|dag|external(data)?reference|location(accuracy)?|_order",
    re.IGNORECASE,
)
PERSON: Final = re.compile(
    r"name|(first|last|full|your|recipient(first|last)) ?_?name|e-?mail( address)?|recipientemail|ip ?-?address|"
    r"tele?phone.*|phone( number)?|token|location(latitude|longitude)|date of birth|dob|address|signature",
    re.IGNORECASE,
)
RECORD: Final = re.compile(
    r"id|record_?id|study_id|response ?_?id|respondent( ?_?id)?|participant( ?_?id)?|index|nr\.?|no\.?|#|individu",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """What a column may be. `asks` is a kind's name, or why it is left out: `tool`, `person`, `record`, `nothing`.

    `options` are its codes with labels; `between` stands between several answers of one cell; `why` is said.
    """

    asks: str
    why: str
    options: Mapping[str, str] | None = None
    rating: bool = False  # whole numbers that may be the points of a scale
    between: str = ""
    whole: bool = False


def guess(column: ColumnProfile, rows: int) -> ColumnGuess:
    """What a column may be, by its name and its cells."""
    if not column.filled:
        return ColumnGuess("nothing", "all its cells are empty")
    for asks, names, why in (
        ("tool", TOOL, "it is named as what a tool records by itself"),
        ("person", PERSON, "its name says that it tells who somebody is"),
        ("record", RECORD, "it is named as the number of a row or a person"),
    ):
        if names.fullmatch(column.name):
            return ColumnGuess(asks, why)
    if column.distinct == 1:
        return ColumnGuess("nothing", f"all its cells hold {next(iter(column.cells))[:40]!r}")
    labels = {cell: label for cell, label in column.about.labels.items() if not column.about.is_missing(cell)}
    if len(labels) > 1:
        return _labelled(column, labels)
    return _numeric(column, rows) or _dated(column) or _several(column) or _worded(column)


def _labelled(column: ColumnProfile, labels: Mapping[str, str]) -> ColumnGuess:
    """The file says itself what its values mean; cells without a label are options too, and told."""
    if column.whole_list:
        unlabelled = [
            cell for cell in column.cells if cell not in labels and not column.about.is_missing(cell)
        ]
    else:
        unlabelled = []
    if not column.whole_list or len(unlabelled) > MOST_OPTIONS:
        return ColumnGuess("number", "it has labels for some of very many values")
    missing = {cell: label for cell, label in column.about.labels.items() if cell not in labels}
    options = dict(labels) | dict.fromkeys(unlabelled, "") | missing
    numbers = [number_in(cell) for cell in options]
    if all(number is not None for number in numbers):
        options = dict(sorted(options.items(), key=lambda one: number_in(one[0]) or 0.0))
    why = "the file labels its values"
    if unlabelled:
        why += f"; {', '.join(unlabelled)} stand in it without a label"
    return ColumnGuess("choose_one", why, options, rating=_points(list(labels)) is not None)


def _numeric(column: ColumnProfile, rows: int) -> ColumnGuess | None:
    numbers = [number_in(cell) for cell in column.cells]
    if any(number is None for number in numbers):
        return None
    whole = all(float(number or 0).is_integer() for number in numbers)
    points = _points(list(column.cells)) if column.whole_list else None
    if points is not None and column.filled >= OFTEN * column.distinct:
        odd = [cell for cell in column.cells if int(number_in(cell) or 0) not in points]
        options = {str(point): "" for point in points} | dict.fromkeys(odd, "")
        return ColumnGuess(
            "choose_one", f"whole numbers from {points[0]} to {points[-1]}", options, rating=True
        )
    if whole and column.distinct == column.filled and column.filled == rows and rows > MOST_POINTS:
        return ColumnGuess("record", "every row has another number")
    return ColumnGuess("number", "numbers", whole=whole)


def _points(cells: Sequence[str]) -> range | None:
    """The points of a scale that whole numbers may be; codes such as 99 that stand apart are no points."""
    numbers = [number_in(cell) for cell in cells]
    if any(number is None or not number.is_integer() for number in numbers):
        return None
    values = sorted(int(number) for number in numbers if number is not None)
    dense = [
        value for value in values if value not in CODES or {value - 1, value + 1} & (set(values) - CODES)
    ]
    if len(dense) < 2 or dense[-1] - dense[0] > MOST_SPREAD or len(dense) > MOST_POINTS:
        return None
    return range(dense[0], dense[-1] + 1)


def _dated(column: ColumnProfile) -> ColumnGuess | None:
    order = day_order(tuple(column.cells))
    if all(day_in(cell, order) for cell in column.cells):
        return ColumnGuess("date", "days")
    return None


def _several(column: ColumnProfile) -> ColumnGuess | None:
    """Several answers in a cell, as forms write them: few different parts, often repeated."""
    for sign in BETWEEN:
        holding = sum(number for cell, number in column.cells.items() if sign in cell.rstrip(sign))
        if holding < LISTS * column.filled:
            continue
        parts = _parts(column, sign)
        tight = _parts(column, sign.strip())
        if len(tight) < len(parts):  # some programs leave the blank out before an answer in words
            parts, sign = tight, sign.strip()
        if 1 < len(parts) <= 2 * MOST_OPTIONS and sum(parts.values()) >= OFTEN * len(parts):
            options = {part: part for part, _ in parts.most_common()}
            return ColumnGuess(
                "choose_many", f"several answers in a cell, {sign!r} between", options, between=sign
            )
    return None


def _parts(column: ColumnProfile, sign: str) -> Counter[str]:
    """How often each answer stands in the cells."""
    parts: Counter[str] = Counter()
    for cell, number in column.cells.items():
        for part in cell.split(sign):
            if part.strip():
                parts[part.strip()] += number
    return parts


def _worded(column: ColumnProfile) -> ColumnGuess:
    few = column.whole_list and column.distinct <= MOST_OPTIONS and column.filled >= OFTEN * column.distinct
    if few:
        return ColumnGuess("choose_one", "few words, often repeated", {cell: cell for cell in column.cells})
    longest = max(map(len, column.cells))
    return ColumnGuess("long_text" if longest > LONG else "short_text", "words of people")
