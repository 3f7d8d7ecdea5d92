"""Parallel analysis: how many factors or components exceed those of unrelated items."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Caution, Floats, StatisticError
from psychometrics.correlations import correlation_matrix
from psychometrics.dimensionality import eigenvalues
from psychometrics.extraction import LOWEST_UNIQUENESS, minres

CLOSE = 0.02
"""Nearer than this to the simulated eigenvalue, another seed may decide otherwise."""

SWEEPS = 300


@dataclass(frozen=True, slots=True)
class Scree:
    """Eigenvalues observed, and of unrelated items on average and at the quantile; all descending.

    `suggested` counts those observed that lie above the quantile before the first that does not.
    """

    observed: Floats
    mean: Floats
    limit: Floats
    suggested: int


@dataclass(frozen=True, slots=True)
class ParallelAnalysis:
    """Screes of components (of R) and of factors (R with one-factor communalities), and how they were drawn."""

    components: Scree
    factors: Scree
    n: int
    draws: int
    quantile: float
    seed: int
    cautions: tuple[Caution, ...]


def parallel_analysis(
    R: ArrayLike,
    n: int,
    *,
    draws: int = 100,
    quantile: float = 0.95,
    seed: int = 1,
    thresholds: tuple[Floats, ...] | None = None,
) -> ParallelAnalysis:
    """Horn's parallel analysis, of components and of factors.

    `R` is a correlation matrix, items x items, complete; `n` the persons behind it (of pairwise correlations,
    the smallest n of a pair is on the safe side). `draws` correlation matrices of unrelated normal items and
    n persons are drawn with `seed`, as Wishart matrices: no persons are made, and time does not grow with n.
    For a polychoric `R` give its `thresholds`: its chance correlations are wider by what cutting into
    categories loses. Returns a `ParallelAnalysis`. Raises `StatisticError` for a matrix that is none, fewer
    than three persons, or no draws.

    Factors are judged on eigenvalues of R with the communalities of one minres factor on the diagonal, drawn
    matrices alike (psych's rule, and more liberal than components). It suggests: with few items a factor,
    or strongly related factors, both numbers can be off, so show them with MAP and what theory says.
    Horn (1965), doi:10.1007/BF02289447; Glorfeld (1995), doi:10.1177/0013164495055003002. R:
    `psych::fa.parallel(R, n.obs = n, fm = "minres", n.iter = 100, quant = .95, plot = FALSE)[c("nfact",
    "ncomp")]`.
    """
    matrix = correlation_matrix(R)
    if n < 3 or draws < 1:
        raise StatisticError(
            "few_persons" if n < 3 else "no_draws",
            f"parallel analysis of {n} persons with {draws} draws says nothing",
            "collect more responses, and ask for 100 draws or more",
        )
    drawn = _unrelated(len(matrix), n, draws, np.random.default_rng(seed))
    if thresholds is not None:
        drawn = _widened(drawn, thresholds)
    values, vectors = np.linalg.eigh(drawn)
    communalities = _one_factor(drawn, values[:, -1], vectors[:, :, -1])
    reduced = drawn.copy()
    index = np.arange(len(matrix))
    reduced[:, index, index] = communalities
    one = np.sum(minres(matrix, 1).loadings ** 2, axis=1)
    components = _scree(eigenvalues(matrix), values, quantile)
    factors = _scree(eigenvalues(matrix, one), np.linalg.eigvalsh(reduced), quantile)
    cautions = (*_close("components", components), *_close("factors", factors))
    return ParallelAnalysis(components, factors, n, draws, quantile, seed, cautions)


def _unrelated(items: int, n: int, draws: int, random: np.random.Generator) -> Floats:
    """Correlation matrices of `n` persons on unrelated normal items: Wishart matrices scaled (draws first)."""
    df = n - 1
    if df < items:
        scores = random.standard_normal((draws, df, items))
        cross = np.swapaxes(scores, 1, 2) @ scores
    else:  # Bartlett's decomposition
        root = np.tril(random.standard_normal((draws, items, items)), -1)
        index = np.arange(items)
        root[:, index, index] = np.sqrt(random.chisquare(df - index, (draws, items)))
        cross = root @ np.swapaxes(root, 1, 2)
    scale = np.sqrt(np.diagonal(cross, axis1=1, axis2=2))
    correlations: Floats = cross / (scale[:, :, None] * scale[:, None, :])
    return correlations


def _widened(drawn: Floats, thresholds: tuple[Floats, ...]) -> Floats:
    """Chance correlations as polychorics have them: divided by the share of information the categories keep.

    Near independence a polychoric correlation is that of the categories' mean normal scores, divided by the
    roots of those scores' variances.
    """
    from scipy.special import ndtr

    kept = []
    for cuts in thresholds:
        ends = np.concatenate([[-np.inf], cuts, [np.inf]])
        share, density = np.diff(ndtr(ends)), np.exp(-(ends**2) / 2) / np.sqrt(2 * np.pi)
        chosen = share > 0
        kept.append(float(np.sum(np.diff(density)[chosen] ** 2 / share[chosen])))
    widened: Floats = drawn / np.sqrt(np.outer(kept, kept))
    index = np.arange(len(kept))
    widened[:, index, index] = 1.0
    return widened


def _one_factor(R: Floats, values: Floats, vectors: Floats) -> Floats:
    """Communalities of one minres factor of each matrix, item by item to its least squares (Comrey's way)."""
    off = R.copy()
    items = R.shape[1]
    index = np.arange(items)
    off[:, index, index] = 0.0
    loadings = vectors * np.sqrt(np.maximum(values - 1, 0.01))[:, None]
    most = np.sqrt(1 - LOWEST_UNIQUENESS)
    squares = np.sum(loadings**2, axis=1)
    for _ in range(SWEEPS):
        before = loadings.copy()
        for item in range(items):
            others = squares - loadings[:, item] ** 2
            best = np.einsum("dj,dj->d", off[:, item], loadings) / np.maximum(others, 1e-12)
            loadings[:, item] = np.clip(best, -most, most)
            squares = others + loadings[:, item] ** 2
        if np.abs(loadings - before).max() < 1e-4:
            break
    communalities: Floats = loadings**2
    return communalities


def _scree(observed: Floats, ascending: ArrayLike, quantile: float) -> Scree:
    drawn = np.asarray(ascending, dtype=np.float64)[:, ::-1]
    limit = np.quantile(drawn, quantile, axis=0)
    below = np.flatnonzero(~(observed > limit))
    suggested = int(below[0]) if len(below) else len(observed)
    return Scree(observed, drawn.mean(axis=0), limit, suggested)


def _close(what: str, scree: Scree) -> list[Caution]:
    """A caution where an eigenvalue next to the cut is nearly that of unrelated items."""
    near = [
        position
        for position in (scree.suggested - 1, scree.suggested)
        if 0 <= position < len(scree.observed)
        and abs(scree.observed[position] - scree.limit[position]) < CLOSE
    ]
    return [
        Caution(
            "close_call",
            what,
            f"eigenvalue {position + 1} is within {CLOSE} of that of unrelated items, "
            f"so the number could as well be {position if position < scree.suggested else position + 1}",
            "compare both numbers, and the MAP criterion",
        )
        for position in near
    ]
