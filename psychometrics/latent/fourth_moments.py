"""Moments up to the fourth order in one pass: what tests need that do not take answers for normal."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Floats, StatisticError
from psychometrics.latent.implied import half, lower_pairs
from psychometrics.latent.sample import GroupSample

MOST_ITEMS = 60
"""More have so many pairs that the covariances of their covariances would fill the memory."""


@dataclass(frozen=True, slots=True, eq=False)
class FourthMoments:
    """Sums over the people who answered all items, added with `+`.

    `origin` is what values are taken about, one an item; `sums` (terms x terms) are those of the products of 1, each
    item's z and each product z_i z_j of `lower_pairs`, so that its first cell counts people.
    """

    origin: Floats
    sums: Floats

    @staticmethod
    def of_values(values: ArrayLike, origin: Sequence[float] | Floats | None = None) -> "FourthMoments":
        """Of a matrix of values, persons x items; rows with a missing value (NaN) are left out.

        `origin` is best near the means, as the middle of the response scale; blocks that shall be added need the
        same. Raises `StatisticError` "many_items" beyond sixty.
        """
        matrix = np.asarray(values, dtype=np.float64)
        if matrix.shape[1] > MOST_ITEMS:
            raise StatisticError(
                "many_items",
                f"{matrix.shape[1]} items, where tests that allow for answers that are not normal take {MOST_ITEMS}",
                "fit fewer items at a time",
            )
        complete = matrix[~np.isnan(matrix).any(axis=1)]
        middle = _middle(complete) if origin is None else np.asarray(origin, dtype=np.float64)
        about = complete - middle
        rows, columns = lower_pairs(matrix.shape[1])
        terms = np.hstack([np.ones((len(about), 1)), about, about[:, rows] * about[:, columns]])
        return FourthMoments(middle, terms.T @ terms)

    def __add__(self, other: "FourthMoments") -> "FourthMoments":
        if not np.array_equal(self.origin, other.origin):
            raise StatisticError(
                "merge", "sums about different origins cannot be added", "give every block the same origin"
            )
        return FourthMoments(self.origin, self.sums + other.sums)

    def sample(self, name: str = "") -> GroupSample:
        """The group's means, covariances and `gamma`; raises `StatisticError` "few_persons" below two people."""
        n = round(float(self.sums[0, 0]))
        if n < 2:
            raise StatisticError(
                "few_persons", f"{n} people answered all items of the model", "collect more responses first"
            )
        items = len(self.origin)
        away = self.sums[0, 1 : items + 1] / n
        turned = about_mean(away)
        moments = turned @ (self.sums / n) @ turned.T
        rows, columns = lower_pairs(items)
        covariance = np.zeros((items, items))
        covariance[rows, columns] = covariance[columns, rows] = moments[0, items + 1 :]
        centre = np.concatenate([np.zeros(items), half(covariance)])
        gamma = moments[1:, 1:] - np.outer(centre, centre)
        return GroupSample(n, self.origin + away, covariance, name, gamma)


def _middle(values: Floats) -> Floats:
    return values.mean(axis=0) if len(values) else np.zeros(values.shape[1])


def about_mean(away: Floats) -> Floats:
    """What turns 1, z and z_i z_j into 1, z - d and (z_i - d_i)(z_j - d_j), d the mean of z."""
    items = len(away)
    rows, columns = lower_pairs(items)
    size = 1 + items + len(rows)
    turned = np.eye(size)
    turned[1 : items + 1, 0] = -away
    pairs = np.arange(len(rows)) + items + 1
    turned[pairs, 0] = away[rows] * away[columns]
    np.add.at(turned, (pairs, 1 + rows), -away[columns])
    np.add.at(turned, (pairs, 1 + columns), -away[rows])
    return turned
