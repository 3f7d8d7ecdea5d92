"""Who answered, and what they left out: counts, missing patterns, and whether gaps come at random."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from engine.instrument.model import Item
from engine.responses.layout import layout, missing_kind
from engine.validation.cautions import Cautions
from engine.validation.gather import MOST_PATTERNS, Gathered
from engine.validation.plan import Basis, Plan
from engine.validation.reliability import basis_of
from psychometrics.contract import Caution, Counts
from psychometrics.items import ItemDescription, describe, flagged_ends
from psychometrics.missingness import LittleMcar, MissingAnswers, little_mcar, missing_answers
from psychometrics.summaries.patterns import Patterns

HALF = 0.5
"""An item is named when more than half of its answers lie at one end."""

MOST_FOR_ENDS = 3
"""With so few options an end is where answers belong."""


@dataclass(frozen=True, slots=True, eq=False)
class ItemStudy:
    """One item as it stands in the data: its distribution, missing answers by kind, the subscales it belongs to.

    `turned` says that a reverse-keyed item's answers stand turned in the file.
    """

    item: Item
    description: ItemDescription
    missing_kinds: Mapping[str, int]
    subscales: tuple[str, ...]
    turned: bool


@dataclass(frozen=True, slots=True)
class Composition:
    """How people answered a question about themselves, such as their role."""

    item: Item
    counts: tuple[tuple[str, int], ...]
    missing: int


@dataclass(frozen=True, slots=True, eq=False)
class SampleStudy:
    """The people and their gaps.

    `n` people; `no_answer` of them answered no studied item; `complete` all items that belong to a subscale.
    `basis` is what correlations between all those items rest on, with `basis_n` people (the smallest pair where
    pairwise). `by_person` counts people by how many studied items they left out. `missing` and `mcar` are None
    where there are too many missing patterns.
    """

    n: int
    no_answer: int
    complete: int
    basis: Basis
    basis_n: int
    by_person: Counts
    missing_by_item: Mapping[str, int]
    share_missing: float
    missing: MissingAnswers | None
    mcar: LittleMcar | None
    composition: tuple[Composition, ...]


def study_items(found: Gathered, plan: Plan, cautions: Cautions) -> tuple[ItemStudy, ...]:
    """Every studied item, in the order of the definition."""
    if found.codes is None or not plan.items:
        return ()
    described = describe(found.codes, plan.table)
    for item in described:
        cautions.carry(f"item {item.name}", item.cautions)
    several = [item for item, options in zip(described, plan.options, strict=True) if options > MOST_FOR_ENDS]
    for caution in flagged_ends(several, share=HALF):
        cautions.add(replace(caution, where=f"item {caution.where}"))
    return tuple(
        ItemStudy(
            item,
            description,
            {str(missing_kind(item, code)): n for code, n in description.missing_kinds.items()},
            tuple(subscale.id for subscale in plan.subscales if item.id in subscale.names),
            item.id in plan.turned,
        )
        for item, description in zip(plan.items, described, strict=True)
    )


def study_sample(found: Gathered, plan: Plan, cautions: Cautions) -> SampleStudy:
    """The people, their missing answers, and Little's test."""
    answered = np.zeros(1, dtype=np.int64) if found.answered_by_person is None else found.answered_by_person
    complete = found.n
    smallest = found.n
    if found.moments is not None and plan.structured:
        complete = found.moments.n_complete(plan.structured)
        smallest = int(found.moments.select(plan.structured).n.min())
    basis = basis_of(plan, complete, found.n - int(answered[0]))
    if basis == "pairwise" and plan.choices.missing == "auto":
        cautions.add(_fell_back(complete, found.n))
    counts = {} if found.codes is None else _missing_by_item(found, plan)
    return SampleStudy(
        n=found.n,
        no_answer=int(answered[0]),
        complete=complete,
        basis=basis,
        basis_n=complete if basis == "complete" else smallest,
        by_person=answered[::-1],
        missing_by_item=counts,
        share_missing=sum(counts.values()) / (found.n * max(1, len(counts))),
        missing=None if found.patterns is None else missing_answers(found.patterns),
        mcar=_mcar(found, cautions),
        composition=_composition(found, plan),
    )


def _missing_by_item(found: Gathered, plan: Plan) -> dict[str, int]:
    moments = found.moments
    n = np.zeros(len(plan.names), dtype=np.int64) if moments is None else moments.counts()
    return {name: found.n - int(count) for name, count in zip(plan.names, n, strict=True)}


def _fell_back(complete: int, n: int) -> Caution:
    return Caution(
        "pairwise",
        "correlations between all items",
        f"only {complete} of {n} people answered every item, so correlations rest on all who answered a pair",
        "read each pair's n; tests and fit indexes take the smallest; or ask for --missing complete",
    )


def _mcar(found: Gathered, cautions: Cautions) -> LittleMcar | None:
    where = "Little's test"
    if found.too_many_patterns or found.patterns is None:
        cautions.add(
            Caution(
                "many_patterns",
                where,
                f"there are more than {MOST_PATTERNS} different patterns of missing answers",
                "compare the items' missing answers, or test one subscale at a time",
            )
        )
        return None
    patterns = found.patterns
    if len(patterns.n) == 1:
        return None
    return cautions.attempt(where, lambda: little_mcar(patterns.select(_varying(patterns))))


def _varying(patterns: Patterns) -> list[int]:
    """The items that differ between people: others say nothing about who left out what."""
    return [place for place, variance in enumerate(patterns.moments().variances()) if variance > 0]


def _composition(found: Gathered, plan: Plan) -> tuple[Composition, ...]:
    counts = found.all_codes
    if counts is None:
        return ()
    first = layout(plan.instrument).first
    asked = [item for item in plan.instrument.items if item.kind.groups]
    studies = []
    for item in asked:
        row = counts.counts[first[item.id]]
        given = tuple((option.label, int(row[code])) for code, option in enumerate(item.options))
        total = sum(n for _, n in given)
        if total:
            studies.append(Composition(item, given, found.n - total))
    return tuple(studies)
