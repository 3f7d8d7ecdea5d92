"""Which column of a file of responses is what: an item, an option, a column to keep, or nothing that is used."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.exchange.answers.blocks import AboutColumn
from engine.exchange.cell_codes import BLANK_WORDS, CellRules
from engine.exchange.declared import labels_that_differ, wrong_meanings
from engine.exchange.form_columns import (
    named_by_path,
    of_form,
    paths_of,
    spellings,
    with_groups,
    with_underscores,
)
from engine.exchange.missing_columns import missing_column
from engine.exchange.tables import addresses
from engine.instrument.column_map import ColumnMap
from engine.instrument.kinds import order_kept, with_words_beside
from engine.instrument.model import Form, Instrument, Item, Option
from engine.instrument.written_text import seen_name
from engine.printed import counted
from engine.problems import Problem, Refused, did_you_mean, listed
from engine.responses.layout import layout


@dataclass(frozen=True, slots=True)
class AnswerColumn:
    """A column of the file that answers come from: to an item, or to one of its options."""

    index: int
    name: str
    item: Item
    option: Option | None = None

    @property
    def id(self) -> str:
        return self.item.id if self.option is None else f"{self.item.id}.{self.option.value}"


@dataclass(frozen=True, slots=True)
class FilePlan:
    """How a file is read: where answers come from, which columns are kept beside them, and how cells are read."""

    instrument: Instrument
    header: tuple[str, ...]
    sources: tuple[AnswerColumn, ...]
    kept: Mapping[str, int]  # the name that was given -> the place of the column
    rules: CellRules
    notes: tuple[str, ...]
    kinds: Mapping[
        str, int
    ]  # of a numeric twin: the id of an answer -> the place of what says why it is missing
    about: Mapping[str, AboutColumn]  # what the file itself says of a column

    @property
    def wanted(self) -> set[int]:
        """The places of the columns that are read."""
        return {source.index for source in self.sources} | {*self.kept.values(), *self.kinds.values()}


def plan_of(
    file: str,
    instrument: Instrument,
    header: tuple[str, ...],
    given: ColumnMap,
    keep: Sequence[str],
    form: Form | None = None,
    *,
    labels: bool = True,
    about: Mapping[str, AboutColumn] | None = None,
) -> FilePlan:
    """Which column of the file is what; raises `Refused` when the columns can't be matched.

    Columns of items that `form` does not ask are left out, and a note says so. `about` is what the file says of its
    columns: where its labels call values otherwise than the instrument does, it is refused.
    """
    place = f"{file}, header"
    given, problems = _as_in_header(place, header, given)
    header = _told_apart(header, given)
    asked = _asked(instrument, form)
    targets = _targets(instrument)
    wanted = {name: seen_name(name) for name in (given.site, given.respondent, *given.groups, *keep) if name}
    problems += _not_there(place, header, targets, [*wanted.values(), *given.columns, *given.rows])
    problems += _kept_twice(place, header, wanted.values())
    problems += _wrongly_keyed(place, instrument, given.keyed or ())
    taken, near, doubt = _near_ids(place, header, given, wanted.values(), targets, asked)
    problems += doubt
    sources = [
        replace(targets[id], index=index, name=name)
        for index, name in enumerate(header)
        if (id := given.columns.get(name, taken.get(name, name))) in targets
        and targets[id].item.id in asked
        and (name in given.columns or name not in given.ignore)
    ]
    kinds = _kinds(sources, header)
    why = [header[index] for index in kinds.values()]
    problems += _kept_twice(place, header, why)
    used = {source.name for source in sources} | set(wanted.values()) | set(why)
    rest = [name for name in dict.fromkeys(header) if name and name not in used and name not in given.ignore]
    off = [name for name in rest if given.columns.get(name, name) in targets]
    extra = [name for name in rest if name not in off and name not in given.columns]
    problems += _mapped_to_nothing(place, header, given, targets)
    absent = _absent(instrument, sources, asked)
    problems += _misspelt(place, extra, absent)
    rules = _rules(instrument, given, labels=labels)
    problems += wrong_meanings(place, instrument, rules.values)
    problems += _missing_answers(place, sources, rules)
    problems += _labels_that_differ(place, sources, about or {}, rules)
    if not any(source.item.closed for source in sources) and not problems:
        problems.append(_no_items(place, instrument, form, absent))
    if problems:
        raise Refused(problems)
    kept = {name: header.index(known) for name, known in wanted.items()}
    notes = (*near, *_notes(extra, header, absent, off, form), *_twin(why))
    return FilePlan(instrument, header, tuple(sources), kept, rules, notes, kinds, about or {})


def _as_in_header(place: str, header: Sequence[str], given: ColumnMap) -> tuple[ColumnMap, list[Problem]]:
    """A column map with its columns named as headers are read: without unseen signs and outer blanks, behind groups."""
    columns: dict[str, str] = {}
    problems = []
    for name, id in given.columns.items():
        if columns.setdefault(seen_name(name), id) != id:
            cause = f"the column map says two things of column {seen_name(name)!r}"
            problems.append(Problem("duplicate_column", place, cause, "keep one of them"))
    ignore = tuple(map(seen_name, given.ignore))
    missing = tuple(map(seen_name, given.missing))
    rows = {seen_name(name): tuple(map(seen_name, texts)) for name, texts in given.rows.items()}
    found = replace(given, columns=columns, ignore=ignore, missing=missing, rows=rows)
    return with_groups(found, header), problems


def _asked(instrument: Instrument, form: Form | None) -> set[str]:
    of_form = instrument.items if form is None else map(instrument.item, form.items)
    return {item.id for item in (*with_words_beside(of_form), *order_kept(instrument))}


def _rules(instrument: Instrument, given: ColumnMap, *, labels: bool) -> CellRules:
    keyed = frozenset(instrument.item_by_id if given.keyed is None else given.keyed)
    missing = frozenset(given.missing)
    return CellRules(keyed, missing, given.decimal, given.date_order, labels, given.meanings())


def _told_apart(header: tuple[str, ...], given: ColumnMap) -> tuple[str, ...]:
    """The header with columns of one name as the column map tells them apart: `Name`, `Name (2)`."""
    numbered, said = addresses(header), {*given.columns, *given.ignore}
    meant = {name for name, own in zip(header, numbered, strict=True) if own != name and own in said}
    return tuple(own if name in meant else name for name, own in zip(header, numbered, strict=True))


def _targets(instrument: Instrument) -> dict[str, AnswerColumn]:
    """All that a column can be, by its id: an item, an option of one with a column for each, or words beside it."""
    all_asked = *with_words_beside(instrument.items), *order_kept(instrument)
    found = {item.id: AnswerColumn(-1, "", item) for item in all_asked}
    return found | {
        column.id: AnswerColumn(-1, "", column.item, column.option) for column in layout(instrument).columns
    }


def _not_there(
    place: str, header: Sequence[str], items: Collection[str], names: Iterable[str]
) -> list[Problem]:
    """Names that are no column; those that are no items are offered first, as one of them is meant."""
    offered = sorted(header, key=items.__contains__)
    return [
        Problem("no_column", place, f"there is no column {name!r}", _near(name, offered))
        for name in dict.fromkeys(names)
        if name not in header
    ]


def _kept_twice(place: str, header: Sequence[str], names: Iterable[str]) -> list[Problem]:
    counts = Counter(header)
    return [
        Problem(
            "duplicate_column",
            place,
            f"column {name!r} appears {counts[name]} times",
            "rename or delete all but the one that is meant",
        )
        for name in dict.fromkeys(names)
        if counts[name] > 1
    ]


def _near_ids(
    place: str,
    header: Sequence[str],
    given: ColumnMap,
    wanted: Iterable[str],
    targets: Mapping[str, AnswerColumn],
    asked: Iterable[str],
) -> tuple[dict[str, str], list[str], list[Problem]]:
    """Columns named as an item but for a hyphen, a point or a blank where its id has `_`; many[a] is many.a.

    In data of an XLSForm, also with the groups in front in which it is asked: meetings-t1, meetings/t1.
    Gives the id by column, a note that tells so, and a problem wherever two columns fit.
    """
    free = set(header) - {"", *given.columns, *given.ignore, *wanted, *targets}
    present = {given.columns.get(name, name) for name in header}
    paths = {
        path: id for id, target in targets.items() for path in paths_of(target.item, target.option, given)
    }
    groups = of_form(header, paths)
    named = named_by_path(sorted(free, key=list(header).index), paths, groups)
    spelled: dict[str, list[str]] = {}
    for name in sorted(free.difference(*named.values()), key=list(header).index):
        for spelling in spellings(name, groups):
            spelled.setdefault(spelling, []).append(name)
    taken: dict[str, str] = {}
    problems = []
    for id in (id for id, target in targets.items() if id not in present and target.item.id in set(asked)):
        fits = named.get(id) or spelled.get(with_underscores(id), [])
        if len(fits) == 1 and fits[0] not in taken:
            taken[fits[0]] = id
        elif fits:
            cause = f"{listed(map(repr, fits))} could be item {id!r}, or another"
            remedy = f"rename the one that is meant to {id!r}, or map or ignore them in a column map"
            problems.append(Problem("misspelt_column", place, cause, remedy))
    return taken, _near_notes(taken, named), problems


def _near_notes(taken: Mapping[str, str], named: Mapping[str, Sequence[str]]) -> list[str]:
    pairs = {name: f"{name} is item {id}" for name, id in taken.items()}
    by_path = [pair for name, pair in pairs.items() if name in named.get(taken[name], ())]
    spelled = [pair for pair in pairs.values() if pair not in by_path]
    notes = [f"Read as the item that a column's name ends in: {_listed(by_path)}"] if by_path else []
    return notes + ([f"Read although spelled otherwise: {listed(spelled)}"] if spelled else [])


def _mapped_to_nothing(
    place: str, header: Sequence[str], given: ColumnMap, targets: Mapping[str, AnswerColumn]
) -> list[Problem]:
    """Columns that a column map says are items there are not."""
    return [
        Problem(
            "unknown_item",
            place,
            f"column {name!r} is mapped to {item!r}, which is no item",
            _near(item, list(targets)),
        )
        for name, item in given.columns.items()
        if name in header and item not in targets
    ]


def _absent(instrument: Instrument, sources: Sequence[AnswerColumn], asked: Iterable[str]) -> list[str]:
    """The closed items, or their options, that no column of the file is."""
    found = {source.id for source in sources}
    return [
        column.id
        for column in layout(instrument).columns
        if column.item.id in set(asked) and not {column.id, column.item.id} & found
    ]


def _missing_answers(place: str, sources: Sequence[AnswerColumn], rules: CellRules) -> list[Problem]:
    """Words that a column map calls missing and that are answers of an item: nobody could tell the two apart."""
    items = {source.item.id: source.item for source in sources}.values()
    remedy = "write another word for missing answers into the file"
    return [
        Problem(
            "missing_answer",
            place,
            f"`missing` names {str(option.value)!r}, which is an answer of item {item.id!r}",
            remedy,
        )
        for item in items
        for option in item.options
        if rules.missing and str(option.value) not in BLANK_WORDS and rules.is_blank(str(option.value))
    ]


def _labels_that_differ(
    place: str, sources: Iterable[AnswerColumn], about: Mapping[str, AboutColumn], rules: CellRules
) -> list[Problem]:
    """Where the file itself calls values otherwise than the instrument does."""
    return [
        problem
        for source in sources
        for problem in labels_that_differ(
            place,
            source.name,
            source.item,
            about.get(source.name),
            turned=source.item.id in rules.keyed,
            confirmed=rules.values.get(source.item.id, {}),
        )
    ]


def _no_items(place: str, instrument: Instrument, form: Form | None, ids: Sequence[str]) -> Problem:
    whose = instrument.id if form is None else f"the form {form.id} of {instrument.id}"
    if not ids:
        cause = f"{whose} asks no question that is answered by options, and results are made of these"
        return Problem("no_items", place, cause, "give its items the `kind` and `options` that they have")
    remedy = f"name the columns by item id ({', '.join(ids[:4])}, ...) or write a column map"
    return Problem("no_items", place, f"no column is an item of {whose}", remedy)


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


def _notes(
    extra: Sequence[str],
    header: Sequence[str],
    absent: Sequence[str],
    off: Sequence[str],
    form: Form | None,
) -> list[str]:
    notes = []
    nameless = [str(number) for number, name in enumerate(header, start=1) if not name and number > 1]
    if nameless:
        notes.append(f"Not used, as their columns have no name: {_listed(nameless)}")
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


def _kinds(sources: Iterable[AnswerColumn], header: Sequence[str]) -> dict[str, int]:
    """Where a numeric twin says why an answer is missing, by the id of the answer."""
    return {
        source.id: header.index(missing_column(source.name))
        for source in sources
        if source.item.closed and missing_column(source.name) in header
    }


def _twin(why: Sequence[str]) -> list[str]:
    if not why:
        return []
    return [f"Read as numbers of the codebook, with why answers are missing from {_listed(why)}"]


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
