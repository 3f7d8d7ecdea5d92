"""Means, variances, covariances and correlations from one exact, mergeable pass over the answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from psychometrics.codes import Coding, coded
from psychometrics.contract import Counts, Floats, StatisticError, item_names


@dataclass(frozen=True, slots=True, eq=False)
class CompleteMoments:
    """Sums over the persons who answered every item of a set: `items` are column indexes.

    `n` persons; `step_sums` (items) and `step_products` (items x items) in steps above each item's low.
    """

    items: tuple[int, ...]
    n: int
    step_sums: NDArray[Any]
    step_products: NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Pairwise sums of a set of items, exact in integers, added with `+`.

    `value = low + unit * step`. With i the row and j the column, over the persons who answered both items:
    `n[i, j]` persons, `step_sums[i, j]` the sum of item i, `step_squares[i, j]` the sum of its squares,
    `step_products[i, j]` the sum of i times j, all in whole steps (int64), or in float64 where the values
    are continuous (`exact` is False). `complete` holds the complete-case sums of each subset asked for.
    """

    names: tuple[str, ...]
    low: Floats
    high: Floats
    unit: Floats
    n: Counts
    step_sums: NDArray[Any]
    step_squares: NDArray[Any]
    step_products: NDArray[Any]
    complete: tuple[CompleteMoments, ...] = field(default=())

    @staticmethod
    def of(
        codes: ArrayLike,
        table: ArrayLike,
        *,
        names: Sequence[str] | None = None,
        subsets: Sequence[Sequence[int]] = (),
    ) -> "Moments":
        """Sums of a block of codes (persons x items, uint8) under a value table (items x 256)."""
        coding = Coding.of(table)
        block = np.asarray(codes)
        steps = np.take_along_axis(coding.steps, block.T.astype(np.int64), axis=1).T.astype(np.float64)
        steps[steps < 0] = np.nan
        return _of_steps(steps, coding, names, subsets)

    @staticmethod
    def of_values(
        values: ArrayLike,
        *,
        names: Sequence[str] | None = None,
        subsets: Sequence[Sequence[int]] = (),
        low: ArrayLike | None = None,
        high: ArrayLike | None = None,
    ) -> "Moments":
        """Sums of a matrix of values (persons x items, NaN missing); `low`, `high`: ends of the scale."""
        return Moments.of(*coded(values, low=low, high=high), names=names, subsets=subsets)

    @staticmethod
    def by_group(
        codes: ArrayLike,
        table: ArrayLike,
        groups: ArrayLike,
        *,
        names: Sequence[str] | None = None,
        subsets: Sequence[Sequence[int]] = (),
    ) -> "GroupMoments":
        """The same sums for every group of persons: `groups` holds one label a person."""
        block, labels = np.asarray(codes), np.asarray(groups)
        each = {
            label: Moments.of(block[labels == label], table, names=names, subsets=subsets)
            for label in np.unique(labels).tolist()
        }
        return GroupMoments(each)

    def __add__(self, other: "Moments") -> "Moments":
        if self.names != other.names or not np.array_equal(self.low, other.low, equal_nan=True):
            raise StatisticError(
                "merge",
                "two Moments of different items cannot be added",
                "use the same items and value table",
            )
        return replace(
            self,
            n=self.n + other.n,
            step_sums=self.step_sums + other.step_sums,
            step_squares=self.step_squares + other.step_squares,
            step_products=self.step_products + other.step_products,
            complete=tuple(
                CompleteMoments(
                    a.items, a.n + b.n, a.step_sums + b.step_sums, a.step_products + b.step_products
                )
                for a, b in zip(self.complete, other.complete, strict=True)
            ),
        )

    @property
    def exact(self) -> bool:
        """Whether the sums are whole numbers, the same for any order of adding."""
        return bool(np.issubdtype(self.step_sums.dtype, np.integer))

    @property
    def sums(self) -> Floats:
        """Sum of the values of item i over the persons who answered i and j."""
        return self.low[:, None] * self.n + self.unit[:, None] * self.step_sums

    @property
    def squares(self) -> Floats:
        """Sum of the squared values of item i over the persons who answered i and j."""
        low, unit = self.low[:, None], self.unit[:, None]
        return low**2 * self.n + 2 * low * unit * self.step_sums + unit**2 * self.step_squares

    @property
    def products(self) -> Floats:
        """Sum of the products of items i and j over the persons who answered both."""
        low, unit = self.low, self.unit
        mixed = np.outer(low, unit) * self.step_sums.T
        return np.outer(low, low) * self.n + mixed + mixed.T + np.outer(unit, unit) * self.step_products

    def keyed(self, reverse: Sequence[bool]) -> "Moments":
        """The Moments as if the items marked True had been answered low + high - x; exact."""
        raise NotImplementedError

    def select(self, items: Sequence[int]) -> "Moments":
        """The Moments of some items (column indexes), in the order given."""
        raise NotImplementedError

    def means(self) -> Floats:
        """Mean of each item over everybody who answered it; NaN where nobody did."""
        raise NotImplementedError

    def variances(self) -> Floats:
        """Variance of each item, divisor n - 1, over everybody who answered it."""
        raise NotImplementedError

    def covariance(self) -> Floats:
        """Pairwise covariances, divisor n - 1; R: `cov(x, use = "pairwise")`."""
        raise NotImplementedError

    def correlation(self) -> Floats:
        """Pairwise correlations, each from its pair's own variances; R: `cor(x, use = "pairwise")`."""
        raise NotImplementedError

    def covariance_complete(self, subset: Sequence[int]) -> Floats:
        """Covariance of the persons who answered all items of a subset; R: `cov(na.omit(x))`."""
        raise NotImplementedError

    def correlation_complete(self, subset: Sequence[int]) -> Floats:
        """Correlation of the persons who answered all items of a subset; R: `cor(na.omit(x))`."""
        raise NotImplementedError

    def means_complete(self, subset: Sequence[int]) -> Floats:
        """Means of the persons who answered all items of a subset."""
        raise NotImplementedError

    def n_complete(self, subset: Sequence[int]) -> int:
        """How many persons answered all items of a subset (one of `subsets` given at construction)."""
        raise NotImplementedError


class GroupMoments(Mapping[Any, Moments]):
    """Moments of every group, by label: `grouped[label]`, `grouped.total()`, `grouped + other`."""

    def __init__(self, each: dict[Any, Moments]) -> None:
        self._each = each

    def __getitem__(self, label: Any) -> Moments:
        return self._each[label]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._each)

    def __len__(self) -> int:
        return len(self._each)


def _of_steps(
    steps: Floats, coding: Coding, names: Sequence[str] | None, subsets: Sequence[Sequence[int]]
) -> Moments:
    mask = ~np.isnan(steps)
    x, m = np.where(mask, steps, 0.0), mask.astype(np.float64)
    complete = []
    for subset in subsets:
        whole = x[np.ix_(mask[:, subset].all(axis=1), list(subset))]
        complete.append(
            CompleteMoments(
                tuple(subset),
                len(whole),
                whole.sum(axis=0).astype(np.int64),
                (whole.T @ whole).astype(np.int64),
            )
        )
    return Moments(
        item_names(steps.shape[1], names),
        coding.low,
        coding.high,
        coding.unit,
        *((part).astype(np.int64) for part in (m.T @ m, x.T @ m, (x**2).T @ m, x.T @ x)),
        tuple(complete),
    )
