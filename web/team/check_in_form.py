"""What a team fills in for a month: a typed field for each statement and each field of the worksheet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from engine.playbooks.check_ins import MOST_ROWS, MonthlyForm
from engine.playbooks.filled import LONGEST_LINE, Misfit, Value, misfits
from engine.playbooks.sheets import SheetColumn, SheetField
from engine.store.check_ins import CheckInSave, NewCheckIn
from web.forms import LineField, TypedForm, WholeField, whole_number
from web.wording import say

PULSE: Final = "pulse_"  # before the ids of statements
ANSWER: Final = "answer_"  # before the ids of fields


class MonthForm(TypedForm):
    """`seen` is the save that the page was opened with, 0 for none."""

    seen = WholeField()


@dataclass(frozen=True, slots=True)
class TypedMonth:
    """A check-in as it was typed: `new` is nothing where something is wrong, which `problems` say by field."""

    given: Mapping[str, str]
    new: NewCheckIn | None = None
    seen: int = 0
    problems: Mapping[str, str] = field(default_factory=dict)


def names_of(asked: SheetField) -> Iterator[tuple[str, SheetColumn | None, int]]:
    """The names of a field's inputs: one, or one a column and row."""
    if asked.kind != "rows":
        yield ANSWER + asked.id, None, 0
        return
    for row in range(1, MOST_ROWS + 1):
        for column in asked.columns or ():
            yield f"{ANSWER}{asked.id}_{row}_{column.id}", column, row


def options_of(form: MonthlyForm | None, asked: SheetField | SheetColumn) -> list[tuple[str, str]]:
    """The options of a field that chooses one, with that of choosing none first."""
    own = [(str(option.value), option.label) for option in asked.options or ()]
    if form is not None and isinstance(asked, SheetField) and asked.options_from:
        own = list(form.constructs.items())
    return [("", say("check_ins.form.none")), *own]


def begun(before: CheckInSave | None) -> TypedMonth:
    """An empty form; the condition is that of the check-in before."""
    condition = str(before.answers.get("condition", "")) if before else ""
    return TypedMonth({ANSWER + "condition": condition})


def as_typed(form: MonthlyForm, save: CheckInSave) -> TypedMonth:
    """A check-in as it is kept, in the form."""
    given = {PULSE + id: str(value) for id, value in save.pulse.items()}
    for asked in form.sheet.fields:
        kept = save.answers.get(asked.id)
        for name, column, row in names_of(asked):
            if column is None:
                given[name] = "" if kept is None else str(kept)
            elif kept is not None and row <= len(kept):
                given[name] = str(kept[row - 1].get(column.id, ""))
    return TypedMonth(given, seen=save.id)


def typed(form: MonthlyForm, sent: MultiDict[str, str]) -> TypedMonth:
    """What came, and what is wrong with it."""
    made = _form_of(form)(sent)
    made.validate()
    given = _closed_up(form, {entry.name: str(entry.data or "") for entry in made})
    pulse = {
        one.item.id: value
        for one in form.statements
        if (value := whole_number(given[PULSE + one.item.id])) is not None
    }
    problems: dict[str, str] = {}
    for one in form.statements:
        allowed = {option.value for option in one.item.options}
        if given[PULSE + one.item.id] and pulse.get(one.item.id) not in allowed:
            problems[PULSE + one.item.id] = say("check_ins.problem.kind")
    values = {asked.id: _value(asked, given) for asked in form.sheet.fields}
    answers = {id: value for id, value in values.items() if value is not None}
    for misfit in misfits(form.sheet, answers, form.constructs):
        problems |= _said(form.sheet.field(misfit.field), misfit)
    if not pulse and not answers and not problems:
        problems[PULSE + form.statements[0].item.id] = say("check_ins.problem.nothing")
    new = None if problems else NewCheckIn(pulse, answers)
    return TypedMonth(given, new, made.seen.number or 0, problems)


def _closed_up(form: MonthlyForm, given: dict[str, str]) -> dict[str, str]:
    """What was typed with the lines of rows moved up over empty ones, so that a line is told by its own number."""
    for asked in form.sheet.fields:
        if asked.kind == "rows":
            names = list(names_of(asked))
            rows = [[given[name] for name, _, at in names if at == row] for row in range(1, MOST_ROWS + 1)]
            cells = [cell for row in sorted(rows, key=lambda row: not any(row)) for cell in row]
            given |= {name: cell for (name, _, _), cell in zip(names, cells, strict=True)}
    return given


def _value(asked: SheetField, given: Mapping[str, str]) -> Value | None:
    """What stands in a field, None where nothing does; what is no number stays a text, which is then told."""
    if asked.kind == "rows":
        rows: list[dict[str, str]] = [{} for _ in range(MOST_ROWS)]
        for name, column, row in names_of(asked):
            if column is not None and given[name]:
                rows[row - 1][column.id] = given[name]
        return [row for row in rows if row] or None
    text = given[ANSWER + asked.id]
    if asked.kind == "number":
        return None if not text else text if whole_number(text) is None else whole_number(text)
    return text or None


def _said(asked: SheetField, misfit: Misfit) -> dict[str, str]:
    """What to do about a misfit, by the name of its input."""
    name = ANSWER + asked.id
    if misfit.row is not None:
        name = f"{name}_{misfit.row + 1}_{misfit.column}"
    if asked.kind == "number":
        span = {"low": asked.minimum or 0, "high": asked.maximum or 0}
        return {name: say("check_ins.problem.number", **span)}
    if misfit.kind == "long":
        return {name: say("check_ins.problem.long", most=LONGEST_LINE)}
    return {name: say("check_ins.problem.kind")}


def _form_of(form: MonthlyForm) -> Any:
    """The form of a month; texts come in whole, so that one that is too long is told beside its field."""
    fields = {PULSE + one.item.id: LineField() for one in form.statements}
    names = (name for asked in form.sheet.fields for name, _, _ in names_of(asked))
    return type(
        "CheckInForm", (MonthForm,), fields | {name: LineField(most=10 * LONGEST_LINE) for name in names}
    )
