"""Lower bounds to reliability: Guttman's lambdas, Ten Berge and Zegers' mu, and the greatest lower bound."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Caution, Floats, StatisticError
from psychometrics.correlations import require_positive_definite
from psychometrics.extraction import minres
from psychometrics.item_covariance import correlations_of, item_covariance
from psychometrics.split_half import DRAWS, greatest_split_half

ACCURACY = 1e-10  # of the greatest lower bound
MOST_STEPS = 200  # a few dozen are needed


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
    """The greatest lower bound, each item's error variance there, and the proof that no bound is greater.

    `dual` is a positive semi-definite matrix, items x items in correlation metric, that proves it: the sum of
    error variances, as a share of the total variance, is at most tr(dual R), with R the correlations. `gap`
    is the difference between the two, and so the accuracy of `value`.
    """

    value: float
    error_variances: Floats
    gap: float
    dual: Floats


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
    Guttman (1945), doi:10.1007/BF02288892. R: `c(1 - sum(diag(C)) / sum(C), k / (k - 1) * (1 - sum(diag(C)) /
    sum(C)), 1 - sum(1 / diag(solve(C))) / sum(C))`: lambda 1, 3 and 6; psych's `guttman` has those of
    correlations.
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
    Ten Berge & Zegers (1978), doi:10.1007/BF02293815. R: `unlist(psych::tenberge(C))`.
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
    semi-definite: solved by a primal-dual interior-point method until the dual proves `value` to 1e-10. No
    lower bound is greater in the population, but in samples it is biased upward, by .05 and more with a few hundred
    persons and ten items: do not report it as the reliability of a small study.
    Bentler & Woodward (1980), doi:10.1007/BF02294079; Ten Berge & Sočan (2004), doi:10.1007/BF02289858.
    """
    S, _ = item_covariance(covariance, names)
    R = correlations_of(S)
    require_positive_definite(R, "the greatest lower bound")
    variances = np.diag(S)
    weights = variances / float(S.sum())
    errors, dual, gap = _largest_errors(R, weights)
    return GreatestLowerBound(1 - float(weights @ errors), errors * variances, gap, dual)


def factor_bound(correlations: ArrayLike, *, names: Sequence[str] | None = None) -> FactorBound:
    """The GLB as psych's `glb.fa` estimates it: from the communalities of many factors.

    `correlations`: keyed items x items (a covariance is rescaled). `names` of items for messages. Returns a
    `FactorBound`. Raises `StatisticError` for fewer than three items or a constant item.

    As many minimum residual factors as the matrix reduced by one-factor communalities has positive
    eigenvalues, one fewer where that leaves no degrees of freedom; (V - sum of uniquenesses) / V. It is no
    bound (it can fall below lambda 4) and with so many factors it is hardly determined: given for comparison
    only, use `greatest_lower_bound`. R: `psych::glb.fa(cor(x))$glb`.
    """
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


def _largest_errors(R: Floats, weights: Floats) -> tuple[Floats, Floats, float]:
    """Error shares t in R of largest weighted sum with R - diag(t) and t positive; the dual Y; and the gap.

    A primal-dual interior-point method. Y is positive definite with a diagonal above the weights, so that no
    allowed sum exceeds tr(Y R). Both are carried along and stay inside, so that the gap is proved at every
    step; Y can't be read off the inverse of R - diag(t), which at the end is too near to none.
    Helmberg, Rendl, Vanderbei & Wolkowicz (1996), doi:10.1137/0806020.
    """
    t: Floats = np.full(len(R), 0.5 * float(np.linalg.eigvalsh(R)[0]))
    Y: Floats = np.diag(2 * weights)
    for _ in range(MOST_STEPS):
        if _gap(R, weights, t, Y) < ACCURACY:
            break
        try:
            change, change_of_dual = _newton(R, weights, t, Y)
        except np.linalg.LinAlgError:
            break  # no closer in floating-point numbers, as with items that nearly repeat one another
        t = _moved(t, change, lambda t: _inside(R, t))
        Y = _moved(Y, change_of_dual, lambda Y: _dual_inside(weights, Y))
    return t, Y, _gap(R, weights, t, Y)


def _newton(R: Floats, weights: Floats, t: Floats, Y: Floats) -> tuple[Floats, Floats]:
    """The step towards (R - diag(t)) Y = mu I and t (diag(Y) - weights) = mu, a tenth of where it stands."""
    Z, slack = R - np.diag(t), np.diag(Y) - weights
    mu = 0.1 * (float(np.sum(Z * Y)) + float(t @ slack)) / (2 * len(R))
    inverse = np.linalg.inv(Z)
    inverse = np.asarray((inverse + inverse.T) / 2)
    aim = mu / t - mu * np.diag(inverse) + weights
    change = np.asarray(np.linalg.solve(inverse * Y + np.diag(slack / t), aim), dtype=np.float64)
    turned = (inverse * change) @ Y
    return change, mu * inverse - Y + (turned + turned.T) / 2


def _moved(point: Floats, change: Floats, allowed: Callable[[Floats], bool]) -> Floats:
    """The point moved all the way of a step, or nearly to where that leaves what is allowed."""
    if allowed(point + change):
        return point + change
    way = 0.8
    while not allowed(point + way * change):
        way *= 0.8
        if way < 1e-12:
            return point
    moved: Floats = point + 0.95 * way * change
    return moved


def _gap(R: Floats, weights: Floats, t: Floats, Y: Floats) -> float:
    """By how much an allowed sum can at most exceed that of t, as no error share exceeds 1."""
    short = np.maximum(weights - np.diag(Y), 0)
    return float(np.sum(Y * R) + short.sum() - weights @ t)


def _dual_inside(weights: Floats, Y: Floats) -> bool:
    return bool((np.diag(Y) > weights).all()) and _positive_definite(Y)


def _inside(R: Floats, t: Floats) -> bool:
    return bool((t > 0).all()) and _positive_definite(R - np.diag(t))


def _positive_definite(matrix: Floats) -> bool:
    try:
        np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        return False
    return True
