"""Moments up to the fourth order in one pass: what tests need that do not take answers for normal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from psychometrics.contract import Floats, StatisticError
from psychometrics.latent.implied import half, lower_pairs
from psychometrics.latent.sample import GroupSample

MOST_ITEMS = 60
"""More have so many pairs that the covariances of their covariances would fill the memory."""

ROWS_AT_ONCE: Final = 1024
"""So many people's products stay in the processor's cache; those of all at once are fetched from memory anew."""


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
        size = how_many_terms(matrix.shape[1])
        sums = np.zeros((size, size))
        for terms in terms_of(complete, middle):
            sums += terms @ terms.T
        return FourthMoments(middle, sums)

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


def how_many_terms(items: int) -> int:
    """1, each item and each pair of items."""
    return 1 + items + items * (items + 1) // 2


def terms_of(values: Floats, origin: Floats) -> Iterator[NDArray[np.floating]]:
    """For some persons at a time (terms x persons): 1, each z and each product z_i z_j of `lower_pairs`.

    In single precision where values are halves so small that every product of two terms, and its sum over these
    persons, is exact in it: the product of the matrices then takes half the time.
    """
    items = values.shape[1]
    for first in range(0, len(values), ROWS_AT_ONCE):
        z = np.ascontiguousarray((values[first : first + ROWS_AT_ONCE] - origin).T)
        found = np.empty((how_many_terms(items), z.shape[1]), dtype=_exact(z))
        found[0], found[1 : items + 1] = 1, z
        at = items + 1
        for item in range(items):
            np.multiply(found[item + 1], found[item + 1 : items + 1], out=found[at : at + items - item])
            at += items - item
        yield found


def _exact(z: Floats) -> type[np.floating]:
    halves = 2 * z
    largest = np.abs(halves).max(initial=1)
    exact = largest**4 * ROWS_AT_ONCE < 2**24 and (halves == np.rint(halves)).all()
    return np.float32 if exact else np.float64


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
