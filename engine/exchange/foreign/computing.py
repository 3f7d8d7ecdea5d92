"""What a formula of another tool gives for some answers: only what scores are written with; all else is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from engine.exchange.foreign.expressions import AnswerRef, Call, Literal, Node, NotReadError, Operation

Computed = float | bool | str | None  # None is blank
Answers = Mapping[str, float | None]
BLANK_WORDS: Final = frozenset({"", "nan", "null", "na"})
BRANCHES: Final = frozenset({"if", "iif"})
MEANS: Final = frozenset({"mean", "avg", "average"})
FILLED: Final = frozenset({"is_numeric", "notempty", "exists", "isnumber", "is_int"})
EMPTY: Final = frozenset(
    {"is_empty", "empty", "isblank", "isblankormissingcode", "is_nan", "is_null", "isnull"}
)


@dataclass(frozen=True, slots=True)
class FormulaReading:
    """How a tool computes: whether a blank counts as nothing where it is added, and by what else it is told apart."""

    blank_is_zero: bool = False

    def computed(self, node: Node, answers: Answers) -> Computed:
        """The value of a formula. Raises `NotReadError` where it holds what no score is written with."""
        match node:
            case AnswerRef(question, ""):
                return answers[question]
            case Literal(text, quoted):
                return _literal(text, quoted)
            case Call(name, arguments):
                return self._call(name.lower(), arguments, answers)
            case Operation("not", (inner,)):
                return not self.computed(inner, answers)
            case Operation("and" | "or" as word, operands):
                truths = [bool(self.computed(one, answers)) for one in operands]
                return all(truths) if word == "and" else any(truths)
            case Operation(sign, (left, right)) if sign in ("=", "!=", "<", "<=", ">", ">="):
                return _compared(sign, self.computed(left, answers), self.computed(right, answers))
            case Operation(sign, operands):
                return self._arithmetic(sign, [self._number(one, answers) for one in operands])
        raise NotReadError("it looks at one option of an answer")

    def _number(self, node: Node, answers: Answers) -> float | None:
        found = self.computed(node, answers)
        if isinstance(found, str):
            raise NotReadError(f"it computes with the word {found!r}")
        return (0.0 if self.blank_is_zero else None) if found is None else float(found)

    def _arithmetic(self, sign: str, numbers: list[float | None]) -> float | None:
        if any(number is None for number in numbers):
            return None
        known = [number for number in numbers if number is not None]
        match sign, known:
            case "-", [only]:
                return -only
            case "+", [left, right]:
                return left + right
            case "-", [left, right]:
                return left - right
            case "*", [left, right]:
                return left * right
            case "/", [left, right]:
                return left / right if right else None
        raise NotReadError(f"it computes by {sign!r}")

    def _call(self, name: str, arguments: tuple[Node, ...], answers: Answers) -> Computed:
        if name in BRANCHES and len(arguments) == 3:
            test, then, otherwise = arguments
            return self.computed(then if self.computed(test, answers) else otherwise, answers)
        if name in ("true", "false") and not arguments:
            return name == "true"
        if name == "blank" and not arguments:
            return None
        values = [self.computed(one, answers) for one in arguments]
        if (name in FILLED or name in EMPTY) and len(values) == 1:
            return (values[0] is not None) == (name in FILLED)
        if name == "number" and len(values) == 1:
            return None if isinstance(values[0], str) else values[0]
        if name == "coalesce" and values:
            return next((value for value in values if value is not None), None)
        numbers = [float(value) for value in values if value is not None and not isinstance(value, str)]
        if name == "count":
            return float(len(numbers))
        if name == "sum":
            return sum(numbers)
        if name in MEANS:
            return sum(numbers) / len(numbers) if numbers else None
        raise NotReadError(f"{name}() has no counterpart")


def _literal(text: str, quoted: bool) -> Computed:
    if quoted and text.lower() in BLANK_WORDS:
        return None
    try:
        return float(text)
    except ValueError:
        return text


def _compared(sign: str, left: Computed, right: Computed) -> bool:
    """A blank and a word are as large as nothing, and equal to themselves alone."""
    if sign in ("=", "!="):
        return (left == right) == (sign == "=")
    if left is None or right is None or isinstance(left, str) or isinstance(right, str):
        return False
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[sign]
