"""Extraction of factors from a correlation matrix: minimum residual, maximum likelihood, principal axis."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Floats, StatisticError
from psychometrics.correlations import correlation_matrix, require_positive_definite

LOWEST_UNIQUENESS = 0.005
"""Below this a uniqueness is not let go: a solution that rests there is a Heywood case."""

Evaluation = tuple[float, Floats, Floats, Floats]
"""Discrepancy, its gradient, its Hessian and a positive semi-definite stand-in for the Hessian."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """Unrotated loadings (items x factors, by variance), uniquenesses, and how the search ended."""

    loadings: Floats
    uniquenesses: Floats
    iterations: int
    converged: bool


def minres(R: ArrayLike, n_factors: int) -> Extraction:
    """Minimum residual factors: least squares over the correlations off the diagonal.

    `R` is a correlation matrix, items x items, without missing values; it may be singular. Returns an
    `Extraction`. Raises `StatisticError` when `n_factors` is not between 1 and items - 1.

    Minimises the sum of the squared eigenvalues of R - diag(u) left out by the factors, over the
    uniquenesses u, by Newton's method with the exact second derivatives; u >= 0.005. It weighs all
    residuals alike, so needs no normality, and no chi-square belongs to it by theory.
    Harman & Jones (1966), doi:10.1007/BF02289468. R: `psych::fa(R, 5, fm = "minres", rotate =
    "none")$uniquenesses`.
    """
    matrix = _checked(R, n_factors)

    def evaluate(u: Floats) -> Evaluation:
        return _least_squares(matrix, u, n_factors)

    u, iterations, converged = _newton(evaluate, _start(matrix), np.full(len(matrix), LOWEST_UNIQUENESS))
    values, vectors = _leading(matrix - np.diag(u), n_factors)
    return Extraction(_signed(vectors * np.sqrt(np.maximum(values, 0))), u, iterations, converged)


def maximum_likelihood(R: ArrayLike, n_factors: int) -> Extraction:
    """Maximum likelihood factors of multivariate normal items.

    `R` is a correlation matrix, items x items, without missing values, positive definite. Returns an
    `Extraction`. Raises `StatisticError` when `R` is singular or `n_factors` not between 1 and items - 1.

    Minimises the sum of (v - log v - 1) over the eigenvalues v of diag(u)^-1/2 R diag(u)^-1/2 left out by
    the factors, by Newton's method in log u; u >= 0.005. Few categories or skew inflate its chi-square.
    Jöreskog (1967), doi:10.1007/BF02289658. R: `factanal(covmat = R, factors = 5, rotation =
    "none")$uniquenesses`.
    """
    matrix = _checked(R, n_factors)
    require_positive_definite(matrix, "maximum likelihood")

    def evaluate(log_u: Floats) -> Evaluation:
        return _likelihood(matrix, log_u, n_factors)

    lowest = np.full(len(matrix), np.log(LOWEST_UNIQUENESS))
    log_u, iterations, converged = _newton(evaluate, np.log(_start(matrix)), lowest)
    u = np.exp(log_u)
    root = np.sqrt(u)
    values, vectors = _leading(matrix / np.outer(root, root), n_factors)
    loadings = root[:, None] * vectors * np.sqrt(np.maximum(values - 1, 0))
    # The canonical axes are ordered by these eigenvalues; a solution is ordered by variance accounted for.
    order = np.argsort(-np.sum(loadings**2, axis=0), kind="stable")
    return Extraction(_signed(loadings[:, order]), u, iterations, converged)


def principal_axis(
    R: ArrayLike, n_factors: int, *, tolerance: float = 1e-3, maximum_iterations: int = 1000
) -> Extraction:
    """Principal axis factors: communalities put on the diagonal again until their sum stands still.

    `R` is a correlation matrix, items x items, without missing values. The search ends when the sum of
    the communalities changes by less than `tolerance` (psych's rule and default): run further, with a small
    tolerance, it arrives at `minres`. Returns an `Extraction`; a communality above 1 stays as it is found.
    Raises `StatisticError` when `n_factors` is not between 1 and items - 1. R: `psych::fa(R, 5, fm = "pa", rotate
    = "none", max.iter = 1000)$uniquenesses`.
    """
    matrix = _checked(R, n_factors)
    reduced = matrix.copy()
    np.fill_diagonal(reduced, 1 - _start(matrix))
    total, iterations, change = float(np.trace(reduced)), 0, np.inf
    loadings = np.zeros((len(matrix), n_factors))
    while change > tolerance and iterations < maximum_iterations:
        values, vectors = _leading(reduced, n_factors)
        loadings = vectors * np.sqrt(np.maximum(values, 0))
        communalities = np.sum(loadings**2, axis=1)
        change, total = abs(total - float(communalities.sum())), float(communalities.sum())
        np.fill_diagonal(reduced, communalities)
        iterations += 1
    u = 1 - np.sum(loadings**2, axis=1)
    return Extraction(_signed(loadings), u, iterations, bool(change <= tolerance))


def principal_components(R: ArrayLike, n_components: int) -> Extraction:
    """The first principal components, scaled as loadings: a summary of the items, not a factor model.

    `R` is a correlation matrix, items x items, without missing values. Returns an `Extraction` whose
    uniquenesses are what the components leave over. Raises `StatisticError` when `n_components` is not
    between 1 and the number of items.
    Components take up error as well as common variance, so their loadings are higher than those of factors. R:
    `psych::principal(R, 5, rotate = "none")$uniquenesses`.
    """
    matrix = correlation_matrix(R, minimum_items=2)
    if not 1 <= n_components <= len(matrix):
        raise _number(n_components, len(matrix), len(matrix))
    values, vectors = _leading(matrix, n_components)
    loadings = _signed(vectors * np.sqrt(np.maximum(values, 0)))
    return Extraction(loadings, 1 - np.sum(loadings**2, axis=1), 1, True)


def _checked(R: ArrayLike, n_factors: int) -> Floats:
    matrix = correlation_matrix(R, minimum_items=2)
    if not 1 <= n_factors < len(matrix):
        raise _number(n_factors, len(matrix), len(matrix) - 1)
    return matrix


def _number(asked: int, items: int, most: int) -> StatisticError:
    return StatisticError(
        "number_of_factors",
        f"{asked} factors asked of {items} items",
        f"ask for a number from 1 to {most}; parallel analysis suggests one",
    )


def _start(R: Floats) -> Floats:
    """Uniquenesses to start from: 1 - SMC, or a half where the items are linearly dependent."""
    values, vectors = np.linalg.eigh(R)
    if values[0] <= 1e-8:
        return np.full(len(R), 0.5)
    inverse_diagonal = np.sum(vectors**2 / values, axis=1)
    start: Floats = np.clip(1 / inverse_diagonal, 2 * LOWEST_UNIQUENESS, 1.0)
    return start


def _leading(matrix: Floats, count: int) -> tuple[Floats, Floats]:
    values, vectors = np.linalg.eigh(matrix)
    return values[::-1][:count], vectors[:, ::-1][:, :count]


def _signed(loadings: Floats) -> Floats:
    signs = np.where(loadings.sum(axis=0) < 0, -1.0, 1.0)
    signed: Floats = loadings * signs
    return signed


def _least_squares(R: Floats, u: Floats, m: int) -> Evaluation:
    """Half the squared eigenvalues of R - diag(u) that m factors leave, and derivatives by u."""
    values, vectors = np.linalg.eigh(R - np.diag(u))
    kept = np.zeros(len(u), dtype=bool)
    kept[-m:] = values[-m:] > 0
    left, right = vectors[:, ~kept], vectors[:, kept]
    rest, used = values[~kept], values[kept]
    gauss = (left @ left.T) ** 2
    ratio = 2 * rest[:, None] / np.minimum(rest[:, None] - used[None, :], -1e-12)
    hessian = gauss + _crossed(left, right, ratio)
    return float(np.sum(rest**2) / 2), -(left**2) @ rest, hessian, gauss


def _likelihood(R: Floats, log_u: Floats, m: int) -> Evaluation:
    """Half the likelihood discrepancy that m factors leave, and derivatives by log uniqueness."""
    scale = np.exp(-log_u / 2)
    values, vectors = np.linalg.eigh(R * np.outer(scale, scale))
    values = np.maximum(values, 1e-300)
    left, right, rest, used = vectors[:, :-m], vectors[:, -m:], values[:-m], values[-m:]
    projector = left @ left.T
    gauss = projector * ((left * rest) @ left.T)
    gap = np.minimum(rest[:, None] - used[None, :], -1e-12)
    ratio = (rest[:, None] - 1) * (rest[:, None] + used[None, :]) / gap
    hessian = gauss + _crossed(left, right, ratio)
    value = float(np.sum(rest - np.log(rest) - 1))
    return value, (left**2) @ (1 - rest), hessian, gauss


def _crossed(left: Floats, right: Floats, ratio: Floats) -> Floats:
    """What the kept eigenvectors `right` add to a second derivative over the others, `left`."""
    crossed = np.zeros((len(left), len(left)))
    for axis, weights in zip(right.T, ratio.T, strict=True):
        crossed += (left * weights) @ left.T * np.outer(axis, axis)
    return crossed


def _newton(
    evaluate: Callable[[Floats], Evaluation], start: Floats, lowest: Floats, maximum_iterations: int = 200
) -> tuple[Floats, int, bool]:
    """Newton's method above lower bounds, halving steps; parameters, iterations, whether it arrived."""
    x = np.maximum(start, lowest)
    value, gradient, hessian, stand_in = evaluate(x)
    for iteration in range(maximum_iterations):
        free = (x > lowest) | (gradient < 0)
        if not free.any() or np.abs(gradient[free]).max() < 1e-9:
            return x, iteration, True
        step = np.zeros_like(x)
        step[free] = _descent(hessian[np.ix_(free, free)], stand_in[np.ix_(free, free)], gradient[free])
        length = 1.0
        while True:
            trial = np.maximum(x + length * step, lowest)
            found = evaluate(trial)
            if found[0] <= value + 1e-4 * float(gradient @ (trial - x)) + 1e-15 * (1 + abs(value)):
                break
            length /= 2
            if length < 1e-10:
                return x, iteration, bool(np.abs(gradient[free]).max() < 1e-6)
        x, (value, gradient, hessian, stand_in) = trial, found
    return x, maximum_iterations, False


def _descent(hessian: Floats, stand_in: Floats, gradient: Floats) -> Floats:
    """The Newton step where the Hessian is positive definite, else that of its stand-in with a ridge."""
    from scipy.linalg import cho_factor, cho_solve

    try:
        step: Floats = -cho_solve(cho_factor(hessian), gradient)
    except np.linalg.LinAlgError:
        ridge = 1e-3 * max(float(np.trace(stand_in)) / len(gradient), 1e-6)
        step = -cho_solve(cho_factor(stand_in + ridge * np.eye(len(gradient))), gradient)
    return step
