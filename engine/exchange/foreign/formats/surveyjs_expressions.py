"""Conditions and formulas of SurveyJS, in their own words: `{a} contains ['x']`, `{b} notempty and {c} = true`."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from engine.exchange.foreign.conditions import Questions, selected
from engine.exchange.foreign.expressions import (
    COMPARISONS,
    AnswerRef,
    Call,
    Grammar,
    Literal,
    Node,
    NotReadError,
    Operation,
    read_expression,
)
from engine.instrument.rules import All, Answered, AnyOf, Not, Rule

# Words between two values; those without a sign of their own are read as functions.
SETS: Final = ("contains", "notcontains", "anyof", "allof", "noneof")
WORDS: Final[Mapping[str, str]] = {
    "equal": "=",
    "notequal": "!=",
    "greater": ">",
    "less": "<",
    "greaterorequal": ">=",
    "lessorequal": "<=",
    "contain": "contains",
    "notcontain": "notcontains",
    **{word: word for word in SETS},
}
GRAMMAR: Final = Grammar(
    reference=re.compile(r"\{(?P<question>[^{}]+)\}"), words=WORDS, comparisons=(*COMPARISONS, *SETS)
)
PIECES: Final = re.compile(
    r"(?P<kept>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
    r"|(?P<asked>\{[^{}]*\})\s*(?P<blank>notempty|empty)\b"
    r"|(?P<open>\[)|(?P<close>\])",
    re.IGNORECASE,
)


def read_surveyjs(text: str) -> Node:
    """The tree of a condition or formula. Raises `NotReadError`."""
    return _called(read_expression(PIECES.sub(_plainer, text), GRAMMAR))


def surveyjs_call(call: Call, asked: Questions) -> Rule | None:
    """The rule of a word or function that has one; None for all others. Raises `NotReadError`."""
    name = call.name.lower()
    match call.arguments:
        case (AnswerRef(id),) if name in ("empty", "notempty"):
            if id not in asked:
                raise NotReadError(f"there is no question {id!r} here")
            return Answered(id) if name == "notempty" else Not(Answered(id))
        case (AnswerRef(id), value) if name in SETS:
            if id not in asked:
                raise NotReadError(f"there is no question {id!r} here")
            chosen = tuple(selected(asked[id], code) for code in _codes(value))
            if name in ("anyof", "noneof"):
                found: Rule = AnyOf(chosen) if len(chosen) > 1 else chosen[0]
            else:
                found = All(chosen) if len(chosen) > 1 else chosen[0]
            return Not(found) if name in ("notcontains", "noneof") else found
    return None


def _plainer(found: re.Match[str]) -> str:
    """Lists in brackets as a function, and words after a question before it."""
    if found["blank"]:
        return f" {found['blank']}({found['asked']})"
    if found["open"]:
        return " list("
    return ")" if found["close"] else found[0]


def _called(node: Node) -> Node:
    match node:
        case Operation(word, operands) if word in SETS:
            return Call(word, tuple(map(_called, operands)))
        case Operation(operator, operands):
            return Operation(operator, tuple(map(_called, operands)))
        case Call(name, arguments):
            return Call(name, tuple(map(_called, arguments)))
    return node


def _codes(node: Node) -> Iterator[str]:
    match node:
        case Literal(text):
            yield text
        case Call("list", arguments) if arguments:
            for one in arguments:
                yield from _codes(one)
        case Call(name, ()) if name.lower() in ("true", "false"):
            yield name.lower()
        case _:
            raise NotReadError("it looks for what is no list of answers")
