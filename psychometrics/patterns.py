"""Missing patterns with their own sums: what EM, full-information likelihood and Little's test need."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from numpy.typing import ArrayLike, NDArray

import numpy as np

from psychometrics.contract import Counts, Floats


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """Distinct patterns of answered and missing items, each with its count, sums and cross-products.

    `patterns` (patterns x items) is True where answered; `n` persons a pattern; `sums` (patterns x items) and
    `products` (patterns x items x items) over those persons, 0 where the pattern is missing, in values.
    """

    names: tuple[str, ...]
    patterns: NDArray[np.bool_]
    n: Counts

    @staticmethod
    def of(codes: ArrayLike, table: ArrayLike, *, names: Sequence[str] | None = None) -> "Patterns":
        """The patterns of a block of codes (persons x items, uint8) under a value table (items x 256)."""
        raise NotImplementedError

    @staticmethod
    def of_values(values: ArrayLike, *, names: Sequence[str] | None = None) -> "Patterns":
        """The patterns of a matrix of values (persons x items, NaN missing)."""
        raise NotImplementedError

    def __add__(self, other: "Patterns") -> "Patterns":
        raise NotImplementedError

    @property
    def sums(self) -> Floats:
        """Sum of each item within each pattern (patterns x items), 0 where missing."""
        raise NotImplementedError

    @property
    def products(self) -> Floats:
        """Cross-products within each pattern (patterns x items x items), 0 where missing."""
        raise NotImplementedError

    def keyed(self, reverse: Sequence[bool]) -> "Patterns":
        """The patterns as if the items marked True had been answered low + high - x; exact."""
        raise NotImplementedError

    def select(self, items: Sequence[int]) -> "Patterns":
        """The patterns of some items only, merged where they become alike."""
        raise NotImplementedError
