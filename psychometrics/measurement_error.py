"""How far an observed score may lie from the true one: standard error of measurement, overall, by score."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Caution, Counts, Floats, StatisticError, response_matrix
from psychometrics.item_covariance import item_covariance
from psychometrics.printed import coefficient


@dataclass(frozen=True, slots=True)
class MeasurementError:
    """Standard deviation and standard error of measurement of the sum score; `mean_score_*` of the item mean.

    `smallest_detectable_change` of one person's sum between two occasions: 1.96 sqrt(2) standard errors.
    """

    reliability: float
    sd: float
    standard_error: float
    mean_score_sd: float
    mean_score_standard_error: float
    smallest_detectable_change: float
    cautions: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class ScoreErrors:
    """Standard errors of measurement at each possible sum score."""

    scores: Floats
    standard_errors: Floats


@dataclass(frozen=True, slots=True)
class ConditionalErrors:
    """Standard errors of measurement by sum score: root of the mean error variance of persons at that score.

    `scores` that occur, `persons` at each, and standard errors for comparing with a fixed score (`absolute`)
    and with other persons (`relative`). `complete`: persons who answered every item, the only ones used.
    """

    scores: Floats
    persons: Counts
    absolute: Floats
    relative: Floats
    complete: int
    overall_absolute: float
    overall_relative: float


def largest_error(deviation: float, lower: float) -> float:
    """The standard error of measurement at the lower end of a reliability's interval: deviation sqrt(1 - lower).

    `deviation` of the score; `lower` end of the interval of its reliability, 1 at most.
    """
    return deviation * sqrt(1 - max(lower, 0.0))


def measurement_error(
    covariance: ArrayLike, reliability: float, *, names: Sequence[str] | None = None
) -> MeasurementError:
    """Standard error of measurement of a sum score, for a given reliability.

    `covariance`: keyed items x items, complete or pairwise. `reliability`: alpha, omega or another, from the
    same population. `names` of items for messages. Returns a `MeasurementError` in points of the sum and of
    the item mean. Raises `StatisticError` for a reliability above 1, a constant item or no score variance.

    sd sqrt(1 - reliability), the same for every person: at the ends of the scale the error is smaller, in
    the middle larger (see `conditional_errors`). A reliability from another population does not carry over. R:
    `sd(rowSums(x)) * sqrt(1 - alpha)`.
    """
    S, _ = item_covariance(covariance, names, minimum_items=1)
    sd = float(np.sqrt(S.sum()))
    error, cautions = _standard_error(sd, reliability)
    return MeasurementError(
        reliability=reliability,
        sd=sd,
        standard_error=error,
        mean_score_sd=sd / len(S),
        mean_score_standard_error=error / len(S),
        smallest_detectable_change=1.96 * float(np.sqrt(2)) * error,
        cautions=cautions,
    )


def standard_error_of_measurement(sd: float, reliability: float) -> float:
    """sd sqrt(1 - reliability), in the units of `sd`; raises `StatisticError` for a reliability above 1.

    A negative reliability counts as zero. R: `sd(s) * sqrt(1 - alpha)`.
    """
    return _standard_error(sd, reliability)[0]


def binomial_errors(items: int) -> ScoreErrors:
    """Lord's conditional standard errors of measurement for items scored 0 or 1.

    `items`: how many, at least two. Returns one for each sum score 0 ... items: sqrt(s (k - s) / (k - 1)).
    Raises `StatisticError` for fewer than two items. It takes items as a random sample of equal difficulty,
    so its average (KR-21's error variance) is larger than KR-20's; see `keats_errors`.
    Lord (1957), doi:10.1177/001316445701700407. R: `sqrt(0:k * (k - 0:k) / (k - 1))`.
    """
    if items < 2:
        raise StatisticError(
            "few_items",
            f"{items} item(s) where at least 2 are needed",
            "a single item's error cannot be seen",
        )
    scores = np.arange(items + 1, dtype=np.float64)
    return ScoreErrors(scores, np.sqrt(scores * (items - scores) / (items - 1)))


def keats_errors(
    covariance: ArrayLike, mean_score: float, *, names: Sequence[str] | None = None
) -> ScoreErrors:
    """Lord's standard errors, shrunk by Keats' factor so that their average matches KR-20.

    `covariance`: keyed items scored 0 or 1, items x items, divisor n - 1. `mean_score`: the mean sum score of
    the same persons. `names` of items for messages. Returns `ScoreErrors`. Raises `StatisticError` for fewer
    than two items, a constant item, or a KR-21 of 1.

    sqrt(s (k - s) / (k - 1) (1 - KR20) / (1 - KR21)). Keats (1957), Psychometrika 22, 29-41.
    """
    S, _ = item_covariance(covariance, names)
    k, V = len(S), float(S.sum())
    kr20 = k / (k - 1) * (1 - float(np.trace(S)) / V)
    kr21 = k / (k - 1) * (1 - mean_score * (k - mean_score) / (k * V))
    if kr21 >= 1:
        raise StatisticError(
            "not_dichotomous",
            f"KR-21 is {kr21:.3g}: the mean score does not fit items scored 0 or 1",
            "score the items 0 or 1, or use `conditional_errors`",
        )
    lord = binomial_errors(k)
    factor = np.sqrt(max(1 - kr20, 0.0) / (1 - kr21))
    return ScoreErrors(lord.scores, lord.standard_errors * factor)


def conditional_errors(values: ArrayLike) -> ConditionalErrors:
    """Conditional standard errors of measurement of the sum score, for items with any number of options.

    `values`: keyed responses, persons x items, NaN where missing; persons with a missing answer are left
    out. Returns `ConditionalErrors`, one for each sum that occurs. Raises `StatisticError` for fewer than two
    items or two complete persons.

    A person's absolute error variance is k/(k-1) sum (x_i - mean of the person)^2; the relative one takes
    item means out first: k/(k-1) sum (x_i - person - item + grand mean)^2. For 0/1 items the absolute one is
    Lord's; the mean of the relative ones is the variance of the sum times (1 - alpha), times (n - 1) / n. Few
    persons at a score make its value unsteady: read the run over scores, not one of them.
    Brennan (1998), doi:10.1177/014662169802200401. R: `sqrt(tapply(k / (k - 1) * rowSums((x - rowMeans(x))^2),
    rowSums(x), mean))`.
    """
    matrix = response_matrix(values, minimum_items=2)
    matrix = matrix[~np.isnan(matrix).any(axis=1)]
    n, k = matrix.shape
    if n < 2:
        raise StatisticError(
            "few_persons",
            f"{n} person(s) answered every item where at least 2 are needed",
            "collect more complete responses",
        )
    person = matrix.mean(axis=1, keepdims=True)
    absolute = k / (k - 1) * np.sum((matrix - person) ** 2, axis=1)
    centred = matrix - person - matrix.mean(axis=0) + matrix.mean()
    relative = k / (k - 1) * np.sum(centred**2, axis=1)
    scores, place = np.unique(np.round(matrix.sum(axis=1), 9), return_inverse=True)
    persons = np.bincount(place)
    return ConditionalErrors(
        scores=scores,
        persons=persons.astype(np.int64),
        absolute=np.sqrt(np.bincount(place, weights=absolute) / persons),
        relative=np.sqrt(np.bincount(place, weights=relative) / persons),
        complete=n,
        overall_absolute=float(np.sqrt(absolute.mean())),
        overall_relative=float(np.sqrt(relative.mean())),
    )


def _standard_error(sd: float, reliability: float) -> tuple[float, tuple[Caution, ...]]:
    if not reliability <= 1:
        raise StatisticError(
            "reliability",
            f"the reliability is {reliability}, above 1",
            "give a reliability between 0 and 1",
        )
    if reliability >= 0:
        return sd * float(np.sqrt(1 - reliability)), ()
    caution = Caution(
        "negative_reliability",
        "",
        f"the reliability is {coefficient(reliability)}, below zero; it counts as zero here",
        "check which items are reverse-keyed",
    )
    return sd, (caution,)
