"""A file of answers, whatever its format, as a table; and the names of its columns, without reading the rest."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType
from typing import Final

from engine.exchange import files
from engine.exchange.answers.apart import read_apart
from engine.exchange.answers.blocks import AboutColumn, CellBlock, CodedTable
from engine.exchange.answers.formats import format_of
from engine.exchange.tables import CsvTable, plain
from engine.instrument.written_text import seen_name
from engine.problems import Refused

LOOKED_AT: Final = 50  # rows at the top of a sheet, among which its header is
PIECE: Final = 1 << 20
NO_SHEET: Final = ("no_sheet", "this file has no sheets", "leave `sheet` out of the column map")


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """A file that is being read: its table, the SHA-256 of its bytes, its format in words, and what was noticed."""

    table: CsvTable | CodedTable
    digest: str
    format: str = "CSV"
    notes: tuple[str, ...] = ()
    about: Mapping[str, AboutColumn] = field(default_factory=lambda: MappingProxyType({}))
    rows: int | None = None


@contextmanager
def open_answers(
    path: Path, *, sheet: str | None = None, encoding: str | None = None, remedy: str
) -> Iterator[AnswerFile]:
    """The table in a file, open as long as the context; raises `Refused`, also while its rows are taken.

    `sheet` names one of a workbook, `encoding` says in which letters an old file is, `remedy` what to do where nobody
    said it.
    """
    found = format_of(path) if path.is_file() else None
    if sheet is not None and path.is_file() and (found is None or found.by_column):
        raise files.whole_file(path.name, *NO_SHEET)
    if found is None:
        text = files.text_file(path, encoding, remedy=remedy)
        yield AnswerFile(text.table(), text.digest)
        return
    if path.stat().st_size > files.MOST_BYTES:
        raise files.whole_file(
            path.name, "file_too_large", "the file is larger than 4 GB", "split it into several files"
        )
    with read_apart(path, found.module, sheet, encoding) as (facts, blocks):
        if found.by_column:
            header = tuple(seen_name(name) for name in facts.header)
            about = {seen_name(name): one for name, one in facts.about.items()}
            table = CodedTable(header, 1, blocks, about)
            yield AnswerFile(table, _digest(path), found.name, facts.notes, about, facts.rows)
        else:
            sheet_table, notes = _table_in(path.name, blocks)
            notes = [*facts.notes, *notes]
            yield AnswerFile(sheet_table, _digest(path), found.name, tuple(notes), rows=facts.rows)


def column_names(path: Path, encoding: str | None = None, sheet: str | None = None) -> tuple[str, ...]:
    """The names in a file's header, without reading the rest; none where they can't be read.

    For defaults that hang on what a file has: the reader of the file tells what is wrong with it.
    """
    known = _begun(path, encoding, sheet)
    return files.column_names(path, encoding) if known is None else known[0]


def expected_rows(path: Path, encoding: str | None = None, sheet: str | None = None) -> int:
    """About how many rows a file has, for a progress bar; 0 where nobody knows."""
    known = _begun(path, encoding, sheet)
    if known is not None:
        return known[1]
    try:
        with path.open("rb") as stream:
            return sum(piece.count(b"\n") for piece in iter(lambda: stream.read(PIECE), b""))
    except OSError:
        return 0  # the reader says what is wrong with it


def _begun(path: Path, encoding: str | None, sheet: str | None) -> tuple[tuple[str, ...], int] | None:
    """The header and the number of rows of a file that is no text; None where it is one."""
    try:
        if not path.is_file() or format_of(path) is None:
            return None
        about = path.stat()
        return _header_of(path, encoding, sheet, about.st_mtime_ns, about.st_size)
    except (OSError, Refused):
        return (), 0


@lru_cache(maxsize=16)
def _header_of(
    path: Path, encoding: str | None, sheet: str | None, changed: int, size: int
) -> tuple[tuple[str, ...], int]:
    """Read once for several questions of one command, as it starts a process; by when the file was changed."""
    with open_answers(path, sheet=sheet, encoding=encoding, remedy="") as found:
        return found.table.header, found.rows or 0


def _table_in(name: str, blocks: Iterator[CellBlock]) -> tuple[CsvTable, list[str]]:
    """The table in a sheet: titles above its header are passed over, and told."""
    rows = chain.from_iterable(block.rows() for block in blocks)
    top = list(islice(rows, LOOKED_AT))
    filled = [sum(bool(seen_name(cell)) for cell in row) for row in top]
    if not any(filled):
        raise files.whole_file(
            name, "empty_file", "the sheet holds nothing", "write item ids in its first row"
        )
    at = next(place for place, cells in enumerate(filled) if 2 * cells >= max(filled))
    above = [str(place) for place in range(at) if filled[place]]
    notes = [f"The header is row {at + 1}; above it stand titles, which are not used"] if above else []
    header = tuple(seen_name(plain(cell)) for cell in top[at])
    return CsvTable(header, "", at + 2, chain(top[at + 1 :], rows), from_sheet=True), notes


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()
