"""Show-if rules: data, not code, evaluated on the server.

A rule sees the answers given so far, by item id: a value for an item with one answer, a tuple of values for
choose-many, and no entry for an item that was left blank or answered with a non-answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Value = int | float | str
Answer = Value | tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Is:
    """The answer is one of `values`; for choose-many, any of the chosen."""

    item: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    item: str
    number: float


@dataclass(frozen=True, slots=True)
class AtMost:
    item: str
    number: float


@dataclass(frozen=True, slots=True)
class Answered:
    item: str


@dataclass(frozen=True, slots=True)
class All:
    rules: tuple["Rule", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    rules: tuple["Rule", ...]


@dataclass(frozen=True, slots=True)
class Not:
    rule: "Rule"


Rule = Is | AtLeast | AtMost | Answered | All | AnyOf | Not


def holds(rule: Rule, answers: Mapping[str, Answer]) -> bool:
    """Whether the rule holds for these answers; a comparison with an unanswered item does not hold."""
    match rule:
        case Is(item, values):
            given = answers.get(item)
            return any(value in values for value in given) if isinstance(given, tuple) else given in values
        case AtLeast(item, number):
            given = answers.get(item)
            return isinstance(given, int | float) and given >= number
        case AtMost(item, number):
            given = answers.get(item)
            return isinstance(given, int | float) and given <= number
        case Answered(item):
            return item in answers
        case All(rules):
            return all(holds(inner, answers) for inner in rules)
        case AnyOf(rules):
            return any(holds(inner, answers) for inner in rules)
        case Not(inner):
            return not holds(inner, answers)


def named_items(rule: Rule) -> frozenset[str]:
    """The ids of all items that the rule looks at."""
    match rule:
        case All(rules) | AnyOf(rules):
            return frozenset().union(*(named_items(inner) for inner in rules))
        case Not(inner):
            return named_items(inner)
        case _:
            return frozenset({rule.item})


def rule_in_words(rule: Rule) -> str:
    """A show-if rule as a person would say it."""
    match rule:
        case Is(item, values):
            return f"{item} is {' or '.join(map(str, values))}"
        case AtLeast(item, number):
            return f"{item} is at least {number:g}"
        case AtMost(item, number):
            return f"{item} is at most {number:g}"
        case Answered(item):
            return f"{item} is answered"
        case All(rules):
            return "(" + " and ".join(map(rule_in_words, rules)) + ")"
        case AnyOf(rules):
            return "(" + " or ".join(map(rule_in_words, rules)) + ")"
        case Not(inner):
            return f"not {rule_in_words(inner)}"
