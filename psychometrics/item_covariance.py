"""The covariance matrix of a scale's items: the checks every reliability coefficient shares."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Floats, StatisticError, item_names, square_matrix


def item_covariance(
    covariance: ArrayLike, names: Sequence[str] | None = None, *, minimum_items: int = 2
) -> tuple[Floats, tuple[str, ...]]:
    """Check and return a covariance (or correlation) matrix of keyed items, and the items' names.

    `covariance` is items x items; `names` stand in messages, 1-based numbers where none are given. Raises
    `StatisticError` when the matrix is not square, symmetric and finite, has too few items, an item without
    variance, or a sum score without variance.
    """
    matrix = square_matrix(covariance)
    labels = item_names(len(matrix), names)
    if len(matrix) < minimum_items:
        raise StatisticError(
            "few_items",
            f"{len(matrix)} item(s) where at least {minimum_items} are needed",
            "give the subscale more items, or leave this statistic out",
        )
    variances = np.diag(matrix)
    constant = [label for label, variance in zip(labels, variances, strict=True) if variance <= 0]
    if constant:
        raise StatisticError(
            "constant_item",
            f"item {constant[0]} has no variance: everyone gave the same answer",
            "leave the item out of the subscale, or wait until answers differ",
        )
    if matrix.sum() <= 1e-12 * variances.sum():
        raise StatisticError(
            "no_score_variance",
            "the sum score has no variance: the items cancel each other",
            "check which items are reverse-keyed",
        )
    return matrix, labels


def correlations_of(covariance: Floats) -> Floats:
    """The correlation matrix of a checked covariance matrix, its diagonal exactly 1."""
    scale = 1 / np.sqrt(np.diag(covariance))
    correlations: Floats = covariance * np.outer(scale, scale)
    np.fill_diagonal(correlations, 1.0)
    return correlations
