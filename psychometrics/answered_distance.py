"""Mahalanobis distances over the items that each person answered, for many people at once."""

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Floats, StatisticError, response_matrix
from psychometrics.quality import Sample

CELLS_AT_ONCE = 2_000_000


def answered_distance(responses: ArrayLike, sample: Sample) -> tuple[Floats, Floats]:
    """Squared distance of each person's answers from everybody's mean, and its chi-square p.

    Equal to `quality.mahalanobis`, whose parameters, meaning and literature it has; that one inverts a matrix
    for each pattern of missing answers, this one solves a system as small as a person's number of missing
    answers: d2 = x'Px - (Px)_m' (P_mm)^-1 (Px)_m, with P the inverse of the whole covariance, x the centred
    answers, 0 where missing, and m the missing items. Raises `StatisticError` "singular" when P does not exist.
    """
    from scipy.special import chdtrc

    matrix = response_matrix(responses)
    precision = _precision(sample)
    seen = np.isfinite(matrix)
    x = np.where(seen, matrix - sample.mean, 0.0)
    y = x @ precision
    distance = np.asarray(np.einsum("ij,ij->i", x, y))
    missing = (~seen).sum(axis=1)
    for number in np.unique(missing[(missing > 0) & (missing < matrix.shape[1])]).tolist():
        people = np.flatnonzero(missing == number)
        step = max(1, CELLS_AT_ONCE // number**2)
        for start in range(0, len(people), step):
            some = people[start : start + step]
            at = np.nonzero(~seen[some])[1].reshape(len(some), number)
            v = np.take_along_axis(y[some], at, axis=1)
            block = precision[at[:, :, None], at[:, None, :]]
            distance[some] -= np.einsum("ij,ij->i", v, np.linalg.solve(block, v[:, :, None])[:, :, 0])
    distance = np.where(missing < matrix.shape[1], np.maximum(distance, 0.0), np.nan)
    return distance, np.where(np.isnan(distance), np.nan, chdtrc(matrix.shape[1] - missing, distance))


def _precision(sample: Sample) -> Floats:
    correlation = sample.correlation
    if np.isnan(correlation).any() or np.linalg.eigvalsh(correlation)[0] <= 1e-10:
        raise StatisticError(
            "singular",
            "an item does not vary or repeats another, so distances between people are not defined",
            "leave that item out, or collect more responses",
        )
    return np.asarray(np.linalg.inv(sample.covariance))
