"""Does the score move when the thing it measures moves: responsiveness against an external anchor."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Floats, StatisticError
from psychometrics.estimate import Estimate
from psychometrics.roc import area_under_curve, best_cut


@dataclass(frozen=True, slots=True)
class AnchoredChange:
    """How those changed whom the anchor says to have improved, or not.

    `srm`: mean over SD of the change (standardized response mean); `effect_size`: mean change over the SD of their
    scores before, None where these were not given. None where the divisor is 0.
    """

    n: int
    mean: float
    sd: float
    srm: float | None
    effect_size: float | None


@dataclass(frozen=True, slots=True)
class Responsiveness:
    """Change scores of persons who improved by an anchor, against those who did not.

    `area`: the chance that an improved person's change exceeds a stable one's. `guyatt`: the improved
    persons' mean change over the SD of the stable ones' change. `anchor_correlation`: of change and anchor.
    `minimal_important_change`: the change that best tells the two apart (largest sensitivity + specificity).
    """

    improved: AnchoredChange
    stable: AnchoredChange
    dropped: int
    area: Estimate
    guyatt: float
    anchor_correlation: float
    minimal_important_change: float
    sensitivity: float
    specificity: float


def responsiveness(
    change: ArrayLike, improved: ArrayLike, *, before: ArrayLike | None = None, level: float = 0.95
) -> Responsiveness:
    """Responsiveness of a score to an anchor that says who improved.

    `change`: second minus first score, one a person, NaN where missing. `improved`: 1 improved, 0 stable, NaN
    unknown; persons with either missing are left out. `before`: the first scores, for the effect sizes. `level` of
    the interval. Returns a `Responsiveness`. Raises `StatisticError` with fewer than two persons in either group or
    stable persons who all changed alike.

    Area under the ROC curve with DeLong's standard error; an area of .70 is the usual demand. It is only as
    good as the anchor: a single retrospective question mostly reflects how people feel now.
    DeLong et al. (1988), doi:10.2307/2531595; Guyatt et al. (1987), doi:10.1016/0021-9681(87)90069-5; Kazis et al.
    (1989), doi:10.1097/00005650-198903001-00015; Liang et al. (1990), doi:10.1097/00005650-199007000-00008. R:
    `wilcox.test(x[y == 1], x[y == 0])$statistic / prod(table(y))` for the area.
    """
    d, anchor = np.asarray(change, dtype=np.float64), np.asarray(improved, dtype=np.float64)
    first = np.full(len(d), np.nan) if before is None else np.asarray(before, dtype=np.float64)
    whole = np.isfinite(d) & np.isfinite(anchor)
    moved, still = whole & (anchor == 1), whole & (anchor == 0)
    up, stable = d[moved], d[still]
    _require_groups(up, stable)
    cut, sensitivity, specificity = best_cut(up, stable)
    both = np.concatenate([up, stable])
    marks = np.concatenate([np.ones(len(up)), np.zeros(len(stable))])
    return Responsiveness(
        improved=_anchored(up, first[moved]),
        stable=_anchored(stable, first[still]),
        dropped=len(d) - len(both),
        area=area_under_curve(up, stable, level=level),
        guyatt=float(up.mean()) / float(np.std(stable, ddof=1)),
        anchor_correlation=float(np.corrcoef(both, marks)[0, 1]),
        minimal_important_change=cut,
        sensitivity=sensitivity,
        specificity=specificity,
    )


def _anchored(change: Floats, before: Floats) -> AnchoredChange:
    mean, sd, first = float(change.mean()), float(np.std(change, ddof=1)), float(np.std(before, ddof=1))
    return AnchoredChange(
        len(change), mean, sd, mean / sd if sd > 0 else None, mean / first if first > 0 else None
    )


def _require_groups(up: Floats, stable: Floats) -> None:
    for group, name in ((up, "improved"), (stable, "stable")):
        if len(group) < 2:
            raise StatisticError(
                "few_persons",
                f"{len(group)} person(s) count as {name} where at least 2 are needed",
                "mark the anchor 1 for improved and 0 for stable",
            )
    if not np.std(stable) > 0:
        raise StatisticError(
            "constant_score",
            "all stable persons changed by exactly the same amount",
            "check how the change scores were computed",
        )
