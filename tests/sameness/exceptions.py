"""What may differ: each exception with the keys it is for and with the test that both bodies must pass."""

import csv
import difflib
import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tests.sameness.figures import SVG, same_picture, without_pictures
from tests.sameness.schemas import same_api, same_schema, wrong_answers

NEAR: Final = 1e-12
SIGNS: Final = str.maketrans(dict.fromkeys("−–—‐‑‒", "-") | dict.fromkeys("\u00a0\u2009\u202f\u2007", " "))
FORMULA: Final = "=+-@\t\r"  # what a cell must not begin with in a spreadsheet
KeptAnswers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Allowance:
    """An exception by its name; `holds(old, new, answers)` says whether the two bodies differ in that alone."""

    name: str
    keys: re.Pattern[str]
    holds: Callable[[str, str, KeptAnswers], bool]


def _api(old: str, new: str, answers: KeptAnswers) -> bool:
    before, after = json.loads(body(old)), json.loads(body(new))
    wrong = [*wrong_answers(before, answers), *wrong_answers(after, answers)]
    return same_api(before, after) and not wrong


def _schema(old: str, new: str, _: KeptAnswers) -> bool:
    return same_schema(json.loads(body(old)), json.loads(body(new)))


def _layout(old: str, new: str, _: KeptAnswers) -> bool:
    """The same words and numbers in the same order; lines, blanks and signs of one kind may differ."""
    return plain(old) == plain(new)


def _coefficients(old: str, new: str, _: KeptAnswers) -> bool:
    """Apart from minus, dash and blank the same, and those only in lines in which a number stands."""
    if plain(old) != plain(new):
        return False
    before, after = old.splitlines(), new.splitlines()
    parts = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return all(
        any(sign.isdigit() for sign in line)
        for kind, low, high, start, stop in parts
        if kind != "equal"
        for line in (*before[low:high], *after[start:stop])
    )


def _figures(old: str, new: str, _: KeptAnswers) -> bool:
    """All but the pictures is the same text, and each picture draws the same."""
    if without_pictures(body(old)) != without_pictures(body(new)):
        return False
    before, after = SVG.findall(old), SVG.findall(new)
    return len(before) == len(after) and all(map(same_picture, before, after))


def _cells(old: str, new: str, _: KeptAnswers) -> bool:
    """The same cells, but for the sign before one that a spreadsheet would take for a formula."""
    return _table(old, _without_guard) == _table(new, _without_guard)


def _scores(old: str, new: str, _: KeptAnswers) -> bool:
    """Numbers within 1e-12 and everything else, levels too, exactly."""
    before, after = _table(old), _table(new)
    if [len(row) for row in before] != [len(row) for row in after]:
        return False
    pairs = (
        (a, b) for one, other in zip(before, after, strict=True) for a, b in zip(one, other, strict=True)
    )
    return all(a == b or _near(a, b) for a, b in pairs)


def body(text: str) -> str:
    """What comes after the headers, where a text has some."""
    return text.partition("\n\n")[2] if text.startswith("HTTP ") else text


def plain(text: str) -> str:
    """Without blanks, and with one sign for minus and dashes."""
    return re.sub(r"\s+|[│┃|═─━]", "", text.translate(SIGNS))


def _table(text: str, told: Callable[[str], str] = str) -> list[list[str]]:
    return [[told(cell) for cell in row] for row in csv.reader(io.StringIO(body(text)))]


def _without_guard(cell: str) -> str:
    bare = cell.removeprefix("'")
    return bare if bare[:1] in FORMULA else cell


def _near(old: str, new: str) -> bool:
    try:
        return abs(float(old) - float(new)) <= NEAR
    except ValueError:
        return False


ALLOWANCES: Final = (
    Allowance(
        "OpenAPI: description and component schemas (equal as schemas, kept answers validate against both)",
        re.compile(r"^api/.*openapi\.json|^web/.*openapi\.json"),
        _api,
    ),
    Allowance("names of $defs (equal as schemas)", re.compile(r"^schema |report\.schema\.json$"), _schema),
    Allowance("layout and signs of the terminal summary", re.compile(r"^cli validate .*text"), _layout),
    Allowance(
        "minus, dash and blank in sentences with coefficients",
        re.compile(r"^cli validate |/study|/report"),
        _coefficients,
    ),
    Allowance(
        "markup of interval figures (same picture)", re.compile(r"result|report|study|waves|\.svg"), _figures
    ),
    Allowance(
        "cells where the formula-sign rules differed",
        re.compile(r"\.csv|^cli (score|simulate|export)"),
        _cells,
    ),
    Allowance("the last bit of `score` (within 1e-12, levels exactly)", re.compile(r"^cli score "), _scores),
)
