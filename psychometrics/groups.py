"""People in groups as sufficient statistics: all that ICC, REML and group means need, merged by group.

Only these are kept of a group's people: how many, their mean, and the sum of squares about it. Nothing here
or in the modules that use it loops over people or groups, so a district and a country cost the same thought.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from psychometrics.contract import Caution, Counts, Floats, StatisticError

FEW_GROUPS = 20


@dataclass(frozen=True, slots=True)
class GroupScores:
    """One score in groups: per group its label, number of people, mean and sum of squares about the mean.

    `left_out` counts people without a score or without a group. Groups without any score are not listed.
    """

    labels: NDArray[Any]
    n: Counts
    mean: Floats
    ssw: Floats
    left_out: int

    @property
    def groups(self) -> int:
        return len(self.n)

    @property
    def persons(self) -> int:
        return int(self.n.sum())

    @property
    def mean_size(self) -> float:
        return self.persons / self.groups

    @property
    def n0(self) -> float:
        """The group size that makes the ANOVA estimate unbiased when sizes differ (Donner, 1986)."""
        total = self.persons
        return float((total - (self.n.astype(float) ** 2).sum() / total) / (self.groups - 1))


@dataclass(frozen=True, slots=True)
class GroupItems:
    """Several items in groups: per group its size and means, and the pooled within-group cross-products.

    `means` is groups x items, `within` items x items (sums, not divided). People with a missing item are
    left out of all items and counted in `left_out`.
    """

    labels: NDArray[Any]
    n: Counts
    means: Floats
    within: Floats
    left_out: int


@dataclass(frozen=True, slots=True)
class GroupMeans:
    """Each group's mean with its t interval; sd and interval are NaN for a group of one."""

    labels: NDArray[Any]
    n: Counts
    mean: Floats
    sd: Floats
    lower: Floats
    upper: Floats
    level: float
    cautions: tuple[Caution, ...]


def group_index(groups: ArrayLike) -> tuple[NDArray[Any], Counts]:
    """Sorted labels of the groups, and each person's place among them, -1 where the group is missing.

    A label is a number or a text; NaN and None mean that the group is not known.
    """
    given = np.asarray(groups)
    if given.ndim != 1:
        raise StatisticError(
            "shape", f"groups have {given.ndim} dimensions, not 1", "give one label a person"
        )
    missing = np.zeros(len(given), dtype=np.bool_)
    if given.dtype.kind in "fO":  # only NaN differs from itself
        missing = (given != given).astype(np.bool_)
    if given.dtype.kind == "O":
        missing |= np.equal(given, np.array(None, dtype=object)).astype(np.bool_)
    index = np.full(len(given), -1, dtype=np.int64)
    try:
        labels, index[~missing] = np.unique(given[~missing], return_inverse=True)
    except TypeError as error:
        raise StatisticError(
            "group_labels", "group labels are partly numbers and partly texts", "use one kind of label"
        ) from error
    return labels, index


def _sums(place: Counts, values: Floats, groups: int) -> Floats:
    return np.bincount(place, values, groups).astype(np.float64)


def group_scores(scores: ArrayLike, groups: ArrayLike) -> GroupScores:
    """Sufficient statistics of one score by group.

    scores: one a person, NaN where missing (the person is left out and counted); groups: one label a person.
    Raises `StatisticError` when lengths differ or nobody has both a score and a group.
    Formula: n_j, m_j = sum x / n_j, SSW_j = sum (x - m_j)^2, the mean corrected once for rounding.
    """
    values = np.asarray(scores, dtype=np.float64)
    labels, index = group_index(groups)
    if values.shape != index.shape:
        raise StatisticError(
            "shape",
            f"{values.size} scores for {index.size} group labels",
            "give each person one score and one group",
        )
    use = np.isfinite(values) & (index >= 0)
    if not use.any():
        raise StatisticError(
            "all_missing", "nobody has both a score and a group", "check the score and the group column"
        )
    place, values = index[use], values[use]
    n = np.bincount(place, minlength=len(labels))
    present = n > 0
    size = np.maximum(n, 1)
    mean = _sums(place, values, len(labels)) / size
    mean += _sums(place, values - mean[place], len(labels)) / size
    ssw = _sums(place, (values - mean[place]) ** 2, len(labels))
    return GroupScores(
        labels[present],
        n[present].astype(np.int64),
        mean[present],
        ssw[present],
        int(len(index) - use.sum()),
    )


def group_scores_from_sums(
    labels: ArrayLike, n: ArrayLike, sums: ArrayLike, squares: ArrayLike, left_out: int = 0
) -> GroupScores:
    """Sufficient statistics of one score by group from its merged n, sum and sum of squares.

    labels, n, sums, squares: one a group; exact where the sums are of integers. Groups with n = 0 drop out.
    Raises `StatisticError` when no group has anybody, or a sum of squares is too small for its sum.
    """
    count = np.asarray(n, dtype=np.int64)
    present = count > 0
    if not present.any():
        raise StatisticError("all_missing", "no group has a score", "check the score and the group column")
    size = count[present].astype(float)
    total, square = (np.asarray(a, dtype=np.float64)[present] for a in (sums, squares))
    ssw = square - total**2 / size
    rounding = 1e-12 * np.maximum(square, 1.0)
    if (ssw < -rounding).any():
        raise StatisticError(
            "sums", "a sum of squares is smaller than its sum allows", "check that both count the same people"
        )
    ssw = np.where(ssw < rounding, 0.0, ssw)
    return GroupScores(np.asarray(labels)[present], count[present], total / size, ssw, left_out)


def group_scores_from_summary(
    labels: ArrayLike, n: ArrayLike, mean: ArrayLike, sd: ArrayLike, left_out: int = 0
) -> GroupScores:
    """Sufficient statistics of one score by group from its n, mean and standard deviation (n - 1).

    labels, n, mean, sd: one a group; groups with n = 0 drop out, the sd of a group of one is not read.
    Raises `StatisticError` when no group has anybody, or a group of several has no mean or sd.
    """
    count = np.asarray(n, dtype=np.int64)
    present = count > 0
    if not present.any():
        raise StatisticError("all_missing", "no group has a score", "check the score and the group column")
    names, count = np.asarray(labels)[present], count[present]
    centre, spread = (np.asarray(a, dtype=np.float64)[present] for a in (mean, sd))
    ssw = np.where(count > 1, (count - 1) * spread**2, 0.0)
    unknown = ~(np.isfinite(centre) & np.isfinite(ssw))
    if unknown.any():
        raise StatisticError(
            "sums",
            f"group {names[unknown][0]} has people but no mean or standard deviation",
            "give both for every group of two or more",
        )
    return GroupScores(names, count, centre, ssw, left_out)


def group_items(responses: ArrayLike, groups: ArrayLike) -> GroupItems:
    """Group means of several items and their pooled within-group sums of squares and products.

    responses: persons x items, NaN where missing: a person with a missing item is left out of all items and
    counted; groups: one label a person. Raises `StatisticError` when nobody is complete.
    """
    matrix = np.asarray(responses, dtype=np.float64)
    labels, index = group_index(groups)
    if matrix.ndim != 2 or len(matrix) != len(index):
        raise StatisticError(
            "shape",
            f"responses of shape {matrix.shape} for {len(index)} group labels",
            "give a matrix, persons x items, and one group a person",
        )
    use = np.isfinite(matrix).all(axis=1) & (index >= 0)
    if not use.any():
        raise StatisticError(
            "all_missing", "nobody answered all items and has a group", "leave out items that few answered"
        )
    place, matrix = index[use], matrix[use]
    n = np.bincount(place, minlength=len(labels))
    present = n > 0
    means = np.column_stack([_sums(place, column, len(labels)) for column in matrix.T])
    means /= np.maximum(n, 1)[:, None]
    residual = matrix - means[place]
    return GroupItems(
        labels[present],
        n[present].astype(np.int64),
        means[present],
        residual.T @ residual,
        int(len(index) - use.sum()),
    )


def group_means(scores: GroupScores, level: float = 0.95) -> GroupMeans:
    """Each group's mean, standard deviation (n - 1) and t interval.

    Formula: mean +- t(n - 1) sd / sqrt(n). The interval treats the people who answered as a sample from an
    endless school; where most of a school answered it is too wide. R: `tapply(s, g, mean)`; `tapply(s, g, sd)`.
    """
    from scipy.special import stdtrit

    df = scores.n - 1.0
    several = df > 0
    safe = np.where(several, df, 1.0)
    sd = np.where(several, np.sqrt(scores.ssw / safe), np.nan)
    half = stdtrit(safe, (1 + level) / 2) * sd / np.sqrt(scores.n)
    return GroupMeans(
        scores.labels,
        scores.n,
        scores.mean,
        sd,
        scores.mean - half,
        scores.mean + half,
        level,
        group_cautions(scores),
    )


def group_cautions(scores: GroupScores | GroupItems) -> tuple[Caution, ...]:
    """What about the groups themselves may mislead: groups of one, and too few groups."""
    cautions = []
    singles = scores.labels[scores.n == 1]
    if len(singles):
        named = ", ".join(str(label) for label in singles[:5]) + (", ..." if len(singles) > 5 else "")
        cautions.append(
            Caution(
                "group_of_one",
                named,
                f"{len(singles)} of {len(scores.n)} groups have one respondent, who cannot agree or disagree "
                "with anybody",
                "collect more responses there, or read the results without these groups",
            )
        )
    if len(scores.n) < FEW_GROUPS:
        cautions.append(
            Caution(
                "few_groups",
                "",
                f"there are only {len(scores.n)} groups, so how much groups differ is known poorly",
                f"read the interval, not the value; about {FEW_GROUPS} groups are a usual minimum",
            )
        )
    return tuple(cautions)


def require_groups(scores: GroupScores | GroupItems) -> None:
    """Raises `StatisticError` unless there are two groups and one of them has two people."""
    if len(scores.n) < 2:
        raise StatisticError(
            "one_group",
            "all people are in one group, so groups cannot be compared",
            "give the column that tells schools apart, or leave this statistic out",
        )
    if (scores.n == 1).all():
        raise StatisticError(
            "groups_of_one",
            "every group has one respondent, so differences within groups are unknown",
            "give the column that tells schools apart, not the one that tells people apart",
        )
