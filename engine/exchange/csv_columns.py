"""What a file of responses holds: its text, its header, and which column is which item."""

import csv
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from engine.instrument.model import ColumnMap, Form, Instrument, Item
from engine.printed import counted
from engine.problems import Problem, Refused, did_you_mean
from engine.responses.layout import CodedColumn, layout

MOST_BYTES = 4 * 1024**3
LONGEST_HEADER = 1 << 20  # characters


@dataclass
class FilePlan:
    """One file being read: its plan and what has been found so far."""

    instrument: Instrument
    header: list[str]
    targets: dict[int, CodedColumn]  # place in the row -> closed column
    open_items: dict[int, Item]
    kept: dict[int, str]
    keyed: frozenset[str]
    lookups: dict[int, dict[str, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def note(self, refused: Refused, place: str) -> None:
        """Keep what is wrong with the cell at a place of the file."""
        for problem in refused.problems:
            self.problems.append(Problem(problem.code, place, problem.cause, problem.remedy))


def text_of(path: Path) -> tuple[str, str]:
    """A file's text and the SHA-256 of its bytes; raises `Refused` when it is none, or no text."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise whole_file(
                path, "file_too_large", "the file is larger than 4 GB", "split it into several files"
            )
        data = path.read_bytes()
    except IsADirectoryError:
        raise whole_file(path, "not_a_file", "this is a folder", "name the CSV file in it") from None
    except FileNotFoundError:
        raise whole_file(
            path, "no_file", "there is no such file", "check the path and the spelling"
        ) from None
    except OSError as error:
        cause = f"the file can't be read ({error.strerror})"
        raise whole_file(path, "no_file", cause, "check its permissions") from None
    digest = hashlib.sha256(data).hexdigest()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        cause = f"line {line} is not UTF-8 text"
        remedy = (
            'save the table as "CSV UTF-8"; a spreadsheet file (.xlsx, .sav) must be exported to CSV first'
        )
        raise whole_file(path, "not_text", cause, remedy) from None
    if "\x00" in text:
        raise whole_file(path, "not_text", "the file holds binary data", "export the table as CSV UTF-8")
    return text, digest


def delimiter_of(text: str) -> str:
    """Comma, semicolon or tab: whichever the first row has most of."""
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def column_names(path: Path) -> tuple[str, ...]:
    """The names in a file's first row, without reading the rest; none where they can't be read.

    For defaults that hang on what a file has: the reader of the file tells what is wrong with it.
    """
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as stream:
            first = stream.readline(LONGEST_HEADER)
        return tuple(name.strip() for name in next(csv.reader([first], delimiter=delimiter_of(first)), []))
    except (OSError, csv.Error):
        return ()


def header_of(path: Path, reader: Iterator[list[str]]) -> list[str]:
    """The names in the first row; raises `Refused` when there is none, or one of them appears twice."""
    try:
        header = [name.strip() for name in next(reader)]
    except (StopIteration, csv.Error):
        raise whole_file(
            path, "empty_file", "the file has no header row", "write item ids in its first row"
        ) from None
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        cause = f"these columns appear twice: {', '.join(twice)}"
        raise whole_file(path, "duplicate_column", cause, "rename or delete one of each")
    return header


def plan_of(
    path: Path,
    instrument: Instrument,
    header: list[str],
    given: ColumnMap,
    keep: Sequence[str],
    form: Form | None = None,
) -> tuple[FilePlan, list[str]]:
    """Which column of the file is what; raises `Refused` when the columns can't be matched.

    Columns of items that `form` does not ask are left out, and a note says so.
    """
    asked = set(instrument.item_by_id if form is None else form.items)
    closed = {column.id: column for column in layout(instrument).columns if column.item.id in asked}
    opens = {item.id: item for item in instrument.items if not item.closed and item.id in asked}
    wanted = [name for name in (given.site, given.respondent, *given.groups, *keep) if name]
    place = f"{path.name}, header"
    problems = [
        Problem("no_column", place, f"there is no column {name!r}", _near(name, header))
        for name in dict.fromkeys([*wanted, *given.columns])
        if name not in header
    ]
    keyed = frozenset(instrument.item_by_id if given.keyed is None else given.keyed)
    if given.keyed is not None:
        problems += _wrongly_keyed(place, instrument, given.keyed)
    reading = FilePlan(instrument, header, {}, {}, {}, keyed)
    for index, name in enumerate(header):
        item = given.columns.get(name, name)
        if name in wanted:
            reading.kept[index] = name
        if item in closed:
            reading.targets[index] = closed[item]
        elif item in opens:
            reading.open_items[index] = opens[item]
    rest = _rest(reading, given)
    known = _names(instrument)
    off = [name for name in rest if given.columns.get(name, name) in known]
    extra = [name for name in rest if name not in off and name not in given.columns]
    problems += _mapped_to_nothing(place, header, given, known)
    problems += _two_columns(place, reading)
    found = {column.id for column in reading.targets.values()}
    absent = [name for name in closed if name not in found]
    problems += _misspelt(place, extra, absent)
    if not found and not problems:
        problems.append(_no_items(place, instrument, form, list(closed)))
    if problems:
        raise Refused(problems)
    return reading, _notes(extra, absent, off, form)


def _rest(reading: FilePlan, given: ColumnMap) -> list[str]:
    """The columns that no item is read from, and that nobody asked to keep or to ignore."""
    used = {*reading.targets, *reading.open_items, *reading.kept}
    rest = [name for index, name in enumerate(reading.header) if name and index not in used]
    return [name for name in rest if name not in given.ignore or name in given.columns]


def _mapped_to_nothing(
    place: str, header: Sequence[str], given: ColumnMap, known: Sequence[str]
) -> list[Problem]:
    """Columns that a column map says are items there are not."""
    return [
        Problem(
            "unknown_item",
            place,
            f"column {name!r} is mapped to {item!r}, which is no item",
            _near(item, known),
        )
        for name, item in given.columns.items()
        if name in header and item not in known
    ]


def _no_items(place: str, instrument: Instrument, form: Form | None, ids: Sequence[str]) -> Problem:
    whose = instrument.id if form is None else f"the form {form.id} of {instrument.id}"
    remedy = f"name the columns by item id ({', '.join(ids[:4])}, ...) or write a column map"
    return Problem("no_items", place, f"no column is an item of {whose}", remedy)


def _names(instrument: Instrument) -> list[str]:
    """What columns of a file can be called: closed columns, and items with an open answer."""
    closed = [column.id for column in layout(instrument).columns]
    return closed + [item.id for item in instrument.items if not item.closed]


def _wrongly_keyed(place: str, instrument: Instrument, keyed: Sequence[str]) -> list[Problem]:
    """Items that can't stand turned in a file, as they are none or are not reverse-keyed."""
    reverse = [item.id for item in instrument.items if item.reverse]
    known = f"the reverse-keyed items are {_listed(reverse)}" if reverse else "no item is reverse-keyed"
    problems = []
    for name in keyed:
        if name not in instrument.item_by_id:
            cause = f"`keyed` names {name!r}, which is no item"
            problems.append(Problem("unknown_item", place, cause, did_you_mean(name, reverse) or known))
        elif name not in reverse:
            cause = f"`keyed` names {name!r}, which is not reverse-keyed, so that nobody turns it"
            problems.append(Problem("unknown_item", place, cause, f"leave it out; {known}"))
    return problems


def _two_columns(place: str, reading: FilePlan) -> list[Problem]:
    """Items that two columns of the file would fill, as a column map can make them: one would be lost."""
    columns: dict[str, list[str]] = {}
    filled = {index: column.id for index, column in reading.targets.items()}
    filled |= {index: item.id for index, item in reading.open_items.items()}
    for index, id in filled.items():
        columns.setdefault(id, []).append(reading.header[index])
    return [
        Problem(
            "duplicate_column",
            place,
            f"item {id!r} is read from these columns: {_listed(names)}",
            "map one of them to it, and ignore the others in the column map",
        )
        for id, names in columns.items()
        if len(names) > 1
    ]


def _notes(extra: Sequence[str], absent: Sequence[str], off: Sequence[str], form: Form | None) -> list[str]:
    notes = []
    if extra:
        notes.append(f"{counted(len(extra), 'column')} not used, as no item has that id: {_listed(extra)}")
    if off and form is not None:
        are = "is an item" if len(off) == 1 else "are items"
        were = "it was" if len(off) == 1 else "they were"
        notes.append(
            f"{counted(len(off), 'column')} {are} that the form {form.id} does not have; "
            f"{were} left out: {_listed(off)}"
        )
    if absent:
        notes.append(f"{counted(len(absent), 'item')} not in the file: {_listed(absent)}")
    return notes


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")


def _near(name: str, known: Sequence[str] | Mapping[str, object]) -> str:
    listed = _listed([column for column in known if column]) or "none: the first row is empty"
    return did_you_mean(name, known) or f"the columns are {listed}"


def _misspelt(place: str, extra: Sequence[str], absent: Sequence[str]) -> list[Problem]:
    """Extra columns that differ from an absent item's id in case or punctuation only."""

    def bare(name: str) -> str:
        return "".join(sign for sign in name.casefold() if sign.isalnum())

    by_bare = {bare(name): name for name in absent}
    return [
        Problem(
            "misspelt_column",
            place,
            f"column {name!r} looks like item {by_bare[bare(name)]!r}, spelt otherwise",
            f"rename it to {by_bare[bare(name)]!r}, or map or ignore it in a column map",
        )
        for name in extra
        if bare(name) in by_bare
    ]


def whole_file(path: Path, code: str, cause: str, remedy: str) -> Refused:
    """The refusal of a file as a whole."""
    return Refused([Problem(code, path.name, cause, remedy)])
