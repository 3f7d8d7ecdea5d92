"""Kappa: agreement on categories beyond chance, of two raters or many."""

from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.agreement import complete_ratings
from psychometrics.contract import Caution, Counts, Floats, StatisticError

Weights = Literal["none", "linear", "quadratic"]


@dataclass(frozen=True, slots=True)
class CohenKappa:
    """Agreement of two raters; NaN where both used one category only. `level` is that of the interval."""

    value: float
    se: float
    lower: float
    upper: float
    observed: float
    expected: float
    weights: Weights
    n: int
    left_out: int
    level: float
    cautions: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class FleissKappa:
    """Agreement of many raters on categories, with the test that it is no more than chance."""

    value: float
    z: float
    p: float
    targets: int
    raters: int
    left_out: int


@dataclass(frozen=True, slots=True)
class CongerKappa:
    """Agreement of the same raters on all targets: observed and expected shares of agreeing pairs of raters."""

    value: float
    observed: float
    expected: float
    targets: int
    raters: int
    left_out: int


@dataclass(frozen=True, slots=True)
class LightKappa:
    """Mean of Cohen's kappas over all pairs of raters; pairs without a kappa are counted in `undefined`."""

    value: float
    pairs: int
    undefined: int
    targets: int
    left_out: int


def cohen_kappa(
    first: ArrayLike,
    second: ArrayLike,
    *,
    weights: Weights = "none",
    categories: ArrayLike | None = None,
    level: float = 0.95,
) -> CohenKappa:
    """Cohen's kappa of two raters, plain or weighted.

    first, second: one category (number) a target, NaN where missing: the target is left out and counted.
    categories: all categories in order, also those nobody used; default those that occur, ascending. Weights
    count steps along that order, so an unused category in the middle changes a weighted kappa.
    Parameters, errors and literature else as in `kappa_of_table`.
    """
    pair = np.column_stack([np.asarray(first, dtype=float), np.asarray(second, dtype=float)])
    complete = pair[np.isfinite(pair).all(axis=1)]
    used = np.unique(complete)
    order = used if categories is None else np.asarray(categories, dtype=float)
    position = {value: index for index, value in enumerate(order)}
    unknown = [value for value in used if value not in position]
    if unknown:
        raise StatisticError(
            "off_scale", f"{unknown[0]:g} is not among the categories", "name all categories, in their order"
        )
    places = np.array([position[value] for value in used], dtype=np.int64)
    code = places[np.searchsorted(used, complete)]
    size = max(len(order), 1)
    cells = np.bincount(code[:, 0] * size + code[:, 1], minlength=size**2)
    table = cells.reshape(size, size).astype(np.int64)
    return kappa_of_table(table, weights=weights, level=level, left_out=len(pair) - len(complete))


def kappa_of_table(
    table: ArrayLike, *, weights: Weights = "none", level: float = 0.95, left_out: int = 0
) -> CohenKappa:
    """Cohen's kappa from the table of two raters' categories.

    table: counts, categories of the first rater x categories of the second, in the same order.
    weights: none (same or not), linear or quadratic (by steps apart; quadratic is near an ICC).
    Raises `StatisticError` for an empty table or one that is not square.
    Formula: (po - pe) / (1 - pe), po and pe the (weighted) agreement observed and expected from the margins;
    standard error of Fleiss, Cohen & Everitt (1969). Kappa falls when a category is rare, with the same share
    of agreement; report percent agreement beside it.
    Cohen (1960) 10.1177/001316446002000104, (1968) 10.1037/h0026256; Fleiss, Cohen & Everitt (1969)
    10.1037/h0028106. R: `psych::cohen.kappa(x)$weighted.kappa`; with irr `irr::kappa2(x,
    weight = "equal")`.
    """
    from scipy.special import ndtri

    counts = np.asarray(table, dtype=float)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1]:
        raise StatisticError("shape", f"the table has shape {counts.shape}", "give the same categories twice")
    n = counts.sum()
    if n < 1:
        raise StatisticError("all_missing", "no target was judged by both raters", "check the two columns")
    p = counts / n
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    w = _weights(len(p), weights)
    observed, expected = float((w * p).sum()), float(rows @ w @ columns)
    if 1 - expected < 1e-12:
        caution = Caution(
            "one_category",
            "",
            "both raters put every target into one category, so there is no kappa",
            "report percent agreement, or judge targets that differ",
        )
        nan = float("nan")
        return CohenKappa(
            nan, nan, nan, nan, observed, expected, weights, int(n), left_out, level, (caution,)
        )
    value = (observed - expected) / (1 - expected)
    margins = (w @ columns)[:, None] + (w.T @ rows)[None, :]
    spread = (p * (w - margins * (1 - value)) ** 2).sum() - (value - expected * (1 - value)) ** 2
    se = float(np.sqrt(max(spread, 0.0) / n)) / (1 - expected)
    half = float(ndtri((1 + level) / 2)) * se
    return CohenKappa(
        value, se, value - half, value + half, observed, expected, weights, int(n), left_out, level, ()
    )


def _weights(size: int, weights: Weights) -> Floats:
    """Share of agreement that a pair of categories counts for."""
    steps = np.abs(np.subtract.outer(np.arange(size), np.arange(size))) / max(size - 1, 1)
    if weights == "none":
        return np.eye(size)
    agreement: Floats = 1 - steps if weights == "linear" else 1 - steps**2
    return agreement


def fleiss_kappa(ratings: ArrayLike) -> FleissKappa:
    """Fleiss' kappa of many raters on unordered categories.

    ratings: targets x raters, numbers that stand for categories, NaN where missing: a target with a gap is
    left out and counted. Raises `StatisticError` for one rater, fewer than two targets, or one category.
    Formula: (P - Pe) / (1 - Pe), P the mean share of agreeing pairs of raters a target, Pe = sum p_j^2;
    z by the standard error under no agreement (Fleiss, Nee & Landis, 1979).
    Order of the categories is ignored, and raters need not be the same people from target to target.
    Fleiss (1971) 10.1037/h0031619. R: `irr::kappam.fleiss(x)`.
    """
    from scipy.special import ndtr

    matrix, left_out = complete_ratings(ratings)
    counts = category_table(matrix).astype(float)
    (n, _), k = counts.shape, matrix.shape[1]
    p = counts.sum(axis=0) / (n * k)
    free = float((p * (1 - p)).sum())
    if free < 1e-12:
        raise StatisticError(
            "constant",
            "all raters put every target into one category, so there is no kappa",
            "report percent agreement, or judge targets that differ",
        )
    agreeing = float(((counts**2).sum() - n * k) / (n * k * (k - 1)))
    value = (agreeing - (1 - free)) / free
    variance = 2 * (free**2 - (p * (1 - p) * (1 - 2 * p)).sum()) / (free**2 * n * k * (k - 1))
    z = value / float(np.sqrt(variance))
    return FleissKappa(value, z, float(2 * ndtr(-abs(z))), n, k, left_out)


def conger_kappa(ratings: ArrayLike) -> CongerKappa:
    """Conger's exact kappa of many raters who all judge the same targets, on unordered categories.

    ratings: targets x raters, numbers that stand for categories, NaN where missing: a target with a gap is
    left out and counted. Raises `StatisticError` for one rater, fewer than two targets, or one category.
    Formula: (P - Pe) / (1 - Pe), P the mean share of agreeing pairs of raters, Pe that of pairs who choose by
    their own margins alone. It is Cohen's kappa of two raters, and unlike Fleiss' counts what each rater prefers.
    Conger (1980) 10.1037/0033-2909.88.2.322.
    """
    matrix, left_out = complete_ratings(ratings)
    used = np.unique(matrix)
    n, k = matrix.shape
    shares = np.array([[(matrix[:, rater] == value).mean() for value in used] for rater in range(k)])
    pairs = k * (k - 1)
    counts = category_table(matrix).astype(float)
    observed = float(((counts**2).sum() / n - k) / pairs)
    expected = float(((shares.sum(axis=0) ** 2).sum() - (shares**2).sum()) / pairs)
    if 1 - expected < 1e-12:
        raise StatisticError(
            "constant",
            "all raters put every target into one category, so there is no kappa",
            "report percent agreement, or judge targets that differ",
        )
    return CongerKappa((observed - expected) / (1 - expected), observed, expected, n, k, left_out)


def category_table(matrix: Floats) -> Counts:
    """How many raters put each target into each category that occurs, targets x categories, NaN ignored."""
    known = np.isfinite(matrix)
    used, code = np.unique(matrix[known], return_inverse=True)
    target = np.nonzero(known)[0]
    cells = np.bincount(target * len(used) + code, minlength=len(matrix) * len(used))
    return cells.reshape(len(matrix), len(used)).astype(np.int64)


def light_kappa(ratings: ArrayLike) -> LightKappa:
    """Light's kappa: the mean of Cohen's kappas over all pairs of raters.

    ratings: targets x raters, NaN where missing: a target with a gap is left out and counted. Pairs who both
    used one category have no kappa; they are left out of the mean and counted.
    Raises `StatisticError` for one rater, fewer than two targets, or when no pair has a kappa.
    Light (1971) 10.1037/h0031643. R: `irr::kappam.light(x)`.
    """
    matrix, left_out = complete_ratings(ratings)
    kappas = np.array(
        [
            cohen_kappa(matrix[:, a], matrix[:, b], categories=np.unique(matrix)).value
            for a, b in combinations(range(matrix.shape[1]), 2)
        ]
    )
    known = kappas[np.isfinite(kappas)]
    if not len(known):
        raise StatisticError(
            "constant",
            "all raters put every target into one category, so there is no kappa",
            "report percent agreement, or judge targets that differ",
        )
    return LightKappa(float(known.mean()), len(kappas), len(kappas) - len(known), len(matrix), left_out)
