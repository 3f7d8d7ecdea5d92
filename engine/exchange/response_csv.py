"""Files of responses that others collected: columns are item ids, cells are option values.

Choose-many has a column an option, `item.option`. An empty cell is blank; a cell may also hold a non-answer's
id or a kind of missing (`not_shown` and the like). Every bad cell is reported with its row and column, and
nothing of a file with a problem is used. Each distinct text of a column is read once, by `engine.responses.answers`,
so that a million rows cost a dictionary look-up a cell.
"""

import csv
import io
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.exchange.csv_columns import FilePlan, delimiter_of, header_of, plan_of, text_of, whole_file
from engine.exchange.shown import hide
from engine.instrument.model import ColumnMap, Form, Instrument, Item
from engine.instrument.rules import Answer
from engine.printed import counted
from engine.problems import Problem, Refused
from engine.responses.answers import read
from engine.responses.layout import (
    BLANK,
    MISSING_KINDS,
    NOT_ON_FORM,
    CodedColumn,
    Codes,
    layout,
    non_answer_code,
)

ROWS_AT_ONCE = 10_000
BAD = 254  # a code no response holds: this cell has a problem
BLANK_WORDS = frozenset({"", "NA", "NaN", "nan", "."})
CODE_OF_KIND = {name: code for code, name in MISSING_KINDS.items()}

Progress = Callable[[int], None]


@dataclass(frozen=True)
class ResponseFile:
    """A file of responses, read: codes in the instrument's layout and the columns kept beside them."""

    instrument: Instrument
    codes: Codes
    open_answers: tuple[Mapping[str, str | int | float], ...]
    labels: Mapping[str, tuple[str, ...]]  # column -> a text a row: site, respondent, groups
    name: str
    digest: str
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.codes)


def read_responses(
    path: Path | str,
    instrument: Instrument,
    column_map: ColumnMap | None = None,
    *,
    keep: Sequence[str] = (),
    form: Form | None = None,
    progress: Progress | None = None,
) -> ResponseFile:
    """Read a CSV file of responses to `instrument`.

    `keep` names further columns (a cluster, a group) whose texts are wanted; items that `form` does not ask
    are not read; `progress` is told the number of
    rows read so far. Raises `Refused` with every problem of the file.
    """
    path = Path(path)
    text, digest = text_of(path)
    text = text.rstrip("\r\n")  # empty lines at the end are no rows, as editors add them
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    column_map = column_map or ColumnMap()
    header = header_of(path, reader)
    reading, notes = plan_of(path, instrument, header, column_map, keep, form)
    codes, opens, labels = _rows(path, reader, reading, progress)
    if reading.problems:
        raise Refused(sorted(reading.problems, key=_row_of))
    if not len(codes):
        cause, remedy = "the file has a header and no row below it", "write a row of answers for each person"
        raise whole_file(path, "no_rows", cause, remedy)
    notes += _empty_labels(reading, labels)
    hidden = hide(reading, codes, opens)
    if hidden:
        what = "1 answer to a question" if hidden == 1 else f"{hidden} answers to questions"
        notes.append(f"{what} that the rules hide: read as not shown")
    return ResponseFile(instrument, codes, opens, labels, path.name, digest, tuple(notes))


def _rows(
    path: Path, reader: Iterator[list[str]], reading: FilePlan, progress: Progress | None
) -> tuple[Codes, tuple[dict[str, str | int | float], ...], Mapping[str, tuple[str, ...]]]:
    blocks: list[Codes] = []
    opens: list[dict[str, str | int | float]] = []
    labels: dict[str, list[str]] = {name: [] for name in reading.kept.values()}
    row = 2
    while batch := _batch(path, reader, reading, row):
        columns = list(zip(*batch, strict=True))
        blocks.append(_closed(reading, columns, row))
        opens += _opened(reading, columns, row, len(batch))
        for index, name in reading.kept.items():
            labels[name] += map(_label, columns[index])
        row += len(batch)
        if progress is not None:
            progress(row - 2)
    width = layout(reading.instrument).width
    codes = np.concatenate(blocks) if blocks else np.empty((0, width), dtype=np.uint8)
    return codes, tuple(opens), {name: tuple(texts) for name, texts in labels.items()}


def _label(text: str) -> str:
    """The name of a school, group or person; the words of an empty cell name nobody, in these columns too."""
    found = text.strip()
    return "" if found in BLANK_WORDS else found


def _empty_labels(reading: FilePlan, labels: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for name, texts in labels.items():
        empty = sum(not text for text in texts)
        if empty:
            yield f"column {name}: {counted(empty, 'row')} without a name (empty, or a word such as NA)"


def _batch(path: Path, reader: Iterator[list[str]], reading: FilePlan, first: int) -> list[list[str]]:
    width = len(reading.header)
    batch: list[list[str]] = []
    try:
        for cells in itertools.islice(reader, ROWS_AT_ONCE):
            row = first + len(batch)
            if not cells and width > 1:
                remedy = "delete it; a person who answered nothing has a row of empty cells"
                reading.problems.append(Problem("cells", f"row {row}", "the row is empty", remedy))
            elif cells and len(cells) != width:
                cause = f"the row has {len(cells)} cells where the header has {width}"
                remedy = "put texts that hold a comma in quotation marks, or delete the extra cells"
                reading.problems.append(Problem("cells", f"row {row}", cause, remedy))
            batch.append((cells + [""] * width)[:width])
    except csv.Error as error:
        cause = f"the table breaks off at row {first + len(batch)} ({error})"
        raise whole_file(path, "broken_csv", cause, "look for a quotation mark that is not closed") from None
    return batch


def _closed(reading: FilePlan, columns: Sequence[Sequence[str]], first: int) -> Codes:
    rows = len(columns[0])
    codes = np.full((rows, layout(reading.instrument).width), NOT_ON_FORM, dtype=np.uint8)
    position = {column.id: index for index, column in enumerate(layout(reading.instrument).columns)}
    for index, column in reading.targets.items():
        lookup = reading.lookups.setdefault(index, {})
        for text in set(columns[index]) - lookup.keys():
            lookup[text] = _code(reading, column, text)
        codes[:, position[column.id]] = np.fromiter(
            map(lookup.__getitem__, columns[index]), dtype=np.uint8, count=rows
        )
        for row in np.flatnonzero(codes[:, position[column.id]] == BAD):
            _report(
                reading,
                column.item,
                columns[index][int(row)],
                f"row {first + row}, column {reading.header[index]}",
            )
    return codes


def _code(reading: FilePlan, column: CodedColumn, text: str) -> int:
    """The code of one distinct text of a closed column; `BAD` when it breaks the item's rules."""
    text = text.strip()
    item = column.item
    known = {non_answer.id for non_answer in item.non_answers} | {
        str(option.value) for option in item.options
    }
    if text in CODE_OF_KIND and text not in known:
        return CODE_OF_KIND[text]
    if text in BLANK_WORDS and text not in known:
        return BLANK
    points = [str(point.value) for point in item.points]
    if column.option is not None and text in points:
        return points.index(text)
    try:
        reading_of = read(item, [text])
    except Refused:
        return BAD
    if reading_of.non_answer is not None:
        return non_answer_code(item, reading_of.non_answer)
    if column.option is not None:
        return BAD
    values = [point.value for point in item.points]
    if item.reverse and item.id in reading.keyed:
        turned = item.low + item.high - float(str(reading_of.answer))
        return next((code for code, value in enumerate(values) if value == turned), BAD)
    return next(code for code, value in enumerate(values) if value == reading_of.answer)


def _report(reading: FilePlan, item: Item, text: str, place: str) -> None:
    coding = item.kind.coding
    if coding is not None and coding.by_option:
        wrong, remedy = coding.cell
        cause = f"{text.strip()[:40]!r} {wrong}"
        reading.problems.append(Problem("not_an_option", place, cause, remedy))
        return
    try:
        read(item, [text])
    except Refused as refused:
        reading.note(refused, place)
    else:
        cause, remedy = f"{text.strip()!r} can't be turned back on this scale", "give the file as answered"
        reading.problems.append(Problem("not_reversible", place, cause, remedy))


def _opened(
    reading: FilePlan, columns: Sequence[Sequence[str]], first: int, rows: int
) -> list[dict[str, str | int | float]]:
    answers: list[dict[str, str | int | float]] = [{} for _ in range(rows)]
    for index, item in reading.open_items.items():
        for row, text in enumerate(columns[index]):
            if text.strip() in BLANK_WORDS or text.strip() in CODE_OF_KIND:
                continue
            place = f"row {first + row}, column {reading.header[index]}"
            try:
                answer: Answer | None = read(item, [text]).answer
            except Refused as refused:
                reading.note(refused, place)
                continue
            if isinstance(answer, str | int | float):
                answers[row][item.id] = answer
    return answers


def _row_of(problem: Problem) -> tuple[int, str]:
    words = problem.place.replace(",", " ").split()
    return (int(words[1]) if words[:1] == ["row"] else 0, problem.place)
