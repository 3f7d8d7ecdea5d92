"""Pairwise tables of categories from one mergeable pass: what polychorics, Spearman and kappa need."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from psychometrics.contract import Counts, StatisticError, item_names, response_matrix
from psychometrics.summaries.codes import FIRST_MISSING, Codes, Coding, Grid, checked_codes, off_scale
from psychometrics.summaries.grouped import group_index, sorted_by_group
from psychometrics.summaries.moments import Moments

ROWS = 4096
"""Persons at a time: counts stay below 2^24, which a float32 holds exactly, and the work in cache."""


@dataclass(frozen=True, slots=True, eq=False)
class PairTables:
    """How many persons gave category a to item i and category b to item j, for all pairs; added with `+`.

    Item i owns rows (and columns) `offsets[i]` to `offsets[i + 1]` of `gram`, one a category in the order of
    the options; persons who left out either item are in no cell of that pair. `gram` is int64 and symmetric;
    its state does not grow with the number of persons.
    """

    names: tuple[str, ...]
    offsets: Counts
    gram: Counts

    @staticmethod
    def of(
        codes: ArrayLike, n_categories: Sequence[int], *, names: Sequence[str] | None = None
    ) -> "PairTables":
        """Count a block of codes (persons x items, uint8).

        Codes 0 to `n_categories[i]` - 1 are item i's categories, codes from 200 on are missing. Raises
        `StatisticError` "off_scale" for a code between. R: `table(x[[1]], x[[2]])` for each pair.
        """
        sizes = np.asarray(n_categories, dtype=np.int64)
        block = checked_codes(codes, len(sizes))
        offsets = np.concatenate([[0], np.cumsum(sizes)])
        owner = np.repeat(np.arange(len(sizes)), sizes)
        category = (np.arange(offsets[-1]) - offsets[owner]).astype(np.uint8)[:, None]
        gram = np.zeros((offsets[-1], offsets[-1]), dtype=np.int64)
        for first in range(0, len(block), ROWS):
            part = np.ascontiguousarray(block[first : first + ROWS].T)
            _refuse_unknown(part, sizes, first)
            indicators = (part[owner] == category).astype(np.float32)
            gram += (indicators @ indicators.T).astype(np.int64)
        return PairTables(item_names(len(sizes), names), offsets, gram)

    @staticmethod
    def of_values(
        values: ArrayLike,
        *,
        names: Sequence[str] | None = None,
        low: ArrayLike | None = None,
        high: ArrayLike | None = None,
    ) -> "PairTables":
        """Count a matrix of values (persons x items, NaN missing); categories are the steps of their grid.

        `low` and `high` are the ends of the response scale, else the lowest and highest value that occurs.
        Raises `StatisticError` "many_values" for an item with more than 200 steps.
        """
        matrix = response_matrix(values, minimum_persons=0)
        grid = Grid.of_values(matrix, low, high)
        if not grid.exact or grid.largest.max(initial=0) >= FIRST_MISSING:
            raise StatisticError(
                "many_values",
                f"an item has more than {FIRST_MISSING} categories",
                "tables of categories are for response scales: group the values first",
            )
        steps = np.rint((matrix - grid.low) / grid.unit)
        codes = np.where(np.isnan(steps), 253, steps).astype(np.uint8)
        sizes = np.where(np.isnan(grid.low), 0, grid.largest + 1).astype(np.int64)
        return PairTables.of(codes, sizes.tolist(), names=names)

    @staticmethod
    def by_group(
        codes: ArrayLike,
        n_categories: Sequence[int],
        groups: ArrayLike,
        *,
        names: Sequence[str] | None = None,
    ) -> "dict[Any, PairTables]":
        """The tables of every group of persons, by label; `groups` holds one label a person.

        Meant for few groups (roles, languages): 25 items of 6 points take 180 kB a group.
        """
        block = checked_codes(codes, len(n_categories))
        labels, index = group_index(groups, len(block))
        order, starts = sorted_by_group(index, len(labels))
        return {
            label: PairTables.of(block[order[start:end]], n_categories, names=names)
            for label, start, end in zip(labels.tolist(), starts[:-1], starts[1:], strict=True)
        }

    def __add__(self, other: "PairTables") -> "PairTables":
        if self.names != other.names or not np.array_equal(self.offsets, other.offsets):
            raise StatisticError(
                "merge", "tables of different items or categories cannot be added", "use the same definition"
            )
        return replace(self, gram=self.gram + other.gram)

    def rows(self, i: int) -> slice:
        """Where item i's categories stand in `gram`."""
        return slice(int(self.offsets[i]), int(self.offsets[i + 1]))

    def table(self, i: int, j: int) -> Counts:
        """The table of items i (rows) and j (columns), categories x categories."""
        return self.gram[self.rows(i), self.rows(j)]

    def counts(self, i: int) -> Counts:
        """How often each category of item i was given."""
        return np.diagonal(self.table(i, i)).copy()

    def n(self) -> Counts:
        """How many persons answered both items, items x items."""
        owner = np.repeat(np.arange(len(self.names)), np.diff(self.offsets))
        member = (owner[:, None] == np.arange(len(self.names))).astype(np.int64)
        return np.asarray(member.T @ self.gram @ member)

    def select(self, items: Sequence[int]) -> "PairTables":
        """The tables of some items, in the order given."""
        chosen = [np.arange(self.offsets[item], self.offsets[item + 1]) for item in items]
        rows = np.concatenate([np.zeros(0, dtype=np.int64), *chosen])
        offsets = np.concatenate([[0], np.cumsum([len(part) for part in chosen])]).astype(np.int64)
        return PairTables(tuple(self.names[item] for item in items), offsets, self.gram[np.ix_(rows, rows)])

    def moments(self, table: ArrayLike) -> Moments:
        """The Moments under a value table (items x 256, NaN missing), equal to those of `Moments.of`.

        A category without a value counts as missing. Complete-case sums cannot be read off pairs.
        """
        coding = Coding.of(table)
        items = len(self.names)
        if len(coding.steps) != items:
            raise StatisticError(
                "table",
                f"the value table has {len(coding.steps)} rows for {items} items",
                "give a row an item",
            )
        owner = np.repeat(np.arange(items), np.diff(self.offsets))
        steps = coding.steps[owner, np.arange(len(owner)) - self.offsets[owner]]
        answered = np.zeros((len(owner), items), dtype=np.int64)
        answered[np.arange(len(owner)), owner] = steps >= 0
        worth = answered * np.maximum(steps, 0)[:, None]
        with_answer = self.gram @ answered
        grid = coding.grid
        return Moments(
            self.names,
            grid.low,
            grid.high,
            grid.unit,
            answered.T @ with_answer,
            worth.T @ with_answer,
            (worth**2).T @ with_answer,
            worth.T @ self.gram @ worth,
        )


def _refuse_unknown(part: Codes, sizes: NDArray[np.int64], first: int) -> None:
    """`part` is items x persons."""
    unknown = (part >= sizes[:, None].astype(np.uint8)) & (part < FIRST_MISSING) & (sizes > 0)[:, None]
    if unknown.any():
        item, row = np.argwhere(unknown)[0]
        raise off_scale(first + row, item, part[item, row])
