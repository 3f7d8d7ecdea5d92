"""Totals of FHIR questionnaires: sums of points in FHIRPath, in the few ways they are written. Nothing is run."""

import re
from collections.abc import Mapping
from typing import Final

from engine.exchange.foreign.expressions import NotReadError

LINK: Final = re.compile(r"linkId\s*=\s*(['\"])(?P<id>.*?)\1")
POINTED: Final = re.compile(r"ordinal\(\)|weight\(\)|%?score\w*|ordinalValue|itemWeight", re.IGNORECASE)
ARITHMETIC: Final = re.compile(r"[*/]|\s-\s|\b(?:div|mod|round|ln|exp|power|avg|min|max|count)\b")
NAME: Final = re.compile(r"%(\w+)")
EXISTING: Final = re.compile(r"iif\(\s*%(\w+)\.exists\(\)\s*,\s*%\1\s*,\s*0\s*\)")
WHOLE: Final = re.compile(r"iif\((?P<if>[^,]*),(?P<sum>.*),\s*(?:\{\s*\}|'')\s*\)", re.DOTALL)
LONGEST: Final = 20_000


def items_in_total(formula: str, variables: Mapping[str, str]) -> tuple[tuple[str, ...], int | None]:
    """The items whose points a formula adds, and how many answers it asks for (None: all of them).

    `variables` are formulas by name. Raises `NotReadError` for anything but a plain sum of points.
    """
    if len(formula) > LONGEST:
        raise NotReadError(f"it has {len(formula):,} characters")
    text = formula.strip()
    if whole := WHOLE.fullmatch(text):
        text = whole["sum"].strip()
    skips_blanks = bool(EXISTING.search(text))
    text = EXISTING.sub(r"%\1", text)
    items: list[str] = []
    for term in text.split("+"):
        items += _items_of(term.strip(), variables)
    if len(items) < 2 or len(set(items)) < len(items):
        raise NotReadError("it is no plain sum of points")
    summed = ".sum()" in text
    return tuple(items), 1 if skips_blanks or summed else None


def _items_of(term: str, variables: Mapping[str, str]) -> list[str]:
    if named := NAME.fullmatch(term):
        term = variables.get(named[1], "")
        if len({found["id"] for found in LINK.finditer(term)}) != 1:
            raise NotReadError(f"%{named[1]} is not the points of one item")
        return [_pointed(term)[0]]
    return _pointed(term)


def _pointed(term: str) -> list[str]:
    """The items whose points a path leads to."""
    ids = list(dict.fromkeys(found["id"] for found in LINK.finditer(term)))
    rest = LINK.sub("", term)
    if not ids or not POINTED.search(rest) or ARITHMETIC.search(re.sub(r"https?://[^'\"\s]*", "", rest)):
        raise NotReadError("it is no plain sum of points")
    return ids
