"""Groups of a school's respondents, by role or the like: those that may be shown, and how they differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from math import sqrt
from operator import add
from typing import Any

import numpy as np

from engine.definition import Instrument, Item, Kind
from engine.disclosure import Policy, mean_shown, near_an_end, published_groups, spread_floor
from engine.responses import layout
from engine.results.facts import Document, SiteFacts
from engine.results.measures import Measure
from engine.results.people import People, Spread, option_counts, spread_of
from psychometrics.contract import Counts, Floats
from psychometrics.independent_change import independent_change
from psychometrics.intervals import mean_interval


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """One way to group the respondents: `people` schools x groups, `measures` the spread of each group.

    The last group holds those who did not name theirs. `measures` by id is indexed school * groups + group.
    """

    item: Item
    people: Counts
    measures: Mapping[str, Spread]

    @property
    def size(self) -> int:
        return len(self.item.options) + 1


def groupings(
    instrument: Instrument, form: str, people: People, scores: Floats, measures: Sequence[Measure]
) -> tuple[Grouping, ...]:
    """The groupings that the definition names and the form asks for."""
    asked = instrument.form(form).items
    items = [instrument.item_by_id[id] for id in instrument.validation.groups if id in asked]
    return tuple(
        _grouping(instrument, item, people, scores, measures)
        for item in items
        if item.kind is Kind.CHOOSE_ONE
    )


def _grouping(
    instrument: Instrument, item: Item, people: People, scores: Floats, measures: Sequence[Measure]
) -> Grouping:
    schools = len(measures[0].shown) if measures else 0
    size = len(item.options) + 1
    codes = people.codes[:, layout(instrument).first[item.id]].astype(np.int64)
    place = people.sites * size + np.minimum(codes, size - 1)
    counts = np.bincount(place, minlength=schools * size).reshape(schools, size)
    named = option_counts(instrument, people, item, schools) if schools else counts[:, :-1]
    counts[:, :-1] = named
    return Grouping(
        item,
        counts.astype(np.int64),
        {one.id: spread_of(scores[:, one.number], place, schools * size) for one in measures},
    )


def described(
    found: Grouping, measures: Sequence[Measure], site: SiteFacts, school: int, policy: Policy
) -> Document | None:
    """What a school may see of its groups on the measures it is shown; None where there is no group to show."""
    rows = slice(school * found.size, (school + 1) * found.size)
    numbers = [found.people[school].tolist(), *(found.measures[one.id].n[rows].tolist() for one in measures)]
    names = [str(option.value) for option in found.item.options]
    counts = {name: [part[at] for part in numbers] for at, name in enumerate(names)}
    shown = published_groups(counts, [part[-1] for part in numbers], policy.subgroup)
    if not shown or not measures:
        return None
    places = [names.index(name) for name in shown]
    others = [at for at in range(found.size) if at not in places]
    parts = {one.id: _parts(found.measures[one.id], rows, places, others) for one in measures}
    open_measures = [one for one in measures if not _at_an_end(one, parts[one.id])]
    gaps = _gaps(open_measures, parts, len(shown))
    labels = {str(option.value): option.label for option in found.item.options}
    return {
        "by": found.item.id,
        "question": found.item.text,
        "groups": [
            {"id": name, "label": labels[name], "n": counts[name][0], "roster": site.roster_by_role.get(name)}
            for name in shown
        ],
        "rest": {
            "n": sum(numbers[0][at] for at in others),
            "roster": _rest_roster(site.roster_by_role, shown),
        },
        "measures": {
            one.id: {
                "groups": {name: _score(one, parts[one.id][at]) for at, name in enumerate(shown)},
                "rest": _score(one, parts[one.id][-1]),
                "gaps": dict(zip(shown, gaps[one.id], strict=True)),
            }
            for one in open_measures
        },
    }


def _rest_roster(roster: Mapping[str, int], shown: Sequence[str]) -> int | None:
    return sum(number for name, number in roster.items() if name not in shown) if roster else None


@dataclass(frozen=True, slots=True)
class _Part:
    """Some people's number, sum and sum of squares; parts of one school are added."""

    n: int
    total: float
    squares: float

    def __add__(self, other: "_Part") -> "_Part":
        return _Part(self.n + other.n, self.total + other.total, self.squares + other.squares)

    @property
    def mean(self) -> float:
        return self.total / self.n

    @property
    def sd(self) -> float:
        return sqrt(max(0.0, self.squares - self.total**2 / self.n) / (self.n - 1))


def _parts(spread: Spread, rows: slice, places: Sequence[int], others: Sequence[int]) -> list[_Part]:
    """The shown groups, and last the rest as one."""
    numbers = zip(spread.n[rows].tolist(), spread.mean[rows].tolist(), spread.sd[rows].tolist(), strict=True)
    each = [
        _Part(n, n * mean, n * mean**2 + ((n - 1) * sd**2 if n > 1 else 0.0)) if n else _Part(0, 0.0, 0.0)
        for n, mean, sd in numbers
    ]
    return [*(each[at] for at in places), _sum([each[at] for at in others])]


def _sum(parts: Sequence[_Part]) -> _Part:
    return reduce(add, parts, _Part(0, 0.0, 0.0))


def _at_an_end(one: Measure, parts: Sequence[_Part]) -> bool:
    """Whether a group lies at an end of the scale, or the rest does: then none is shown on this measure."""
    return any(near_an_end(part.mean, part.n, one.low, one.high) for part in parts)


def _score(one: Measure, part: _Part) -> dict[str, Any]:
    value = mean_shown(part.mean, part.n, one.low, one.high, one.decimals).value
    found = mean_interval(value, max(part.sd, spread_floor(part.n, one.low, one.high)), part.n)
    return {
        "n": part.n,
        "mean": value,
        "low": round(max(one.low, found.lower), one.decimals),
        "high": round(min(one.high, found.upper), one.decimals),
    }


def _gaps(
    measures: Sequence[Measure], parts: Mapping[str, Sequence[_Part]], shown: int
) -> dict[str, list[Document]]:
    """How far each group lies from everyone else, where the interval of the difference leaves out zero."""
    pairs = [
        (part, _sum([*parts[one.id][:at], *parts[one.id][at + 1 :]]))
        for one in measures
        for at, part in enumerate(parts[one.id][:shown])
    ]
    own, others = (
        ([part.n for part in side], [part.mean for part in side], [part.sd for part in side])
        for side in (zip(*pairs, strict=True) if pairs else ((), ()))
    )
    found = independent_change(others, own)
    rows = iter(zip(found.difference.tolist(), found.lower.tolist(), found.upper.tolist(), strict=True))
    return {one.id: [_gap(one, *next(rows)) for _ in range(shown)] for one in measures}


def _gap(one: Measure, points: float, low: float, high: float) -> Document:
    clear = low > 0 or high < 0
    return {
        "clear": clear,
        "points": round(points, one.decimals) if clear else None,
        "low": round(low, one.decimals) if clear else None,
        "high": round(high, one.decimals) if clear else None,
    }
