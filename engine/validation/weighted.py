"""What weights change: means, spread, alpha and levels of the scores, each beside the same people unweighted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from engine.responses.scoring import CUT_SLACK
from engine.validation.cautions import Cautions
from engine.validation.data import Data
from engine.validation.people import PersonColumns, Weights
from engine.validation.plan import Plan, StudiedSubscale
from psychometrics.contract import Caution, Floats, StatisticError
from psychometrics.weights import Design, design, kish, survey_mean, survey_variance, weighted_covariance

LARGE: Final = 5.0
"""A person who counts as much as five is told: one answer then moves a mean visibly."""


@dataclass(frozen=True, slots=True)
class WeightedLevel:
    """The share of people at a level, weighted and not."""

    id: str
    label: str
    weighted: float
    unweighted: float


@dataclass(frozen=True, slots=True, eq=False)
class WeightedScale:
    """One rescaled score of the `n` people who have it and a weight, weighted and not.

    The interval of the weighted mean is design-based: weights as they are, and clusters where the study has them.
    `alpha` is of `n_complete` people without a gap in its items.
    """

    id: str
    n: int
    mean: float
    standard_error: float
    lower: float
    upper: float
    sd: float
    unweighted_mean: float
    unweighted_sd: float
    n_complete: int
    alpha: float | None
    unweighted_alpha: float | None
    levels: tuple[WeightedLevel, ...]


@dataclass(frozen=True, slots=True, eq=False)
class WeightedStudy:
    """Weights of `n` people: where they come from, and what they cost.

    `left_out` have none. `effective_n` is Kish's: as how many people of equal weight they count for a mean that has
    nothing to do with the weights; `design_effect` is n over it. `smallest` and `largest` are over the mean weight.
    `rounds` is how long raking took, None where the weights were given; `columns` and `margins` what it met.
    """

    source: str
    n: int
    left_out: int
    effective_n: float
    design_effect: float
    smallest: float
    largest: float
    columns: tuple[str, ...]
    margins: str | None
    rounds: int | None
    clusters: int | None
    subscales: tuple[WeightedScale, ...]


def study_weighted(
    people: PersonColumns, weights: Weights, data: Data, plan: Plan, cautions: Cautions
) -> WeightedStudy | None:
    """The weighted numbers of a study; None with a caution where the weights can't be used."""
    use = weights.values > 0  # NaN is not
    if people.clusters is not None:
        use &= people.clusters >= 0
    sample = cautions.attempt("weights", lambda: _sample(people, weights, use))
    if sample is None:
        return None
    own = weights.values[use]
    effective, effect = kish(own)
    mean = float(own.mean())
    if own.max() > LARGE * mean:
        cautions.add(
            Caution(
                "large_weight",
                "weights",
                f"one person counts as much as {own.max() / mean:.1f} people of mean weight",
                "look at the largest weights; joining small groups of a margin makes them smaller",
            )
        )
    return WeightedStudy(
        source=weights.source,
        n=int(use.sum()),
        left_out=int((~use).sum()),
        effective_n=effective,
        design_effect=effect,
        smallest=float(own.min()) / mean,
        largest=float(own.max()) / mean,
        columns=weights.columns,
        margins=weights.margins,
        rounds=weights.rounds,
        clusters=None if people.clusters is None else len(sample.of_stratum),
        subscales=tuple(_scales(people, weights, sample, use, data, plan, cautions)),
    )


def _sample(people: PersonColumns, weights: Weights, use: np.ndarray) -> Design:
    if not use.any():
        raise StatisticError("weights", "nobody has a weight above 0", "check the column of weights")
    return design(weights.values[use], clusters=None if people.clusters is None else people.clusters[use])


def _scales(
    people: PersonColumns,
    weights: Weights,
    sample: Design,
    use: np.ndarray,
    data: Data,
    plan: Plan,
    cautions: Cautions,
) -> list[WeightedScale]:
    found = []
    for subscale in plan.subscales:
        scores = people.scores[subscale.id][use]
        if subscale.scorable and np.isfinite(scores).sum() > 1:
            covariances = _alphas(subscale, data, plan, weights.values, use, cautions)
            scale, few = _scale(subscale, scores, sample, covariances)
            cautions.carry(f"subscale {subscale.id}, weighted mean", few)
            found.append(scale)
    return found


def _scale(
    subscale: StudiedSubscale, scores: Floats, sample: Design, alphas: tuple[int, float | None, float | None]
) -> tuple[WeightedScale, tuple[Caution, ...]]:
    """The scale, and what its interval may mislead about: few clusters."""
    there = np.isfinite(scores)
    mean = survey_mean(scores, sample)
    n_complete, weighted, unweighted = alphas
    scale = WeightedScale(
        id=subscale.id,
        n=mean.n,
        mean=mean.value,
        standard_error=mean.se,
        lower=mean.lower,
        upper=mean.upper,
        sd=float(np.sqrt(survey_variance(scores, sample).value)),
        unweighted_mean=float(scores[there].mean()),
        unweighted_sd=float(scores[there].std(ddof=1)),
        n_complete=n_complete,
        alpha=weighted,
        unweighted_alpha=unweighted,
        levels=_levels(subscale, scores[there], sample.weight[there]),
    )
    return scale, tuple(caution for caution in mean.cautions if caution.code == "few_clusters")


def _levels(subscale: StudiedSubscale, scores: Floats, weights: Floats) -> tuple[WeightedLevel, ...]:
    levels = subscale.subscale.levels
    cuts = np.array([level.below for level in levels if level.below is not None], dtype=np.float64)
    band = np.searchsorted(cuts, scores + CUT_SLACK, side="right")
    weighted = np.bincount(band, weights, len(levels) or 1) / weights.sum()
    unweighted = np.bincount(band, minlength=len(levels) or 1) / len(scores)
    return tuple(
        WeightedLevel(level.id, level.label, float(one), float(other))
        for level, one, other in zip(levels, weighted, unweighted, strict=bool(levels))
    )


def _alphas(
    subscale: StudiedSubscale,
    data: Data,
    plan: Plan,
    weights: Floats,
    use: Sequence[bool] | np.ndarray,
    cautions: Cautions,
) -> tuple[int, float | None, float | None]:
    """People without a gap, and alpha of their answers with and without weights."""
    answers, own = _complete(subscale, data, plan, weights, np.asarray(use))
    if len(answers) < 2 or answers.shape[1] < 2:
        return len(answers), None, None
    where = f"subscale {subscale.id}, weights"
    found = [
        cautions.attempt(where, lambda given=given: _alpha(subscale, answers, given))  # type: ignore[misc]
        for given in (own, np.ones(len(own)))
    ]
    return len(answers), found[0], found[1]


def _alpha(subscale: StudiedSubscale, answers: Floats, weights: Floats) -> float:
    covariance = weighted_covariance(answers, weights)
    items = len(covariance)
    total = float(covariance.sum())
    if not total > 0:
        raise StatisticError("no_variance", "everybody has the same score", "look at the answers")
    return items / (items - 1) * (1 - float(np.trace(covariance)) / total)


def _complete(
    subscale: StudiedSubscale, data: Data, plan: Plan, weights: Floats, use: np.ndarray
) -> tuple[Floats, Floats]:
    """Keyed answers of people without a gap in the subscale's items, and their weights."""
    columns = list(subscale.columns)
    table = plan.table[columns]
    sign = np.where(subscale.reverse, -1.0, 1.0)
    found, place = [], 0
    for part in data.parts():
        codes = plan.as_in_file(part.codes)[:, columns]
        values = table[np.arange(len(columns))[None, :], codes] * sign
        found.append(values[use[place : place + len(codes)]])
        place += len(codes)
    answers = np.concatenate(found)
    complete = np.isfinite(answers).all(axis=1)
    return answers[complete], weights[use][complete]
