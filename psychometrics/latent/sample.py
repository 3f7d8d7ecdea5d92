"""What confirmatory models are fitted to: each group's number of people, means and covariances."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Floats, StatisticError
from psychometrics.summaries.moments import Moments

NEARLY_SINGULAR = 1e-10
"""The smallest eigenvalue of a correlation matrix that still counts as above zero."""


@dataclass(frozen=True, slots=True, eq=False)
class GroupSample:
    """One group's people: `n` of them, `mean` and `covariance` (divisor n) of the items, in the model's order.

    `name` is the group's; `gamma` the asymptotic covariance of sqrt(n) times (means, then covariances below and on the
    diagonal, column by column), which robust tests need, None where nobody gathered it.
    """

    n: int
    mean: Floats
    covariance: Floats
    name: str = ""
    gamma: Floats | None = None


def sample_of_moments(moments: Moments, items: Sequence[int] | None = None, name: str = "") -> GroupSample:
    """The people who answered all `items` (column indexes; all when None), from one pass over the answers.

    Raises `StatisticError` "no_subset" where complete cases of these items were not gathered, and "few_persons" below
    two.
    """
    part = moments.of_subset(items)
    if part.n < 2:
        raise StatisticError(
            "few_persons", f"{part.n} people answered all items of the model", "collect more responses first"
        )
    covariance = moments.covariance_complete(items) * (part.n - 1) / part.n
    return GroupSample(part.n, moments.means_complete(items), covariance, name)


def sample_of_values(values: ArrayLike, name: str = "") -> GroupSample:
    """The people without a missing value, persons x items; raises `StatisticError` "few_persons" below two."""
    matrix = np.asarray(values, dtype=np.float64)
    complete = matrix[~np.isnan(matrix).any(axis=1)]
    if len(complete) < 2:
        raise StatisticError(
            "few_persons", f"{len(complete)} people answered all items", "collect more responses first"
        )
    mean = complete.mean(axis=0)
    about = complete - mean
    return GroupSample(len(complete), mean, about.T @ about / len(complete), name)


def require_usable(samples: Sequence[GroupSample], items: Sequence[str]) -> None:
    """Raise `StatisticError` for constant items, items that repeat each other, and fewer people than items."""
    for sample in samples:
        where = f" in group {sample.name}" if sample.name else ""
        if sample.covariance.shape != (len(items), len(items)):
            raise StatisticError(
                "wrong_items",
                f"the model has {len(items)} items{where} and the covariances {len(sample.covariance)}",
                "give the covariances of the model's items, in its order",
            )
        variances = np.diag(sample.covariance)
        if (variances <= 0).any():
            flat = ", ".join(items[int(at)] for at in np.flatnonzero(variances <= 0))
            raise StatisticError(
                "constant_item", f"everybody{where} answered alike to {flat}", "leave these items out"
            )
        if sample.n <= len(items):
            raise StatisticError(
                "few_persons",
                f"{sample.n} people{where} for {len(items)} items",
                "collect more responses, or fit fewer items at a time",
            )
        deviations = np.sqrt(variances)
        if np.linalg.eigvalsh(sample.covariance / np.outer(deviations, deviations))[0] < NEARLY_SINGULAR:
            raise StatisticError(
                "singular",
                f"some items{where} are sums or copies of others: their covariances are singular",
                "leave out items that can be computed from others",
            )
