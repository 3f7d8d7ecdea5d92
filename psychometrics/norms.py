"""Quantiles, percentile ranks and standard scores: where a score stands in a distribution."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from psychometrics.contract import Counts, Floats, StatisticError

STANINE_CUTS = (4.0, 11.0, 23.0, 40.0, 60.0, 77.0, 89.0, 96.0)
"""Percentile ranks at which the next stanine begins."""


@dataclass(frozen=True, slots=True, eq=False)
class NormTable:
    """A norm table, one entry a distinct score in rising order.

    `n` persons with that score; `percentile` is the mid rank, 100 (below + half at) / all, `percentile_at`
    100 (below and at) / all; `z`, `t` (50 + 10 z) are linear, `t_normalized` is 50 + 10 times the normal
    quantile of `percentile`; `stanine` 1 to 9 from `percentile` with cuts at 4, 11, 23, 40, 60, 77, 89, 96,
    the lower bound included.
    """

    score: Floats
    n: Counts
    percentile: Floats
    percentile_at: Floats
    z: Floats
    t: Floats
    t_normalized: Floats
    stanine: Counts


def quantile(values: ArrayLike, p: ArrayLike, *, type: int = 7, counts: ArrayLike | None = None) -> Floats:
    """Sample quantiles of any of R's nine types; R: `quantile(x, p, type = type)`.

    `values` one-dimensional, NaN left out; `p` probabilities in 0 to 1; `counts` how often each value occurs
    (once when None). Type 7 is the default of R, NumPy and this project; 6 is that of SPSS and Minitab.
    Returns one value a probability, NaN without values. Quantiles of few discrete scores jump: give them
    with n. Hyndman, R. J., & Fan, Y. (1996), doi:10.1080/00031305.1996.10473566.
    """
    sample = np.asarray(values, dtype=np.float64).ravel()
    weight = np.ones(sample.shape, np.int64) if counts is None else np.asarray(counts, dtype=np.int64).ravel()
    kept = ~np.isnan(sample) & (weight > 0)
    order = np.argsort(sample[kept], kind="stable")
    sample, upto = sample[kept][order], np.cumsum(weight[kept][order])
    wanted = np.asarray(p, dtype=np.float64)
    if ((wanted < 0) | (wanted > 1)).any():
        raise StatisticError(
            "probability", "a quantile is asked for outside 0 to 1", "give shares, not per cent"
        )
    if not sample.size:
        return np.full(wanted.shape, np.nan)
    n = int(upto[-1])
    rank, share = _rank(wanted, n, type)
    below, above = (sample[np.searchsorted(upto, np.clip(rank + step, 1, n), side="left")] for step in (0, 1))
    return np.asarray(
        np.where(share == 0, below, np.where(share == 1, above, below + share * (above - below)))
    )


def _rank(p: Floats, n: int, type: int) -> tuple[NDArray[np.int64], Floats]:
    """The order statistic (from 1) below each quantile, and the share of the way to the next."""
    slack = 4 * np.finfo(float).eps
    if type in (1, 2, 3):
        at = n * p - (0.5 if type == 3 else 0.0)
        rank = np.floor(at + slack)
        left = at - rank > slack
        if type == 1:
            share = np.where(left, 1.0, 0.0)
        elif type == 2:
            share = np.where(left, 1.0, 0.5)
        else:
            share = np.where(left | (rank % 2 == 1), 1.0, 0.0)
        return rank.astype(np.int64), share
    a, b = _plotting_position(type)
    at = a + p * (n + 1 - a - b)
    rank = np.floor(at + slack)
    share = at - rank
    return rank.astype(np.int64), np.where(np.abs(share) < slack, 0.0, share)


def _plotting_position(type: int) -> tuple[float, float]:
    positions = {
        4: (0.0, 1.0),
        5: (0.5, 0.5),
        6: (0.0, 0.0),
        7: (1.0, 1.0),
        8: (1 / 3, 1 / 3),
        9: (3 / 8, 3 / 8),
    }
    if type not in positions:
        raise StatisticError("quantile_type", f"there is no quantile type {type}", "use a type from 1 to 9")
    return positions[type]


def norm_table(scores: ArrayLike, *, counts: ArrayLike | None = None) -> NormTable:
    """The norm table of a sample of scores (NaN left out), or of distinct scores with their `counts`.

    Raises `StatisticError` "constant" when all scores are alike: there is then no standard score; and
    "all_missing" without any score. The table is only as good as the sample: say whom it describes, when, and
    how many. R: `f <- table(s); 100 * (cumsum(f) - f / 2) / sum(f)` for percentile ranks.
    """
    from scipy.special import ndtri

    values = np.asarray(scores, dtype=np.float64).ravel()
    weight = np.ones(values.shape, np.int64) if counts is None else np.asarray(counts, dtype=np.int64).ravel()
    kept = ~np.isnan(values)
    score, index = np.unique(values[kept], return_inverse=True)
    n = np.zeros(len(score), dtype=np.int64)
    np.add.at(n, index, weight[kept])
    if not len(score):
        raise StatisticError("all_missing", "nobody has a score", "collect responses first")
    if len(score) < 2:
        raise StatisticError("constant", "all scores are alike", "norms need scores that differ")
    everybody, upto = n.sum(), np.cumsum(n)
    mean = (n @ score) / everybody
    sd = np.sqrt((n @ (score - mean) ** 2) / (everybody - 1))
    percentile = 100 * (upto - n / 2) / everybody
    z = standard_score(score, mean=float(mean), sd=float(sd))
    return NormTable(
        score=score,
        n=n,
        percentile=percentile,
        percentile_at=100 * upto / everybody,
        z=z,
        t=50 + 10 * z,
        t_normalized=50 + 10 * np.asarray(ndtri(percentile / 100)),
        stanine=stanine(percentile),
    )


def standard_score(scores: ArrayLike, *, mean: float, sd: float, to: tuple[float, float] = (0, 1)) -> Floats:
    """Scores as distances from a norm group's mean: z, or with `to` (50, 10) T, (100, 15), (5, 2), ...

    `mean` and `sd` of the norm group, `to` the mean and SD of the standard scale; NaN stays NaN. Linear, so a
    skewed distribution stays skewed: a T of 60 is then not the 84th percentile. Raises `StatisticError`
    "constant" unless `sd` is positive. R: `50 + 10 * (s - mean(s)) / sd(s)`.
    """
    if not sd > 0:
        raise StatisticError(
            "constant", f"the norm group's standard deviation is {sd:g}", "use norms of scores that differ"
        )
    return np.asarray(to[0] + to[1] * (np.asarray(scores, dtype=np.float64) - mean) / sd)


def stanine(percentile: ArrayLike) -> Counts:
    """Stanines 1 to 9 of percentile ranks (0 to 100)."""
    return np.searchsorted(STANINE_CUTS, np.asarray(percentile, dtype=np.float64), side="right") + 1


def percentile_rank(scores: ArrayLike, norm: ArrayLike, *, counts: ArrayLike | None = None) -> Floats:
    """Mid percentile rank, 0 to 100, of scores within a norm sample: 100 (below + half at) / all.

    `norm` are the norm sample's scores (NaN left out), or distinct ones with their `counts`. NaN for a
    missing score.
    """
    sample = np.asarray(norm, dtype=np.float64).ravel()
    weight = np.ones(sample.shape, np.int64) if counts is None else np.asarray(counts, dtype=np.int64).ravel()
    kept = ~np.isnan(sample)
    order = np.argsort(sample[kept], kind="stable")
    sample, upto = sample[kept][order], np.concatenate([[0], np.cumsum(weight[kept][order])])
    if not upto[-1]:
        raise StatisticError("no_norm", "the norm sample is empty", "give the scores of a norm sample")
    wanted = np.asarray(scores, dtype=np.float64)
    below = upto[np.searchsorted(sample, wanted, side="left")]
    at = upto[np.searchsorted(sample, wanted, side="right")] - below
    return np.where(np.isnan(wanted), np.nan, 100 * (below + at / 2) / upto[-1])
