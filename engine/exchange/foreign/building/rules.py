"""Rules over a file's own ids and codes -> rules over the draft's, or why they can't hold there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.exchange.foreign.building.answers import AnswerPlan
from engine.exchange.foreign.losses import Remarks
from engine.instrument.rules import (
    All,
    Answered,
    AnyOf,
    AtLeast,
    AtMost,
    Is,
    Not,
    Rule,
    Value,
    named_items,
    rule_in_words,
)

PlainRule = dict[str, Any]  # as it stands in a file
Place = tuple[str, str]  # in the source, and the item


class _LostError(Exception):
    """Why a rule can't hold; `code` is the sort of loss."""

    def __init__(self, code: str, why: str) -> None:
        self.code = code
        super().__init__(why)


@dataclass(frozen=True)
class RuleWriter:
    """Writes rules as they stand in a file, over the questions that became items."""

    plans: Mapping[str, AnswerPlan]  # by the old id
    ids: Mapping[str, str]
    remarks: Remarks

    def written(self, rule: Rule | None, before: set[str], where: str, item: str) -> PlainRule | None:
        """The rule, or None where there is none or it can't hold, which is told; `before` are old ids asked earlier."""
        if rule is None:
            return None
        try:
            return self._plain(rule, before, (where, item))
        except _LostError as lost:
            self.remarks.lose(
                lost.code, where, rule_in_words(rule), item=item, why=f"{lost}; it is shown to everyone"
            )
            return None

    def looks_within(self, rule: Rule, questions: set[str]) -> bool:
        """Whether a rule looks at one of these."""
        return bool(named_items(rule) & questions)

    def _plain(self, rule: Rule, before: set[str], at: Place) -> PlainRule:
        match rule:
            case All(rules):
                return _joined("all", [self._plain(inner, before, at) for inner in rules])
            case AnyOf(rules):
                return _joined("any", [self._plain(inner, before, at) for inner in rules])
            case Not(inner):
                return _negated(self._plain(inner, before, at))
            case _:
                self._require(rule.item, before, at)
        new = self.ids[rule.item]
        match rule:
            case Is(_, values):
                return {"item": new, "is": self._values(self.plans[rule.item], values, at)}
            case AtLeast(_, number) | AtMost(_, number):
                return {"item": new, "at_least" if isinstance(rule, AtLeast) else "at_most": _short(number)}
            case Answered():
                return {"answered": new}

    def _require(self, id: str, before: set[str], at: Place) -> None:
        if id not in self.plans:
            raise _LostError("rule_ahead", f"the question {id!r} that decides did not come over")
        if id not in before:
            own = (
                "asks about the question itself"
                if self.ids[id] == at[1]
                else f"looks at {id!r}, which comes later"
            )
            raise _LostError("rule_ahead", f"the rule {own}")

    def _values(self, plan: AnswerPlan, given: tuple[Value, ...], at: Place) -> list[Value]:
        if plan.question.asks in ("number", "slider"):
            return list(given)
        if not plan.options:
            raise _LostError("rule_lost", f"{plan.question.id!r} is asked in words here")
        values = [plan.values[str(code)] for code in given if str(code) in plan.values]
        out = [str(code) for code in given if str(code) in plan.outs]
        if values and out:
            what = f"{', '.join(out)} of {plan.question.id} is a non-answer here: it counts as unanswered in this rule"
            self.remarks.lose("rule_blank", at[0], what, item=at[1])
        if values:
            return values
        if out:
            raise _LostError("rule_lost", f"{out[0]!r} is a non-answer here, and that counts as unanswered")
        raise _LostError("rule_dead", f"{plan.question.id!r} has no answer {', '.join(map(str, given))}")


def _negated(rule: PlainRule) -> PlainRule:
    """What holds where a rule does not; of two negations nothing is left."""
    return rule["not"] if set(rule) == {"not"} else {"not": rule}


def _joined(word: str, rules: list[PlainRule]) -> PlainRule:
    """Several rules as one: those within of the same sort join, and none stands twice."""
    flat: list[PlainRule] = []
    for rule in rules:
        for one in rule.get(word, [rule]):
            if one not in flat:
                flat.append(one)
    return flat[0] if len(flat) == 1 else {word: flat}


def _short(number: float) -> int | float:
    return int(number) if float(number).is_integer() else number
