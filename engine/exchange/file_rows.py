"""The rows of a file as columns: each a list of its distinct cells, and for every row a place in it."""

import csv
import itertools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.exchange.answers.blocks import CodedTable
from engine.exchange.csv_columns import AnswerColumn
from engine.exchange.files import broken
from engine.exchange.tables import CsvTable, is_empty, plain
from engine.instrument.written_text import seen_name
from engine.problems import Problem

ROWS_AT_ONCE: Final = 10_000
HEADER_ROWS: Final = 3  # the most that online tools write
IMPORT_ID: Final = ('{"ImportId"', "{'ImportId'")  # how Qualtrics begins the cells of its last header row
TOOL_COLUMNS: Final = frozenset({"ResponseID", "ResponseSet", "IPAddress", "StartDate", "EndDate", "Status"})
SURVEY_MONKEY: Final = frozenset({"Response", "Open-Ended Response"})

Progress = Callable[[int], None]


@dataclass
class DistinctCells:
    """A column being read: the place of each distinct cell, and the places by row."""

    cells: dict[str, int] = field(default_factory=dict)
    parts: list[NDArray[np.integer]] = field(default_factory=lambda: [np.empty(0, dtype=np.uint8)])

    def add(self, cells: Sequence[str]) -> None:
        for cell in dict.fromkeys(cells):  # the file's order: the same file is told of in the same words
            self.cells.setdefault(cell, len(self.cells))
        smallest = np.min_scalar_type(len(self.cells))
        self.parts.append(np.fromiter(map(self.cells.__getitem__, cells), dtype=smallest, count=len(cells)))

    def add_coded(self, cells: Sequence[str], places: NDArray[np.integer]) -> None:
        """The same for cells that come coded already."""
        known = [self.cells.setdefault(cell, len(self.cells)) for cell in cells]
        smallest = np.min_scalar_type(len(self.cells))
        self.parts.append(np.array(known, dtype=smallest)[places])

    def column(self, people: int) -> "ReadColumn":
        """The column of so many rows; it is given out once."""
        places = np.concatenate(self.parts)[:people]
        self.parts = []
        return ReadColumn(tuple(self.cells), places)


@dataclass
class LastCells:
    """A column of which only the last rows matter: the others read as empty, whatever they held."""

    parts: list[tuple[int, Sequence[str]]] = field(default_factory=list)  # the two last that hold anything
    rows: int = 0

    def add(self, cells: Sequence[str]) -> None:
        if any(cells):
            self.parts = [*self.parts[-1:], (self.rows, cells)]
        self.rows += len(cells)

    def add_coded(self, cells: Sequence[str], places: NDArray[np.integer]) -> None:
        """The same for cells that come coded already."""
        self.add(list(map(cells.__getitem__, places.tolist())))

    def column(self, people: int) -> "ReadColumn":
        """The column of so many rows."""
        known = {"": 0}
        places = np.zeros(self.rows, dtype=np.uint32)
        for first, cells in self.parts:
            places[first : first + len(cells)] = [known.setdefault(cell, len(known)) for cell in cells]
        return ReadColumn(tuple(known), places[:people])


@dataclass(frozen=True, slots=True, eq=False)
class ReadColumn:
    """A column that was read: its distinct cells, and the place in them for each row."""

    cells: tuple[str, ...]
    places: NDArray[np.integer]

    def of(self, rows: NDArray[np.integer]) -> "ReadColumn":
        """The same for some of the rows, with the cells that these have."""
        used, places = np.unique(self.places[rows], return_inverse=True)
        return ReadColumn(tuple(self.cells[place] for place in used.tolist()), places)

    def holds(self, texts: Collection[str]) -> NDArray[np.bool_]:
        """For each row, whether its cell is one of these texts, as it is seen."""
        found: NDArray[np.bool_] = np.array(
            [seen_name(plain(cell)) in texts for cell in self.cells], dtype=bool
        )
        held: NDArray[np.bool_] = found[self.places]
        return held


@dataclass(frozen=True, slots=True)
class FileRows:
    """The columns that were wanted, by their place in the header, and the number of each row in the file.

    `blank` rows at the end held nothing; `empty` are places of rows in which nothing stands.
    """

    columns: dict[int, ReadColumn]
    numbers: NDArray[np.integer]
    blank: int
    problems: list[Problem]
    empty: tuple[int, ...] = ()

    @property
    def people(self) -> int:
        return len(self.numbers)

    def of(self, rows: NDArray[np.integer]) -> "FileRows":
        """The same with some of the rows."""
        columns = {index: column.of(rows) for index, column in self.columns.items()}
        numbers = self.numbers[rows]
        there = set(numbers.tolist())
        problems = [one for one in self.problems if int(one.place.split()[1]) in there]
        return replace(self, columns=columns, numbers=numbers, problems=problems, empty=())


def read_rows(
    file: str,
    table: CsvTable | CodedTable,
    wanted: Collection[int],
    progress: Progress | None = None,
    *,
    ends: Collection[int] = (),
) -> FileRows:
    """Read all rows below the header; those at the end of a text or sheet in which nothing stands are nobody.

    Of the columns at the places `ends`, where they are not `wanted`, only the last rows are kept.
    """
    columns: dict[int, DistinctCells | LastCells] = {
        index: DistinctCells() if index in wanted else LastCells() for index in sorted({*wanted, *ends})
    }
    if isinstance(table, CodedTable):
        return _read_blocks(table, columns, progress)
    width, row, people = len(table.header), table.first, 0
    faults: list[tuple[int, Problem]] = []
    empty: list[int] = []
    while batch := _batch(file, table.rows, row, ROWS_AT_ONCE):
        if set(map(len, batch)) != {width}:
            faults += _check_widths(batch, row, width)
        whole = list(zip(*batch, strict=True))
        for index, column in columns.items():
            column.add(whole[index])
        filled = next((number for number in range(len(batch), 0, -1) if not is_empty(batch[number - 1])), 0)
        people = row - table.first + filled if filled else people
        if table.from_sheet:
            empty += [row - table.first + place for place, cells in enumerate(batch) if is_empty(cells)]
        row += len(batch)
        if progress is not None:
            progress(row - table.first)
    problems = [problem for at, problem in faults if at < table.first + people]
    read = {index: column.column(people) for index, column in columns.items()}
    numbers = np.arange(table.first, table.first + people)
    gaps = tuple(place for place in empty if place < people)
    return FileRows(read, numbers, row - table.first - people, problems, gaps)


def _read_blocks(
    table: CodedTable, columns: Mapping[int, DistinctCells | LastCells], progress: Progress | None
) -> FileRows:
    people = 0
    for block in table.blocks:
        for index, column in columns.items():
            column.add_coded(block.cells[index], block.places[index])
        people += len(block)
        if progress is not None:
            progress(people)
    read = {index: column.column(people) for index, column in columns.items()}
    return FileRows(read, np.arange(table.first, table.first + people), 0, [])


def without_more_headers(
    file: str, table: CsvTable | CodedTable, sources: Sequence[AnswerColumn], told: int | None
) -> tuple[CsvTable | CodedTable, int]:
    """A table without further rows of its header, and how many these were.

    As many as the column map has `told`; else those that online tools write: the words of the questions in row 2,
    and numbers of theirs in row 3.
    """
    if isinstance(table, CodedTable):
        return table, 0
    ahead = _batch(file, table.rows, table.first, (told or HEADER_ROWS) - 1)
    more = len(ahead) if told else _more_headers(table.header, ahead, sources)
    rows = itertools.chain(ahead[more:], table.rows)
    return replace(table, first=table.first + more, rows=rows), more


def _more_headers(
    header: Sequence[str], ahead: Sequence[Sequence[str]], sources: Sequence[AnswerColumn]
) -> int:
    for number, cells in enumerate(ahead, start=1):
        if any(cell.lstrip().startswith(IMPORT_ID) for cell in cells):
            return number
    named = sum(
        seen_name(cell) in TOOL_COLUMNS and seen_name(cell) == name
        for name, cell in zip(header, ahead[0] if ahead else (), strict=False)
    )
    if named > 1:  # older files of Qualtrics, which name their own columns twice and have no third row
        return 1
    below = ahead[0] if ahead else ()
    pairs = [(seen_name(below[source.index]), source) for source in sources if source.index < len(below)]
    filled = [(text, source) for text, source in pairs if text]
    certain = any(_is_question(text, source) and not source.item.kind.in_words for text, source in filled)
    return int(certain and all(_is_question(*pair) or _is_option(*pair) for pair in filled))


def _is_question(text: str, source: AnswerColumn) -> bool:
    return text == seen_name(source.item.text) or text in SURVEY_MONKEY


def _is_option(text: str, source: AnswerColumn) -> bool:
    return source.option is not None and text == seen_name(source.option.label)


def _batch(file: str, rows: Iterable[list[str]], row: int, most: int) -> list[list[str]]:
    batch: list[list[str]] = []
    try:
        batch.extend(itertools.islice(rows, most))
    except csv.Error as error:
        raise broken(file, row + len(batch), error) from None
    return batch


def _check_widths(batch: list[list[str]], row: int, width: int) -> list[tuple[int, Problem]]:
    """What is wrong with rows of more or fewer cells than the header, each of which gets as many."""
    found = []
    for number, cells in enumerate(batch):
        place = f"row {row + number}"
        if not cells and width > 1:
            remedy = "delete it; a person who answered nothing has a row of empty cells"
            found.append((row + number, Problem("cells", place, "the row is empty", remedy)))
        elif cells and (len(cells) < width or not is_empty(cells[width:])):
            cause = f"the row has {len(cells)} cells where the header has {width}"
            remedy = "put texts that hold a comma in quotation marks, or delete the extra cells"
            found.append((row + number, Problem("cells", place, cause, remedy)))
        batch[number] = (cells + [""] * width)[:width]
    return found
