"""Which rows of a file are people: not a heading in its middle, a row of totals, a test, or another event."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.exchange.csv_columns import FilePlan
from engine.exchange.file_rows import FileRows
from engine.instrument.column_map import ColumnMap
from engine.instrument.written_text import seen_name
from engine.printed import counted
from engine.problems import Problem, Refused, listed

STATUS: Final = ("Status", "Finished")  # both of them: a file of Qualtrics
TESTS: Final = frozenset({"Survey Preview", "Survey Test", "1", "2", "9", "17"})
SPAM: Final = frozenset({"Spam", "8"})
EVENTS: Final = ("redcap_event_name", "redcap_repeat_instance")
RECORD: Final = "record_id"
NOT_FINISHED: Final = frozenset({"0", "False", "FALSE", "false"})
TOTALS: Final = frozenset(
    {"total", "totals", "sum", "mean", "average", "median", "summe", "gesamt", "mittelwert", "durchschnitt"}
    | {"moyenne", "somme", "media", "promedio", "suma", "gemiddelde", "totaal"}
)
MOST_NAMED: Final = 8

Rows = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class RowChoice:
    """How the rows of a file are chosen: by what its column map says, and by what rows of no person look like."""

    file: str
    plan: FilePlan
    given: Mapping[str, Sequence[str]]
    status: int | None
    finished: int | None
    event: int | None
    words: tuple[int, ...]  # columns in which a row of totals may say what it is

    @property
    def wanted(self) -> set[int]:
        """The places of the columns that this needs; of those in `words` it needs the last rows."""
        found = {self.plan.header.index(name) for name in self.given}
        return found | {index for index in (self.status, self.finished, self.event) if index is not None}

    def of(self, rows: FileRows) -> tuple[FileRows, list[str]]:
        """The rows that are people, and what is said of the others; raises `Refused` where several are one person's."""
        keep = np.ones(rows.people, dtype=bool)
        notes: list[str] = []
        for found, what in self._nobody(rows):
            left = found & keep
            if left.any():
                keep &= ~left
                notes.append(f"{_counted(rows, left)} left out: {what}")
        self._refuse_events(rows, keep)
        if self.finished is not None:
            unfinished = rows.columns[self.finished].holds(NOT_FINISHED) & keep
            if unfinished.any():
                notes.append(
                    f"{_counted(rows, unfinished)} not finished (Finished is 0); they are read all the same"
                )
        return (rows if keep.all() else rows.of(np.flatnonzero(keep))), notes

    def _nobody(self, rows: FileRows) -> Iterator[tuple[Rows, str]]:
        for name, texts in self.given.items():
            there = rows.columns[self.plan.header.index(name)].holds(frozenset(texts))
            if not there.any():
                cause = f"no row has {listed(map(repr, texts))} in column {name!r}, which `rows` asks for"
                held = sorted(set(map(seen_name, rows.columns[self.plan.header.index(name)].cells)))
                remedy = f"it holds {listed(map(repr, held[:MOST_NAMED]))}"
                raise Refused([Problem("no_rows", self.file, cause, remedy)])
            yield ~there, f"not {listed(texts)} in {name}, which the column map asks for"
        empty = np.zeros(rows.people, dtype=bool)
        empty[list(rows.empty)] = True
        yield empty, "nothing stands in them"
        yield self._headings(rows), "they repeat the header"
        if self.status is not None:
            yield rows.columns[self.status].holds(TESTS), "previews and tests of the survey (Status)"
            yield rows.columns[self.status].holds(SPAM), "marked as spam (Status)"
        yield self._totals(rows), "totals below the answers"

    def _headings(self, rows: FileRows) -> Rows:
        """Rows that hold the name of each column of an answer: of sheets that were pasted together."""
        if len(self.plan.sources) < 2:
            return np.zeros(rows.people, dtype=bool)
        found = np.ones(rows.people, dtype=bool)
        for source in self.plan.sources:
            found &= rows.columns[source.index].holds({source.name})
        return found

    def _totals(self, rows: FileRows) -> Rows:
        """The rows at the end that call themselves so in a column that is no answer, one after the other."""
        found = np.zeros(rows.people, dtype=bool)
        empty = set(rows.empty)
        columns = [rows.columns[index] for index in self.words]
        for row in range(rows.people - 1, -1, -1):
            words = (seen_name(column.cells[column.places[row]]) for column in columns)
            found[row] = any(word.casefold().rstrip(":. ") in TOTALS for word in words)
            if not found[row] and row not in empty:
                break
        return found

    def _refuse_events(self, rows: FileRows, keep: Rows) -> None:
        """Several rows a person, one an event, are not so many people."""
        if self.event is None or self.plan.header[self.event] in self.given:
            return
        column = rows.columns[self.event]
        there = [seen_name(column.cells[place]) for place in np.unique(column.places[keep]).tolist()]
        if len(there) < 2:
            return
        name = self.plan.header[self.event]
        cause = f"a person has a row for each {name}: {listed(there[:MOST_NAMED])}"
        remedy = f"say in a column map which one is read, as in `rows: {{{name}: {there[0] or there[-1]}}}`"
        raise Refused([Problem("several_rows", self.file, cause, remedy)])


def row_choice(file: str, plan: FilePlan, given: ColumnMap) -> RowChoice:
    """How the rows of this file are chosen."""
    rows = {seen_name(name): tuple(map(seen_name, texts)) for name, texts in given.rows.items()}
    header = plan.header
    qualtrics = all(name in header for name in STATUS)
    status, finished = (header.index(name) if qualtrics and name not in rows else None for name in STATUS)
    event = next((header.index(name) for name in EVENTS if name in header), None)
    answers = {source.index for source in plan.sources}
    words = tuple(index for index in range(min(3, len(header))) if index not in answers)
    return RowChoice(file, plan, rows, status, finished, event, words)


def _counted(rows: FileRows, found: Rows) -> str:
    numbers = list(map(str, rows.numbers[found].tolist()))
    which = listed(numbers) if len(numbers) <= MOST_NAMED else f"{', '.join(numbers[:MOST_NAMED])}, ..."
    return f"{counted(len(numbers), 'row')} ({which})"
