"""Moments of every group of persons (schools, classes, roles) from one pass."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from psychometrics.contract import Counts, Floats, StatisticError, item_names, response_matrix
from psychometrics.summaries import pairwise
from psychometrics.summaries.codes import Chunk, Coding, Grid, Order, chunks_of_codes, chunks_of_values
from psychometrics.summaries.gram import Layer, Subset, column_sums, layers
from psychometrics.summaries.moments import CompleteMoments, Moments, Subsets, check_same_items

Sums = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class GroupedCases:
    """Complete-case sums of one set of items per group: `n` (groups), `step_sums` (groups x items),
    `step_products` (groups x items x items).
    """

    items: tuple[int, ...]
    n: Counts
    step_sums: Sums
    step_products: Sums


@dataclass(frozen=True, slots=True, eq=False)
class GroupMoments(Mapping[Any, Moments]):
    """The Moments of every group, as a mapping from label to `Moments` and as stacks of arrays.

    `labels` (groups) in sorted order; `n`, `step_sums`, `step_squares`, `step_products` are groups x items x
    items, as in `Moments`. The four stacks of 10,000 groups of some hundred persons x 50 items take 200 MB, in
    the narrowest whole numbers that hold them: where memory is short, give the items of the subscales that are
    reported by group and not the whole instrument.
    """

    labels: NDArray[Any]
    names: tuple[str, ...]
    grid: Grid
    n: Sums
    step_sums: Sums
    step_squares: Sums
    step_products: Sums
    complete: tuple[GroupedCases, ...] = ()

    @staticmethod
    def of(
        codes: ArrayLike,
        table: ArrayLike,
        groups: ArrayLike,
        *,
        names: Sequence[str] | None = None,
        subsets: Subsets = (),
    ) -> "GroupMoments":
        """Sums per group of a block of codes; `groups` holds one label a person, the rest as `Moments.of`."""
        coding = Coding.of(table)
        labels, index = group_index(groups, len(np.asarray(codes)))
        order, starts = sorted_by_group(index, len(labels))
        chunks = chunks_of_codes(codes, coding, order=order)
        return _gathered(labels, item_names(len(coding.steps), names), coding.grid, subsets, chunks, starts)

    @staticmethod
    def of_values(
        values: ArrayLike,
        groups: ArrayLike,
        *,
        names: Sequence[str] | None = None,
        subsets: Subsets = (),
        low: ArrayLike | None = None,
        high: ArrayLike | None = None,
    ) -> "GroupMoments":
        """Sums per group of a matrix of values (NaN missing); the rest as `Moments.of_values`."""
        matrix = response_matrix(values, minimum_persons=0)
        labels, index = group_index(groups, len(matrix))
        order, starts = sorted_by_group(index, len(labels))
        grid = Grid.of_values(matrix, low, high)
        chunks = chunks_of_values(matrix, grid, order=order)
        return _gathered(labels, item_names(matrix.shape[1], names), grid, subsets, chunks, starts)

    def __getitem__(self, label: Any) -> Moments:
        found = np.flatnonzero(self.labels == label)
        if not found.size:
            raise KeyError(label)
        return self._moments(int(found[0]))

    def __iter__(self) -> Iterator[Any]:
        return iter(self.labels.tolist())

    def __len__(self) -> int:
        return len(self.labels)

    def total(self) -> Moments:
        """The Moments of everybody."""
        return self._moments(slice(None))

    def _moments(self, which: int | slice) -> Moments:
        def wide(part: Sums) -> Sums:
            whole = _wide(part[which])
            return whole if isinstance(which, int) else np.asarray(whole.sum(axis=0))

        return Moments(
            self.names,
            self.grid.low,
            self.grid.high,
            self.grid.unit,
            wide(self.n),
            wide(self.step_sums),
            wide(self.step_squares),
            wide(self.step_products),
            tuple(
                CompleteMoments(c.items, int(wide(c.n)), wide(c.step_sums), wide(c.step_products))
                for c in self.complete
            ),
        )

    def __add__(self, other: "GroupMoments") -> "GroupMoments":
        check_same_items(self, other)
        labels = np.union1d(self.labels, other.labels)
        places = [np.searchsorted(labels, part.labels) for part in (self, other)]

        def joined(one: Sums, two: Sums) -> Sums:
            most = int(max(one.max(initial=0), 0)) + int(max(two.max(initial=0), 0))
            kind = one.dtype if one.dtype == np.float64 else narrowest(most)
            result = np.zeros((len(labels), *one.shape[1:]), kind)
            for part, place in zip((one, two), places, strict=True):
                result[place] += part
            return result

        return GroupMoments(
            labels,
            self.names,
            self.grid,
            joined(self.n, other.n),
            joined(self.step_sums, other.step_sums),
            joined(self.step_squares, other.step_squares),
            joined(self.step_products, other.step_products),
            tuple(
                GroupedCases(
                    a.items,
                    joined(a.n, b.n),
                    joined(a.step_sums, b.step_sums),
                    joined(a.step_products, b.step_products),
                )
                for a, b in zip(self.complete, other.complete, strict=True)
            ),
        )

    def counts(self) -> Counts:
        """How many persons of each group answered each item, groups x items."""
        return pairwise.diagonal(self.n).astype(np.int64)

    def means(self) -> Floats:
        """Mean of each item in each group, groups x items, NaN where nobody answered."""
        steps = pairwise.quotient(pairwise.diagonal(self.step_sums), self.counts())
        return np.asarray(self.grid.low + self.grid.unit * steps)

    def variances(self) -> Floats:
        """Variance of each item in each group, divisor n - 1, groups x items, NaN below two persons."""
        n, sums, squares = (
            _wide(pairwise.diagonal(part)) for part in (self.n, self.step_sums, self.step_squares)
        )
        return np.asarray(
            self.grid.unit**2 * pairwise.per_pair(pairwise.deviation(n, squares, sums, sums), n)
        )

    def covariance(self) -> Floats:
        """Pairwise covariances in each group, divisor n - 1, groups x items x items."""
        n, sums, products = (_wide(part) for part in (self.n, self.step_sums, self.step_products))
        deviations = pairwise.deviation(n, products, sums, np.swapaxes(sums, -1, -2))
        return np.asarray(np.outer(self.grid.unit, self.grid.unit) * pairwise.per_pair(deviations, n))


def narrowest(most: int) -> Any:
    """The smallest signed whole-number type that holds `most`: schools are small, and there are many."""
    return next(kind for kind in (np.int16, np.int32, np.int64) if most <= np.iinfo(kind).max)


def _wide(part: Sums) -> Sums:
    return part if part.dtype == np.float64 else part.astype(np.int64)


def group_index(groups: ArrayLike, persons: int) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """The distinct labels in sorted order, and each person's place among them.

    Raises `StatisticError` "groups" unless there is one label a person.
    """
    labels = np.asarray(groups)
    if labels.shape != (persons,):
        raise StatisticError(
            "groups", f"{labels.size} group labels for {persons} persons", "give one label a person"
        )
    if np.issubdtype(labels.dtype, np.integer) and labels.size:
        first, last = int(labels.min()), int(labels.max())
        if last - first <= 4 * labels.size:
            seen = np.bincount(labels - first) > 0
            place = np.cumsum(seen) - 1
            return np.flatnonzero(seen) + first, place[labels - first]
    distinct, index = np.unique(labels, return_inverse=True)
    return distinct, index.astype(np.int64)


def sorted_by_group(index: NDArray[np.int64], groups: int) -> tuple[Order, NDArray[np.int64]]:
    """Persons in order of their group, and where each group starts (and the last ends)."""
    narrow = index.astype(np.uint16) if groups <= 2**16 else index
    starts = np.concatenate([[0], np.cumsum(np.bincount(index, minlength=groups))])
    return np.argsort(narrow, kind="stable"), starts


class _Stacks:
    """The sums of all groups as they grow; each group's persons stand together."""

    def __init__(self, groups: int, grid: Grid, subsets: Subsets, most: int) -> None:
        items = len(grid.low)
        self.kind: Any = np.float64
        if grid.exact:
            largest = int(grid.largest.max(initial=0))
            self.kind = narrowest(most * max(largest, 1) ** 2)
        self.n = np.zeros((groups, items, items), dtype=narrowest(most))
        self.sums, self.squares, self.products = (
            np.zeros((groups, items, items), dtype=self.kind) for _ in range(3)
        )
        self.subsets = [
            Subset(
                [int(item) for item in subset],
                np.zeros(groups, dtype=np.int64),
                np.zeros((groups, len(subset)), dtype=self.kind),
                np.zeros((groups, len(subset), len(subset)), dtype=self.kind),
            )
            for subset in subsets
        ]
        self._layers = layers(self.subsets, items)

    def add(self, chunk: Chunk, starts: NDArray[np.int64]) -> None:
        """Add a chunk of persons, group by group."""
        x = chunk.steps
        answered = np.ones_like(x) if chunk.missing is None else 1 - chunk.missing
        side_by_side = np.hstack([answered, x, x * x])
        complete = [layer.complete(x, 1 - answered) for layer in self._layers]
        items, last = x.shape[1], chunk.first + len(x)
        group = int(np.searchsorted(starts, chunk.first, side="right")) - 1
        while group < len(starts) - 1 and starts[group] < last:
            rows = slice(max(starts[group] - chunk.first, 0), starts[group + 1] - chunk.first)
            sums = (side_by_side[rows].T @ answered[rows]).astype(self.kind)
            self.n[group] += sums[:items].astype(self.n.dtype)
            self.sums[group] += sums[items : 2 * items]
            self.squares[group] += sums[2 * items :]
            self.products[group] += (x[rows].T @ x[rows]).astype(self.kind)
            for layer, (whole, steps) in zip(self._layers, complete, strict=True):
                self._add_complete(group, layer, whole[rows], steps[rows])
            group += 1

    def _add_complete(self, group: int, layer: Layer, whole: Sums, steps: Sums) -> None:
        counts, sums = column_sums(whole).astype(np.int64), column_sums(steps).astype(self.kind)
        products = (steps.T @ steps).astype(self.kind)
        for subset, at, count in zip(layer.subsets, layer.at, counts, strict=True):
            subset.n[group] += count
            subset.sums[group] += sums[at]
            subset.products[group] += products[at[:, None], at]


def _gathered(
    labels: NDArray[Any],
    names: tuple[str, ...],
    grid: Grid,
    subsets: Subsets,
    chunks: Iterable[Chunk],
    starts: NDArray[np.int64],
) -> GroupMoments:
    stacks = _Stacks(len(labels), grid, subsets, int(np.diff(starts).max(initial=0)))
    for chunk in chunks:
        stacks.add(chunk, starts)
    return GroupMoments(
        labels,
        names,
        grid,
        stacks.n,
        stacks.sums,
        stacks.squares,
        stacks.products,
        tuple(GroupedCases(tuple(s.items), s.n, s.sums, s.products) for s in stacks.subsets),
    )
