"""Tokens of a YAML file -> plain data, each value with its line; the YAML 1.2 core schema and no more.

What definitions do without (anchors, tags, several documents) is a problem rather than a feature, so that a
file says what one sees. Nothing here recurses: depth is a number that is checked.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum, auto
from math import isfinite
from typing import Any, Final

from engine.loading.source import Source, Where
from engine.loading.text_file import control_character
from engine.problems import MOST_PROBLEMS, Problem

DEEPEST: Final = 24
LARGEST_NUMBER: Final = 10**15

INTEGER: Final = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
DECIMAL: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
NOT_FINITE: Final = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
WORDS: Final[dict[str, bool | None]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


class Sign(Enum):
    DOCUMENT = auto()
    SCALAR = auto()
    ALIAS = auto()
    KEYS = auto()
    LIST = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """One step of a file: `plain` for a scalar without quotes, `marked` for a value with an anchor."""

    sign: Sign
    line: int
    text: str = ""
    plain: bool = False
    tagged: bool = False
    marked: bool = False


@dataclass(slots=True)
class _Open:
    """A list or a set of keys that is being read; `keep` is False for the second of two equal keys."""

    where: Where
    values: Any
    key: str | None = None
    keep: bool = True


class _Halt(Exception):
    """The rest of the file is not worth reading."""


@dataclass
class Tree:
    """The data of one file as it grows."""

    file: str
    data: Any = None
    documents: int = 0
    line: int = 1
    empty: bool = True
    lines: dict[Where, int] = field(default_factory=dict)
    spoiled: set[Where] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    _open: list[_Open] = field(default_factory=list)

    def grow(self, tokens: Iterable[Token]) -> bool:
        """Read all tokens; False where the file had to be left before its end."""
        try:
            for token in tokens:
                self._step(token)
        except _Halt:
            return False
        return True

    def source(self) -> Source:
        return Source(self.file, self.data, self.lines, frozenset(self.spoiled))

    def report(self, code: str, line: int, cause: str, remedy: str) -> None:
        if len(self.problems) >= MOST_PROBLEMS:
            place = f"{self.file}:{line}"
            self.problems.append(
                Problem("more_problems", place, "more problems follow", "mend these first, then check again")
            )
            raise _Halt
        self.problems.append(Problem(code, f"{self.file}:{line}", cause, remedy))

    def _step(self, token: Token) -> None:
        self.line = token.line
        if token.sign is Sign.DOCUMENT:
            self.documents += 1
            if self.documents > 1:
                cause = "a second document begins here"
                self.report("several_documents", token.line, cause, "delete the lines `---` and `...`")
                raise _Halt
        elif token.sign is Sign.END:
            self._open.pop()
        elif self._awaits_key():
            self._key(token)
        else:
            self._value(token)

    def _awaits_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].values, dict) and self._open[-1].key is None

    def _key(self, token: Token) -> None:
        inside = self._open[-1]
        if token.sign is not Sign.SCALAR or not token.text.strip():
            cause = (
                "a key is empty"
                if token.sign is Sign.SCALAR
                else "a key is a list, a set of keys or an alias"
            )
            self.report(
                "key_not_text",
                token.line,
                cause,
                "write `key: value`; put a text that begins with [ or { in quotes",
            )
            raise _Halt
        if not self._is_printable(token, inside.where):
            raise _Halt
        inside.key = token.text
        inside.keep = token.text not in inside.values
        where = (*inside.where, token.text)
        if inside.keep:
            self.lines[where] = token.line
        else:
            cause = f"the key {token.text[:60]!r} is already in line {self.lines[where]}"
            self.report("duplicate_key", token.line, cause, "delete or rename one of the two")

    def _value(self, token: Token) -> None:
        inside = self._open[-1] if self._open else None
        where, keep = _place(inside)
        if keep:
            self.lines.setdefault(where, token.line)
        self._refuse_features(token, where)
        value: Any = None
        if token.sign is Sign.KEYS:
            value = {}
        elif token.sign is Sign.LIST:
            value = []
        elif token.sign is Sign.SCALAR:
            value = self._scalar(token, where)
        self.empty = self.empty and value is None
        self._put(inside, value, keep)
        if token.sign in (Sign.KEYS, Sign.LIST):
            if len(self._open) >= DEEPEST:
                cause = f"values are nested {DEEPEST} deep"
                self.report("too_deep", token.line, cause, "close the brackets that are open, or nest less")
                raise _Halt
            self._open.append(_Open(where, value))

    def _put(self, inside: _Open | None, value: Any, keep: bool) -> None:
        if inside is None:
            self.data = value
        elif isinstance(inside.values, list):
            inside.values.append(value)
        else:
            if keep and inside.key is not None:
                inside.values[inside.key] = value
            inside.key = None

    def _refuse_features(self, token: Token, where: Where) -> None:
        if token.sign is Sign.ALIAS or token.marked:
            self.spoiled.add(where)
            if all(problem.code != "yaml_alias" for problem in self.problems):
                remedy = "write the value out; put a text that begins with & or * in quotes"
                self.report("yaml_alias", token.line, "anchors (&) and aliases (*) are not used here", remedy)
        if token.tagged:
            self.spoiled.add(where)
            remedy = "delete it; put a text that begins with ! in quotes"
            self.report("yaml_tag", token.line, "tags (!) are not used here", remedy)

    def _is_printable(self, token: Token, where: Where) -> bool:
        """An escape in double quotes can spell a character that no page can show."""
        name = control_character(token.text)
        if name is None:
            return True
        self.spoiled.add(where)
        cause = f"the text holds the character {name}, which no page can show"
        self.report("control_character", token.line, cause, "delete it")
        return False

    def _scalar(self, token: Token, where: Where) -> Any:
        text = token.text
        if not token.plain:
            return text if self._is_printable(token, where) else ""
        if text in WORDS:
            return WORDS[text]
        number: int | float | None = None
        if INTEGER.fullmatch(text):
            number = (
                int(text, 0 if text[:2] in ("0o", "0x") else 10) if len(text) < 20 else LARGEST_NUMBER * 10
            )
        elif DECIMAL.fullmatch(text):
            number = float(text)
        elif not NOT_FINITE.fullmatch(text):
            return text
        if number is not None and isfinite(number) and abs(number) <= LARGEST_NUMBER:
            return number
        self.spoiled.add(where)
        remedy = "write another number, or put it in quotes if it is a text"
        self.report("number_out_of_range", token.line, f"{text[:40]} is no number that can be used", remedy)
        return None


def _place(inside: _Open | None) -> tuple[Where, bool]:
    """Where the next value stands, and whether it is kept."""
    if inside is None:
        return (), True
    if isinstance(inside.values, list):
        return (*inside.where, len(inside.values)), True
    if inside.keep:
        return (*inside.where, str(inside.key)), True
    return (*inside.where, f"{inside.key} (again)"), False
