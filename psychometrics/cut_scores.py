"""Standard setting: cut scores from panels, from known groups, and from the categories of a Rasch-type model."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Caution, Floats, StatisticError, response_matrix

FEW_PANELISTS = 10
THETA = 60.0  # no cut on the latent scale is looked for beyond this


@dataclass(frozen=True, slots=True)
class PanelCut:
    """A cut score from a panel: its mean or median, how far panelists are apart, and its standard error."""

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


@dataclass(frozen=True, slots=True)
class ReportingScale:
    """A line from the latent to the reported scale: reported = intercept + slope x theta."""

    slope: float
    intercept: float

    def __call__(self, theta: ArrayLike) -> Floats:
        return self.intercept + self.slope * np.asarray(theta, dtype=np.float64)


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
    return _panel(matrix.sum(axis=1), np.mean)


def bookmark(locations: ArrayLike, placements: ArrayLike) -> PanelCut:
    """The bookmark cut: where panelists put their mark in a booklet ordered by difficulty.

    locations: where each item lies on the latent scale (`step_locations`); placements: for each panelist, how
    many of the items, easiest first, a person just at the level would master (1 to all).
    Raises `StatisticError` for a placement outside the booklet.
    Formula: a panelist's cut is the location of the last item mastered; the cut is their median, its se
    1.2533 sd / sqrt(panelists). It depends on the response probability the booklet is ordered by, and on gaps
    between items. Mitzel, Lewis, Patz & Green (2001), in Cizek (Ed.), Setting performance standards, 249-281.
    """
    order = np.sort(np.asarray(locations, dtype=np.float64))
    place = np.asarray(placements, dtype=np.int64)
    if (place < 1).any() or (place > len(order)).any():
        raise StatisticError(
            "off_scale", f"a bookmark lies outside the booklet of {len(order)} items", "check the placements"
        )
    return _panel(order[place - 1], np.median, spread=1.2533)


def _panel(cuts: Floats, centre: Callable[[Floats], np.floating], spread: float = 1.0) -> PanelCut:
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
    return PanelCut(float(centre(cuts)), sd, spread * sd / float(np.sqrt(len(cuts))), cuts, cautions)


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


def expected_score(theta: ArrayLike, thresholds: ArrayLike) -> Floats:
    """Expected sum score at each place of the latent scale, under the partial credit model.

    theta: places; thresholds: items x steps, NaN for items with fewer steps, which then end the row.
    Formula: sum over items of sum m P(m), P(m) proportional to exp(sum of (theta - b_j), j <= m).
    Masters (1982) 10.1007/BF02296272.
    """
    places = np.asarray(theta, dtype=np.float64)
    probability = _category_probability(places[..., None, None] - _thresholds(thresholds))
    categories = np.arange(probability.shape[-1])
    score: Floats = (probability @ categories).sum(axis=-1)
    return score


def theta_at_score(scores: ArrayLike, thresholds: ArrayLike) -> Floats:
    """Where on the latent scale the expected sum score reaches each of `scores`.

    scores: strictly between 0 and the highest possible sum; thresholds: items x steps as in `expected_score`.
    With the mean item score k - .5 times the number of items this is the cut between categories k - 1 and k.
    Raises `StatisticError` for a score at or beyond the ends, where there is no such place.
    """
    b, wanted = _thresholds(thresholds), np.asarray(scores, dtype=np.float64)
    highest = int(np.isfinite(b).sum())
    if (wanted <= 0).any() or (wanted >= highest).any():
        raise StatisticError(
            "off_scale",
            f"scores must lie between 0 and {highest}, both left out",
            "ask for a score that some but not all people reach",
        )

    def excess(theta: Floats) -> Floats:
        away: Floats = expected_score(theta, b) - wanted
        return away

    return _rising_root(excess, wanted.shape)


def step_locations(thresholds: ArrayLike, probability: float = 2 / 3, step: int = 1) -> Floats:
    """Where each item's chance of at least `step` is `probability`: the item's place in a bookmark booklet.

    thresholds: items x steps, NaN for items with fewer steps; NaN for an item without that step.
    """
    b = _thresholds(thresholds)
    if not 0 < probability < 1:
        raise StatisticError("off_scale", f"{probability:g} is no probability", "give one between 0 and 1")

    def excess(theta: Floats) -> Floats:
        reached: Floats = _category_probability(theta[:, None] - b)[:, step:].sum(axis=1)
        return reached - probability

    has_step = np.isfinite(b).sum(axis=1) >= step
    return np.where(has_step, _rising_root(excess, (len(b),)), np.nan)


def reporting_scale(
    low_cut: float, high_cut: float, low: float = 300.0, high: float = 400.0
) -> ReportingScale:
    """The line that puts two cuts at two round numbers, as 300 and 400.

    Raises `StatisticError` when the cuts are not in order.
    """
    if not low_cut < high_cut:
        raise StatisticError(
            "not_in_order", f"the cuts {low_cut:g} and {high_cut:g} are not in order", "give the lower first"
        )
    slope = (high - low) / (high_cut - low_cut)
    return ReportingScale(slope, low - slope * low_cut)


def _thresholds(thresholds: ArrayLike) -> Floats:
    b = np.asarray(thresholds, dtype=np.float64)
    if b.ndim != 2 or not np.isfinite(b[:, :1]).all():
        raise StatisticError(
            "shape", "thresholds must be items x steps, with a first step each", "give one row an item"
        )
    return b


def _category_probability(steps: Floats) -> Floats:
    """P(category) from theta - b along the last axis, NaN for steps an item does not have (P is 0)."""
    total = np.cumsum(np.where(np.isnan(steps), -np.inf, steps), axis=-1)
    total = np.concatenate([np.zeros((*total.shape[:-1], 1)), total], axis=-1)
    weight = np.exp(total - total.max(axis=-1, keepdims=True))
    probability: Floats = weight / weight.sum(axis=-1, keepdims=True)
    return probability


def _rising_root(excess: Callable[[Floats], Floats], shape: tuple[int, ...]) -> Floats:
    """Where rising functions are 0, all at once, by halving: exact to the last digits."""
    low, high = np.full(shape, -THETA), np.full(shape, THETA)
    for _ in range(70):
        middle = (low + high) / 2
        below = excess(middle) < 0
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    root: Floats = (low + high) / 2
    return root
