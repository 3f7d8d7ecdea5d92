"""Benchmarks: which groups of schools a school may be compared with, and where it stands among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.disclosure.groups import peer_group_refusal
from engine.disclosure.rounding import probability_shown, spread_floor
from engine.results.facts import SiteFacts
from engine.results.measures import Measure
from engine.results.model import FrozenOffered, NoGroup
from engine.results.model_score import FrozenComparison, Quarter
from engine.results.terms import GroupKind
from psychometrics.contract import Floats
from psychometrics.peer_quartiles import peer_quartiles

LEAST_ICC2: Final = 0.60
NETWORK: Final = "network"


@dataclass(frozen=True, slots=True, eq=False)
class PeerGroup:
    """A comparison group: `members` by school; `reason` says why it is not offered, None where it is.

    `kind` is network, phase or level.
    """

    id: str
    kind: GroupKind
    label: str
    members: NDArray[np.bool_]
    reason: NoGroup | None


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """One measure's peer groups, with the quartiles of each member's others (schools x 3)."""

    groups: tuple[PeerGroup, ...]
    quartiles: dict[str, Floats]


def comparison(one: Measure, sites: Sequence[SiteFacts]) -> Comparison:
    """The groups of one measure, offered where `peer_group_refusal` has nothing against it."""
    offered: list[NDArray[np.bool_]] = []
    groups, quartiles = [], {}
    unreliable = one.icc is None or one.icc.icc2 < LEAST_ICC2
    for kind, id, label, within in _candidates(sites):
        members = within & one.shown
        reason: NoGroup | None = "unreliable" if unreliable else peer_group_refusal(members, offered)
        if reason is None:
            offered.append(members)
            quartiles[id] = np.full((len(sites), 3), np.nan)
            # Of printed means, as all numbers of several schools: quartiles of exact ones would undo their rounding.
            quartiles[id][members] = peer_quartiles(one.printed[members])
        groups.append(PeerGroup(id, kind, label, members, reason))
    return Comparison(tuple(groups), quartiles)


def _candidates(sites: Sequence[SiteFacts]) -> list[tuple[GroupKind, str, str, NDArray[np.bool_]]]:
    """The network, then each phase and each level of school where there are several: kind, id, label and members."""
    everybody = np.ones(len(sites), dtype=bool)
    phases = _kind("phase", "other schools in {}", [site.phase for site in sites])
    levels = _kind("level", "other {} schools", [site.level for site in sites])
    return [("network", NETWORK, "all other schools", everybody), *phases, *levels]


def _kind(
    kind: GroupKind, label: str, values: Sequence[str | None]
) -> list[tuple[GroupKind, str, str, NDArray[np.bool_]]]:
    names = sorted({value for value in values if value is not None})
    if len(names) < 2:
        return []
    return [
        (
            kind,
            f"{kind}:{name}",
            label.format(name),
            np.array([value == name for value in values], dtype=bool),
        )
        for name in names
    ]


def offered_groups(found: Comparison) -> tuple[FrozenOffered, ...]:
    """The groups of a measure with the reason where one is not offered."""
    return tuple(
        FrozenOffered(group=group.id, kind=group.kind, label=group.label, reason=group.reason)
        for group in found.groups
    )


def positions(one: Measure, found: Comparison, school: int) -> tuple[FrozenComparison, ...]:
    """A school's position in each group offered to it: quartiles, a band, and how surely it lies there."""
    return tuple(
        _position(one, group, found.quartiles[group.id][school], school)
        for group in found.groups
        if group.reason is None and group.members[school]
    )


def _position(one: Measure, group: PeerGroup, quartiles: Floats, school: int) -> FrozenComparison:
    mean, n = float(one.printed[school]), int(one.spread.n[school])
    sd = max(float(one.spread.sd[school]), spread_floor(n, one.low, one.high))
    lower, median, upper = (float(cut) for cut in quartiles)
    band: Quarter = "lower quarter" if mean < lower else "upper quarter" if mean > upper else "middle half"
    return FrozenComparison(
        group=group.id,
        kind=group.kind,
        label=group.label,
        schools=int(group.members.sum()) - 1,
        lower_quartile=round(lower, one.decimals),
        median=round(median, one.decimals),
        upper_quartile=round(upper, one.decimals),
        band=band,
        probability=_probability(mean, sd / np.sqrt(n), lower, upper, band),
    )


def _probability(mean: float, error: float, lower: float, upper: float, band: Quarter) -> float:
    """How likely another such group of people would have its mean in the same band, in tenths."""
    from scipy.special import ndtr

    below, above = float(ndtr((lower - mean) / error)), float(ndtr((mean - upper) / error))
    value = {"lower quarter": below, "upper quarter": above}.get(band, 1 - below - above)
    return probability_shown(value, least=0.1)
