"""Whether those who answered resemble those who were asked: rates by role, and what weighting would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from engine.results.facts import SiteFacts
from engine.results.measures import Measure, of_one_range
from engine.results.model_school import (
    FrozenGroup,
    FrozenGrouping,
    FrozenGroupRate,
    FrozenNonresponse,
    NoRates,
)
from psychometrics.contract import StatisticError
from psychometrics.response_rates import response_rates

REST: Final = "rest"
REST_LABEL: Final = "Everyone else"
LEANS_FROM: Final = 10  # points between rates; less is of no consequence
BY_CHANCE: Final = 0.05


@dataclass(frozen=True, slots=True)
class _Asked:
    """A group that is shown, or everyone else: how many answered of how many."""

    id: str
    label: str
    n: int
    roster: int


def nonresponse(
    site: SiteFacts, groupings: Sequence[FrozenGrouping], measures: Sequence[Measure]
) -> FrozenNonresponse:
    """A school's check, from the numbers that its groups print: nothing is told here that they do not tell."""
    if not site.roster_by_role:
        return _unknown("no_roster")
    chosen = next(((grouping, asked) for grouping in groupings if (asked := _asked(grouping))), None)
    if chosen is None:
        return _unknown("no_groups")
    grouping, parts = chosen
    try:
        found = response_rates([part.n for part in parts], [part.roster for part in parts])
    except StatisticError:
        return _unknown("mismatch")
    rates = [round(100 * float(rate)) for rate in found.rates]
    most, least = rates.index(max(rates)), rates.index(min(rates))
    points = rates[most] - rates[least]
    return FrozenNonresponse(
        verdict="leans" if points >= LEANS_FROM and found.p < BY_CHANCE else "unclear",
        reason=None,
        by=grouping.by,
        question=grouping.question,
        groups=tuple(
            FrozenGroupRate(id=part.id, label=part.label, n=part.n, roster=part.roster, rate=rate)
            for part, rate in zip(parts, rates, strict=True)
        ),
        most=parts[most].id,
        least=parts[least].id,
        points=points,
        moves=_moves(grouping, parts, measures),
    )


def _unknown(reason: NoRates) -> FrozenNonresponse:
    return FrozenNonresponse(
        verdict="unknown",
        reason=reason,
        by=None,
        question=None,
        groups=(),
        most=None,
        least=None,
        points=None,
        moves=None,
    )


def _asked(grouping: FrozenGrouping) -> list[_Asked]:
    """The groups and everyone else; nothing where the roster does not say of all how many people they have."""
    rest = FrozenGroup(id=REST, label=REST_LABEL, n=grouping.rest.n, roster=grouping.rest.roster)
    groups = [*grouping.groups, rest]
    known = [_Asked(one.id, one.label, one.n, one.roster) for one in groups if one.roster is not None]
    return known if len(known) == len(groups) else []


def _moves(grouping: FrozenGrouping, parts: Sequence[_Asked], measures: Sequence[Measure]) -> float | None:
    """The most that a score would move if each group counted as the roster has it; None where ranges differ."""
    if not of_one_range(measures):
        return None
    people, rosters = [part.n for part in parts], [part.roster for part in parts]
    moved = [
        round(abs(_weighted(means, rosters) - _weighted(means, people)), one.decimals)
        for one in measures
        if (means := _means(grouping, parts, one.id)) is not None
    ]
    return max(moved, default=None)


def _means(grouping: FrozenGrouping, parts: Sequence[_Asked], measure: str) -> list[float] | None:
    """Each part's mean on a measure."""
    found = grouping.measures.get(measure)
    if found is None:
        return None
    means = {id: score.mean for id, score in found.groups.items()} | {REST: found.rest.mean}
    return [means[part.id] for part in parts]


def _weighted(means: Sequence[float], weights: Sequence[int]) -> float:
    total = float(sum(weight * mean for weight, mean in zip(weights, means, strict=True)))
    return total / sum(weights)
