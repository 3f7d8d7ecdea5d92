"""Trees of conditions -> rules; what can't be said raises `NotReadError` with why."""

from collections.abc import Callable, Mapping
from typing import Final

from engine.exchange.foreign.expressions import AnswerRef, Call, Literal, Node, NotReadError, Operation
from engine.exchange.foreign.facts import AskedQuestion
from engine.instrument.rules import All, Answered, AnyOf, AtLeast, AtMost, Is, Not, Rule

FLIPPED: Final = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
TRUE: Final = frozenset({"true", "1", "yes", "y"})
FALSE: Final = frozenset({"false", "0", "no", "n", ""})
SEVERAL: Final = "choose_many"
CLOSED: Final = frozenset({"scale", "choose_one", SEVERAL})
NUMERIC: Final = frozenset({"number", "slider"})

Questions = Mapping[str, AskedQuestion]
# Of a call that the format knows: its rule, or None where it is none of its functions.
CallRule = Callable[[Call, Questions], Rule | None]


def rule_of(node: Node, asked: Questions, call: CallRule | None = None) -> Rule:
    """The rule that a condition is, over the source's ids and codes. Raises `NotReadError`."""
    match node:
        case Operation("and", operands):
            return All(tuple(rule_of(one, asked, call) for one in joined("and", operands)))
        case Operation("or", operands):
            return AnyOf(tuple(rule_of(one, asked, call) for one in joined("or", operands)))
        case Operation("not", (inner,)):
            return Not(rule_of(inner, asked, call))
        case Operation(operator, (left, right)) if operator in FLIPPED:
            return _comparison(operator, left, right, asked, call)
        case Call():
            found = call(node, asked) if call is not None else None
            if found is None:
                raise NotReadError(f"{node.name}() has no counterpart")
            return found
        case AnswerRef():
            return _truth(node, asked)
        case _:
            raise NotReadError("it computes")


def joined(operator: str, operands: tuple[Node, ...]) -> list[Node]:
    """What an operator joins, also where brackets stand between."""
    found: list[Node] = []
    for one in operands:
        if isinstance(one, Operation) and one.operator == operator:
            found += joined(operator, one.operands)
        else:
            found.append(one)
    return found


def _comparison(operator: str, left: Node, right: Node, asked: Questions, call: CallRule | None) -> Rule:
    if isinstance(left, Literal) and not isinstance(right, Literal):
        operator, left, right = FLIPPED[operator], right, left
    if isinstance(left, AnswerRef) and isinstance(right, Literal):
        return compared(left, operator, right.text, asked)
    if isinstance(left, Call | Operation) and isinstance(right, Literal | Call):
        word = right.text if isinstance(right, Literal) else right.name
        if operator in ("=", "!=") and word.lower() in TRUE | FALSE - {""}:
            rule = rule_of(left, asked, call)
            return rule if (word.lower() in TRUE) == (operator == "=") else Not(rule)
    if isinstance(left, AnswerRef) and isinstance(right, Call) and not right.arguments:
        return compared(left, operator, right.name, asked)
    if isinstance(left, AnswerRef) and isinstance(right, AnswerRef):
        raise NotReadError("it compares the answers to two questions")
    raise NotReadError("it compares what is computed")


def compared(reference: AnswerRef, operator: str, value: str, asked: Questions) -> Rule:
    """The rule that an answer compares so with a value. Raises `NotReadError`."""
    question = asked.get(reference.question)
    if question is None:
        raise NotReadError(f"there is no question {reference.question!r} here")
    if reference.part:
        return _part(question, reference.part, operator, value)
    if value == "" and operator in ("=", "!="):
        answered = Answered(question.id)
        return answered if operator == "!=" else Not(answered)
    if question.asks in CLOSED:
        return _of_options(question, operator, value)
    if question.asks in NUMERIC:
        return _of_number(question.id, operator, _number(value))
    raise NotReadError(f"the answer to {question.id!r} is text or a date, which no rule compares")


def selected(question: AskedQuestion, code: str) -> Rule:
    """The rule that an option is chosen. Raises `NotReadError` where there is no such option."""
    found = _code(question, code)
    if found is None:
        raise NotReadError(f"the question {question.id!r} has no answer {code!r}")
    return Is(question.id, (found,))


def _part(question: AskedQuestion, part: str, operator: str, value: str) -> Rule:
    """An option of several that is 1 or 0, ticked or not."""
    rule = selected(question, part)
    word = value.lower()
    if operator not in ("=", "!=") or word not in TRUE | FALSE:
        raise NotReadError(f"the option {part!r} of {question.id!r} is compared with {value!r}")
    return rule if (word in TRUE) == (operator == "=") else Not(rule)


def _of_options(question: AskedQuestion, operator: str, value: str) -> Rule:
    if operator in ("=", "!="):
        chosen = selected(question, value)
        if question.asks == SEVERAL:
            others = tuple(option.code for option in question.options if option.code != chosen_code(chosen))
            chosen = All((chosen, Not(Is(question.id, others)))) if others else chosen
        return chosen if operator == "=" else Not(chosen)
    if question.asks == SEVERAL:
        raise NotReadError(f"several answers to {question.id!r} are compared with a number")
    number = _number(value)
    codes = {option.code: _as_number(option.code) for option in question.options}
    if any(code is None for code in codes.values()):
        raise NotReadError(f"the answers to {question.id!r} are no numbers")
    fits = tuple(code for code, own in codes.items() if own is not None and _fits(own, operator, number))
    if not fits:
        raise NotReadError(f"no answer to {question.id!r} is {operator} {value}")
    return Is(question.id, fits)


def chosen_code(rule: Rule) -> str:
    """The one code that a rule made by `selected` asks for."""
    return str(rule.values[0]) if isinstance(rule, Is) else ""


def _fits(own: float, operator: str, number: float) -> bool:
    return {"<": own < number, "<=": own <= number, ">": own > number, ">=": own >= number}[operator]


def _of_number(id: str, operator: str, number: float) -> Rule:
    at_least, at_most = AtLeast(id, number), AtMost(id, number)
    exactly = int(number) if number.is_integer() else number
    rules: dict[str, Rule] = {
        "=": Is(id, (exactly,)),
        "!=": Not(Is(id, (exactly,))),
        ">=": at_least,
        "<=": at_most,
        ">": All((at_least, Not(at_most))),
        "<": All((at_most, Not(at_least))),
    }
    return rules[operator]


def _truth(reference: AnswerRef, asked: Questions) -> Rule:
    question = asked.get(reference.question)
    if question is None:
        raise NotReadError(f"there is no question {reference.question!r} here")
    if reference.part:
        return selected(question, reference.part)
    return Answered(question.id)


def _code(question: AskedQuestion, value: str) -> str | None:
    """The option's own code for a value of a rule: 1.0 and 01 are not 1 unless they are the same number."""
    codes = [option.code for option in question.options]
    if value in codes:
        return value
    number = _as_number(value)
    same = [code for code in codes if number is not None and _as_number(code) == number]
    return same[0] if len(same) == 1 else None


def _number(value: str) -> float:
    number = _as_number(value)
    if number is None:
        raise NotReadError(f"{value!r} is no number")
    return number


def _as_number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < 1e12 else None  # False for NaN too


def together(*rules: Rule | None) -> Rule | None:
    """The rule that holds where all of these do."""
    found = [rule for rule in rules if rule is not None]
    return All(tuple(found)) if len(found) > 1 else next(iter(found), None)
