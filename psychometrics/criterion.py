"""Relations to other variables: correlations with a criterion, their differences, and what a score adds."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Caution, Floats, StatisticError
from psychometrics.estimate import Estimate


@dataclass(frozen=True, slots=True)
class CriterionCorrelation:
    """A correlation with its interval and test; `disattenuated` for unreliability where that was given."""

    n: int
    dropped: int
    r: Estimate
    t: float
    df: int
    pvalue: float
    disattenuated: float | None
    cautions: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class IncrementalValidity:
    """Variance of a criterion explained without and with the added predictors."""

    n: int
    dropped: int
    r2_base: float
    r2_full: float
    increment: float
    f: float
    df1: int
    df2: int
    pvalue: float
    f2: float


@dataclass(frozen=True, slots=True)
class CorrelationDifference:
    """A test that two correlations of the same persons are equal."""

    n: int
    difference: float
    statistic: float
    df: int
    pvalue: float


def criterion_correlation(
    x: ArrayLike,
    y: ArrayLike,
    *,
    reliability_x: float = 1.0,
    reliability_y: float = 1.0,
    level: float = 0.95,
) -> CriterionCorrelation:
    """Correlation of a score with a criterion, its interval, test, and value free of measurement error.

    `x`, `y`: one value a person, NaN where missing; such persons are left out. `reliability_*`: 1 leaves that
    side as it is; `disattenuated` is None when both are 1. `level` of the interval. Returns a
    `CriterionCorrelation`. Raises `StatisticError` for fewer than four persons or a constant variable.

    Interval by Fisher's z; t = r sqrt(df / (1 - r^2)). A disattenuated value above 1 means the reliabilities
    are too low for these data. A narrow range of x lowers r; persons in schools are not independent. R:
    `cor.test(x, y)$p.value`; `cor(x, y) / sqrt(rxx * ryy)`.
    """
    a, b, dropped = _complete(x, y)
    _require_persons(len(a))
    r = float(np.corrcoef(a, b)[0, 1])
    return criterion_from_correlation(
        r, len(a), reliability_x=reliability_x, reliability_y=reliability_y, level=level, dropped=dropped
    )


def criterion_from_correlation(
    r: float,
    n: int,
    *,
    reliability_x: float = 1.0,
    reliability_y: float = 1.0,
    level: float = 0.95,
    dropped: int = 0,
) -> CriterionCorrelation:
    """`criterion_correlation` from a correlation `r` of `n` persons, as a pass over the data gives it.

    Raises `StatisticError` for fewer than four persons, a reliability not between 0 and 1, or an `r` outside
    -1 to 1. At r = 1 or -1 the interval is that point and p is 0.
    """
    from scipy.special import ndtri, stdtr

    _require_correlation(r, n)
    reliabilities = reliability_x, reliability_y
    if not all(0 < value <= 1 for value in reliabilities):
        raise StatisticError(
            "reliability",
            f"the reliabilities are {reliabilities[0]} and {reliabilities[1]}",
            "give values above 0 and at most 1",
        )
    df = n - 2
    t, lower, upper = np.copysign(np.inf, r), r, r
    if abs(r) < 1:
        t = r * sqrt(df / (1 - r**2))
        half = float(ndtri((1 + level) / 2)) / sqrt(n - 3)
        lower, upper = float(np.tanh(np.arctanh(r) - half)), float(np.tanh(np.arctanh(r) + half))
    free = None if reliabilities == (1.0, 1.0) else r / sqrt(reliability_x * reliability_y)
    cautions: tuple[Caution, ...] = ()
    if free is not None and abs(free) > 1:
        cautions = (
            Caution(
                "disattenuated_above_one",
                "",
                f"the correlation without measurement error comes out as {free:.2f}",
                "the reliabilities are underestimated, or the measures share their errors: do not report it",
            ),
        )
    pvalue = 2 * float(stdtr(df, -abs(t)))
    return CriterionCorrelation(n, dropped, Estimate(r, lower, upper), t, df, pvalue, free, cautions)


def incremental_validity(y: ArrayLike, base: ArrayLike, added: ArrayLike) -> IncrementalValidity:
    """How much variance of a criterion the added predictors explain beyond the base ones.

    `y`: criterion, one a person. `base`, `added`: persons, or persons x predictors. NaN where missing; persons
    with any missing are left out of both models. Returns an `IncrementalValidity`. Raises `StatisticError`
    with too few persons, a constant criterion, or predictors that are linearly dependent.

    F = (R2 full - R2 base) / df1 / ((1 - R2 full) / df2); f2 = increment / (1 - R2 full). R2 rises with every
    predictor; an unreliable base leaves variance that a near-copy then "adds".
    Cohen et al. (2003). R: `anova(lm(y ~ x), lm(y ~ x + z))[2, c("F", "Pr(>F)")]`.
    """
    from scipy.special import fdtrc

    Y, X, Z = (_columns(values) for values in (y, base, added))
    if not len(Y) == len(X) == len(Z):
        raise StatisticError(
            "shape",
            f"{len(Y)} criterion values, {len(X)} and {len(Z)} rows of predictors",
            "give one row a person everywhere",
        )
    together = np.hstack([Y, X, Z])
    whole = np.isfinite(together).all(axis=1)
    n, k1, k2 = int(whole.sum()), X.shape[1], X.shape[1] + Z.shape[1]
    if n < k2 + 2:
        raise StatisticError(
            "few_persons",
            f"{n} complete person(s) for {k2} predictors",
            "collect more responses or use fewer predictors",
        )
    r2_base, r2_full = _explained(Y[whole], X[whole]), _explained(Y[whole], np.hstack([X, Z])[whole])
    df1, df2, increment = k2 - k1, n - k2 - 1, r2_full - r2_base
    rest = 1 - r2_full
    f = increment / df1 / (rest / df2) if rest > 1e-14 else float("inf")
    return IncrementalValidity(
        n=n,
        dropped=len(Y) - n,
        r2_base=r2_base,
        r2_full=r2_full,
        increment=increment,
        f=f,
        df1=df1,
        df2=df2,
        pvalue=float(fdtrc(df1, df2, max(f, 0.0))),
        f2=increment / rest if rest > 1e-14 else float("inf"),
    )


def williams(n: int, r12: float, r13: float, r23: float) -> CorrelationDifference:
    """Williams' t: is r12 equal to r13, two correlations that share variable 1?

    `n` persons who have all three variables; `r23` between the other two. Returns a `CorrelationDifference`,
    df n - 3. Raises `StatisticError` for fewer than four persons or correlations that cannot hold together.
    Steiger (1980), doi:10.1037/0033-2909.87.2.245. R: `psych::r.test(n, r12, r13 = r13, r23 = r23)$t`.
    """
    from scipy.special import stdtr

    for r in (r12, r13, r23):
        _require_correlation(r, n)
    determinant = 1 - r12**2 - r13**2 - r23**2 + 2 * r12 * r13 * r23
    if determinant < -1e-12 or r23 >= 1:
        raise StatisticError(
            "impossible_correlations",
            f"no three variables correlate {r12:.3g}, {r13:.3g} and {r23:.3g}, or two are copies",
            "take all three correlations from the same persons",
        )
    mean = (r12 + r13) / 2
    spread = 2 * (n - 1) / (n - 3) * max(determinant, 0.0) + mean**2 * (1 - r23) ** 3
    t = (r12 - r13) * sqrt((n - 1) * (1 + r23) / spread) if spread > 0 else 0.0
    return CorrelationDifference(n, r12 - r13, t, n - 3, 2 * float(stdtr(n - 3, -abs(t))))


def williams_of_people(shared: ArrayLike, first: ArrayLike, second: ArrayLike) -> CorrelationDifference:
    """Whether a variable correlates as much with the first as with the second of two others: `williams` of people.

    Each: one value a person, NaN where missing; people who lack one of the three are left out. Raises
    `StatisticError` for fewer than four people with all three, a variable that is the same for all of them, and two
    that are copies. It takes people as independent and the three as jointly normal.
    """
    together = np.column_stack([np.asarray(values, dtype=np.float64) for values in (shared, first, second)])
    whole = together[np.isfinite(together).all(axis=1)]
    _require_persons(len(whole))
    if not (np.ptp(whole, axis=0) > 0).all():
        raise StatisticError(
            "constant_score",
            "of those who have all three, one is the same for everybody",
            "a correlation needs values that differ",
        )
    r = np.clip(np.corrcoef(whole, rowvar=False), -1, 1)
    return williams(len(whole), float(r[0, 1]), float(r[0, 2]), float(r[1, 2]))


def _complete(x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats, int]:
    a, b = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if a.ndim != 1 or a.shape != b.shape:
        raise StatisticError("shape", f"{a.size} and {b.size} values", "give one value a person in both")
    whole = np.isfinite(a) & np.isfinite(b)
    a, b = a[whole], b[whole]
    for values, name in ((a, "first"), (b, "second")):
        if len(values) and not np.std(values) > 0:
            raise StatisticError(
                "constant_score",
                f"the {name} variable has the same value for everyone",
                "a correlation needs values that differ",
            )
    return a, b, int((~whole).sum())


def _require_persons(n: int) -> None:
    if n < 4:
        raise StatisticError(
            "few_persons",
            f"{n} person(s) where at least 4 are needed",
            "collect more responses before testing a correlation",
        )


def _require_correlation(r: float, n: int) -> None:
    _require_persons(n)
    if not abs(r) <= 1:
        raise StatisticError(
            "not_correlation",
            f"a correlation of {r}",
            "give correlations between -1 and 1",
        )


def _columns(values: ArrayLike) -> Floats:
    matrix = np.asarray(values, dtype=np.float64)
    return matrix[:, None] if matrix.ndim == 1 else matrix


def _explained(Y: Floats, X: Floats) -> float:
    y, predictors = Y[:, 0] - Y[:, 0].mean(), X - X.mean(axis=0)
    total = float(y @ y)
    if not total > 0:
        raise StatisticError(
            "constant_score", "the criterion is the same for everyone", "use a criterion that differs"
        )
    solution, _, rank, _ = np.linalg.lstsq(predictors, y, rcond=1e-10)
    if rank < predictors.shape[1]:
        raise StatisticError(
            "dependent_predictors",
            "a predictor is constant or a sum of others",
            "leave the redundant predictor out",
        )
    rest = y - predictors @ solution
    return 1 - float(rest @ rest) / total
