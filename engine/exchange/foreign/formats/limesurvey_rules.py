"""LimeSurvey's conditions: ExpressionScript and the older table of conditions, over the names of its questions."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from engine.exchange.foreign.conditions import Questions, rule_of, selected
from engine.exchange.foreign.expressions import (
    AnswerRef,
    Call,
    Grammar,
    Node,
    NotReadError,
    Operation,
    read_expression,
)
from engine.instrument.rules import Answered, Not, Rule

RESERVED: Final = r"(?!(?:and|or|not|eq|ne|lt|le|gt|ge|xor|true|false)\b)"
ENDING: Final = r"(?:\.(?:NAOK|code|value|shown|valueNAOK))*"
GRAMMAR: Final = Grammar(
    reference=re.compile(
        rf"(?P<question>\d+X\d+X\d+\w*|{RESERVED}(?!(?:self|that)\b)[A-Za-z]\w*){ENDING}(?![\w.]*\s*\()",
        re.IGNORECASE,
    ),
    words={"eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="},
)
NAMES = Mapping[str, tuple[str, str]]  # a name in conditions -> the question, and the option where it is one
METHODS: Final = frozenset({"==", "!=", "<", "<=", ">", ">="})


def rule_from(text: str, names: NAMES, asked: Questions) -> Rule:
    """The rule of a condition. Raises `NotReadError`."""
    return rule_of(renamed(read_expression(text.strip().strip("{}"), GRAMMAR), names), asked, _call)


def renamed(node: Node, names: NAMES) -> Node:
    """The tree with questions under their own ids."""
    match node:
        case AnswerRef(question):
            return AnswerRef(*names[question]) if question in names else node
        case Operation(operator, operands):
            return Operation(operator, tuple(renamed(one, names) for one in operands))
        case Call(name, arguments):
            return Call(name, tuple(renamed(one, names) for one in arguments))
        case _:
            return node


def _call(call: Call, asked: Questions) -> Rule | None:
    if call.name.lower() != "is_empty" or len(call.arguments) != 1:
        return None
    (one,) = call.arguments
    if not isinstance(one, AnswerRef):
        return None
    if one.question not in asked:
        raise NotReadError(f"there is no question {one.question!r} here")
    question = asked[one.question]
    return Not(selected(question, one.part) if one.part else Answered(question.id))


def from_table(conditions: Sequence[Mapping[str, str]]) -> str:
    """Rows of the older table as one condition: equal fields are alternatives, scenarios too."""
    scenarios: dict[str, dict[str, list[str]]] = {}
    for row in conditions:
        field, method = row.get("cfieldname", "").lstrip("+"), row.get("method", "").strip() or "=="
        value = row.get("value", "").replace('"', "'")
        known = method in METHODS
        said = f'{field}.NAOK {method} "{value}"' if known else f'{method}({field}, "{value}")'
        scenarios.setdefault(row.get("scenario", "1"), {}).setdefault(field, []).append(said)
    alternatives = [
        " and ".join(f"({' or '.join(of_field)})" for of_field in fields.values())
        for fields in scenarios.values()
    ]
    return " or ".join(f"({one})" for one in alternatives)
