"""Conditions and formulas of other tools as a tree: one reader for all, told by a grammar what each tool writes.

`or` binds last, then `and`, `not`, comparisons, sums and products. Nothing is run; what can't be read is refused with
the place, and becomes a loss.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

DEEPEST: Final = 60
LONGEST: Final = 20_000
MOST_TOKENS: Final = 4_000


class NotReadError(ValueError):
    """A condition that can't be read or said; its text says why, in words that go on "..., so"."""


@dataclass(frozen=True, slots=True)
class AnswerRef:
    """The answer to a question; `part` is one of its options or rows."""

    question: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Literal:
    text: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """`operator` is or, and, not, =, !=, <, <=, >, >=, +, -, *, /, or a word of the grammar's own."""

    operator: str
    operands: tuple["Node", ...]


Node = AnswerRef | Literal | Call | Operation

COMMON: Final[Mapping[str, str]] = MappingProxyType(
    {sign: sign for sign in ("=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "or", "and", "not")}
    | {
        "==": "=",
        "===": "=",
        "!==": "!=",
        "<>": "!=",
        "||": "or",
        "&&": "and",
        "|": "or",
        "&": "and",
        "!": "not",
    }
    | {"div": "/", "mod": "mod", "%": "mod", "^": "^"}
)
LEVELS: Final = (("or",), ("and",))
COMPARISONS: Final = ("=", "!=", "<", "<=", ">", ">=")


@dataclass(frozen=True, slots=True)
class Grammar:
    """How one tool writes: `reference` finds a question, by groups `question` and, where there is one, `part`.

    `words` are operators beside the common ones (lower case); bare names are references where `bare_names`.
    """

    reference: re.Pattern[str] | None = None
    words: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    comparisons: tuple[str, ...] = COMPARISONS
    bare_names: bool = False


TOKEN: Final = re.compile(
    r"""\s*(?:
    (?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
    |(?P<number>\d+(?:\.\d+)?|\.\d+)
    |(?P<sign>===|!==|==|!=|<>|<=|>=|&&|\|\||%\w+%|[-=<>+*/()!,|&^%])
    |(?P<name>[A-Za-z_.][\w.:-]*(?<![.:-])|\.)
    )""",
    re.VERBOSE,
)


def read_expression(text: str, grammar: Grammar) -> Node:
    """The tree of a condition or formula; raises `NotReadError`."""
    if len(text) > LONGEST:
        raise NotReadError(f"it has {len(text):,} characters")
    reader = _Reader(_tokens(text, grammar), grammar)
    node = reader.level(0)
    if reader.left:
        raise NotReadError(f"{reader.left[0][1][:40]!r} stands where it should end")
    return node


def references(node: Node) -> tuple[AnswerRef, ...]:
    """Every question that a tree names, in order."""
    match node:
        case AnswerRef():
            return (node,)
        case Call(_, inner) | Operation(_, inner):
            return tuple(found for one in inner for found in references(one))
        case _:
            return ()


def _tokens(text: str, grammar: Grammar) -> list[tuple[str, str, str]]:
    """Each as sort, text and part."""
    found: list[tuple[str, str, str]] = []
    at = 0
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        if len(found) > MOST_TOKENS:
            raise NotReadError("it is too long")
        if grammar.reference is not None and (hit := grammar.reference.match(text, at)):
            parts = hit.groupdict()
            found.append(("reference", parts["question"], parts.get("part") or ""))
            at = hit.end()
            continue
        token = TOKEN.match(text, at)
        if token is None or token.end() == at:
            raise NotReadError(f"{text[at : at + 20]!r} can't be read")
        kind = token.lastgroup or ""
        found.append((kind, token[kind], ""))
        at = token.end()
    return found


class _Reader:
    """Takes tokens from the left."""

    def __init__(self, tokens: list[tuple[str, str, str]], grammar: Grammar) -> None:
        self.left = tokens
        self.grammar = grammar
        self.depth = 0

    def level(self, number: int) -> Node:
        """An expression of the levels from `number` on."""
        self.depth += 1
        if self.depth > DEEPEST * len(LEVELS):
            raise NotReadError("its brackets are too deep")
        if number == len(LEVELS):
            node = self._not()
        else:
            node = self.level(number + 1)
            while (word := self._operator()) in LEVELS[number]:
                self.left = self.left[1:]
                node = Operation(word, (node, self.level(number + 1)))
        self.depth -= 1
        return node

    def _not(self) -> Node:
        if self._operator() == "not" and not (self.left[0][0] == "name" and self._opens(1)):
            self.left = self.left[1:]
            return Operation("not", (self._nested(self._not),))
        node = self._sum()
        while (word := self._operator()) in self.grammar.comparisons:
            self.left = self.left[1:]
            node = Operation(word, (node, self._sum()))
        return node

    def _sum(self) -> Node:
        node = self._product()
        while (word := self._operator()) in ("+", "-"):
            self.left = self.left[1:]
            node = Operation(word, (node, self._product()))
        return node

    def _product(self) -> Node:
        node = self._one()
        while (word := self._operator()) in ("*", "/", "mod", "^"):
            self.left = self.left[1:]
            node = Operation(word, (node, self._one()))
        return node

    def _one(self) -> Node:
        if not self.left:
            raise NotReadError("it breaks off")
        kind, text, part = self.left[0]
        self.left = self.left[1:]
        if kind == "reference":
            return AnswerRef(text, part)
        if kind == "string":
            return Literal(re.sub(r"\\(.)", r"\1", text[1:-1]), quoted=True)
        if kind == "number":
            return Literal(text)
        if text == "-":
            inner = self._nested(self._one)
            return Literal(f"-{inner.text}") if isinstance(inner, Literal) else Operation("-", (inner,))
        if text == "(":
            node = self.level(0)
            self._close()
            return node
        if text == "!":
            return Operation("not", (self._nested(self._one),))
        if kind == "name":
            return self._named(text)
        raise NotReadError(f"{text!r} stands where an answer should")

    def _nested(self, part: Callable[[], Node]) -> Node:
        self.depth += 1
        if self.depth > DEEPEST * len(LEVELS):
            raise NotReadError("its brackets are too deep")
        node = part()
        self.depth -= 1
        return node

    def _named(self, name: str) -> Node:
        if not self._opens(0):
            return AnswerRef(name) if self.grammar.bare_names else Call(name, ())
        self.left = self.left[1:]
        arguments: list[Node] = []
        while not self._closes():
            arguments.append(self.level(0))
            if self.left and self.left[0][1] == ",":
                self.left = self.left[1:]
        self._close()
        if name.lower() == "not" and len(arguments) == 1:
            return Operation("not", (arguments[0],))
        return Call(name, tuple(arguments))

    def _operator(self) -> str:
        if not self.left or self.left[0][0] not in ("sign", "name"):
            return ""
        text = self.left[0][1].lower()
        return self.grammar.words.get(text) or COMMON.get(text, "")

    def _opens(self, at: int) -> bool:
        return len(self.left) > at and self.left[at][:2] == ("sign", "(")

    def _closes(self) -> bool:
        if not self.left:
            raise NotReadError("a bracket is not closed")
        return self.left[0][:2] == ("sign", ")")

    def _close(self) -> None:
        if not self._closes():
            raise NotReadError("a bracket is not closed")
        self.left = self.left[1:]
