"""What a reader of a file that is no text gives: facts about its columns, and its rows in blocks of coded cells."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from engine.instrument.written_number import number_in

MOST_ROWS: Final = 20_000  # of a block; a place in its cells fits into two bytes


@dataclass(frozen=True, slots=True)
class AboutColumn:
    """What a file says of one of its columns: its question, what values mean, and which of them are no answers.

    `missing` are ranges of numbers, both ends in; `tags` are cells such as Stata's .a that always mean missing.
    """

    text: str = ""
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))  # cell -> label
    missing: tuple[tuple[float, float], ...] = ()
    tags: frozenset[str] = frozenset()

    def is_missing(self, cell: str) -> bool:
        """Whether the file declares that this cell stands for no answer."""
        if cell in self.tags:
            return True
        number = number_in(cell) if self.missing and cell else None
        return number is not None and any(low <= number <= high for low, high in self.missing)


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of a file before its rows are read; a sheet has no header yet, as titles may stand above it."""

    header: tuple[str, ...] = ()
    about: Mapping[str, AboutColumn] = field(default_factory=lambda: MappingProxyType({}))
    notes: tuple[str, ...] = ()
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class CellBlock:
    """Some rows by column: the distinct cells of each, and for every row a place in them (columns x rows)."""

    cells: tuple[tuple[str, ...], ...]
    places: NDArray[np.uint16]

    def __len__(self) -> int:
        return int(self.places.shape[1])

    def rows(self) -> Iterator[list[str]]:
        """The same as rows of cells."""
        columns = [
            list(map(cells.__getitem__, places.tolist()))
            for cells, places in zip(self.cells, self.places, strict=True)
        ]
        return map(list, zip(*columns, strict=True))


@dataclass(frozen=True, slots=True)
class CodedTable:
    """A table that comes by column: its header, what it says of its columns, and its rows in blocks."""

    header: tuple[str, ...]
    first: int  # the number of the first row
    blocks: Iterable[CellBlock]
    about: Mapping[str, AboutColumn]


def block_of(columns: Sequence[Sequence[Any]]) -> CellBlock:
    """Columns of values as a block of cells."""
    coded = [_coded(column) for column in columns]
    rows = len(columns[0]) if columns else 0
    places = np.array([places for _, places in coded], dtype=np.uint16).reshape(len(columns), rows)
    return CellBlock(tuple(cells for cells, _ in coded), places)


def blocks_of_rows(rows: Iterable[Sequence[Any]]) -> Iterator[CellBlock]:
    """Rows of values, all of one width, as blocks of cells."""
    rows = iter(rows)
    while batch := list(islice(rows, MOST_ROWS)):
        yield block_of(list(zip(*batch, strict=True)))


def cell_of(value: Any) -> str:
    """A value as the text that a table in CSV would have; a whole number without a point."""
    if value is None or value != value:  # NaN, and pandas' NaT
        return ""
    if isinstance(value, bool | np.bool_):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).replace("T", " ").removesuffix(" 00:00:00")
    return str(value)


def _coded(column: Any) -> tuple[tuple[str, ...], Sequence[int] | NDArray[Any]]:
    """The distinct cells of a column, and the place of each row in them."""
    if isinstance(column, np.ndarray) and column.dtype.kind in "iufb":
        values, where = np.unique(column, return_inverse=True)
        return tuple(map(cell_of, values.tolist())), where
    known: dict[Hashable, int] = {}
    places = [known.setdefault(value, len(known)) for value in column]
    return tuple(map(cell_of, known)), places
