"""Pairwise tables of categories from one mergeable pass: what polychorics, Spearman and kappa need."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Counts
from psychometrics.moments import Moments


@dataclass(frozen=True, slots=True, eq=False)
class PairTables:
    """How many persons gave category a to item i and category b to item j, for all pairs; added with `+`.

    Item i owns rows `offsets[i]` to `offsets[i + 1]` of `gram`, one a category (option index); persons who
    left out either item are in no cell of that pair. `gram` is int64, symmetric.
    """

    names: tuple[str, ...]
    offsets: Counts
    gram: Counts

    @staticmethod
    def of(
        codes: ArrayLike, n_categories: Sequence[int], *, names: Sequence[str] | None = None
    ) -> "PairTables":
        """Count a block of codes (persons x items, uint8); codes from `n_categories[i]` on are missing."""
        raise NotImplementedError

    def __add__(self, other: "PairTables") -> "PairTables":
        raise NotImplementedError

    def table(self, i: int, j: int) -> Counts:
        """The table of items i (rows) and j (columns), categories x categories."""
        raise NotImplementedError

    def counts(self, i: int) -> Counts:
        """How often each category of item i was given."""
        raise NotImplementedError

    def moments(self, table: ArrayLike) -> Moments:
        """The Moments under a value table (items x 256), equal to those of `Moments.of`."""
        raise NotImplementedError

    def select(self, items: Sequence[int]) -> "PairTables":
        """The tables of some items, in the order given."""
        raise NotImplementedError
