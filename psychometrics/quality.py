"""Careless responding: indexes one a person, computed block by block, and flags with stated cuts.

Two passes: the first gathers means and correlations of everybody (`psychometrics.summaries.moments`, or `sample_of` in
memory), the second computes each person's indexes from a block of responses and what the first found. No single
index finds every kind of carelessness: long runs show straight-lining, the others random answering.
Flags are reasons to look and to compare results with and without; nobody is dropped here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from psychometrics.contract import Counts, Floats, StatisticError, response_matrix

Pairs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sample:
    """What the first pass found: per item the number of answers and their sum, and the pairwise covariance."""

    n: Counts
    sums: Floats
    covariance: Floats

    @property
    def mean(self) -> Floats:
        return self.sums / np.maximum(self.n, 1)

    @property
    def correlation(self) -> Floats:
        """Correlations of the items, NaN where one does not vary."""
        variance = np.diag(self.covariance)
        sd = np.sqrt(np.where(variance > 0, variance, np.nan))
        correlation: Floats = self.covariance / np.outer(sd, sd)
        return correlation


def sample_of(responses: ArrayLike) -> Sample:
    """The first pass in memory: counts, sums and pairwise covariance (n - 1) of persons x items, NaN missing.



    R: `colSums(x)`; `cov(x, use = "pairwise")`.
    """
    matrix = response_matrix(responses)
    seen = np.isfinite(matrix)
    n = seen.sum(axis=0)
    mean = np.where(seen, matrix, 0).sum(axis=0) / np.maximum(n, 1)
    centred = np.where(seen, matrix - mean, 0)
    both = seen.astype(float)
    pairs = both.T @ both
    sums = centred.T @ both  # of the row's item over people who answered the column's
    safe = np.maximum(pairs, 1)
    products = centred.T @ centred - sums * sums.T / safe
    covariance = np.where(pairs > 1, products / np.maximum(pairs - 1, 1), np.nan)
    return Sample(n.astype(np.int64), mean * n, covariance)


def longstring(responses: ArrayLike) -> tuple[Counts, Floats]:
    """The longest run of one answer a person, and the mean length of their runs.

    responses: persons x items as answered (not reverse-keyed), in the order they were asked, NaN where missing:
    a gap ends a run and is none itself. Returns 0 and NaN for a person without answers.
    Items about one thing that are asked together may truly have one answer; read it with the page in hand.
    Johnson (2005) 10.1016/j.jrp.2004.09.009. R: `careless::longstring(x, avg = TRUE)`.
    """
    matrix = response_matrix(responses)
    longest = np.zeros(len(matrix), dtype=np.int64)
    current, runs = longest.copy(), longest.copy()
    previous = np.full(len(matrix), np.nan)
    for answer in matrix.T:
        same, seen = answer == previous, np.isfinite(answer)
        current = np.where(same, current + 1, seen)
        runs += seen & ~same
        longest = np.maximum(longest, current)
        previous = answer
    answered = np.isfinite(matrix).sum(axis=1)
    average: Floats = np.full(len(matrix), np.nan)
    np.divide(answered, runs, out=average, where=runs > 0)
    return longest, average


def intra_individual_variability(responses: ArrayLike, parts: int = 1) -> Floats:
    """Standard deviation (n - 1) of each person's answers, over all items or over consecutive parts.

    responses: persons x items as answered, NaN where missing. parts: how many stretches of the questionnaire;
    more than one gives persons x parts. NaN where fewer than two answers were given.
    Low values show straight-lining, very high ones random answering. It depends on what was asked: where items
    are keyed both ways an attentive person has a high value. Dunn et al. (2018) 10.1007/s10869-016-9479-0. R:
    `careless::irv(x, split = TRUE, num.split = parts)`.
    """
    matrix = response_matrix(responses)
    k = matrix.shape[1]
    if not 1 <= parts <= k:
        raise StatisticError(
            "parts", f"{parts} parts of {k} items", "ask for as many parts as there are items or fewer"
        )
    # equal widths of the item numbers 1 to k, as R's cut() makes them
    part = np.ceil(np.arange(k) * parts / max(k - 1, 1)).astype(int).clip(1, parts) - 1
    spread = np.column_stack([_row_sd(matrix[:, part == index]) for index in range(parts)])
    return spread[:, 0] if parts == 1 else spread


def _row_sd(matrix: Floats) -> Floats:
    seen = np.isfinite(matrix)
    n = seen.sum(axis=1)
    mean = np.where(seen, matrix, 0).sum(axis=1) / np.maximum(n, 1)
    squares = (np.where(seen, matrix - mean[:, None], 0) ** 2).sum(axis=1)
    return np.where(n > 1, np.sqrt(squares / np.maximum(n - 1, 1)), np.nan)


def mahalanobis(responses: ArrayLike, sample: Sample) -> tuple[Floats, Floats]:
    """Squared distance of each person's answers from everybody's mean, and its chi-square p.

    responses: persons x items, NaN where missing: the distance is then over the items answered, with as many
    degrees of freedom. sample: of the same items, over everybody. NaN for a person without answers.
    Raises `StatisticError` when the covariance is singular: an item that does not vary, two copies of one item,
    or no more people than items.
    Formula: d2 = (x - m)' S^-1 (x - m). With rating scales p is rough: skewed items flag honest extremes.
    Meade & Craig (2012) 10.1037/a0028085. R: `careless::mahad(x, plot = FALSE, flag = FALSE)`.
    """
    from scipy.special import chdtrc

    matrix = response_matrix(responses)
    _require_regular(sample)
    seen = np.isfinite(matrix)
    patterns, place = _distinct(seen)
    centred = np.where(seen, matrix - sample.mean, 0)
    distance: Floats = np.full(len(matrix), np.nan)
    for index, pattern in enumerate(patterns):
        if pattern.any():
            people = np.flatnonzero(place == index)
            inverse = np.linalg.inv(sample.covariance[np.ix_(pattern, pattern)])
            away = centred[np.ix_(people, pattern)]
            distance[people] = np.einsum("ij,ij->i", away @ inverse, away)
    return distance, np.where(np.isnan(distance), np.nan, chdtrc(seen.sum(axis=1), distance))


def _distinct(seen: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Distinct rows and each person's place among them; bytes compare faster than rows of truth values."""
    packed = np.ascontiguousarray(np.packbits(seen, axis=1))
    rows = packed.view(np.dtype((np.void, packed.shape[1])))[:, 0]
    _, first, place = np.unique(rows, return_index=True, return_inverse=True)
    return seen[first], place.astype(np.int64)


def _require_regular(sample: Sample) -> None:
    correlation = sample.correlation
    flat = np.isnan(np.diag(correlation))
    if flat.any():
        cause = f"item {int(flat.argmax()) + 1} has the same answer from everybody"
    elif np.isnan(correlation).any():
        row, column = np.argwhere(np.isnan(correlation))[0]
        cause = f"nobody answered both item {row + 1} and item {column + 1}"
    elif np.linalg.eigvalsh(correlation)[0] > 1e-10:
        return
    elif int(sample.n.min()) <= len(sample.n):
        cause = f"{int(sample.n.min())} people answered {len(sample.n)} items"
    else:
        off = np.abs(correlation - np.eye(len(correlation)))
        row, column = np.unravel_index(int(off.argmax()), off.shape)
        cause = f"items are linearly dependent (the nearest pair is {row + 1} and {column + 1})"
    raise StatisticError(
        "singular",
        f"{cause}, so distances between people are not defined",
        "leave that item out, or collect more responses",
    )


def even_odd(responses: ArrayLike, scales: Sequence[Sequence[int]]) -> Floats:
    """Even-odd consistency: does a person answer the even items of each scale as they answer the odd ones?

    responses: persons x items, keyed (reverse-keyed items turned), NaN where missing; scales: columns of each
    scale, in order. NaN where fewer than three scales have both halves, or a half does not vary.
    Raises `StatisticError` for fewer than three scales of two items or more, or a column that is not there.
    Formula: r over scales of the means of odd and even items, stepped up 2 r / (1 + r), not below -1. High is
    consistent; careless >= 1.2 prints it with the contrary sign. With few scales it is very unsteady.
    Johnson (2005) 10.1016/j.jrp.2004.09.009. R: `careless::evenodd(x, factors)`, with the other sign.
    """
    matrix = response_matrix(responses)
    usable = [scale for scale in scales if len(scale) > 1]
    if len(usable) < 3:
        raise StatisticError(
            "few_scales",
            f"scales of two items or more: {len(usable)}, where at least 3 are needed",
            "leave even-odd consistency out: a correlation needs several scales",
        )
    last = max(max(scale) for scale in usable)
    if last >= matrix.shape[1]:
        raise StatisticError(
            "columns",
            f"a scale names column {last + 1} of {matrix.shape[1]}",
            "give the columns of each scale among these responses",
        )
    odd = np.column_stack([_row_mean(matrix[:, list(scale[::2])]) for scale in usable])
    even = np.column_stack([_row_mean(matrix[:, list(scale[1::2])]) for scale in usable])
    r = within_person_correlation(odd, even)
    with np.errstate(divide="ignore"):  # r = -1 steps up to minus infinity, which -1 stands for
        return np.maximum(2 * r / (1 + r), -1.0)


def _row_mean(matrix: Floats) -> Floats:
    seen = np.isfinite(matrix)
    n = seen.sum(axis=1)
    total = np.where(seen, matrix, 0).sum(axis=1)
    return np.where(n > 0, total / np.maximum(n, 1), np.nan)


def item_pairs(correlation: Floats, cut: float = 0.60, *, antonyms: bool = False) -> Pairs:
    """Pairs of items that everybody answers alike (r > cut), or contrarily (r < -cut), pairs x 2.

    correlation: of all items over everybody. R: `careless::psychsyn_critval(x)`, then those beyond `cut`.
    """
    below = np.tril(np.nan_to_num(correlation), -1)
    found = below < -cut if antonyms else below > cut
    columns, rows = np.nonzero(found.T)
    return np.column_stack([rows, columns]).astype(np.int64)


def pair_consistency(responses: ArrayLike, pairs: Pairs) -> Floats:
    """Correlation over item pairs within each person: psychometric synonyms or antonyms.

    responses: persons x items, NaN where missing; pairs: from `item_pairs`. NaN for a person with fewer than
    three pairs answered or without variation. Synonyms should be high, antonyms low.
    With few pairs it is very unsteady. Meade & Craig (2012) 10.1037/a0028085. R: `careless::psychsyn(x, critval,
    resample_na = FALSE)`.
    """
    matrix = response_matrix(responses)
    partners = np.zeros((matrix.shape[1],) * 2)
    np.add.at(partners, (pairs[:, 0], pairs[:, 1]), 1)
    return np.concatenate([_over_pairs(rows, partners) for rows in _some_rows(matrix)])


def _over_pairs(rows: Floats, partners: Floats) -> Floats:
    """Each row's correlation over pairs of items, `partners` (items x items) counting each pair (first, second).

    A sum over pairs is a quadratic form, as sum_ij x_i partners_ij y_j: so it takes as long for a few pairs as for
    all of them. Answers are taken about the person's own mean, which keeps the digits.
    """
    seen = np.isfinite(rows)
    there, given = seen.astype(np.float64), np.where(seen, rows, 0)
    mean = given.sum(axis=1, keepdims=True) / np.maximum(seen.sum(axis=1, keepdims=True), 1)
    x = (given - mean) * there
    there_paired, x_paired, squares_paired = there @ partners, x @ partners, x**2 @ partners

    def over(paired: Floats, other: Floats) -> Floats:
        found: Floats = np.einsum("ij,ij->i", paired, other)
        return found

    n = over(there_paired, there)
    safe = np.maximum(n, 1)
    first, second = over(x_paired, there), over(there_paired, x)
    all_xx, all_yy = over(squares_paired, there), over(there_paired, x**2)
    xx, yy, xy = (
        all_xx - first**2 / safe,
        all_yy - second**2 / safe,
        over(x_paired, x) - first * second / safe,
    )
    # What the rounding of these sums leaves of items that were all answered alike is no variation.
    floor = 1e-20 * np.maximum(n * mean[:, 0] ** 2, 1.0)
    known = (n > 2) & (xx > np.maximum(floor, 1e-12 * all_xx)) & (yy > np.maximum(floor, 1e-12 * all_yy))
    r: Floats = np.full(len(rows), np.nan)
    np.divide(xy, np.sqrt(np.where(known, xx * yy, 1.0)), out=r, where=known)
    return r.clip(-1, 1)


def person_total(responses: ArrayLike, sample: Sample) -> Floats:
    """Correlation of each person's answers with the mean answers of everybody else.

    responses: persons x items as answered, NaN where missing; sample: over everybody, these persons among
    them (each is taken out of the mean they are compared with). NaN for fewer than three answers.
    A person with unusual views has a low value without being careless. Curran (2016)
    10.1016/j.jesp.2015.07.006. R: `sapply(seq_len(nrow(x)), function(i) cor(unlist(x[i, ]), colMeans(x[-i, ])))`.
    """
    matrix = response_matrix(responses)
    seen = np.isfinite(matrix)
    others = sample.n - seen
    rest = sample.sums - np.where(seen, matrix, 0)
    mean = np.where(others > 0, rest / np.maximum(others, 1), np.nan)
    return within_person_correlation(matrix, mean)


ROWS_AT_ONCE: Final = 8192
"""So many people's numbers stay in the processor's cache; what is made of all at once is fetched from memory anew."""


def within_person_correlation(first: Floats, second: Floats) -> Floats:
    """Correlation of two sets of numbers a row, over columns known in both; NaN for fewer than three."""
    return np.concatenate(
        [_correlated(*both) for both in zip(_some_rows(first), _some_rows(second), strict=True)]
    )


def _some_rows(matrix: Floats) -> list[Floats]:
    """The rows of a matrix, some at a time: at least one part, which may be empty."""
    return [matrix[first : first + ROWS_AT_ONCE] for first in range(0, max(len(matrix), 1), ROWS_AT_ONCE)]


def _correlated(first: Floats, second: Floats) -> Floats:
    """`within_person_correlation` of some people, worked on as columns x persons: sums then run along memory."""
    x, y = np.ascontiguousarray(first.T), np.ascontiguousarray(second.T)
    both = np.isfinite(x) & np.isfinite(y)
    n, gaps = both.sum(axis=0), not both.all()
    if gaps:
        x, y = np.where(both, x, 0), np.where(both, y, 0)
    scale = 1e-20 * np.maximum(np.einsum("ij,ij->j", x, x), 1.0)
    safe = np.maximum(n, 1)
    x, y = x - x.sum(axis=0) / safe, y - y.sum(axis=0) / safe
    if gaps:
        x, y = x * both, y * both
    xx, yy, xy = (np.einsum("ij,ij->j", a, b) for a, b in ((x, x), (y, y), (x, y)))
    known = (n > 2) & (xx > scale) & (yy > scale)
    r: Floats = np.full(len(first), np.nan)
    np.divide(xy, np.sqrt(xx * yy), out=r, where=known)
    return r.clip(-1, 1)


def seconds_per_item(seconds: ArrayLike, responses: ArrayLike) -> Floats:
    """Seconds taken divided by the number of items answered; NaN where nothing was answered or timed."""
    answered = np.isfinite(response_matrix(responses)).sum(axis=1)
    taken = np.asarray(seconds, dtype=np.float64)
    if taken.shape != answered.shape:
        raise StatisticError("shape", f"{taken.size} times for {len(answered)} people", "give one a person")
    return np.where(answered > 0, taken / np.maximum(answered, 1), np.nan)


def duplicates(responses: ArrayLike) -> Counts:
    """How many other people gave exactly the same answers, among people who answered everything.

    0 for a person with a gap, and for one who gave the same answer everywhere (see `longstring`). With few
    items equal answers are to be expected; with many they may be one person's response sent twice.
    """
    matrix = response_matrix(responses)
    found = np.zeros(len(matrix), dtype=np.int64)
    use = np.isfinite(matrix).all(axis=1) & (np.ptp(np.nan_to_num(matrix), axis=1) > 0)
    if use.any():
        _, place, count = np.unique(matrix[use], axis=0, return_inverse=True, return_counts=True)
        found[use] = count[place.ravel()] - 1
    return found
