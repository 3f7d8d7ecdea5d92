"""A model as text, in the part of lavaan's syntax that these models need, with errors by line and column."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from psychometrics.contract import StatisticError
from psychometrics.latent.specification import Term

TOKEN: Final = re.compile(
    r"(?P<space>[ \t\r]+)|(?P<comment>[#!][^\n]*)|(?P<end>[\n;])|(?P<op>=~|~~|~)"
    r"|(?P<other>:=|==|<~|\|)|(?P<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)"
    r"|(?P<name>[^\W\d][\w.-]*)|(?P<sign>[+*(),])"
)
UNKNOWN: Final = {
    ":=": "numbers made of others are not read; compute them from the estimates",
    "==": "write the same label at the parameters that shall be equal: a*x1 + a*x2",
    "<~": "composites are not read; let items be measured by a factor with =~",
    "|": "thresholds follow from the number of options; leave them out",
}
SAMPLE: Final = "visual =~ x1 + x2 + x3"


class ModelTextError(StatisticError):
    """A model text that cannot be read: `line` and `column` count from 1."""

    def __init__(self, line: int, column: int, cause: str, remedy: str) -> None:
        super().__init__("model_text", f"line {line}, column {column}: {cause}", remedy)
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    line: int
    column: int

    def error(self, cause: str, remedy: str) -> ModelTextError:
        return ModelTextError(self.line, self.column, cause, remedy)

    @property
    def seen(self) -> str:
        """What stands there, in words."""
        return "the end of the line" if self.kind == "end" else f"{self.text!r}"


def terms_of(text: str) -> tuple[Term, ...]:
    """The relations of a model text, in the order written.

    A statement is `factor =~ item + item`, `one ~~ other`, `factor ~ predictor` or `item ~ 1`, one a line or parted
    by semicolons; it goes on in the next line after an operator or a +. Before a name may stand a number it is fixed
    to, NA (free), a label (equal where it stands twice), start(0.5), or one of these for each group as c(a, b), each
    with *. What follows # or ! is a remark. Raises `ModelTextError`.

    As lavaan's model syntax. Rosseel (2012), doi:10.18637/jss.v048.i02.
    """
    terms: list[Term] = []
    for statement in _statements(list(_tokens(text))):
        terms += _Reader(statement).terms()
    if not terms:
        raise ModelTextError(1, 1, "the model is empty", f"write what measures a factor: {SAMPLE}")
    return _without_contradiction(terms)


def _tokens(text: str) -> Iterator[_Token]:
    at, line, start = 0, 1, 0
    while at < len(text):
        found = TOKEN.match(text, at)
        column = at - start + 1
        if found is None:
            raise ModelTextError(
                line, column, f"{text[at]!r} means nothing here", "use names, numbers, =~ ~~ ~ + * and c(,)"
            )
        kind, seen = str(found.lastgroup), found.group()
        if kind not in ("space", "comment"):
            yield from _signed(_Token(kind, seen, line, column))
        if seen == "\n":
            line, start = line + 1, found.end()
        at = found.end()


def _signed(token: _Token) -> Iterator[_Token]:
    """A + before a digit joins two terms: "x1 +1*x2"."""
    if token.kind == "number" and token.text[0] == "+":
        yield _Token("sign", "+", token.line, token.column)
        yield _Token("number", token.text[1:], token.line, token.column + 1)
    else:
        yield token


def _statements(tokens: Sequence[_Token]) -> Iterator[list[_Token]]:
    """Tokens up to the end of a line that nothing carries on, with that end."""
    statement: list[_Token] = []
    depth = 0
    for token in tokens:
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        goes_on = bool(statement) and (statement[-1].kind == "op" or statement[-1].text in ("+", "*"))
        if token.kind == "end" and token.text == "\n" and (goes_on or depth > 0 or not statement):
            continue
        if token.kind != "end":
            statement.append(token)
        elif statement:
            yield [*statement, token]
            statement = []
    if statement:
        last = statement[-1]
        yield [*statement, _Token("end", "", last.line, last.column + len(last.text))]


@dataclass(frozen=True, slots=True)
class _Modifier:
    fixed: tuple[float | None, ...] = ()
    labels: tuple[str, ...] = ()
    start: float | None = None
    free: bool = False


class _Reader:
    """Reads one statement from left to right."""

    def __init__(self, tokens: Sequence[_Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def terms(self) -> list[Term]:
        left = [self._name("a factor or item")]
        while self._take("+"):
            left.append(self._name("a name"))
        op = self._operator()
        found: list[Term] = []
        while True:
            found += self._right(left, op)
            if not self._take("+"):
                break
        if (token := self._next()).kind != "end":
            raise token.error(
                f"{token.seen} follows a term", "join terms with +, and begin a new line for another relation"
            )
        return found

    def _right(self, left: Sequence[_Token], op: str) -> list[Term]:
        modifiers: list[_Modifier] = []
        token = self._peek()
        while self._before_star():
            modifiers.append(self._modifier())
            self._expect("*")
        token = self._next()
        if op == "~" and token.text == "1":
            return [_term(one.text, "~1", "", modifiers) for one in left]
        if token.kind != "name":
            raise token.error(f"{token.seen} stands where a name is expected", f"write it like {SAMPLE}")
        if op == "=~" and any(one.text == token.text for one in left):
            raise token.error(f"{token.text} would measure itself", "name its items on the right of =~")
        return [_term(one.text, op, token.text, modifiers) for one in left]

    def _before_star(self) -> bool:
        """Whether a modifier stands here: something up to a * before the next +."""
        depth = 0
        for token in self.tokens[self.at :]:
            depth += {"(": 1, ")": -1}.get(token.text, 0)
            if depth == 0 and token.text == "*":
                return True
            if depth == 0 and (token.text == "+" or token.kind in ("end", "op")):
                return False
        return False

    def _modifier(self) -> _Modifier:
        token = self._next()
        if token.text == "c" and self._peek().text == "(":
            return self._of_groups()
        if token.text == "start" and self._peek().text == "(":
            self._expect("(")
            number = self._number()
            self._expect(")")
            return _Modifier(start=number)
        return _single(token)

    def _of_groups(self) -> _Modifier:
        self._expect("(")
        tokens = [self._next()]
        while self._take(","):
            tokens.append(self._next())
        self._expect(")")
        singles = [_single(token) for token in tokens]
        if all(single.labels for single in singles):
            return _Modifier(labels=tuple(single.labels[0] for single in singles))
        if any(single.labels for single in singles):
            raise tokens[0].error("c() mixes labels and numbers", "write all labels, or numbers and NA")
        return _Modifier(fixed=tuple(single.fixed[0] if single.fixed else None for single in singles))

    def _operator(self) -> str:
        token = self._next()
        if token.text in UNKNOWN:
            raise token.error(f"{token.text} is not read here", UNKNOWN[token.text])
        if token.kind != "op":
            raise token.error(f"{token.seen} stands where =~, ~~ or ~ is expected", f"write it like {SAMPLE}")
        return token.text

    def _name(self, what: str) -> _Token:
        token = self._next()
        if token.kind != "name":
            raise token.error(f"{token.seen} stands where {what} is expected", f"write it like {SAMPLE}")
        return token

    def _number(self) -> float:
        token = self._next()
        if token.kind != "number":
            raise token.error(
                f"{token.seen} stands where a number is expected", "write it like start(0.5)*x2"
            )
        return float(token.text)

    def _expect(self, sign: str) -> None:
        token = self._next()
        if token.text != sign:
            raise token.error(
                f"{token.seen} stands where {sign!r} is expected", "write it like c(a, b)*x2 or 1*x2"
            )

    def _take(self, sign: str) -> bool:
        if self._peek().text == sign:
            self.at += 1
            return True
        return False

    def _peek(self) -> _Token:
        return self.tokens[min(self.at, len(self.tokens) - 1)]

    def _next(self) -> _Token:
        token = self._peek()
        if token.kind == "other":
            raise token.error(f"{token.text} is not read here", UNKNOWN[token.text])
        self.at += 1
        return token


def _single(token: _Token) -> _Modifier:
    if token.kind == "number":
        return _Modifier(fixed=(float(token.text),))
    if token.text == "NA":
        return _Modifier(free=True)
    if token.kind == "name":
        return _Modifier(labels=(token.text,))
    raise token.error(f"{token.seen} stands before a *", "write a number, NA, a label, start() or c() there")


def _term(lhs: str, op: str, rhs: str, modifiers: Sequence[_Modifier]) -> Term:
    fixed = next((one.fixed for one in modifiers if one.fixed), ())
    labels = next((one.labels for one in modifiers if one.labels), ())
    start = next((one.start for one in modifiers if one.start is not None), None)
    return Term(lhs, op, rhs, fixed, labels, start, free=any(one.free for one in modifiers))


def _without_contradiction(terms: Sequence[Term]) -> tuple[Term, ...]:
    """Terms written twice are one; raises where they say different things."""
    kept: dict[tuple[str, str, str], Term] = {}
    for term in terms:
        earlier = kept.setdefault(term.key, term)
        if earlier != term and (term.fixed or term.labels or earlier.fixed or earlier.labels):
            raise StatisticError(
                "model_text",
                f"{term.lhs} {term.op} {term.rhs or 1} stands twice and means two things",
                "write it once",
            )
    return tuple(kept.values())
