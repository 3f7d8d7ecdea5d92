"""Classes, departments and teams by themselves: which of a school may be shown, and what is kept of each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from engine.disclosure.groups import as_shown, group_at_an_end
from engine.disclosure.rounding import alike, mean_shown, spread_floor
from engine.disclosure.units import UnitRule, shown_units, unit_rule, units_with_statements
from engine.instrument.model import Instrument, Item
from engine.responses.scoring import level_of, scored_subscales
from engine.responses.sorting import language_item, sorted_by_language, sorted_people, sorting_items
from engine.results.composites import frozen_scores
from engine.results.facts import SiteFacts, WaveFacts
from engine.results.items import answered_alike, frozen_items, items_of
from engine.results.measures import Measure
from engine.results.model_score import FrozenItem, FrozenScore
from engine.results.model_unit import UNIT_FORMAT, FrozenUnit
from engine.results.people import Respondents, Spread, option_counts, scores_of, spread_of
from engine.results.school import SchoolFindings
from psychometrics.contract import Counts, Floats


def unit_parts(wave: WaveFacts, found: SchoolFindings) -> Iterator[FrozenUnit]:
    """What is kept of each unit that may be shown, at the first close that shows its school.

    A later close adds none: of two results of a class the difference would be of the late ones.
    """
    counted = {int(site) for site in np.unique(found.people.sites)}
    for number, site in enumerate(found.sites):
        if site.units and number in counted and site.id not in found.parts:
            yield from _of_school(wave, found, number)


def _of_school(wave: WaveFacts, found: SchoolFindings, number: int) -> Iterator[FrozenUnit]:
    site, instrument = found.sites[number], found.instrument
    rows = np.arange(found.order[number], found.order[number + 1])
    people = found.people.take(rows)
    places = np.minimum(people.units[:, 0].astype(np.int64), len(site.units))
    policy = found.own_policy(number)
    rule = unit_rule(policy, site.units[0].kind)
    measures = [one for one in found.measures if one.shown[number]]
    scores = scores_of(instrument, people, scored_subscales(instrument, instrument.form(wave.form)))
    there = np.vstack([np.ones(len(people), bool), *(np.isfinite(scores[:, one.number]) for one in measures)])
    shown = shown_units(places, len(site.units), _shown_groups(wave, found, people, number), there, rule)
    if not (measures and shown):
        return
    below = _Below(
        instrument, wave.form, _by_unit(people, places), scores, len(site.units), shown, policy.items, rule
    )
    by_measure = {one.id: below.scores_on(one) for one in measures}
    sizes = np.bincount(places, minlength=len(site.units) + 1).tolist()
    for at in shown:
        yield _frozen(
            wave, found, site, at, sizes[at], rule, {id: of.get(at) for id, of in by_measure.items()}
        )


def _frozen(
    wave: WaveFacts,
    found: SchoolFindings,
    site: SiteFacts,
    at: int,
    n: int,
    rule: UnitRule,
    scores: dict[str, FrozenScore | None],
) -> FrozenUnit:
    unit = site.units[at]
    all_scores = {one.id: scores.get(one.id) for one in found.measures}
    return FrozenUnit(
        format=UNIT_FORMAT,
        unit=unit.id,
        kind=unit.kind,
        name=unit.name,
        school=site.school,
        n=n,
        expected=unit.expected,
        minimum=rule.least,
        closed=wave.closed,
        simulated=wave.simulated,
        scores=all_scores,
        composites=frozen_scores(found.instrument, found.measures, all_scores),
    )


def _by_unit(people: Respondents, places: NDArray[np.int64]) -> Respondents:
    """The people of a school with their units in place of schools, for what is counted by school."""
    return Respondents(places, people.codes, people.bands, people.languages, people.units)


def _shown_groups(
    wave: WaveFacts, found: SchoolFindings, people: Respondents, number: int
) -> list[NDArray[np.int64]]:
    """Each person's group by every question of which the school shows groups; everyone else is a group too."""
    instrument = found.instrument
    ways = [
        sorted_people(instrument, item, people.codes, people.bands)
        for item in sorting_items(instrument, wave.form)
    ]
    if people.languages.shape[1]:
        ways.append(sorted_by_language(language_item(wave.languages), people.languages))
    shown = {one.item.id: one.places[number] for one in found.groupings}
    return [as_shown(way.places, told) for way in ways if (told := shown.get(way.item.id))]


@dataclass(frozen=True, slots=True, eq=False)
class _Below:
    """The people of one school by unit, last those in none, and which units are shown."""

    instrument: Instrument
    form: str
    people: Respondents
    scores: Floats
    units: int
    shown: Sequence[int]
    items: int
    rule: UnitRule

    def scores_on(self, one: Measure) -> dict[int, FrozenScore]:
        """The shown units' scores on a measure; none where one of them, or the rest, lies at an end of the scale."""
        spread = spread_of(self.scores[:, one.number], self.people.sites, self.units + 1)
        means, people = self._with_rest(one)
        if group_at_an_end(means, people, one.low, one.high):
            return {}
        statements = self._statements(one, spread)
        return {at: _score(one, spread, at, statements.get(at)) for at in self.shown}

    def _with_rest(self, one: Measure) -> tuple[list[float], list[int]]:
        """Means and numbers of the shown units, and of everyone else where there is anybody."""
        score, parts = self.scores[:, one.number], as_shown(self.people.sites, self.shown)
        own = spread_of(score, parts, len(self.shown) + 1)
        there = own.n > 0
        return own.mean[there].tolist(), own.n[there].tolist()

    def _statements(self, one: Measure, spread: Spread) -> dict[int, tuple[FrozenItem, ...]]:
        """The statements of the units that may tell them."""
        asked = [id for id in one.subscale.items if id in set(self.instrument.form(self.form).items)]
        if not asked:
            return {}
        counts = {id: self._options(self.instrument.item(id)) for id in asked}
        same = [answered_alike(self.instrument.item(id), counts[id]) for id in asked]
        flat = [
            any(one[at] for one in same) or alike(float(spread.sd[at]), int(spread.n[at]), one.low, one.high)
            for at in range(self.units)
        ]
        least = max(self.items, self.rule.least)
        told = units_with_statements(list(counts.values()), self.shown, flat, least, self.rule.parts)
        table = items_of(self.instrument, one, counts)
        return {at: frozen_items(table, at) for at in told}

    def _options(self, item: Item) -> Counts:
        return option_counts(self.instrument, self.people, item, self.units + 1)


def _score(one: Measure, spread: Spread, at: int, statements: tuple[FrozenItem, ...] | None) -> FrozenScore:
    from scipy.special import stdtrit

    n, mean, sd = int(spread.n[at]), float(spread.mean[at]), float(spread.sd[at])
    value = mean_shown(mean, n, one.low, one.high, one.decimals)
    half = float(stdtrit(n - 1, 0.975)) * max(sd, spread_floor(n, one.low, one.high)) / sqrt(n)
    level = level_of(one.subscale.levels, value.value)
    return FrozenScore(
        n=n,
        mean=value.value,
        end=value.end,
        low=round(max(one.low, value.value - half), one.decimals),
        high=round(min(one.high, value.value + half), one.decimals),
        alike=alike(sd, n, one.low, one.high),
        level=level.id if level else None,
        benchmark=None,
        items=statements,
    )
