"""Rules in the words of a form on paper: "Answer only if you chose “Teacher” in question 8."

Nobody hides a question on paper, so what a page does by itself has to be said.
"""

from collections.abc import Mapping
from typing import Final

from engine.instrument.model import Instrument
from engine.instrument.rules import All, Answered, AnyOf, AtLeast, AtMost, Is, Not, Rule
from engine.language import Language

NEGATED: Final = "not_"


class RuleWords:
    """Says the rules of a form whose questions have numbers."""

    def __init__(self, instrument: Instrument, numbers: Mapping[str, str], language: Language) -> None:
        self._instrument = instrument
        self._numbers = numbers
        self._language = language

    def said(self, rule: Rule, asked: tuple[str, ...]) -> str:
        """Who answers the questions of these numbers."""
        say, condition = self._language.say, self._condition(rule)
        if len(asked) == 1:
            return say("paper_form.only_if", question=asked[0], condition=condition)
        run = say("paper_form.run", first=asked[0], last=asked[-1])
        questions = run if len(asked) > 2 else self._language.list(asked)
        return say("paper_form.only_if_several", questions=questions, condition=condition)

    def _condition(self, rule: Rule, *, negated: bool = False, inner: bool = False) -> str:
        """A condition as a clause; what is not to hold is said of each part (De Morgan)."""
        match rule:
            case Not(of):
                return self._condition(of, negated=not negated, inner=inner)
            case All(rules) | AnyOf(rules):
                together = isinstance(rule, All) is not negated
                parts = [self._condition(part, negated=negated, inner=True) for part in rules]
                listed = self._language.list(parts, "and" if together else "or")
                return f"({listed})" if inner and len(parts) > 1 else listed
            case Is(item, values):
                labels = {option.value: option.label for option in self._instrument.item(item).options}
                chosen = [
                    self._language.say("paper_form.quoted", words=labels.get(v, str(v))) for v in values
                ]
                return self._clause("chose", item, negated, answers=self._language.list(chosen, "or"))
            case AtLeast(item, number):
                return self._clause("at_least", item, negated, number=number)
            case AtMost(item, number):
                return self._clause("at_most", item, negated, number=number)
            case Answered(item):
                return self._clause("answered", item, negated)

    def _clause(self, what: str, item: str, negated: bool, **values: str | float) -> str:
        key = f"paper_form.{NEGATED if negated else ''}{what}"
        return self._language.say(key, question=self._numbers[item], **values)
