"""Sheets of an .xlsx, .xls or .ods as rows of texts, read in a process of its own with bounded memory and time.

A workbook of a few kilobytes can unpack to gigabytes, or claim a cell in the last row of the last column so that a
reader asks for a table of billions. Whatever it does, it does to a process that may not have them.
"""

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

MOST_MEMORY: Final = 1024**3  # bytes of address space
MOST_SECONDS: Final = 20
MOST_CELLS: Final = 400_000  # with something in them; the largest form seen has some 20,000
MOST_ROWS: Final = 50_000
LONGEST_CELL: Final = 40_000  # characters


class WorkbookError(ValueError):
    """A workbook that can't be read; its text says why."""


@dataclass(frozen=True, slots=True)
class FormSheet:
    """A sheet: its name, and its rows of texts, empty cells as empty texts."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def sheets_of(data: bytes) -> tuple[FormSheet, ...]:
    """All sheets of a workbook, in order. Raises `WorkbookError`."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(  # noqa: S603 no word of it is a user's
            [sys.executable, "-m", __name__],
            input=data,
            capture_output=True,
            timeout=MOST_SECONDS,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise WorkbookError(f"reading it takes more than {MOST_SECONDS} seconds") from None
    if done.returncode or not done.stdout:
        raise WorkbookError(
            f"it is damaged, or reading it takes more than {MOST_MEMORY // 1024**2} MB of memory"
        )
    found = json.loads(done.stdout)
    if "refused" in found:
        raise WorkbookError(found["refused"])
    return tuple(FormSheet(name, tuple(map(tuple, rows))) for name, rows in found["sheets"])


def main() -> None:
    """Read a workbook from standard input and write its sheets; run by `sheets_of`."""
    _bound()
    try:
        sheets = _read(sys.stdin.buffer.read())
    except WorkbookError as error:
        answer: dict[str, Any] = {"refused": str(error)}  # as JSON has it
    else:
        answer = {"sheets": sheets}
    sys.stdout.write(json.dumps(answer))


def _read(data: bytes) -> list[tuple[str, list[list[str]]]]:
    from io import BytesIO

    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        names = book.sheet_names
        sheets, cells = [], 0
        for name in names:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height > MOST_ROWS:
                raise WorkbookError(f"the sheet {name!r} has {sheet.total_height:,} rows; a survey has fewer")
            rows = [[_text(cell) for cell in row] for row in sheet.iter_rows()]
            cells += sum(bool(cell) for row in rows for cell in row)
            if cells > MOST_CELLS:
                raise WorkbookError(f"it has more than {MOST_CELLS:,} cells; a survey has fewer")
            sheets.append((name, [_trimmed(row) for row in rows]))
    except PasswordError:
        raise WorkbookError("it is locked with a password; save it without one") from None
    except (CalamineError, OSError, ValueError, TypeError) as error:
        if isinstance(error, WorkbookError):
            raise
        raise WorkbookError(f"it is damaged ({str(error)[:80]})") from None
    return sheets


def _text(cell: Any) -> str:
    """A cell as a person sees it; whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"
    text = cell.isoformat() if hasattr(cell, "isoformat") else str(cell)
    if len(text) > LONGEST_CELL:
        raise WorkbookError(f"a cell holds {len(text):,} characters")
    return text.replace("\x00", "")


def _trimmed(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row.pop()
    return row


def _bound() -> None:
    """Take the limits on; where the system knows none (Windows), the clock alone bounds it."""
    with suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
