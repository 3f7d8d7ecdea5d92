"""A wave opened again after a close: which schools keep their earlier result, and what a renewed one leaves out."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.disclosure.policy import LEAST_SCHOOLS, Policy
from engine.disclosure.reopening import grew_enough, growth_is_mixed
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


def withheld(site: SiteFacts, parts: Parts) -> frozenset[str]:
    """What a school's result leaves out from now on, of `items` and `groups`: what an earlier one said of fewer.

    The difference would speak of the late ones by item and by group. It stays so at every later close.
    """
    part = parts.get(site.id)
    if part is None:
        return frozenset()
    found = set(part.get("withheld", ()))
    if part["responses"] != site.responses:
        found |= (
            {"items"} if any(score and score.get("items") for score in part["scores"].values()) else set()
        )
        found |= {"groups"} if part.get("groups") else set()
    return frozenset(found)


def network_stays(
    previous: Mapping[str, Any] | None, sites: Sequence[SiteFacts], counted: NDArray[np.bool_]
) -> bool:
    """Whether the network's part stays that of the result before, as one or two schools changed since.

    What two results of a network differ by would be a number of these schools alone.
    """
    if previous is None or previous["network"] is None:
        return False
    before = {site: n for site, n in network_of(previous)}  # noqa: C416 - pairs are lists
    now = {site.id: site.responses for site, there in zip(sites, counted, strict=True) if there}
    changed = sum(before.get(site) != now.get(site) for site in before.keys() | now.keys())
    return 0 < changed < LEAST_SCHOOLS


def network_of(result: Mapping[str, Any]) -> list[list[int]]:
    """The schools, and how many people of each, that the network's part of a result is made of."""
    kept: list[list[int]] | None = result.get("network_of")
    if kept is not None:
        return kept
    return [
        [part["site"], part["responses"]]
        for part in result["sites"]
        if part["shown"] and not part.get("as_of")
    ]
