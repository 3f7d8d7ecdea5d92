"""What a team fills in for one meeting: a level and its evidence a condition, the day, and who agreed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from engine.instrument.model import Instrument, Item
from engine.store.rubrics import (
    LONGEST_AGREED,
    LONGEST_EVIDENCE,
    AgreedLevel,
    NewRubricSave,
    RubricSave,
)
from web.forms import IsoDayField, LineField, ProseField, TypedForm, WholeField
from web.wording import say

LEVEL: Final = "level_"  # before the ids of items
EVIDENCE: Final = "evidence_"


class MeetingForm(TypedForm):
    """What every rubric asks besides its conditions; `seen` is the save that the page was opened with."""

    held = IsoDayField()
    agreed_by = LineField(most=10 * LONGEST_AGREED)
    seen = WholeField()


@dataclass(frozen=True, slots=True)
class TypedMeeting:
    """A meeting as it was typed: `new` is nothing where something is wrong, which `problems` say by field."""

    given: Mapping[str, str]
    new: NewRubricSave | None = None
    seen: int = 0
    problems: Mapping[str, str] = field(default_factory=dict)


def conditions(instrument: Instrument) -> list[Item]:
    """The conditions of a rubric, in the order of its form."""
    return [item for item in map(instrument.item, instrument.main_form.items) if item.levels]


def blank(today: date) -> TypedMeeting:
    return TypedMeeting({"held": today.isoformat()})


def as_typed(save: RubricSave) -> TypedMeeting:
    """A meeting as it is kept, in the form."""
    given = {"held": save.held.isoformat(), "agreed_by": save.agreed_by, "seen": str(save.id)}
    for id, one in save.levels.items():
        given |= {LEVEL + id: str(one.level or ""), EVIDENCE + id: one.evidence}
    return TypedMeeting(given)


def typed(instrument: Instrument, sent: MultiDict[str, str], today: date) -> TypedMeeting:
    """What came, and what is wrong with it."""
    form = _form_of(instrument)(sent)
    valid = form.validate()
    given = {entry.name: str(entry.data or "") for entry in form}
    levels = {item.id: _level(item, given) for item in conditions(instrument)}
    problems = {} if valid else dict(form.problems)
    held = form.held.day
    if held is None or held > today:
        problems["held"] = say("rubric.problem.held")
    if not form.agreed_by.data:
        problems["agreed_by"] = say("rubric.problem.agreed_by")
    elif len(form.agreed_by.data) > LONGEST_AGREED:
        problems["agreed_by"] = say("rubric.problem.long", most=str(LONGEST_AGREED))
    for id, one in levels.items():
        if len(one.evidence) > LONGEST_EVIDENCE:
            problems[EVIDENCE + id] = say("rubric.problem.long", most=str(LONGEST_EVIDENCE))
    if not any(one.level is not None for one in levels.values()):
        problems[LEVEL + next(iter(levels))] = say("rubric.problem.no_level")
    new = None if problems or held is None else NewRubricSave(held, levels, form.agreed_by.data)
    return TypedMeeting(given, new, form.seen.number or 0, problems)


def _level(item: Item, given: Mapping[str, str]) -> AgreedLevel:
    """What came for one condition; a level that it has not counts as none."""
    named = {str(option.value): option.value for option in item.options}
    value = named.get(given.get(LEVEL + item.id, ""))
    evidence = given.get(EVIDENCE + item.id, "").strip()
    return AgreedLevel(int(value) if value is not None else None, evidence)


@lru_cache(maxsize=32)
def _form_of(instrument: Instrument) -> Any:
    """The form of a rubric, built once."""
    fields = {LEVEL + item.id: LineField() for item in conditions(instrument)}
    notes = {EVIDENCE + item.id: ProseField() for item in conditions(instrument)}
    return type("RubricForm", (MeetingForm,), fields | notes)
