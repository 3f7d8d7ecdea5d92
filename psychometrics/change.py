"""Change between two waves of the same people: mean change, effect sizes, and reliable change of persons."""

from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Caution, Floats, StatisticError
from psychometrics.estimate import Estimate
from psychometrics.measurement_error import standard_error_of_measurement

NORMAL_95 = 1.96
"""The rounded normal quantile that the literature on reliable change and limits of agreement writes."""


FEWEST_FOR_A_CHANGE: Final = 50
"""People twice from whom on a changed mean is claimed: skewed differences of 20 led to it in 9 of 100 samples."""


@dataclass(frozen=True, slots=True)
class PairedScores:
    """The scores of persons with both, and how many pairs had a missing one."""

    first: Floats
    second: Floats
    dropped: int

    @property
    def n(self) -> int:
        return len(self.first)

    @property
    def difference(self) -> Floats:
        """Second minus first wave."""
        return self.second - self.first


@dataclass(frozen=True, slots=True)
class PairedChange:
    """Mean change from the first to the second wave and its effect sizes.

    `difference` is second minus first, in score points. Standardisers: `d_z` the SD of the differences (the
    standardised response mean), `d_av` the mean of both SDs, `g_av` that without small-sample bias, `d_rm`
    the SD of the differences corrected for the correlation of the waves, `glass` the first wave's SD.
    """

    n: int
    dropped: int
    mean_first: float
    mean_second: float
    sd_first: float
    sd_second: float
    correlation: float
    difference: Estimate
    sd_difference: float
    t: float
    df: int
    pvalue: float
    wilcoxon_pvalue: float
    d_z: Estimate
    d_av: Estimate
    g_av: Estimate
    d_rm: float
    glass: float


@dataclass(frozen=True, slots=True)
class ReliableChange:
    """Who changed more than measurement error explains.

    `index`: one a person with both scores, |index| above 1.96 counts as reliable. `standard_error` of one
    score, `difference_error` of a difference; `smallest_detectable_change` of a person, and of a group mean.
    """

    n: int
    dropped: int
    reliability: float
    standard_error: float
    difference_error: float
    smallest_detectable_change: float
    smallest_detectable_group_change: float
    index: Floats
    share_up: float
    share_down: float
    cautions: tuple[Caution, ...]

    @property
    def share_unchanged(self) -> float:
        return 1 - self.share_up - self.share_down


def paired_scores(first: ArrayLike, second: ArrayLike, *, minimum: int = 3) -> PairedScores:
    """The pairs of scores without a missing one; row i of both waves is the same person.

    `first`, `second`: one score a person, NaN where missing (see `pairing.pair_by_id` to align them). Raises
    `StatisticError` when lengths differ or fewer than `minimum` complete pairs remain.
    """
    a, b = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    if a.ndim != 1 or a.shape != b.shape:
        raise StatisticError(
            "shape",
            f"the waves have {a.size} and {b.size} scores",
            "align the persons of both waves by their id first",
        )
    whole = np.isfinite(a) & np.isfinite(b)
    n = int(whole.sum())
    if n < minimum:
        raise StatisticError(
            "few_persons",
            f"{n} person(s) have a score in both waves where at least {minimum} are needed",
            "check that both waves carry the same ids",
        )
    return PairedScores(a[whole], b[whole], len(a) - n)


def paired_change(first: ArrayLike, second: ArrayLike, *, level: float = 0.95) -> PairedChange:
    """Mean change between two waves of the same people, with effect sizes and intervals.

    `first`, `second`: one score a person in the same order, NaN where missing; pairs with a missing score are
    left out. `level` of all intervals. Returns a `PairedChange`. Raises `StatisticError` for fewer than three
    pairs, a wave without variance, or when everyone changed by the same amount.

    Interval of the mean by t; of d_z by the noncentral t; of d_av by the delta method under normality (as
    Bonett 2008, with the mean of both SDs). J = 1 - 3 / (4 df - 1). d_z grows with the correlation of the
    waves and does not compare with effects between groups: report d_av or g_av. Persons who left are not
    in it, and schools move together: for clustered persons the intervals are too narrow.
    Bonett (2008), doi:10.1037/1082-989X.13.2.99; Lakens (2013), doi:10.3389/fpsyg.2013.00863. R: `t.test(b, a,
    paired = TRUE)$statistic`; `mean(b - a) / sd(b - a)`.
    """
    from scipy.special import stdtr, stdtrit

    pairs = paired_scores(first, second)
    n, d = pairs.n, pairs.difference
    sd1, sd2, sd_d = (float(np.std(x, ddof=1)) for x in (pairs.first, pairs.second, d))
    _require_variance(sd1, sd2, sd_d)
    mean, df = float(d.mean()), n - 1
    r = float(np.corrcoef(pairs.first, pairs.second)[0, 1])
    t = mean / (sd_d / sqrt(n))
    half = float(stdtrit(df, (1 + level) / 2)) * sd_d / sqrt(n)
    d_av = _d_av(mean, sd1, sd2, sd_d, r, n, level)
    J = 1 - 3 / (4 * df - 1)
    return PairedChange(
        n=n,
        dropped=pairs.dropped,
        mean_first=float(pairs.first.mean()),
        mean_second=float(pairs.second.mean()),
        sd_first=sd1,
        sd_second=sd2,
        correlation=r,
        difference=Estimate(mean, mean - half, mean + half),
        sd_difference=sd_d,
        t=t,
        df=df,
        pvalue=2 * float(stdtr(df, -abs(t))),
        wilcoxon_pvalue=_signed_rank(d),
        d_z=_d_z(t, df, n, level),
        d_av=d_av,
        g_av=Estimate(J * d_av.value, J * d_av.lower, J * d_av.upper),
        d_rm=mean / sd_d * sqrt(2 * (1 - r)),
        glass=mean / sd1,
    )


def reliable_change(
    first: ArrayLike, second: ArrayLike, reliability: float, *, sd: float | None = None
) -> ReliableChange:
    """Jacobson and Truax' reliable change index of each person.

    `first`, `second`: one score a person in the same order, NaN where missing; such pairs are left out.
    `reliability` of the score (retest or internal consistency); `sd` of a norm population in place of the
    first wave's. Returns a `ReliableChange`. Raises `StatisticError` for fewer than three pairs, a
    reliability of 1 or more, or an SD of zero.

    (second - first) / (sqrt(2) sd sqrt(1 - reliability)); smallest detectable change 1.96 sqrt(2) standard
    errors, of a group's mean that over sqrt(n). It takes error as the same at every score and no practice
    effect; by chance alone 5 of 100 persons exceed it. Meant for research, not for judging a person.
    Jacobson & Truax (1991), doi:10.1037/0022-006X.59.1.12. R: `(b - a) / (sqrt(2) * sd(a) * sqrt(1 - rel))`.
    """
    pairs = paired_scores(first, second)
    spread = float(np.std(pairs.first, ddof=1)) if sd is None else float(sd)
    if not reliability < 1 or not spread > 0:
        raise StatisticError(
            "no_error_variance",
            f"with a reliability of {reliability:g} and an SD of {spread:g} there is no measurement error",
            "give a reliability below 1 and scores that differ between persons",
        )
    error = standard_error_of_measurement(spread, reliability)
    difference_error = sqrt(2) * error
    index = pairs.difference / difference_error
    detectable = NORMAL_95 * difference_error
    low = Caution(
        "low_reliability",
        "",
        f"with a reliability of {reliability:.2f} hardly any person can show a reliable change",
        "report the change of groups, not of persons",
    )
    return ReliableChange(
        n=pairs.n,
        dropped=pairs.dropped,
        reliability=reliability,
        standard_error=error,
        difference_error=difference_error,
        smallest_detectable_change=detectable,
        smallest_detectable_group_change=detectable / sqrt(pairs.n),
        index=index,
        share_up=float(np.mean(index > NORMAL_95)),
        share_down=float(np.mean(index < -NORMAL_95)),
        cautions=(low,) if reliability < 0.5 else (),
    )


def _require_variance(sd1: float, sd2: float, sd_d: float) -> None:
    for sd, wave in ((sd1, "first"), (sd2, "second")):
        if not sd > 0:
            raise StatisticError(
                "constant_score",
                f"everyone has the same score in the {wave} wave",
                "report the means; effect sizes and correlations need scores that differ",
            )
    if not sd_d > 1e-12 * (sd1 + sd2):
        raise StatisticError(
            "identical_change",
            "everyone changed by exactly the same amount",
            "check that the second wave is not a copy of the first; report the mean difference alone",
        )


def _d_z(t: float, df: int, n: int, level: float) -> Estimate:
    """Interval by the noncentral t: the noncentralities that put t at either tail."""
    from scipy.special import nctdtrinc

    root = sqrt(n)
    lower = float(nctdtrinc(df, (1 + level) / 2, t))
    upper = float(nctdtrinc(df, (1 - level) / 2, t))
    return Estimate(t / root, lower / root, upper / root)


def _d_av(mean: float, sd1: float, sd2: float, sd_d: float, r: float, n: int, level: float) -> Estimate:
    from scipy.special import ndtri

    average = (sd1 + sd2) / 2
    value = mean / average
    of_mean = sd_d**2 / (n * average**2)
    of_sd = value**2 * (sd1**2 + sd2**2 + 2 * r**2 * sd1 * sd2) / (8 * (n - 1) * average**2)
    half = float(ndtri((1 + level) / 2)) * sqrt(of_mean + of_sd)
    return Estimate(value, value - half, value + half)


def _signed_rank(d: Floats) -> float:
    """Wilcoxon's signed-rank test by its normal approximation, corrected for ties and continuity."""
    from scipy.special import ndtr

    moved = d[d != 0]
    n = len(moved)
    if n == 0:
        return 1.0
    _, place, ties = np.unique(np.abs(moved), return_inverse=True, return_counts=True)
    last = np.cumsum(ties)
    ranks = (last - (ties - 1) / 2)[place]
    centred = float(ranks[moved > 0].sum()) - n * (n + 1) / 4
    variance = n * (n + 1) * (2 * n + 1) / 24 - float((ties**3 - ties).sum()) / 48
    z = (centred - float(np.sign(centred)) * 0.5) / sqrt(variance)
    return min(1.0, 2 * float(ndtr(-abs(z))))
