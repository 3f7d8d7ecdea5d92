"""Every R call in a docstring of psychometrics is run in R and gives our number."""

import ast
import functools
import math
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests import reference
from tests.psychometrics.r_docstrings import OURS
from tests.reference.r_calls import given_by, numbers

ROOM = Path(__file__).parents[2] / "psychometrics"

KEPT = {"irr": "agreement", "careless": "careless"}
"""Packages that Debian lacks, and the kept values that hold their calls against ours."""


def docstrings() -> Iterator[tuple[str, str]]:
    for file in sorted(ROOM.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node):
                yield f"{file.stem}.{node.name}", " ".join((ast.get_docstring(node) or "").split())


@functools.cache
def printed() -> dict[str, list[str]]:
    """The calls behind `R:` in each docstring, word for word: those that follow each other."""
    found = {}
    for name, text in docstrings():
        note = re.search(r"(?<![\w`])R: ((?:(?:; (?:with [a-z ]+ )?)?`[^`]+`)*)", text)
        if note is not None:
            found[name] = re.findall(r"`([^`]+)`", note[1])
    return found


def of_kept_package(call: str) -> bool:
    return call.split("::")[0].lstrip("-") in KEPT


def run(name: str, calls: list[str]) -> str:
    return OURS[name].setup + "; ".join(call for call in calls if not of_kept_package(call))


def to_run() -> dict[str, list[str]]:
    return {
        name: calls for name, calls in printed().items() if not all(of_kept_package(call) for call in calls)
    }


def test_no_call_is_printed_that_nothing_runs() -> None:
    assert sorted(to_run()) == sorted(OURS)
    assert [name for name, calls in printed().items() if not calls] == []
    elsewhere = [
        f"{name}: {call}"
        for name, text in docstrings()
        for call in re.findall(r"\b\w+::[\w.]+\(?", text)
        if not any(call in one for one in printed().get(name, ()))
    ]
    assert elsewhere == []


def test_calls_of_packages_that_debian_lacks_are_those_of_kept_values() -> None:
    for name, calls in printed().items():
        for call in filter(of_kept_package, calls):
            package, function = re.match(r"(\w+)::([\w.]+)\(", call).groups()  # type: ignore[union-attr]
            codes = [one["code"] for one in reference.load(KEPT[package])["results"].values()]
            assert any(f"{function}(" in code for code in codes), f"{name}: {call}"


@pytest.mark.slow
def test_every_call_gives_our_number() -> None:
    """One run of R; all that differ are told at once. A column that is NaN with us is NA in R."""
    calls = {name: run(name, texts) for name, texts in to_run().items()}
    given = given_by("docstrings", list(calls.values()))
    wrong = [differs(name, given[text]) for name, text in calls.items()]
    assert "\n".join(filter(None, wrong)) == ""


def differs(name: str, theirs: object) -> str:
    if isinstance(theirs, str):
        return f"{name}: {theirs}"
    mine = [float(one) for one in reference.flatten(OURS[name].ours())]
    found = [math.nan if one is None else one for one in numbers(theirs)]
    if OURS[name].factors:
        own, other = (np.reshape(values, (-1, OURS[name].factors)) for values in (mine, found))
        order, sign = reference.match_columns(own, other)
        mine = list((own[:, order] * sign).ravel())
    if len(mine) != len(found) or not mine:
        return f"{name}: {len(mine)} numbers and {len(found)} of R"
    near = OURS[name].near
    for one, other in zip(mine, found, strict=True):
        if not math.isclose(one, other, rel_tol=near, abs_tol=near) and not (
            math.isnan(one) and math.isnan(other)
        ):
            return f"{name}: {one!r} against {other!r}"
    return ""
