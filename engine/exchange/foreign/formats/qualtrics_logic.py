"""Conditions of Qualtrics (display, branch and skip logic) as rules; what can't be said raises `NotReadError`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from engine.exchange.foreign.conditions import compared, selected
from engine.exchange.foreign.expressions import AnswerRef, NotReadError
from engine.exchange.foreign.formats.qualtrics_entries import Entry, numbered, text_of
from engine.exchange.foreign.formats.qualtrics_questions import PlacedQuestion
from engine.exchange.foreign.losses import Remarks
from engine.instrument.rules import All, Answered, AnyOf, Not, Rule

OPERATORS: Final = {
    "EqualTo": "=",
    "NotEqualTo": "!=",
    "GreaterThan": ">",
    "GreaterThanOrEqual": ">=",
    "LessThan": "<",
    "LessThanOrEqual": "<=",
}
SOURCES: Final = {
    "EmbeddedField": "a value from outside the survey",
    "DeviceType": "the kind of device",
    "GeoIP": "where somebody is",
    "PanelData": "what a list of contacts holds",
    "Quota": "a quota",
    "Loop": "a repeated block",
}


@dataclass(frozen=True)
class QualtricsLogic:
    """Reads conditions over questions by the file's ids."""

    placed: Mapping[str, Sequence[PlacedQuestion]]
    rules: Mapping[
        str, Rule | None
    ]  # the rule under which each question of the file is shown, once it is known
    remarks: Remarks

    def rule(self, logic: Entry, where: str) -> Rule | None:
        """The rule of a condition; None where it always holds. Raises `NotReadError`."""
        found: Rule | None = None
        for place, group in enumerate(numbered(logic)):
            own = self._group(group, where)
            found = own if place == 0 else _joined(text_of(group.get("Type")) == "OrIf", found, own)
        return found

    def skip(self, step: Entry) -> Rule | None:
        """The rule on which a skip leaves out what follows. Raises `NotReadError`."""
        locator = text_of(step.get("ChoiceLocator")) or text_of(step.get("Locator"))
        operator = text_of(step.get("Condition"))
        return self._answer(
            text_of(step.get("QuestionID")), locator, operator, text_of(step.get("RightOperand"))
        )

    def _group(self, group: Entry, where: str) -> Rule | None:
        steps = numbered(group)
        words = {text_of(step.get("Conjuction") or step.get("Conjunction")) for step in steps[1:]}
        if len(words) > 1:
            if self.remarks.undone("rule_in_order", where):
                raise NotReadError("`and` and `or` stand beside each other")
            self.remarks.decide("rule_in_order", where, "and, or side by side")
        found: Rule | None = None
        for place, step in enumerate(steps):
            own = self._one(step)
            either = text_of(step.get("Conjuction") or step.get("Conjunction")) == "Or"
            found = own if place == 0 else _joined(either, found, own)
        return found

    def _one(self, step: Entry) -> Rule | None:
        source = text_of(step.get("LogicType")) or "Question"
        if source != "Question":
            raise NotReadError(f"it asks for {SOURCES.get(source, source)}")
        locator = text_of(step.get("ChoiceLocator")) or text_of(step.get("LeftOperand"))
        if text_of(step.get("QuestionIsInLoop")) == "yes":
            raise NotReadError("it asks for a repeated block")
        return self._answer(
            text_of(step.get("QuestionID")),
            locator,
            text_of(step.get("Operator")),
            text_of(step.get("RightOperand")),
        )

    def _answer(self, id: str, locator: str, operator: str, value: str) -> Rule | None:
        if id not in self.placed:
            raise NotReadError(f"the question {id!r} that decides is not in the survey")
        if operator in ("Displayed", "NotDisplayed"):
            return self._displayed(id, operator)
        steps = [step for step in locator.partition("://")[2].split("/")[1:] if step]
        placed, keys = self._meant(id, [step for step in steps[1:] if step.lstrip("x").isdigit()])
        question = placed.question
        if operator in ("Selected", "NotSelected"):
            if not keys:
                raise NotReadError(f"it names no answer of {question.id!r}")
            chosen = selected(question, dict(placed.keys).get(keys[-1], keys[-1]))
            return chosen if operator == "Selected" else Not(chosen)
        if operator in ("Empty", "NotEmpty"):
            return Answered(question.id) if operator == "NotEmpty" else Not(Answered(question.id))
        if operator in OPERATORS:
            return compared(AnswerRef(question.id), OPERATORS[operator], value, {question.id: question})
        raise NotReadError(f"answers are not compared by {operator or 'nothing'}")

    def _meant(self, id: str, keys: list[str]) -> tuple[PlacedQuestion, list[str]]:
        """The one question that a condition looks at, and what keys are left for its options."""
        all_of = self.placed[id]
        if len(all_of) == 1:
            return all_of[0], keys
        rows = [placed for placed in all_of if keys and placed.row == keys[0]]
        if len(rows) != 1 or (rows[0].keys and len(keys) < 2):
            raise NotReadError(f"it looks at several questions of {id} at once")
        return rows[0], keys[1:] or keys

    def _displayed(self, id: str, operator: str) -> Rule | None:
        rule = self.rules.get(id)
        if operator == "NotDisplayed":
            if rule is None:
                raise NotReadError(f"the question {id} is always shown, so that it never holds")
            return Not(rule)
        return rule


def _joined(either: bool, left: Rule | None, right: Rule | None) -> Rule | None:
    """Both or either of two rules, None being one that always holds."""
    if either:
        return AnyOf((left, right)) if left is not None and right is not None else None
    return All((left, right)) if left is not None and right is not None else left or right
