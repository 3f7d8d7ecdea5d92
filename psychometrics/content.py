"""Content validity: what experts say about each item's relevance before anybody answers it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Caution, Counts, Floats, StatisticError, response_matrix

FEW_EXPERTS = 3


@dataclass(frozen=True, slots=True)
class ContentValidity:
    """Indexes one an item (`experts` who judged it, `relevant` how many of them found it so) and of the scale.

    `i_cvi` the share, `kappa_star` that share beyond chance, `aiken_v` with its score interval;
    `s_cvi_ave` the mean share and `s_cvi_ua` the share of items that every expert found relevant.
    """

    experts: Counts
    relevant: Counts
    i_cvi: Floats
    kappa_star: Floats
    aiken_v: Floats
    aiken_lower: Floats
    aiken_upper: Floats
    s_cvi_ave: float
    s_cvi_ua: float
    level: float
    cautions: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class ContentValidityRatio:
    """Lawshe's ratio an item, and how many experts would have to say essential to be beyond chance.

    `needed` is 0 where even all of them would not be (fewer than five experts at the .05 level).
    """

    experts: Counts
    essential: Counts
    cvr: Floats
    needed: Counts
    cautions: tuple[Caution, ...]


def content_validity(
    ratings: ArrayLike, *, low: float = 1, high: float = 4, relevant: float = 3, level: float = 0.95
) -> ContentValidity:
    """Content validity indexes of items and scale, kappa* and Aiken's V from experts' relevance ratings.

    ratings: experts x items, from `low` to `high`, NaN where an expert did not judge (that item then has
    fewer experts). relevant: the lowest rating that means relevant. level: of the interval of Aiken's V.
    Raises `StatisticError` for an item nobody judged, or a rating off the scale.
    Formula: I-CVI = A / N; kappa* = (I-CVI - p) / (1 - p), p = N! / (A! (N - A)!) .5^N; S-CVI/Ave = mean
    I-CVI; S-CVI/UA = share of items with I-CVI 1; V = (mean - low) / (high - low), interval by score method.
    S-CVI/UA falls with every further expert, however good the items. Experts say whether an item belongs,
    not whether people understand it: that needs interviews.
    Polit, Beck & Owen (2007) 10.1002/nur.20199; Aiken (1985) 10.1177/0013164485451012; Penfield & Giacobbi
    (2004) 10.1207/s15327841mpee0804_3. R: `colMeans(x >= 3)`; `colMeans((x - 1) / 3)`.
    """
    from scipy.special import comb, ndtri

    matrix = _judged(ratings)
    known = np.isfinite(matrix)
    off = known & ((matrix < low) | (matrix > high))
    if off.any():
        expert, item = np.argwhere(off)[0]
        raise StatisticError(
            "off_scale",
            f"expert {expert + 1} rated item {item + 1} {matrix[expert, item]:g}, off the scale "
            f"{low:g} to {high:g}",
            "correct the rating or say which scale was used",
        )
    n = known.sum(axis=0)
    agreeing = (known & (matrix >= relevant)).sum(axis=0)
    share = agreeing / n
    chance = comb(n, agreeing) * 0.5**n
    v = (np.where(known, matrix, 0).sum(axis=0) / n - low) / (high - low)
    steps, z = n * (high - low), float(ndtri((1 + level) / 2))
    centre, spread = 2 * steps * v + z**2, z * np.sqrt(4 * steps * v * (1 - v) + z**2)
    return ContentValidity(
        experts=n.astype(np.int64),
        relevant=agreeing.astype(np.int64),
        i_cvi=share,
        kappa_star=(share - chance) / (1 - chance),
        aiken_v=v,
        aiken_lower=(centre - spread) / (2 * (steps + z**2)),
        aiken_upper=(centre + spread) / (2 * (steps + z**2)),
        s_cvi_ave=float(share.mean()),
        s_cvi_ua=float((agreeing == n).mean()),
        level=level,
        cautions=_few_experts(n),
    )


def content_validity_ratio(essential: ArrayLike, significance: float = 0.05) -> ContentValidityRatio:
    """Lawshe's content validity ratio, with the exact number of experts that is beyond chance.

    essential: experts x items, 1 essential, 0 not, NaN where an expert did not judge.
    significance: one-sided, of the binomial test that half say essential.
    Raises `StatisticError` for an item nobody judged, or a value that is not 0 or 1.
    Formula: CVR = (n_e - N / 2) / (N / 2). Lawshe's printed table of critical values has errors; `needed` is
    the exact one. Lawshe (1975) 10.1111/j.1744-6570.1975.tb01393.x; Ayre & Scally (2014)
    10.1177/0748175613513808. R: `(colSums(x) - n / 2) / (n / 2)`.
    """
    from scipy.special import betainc

    matrix = _judged(essential)
    known = np.isfinite(matrix)
    if not np.isin(matrix[known], (0, 1)).all():
        raise StatisticError(
            "off_scale", "a judgement is neither 0 nor 1", "code essential as 1 and everything else as 0"
        )
    n = known.sum(axis=0)
    count = np.where(known, matrix, 0).sum(axis=0)
    possible = np.arange(1.0, int(n.max()) + 1)
    least = np.minimum(possible, n[:, None])
    chance = betainc(least, n[:, None] - least + 1, 0.5)  # that so many or more of n say essential
    beyond = chance <= significance
    needed = np.where(beyond.any(axis=1), beyond.argmax(axis=1) + 1, 0)
    return ContentValidityRatio(
        n.astype(np.int64),
        count.astype(np.int64),
        (count - n / 2) / (n / 2),
        needed.astype(np.int64),
        _few_experts(n),
    )


def _judged(ratings: ArrayLike) -> Floats:
    matrix = response_matrix(ratings, minimum_persons=1)
    nobody = ~np.isfinite(matrix).any(axis=0)
    if nobody.any():
        raise StatisticError(
            "all_missing",
            f"no expert judged item {int(nobody.argmax()) + 1}",
            "leave the item out, or ask the experts again",
        )
    return matrix


def _few_experts(n: Counts) -> tuple[Caution, ...]:
    fewest = int(n.min())
    if fewest >= FEW_EXPERTS:
        return ()
    return (
        Caution(
            "few_experts",
            f"item {int(n.argmin()) + 1}",
            f"only {fewest} expert(s) judged it, so one opinion moves every index",
            "ask at least three experts, better six or more",
        ),
    )
