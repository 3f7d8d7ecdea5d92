"""Careless responding: who is flagged by which index, and what the results are without them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.responses.layout import Codes, layout
from engine.validation.cautions import Cautions
from engine.validation.data import Data
from engine.validation.gather import Gathered, gather
from engine.validation.parts import Part, plus
from engine.validation.plan import Plan
from engine.validation.subscales import SubscaleStudy
from psychometrics.careless import (
    CarelessIndexes,
    FlagCounts,
    careless_flags,
    careless_indexes,
    clean_cuts,
    count_flags,
    signs,
)
from psychometrics.contract import Caution, Floats
from psychometrics.guidelines import CarelessCut
from psychometrics.quality import Sample
from psychometrics.reliability import alpha
from psychometrics.scores import ScoreTable
from psychometrics.summaries.moments import Moments

FEWEST_ITEMS = 5
"""With fewer items no index of carelessness says anything."""

FEWEST_PEOPLE = 2
FLAGS_BEFORE_EXCLUSION = 2
"""Signs from which a person is left out for comparison: one is common among attentive people."""


@dataclass(frozen=True, slots=True)
class WithoutFlagged:
    """One subscale with everybody, and without the people who have two flags or more."""

    id: str
    alpha: float | None
    alpha_without: float | None
    n: int
    n_without: int
    mean: float
    mean_without: float
    sd: float
    sd_without: float


@dataclass(frozen=True, slots=True, eq=False)
class QualityStudy:
    """Flags by index (names as in `cuts`), and each subscale with and without the flagged. Nobody is dropped.

    `counts.left_out` says which indexes the questionnaire does not allow, and why.
    """

    cuts: tuple[CarelessCut, ...]
    counts: FlagCounts
    subscales: tuple[WithoutFlagged, ...]


@dataclass(slots=True)
class _Rest:
    """Sums of the people with fewer than two flags."""

    moments: Moments | None = None
    scores: ScoreTable | None = None

    def __add__(self, other: "_Rest") -> "_Rest":
        return _Rest(plus(self.moments, other.moments), plus(self.scores, other.scores))


def study_quality(
    data: Data,
    plan: Plan,
    found: Gathered,
    subscales: Sequence[SubscaleStudy],
    cautions: Cautions,
) -> QualityStudy | None:
    """The second pass: every person's indexes; None where there are too few items or people for any."""
    if len(plan.items) < FEWEST_ITEMS or found.n < FEWEST_PEOPLE or found.moments is None:
        cautions.add(
            Caution(
                "few_items" if len(plan.items) < FEWEST_ITEMS else "few_persons",
                "quality",
                f"{len(plan.items)} items and {found.n} people are too few for an index of careless answers",
                f"ask {FEWEST_ITEMS} items or more",
            )
        )
        return None
    counts: FlagCounts | None = None
    rest = _Rest()
    looked = _looked_for(plan, found)
    cuts, left_out = _cuts(looked, plan)
    for counted, others in data.each(_Judging(plan, looked, cuts), "Looking for careless answers"):
        counts = plus(counts, counted)
        rest = rest + others
    if counts is None:
        return None
    counts = replace(counts, left_out=counts.left_out | left_out)
    for name, reason in counts.left_out.items():
        cause, _, remedy = reason.partition("; ")
        cautions.add(Caution("index_left_out", f"quality, {name}", cause, remedy or "read the other indexes"))
    return QualityStudy(cuts, counts, tuple(_compared(subscale, rest) for subscale in subscales))


@dataclass(frozen=True, slots=True, eq=False)
class _Looked:
    """The items in the order they were asked, as indexes take them: their columns, values, keys and scales."""

    columns: list[int]
    table: Floats
    reverse: list[bool]
    scales: list[list[int]]
    sample: Sample


def _looked_for(plan: Plan, found: Gathered) -> _Looked:
    order = plan.form_order
    names = [plan.names[place] for place in order]
    columns = layout(plan.instrument).indexes(names)
    position = {place: index for index, place in enumerate(order)}
    return _Looked(
        columns,
        layout(plan.instrument).table[columns],
        [plan.instrument.item(name).reverse for name in names],
        [[position[place] for place in subscale.columns] for subscale in plan.subscales],
        _sample(plan, found, order),
    )


def _cuts(looked: _Looked, plan: Plan) -> tuple[tuple[CarelessCut, ...], dict[str, str]]:
    options = [row[np.isfinite(row)] for row in looked.table]
    return clean_cuts(
        looked.sample, options, reverse=looked.reverse, scales=looked.scales, seed=plan.choices.seed
    )


@dataclass(frozen=True, slots=True)
class _Judging:
    """The work of the second pass on one part: how many are flagged, and the sums of the others."""

    plan: Plan
    looked: _Looked
    cuts: tuple[CarelessCut, ...]

    def __call__(self, part: Part) -> tuple[FlagCounts, _Rest]:
        indexes = _indexes_of(part, self.looked)
        flags = signs(careless_flags(indexes, self.cuts), indexes.persons)
        others = self.plan.as_in_file(part.codes)[flags < FLAGS_BEFORE_EXCLUSION]
        return count_flags(indexes, self.cuts), _rest_of(self.plan, others)


def _indexes_of(part: Part, looked: _Looked) -> CarelessIndexes:
    """Every person's indexes, in the order the items were asked."""
    codes = part.codes[:, looked.columns]
    values = looked.table[np.arange(len(looked.columns)), codes]
    return careless_indexes(values, looked.sample, reverse=looked.reverse, scales=looked.scales)


def _sample(plan: Plan, found: Gathered, order: Sequence[int]) -> Sample:
    """Means and covariances of everybody's answers as they were given, in the order asked."""
    if found.moments is None:
        raise ValueError("a pass without items has no answers to judge")
    given = found.moments.keyed([item.id in plan.turned for item in plan.items]).select(order)
    return Sample(given.counts(), np.diagonal(given.sums).copy(), given.covariance())


def _rest_of(plan: Plan, codes: Codes) -> _Rest:
    if not len(codes):
        return _Rest()
    scored = [subscale.scored for subscale in plan.subscales if subscale.scorable]
    return _Rest(
        Moments.of(codes, plan.table, names=plan.names),
        ScoreTable.of(codes, plan.table, scored) if scored else None,
    )


def _compared(study: SubscaleStudy, rest: _Rest) -> WithoutFlagged:
    id, score = study.id, study.score
    whole = None if study.reliability is None else study.reliability.alpha
    scores = rest.scores if rest.scores is not None and id in rest.scores.names else None
    nan = float("nan")
    return WithoutFlagged(
        id=id,
        alpha=None if whole is None else whole.raw,
        alpha_without=_alpha_without(study, rest),
        n=0 if score is None else score.n,
        n_without=0 if scores is None else int(scores.n(id)),
        mean=nan if score is None else score.rescaled_mean,
        mean_without=nan if scores is None else float(scores.mean(id)),
        sd=nan if score is None else score.rescaled_sd,
        sd_without=nan if scores is None else float(scores.sd(id)),
    )


def _alpha_without(study: SubscaleStudy, rest: _Rest) -> float | None:
    if rest.moments is None or study.reliability is None:
        return None
    own, quiet = rest.moments.select(study.subscale.columns), Cautions()
    found = quiet.attempt(study.id, lambda: alpha(own, study.subscale.reverse))
    return None if found is None else found.raw


def person_indexes(data: Data, plan: Plan) -> Iterator[Mapping[str, Floats | NDArray[np.bool_]]]:
    """For each part of the data, every person's indexes by name, and whether they are flagged by `<index>_flag`.

    Takes two passes over the data. Raises `StatisticError` when there are no responses.
    """
    looked = _looked_for(plan, gather(data, plan))
    cuts, _ = _cuts(looked, plan)
    for part in data.parts():
        indexes = _indexes_of(part, looked)
        flags = careless_flags(indexes, cuts)
        yield {**indexes.values, **{f"{name}_flag": flag for name, flag in flags.items()}}
