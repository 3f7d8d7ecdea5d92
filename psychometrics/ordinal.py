"""Reliability of ordinal items by polychoric correlations: ordinal alpha, ordinal and categorical omega."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Caution, Floats, StatisticError
from psychometrics.item_covariance import correlations_of, item_covariance
from psychometrics.omega import omega_of
from psychometrics.one_factor import OneFactor, one_factor_minres

Keying = Literal["as_given", "absolute", "first_component"]

SURELY = 1.96 * np.pi / 2
"""How far below 0 a tetrachoric correlation lies that is surely negative, times the root of the people: the polychoric
ones of more options err less."""

NODES = 48
"""Gauss-Legendre nodes of the bivariate normal integral: 1e-10 up to correlations of about .99."""


@dataclass(frozen=True, slots=True)
class OrdinalAlpha:
    """Alpha of the polychoric matrix, and the signs (1 or -1 an item) that were applied to it."""

    value: float
    signs: Floats
    cautions: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class OrdinalOmega:
    """Omega of the polychoric matrix: of the latent responses, not of the scores a school gets."""

    value: float
    factor: OneFactor
    cautions: tuple[Caution, ...]


def ordinal_alpha(
    polychoric: ArrayLike,
    *,
    keying: Keying = "as_given",
    names: Sequence[str] | None = None,
    n: float | None = None,
) -> OrdinalAlpha:
    """Ordinal alpha: standardised alpha of a polychoric correlation matrix.

    `polychoric`: items x items, from responses keyed alike; a matrix that had to be smoothed will do.
    `keying` for a matrix that was not keyed: `absolute` takes the size of every correlation (all of them
    count in favour, so it hides an item that does not fit), `first_component` turns the items whose loading
    on the first principal component is negative. `names` of items for messages. With `n`, the people behind the
    matrix, an item is asked about only where its correlation with the rest is surely negative, by the error that the
    correlation of two halved traits has. Returns an `OrdinalAlpha`. Raises `StatisticError` for fewer than two items.

    k/(k-1) (1 - k / sum R). It is the reliability of a sum of the normal responses thought to lie behind the
    options, which nobody observes: higher than that of the score in use, and no reason to prefer it for
    reporting on schools. See `categorical_omega` for the observed score.
    Zumbo, Gadermann & Zeisser (2007), doi:10.22237/jmasm/1177992180; against: Chalmers (2018),
    doi:10.1177/0013164417727036. R: `psych::alpha(unclass(lavaan::lavCor(x, ordered =
    names(x))))$total$raw_alpha`.
    """
    S, labels = item_covariance(np.abs(polychoric) if keying == "absolute" else polychoric, names)
    R = correlations_of(S)
    signs = np.ones(len(R))
    if keying == "first_component":
        first = np.linalg.eigh(R)[1][:, -1]
        signs = np.where(first * np.sign(first.sum() or 1.0) < 0, -1.0, 1.0)
        R = R * np.outer(signs, signs)
    k, total = len(R), float(R.sum())
    rest = R.sum(axis=0) - 1
    with np.errstate(invalid="ignore", divide="ignore"):
        turned = rest / np.sqrt(total - 2 * rest - 1) < (0.0 if n is None else -SURELY / np.sqrt(n))
    cautions = tuple(
        Caution(
            "negative_item_rest",
            f"item {label}",
            "its latent response correlates negatively with the others",
            "check whether the item is reverse-keyed",
        )
        for label, against in zip(labels, turned, strict=True)
        if against
    )
    return OrdinalAlpha(k / (k - 1) * (1 - k / total), signs, cautions)


def ordinal_omega(polychoric: ArrayLike, *, names: Sequence[str] | None = None) -> OrdinalOmega:
    """Ordinal omega: omega total of one minimum residual factor of a polychoric correlation matrix.

    `polychoric`: items x items; items keyed against the factor are turned (the sizes of the loadings are
    summed) and named in `cautions`. `names` of items for messages. Returns an `OrdinalOmega`. Raises
    `StatisticError` for fewer than three items.

    (sum |l|)^2 / ((sum |l|)^2 + sum u). Like ordinal alpha it is the reliability of unobserved responses.
    Gadermann, Guhn & Zumbo (2012), doi:10.7275/n560-j767. R: `f <- psych::fa(lavaan::lavCor(x, ordered =
    names(x)), 1); sum(abs(f$loadings))^2 / (sum(abs(f$loadings))^2 + sum(f$uniquenesses))`.
    """
    factor = one_factor_minres(polychoric, names=names)
    return OrdinalOmega(omega_of(np.abs(factor.loadings), factor.residuals), factor, cautions=factor.cautions)


def categorical_omega(
    loadings: ArrayLike,
    thresholds: Sequence[ArrayLike],
    polychoric: ArrayLike,
    *,
    names: Sequence[str] | None = None,
) -> float:
    """Green and Yang's categorical omega: reliability of the observed sum of ordinal items.

    `loadings`: standardised, of the latent responses on one factor, one an item; `thresholds`: for each item
    its thresholds in rising order, one fewer than its options, as `polychoric` gives them: two are equal where nobody
    chose the option between them, infinite where nobody chose one at the end; `polychoric`: items x items. `names` of
    items for messages. Options count 0, 1, 2, ... Raises `StatisticError` when lengths differ, thresholds do not
    rise, a loading is not between -1 and 1, or the observed score has no variance.

    The covariance of two items is the sum over their thresholds t, s of the integral of the bivariate normal
    density at (t, s) over the correlation, from 0 to l_i l_j (true part) or rho_ij (all). Rests on the normal
    latent response and on one factor; thresholds from a few answers make it unsteady.
    Green & Yang (2009), doi:10.1007/s11336-008-9099-3. R: `semTools::compRelSEM(update(fit, ordered = TRUE,
    estimator = "ULSMV"))`.
    """
    S, labels = item_covariance(polychoric, names)
    R = correlations_of(S)
    slopes = np.asarray(loadings, dtype=np.float64)
    given = [np.asarray(values, dtype=np.float64) for values in thresholds]
    cuts = [values[~np.isinf(values)] for values in given]  # an end that nobody chose adds no variance
    _check_ordinal(slopes, cuts, labels)
    true = _sum_covariance(np.outer(slopes, slopes), cuts, diagonal=True)
    whole = _sum_covariance(R, cuts, diagonal=False) + sum(_variance(values) for values in cuts)
    if not whole > 0:
        raise StatisticError(
            "no_score_variance",
            "the observed score has no variance: the items cancel each other",
            "check which items are reverse-keyed",
        )
    return true / whole


def _check_ordinal(loadings: Floats, cuts: list[Floats], labels: tuple[str, ...]) -> None:
    if loadings.shape != (len(labels),) or len(cuts) != len(labels):
        raise StatisticError(
            "shape",
            f"{loadings.size} loadings and thresholds of {len(cuts)} items for {len(labels)} items",
            "give one loading and one list of thresholds an item",
        )
    for label, loading, values in zip(labels, loadings, cuts, strict=True):
        if not -1 < loading < 1:
            raise StatisticError(
                "heywood",
                f"item {label} has a standardized loading of {loading:.3g}",
                "give standardized loadings; one of 1 or more is a Heywood case",
            )
        if not values.size or (np.diff(values) < 0).any() or np.isnan(values).any():
            raise StatisticError(
                "thresholds",
                f"the thresholds of item {label} fall, or there are none: {values.tolist()}",
                "give them in the order of the options, and an item that has more than one answer",
            )


def _sum_covariance(latent: Floats, cuts: list[Floats], *, diagonal: bool) -> float:
    """Sum of the covariances of ordinal items whose latent responses correlate as given."""
    total = 0.0
    for i, first in enumerate(cuts):
        total += _covariance(float(latent[i, i]), first, first) if diagonal else 0.0
        for j in range(i):
            total += 2 * _covariance(float(latent[i, j]), first, cuts[j])
    return total


@cache
def _quadrature() -> tuple[Floats, Floats]:
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    return nodes, weights


def _covariance(correlation: float, first: Floats, second: Floats) -> float:
    """Integral over the correlation, as an angle, of the bivariate normal density at all threshold pairs."""
    nodes, weights = _quadrature()
    top = float(np.arcsin(np.clip(correlation, -1, 1)))
    angles = top * (nodes + 1) / 2
    sine, cosine = np.sin(angles), np.cos(angles)
    h, k = first[:, None, None], second[None, :, None]
    density = np.exp(-(h**2 - 2 * h * k * sine + k**2) / (2 * cosine**2))
    return float((density @ weights).sum()) * top / (4 * np.pi)


def _variance(cuts: Floats) -> float:
    """Variance of an item scored 0, 1, 2, ... by its thresholds."""
    from scipy.special import ndtr

    above = 1 - ndtr(cuts)
    mean = above.sum()
    square = ((2 * np.arange(len(cuts)) + 1) * above).sum()
    return float(square - mean**2)
