"""Groups of a school's respondents, by role or the like: those that may be shown, and how they differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from engine.disclosure.groups import as_shown, group_at_an_end, published_groups, shown_beside
from engine.disclosure.policy import Policy
from engine.disclosure.rounding import mean_shown, rounded, spread_floor
from engine.disclosure.units import CLASS, groups_of_several_classes
from engine.instrument.model import Instrument, Item
from engine.responses.sorting import (
    NO_BAND,
    NamedGroup,
    Sorted,
    language_item,
    sorted_by_language,
    sorted_people,
    sorting_items,
)
from engine.results.facts import SiteFacts, WaveFacts
from engine.results.measures import Measure
from engine.results.model_school import (
    FrozenGap,
    FrozenGroup,
    FrozenGrouping,
    FrozenGroupScore,
    FrozenMeasureByGroup,
    FrozenRest,
)
from engine.results.people import Respondents, Spread, spread_of
from psychometrics.contract import Counts, Floats
from psychometrics.independent_change import independent_change

NO_CLASS: Final = NO_BAND


@dataclass(frozen=True, slots=True)
class ScoresByGroup:
    """One measure by school and group, as lists; the last group is the rest: everyone who is in no shown group.

    `t` is Student's quantile for a 95% interval; `points`, with its interval from `low` to `high`, is how far a
    shown group lies from everyone else. NaN for groups that are not shown.
    """

    n: list[list[int]]
    mean: list[list[float]]
    sd: list[list[float]]
    t: list[list[float]]
    points: list[list[float]]
    low: list[list[float]]
    high: list[list[float]]


@dataclass(frozen=True, slots=True, eq=False)
class RespondentGrouping:
    """One way to group the respondents. `people` by school: how many are in each group, last those who named none.

    `places` by school: which groups are shown, by their place among the `groups`. `measures` by id.
    """

    item: Item
    groups: tuple[NamedGroup, ...]
    people: list[list[int]]
    places: list[list[int]]
    measures: Mapping[str, ScoresByGroup]


def groupings(
    instrument: Instrument,
    wave: WaveFacts,
    people: Respondents,
    scores: Floats,
    measures: Sequence[Measure],
    policy: Policy,
    again: Sequence[int],
    sites: Sequence[SiteFacts],
) -> tuple[RespondentGrouping, ...]:
    """The groupings by every background question that the form asks and that sorts people; none without a measure.

    The language that people answered in, where a wave has several, sorts them as the last of these questions does.
    `again` counts by school the answers that raise its minimum (`Policy.raised`).
    """
    if not measures:
        return ()
    numbers = _Numbers(people.sites, scores, measures, _classes(people, sites))
    before: list[list[NDArray[np.int64]]] = [[] for _ in range(numbers.schools)]
    ways = [
        sorted_people(instrument, item, people.codes, people.bands)
        for item in sorting_items(instrument, wave.form)
    ]
    if people.languages.shape[1]:
        ways.append(sorted_by_language(language_item(wave.languages), people.languages))
    least = [policy.raised(more).subgroup for more in again]
    return tuple(_grouping(way, numbers, before, least) for way in ways)


@dataclass(frozen=True, slots=True, eq=False)
class _Numbers:
    """What numbers of people are printed of, school by school: all, and those with a score on each measure shown."""

    sites: NDArray[np.int64]
    scores: Floats
    measures: Sequence[Measure]
    classes: NDArray[np.int64]  # each one's class at the school; for others, who have none, `NO_CLASS`

    @property
    def schools(self) -> int:
        return len(self.measures[0].shown)

    def rows(self, school: int) -> slice:
        """A school's people, who stand together."""
        start, stop = np.searchsorted(self.sites, (school, school + 1))
        return slice(start, stop)

    def who(self, school: int) -> NDArray[np.bool_]:
        """Who of a school is in each number."""
        there = np.isfinite(self.scores[self.rows(school)])
        shown = [there[:, one.number] for one in self.measures if one.shown[school]]
        return np.vstack([np.ones(len(there), dtype=bool), *shown])


def _classes(people: Respondents, sites: Sequence[SiteFacts]) -> NDArray[np.int64]:
    """The class of each person, where their school has classes and no other units."""
    of_classes = np.array([any(unit.kind == CLASS for unit in site.units) for site in sites], dtype=bool)
    if not of_classes.any():
        return np.full(len(people), NO_CLASS, dtype=np.int64)
    return np.where(of_classes[people.sites], people.units[:, 0].astype(np.int64), NO_CLASS)


def _grouping(
    ways: Sorted, numbers: _Numbers, before: list[list[NDArray[np.int64]]], least: Sequence[int]
) -> RespondentGrouping:
    """One grouping; `before` holds by school what groups before it are shown, and takes its own.

    `least` is the number of people that a group and the rest of a school need there.
    """
    schools, size = numbers.schools, len(ways.groups) + 1
    place = numbers.sites * size + ways.places
    counts = np.bincount(place, minlength=schools * size).reshape(schools, size)
    spreads = {
        one.id: spread_of(numbers.scores[:, one.number], place, schools * size) for one in numbers.measures
    }
    places = _places(ways.groups, counts, spreads, numbers.measures, least)
    shown = np.zeros((schools, size), dtype=bool)
    for school, found in enumerate(places):
        if found:
            found.sort(key=lambda at: (-int(counts[school, at]), ways.groups[at].id))
            own = ways.places[numbers.rows(school)]
            who = numbers.who(school)
            told = found[: shown_beside(found, own, before[school], who, least[school])]
            classes = numbers.classes[numbers.rows(school)]
            told = groups_of_several_classes(told, own, classes, NO_CLASS, who)
            places[school] = sorted(told)
            before[school] += [as_shown(own, places[school])] if told else []
            shown[school, places[school]] = True
    scores = {id: _group_scores(spread, shown) for id, spread in spreads.items()}
    return RespondentGrouping(ways.item, ways.groups, _rows(counts), places, scores)


def _places(
    groups: Sequence[NamedGroup],
    counts: Counts,
    spreads: Mapping[str, Spread],
    measures: Sequence[Measure],
    least: Sequence[int],
) -> list[list[int]]:
    """Which groups each school may show: by their numbers of people, and on each measure that the school shows."""
    names = {group.id: at for at, group in enumerate(groups)}
    scored = [(one.shown.tolist(), _rows(spreads[one.id].n.reshape(counts.shape))) for one in measures]
    found = []
    for school, own in enumerate(_rows(counts)):
        numbers = [own, *(n[school] for shown, n in scored if shown[school])]
        cells = {name: [part[at] for part in numbers] for name, at in names.items()}
        shown = published_groups(cells, [part[-1] for part in numbers], least[school])
        found.append([names[name] for name in shown] if len(numbers) > 1 else [])
    return found


def _group_scores(spread: Spread, shown: NDArray[np.bool_]) -> ScoresByGroup:
    """Number, mean and spread of the shown groups and of the rest, and each group's distance from all others.

    Groups are added by their numbers, sums and sums of squares.
    """
    from scipy.special import stdtrit

    people = spread.n.reshape(shown.shape).astype(np.float64)
    mean, sd = spread.mean.reshape(shown.shape), spread.sd.reshape(shown.shape)
    squares = people * mean**2 + np.where(people > 1, (people - 1) * sd**2, 0.0)
    cells = np.where(people > 0, np.stack([people, people * mean, squares]), 0.0)
    own, rest = np.where(shown, cells, 0.0), np.where(shown, 0.0, cells).sum(axis=-1)
    each = own.copy()
    each[..., -1] = rest
    others = np.stack(
        [np.delete(own, at, axis=-1).sum(axis=-1) + rest for at in range(shown.shape[1])], axis=-1
    )
    n, mean, sd = _moments(each)
    change = np.full((3, *shown.shape), np.nan)
    found = independent_change(_moments(others[:, shown]), _moments(each[:, shown]))
    change[:, shown] = found.difference, found.lower, found.upper
    return ScoresByGroup(
        n=_rows(n.astype(np.int64)),
        mean=_rows(mean),
        sd=_rows(sd),
        t=_rows(stdtrit(np.maximum(n - 1, 1), 0.975)),
        points=_rows(change[0]),
        low=_rows(change[1]),
        high=_rows(change[2]),
    )


def _rows(cells: Any) -> list[list[Any]]:
    """A matrix as lists, which are read by the cell much more quickly."""
    return list(cells.tolist())


def _moments(cells: Floats) -> tuple[Floats, Floats, Floats]:
    """Number, mean and standard deviation of numbers, sums and sums of squares."""
    n, total, squares = cells
    mean, variance = np.full(n.shape, np.nan), np.full(n.shape, np.nan)
    np.divide(total, n, out=mean, where=n > 0)
    within = squares - np.divide(total**2, n, out=np.zeros(n.shape), where=n > 0)
    np.divide(np.maximum(within, 0.0), n - 1, out=variance, where=n > 1)
    return n, mean, np.sqrt(variance)


def frozen_grouping(
    found: RespondentGrouping, measures: Sequence[Measure], site: SiteFacts, school: int
) -> FrozenGrouping | None:
    """What a school may see of its groups on the measures it is shown; None where there is no group to show."""
    places = found.places[school]
    if not places or not measures:
        return None
    people = found.people[school]
    names = [found.groups[at].id for at in places]
    asked = {group.id for group in found.groups}
    roster = site.roster_by_role if asked & site.roster_by_role.keys() else {}
    open_measures = [one for one in measures if not _at_an_end(one, found.measures[one.id], school, places)]
    return FrozenGrouping(
        by=found.item.id,
        question=found.item.text,
        groups=tuple(
            FrozenGroup(id=name, label=found.groups[at].label, n=people[at], roster=roster.get(name))
            for name, at in zip(names, places, strict=True)
        ),
        rest=FrozenRest(
            n=sum(people) - sum(people[at] for at in places),
            roster=_rest_roster(roster, names),
        ),
        measures={
            one.id: _measure(one, found.measures[one.id], school, dict(zip(names, places, strict=True)))
            for one in open_measures
        },
    )


def _measure(
    one: Measure, scores: ScoresByGroup, school: int, places: Mapping[str, int]
) -> FrozenMeasureByGroup:
    return FrozenMeasureByGroup(
        groups={name: _score(one, scores, school, at) for name, at in places.items()},
        rest=_score(one, scores, school, -1),
        gaps={name: _gap(one, scores, school, at) for name, at in places.items()},
    )


def _rest_roster(roster: Mapping[str, int], shown: Sequence[str]) -> int | None:
    return sum(number for name, number in roster.items() if name not in shown) if roster else None


def _at_an_end(one: Measure, scores: ScoresByGroup, school: int, places: Sequence[int]) -> bool:
    """Whether one of the shown groups lies at an end of the scale, or the rest does."""
    groups = (*places, -1)
    means, people = scores.mean[school], scores.n[school]
    return group_at_an_end([means[at] for at in groups], [people[at] for at in groups], one.low, one.high)


def _score(one: Measure, scores: ScoresByGroup, school: int, at: int) -> FrozenGroupScore:
    n = scores.n[school][at]
    value = mean_shown(scores.mean[school][at], n, one.low, one.high, one.decimals).value
    sd = max(scores.sd[school][at], spread_floor(n, one.low, one.high))
    half = scores.t[school][at] * sd / sqrt(n)
    return FrozenGroupScore(
        n=n,
        mean=value,
        low=round(max(one.low, value - half), one.decimals),
        high=round(min(one.high, value + half), one.decimals),
    )


def _gap(one: Measure, scores: ScoresByGroup, school: int, at: int) -> FrozenGap:
    """How far a group lies from everyone else, where the interval of the difference as printed leaves out zero."""
    low, high = (rounded(ends[school][at], one.decimals) for ends in (scores.low, scores.high))
    clear = low > 0 or high < 0
    return FrozenGap(
        clear=clear,
        points=rounded(scores.points[school][at], one.decimals) if clear else None,
        low=low if clear else None,
        high=high if clear else None,
    )
