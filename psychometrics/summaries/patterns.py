"""Missing patterns with their own sums: what EM, full-information likelihood and Little's test need."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from psychometrics.contract import Counts, Floats, StatisticError, item_names, response_matrix
from psychometrics.summaries.codes import Chunk, Coding, Grid, chunks_of_codes, chunks_of_values
from psychometrics.summaries.moments import Moments, checked_key, turned_products

Sums = NDArray[Any]
Answered = NDArray[np.bool_]

MOST_CELLS = 2**27
"""Patterns x items x items, beyond which the cross-products would not fit into a gigabyte."""


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """Distinct patterns of answered and missing items, each with its count, sums and cross-products.

    `patterns` (patterns x items, sorted) is True where answered; `n` persons a pattern; `step_sums` (patterns
    x items) and `step_products` (patterns x items x items) over those persons in whole steps above each
    item's low, 0 where the pattern is missing; `sums` and `products` give them in values. Added with `+`,
    the same for any blocking. A pattern without any answer is kept: leave it out where it does not count.
    """

    names: tuple[str, ...]
    grid: Grid
    patterns: Answered
    n: Counts
    step_sums: Sums
    step_products: Sums

    @staticmethod
    def of(codes: ArrayLike, table: ArrayLike, *, names: Sequence[str] | None = None) -> "Patterns":
        """The patterns of a block of codes (persons x items, uint8) under a value table (items x 256).

        Raises `StatisticError` "many_patterns" when their cross-products would not fit into a gigabyte.
        """
        coding = Coding.of(table)
        answered = coding.steps[np.arange(len(coding.steps)), np.asarray(codes)] >= 0
        patterns, index = distinct_patterns(answered)
        order, starts = _sorted(index, len(patterns))
        chunks = chunks_of_codes(codes, coding, order=order)
        return _gathered(item_names(len(coding.steps), names), coding.grid, patterns, chunks, starts)

    @staticmethod
    def of_values(
        values: ArrayLike,
        *,
        names: Sequence[str] | None = None,
        low: ArrayLike | None = None,
        high: ArrayLike | None = None,
    ) -> "Patterns":
        """The patterns of a matrix of values (persons x items, NaN missing); `low`, `high` as in Moments."""
        matrix = response_matrix(values, minimum_persons=0)
        grid = Grid.of_values(matrix, low, high)
        patterns, index = distinct_patterns(~np.isnan(matrix))
        order, starts = _sorted(index, len(patterns))
        chunks = chunks_of_values(matrix, grid, order=order)
        return _gathered(item_names(matrix.shape[1], names), grid, patterns, chunks, starts)

    def __add__(self, other: "Patterns") -> "Patterns":
        if self.names != other.names or not self.grid.same(other.grid):
            raise StatisticError(
                "merge",
                "patterns of different items or response scales cannot be added",
                "use the same items and value table (or `low` and `high`) for every block",
            )
        return _merged(
            self.names,
            self.grid,
            np.concatenate([self.patterns, other.patterns]),
            np.concatenate([self.n, other.n]),
            np.concatenate([self.step_sums, other.step_sums]),
            np.concatenate([self.step_products, other.step_products]),
        )

    @property
    def sums(self) -> Floats:
        """Sum of each item's values within each pattern (patterns x items), 0 where missing."""
        return np.asarray(self._low() * self.n[:, None] + self.grid.unit * self.step_sums)

    @property
    def products(self) -> Floats:
        """Cross-products of values within each pattern (patterns x items x items), 0 where missing."""
        low, unit = self._low(), self.grid.unit
        mixed = (unit * self.step_sums)[:, :, None] * low[:, None, :]
        constant = low[:, :, None] * low[:, None, :] * self.n[:, None, None]
        return np.asarray(
            constant + mixed + np.swapaxes(mixed, 1, 2) + np.outer(unit, unit) * self.step_products
        )

    def _low(self) -> Floats:
        return np.where(self.patterns, np.nan_to_num(self.grid.low), 0.0)

    def moments(self) -> Moments:
        """The pairwise Moments of everybody, equal to those of `Moments.of`, without complete-case sets."""
        answered = self.patterns.astype(self.step_sums.dtype)
        squares = np.diagonal(self.step_products, axis1=1, axis2=2)
        here = self.patterns.astype(np.int64)
        return Moments(
            self.names,
            self.grid.low,
            self.grid.high,
            self.grid.unit,
            (here * self.n[:, None]).T @ here,
            self.step_sums.T @ answered,
            squares.T @ answered,
            self.step_products.sum(axis=0),
        )

    def keyed(self, reverse: Sequence[bool] | Answered) -> "Patterns":
        """The patterns as if the items marked True had been answered low + high - x; exact."""
        turn = checked_key(reverse, self.names, self.grid.low)
        kind = self.step_sums.dtype
        largest = self.grid.largest.astype(kind)
        here = self.patterns.astype(kind)
        n = (here * self.n[:, None])[:, :, None] * here[:, None, :]
        sums = self.step_sums[:, :, None] * here[:, None, :]
        return replace(
            self,
            step_sums=np.where(turn, largest * here * self.n[:, None] - self.step_sums, self.step_sums),
            step_products=turned_products(n, sums, self.step_products, turn, largest),
        )

    def select(self, items: Sequence[int]) -> "Patterns":
        """The patterns of some items (column indexes) only, merged where they become alike."""
        chosen = [int(item) for item in items]
        return _merged(
            tuple(self.names[item] for item in chosen),
            self.grid.select(chosen),
            self.patterns[:, chosen],
            self.n,
            self.step_sums[:, chosen],
            self.step_products[:, chosen][:, :, chosen],
        )


def distinct_patterns(answered: Answered) -> tuple[Answered, NDArray[np.int64]]:
    """The distinct rows in sorted order (missing before answered), and each row's place among them."""
    persons, items = answered.shape
    words = max(1, -(-items // 64))
    packed = np.zeros((persons, 8 * words), dtype=np.uint8)
    packed[:, : -(-items // 8)] = np.packbits(answered, axis=1)
    keys = packed.view(">u8").astype(np.uint64)
    order = np.lexsort(keys.T[::-1])
    in_order = keys[order]
    new = np.ones(persons, dtype=bool)
    new[1:] = (in_order[1:] != in_order[:-1]).any(axis=1)
    index = np.empty(persons, dtype=np.int64)
    index[order] = np.cumsum(new) - 1
    return answered[order[new]], index


def _sorted(index: NDArray[np.int64], count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    starts = np.concatenate([[0], np.cumsum(np.bincount(index, minlength=count))])
    return np.argsort(index, kind="stable"), starts


def _gathered(
    names: tuple[str, ...],
    grid: Grid,
    patterns: Answered,
    chunks: Iterable[Chunk],
    starts: NDArray[np.int64],
) -> Patterns:
    count, items = patterns.shape
    if count * items**2 > MOST_CELLS:
        raise StatisticError(
            "many_patterns",
            f"{items} items have {count} different patterns of missing answers",
            "take fewer items at a time (one subscale), or leave out items that few persons were shown",
        )
    kind = np.int64 if grid.exact else np.float64
    sums = np.zeros((count, items), dtype=kind)
    products = np.zeros((count, items, items), dtype=kind)
    for chunk in chunks:
        x, last = chunk.steps.astype(np.float64), chunk.first + len(chunk.steps)
        pattern = int(np.searchsorted(starts, chunk.first, side="right")) - 1
        while pattern < count and starts[pattern] < last:
            rows = x[max(starts[pattern] - chunk.first, 0) : starts[pattern + 1] - chunk.first]
            sums[pattern] += rows.sum(axis=0).astype(kind)
            products[pattern] += (rows.T @ rows).astype(kind)
            pattern += 1
    return Patterns(names, grid, patterns, np.diff(starts), sums, products)


def _merged(
    names: tuple[str, ...], grid: Grid, patterns: Answered, n: Counts, sums: Sums, products: Sums
) -> Patterns:
    """Equal patterns added up."""
    distinct, index = distinct_patterns(patterns)

    def added(part: Sums) -> Sums:
        result = np.zeros((len(distinct), *part.shape[1:]), dtype=part.dtype)
        np.add.at(result, index, part)
        return result

    return Patterns(names, grid, distinct, added(n), added(sums), added(products))
