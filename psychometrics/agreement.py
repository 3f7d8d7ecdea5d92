"""Raters who judge the same targets: intraclass correlations, Kendall's W, percent agreement.

The one door to pingouin: Kendall's W comes from its Friedman test. Its table of intraclass correlations
rounds the intervals and changes a global option while it runs, so those are computed here and checked against
it (docs/decisions/pingouin.md). Kappas are in `kappa`, Krippendorff's alpha in `krippendorff`.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Caution, Floats, StatisticError, response_matrix

Interval = Literal["shrout-fleiss", "irr"]

MEANING = {
    "ICC1": "one rating, each target judged by other raters",
    "ICC2": "one rating, agreement: a harsher rater counts as disagreement",
    "ICC3": "one rating, consistency: a harsher rater does not matter",
    "ICC1k": "mean of all ratings, each target judged by other raters",
    "ICC2k": "mean of all ratings, agreement: a harsher rater counts as disagreement",
    "ICC3k": "mean of all ratings, consistency: a harsher rater does not matter",
}


@dataclass(frozen=True, slots=True)
class IccForm:
    """One of Shrout and Fleiss's six coefficients, with its F test of no differences between targets."""

    name: str
    meaning: str
    value: float
    f: float
    df1: float
    df2: float
    p: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class RaterIcc:
    """All six forms, and the variances of targets, raters and the rest that they come from."""

    forms: dict[str, IccForm]
    targets: int
    raters: int
    variance_targets: float
    variance_raters: float
    variance_residual: float
    left_out: int
    level: float
    cautions: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class KendallW:
    """Concordance of rankings, corrected for ties, with its chi-square test."""

    w: float
    chisq: float
    df: int
    p: float
    targets: int
    raters: int
    left_out: int


@dataclass(frozen=True, slots=True)
class _MeanSquares:
    """Two-way analysis of variance of targets x raters, one rating a cell."""

    n: int
    k: int
    targets: float
    raters: float
    error: float

    @property
    def within(self) -> float:
        """Mean square within targets: raters and error together, as a one-way design sees them."""
        return (self.raters + (self.n - 1) * self.error) / self.n


def complete_ratings(ratings: ArrayLike) -> tuple[Floats, int]:
    """Targets that every rater judged, and how many were left out because one did not.

    Raises `StatisticError` for one rater, or fewer than two complete targets.
    """
    matrix = response_matrix(ratings)
    if matrix.shape[1] < 2:
        raise StatisticError("one_rater", "there is one rater", "agreement needs at least two")
    complete = matrix[np.isfinite(matrix).all(axis=1)]
    if len(complete) < 2:
        raise StatisticError(
            "few_targets",
            f"{len(complete)} of {len(matrix)} targets were judged by all raters; at least 2 are needed",
            "leave out raters with many gaps, or use Krippendorff's alpha, which allows gaps",
        )
    return complete, len(matrix) - len(complete)


def rater_icc(
    ratings: ArrayLike, *, interval: Interval = "shrout-fleiss", truncate: bool = False, level: float = 0.95
) -> RaterIcc:
    """The six intraclass correlations of Shrout and Fleiss, with F tests and intervals.

    ratings: targets x raters, NaN where missing: a target with a gap is left out and counted.
    interval: of the agreement forms (ICC2, ICC2k); shrout-fleiss steps the interval of ICC2 up to ICC2k and
    tests with the residual's degrees of freedom; irr, for comparison only, does as that package: it tests with
    approximate degrees of freedom, and takes k for the 1 of McGraw and Wong's table 7 in those of ICC2k.
    truncate: set negative variances to 0, which is what REML (lmer) finds for complete ratings.
    Raises `StatisticError` for one rater, fewer than two targets, or ratings that are all the same.
    Formula: from mean squares of targets B, within W, raters J, error E: ICC1 = (B - W) / (B + (k - 1) W),
    ICC2 = (B - E) / (B + (k - 1) E + k (J - E) / n), ICC3 = (B - E) / (B + (k - 1) E), and their averages.
    Say which form: ICC3 ignores that one rater is harsher than another, ICC1 and ICC2 do not. A small spread
    of targets makes all of them small, however well raters agree.
    Shrout & Fleiss (1979) 10.1037/0033-2909.86.2.420; McGraw & Wong (1996) 10.1037/1082-989X.1.1.30. R:
    `psych::ICC(x, lmer = FALSE)$results$ICC`; with irr `irr::icc(x, model, type, unit)`.
    """
    matrix, left_out = complete_ratings(ratings)
    ms = _mean_squares(matrix)
    if truncate:
        ms = _truncated(ms)
    forms = [
        *_by_f(("ICC1", "ICC1k"), ms, ms.within, ms.n * (ms.k - 1.0), level),
        *_by_f(("ICC3", "ICC3k"), ms, ms.error, (ms.n - 1.0) * (ms.k - 1.0), level),
        *_agreement(ms, interval, level),
    ]
    by_name = {form.name: form for form in forms}
    return RaterIcc(
        forms={name: by_name[name] for name in MEANING},
        targets=ms.n,
        raters=ms.k,
        variance_targets=(ms.targets - ms.error) / ms.k,
        variance_raters=(ms.raters - ms.error) / ms.n,
        variance_residual=ms.error,
        left_out=left_out,
        level=level,
        cautions=_icc_cautions(ms, left_out),
    )


def _mean_squares(matrix: Floats) -> _MeanSquares:
    n, k = matrix.shape
    centred = matrix - matrix.mean()
    by_target, by_rater = centred.mean(axis=1), centred.mean(axis=0)
    residual = centred - by_target[:, None] - by_rater
    scale = max(float((matrix**2).sum()), np.finfo(float).tiny)
    if float((centred**2).sum()) <= 1e-24 * scale:
        raise StatisticError(
            "constant",
            "all ratings are the same, so targets do not differ",
            "report percent agreement, or judge targets that differ",
        )
    error = float((residual**2).sum())
    return _MeanSquares(
        n,
        k,
        k * float((by_target**2).sum()) / (n - 1),
        n * float((by_rater**2).sum()) / (k - 1),
        0.0 if error <= 1e-24 * scale else error / ((n - 1) * (k - 1)),
    )


def _truncated(ms: _MeanSquares) -> _MeanSquares:
    """Mean squares with each one below the error's pooled into it, smallest first (Thompson, 1962)."""
    pooled, df = ms.error * (ms.n - 1) * (ms.k - 1), float((ms.n - 1) * (ms.k - 1))
    for square, degrees in sorted([(ms.targets, ms.n - 1), (ms.raters, ms.k - 1)]):
        if square < pooled / df:
            pooled, df = pooled + square * degrees, df + degrees
    error = pooled / df
    return _MeanSquares(ms.n, ms.k, max(ms.targets, error), max(ms.raters, error), error)


def _form(name: str, value: float, test: tuple[float, float, float], bounds: Floats) -> IccForm:
    from scipy.special import fdtrc

    f, df1, df2 = test
    p = float(fdtrc(df1, df2, f)) if np.isfinite(f) else 0.0
    return IccForm(name, MEANING[name], value, f, df1, df2, p, float(bounds[0]), float(bounds[1]))


def _by_f(names: tuple[str, str], ms: _MeanSquares, error: float, df2: float, level: float) -> list[IccForm]:
    """A form for one rating and for the mean of all that depend on the answers through F alone."""
    from scipy.special import fdtri

    f, df1, k, tail = _f(ms.targets, error), ms.n - 1.0, ms.k, (1 + level) / 2
    bounds = np.array([f, f / float(fdtri(df1, df2, tail)), f * float(fdtri(df2, df1, tail))])
    if np.isfinite(f):
        single = (bounds - 1) / (bounds + k - 1)
        average = 1 - 1 / bounds if f > 0 else np.full(3, -np.inf)
    else:
        single = average = np.ones(3)
    return [
        _form(name, float(values[0]), (f, df1, df2), values[1:])
        for name, values in zip(names, (single, average), strict=True)
    ]


def _f(top: float, bottom: float) -> float:
    return top / bottom if bottom > 0 else np.inf


def _agreement(ms: _MeanSquares, interval: Interval, level: float) -> list[IccForm]:
    """ICC2 and ICC2k, whose intervals need approximate (Satterthwaite) degrees of freedom."""
    n, k, b, j, e = ms.n, ms.k, ms.targets, ms.raters, ms.error
    single = (b - e) / (b + (k - 1) * e + k * (j - e) / n)
    average = (b - e) / (b + (j - e) / n)
    df = _satterthwaite(ms, single)
    of_one = of_mean = _agreement_bounds(ms, df, level)
    dfs = ((n - 1.0) * (k - 1.0),) * 2
    if interval == "irr":
        dfs = (df, _satterthwaite(ms, average))
        of_mean = _agreement_bounds(ms, dfs[1], level)
    f = _f(b, e)
    return [
        _form("ICC2", single, (f, n - 1.0, dfs[0]), of_one),
        _form("ICC2k", average, (f, n - 1.0, dfs[1]), of_mean * k / (1 + of_mean * (k - 1))),
    ]


def _satterthwaite(ms: _MeanSquares, icc: float) -> float:
    """Degrees of freedom of a J + b E with McGraw and Wong's a and b, both times n (1 - ICC)."""
    n, k = ms.n, ms.k
    raters = k * icc * ms.raters
    error = (n * (1 - icc) + k * icc * (n - 1)) * ms.error
    spread = raters**2 / (k - 1) + error**2 / ((n - 1) * (k - 1))
    return (raters + error) ** 2 / spread if spread > 0 else (n - 1.0) * (k - 1.0)


def _agreement_bounds(ms: _MeanSquares, df: float, level: float) -> Floats:
    from scipy.special import fdtri

    n, k, b, j, e = ms.n, ms.k, ms.targets, ms.raters, ms.error
    tail = (1 + level) / 2
    low, high = float(fdtri(n - 1, df, tail)), float(fdtri(df, n - 1, tail))
    rest = k * j + (k * n - k - n) * e
    return np.array([n * (b - low * e) / (low * rest + n * b), n * (high * b - e) / (rest + n * high * b)])


def _icc_cautions(ms: _MeanSquares, left_out: int) -> tuple[Caution, ...]:
    cautions = []
    if left_out:
        cautions.append(
            Caution(
                "left_out",
                "",
                f"{left_out} targets are left out because not all raters judged them",
                "see whether they differ from the rest; Krippendorff's alpha allows gaps",
            )
        )
    if ms.targets < ms.error or ms.targets < ms.within:
        cautions.append(
            Caution(
                "negative_icc",
                "",
                "targets differ less than raters disagree, so an intraclass correlation is negative",
                "read it as no reliability; look for a rater who uses the scale the other way round",
            )
        )
    return tuple(cautions)


def kendall_w(ratings: ArrayLike) -> KendallW:
    """Kendall's W: how alike raters rank the targets, 0 to 1, corrected for ties.

    ratings: targets x raters, NaN where missing: a target with a gap is left out and counted.
    Raises `StatisticError` for one rater, fewer than two targets, or raters who all gave all targets the same.
    Formula: W = (12 sum R_i^2 - 3 m^2 n (n + 1)^2) / (m^2 n (n^2 - 1) - m sum T_j), R_i sums of ranks and
    T_j = sum (t^3 - t) over ties; chi-square = m (n - 1) W with n - 1 degrees of freedom.
    It sees order only: raters who differ by two points everywhere agree wholly. The test is rough below
    about 8 targets. Kendall & Babington Smith (1939) 10.1214/aoms/1177732186. R: `irr::kendall(x, correct =
    TRUE)`.
    """
    import pandas as pd
    import pingouin

    matrix, left_out = complete_ratings(ratings)
    if (matrix == matrix[0]).all():
        raise StatisticError("constant", "every rater gave all targets the same", "judge targets that differ")
    n, k = matrix.shape
    long = pd.DataFrame(
        {
            "target": np.repeat(np.arange(n), k),
            "rater": np.tile(np.arange(k), n),
            "rating": matrix.ravel(),
        }
    )
    test = pingouin.friedman(long, dv="rating", within="target", subject="rater").iloc[0]
    return KendallW(float(test["W"]), float(test["Q"]), n - 1, float(test["p_unc"]), n, k, left_out)


def rank_concordance(ratings: ArrayLike) -> float:
    """Kendall's W by its formula alone, for `kendall_w` to be held against: pingouin gives that one.

    ratings, errors, formula and literature as in `kendall_w`. R: `irr::kendall(x, correct = TRUE)`.
    """
    from scipy.stats import rankdata

    matrix, _ = complete_ratings(ratings)
    n, k = matrix.shape
    ranks = rankdata(matrix, axis=0)
    ties = sum(
        float(np.sum(count**3 - count))
        for column in ranks.T
        for count in [np.unique(column, return_counts=True)[1].astype(np.float64)]
    )
    apart = float(np.sum((ranks.sum(axis=1) - k * (n + 1) / 2) ** 2))
    most = k**2 * (n**3 - n) - k * ties
    if most <= 0:
        raise StatisticError("constant", "every rater gave all targets the same", "judge targets that differ")
    return float(12 * apart / most)


def percent_agreement(ratings: ArrayLike, tolerance: float = 0.0) -> float:
    """Percent of targets whose highest and lowest rating lie at most `tolerance` apart.

    ratings: targets x raters, NaN where missing: a target with a gap is left out.
    Raises `StatisticError` for one rater or fewer than two targets. It counts agreement by chance as well. R:
    `irr::agree(x, tolerance)`.
    """
    matrix, _ = complete_ratings(ratings)
    return 100 * float((np.ptp(matrix, axis=1) <= tolerance).mean())
