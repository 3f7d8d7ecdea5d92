"""Rotation of loadings: varimax, oblimin, promax and geomin, and the one rule for sign and order."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Floats, StatisticError
from psychometrics.rotation_search import Criterion, search

SAME_MINIMUM = 1e-7
"""Minima that lie nearer than this are one: the first start's solution is kept."""

NEAR_ENOUGH = 1e-6
"""Varimax axes that a search begins from need not be exact."""


@dataclass(frozen=True, slots=True)
class Rotation:
    """Rotated loadings (pattern), the factors' correlations, the criterion reached, and how it ended.

    `minima` is the number of different minima that the starts arrived at (1 where one start suffices).
    """

    loadings: Floats
    phi: Floats
    criterion: float
    iterations: int
    converged: bool
    minima: int = 1

    @property
    def structure(self) -> Floats:
        """Correlations of the items with the factors: loadings times phi."""
        correlations: Floats = self.loadings @ self.phi
        return correlations


def unrotated(loadings: ArrayLike) -> Rotation:
    """The loadings as they were extracted: the factors are uncorrelated, the first is the widest."""
    A = _loadings(loadings)
    return Rotation(A, np.eye(A.shape[1]), 0.0, 0, True)


def varimax(loadings: ArrayLike, *, normalise: bool = True, tolerance: float = 1e-15) -> Rotation:
    """Orthogonal rotation that makes the squared loadings of each factor as unequal as it can.

    `loadings` is items x factors, unrotated. With `normalise` (Kaiser) every item counts alike, whatever
    its communality. The search ends when its criterion grows by less than the share `tolerance` (R's varimax
    stops at 1e-5, which can leave loadings .005 from the maximum). Returns a `Rotation`, phi the identity.
    Raises `StatisticError` for wrong shapes.
    Maximises the sum over factors of the variance of squared loadings. It holds factors to be unrelated, so
    related subscales show cross-loadings that oblimin would not.
    Kaiser (1958), doi:10.1007/BF02289233. R: `varimax(L, eps = 1e-14)$loadings`.
    """
    A = _loadings(loadings)
    items, factors = A.shape
    if factors == 1:
        return unrotated(A)
    weights = _kaiser(A) if normalise else np.ones(items)
    A = A / weights[:, None]
    T, total = np.eye(factors), 0.0
    for iteration in range(1, 2001):
        L = A @ T
        left, singular, right = np.linalg.svd(A.T @ (L**3 - L * np.mean(L**2, axis=0)))
        T, before, total = left @ right, total, float(singular.sum())
        if total <= before * (1 + tolerance):
            return Rotation(A @ T * weights[:, None], np.eye(factors), -total, iteration, True)
    return Rotation(A @ T * weights[:, None], np.eye(factors), -total, iteration, False)


def oblimin(
    loadings: ArrayLike, *, normalise: bool = False, starts: int = 4, seed: int = 1, tolerance: float = 1e-8
) -> Rotation:
    """Direct oblimin with gamma 0 (quartimin): oblique factors with few cross-loadings.

    `loadings` is items x factors, unrotated; `normalise` is Kaiser's weighting (SPSS has it on, psych off).
    Returns a `Rotation`. Raises `StatisticError` for wrong shapes.
    Minimises the sum of products of squared loadings over pairs of factors, from the unrotated axes, from those of
    varimax, and from `starts` random ones drawn with `seed` (`rotation_search`), and keeps the lowest:
    where items have fewer factors than were extracted, the unrotated axes alone lead to worse minima.
    Jennrich (2002), doi:10.1007/BF02294706. R: `GPArotation::GPFoblq(L, method = "quartimin", eps =
    1e-7)$loadings`.
    """
    A = _loadings(loadings)
    if A.shape[1] == 1:
        return unrotated(A)
    weights = _kaiser(A) if normalise else np.ones(len(A))
    found = _lowest(A / weights[:, None], _quartimin, starts, seed, tolerance)
    return Rotation(
        found.loadings * weights[:, None], found.phi, found.criterion, found.iterations, found.converged
    )


def promax(loadings: ArrayLike, *, power: int = 4, tolerance: float = 1e-15) -> Rotation:
    """Oblique rotation towards the varimax loadings raised to a power: quick, and near oblimin.

    `loadings` is items x factors, unrotated; `tolerance` is that of `varimax`. Returns a `Rotation`. Raises
    `StatisticError` for wrong shapes.
    On Kaiser-weighted items the axes are the least-squares fit of the varimax loadings to their `power`-th
    power, sign kept (`promax` of R does not weigh; psych does). The result moves with the power: report it.
    Hendrickson & White (1964), doi:10.1111/j.2044-8317.1964.tb00244.x. R: `psych::fa(R, 5, fm = "minres", rotate
    = "promax")$loadings`.
    """
    A = _loadings(loadings)
    if A.shape[1] == 1:
        return unrotated(A)
    weights = _kaiser(A)
    orthogonal = varimax(A / weights[:, None], normalise=False, tolerance=tolerance)
    L = orthogonal.loadings
    T = np.linalg.lstsq(L, L * np.abs(L) ** (power - 1), rcond=None)[0]
    T = T * np.sqrt(np.diag(np.linalg.inv(T.T @ T)))
    axes = np.linalg.inv(T)
    rotated = L @ T * weights[:, None]
    return Rotation(rotated, axes @ axes.T, orthogonal.criterion, orthogonal.iterations, orthogonal.converged)


def geomin(
    loadings: ArrayLike, *, delta: float = 0.01, starts: int = 10, seed: int = 1, tolerance: float = 1e-7
) -> Rotation:
    """Oblique rotation that makes, for each item, the product of its loadings small.

    `loadings` is items x factors, unrotated; `delta` keeps the product from vanishing. The criterion has
    local minima: it is searched as `oblimin` searches, from `starts` random ones drawn with `seed`, and
    the lowest is returned; `minima` counts those found. Raises `StatisticError` for wrong shapes.
    Minimises the sum over items of the geometric mean over factors of (loading^2 + delta).
    Browne (2001), doi:10.1207/S15327906MBR3601_05; Hattori, Zhang & Preacher (2017),
    doi:10.1080/00273171.2017.1361312. R: `GPArotation::GPFoblq(L, method = "geomin", methodArgs = list(delta =
    .01))$loadings`, one start.
    """
    A = _loadings(loadings)
    if A.shape[1] == 1:
        return unrotated(A)
    return _lowest(A, partial(_geomin, delta=delta), starts, seed, tolerance)


def rotation_criterion(rotation: str) -> Callable[[Floats], float] | None:
    """What a rotation makes small, at given loadings (items x factors): to compare two ends of the same search.

    None for a rotation that makes nothing small.
    """
    found: dict[str, Callable[[Floats], float]] = {
        "varimax": lambda L: -float(np.var((L / _kaiser(L)[:, None]) ** 2, axis=0).sum()),
        "oblimin": lambda L: float(_quartimin(L)[0]),
        "geomin": lambda L: float(_geomin(L)[0]),
        "quartimax": lambda L: crawford_ferguson(L, 0.0)[0],
        "equamax": lambda L: crawford_ferguson(L, L.shape[1] / (2 * len(L)))[0],
    }
    return found.get(rotation)


def crawford_ferguson(loadings: Floats, kappa: float) -> tuple[float, Floats]:
    """What quartimax (`kappa` 0) and equamax (`kappa` factors / (2 items)) make small, and its gradient.

    `loadings` is items x factors. (1 - kappa) times the products of an item's squared loadings over pairs of factors,
    plus kappa times those of a factor's over pairs of items, over 4. An orthogonal rotation stands still where
    loadings' times the gradient is symmetric.
    Crawford & Ferguson (1970), doi:10.1007/BF02310792.
    """
    squares = loadings**2
    across = squares.sum(axis=1, keepdims=True) - squares
    down = squares.sum(axis=0, keepdims=True) - squares
    mixed: Floats = (1 - kappa) * across + kappa * down
    return float(np.sum(squares * mixed) / 4), loadings * mixed


def aligned(loadings: Floats, phi: Floats) -> tuple[Floats, Floats]:
    """Loadings and phi under the one rule: loadings of a factor sum to more than 0; by variance, descending.

    The variance that a factor accounts for is its entry on the diagonal of phi L'L.
    """
    signs = np.where(loadings.sum(axis=0) < 0, -1.0, 1.0)
    L, correlations = loadings * signs, phi * np.outer(signs, signs)
    order = np.argsort(-np.diag(correlations @ L.T @ L), kind="stable")
    return L[:, order], correlations[np.ix_(order, order)]


def _loadings(values: ArrayLike) -> Floats:
    A = np.asarray(values, dtype=np.float64)
    if A.ndim != 2 or A.shape[0] < A.shape[1] or A.shape[1] == 0 or not np.isfinite(A).all():
        raise StatisticError(
            "shape",
            f"loadings of shape {A.shape} cannot be rotated",
            "give finite loadings, items x factors, with at least as many items as factors",
        )
    return A


def _kaiser(A: Floats) -> Floats:
    """Roots of the communalities, 1 for an item that loads nowhere."""
    roots = np.sqrt(np.sum(A**2, axis=1))
    weights: Floats = np.where(roots > 0, roots, 1.0)
    return weights


def _quartimin(L: Floats) -> tuple[Floats, Floats]:
    squares = L**2
    others = squares.sum(axis=-1, keepdims=True) - squares
    return np.sum(squares * others, axis=(-2, -1)) / 4, L * others


def _geomin(L: Floats, delta: float = 0.01) -> tuple[Floats, Floats]:
    squares = L**2 + delta
    means = np.exp(np.mean(np.log(squares), axis=-1))
    return means.sum(axis=-1), (2 / L.shape[-1]) * (L / squares) * means[..., None]


def _lowest(A: Floats, criterion: Criterion, starts: int, seed: int, tolerance: float) -> Rotation:
    """The lowest of the minima that several starts arrive at: the first of those that are equal."""
    factors, random = A.shape[1], np.random.default_rng(seed)
    orthogonal = varimax(A, normalise=False, tolerance=NEAR_ENOUGH).loadings
    turned = np.linalg.lstsq(A, orthogonal, rcond=None)[0]
    bases = [np.eye(factors), np.linalg.qr(turned)[0]]
    bases += [np.linalg.qr(random.standard_normal((factors, factors)))[0] for _ in range(starts)]
    found = search(A, criterion, np.array(bases), tolerance)
    best = 0
    for at in np.flatnonzero(found.converged):
        if found.criterion[at] < found.criterion[best] - SAME_MINIMUM or not found.converged[best]:
            best = int(at)
    minima = len(set(found.criterion[found.converged].round(5).tolist()))
    return Rotation(
        found.loadings[best],
        found.phi[best],
        float(found.criterion[best]),
        int(found.steps[best]),
        bool(found.converged[best]),
        max(minima, 1),
    )
