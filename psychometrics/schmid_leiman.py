"""Schmid-Leiman: oblique factors taken apart into one general factor and group factors beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Caution, Floats
from psychometrics.extraction import LOWEST_UNIQUENESS, minres
from psychometrics.factors import FactorSolution, complexity, explore
from psychometrics.rotation import oblimin

RESAMPLED = 1e-5
"""Near enough to a minimum for one of many resamples."""


@dataclass(frozen=True, slots=True)
class SchmidLeiman:
    """Loadings on the general factor (items) and on group factors orthogonal to it (items x factors).

    `h2` and `u2` are communalities and uniquenesses, `p2` the share of each communality that is general,
    `complexity` Hofmann's over all factors, `general_of_factors` the group factors' loadings on the general
    one, `ecv` the general factor's share of the common variance, `solution` the oblique one it rests on.
    """

    general: Floats
    group: Floats
    h2: Floats
    u2: Floats
    p2: Floats
    complexity: Floats
    general_of_factors: Floats
    ecv: float
    solution: FactorSolution
    cautions: tuple[Caution, ...]


def schmid_leiman(
    R: ArrayLike,
    n_factors: int,
    *,
    method: str = "minres",
    rotation: str = "oblimin",
    n: float | None = None,
    names: Sequence[str] | None = None,
) -> SchmidLeiman:
    """A general factor and group factors, from an oblique solution and one factor of its phi.

    `R` is a correlation matrix, items x items, items keyed alike; `n` only serves the fit of the oblique
    solution. Returns a `SchmidLeiman`. Raises `StatisticError` as `explore` does. With one factor all is
    general and there is no group factor; with two the general factor is not identified, and both are given
    the same loading, the root of their correlation: see `cautions`.

    general = L g, group = L diag(sqrt(1 - g^2)), g the one-factor loadings of phi. The group loadings are
    held proportional to the general ones within a factor, so a bifactor model can differ.
    Schmid & Leiman (1957), doi:10.1007/BF02289209. R: `psych::schmid(R, 5)$sl[, 1]`, the general factor.
    """
    solution = explore(R, n, n_factors, method=method, rotation=rotation, names=names)
    loadings = solution.loadings
    g, cautions = _general_of_factors(solution.phi)
    general = loadings @ g
    group = loadings * np.sqrt(np.maximum(1 - g**2, 0.0)) if n_factors > 1 else loadings[:, :0]
    h2 = solution.communalities
    together = np.column_stack([general, group])
    squares = general**2
    return SchmidLeiman(
        general=general,
        group=group,
        h2=h2,
        u2=1 - h2,
        p2=np.divide(squares, h2, out=np.full(len(h2), np.nan), where=h2 > 0),
        complexity=complexity(together),
        general_of_factors=g,
        ecv=float(squares.sum() / np.sum(together**2)),
        solution=solution,
        cautions=(*solution.cautions, *cautions),
    )


def general_share(R: Floats, n_factors: int) -> float:
    """Omega hierarchical alone, for resampling: minres, oblimin from two starts, and one factor of phi.

    `R`: keyed correlations, items x items. Returns (sum of the general loadings)^2 over the sum of `R`. Raises as
    `minres` does.
    """
    found = oblimin(minres(R, n_factors).loadings, starts=0, tolerance=RESAMPLED)
    g, _ = _general_of_factors(found.phi)
    return float((found.loadings @ g).sum()) ** 2 / float(R.sum())


def _general_of_factors(phi: Floats) -> tuple[Floats, tuple[Caution, ...]]:
    factors = len(phi)
    if factors == 1:
        return np.ones(1), ()
    if factors == 2:
        root = float(np.sqrt(abs(phi[0, 1])))
        caution = Caution(
            "two_group_factors",
            "general factor",
            "two factors cannot tell how each relates to a general one; both were given the same loading",
            "use three factors or more for a general factor, or report the two with their correlation",
        )
        return np.array([root, np.sign(phi[0, 1]) * root]), (caution,)
    g = minres(phi, 1)
    if g.uniquenesses.min() > LOWEST_UNIQUENESS * 1.001:
        return g.loadings[:, 0], ()
    caution = Caution(
        "heywood",
        f"factor {int(np.argmin(g.uniquenesses)) + 1}",
        "the general factor takes up all of this group factor's variance (a Heywood case)",
        "ask for another number of factors",
    )
    return g.loadings[:, 0], (caution,)
