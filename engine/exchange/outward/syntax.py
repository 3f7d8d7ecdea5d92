"""Rules in the words of tools that have expressions: one writer for all, told by a syntax what each writes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.exchange.outward.edition import short
from engine.instrument.model import Item
from engine.instrument.rules import All, Answered, AnyOf, AtLeast, AtMost, Is, Not, Rule, Value


def as_options(rule: Rule, items: Mapping[str, Item]) -> Rule:
    """A rule on an item with options by the options it means: tools know nothing of ways of not answering."""
    match rule:
        case AtLeast(item, number) | AtMost(item, number) if items[item].options and items[item].kind.scored:
            least = isinstance(rule, AtLeast)
            values = [option.value for option in items[item].options]
            fit = [one for one in values if (float(one) >= number if least else float(one) <= number)]
            return Is(item, tuple(fit)) if fit else rule
        case Answered(item) if items[item].non_answers and not items[item].kind.several:
            return Is(item, tuple(option.value for option in items[item].options))
    return rule


@dataclass(frozen=True)
class RuleSyntax:
    """How a tool writes that an option is chosen, that an answer is there, and what joins these."""

    reference: Callable[[str], str]
    chosen: Callable[[Item, Value], str]
    there: Callable[[Item], str]
    both: str = " and "
    either: str = " or "
    negated: Callable[[str], str] = lambda inner: f"not({inner})"

    def written(self, rule: Rule, items: Mapping[str, Item]) -> str:
        """The rule, with brackets around all that holds several."""
        match as_options(rule, items):
            case Is(item, values):
                return self._joined(self.either, [self.chosen(items[item], value) for value in values])
            case AtLeast(item, number):
                return f"{self.reference(item)} >= {short(number)}"
            case AtMost(item, number):
                there = self.there(items[item])  # a blank is at most anything, to some tools
                return self._joined(self.both, [there, f"{self.reference(item)} <= {short(number)}"])
            case Answered(item):
                return self.there(items[item])
            case All(rules):
                return self._joined(self.both, [self.written(inner, items) for inner in rules])
            case AnyOf(rules):
                return self._joined(self.either, [self.written(inner, items) for inner in rules])
            case Not(inner):
                return self.negated(self.written(inner, items))

    def _joined(self, word: str, parts: list[str]) -> str:
        return parts[0] if len(parts) == 1 else f"({word.join(parts)})"
