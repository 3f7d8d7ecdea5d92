"""Means, variances, covariances and correlations from one exact, mergeable pass over the answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from psychometrics.contract import Counts, Floats, StatisticError, item_names, response_matrix
from psychometrics.summaries import pairwise
from psychometrics.summaries.codes import Chunk, Coding, Grid, chunks_of_codes, chunks_of_values
from psychometrics.summaries.gram import Gram

Subsets = Sequence[Sequence[int]]
Sums = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class CompleteMoments:
    """Sums over the persons who answered every item of a set: `items` are column indexes.

    `n` persons; `step_sums` (items) and `step_products` (items x items) in steps above each item's low.
    """

    items: tuple[int, ...]
    n: int
    step_sums: Sums
    step_products: Sums

    def __add__(self, other: "CompleteMoments") -> "CompleteMoments":
        return CompleteMoments(
            self.items,
            self.n + other.n,
            self.step_sums + other.step_sums,
            self.step_products + other.step_products,
        )

    def keyed(self, reverse: NDArray[np.bool_], largest: Sums) -> "CompleteMoments":
        """The sums with the items marked True reversed; `largest` is the highest step of each item."""
        n = np.full(self.step_products.shape, self.n)
        sums = np.broadcast_to(self.step_sums[:, None], n.shape)
        products = turned_products(n, sums, self.step_products, reverse, largest)
        turned = np.where(reverse, largest * self.n - self.step_sums, self.step_sums)
        return replace(self, step_sums=turned, step_products=products)


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Pairwise sums of a set of items, exact in integers, added with `+`.

    With i the row and j the column, over the persons who answered both items: `n[i, j]` persons,
    `step_sums[i, j]` the sum of item i, `step_squares[i, j]` the sum of its squares, `step_products[i, j]`
    the sum of i times j. All are in whole steps, `value = low + unit * step` (int64), or in float64 where
    values are continuous (`exact` is False); `sums`, `squares` and `products` give them in values.
    `complete` holds the complete-case sums of each subset asked for.

    Missing answers are left out pair by pair, nothing is imputed. Pairwise covariances rest on different
    persons for different pairs, so their matrix need not be positive definite.
    """

    names: tuple[str, ...]
    low: Floats
    high: Floats
    unit: Floats
    n: Counts
    step_sums: Sums
    step_squares: Sums
    step_products: Sums
    complete: tuple[CompleteMoments, ...] = ()

    @staticmethod
    def of(
        codes: ArrayLike,
        table: ArrayLike,
        *,
        names: Sequence[str] | None = None,
        subsets: Subsets = (),
    ) -> "Moments":
        """Sums of a block of codes, exact and the same for any blocking.

        `codes` is persons x items, uint8; `table` items x 256 holds the value of each code, NaN where it is
        a kind of missing answer; `subsets` are sets of columns whose complete cases are wanted as well.
        Raises `StatisticError` "off_scale" for a code below 200 that the table has no value for.
        """
        coding = Coding.of(table)
        return _gathered(coding.grid, names, subsets, chunks_of_codes(codes, coding))

    @staticmethod
    def of_values(
        values: ArrayLike,
        *,
        names: Sequence[str] | None = None,
        subsets: Subsets = (),
        low: ArrayLike | None = None,
        high: ArrayLike | None = None,
    ) -> "Moments":
        """Sums of a matrix of values (persons x items, NaN missing).

        `low` and `high` (one for all, or one an item) are the ends of the response scale, which reversing
        and merging need; without them the lowest and highest value that occurs stand for them. Continuous
        values (on no grid of at most 65,535 steps) are summed in floating point, where merging may change
        the last digits.
        """
        matrix = response_matrix(values, minimum_persons=0)
        grid = Grid.of_values(matrix, low, high)
        return _gathered(grid, names, subsets, chunks_of_values(matrix, grid))

    def __add__(self, other: "Moments") -> "Moments":
        check_same_items(self, other)
        return replace(
            self,
            n=self.n + other.n,
            step_sums=self.step_sums + other.step_sums,
            step_squares=self.step_squares + other.step_squares,
            step_products=self.step_products + other.step_products,
            complete=tuple(a + b for a, b in zip(self.complete, other.complete, strict=True)),
        )

    @property
    def grid(self) -> Grid:
        """The ends and the unit of each item's values."""
        return Grid(self.low, self.high, self.unit, self.exact)

    @property
    def exact(self) -> bool:
        """Whether the sums are whole numbers, the same for any order of adding."""
        return bool(self.step_products.dtype != np.float64)

    @property
    def sums(self) -> Floats:
        """Sum of the values of item i over the persons who answered i and j."""
        low, unit = np.nan_to_num(self.low)[:, None], self.unit[:, None]
        return np.asarray(low * self.n + unit * self.step_sums)

    @property
    def squares(self) -> Floats:
        """Sum of the squared values of item i over the persons who answered i and j."""
        low, unit = np.nan_to_num(self.low)[:, None], self.unit[:, None]
        return np.asarray(low**2 * self.n + 2 * low * unit * self.step_sums + unit**2 * self.step_squares)

    @property
    def products(self) -> Floats:
        """Sum of the products of items i and j over the persons who answered both."""
        low, unit = np.nan_to_num(self.low), self.unit
        mixed = np.outer(unit, low) * self.step_sums
        whole = np.outer(low, low) * self.n + np.outer(unit, unit) * self.step_products
        return np.asarray(whole + mixed + mixed.T)

    def keyed(self, reverse: Sequence[bool] | NDArray[np.bool_]) -> "Moments":
        """The Moments as if the items marked True had been answered low + high - x; exact, no second pass."""
        turn = checked_key(reverse, self.names, self.low)
        largest = self._largest()
        top = largest[:, None]
        return replace(
            self,
            step_sums=np.where(turn[:, None], top * self.n - self.step_sums, self.step_sums),
            step_squares=np.where(
                turn[:, None],
                top**2 * self.n - 2 * top * self.step_sums + self.step_squares,
                self.step_squares,
            ),
            step_products=turned_products(self.n, self.step_sums, self.step_products, turn, largest),
            complete=tuple(
                part.keyed(turn[list(part.items)], largest[list(part.items)]) for part in self.complete
            ),
        )

    def _largest(self) -> Sums:
        return self.grid.largest.astype(self.step_products.dtype)

    def select(self, items: Sequence[int]) -> "Moments":
        """The Moments of some items (column indexes), in the order given.

        Subsets that lie wholly within the items are kept.
        """
        chosen = [int(item) for item in items]
        square = np.ix_(chosen, chosen)
        place = {item: index for index, item in enumerate(chosen)}
        return Moments(
            tuple(self.names[item] for item in chosen),
            self.low[chosen],
            self.high[chosen],
            self.unit[chosen],
            self.n[square],
            self.step_sums[square],
            self.step_squares[square],
            self.step_products[square],
            tuple(
                replace(part, items=tuple(place[item] for item in part.items))
                for part in self.complete
                if set(part.items) <= set(chosen)
            ),
        )

    def counts(self) -> Counts:
        """How many persons answered each item."""
        return np.asarray(np.diagonal(self.n))

    def means(self) -> Floats:
        """Mean of each item over everybody who answered it, NaN where nobody did; R: `colMeans(x, TRUE)`."""
        steps = pairwise.quotient(np.diagonal(self.step_sums), self.counts())
        return np.asarray(self.low + self.unit * steps)

    def variances(self) -> Floats:
        """Variance of each item, divisor n - 1, over everybody who answered it; NaN with fewer than two."""
        return np.asarray(np.diagonal(self.covariance()))

    def covariance(self) -> Floats:
        """Pairwise covariances, divisor n - 1, NaN below two persons; R: `cov(x, use = "pairwise")`."""
        return np.asarray(np.outer(self.unit, self.unit) * pairwise.per_pair(self._codeviations(), self.n))

    def correlation(self) -> Floats:
        """Pairwise correlations, each from the variances of its own pair's persons.

        NaN where an item is constant among them. This is not the pairwise covariance divided by the items'
        standard deviations (R's `cov2cor`), which mixes persons. R: `cor(x, use = "pairwise")`.
        """
        own = pairwise.deviation(self.n, self.step_squares, self.step_sums, self.step_sums)
        return pairwise.correlations(self._codeviations(), own, own.T)

    def _codeviations(self) -> Floats:
        return pairwise.deviation(self.n, self.step_products, self.step_sums, self.step_sums.T)

    def of_subset(self, subset: Sequence[int] | None = None) -> CompleteMoments:
        """The complete-case sums of a subset given at construction (all items when None).

        Where no answer is missing among the items they are read off the pairwise sums. Raises
        `StatisticError` "no_subset" otherwise.
        """
        items = tuple(range(len(self.names))) if subset is None else tuple(int(item) for item in subset)
        for part in self.complete:
            if part.items == items:
                return part
            if set(part.items) == set(items):
                order = [part.items.index(item) for item in items]
                return CompleteMoments(
                    items, part.n, part.step_sums[order], part.step_products[np.ix_(order, order)]
                )
        square = np.ix_(items, items)
        if items and self.n[square].min() == self.n[square].max():
            sums, products = self.step_sums[square], self.step_products[square]
            return CompleteMoments(items, int(self.n[square].max()), np.diagonal(sums), products)
        raise StatisticError(
            "no_subset",
            "complete cases of these items were not gathered: " + ", ".join(self.names[i] for i in items),
            "name the items in `subsets` when the Moments are made",
        )

    def n_complete(self, subset: Sequence[int] | None = None) -> int:
        """How many persons answered all items of a subset (all items when None)."""
        return self.of_subset(subset).n

    def means_complete(self, subset: Sequence[int] | None = None) -> Floats:
        """Means of the persons who answered all items of a subset; R: `colMeans(na.omit(x))`."""
        part = self.of_subset(subset)
        chosen = list(part.items)
        steps = pairwise.quotient(part.step_sums, np.full(len(chosen), part.n))
        return np.asarray(self.low[chosen] + self.unit[chosen] * steps)

    def covariance_complete(self, subset: Sequence[int] | None = None) -> Floats:
        """Covariance (divisor n - 1) of those who answered all items of a subset; R: `cov(na.omit(x))`."""
        part = self.of_subset(subset)
        unit = self.unit[list(part.items)]
        n = np.full(part.step_products.shape, part.n)
        return np.asarray(np.outer(unit, unit) * pairwise.per_pair(complete_deviations(part), n))

    def correlation_complete(self, subset: Sequence[int] | None = None) -> Floats:
        """Correlation of the persons who answered all items of a subset; R: `cor(na.omit(x))`."""
        deviations = complete_deviations(self.of_subset(subset))
        own = np.diagonal(deviations)
        return pairwise.correlations(deviations, own[:, None], own)


def complete_deviations(part: CompleteMoments) -> Floats:
    """n^2 times the covariances with divisor n of a complete-case set, in steps."""
    n = np.full(part.step_products.shape, part.n)
    return pairwise.deviation(n, part.step_products, part.step_sums[:, None], part.step_sums[None, :])


def turned_products(n: Counts, sums: Sums, products: Sums, turn: NDArray[np.bool_], largest: Sums) -> Sums:
    """Sums of products when the steps of the items marked True count down from the item's highest step.

    (h_i - x_i) x_j sums to h_i S_ji - P_ij, and (h_i - x_i)(h_j - x_j) to
    h_i h_j n - h_i S_ji - h_j S_ij + P_ij.
    """
    down = largest[:, None] * np.swapaxes(sums, -1, -2)
    across = np.swapaxes(down, -1, -2)
    both = largest[:, None] * largest * n - down - across + products
    one = np.where(turn[:, None], down, across) - products
    same = turn[:, None] == turn
    return np.asarray(np.where(same, np.where(turn, both, products), one))


def checked_key(
    reverse: Sequence[bool] | NDArray[np.bool_], names: tuple[str, ...], low: Floats
) -> NDArray[np.bool_]:
    """The key as an array, one entry an item; raises `StatisticError` "key" for a wrong number of them."""
    turn = np.asarray(reverse, dtype=bool)
    if turn.shape != low.shape:
        raise StatisticError(
            "key", f"{turn.size} keys for {len(names)} items", "say for each item whether it is reversed"
        )
    return turn


def check_same_items(one: Any, other: Any) -> None:
    """Refuse to add sums of different items, scales or subsets."""
    alike = one.names == other.names and one.grid.same(other.grid)
    if not alike or [part.items for part in one.complete] != [part.items for part in other.complete]:
        raise StatisticError(
            "merge",
            "sums of different items, response scales or subsets cannot be added",
            "use the same items, value table (or `low` and `high`) and subsets for every block",
        )


def _gathered(grid: Grid, names: Sequence[str] | None, subsets: Subsets, chunks: Iterable[Chunk]) -> Moments:
    items = len(grid.low)
    largest = int(grid.largest.max(initial=0)) if grid.exact else None
    gram = Gram(items, subsets, largest).gather(chunks)
    return Moments(
        item_names(items, names),
        grid.low,
        grid.high,
        grid.unit,
        gram.n,
        gram.sums,
        gram.squares,
        gram.products,
        tuple(CompleteMoments(tuple(s.items), s.n, s.sums, s.products) for s in gram.subsets),
    )
