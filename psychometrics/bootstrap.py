"""Bootstrap intervals of statistics of a covariance matrix, by resampling persons."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Caution, Floats, StatisticError, response_matrix

CHUNK_CELLS = 4_000_000
"""Weights held at once: 32 MB."""


@dataclass(frozen=True, slots=True)
class BootstrapInterval:
    """A percentile interval: `value` of the sample itself, bounds and standard error from `draws` resamples.

    `failed` draws are those in which the statistic did not exist; `seed` repeats the same draws.
    """

    value: float
    lower: float
    upper: float
    standard_error: float
    level: float
    draws: int
    failed: int
    seed: int
    n: int
    cautions: tuple[Caution, ...]


def bootstrap_interval(
    statistic: Callable[[Floats], float],
    values: ArrayLike,
    *,
    counts: ArrayLike | None = None,
    draws: int = 1000,
    seed: int = 1,
    level: float = 0.95,
) -> BootstrapInterval:
    """Percentile bootstrap interval of any statistic of the items' covariance matrix.

    `statistic`: a function of a covariance matrix, items x items with divisor n - 1, for instance
    `lambda C: omega_total_minres(C).model`. `values`: keyed responses, persons x items, NaN where missing;
    persons with a missing answer are left out. `counts`: how many persons gave each row, where rows are
    distinct patterns. Returns a `BootstrapInterval`. Raises `StatisticError` for fewer than three complete
    persons, a statistic that does not exist in the sample, or when fewer than half of the draws have one.

    Persons are drawn with replacement; the bounds are type-7 quantiles of the draws. Bounds near 1 are too
    optimistic in small samples, and persons of one school are not independent.
    Efron & Tibshirani (1993); Kelley & Pornprasertmanit (2016), doi:10.1037/a0040086. R:
    `quantile(replicate(1000, { V <- cov(x[sample(n, n, TRUE), ]); k / (k - 1) * (1 - sum(diag(V)) / sum(V)) }),
    c(.025, .975))` for alpha.
    """
    matrix, weights = _complete(values, counts)
    n = int(weights.sum())
    value = float(statistic(_covariances(matrix, weights[None, :].astype(np.float64))[0]))
    found = np.full(draws, np.nan)
    for start, covariances in bootstrap_covariances(matrix, counts=weights, draws=draws, seed=seed):
        for offset, covariance in enumerate(covariances):
            found[start + offset] = _or_nan(statistic, covariance)
    existing = found[np.isfinite(found)]
    failed = draws - len(existing)
    if failed > draws / 2:
        raise StatisticError(
            "few_draws",
            f"the statistic exists in {len(existing)} of {draws} resamples only",
            "collect more responses: the sample is too small for it",
        )
    tail = (1 - level) / 2
    lower, upper = np.quantile(existing, [tail, 1 - tail])
    cautions = (
        (
            Caution(
                "failed_draws",
                "",
                f"the statistic did not exist in {failed} of {draws} resamples, which are left out",
                "read the interval as too narrow",
            ),
        )
        if failed
        else ()
    )
    spread = float(np.std(existing, ddof=1))
    return BootstrapInterval(
        value, float(lower), float(upper), spread, level, draws, failed, seed, n, cautions
    )


def basic_interval(found: BootstrapInterval, value: float) -> BootstrapInterval:
    """The basic interval of a statistic that resamples move to one side: the percentile one, turned about the value.

    `found`: percentile interval; `value` of the sample, which the interval is put around. Bounds: value less how far
    the other bound of the draws lies beyond the statistic of the sample, 1 at most. Davison & Hinkley (1997), Bootstrap
    methods and their application, section 5.2. R: `2 * f(cov(x)) - quantile(draws, c(.975, .025))`.
    """
    return replace(
        found,
        value=value,
        lower=value - (found.upper - found.value),
        upper=min(1.0, value + (found.value - found.lower)),
    )


def bootstrap_covariances(
    values: ArrayLike, *, counts: ArrayLike | None = None, draws: int = 1000, seed: int = 1
) -> Iterator[tuple[int, Floats]]:
    """Covariance matrices of resampled persons, in chunks: (number of the first draw, draws x items x items).

    Parameters as of `bootstrap_interval`. Divisor n - 1. One product of multinomial weights with the persons'
    cross-products makes a chunk, so that 1000 draws cost little more than 1000 sums over the persons.
    """
    matrix, weights = _complete(values, counts)
    generator = np.random.default_rng(seed)
    rows, n = len(matrix), int(weights.sum())
    step = max(1, CHUNK_CELLS // max(rows, 1))
    for start in range(0, draws, step):
        size = min(step, draws - start)
        yield start, _covariances(matrix, _resampled(generator, weights, n, size))


def _complete(values: ArrayLike, counts: ArrayLike | None) -> tuple[Floats, np.ndarray]:
    matrix = response_matrix(values, minimum_items=1)
    weights = np.ones(len(matrix), dtype=np.int64) if counts is None else np.asarray(counts, dtype=np.int64)
    if weights.shape != (len(matrix),) or (weights < 0).any():
        raise StatisticError(
            "shape",
            f"counts of shape {weights.shape} for {len(matrix)} rows",
            "give each row how many persons it stands for",
        )
    whole = ~np.isnan(matrix).any(axis=1) & (weights > 0)
    matrix, weights = matrix[whole], weights[whole]
    if weights.sum() < 3:
        raise StatisticError(
            "few_persons",
            f"{weights.sum()} person(s) answered every item where at least 3 are needed",
            "collect more complete responses",
        )
    return matrix, weights


def _resampled(generator: np.random.Generator, weights: np.ndarray, n: int, size: int) -> Floats:
    """Draws x rows: how often each row came up among n persons drawn with replacement."""
    if (weights == 1).all():
        picked = generator.integers(n, size=(size, n)) + np.arange(size)[:, None] * n
        return np.bincount(picked.ravel(), minlength=size * n).reshape(size, n).astype(np.float64)
    return generator.multinomial(n, weights / n, size=size).astype(np.float64)


def _covariances(matrix: Floats, weights: Floats) -> Floats:
    """Weighted covariance matrices of the rows, one for each row of `weights`."""
    k = matrix.shape[1]
    centred = matrix - matrix.mean(axis=0)  # keeps the subtraction below from losing digits
    upper = np.triu_indices(k)
    n = weights.sum(axis=1)
    means = weights @ centred / n[:, None]
    products = weights @ (centred[:, upper[0]] * centred[:, upper[1]])
    flat = (products - n[:, None] * means[:, upper[0]] * means[:, upper[1]]) / (n[:, None] - 1)
    covariances = np.empty((len(weights), k, k))
    covariances[:, upper[0], upper[1]] = flat
    covariances[:, upper[1], upper[0]] = flat
    return covariances


def _or_nan(statistic: Callable[[Floats], float], covariance: Floats) -> float:
    try:
        return float(statistic(covariance))
    except StatisticError:
        return float("nan")
