"""How well a score tells two groups apart: the area under the ROC curve, and the cut that does it best."""

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from psychometrics.contract import Floats
from psychometrics.estimate import Estimate


def placements(higher: Floats, lower: Floats) -> tuple[Floats, Floats]:
    """For each score of the one group the share of the other on the expected side of it; ties count half.

    `higher` and `lower` are scores of those who are expected to have the higher and the lower ones, without gaps.
    """
    return _share_below(lower, higher), 1 - _share_below(higher, lower)


def area_under_curve(higher: Floats, lower: Floats, *, level: float = 0.95) -> Estimate:
    """The chance that one of the `higher` scores exceeds one of the `lower`, ties half, with DeLong's interval.

    Two scores or more in both groups, without gaps. DeLong et al. (1988), doi:10.2307/2531595. R: `wilcox.test(b,
    a)$statistic / (length(a) * length(b))`.
    """
    from scipy.special import ndtri

    above, below = placements(higher, lower)
    area = float(above.mean())
    variance = float(np.var(above, ddof=1)) / len(higher) + float(np.var(below, ddof=1)) / len(lower)
    half = float(ndtri((1 + level) / 2)) * sqrt(variance)
    return Estimate(area, max(area - half, 0.0), min(area + half, 1.0))


def best_cut(higher: Floats, lower: Floats) -> tuple[float, float, float]:
    """Youden's cut halfway between two observed scores, with its sensitivity and specificity.

    Where several cuts tell the groups apart equally well it is the lowest of them.
    """
    seen = np.unique(np.concatenate([higher, lower]))
    cuts = np.concatenate([[seen[0]], (seen[1:] + seen[:-1]) / 2])
    sensitivity = 1 - np.searchsorted(np.sort(higher), cuts, side="left") / len(higher)
    specificity = np.searchsorted(np.sort(lower), cuts, side="left") / len(lower)
    both = sensitivity + specificity
    best = int(np.argmax(both >= both.max() - 1e-12))
    return float(cuts[best]), float(sensitivity[best]), float(specificity[best])


def _share_below(group: Floats, values: Floats) -> Floats:
    ordered: NDArray[np.float64] = np.sort(group)
    left = np.searchsorted(ordered, values, side="left")
    right = np.searchsorted(ordered, values, side="right")
    share: Floats = (left + right) / (2 * len(group))
    return share
