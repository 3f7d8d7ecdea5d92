"""Scores held against other variables of the same people: correlations, with intervals that know of clusters."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.exchange.number_columns import NumberColumn
from engine.validation.cautions import Cautions
from engine.validation.people import PersonColumns
from engine.validation.subscales import SubscaleStudy
from psychometrics.association import Association, association
from psychometrics.contract import Caution


@dataclass(frozen=True, slots=True, eq=False)
class CriterionScale:
    """One score and one criterion; `disattenuated` is Pearson's r without the score's own error of measurement.

    It is None where alpha is not above 0 with its whole interval, or where it comes out beyond 1.
    """

    id: str
    association: Association | None
    alpha: float | None
    disattenuated: float | None


@dataclass(frozen=True, slots=True, eq=False)
class CriterionStudy:
    """A criterion, a column of the file: `n` people have it; `two` are the words of its values where it has two."""

    name: str
    n: int
    two: tuple[str, str] | None
    subscales: tuple[CriterionScale, ...]


def study_criteria(
    people: PersonColumns, subscales: Sequence[SubscaleStudy], cautions: Cautions
) -> tuple[CriterionStudy, ...]:
    """Every score with every criterion."""
    return tuple(
        CriterionStudy(
            column.name,
            int(np.isfinite(column.values).sum()),
            column.two,
            tuple(
                _scale(people, column, subscale, cautions)
                for subscale in subscales
                if np.isfinite(people.scores[subscale.id]).any()
            ),
        )
        for column in people.criteria
    )


def _scale(
    people: PersonColumns, column: NumberColumn, subscale: SubscaleStudy, cautions: Cautions
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
    return CriterionScale(subscale.id, found, alpha, free)
