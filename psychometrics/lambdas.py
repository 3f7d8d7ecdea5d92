"""Lower bounds to reliability: Guttman's lambdas, Ten Berge and Zegers' mu, and the greatest lower bound."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Caution, Floats, StatisticError
from psychometrics.correlations import require_positive_definite
from psychometrics.item_covariance import correlations_of, item_covariance
from psychometrics.split_half import DRAWS, greatest_split_half


@dataclass(frozen=True, slots=True)
class Guttman:
    """Guttman's six lambdas. `lambda3` is alpha; `lambda4` the greatest split-half.

    `lambda4_certain` is False where splits were drawn, not all tried; `lambda6` is None where the items are
    linearly dependent.
    """

    lambda1: float
    lambda2: float
    lambda3: float
    lambda4: float
    lambda4_certain: bool
    lambda5: float
    lambda6: float | None
    cautions: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class GreatestLowerBound:
    """The greatest lower bound, each item's largest possible error variance, and the accuracy reached."""

    value: float
    error_variances: Floats
    gap: float


@dataclass(frozen=True, slots=True)
class FactorBound:
    """The common share of the total variance of as many minimum residual factors as R supports."""

    value: float
    communalities: Floats
    factors: int


def guttman(
    covariance: ArrayLike, *, names: Sequence[str] | None = None, draws: int = DRAWS, seed: int = 1
) -> Guttman:
    """Guttman's lambda 1 to 6, lower bounds to the reliability of a sum score.

    `covariance`: keyed items x items, complete or pairwise; a correlation matrix gives those of the
    standardised items. `names` of items for messages; `draws` and `seed` as of `greatest_split_half`.
    Returns a `Guttman`. Raises `StatisticError` for fewer than two items, a constant item, or a sum score
    without variance.

    V the total variance, t the sum of item variances, q the sum of squared covariances off the diagonal:
    1: 1 - t/V; 2: lambda1 + sqrt(q k/(k-1))/V; 3: lambda1 k/(k-1), alpha; 4: the greatest split-half;
    5: lambda1 + 2 sqrt(largest column of q)/V; 6: 1 - sum(residual variance given all others)/V.
    They are bounds in the population; in small samples lambda 4 and 6 can exceed the reliability.
    Guttman (1945), doi:10.1007/BF02288892. R: `psych::guttman(r)`.
    """
    S, labels = item_covariance(covariance, names)
    k, V = len(S), float(S.sum())
    off = S - np.diag(np.diag(S))
    squares = np.sum(off**2, axis=0)
    first = 1 - float(np.trace(S)) / V
    greatest = greatest_split_half(S, names=labels, draws=draws, seed=seed)
    sixth, cautions = _lambda6(S, V)
    return Guttman(
        lambda1=first,
        lambda2=first + float(np.sqrt(k / (k - 1) * squares.sum())) / V,
        lambda3=k / (k - 1) * first,
        lambda4=greatest.value,
        lambda4_certain=greatest.exhaustive,
        lambda5=first + 2 * float(np.sqrt(squares.max())) / V,
        lambda6=sixth,
        cautions=cautions,
    )


def ten_berge(
    covariance: ArrayLike, *, terms: int = 4, names: Sequence[str] | None = None
) -> tuple[float, ...]:
    """Ten Berge and Zegers' mu 0, mu 1, ...: a rising series of lower bounds.

    `covariance`: keyed items x items, complete or pairwise. `terms`: how many, at least one. `names` of items
    for messages. Returns that many bounds; mu 0 is alpha, mu 1 lambda 2; after mu 3 little is gained. Raises
    as `guttman` does.

    mu r = (p0 + sqrt(p1 + sqrt(p2 + ... sqrt(p_r k/(k-1))))) / V, with p_h the sum over i, j (i not j) of
    cov_ij to the power 2^h; for r = 0, p0 k/(k-1) / V.
    Ten Berge & Zegers (1978), doi:10.1007/BF02293815. R: `psych::tenberge(r)` (of correlations).
    """
    S, _ = item_covariance(covariance, names)
    k, V = len(S), float(S.sum())
    scale = float(np.diag(S).max())  # powers up to 2^r of raw covariances could overflow
    off = (S / scale)[~np.eye(k, dtype=bool)]
    powers = [float(np.sum(off ** (2**h))) for h in range(terms)]
    bounds = []
    for last in range(terms):
        inner = k / (k - 1) * powers[last]
        for h in range(last - 1, -1, -1):
            inner = powers[h] + float(np.sqrt(inner))
        bounds.append(inner * scale / V)
    return tuple(bounds)


def greatest_lower_bound(covariance: ArrayLike, *, names: Sequence[str] | None = None) -> GreatestLowerBound:
    """The greatest lower bound to reliability (algebraic GLB).

    `covariance`: keyed items x items, positive definite: complete cases, or smoothed. `names` of items for
    messages. Returns a `GreatestLowerBound`. Raises `StatisticError` for fewer than two items, a constant
    item, or a matrix that is not positive definite.

    1 - sum(t) / V, with t >= 0 the error variances of largest sum for which S - diag(t) stays positive
    semi-definite: solved by an interior-point method to a duality gap below 1e-10 of V. No lower bound is
    greater in the population, but in samples it is biased upward, by .05 and more with a few hundred
    persons and ten items: do not report it as the reliability of a small study.
    Bentler & Woodward (1980), doi:10.1007/BF02294079; Ten Berge & Sočan (2004), doi:10.1007/BF02289858.
    R: `psych::glb.algebraic(C)`.
    """
    S, _ = item_covariance(covariance, names)
    R = correlations_of(S)
    require_positive_definite(R, "the greatest lower bound")
    variances = np.diag(S)
    weights = variances / float(S.sum())
    errors, gap = _largest_errors(R, weights)
    return GreatestLowerBound(1 - float(weights @ errors), errors * variances, gap)


def factor_bound(correlations: ArrayLike, *, names: Sequence[str] | None = None) -> FactorBound:
    """The GLB as psych's `glb.fa` estimates it: from the communalities of many factors.

    `correlations`: keyed items x items (a covariance is rescaled). `names` of items for messages. Returns a
    `FactorBound`. Raises `StatisticError` for fewer than three items or a constant item.

    As many minimum residual factors as the matrix reduced by one-factor communalities has positive
    eigenvalues, one fewer where that leaves no degrees of freedom; (V - sum of uniquenesses) / V. It is no
    bound (it can fall below lambda 4) and with so many factors it is hardly determined: given for comparison
    only, use `greatest_lower_bound`. R: `psych::glb.fa(r)`.
    """
    from psychometrics.extraction import minres

    S, _ = item_covariance(correlations, names, minimum_items=3)
    R = correlations_of(S)
    k = len(R)
    one = minres(R, 1)
    reduced = np.linalg.eigvalsh(R - np.diag(one.uniquenesses))
    count = int(np.sum(reduced > 0))
    if k * (k - 1) // 2 - count * k + count * (count - 1) // 2 < 0:
        count -= 1
    found = minres(R, count)
    communalities = np.sum(found.loadings**2, axis=1)
    return FactorBound(1 - float((1 - communalities).sum()) / float(R.sum()), communalities, count)


def _lambda6(S: Floats, V: float) -> tuple[float | None, tuple[Caution, ...]]:
    try:
        require_positive_definite(correlations_of(S), "lambda 6")
    except StatisticError as refusal:
        return None, (Caution(refusal.code, "", refusal.cause, refusal.remedy),)
    return 1 - float((1 / np.diag(np.linalg.inv(S))).sum()) / V, ()


def _largest_errors(R: Floats, weights: Floats) -> tuple[Floats, float]:
    """Error shares t in R of largest weighted sum with R - diag(t) and t positive; and the duality gap.

    A logarithmic barrier, its weight divided by five at a time, with Newton steps that stay inside.
    """
    k = len(R)
    t = np.full(k, 0.5 * float(np.linalg.eigvalsh(R)[0]))
    barrier = float(weights.mean())
    while True:
        t = _centred(R, weights, t, barrier)
        gap = 2 * k * barrier
        if gap < 1e-11:
            return t, gap
        barrier /= 5


def _centred(R: Floats, weights: Floats, t: Floats, barrier: float) -> Floats:
    """Newton's method for weights't + barrier (log|R - diag(t)| + sum log t) from inside."""
    for _ in range(100):
        inverse = np.linalg.inv(R - np.diag(t))
        gradient = weights / barrier - np.diag(inverse) + 1 / t
        hessian = inverse**2 + np.diag(1 / t**2)
        step = np.linalg.solve(hessian, gradient)
        decrement = float(gradient @ step)
        if decrement < 1e-12:
            break
        length = 1.0 if decrement < 0.25 else 1 / (1 + np.sqrt(decrement))
        while not _inside(R, t + length * step):
            length /= 2
        t = t + length * step
    return t


def _inside(R: Floats, t: Floats) -> bool:
    if (t <= 0).any():
        return False
    try:
        np.linalg.cholesky(R - np.diag(t))
    except np.linalg.LinAlgError:
        return False
    return True
