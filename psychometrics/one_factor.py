"""One factor behind all items: maximum likelihood with its fit, and minimum residual loadings."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Caution, Floats, StatisticError, finite
from psychometrics.correlations import require_positive_definite
from psychometrics.extraction import LOWEST_UNIQUENESS, minres
from psychometrics.item_covariance import correlations_of, item_covariance

ITERATIONS = 500
GRADIENT = 1e-9
CONDITION = 1e13
"""An information matrix worse conditioned than this counts as singular."""


@dataclass(frozen=True, slots=True)
class OneFactor:
    """Loadings of a factor with variance 1 and residual variances, in the metric of the matrix given."""

    loadings: Floats
    residuals: Floats
    cautions: tuple[Caution, ...]

    @property
    def implied(self) -> Floats:
        """The covariance matrix the model implies."""
        matrix: Floats = np.outer(self.loadings, self.loadings) + np.diag(self.residuals)
        return matrix


@dataclass(frozen=True, slots=True)
class OneFactorFit:
    """How well one factor reproduces the covariances. `pvalue` is None without degrees of freedom.

    The ends of RMSEA's interval and `pvalue` are None too where people share clusters that they could not allow for.
    """

    chisq: float
    df: int
    pvalue: float | None
    baseline_chisq: float
    baseline_df: int
    cfi: float
    tli: float
    rmsea: float
    rmsea_lower: float | None
    rmsea_upper: float | None
    srmr: float


@dataclass(frozen=True, slots=True)
class OneFactorML:
    """A one-factor model by maximum likelihood: estimates, their covariance matrix, and fit.

    `estimates_covariance` is of (loadings, residuals), 2k x 2k, from the expected information.
    """

    model: OneFactor
    n: int
    fit: OneFactorFit
    estimates_covariance: Floats
    iterations: int

    @property
    def loadings(self) -> Floats:
        return self.model.loadings

    @property
    def residuals(self) -> Floats:
        return self.model.residuals

    @property
    def cautions(self) -> tuple[Caution, ...]:
        return self.model.cautions


def one_factor(covariance: ArrayLike, n: int, *, names: Sequence[str] | None = None) -> OneFactorML:
    """Fit a one-factor (congeneric) model to a covariance matrix by maximum likelihood.

    `covariance`: items x items, divisor n - 1, of persons who answered every item (a pairwise matrix is
    not the covariance of any n persons, and its chi-square is none). `n`: those persons. `names` of items
    for messages. Returns a `OneFactorML`; estimates refer to the covariance with divisor n, as in lavaan.
    Raises `StatisticError` for fewer than three items, a constant item, n not above the number of items, a
    singular matrix, items without a common factor, or no convergence.

    Minimises F = log|M| + tr(S M^-1) - log|S| - k over M = l l' + diag(u), residuals unbounded, by Fisher
    scoring with the analytic gradient; chi-square = n F; SRMR includes the diagonal; RMSEA has a 90 %
    interval. With three items the model fits by construction and its indices say nothing. Ordinal items
    with few categories or strong skew inflate chi-square. A residual below zero (Heywood case) makes every
    coefficient from the model doubtful, and is said in `cautions`.
    Jöreskog (1969), doi:10.1007/BF02289343; Hu & Bentler (1999), doi:10.1080/10705519909540118. R:
    `lavaan::lavInspect(fit, "est")$lambda`, fit being a `cfa`.
    """
    S, labels = item_covariance(covariance, names, minimum_items=3)
    if n <= len(S):
        raise StatisticError(
            "few_persons",
            f"{n} persons who answered all of {len(S)} items: a factor model needs more persons than items",
            "collect more responses, or use fewer items",
        )
    R = correlations_of(S)
    require_positive_definite(R, "the one-factor model")
    standard, iterations, information = _maximum_likelihood(R)
    deviations = np.sqrt(np.diag(S) * (n - 1) / n)
    loadings, residuals = standard[0] * deviations, standard[1] * deviations**2
    scale = np.concatenate([deviations, deviations**2])
    errors: Floats = _inverse(information) * (2 / n) * np.outer(scale, scale)
    cautions = (*_heywood(residuals, labels), *_negative(loadings, labels))
    fit = _fit(R, np.outer(standard[0], standard[0]) + np.diag(standard[1]), n)
    return OneFactorML(OneFactor(loadings, residuals, cautions), n, fit, errors, iterations)


def one_factor_minres(correlations: ArrayLike, *, names: Sequence[str] | None = None) -> OneFactor:
    """One factor by minimum residuals: least squares over the correlations off the diagonal.

    `correlations`: items x items (a covariance is rescaled); may be pairwise, polychoric or singular.
    `names` of items for messages. Returns a `OneFactor`, standardised. Raises `StatisticError` for fewer
    than three items or a constant item. Needs no normality and gives no chi-square; uniquenesses are kept
    at 0.005 or above, and one that rests there is a Heywood case, said in `cautions`.
    Harman & Jones (1966), doi:10.1007/BF02289468. R: `abs(psych::fa(x, 1, fm = "minres")$loadings[, 1])`.
    """
    matrix, labels = item_covariance(correlations, names, minimum_items=3)
    found = minres(correlations_of(matrix), 1)
    loadings = _signed(found.loadings[:, 0])
    at_bound = np.where(found.uniquenesses <= LOWEST_UNIQUENESS, 0.0, found.uniquenesses)
    cautions = (*_heywood(at_bound, labels), *_negative(loadings, labels))
    return OneFactor(loadings, found.uniquenesses, cautions)


def _signed(loadings: Floats) -> Floats:
    return -loadings if loadings.sum() < 0 else loadings


def _heywood(residuals: Floats, labels: tuple[str, ...]) -> tuple[Caution, ...]:
    return tuple(
        Caution(
            "heywood",
            f"item {label}",
            "its residual variance is zero or negative (a Heywood case)",
            "do not report coefficients of this model; look for a near-copy of the item, or a second factor",
        )
        for label, residual in zip(labels, residuals, strict=True)
        if residual <= 0
    )


def _negative(loadings: Floats, labels: tuple[str, ...]) -> tuple[Caution, ...]:
    return tuple(
        Caution(
            "negative_loading",
            f"item {label}",
            "it loads negatively on the factor of the scale",
            "read no omega of this scale; its item-rest correlation says whether to ask about its key",
        )
        for label, loading in zip(labels, loadings, strict=True)
        if loading < 0
    )


def _start(R: Floats) -> tuple[Floats, Floats]:
    """First principal axis of the correlations with squared multiple correlations on the diagonal."""
    unique = 1 / np.diag(np.linalg.inv(R))
    values, vectors = np.linalg.eigh(R - np.diag(unique))
    loadings = _signed(vectors[:, -1] * np.sqrt(max(values[-1], 0.01)))
    return loadings, np.clip(1 - loadings**2, 0.05, None)


def _maximum_likelihood(R: Floats) -> tuple[tuple[Floats, Floats], int, Floats]:
    """Standardised (loadings, residuals), iterations, and the expected second derivatives of F there."""
    k = len(R)
    x = np.concatenate(_start(R))
    value = _discrepancy(R, x)
    for iteration in range(ITERATIONS):
        gradient, information = _derivatives(R, x)
        if np.abs(gradient).max() < GRADIENT:
            return (_signed(x[:k]), x[k:]), iteration, _turned(information, x[:k])
        step = -_inverse(information) @ gradient
        x, found = _shortened(R, x, step, value, float(gradient @ step))
        if found == value and np.abs(gradient).max() < 1e-6:  # no smaller to the last bit
            return (_signed(x[:k]), x[k:]), iteration, _turned(information, x[:k])
        value = found
    raise StatisticError(
        "no_convergence",
        f"the one-factor model has not converged after {ITERATIONS} steps",
        "look at the loadings of an exploratory analysis: an item may not belong, or need another key",
    )


def _turned(information: Floats, loadings: Floats) -> Floats:
    """The information matrix after the sign rule has turned the loadings."""
    if loadings.sum() >= 0:
        return information
    sign = np.concatenate([-np.ones(len(loadings)), np.ones(len(loadings))])
    turned: Floats = information * np.outer(sign, sign)
    return turned


def _discrepancy(R: Floats, x: Floats) -> float:
    """F without its constant, infinite where the implied matrix is not positive definite."""
    k = len(R)
    implied = np.outer(x[:k], x[:k]) + np.diag(x[k:])
    try:
        root = np.linalg.cholesky(implied)
    except np.linalg.LinAlgError:
        return np.inf
    log_determinant = 2 * float(np.log(np.diag(root)).sum())
    return log_determinant + float(np.trace(np.linalg.solve(implied, R)))


def _derivatives(R: Floats, x: Floats) -> tuple[Floats, Floats]:
    """Gradient of F and the trace form tr(V dM V dM) of its expected second derivatives."""
    k = len(R)
    loadings = x[:k]
    implied = np.outer(loadings, loadings) + np.diag(x[k:])
    V = np.linalg.inv(implied)
    W = V @ (implied - R) @ V
    u = V @ loadings
    gradient = np.concatenate([2 * W @ loadings, np.diag(W)])
    information = np.empty((2 * k, 2 * k))
    information[:k, :k] = 2 * (np.outer(u, u) + float(loadings @ u) * V)
    information[:k, k:] = 2 * V * u
    information[k:, :k] = information[:k, k:].T
    information[k:, k:] = V**2
    return gradient, information


def _inverse(information: Floats) -> Floats:
    """Raises `StatisticError` where the information is singular: the factor is not determined."""
    inverse = np.full_like(information, np.inf)
    with contextlib.suppress(np.linalg.LinAlgError):
        inverse[:] = np.linalg.inv(information)
    if not np.linalg.norm(information, 1) * np.linalg.norm(inverse, 1) < CONDITION:
        raise StatisticError(
            "no_common_factor",
            "fewer than three items share common variance that one factor could carry",
            "check the keys of the items, and whether they measure one thing",
        )
    return inverse


def _shortened(R: Floats, x: Floats, step: Floats, value: float, slope: float) -> tuple[Floats, float]:
    """The point along the step, halved until F has fallen enough, and F there."""
    length = 1.0
    while length > 1e-12:
        found = _discrepancy(R, x + length * step)
        if found <= value + 1e-4 * length * slope:
            return x + length * step, found
        length /= 2
    return x, value


def _fit(R: Floats, implied: Floats, n: int) -> OneFactorFit:
    from scipy.special import chdtrc

    k = len(R)
    df, baseline_df = k * (k - 3) // 2, k * (k - 1) // 2
    log_determinant = float(np.linalg.slogdet(R)[1])
    discrepancy = float(np.linalg.slogdet(implied)[1]) + float(np.trace(np.linalg.solve(implied, R)))
    chisq = n * max(discrepancy - log_determinant - k, 0.0) if df else 0.0
    baseline = -n * log_determinant
    worse, worst = max(chisq - df, 0.0), max(baseline - baseline_df, chisq - df, 0.0)
    tli = 1.0
    if df and baseline_df and baseline / baseline_df != 1:
        tli = (baseline / baseline_df - chisq / df) / (baseline / baseline_df - 1)
    lower, upper = _noncentralities(chisq, df) if df else (0.0, 0.0)
    residual = (R - implied)[np.tril_indices(k)]
    return OneFactorFit(
        chisq=chisq,
        df=df,
        pvalue=finite(chdtrc(df, chisq)) if df else None,
        baseline_chisq=baseline,
        baseline_df=baseline_df,
        cfi=1 - worse / worst if worst > 0 else 1.0,
        tli=tli,
        rmsea=float(np.sqrt(worse / (df * n))) if df else 0.0,
        rmsea_lower=float(np.sqrt(lower / (df * n))) if df else 0.0,
        rmsea_upper=float(np.sqrt(upper / (df * n))) if df else 0.0,
        srmr=float(np.sqrt(np.mean(residual**2))),
    )


def _noncentralities(chisq: float, df: int) -> tuple[float, float]:
    """Bounds of the 90 % interval of the noncentrality of a chi-square."""
    from scipy.special import chdtr, chndtrinc

    lower = float(chndtrinc(chisq, df, 0.95)) if chdtr(df, chisq) > 0.95 else 0.0
    upper = float(chndtrinc(chisq, df, 0.05)) if chdtr(df, chisq) > 0.05 else 0.0
    return lower, upper
