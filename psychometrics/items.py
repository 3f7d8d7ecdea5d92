"""Item analysis: the distribution of each item's answers, and how it goes with the subscale."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, sqrt

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Caution, Counts, Floats, StatisticError, item_names, response_matrix
from psychometrics.norms import quantile
from psychometrics.summaries.codes import require_on_scale
from psychometrics.summaries.counts import CodeCounts

QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
MAD_SCALE = 1.4826
"""Makes the median absolute deviation of a normal distribution its standard deviation."""


@dataclass(frozen=True, slots=True, eq=False)
class ItemDescription:
    """The answers to one item, as answered (not keyed). NaN where a statistic does not exist.

    `n` answers and `missing` ones (`missing_kinds`: by code, empty where only values were given); `values` in
    rising order with their `counts`; `sd` with divisor n - 1; `skew` and excess `kurtosis` of the type asked
    for; `trimmed` mean without a tenth at each end; `mad` the median absolute deviation times 1.4826;
    `quantiles` at .1, .25, .5, .75, .9 (type 7). `floor` and `ceiling` are the shares at the ends of the
    response scale, `difficulty` is the mean as a share of the scale, (mean - low) / (high - low): the higher,
    the easier to endorse.
    """

    name: str
    n: int
    missing: int
    missing_kinds: dict[int, int]
    values: Floats
    counts: Counts
    mean: float
    sd: float
    standard_error: float
    skew: float
    kurtosis: float
    median: float
    trimmed: float
    mad: float
    minimum: float
    maximum: float
    quantiles: Floats
    floor: float
    ceiling: float
    difficulty: float

    @property
    def interquartile_range(self) -> float:
        """Upper less lower quartile."""
        return float(self.quantiles[3] - self.quantiles[1])

    @property
    def cautions(self) -> tuple[Caution, ...]:
        """What to look at: nobody answered, or everybody alike."""
        if not self.n:
            return (Caution("all_missing", self.name, "nobody answered", "check the column and its codes"),)
        if self.minimum == self.maximum:
            return (
                Caution(
                    "constant_item",
                    self.name,
                    f"all {self.n} answers are {self.minimum:g}",
                    "an item on which nobody differs tells persons not apart: look at its wording",
                ),
            )
        return ()


def describe(counts: CodeCounts, table: ArrayLike, *, moment_type: int = 3) -> tuple[ItemDescription, ...]:
    """Describe each item from the counts of its codes under a value table (items x 256, NaN missing).

    `moment_type` is psych's type of skew and kurtosis: 1 moments, 2 SAS and SPSS, 3 psych's default. The
    response scale of an item ends at the lowest and highest value in its row. One pass over the codes has
    everything this needs. Raises `StatisticError` "moment_type" for another type. R:
    `psych::describe(x)[c("mean", "sd", "median", "trimmed", "mad", "skew", "kurtosis", "se")]`.
    """
    described = []
    for item, name in enumerate(counts.names):
        values, given = counts.values(item, table)
        ends = (float(values[0]), float(values[-1])) if len(values) else (np.nan, np.nan)
        everybody = int(counts.counts[item].sum())
        described.append(_described(name, values, given, everybody, counts.missing(item), ends, moment_type))
    return tuple(described)


def describe_values(
    values: ArrayLike,
    *,
    names: Sequence[str] | None = None,
    low: ArrayLike | None = None,
    high: ArrayLike | None = None,
    moment_type: int = 3,
) -> tuple[ItemDescription, ...]:
    """Describe each column of a matrix of values (persons x items, NaN missing).

    `low` and `high` (one for all, or one an item) are the ends of the response scale; without them the lowest
    and highest value that occurs. The rest as `describe`. Raises `StatisticError` "off_scale" for a value
    outside the scale.
    """
    matrix = response_matrix(values)
    labels = item_names(matrix.shape[1], names)
    lows, highs = (
        np.broadcast_to(np.asarray(np.nan if end is None else end, dtype=np.float64), len(labels))
        for end in (low, high)
    )
    require_on_scale(matrix, lows, highs, labels)
    described = []
    for item, name in enumerate(labels):
        distinct, counts = np.unique(matrix[~np.isnan(matrix[:, item]), item], return_counts=True)
        found = (float(distinct[0]), float(distinct[-1])) if len(distinct) else (np.nan, np.nan)
        ends = tuple(
            float(end) if np.isfinite(end) else other
            for end, other in zip((lows[item], highs[item]), found, strict=True)
        )
        described.append(_described(name, distinct, counts, len(matrix), {}, (ends[0], ends[1]), moment_type))
    return tuple(described)


def _described(
    name: str,
    values: Floats,
    counts: Counts,
    everybody: int,
    kinds: dict[int, int],
    ends: tuple[float, float],
    moment_type: int,
) -> ItemDescription:
    n = int(counts.sum())
    given = values[counts > 0]
    mean = float(counts @ values / n) if n else np.nan
    second, third, fourth = (float(counts @ (values - mean) ** power) if n else np.nan for power in (2, 3, 4))
    sd = sqrt(second / (n - 1)) if n > 1 else np.nan
    skew, kurtosis = _shape(n, second, third, fourth, moment_type)
    median = float(quantile(values, 0.5, counts=counts))
    width = ends[1] - ends[0]
    return ItemDescription(
        name=name,
        n=n,
        missing=everybody - n,
        missing_kinds=kinds,
        values=values,
        counts=counts,
        mean=mean,
        sd=sd,
        standard_error=sd / sqrt(n) if n else np.nan,
        skew=skew,
        kurtosis=kurtosis,
        median=median,
        trimmed=_trimmed(values, counts),
        mad=MAD_SCALE * float(quantile(np.abs(values - median), 0.5, counts=counts)),
        minimum=float(given[0]) if n else np.nan,
        maximum=float(given[-1]) if n else np.nan,
        quantiles=quantile(values, QUANTILES, counts=counts),
        floor=float(counts[values == ends[0]].sum() / n) if n else np.nan,
        ceiling=float(counts[values == ends[1]].sum() / n) if n else np.nan,
        difficulty=(mean - ends[0]) / width if width > 0 else np.nan,
    )


def _shape(n: int, second: float, third: float, fourth: float, moment_type: int) -> tuple[float, float]:
    """Skew and excess kurtosis from sums of powers of deviations; NaN for a constant item."""
    if moment_type not in (1, 2, 3):
        raise StatisticError(
            "moment_type", f"there is no skew of type {moment_type}", "use 1, 2 (SAS, SPSS) or 3 (psych)"
        )
    if n < 1 or not second > 0:
        return np.nan, np.nan
    skew = sqrt(n) * third / second**1.5
    kurtosis = n * fourth / second**2
    if moment_type == 1:
        return skew, kurtosis - 3
    if moment_type == 3:
        return skew * (1 - 1 / n) ** 1.5, kurtosis * (1 - 1 / n) ** 2 - 3
    return (
        skew * sqrt(n * (n - 1)) / (n - 2) if n > 2 else np.nan,
        (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * (kurtosis - 3) + 6) if n > 3 else np.nan,
    )


def _trimmed(values: Floats, counts: Counts, share: float = 0.1) -> float:
    """Mean without the lowest and highest floor(n share) answers; R: `mean(x, trim = .1)`."""
    n = int(counts.sum())
    if not n:
        return np.nan
    cut = floor(n * share)
    upto = np.cumsum(counts)
    kept = np.clip(upto, cut, n - cut) - np.clip(upto - counts, cut, n - cut)
    return float(kept @ values / (n - 2 * cut))


def flagged_ends(descriptions: Sequence[ItemDescription], *, share: float = 0.15) -> tuple[Caution, ...]:
    """Name the items of which more than `share` of the answers lie at one end of the scale.

    A rule of thumb for scores (Terwee et al., 2007, doi:10.1016/j.jclinepi.2006.03.012: 15 %): such an item
    cannot tell the highest (or lowest) from each other, nor show a change beyond the end.
    """
    found = []
    for item in descriptions:
        for end, part in (("lowest", item.floor), ("highest", item.ceiling)):
            if part > share:
                found.append(
                    Caution(
                        "end_of_scale",
                        item.name,
                        f"{100 * part:.0f} % of the answers are at the {end} point of the scale",
                        "expect little room for change there; look at the wording of the item and its options",
                    )
                )
    return tuple(found)
