"""Files of responses that others collected: columns are item ids, cells are option values.

Whatever a file is, a CSV, a workbook, a file of SPSS, it comes as a table (`engine.exchange.answers`).

Choose-many has a column an option, `item.option`, or one with all that was chosen. An empty cell is blank; a cell may
also hold a non-answer's id or a kind of missing (`not_shown` and the like). Every bad cell is reported with its row
and column, and nothing of a file with a problem is used. A column is turned into places in its distinct cells, and
each of these is read once (`engine.exchange.cell_codes`), so that a million rows cost a dictionary look-up a cell.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.exchange.answers.opening import open_answers
from engine.exchange.cell_codes import BAD, CellReader, CellRules
from engine.exchange.cells import names_in
from engine.exchange.csv_columns import AnswerColumn, FilePlan, plan_of
from engine.exchange.declared import as_declared
from engine.exchange.decoding import AS_UTF8
from engine.exchange.file_rows import FileRows, Progress, read_rows, without_more_headers
from engine.exchange.files import whole_file
from engine.exchange.missing_columns import (
    SAYS_NOTHING,
    UNKNOWN,
    kinds_of_missing,
    no_kind,
    words_of_numbers,
)
from engine.exchange.places_in_columns import with_places_joined
from engine.exchange.row_choice import row_choice
from engine.exchange.shown import hide
from engine.exchange.tables import plain
from engine.exchange.whole_and_options import WholeAndOptions
from engine.instrument.column_map import ColumnMap
from engine.instrument.model import Form, Instrument, Item
from engine.instrument.written_text import seen_name
from engine.printed import counted
from engine.problems import Problem, Refused, listed, worded
from engine.responses.layout import BLANK, FIRST_NON_ANSWER, NOT_ON_FORM, CodedColumn, Codes, layout

SAVE_OR_SAY: Final = f"{AS_UTF8}, or say what it is saved in, as in --encoding cp1252"
SIMULATED: Final = "simulated"  # a column that says yes where nobody answered

OpenAnswers = dict[str, str | int | float]


@dataclass(frozen=True)
class ResponseFile:
    """A file of responses, read: codes in the instrument's layout and the columns kept beside them.

    `numbers` are those of the people's rows in the file, as a spreadsheet numbers them.
    """

    instrument: Instrument
    codes: Codes
    open_answers: tuple[Mapping[str, str | int | float], ...]
    labels: Mapping[str, tuple[str, ...]]  # column -> a text a row: site, respondent, groups
    name: str
    digest: str
    numbers: NDArray[np.integer]
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def simulated(self) -> bool:
        """Whether any row says that it is made up."""
        return any(text.casefold() in ("yes", "1") for text in self.labels.get(SIMULATED, ()))


def read_responses(
    path: Path | str,
    instrument: Instrument,
    column_map: ColumnMap | None = None,
    *,
    keep: Sequence[str] = (),
    form: Form | None = None,
    labels: bool = True,
    encoding: str | None = None,
    progress: Progress | None = None,
) -> ResponseFile:
    """Read a file of responses to `instrument`, in any format of `engine.exchange.answers.formats`.

    `keep` names further columns (a cluster, a group) whose texts are wanted; items that `form` does not ask
    are not read; `labels` says whether the label of an option may stand for it; `encoding` is what the file is saved
    in, where it is not Unicode; `progress` is told the number of rows read so far. Raises `Refused` with every
    problem of the file.
    """
    path, column_map = Path(path), column_map or ColumnMap()
    with open_answers(path, sheet=column_map.sheet, encoding=encoding, remedy=SAVE_OR_SAY) as opened:
        header, about = opened.table.header, opened.about
        plan = plan_of(path.name, instrument, header, column_map, keep, form, labels=labels, about=about)
        table, more = without_more_headers(path.name, opened.table, plan.sources, column_map.header_rows)
        choice = row_choice(path.name, plan, column_map)
        wanted = plan.wanted | choice.wanted
        rows, left_out = choice.of(read_rows(path.name, table, wanted, progress, ends=choice.words))
    plan, rows = with_places_joined(plan, rows)
    found = FileAnswers(plan, rows)
    codes, opens = found.codes(), found.open_answers()
    if found.problems:
        raise Refused(sorted(found.problems, key=_row_of))
    if not found.rows.people:
        cause, remedy = "the file has a header and no row below it", "write a row of answers for each person"
        if left_out:
            cause = f"no row is left to read: {'; '.join(left_out)}"
            remedy = "say which rows are people: `rows` in a column map"
        raise whole_file(path.name, "no_rows", cause, remedy)
    kept = found.labels()
    hidden = hide(plan, codes, opens)
    notes = [
        *opened.notes,
        *plan.notes,
        *left_out,
        *found.notes,
        *_told(kept, hidden, more, found.rows.blank),
    ]
    return ResponseFile(instrument, codes, opens, kept, path.name, opened.digest, rows.numbers, tuple(notes))


@dataclass
class FileAnswers:
    """Turns the columns of a file into answers, and notes what is wrong and what was taken for granted."""

    plan: FilePlan
    rows: FileRows
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(init=False)

    def __post_init__(self) -> None:
        self.problems = list(self.rows.problems)
        self._places: dict[int, NDArray[np.integer]] = {
            index: column.places for index, column in self.rows.columns.items()
        }
        self._twice: dict[str, WholeAndOptions] = {}

    def codes(self) -> Codes:
        """The closed answers, in the instrument's layout."""
        layout_ = layout(self.plan.instrument)
        codes = np.full((self.rows.people, layout_.width), NOT_ON_FORM, dtype=np.uint8)
        filled: dict[int, AnswerColumn] = {}
        labelled = []
        for source in self.plan.sources:
            if not source.item.closed:
                continue
            reader = self._reader(source)
            table = reader.codes()
            self._note_bad(source, reader, np.flatnonzero((table == BAD).any(axis=1)).tolist())
            labelled += [source.name] if reader.labels_read() else []
            span = list(layout_.span(source.item))
            span = span if source.option is None else [span[source.item.options.index(source.option)]]
            new = table[self._places[source.index]]
            before = next((filled[column] for column in span if column in filled), None)
            codes[:, span] = new if before is None else self._joined(codes[:, span], new, before, source)
            filled |= dict.fromkeys(span, source)
        self._tell_twice()
        self._read_kinds(codes)
        self._fill_unmarked(codes)
        self._check_numbers(codes)
        if labelled:
            self.notes.append(
                f"Labels read as the answers they name, in {listed(labelled)} (if not so, add --no-labels)"
            )
        return codes

    def open_answers(self) -> tuple[OpenAnswers, ...]:
        """The open answers by item id, a row each."""
        sources = [source for source in self.plan.sources if not source.item.closed]
        if not sources:
            return ({},) * self.rows.people
        rows: tuple[OpenAnswers, ...] = tuple({} for _ in range(self.rows.people))
        first: dict[str, AnswerColumn] = {}
        for source in sources:
            before = first.setdefault(source.item.id, source)
            reader = self._reader(source)
            answers, bad = reader.answers()
            self._note_bad(source, reader, bad)
            if source.item.kind.numeric and (doubtful := reader.missing_read()):
                self.notes.append(
                    f"{source.name}: {listed(doubtful)} read as an answer (if it means that there is none, list it "
                    "under `missing` in a column map)"
                )
            answered = np.array([answer is not None for answer in answers], dtype=bool)
            places = self._places[source.index]
            for row in np.flatnonzero(answered[places]).tolist():
                answer = answers[places[row]]
                if source.item.id in rows[row]:
                    self._note_two(before, source, np.array([row]))
                elif isinstance(answer, str | int | float):
                    rows[row][source.item.id] = answer
        return rows

    def labels(self) -> Mapping[str, tuple[str, ...]]:
        """The columns that are kept, by the name they were asked by: names of schools, groups or people."""
        found = {}
        for name, index in self.plan.kept.items():
            texts = _names(list(self.rows.columns[index].cells), self.plan.rules)
            found[name] = tuple(map(texts.__getitem__, self._places[index].tolist()))
        return found

    def _reader(self, source: AnswerColumn) -> CellReader:
        cells = self._as_declared(source, self.rows.columns[source.index].cells)
        if source.id in self.plan.kinds:
            cells = words_of_numbers(self._coded(source)[1], cells, self.plan.rules.decimal)
        return CellReader(self.plan.rules, source.item, source.option, cells)

    def _as_declared(self, source: AnswerColumn, cells: tuple[str, ...]) -> tuple[str, ...]:
        """Cells with what the file itself declares to be missing as a non-answer, or as blank."""
        about = self.plan.about.get(source.name)
        if about is None:
            return cells
        confirmed = self.plan.rules.values.get(source.item.id, {})
        read, told = as_declared(source.name, source.item, cells, about, confirmed)
        if told and told not in self.notes:
            self.notes.append(told)
        return read

    def _coded(self, source: AnswerColumn) -> tuple[int, CodedColumn]:
        """The place and the column of the layout that a column of the file is."""
        columns = layout(self.plan.instrument).columns
        return next((place, column) for place, column in enumerate(columns) if column.id == source.id)

    def _read_kinds(self, codes: Codes) -> None:
        """Why answers are missing, where the file has columns that say it: in a numeric twin."""
        for source in self.plan.sources:
            if (index := self.plan.kinds.get(source.id)) is None:
                continue
            place, column = self._coded(source)
            cells = list(self.rows.columns[index].cells)
            told = kinds_of_missing(column, cells, self.plan.rules.decimal)[self._places[index]]
            name = self.plan.header[index]
            for row in np.flatnonzero(told == UNKNOWN).tolist():
                cell = cells[self._places[index][row]]
                self.problems.append(no_kind(column, cell, f"row {self.rows.numbers[row]}, column {name}"))
            missing = told != SAYS_NOTHING
            both = np.flatnonzero(missing & (codes[:, place] < FIRST_NON_ANSWER))
            for row in both.tolist():
                cause = f"column {source.name} has an answer here, and this cell says that it is missing"
                remedy = "write 0 here, or empty the answer"
                where = f"row {self.rows.numbers[row]}, column {name}"
                self.problems.append(Problem("not_an_option", where, cause, remedy))
            codes[missing, place] = told[missing]

    def _joined(self, old: Codes, new: Codes, before: AnswerColumn, source: AnswerColumn) -> Codes:
        """One item from two columns, of which each row fills one: a short form, the questions of other grades."""
        if (before.option is None) != (source.option is None):
            twice = self._twice.setdefault(source.item.id, WholeAndOptions(source.item))
            return twice.joined(old, new, before, source)
        two = np.flatnonzero(((old < NOT_ON_FORM) & (new < NOT_ON_FORM)).any(axis=1))
        self._note_two(before, source, two)
        if not len(two):
            self.notes.append(f"{source.item.id} read from two columns: {before.name} and {source.name}")
        return np.where(new < NOT_ON_FORM, new, old)

    def _tell_twice(self) -> None:
        same = []
        for id, twice in self._twice.items():
            row = self.rows.numbers[twice.rows[0]] if len(twice.rows) else 0
            if problem := twice.problem(f"row {row}"):
                self.problems.append(problem)
            else:
                same.append(id)
        if same:
            self.notes.append(f"In the file whole and by its options, which say the same: {listed(same)}")

    def _note_two(self, before: AnswerColumn, source: AnswerColumn, rows: NDArray[np.integer]) -> None:
        if len(rows):
            names = f"{before.name}, {source.name}"
            cause = f"item {source.item.id!r} is read from these columns: {names}"
            remedy = (
                f"let each row answer in one of them (both do in {counted(len(rows), 'row')}), "
                "or ignore one in the column map"
            )
            place = f"row {self.rows.numbers[rows[0]]}"
            self.problems.append(Problem("duplicate_column", place, cause, remedy))

    def _note_bad(self, source: AnswerColumn, reader: CellReader, bad: Sequence[int]) -> None:
        places = self._places[source.index]
        for index in bad:
            problem = reader.problem(index)
            for row in np.flatnonzero(places == index).tolist():
                place = f"row {self.rows.numbers[row]}, column {source.name}"
                self.problems.append(Problem(problem.code, place, problem.cause, problem.remedy))

    def _check_numbers(self, codes: Codes) -> None:
        """Where each option has a number, those of a row fit together; an empty cell beside others is 0."""
        for item in {source.item.id: source.item for source in self.plan.sources}.values():
            coding = item.kind.coding
            if coding is None or coding.wrong is None:
                continue
            span = np.array(layout(self.plan.instrument).span(item))
            block = codes[:, span]
            some = np.any(block < FIRST_NON_ANSWER, axis=1)
            block = np.where(some[:, None] & (block == BLANK), 0, block)
            codes[:, span] = block
            different, which = np.unique(block[some], axis=0, return_inverse=True)
            rows = np.flatnonzero(some)
            for number, numbers in enumerate(different.tolist()):
                wrong = _mixed(item, numbers) or coding.wrong(item, numbers)
                if wrong is None:
                    continue
                for row in rows[which.ravel() == number].tolist():
                    place = f"row {self.rows.numbers[row]}, columns of {item.id}"
                    self.problems.append(replace(wrong, place=place))

    def _fill_unmarked(self, codes: Codes) -> None:
        """Where a file marks only the options that were chosen, the others of such a row were not."""
        layout_ = layout(self.plan.instrument)
        items = {
            source.item.id: source.item
            for source in self.plan.sources
            if source.option is not None and source.id not in self.plan.kinds
        }
        for item in items.values():
            marks = item.kind.coding.marks if item.kind.coding else None
            span = np.array(layout_.span(item))
            block = codes[:, span]
            if marks is None or np.any(block == marks.unmarked):
                continue
            left = (block == BLANK) & np.any(block == marks.marked, axis=1)[:, None]
            if np.any(left):
                codes[:, span] = np.where(left, marks.unmarked, block)
                self.notes.append(
                    f"{item.id} marks what was chosen: its empty cells in such rows are not chosen"
                )


def _mixed(item: Item, numbers: Sequence[int]) -> Problem | None:
    """What is wrong where some options of one answer have a number, and others a kind of missing that is not blank."""
    if all(number < FIRST_NON_ANSWER for number in numbers):
        return None
    return worded("answer_and_non_answer", item.id, "answer_and_non_answer", path=item.id)


def _names(cells: Sequence[str], rules: CellRules) -> list[str]:
    """Names of schools, groups or people; the words of an empty cell name nobody, in these columns too."""
    given = ["" if rules.is_blank(seen_name(plain(cell))) else cell for cell in cells]
    return names_in(given)


def _told(labels: Mapping[str, Sequence[str]], hidden: int, more_headers: int, blank: int) -> Iterator[str]:
    for name, texts in labels.items():
        empty = sum(not text for text in texts)
        if empty:
            yield f"column {name}: {counted(empty, 'row')} without a name (empty, or a word such as NA)"
    if more_headers:
        yield f"{counted(more_headers, 'row')} below the first read as part of the header"
    if blank:
        yield f"{counted(blank, 'row')} at the end in which nothing stands, left out"
    if hidden:
        what = "1 answer to a question" if hidden == 1 else f"{hidden} answers to questions"
        yield f"{what} that the rules hide: read as not shown"


def _row_of(problem: Problem) -> tuple[int, str]:
    words = problem.place.replace(",", " ").split()
    return (int(words[1]) if words[:1] == ["row"] else 0, problem.place)
