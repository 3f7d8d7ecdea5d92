"""Correlations from pairwise counts, tests of a correlation, and the repair of matrices that are none."""

from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Counts, Floats, StatisticError, square_matrix


class PairCounts(Protocol):
    """How often every pair of categories of every two items was chosen together."""

    @property
    def names(self) -> tuple[str, ...]: ...

    @property
    def n_items(self) -> int: ...

    def counts(self, i: int, /) -> Counts:
        """How often each category of item `i` was chosen."""

    def table(self, i: int, j: int, /) -> Counts:
        """Categories of item `i` x categories of item `j`, counted over persons who answered both."""


def correlation_matrix(values: ArrayLike, *, minimum_items: int = 2) -> Floats:
    """Check and return a correlation matrix, items x items, its diagonal exactly 1.

    Raises `StatisticError` when it is not square, symmetric and finite, has too few items, a diagonal that
    is not 1 or an entry outside -1 to 1.
    """
    matrix = square_matrix(values, "correlation matrix").copy()
    if len(matrix) < minimum_items:
        raise StatisticError(
            "few_items",
            f"{len(matrix)} item(s) where at least {minimum_items} are needed",
            "give the analysis more items, or leave it out",
        )
    if np.abs(np.diag(matrix) - 1).max() > 1e-6:
        raise StatisticError(
            "not_correlation",
            "the diagonal of the correlation matrix is not 1",
            "divide a covariance matrix by the standard deviations of its items first",
        )
    if np.abs(matrix).max() > 1 + 1e-6:
        raise StatisticError(
            "not_correlation",
            "the correlation matrix has an entry outside -1 to 1",
            "check how it was computed",
        )
    np.fill_diagonal(matrix, 1.0)
    return (matrix + matrix.T) / 2


def require_positive_definite(R: Floats, what: str) -> None:
    """Raises `StatisticError`, with the likely cause, unless the smallest eigenvalue of `R` is above 1e-10."""
    smallest = float(np.linalg.eigvalsh(R)[0])
    if smallest > 1e-10:
        return
    off = np.abs(R - np.eye(len(R)))
    i, j = np.unravel_index(int(np.argmax(off)), off.shape)
    if off[i, j] > 1 - 1e-8:
        cause = f"items {min(i, j) + 1} and {max(i, j) + 1} correlate perfectly"
        remedy = "leave one of the two out"
    elif smallest < -1e-10:
        cause = f"the correlation matrix is not positive definite (smallest eigenvalue {smallest:.2g})"
        remedy = "use complete cases, or smooth the matrix"
    else:
        cause = "the correlation matrix is singular: an item is a sum of others, or items outnumber persons"
        remedy = "leave the dependent items out, or collect more responses"
    raise StatisticError("singular", f"{what} needs an invertible matrix, and {cause}", remedy)
