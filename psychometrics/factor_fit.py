"""How well a factor solution reproduces the correlations it was taken from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Floats
from psychometrics.correlations import correlation_matrix

SINGULAR = 1e-10  # the smallest eigenvalue of a correlation matrix that still counts as above zero


@dataclass(frozen=True, slots=True)
class FactorFit:
    """Fit of a factor solution; None where an index does not exist for this number of factors or persons.

    `chisq` carries Bartlett's factor, (n - 1 - (2k + 5)/6 - 2m/3) * objective, as psych prints it;
    `chisq_empirical` is n times the sum of squared residual correlations; `rmsr` is the root mean square of
    those, `crms` the same per degree of freedom; `fit` and `fit_off` are the shares of the squared
    correlations reproduced, with and without the diagonal.
    """

    df: int
    objective: float | None
    chisq: float | None
    p: float | None
    rmsea: float | None
    rmsea_lower: float | None
    rmsea_upper: float | None
    rmsea_confidence: float
    tli: float | None
    bic: float | None
    rmsr: float
    crms: float | None
    null_chisq: float | None
    null_df: int
    chisq_empirical: float | None
    fit: float
    fit_off: float


@dataclass(frozen=True, slots=True)
class _Test:
    """What follows from the likelihood discrepancy and the number of persons."""

    objective: float | None = None
    chisq: float | None = None
    p: float | None = None
    null_chisq: float | None = None
    tli: float | None = None
    rmsea: tuple[float | None, float | None, float | None] = (None, None, None)
    bic: float | None = None


def factor_fit(
    R: ArrayLike, loadings: Floats, phi: Floats, n: float | None = None, *, confidence: float = 0.90
) -> FactorFit:
    """Fit indices of a solution with pattern `loadings` (items x factors) and factor correlations `phi`.

    `R` is the correlation matrix, items x items; `n` the persons behind it (None: no indices that need it;
    for pairwise correlations say which n you chose). Returns a `FactorFit`. Raises `StatisticError` for a matrix
    that is none. The chi-square assumes normal items and maximum likelihood; after minres or principal axis
    it is the same formula at another solution. At survey sizes it is nearly always significant: read RMSR.
    RMSEA = sqrt(max(chisq/(df n) - 1/(n - 1), 0)), its interval from the non-central chi-square.
    Browne & Cudeck (1992), doi:10.1177/0049124192021002005; Tucker & Lewis (1973), doi:10.1007/BF02291170. R:
    `psych::factor.stats(R, f$loadings, f$Phi, n.obs = n)[c("dof", "STATISTIC", "PVAL", "rms")]`.
    """
    matrix = correlation_matrix(R)
    k, m = loadings.shape
    df = (k * (k - 1) - 2 * k * m + m * (m - 1)) // 2
    model = loadings @ phi @ loadings.T
    residuals = matrix - model
    off = residuals - np.diag(np.diag(residuals))
    squared, pairs = float(np.sum(off**2)), k * (k - 1)
    test = _test(matrix, model, n, df, m, confidence)
    correlations = float(np.sum(matrix**2))
    return FactorFit(
        df=df,
        objective=test.objective,
        chisq=test.chisq,
        p=test.p,
        rmsea=test.rmsea[0],
        rmsea_lower=test.rmsea[1],
        rmsea_upper=test.rmsea[2],
        rmsea_confidence=confidence,
        tli=test.tli,
        bic=test.bic,
        rmsr=(squared / pairs) ** 0.5,
        crms=(squared / (2 * df)) ** 0.5 if df > 0 else None,
        null_chisq=test.null_chisq,
        null_df=pairs // 2,
        chisq_empirical=None if n is None else squared * n,
        fit=1 - float(np.sum(residuals**2)) / correlations,
        fit_off=1 - squared / max(correlations - k, 1e-300),
    )


def _test(R: Floats, model: Floats, n: float | None, df: int, m: int, confidence: float) -> _Test:
    from scipy.special import chdtrc

    k = len(R)
    implied = model.copy()
    np.fill_diagonal(implied, 1.0)
    # A singular matrix has a determinant of rounding noise, of either sign: the eigenvalues tell.
    if min(np.linalg.eigvalsh(R)[0], np.linalg.eigvalsh(implied)[0]) <= SINGULAR:
        return _Test()
    determinant, determinant_implied = np.linalg.slogdet(R)[1], np.linalg.slogdet(implied)[1]
    objective = float(np.trace(np.linalg.solve(implied, R)) - k + determinant_implied - determinant)
    if n is None:
        return _Test(objective)
    scale = n - 1 - (2 * k + 5) / 6
    chisq = max(objective, 0.0) * (scale - 2 * m / 3)
    null_chisq, null_df = -float(determinant) * scale, k * (k - 1) // 2
    if df <= 0:
        return _Test(objective, chisq if df == 0 else None, null_chisq=null_chisq)
    null_ratio = null_chisq / null_df
    return _Test(
        objective,
        chisq,
        float(chdtrc(df, chisq)),
        null_chisq,
        (null_ratio - chisq / df) / (null_ratio - 1) if null_ratio != 1 else None,
        _rmsea(chisq, df, n, confidence),
        chisq - df * float(np.log(n)),
    )


def _rmsea(chisq: float, df: int, n: float, confidence: float) -> tuple[float, float, float]:
    lower, upper = (
        _noncentrality(chisq, df, share) for share in ((1 + confidence) / 2, (1 - confidence) / 2)
    )
    point = max(chisq / (df * n) - 1 / (n - 1), 0.0) ** 0.5
    scale = (n - 1) * df
    return point, (lower / scale) ** 0.5, (upper / scale) ** 0.5


def _noncentrality(chisq: float, df: int, share: float) -> float:
    """The non-centrality at which a chi-square with `df` lies below `chisq` with probability `share`."""
    from scipy.optimize import brentq
    from scipy.special import chndtr

    if chndtr(chisq, df, 0.0) <= share:
        return 0.0
    upper = 2 * chisq + 100
    return float(brentq(lambda nc: chndtr(chisq, df, nc) - share, 0.0, upper, xtol=1e-10))
