"""Missing answers: where they are, the means and covariances that use every answer, and Little's test.

All of it works on missing patterns with their own sums, so its cost depends on the number of patterns and not on
the number of people, and parts counted on several machines may be added up first.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from psychometrics.contract import Caution, Counts, Floats, StatisticError

CHUNK = 256  # patterns inverted together: bounds memory at CHUNK x items^2 numbers


class PatternSums(Protocol):
    """What is needed of `psychometrics.summaries.patterns.Patterns`."""

    @property
    def patterns(self) -> NDArray[np.bool_]:
        """Patterns x items, True where answered."""

    @property
    def n(self) -> Counts:
        """Persons a pattern."""

    @property
    def sums(self) -> Floats:
        """Patterns x items, 0 where missing."""

    @property
    def products(self) -> Floats:
        """Patterns x items x items, 0 where missing."""


@dataclass(frozen=True, slots=True)
class MissingAnswers:
    """Counts of missing answers.

    `by_item` people who left the item out; `by_person` people with 0, 1, 2, ... items missing; `complete` people
    without a gap; `patterns` distinct patterns (the complete one too), the largest first, True where answered,
    `pattern_n` people each; `pairwise_n` people who answered both items (the diagonal: who answered one).
    """

    persons: int
    by_item: Counts
    by_person: Counts
    complete: int
    patterns: NDArray[np.bool_]
    pattern_n: Counts
    pairwise_n: Counts
    share: float


@dataclass(frozen=True, slots=True)
class EmMoments:
    """Maximum-likelihood mean and covariance (divisor n) of a multivariate normal, from all answers given."""

    mean: Floats
    covariance: Floats
    n: int
    loglik: float
    iterations: int
    converged: bool
    cautions: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class LittleMcar:
    """Little's test that answers are missing completely at random; p is NaN where there is one pattern."""

    d2: float
    df: int
    p: float
    patterns: int
    n: int
    cautions: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class _Block:
    """Some patterns, their sums taken about a fixed origin and in units of each item's spread."""

    seen: Floats
    n: Floats
    sums: Floats
    products: Floats


def missing_answers(patterns: PatternSums) -> MissingAnswers:
    """Missing answers by item, by person, by pattern and by pair.

    patterns: distinct missing patterns with their counts. Raises `StatisticError` when there is nobody. R:
    `colSums(is.na(x))`; `crossprod(!is.na(x))`.
    """
    n = np.asarray(patterns.n, dtype=np.int64)
    persons = int(n.sum())
    if persons == 0:
        raise StatisticError("few_persons", "there are no responses", "collect responses first")
    missing = ~patterns.patterns
    k = missing.shape[1]
    gaps = missing.sum(axis=1)
    seen = patterns.patterns.astype(np.int64)
    order = np.lexsort((gaps, -n))
    by_item = n @ missing
    return MissingAnswers(
        persons=persons,
        by_item=by_item,
        by_person=np.bincount(gaps, n, k + 1).astype(np.int64),
        complete=int(n[gaps == 0].sum()),
        patterns=patterns.patterns[order],
        pattern_n=n[order],
        pairwise_n=(seen * n[:, None]).T @ seen,
        share=float(by_item.sum() / (persons * k)),
    )


def em_moments(patterns: PatternSums, *, tolerance: float = 1e-11, iterations: int = 5000) -> EmMoments:
    """Means and covariances by EM, using every answer given: the saturated full-information estimate.

    patterns: missing patterns with sums and cross-products; people who answered nothing are left out.
    tolerance: largest change of a mean (in standard deviations) or a correlation-sized entry to stop at.
    Raises `StatisticError` when an item was never answered or does not vary, when there are no more people
    than items, or when items are linearly dependent.
    Formula: missing answers replaced by their regression on those given, their residual covariance added.
    Right if being missing depends only on answers that were given, and answers are roughly normal; nothing is
    imputed into anybody's score. Dempster, Laird & Rubin (1977) 10.1111/j.2517-6161.1977.tb01600.x. R:
    `lavaan::lavCor(x, missing = "fiml", output = "cov", se = "none")`.
    """
    origin, spread, n = _scale(patterns)
    blocks = list(_blocks(patterns, origin, spread))
    k = len(origin)
    mean, covariance = np.zeros(k), np.eye(k)
    step, used = np.inf, 0
    while step > tolerance and used < iterations:
        first, second = np.zeros(k), np.zeros((k, k))
        for block in blocks:
            inverse, _ = _inverse(block, covariance)
            regression = covariance @ inverse
            first += (regression @ _sums_about(block, mean)[..., None]).sum(axis=0)[:, 0]
            second += (regression @ _products_about(block, mean) @ regression.transpose(0, 2, 1)).sum(axis=0)
            second += np.tensordot(block.n, covariance - regression @ covariance, axes=1)
        change = first / n
        updated = second / n - np.outer(change, change)
        step = max(float(np.abs(change).max()), float(np.abs(updated - covariance).max()))
        mean, covariance, used = mean + change, (updated + updated.T) / 2, used + 1
        _require_regular(covariance)
    loglik = sum(_loglik(block, mean, covariance, spread) for block in blocks)
    return EmMoments(
        mean=origin + spread * mean,
        covariance=covariance * np.outer(spread, spread),
        n=n,
        loglik=loglik,
        iterations=used,
        converged=step <= tolerance,
        cautions=_em_cautions(patterns, step <= tolerance, iterations),
    )


def little_mcar(patterns: PatternSums, moments: EmMoments | None = None) -> LittleMcar:
    """Little's chi-square test that answers are missing completely at random.

    patterns: missing patterns with sums and cross-products; people who answered nothing are left out.
    moments: of the same patterns, if they have been computed. Errors as in `em_moments`.
    Formula: d2 = sum n_j (m_j - m)' S_j^-1 (m_j - m), m the EM mean, S_j the rows and columns of the EM covariance
    (times n / (n - 1)) that pattern j has; df = sum k_j - k.
    A small p says that people with different gaps answer differently; a large p does not show that missing
    answers are harmless, for gaps may depend on the missing answer itself. With many patterns of few people
    the chi-square is rough. Little (1988) 10.1080/01621459.1988.10478722.
    """
    from scipy.special import chdtrc

    em = moments or em_moments(patterns)
    origin, spread, n = _scale(patterns)
    mean, covariance = (em.mean - origin) / spread, em.covariance / np.outer(spread, spread)
    d2, df, count = 0.0, -len(origin), 0
    for block in _blocks(patterns, origin, spread):
        inverse, _ = _inverse(block, covariance * n / (n - 1))
        away = _sums_about(block, mean) / block.n[:, None]
        d2 += float((block.n * (away[:, None, :] @ inverse @ away[..., None])[:, 0, 0]).sum())
        df += int(block.seen.sum())
        count += len(block.n)
    if count == 1:
        caution = Caution(
            "one_pattern",
            "",
            "everybody left out the same items, or none",
            "no test of missing data is needed",
        )
        return LittleMcar(0.0, 0, float("nan"), 1, n, (*em.cautions, caution))
    return LittleMcar(d2, df, float(chdtrc(df, d2)), count, n, em.cautions)


def _scale(patterns: PatternSums) -> tuple[Floats, Floats, int]:
    """Each item's mean and standard deviation as answered, and how many answered anything."""
    n = patterns.n.astype(float)
    counts = n @ patterns.patterns
    if (counts == 0).any():
        raise StatisticError(
            "all_missing", f"nobody answered item {int(counts.argmin()) + 1}", "leave the item out"
        )
    origin = patterns.sums.sum(axis=0) / counts
    about = patterns.sums - n[:, None] * patterns.patterns * origin
    squares = np.einsum("pii->pi", patterns.products)
    # sum (x - c)^2 = sum x^2 - 2 c sum x + n c^2, pattern by pattern
    spread = (squares - origin * (patterns.sums + about)).sum(axis=0) / counts
    flat = spread <= 1e-12 * np.maximum(origin**2, 1.0)
    if flat.any():
        raise StatisticError(
            "constant_item",
            f"item {int(flat.argmax()) + 1} has the same answer from everybody",
            "leave the item out: it says nothing about differences",
        )
    persons = int(patterns.n[patterns.patterns.any(axis=1)].sum())
    if persons <= len(origin):
        raise StatisticError(
            "few_persons",
            f"{persons} people answered {len(origin)} items: their covariances are not determined",
            "collect more responses, or ask for fewer items at a time",
        )
    return origin, np.sqrt(spread), persons


def _blocks(patterns: PatternSums, origin: Floats, spread: Floats) -> Iterator[_Block]:
    """The patterns with an answer, CHUNK at a time, about `origin` and in units of `spread`."""
    answered = np.flatnonzero(patterns.patterns.any(axis=1))
    sums, products = patterns.sums, patterns.products
    for start in range(0, len(answered), CHUNK):
        take = answered[start : start + CHUNK]
        seen, n, s = patterns.patterns[take].astype(float), patterns.n[take].astype(float), sums[take]
        cross = s[:, :, None] * (seen * origin)[:, None, :]
        about = products[take] - cross - cross.transpose(0, 2, 1)
        about += n[:, None, None] * (seen * origin)[:, :, None] * (seen * origin)[:, None, :]
        yield _Block(
            seen,
            n,
            (s - n[:, None] * seen * origin) / spread,
            about / np.outer(spread, spread),
        )


def _require_regular(covariance: Floats) -> None:
    if np.linalg.eigvalsh(covariance)[0] < 1e-10:
        raise StatisticError(
            "singular",
            "items are linearly dependent: one is a copy or the sum of others, or too few people answered",
            "leave the duplicate item out, or collect more responses",
        )


def _inverse(block: _Block, covariance: Floats) -> tuple[Floats, Floats]:
    """Inverse and log determinant of each pattern's part of the covariance, 0 where the pattern is missing."""
    both = block.seen[:, :, None] * block.seen[:, None, :]
    part = covariance * both
    diagonal = np.arange(part.shape[1])
    part[:, diagonal, diagonal] += 1 - block.seen
    return np.linalg.inv(part) * both, np.linalg.slogdet(part)[1]


def _sums_about(block: _Block, mean: Floats) -> Floats:
    return block.sums - block.n[:, None] * block.seen * mean


def _products_about(block: _Block, mean: Floats) -> Floats:
    centre = block.seen * mean
    cross = block.sums[:, :, None] * centre[:, None, :]
    return (
        block.products
        - cross
        - cross.transpose(0, 2, 1)
        + block.n[:, None, None] * centre[:, :, None] * centre[:, None, :]
    )


def _loglik(block: _Block, mean: Floats, covariance: Floats, spread: Floats) -> float:
    inverse, logdet = _inverse(block, covariance)
    items = block.seen.sum(axis=1)
    unit = 2 * (block.seen @ np.log(spread))  # back from units of spread to those of the answers
    constant = float((block.n * (items * np.log(2 * np.pi) + logdet + unit)).sum())
    return -0.5 * (constant + float((inverse * _products_about(block, mean)).sum()))


def _em_cautions(patterns: PatternSums, converged: bool, iterations: int) -> tuple[Caution, ...]:
    cautions = []
    seen = patterns.patterns.astype(float)
    apart = (seen * patterns.n[:, None]).T @ seen == 0
    if apart.any():
        row, column = np.argwhere(apart)[0]
        cautions.append(
            Caution(
                "never_together",
                f"items {row + 1} and {column + 1}",
                "nobody answered both, so their covariance rests on other items alone",
                "do not report it; use a form in which both are asked",
            )
        )
    if not converged:
        cautions.append(
            Caution(
                "not_converged",
                "",
                f"after {iterations} rounds the estimates still change",
                "allow more rounds, or leave out items that few people answered",
            )
        )
    return tuple(cautions)
