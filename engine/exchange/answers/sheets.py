"""Workbooks: .xlsx, .xlsb, .xls and .ods. Values are those that were last computed; no macro runs."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from engine.exchange.answers.archives import ZIP, check_archive
from engine.exchange.answers.blocks import CellBlock, FileFacts, blocks_of_rows
from engine.exchange.files import whole_file
from engine.printed import counted
from engine.problems import did_you_mean, listed

MOST_CELLS: Final = 60_000_000
TOO_LARGE: Final = "limit exceeded"  # how calamine says so
LONGEST_CELL: Final = 32_767  # signs, which is what Excel takes
PIECE: Final = 1 << 20
FORMULA: Final = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"[^>]*><f[^>]*(?:/>|>[^<]*</f>)(?:<v></v>|<v/>|<v />)?</c>'
)
ERROR: Final = re.compile(rb'<c [^>]*t="e"')
SHEET_PART: Final = re.compile(r"xl/worksheets/sheet\d+\.xml")
LONGEST_MATCH: Final = 9_000  # bytes of a cell with a formula


def read(path: Path, sheet: str | None, encoding: str | None) -> tuple[FileFacts, Iterator[CellBlock]]:
    """The sheet that is named, or the first that holds anything; its rows from the top."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, WorksheetNotFound

    name = path.name
    try:
        book = CalamineWorkbook.from_path(str(path))
        visible = [one.name for one in book.sheets_metadata if str(one.visible).endswith("Visible")]
        names = visible or list(book.sheet_names)
        chosen, found = _chosen(book, names, sheet)
    except PasswordError:
        raise whole_file(name, "not_text", "it is locked with a password", "save it without one") from None
    except WorksheetNotFound:
        remedy = did_you_mean(sheet or "", names) or f"the sheets are {listed(map(repr, names))}"
        raise whole_file(name, "no_sheet", f"there is no sheet {sheet!r}", remedy) from None
    except (CalamineError, OSError, ValueError, TypeError) as error:
        if TOO_LARGE in str(error):
            remedy = "delete what stands far below or beside the answers, or save it as CSV UTF-8"
            raise whole_file(
                name, "file_too_large", f"a sheet is too large ({str(error)[:80]})", remedy
            ) from None
        cause = f"it begins as a workbook, and can't be read as one ({str(error)[:80]})"
        raise whole_file(name, "not_text", cause, "save it as .xlsx or as CSV UTF-8") from None
    if found.total_height * found.width > MOST_CELLS:
        cause = f"the sheet {chosen!r} is {found.total_height:,} rows by {found.width:,} columns"
        raise whole_file(name, "file_too_large", cause, "delete what stands far below or beside the answers")
    others = [one for one in names if one != chosen]
    notes = [f"Sheet {chosen!r} read; not {listed(map(repr, others))}"] if others else []
    notes += _uncomputed(path)
    return FileFacts(notes=tuple(notes), rows=found.total_height), blocks_of_rows(_rows(name, found))


def _chosen(book: Any, names: list[str], sheet: str | None) -> tuple[str, Any]:
    if sheet is not None:
        return sheet, book.get_sheet_by_name(sheet)
    sheets = ((one, book.get_sheet_by_name(one)) for one in names)
    first = next(sheets)
    return first if first[1].height else next((one for one in sheets if one[1].height), first)


def _rows(name: str, sheet: Any) -> Iterator[list[Any]]:
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if any(isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in row):
            cause = f"a cell of row {number} holds more than {LONGEST_CELL:,} signs"
            raise whole_file(name, "file_too_large", cause, "shorten it")
        yield row


def _uncomputed(path: Path) -> list[str]:
    """Refuses formulas without their results, which would be read as gaps; tells how many cells hold an error."""
    with path.open("rb") as stream:
        if stream.read(len(ZIP)) != ZIP:
            return []
    names = [name for name in check_archive(path) if SHEET_PART.fullmatch(name)]
    errors = 0
    with zipfile.ZipFile(path) as archive:
        for part in names:
            with archive.open(part) as stream:
                tail = b""
                while piece := stream.read(PIECE):
                    if found := FORMULA.search(tail + piece):
                        cell = found[1].decode()
                        cause = f"cell {cell} of {part.rpartition('/')[2]} holds a formula and no result"
                        remedy = "open the workbook, let it compute, and save it; or paste values"
                        raise whole_file(path.name, "not_text", cause, remedy)
                    errors += len(ERROR.findall(piece))
                    tail = piece[-LONGEST_MATCH:]
    if not errors:
        return []
    return [f"{counted(errors, 'cell')} of the workbook hold an error such as #N/A or #DIV/0!, read as empty"]
