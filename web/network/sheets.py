"""A list as a table: from a file, from the command line or pasted, with every fault at once.

Nothing here knows what a list is of; `web.network.lists` reads schools, people and rosters from it.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from engine.exchange.cell_codes import BLANK_WORDS
from engine.exchange.tables import CsvTable, is_empty, plain, table_of
from engine.instrument.written_number import numbers_in
from engine.instrument.written_text import outer, unseen_sign
from engine.problems import Problem, did_you_mean
from engine.store import SchoolLevel
from engine.store.names import LONGEST_NAME, identity

MOST_ROWS: Final = 5000
LARGEST_ROSTER: Final = 1_000_000
MARKS: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
NO_WORD: Final = frozenset({"", "-", "none", "n/a"})


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a row (numbered as in a spreadsheet; None: the list as a whole), and what to do.

    `readings` is set where a file does not say which character encoding it uses: by encoding, how its words read there
    and whose encoding it is.
    """

    row: int | None
    cause: str
    remedy: str
    code: str = "list"
    readings: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return f"{self.cause}. {self.remedy}{'' if self.remedy.endswith('?') else '.'}"

    def problem(self, file: str) -> Problem:
        """The same as commands tell it."""
        cause, remedy = (text[:1].lower() + text[1:] for text in (self.cause, self.remedy))
        return Problem(self.code, f"row {self.row}" if self.row else file, cause, remedy)


@dataclass(slots=True)
class ReadList:
    """The rows of a list as column -> text, with the faults found so far."""

    columns: tuple[str, ...] = ()
    rows: list[tuple[int, Mapping[str, str]]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, row: int | None, cause: str, remedy: str, code: str = "list") -> None:
        self.faults.append(Fault(row, cause, remedy, code))


def read(text: str, required: Sequence[str], optional: Sequence[str]) -> ReadList:
    """A list with a header, whatever its columns are told apart by."""
    sheet = ReadList()
    try:
        table = table_of(text)
        rows = [] if not table.header else list(table.rows)
    except csv.Error:
        sheet.fault(
            None,
            "A quotation mark is opened and not closed, so rows run into each other",
            "Write no quotation marks, or one on either side of a cell and two for one inside it: "
            '"The ""Old"" School"',
        )
        return sheet
    if not table.header:
        remedy = "Choose a file or paste rows, with the names of the columns on top"
        sheet.fault(None, "The list is empty", remedy)
        return sheet
    sheet.columns = tuple(name.lower() for name in table.header)
    _check_columns(sheet, required, (*required, *optional), rows)
    if len(rows) > MOST_ROWS:
        sheet.fault(None, f"The list has {len(rows):,} rows", f"Take at most {MOST_ROWS:,} at a time")
    if not sheet.faults:
        _read_rows(sheet, table, rows)
    return sheet


def once(sheet: ReadList, seen: dict[str, int], number: int, name: str, noun: str) -> str:
    """A name that may stand in the list only once, and not be empty."""
    if not name:
        sheet.fault(number, f"The {noun} has no name", "Name it or delete the row", "no_school")
    elif identity(name) in seen:
        cause = f"“{name}” stands in row {seen[identity(name)]} already"
        sheet.fault(number, cause, f"Keep one row a {noun}", "school_twice")
    seen.setdefault(identity(name), number)
    return short(sheet, number, name, noun)


def short(sheet: ReadList, number: int, name: str, noun: str, longest: int = LONGEST_NAME) -> str:
    """A name that the database holds."""
    if len(name) > longest:
        cause = f"The name of the {noun} has more than {longest} characters: “{name[:40]}…”"
        sheet.fault(number, cause, "Shorten it")
    return name


def level_in(sheet: ReadList, number: int, text: str) -> SchoolLevel | None:
    if text.lower() in NO_WORD:
        return None
    if text.lower() not in set(SchoolLevel):
        remedy = f"The levels are {', '.join(SchoolLevel)}"
        sheet.fault(number, f"There is no level “{text}”", remedy, "level")
        return None
    return SchoolLevel(text.lower())


def people_in(sheet: ReadList, number: int, column: str, text: str) -> int | None:
    """A number of people, however a spreadsheet writes it: 10, 10.0, 1,200."""
    if text.lower() in NO_WORD:
        return None
    found = people_written(text)
    if found is None:
        cause = f"“{text[:40]}” under {column} is not a whole number of people"
        sheet.fault(number, cause, f"Write one from 1 to {LARGEST_ROSTER:,}, or nothing", "roster")
    return found


def people_written(text: str) -> int | None:
    """The whole number of people that a text can only mean; None where it is none, or could be several."""
    whole = [int(found) for found in numbers_in(text) if found.is_integer() and 0 <= found <= LARGEST_ROSTER]
    return whole[0] if len(whole) == 1 else None


def guess(word: str, known: Sequence[str]) -> str:
    """`Did you mean 'x'?` as a sentence of its own, or nothing."""
    return did_you_mean(word, known).replace("did", "Did", 1)


def cell(text: str) -> str:
    """A text as one cell of a list that is pasted back."""
    if any(sign in text for sign in ',;|"\t'):
        doubled = text.replace('"', '""')
        return f'"{doubled}"'
    return text


def _check_columns(
    sheet: ReadList, required: Sequence[str], known: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    for name in required:
        if name not in sheet.columns:
            remedy = "The first row holds the names of the columns"
            sheet.fault(None, f"There is no column “{name}”", remedy, "no_column")
    for place, name in enumerate(sheet.columns):
        if not name and any(not is_empty(list(cells[place : place + 1])) for cells in rows):
            sheet.fault(None, f"Column {place + 1} has no name", "Name it or delete it", "unknown_column")
        elif name and name not in known:
            remedy = guess(name, known) or f"The columns are {', '.join(known)}"
            sheet.fault(None, f"There is no use for a column “{name}”", remedy, "unknown_column")
    for name in {name for name in sheet.columns if name and sheet.columns.count(name) > 1}:
        sheet.fault(None, f"The column “{name}” is there twice", "Keep one", "duplicate_column")


def _read_rows(sheet: ReadList, table: CsvTable, rows: Sequence[list[str]]) -> None:
    width = len(sheet.columns)
    for number, cells in enumerate(rows, start=table.first):
        if is_empty(cells):
            continue
        if not is_empty(cells[width:]):
            cause = f"The row has {len(cells)} cells for {width} columns"
            remedy = (
                f"Look for a stray {MARKS[table.delimiter]}, or put the name around it in quotation marks"
            )
            sheet.fault(number, cause, remedy, "cells")
            continue
        texts = [" ".join(outer(plain(cell)).split()) for cell in cells[:width]] + [""] * (width - len(cells))
        found = {
            name: "" if text in BLANK_WORDS else text
            for name, text in zip(sheet.columns, texts, strict=True)
            if name
        }
        hidden = [(name, text, sign) for name, text in found.items() if (sign := unseen_sign(text))]
        for name, text, sign in hidden:
            sheet.fault(
                number, f"“{re.sub(r'[^ -~]', '', text)[:60]}” under {name} holds {sign}", "Type it anew"
            )
        if not hidden:
            sheet.rows.append((number, found))
    if not sheet.rows and not sheet.faults:
        sheet.fault(None, "There is a header and no row under it", "Write a row for each", "no_rows")
