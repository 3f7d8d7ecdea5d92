"""Tables as spreadsheets, statistics programs and online tools write them in CSV: one reader for every list.

The delimiter is found by how the rows fall into cells, line ends may be of any kind, `sep=;` on top is no row, and
rows that hold nothing but delimiters at the end are none. Rows are numbered as a spreadsheet numbers them.
"""

import contextlib
import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from engine.instrument.written_text import seen_name

DELIMITERS: Final = ",;\t|"
SAMPLE: Final = 1 << 16  # characters
SAMPLE_ROWS: Final = 50
SEPARATOR_LINE: Final = re.compile(r'"?sep=(.)"?(\r\n|\r|\n|$)', re.IGNORECASE)
AS_FORMULA: Final = re.compile(r'="(.*)"', re.DOTALL)  # how a spreadsheet is told that 0012 is a text


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A table being read: the names in its header, and an iterator over the rows below it."""

    header: tuple[str, ...]
    delimiter: str
    first: int  # the number of the first row below the header
    rows: Iterator[list[str]]
    from_sheet: bool = False  # of a workbook, in which rows without a cell are nobody


def table_of(text: str) -> CsvTable:
    """The table that a text holds; its header is empty where the text is. Raises `csv.Error` where it breaks off."""
    return table_of_lines(text[:SAMPLE], io.StringIO(text.replace("\r\r\n", "\r\n"), newline=""))


def table_of_lines(sample: str, lines: Iterator[str]) -> CsvTable:
    """The same of lines that come one after the other; `sample` is the top of the text."""
    delimiter = delimiter_of(sample)
    if SEPARATOR_LINE.match(sample):
        next(lines, "")
    rows = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    for number, cells in enumerate(rows, start=1):
        if not is_empty(cells):
            return CsvTable(tuple(seen_name(plain(name)) for name in cells), delimiter, number + 1, rows)
    return CsvTable((), delimiter, 1, rows)


def addresses(header: Sequence[str]) -> tuple[str, ...]:
    """How a column map names each column: by its name, and the second of a name as `name (2)`."""
    seen: Counter[str] = Counter()
    found = []
    for name in header:
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(found)


def delimiter_of(text: str) -> str:
    """The sign at which the most rows fall into as many cells as the header; of several, the most cells.

    Counted by the rules of quotation marks, so that commas in a question's words count for nothing.
    """
    if told := SEPARATOR_LINE.match(text):
        return told[1]
    sample = text[:SAMPLE].lstrip("\r\n")
    return max(DELIMITERS, key=lambda sign: _fit(sample, sign))


def is_empty(cells: list[str]) -> bool:
    """Whether nothing can be seen in a row."""
    return not any(cells) or not any(map(seen_name, cells))


def plain(cell: str) -> str:
    """A cell without the formula that keeps a spreadsheet from reading a text as a number: ="0012" is 0012."""
    found = AS_FORMULA.fullmatch(cell.strip()) if '="' in cell else None
    return found[1].replace('""', '"') if found else cell


def _fit(sample: str, delimiter: str) -> tuple[float, int]:
    rows: list[list[str]] = []
    cut = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, skipinitialspace=True)
    with contextlib.suppress(csv.Error):  # whoever reads the table tells where it breaks off
        rows.extend(itertools.islice(cut, SAMPLE_ROWS))
    widths = [len(cells) for cells in rows if cells]
    if not widths or widths[0] == 1:
        return -1.0, 1
    body = widths[1:] or widths
    return body.count(widths[0]) / len(body), widths[0]
