"""How often each code was given to each item: options, and every kind of missing answer apart."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Counts, Floats, StatisticError, item_names
from psychometrics.summaries.codes import FIRST_MISSING, checked_codes

ROWS = 16_384


@dataclass(frozen=True, slots=True, eq=False)
class CodeCounts:
    """`counts` is items x 256: how many persons have each code at each item. Exact, added with `+`.

    Codes 0 to 199 are options, from 200 on kinds of missing answers.
    """

    names: tuple[str, ...]
    counts: Counts

    @staticmethod
    def of(codes: ArrayLike, *, names: Sequence[str] | None = None) -> "CodeCounts":
        """Count a block of codes, persons x items, uint8."""
        block = checked_codes(codes, np.asarray(codes).shape[-1])
        items = block.shape[1]
        counts = np.zeros((items, 256), dtype=np.int64)
        for first in range(0, len(block), ROWS):
            for item, answers in enumerate(np.ascontiguousarray(block[first : first + ROWS].T)):
                counts[item] += np.bincount(answers, minlength=256)
        return CodeCounts(item_names(items, names), counts)

    def __add__(self, other: "CodeCounts") -> "CodeCounts":
        if self.names != other.names:
            raise StatisticError(
                "merge", "counts of different items cannot be added", "use the same items for every block"
            )
        return replace(self, counts=self.counts + other.counts)

    def select(self, items: Sequence[int]) -> "CodeCounts":
        """The counts of some items, in the order given."""
        return CodeCounts(tuple(self.names[item] for item in items), self.counts[list(items)])

    def missing(self, item: int) -> dict[int, int]:
        """How many persons have each kind of missing answer at an item, by code; kinds without anybody left out."""
        codes = FIRST_MISSING + np.flatnonzero(self.counts[item, FIRST_MISSING:])
        return {int(code): int(self.counts[item, code]) for code in codes}

    def values(self, item: int, table: ArrayLike) -> tuple[Floats, Counts]:
        """The distinct values of an item in rising order and how often each was given, options nobody took too.

        `table` is items x 256, NaN where a code has no value.
        """
        row = np.asarray(table, dtype=np.float64)[item]
        known = np.isfinite(row)
        distinct, index = np.unique(row[known], return_inverse=True)
        counts = np.zeros(len(distinct), dtype=np.int64)
        np.add.at(counts, index, self.counts[item, known])
        return distinct, counts
