"""Scores held against other variables of the same people: correlations, with intervals that know of clusters.

Of several scores, or several variables: which goes along more, and what each score adds to the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

import numpy as np

from engine.exchange.number_columns import NumberColumn
from engine.validation.cautions import Cautions
from engine.validation.people import PersonColumns
from engine.validation.subscales import SubscaleStudy
from psychometrics.association import Association, association
from psychometrics.contract import Caution, Floats
from psychometrics.criterion import (
    CorrelationDifference,
    IncrementalValidity,
    incremental_validity,
    williams_of_people,
)
from psychometrics.signs import holm

MOST_COMPARED: Final = 10
"""So many scores are compared by twos and judged by what they add. Our choice, which no literature states: ten scores
are 45 pairs, of which Holm's adjustment holds the smallest p to .05 / 45. Correlations of .30 and .10, of scores that
correlate .50, are then told apart in a third of samples of 200 people (simulated, 1,000 samples); more pairs would ask
for more people than most studies have, in a table that nobody reads."""


@dataclass(frozen=True, slots=True, eq=False)
class Contrast:
    """Whether the first of two goes along more than the second: r of the first less r of the second, with their signs.

    `holm` is its p among all that stand together: of the scores of one criterion, or of all criteria of all scores.
    """

    first: str
    second: str
    found: CorrelationDifference
    holm: float


@dataclass(frozen=True, slots=True, eq=False)
class CriterionScale:
    """One score and one criterion; `disattenuated` is Pearson's r without the score's own error of measurement.

    It is None where alpha is not above 0 with its whole interval, or where it comes out beyond 1. `against` sets this
    criterion beside each later one.
    """

    id: str
    association: Association | None
    alpha: float | None
    disattenuated: float | None
    against: tuple[Contrast, ...]


@dataclass(frozen=True, slots=True, eq=False)
class CriterionStudy:
    """A criterion, a column of the file: `n` people have it; `two` are the words of its values where it has two.

    `contrasts` set scores beside each other by twos; `adds` says of each score what it adds to all others. Both take
    people as independent, so with clusters there are none.
    """

    name: str
    n: int
    two: tuple[str, str] | None
    subscales: tuple[CriterionScale, ...]
    contrasts: tuple[Contrast, ...]
    adds: dict[str, IncrementalValidity]


def study_criteria(
    people: PersonColumns, subscales: Sequence[SubscaleStudy], cautions: Cautions
) -> tuple[CriterionStudy, ...]:
    """Every score with every criterion."""
    found = tuple(_criterion(people, place, subscales, cautions) for place in range(len(people.criteria)))
    beside = [
        one.found.pvalue for criterion in found for scale in criterion.subscales for one in scale.against
    ]
    adjusted = iter(holm(beside))
    return tuple(
        replace(
            criterion,
            subscales=tuple(
                replace(scale, against=tuple(replace(one, holm=next(adjusted)) for one in scale.against))
                for scale in criterion.subscales
            ),
        )
        for criterion in found
    )


def _criterion(
    people: PersonColumns, place: int, subscales: Sequence[SubscaleStudy], cautions: Cautions
) -> CriterionStudy:
    column, later = people.criteria[place], people.criteria[place + 1 :]
    scored = [subscale for subscale in subscales if np.isfinite(people.scores[subscale.id]).any()]
    scales = tuple(_scale(people, column, later, subscale, cautions) for subscale in scored)
    scores = {scale.id: people.scores[scale.id] for scale in scales if scale.association is not None}
    where = f"criterion {column.name}"
    several = people.clusters is None and 1 < len(scores) <= MOST_COMPARED
    return CriterionStudy(
        column.name,
        int(np.isfinite(column.values).sum()),
        column.two,
        scales,
        _contrasts(column.values, scores, where, cautions) if several else (),
        _adds(column.values, scores, where, cautions) if several else {},
    )


def _contrasts(
    shared: Floats, others: dict[str, Floats], where: str, cautions: Cautions, *, first: str | None = None
) -> tuple[Contrast, ...]:
    """The others by twos; with `first` only the twos that begin with it."""
    found = []
    for one, two in combinations(others, 2):
        if first is None or one == first:
            contrast = cautions.attempt(
                f"{where}, {one} and {two} compared",
                lambda one=one, two=two: williams_of_people(shared, others[one], others[two]),  # type: ignore[misc]
            )
            if contrast is not None:
                found.append((one, two, contrast))
    adjusted = holm([contrast.pvalue for _, _, contrast in found])
    return tuple(Contrast(*three, p) for three, p in zip(found, adjusted, strict=True))


def _adds(
    criterion: Floats, scores: dict[str, Floats], where: str, cautions: Cautions
) -> dict[str, IncrementalValidity]:
    """What each score explains beyond all others; nothing of any where one is made of the others."""
    found = {}
    for id, own in scores.items():
        rest = np.column_stack([values for other, values in scores.items() if other != id])
        added = cautions.attempt(
            f"{where}, what scores add",
            lambda rest=rest, own=own: incremental_validity(criterion, rest, own),  # type: ignore[misc]
        )
        if added is not None:
            found[id] = added
    return found


def _scale(
    people: PersonColumns,
    column: NumberColumn,
    later: Sequence[NumberColumn],
    subscale: SubscaleStudy,
    cautions: Cautions,
) -> CriterionScale:
    where = f"subscale {subscale.id}, criterion {column.name}"
    found = cautions.attempt(
        where,
        lambda: association(people.scores[subscale.id], column.values, clusters=people.clusters),
    )
    reliability = subscale.reliability
    interval = None if reliability is None else reliability.interval
    alpha = None if reliability is None or interval is None or interval.lower <= 0 else reliability.value
    free = None if found is None or alpha is None else found.r.value / float(np.sqrt(alpha))
    if free is not None and abs(free) > 1:
        cautions.add(
            Caution(
                "disattenuated_above_one",
                where,
                f"the correlation without measurement error comes out as {free:.2f}",
                "it is left out: alpha understates the reliability here, or the score and the criterion share errors",
            )
        )
        free = None
    columns = {one.name: one.values for one in (column, *later)}
    compared = found is not None and people.clusters is None
    score = people.scores[subscale.id]
    against = _contrasts(score, columns, where, cautions, first=column.name) if compared else ()
    return CriterionScale(subscale.id, found, alpha, free, against)
