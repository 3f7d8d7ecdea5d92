"""Alpha and its kin of one covariance matrix, and how each item goes with the others."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from psychometrics.contract import Counts, Floats, StatisticError, square_matrix
from psychometrics.summaries.moments import Moments

Mask = NDArray[np.bool_]

SINGULAR = 1e-10
"""Correlations with an eigenvalue below this have no inverse worth using."""


@dataclass(frozen=True, slots=True)
class Coefficients:
    """Alpha of one covariance matrix and what belongs to it.

    `raw` from covariances, `standardized` from correlations, `lambda6` Guttman's lower bound by multiple
    correlations; `average_r`, `median_r`, `variance_r` of the correlations between items; `signal_to_noise`
    = k r / (1 - r) of the average; `standard_error` of raw (Duhachek & Iacobucci). NaN where one does not
    exist: lambda6 of items that are combinations of each other.
    """

    raw: float
    standardized: float
    lambda6: float
    average_r: float
    median_r: float
    variance_r: float
    signal_to_noise: float
    standard_error: float


@dataclass(frozen=True, slots=True, eq=False)
class IfDropped:
    """The coefficients of the other items when one is left out, one entry an item."""

    raw: Floats
    standardized: Floats
    lambda6: Floats
    average_r: Floats
    median_r: Floats
    variance_r: Floats
    signal_to_noise: Floats
    standard_error: Floats


@dataclass(frozen=True, slots=True, eq=False)
class ItemRelations:
    """How each item goes with the scale, one entry an item.

    `n` answers; `item_total` its correlation with the sum of all items (itself included), `standardized_total`
    the same of standardised items, `overlap_corrected` with the item's own variance replaced by what the others
    explain of it (psych's r.cor), `item_rest` with the sum of the other items (r.drop); all keyed and from
    pairwise covariances. `mean` and `sd` are as answered. NaN for an item without variance.
    """

    n: Counts
    item_total: Floats
    standardized_total: Floats
    overlap_corrected: Floats
    item_rest: Floats
    mean: Floats
    sd: Floats


def alpha_of(covariance: ArrayLike) -> float:
    """Alpha of a covariance matrix of keyed items: k / (k - 1) (1 - trace / sum of all entries).

    Of a correlation matrix it is standardised alpha. NaN where the sum has no variance. Raises
    `StatisticError` unless the matrix is square and symmetric with at least two items.
    """
    matrix = square_matrix(covariance)
    if len(matrix) < 2:
        raise StatisticError("few_items", "alpha needs at least two items", "give the subscale more items")
    return _alpha(matrix)


def standardized_alpha(average_r: float, items: int) -> float:
    """Alpha of standardised items with this average correlation: k r / (1 + (k - 1) r)."""
    return items * average_r / (1 + (items - 1) * average_r)


def lambda6_of(correlation: ArrayLike) -> float:
    """Guttman's lambda 6 of a correlation matrix: 1 - sum(1 - smc) / sum of all entries; NaN if singular.

    R: `psych::alpha(x)$total[["G6(smc)"]]`.
    """
    matrix = square_matrix(correlation, "correlation matrix")
    return float(1 - (1 - explained(matrix)).sum() / matrix.sum())


def alpha_standard_error(covariance: ArrayLike, n: int) -> float:
    """Standard error of alpha for normal items. Duhachek & Iacobucci (2004), doi:10.1037/0021-9010.89.5.792.

    sqrt(Q / n), Q = 2 k^2 / ((k - 1)^2 s^3) (s (tr(C C) + tr(C)^2) - 2 tr(C) sum(C C)), s the sum of all
    entries of the covariance matrix C. R: `psych::alpha(x)$total$ase`.
    """
    C = np.asarray(covariance, dtype=np.float64)
    k, s, trace = len(C), C.sum(), np.trace(C)
    if s <= 0 or n < 1:
        return float("nan")
    trace_square, sum_square = np.sum(C**2), np.sum(C.sum(axis=0) ** 2)  # of C C, which is not formed
    Q = 2 * k**2 / ((k - 1) ** 2 * s**3) * (s * (trace_square + trace**2) - 2 * trace * sum_square)
    return float(np.sqrt(max(Q, 0.0) / n))


def _alpha(C: Floats) -> float:
    k, whole = len(C), C.sum()
    if k < 2 or whole <= 1e-12 * np.trace(C):
        return float("nan")
    return float(k / (k - 1) * (1 - np.trace(C) / whole))


def explained(R: Floats) -> Floats:
    """Squared multiple correlation of each item with the others, NaN where R is not positive definite.

    Items that are combinations of each other have no such matrix, nor sometimes have pairwise correlations.
    """
    if len(R) < 2 or not np.isfinite(R).all() or np.linalg.eigvalsh(R)[0] < SINGULAR:
        return np.full(len(R), np.nan)
    return np.asarray(1 - 1 / np.diagonal(np.linalg.inv(R)))


def coefficients(C: Floats, R: Floats, varying: Mask, n: int, *, smc: Floats | None = None) -> Coefficients:
    """All coefficients of a covariance matrix C and correlation matrix R of keyed items, for n persons.

    `varying` marks the items that have a variance; R is NaN elsewhere. `smc` are the varying items' squared
    multiple correlations where they are known already.
    """
    usable = R[np.ix_(varying, varying)]
    k = len(usable)
    between = usable[np.tril_indices(k, -1)]
    none = float("nan")
    average = float(between.mean()) if between.size else none
    multiple = explained(usable) if smc is None else smc
    return Coefficients(
        raw=_alpha(C),
        standardized=_alpha(usable),
        lambda6=float(1 - (1 - multiple).sum() / usable.sum()) if k > 1 else none,
        average_r=average,
        median_r=float(np.median(between)) if between.size else none,
        variance_r=float(between.var(ddof=1)) if between.size > 1 else none,
        signal_to_noise=k * average / (1 - average) if average < 1 else none,
        standard_error=alpha_standard_error(C, n),
    )


def if_dropped(C: Floats, R: Floats, varying: Mask, n: int) -> IfDropped:
    """The coefficients without each item in turn; parameters as of `coefficients`."""
    rows = []
    for item, multiple in enumerate(_explained_without(R, varying)):
        rest = np.arange(len(C)) != item
        square = np.ix_(rest, rest)
        c = coefficients(C[square], R[square], varying[rest], n, smc=multiple)
        rows.append(
            (
                c.raw,
                c.standardized,
                c.lambda6,
                c.average_r,
                c.median_r,
                c.variance_r,
                c.signal_to_noise,
                c.standard_error,
            )
        )
    return IfDropped(*np.array(rows).T)


def _explained_without(R: Floats, varying: Mask) -> Iterator[Floats | None]:
    """Squared multiple correlations among the varying items without each item in turn, from one inverse.

    Without item i the inverse P becomes P_jk - P_ij P_ik / P_ii. None where R has no inverse but may have one
    without the item that spoils it: each matrix is looked at by itself then. With two eigenvalues of 0 none
    has one, for the smallest eigenvalue without an item is at most the second smallest with it.
    """
    usable = R[np.ix_(varying, varying)]
    if len(usable) < 2 or not np.isfinite(usable).all():
        yield from [None] * len(R)
        return
    lowest, second = np.linalg.eigvalsh(usable)[:2]
    if lowest < SINGULAR:
        for varies in varying:
            yield np.full(len(usable) - varies, np.nan) if second < SINGULAR else None
        return
    P = np.linalg.inv(usable)
    diagonal = np.diagonal(P)
    places = np.cumsum(varying) - 1
    for item, place in enumerate(places):
        if varying[item]:
            without = diagonal - P[place] ** 2 / P[place, place]
            yield 1 - 1 / np.delete(without, place)
        else:
            yield 1 - 1 / diagonal


def item_relations(as_answered: Moments, C: Floats, R: Floats, varying: Mask) -> ItemRelations:
    """Item-total statistics from the Moments as answered and the keyed matrices C and R."""
    variances = np.diagonal(C)
    with_all = C.sum(axis=1)
    with_rest = with_all - variances
    rest = C.sum() - 2 * with_all + variances
    usable = np.where(np.outer(varying, varying), R, 0.0)
    replaced = usable.copy()
    smc = np.full(len(C), np.nan)
    smc[varying] = explained(R[np.ix_(varying, varying)])
    np.fill_diagonal(replaced, np.where(varying, smc, 0.0))
    return ItemRelations(
        n=as_answered.counts(),
        item_total=_over_root(with_all, variances * C.sum()),
        standardized_total=np.where(varying, _over_root(usable.sum(axis=1), usable.sum()), np.nan),
        overlap_corrected=np.where(varying, _over_root(replaced.sum(axis=1), replaced.sum()), np.nan),
        item_rest=_over_root(with_rest, variances * rest),
        mean=as_answered.means(),
        sd=np.sqrt(as_answered.variances()),
    )


def _over_root(numerator: Floats, squared: ArrayLike) -> Floats:
    scale = np.broadcast_to(np.asarray(squared, dtype=np.float64), numerator.shape)
    usable = scale > 0
    root = np.sqrt(np.where(usable, scale, 1.0))
    return np.where(usable, numerator / root, np.nan)
