"""What a statistic accepts, how it refuses, and how it warns: one place for the whole pack.

A statistic that cannot be computed raises `StatisticError`; one that can be computed but may mislead carries
`Caution`s in its result. Both name the place, the cause and the remedy, so that a page, a file and a terminal
can show the same sentence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


class StatisticError(ValueError):
    """The statistic does not exist for this input: `code` names the case, `remedy` says what to do."""

    def __init__(self, code: str, cause: str, remedy: str) -> None:
        super().__init__(f"{cause}; {remedy}")
        self.code = code
        self.cause = cause
        self.remedy = remedy

    def __reduce__(self) -> tuple[Any, ...]:
        """So that it comes whole from another process."""
        return StatisticError, (self.code, self.cause, self.remedy)


@dataclass(frozen=True, slots=True)
class Caution:
    """A computed number that may mislead: `code` names the case, `where` the item, subscale or group."""

    code: str
    where: str
    cause: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.cause}; {self.remedy}"


def response_matrix(values: ArrayLike, *, minimum_items: int = 1, minimum_persons: int = 1) -> Floats:
    """Check and return a response matrix, persons x items, float64, NaN where missing.

    Raises `StatisticError` for a wrong shape, infinite values, or too few persons or items.
    """
    matrix = np.asarray(values, dtype=np.float64)
    if matrix.ndim != 2:
        raise StatisticError(
            "shape", f"responses have {matrix.ndim} dimension(s), not 2", "give a matrix, persons x items"
        )
    if np.isinf(matrix).any():
        raise StatisticError("infinite", "responses hold an infinite value", "mark missing answers as NaN")
    persons, items = matrix.shape
    if items < minimum_items:
        raise StatisticError(
            "few_items",
            f"{items} item(s) where at least {minimum_items} are needed",
            "give the subscale more items, or leave this statistic out",
        )
    if persons < minimum_persons:
        raise StatisticError(
            "few_persons",
            f"{persons} person(s) where at least {minimum_persons} are needed",
            "collect more responses before asking for this statistic",
        )
    return matrix


def square_matrix(values: ArrayLike, what: str = "covariance matrix") -> Floats:
    """Check and return a symmetric, finite matrix, items x items.

    Raises `StatisticError` when it is not square, not symmetric (1e-8 relative to its largest entry) or holds
    NaN: a pairwise covariance has NaN where two items were never answered together.
    """
    matrix = np.asarray(values, dtype=np.float64)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise StatisticError("shape", f"the {what} has shape {matrix.shape}", "give a square matrix")
    if not np.isfinite(matrix).all():
        row, column = np.argwhere(~np.isfinite(matrix))[0]
        raise StatisticError(
            "no_pairs",
            f"the {what} has no value for items {row + 1} and {column + 1}: nobody answered both, "
            "or one is constant",
            "leave one of the two items out, or use answers where both were asked",
        )
    if not np.allclose(matrix, matrix.T, rtol=0, atol=1e-8 * max(1.0, float(np.abs(matrix).max(initial=0)))):
        raise StatisticError("asymmetric", f"the {what} is not symmetric", "check how it was computed")
    return matrix


def item_names(count: int, names: Sequence[str] | None) -> tuple[str, ...]:
    """The names given, or 1-based numbers; raises `StatisticError` when their count is wrong."""
    if names is None:
        return tuple(str(index + 1) for index in range(count))
    if len(names) != count:
        raise StatisticError("names", f"{len(names)} names for {count} items", "give one name an item")
    return tuple(names)


def finite(value: Any) -> float | None:
    """A number as a float, or None where it does not exist (NaN, infinite): JSON has no NaN."""
    number = float(value)
    return number if np.isfinite(number) else None
