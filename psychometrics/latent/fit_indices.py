"""How well a model fits: chi-square and the indices that follow from it, each in the flavour that it has.

Plain indices follow from the plain chi-square; scaled ones put the scaled chi-square in its place; robust ones estimate
what the plain index would be with everybody's answers at hand and should be preferred where they exist.
"""

from dataclasses import dataclass
from math import exp, sqrt
from typing import Literal

from psychometrics.contract import StatisticError

Flavour = Literal["plain", "scaled", "robust"]

INTERVAL = 0.90
CLOSE = 0.05
"""The RMSEA up to which fit is called close, and which the close-fit test takes as its null hypothesis."""


@dataclass(frozen=True, slots=True)
class ChiSquare:
    """A test statistic with its degrees of freedom; `scaling` divided the plain one, `shift` was added to it."""

    chisq: float
    df: float
    scaling: float = 1.0
    shift: float = 0.0

    @property
    def pvalue(self) -> float | None:
        """None without degrees of freedom."""
        from scipy.special import chdtrc

        return float(chdtrc(self.df, max(self.chisq, 0.0))) if self.df > 0 else None


@dataclass(frozen=True, slots=True)
class Rmsea:
    """Root mean square error of approximation, its 90% interval, and p of the hypothesis that it is at most .05."""

    value: float
    lower: float
    upper: float
    close: float | None


@dataclass(frozen=True, slots=True)
class Indices:
    """Chi-square and the indices of one flavour; the robust flavour has no chi-square of its own."""

    flavour: Flavour
    test: ChiSquare | None
    cfi: float | None
    tli: float | None
    rmsea: Rmsea | None

    def named(self) -> dict[str, float | None]:
        """By lavaan's names, with the flavour's suffix: `cfi.robust`, `rmsea.ci.lower.scaled`."""
        suffix = "" if self.flavour == "plain" else f".{self.flavour}"
        names: dict[str, float | None] = {}
        if self.test is not None:
            names |= {"chisq": self.test.chisq, "df": self.test.df, "pvalue": self.test.pvalue}
        names |= {"cfi": self.cfi, "tli": self.tli}
        if self.rmsea is not None:
            names |= {
                "rmsea": self.rmsea.value,
                "rmsea.ci.lower": self.rmsea.lower,
                "rmsea.ci.upper": self.rmsea.upper,
                "rmsea.pvalue": self.rmsea.close,
            }
        return {name + suffix: value for name, value in names.items()}


def indices(
    test: ChiSquare, baseline: ChiSquare, people: int, groups: int = 1, flavour: Flavour = "plain"
) -> Indices:
    """CFI, TLI and RMSEA that follow from a chi-square and that of the baseline model, plain or scaled alike.

    `people` of all groups together; the baseline has variances (and means) only. CFI is 1 - max(chisq - df, 0) /
    max(chisq - df, baseline's, 0). Bentler (1990), doi:10.1037/0033-2909.107.2.238; Tucker & Lewis (1973),
    doi:10.1007/BF02291170.
    """
    rmsea = root_mean_square_error(_by_mean(test), people, groups)
    return Indices(flavour, test, *_comparative(test, baseline, 1.0, 1.0), rmsea)


def _by_mean(test: ChiSquare) -> ChiSquare:
    """A chi-square scaled to the mean of its degrees of freedom, as the plain one with as many as its mean.

    The same RMSEA follows, and the interval that lavaan gives.
    """
    if test.shift != 0.0 or test.scaling == 1.0:
        return test
    return ChiSquare(test.chisq * test.scaling, test.df * test.scaling)


def robust_indices(
    plain: ChiSquare,
    scaled: ChiSquare,
    baseline: ChiSquare,
    baseline_scaled: ChiSquare,
    people: int,
    groups: int = 1,
) -> Indices:
    """CFI, TLI and RMSEA that answers without normality would give for everybody, from scaling factors alone.

    The plain chi-squares are weighed against df times their scaling. Brosseau-Liard & Savalei (2014),
    doi:10.1080/00273171.2014.933697; Brosseau-Liard, Savalei & Li (2012), doi:10.1080/00273171.2012.715252.
    """
    cfi, tli = _comparative(plain, baseline, scaled.scaling, baseline_scaled.scaling)
    rmsea = root_mean_square_error(plain, people, groups, scaled)
    return Indices("robust", None, cfi, tli, rmsea)


def _comparative(
    test: ChiSquare, baseline: ChiSquare, scaling: float, scaling_of_baseline: float
) -> tuple[float | None, float | None]:
    """CFI and TLI, each chi-square against its degrees of freedom times a scaling."""
    excess = test.chisq - scaling * test.df
    of_baseline = baseline.chisq - scaling_of_baseline * baseline.df
    most = max(excess, of_baseline, 0.0)
    cfi = 1.0 - max(excess, 0.0) / most if most > 0 else 1.0
    if test.df == 0:
        return cfi, 1.0
    if of_baseline == 0 or baseline.df == 0:
        return cfi, None
    return cfi, 1.0 - (excess / test.df) * baseline.df / of_baseline


def root_mean_square_error(
    plain: ChiSquare, people: int, groups: int = 1, scaled: ChiSquare | None = None
) -> Rmsea | None:
    """RMSEA with its 90% interval and close-fit test; None without degrees of freedom.

    sqrt(max(chisq/df - 1, 0) / n), times the root of the number of groups. With `scaled` the robust one: misfit beyond
    df times the scaling, its interval from the scaled chi-square. Steiger (1998), doi:10.1080/10705519809540115.
    """
    from scipy.special import chndtr

    if plain.df <= 0:
        return Rmsea(0.0, 0.0, 0.0, None)
    scaling = scaled.scaling if scaled is not None else 1.0
    tested = scaled if scaled is not None else plain
    per = groups / (people * plain.df)
    value = sqrt(max(plain.chisq - scaling * plain.df, 0.0) * per)
    lower, upper = (
        sqrt(scaling * per * noncentrality(tested.chisq, tested.df, share))
        for share in ((1 + INTERVAL) / 2, (1 - INTERVAL) / 2)
    )
    at_close = CLOSE**2 / (per * scaling)
    return Rmsea(value, lower, upper, float(1 - chndtr(max(tested.chisq, 0.0), tested.df, at_close)))


def noncentrality(chisq: float, df: float, share: float) -> float:
    """The noncentrality at which a chi-square with `df` lies below `chisq` with probability `share`; at least 0."""
    from scipy.optimize import brentq
    from scipy.special import chndtr

    if chisq <= 0 or chndtr(chisq, df, 0.0) <= share:
        return 0.0
    upper = 2 * chisq + 100
    while chndtr(chisq, df, upper) > share:
        upper *= 2
    return float(brentq(lambda centre: chndtr(chisq, df, centre) - share, 0.0, upper, xtol=1e-10))


def mcdonald(test: ChiSquare, people: int) -> float:
    """McDonald's index, exp(-(chisq - df) / 2n): 1 where chi-square is no larger than expected."""
    return exp(-0.5 * (test.chisq - test.df) / people)


def require_degrees(df: int, free: int) -> None:
    """Raise `StatisticError` "negative_df" where a model estimates more than there is to estimate it from."""
    if df < 0:
        raise StatisticError(
            "negative_df",
            f"the model estimates {free} numbers from {free + df} means, variances and covariances",
            "fix or equate parameters, leave out a factor, or take more items",
        )
