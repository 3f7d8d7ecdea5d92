"""The rows of docs/validate-json.md that print an R call, and where a study has the same numbers."""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engine.commands.person_columns import WhatOfPeople
from engine.exchange.judges import Judges
from engine.exchange.response_csv import ResponseFile, read_responses
from engine.instrument.model import Composite, Scoring
from engine.loading import catalog
from engine.validation.data import data_of_file
from engine.validation.people import JudgedPeople
from engine.validation.plan import Missing, StudyChoices, plan_of
from engine.validation.retest import Administration, Anchor, RetestData
from engine.validation.study import run
from engine.validation.study_json import study_json
from tests import reference
from tests.engine.validation.studies import json_of
from tests.engine.validation.test_documented import DOCS, expanded

SUBSCALE = {
    "bfi": "agreeableness",
    "education": "agreeableness",
    "lq2002": "leadership",
    "ability": "ability",
}
COMPOSITE = ("agreeableness", "conscientiousness", "extraversion")
TWICE = ("JOBSAT1", "JOBSAT2")


@dataclass(frozen=True)
class Row:
    """One row: the names in its first cell, and the call in its last."""

    names: tuple[str, ...]
    call: str

    def setup(self) -> str:
        """The data that have what the row is about."""
        first = self.names[0]
        if ".levels." in first or "omega.hierarchical" in first or "omega.groups" in first:
            return "lq2002"
        if first.startswith("criteria.") and first.endswith(".r.lower"):
            return "education"
        return "ability" if "binomial" in first else "bfi"


def rows(text: str | None = None) -> list[Row]:
    """The rows of the page's tables that print a call."""
    found = []
    for line in (DOCS.read_text(encoding="utf-8") if text is None else text).splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(cells) == 4 and cells[3].startswith("`"):
            names = [name for one in re.findall(r"`([^`]+)`", cells[0]) for name in expanded(one)]
            found.append(Row(tuple(names), cells[3].strip("`").replace("\\|", "|")))
    return found


@functools.cache
def study_on(setup: str) -> dict[str, Any]:
    """The study that the calls are compared with, as JSON."""
    return bfi_with_everything() if setup in ("bfi", "education") else json_of(setup)


@functools.cache
def bfi_with_everything(missing: Missing = "auto") -> dict[str, Any]:
    """bfi with its groups, a bootstrap, and two administrations whose scores are those of univbct."""
    composite = Composite("all", "All", COMPOSITE, Scoring("mean", 3, (0.0, 100.0)))
    instrument = replace(catalog.find("big-five-25"), composites=(composite,))
    read = read_responses(reference.data_path("bfi"), instrument, None, keep=["gender", "education", "age"])
    data = data_of_file(read, groups=["gender"])
    both = reference.data("univbct").columns((*TWICE, "COMMIT1", "COMMIT2"))
    both = both[~np.isnan(both[:, :2]).any(axis=1)]
    rose = both[:, 3] - both[:, 2]
    anchor = Anchor("committed", "", np.where(np.isnan(rose), np.nan, (rose > 0).astype(float)))
    ids = [str(number) for number in range(len(both))]
    first, second = (
        Administration(name, "", ids, {"agreeableness": both[:, place]}) for place, name in enumerate(TWICE)
    )
    people = WhatOfPeople(("gender", "education"), "age", None, None).read(read, data, None)
    assert people is not None
    people = replace(people, judges=Judges("judges.csv", "", panel()), judged=[judged_people(read)])
    choices = StudyChoices(groups=("gender",), bootstrap=400, missing=missing)
    plan = plan_of(instrument, choices, data.asked)
    return study_json(run(data, plan, waves=RetestData(first, second, 28, anchor), people=people))


def panel() -> dict[str, np.ndarray]:
    """What three judges expect of the items of agreeableness, as r_calls/bfi.R has it."""
    rows = ([2, 4.5, 4, 5, 4], [3, 4, 4, 4.5, 4], [2.5, 5, 4.5, 4.5, 5])
    return {f"A{place + 1}": np.array([row[place] for row in rows]) for place in range(5)}


def judged_people(read: ResponseFile) -> JudgedPeople:
    """Who is below, borderline or above by an item of another scale, E3."""
    first = reference.data("bfi").column("E3")
    words = np.array(["below", "borderline", "above", ""])[np.digitize(first, [3.5, 4.5, 6.5])]
    assert len(words) == len(read)
    return JudgedPeople("agreeableness", "E3", np.where(np.isnan(first), "", words))


def ours(row: Row, setup: str) -> list[Any]:
    """What the study says under the row's names, in the order of the call's numbers."""
    return named(
        study_on(setup), row.names, SUBSCALE[setup], "education" if setup == "education" else "gender"
    )


def named(study: dict[str, Any], names: Sequence[str], subscale: str, criterion: str = "gender") -> list[Any]:
    """What a study says under names of the page; `<id>` is the subscale."""
    if names == ("subscales.<id>.score.norms",):
        return [line[1:3] for line in study["subscales"][subscale]["score"]["norms"]["data"]]
    own = {"composites": "all", "validity": "<id>"}
    given = {"<grouping>": "gender", "<criterion>": criterion}
    paths = [
        [
            given.get(step, step)
            for step in name.replace("<id>", own.get(name.split(".")[0], subscale)).split(".")
        ]
        for name in names
        if not name.startswith("efa_suggested")  # as `efa`, of another number of factors
    ]
    return list(_several(study, paths))


def _several(value: Any, paths: Sequence[Sequence[str]]) -> Iterator[Any]:
    """All paths together: where they fan out over names, every path of the first name, then of the second."""
    heads = {path[0] for path in paths if path}
    if len(heads) == 1 and all(paths):
        (head,) = heads
        rest = [path[1:] for path in paths]
        if head.startswith("<"):
            for inner in value.values():
                yield from _several(inner, rest)
        elif head.endswith("[]"):
            for inner in value[head[:-2]]:
                yield from _several(inner, rest)
        else:
            yield from _several(value[head], rest)
        return
    for path in paths:
        if path:
            yield from _several(value, [path]) if len(paths) > 1 else ()
        else:
            yield value
