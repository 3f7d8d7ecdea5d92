"""Fields of REDCap: types, choices, validations and the actions of annotations."""

import re
from dataclasses import dataclass, replace
from typing import Final

from engine.exchange.foreign.facts import AskedQuestion
from engine.exchange.foreign.losses import Remarks

CLOSED_TYPES: Final = {
    "radio": "choose_one",
    "dropdown": "choose_one",
    "yesno": "choose_one",
    "truefalse": "choose_one",
    "checkbox": "choose_many",
}
LOST_TYPES: Final = {
    "file": "Barograph takes no files",
    "signature": "Barograph takes no signatures",
    "sql": "its options come from REDCap's database",
}
BUILT_IN: Final = {"yesno": (("1", "Yes"), ("0", "No")), "truefalse": (("1", "True"), ("0", "False"))}
ACTION: Final = re.compile(
    r"@([A-Z][A-Z0-9-]*)(\s*=\s*(?:'[^']*'|\"[^\"]*\"|[\w.-]+)|\((?:[^()]|\([^()]*\))*\))?"
)
HIDING: Final = ("HIDDEN", "HIDDEN-SURVEY", "READONLY", "READONLY-SURVEY")
LOST_ACTIONS: Final = {
    "DEFAULT": "default_lost",
    "SETVALUE": "default_lost",
    "PREFILL": "default_lost",
    "NONEOFTHEABOVE": "exclusive_lost",
    "MAXCHECKED": "check_lost",
    "MAXCHOICE": "check_lost",
    "FORCE-MINMAX": "check_lost",
    "RANDOMORDER": "random_lost",
    "CALCTEXT": "calculation_lost",
    "CALCDATE": "calculation_lost",
    "HIDECHOICE": "option_rule_lost",
    "SHOWCHOICE": "option_rule_lost",
    "IF": "check_lost",
}
NUMBERS: Final = re.compile(r"(integer|number)(_.*)?")
DAYS: Final = re.compile(r"date_(ymd|mdy|dmy)")
DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class FieldAction:
    """An action of an annotation that has no counterpart."""

    code: str
    text: str

    def as_loss(self, where: str) -> tuple[str, str, str]:
        return self.code, where, self.text


def actions_of(annotation: str) -> tuple[bool, tuple[FieldAction, ...]]:
    """Whether a field is hidden or can't be answered, and the actions of it that are lost."""
    found = [(match[1], match[0]) for match in ACTION.finditer(annotation)]
    hidden = any(name in HIDING for name, _ in found)
    lost = tuple(FieldAction(LOST_ACTIONS[name], text) for name, text in found if name in LOST_ACTIONS)
    return hidden, () if hidden else lost


def choices_of(kind: str, text: str) -> tuple[tuple[str, str], ...]:
    """Codes and labels: at each bar a choice, whose code ends at its first comma."""
    if kind in BUILT_IN:
        return BUILT_IN[kind]
    found = []
    for part in text.split("|"):
        code, comma, label = part.partition(",")
        code, label = code.strip(), " ".join(label.split())
        if code or label:
            found.append((code or label, label if comma else code))
    return tuple(found)


def column_of_choice(field: str, code: str) -> str:
    """The column of a checkbox's choice in a file of raw data: small letters, and _ for a minus."""
    return f"{field}___{re.sub(r'[^a-z0-9_]', '_', code.lower())}"


def with_validation(
    question: AskedQuestion, validation: str, limits: tuple[str, str], remarks: Remarks
) -> AskedQuestion:
    """A field of text by what REDCap checks it for; a check without counterpart is lost."""
    low, high = limits
    if found := NUMBERS.fullmatch(validation):
        question = replace(question, asks="number", whole=found[1] == "integer")
        if found[2]:
            remarks.lose("check_lost", question.where, validation, item=question.id)
        return replace(
            question, minimum=_limit(low, question, remarks), maximum=_limit(high, question, remarks)
        )
    if DAYS.fullmatch(validation):
        for day in filter(None, limits):
            if not DAY.fullmatch(day):
                remarks.lose("limit_lost", question.where, day, item=question.id)
        earliest, latest = (day if DAY.fullmatch(day) else None for day in limits)
        return replace(question, asks="date", earliest=earliest, latest=latest)
    if validation:
        remarks.lose("check_lost", question.where, validation, item=question.id)
    if validation and (low or high):
        remarks.lose("limit_lost", question.where, f"{low} to {high}", item=question.id)
    return question


def _limit(text: str, question: AskedQuestion, remarks: Remarks) -> float | None:
    if not text:
        return None
    try:
        return float(text.replace(",", "."))
    except ValueError:
        remarks.lose("limit_lost", question.where, text, item=question.id)
        return None
