"""Known groups: do groups that should differ by theory differ in their scores?"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Floats, StatisticError
from psychometrics.estimate import Estimate


@dataclass(frozen=True, slots=True)
class Group:
    """A group's size, mean with interval, and standard deviation."""

    label: Hashable
    n: int
    mean: Estimate
    sd: float


@dataclass(frozen=True, slots=True)
class KnownGroups:
    """Groups compared by Welch's test, which lets variances differ; `pvalue` of equal means.

    `g`: Hedges' g of the second group minus the first, for two groups only; `eta2` and `omega2`: shares of
    variance between groups.
    """

    groups: tuple[Group, ...]
    dropped: int
    f: float
    df1: int
    df2: float
    pvalue: float
    g: Estimate | None
    eta2: float
    omega2: float


def known_groups(scores: ArrayLike, groups: Sequence[Hashable], *, level: float = 0.95) -> KnownGroups:
    """Do groups that should differ by theory differ in their scores?

    `scores`: one a person, NaN where missing; `groups`: each person's group, None where unknown; such persons
    are left out. `level` of the intervals. Returns `KnownGroups`, groups in order of appearance. Raises
    `StatisticError` for fewer than two groups, a group of one, or a group without variance.

    Welch's F (two groups: the square of Welch's t). Hedges' g over the pooled SD with J = 1 - 3 / (4 df - 1),
    normal interval. State the expected order before looking; a difference in means can also come from items
    that work differently in the groups (see invariance).
    Welch (1951), doi:10.1093/biomet/38.3-4.330; Hedges & Olkin (1985). R: `oneway.test(s ~ g)$p.value`;
    `-effectsize::hedges_g(s ~ factor(g))$Hedges_g`.
    """
    from scipy.special import fdtrc

    values = np.asarray(scores, dtype=np.float64)
    split = _split(values, groups)
    parts = list(split.values())
    n = np.array([len(part) for part in parts], dtype=np.float64)
    mean = np.array([part.mean() for part in parts])
    variance = np.array([np.var(part, ddof=1) for part in parts])
    k, N = len(parts), float(n.sum())
    weight = n / variance
    centre = float(weight @ mean) / float(weight.sum())
    spread = float(((1 - weight / weight.sum()) ** 2 / (n - 1)).sum()) / (k**2 - 1)
    f = float(weight @ (mean - centre) ** 2) / (k - 1) / (1 + 2 * (k - 2) * spread)
    df2 = 1 / (3 * spread)
    grand = float(n @ mean) / N
    between, within = float(n @ (mean - grand) ** 2), float((n - 1) @ variance)
    error = within / (N - k)
    return KnownGroups(
        groups=tuple(_group(label, part, level) for label, part in split.items()),
        dropped=len(values) - int(N),
        f=f,
        df1=k - 1,
        df2=df2,
        pvalue=float(fdtrc(k - 1, df2, f)),
        g=_hedges(parts[0], parts[1], level) if k == 2 else None,
        eta2=between / (between + within),
        omega2=(between - (k - 1) * error) / (between + within + error),
    )


def _split(values: Floats, groups: Sequence[Hashable]) -> dict[Hashable, Floats]:
    if values.ndim != 1 or len(groups) != len(values):
        raise StatisticError(
            "shape", f"{values.size} scores and {len(groups)} groups", "give each person one of both"
        )
    rows: dict[Hashable, list[int]] = {}
    for row, label in enumerate(groups):
        if label is not None and np.isfinite(values[row]):
            rows.setdefault(label, []).append(row)
    if len(rows) < 2:
        raise StatisticError(
            "few_groups",
            f"{len(rows)} group(s) have scores where at least 2 are needed",
            "check the column that names the groups",
        )
    split = {label: values[own] for label, own in rows.items()}
    for label, part in split.items():
        if len(part) < 2 or not np.std(part) > 0:
            raise StatisticError(
                "small_group",
                f"group {label} has {len(part)} score(s) and no variance",
                "merge it with another group or leave it out",
            )
    return split


def _group(label: Hashable, part: Floats, level: float) -> Group:
    from scipy.special import stdtrit

    n, mean, sd = len(part), float(part.mean()), float(np.std(part, ddof=1))
    half = float(stdtrit(n - 1, (1 + level) / 2)) * sd / sqrt(n)
    return Group(label, n, Estimate(mean, mean - half, mean + half), sd)


def _hedges(first: Floats, second: Floats, level: float) -> Estimate:
    from scipy.special import ndtri

    n1, n2 = len(first), len(second)
    df = n1 + n2 - 2
    pooled = sqrt((float(np.var(first, ddof=1)) * (n1 - 1) + float(np.var(second, ddof=1)) * (n2 - 1)) / df)
    g = (1 - 3 / (4 * df - 1)) * float(second.mean() - first.mean()) / pooled
    half = float(ndtri((1 + level) / 2)) * sqrt((n1 + n2) / (n1 * n2) + g**2 / (2 * (n1 + n2)))
    return Estimate(g, g - half, g + half)
