"""Split-half reliability: every split of a short scale, random splits of a long one, and odd-even."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Caution, Floats
from psychometrics.item_covariance import item_covariance

EXHAUSTIVE_ITEMS = 16
"""The longest scale of which every split is tried (12,870 splits of 16 items)."""

DRAWS = 10_000
CHUNK = 8192


@dataclass(frozen=True, slots=True)
class SplitHalves:
    """Reliabilities of the sum score over splits of its items into two halves.

    `splits` were tried out of `possible`; `exhaustive` says whether that is all of them, `seed` how the
    others were drawn. `best_half`, `worst_half`: one half of the split with the largest, the smallest value.
    """

    maximum: float
    minimum: float
    mean: float
    splits: int
    possible: int
    exhaustive: bool
    seed: int | None
    best_half: tuple[str, ...]
    worst_half: tuple[str, ...]
    cautions: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class OddEven:
    """Odd-numbered against even-numbered items: correlation of the halves, stepped up in two ways."""

    correlation: float
    spearman_brown: float
    flanagan_rulon: float
    cautions: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class GreatestSplitHalf:
    """Guttman's lambda 4: the largest split-half value, whether it is certain, and one half of that split."""

    value: float
    exhaustive: bool
    half: tuple[str, ...]


def split_halves(
    covariance: ArrayLike, *, names: Sequence[str] | None = None, draws: int = DRAWS, seed: int = 1
) -> SplitHalves:
    """Split-half reliabilities: all splits to 16 items, beyond that `draws` random ones.

    `covariance`: keyed items x items, complete or pairwise; a correlation matrix gives those of the
    standardised items. `names` of items for messages and halves; `seed` of the draws. Returns a
    `SplitHalves`, which says how many splits were tried. Raises `StatisticError` for fewer than two items, a
    constant item, or a sum score without variance.

    A split of k items is floor(k / 2) against the rest; its value is Guttman's (Flanagan's, Rulon's)
    4 cov(A, B) / var(A + B). The mean over all splits of an even number of items is alpha. The maximum
    (lambda 4) capitalises on chance: with few persons and many items it overstates reliability.
    Guttman (1945), doi:10.1007/BF02288892. R: `h <- combn(k, k %/% 2, function(i) 4 * sum(C[i, -i]) / sum(C));
    c(max(h), min(h), mean(h))`.
    """
    S, labels = item_covariance(covariance, names)
    k = len(S)
    half, possible = k // 2, comb(k, k // 2)
    cautions: tuple[Caution, ...] = ()
    used = None
    if k <= EXHAUSTIVE_ITEMS:
        signs = _all_splits(k, half)
    else:
        signs, used = _random_splits(k, half, draws, seed), seed
        cautions = (
            Caution(
                "sampled_splits",
                "",
                f"{draws:,} random splits (seed {seed}) of {possible:,}: the extremes are not certain",
                "read the mean; the extremes of all splits lie further out",
            ),
        )
    values = _values(S, signs)
    best, worst = int(np.argmax(values)), int(np.argmin(values))
    return SplitHalves(
        maximum=float(values[best]),
        minimum=float(values[worst]),
        mean=float(values.mean()),
        splits=possible if used is None else draws,
        possible=possible,
        exhaustive=used is None,
        seed=used,
        best_half=_half(signs[best], labels),
        worst_half=_half(signs[worst], labels),
        cautions=cautions,
    )


def greatest_split_half(
    covariance: ArrayLike, *, names: Sequence[str] | None = None, draws: int = DRAWS, seed: int = 1
) -> GreatestSplitHalf:
    """Guttman's lambda 4: the largest split-half reliability with halves as equal as possible.

    Parameters and errors as of `split_halves`. To 16 items it is certain; beyond, the ten best of the random
    splits are improved by exchanging pairs of items until no exchange helps, so that it is hardly ever below
    the true maximum and never above it. It capitalises on chance with few persons and many items.
    Guttman (1945), doi:10.1007/BF02288892. R: `max(combn(k, k %/% 2, function(i) 4 * sum(C[i, -i]) / sum(C)))`.
    """
    S, labels = item_covariance(covariance, names)
    k = len(S)
    if k <= EXHAUSTIVE_ITEMS:
        signs = _all_splits(k, k // 2)
        values = _values(S, signs)
    else:
        drawn = _random_splits(k, k // 2, draws, seed)
        signs = np.array([_exchanged(S, drawn[index]) for index in np.argsort(_values(S, drawn))[-10:]])
        values = _values(S, signs)
    best = int(np.argmax(values))
    return GreatestSplitHalf(float(values[best]), k <= EXHAUSTIVE_ITEMS, _half(signs[best], labels))


def odd_even(covariance: ArrayLike, *, names: Sequence[str] | None = None) -> OddEven:
    """Odd-even reliability: items 1, 3, 5, ... against 2, 4, 6, ...

    `covariance`: keyed items x items in the order of the form, complete or pairwise. `names` of items for
    messages. Returns an `OddEven`. Raises as `split_halves` does.

    With r the correlation of the halves: Spearman-Brown 2 r / (1 + r), which takes the halves for parallel;
    Flanagan-Rulon 2 (1 - (var A + var B) / var(A + B)), which needs equal true scores only. One split of
    many, set by the order of the items: prefer alpha, omega or the mean of all splits.
    Spearman (1910), doi:10.1111/j.2044-8295.1910.tb00206.x; Rulon (1939). R: `a <- rowSums(x[c(TRUE, FALSE)]); b
    <- rowSums(x) - a; r <- cor(a, b); 2 * r / (1 + r)`.
    """
    S, _ = item_covariance(covariance, names)
    odd, even = S[::2, ::2].sum(), S[1::2, 1::2].sum()
    across, total = float(S[::2, 1::2].sum()), float(S.sum())
    r = across / float(np.sqrt(odd * even)) if odd > 0 and even > 0 else float("nan")
    cautions: tuple[Caution, ...] = ()
    if not r > 0:
        cautions = (
            Caution(
                "halves_uncorrelated",
                "",
                "the two halves do not correlate positively, so no reliability can be stepped up from them",
                "check which items are reverse-keyed",
            ),
        )
    stepped = 2 * r / (1 + r) if r > -1 else float("nan")
    return OddEven(r, stepped, 4 * across / total, cautions)


def spearman_brown(reliability: float, factor: float) -> float:
    """Reliability of a scale made `factor` times as long with items of the same kind.

    `factor` r / (1 + (factor - 1) r). Below 1 it predicts a shortened form. Brown (1910); Spearman (1910).
    """
    return factor * reliability / (1 + (factor - 1) * reliability)


def _all_splits(k: int, half: int) -> Floats:
    """Every split as a row of 1 (first half) and -1; of an even number of items each split once."""
    fixed = k % 2 == 0  # item 1 stays in the first half, or every split would come twice
    free = k - 1 if fixed else k
    codes = np.arange(1 << free, dtype=np.int64)
    bits = (codes[:, None] >> np.arange(free)) & 1
    chosen = bits[bits.sum(axis=1) == half - fixed]
    rows = np.hstack([np.ones((len(chosen), 1), dtype=np.int64), chosen]) if fixed else chosen
    signs: Floats = 2.0 * rows - 1
    return signs


def _random_splits(k: int, half: int, draws: int, seed: int) -> Floats:
    order = np.random.default_rng(seed).random((draws, k)).argsort(axis=1)
    signs: Floats = np.where(order < half, 1.0, -1.0)
    return signs


def _values(S: Floats, signs: Floats) -> Floats:
    """1 - s'Ss / 1'S1 for each row s of signs: 4 cov(A, B) / var(A + B)."""
    forms = np.empty(len(signs))
    for start in range(0, len(signs), CHUNK):
        block = signs[start : start + CHUNK]
        forms[start : start + CHUNK] = np.einsum("ij,ij->i", block @ S, block)
    values: Floats = 1 - forms / S.sum()
    return values


def _exchanged(S: Floats, signs: Floats) -> Floats:
    """The split after exchanging the pair that lowers s'Ss most, until none lowers it."""
    s = signs.copy()
    while True:
        first, second = np.flatnonzero(s > 0), np.flatnonzero(s < 0)
        pull = S @ s
        variances = np.diag(S)
        # exchanging i (+1) and j (-1) changes s'Ss by this, as s moves by -2 e_i + 2 e_j
        change = 4 * (
            variances[first][:, None]
            + variances[second]
            - 2 * S[np.ix_(first, second)]
            - pull[first][:, None]
            + pull[second]
        )
        i, j = np.unravel_index(int(np.argmin(change)), change.shape)
        if change[i, j] >= -1e-12 * S.sum():
            return s
        s[first[i]], s[second[j]] = -1.0, 1.0


def _half(signs: Floats, labels: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(label for label, sign in zip(labels, signs, strict=True) if sign > 0)
