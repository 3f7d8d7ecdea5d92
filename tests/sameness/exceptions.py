"""What may differ: each exception with the keys it is for and with the test that both bodies must pass."""

import csv
import difflib
import html
import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tests.sameness.figures import pictures, same_picture, without_pictures
from tests.sameness.files import words_of
from tests.sameness.schemas import same_api, same_schema, wrong_answers

NEAR: Final = 1e-12
SIGNS: Final = str.maketrans(dict.fromkeys("−–—‐‑‒", "-") | dict.fromkeys("\u00a0\u2009\u202f\u2007", " "))
FORMULA: Final = "=+-@\t\r"  # what a cell must not begin with in a spreadsheet
OF_CONTENT: Final = re.compile(r"^ETag: .*\n", re.MULTILINE)  # a header that is a digest of the body
KeptAnswers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Allowance:
    """An exception by its name; `holds(old, new, answers)` says whether the two bodies differ in that alone."""

    name: str
    keys: re.Pattern[str]
    holds: Callable[[str, str, KeptAnswers], bool]


def allowed(key: str, old: str, new: str, answers: KeptAnswers) -> Allowance | None:
    """The first exception for a key whose test the two texts pass, if their headers are the same."""
    if head(old) != head(new):
        return None
    for one in ALLOWANCES:
        if one.keys.search(key):
            try:
                if one.holds(body(old), body(new), answers):
                    return one
            except (ValueError, KeyError):
                continue
    return None


def head(text: str) -> str:
    """The status and the headers, but for a digest of the body."""
    return OF_CONTENT.sub("", text.partition("\n\n")[0] + "\n") if text.startswith("HTTP ") else ""


def body(text: str) -> str:
    """What comes after the headers, where a text has some."""
    return text.partition("\n\n")[2] if text.startswith("HTTP ") else text


def plain(text: str) -> str:
    """Without blanks and rules of tables, and with one sign for minus and dashes."""
    return re.sub(r"\s+|[│┃|═─━]", "", html.unescape(text).translate(SIGNS))


def _api(old: str, new: str, answers: KeptAnswers) -> bool:
    before, after = json.loads(old), json.loads(new)
    wrong = [*wrong_answers(before, answers), *wrong_answers(after, answers)]
    return same_api(before, after) and not wrong


def _schema(old: str, new: str, _: KeptAnswers) -> bool:
    return same_schema(json.loads(old), json.loads(new))


def _layout(old: str, new: str, _: KeptAnswers) -> bool:
    """The same words and numbers in the same order; lines, blanks and signs of one kind may differ."""
    return plain(old) == plain(new)


def _coefficients(old: str, new: str, _: KeptAnswers) -> bool:
    """Apart from minus, dash and blank the same, and those only in lines in which a number stands."""
    before, after = _words(old), _words(new)
    if before is None or after is None or plain(before) != plain(after):
        return False
    lines = difflib.SequenceMatcher(None, before.splitlines(), after.splitlines(), autojunk=False)
    return all(
        any(sign.isdigit() for sign in line)
        for kind, low, high, start, stop in lines.get_opcodes()
        if kind != "equal"
        for line in (*before.splitlines()[low:high], *after.splitlines()[start:stop])
    )


def _words(text: str) -> str | None:
    """A text as it is, or the words of a file that is none."""
    data = text.encode("utf-8", "surrogateescape")
    if data.startswith((b"%PDF", b"PK")):
        return words_of(data)
    return text


def _figures(old: str, new: str, _: KeptAnswers) -> bool:
    """All but the pictures is the same text, and each picture draws the same."""
    return without_pictures(old) == without_pictures(new) and _pictures(old, new)


def _figures_and_signs(old: str, new: str, _: KeptAnswers) -> bool:
    """Both: pictures marked up otherwise, and signs in sentences."""
    return _pictures(old, new) and _coefficients(without_pictures(old), without_pictures(new), {})


def _pictures(old: str, new: str) -> bool:
    before, after = pictures(old), pictures(new)
    return bool(before) and len(before) == len(after) and all(map(same_picture, before, after))


def _cells(old: str, new: str, _: KeptAnswers) -> bool:
    """The same cells, but for the sign before one that a spreadsheet would take for a formula."""
    return _table(old, _without_guard) == _table(new, _without_guard)


def _scores(old: str, new: str, _: KeptAnswers) -> bool:
    """Numbers within 1e-12 and everything else, levels too, exactly."""
    before, after = _table(old), _table(new)
    if [len(row) for row in before] != [len(row) for row in after]:
        return False
    pairs = (pair for one, other in zip(before, after, strict=True) for pair in zip(one, other, strict=True))
    return all(a == b or _near(a, b) for a, b in pairs)


def _table(text: str, told: Callable[[str], str] = str) -> list[list[str]]:
    return [[told(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""))]


def _without_guard(cell: str) -> str:
    bare = cell.removeprefix("'")
    return bare if bare[:1] in FORMULA else cell


def _near(old: str, new: str) -> bool:
    try:
        return abs(float(old) - float(new)) <= NEAR
    except ValueError:
        return False


REPORTS: Final = re.compile(
    r"^cli validate |^(web|api|change|server|matrix)/.*(study|report|result|figure|page\.pdf)"
)
ALLOWANCES: Final = (
    Allowance(
        "OpenAPI: description and component schemas (equal as schemas, kept answers validate against both)",
        re.compile(r"openapi\.json"),
        _api,
    ),
    Allowance("names of $defs (equal as schemas)", re.compile(r"^schema of|report\.schema\.json$"), _schema),
    Allowance("layout and signs of the terminal summary", re.compile(r"^cli validate .*: text$"), _layout),
    Allowance("minus, dash and blank in sentences with coefficients", REPORTS, _coefficients),
    Allowance("markup of interval figures (same picture)", REPORTS, _figures),
    Allowance(
        "markup of interval figures, and minus, dash and blank in sentences", REPORTS, _figures_and_signs
    ),
    Allowance(
        "cells where the formula-sign rules differed",
        re.compile(r"\.csv(\?|$)|^cli (files (score|simulate)|database (export|import)|validate) "),
        _cells,
    ),
    Allowance(
        "the last bit of `score` (within 1e-12, levels exactly)", re.compile(r"^cli files score "), _scores
    ),
)
