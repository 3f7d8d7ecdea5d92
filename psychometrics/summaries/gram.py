"""Sums of products over persons, gathered chunk by chunk into whole numbers.

The product of a chunk is taken in float32 or float64 by the machine's matrix routine, where chunk sizes keep
every partial sum a whole number that the type holds exactly; chunks are then added in 64-bit integers. The
result is therefore the same for any size and order of chunks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from psychometrics.contract import Counts
from psychometrics.summaries.codes import Chunk

Sums = NDArray[Any]
"""int64 where values lie on a grid, float64 where they are continuous."""

FEWEST_ROWS = 300
"""Below so many persons a product is too small for packing to gain anything."""


@dataclass(slots=True, eq=False)
class Subset:
    """The complete-case sums of one set of items, as they grow."""

    items: list[int]
    n: Any
    sums: Sums
    products: Sums


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Subsets without a common item, handled in one product.

    `columns` are the items that take part, None for all; `members` (items x subsets) and `owner` (subsets x
    columns) are 0 or 1; `at` says where each subset's items stand among the columns.
    """

    subsets: list[Subset]
    columns: NDArray[np.int64] | None
    at: list[NDArray[np.int64]]
    members: NDArray[np.float64]
    owner: NDArray[np.float64]

    def complete(self, x: Sums, d: Sums) -> tuple[Sums, Sums]:
        """Who is complete in each subset (persons x subsets), and their steps, 0 for everybody else's."""
        return self._where(x, d @ self.members.astype(d.dtype) == 0)

    def incomplete(self, x: Sums, d: Sums) -> tuple[Sums, Sums]:
        """Who lacks an answer in each subset (persons x subsets), and their steps, 0 for everybody else's."""
        return self._where(x, d @ self.members.astype(d.dtype) > 0)

    def _where(self, x: Sums, persons: NDArray[np.bool_]) -> tuple[Sums, Sums]:
        chosen = persons.astype(x.dtype)
        columns = x if self.columns is None else np.take(x, self.columns, axis=1)
        return chosen, columns * (chosen @ self.owner.astype(x.dtype))


class Gram:
    """Pairwise n, sums, squares and products of items, and complete-case sums of subsets, as they grow.

    `largest` is the highest step of any item, None where steps are not whole numbers.
    """

    def __init__(self, items: int, subsets: Sequence[Sequence[int]], largest: int | None) -> None:
        self._largest = largest
        self._dtype = np.float64 if largest is None else np.int64
        shape = (items, items)
        self.n = np.zeros(shape, dtype=np.int64)
        self.sums, self.squares, self.products = (np.zeros(shape, dtype=self._dtype) for _ in range(3))
        self.subsets = [
            Subset(
                list(subset), 0, np.zeros(len(subset), self._dtype), np.zeros((len(subset),) * 2, self._dtype)
            )
            for subset in subsets
        ]
        self._layers = layers(self.subsets, items)

    def gather(self, chunks: Iterable[Chunk]) -> "Gram":
        """Add all chunks and return itself."""
        for chunk in chunks:
            self._add(chunk)
        return self

    def _add(self, chunk: Chunk) -> None:
        """Everything as if nobody had left anything out, then take away what those who did were missing."""
        x = chunk.steps
        products = self._whole(x.T @ x)
        totals = self._whole(column_sums(x))
        n = np.full(products.shape, len(x))
        sums = np.repeat(totals[:, None], len(totals), axis=1)
        squares = np.repeat(np.diagonal(products)[:, None], len(totals), axis=1)
        for subset in self.subsets:
            subset.n += len(x)
            subset.sums += totals[subset.items]
            subset.products += products[np.ix_(subset.items, subset.items)]
        if chunk.missing is not None:
            self._take_away(n, sums, squares, x, chunk.missing)
        self.n += n
        self.sums += sums
        self.squares += squares
        self.products += products

    def _take_away(self, n: Counts, sums: Sums, squares: Sums, x: Sums, d: Sums) -> None:
        """With d = 1 where an answer is missing and steps 0 there, the sum of item i over those who answered
        j is the sum of all minus the steps of i where j is missing: only rows with a gap need that product.
        Items that nobody here answered (not on this form) have no pairs at all.
        """
        nobody = column_sums(d) == len(x)
        some = d * ~nobody if nobody.any() else d
        with np.errstate(invalid="ignore"):  # of zeros and ones; some processors' kernels look past the end
            gaps = some @ np.ones(d.shape[1], dtype=d.dtype) > 0
        if 10 * np.count_nonzero(gaps) < 8 * len(x):
            rest, some = x[gaps], some[gaps]
        else:
            rest = x
        both, absent, absent_squares = self._where_missing(rest, some)
        alone = np.diagonal(both)
        n += both - alone[:, None] - alone
        sums -= absent
        squares -= absent_squares
        for part in (n, sums, squares):
            part[:, nobody] = 0
            part[nobody, :] = 0
        for layer in self._layers:
            self._take_away_from(layer, x, d)

    def _where_missing(self, x: Sums, d: Sums) -> tuple[Sums, Sums, Sums]:
        """Sums over the persons for whom item j is missing: of d_i, of x_i and of x_i squared.

        Missing answers are few, so the three sums are small and share one product where they fit into the
        digits of one number: d + base1 x + base2 x^2, taken apart again by division. They fit while no item
        is missing more than `most` times, (largest (most + 1))^3 being at most 2^24 (or 2^53), which says
        how many persons to take at once.
        """
        if self._largest:
            most = (256 if x.dtype == np.float32 else 208_063) // self._largest - 1
            found = int(column_sums(d).max(initial=0))
            if found <= most:
                return self._packed(x, d, most)
            rows = int(0.8 * most * len(x) / found)
            if rows >= FEWEST_ROWS:
                parts = (slice(first, first + rows) for first in range(0, len(x), rows))
                whole, *others = (self._where_missing(x[part], d[part]) for part in parts)
                for other in others:
                    for sums, more in zip(whole, other, strict=True):
                        sums += more
                return whole
        both, sums, squares = np.split(self._whole(np.hstack([d, x, x * x]).T @ d), 3)
        return both.astype(np.int64), sums, squares

    def _packed(self, x: Sums, d: Sums, most: int) -> tuple[Sums, Sums, Sums]:
        largest = self._largest or 1
        base1 = most + 1
        base2 = base1 * (largest * most + 1)
        digits = x * x.dtype.type(base2)
        digits += base1
        digits *= x
        digits += d
        packed = self._whole(digits.T @ d)
        squares = packed // base2
        packed -= squares * base2
        sums = packed // base1
        return packed - sums * base1, sums, squares

    def _take_away_from(self, layer: Layer, x: Sums, d: Sums) -> None:
        incomplete, steps = layer.incomplete(x, d)
        counts, sums = column_sums(incomplete), self._whole(column_sums(steps))
        products = self._whole(steps.T @ steps)
        for subset, at, count in zip(layer.subsets, layer.at, counts, strict=True):
            subset.n -= int(count)
            subset.sums -= sums[at]
            subset.products -= products[at[:, None], at]

    def _whole(self, sums: Sums) -> Sums:
        return sums.astype(self._dtype)


def column_sums(x: Sums) -> Sums:
    """Sums of the columns by one matrix product: ten times as fast as adding down the rows."""
    return np.asarray(np.ones(len(x), dtype=x.dtype) @ x)


def layers(subsets: Sequence[Subset], items: int) -> list[Layer]:
    """Put each subset into the first layer that has none of its items yet."""
    sorted_: list[list[Subset]] = []
    for subset in subsets:
        for layer in sorted_:
            if not any(set(subset.items) & set(other.items) for other in layer):
                layer.append(subset)
                break
        else:
            sorted_.append([subset])
    return [_layer(layer, items) for layer in sorted_]


def _layer(subsets: list[Subset], items: int) -> Layer:
    """Copying columns costs more than multiplying some that are not needed, unless those are the most."""
    taking_part = sorted(item for subset in subsets for item in subset.items)
    few = 2 * len(taking_part) < items
    columns = np.array(taking_part if few else range(items))
    members = np.zeros((items, len(subsets)))
    for index, subset in enumerate(subsets):
        members[subset.items, index] = 1
    at = [np.searchsorted(columns, subset.items) for subset in subsets]
    return Layer(subsets, columns if few else None, at, members, members[columns].T.copy())
