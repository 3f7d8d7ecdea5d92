"""Conditions of XLSForms (`relevant`, `constraint`, `calculation`): XPath as its authors write it."""

import re
from typing import Final

from engine.exchange.foreign.conditions import Questions, selected
from engine.exchange.foreign.expressions import (
    AnswerRef,
    Call,
    Grammar,
    Literal,
    Node,
    NotReadError,
    Operation,
    read_expression,
)
from engine.instrument.rules import Rule

CURLY: Final = str.maketrans({"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', " ": " "})
ANSWER: Final = re.compile(r"\$\{\s*(?P<question>[^}\s]+)\s*\}")
ITSELF: Final = "."
OWN: Final = re.compile(r"\$\{\s*(?P<question>[^}\s]+)\s*\}|(?P<self>\.)(?![\w.])")
GRAMMAR: Final = Grammar(reference=ANSWER)


def read_xpath(text: str) -> Node:
    """The tree of a condition. Raises `NotReadError`."""
    return read_expression(text.translate(CURLY), GRAMMAR)


def is_typographic(text: str) -> bool:
    """Whether it is written with quotation marks that XPath does not know."""
    return any(sign in text for sign in "‘’‚“”„")


def call_rule(call: Call, asked: Questions) -> Rule | None:
    """The rule of a function that has one: selected(), or true() and number() around what has one."""
    match call:
        case Call("selected", (AnswerRef(question), Literal(code))):
            if question not in asked:
                raise NotReadError(f"there is no question {question!r} here")
            return selected(asked[question], code)
        case _:
            return None


def read_constraint(text: str) -> Node:
    """The tree of a constraint, in which a point is the answer itself."""
    plain = re.sub(r"(?<![\w.}\])'\"])\.(?![\w.])", "${.}", text.translate(CURLY))
    return read_expression(plain, GRAMMAR)


def limits_of(node: Node) -> dict[str, tuple[str, bool]]:
    """The limits that a constraint is: `low`, `high` and `length` as text, and whether the number itself is taken.

    Raises `NotReadError` for anything else.
    """
    if isinstance(node, Operation) and node.operator == "and":
        left, right = (limits_of(one) for one in node.operands)
        if left.keys() & right.keys():
            raise NotReadError("it sets the same limit twice")
        return left | right
    match node:
        case Operation(operator, (AnswerRef(question="."), Literal() as bound)) if operator in (">=", ">"):
            return {"low": (bound.text, operator == ">=")}
        case Operation(operator, (AnswerRef(question="."), Literal() as bound)) if operator in ("<=", "<"):
            return {"high": (bound.text, operator == "<=")}
        case Operation(operator, (Literal() as bound, AnswerRef(question=".") as own)):
            flipped = {"<=": ">=", "<": ">", ">=": "<=", ">": "<"}.get(operator)
            if flipped:
                return limits_of(Operation(flipped, (own, bound)))
        case Operation(operator, (Call("string-length", (AnswerRef(question="."),)), Literal(text))):
            if operator in ("<=", "<"):
                return {"length": (text, operator == "<=")}
        case Operation(operator, (AnswerRef(question="."), Call("date", (Literal() as day,)))):
            return limits_of(Operation(operator, (node.operands[0], day)))
    raise NotReadError("it is no plain limit")
