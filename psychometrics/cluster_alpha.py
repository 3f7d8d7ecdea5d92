"""The interval of alpha where people share schools or classes: a jackknife over these, not over people."""

from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Final

import numpy as np

from psychometrics.contract import Counts, Floats, StatisticError
from psychometrics.intervals import Interval

FEWEST_CLUSTERS: Final = 10
"""Of fewer clusters a jackknife knows too little of how they differ."""


@dataclass(frozen=True, slots=True)
class ClusterAlpha:
    """The interval, and as how many independent people the clustered ones count."""

    interval: Interval
    effective_n: float


def cluster_alpha(
    alpha: float, n: Counts, sums: Floats, squares: Floats, totals: Floats, *, level: float = 0.95
) -> ClusterAlpha:
    """Alpha's interval from sums by cluster.

    alpha: of everybody; n: people a cluster; sums and squares: of each item, clusters x items; totals: of the squared
    sum scores. Each cluster is left out in turn; the spread of ln(1 - alpha) over these gives a standard error, and t
    with clusters - 1 degrees of freedom the interval. The effective number is that at which independent people would
    have the same error. Raises `StatisticError` for fewer than ten clusters, or where alpha does not exist.
    Efron & Tibshirani (1993), An introduction to the bootstrap, chapter 11; Bonett (2002),
    doi:10.3102/10769986027004335.
    """
    from scipy.special import stdtrit

    clusters, items = sums.shape
    if clusters < FEWEST_CLUSTERS:
        raise StatisticError(
            "few_clusters",
            f"{clusters} clusters, where an interval that allows for them takes {FEWEST_CLUSTERS}",
            "read the interval as too narrow: people who share a cluster answer alike",
        )
    people = n.sum() - n
    left, left_squares = sums.sum(axis=0) - sums, squares.sum(axis=0) - squares
    own = (left_squares - left**2 / people[:, None]).sum(axis=1)
    whole = totals.sum() - totals - left.sum(axis=1) ** 2 / people
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(1 - items / (items - 1) * (1 - own / whole))
    if alpha >= 1 or not np.isfinite(logs).all():
        raise StatisticError(
            "no_variance", "without some cluster alpha does not exist", "look at the clusters"
        )
    error = sqrt((clusters - 1) / clusters * float(((logs - logs.mean()) ** 2).sum()))
    reach = float(stdtrit(clusters - 1, (1 + level) / 2)) * error
    lower, upper = (1 - exp(log(1 - alpha) + sign * reach) for sign in (1, -1))
    count = int(n.sum())
    independent = count if error == 0 else 2 * items / ((items - 1) * error**2) + 2
    return ClusterAlpha(Interval("cluster jackknife", level, lower, upper), min(float(count), independent))
