"""Scales as psych's scoreItems makes them: for comparison with R, never a default of ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.coefficients import alpha_of, explained
from psychometrics.contract import Floats, StatisticError, response_matrix
from psychometrics.summaries.moments import Moments

Imputation = Literal["none", "mean", "median"]
Key = tuple[Sequence[int], Sequence[bool]]
"""Columns of a scale's items, and which of them are reversed."""


@dataclass(frozen=True, slots=True, eq=False)
class ScoredScales:
    """Several scales scored from one set of items.

    `scores` persons x scales; `alpha` and `average_r` a scale (the average follows from alpha, as in psych);
    `correlation` between scales from the items' pairwise covariances; `corrected` the same with alpha on the
    diagonal and, above it, divided by the root of both alphas (for attenuation). `item_scale` (`items` x
    scales) is each item's correlation with each scale, the items' variances replaced by what the other items
    explain of them, so that an item's own part does not count; NaN where the items' correlations have no inverse.
    """

    names: tuple[str, ...]
    items: tuple[int, ...]
    scores: Floats
    alpha: Floats
    average_r: Floats
    correlation: Floats
    corrected: Floats
    item_scale: Floats


def imputed(values: ArrayLike, how: Imputation) -> Floats:
    """A matrix of values (NaN missing) with each gap filled by its item's mean or median over all persons.

    It makes persons more alike than they are, shrinks variances and correlations, and is here to compare
    with programs that do it. "none" returns the values unchanged.
    """
    matrix = response_matrix(values)
    if how == "none":
        return matrix
    if np.isnan(matrix).all(axis=0).any():
        raise StatisticError(
            "all_missing", "an item has no answer to take a mean of", "leave the item out of the scales"
        )
    filled = np.nanmean(matrix, axis=0) if how == "mean" else np.nanmedian(matrix, axis=0)
    return np.where(np.isnan(matrix), filled, matrix)


def score_items(
    values: ArrayLike,
    scales: Mapping[str, Key],
    *,
    low: float,
    high: float,
    impute: Imputation = "none",
    totals: bool = False,
) -> ScoredScales:
    """Score scales as `psych::scoreItems(keys, x, impute, totals, min = low, max = high)`.

    `values` is persons x columns, NaN missing; `scales` gives each scale's columns and which are reversed to
    low + high - x. A score is the mean of the answered items whatever their number, or with `totals` their
    sum, in which a missing answer counts as nought: our own scores ask for a minimum of answers and prorate
    sums (`psychometrics.scores`). `impute` fills gaps first. Raises `StatisticError` for a scale of one item
    or items nobody answered both of. R: as above.
    """
    matrix = imputed(values, impute)
    items = tuple(sorted({item for columns, _ in scales.values() for item in columns}))
    keys = np.zeros((len(items), len(scales)))
    scores = np.empty((len(matrix), len(scales)))
    for place, (columns, reverse) in enumerate(scales.values()):
        turn = np.asarray(reverse, dtype=bool)
        keys[np.searchsorted(items, list(columns)), place] = np.where(turn, -1, 1)
        keyed = np.where(turn, low + high - matrix[:, list(columns)], matrix[:, list(columns)])
        n = np.count_nonzero(~np.isnan(keyed), axis=1)
        total = np.nansum(keyed, axis=1)
        mean = np.divide(total, n, out=np.full(len(matrix), np.nan), where=n > 0)
        scores[:, place] = total if totals else mean
    covariance = Moments.of_values(matrix[:, list(items)], low=low, high=high).covariance()
    return _related(tuple(scales), items, scores, covariance, keys)


def _related(
    names: tuple[str, ...], items: tuple[int, ...], scores: Floats, C: Floats, keys: Floats
) -> ScoredScales:
    alphas = np.array([alpha_of((C * np.outer(key, key))[np.ix_(key != 0, key != 0)]) for key in keys.T])
    counts = np.count_nonzero(keys, axis=0)
    between = keys.T @ C @ keys
    sds = np.sqrt(np.diagonal(between))
    correlation = between / np.outer(sds, sds)
    corrected = np.where(
        np.triu(np.ones(correlation.shape, dtype=bool), 1),
        correlation / np.sqrt(np.outer(alphas, alphas)),
        correlation,
    )
    np.fill_diagonal(corrected, alphas)
    return ScoredScales(
        names=names,
        items=items,
        scores=scores,
        alpha=alphas,
        average_r=alphas / (counts - alphas * (counts - 1)),
        correlation=correlation,
        corrected=corrected,
        item_scale=_item_scale(C, keys),
    )


def _item_scale(C: Floats, keys: Floats) -> Floats:
    sds = np.sqrt(np.diagonal(C))
    replaced = C.copy()
    np.fill_diagonal(replaced, explained(C / np.outer(sds, sds)) * sds**2)
    return np.asarray(replaced @ keys / np.outer(sds, np.sqrt(np.diagonal(keys.T @ replaced @ keys))))
