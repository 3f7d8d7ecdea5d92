"""What a file of answers holds, column by column, before anybody says what it is: names, questions, cells by number."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import Final

import numpy as np

from engine.exchange.answers.blocks import AboutColumn, CodedTable
from engine.exchange.answers.opening import open_answers
from engine.exchange.cell_codes import BLANK_WORDS
from engine.exchange.file_rows import HEADER_ROWS, Progress, ReadColumn, read_rows, without_more_headers
from engine.exchange.tables import CsvTable, addresses, plain
from engine.instrument.written_text import seen_name

MOST_CELLS: Final = (
    500  # distinct cells of a column that are looked at; a column of more is no list of options
)
NO_ABOUT: Final = AboutColumn()


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """A column: how it is addressed in a column map, its name, what it asks, and how often it holds each text."""

    address: str
    name: str
    text: str
    cells: Mapping[str, int]  # the most frequent first, without blanks
    distinct: int
    filled: int
    about: AboutColumn
    rows: ReadColumn

    @property
    def whole_list(self) -> bool:
        """Whether `cells` are all that it holds."""
        return self.distinct == len(self.cells)


@dataclass(frozen=True, slots=True)
class FileProfile:
    """A file: its format in words, its rows, its columns, and what was noticed while it was read."""

    name: str
    format: str
    rows: int
    header_rows: int
    columns: tuple[ColumnProfile, ...]
    notes: tuple[str, ...]


def profile_of(
    path: Path,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    remedy: str,
    progress: Progress | None = None,
) -> FileProfile:
    """Read a file whole and say what its columns hold; raises `Refused` where it can't be read."""
    with open_answers(path, sheet=sheet, encoding=encoding, remedy=remedy) as opened:
        header = opened.table.header
        table, texts = _without_headers(path.name, opened.table)
        rows = read_rows(path.name, table, range(len(header)), progress)
    if rows.empty:
        kept = np.setdiff1d(np.arange(rows.people), np.array(rows.empty, dtype=np.int64))
        rows = rows.of(kept)
    columns = []
    for index, (name, address) in enumerate(zip(header, addresses(header), strict=True)):
        about = opened.about.get(name, NO_ABOUT)
        text = about.text or (texts[index] if index < len(texts) else "")
        columns.append(_column(address, name, text, rows.columns[index], about))
    more = table.first - opened.table.first
    return FileProfile(path.name, opened.format, rows.people, 1 + more, tuple(columns), opened.notes)


def _without_headers(
    file: str, table: CsvTable | CodedTable
) -> tuple[CsvTable | CodedTable, tuple[str, ...]]:
    """A table without further rows of its header, and the questions that the first of these holds."""
    if isinstance(table, CodedTable):
        return table, ()
    ahead = list(islice(table.rows, HEADER_ROWS))
    rest, more = without_more_headers(file, replace(table, rows=chain(ahead, table.rows)), (), None)
    texts = tuple(seen_name(plain(cell)) for cell in ahead[0]) if more else ()
    return rest, texts


def _column(address: str, name: str, text: str, column: ReadColumn, about: AboutColumn) -> ColumnProfile:
    numbers = np.bincount(column.places, minlength=len(column.cells)).tolist()
    counts: Counter[str] = Counter()
    for cell, number in zip(column.cells, numbers, strict=True):
        seen = seen_name(plain(cell))
        if seen not in BLANK_WORDS:
            counts[seen] += number
    common = {cell: number for cell, number in counts.most_common(MOST_CELLS) if number}
    return ColumnProfile(address, name, text, common, len(counts), sum(counts.values()), about, column)
