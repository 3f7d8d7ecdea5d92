"""Interval estimates: of alpha (Feldt, Bonett, bootstrap), of a mean and of a share."""

from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Floats, StatisticError, response_matrix
from psychometrics.norms import quantile

WEIGHTS_AT_ONCE = 4_000_000
"""Persons times draws held in memory together: 32 MB."""


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval estimate: `method`, confidence `level` and bounds. A bootstrap says its `seed`, `draws`."""

    method: str
    level: float
    lower: float
    upper: float
    seed: int | None = None
    draws: int | None = None


def feldt_interval(alpha: float, n: int, items: int, *, level: float = 0.95) -> Interval:
    """Feldt's interval for alpha from its F distribution.

    `alpha` of `n` persons and `items` items without missing answers. lower = 1 - (1 - alpha) F(1 - p) and
    upper = 1 - (1 - alpha) F(p), F with n - 1 and (n - 1)(items - 1) degrees of freedom, p = (1 - level)/2.
    Raises `StatisticError` with fewer than two persons or items. Exact for normal, equally correlated items;
    too narrow for strongly skewed answers and for persons who share a school.
    Feldt, Woodruff & Salih (1987), doi:10.1177/014662168701100107. R: `unlist(psych::alpha.ci(alpha, n,
    k)[c("lower.ci", "upper.ci")])`.
    """
    from scipy.special import fdtri

    _require(n, items, 2)
    p = (1 - level) / 2
    df1, df2 = n - 1, (n - 1) * (items - 1)
    lower, upper = (1 - (1 - alpha) * float(fdtri(df1, df2, share)) for share in (1 - p, p))
    return Interval("Feldt", level, lower, upper)


def bonett_interval(alpha: float, n: int, items: int, *, level: float = 0.95) -> Interval:
    """Bonett's interval for alpha, normal on the scale of ln(1 - alpha), without small-sample bias term.

    The standard error is sqrt(2 items / ((items - 1)(n - 2))). Raises `StatisticError` with fewer than three
    persons or two items, and for an alpha of 1. Bonett (2002), doi:10.3102/10769986027004335. R: `1 - exp(log(1 -
    alpha) + c(1, -1) * qnorm(.975) * sqrt(2 * k / ((k - 1) * (n - 2))))`.
    """
    from scipy.special import ndtri

    _require(n, items, 3)
    if alpha >= 1:
        raise StatisticError(
            "perfect", "alpha is 1: the items agree perfectly", "leave out items that repeat each other"
        )
    reach = float(ndtri((1 + level) / 2)) * sqrt(2 * items / ((items - 1) * (n - 2)))
    lower, upper = (1 - exp(log(1 - alpha) + sign * reach) for sign in (1, -1))
    return Interval("Bonett", level, lower, upper)


def alpha_bootstrap_interval(
    values: ArrayLike,
    *,
    seed: int,
    draws: int = 1000,
    level: float = 0.95,
    counts: ArrayLike | None = None,
) -> Interval:
    """Percentile bootstrap interval for alpha: persons are drawn with replacement, `draws` times.

    `values` are keyed answers, persons x items, NaN missing (only persons without a missing answer take
    part); `counts` how many persons gave each row (one when None). Each draw needs only the weighted sums of
    the items, of their squares and of the squared total, not a covariance matrix. Bounds are type-7 quantiles
    of the draws; `seed` repeats them. Raises `StatisticError` with fewer than three complete persons or two
    items. Kelley & Pornprasertmanit (2016), doi:10.1037/a0040086. The R call is that of `bootstrap_interval`.
    """
    matrix = response_matrix(values, minimum_items=2)
    weights = np.ones(len(matrix), np.int64) if counts is None else np.asarray(counts, dtype=np.int64)
    whole = ~np.isnan(matrix).any(axis=1)
    centred = matrix[whole] - matrix[whole].mean(axis=0) if whole.any() else matrix[whole]
    weights = weights[whole]
    n, items = int(weights.sum()), matrix.shape[1]
    _require(n, items, 3)
    needed = np.column_stack([centred, (centred**2).sum(axis=1), centred.sum(axis=1) ** 2])
    generator = np.random.default_rng(seed)
    alphas: list[Floats] = []
    step = max(1, WEIGHTS_AT_ONCE // len(needed))
    for start in range(0, draws, step):
        drawn = generator.multinomial(n, weights / n, size=min(step, draws - start))
        alphas.append(_alphas(drawn @ needed, n, items))
    found = np.concatenate(alphas)
    found = found[np.isfinite(found)]
    if not found.size:
        raise StatisticError(
            "no_score_variance", "no draw has a total that varies", "collect answers that differ"
        )
    tail = (1 - level) / 2
    lower, upper = np.quantile(found, [tail, 1 - tail])
    return Interval("bootstrap", level, float(lower), float(upper), seed, draws)


def _alphas(sums: Floats, n: int, items: int) -> Floats:
    """Alpha of each draw from its sums: of the items, of all squares, of the squared total."""
    totals = sums[:, :items]
    within = sums[:, items] - (totals**2).sum(axis=1) / n
    whole = sums[:, items + 1] - totals.sum(axis=1) ** 2 / n
    ratio = np.divide(within, whole, out=np.full(len(sums), np.nan), where=whole > 1e-12 * np.abs(within))
    return np.asarray(items / (items - 1) * (1 - ratio))


def _require(n: int, items: int, persons: int) -> None:
    if items < 2:
        raise StatisticError(
            "few_items", f"alpha needs two items, not {items}", "give the subscale more items"
        )
    if n < persons:
        raise StatisticError(
            "few_persons",
            f"{n} person(s) where this interval needs at least {persons}",
            "collect more responses before asking for an interval",
        )


def mean_interval(mean: float, sd: float, n: int, *, level: float = 0.95) -> Interval:
    """Student's interval for a mean: mean -+ t(n - 1) sd / sqrt(n). R: `t.test(x)$conf.int`.

    Persons are taken as a random sample from many; a school whose whole staff answered has no sampling error
    in this sense. Raises `StatisticError` with fewer than two persons.
    """
    from scipy.special import stdtrit

    if n < 2:
        raise StatisticError(
            "few_persons", f"{n} person(s) where an interval of a mean needs two", "collect more responses"
        )
    reach = float(stdtrit(n - 1, (1 + level) / 2)) * sd / sqrt(n)
    return Interval("t", level, mean - reach, mean + reach)


def wilson_interval(k: int, n: int, *, level: float = 0.95) -> Interval:
    """Wilson's score interval for a share of k in n, without continuity correction.

    Keeps within 0 and 1 and near the level for small n. Raises `StatisticError` without anybody. Wilson
    (1927), doi:10.1080/01621459.1927.10502953. R: `prop.test(k, n, correct = FALSE)$conf.int`.
    """
    from scipy.special import ndtri

    if not 0 <= k <= n or n < 1:
        raise StatisticError(
            "share", f"{k} of {n} is no share", "give how many of how many, with at least one person"
        )
    z2 = float(ndtri((1 + level) / 2)) ** 2
    share = k / n
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    reach = sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n**2))) / (1 + z2 / n)
    return Interval("Wilson", level, centre - reach, centre + reach)


def quantile_intervals(
    scores: ArrayLike, *, seed: int, p: ArrayLike = (0.25, 0.5, 0.75), draws: int = 1000, level: float = 0.95
) -> tuple[Interval, tuple[Interval, ...]]:
    """Percentile bootstrap intervals of the mean and of quantiles (type 7) of a sample of scores.

    `scores` one-dimensional, NaN left out. Distinct scores are drawn by their counts, so that the work does
    not grow with the number of persons. Returns the mean's interval and one a probability `p`. Raises
    `StatisticError` with fewer than two scores. R: `quantile(replicate(1000, mean(sample(s, n, TRUE))), c(.025,
    .975))` for the mean.
    """
    sample = np.asarray(scores, dtype=np.float64).ravel()
    distinct, counts = np.unique(sample[~np.isnan(sample)], return_counts=True)
    n = int(counts.sum())
    if n < 2:
        raise StatisticError("few_persons", f"{n} score(s) where two are needed", "collect more responses")
    drawn = np.random.default_rng(seed).multinomial(n, counts / n, size=draws)
    found = np.array([quantile(distinct, p, counts=each) for each in drawn])
    tail = (1 - level) / 2
    bounds = np.quantile(np.column_stack([drawn @ distinct / n, found]), [tail, 1 - tail], axis=0)
    mean, *rest = (
        Interval("bootstrap", level, float(lower), float(upper), seed, draws) for lower, upper in bounds.T
    )
    return mean, tuple(rest)
