"""A score and another variable of the same people: correlations and ROC areas whose intervals know of clusters.

A statistic's influence values say how much each person moves it; their spread over people, or over the sums of
clusters, is its standard error (linearisation). Nothing is assumed of how the variables are distributed.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Caution, Counts, Floats, StatisticError
from psychometrics.criterion import criterion_from_correlation
from psychometrics.estimate import Estimate
from psychometrics.roc import area_under_curve, placements

FEWEST_CLUSTERS = 10
"""Of fewer clusters their spread says too little of how clusters differ."""

NAN = float("nan")


@dataclass(frozen=True, slots=True)
class Association:
    """How a score goes with another variable in the same people.

    `n` have both, `dropped` miss one or belong to no cluster. `r` is Pearson's correlation (point-biserial where the
    other variable has two values), `rho` Spearman's; `area`, for two values, the chance that somebody with the higher
    one scores higher. The ends of an interval are NaN where there is none: see `cautions`.
    """

    n: int
    dropped: int
    two_valued: bool
    r: Estimate
    rho: Estimate
    area: Estimate | None
    clusters: int | None
    cautions: tuple[Caution, ...]


def association(
    score: ArrayLike, other: ArrayLike, *, clusters: ArrayLike | None = None, level: float = 0.95
) -> Association:
    """How a score goes with another variable in the same people.

    `score`, `other`: one value a person, NaN where missing; `clusters`: the number of the school or class a person is
    in, below 0 where unknown; `level` of the intervals. Returns an `Association`. Raises `StatisticError` for fewer
    than four people with both, for a variable that is the same for all of them, and for a group of fewer than two.

    Pearson's interval is Fisher's where people are independent and the other variable has more than two values; else,
    and for Spearman's always, the standard error is that of influence values (of cluster sums with t, clusters - 1
    degrees of freedom), on Fisher's scale. The area's is DeLong's, or its sum over clusters (Obuchowski). With fewer
    than ten clusters there are no intervals. A narrow range of either variable lowers every one of them.
    Devlin, Gnanadesikan & Kettenring (1975), doi:10.1093/biomet/62.3.531; Croux & Dehon (2010),
    doi:10.1007/s10260-010-0142-z; Obuchowski (1997), doi:10.2307/2533958. R: `cor(x, y)`; `cor(x, y, method =
    "spearman")`; `wilcox.test(x[y == 1], x[y == 0])$statistic / prod(table(y))`.
    """
    a, b, place, dropped = _complete(score, other, clusters)
    values = np.unique(b)
    two = len(values) == 2
    number = None if place is None else int(place.max()) + 1
    few = number is not None and number < FEWEST_CLUSTERS
    reach = _Reach(place, level)
    r = float(np.corrcoef(a, b)[0, 1])
    rho, of_ranks = _spearman(a, b)
    fisher = criterion_from_correlation(r, len(a), level=level).r
    return Association(
        n=len(a),
        dropped=dropped,
        two_valued=two,
        r=_bare(r)
        if few
        else fisher
        if place is None and not two
        else reach.of_correlation(r, _pearson(a, b, r)),
        rho=_bare(rho) if few else reach.of_correlation(rho, of_ranks),
        area=_area(a, b == values[1], place, few, reach) if two else None,
        clusters=number,
        cautions=_few_clusters(number),
    )


@dataclass(frozen=True, slots=True)
class _Reach:
    """Intervals from influence values, over people or over clusters."""

    place: Counts | None
    level: float

    def error(self, influence: Floats) -> float:
        """The standard error of a mean of influence values, which add up to 0."""
        sums = influence if self.place is None else np.bincount(self.place, influence)
        units = len(sums)
        return sqrt(units / (units - 1) * float(sums @ sums)) / len(influence)

    def multiple(self) -> float:
        from scipy.special import ndtri, stdtrit

        upper = (1 + self.level) / 2
        return float(ndtri(upper) if self.place is None else stdtrit(self.place.max(), upper))

    def of_correlation(self, r: float, influence: Floats) -> Estimate:
        if abs(r) >= 1 - 1e-12:
            return Estimate(r, r, r)
        half = self.multiple() * self.error(influence) / (1 - r**2)
        middle = float(np.arctanh(r))
        return Estimate(r, float(np.tanh(middle - half)), float(np.tanh(middle + half)))


def _complete(
    score: ArrayLike, other: ArrayLike, clusters: ArrayLike | None
) -> tuple[Floats, Floats, Counts | None, int]:
    a, b = np.asarray(score, dtype=np.float64), np.asarray(other, dtype=np.float64)
    whole = np.isfinite(a) & np.isfinite(b)
    place = None
    if clusters is not None:
        given = np.asarray(clusters, dtype=np.int64)
        whole &= given >= 0
        place = np.unique(given[whole], return_inverse=True)[1].astype(np.int64)
    a, b = a[whole], b[whole]
    if len(a) < 4:
        raise StatisticError(
            "few_persons",
            f"{len(a)} person(s) have both values where at least 4 are needed",
            "collect more responses, or check that both stand in the same rows",
        )
    for values, name in ((a, "score"), (b, "other variable")):
        if np.all(values == values[0]):
            raise StatisticError(
                "constant_score",
                f"the {name} is the same for everybody who has both",
                "a correlation needs values that differ",
            )
    return a, b, place, int((~whole).sum())


def _bare(value: float) -> Estimate:
    return Estimate(value, NAN, NAN)


def _pearson(a: Floats, b: Floats, r: float) -> Floats:
    """Influence of each person on Pearson's r."""
    x, y = (a - a.mean()) / a.std(), (b - b.mean()) / b.std()
    influence: Floats = x * y - r * (x**2 + y**2) / 2
    return influence


def _spearman(a: Floats, b: Floats) -> tuple[float, Floats]:
    """Spearman's rho, the correlation of mid-ranks, and each person's influence on it, on the ranks of others too."""
    x, x_order = _mid_ranks(a)
    y, y_order = _mid_ranks(b)
    spread_x, spread_y = float(np.var(x)), float(np.var(y))
    scale = sqrt(spread_x * spread_y)
    rho = float(np.mean(x * y)) / scale
    together = x * y + _moved(x_order, y) + _moved(y_order, x)
    own_x, own_y = x**2 + 2 * _moved(x_order, x), y**2 + 2 * _moved(y_order, y)
    influence = together / scale - rho / 2 * (own_x / spread_x + own_y / spread_y)
    return rho, influence - influence.mean()


def _mid_ranks(values: Floats) -> tuple[Floats, Counts]:
    """Centred mid-ranks as shares of everybody, and each person's place among the distinct values."""
    _, order, counts = np.unique(values, return_inverse=True, return_counts=True)
    upto = np.cumsum(counts)
    ranks = (upto - counts / 2) / len(values)
    return ranks[order] - 0.5, order.astype(np.int64)


def _moved(order: Counts, weight: Floats) -> Floats:
    """The mean weight of those above a person, those beside half: how much one more such person lifts others' ranks."""
    sums = np.bincount(order, weight)
    above: Floats = (sums[::-1].cumsum()[::-1] - sums / 2)[order] / len(weight)
    return above


def _area(a: Floats, high: np.ndarray, place: Counts | None, few: bool, reach: _Reach) -> Estimate:
    for count, name in ((int(high.sum()), "higher"), (int((~high).sum()), "lower")):
        if count < 2:
            raise StatisticError(
                "small_group",
                f"{count} person has the {name} of the two values",
                "an area needs two people or more of both",
            )
    if place is None:
        return area_under_curve(a[high], a[~high], level=reach.level)
    above, below = placements(a[high], a[~high])
    area = float(above.mean())
    if few:
        return _bare(area)
    influence = np.empty(len(a))
    influence[high] = (above - area) * len(a) / len(above)
    influence[~high] = (below - area) * len(a) / len(below)
    half = reach.multiple() * reach.error(influence)
    return Estimate(area, max(area - half, 0.0), min(area + half, 1.0))


def _few_clusters(clusters: int | None) -> tuple[Caution, ...]:
    if clusters is None or clusters >= FEWEST_CLUSTERS:
        return ()
    return (
        Caution(
            "few_clusters",
            "",
            f"{clusters} clusters, where an interval that allows for them takes {FEWEST_CLUSTERS}",
            "read the correlation without an interval, or study more clusters",
        ),
    )
