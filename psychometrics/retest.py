"""Test-retest agreement of two waves: intraclass correlations, Lin's concordance, limits of agreement."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.change import NORMAL_95, PairedScores, paired_scores
from psychometrics.contract import StatisticError
from psychometrics.estimate import Estimate


@dataclass(frozen=True, slots=True)
class RetestICC:
    """Intraclass correlations of a single score measured twice.

    `agreement` (ICC(A,1)) counts a shift of all persons as disagreement, `consistency` (ICC(C,1)) does not;
    `one_way` (ICC(1)) takes the occasions as interchangeable. Mean squares of persons, waves and residual.
    """

    n: int
    dropped: int
    agreement: Estimate
    consistency: Estimate
    one_way: Estimate
    mean_square_persons: float
    mean_square_waves: float
    mean_square_residual: float


@dataclass(frozen=True, slots=True)
class Concordance:
    """Lin's concordance: `value` = `precision` (the correlation) times `accuracy` (C_b).

    `location_shift` is the mean difference over the geometric mean of the SDs, `scale_shift` the ratio of
    the SDs, second to first.
    """

    n: int
    dropped: int
    value: float
    lower: float
    upper: float
    precision: float
    accuracy: float
    location_shift: float
    scale_shift: float


@dataclass(frozen=True, slots=True)
class LimitsOfAgreement:
    """Bland and Altman's limits of agreement, each with its interval, in score points.

    `bias` is the mean of second minus first; 95 of 100 differences are expected within `low` and `high`.
    `standard_error` of measurement from the differences, SD / sqrt(2). `trend` correlates differences with
    means: away from zero, the error or the change depends on the level.
    """

    n: int
    dropped: int
    bias: Estimate
    sd_difference: float
    low: Estimate
    high: Estimate
    standard_error: float
    trend: float


def retest_icc(first: ArrayLike, second: ArrayLike, *, level: float = 0.95) -> RetestICC:
    """Intraclass correlations between two waves of the same people.

    `first`, `second`: one score a person in the same order, NaN where missing; such pairs are left out.
    `level` of the intervals. Returns a `RetestICC`. Raises `StatisticError` for fewer than three pairs or
    when all scores are the same.

    From the mean squares P of persons, W of waves, E residual: agreement (P - E) / (P + E + 2 (W - E) / n),
    consistency (P - E) / (P + E), one way (P - WE) / (P + WE). Intervals after McGraw & Wong. They depend on
    how much persons differ: a homogeneous group lowers them with the same error. Real change between the
    waves counts as error.
    McGraw & Wong (1996), doi:10.1037/1082-989X.1.1.30. R: `psych::ICC(cbind(a, b), lmer = FALSE)$results[c(2, 3,
    1), c("ICC", "lower bound", "upper bound")]`.
    """
    pairs = paired_scores(first, second)
    n = pairs.n
    both = np.column_stack([pairs.first, pairs.second])
    grand = both.mean()
    persons = 2 * float(np.sum((both.mean(axis=1) - grand) ** 2)) / (n - 1)
    waves = n * float(np.sum((both.mean(axis=0) - grand) ** 2))
    total = float(np.sum((both - grand) ** 2))
    residual = max(total - persons * (n - 1) - waves, 0.0) / (n - 1)
    within = (total - persons * (n - 1)) / n
    if total == 0:
        raise StatisticError(
            "constant_score",
            "all scores of both waves are the same",
            "a correlation needs scores that differ between persons",
        )
    return RetestICC(
        n=n,
        dropped=pairs.dropped,
        agreement=_agreement(persons, waves, residual, n, level),
        consistency=_by_f(persons, residual, n - 1, n - 1, level),
        one_way=_by_f(persons, within, n - 1, n, level),
        mean_square_persons=persons,
        mean_square_waves=waves,
        mean_square_residual=residual,
    )


def lin_concordance(first: ArrayLike, second: ArrayLike, *, level: float = 0.95) -> Concordance:
    """Lin's concordance correlation: how close pairs of scores lie to the line of equality.

    `first`, `second`: one score a person in the same order, NaN where missing; such pairs are left out.
    `level` of the interval. Returns a `Concordance`. Raises `StatisticError` for fewer than three pairs or a
    wave without variance.

    2 s12 / (s1^2 + s2^2 + (m1 - m2)^2), moments with divisor n; interval by Fisher's z with Lin's corrected
    variance. Like an ICC it rises with the spread of persons. At exactly 1 or -1 the interval is that point.
    Lin (1989), doi:10.2307/2532051; Lin (2000), doi:10.1111/j.0006-341X.2000.00324.x. R: `2 * cov(a, b) / (var(a)
    + var(b) + (mean(a) - mean(b))^2 * length(a) / (length(a) - 1))`.
    """
    from scipy.special import ndtri

    pairs = paired_scores(first, second)
    shift = float(pairs.first.mean() - pairs.second.mean())
    sd1, sd2 = _deviations(pairs)
    r = float(np.corrcoef(pairs.first, pairs.second)[0, 1])
    value = 2 * r * sd1 * sd2 / (sd1**2 + sd2**2 + shift**2)
    location = shift / sqrt(sd1 * sd2)
    lower = upper = value
    if r != 0 and abs(value) < 1:
        squared = 1 - value**2
        terms = (
            (1 - r**2) * value**2 * squared / r**2
            + 2 * value**3 * (1 - value) * location**2 / r
            - value**4 * location**4 / (2 * r**2)
        )
        error = sqrt(max(terms, 0.0) / (pairs.n - 2)) / squared
        half = float(ndtri((1 + level) / 2)) * error
        z = float(np.arctanh(value))
        lower, upper = float(np.tanh(z - half)), float(np.tanh(z + half))
    accuracy = 2 * sd1 * sd2 / (sd1**2 + sd2**2 + shift**2)
    return Concordance(pairs.n, pairs.dropped, value, lower, upper, r, accuracy, -location, sd2 / sd1)


def limits_of_agreement(first: ArrayLike, second: ArrayLike, *, level: float = 0.95) -> LimitsOfAgreement:
    """Bland and Altman's limits of agreement between two waves.

    `first`, `second`: one score a person in the same order, NaN where missing; such pairs are left out.
    `level` of the intervals of bias and limits. Returns `Limits`. Raises `StatisticError` for fewer than
    three pairs.

    Mean difference -+ 1.96 SD; intervals by t with variance SD^2 / n, for a limit SD^2 (1/n + 1.96^2 /
    (2 (n - 1))). Meant for differences that are roughly normal and do not depend on the level (see `trend`).
    Bland & Altman (1999), doi:10.1177/096228029900800204. R: `mean(b - a) + c(-1.96, 1.96) * sd(b - a)`.
    """
    from scipy.special import stdtrit

    pairs = paired_scores(first, second)
    n, d = pairs.n, pairs.difference
    bias, sd = float(d.mean()), float(np.std(d, ddof=1))
    t = float(stdtrit(n - 1, (1 + level) / 2))
    half = t * sd / sqrt(n)
    wide = t * sd * sqrt(1 / n + NORMAL_95**2 / (2 * (n - 1)))
    low, high = bias - NORMAL_95 * sd, bias + NORMAL_95 * sd
    level_of = (pairs.first + pairs.second) / 2
    spread = float(np.std(level_of)) * sd
    return LimitsOfAgreement(
        n=n,
        dropped=pairs.dropped,
        bias=Estimate(bias, bias - half, bias + half),
        sd_difference=sd,
        low=Estimate(low, low - wide, low + wide),
        high=Estimate(high, high - wide, high + wide),
        standard_error=sd / sqrt(2),
        trend=float(np.corrcoef(d, level_of)[0, 1]) if spread > 0 else 0.0,
    )


def _agreement(persons: float, waves: float, residual: float, n: int, level: float) -> Estimate:
    """ICC(A,1) of two waves, its interval with Satterthwaite's degrees of freedom."""
    from scipy.special import fdtri

    value = (persons - residual) / (persons + residual + 2 * (waves - residual) / n)
    if residual == 0 and waves == 0:
        return Estimate(value, value, value)
    a = 2 * value / (n * (1 - value))
    b = 1 + 2 * value * (n - 1) / (n * (1 - value))
    df = (a * waves + b * residual) ** 2 / ((a * waves) ** 2 + (b * residual) ** 2 / (n - 1))
    tail = (1 + level) / 2
    below, above = float(fdtri(n - 1, df, tail)), float(fdtri(df, n - 1, tail))
    rest = 2 * waves + (n * 2 - 2 - n) * residual
    lower = n * (persons - below * residual) / (below * rest + n * persons)
    upper = n * (above * persons - residual) / (rest + n * above * persons)
    return Estimate(value, lower, upper)


def _by_f(persons: float, error: float, df1: int, df2: int, level: float) -> Estimate:
    """(persons - error) / (persons + error), its interval from F = persons / error."""
    from scipy.special import fdtri

    value = (persons - error) / (persons + error)
    if error == 0:
        return Estimate(value, value, value)
    ratio, tail = persons / error, (1 + level) / 2
    low, high = ratio / float(fdtri(df1, df2, tail)), ratio * float(fdtri(df2, df1, tail))
    return Estimate(value, (low - 1) / (low + 1), (high - 1) / (high + 1))


def _deviations(pairs: PairedScores) -> tuple[float, float]:
    sd1, sd2 = float(np.std(pairs.first)), float(np.std(pairs.second))
    for sd, wave in ((sd1, "first"), (sd2, "second")):
        if not sd > 0:
            raise StatisticError(
                "constant_score",
                f"everyone has the same score in the {wave} wave",
                "a correlation needs scores that differ between persons",
            )
    return sd1, sd2
