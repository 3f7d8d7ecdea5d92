"""Groups of a school's respondents, by role or the like: those that may be shown, and how they differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
    numbers = [found.people[school], *(found.measures[one.id].n[rows] for one in measures)]
    names = [str(option.value) for option in found.item.options]
    counts = {name: [int(part[at]) for part in numbers] for at, name in enumerate(names)}
    shown = published_groups(counts, [int(part[-1]) for part in numbers], policy.subgroup)
    if not shown or not measures:
        return None
    places = {name: [names.index(name)] for name in shown}
    others = [at for at in range(found.size) if at not in {names.index(name) for name in shown}]
    found_measures = {one.id: _measure(one, found.measures[one.id], rows, places, others) for one in measures}
    labels = {str(option.value): option.label for option in found.item.options}
    rest = int(sum(found.people[school][at] for at in others))
    return {
        "by": found.item.id,
        "question": found.item.text,
        "groups": [
            {"id": name, "label": labels[name], "n": counts[name][0], "roster": site.roster_by_role.get(name)}
            for name in shown
        ],
        "rest": {"n": rest, "roster": _rest_roster(site.roster_by_role, shown)},
        "measures": {id: part for id, part in found_measures.items() if part is not None},
    }


def _rest_roster(roster: Mapping[str, int], shown: Sequence[str]) -> int | None:
    return sum(number for name, number in roster.items() if name not in shown) if roster else None


def _measure(
    one: Measure, spread: Spread, rows: slice, places: Mapping[str, list[int]], others: list[int]
) -> Document | None:
    """The groups' means on one measure; None where one of them lies at an end, or the rest does."""
    parts = {name: _pooled(spread, rows, at) for name, at in places.items()}
    rest = _pooled(spread, rows, others)
    if any(near_an_end(mean, n, one.low, one.high) for n, mean, _ in (*parts.values(), rest)):
        return None
    everybody = list(range(rows.stop - rows.start))
    return {
        "groups": {name: _score(one, *part) for name, part in parts.items()},
        "rest": _score(one, *rest),
        "gaps": {
            name: _gap(one, part, _pooled(spread, rows, [at for at in everybody if at not in places[name]]))
            for name, part in parts.items()
        },
    }


def _pooled(spread: Spread, rows: slice, at: list[int]) -> tuple[int, float, float]:
    """Number, mean and standard deviation of several groups taken as one."""
    n, mean, sd = (np.nan_to_num(part[rows][at]) for part in (spread.n, spread.mean, spread.sd))
    total = int(n.sum())
    if total < 2:
        return total, float("nan"), float("nan")
    centre = float((n * mean).sum() / total)
    squares = float((np.maximum(n - 1, 0) * sd**2).sum() + (n * (mean - centre) ** 2 * (n > 0)).sum())
    return total, centre, float(np.sqrt(squares / (total - 1)))


def _score(one: Measure, n: int, mean: float, sd: float) -> dict[str, Any]:
    value = mean_shown(mean, n, one.low, one.high, one.decimals).value
    found = mean_interval(value, max(sd, spread_floor(n, one.low, one.high)), n)
    return {
        "n": n,
        "mean": value,
        "low": round(max(one.low, found.lower), one.decimals),
        "high": round(min(one.high, found.upper), one.decimals),
    }


def _gap(one: Measure, part: tuple[int, float, float], others: tuple[int, float, float]) -> Document:
    """How far a group lies from everyone else, where the interval of the difference leaves out zero."""
    found = independent_change(([others[0]], [others[1]], [others[2]]), ([part[0]], [part[1]], [part[2]]))
    clear = bool(found.up[0] or found.down[0])
    return {
        "clear": clear,
        "points": round(float(found.difference[0]), one.decimals) if clear else None,
        "low": round(float(found.lower[0]), one.decimals) if clear else None,
        "high": round(float(found.upper[0]), one.decimals) if clear else None,
    }
