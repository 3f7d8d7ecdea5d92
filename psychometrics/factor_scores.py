"""Scores of persons on factors: regression, Bartlett and ten Berge weights, and how determinate they are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Caution, Floats, StatisticError, response_matrix, square_matrix
from psychometrics.factors import FactorSolution

METHODS = ("regression", "bartlett", "tenberge")
DETERMINATE = 0.70
"""Share of a factor's variance that its scores should share: two sets of scores can disagree below one half."""


@dataclass(frozen=True, slots=True)
class ScoreWeights:
    """Weights of standardised items (items x factors) and each factor's determinacy.

    `determinacy` is the squared correlation of the regression scores with the factor, whatever the `method`.
    """

    method: str
    weights: Floats
    determinacy: Floats
    cautions: tuple[Caution, ...]


def score_weights(R: ArrayLike, solution: FactorSolution, *, method: str = "regression") -> ScoreWeights:
    """Weights that turn standardised answers into factor scores.

    `R` is the correlation matrix that `solution` was taken from, items x items; `method` regression (most
    like the factor), bartlett (unbiased for each factor) or tenberge (correlate as the factors do). Returns
    `ScoreWeights`. Raises `StatisticError` for an unknown method, a singular `R`, and for bartlett where an
    item has no uniqueness left.
    Determinacy is the diagonal of S' inv(R) S, S the structure. Factor scores are one choice of infinitely
    many; sums of keyed items travel better from sample to sample. Grice (2001),
    doi:10.1037/1082-989X.6.4.430. R: `f$weights`; `f$R2` of an `fa` of psych.
    """
    if method not in METHODS:
        raise StatisticError(
            "unknown_method", f"there is no score {method!r}", f"choose one of {', '.join(METHODS)}"
        )
    regression = regression_weights(R, solution.loadings, solution.phi)
    determinacy = np.sum(regression * solution.structure, axis=0)
    if method == "bartlett":
        weights = bartlett_weights(solution.loadings, solution.uniquenesses)
    elif method == "tenberge":
        weights = tenberge_weights(R, solution.loadings, solution.phi)
    else:
        weights = regression
    cautions = tuple(
        Caution(
            "indeterminate",
            f"factor {factor + 1}",
            f"its scores share only {share:.0%} of its variance",
            "report subscale scores, or use more items that load on it",
        )
        for factor, share in enumerate(determinacy)
        if share < DETERMINATE
    )
    return ScoreWeights(method, weights, determinacy, cautions)


def regression_weights(S: ArrayLike, loadings: Floats, phi: Floats) -> Floats:
    """Thurstone's regression weights, inv(S) L phi, of items with covariance (or correlation) matrix `S`.

    `loadings` is items x factors in the metric of `S`, `phi` the factors' covariances. Raises
    `StatisticError` for a singular `S`. R: `solve(R, f$Structure)`.
    """
    values, vectors = _spectrum(S)
    weights: Floats = (vectors / values) @ (vectors.T @ (loadings @ phi))
    return weights


def bartlett_weights(loadings: Floats, uniquenesses: Floats) -> Floats:
    """Bartlett's weights, inv(U) L inv(L' inv(U) L): the scores' expectation is the factor.

    `loadings` is items x factors, `uniquenesses` the items' unique variances. Raises `StatisticError` where
    one is not above 0. Bartlett (1937), doi:10.1111/j.2044-8295.1937.tb00863.x. R: `U <- diag(1 /
    f$uniquenesses); L <- unclass(f$loadings); U %*% L %*% solve(t(L) %*% U %*% L)`.
    """
    if np.min(uniquenesses) <= 0:
        raise StatisticError(
            "heywood",
            f"item {int(np.argmin(uniquenesses)) + 1} has no unique variance (a Heywood case), "
            "and Bartlett scores divide by it",
            "ask for fewer factors, or for regression scores",
        )
    precise = loadings / np.asarray(uniquenesses)[:, None]
    return np.asarray(np.linalg.solve(loadings.T @ precise, precise.T).T, dtype=np.float64)


def tenberge_weights(R: ArrayLike, loadings: Floats, phi: Floats) -> Floats:
    """Weights of scores that correlate with each other exactly as the factors do.

    `R` is a correlation matrix, items x items; `loadings` items x factors. Raises `StatisticError` for a
    singular `R`. Ten Berge, Krijnen, Wansbeek & Shapiro (1999), doi:10.1016/S0024-3795(97)10007-6. R:
    `psych::factor.scores(d, f, method = "tenBerge")$weights`.
    """
    values, vectors = _spectrum(R)
    root = (vectors / np.sqrt(values)) @ vectors.T
    phi_root = _power(phi, 0.5)
    turned = root @ loadings @ phi_root
    weights: Floats = root @ turned @ _power(turned.T @ turned, -0.5) @ phi_root
    return weights


def factor_scores(
    responses: ArrayLike,
    weights: Floats,
    *,
    means: ArrayLike | None = None,
    deviations: ArrayLike | None = None,
) -> Floats:
    """Scores of persons (persons x factors): weighted standardised answers.

    `responses` is persons x items, NaN where missing: a person who missed an item gets no scores (NaN), for
    nothing is imputed. `weights` is items x factors; `means` and `deviations` standardise the items (default:
    of the complete persons here, n - 1; for the weights of a covariance matrix give deviations of 1).
    Raises `StatisticError` for wrong shapes and an item without variance. R: `scale(d) %*% f$weights`.
    """
    answers = response_matrix(responses, minimum_items=1, minimum_persons=1)
    if answers.shape[1] != len(weights):
        raise StatisticError(
            "shape", f"{answers.shape[1]} items answered but {len(weights)} weighted", "give the same items"
        )
    complete = answers[~np.isnan(answers).any(axis=1)]
    if (means is None or deviations is None) and len(complete) < 2:
        raise StatisticError(
            "few_persons",
            f"{len(complete)} person(s) answered all items, too few to standardise on",
            "give means and standard deviations of a larger sample",
        )
    centre = complete.mean(axis=0) if means is None else np.asarray(means, dtype=np.float64)
    spread = complete.std(axis=0, ddof=1) if deviations is None else np.asarray(deviations, dtype=np.float64)
    if np.any(spread <= 0):
        raise StatisticError(
            "constant_item",
            f"everybody answered item {int(np.argmin(spread)) + 1} alike",
            "leave it out of the analysis",
        )
    scores: Floats = ((answers - centre) / spread) @ weights
    return scores


def _spectrum(S: ArrayLike) -> tuple[Floats, Floats]:
    values, vectors = np.linalg.eigh(square_matrix(S))
    if values[0] <= 1e-10 * values[-1]:
        raise StatisticError(
            "singular",
            "factor scores need an invertible matrix, and an item is a sum of others here",
            "leave items out that repeat each other, or collect more responses",
        )
    return values, vectors


def _power(matrix: Floats, exponent: float) -> Floats:
    values, vectors = np.linalg.eigh(matrix)
    powered: Floats = (vectors * np.maximum(values, 1e-12) ** exponent) @ vectors.T
    return powered
