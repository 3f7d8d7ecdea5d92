"""Standard setting: cut scores from panels, and from people whose level is known otherwise."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Caution, Floats, StatisticError, response_matrix

FEW_PANELISTS = 10


@dataclass(frozen=True, slots=True)
class PanelCut:
    """A cut score from a panel: the mean of its members, how far they are apart, and its standard error."""

    cut: float
    sd_panel: float
    se: float
    by_panelist: Floats
    cautions: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class GroupCut:
    """A cut score from people whose level is known otherwise, with its standard error (NaN where unknown).

    `misclassified` is the share of the given people on the wrong side of the cut, NaN for one group.
    """

    cut: float
    se: float
    misclassified: float
    n: int
    cautions: tuple[Caution, ...]


def angoff(ratings: ArrayLike) -> PanelCut:
    """Angoff's cut score: what panelists expect of a person who is just at the level.

    ratings: panelists x items, the expected item score (0 to 1 for right or wrong), without gaps.
    Raises `StatisticError` for a missing or negative rating.
    Formula: each panelist's sum over items; cut = their mean, se = sd / sqrt(panelists).
    It says what the panel thinks, no more; the standard error holds for panels like this one.
    Angoff (1971), in Thorndike (Ed.), Educational measurement, 508-600. R: `mean(rowSums(x))`.
    """
    matrix = response_matrix(ratings)
    if not (matrix >= 0).all():
        raise StatisticError(
            "missing_rating", "a panelist left an item out or rated it below 0", "ask the panelist again"
        )
    cuts: Floats = matrix.sum(axis=1)
    sd = float(cuts.std(ddof=1)) if len(cuts) > 1 else float("nan")
    cautions: tuple[Caution, ...] = ()
    if len(cuts) < FEW_PANELISTS:
        caution = Caution(
            "few_panelists",
            "",
            f"the cut rests on {len(cuts)} panelist(s)",
            f"ask {FEW_PANELISTS} or more, and report the standard error",
        )
        cautions = (caution,)
    return PanelCut(float(cuts.mean()), sd, sd / float(np.sqrt(len(cuts))), cuts, cautions)


def borderline_group(scores: ArrayLike) -> GroupCut:
    """The cut score as the median of people judged to be just at the level.

    scores: of those people, NaN left out. Its se is 1.2533 sd / sqrt(n).
    Raises `StatisticError` for fewer than two scores. Livingston & Zieky (1982), Passing scores.
    """
    known = _scores(scores)
    se = 1.2533 * float(known.std(ddof=1)) / float(np.sqrt(len(known)))
    return GroupCut(float(np.median(known)), se, float("nan"), len(known), ())


def contrasting_groups(scores: ArrayLike, reached: ArrayLike) -> GroupCut:
    """The cut score where people judged below and at the level are equally likely.

    scores: one a person, NaN left out; reached: True where judged to be at the level or above.
    Raises `StatisticError` when a group has fewer than two people, does not vary, or their means are not in
    order. Formula: where two normal densities with each group's mean and sd cross, between the means.
    The groups count alike whatever their size. Livingston & Zieky (1982), Passing scores.
    """
    values, above = np.asarray(scores, dtype=np.float64), np.asarray(reached, dtype=np.bool_)
    low, high = _scores(values[~above]), _scores(values[above])
    means, variances = (low.mean(), high.mean()), (low.var(ddof=1), high.var(ddof=1))
    if means[0] >= means[1] or min(variances) <= 0:
        raise StatisticError(
            "not_in_order",
            "people judged at the level do not score higher than the others, or all in a group score alike",
            "check the judgements, or use another way of setting the cut",
        )
    cut = _crossing(means[0], means[1], variances[0], variances[1])
    wrong = float(((values >= cut) != above)[np.isfinite(values)].mean())
    return GroupCut(cut, float("nan"), wrong, len(low) + len(high), ())


def _scores(scores: ArrayLike) -> Floats:
    values = np.asarray(scores, dtype=np.float64)
    known = values[np.isfinite(values)]
    if len(known) < 2:
        raise StatisticError("few_persons", f"{len(known)} score(s) in a group", "judge more people")
    return known


def _crossing(low: float, high: float, low_variance: float, high_variance: float) -> float:
    """Where two normal densities are equal, between their means (else half-way, where both lie outside)."""
    a = 1 / high_variance - 1 / low_variance
    b = 2 * (low / low_variance - high / high_variance)
    c = high**2 / high_variance - low**2 / low_variance + np.log(high_variance / low_variance)
    roots = np.roots([a, b, c]) if abs(a) > 1e-12 else np.array([-c / b])
    between = [float(root.real) for root in roots if abs(root.imag) < 1e-9 and low <= root.real <= high]
    return between[0] if between else (low + high) / 2
