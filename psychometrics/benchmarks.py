"""Where a school's mean stands among the means of other schools."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Floats, StatisticError
from psychometrics.norms import quantile

Band = Literal["lower quarter", "middle half", "upper quarter"]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Where `own` stands among the observed means of `schools` other schools.

    `lower_quartile`, `median`, `upper_quartile` of their distribution (type 7); `band` is "lower quarter"
    below the lower quartile, "upper quarter" above the upper, else "middle half". It is a band of observed
    means, which differ by chance as well: show the reliability of school means, ICC(2), beside it.
    """

    own: float
    schools: int
    lower_quartile: float
    median: float
    upper_quartile: float
    band: Band


def benchmark(own: float, others: ArrayLike, *, minimum: int) -> Benchmark:
    """The benchmark of one school's mean.

    `others` are the means of the other schools, each school once and the school itself left out, on the same
    scale as `own`; NaN (a school without a mean) is left out. Every school counts alike, however many people
    answered there; fewer than `minimum` others make a band that says more about them than about the school.
    Returns a `Benchmark`.

    Raises `StatisticError` "few_schools" with fewer than `minimum` others, "no_mean" when `own` is NaN. R:
    `quantile(s, c(.25, .5, .75))`.
    """
    means: Floats = np.asarray(others, dtype=np.float64).ravel()
    means = means[~np.isnan(means)]
    if np.isnan(own):
        raise StatisticError(
            "no_mean", "the school has no mean of its own", "wait until enough of its people have answered"
        )
    if len(means) < minimum:
        raise StatisticError(
            "few_schools",
            f"{len(means)} other school(s) where a benchmark needs at least {minimum}",
            "compare with a larger group of schools, or show the school's own result alone",
        )
    lower, median, upper = (float(cut) for cut in quantile(means, (0.25, 0.5, 0.75)))
    return Benchmark(float(own), len(means), lower, median, upper, _band(float(own), lower, upper))


def _band(own: float, lower: float, upper: float) -> Band:
    if own < lower:
        return "lower quarter"
    return "upper quarter" if own > upper else "middle half"
