"""Which of several measures is lowest, which highest: how surely, by drawing the people anew."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Floats, StatisticError

DRAWS_AT_ONCE = 2_000_000
"""Draws times persons held in memory together."""


@dataclass(frozen=True, slots=True)
class ProfileDraws:
    """Means of every measure in every draw, draws x measures; `seed` repeats them."""

    means: Floats
    seed: int

    def lowest(self, among: ArrayLike | None = None) -> Floats:
        """The share of draws in which each measure is the lowest of those in `among` (of all, when None).

        Ties share a draw equally; 0 for measures that are not among them.
        """
        return self._extreme(1.0, among)

    def highest(self, among: ArrayLike | None = None) -> Floats:
        return self._extreme(-1.0, among)

    def _extreme(self, sign: float, among: ArrayLike | None) -> Floats:
        chosen = np.ones(self.means.shape[1], bool) if among is None else np.asarray(among, bool)
        # A row a measure: few long rows are gone through many times as quickly as many short ones.
        signed = np.ascontiguousarray(np.where(chosen, sign * self.means, np.inf).T)
        ends = signed <= signed.min(axis=0) + 1e-9
        return np.asarray((ends / ends.sum(axis=0)).mean(axis=1))


def profile_draws(scores: ArrayLike, *, draws: int = 500, seed: int = 1) -> ProfileDraws:
    """Draw the people of one group with replacement, `draws` times, and average each measure.

    `scores`: persons x measures, NaN where a person has no score (a mean is over those who have one). A person
    is drawn with all their scores, so that measures that go together stay together. A draw in which nobody has
    a score on some measure takes that measure's mean over everybody. Raises `StatisticError` when a measure
    has no score at all. Efron & Tibshirani (1993), chapter 6.
    """
    matrix = np.asarray(scores, dtype=np.float64)
    there = np.isfinite(matrix)
    if matrix.ndim != 2 or not there.any(axis=0).all():
        raise StatisticError(
            "all_missing", "a measure has no score at all", "leave this measure out of the profile"
        )
    values = np.where(there, matrix, 0.0)
    whole = values.sum(axis=0) / there.sum(axis=0)
    generator = np.random.default_rng(seed)
    persons = len(matrix)
    step = max(1, DRAWS_AT_ONCE // persons)
    means = []
    for start in range(0, draws, step):
        size = min(step, draws - start)
        picked = generator.integers(persons, size=(size, persons)) + np.arange(size)[:, None] * persons
        weights = np.bincount(picked.ravel(), minlength=size * persons).reshape(size, persons)
        total, count = weights @ values, weights @ there.astype(np.float64)
        means.append(np.divide(total, count, out=np.broadcast_to(whole, total.shape).copy(), where=count > 0))
    return ProfileDraws(np.concatenate(means), seed)
