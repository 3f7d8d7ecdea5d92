"""People in groups: how much of a score belongs to the group, by ANOVA and REML, and items at two levels."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from psychometrics.contract import Caution, Counts, Floats, StatisticError
from psychometrics.groups import GroupItems, GroupScores, group_cautions, require_groups
from psychometrics.random_intercept import RandomIntercept, random_intercept


@dataclass(frozen=True, slots=True)
class AnovaIcc:
    """One-way analysis of variance by group, and the intraclass correlations that come from it.

    `icc1` uses the mean group size, `icc1_n0` the size n0 that is unbiased for unequal groups; `icc2` is the
    reliability of a group mean of average size. Intervals are F intervals at `level`.
    """

    groups: int
    persons: int
    mean_size: float
    n0: float
    ms_between: float
    ms_within: float
    f: float
    p: float
    df_between: int
    df_within: int
    eta_squared: float
    icc1: float
    icc1_interval: tuple[float, float]
    icc1_n0: float
    icc1_n0_interval: tuple[float, float]
    icc2: float
    icc2_interval: tuple[float, float]
    level: float
    cautions: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class Levels:
    """The same score by both methods: three ICC(1), each under its name, because they differ."""

    anova: AnovaIcc
    reml: RandomIntercept

    @property
    def icc1(self) -> dict[str, float]:
        return {"anova": self.anova.icc1, "n0": self.anova.icc1_n0, "reml": self.reml.icc1}

    @property
    def cautions(self) -> tuple[Caution, ...]:
        return tuple(dict.fromkeys((*self.anova.cautions, *self.reml.cautions)))


@dataclass(frozen=True, slots=True)
class WithinBetween:
    """Items at two levels: correlations and alpha within groups and of group means, ICC item by item.

    `between_r` weighs each group by its people, `between_covariance` counts each group once. NaN where an
    item is constant at that level.
    """

    labels: NDArray[Any]
    n: Counts
    within_r: Floats
    between_r: Floats
    within_covariance: Floats
    between_covariance: Floats
    alpha_within: float
    alpha_between: float
    icc1: Floats
    icc2: Floats
    cautions: tuple[Caution, ...]


def anova_icc(scores: GroupScores, level: float = 0.95) -> AnovaIcc:
    """ICC(1) and ICC(2) by one-way analysis of variance, with the F test and F intervals.

    scores: one score by group (`group_scores`); people without a score were left out there.
    Raises `StatisticError` for one group, groups of one only, or a score without any variance.
    Formula: ICC(1) = (MSB - MSW) / (MSB + (k - 1) MSW) with k the mean group size or n0 =
    (N - sum n_j^2 / N) / (J - 1); ICC(2) = (MSB - MSW) / MSB; interval from F / F_crit.
    It misleads with few groups, and where sizes are very unequal the two ICC(1) differ: report which.
    A negative value is reported as it is: people in one group then differ more than people of two groups.
    Shrout & Fleiss (1979) 10.1037/0033-2909.86.2.420; Donner (1986) 10.2307/1403259; Bliese (2000). R:
    `multilevel::ICC1(aov(s ~ factor(g)))`; `multilevel::ICC2(aov(s ~ factor(g)))`.
    """
    from scipy.special import fdtrc, fdtri

    require_groups(scores)
    n = scores.n.astype(float)
    df_between, df_within = scores.groups - 1, scores.persons - scores.groups
    grand = float((n * scores.mean).sum() / n.sum())
    ss_between, ss_within = float((n * (scores.mean - grand) ** 2).sum()), float(scores.ssw.sum())
    total = ss_between + ss_within
    tiny = 1e-24 * max(total, scores.persons * grand**2)
    if total <= tiny:
        raise StatisticError(
            "constant", "all scores are the same", "leave this score out: it tells nobody apart"
        )
    ms_between, ms_within = ss_between / df_between, ss_within / df_within
    f = ms_between / ms_within if ss_within > tiny else np.inf
    tail = (1 - level) / 2
    f_lower = f / float(fdtri(df_between, df_within, 1 - tail))
    f_upper = f * float(fdtri(df_within, df_between, 1 - tail))
    k, n0 = scores.mean_size, scores.n0
    return AnovaIcc(
        groups=scores.groups,
        persons=scores.persons,
        mean_size=k,
        n0=n0,
        ms_between=ms_between,
        ms_within=ms_within,
        f=f,
        p=float(fdtrc(df_between, df_within, f)) if np.isfinite(f) else 0.0,
        df_between=df_between,
        df_within=df_within,
        eta_squared=ss_between / total,
        icc1=_icc1(f, k),
        icc1_interval=(_icc1(f_lower, k), _icc1(f_upper, k)),
        icc1_n0=_icc1(f, n0),
        icc1_n0_interval=(_icc1(f_lower, n0), _icc1(f_upper, n0)),
        icc2=_icc2(f),
        icc2_interval=(_icc2(f_lower), _icc2(f_upper)),
        level=level,
        cautions=(*group_cautions(scores), *_icc_cautions(f)),
    )


def _icc1(f: float, size: float) -> float:
    return (f - 1) / (f + size - 1) if np.isfinite(f) else 1.0


def _icc2(f: float) -> float:
    """1 - 1 / F, which has no lower bound: minus infinity where all group means are the same."""
    return 1 - 1 / f if f > 0 else -np.inf


def _icc_cautions(f: float) -> tuple[Caution, ...]:
    if f < 1:
        return (
            Caution(
                "negative_icc",
                "",
                "the intraclass correlation is negative: people in the same group differ more than chance "
                "would make them",
                "read it as no agreement about the group; look for two camps within the groups",
            ),
        )
    if not np.isfinite(f):
        return (
            Caution(
                "no_within_variance",
                "",
                "within each group all scores are the same, so all variance lies between groups",
                "check that the score is not a property of the group entered once for everybody",
            ),
        )
    return ()


def levels(scores: GroupScores, level: float = 0.95) -> Levels:
    """ICC(1) by ANOVA (mean size and n0) and by REML, ICC(2), and the reliability of each group's mean.

    Parameters, errors and literature as in `anova_icc` and `random_intercept`.
    """
    return Levels(anova_icc(scores, level), random_intercept(scores, level))


def within_between(moments: GroupItems) -> WithinBetween:
    """Correlations and alpha of items within groups and between group means, and each item's ICC.

    moments: items by group (`group_items`); people with a missing item were left out there.
    Raises `StatisticError` for one group or groups of one only.
    Formula: within = pooled SSCP / (N - J); between_r = correlation of group means weighted by n_j;
    between_covariance = covariance of group means, each group once; alpha = k / (k - 1) (1 - tr S / sum S).
    Observed group means carry their members' error, so correlations and alpha between groups are those of
    observed means, not of true group properties; with small groups they are biased towards the within ones.
    Bliese (2000); Geldhof, Preacher & Zyphur (2014) 10.1037/a0032138. R: `b <- psych::statsBy(data.frame(x, g),
    "g"); b$ICC1[names(x)]; b$ICC2[names(x)]; b$rwg; b$rbg`.
    """
    require_groups(moments)
    n, means = moments.n.astype(float), moments.means
    groups, persons = len(n), float(n.sum())
    within = moments.within / (persons - groups)
    centred = means - (n @ means) / persons
    weighted = (centred * n[:, None]).T @ centred
    once = means - means.mean(axis=0)
    between = once.T @ once / (groups - 1)
    ms_between, ms_within = np.diag(weighted) / (groups - 1), np.diag(within)
    size = persons / groups
    difference = ms_between - ms_within
    return WithinBetween(
        labels=moments.labels,
        n=moments.n,
        within_r=_correlation(within),
        between_r=_correlation(weighted),
        within_covariance=within,
        between_covariance=between,
        alpha_within=_alpha(within),
        alpha_between=_alpha(between),
        icc1=_ratio(difference, ms_between + (size - 1) * ms_within),
        icc2=_ratio(difference, ms_between),
        cautions=group_cautions(moments),
    )


def _ratio(top: Floats, bottom: Floats) -> Floats:
    return np.divide(top, bottom, out=np.full_like(top, np.nan), where=bottom > 0)


def _correlation(covariance: Floats) -> Floats:
    variance = np.diag(covariance)
    sd = np.sqrt(np.where(variance > 0, variance, np.nan))
    correlation: Floats = covariance / np.outer(sd, sd)
    return correlation


def _alpha(covariance: Floats) -> float:
    """Alpha of a covariance matrix; NaN for one item or where the sum has no variance."""
    k, total = len(covariance), float(covariance.sum())
    if k < 2 or total <= 0:
        return float("nan")
    return k / (k - 1) * (1 - float(np.trace(covariance)) / total)
