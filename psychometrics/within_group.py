"""Agreement within groups: rwg, rwg(j), Lindell's r*wg(j), average deviation and awg, side by side.

They answer one question, whether people in a group say the same, against different ideas of what no agreement
looks like. Under the uniform null nearly every group seems to agree; so one skewed null and one index without
the step-up for many items always stand beside it. All come from category counts by group and item.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from psychometrics.contract import Caution, Counts, Floats, StatisticError, response_matrix
from psychometrics.groups import group_index

# Variance expected of people who lean to one side of a scale of so many options, one apart, and agree on
# nothing else. LeBreton & Senter (2008), 10.1177/1094428106296642, table 2; 4 options: slight skew only.
SKEWED_VARIANCE: Mapping[str, Mapping[int, float]] = MappingProxyType(
    {
        "slight": MappingProxyType(
            {4: 0.88, 5: 1.34, 6: 1.85, 7: 2.90, 8: 3.47, 9: 5.66, 10: 6.30, 11: 7.31}
        ),
        "moderate": MappingProxyType({5: 0.90, 6: 1.26, 7: 2.14, 8: 2.79, 9: 4.73, 10: 5.09, 11: 6.32}),
        "heavy": MappingProxyType({5: 0.44, 6: 0.69, 7: 1.39, 8: 2.35, 9: 3.16, 10: 3.46, 11: 4.02}),
    }
)


@dataclass(frozen=True, slots=True)
class CategoryCounts:
    """How often each option was chosen, groups x items x options, and the options' values, ascending.

    `left_out` counts people who are in no count: without a group, or (from `category_counts`) incomplete.
    """

    labels: NDArray[Any]
    counts: Counts
    values: Floats
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class AgreementSummary:
    """An index over groups: mean, median, the share of groups at .70 or above, and how many groups had it."""

    mean: float
    median: float
    share_70: float
    groups: int


@dataclass(frozen=True, slots=True)
class WithinGroup:
    """Agreement of each group: arrays one a group, or groups x items where the index is of one item.

    NaN for groups (or items) with fewer than two answers. `rwg`, `rwgj_uniform` and `rwgj_skewed` are 0 where
    people differ more than under the null; `rwgj_lindell` is then negative. `awg` is NaN where the mean lies
    so near an end of the scale that the index has no meaning. Low `ad_mean` and `ad_median` mean agreement.
    """

    labels: NDArray[Any]
    n: Counts
    items: int
    options: int
    variance: Floats
    rwg: Floats
    rwgj_uniform: Floats
    rwgj_skewed: Floats
    rwgj_lindell: Floats
    ad_mean: Floats
    ad_median: Floats
    awg: Floats
    awgj: Floats
    uniform_variance: float
    skewed_variance: float
    skew: str
    cautions: tuple[Caution, ...]

    def summary(self) -> dict[str, AgreementSummary]:
        """Mean, median and share at .70 of every index over the groups; for AD only the first two matter."""
        names = ("rwgj_uniform", "rwgj_skewed", "rwgj_lindell", "ad_mean", "ad_median", "awgj")
        return {name: summarise(getattr(self, name)) for name in names}


def summarise(index: Floats) -> AgreementSummary:
    """Mean, median and share at .70 or above of one index over groups, NaN left out."""
    known = index[np.isfinite(index)]
    if not len(known):
        return AgreementSummary(np.nan, np.nan, np.nan, 0)
    share = float((known >= 0.7).mean())
    return AgreementSummary(float(known.mean()), float(np.median(known)), share, len(known))


def category_counts(
    responses: ArrayLike, groups: ArrayLike, values: ArrayLike, *, complete: bool = True
) -> CategoryCounts:
    """Count the options chosen, by group and item.

    responses: persons x items, NaN where missing; groups: one label a person; values: all options of the
    response scale, also those nobody chose. complete: leave out people with a missing item (as R does) and
    count them; False counts what each answered. Raises `StatisticError` for a value off the scale.
    """
    matrix = response_matrix(responses)
    labels, place = group_index(groups)
    if len(place) != len(matrix):
        raise StatisticError("shape", f"{len(matrix)} people, {len(place)} groups", "give one group a person")
    options = np.unique(np.asarray(values, dtype=np.float64))
    answered = np.isfinite(matrix)
    code = np.searchsorted(options, np.where(answered, matrix, options[0])).clip(max=len(options) - 1)
    off = answered & (options[code] != matrix)
    if off.any():
        person, item = np.argwhere(off)[0]
        raise StatisticError(
            "off_scale",
            f"person {person + 1} answered {matrix[person, item]:g} to item {item + 1}, which the response "
            "scale does not have",
            "correct the answer or name all options of the scale",
        )
    use = (place >= 0) & (answered.all(axis=1) if complete else answered.any(axis=1))
    shape = (len(labels), matrix.shape[1], len(options))
    cell = (place[use, None] * shape[1] + np.arange(shape[1])) * shape[2] + code[use]
    counts = np.bincount(cell[answered[use]], minlength=int(np.prod(shape))).reshape(shape)
    present = np.bincount(place[use], minlength=len(labels)) > 0
    return CategoryCounts(
        labels[present], counts[present].astype(np.int64), options, int(len(use) - use.sum())
    )


def within_group(answers: CategoryCounts, skew: str = "slight") -> WithinGroup:
    """Every index of agreement within groups, for each group, from the same counts.

    answers: counts by group, item and option (`category_counts`). skew: slight, moderate or heavy, the second
    null. Raises `StatisticError` when there are no counts, one option only, or an unknown skew.
    Formula: rwg = 1 - s2 / v, with s2 the item's variance (n - 1) and v that of equally likely options or of
    the skewed null; rwg(j) = J a / (J a + 1 - a) with a = 1 - mean s2 / v; Lindell's r*wg(j) = a;
    AD = mean |x - centre|, averaged over items; awg = 1 - 2 s2 / (((H + L) M - M^2 - H L) n / (n - 1)).
    rwg(j) rises with the number of items whatever people say, and with the uniform null nearly always exceeds
    .70; where few options are used, agreement is only apparent.
    James, Demaree & Wolf (1984) 10.1037/0021-9010.69.1.85; Lindell, Brandt & Whitney (1999)
    10.1177/01466219922031257; Burke & Dunlap (2002) 10.1177/1094428102005002002; Brown & Hauenstein (2005)
    10.1177/1094428105275376. R: `multilevel::rwg.j(x, g, (5^2 - 1) / 12)$rwg.j`; `multilevel::rwg.j.lindell(x, g,
    (5^2 - 1) / 12)$rwg.lindell`; `multilevel::ad.m(x, g)$AD.M`.
    """
    counts, values = answers.counts.astype(np.float64), answers.values
    null, skewed = _null_variances(answers, skew)
    n = answers.counts.sum(axis=2)
    several = n > 1
    size = np.maximum(n, 1)
    mean = (counts @ values) / size
    squares = (counts * (values - mean[..., None]) ** 2).sum(axis=2)
    variance = np.where(several, squares / np.maximum(n - 1, 1), np.nan)
    typical, items = _mean(variance), several.sum(axis=1)
    absolute = (counts * np.abs(values - mean[..., None])).sum(axis=2) / size
    about_median = (counts * np.abs(values - _median(answers)[..., None])).sum(axis=2) / size
    awg = _awg(mean, variance, n, values)
    return WithinGroup(
        labels=answers.labels,
        n=n.max(axis=1),
        items=counts.shape[1],
        options=len(values),
        variance=variance,
        rwg=np.maximum(1 - variance / null, 0),
        rwgj_uniform=_stepped_up(typical, null, items),
        rwgj_skewed=_stepped_up(typical, skewed, items),
        rwgj_lindell=1 - typical / null,
        ad_mean=_mean(np.where(several, absolute, np.nan)),
        ad_median=_mean(np.where(several, about_median, np.nan)),
        awg=awg,
        awgj=_mean(awg),
        uniform_variance=null,
        skewed_variance=skewed,
        skew=skew,
        cautions=_cautions(answers, awg, skewed, several),
    )


def _null_variances(answers: CategoryCounts, skew: str) -> tuple[float, float]:
    """The variance of equally likely options, and of the skewed null (NaN where it is not tabled)."""
    if not answers.counts.sum():
        raise StatisticError("all_missing", "no group has an answer", "check the items and the group column")
    values = answers.values
    if len(values) < 2:
        raise StatisticError(
            "few_options",
            "the response scale has one option, so everybody must agree",
            "name all options of the scale",
        )
    if skew not in SKEWED_VARIANCE:
        raise StatisticError("skew", f"no null is called {skew}", f"use one of {', '.join(SKEWED_VARIANCE)}")
    steps = np.diff(values)
    regular = np.allclose(steps, steps[0], rtol=1e-9, atol=0)
    tabled = SKEWED_VARIANCE[skew].get(len(values), np.nan) if regular else np.nan
    return float(values.var()), float(tabled * steps[0] ** 2)


def _mean(index: Floats) -> Floats:
    """Mean over the items that have the index, NaN where none has."""
    known = np.isfinite(index)
    count = known.sum(axis=1)
    total = np.where(known, index, 0).sum(axis=1)
    mean: Floats = np.full(len(index), np.nan)
    np.divide(total, count, out=mean, where=count > 0)
    return mean


def _median(answers: CategoryCounts) -> Floats:
    """Median of each group and item; between two options it lies half-way, as in R."""
    reached = answers.counts.cumsum(axis=2)
    n = reached[..., -1:]
    low = (reached > (n - 1) // 2).argmax(axis=2)
    high = (reached > n // 2).argmax(axis=2)
    middle: Floats = (answers.values[low] + answers.values[high]) / 2
    return middle


def _stepped_up(variance: Floats, null: float, items: NDArray[np.int64]) -> Floats:
    """rwg(j): 0 where people differ more than under the null (James, Demaree & Wolf)."""
    share = variance / null
    agreement = items * np.maximum(1 - share, 0)
    index: Floats = np.full(variance.shape, np.nan)
    np.divide(agreement, agreement + share, out=index, where=agreement + share > 0)
    return index


def _awg(mean: Floats, variance: Floats, n: Counts, values: Floats) -> Floats:
    """Agreement against the most people could differ at their mean; NaN outside its range of means."""
    low, high = float(values[0]), float(values[-1])
    size = np.maximum(n, 2)
    room = ((high + low) * mean - mean**2 - high * low) * size / (size - 1)
    near = 1e-9 * (high - low)
    inside = (mean >= (low * (size - 1) + high) / size - near) & (
        mean <= (high * (size - 1) + low) / size + near
    )
    index = np.full(mean.shape, np.nan)
    np.divide(2 * variance, room, out=index, where=inside & (room > 0))
    at_end = (np.minimum(mean - low, high - mean) <= near) & (n > 1)
    return np.where(at_end, 1.0, 1 - index)


def _cautions(
    answers: CategoryCounts, awg: Floats, skewed: float, several: NDArray[np.bool_]
) -> tuple[Caution, ...]:
    alone = answers.labels[several.sum(axis=1) == 0]
    undefined = int((np.isnan(awg) & several).sum())
    possible = {
        "group_of_one": (
            len(alone),
            f"{len(alone)} of {len(answers.labels)} groups have one respondent, so they have no agreement index",
            "collect more responses there",
        ),
        "awg_range": (
            undefined,
            f"for {undefined} of {int(several.sum())} groups and items the mean lies so near an end of the "
            "scale that awg has no meaning",
            "use the average deviation there",
        ),
        "no_skewed_null": (
            np.isnan(skewed),
            f"no skewed null is tabled for a scale of these {len(answers.values)} options",
            "read r*wg(j) and the average deviation beside rwg(j)",
        ),
        "left_out": (
            answers.left_out,
            f"{answers.left_out} people are left out: they gave no group or not all answers",
            "see how many are missing in which group before comparing groups",
        ),
    }
    named = ", ".join(map(str, alone[:5])) + (", ..." if len(alone) > 5 else "")
    return tuple(
        Caution(code, named if code == "group_of_one" else "", cause, remedy)
        for code, (applies, cause, remedy) in possible.items()
        if applies
    )
