"""Correlations from pairwise counts, tests of a correlation, and the repair of matrices that are none."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Caution, Counts, Floats, StatisticError, item_names, square_matrix

SMALLEST_EIGENVALUE = 1e-6
"""What `smooth` lifts smaller eigenvalues to: the matrix can be inverted then, if not trusted."""


class PairCounts(Protocol):
    """How often every pair of categories of every two items was chosen together."""

    @property
    def names(self) -> tuple[str, ...]: ...

    def counts(self, i: int, /) -> Counts:
        """How often each category of item `i` was chosen."""

    def table(self, i: int, j: int, /) -> Counts:
        """Categories of item `i` x categories of item `j`, counted over persons who answered both."""


def correlation_matrix(values: ArrayLike, *, minimum_items: int = 2) -> Floats:
    """Check and return a correlation matrix, items x items, its diagonal exactly 1.

    Raises `StatisticError` when it is not square, symmetric and finite, has too few items, a diagonal that
    is not 1 or an entry outside -1 to 1.
    """
    matrix = square_matrix(values, "correlation matrix").copy()
    if len(matrix) < minimum_items:
        raise StatisticError(
            "few_items",
            f"{len(matrix)} item(s) where at least {minimum_items} are needed",
            "give the analysis more items, or leave it out",
        )
    if np.abs(np.diag(matrix) - 1).max() > 1e-6:
        raise StatisticError(
            "not_correlation",
            "the diagonal of the correlation matrix is not 1",
            "divide a covariance matrix by the standard deviations of its items first",
        )
    if np.abs(matrix).max() > 1 + 1e-6:
        raise StatisticError(
            "not_correlation",
            "the correlation matrix has an entry outside -1 to 1",
            "check how it was computed",
        )
    np.fill_diagonal(matrix, 1.0)
    return (matrix + matrix.T) / 2


def require_positive_definite(R: Floats, what: str, names: Sequence[str] | None = None) -> None:
    """Raises `StatisticError`, naming the likely cause, unless all eigenvalues of `R` are above 1e-10."""
    smallest = float(np.linalg.eigvalsh(R)[0])
    if smallest > 1e-10:
        return
    off = np.abs(R - np.eye(len(R)))
    i, j = np.unravel_index(int(np.argmax(off)), off.shape)
    if off[i, j] > 1 - 1e-8:
        labels = item_names(len(R), names)
        cause = f"items {labels[min(i, j)]} and {labels[max(i, j)]} correlate perfectly"
        remedy = "leave one of the two out"
    elif smallest < -1e-10:
        cause = f"the correlation matrix is not positive definite (smallest eigenvalue {smallest:.2g})"
        remedy = "use complete cases, or smooth the matrix"
    else:
        cause = "the correlation matrix is singular: an item is a sum of others, or items outnumber persons"
        remedy = "leave the dependent items out, or collect more responses"
    raise StatisticError("singular", f"{what} needs an invertible matrix, and {cause}", remedy)


@dataclass(frozen=True, slots=True)
class RankCorrelations:
    """Correlations of every two items (items x items, NaN where undefined) and the persons behind each."""

    names: tuple[str, ...]
    correlation: Floats
    n: Counts
    cautions: tuple[Caution, ...]


def spearman(tables: PairCounts) -> RankCorrelations:
    """Spearman's rank correlation of every two items, from pairwise counts.

    `tables` counts the pairs of categories; persons who answered both items of a pair count, and ranks (mid-
    ranks for ties) are taken among them. Returns `RankCorrelations`, NaN with a caution where an item is
    constant or nobody answered both.
    Ordinal items tie often, which holds it below the polychoric correlation. R: `cor(x, method = "spearman", use
    = "pairwise")`.
    """
    return _by_pair(tables, _spearman)


def kendall(tables: PairCounts) -> RankCorrelations:
    """Kendall's tau-b of every two items, from pairwise counts.

    `tables` counts the pairs of categories; persons who answered both items of a pair count. Returns
    `RankCorrelations`, NaN with a caution where an item is constant or nobody answered both.
    tau-b = (concordant - discordant) / sqrt((pairs - ties in x)(pairs - ties in y)).
    Kendall (1945), doi:10.1093/biomet/33.3.239. R: `cor(x, method = "kendall")`.
    """
    return _by_pair(tables, _kendall)


def partial_correlations(R: ArrayLike) -> Floats:
    """The correlation of every two variables that is left when all the others are held.

    `R` is a correlation matrix (a covariance matrix serves as well), variables x variables; the diagonal of what is
    returned is 1. Raises `StatisticError` where the matrix is singular: what is a sum of others leaves nothing.
    -P_ij / sqrt(P_ii P_jj) of the inverse P. Of two variables it is their correlation.
    Whittaker (1990), Graphical models in applied multivariate statistics. R: `psych::partial.r(x)`.
    """
    matrix = np.asarray(R, dtype=np.float64)
    require_positive_definite(matrix, "a partial correlation")
    inverse = np.linalg.inv(matrix)
    root = np.sqrt(np.diag(inverse))
    found: Floats = -inverse / np.outer(root, root)
    np.fill_diagonal(found, 1.0)
    return found


@dataclass(frozen=True, slots=True)
class CorrelationTest:
    """Student's t of correlations against 0, its two-sided p, and Fisher intervals; arrays of one shape."""

    r: Floats
    n: Floats
    t: Floats
    df: Floats
    p: Floats
    lower: Floats
    upper: Floats
    confidence: float


def correlation_test(r: ArrayLike, n: ArrayLike, *, confidence: float = 0.95) -> CorrelationTest:
    """Tests Pearson correlations `r` of `n` persons each against 0, unadjusted, with Fisher's intervals.

    `r` and `n` are numbers or arrays that broadcast; NaN stays NaN, and so does what too few persons (under
    3 for the test, 4 for the interval) cannot give. Returns a `CorrelationTest`. Raises `StatisticError` for
    r outside -1 to 1.
    t = r sqrt((n - 2)/(1 - r^2)); the interval is tanh(artanh r -+ z / sqrt(n - 3)). Many tests at once find
    some by chance; for ranks the interval is somewhat narrow. R: `psych::corr.test(x, adjust = "none")$p[1, -1]`.
    """
    from scipy.special import ndtri, stdtr

    correlations, persons = np.broadcast_arrays(np.asarray(r, np.float64), np.asarray(n, np.float64))
    if np.any(np.abs(correlations) > 1 + 1e-12):
        raise StatisticError(
            "not_correlation", "a correlation is outside -1 to 1", "check how it was computed"
        )
    correlations = np.clip(correlations, -1.0, 1.0)
    df = np.where(persons > 2, persons - 2, np.nan)
    with np.errstate(divide="ignore"):
        t = correlations * np.sqrt(df / (1 - correlations**2))
        z = np.arctanh(correlations)
    p = 2 * stdtr(df, -np.abs(t))
    reach = ndtri((1 + confidence) / 2) / np.sqrt(np.where(persons > 3, persons - 3, np.nan))
    lower, upper = np.tanh(z - reach), np.tanh(z + reach)
    return CorrelationTest(correlations, persons, t, df, p, lower, upper, confidence)


def smooth(R: ArrayLike, *, floor: float = SMALLEST_EIGENVALUE) -> tuple[Floats, tuple[Caution, ...]]:
    """The nearest usable correlation matrix where `R` is not positive definite, and a caution that says so.

    `R` is items x items, complete. Eigenvalues below `floor` are lifted to it, all are scaled to sum to the
    number of items, and the diagonal is put back to 1. Returns `R` itself and no caution where its smallest
    eigenvalue is above 1e-10. Raises `StatisticError` for a matrix that is none.
    What rests on the inverse (KMO, Bartlett, maximum likelihood) stays doubtful afterwards.
    Wothke (1993), in Bollen & Long, Testing structural equation models. R: `psych::cor.smooth(R)`.
    """
    matrix = correlation_matrix(R, minimum_items=1)
    values, vectors = np.linalg.eigh(matrix)
    if values[0] > 1e-10:
        return matrix, ()
    lifted = np.maximum(values, floor)
    repaired = (vectors * (lifted * len(matrix) / lifted.sum())) @ vectors.T
    scale = np.sqrt(np.diag(repaired))
    repaired = repaired / np.outer(scale, scale)
    np.fill_diagonal(repaired, 1.0)
    moved = float(np.abs(repaired - matrix).max())
    caution = Caution(
        "smoothed",
        "correlation matrix",
        f"it was not positive definite (smallest eigenvalue {values[0]:.2g}) and was smoothed; "
        f"a correlation moved by up to {moved:.2g}",
        "collect more responses, or leave out items that repeat each other or have rare categories",
    )
    return (repaired + repaired.T) / 2, (caution,)


def pairs_by_shape(
    tables: PairCounts, categories: Sequence[Counts] | None = None
) -> Iterator[tuple[Counts, Counts, Counts]]:
    """All pairs of items i < j, gathered by the shape of their table, to compute on at once.

    `categories` picks, per item, the categories to keep (default: all). Yields the items i, the items j and
    their tables, pairs x categories of i x categories of j.
    """
    by_shape: dict[tuple[int, ...], list[tuple[int, int, Counts]]] = {}
    for i in range(len(tables.names)):
        for j in range(i + 1, len(tables.names)):
            table = np.asarray(tables.table(i, j), dtype=np.int64)
            if categories is not None and table.shape != (len(categories[i]), len(categories[j])):
                table = table[np.ix_(categories[i], categories[j])]
            by_shape.setdefault(table.shape, []).append((i, j, table))
    for entries in by_shape.values():
        yield (
            np.array([entry[0] for entry in entries]),
            np.array([entry[1] for entry in entries]),
            np.stack([entry[2] for entry in entries]),
        )


def _by_pair(tables: PairCounts, statistic: Callable[[Floats], Floats]) -> RankCorrelations:
    items = len(tables.names)
    correlation, n = np.full((items, items), np.nan), np.zeros((items, items), dtype=np.int64)
    for i, j, counts in pairs_by_shape(tables):
        correlation[i, j] = correlation[j, i] = statistic(counts.astype(np.float64))
        n[i, j] = n[j, i] = counts.sum(axis=(1, 2))
    for item in range(items):
        counts = np.asarray(tables.counts(item))
        n[item, item] = counts.sum()
        if np.count_nonzero(counts) > 1:
            correlation[item, item] = 1.0
    cautions = [
        Caution(
            "undefined_correlation",
            f"{tables.names[i]} and {tables.names[j]}",
            "they have no correlation: nobody answered both, or one is constant where both were answered",
            "leave one of the two items out",
        )
        for i, j in np.argwhere(np.triu(np.isnan(correlation), 1))
    ]
    return RankCorrelations(tuple(tables.names), correlation, n, tuple(cautions))


def _ratio(numerator: Floats, squared: Floats) -> Floats:
    """The numerator over the root of `squared`, NaN where that is 0."""
    ratio: Floats = np.divide(
        numerator, np.sqrt(squared), out=np.full(len(numerator), np.nan), where=squared > 0
    )
    return ratio


def _spearman(counts: Floats) -> Floats:
    """Pearson's correlation of mid-ranks, for tables pairs x categories x categories."""
    n = counts.sum(axis=(1, 2))
    rows, columns = counts.sum(axis=2), counts.sum(axis=1)
    x = np.cumsum(rows, axis=1) - (rows + n[:, None]) / 2
    y = np.cumsum(columns, axis=1) - (columns + n[:, None]) / 2
    covariance = np.einsum("pa,pab,pb->p", x, counts, y)
    return _ratio(covariance, np.sum(rows * x**2, axis=1) * np.sum(columns * y**2, axis=1))


def _kendall(counts: Floats) -> Floats:
    """Kendall's tau-b, for tables pairs x categories x categories."""
    n = counts.sum(axis=(1, 2))
    above = counts[:, ::-1].cumsum(axis=1)[:, ::-1] - counts
    right = above[:, :, ::-1].cumsum(axis=2)[:, :, ::-1] - above
    left = above.cumsum(axis=2) - above
    surplus = np.sum(counts * (right - left), axis=(1, 2))
    untied = [
        (n * (n - 1) - np.sum(margin * (margin - 1), axis=1)) / 2
        for margin in (counts.sum(axis=2), counts.sum(axis=1))
    ]
    return _ratio(surplus, untied[0] * untied[1])
