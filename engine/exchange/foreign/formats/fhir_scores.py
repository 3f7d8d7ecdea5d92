"""Totals of FHIR questionnaires: formulas over points in FHIRPath, in the few ways they are written."""

import re
from collections.abc import Mapping
from typing import Final

from engine.exchange.foreign.expressions import Grammar, Node, NotReadError, read_expression

LINK: Final = re.compile(r"linkId\s*=\s*(['\"])(?P<id>.*?)\1")
THROUGH_GROUPS: Final = re.compile(r"\.item\.where\(\s*linkId\s*=\s*(['\"])[^'\"]*\1\s*\)(?=\.item\.where\()")
POINTED: Final = re.compile(r"ordinal\(\)|weight\(\)|%?score\w*|ordinalValue|itemWeight", re.IGNORECASE)
ARITHMETIC: Final = re.compile(r"[*/]|\s-\s|\b(?:div|mod|round|ln|exp|power|avg|min|max|count)\b")
NAME: Final = re.compile(r"%(\w+)")
EXISTING: Final = re.compile(r"iif\(\s*%(\w+)\.exists\(\)\s*,\s*%\1\s*,\s*0\s*\)")
WHOLE: Final = re.compile(r"iif\((?P<if>[^,]*),(?P<sum>.*),\s*(?:\{\s*\}|'')\s*\)", re.DOTALL)
LONGEST: Final = 20_000
INNER: Final = r"\((?:[^()]|\((?:[^()]|\([^()]*+\))*+\))*+\)"  # brackets with two more within
PATH: Final = re.compile(
    rf"%(?:resource|context|questionnaire)(?:\.\w+(?:{INNER})?)+|%(?P<name>\w+)(?:\.exists\(\))?"
)
EXISTS: Final = ".exists()"
GRAMMAR: Final = Grammar(reference=re.compile(r"⟨(?P<question>[^⟨⟩]+)⟩"))


def items_in_total(formula: str, variables: Mapping[str, str]) -> tuple[tuple[str, ...], int | None]:
    """The items whose points a formula adds, and how many answers it asks for (None: all of them).

    `variables` are formulas by name. Raises `NotReadError` for anything but a plain sum of points.
    """
    if len(formula) > LONGEST:
        raise NotReadError(f"it has {len(formula):,} characters")
    text = THROUGH_GROUPS.sub("", formula).strip()
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


def total_tree(formula: str, variables: Mapping[str, str]) -> Node:
    """A formula over the points of items, whose paths and names of paths are read. Raises `NotReadError`."""
    if len(formula) > LONGEST or "⟨" in formula:
        raise NotReadError(f"it has {len(formula):,} characters")

    def answered(found: re.Match[str]) -> str:
        path = found[0].removesuffix(EXISTS)
        if found["name"]:
            path = variables.get(found["name"], "")
        ids = _pointed(path)
        if len(ids) > 1:
            raise NotReadError("it adds the points of a whole group within a formula")
        return f"exists(⟨{ids[0]}⟩)" if found[0].endswith(EXISTS) else f"⟨{ids[0]}⟩"

    return read_expression(
        PATH.sub(answered, THROUGH_GROUPS.sub("", formula)).replace("{}", "blank()"), GRAMMAR
    )


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
