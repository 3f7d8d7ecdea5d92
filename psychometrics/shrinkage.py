"""Empirical Bayes estimates of groups' means on several measures at once: each borrows from all others."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Floats, StatisticError
from psychometrics.group_profiles import GroupProfiles

MOST_CORRELATED = 0.98  # measures are never taken to be the same
LEAST_VARIANCE = 0.05  # of the mean variance: a measure is never taken not to vary at all
TRUSTED = 10  # groups at which a measure's own variance between groups counts half


@dataclass(frozen=True, slots=True)
class ShrunkenMeans:
    """Each group's means drawn towards `centre`: `means` groups x measures, with their `covariances`.

    `between` is the covariance of true group means that they were drawn with; `factor` the share of the full
    shrinkage that was applied, as the variances are estimates themselves.
    """

    means: Floats
    covariances: Floats
    centre: Floats
    between: Floats
    factor: float

    def draws(self, group: int, normal: ArrayLike) -> Floats:
        """Draws from what is believed of one group's true means, draws x measures.

        `normal`: independent standard normal numbers of that shape, which all groups may share.
        """
        root = np.linalg.cholesky(self.covariances[group])
        return np.asarray(self.means[group] + np.asarray(normal, dtype=np.float64) @ root.T)


def shrunken_means(profiles: GroupProfiles) -> ShrunkenMeans:
    """Posterior means and covariances of all groups' means, with the variances estimated from all groups.

    y_j ~ N(theta_j, V_j), theta_j ~ N(mu, T), V_j the covariance by sampling of people (`GroupProfiles.sampling`).
    theta_j = y_j - c B_j (y_j - mu), B_j = V_j (T + V_j)^-1, mu by generalised least squares,
    c = (k - 3) / (k - 1), covariance (I - c B_j) V_j. T comes from moments: the covariance of group means minus
    the average V_j, each group once. A free covariance of m measures is too much for a few dozen groups (in
    simulation it did worse than one measure at a time), so T keeps the measures' own variances, drawn to
    their mean by 10 / (k + 10), and one correlation for all pairs.

    Use it to say which is lowest or highest, not as a group's score: estimates are biased towards the others,
    group by group. It misleads where groups spread very unequally inside, as V_j comes from one pooled spread.
    Raises `StatisticError` for fewer than four groups, or groups that differ by no more than sampling explains.
    Efron & Morris (1975), doi:10.1080/01621459.1975.10479864; Morris (1983), doi:10.1080/01621459.1983.10477920.
    R, one measure: `y - (k - 3) / (k - 1) * V / (T + V) * (y - weighted.mean(y, 1 / (T + V)))`.
    """
    groups = len(profiles.means)
    if groups < 4:
        raise StatisticError(
            "few_groups", f"{groups} groups cannot tell how groups differ", "use plain means"
        )
    sampling = profiles.sampling()
    between = _between(profiles.observed() - sampling.mean(axis=0), groups)
    precision = np.linalg.inv(between + sampling)
    weighted = np.einsum("kij,kj->i", precision, profiles.means)
    centre = np.linalg.solve(precision.sum(axis=0), weighted)
    factor = (groups - 3) / (groups - 1)
    share = factor * sampling @ precision
    covariances = sampling - share @ sampling
    return ShrunkenMeans(
        means=profiles.means - np.einsum("kij,kj->ki", share, profiles.means - centre),
        covariances=(covariances + covariances.transpose(0, 2, 1)) / 2,
        centre=centre,
        between=between,
        factor=factor,
    )


def _between(moments: Floats, groups: int) -> Floats:
    """The covariance between groups: own variances drawn to their mean, one correlation for all pairs."""
    own = np.clip(np.diag(moments), 0.0, None)
    typical = float(own.mean())
    if typical <= 0 or float(np.trace(moments)) <= 0:
        raise StatisticError(
            "no_variance", "groups differ by no more than sampling explains", "use plain means"
        )
    variances = (groups * own + TRUSTED * typical) / (groups + TRUSTED)
    spread = np.sqrt(np.maximum(variances, LEAST_VARIANCE * typical))
    pairs = spread.sum() ** 2 - (spread**2).sum()
    measures = len(spread)
    correlation = (
        float(np.clip((moments.sum() - np.trace(moments)) / pairs, 0.0, MOST_CORRELATED)) if pairs else 0.0
    )
    shape = correlation + (1 - correlation) * np.eye(measures)
    return np.asarray(np.outer(spread, spread) * shape)
