"""A small table of a CSV file or an Excel workbook, whole: names of columns and cells as texts, with their rows."""

import csv
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

from engine.exchange.files import broken, text_file, whole_file
from engine.exchange.tables import is_empty, plain
from engine.instrument.written_text import seen_name
from engine.problems import Problem, Refused, did_you_mean, listed

ROW_A_TARGET: Final = "write a row for each target that was judged"
NAME_COLUMNS: Final = "write the names of the columns in its first row"
WORKBOOK: Final = b"PK\x03\x04"
SAVE_OR_SAY: Final = 'save the table as "CSV UTF-8", or say what it is saved in, as in --encoding cp1252'


@dataclass(frozen=True, slots=True)
class Worksheet:
    """The cells below a header, each row with its number as a spreadsheet has it; `digest` is the file's SHA-256."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    digest: str
    notes: tuple[str, ...] = ()

    def column(self, name: str) -> int:
        """The place of a column, whatever its capitals; raises `Refused` where there is none, or several."""
        places = [place for place, one in enumerate(self.header) if one.casefold() == name.casefold()]
        if len(places) == 1:
            return places[0]
        if places:
            cause, remedy = f"column {name!r} appears {len(places)} times", "rename or delete all but one"
            raise Refused([Problem("duplicate_column", f"{self.name}, header", cause, remedy)])
        remedy = did_you_mean(name, self.header) or f"the columns are {listed(filter(None, self.header))}"
        raise Refused([Problem("no_column", f"{self.name}, header", f"there is no column {name!r}", remedy)])


def read_worksheet(
    path: Path, *, sheet: str | None = None, encoding: str | None = None, rows: str = ROW_A_TARGET
) -> Worksheet:
    """Read a CSV file, or a sheet of an Excel workbook (the first, unless one is named).

    `rows` says what to write below the header where nothing stands there. Raises `Refused` then, where there is no
    table, and where a row has more cells than the header.
    """
    with_workbook = path.is_file() and _begins(path) == WORKBOOK
    if sheet is not None and not with_workbook and path.is_file():
        raise whole_file(path.name, "no_sheet", "this file has no sheets", "leave --sheet out")
    found = _of_workbook(path, sheet) if with_workbook else _of_text(path, encoding)
    if not found.rows:
        raise whole_file(path.name, "no_rows", "the file has a header and no row below it", rows)
    return found


def _begins(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(WORKBOOK))


def _of_text(path: Path, encoding: str | None) -> Worksheet:
    text = text_file(path, encoding, remedy=SAVE_OR_SAY)
    table = text.table(NAME_COLUMNS)
    try:
        body = [[seen_name(plain(cell)) for cell in cells] for cells in table.rows]
    except csv.Error as error:
        raise broken(path.name, table.first, error) from None
    return _worksheet(path.name, table.header, table.first, body, text.digest)


def _worksheet(
    name: str, header: tuple[str, ...], first: int, body: Iterable[list[str]], digest: str, *notes: str
) -> Worksheet:
    """Rows as wide as the header; empty ones, which nobody judged, are left aside."""
    rows, problems = [], []
    for number, cells in enumerate(body, start=first):
        if is_empty(cells):
            continue
        if not is_empty(cells[len(header) :]):
            cause = f"the row has {len(cells)} cells where the header has {len(header)}"
            remedy = "put texts that hold a comma in quotation marks, or name every column in the first row"
            problems.append(Problem("cells", f"{name}, row {number}", cause, remedy))
        rows.append((number, tuple((cells + [""] * len(header))[: len(header)])))
    if problems:
        raise Refused(problems)
    return Worksheet(name, header, tuple(rows), digest, tuple(notes))


def _of_workbook(path: Path, sheet: str | None) -> Worksheet:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book, formulas = (load_workbook(path, read_only=True, data_only=values) for values in (True, False))
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
        remedy = "save it as an Excel workbook (.xlsx) or as CSV UTF-8"
        raise whole_file(
            path.name, "not_text", "this is no Excel workbook that can be read", remedy
        ) from None
    names = book.sheetnames
    if sheet is not None and sheet not in names:
        remedy = did_you_mean(sheet, names) or f"the sheets are {listed(names)}"
        raise whole_file(path.name, "no_sheet", f"there is no sheet {sheet!r}", remedy)
    chosen = names[0] if sheet is None else sheet
    cells = [[_text(cell) for cell in row] for row in book[chosen].iter_rows(values_only=True)]
    _refuse_uncomputed(path.name, cells, formulas[chosen].iter_rows(values_only=True))
    first = next((place for place, row in enumerate(cells) if not is_empty(row)), None)
    if first is None:
        raise whole_file(path.name, "empty_file", f"the sheet {chosen!r} holds nothing", NAME_COLUMNS)
    width = max(place for place, cell in enumerate(cells[first], start=1) if cell)
    others = [name for name in names if name != chosen]
    notes = [f"Sheet {chosen!r} read; not {listed(others)} (--sheet NAME)"] if others else []
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return _worksheet(path.name, tuple(cells[first][:width]), first + 2, cells[first + 1 :], digest, *notes)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.15g}"
    return seen_name(str(value))


def _refuse_uncomputed(name: str, cells: list[list[str]], formulas: Iterable[tuple[Any, ...]]) -> None:
    """A formula whose result the file does not hold would be read as a gap."""
    for number, row in enumerate(formulas, start=1):
        for place, value in enumerate(row):
            if isinstance(value, str) and value.startswith("=") and not cells[number - 1][place]:
                where = f"{name}, row {number}, column {place + 1}"
                cause = f"the cell holds the formula {value[:40]!r} and no result"
                remedy = "open the workbook, let it compute, and save it; or paste values"
                raise Refused([Problem("not_a_rating", where, cause, remedy)])
