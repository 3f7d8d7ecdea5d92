"""Tetrachoric and polychoric correlations with thresholds, of all pairs of items at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Caution, Counts, Floats, StatisticError
from psychometrics.correlations import PairCounts, pairs_by_shape, smooth

LIMIT = 0.9999
"""Where the search for a correlation ends."""

PERFECT = 0.999
"""Beyond this the likelihood is flat, and a correlation as good as perfect."""

SMALLEST_CELL = 1e-15
"""Probabilities of cells below this are lost in rounding."""

PAIRS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Polychoric:
    """Polychoric correlations (items x items, smoothed where a caution says so) and their thresholds.

    `thresholds` holds, per item, one less than its categories: two are equal where the category between them
    was never chosen, infinite where a first or last one was not. `n` counts the persons behind each
    correlation (on the diagonal: behind the thresholds), `empty_cells` the pairs of chosen categories that
    nobody chose together.
    """

    names: tuple[str, ...]
    correlation: Floats
    thresholds: tuple[Floats, ...]
    n: Counts
    empty_cells: Counts
    cautions: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class JointPolychoric:
    """Correlation of one pair and thresholds by joint maximum likelihood, with the correlation's error."""

    correlation: float
    standard_error: float
    row_thresholds: Floats
    column_thresholds: Floats


def polychoric(tables: PairCounts, *, correction: float = 0.0, repair: bool = True) -> Polychoric:
    """Polychoric correlations of ordinal items (tetrachoric for two categories), by the two-step method.

    `tables` counts, for every two items, the pairs of categories of persons who answered both (missing
    answers are left out pair by pair). `correction` is put into empty cells before a correlation is sought:
    0, the default, is maximum likelihood; 0.5 (half a person) keeps two-category items with an empty cell
    from running to 1. `repair` smooths a matrix that is not positive definite, with a caution. Returns a
    `Polychoric`, NaN where nobody answered both items. Raises `StatisticError` for fewer than two items or
    an item with a single category.

    Thresholds are normal quantiles of each item's cumulative proportions over all who answered it; the
    correlation then maximises the likelihood of the pair's table under a bivariate normal, thresholds fixed.
    It misleads when answers do not come from a normal trait cut at thresholds, and is unstable where cells
    are empty: see `empty_cells` and `cautions`. Olsson (1979), doi:10.1007/BF02296207. R: `lavaan::lavCor(x,
    ordered = names(x))`.
    """
    margins = [np.asarray(tables.counts(item), dtype=np.int64) for item in range(len(tables.names))]
    _refuse(tables.names, margins)
    chosen = [np.flatnonzero(margin) for margin in margins]
    thresholds = tuple(_thresholds(margin) for margin in margins)
    inner = [cuts[categories[:-1]] for cuts, categories in zip(thresholds, chosen, strict=True)]
    correlation = np.eye(len(margins))
    n = np.diag([int(margin.sum()) for margin in margins])
    empty = np.zeros_like(n)
    for i, j, counts in pairs_by_shape(tables, chosen):
        filled = np.where(counts == 0, correction, counts)
        h, k = np.stack([inner[item] for item in i]), np.stack([inner[item] for item in j])
        n[i, j] = n[j, i] = counts.sum(axis=(1, 2))
        empty[i, j] = empty[j, i] = np.sum(counts == 0, axis=(1, 2))
        for start in range(0, len(i), PAIRS_AT_ONCE):
            part = slice(start, start + PAIRS_AT_ONCE)
            found = np.where(n[i[part], j[part]] > 0, _correlations(filled[part], h[part], k[part]), np.nan)
            correlation[i[part], j[part]] = correlation[j[part], i[part]] = found
    cautions = [*_item_cautions(tables.names, margins), *_pair_cautions(tables.names, correlation, empty)]
    if repair and not np.isnan(correlation).any():
        correlation, smoothed = smooth(correlation)
        cautions.extend(smoothed)
    return Polychoric(tuple(tables.names), correlation, thresholds, n, empty, tuple(cautions))


def joint_polychoric(table: ArrayLike) -> JointPolychoric:
    """Polychoric correlation of one pair, thresholds and correlation estimated together.

    `table` is counts, categories of one item x categories of the other; empty rows and columns are left out.
    Returns a `JointPolychoric`; its thresholds fit the pair, not the items. Raises `StatisticError` for fewer
    than two categories. Differs from the two-step estimate by up to .006. Fisher scoring.
    Olsson (1979), doi:10.1007/BF02296207. R: `polycor::polychor(x[[1]], x[[2]], ML = TRUE)`.
    """
    counts = np.asarray(table, dtype=np.float64)
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    if min(counts.shape) < 2:
        raise StatisticError(
            "constant_item", "an item of the pair has a single category", "leave the item out"
        )
    h, k = _thresholds(counts.sum(axis=1)), _thresholds(counts.sum(axis=0))
    rho = float(_correlations(counts[None], h[None], k[None])[0])
    x = np.concatenate([[rho], h, k])
    likelihood, score, information = _joint(counts, x, len(h))
    for _ in range(100):
        step = np.linalg.solve(information, score)
        while True:
            trial = x + step
            if abs(trial[0]) < 1 and np.all(np.diff(trial[1 : len(h) + 1]) > 0):
                found = _joint(counts, trial, len(h))
                if found[0] >= likelihood - 1e-12 * abs(likelihood):
                    break
            step = step / 2
        x, (likelihood, score, information) = trial, found
        if np.abs(step).max() < 1e-9:
            break
    error = float(np.sqrt(np.linalg.inv(information)[0, 0]))
    return JointPolychoric(float(x[0]), error, x[1 : len(h) + 1], x[len(h) + 1 :])


def bivariate_normal(h: ArrayLike, k: ArrayLike, rho: ArrayLike) -> Floats:
    """Probability that two standard normal variables correlated `rho` lie below `h` and `k`.

    Arrays that broadcast; finite `h` and `k`, `rho` between -1 and 1, both exclusive. Absolute error about
    1e-15, by Owen's T function. Owen (1956), doi:10.1214/aoms/1177728074. R: `mnormt::pmnorm(c(.3, -.4), varcov =
    matrix(c(1, .5, .5, 1), 2))[1]` at .3, -.4 and r .5.
    """
    from scipy.special import ndtr, owens_t

    x, y, r = (np.asarray(value, dtype=np.float64) for value in (h, k, rho))
    x, y = np.where(x == 0, 1e-300, x), np.where(y == 0, 1e-300, y)  # the formula divides by both
    root = np.sqrt(1 - r**2)
    apart = np.where((x > 0) == (y > 0), 0.0, 0.5)
    probability: Floats = (
        (ndtr(x) + ndtr(y)) / 2 - owens_t(x, (y / x - r) / root) - owens_t(y, (x / y - r) / root) - apart
    )
    return probability


def _refuse(names: tuple[str, ...], margins: list[Counts]) -> None:
    if len(margins) < 2:
        raise StatisticError(
            "few_items", f"{len(margins)} item(s) have no correlation", "give at least two items"
        )
    constant = [name for name, margin in zip(names, margins, strict=True) if np.count_nonzero(margin) < 2]
    if constant:
        raise StatisticError(
            "constant_item",
            f"nobody, or everybody alike, answered {', '.join(constant)}, which has no correlation then",
            "leave it out",
        )


def _thresholds(margin: ArrayLike) -> Floats:
    from scipy.special import ndtri

    cumulative = np.cumsum(np.asarray(margin, dtype=np.float64))
    thresholds: Floats = ndtri(cumulative[:-1] / cumulative[-1])
    return thresholds


def _correlations(counts: Floats, h: Floats, k: Floats) -> Floats:
    """The correlations at which the likelihood of each table (pairs x categories x categories) is highest.

    Fisher scoring, then the secant of the score, kept inside a bracket and halving it where a step leaves it.
    """
    pairs = len(counts)
    rho, low, high = np.zeros(pairs), np.full(pairs, -LIMIT), np.full(pairs, LIMIT)
    active = np.flatnonzero(counts.sum(axis=(1, 2)) > 0)
    before = np.full(pairs, np.nan)
    score_before = np.full(pairs, np.nan)
    for _ in range(200):
        if len(active) == 0:
            break
        here = rho[active]
        score, information = _score(counts[active], h[active], k[active], here)
        low[active] = np.where(score > 0, here, low[active])
        high[active] = np.where(score > 0, high[active], here)
        with np.errstate(divide="ignore", invalid="ignore"):
            secant = (score_before[active] - score) / (here - before[active])
        trusted = (secant > information / 4) & (secant < information * 4)
        step = score / np.where(trusted, secant, np.maximum(information, 1e-300))
        target = here + step
        inside = (target > low[active]) & (target < high[active])
        target = np.where(inside, target, (low[active] + high[active]) / 2)
        before[active], score_before[active], rho[active] = here, score, target
        arrived = (np.abs(target - here) < 1e-11) | (high[active] - low[active] < 1e-11)
        active = active[~arrived]
    return rho


def _score(counts: Floats, h: Floats, k: Floats, rho: Floats) -> tuple[Floats, Floats]:
    """Derivative of the log likelihood by the correlation, and the expected information about it."""
    r = rho[:, None, None]
    x, y = h[:, :, None], k[:, None, :]
    square = 1 - r**2
    density = np.exp(-(x**2 - 2 * r * x * y + y**2) / (2 * square)) / (2 * np.pi * np.sqrt(square))
    slope = np.diff(np.diff(np.pad(density, ((0, 0), (1, 1), (1, 1))), axis=1), axis=2)
    relative = slope / cell_probabilities(h, k, rho)
    information = counts.sum(axis=(1, 2)) * np.sum(relative * slope, axis=(1, 2))
    return np.sum(counts * relative, axis=(1, 2)), information


def cell_probabilities(h: Floats, k: Floats, rho: Floats) -> Floats:
    """Probabilities of the cells that thresholds cut out of bivariate normals, pairs x categories x categories.

    `h` and `k` are pairs x thresholds, ascending and finite, `rho` one correlation a pair.
    """
    from scipy.special import ndtr

    below = np.zeros((len(h), h.shape[1] + 2, k.shape[1] + 2))
    below[:, 1:-1, 1:-1] = bivariate_normal(h[:, :, None], k[:, None, :], rho[:, None, None])
    below[:, 1:-1, -1] = ndtr(h)
    below[:, -1, 1:-1] = ndtr(k)
    below[:, -1, -1] = 1.0
    cells: Floats = np.maximum(np.diff(np.diff(below, axis=1), axis=2), SMALLEST_CELL)
    return cells


def _joint(counts: Floats, x: Floats, rows: int) -> tuple[float, Floats, Floats]:
    """Log likelihood of one table, its derivative by correlation and thresholds, and their information."""
    from scipy.special import ndtr

    rho, h, k = float(x[0]), x[1 : rows + 1], x[rows + 1 :]
    root = np.sqrt(1 - rho**2)
    grid = np.zeros((len(x), len(h) + 2, len(k) + 2))
    a, b = h[:, None], k[None, :]
    grid[0, 1:-1, 1:-1] = np.exp(-(a**2 - 2 * rho * a * b + b**2) / (2 * root**2)) / (2 * np.pi * root)
    for row, threshold in enumerate(h):
        density = np.exp(-(threshold**2) / 2) / np.sqrt(2 * np.pi)
        grid[1 + row, 1 + row, 1:] = density * np.append(ndtr((k - rho * threshold) / root), 1.0)
    for column, threshold in enumerate(k):
        density = np.exp(-(threshold**2) / 2) / np.sqrt(2 * np.pi)
        grid[1 + rows + column, 1:, 1 + column] = density * np.append(ndtr((h - rho * threshold) / root), 1.0)
    slopes = np.diff(np.diff(grid, axis=1), axis=2).reshape(len(x), -1)
    cells = cell_probabilities(h[None], k[None], np.array([rho]))[0].ravel()
    relative = slopes / cells
    observed = counts.ravel()
    return float(observed @ np.log(cells)), relative @ observed, observed.sum() * relative @ slopes.T


def _item_cautions(names: tuple[str, ...], margins: list[Counts]) -> list[Caution]:
    return [
        Caution(
            "empty_category",
            name,
            f"nobody chose option {', '.join(str(category + 1) for category in np.flatnonzero(margin == 0))}"
            f" of {len(margin)}",
            "the correlation rests on the options chosen; do not compare its thresholds across groups",
        )
        for name, margin in zip(names, margins, strict=True)
        if np.any(margin == 0)
    ]


def _pair_cautions(names: tuple[str, ...], correlation: Floats, empty: Counts) -> list[Caution]:
    cautions = []
    for i, j in np.argwhere(np.triu(np.ones_like(correlation), 1)):
        where = f"{names[i]} and {names[j]}"
        if np.isnan(correlation[i, j]):
            cause, remedy = "nobody answered both", "leave one of the two out"
            cautions.append(Caution("no_pairs", where, cause, remedy))
        elif abs(correlation[i, j]) > PERFECT:
            cause = (
                f"the correlation runs to {np.sign(correlation[i, j]):+.0f}, "
                f"for pairs of options that were never chosen together: {empty[i, j]}"
            )
            remedy = "leave one of the two out, collect more responses, or put 0.5 into empty cells"
            cautions.append(Caution("perfect_correlation", where, cause, remedy))
    return cautions
