"""A worksheet as a form: its fields, rows that are added and taken out by buttons that send, and what came of them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from werkzeug.datastructures import MultiDict

from engine.playbooks.filled import (
    LONGEST_LINE,
    LONGEST_PROSE,
    MOST_ROWS,
    MisfitKind,
    SheetRow,
    Value,
    Values,
    rows_in,
    tidied,
    typed_value,
)
from engine.playbooks.sheets import SheetColumn, SheetField, TeamSheet
from web.forms import LineField, TypedForm, WholeField, whole_number
from web.wording import count, say

ROWS_AT_FIRST: Final = 2  # of a field of rows in which nothing stands yet


class SheetForm(TypedForm):
    """What every sheet's form sends besides its fields: `act` is the button that was pressed.

    `seen` is the save that the page was opened with; `asked` says that the page has asked for empty fields already.
    """

    act, seen, asked = LineField(), WholeField(), WholeField()


@dataclass(frozen=True, slots=True)
class TypedSheet:
    """A sheet as it was typed: texts by the names of the form's fields, how many rows each field shows, and values.

    `values` hold what fits; `problems` say by name what does not.
    """

    texts: Mapping[str, str]
    rows: Mapping[str, int]
    values: Mapping[str, Value] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    act: str = ""
    seen: int = 0
    asked: bool = False

    def empty(self, fields: Collection[SheetField]) -> list[SheetField]:
        """Those of the fields in which nothing stands."""
        return [one for one in fields if one.id not in self.values and name_of(one) not in self.problems]


def name_of(field: SheetField, row: int | None = None, column: SheetColumn | None = None) -> str:
    """The name of a field or a cell in the form, which is its id on the page too."""
    return f"f.{field.id}" if row is None or column is None else f"f.{field.id}.{row}.{column.id}"


def as_typed(sheet: TeamSheet, values: Values, seen: int) -> TypedSheet:
    """A sheet as it is kept, in the form."""
    texts: dict[str, str] = {}
    rows: dict[str, int] = {}
    for one in sheet.open_fields:
        if one.kind == "rows":
            kept = rows_in(values, one.id)
            rows[one.id] = len(kept) or ROWS_AT_FIRST
            texts |= dict(_cells(one, kept))
        elif one.id in values:
            texts[name_of(one)] = _text(values[one.id])
    return TypedSheet(texts, rows, dict(values), seen=seen)


def typed(sheet: TeamSheet, sent: MultiDict[str, str], constructs: Collection[str]) -> TypedSheet:
    """What came, with a row more or less where a button asked for that, and what is wrong with it."""
    form = SheetForm(sent)
    form.validate()
    read = _Reading(constructs)
    for one in sheet.open_fields:
        if one.kind == "rows":
            read.rows_of(one, sent)
        else:
            read.field(one, sent.get(name_of(one), ""))
    found = TypedSheet(
        read.texts,
        read.counts,
        tidied(read.values),
        read.problems,
        form.act.data,
        form.seen.number or 0,
        bool(form.asked.number),
    )
    return _turned(sheet, found)


class _Reading:
    """Gathers texts, values and problems, field by field."""

    def __init__(self, constructs: Collection[str]) -> None:
        self.constructs = constructs
        self.texts: dict[str, str] = {}
        self.values: dict[str, Value] = {}
        self.counts: dict[str, int] = {}
        self.problems: dict[str, str] = {}

    def field(self, one: SheetField, text: str) -> None:
        name = name_of(one)
        self.texts[name] = text.replace("\r\n", "\n")
        value, wrong = typed_value(one, text, self.constructs)
        if wrong is not None:
            self.problems[name] = problem(one, wrong)
        elif value is not None:
            self.values[one.id] = value

    def rows_of(self, one: SheetField, sent: MultiDict[str, str]) -> None:
        shown = whole_number(sent.get(f"{name_of(one)}.count", "")) or 0
        self.counts[one.id] = min(shown, MOST_ROWS)
        rows: list[SheetRow] = []
        for number in range(self.counts[one.id]):
            cells = {}
            for column in one.columns or ():
                name = name_of(one, number, column)
                text = sent.get(name, "")
                self.texts[name] = text
                value, wrong = typed_value(column, text, ())
                if wrong is not None:
                    self.problems[name] = problem(column, wrong)
                elif value is not None:
                    cells[column.id] = value
            rows.append(cells)
        self.values[one.id] = rows


def problem(one: SheetField | SheetColumn, kind: MisfitKind) -> str:
    """What is wrong with a field or a cell, as its page says it."""
    if kind == "long":
        return count("plan.problem.long", LONGEST_PROSE if one.kind == "long_text" else LONGEST_LINE)
    if kind in ("small", "large"):
        least, most = getattr(one, "minimum", None), getattr(one, "maximum", None)
        if least is not None and most is not None:
            return say("plan.problem.between", low=least, high=most)
        if least is not None and kind == "small":
            return say("plan.problem.least", low=least)
        return say("plan.problem.number")
    return say(f"plan.problem.{kind}") if kind in ("number", "date", "choice") else say("plan.problem.text")


def _turned(sheet: TeamSheet, found: TypedSheet) -> TypedSheet:
    """With a row more, or without one, where the button says so; whatever else stands as it was typed."""
    what, _, rest = found.act.partition(".")
    id, _, place = rest.partition(".")
    one = next((field for field in sheet.open_fields if field.id == id and field.kind == "rows"), None)
    if one is None or what not in ("add", "drop"):
        return found
    shown = found.rows[id]
    if what == "add":
        return _with(found, {id: min(shown + 1, MOST_ROWS)}, found.texts)
    gone = whole_number(place)
    if gone is None or gone >= shown:
        return found
    texts = dict(found.texts)
    for number in range(gone, shown):
        for column in one.columns or ():
            later = texts.pop(name_of(one, number + 1, column), "")
            texts[name_of(one, number, column)] = later
    return _with(found, {id: max(shown - 1, 1)}, texts)


def _with(found: TypedSheet, rows: Mapping[str, int], texts: Mapping[str, str]) -> TypedSheet:
    return TypedSheet(texts, {**found.rows, **rows}, {}, {}, found.act, found.seen, found.asked)


def _cells(one: SheetField, rows: Collection[SheetRow]) -> Iterator[tuple[str, str]]:
    for number, row in enumerate(rows):
        for column in one.columns or ():
            if column.id in row:
                yield name_of(one, number, column), _text(row[column.id])


def _text(value: object) -> str:
    return str(value)
