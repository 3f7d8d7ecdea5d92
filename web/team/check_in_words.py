"""A month's check-in in words: what the list says of it, and every question with its answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.playbooks.check_ins import MonthlyForm
from engine.playbooks.sheets import SheetColumn, SheetField
from engine.store.check_ins import CheckInSave
from web.team.check_in_form import ANSWER, PULSE
from web.wording import language, say


@dataclass(frozen=True, slots=True)
class SaidOfMonth:
    """A question of a month with its answer in words, empty where there is none."""

    question: str
    answer: str


def in_short(form: MonthlyForm, save: CheckInSave) -> str:
    """What the list says of a month."""
    answers = save.answers
    energy = answers.get("energy")
    parts = [
        form.constructs.get(answers.get("condition", ""), ""),
        _in_words(form, "test_state", answers.get("test_state")),
        "" if energy is None else say("check_ins.energy_of", energy=energy),
    ]
    return " · ".join(part for part in parts if part)


def said_of(form: MonthlyForm, save: CheckInSave) -> list[SaidOfMonth]:
    """All that a month asks, with what was answered."""
    found = []
    for one in form.statements:
        names = {option.value: option.label for option in one.item.options}
        answer = names.get(save.pulse.get(one.item.id, ""), "")
        found.append(SaidOfMonth(one.item.text, answer))
    for field in form.sheet.fields:
        found.append(SaidOfMonth(field.label, _in_words(form, field.id, save.answers.get(field.id))))
    return found


def _in_words(form: MonthlyForm, id: str, value: Any) -> str:
    field = form.sheet.field(id)
    if value is None:
        return ""
    if field.kind == "rows":
        return "\n".join(_row_in_words(field, row) for row in value)
    if field.options_from:
        return form.constructs.get(value, "")
    return _label(field, value)


def _row_in_words(field: SheetField, row: Mapping[str, object]) -> str:
    """The cells of a row; a choice comes with its question, as its word alone may say little."""
    said = []
    for column in field.columns or ():
        if row.get(column.id):
            word = _label(column, row[column.id])
            said.append(f"{column.label} {word}" if column.options else word)
    return " · ".join(said)


def _label(field: SheetField | SheetColumn, value: object) -> str:
    labels: dict[object, str] = {option.value: option.label for option in field.options or ()}
    return labels.get(value) or (language().digits(value) if isinstance(value, int | float) else str(value))


def theirs_by_name(form: MonthlyForm, save: CheckInSave) -> dict[str, str]:
    """What somebody else saved meanwhile, by the name of the question's first input."""
    names = [PULSE + one.item.id for one in form.statements]
    names += [ANSWER + field.id for field in form.sheet.fields]
    return {name: one.answer for name, one in zip(names, said_of(form, save), strict=True)}
