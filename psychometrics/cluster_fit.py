"""One factor where people share schools or classes: the intervals of omega and of RMSEA, from sums by cluster."""

from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np

from psychometrics.cluster_alpha import FEWEST_CLUSTERS
from psychometrics.contract import Counts, Floats, StatisticError
from psychometrics.one_factor import OneFactor

MOST_ITEMS: Final = 40
"""More items have so many pairs that their covariances' covariances would fill the memory."""
RMSEA_CONFIDENCE: Final = 0.90


@dataclass(frozen=True, slots=True)
class ClusterFit:
    """Omega's standard error, and the ends of RMSEA's 90% interval with its value, all allowing for clusters.

    `degrees`: those of the t distribution that omega's interval takes, clusters less 1. `scale`: how much larger
    chi-square is than among independent people on average; `pvalue` of the scaled chi-square, None
    without degrees of freedom.
    """

    standard_error: float
    degrees: int
    pvalue: float | None
    rmsea: float
    rmsea_lower: float
    rmsea_upper: float
    scale: float


def pairs_of(items: int) -> tuple[np.ndarray, np.ndarray]:
    """The pairs of items, each with itself too, in the order in which sums of products come."""
    return np.triu_indices(items)


def cluster_fit(factor: OneFactor, chisq: float, n: Counts, sums: Floats, products: Floats) -> ClusterFit:
    """What clusters do to one factor that was fitted as if people were independent.

    factor: maximum-likelihood loadings and residuals of everybody's covariance, `chisq` its test; n: people a
    cluster; sums: of each item, clusters x items; products: of each of `pairs_of` items, clusters x pairs. Values
    about any origin, best near the means. Raises `StatisticError` for fewer than ten clusters or more than forty items.

    The covariances' own covariance G is that of the clusters' sums of products (linearisation). Omega's error is the
    delta method on the sandwich of G. Chi-square is like a sum of squares weighted by the eigenvalues of UG, which a
    scaled chi-square with as many mean and variance stands for; RMSEA's interval is that of its noncentrality.
    With few clusters G is rough, and the intervals are wide. Muthén & Satorra (1995), doi:10.2307/271070; Satorra &
    Bentler (1994), in von Eye & Clogg, Latent variables analysis.
    lavaan's robust errors of a model with `cluster` are of this kind; no call gives omega's.
    """
    from scipy.special import chdtrc

    clusters, k = sums.shape
    df = k * (k - 3) // 2
    _require(clusters, k)
    people = int(n.sum())
    weight, slopes = _weight(factor), _slopes(factor.loadings)
    G = _spread(n, sums, products)
    bread = np.linalg.inv(slopes.T @ weight @ slopes)
    lever = bread @ slopes.T @ weight
    estimates = lever @ G @ lever.T / people
    slope = _omega_slope(factor)
    error = sqrt(float(slope @ estimates @ slope))
    if df < 1:
        return ClusterFit(error, clusters - 1, None, 0.0, 0.0, 0.0, 1.0)
    left = weight - weight @ slopes @ lever
    UG = left @ G
    trace, square = float(np.trace(UG)), float(np.sum(UG * UG.T))
    scale, degrees = square / trace, trace**2 / square
    low, high = _noncentralities(chisq / scale, degrees)
    per = scale / (people * df)
    return ClusterFit(
        standard_error=error,
        degrees=clusters - 1,
        pvalue=float(chdtrc(degrees, chisq / scale)),
        rmsea=sqrt(max(chisq - trace, 0.0) / (people * df)),
        rmsea_lower=sqrt(low * per),
        rmsea_upper=sqrt(high * per),
        scale=trace / df,
    )


def _require(clusters: int, items: int) -> None:
    if clusters < FEWEST_CLUSTERS:
        raise StatisticError(
            "few_clusters",
            f"{clusters} clusters, where an interval that allows for them takes {FEWEST_CLUSTERS}",
            "read the interval as too narrow: people who share a cluster answer alike",
        )
    if items > MOST_ITEMS:
        raise StatisticError(
            "many_items",
            f"{items} items, where the intervals of one factor in clusters take {MOST_ITEMS} at most",
            "read alpha, whose interval allows for clusters",
        )


def _spread(n: Counts, sums: Floats, products: Floats) -> Floats:
    """The covariance of the covariances, times the people: from each cluster's sum of what a person adds to them."""
    clusters, k = sums.shape
    first, second = pairs_of(k)
    mean = sums.sum(axis=0) / n.sum()
    about = products - mean[first] * sums[:, second] - sums[:, first] * mean[second]
    about += n[:, None] * mean[first] * mean[second]
    away = about - n[:, None] * about.sum(axis=0) / n.sum()
    spread: Floats = away.T @ away * (clusters / ((clusters - 1) * n.sum()))
    return spread


def _weight(factor: OneFactor) -> Floats:
    """Normal-theory weights of the covariances, pairs x pairs: half the trace of P dS P dS."""
    loadings, residuals = factor.loadings, factor.residuals
    P = np.linalg.inv(np.outer(loadings, loadings) + np.diag(residuals))
    first, second = pairs_of(len(loadings))
    half = np.where(first == second, 0.5, 1.0)
    weights: Floats = P[np.ix_(first, first)] * P[np.ix_(second, second)]
    weights = weights + P[np.ix_(first, second)] * P[np.ix_(second, first)]
    weights *= np.outer(half, half)
    return weights


def _slopes(loadings: Floats) -> Floats:
    """How each covariance moves with each loading and residual: pairs x 2 items."""
    k = len(loadings)
    first, second = pairs_of(k)
    slopes = np.zeros((len(first), 2 * k))
    at = np.arange(len(first))
    np.add.at(slopes, (at, first), loadings[second])
    np.add.at(slopes, (at, second), loadings[first])
    own = first == second
    slopes[at[own], k + first[own]] = 1.0
    return slopes


def _omega_slope(factor: OneFactor) -> Floats:
    common, rest = float(factor.loadings.sum()), float(factor.residuals.sum())
    whole = (common**2 + rest) ** 2
    k = len(factor.loadings)
    return np.concatenate([np.full(k, 2 * common * rest / whole), np.full(k, -(common**2) / whole)])


def _noncentralities(chisq: float, degrees: float) -> tuple[float, float]:
    from scipy.special import chdtr, chndtrinc

    tail = (1 - RMSEA_CONFIDENCE) / 2
    low, high = (
        float(chndtrinc(chisq, degrees, end)) if chdtr(degrees, chisq) > end else 0.0
        for end in (1 - tail, tail)
    )
    return low, high
