"""Earlier waves beside the present one: the same schools, the same items, and whether versions differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.disclosure.policy import Policy
from engine.instrument.model import Instrument, Item, Subscale
from engine.responses.layout import layout
from engine.responses.scoring import minimum_answered
from engine.results.facts import EarlierWave, SiteFacts
from engine.results.measures import Measure
from engine.results.people import Respondents, Spread, read, scores_of, spread_of
from psychometrics.contract import Floats
from psychometrics.scores import ScoredSubscale


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """One measure in an earlier wave and now, by the present wave's schools; nothing where not both are shown.

    `common_items` is how many items both versions share where they are not all the same; both scores are then
    of these alone.
    """

    before: Spread
    now: Spread
    common_items: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """An earlier wave; `measures` by id holds those that it measured too.

    `printed` by id says at which of the present schools its result prints a score of the measure, comparable or not.
    """

    title: str
    version: str
    measures: Mapping[str, Compared]
    printed: Mapping[str, NDArray[np.bool_]]

    def schools(self, number: int) -> NDArray[np.bool_]:
        """Which of so many schools have any measure in both waves."""
        both = [one.before.n > 0 for one in self.measures.values()]
        return np.any(both, axis=0) if both else np.zeros(number, dtype=bool)


LEAST_SHARED: Final = 2  # statements that two forms share before their scores are compared
LEAST_SHARE: Final = 0.5  # of the statements of either form that make the score


@dataclass(frozen=True, slots=True)
class _Pair:
    before: ScoredSubscale
    now: ScoredSubscale
    common_items: int | None


def compare(
    instrument: Instrument,
    form: str,
    sites: Sequence[SiteFacts],
    people: Respondents,
    measures: Sequence[Measure],
    earlier: EarlierWave,
    policy: Policy,
) -> Past:
    """Both waves scored on the items that they share, at the schools that both may show."""
    pairs = {one.id: _pair(instrument, form, one.subscale, earlier) for one in measures}
    asked = {id: pair for id, pair in pairs.items() if pair is not None}
    shown_then = [earlier.schools.get(site.id) for site in earlier.sites]
    whole = np.array([school is not None and school.whole for school in shown_then], dtype=bool)
    numbers = {site.key: number for number, site in enumerate(earlier.sites)}
    places = np.array([numbers.get(site.key, -1) for site in sites], dtype=np.int64)
    them = read(earlier.instrument, whole, earlier.blocks)
    old = scores_of(earlier.instrument, them, [pair.before for pair in asked.values()])
    new = scores_of(instrument, people, [pair.now for pair in asked.values()])
    shown = {one.id: one.shown for one in measures}

    def compared(number: int, id: str) -> Compared:
        before = _at(old[:, number], them, places, len(earlier.sites))
        now = spread_of(new[:, number], people.sites, len(sites))
        both = shown[id] & policy.shows(before.n) & policy.shows(now.n)
        return Compared(before.where(both), now.where(both), asked[id].common_items)

    found = {id: compared(number, id) for number, id in enumerate(asked)}
    there = _printed([one.id for one in measures], earlier).take(places, axis=0) & (places >= 0)[:, None]
    columns = {one.id: there[:, number] for number, one in enumerate(measures)}
    return Past(earlier.title, earlier.instrument.version, found, columns)


def _printed(ids: Sequence[str], earlier: EarlierWave) -> NDArray[np.bool_]:
    """Whether the earlier result prints a score, schools of that wave x measures under their present ids."""
    renamed = earlier.crosswalk.subscales if earlier.crosswalk else {}
    names = [_old_name(id, renamed) for id in ids]
    shown = [earlier.schools.get(site.id) for site in earlier.sites]
    table = [[school is not None and name in school.measures for name in names] for school in shown]
    return np.array(table, dtype=bool).reshape(len(shown), len(names))


def _at(scores: Floats, people: Respondents, places: NDArray[np.int64], schools: int) -> Spread:
    return spread_of(scores, people.sites, schools).take(places)


def _pair(instrument: Instrument, form: str, one: Subscale, earlier: EarlierWave) -> _Pair | None:
    """The subscale's items that both waves asked, and each wave's way of scoring them.

    None where the forms share too few: a score of one statement of six is another score.
    """
    asked_now, asked_then = instrument.form(form).items, earlier.instrument.form(earlier.form).items
    now = [item for item in one.items if item in asked_now]
    pairs = [(_old_item(instrument.item(item), earlier), item) for item in now]
    common = [(old, item) for old, item in pairs if old is not None and old in asked_then]
    then = _scored_then(one.id, earlier, asked_then)
    same = len(common) == len(now) == then
    if not same and not _enough(len(common), max(len(now), then)):
        return None
    least = minimum_answered(one, instrument.form(form))
    if not same:
        least = max(1, ceil(least * len(common) / max(1, len(now))))
    if not common or least > len(common):
        return None
    return _Pair(
        _scored(earlier.instrument, one, [old for old, _ in common], least),
        _scored(instrument, one, [item for _, item in common], least),
        None if same else len(common),
    )


def _enough(common: int, most: int) -> bool:
    """Whether so many shared statements stand for scores of up to so many."""
    return common >= LEAST_SHARED and common >= LEAST_SHARE * most


def _scored_then(subscale: str, earlier: EarlierWave, asked: Sequence[str]) -> int:
    """How many items the earlier wave's score of this subscale was made of."""
    name = _old_name(subscale, earlier.crosswalk.subscales if earlier.crosswalk else {})
    found = earlier.instrument.subscale_by_id.get(name)
    return len([item for item in found.items if item in asked]) if found else 0


def _old_item(item: Item, earlier: EarlierWave) -> str | None:
    """The earlier item that the crosswalk names, or else the one of the same id and words."""
    names = earlier.crosswalk.items if earlier.crosswalk else {}
    old = earlier.instrument.item_by_id.get(_old_name(item.id, names))
    if old is None or [one.value for one in old.options] != [one.value for one in item.options]:
        return None
    same_words = earlier.crosswalk is None or old.id != item.id or old.text == item.text
    return old.id if same_words else None


def _old_name(name: str, names: Mapping[str, str]) -> str:
    return next((old for old, new in names.items() if new == name), name)


def _scored(instrument: Instrument, one: Subscale, items: Sequence[str], least: int) -> ScoredSubscale:
    return ScoredSubscale(
        name=one.id,
        items=tuple(layout(instrument).indexes(items)),
        reverse=tuple(instrument.item(item).reverse for item in items),
        method="sum" if one.score.method == "sum" else "mean",
        minimum_answered=least,
        rescale=one.score.rescale,
    )
