"""Does the score move when the thing it measures moves: responsiveness against an external anchor."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from psychometrics.contract import Floats, StatisticError
from psychometrics.estimate import Estimate


@dataclass(frozen=True, slots=True)
class Responsiveness:
    """Change scores of persons who improved by an anchor, against those who did not.

    `area`: the chance that an improved person's change exceeds a stable one's. `guyatt`: the improved
    persons' mean change over the SD of the stable ones' change. `anchor_correlation`: of change and anchor.
    `minimal_important_change`: the change that best tells the two apart (largest sensitivity + specificity).
    """

    n_improved: int
    n_stable: int
    dropped: int
    area: Estimate
    guyatt: float
    anchor_correlation: float
    minimal_important_change: float
    sensitivity: float
    specificity: float


def responsiveness(change: ArrayLike, improved: ArrayLike, *, level: float = 0.95) -> Responsiveness:
    """Responsiveness of a score to an anchor that says who improved.

    `change`: second minus first score, one a person, NaN where missing. `improved`: 1 improved, 0 stable, NaN
    unknown; persons with either missing are left out. `level` of the interval. Returns a `Responsiveness`.
    Raises `StatisticError` with fewer than two persons in either group or stable persons who all changed
    alike.

    Area under the ROC curve with DeLong's standard error; an area of .70 is the usual demand. It is only as
    good as the anchor: a single retrospective question mostly reflects how people feel now.
    DeLong et al. (1988), doi:10.2307/2531595; Guyatt et al. (1987), doi:10.1016/0021-9681(87)90069-5.
    R: `pROC::ci.auc(pROC::roc(improved, change, direction = "<"))`.
    """
    from scipy.special import ndtri

    d, anchor = np.asarray(change, dtype=np.float64), np.asarray(improved, dtype=np.float64)
    whole = np.isfinite(d) & np.isfinite(anchor)
    up, stable = d[whole & (anchor == 1)], d[whole & (anchor == 0)]
    _require_groups(up, stable)
    # placements: the share of the other group below (ties count half)
    above = _share_below(stable, up)
    below = 1 - _share_below(up, stable)
    area = float(above.mean())
    variance = float(np.var(above, ddof=1)) / len(up) + float(np.var(below, ddof=1)) / len(stable)
    half = float(ndtri((1 + level) / 2)) * sqrt(variance)
    cut, sensitivity, specificity = _best_cut(up, stable)
    both = np.concatenate([up, stable])
    marks = np.concatenate([np.ones(len(up)), np.zeros(len(stable))])
    return Responsiveness(
        n_improved=len(up),
        n_stable=len(stable),
        dropped=len(d) - len(both),
        area=Estimate(area, max(area - half, 0.0), min(area + half, 1.0)),
        guyatt=float(up.mean()) / float(np.std(stable, ddof=1)),
        anchor_correlation=float(np.corrcoef(both, marks)[0, 1]),
        minimal_important_change=cut,
        sensitivity=sensitivity,
        specificity=specificity,
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


def _share_below(group: Floats, values: Floats) -> Floats:
    ordered: NDArray[np.float64] = np.sort(group)
    left = np.searchsorted(ordered, values, side="left")
    right = np.searchsorted(ordered, values, side="right")
    share: Floats = (left + right) / (2 * len(group))
    return share


def _best_cut(up: Floats, stable: Floats) -> tuple[float, float, float]:
    """Cut halfway between two observed changes, sensitivity and specificity there."""
    seen = np.unique(np.concatenate([up, stable]))
    cuts = np.concatenate([[seen[0]], (seen[1:] + seen[:-1]) / 2])
    sensitivity = 1 - np.searchsorted(np.sort(up), cuts, side="left") / len(up)
    specificity = np.searchsorted(np.sort(stable), cuts, side="left") / len(stable)
    both = sensitivity + specificity
    best = int(np.argmax(both >= both.max() - 1e-12))  # the smallest of cuts that are equally good
    return float(cuts[best]), float(sensitivity[best]), float(specificity[best])
