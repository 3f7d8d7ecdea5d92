"""A wave opened again after a close: which schools keep their earlier result, and what a renewed one leaves out."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.disclosure.policy import Policy
from engine.disclosure.reopening import Growth, all_there, few_changed, left_out, may_renew
from engine.results.facts import SiteFacts
from engine.results.model import WholeResult
from engine.results.model_school import FrozenSchool
from engine.results.people import Spread

Parts = Mapping[int, FrozenSchool]


def earlier_parts(previous: WholeResult | None) -> Parts:
    """What the wave's result before said of each school that it showed, by site id."""
    return {} if previous is None else {part.site: part for part in previous.shown()}


def late_schools(
    sites: Sequence[SiteFacts],
    spreads: Mapping[str, Spread],
    ends: Mapping[str, tuple[float, float]],
    parts: Parts,
    policy: Policy,
) -> NDArray[np.bool_]:
    """The schools that keep their earlier result, as a second one would give their late answers away."""
    late = [
        site.id in parts
        and not (
            all_there(parts[site.id].responses, site.kept)
            and may_renew(
                parts[site.id].responses,
                site.responses,
                _growth(parts[site.id], number, spreads, ends),
                policy.raised(site.again).whole,
            )
        )
        for number, site in enumerate(sites)
    ]
    return np.array(late, dtype=bool)


def _growth(
    part: FrozenSchool,
    number: int,
    spreads: Mapping[str, Spread],
    ends: Mapping[str, tuple[float, float]],
) -> Iterator[Growth]:
    """Each score that the earlier result printed of a school, beside its score now."""
    for id, score in part.scores.items():
        if score is not None and id in spreads:
            now, mean = int(spreads[id].n[number]), float(spreads[id].mean[number])
            yield Growth(score.n, score.mean, now, mean, *ends[id])


def withheld(site: SiteFacts, parts: Parts) -> frozenset[str]:
    """What a school's result leaves out from now on, of `items` and `groups`."""
    part = parts.get(site.id)
    if part is None:
        return frozenset()
    items = [score.items for score in part.scores.values() if score] + [one.items for one in part.statements]
    told = ["items"] if any(items) or part.outcomes or part.allotments else []
    told += ["groups"] if part.groups else []
    return left_out(part.withheld, told, grew=part.responses != site.responses)


def network_stays(
    previous: WholeResult | None, sites: Sequence[SiteFacts], counted: NDArray[np.bool_]
) -> bool:
    """Whether the network's part stays that of the result before, as few schools changed since."""
    if previous is None or previous.result.network is None:
        return False
    now = {site.id: site.responses for site, there in zip(sites, counted, strict=True) if there}
    return few_changed(dict(network_of(previous)), now)


def network_of(previous: WholeResult) -> tuple[tuple[int, int], ...]:
    """The schools, and how many people of each, that the network's part of a result is made of."""
    if previous.result.network_of:
        return previous.result.network_of
    return tuple((part.site, part.responses) for part in previous.shown() if not part.as_of)
