"""The facts of a survey as far as its answers tell them, for the builder of drafts; and what has to be asked."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from engine.exchange.file_profile import ColumnProfile, FileProfile
from engine.exchange.foreign.facts import UNMARKED, AskedOption, AskedQuestion, SourcePage, SurveyFacts
from engine.exchange.foreign.losses import Remarks
from engine.exchange.from_data.columns import ColumnGuess, guess
from engine.exchange.from_data.relations import ColumnGroup, groups_of
from engine.exchange.likeness import likeness_key
from engine.printed import counted

LEFT_OUT: Final = frozenset({"tool", "person", "record", "nothing"})
LONGEST_ID: Final = 32
MOST_NAMED: Final = 12
SHORT: Final = re.compile(r"[^\W\d_][\w.$%#-]*")
NUMBERED: Final = re.compile(r"Q\d+")
CHECKBOX: Final = re.compile(r"(?P<item>.+?)___(?P<code>.+)")
ZERO_ONE: Final = frozenset({"0", "1"})

Orders = Sequence[Sequence[str]]  # lists of labels, each from the lowest to the highest


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What the answers can't tell, about which items, and what to do with the reply."""

    items: tuple[str, ...]
    asks: str
    then: str


@dataclass(frozen=True, slots=True)
class SurveyFound:
    """A survey as found in its answers, and what remains to be asked."""

    facts: SurveyFacts
    questions: tuple[OpenQuestion, ...]


def survey_of(profile: FileProfile, orders: Orders, remarks: Remarks) -> SurveyFound:
    """What a file of answers tells of its survey; `orders` are what a person says of the order of labels."""
    columns, checkboxes = _without_checkboxes(profile.columns)
    guesses = tuple(guess(column, profile.rows) for column in columns)
    groups = groups_of(columns, guesses)
    group_of = {place: number for number, group in enumerate(groups) for place in group.places}
    ids = _ids(columns)
    asked, ignored, respondent = [], [], ""
    for place, (column, guessed) in enumerate(zip(columns, guesses, strict=True)):
        if guessed.asks in LEFT_OUT:
            ignored.append(column.address)
            remarks.state("column_left_out", _where(column), f"{column.address or 'no name'}: {guessed.why}")
            respondent = respondent or (column.address if guessed.asks == "record" else "")
            continue
        if not column.name:
            remarks.state("column_left_out", f"column {place + 1}", "it has no name")
            continue
        number = group_of.get(place)
        members = () if number is None else tuple(guesses[one] for one in groups[number].places)
        asked.append(_question(ids[place], column, guessed, members, number, orders))
        remarks.state("kind_found", _where(column), f"{guessed.asks}: {guessed.why}", item=ids[place])
    asked += [_checkbox(name, parts, remarks) for name, parts in checkboxes.items()]
    page = SourcePage(tuple(asked))
    ignored = [name for name in ignored if name and name != respondent]
    facts = SurveyFacts(
        (page,), multi_paged=False, respondent_column=respondent, ignored_columns=tuple(ignored)
    )
    return SurveyFound(facts, tuple(_open(columns, guesses, groups, ids, orders)))


def _question(
    id: str,
    column: ColumnProfile,
    guessed: ColumnGuess,
    members: Sequence[ColumnGuess],
    group: int | None,
    orders: Orders,
) -> AskedQuestion:
    codes = _options(guessed, members)
    order = _order(codes, orders) if not guessed.rating else None
    if order is not None:
        codes = {label: label for label in order}
    options = tuple(
        AskedOption(
            code,
            {UNMARKED: label} if label else {UNMARKED: code},
            _where(column),
            no_answer=column.about.is_missing(code),
        )
        for code, label in codes.items()
    )
    scale = (guessed.rating and group is not None) or order is not None
    asks = "scale" if scale and guessed.asks == "choose_one" else guessed.asks
    name = f"group {group}" if group is not None and scale else ""
    address = {} if column.address == id else {column.address: ""}
    text = column.text or column.name
    return AskedQuestion(
        id, asks, {UNMARKED: text}, _where(column), options, name, whole=guessed.whole, columns=address
    )


def _options(guessed: ColumnGuess, members: Sequence[ColumnGuess]) -> Mapping[str, str]:
    """The options of a column; of numbers without labels, those of all that stand together with it."""
    own = dict(guessed.options or {})
    if not guessed.rating or any(own.values()):
        return own
    together = own | {code: "" for member in members for code in member.options or ()}
    return dict(sorted(together.items(), key=lambda one: float(one[0])))


def _order(codes: Mapping[str, str], orders: Orders) -> Sequence[str] | None:
    """The order that a person gave for these labels, if one did; it may hold some that nobody chose."""
    keys = set(map(likeness_key, codes))
    for order in orders:
        if len(keys) > 1 and keys <= set(map(likeness_key, order)):
            return order
    return None


def _open(
    columns: Sequence[ColumnProfile],
    guesses: Sequence[ColumnGuess],
    groups: Sequence[ColumnGroup],
    ids: Sequence[str],
    orders: Orders,
) -> list[OpenQuestion]:
    found = []
    for group in groups:
        items = tuple(ids[place] for place in group.places)
        first = guesses[group.places[0]]
        if not first.rating and _order(first.options or {}, orders) is None:
            labels = list(
                dict.fromkeys(label for place in group.places for label in guesses[place].options or ())
            )
            asks = f"In which order do these answers stand: {', '.join(labels)}?"
            order = "|".join(labels)
            found.append(OpenQuestion(items, asks, f"say it from the lowest on, as in --order {order!r}"))
        then = "write a subscale with those that do; nothing is scored before"
        found.append(
            OpenQuestion(items, "Do these share a response scale, and which of them measure one thing?", then)
        )
        if group.against:
            asks = "Do these ask the opposite of the items beside them? Answers to them run the other way in this file."
            then = "set `reverse: true` if their words say so; are they turned in the file, add `keyed`"
            found.append(OpenQuestion(tuple(ids[place] for place in group.against), asks, then))
    lone = [
        ids[place]
        for place, guessed in enumerate(guesses)
        if guessed.asks == "choose_one" and not any(place in group.places for group in groups)
    ]
    if lone:
        asks = "Are there answers that nobody chose, and in which order are they shown?"
        found.append(
            OpenQuestion(tuple(lone), asks, "add them to `options`; their order here is that of the file")
        )
    return found


def _without_checkboxes(
    columns: Sequence[ColumnProfile],
) -> tuple[tuple[ColumnProfile, ...], dict[str, list[ColumnProfile]]]:
    """The columns without those that are an option each, `x___1` of REDCap; and these, by the question."""
    parts: dict[str, list[ColumnProfile]] = {}
    for column in columns:
        found = CHECKBOX.fullmatch(column.name)
        if found and set(column.cells) <= ZERO_ONE:
            parts.setdefault(found["item"], []).append(column)
    several = {name: of for name, of in parts.items() if len(of) > 1}
    gone = {column.address for of in several.values() for column in of}
    return tuple(column for column in columns if column.address not in gone), several


def _checkbox(name: str, parts: Sequence[ColumnProfile], remarks: Remarks) -> AskedQuestion:
    codes = [column.name.partition("___")[2] for column in parts]
    options = tuple(AskedOption(code, {UNMARKED: code}, _where(parts[0])) for code in codes)
    remarks.state("kind_found", name, f"choose_many: {counted(len(parts), 'column')} of 0 and 1", item=name)
    columns = {column.address: code for column, code in zip(parts, codes, strict=True)}
    return AskedQuestion(name, "choose_many", {UNMARKED: name}, _where(parts[0]), options, columns=columns)


def _ids(columns: Sequence[ColumnProfile]) -> tuple[str, ...]:
    """Ids of items: the name of a column where it can be one, else a number; the builder sees to doubles."""
    short = [column.address if _is_short(column.address) else "" for column in columns]
    taken = set(short)
    letter = "C" if any(NUMBERED.fullmatch(id) for id in short) else "Q"
    found = []
    for number, id in enumerate(short, start=1):
        own = id or f"{letter}{number}"
        while not id and own in taken:
            own += "_"
        taken.add(own)
        found.append(own)
    return tuple(found)


def _is_short(name: str) -> bool:
    """Whether a name is a code and no question; the builder of drafts makes an id of it where it is none yet."""
    return bool(SHORT.fullmatch(name)) and len(name) <= LONGEST_ID


def _where(column: ColumnProfile) -> str:
    name = column.address
    return f"column {name[:60]!r}"
