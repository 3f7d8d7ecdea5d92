"""A YAML file -> plain data, each value with its line; the YAML 1.2 core schema and no more.

What definitions do without (anchors, tags, several documents) is a problem rather than a feature, so that a
file says what one sees. It is read from the parser's events and not from composed nodes, which there are only
once all of a file is YAML: what is wrong above a slip in the syntax is said too, and depth is checked first.

Two parsers give the same events. PyYAML's, written in C, is twenty times as fast and reads what is right; ruamel.yaml's
says of a file that is no YAML what is wrong with it in words that `HINTS` knows, and reads where there is no C.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from math import isfinite
from pathlib import Path
from typing import Any, Final, NoReturn

import ruamel.yaml as ruamel
import yaml

from engine.loading.source import Source, Where, typed_path
from engine.loading.text_file import control_character, read_text
from engine.problems import MOST_PROBLEMS, Problem

# The events of both parsers.
NODE: Final = (yaml.NodeEvent, ruamel.events.NodeEvent)
SCALAR: Final = (yaml.ScalarEvent, ruamel.events.ScalarEvent)
ALIAS: Final = (yaml.AliasEvent, ruamel.events.AliasEvent)
KEYS_BEGIN: Final = (yaml.MappingStartEvent, ruamel.events.MappingStartEvent)
END: Final = (yaml.CollectionEndEvent, ruamel.events.CollectionEndEvent)
DOCUMENT_BEGINS: Final = (yaml.DocumentStartEvent, ruamel.events.DocumentStartEvent)
Event = Any

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

# What the parser complains about, in the words of someone who writes a survey.
HINTS: Final = (
    (
        "mapping values are not allowed",
        "there is a colon where no key can begin",
        "put a text that holds a colon in quotes, and begin the keys of one level in the same column",
    ),
    (
        "found unexpected end of stream",
        "a quotation mark is opened here and not closed",
        "close it, or write an apostrophe in a text without quotes",
    ),
    (
        "expected ',' or",
        "a bracket is opened and not closed, or a comma is missing",
        "close each { with } and each [ with ], with commas between the values",
    ),
    (
        "expected <block end>",
        "the line does not fit those above it",
        "begin the entries of one list, and the keys of one level, in the same column; "
        "after a closing quotation mark nothing may follow",
    ),
    (
        "sequence entries are not allowed",
        "a list can't begin behind a colon",
        "begin its first dash on a line of its own",
    ),
    (
        "cannot start any token",
        "a text without quotes can't begin with this character",
        "put the text in quotes",
    ),
    (
        "escape",
        "a backslash in double quotes has a meaning of its own",
        "write it twice, or use single quotes",
    ),
    (
        "could not find expected ':'",
        "the line is neither `key: value` nor part of a list",
        "write a colon and a space after the key",
    ),
)


def read_source(path: Path) -> tuple[Source | None, list[Problem]]:
    """What a YAML file says, and what is wrong with it; None where it could not be read to its end."""
    text = read_text(path)
    if isinstance(text, Problem):
        return None, [text]
    file = typed_path(path)
    if yaml.__with_libyaml__:
        with suppress(yaml.YAMLError, ValueError, OverflowError):  # the other parser says what is wrong
            return _read(_Reader(file, yaml.parse(text, Loader=yaml.CSafeLoader)))
    reader = _Reader(file, ruamel.YAML(typ="safe", pure=True).parse(text))
    try:
        return _read(reader)
    except ruamel.error.MarkedYAMLError as error:
        stopped = _syntax(file, text, error)
    except (ruamel.error.YAMLError, ValueError, OverflowError) as error:
        stopped = Problem("yaml_syntax", f"{file}:{reader.line}", *_hint(str(error)))
    return None, [*reader.problems, stopped]


def _read(reader: "_Reader") -> tuple[Source | None, list[Problem]]:
    """What the events say; whatever the parser raises, where the file is no YAML."""
    try:
        reader.read()
    except _Halt:
        return None, reader.problems
    if (wrong := _not_keys(reader)) is not None:
        return None, [*reader.problems, wrong]
    return Source(reader.file, reader.data, reader.lines, frozenset(reader.spoiled)), reader.problems


def _not_keys(reader: "_Reader") -> Problem | None:
    """What is wrong with a file that was read to its end and says no keys."""
    if isinstance(reader.data, dict):
        return None
    if reader.data is None:
        remedy = "write keys with values; instruments/README.md shows how"
        return Problem("empty_file", f"{reader.file}:1", "there is nothing in it", remedy)
    cause = f"the file is {'a list' if isinstance(reader.data, list) else 'one text'}"
    remedy = "write lines of `key: value`, with a space after each colon"
    return Problem("not_keys", f"{reader.file}:{reader.lines[()]}", cause, remedy)


def _syntax(file: str, text: str, error: ruamel.error.MarkedYAMLError) -> Problem:
    said = str(error.problem or error.context or "")
    at_opening = error.context_mark is not None and ("end of stream" in said or "stream end" in said)
    mark = error.context_mark if at_opening else error.problem_mark or error.context_mark
    line = mark.line + 1 if mark is not None else 1
    lines = text.split("\n")
    before = lines[line - 1] if line <= len(lines) else ""
    if "\t" in before[: len(before) - len(before.lstrip())]:
        return Problem(
            "tab", f"{file}:{line}", "the line is indented with a tab", "use spaces, two for each level"
        )
    return Problem("yaml_syntax", f"{file}:{line}", *_hint(said))


def _hint(said: str) -> tuple[str, str]:
    """Cause and remedy for what the parser said."""
    for sign, cause, remedy in HINTS:
        if sign in said:
            return cause, remedy
    return f"this is not YAML ({said[:120]})", "look at this line and at the one above it"


class _Halt(Exception):
    """The rest of the file is not worth reading; the reason is among its problems."""


class _Reader:
    """One file while it is read; what it says stands in `data` once all of its events have come."""

    def __init__(self, file: str, events: Iterator[Event]) -> None:
        self.file = file
        self.data: Any = None
        self.line = 1
        self.lines: dict[Where, int] = {}
        self.spoiled: set[Where] = set()
        self.problems: list[Problem] = []
        self._events = events

    def read(self) -> None:
        begun = False
        for event in self._each():
            if isinstance(event, NODE):
                self.data = self._value(event, ())
            elif isinstance(event, DOCUMENT_BEGINS) and begun:
                cause = "a second document begins here"
                self._halt("several_documents", cause, "delete the lines `---` and `...`")
            begun = begun or isinstance(event, DOCUMENT_BEGINS)

    def _each(self) -> Iterator[Event]:
        """The events up to the end of what has begun."""
        for event in self._events:
            self.line = event.start_mark.line + 1
            if isinstance(event, END):
                return
            yield event

    def _value(self, event: Event, where: Where) -> Any:
        self.lines.setdefault(where, self.line)
        self._refuse_features(event, where)
        if isinstance(event, SCALAR):
            return self._scalar(event, where)
        if isinstance(event, ALIAS):
            return None
        if len(where) >= DEEPEST:
            remedy = "close the brackets that are open, or nest less"
            self._halt("too_deep", f"values are nested {DEEPEST} deep", remedy)
        if isinstance(event, KEYS_BEGIN):
            return self._keys(where)
        return [self._value(inner, (*where, index)) for index, inner in enumerate(self._each())]

    def _keys(self, where: Where) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for event in self._each():
            key = self._key(event, where)
            if key in values:
                cause = f"the key {key[:60]!r} is already in line {self.lines[*where, key]}"
                self._report("duplicate_key", cause, "delete or rename one of the two")
                self._value(next(self._each()), (*where, f"{key} (again)"))
            else:
                self.lines[*where, key] = self.line
                values[key] = self._value(next(self._each()), (*where, key))
        return values

    def _key(self, event: Event, where: Where) -> str:
        is_text = isinstance(event, SCALAR)
        if not is_text or not event.value.strip():
            cause = "a key is empty" if is_text else "a key is a list, a set of keys or an alias"
            remedy = "write `key: value`; put a text that begins with [ or { in quotes"
            self._halt("key_not_text", cause, remedy)
        if not self._is_printable(event.value, where):
            raise _Halt
        return str(event.value)

    def _scalar(self, event: Event, where: Where) -> Any:
        text = event.value
        if not event.implicit[0]:
            return text if self._is_printable(text, where) else ""
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
        self._report("number_out_of_range", f"{text[:40]} is no number that can be used", remedy)
        return None

    def _refuse_features(self, event: Event, where: Where) -> None:
        if event.anchor is not None:
            self.spoiled.add(where)
            if all(problem.code != "yaml_alias" for problem in self.problems):
                remedy = "write the value out; put a text that begins with & or * in quotes"
                self._report("yaml_alias", "anchors (&) and aliases (*) are not used here", remedy)
        if not isinstance(event, ALIAS) and event.tag is not None:
            self.spoiled.add(where)
            remedy = "delete it; put a text that begins with ! in quotes"
            self._report("yaml_tag", "tags (!) are not used here", remedy)

    def _is_printable(self, text: str, where: Where) -> bool:
        """An escape in double quotes can spell a character that no page can show."""
        name = control_character(text)
        if name is not None:
            self.spoiled.add(where)
            self._report(
                "control_character",
                f"the text holds the character {name}, which no page can show",
                "delete it",
            )
        return name is None

    def _report(self, code: str, cause: str, remedy: str) -> None:
        place = f"{self.file}:{self.line}"
        if len(self.problems) >= MOST_PROBLEMS:
            code, cause = "more_problems", "more problems follow"
            self.problems.append(Problem(code, place, cause, "mend these first, then check again"))
            raise _Halt
        self.problems.append(Problem(code, place, cause, remedy))

    def _halt(self, code: str, cause: str, remedy: str) -> NoReturn:
        self._report(code, cause, remedy)
        raise _Halt
