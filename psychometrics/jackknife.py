"""Intervals of agreement among many raters: the delete-one jackknife over the targets they judged."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import StatisticError, response_matrix
from psychometrics.estimate import Estimate

MOST_GROUPS = 500
"""Above so many targets they are left out in so many groups, by turns."""


def jackknife_interval(
    statistic: Callable[[ArrayLike], float], ratings: ArrayLike, *, level: float = 0.95
) -> Estimate:
    """A statistic of ratings with its jackknife interval over targets, raters taken as they are.

    statistic: a function of targets x raters, such as `lambda x: fleiss_kappa(x).value`. ratings: targets x
    raters, NaN where missing. Formula: the standard error s of pseudo-values n t - (n - 1) t_i and a quantile q of
    Student's t with n - 1 degrees of freedom; the upper end is t + q s, at most 1, the lower end
    1 - (1 - t) exp(q s / (1 - t)), which is t - q s on the scale of log(1 - t): near 1 agreement varies to one side,
    and t - q s lay above the true value in 9 of 100 samples of 50 targets.
    Raises `StatisticError` for fewer than three targets, for raters who never differ (every sample of such
    targets gives the same value, which tells nothing of others), and where the statistic does not exist without
    some target.
    Kraemer (1980) 10.2307/2529972.
    """
    from scipy.special import stdtrit

    matrix = response_matrix(ratings)
    matrix = matrix[np.isfinite(matrix).sum(axis=1) > 1]
    if len(matrix) < 3:
        raise StatisticError(
            "few_targets", f"{len(matrix)} targets say nothing of others", "judge more targets"
        )
    value = statistic(matrix)
    if (np.nanmax(matrix, axis=1) == np.nanmin(matrix, axis=1)).all():
        raise StatisticError(
            "no_disagreement",
            "raters agree on every target, so these targets do not tell how far off others could be",
            "judge more targets, and give the number of targets beside the value",
        )
    groups = min(len(matrix), MOST_GROUPS)
    group = np.arange(len(matrix)) % groups
    without = np.array([statistic(matrix[group != number]) for number in range(groups)])
    error = float(np.sqrt((groups - 1) * without.var()))
    half = float(stdtrit(groups - 1, (1 + level) / 2)) * error
    rest = 1 - value
    return Estimate(value, 1 - rest * float(np.exp(half / rest)), min(value + half, 1.0))
