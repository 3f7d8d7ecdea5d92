"""A wave opened again after a close: which schools keep their earlier result, and what a renewed one leaves out."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.disclosure import Policy, grew_enough, growth_is_mixed
from engine.results.facts import SiteFacts
from engine.results.people import Spread

Parts = Mapping[int, Mapping[str, Any]]


def earlier_parts(previous: Mapping[str, Any] | None) -> Parts:
    """What the wave's result before said of each school that it showed, by site id."""
    if previous is None:
        return {}
    return {part["site"]: part for part in previous["sites"] if part["shown"]}


def late_schools(
    sites: Sequence[SiteFacts],
    spreads: Mapping[str, Spread],
    ends: Mapping[str, tuple[float, float]],
    parts: Parts,
    policy: Policy,
) -> NDArray[np.bool_]:
    """The schools whose late answers would be given away by a second result: too few, or all alike.

    They keep their earlier result, and are in no number of the network.
    """
    late = [
        site.id in parts and not _may_renew(site, number, spreads, ends, parts[site.id], policy)
        for number, site in enumerate(sites)
    ]
    return np.array(late, dtype=bool)


def _may_renew(
    site: SiteFacts,
    number: int,
    spreads: Mapping[str, Spread],
    ends: Mapping[str, tuple[float, float]],
    part: Mapping[str, Any],
    policy: Policy,
) -> bool:
    if not grew_enough(part["responses"], site.responses, policy.whole):
        return False
    for id, score in part["scores"].items():
        if score is None or id not in spreads:
            continue
        now, mean = int(spreads[id].n[number]), float(spreads[id].mean[number])
        if not grew_enough(score["n"], now, policy.whole):
            return False
        if not growth_is_mixed(score["n"], score["mean"], now, mean, *ends[id]):
            return False
    return True


def renewed(site: SiteFacts, parts: Parts) -> Mapping[str, Any] | None:
    """The earlier result of a school that has more answers now; None where there is none, or nobody came.

    What such a result said of items and groups is not said anew: the difference would speak of the late ones
    by item and by group.
    """
    part = parts.get(site.id)
    return part if part is not None and part["responses"] != site.responses else None
