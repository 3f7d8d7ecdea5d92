"""Scores with and without the people who seem to have answered without reading; with minus without is theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.disclosure.groups import difference_told, network_difference_refusal
from engine.disclosure.policy import Policy
from engine.results.measures import Measure, printed
from engine.results.model_network import FrozenMeasureWithout, FrozenWithoutCareless
from engine.results.people import Spread, spread_of
from psychometrics.contract import Counts, Floats


@dataclass(frozen=True, slots=True, eq=False)
class Without:
    """`people` flagged by school; by measure id, the flagged people with a score and everyone else's scores."""

    people: Counts
    flagged: Mapping[str, Counts]
    others: Mapping[str, Spread]


def without(
    flagged: NDArray[np.bool_] | None, measures: Sequence[Measure], shares: Floats, sites: Counts
) -> Without | None:
    """What is left of every school's scores; `shares` are persons x measures in per cent of the scale."""
    if flagged is None or not measures:
        return None
    schools = len(measures[0].shown)
    scores = {one.id: one.low + one.width * shares[:, at] / 100 for at, one in enumerate(measures)}
    return Without(
        people=np.bincount(sites[flagged], minlength=schools),
        flagged={
            id: np.bincount(sites[flagged & np.isfinite(values)], minlength=schools)
            for id, values in scores.items()
        },
        others={id: spread_of(values[~flagged], sites[~flagged], schools) for id, values in scores.items()},
    )


def moves(found: Without | None, measures: Sequence[Measure], school: int, policy: Policy) -> float | None:
    """The most that any score of a school moves without the flagged people, as printed; not which, nor which way.

    None unless enough people are flagged, and enough are not, on every measure shown.
    """
    if found is None or not measures:
        return None
    numbers = [(found.flagged[one.id][school], found.others[one.id].n[school]) for one in measures]
    if not difference_told(found.people[school], numbers, policy.subgroup):
        return None
    moved = []
    for one in measures:
        left = printed(_one(found.others[one.id], school), one.low, one.high, one.decimals)[0]
        moved.append(round(abs(float(left - one.printed[school])), one.decimals))
    return max(moved)


def _one(spread: Spread, school: int) -> Spread:
    return spread.take(np.array([school]))


def network(found: Without | None, measures: Sequence[Measure], policy: Policy) -> FrozenWithoutCareless:
    """The network's means with and without; of printed scores, as all means of a network."""
    if found is None:
        return FrozenWithoutCareless(reason="not_checked", measures={})
    rows, reasons = {}, []
    for one in measures:
        others = found.others[one.id]
        # A school that would have too few people left keeps its score.
        enough = one.shown & policy.shows(others.n)
        reason = network_difference_refusal(found.flagged[one.id][enough], others.n[enough], policy.subgroup)
        reasons.append(reason)
        if reason is None:
            rows[one.id] = _row(one, others, enough)
    return FrozenWithoutCareless(reason=None if rows else reasons[0], measures=rows)


def _row(one: Measure, others: Spread, enough: NDArray[np.bool_]) -> FrozenMeasureWithout:
    left = printed(others.where(enough), one.low, one.high, one.decimals)
    with_all = round(float(one.printed[one.shown].mean()), one.decimals)
    less = round(float(np.where(enough, left, one.printed)[one.shown].mean()), one.decimals)
    return FrozenMeasureWithout(mean=with_all, without=less, moves=round(less - with_all, one.decimals))
