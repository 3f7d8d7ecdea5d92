"""Krippendorff's alpha: agreement of any number of raters, with gaps, at any level of measurement."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Floats, StatisticError, response_matrix
from psychometrics.kappa import category_table

Metric = Literal["nominal", "ordinal", "interval", "ratio"]
Counting = Literal["ratings", "irr"]


@dataclass(frozen=True, slots=True)
class KrippendorffAlpha:
    """Alpha with what it is made of: `units` with two or more ratings, and their pairable `ratings`."""

    value: float
    metric: Metric
    observed: float
    expected: float
    units: int
    ratings: int
    left_out: int


def krippendorff_alpha(
    ratings: ArrayLike, metric: Metric = "nominal", *, counting: Counting = "ratings"
) -> KrippendorffAlpha:
    """Krippendorff's alpha: 1 - observed / expected disagreement.

    ratings: units x raters, numbers, NaN where a rater did not judge; a unit with fewer than two ratings is
    left out and counted. metric: nominal (same or not), ordinal (ranks between), interval (difference) or
    ratio (difference relative to the sum; values from 0).
    counting: ratings, as published; irr, for comparison only, does as that package where no rating is missing:
    it leaves out the division by m_u - 1, which counts each rating m_u - 1 times over.
    Raises `StatisticError` when no unit has two ratings or all ratings are the same.
    Formula: coincidences o = sum_u (N_u N_u' - diag N_u) / (m_u - 1); alpha = 1 - (n - 1) sum o d^2 /
    sum n_c n_k d^2. Where nearly everybody uses one category, alpha is low or negative although agreement is
    high: report percent agreement beside it.
    Hayes & Krippendorff (2007) 10.1080/19312450709336664. R: `irr::kripp.alpha(t(x), metric)`, where ratings are
    missing or raters are two.
    """
    matrix = response_matrix(ratings)
    pairable = np.isfinite(matrix).sum(axis=1) > 1
    matrix_of_pairs = matrix[pairable]
    if not pairable.any():
        raise StatisticError(
            "few_targets", "no unit was judged by two raters", "let raters judge some of the same units"
        )
    values = np.unique(matrix_of_pairs[np.isfinite(matrix_of_pairs)])
    if len(values) < 2:
        raise StatisticError(
            "constant",
            "all ratings are the same, so disagreement by chance is not known",
            "report percent agreement, or judge units that differ",
        )
    counts = category_table(matrix_of_pairs).astype(float)
    of_complete = counting == "irr" and bool(np.isfinite(matrix).all())
    weight = np.ones(len(counts)) if of_complete else 1 / (counts.sum(axis=1) - 1)
    coincidences = (counts * weight[:, None]).T @ counts - np.diag(weight @ counts)
    margin = coincidences.sum(axis=1)
    n = margin.sum()
    distance = _squared_distance(values, margin, metric)
    observed = float((coincidences * distance).sum() / n)
    expected = float(margin @ distance @ margin / (n * (n - 1)))
    return KrippendorffAlpha(
        1 - observed / expected,
        metric,
        observed,
        expected,
        int(pairable.sum()),
        int(counts.sum()),
        int(len(matrix) - pairable.sum()),
    )


def _squared_distance(values: Floats, margin: Floats, metric: Metric) -> Floats:
    if metric == "nominal":
        return 1 - np.eye(len(values))
    if metric == "ordinal":
        below = margin.cumsum() - margin / 2  # mid-rank: half of one's own category counts
        return np.subtract.outer(below, below) ** 2
    difference = np.subtract.outer(values, values)
    if metric == "interval":
        return difference**2
    if values[0] < 0:
        raise StatisticError(
            "negative", f"a rating is {values[0]:g}, below 0", "use the interval metric, or a scale from 0"
        )
    total = np.add.outer(values, values)
    relative: Floats = np.divide(difference, total, out=np.zeros_like(total), where=total > 0)
    return relative**2
