"""Profiles of groups: the means of several measures, how sure each is, and whether their ups and downs are real."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Counts, Floats, StatisticError

SINGULAR = 1e-9  # of the largest eigenvalue: less is a measure that follows from the others


@dataclass(frozen=True, slots=True)
class GroupProfiles:
    """Groups with a mean on every measure: `n` and `means` are groups x measures.

    `within` is the covariance of one person's scores about the group's mean (measures x measures), pooled.
    """

    n: Counts
    means: Floats
    within: Floats

    def sampling(self) -> Floats:
        """The covariance of each group's means by sampling of people, groups x measures x measures.

        Entry (a, b) is within(a, b) / max(n_a, n_b): exact when those with a score on the one measure are
        among those with a score on the other, and near it when few scores are missing.
        """
        most = np.maximum(self.n[:, :, None], self.n[:, None, :])
        return np.asarray(self.within[None, :, :] / most)

    def observed(self) -> Floats:
        """The covariance of the groups' means, each group once (k - 1)."""
        return np.atleast_2d(np.cov(self.means, rowvar=False))


@dataclass(frozen=True, slots=True)
class ProfileReliability:
    """The share of the variance of groups' profiles that is not sampling, with its interval."""

    value: float
    lower: float
    upper: float
    groups: int
    measures: int


def group_profiles(scores: ArrayLike, groups: ArrayLike, chosen: ArrayLike) -> GroupProfiles:
    """The profiles of the chosen groups, in their order.

    `scores`: persons x measures, NaN where missing; `groups`: each person's group as a whole number; `chosen`:
    the groups that take part. Means are over those who have a score; the covariance within groups is of people
    with a score on every measure. Raises `StatisticError` for fewer than two groups or measures, a group
    without a mean, or people who all answer alike within groups (or one measure that follows from others). R:
    `Reduce("+", by(x, g, function(d) cov(d) * (nrow(d) - 1))) / (nrow(x) - length(unique(g)))`.
    """
    matrix, labels = np.asarray(scores, dtype=np.float64), np.asarray(groups, dtype=np.int64)
    wanted = np.asarray(chosen, dtype=np.int64)
    if len(wanted) < 2 or matrix.shape[1] < 2:
        raise StatisticError("few_groups", "a profile needs two groups and two measures", "leave it out")
    place = np.full(max(int(labels.max(initial=0)), int(wanted.max())) + 1, -1)
    place[wanted] = np.arange(len(wanted))
    keep = place[labels] >= 0
    at, values = place[labels[keep]], matrix[keep]
    there = np.isfinite(values)
    counts = _sums(there.astype(np.float64), at, len(wanted))
    if (counts < 1).any():
        raise StatisticError("no_mean", "a group has no score on some measure", "leave this group out")
    means = _sums(np.where(there, values, 0.0), at, len(wanted)) / counts
    return GroupProfiles(
        counts.astype(np.int64), means, _pooled(values[there.all(axis=1)], at[there.all(axis=1)])
    )


def _sums(values: Floats, at: Counts, groups: int) -> Floats:
    columns = [np.bincount(at, column, groups) for column in values.T]
    return np.column_stack(columns)


def _pooled(values: Floats, at: Counts) -> Floats:
    """The covariance within groups of complete cases; refused where it has no inverse."""
    groups, place = np.unique(at, return_inverse=True)
    df = len(values) - len(groups)
    if df <= values.shape[1]:
        raise StatisticError("few_persons", "too few people have every score", "leave a measure out")
    sizes = np.bincount(place)
    away = values - (_sums(values, place, len(groups)) / sizes[:, None])[place]
    within = away.T @ away / df
    roots = np.linalg.eigvalsh(within)
    if roots[0] <= SINGULAR * roots[-1] or roots[-1] <= 0:
        raise StatisticError("singular", "people differ too little within groups", "leave a measure out")
    return np.asarray(within)


def profile_reliability(profiles: GroupProfiles, level: float = 0.95) -> ProfileReliability:
    """How much of what sets the groups' ups and downs apart is not sampling of people.

    A profile is a group's means less their own mean over measures, so that how high it lies as a whole plays
    no part; what all groups share (a measure that is low everywhere) plays none either. With C the centring
    matrix, S the covariance of group means and V that of sampling, averaged over groups: 1 - tr(CV) / tr(CS),
    at least 0. It is the share of groups x measures variance in its sum with error, and the ratio of mean
    squared distances between true and between observed profiles. Of a group of usual size: larger ones are
    surer. The interval is Feldt's for a ratio of mean squares, with (k - 1)(m - 1) and many degrees of freedom.

    It misleads where one measure varies much more than the others: it then speaks mostly of that one.
    Cronbach & Gleser (1953), doi:10.1037/h0057173; Conger & Lipshitz (1973), Psychometrika 38, 411-427;
    Feldt (1965), doi:10.1007/BF02289499.
    """
    from scipy.special import chdtri

    groups, measures = profiles.means.shape
    centring = np.eye(measures) - 1 / measures
    error = float(np.trace(centring @ profiles.sampling().mean(axis=0)))
    observed = float(np.trace(centring @ profiles.observed()))
    if observed <= 0:
        return ProfileReliability(0.0, 0.0, 0.0, groups, measures)
    df = (groups - 1) * (measures - 1)
    ratio = error / observed
    low, high = (float(chdtri(df, tail)) / df for tail in ((1 + level) / 2, (1 - level) / 2))
    lower, upper = 1 - ratio * high, 1 - ratio * low
    return ProfileReliability(
        max(0.0, 1 - ratio), max(0.0, lower), min(1.0, max(0.0, upper)), groups, measures
    )
