"""May these items be factored, and how many factors are there: KMO, Bartlett, SMC, eigenvalues, MAP, VSS."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Floats, StatisticError
from psychometrics.correlations import correlation_matrix, require_positive_definite
from psychometrics.factors import explore


@dataclass(frozen=True, slots=True)
class KaiserMeyerOlkin:
    """Sampling adequacy of all items together and of each, 0 to 1."""

    overall: float
    items: Floats


@dataclass(frozen=True, slots=True)
class BartlettTest:
    """Chi-square of the hypothesis that no items correlate; `log_determinant` is that of the correlations."""

    chisq: float
    df: int
    p: float
    log_determinant: float


@dataclass(frozen=True, slots=True)
class MinimumAveragePartial:
    """Average squared (1976) and fourth-power (2000) partial correlations after 0, 1, 2, ... components.

    `components` and `components_fourth` are the numbers of components at the lowest of each.
    """

    squared: Floats
    fourth: Floats
    components: int
    components_fourth: int


@dataclass(frozen=True, slots=True)
class VerySimpleStructure:
    """Fit of solutions of 1, 2, ... factors (rows) when each item keeps its 1, 2, ... largest loadings (columns).

    NaN where an item has fewer loadings than the column keeps; `factors` is the best number per column. The rows
    end where a further factor would be empty.
    """

    fit: Floats
    factors: tuple[int, ...]


def kmo(R: ArrayLike, *, names: Sequence[str] | None = None) -> KaiserMeyerOlkin:
    """Kaiser-Meyer-Olkin measure of sampling adequacy: how little of the correlations is private to pairs.

    `R` is a correlation matrix, items x items, complete; `names` serve messages. Returns `KaiserMeyerOlkin`.
    Raises `StatisticError` for a matrix that is none or is singular (its inverse is needed).
    sum r^2 / (sum r^2 + sum q^2) over pairs, q the partial correlations given all other items; NaN for an
    item that correlates with none. It grows with
    the number of items and the size of correlations, so a high value does not make a scale.
    Kaiser & Rice (1974), doi:10.1177/001316447403400115. R: `psych::KMO(R)$MSA`; `psych::KMO(R)$MSAi`.
    """
    matrix = correlation_matrix(R)
    require_positive_definite(matrix, "KMO", names)
    inverse = np.asarray(np.linalg.inv(matrix), dtype=np.float64)
    scale = np.sqrt(np.diag(inverse))
    partial = (inverse / np.outer(scale, scale)) ** 2
    squared = matrix**2
    np.fill_diagonal(partial, 0.0)
    np.fill_diagonal(squared, 0.0)
    each = squared.sum(axis=0)
    items = np.divide(
        each, each + partial.sum(axis=0), out=np.full(len(each), np.nan), where=each + partial.sum(axis=0) > 0
    )
    total = float(squared.sum() + partial.sum())
    return KaiserMeyerOlkin(float(squared.sum()) / total if total > 0 else float("nan"), items)


def bartlett(R: ArrayLike, n: float, *, names: Sequence[str] | None = None) -> BartlettTest:
    """Bartlett's test of sphericity: do any items correlate at all.

    `R` is a correlation matrix, items x items, complete; `n` the persons behind it. Returns `BartlettTest`.
    Raises `StatisticError` for a matrix that is none or is singular, and when `n` is too small for the test.
    chisq = -(n - 1 - (2k + 5)/6) log det R. At survey sizes it is nearly always significant: it can bar
    a factor analysis, not justify one. Bartlett (1951), doi:10.1093/biomet/38.3-4.337. R:
    `psych::cortest.bartlett(R, n)$chisq`.
    """
    from scipy.special import chdtrc

    matrix = correlation_matrix(R)
    require_positive_definite(matrix, "Bartlett's test", names)
    items = len(matrix)
    scale = n - 1 - (2 * items + 5) / 6
    if scale <= 0:
        raise StatisticError(
            "few_persons",
            f"Bartlett's test of {items} items needs more than {items / 3 + 11 / 6:.0f} persons, not {n:g}",
            "collect more responses, or leave the test out",
        )
    determinant = float(np.linalg.slogdet(matrix)[1])
    df = items * (items - 1) // 2
    chisq = -scale * determinant + 0.0  # no negative zero
    return BartlettTest(chisq, df, float(chdtrc(df, chisq)), determinant)


def smc(R: ArrayLike, *, names: Sequence[str] | None = None) -> Floats:
    """Squared multiple correlation of each item with all others: a lower bound of its communality.

    `R` is a correlation matrix, items x items, complete. Returns one value an item. Raises `StatisticError`
    for a matrix that is none or is singular. 1 - 1 / diagonal of the inverse.
    Guttman (1956), Psychometrika 21, 273. R: `psych::smc(R)`.
    """
    matrix = correlation_matrix(R)
    require_positive_definite(matrix, "the squared multiple correlation", names)
    values: Floats = 1 - 1 / np.diag(np.linalg.inv(matrix))
    return values


def eigenvalues(R: ArrayLike, communalities: ArrayLike | None = None) -> Floats:
    """Eigenvalues of the correlation matrix, descending: the scree.

    `R` is a correlation matrix, items x items, complete; with `communalities` on its diagonal it is the
    reduced matrix, whose eigenvalues belong to factors, not components. Raises `StatisticError` for a matrix
    that is none. Those above 1 overstate the number of factors: compare `parallel.parallel_analysis`.
    R: `eigen(R)$values`.
    """
    matrix = correlation_matrix(R, minimum_items=1)
    if communalities is not None:
        np.fill_diagonal(matrix, np.asarray(communalities, dtype=np.float64))
    return np.asarray(np.linalg.eigvalsh(matrix)[::-1], dtype=np.float64)


def minimum_average_partial(R: ArrayLike, most: int | None = None) -> MinimumAveragePartial:
    """Velicer's minimum average partial: components are drawn while that lowers what pairs share beyond them.

    `R` is a correlation matrix, items x items, complete; `most` the most components to try (items - 1, where
    nothing is left over the search ends earlier). Returns `MinimumAveragePartial`. Raises `StatisticError` for
    a matrix that is none.
    The average of squared (or fourth powers of) partial correlations given the first m components. Tends to
    few where factors are weak or have few items.
    Velicer (1976), doi:10.1007/BF02293557; Velicer, Eaton & Fava (2000), doi:10.1007/978-1-4615-4397-8_3. R:
    `psych::vss(R, 8, n.obs = n, plot = FALSE)$map`, which leaves out 0 components.
    """
    matrix = correlation_matrix(R)
    items = len(matrix)
    values, vectors = np.linalg.eigh(matrix)
    axes = (vectors * np.sqrt(np.maximum(values, 0.0)))[:, ::-1]
    lower = np.tril_indices(items, -1)
    averages = []
    for components in range(min(items - 1, items if most is None else most) + 1):
        rest = matrix - axes[:, :components] @ axes[:, :components].T
        left = np.diag(rest)
        if left.min() < 1e-10:
            break
        partial = (rest / np.sqrt(np.outer(left, left)))[lower]
        averages.append((float(np.mean(partial**2)), float(np.mean(partial**4))))
    squared, fourth = np.array(averages).T
    return MinimumAveragePartial(squared, fourth, int(np.argmin(squared)), int(np.argmin(fourth)))


def vss(
    R: ArrayLike, n: float | None = None, most: int = 8, *, method: str = "minres", rotation: str = "varimax"
) -> VerySimpleStructure:
    """Very simple structure: how well a solution holds when each item keeps only its largest loadings.

    `R` is a correlation matrix, items x items, complete; `n` the persons (None allowed: the fit does not use it);
    solutions of 1 to `most` factors by `method` and `rotation` as in `explore`. Returns `VerySimpleStructure`.
    Raises `StatisticError` as `explore` does.
    1 - sum of squared residuals / sum of squared correlations, diagonals included (psych's default). It
    favours few factors when items measure several things. Revelle & Rocklin (1979),
    doi:10.1207/s15327906mbr1404_2. R: `psych::vss(R, 4, n.obs = n, plot = FALSE)$cfit.1`.
    """
    matrix = correlation_matrix(R)
    most = min(most, len(matrix) - 1)
    fit = np.full((most, most), np.nan)
    total = float(np.sum(matrix**2))
    for factors in range(1, most + 1):
        try:
            solution = explore(
                matrix, None, factors, method=method, rotation=rotation if factors > 1 else "none"
            )
        except StatisticError as error:
            if error.code != "empty_factor" or factors == 1:
                raise
            fit = fit[: factors - 1, : factors - 1]
            break
        size = np.abs(solution.loadings)
        ranks = np.argsort(np.argsort(-size, axis=1, kind="stable"), axis=1)
        for kept in range(1, factors + 1):
            simple = np.where(ranks < kept, solution.loadings, 0.0)
            residuals = matrix - simple @ solution.phi @ simple.T
            fit[factors - 1, kept - 1] = 1 - float(np.sum(residuals**2)) / total
    return VerySimpleStructure(fit, tuple(int(np.nanargmax(column)) + 1 for column in fit.T))
