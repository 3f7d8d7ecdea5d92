"""Whether scales measure different things: in people by correlations of factors, in groups by those of true means."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal

import numpy as np

from psychometrics.contract import Floats, StatisticError
from psychometrics.groups import GroupItems, require_groups
from psychometrics.latent.cluster_likelihood import ClusterData, ClusterLikelihood, unrestricted_levels

Apart = Literal["apart", "one", "open"]

LIMIT: Final = 0.90
"""Correlated as much as this, two scales tell hardly anything that one of them would not."""
FEWEST_GROUPS: Final = 20
"""With fewer groups intervals of correlations between groups hold the truth too seldom."""


@dataclass(frozen=True, slots=True)
class ScalePair:
    """Two scales: their correlation free of measurement (or sampling) error, its 95% interval, and what follows.

    "apart" where the interval lies under the limit, "one" where it lies at or above it, else "open".
    """

    first: str
    second: str
    correlation: float
    lower: float
    upper: float

    @property
    def answer(self) -> Apart:
        ends = sorted((abs(self.lower), abs(self.upper)))
        least = 0.0 if self.lower < 0 < self.upper else ends[0]
        if ends[1] < LIMIT:
            return "apart"
        return "one" if least >= LIMIT else "open"


@dataclass(frozen=True, slots=True)
class Distinctness:
    """All pairs of scales at one level, and of how many people or groups."""

    pairs: tuple[ScalePair, ...]
    n: int

    @property
    def answer(self) -> Apart:
        """ "apart" where every pair is, "one" where some pair is one, else "open"."""
        found = {pair.answer for pair in self.pairs}
        if found == {"apart"}:
            return "apart"
        return "one" if "one" in found else "open"

    def of(self, answer: Apart) -> tuple[ScalePair, ...]:
        """The pairs with this answer, the highest correlation first."""
        chosen = (pair for pair in self.pairs if pair.answer == answer)
        return tuple(sorted(chosen, key=lambda pair: -abs(pair.correlation)))


def correlation_interval(r: float, error: float, confidence: float = 0.95) -> tuple[float, float]:
    """An interval of a correlation with a standard error, by Fisher's transformation; beyond .999 without it."""
    from scipy.special import ndtri

    half = float(ndtri((1 + confidence) / 2)) * error
    if abs(r) >= 0.999:
        return r - half, r + half
    centre, half = np.arctanh(r), half / (1 - r**2)
    return float(np.tanh(centre - half)), float(np.tanh(centre + half))


def distinct(names: Sequence[str], correlations: Floats, errors: Floats, n: int) -> Distinctness:
    """Judge every pair of factors by the interval of its correlation.

    correlations, errors: factors x factors. With a true correlation at the limit a pair is called "apart" in up to
    one of twenty simulated samples, and "one" in fewer. Rönkkö & Cho (2022), doi:10.1177/1094428120968614.
    """
    pairs = []
    for i, j in combinations(range(len(names)), 2):
        r, error = float(correlations[i, j]), float(errors[i, j])
        pairs.append(ScalePair(names[i], names[j], r, *correlation_interval(r, error)))
    return Distinctness(tuple(pairs), n)


def distinct_between(scores: GroupItems, names: Sequence[str]) -> Distinctness:
    """Judge every pair of scales by how their means go together over groups, freed of who happened to answer.

    scores: sizes, means and products within groups of people who have every score. The correlations are those of the
    maximum likelihood covariances between groups, a group's true means being those of endlessly many of its people;
    what single items add to them is left in. Errors are from the expected information. Raises `StatisticError`
    "one_group", "groups_of_one", "few_groups" below twenty, or where groups are no more than scales.
    Muthén (1991), doi:10.1111/j.1745-3984.1991.tb00363.x; Rönkkö & Cho (2022), doi:10.1177/1094428120968614.
    """
    require_groups(scores)
    groups, count = len(scores.n), len(names)
    if groups < max(FEWEST_GROUPS, count + 2):
        raise StatisticError(
            "few_groups",
            f"{groups} groups, where correlations of {count} scales between groups take "
            f"{max(FEWEST_GROUPS, count + 2)}",
            "collect more groups, or say nothing of how scales go together from group to group",
        )
    point = unrestricted_levels(ClusterData.of(scores)).point
    B, spread = point.B, np.sqrt(np.diag(point.B))
    if not (spread > 1e-4 * np.sqrt(np.diag(point.W))).all():
        flat = ", ".join(name for name, one in zip(names, spread, strict=True) if one <= 1e-4)
        raise StatisticError(
            "no_variance",
            f"groups do not differ in {flat or 'some scales'} more than by chance: there is nothing to correlate",
            "say nothing of groups in these scales",
        )
    correlations = B / np.outer(spread, spread)
    return distinct(names, correlations, _between_errors(point, correlations), groups)


def _between_errors(point: ClusterLikelihood, correlations: Floats) -> Floats:
    """Standard errors of the correlations between groups: the delta method in turned coordinates.

    There the information has a block of two for each cell, so its inverse is one of cells.
    """
    ww, wb, bb = point.curvatures
    of_between = ww / (ww * bb - wb**2)
    back, variances = np.linalg.inv(point.turn), np.diag(point.B)
    errors = np.zeros_like(correlations)
    for i, j in zip(*np.triu_indices(len(correlations), 1), strict=True):
        slope = np.zeros_like(correlations)
        slope[i, j] = slope[j, i] = 0.5 / np.sqrt(variances[i] * variances[j])
        slope[i, i], slope[j, j] = -correlations[i, j] / 2 / variances[[i, j]]
        turned = back @ slope @ back.T
        errors[i, j] = errors[j, i] = np.sqrt(np.sum(turned**2 * of_between))
    return errors
