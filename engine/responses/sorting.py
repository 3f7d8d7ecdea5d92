"""How background questions sort people into groups, each person into one: by an option, or by a band of numbers.

A question of which several options can be chosen has a group for those who chose one alone, an option each, and one
for those who chose more: groups that share people would give away who is in two of them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count, pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from engine.instrument.kinds import one_of
from engine.instrument.model import Instrument, Item, Option
from engine.language import own_name
from engine.responses.layout import Codes, layout

LANGUAGE: Final = (
    "(language)"  # no item's id: people are sorted by the language they answered in as by a question
)
MORE: Final = "(more than one)"  # no option's value: a group of those who chose several
ALONE: Final = ", no other"  # behind the option of those who chose it and nothing else
SEVERAL: Final = "More than one of these"
BY_LANGUAGE: Final = "Language of the answers"
NO_BAND: Final = 255
MOST_CUTS: Final = 3

Bands = NDArray[np.uint8]  # persons x `banded` items: the number of the band, or none


@dataclass(frozen=True, slots=True)
class NamedGroup:
    id: str
    label: str


@dataclass(frozen=True, slots=True, eq=False)
class Sorted:
    """People in the groups of one question: `places` holds each one's, as many as there are groups for nobody's."""

    item: Item
    groups: tuple[NamedGroup, ...]
    places: NDArray[np.int64]


def sorting_items(instrument: Instrument, form: str) -> tuple[Item, ...]:
    """The questions that sort people: those that the definition names first, then the others as they are asked."""
    asked = instrument.form(form).items
    named = [id for id in instrument.validation.groups if id in asked]
    items = [instrument.item(id) for id in dict.fromkeys((*named, *asked))]
    return tuple(item for item in items if item.kind.background and groups_of(item))


def groups_of(item: Item) -> tuple[NamedGroup, ...]:
    """The groups of a background question; none of a number without limits, which nothing says how to band."""
    if not item.closed:
        return tuple(NamedGroup(*words) for words in _band_words(item))
    if not item.kind.several:
        return tuple(NamedGroup(str(option.value), option.label) for option in item.options)
    alone = (NamedGroup(str(option.value), f"{option.label}{ALONE}") for option in item.options)
    return *alone, NamedGroup(MORE, SEVERAL)


def language_item(languages: Sequence[str]) -> Item:
    """The language of the answers as if it were asked: an option each of a wave's languages, by its own name."""
    options = tuple(Option(tag, own_name(tag)) for tag in languages)
    return one_of(LANGUAGE, BY_LANGUAGE, options)


def sorted_by_language(item: Item, languages: Bands) -> Sorted:
    """The people by the language they answered in; `languages` holds its place among the options, in one column."""
    groups = groups_of(item)
    return Sorted(item, groups, np.minimum(languages[:, 0].astype(np.int64), len(groups)))


def languages_of(languages: Sequence[str], answered: Sequence[str]) -> Bands:
    """The place among a wave's languages of each person's; one column, or none where there is nothing to choose."""
    if len(languages) < 2:
        return np.empty((len(answered), 0), dtype=np.uint8)
    places = {tag: place for place, tag in enumerate(languages)}
    found = [places.get(tag, NO_BAND) for tag in answered]
    return np.array(found, dtype=np.uint8).reshape(len(answered), 1)


def units_of(places: Sequence[int]) -> Bands:
    """The place of each person's unit among those of their school, `NO_BAND` for none: one column."""
    return np.array(places, dtype=np.uint8).reshape(len(places), 1)


def sorted_people(instrument: Instrument, item: Item, codes: Codes, bands: Bands) -> Sorted:
    """The people by one of the questions that sort them."""
    groups = groups_of(item)
    if not item.closed:
        places = bands[:, banded(instrument).index(item)].astype(np.int64)
    elif item.kind.several:
        chosen = codes[:, np.array(layout(instrument).span(item))] == 1
        several = np.where(chosen.sum(axis=1) > 1, len(groups) - 1, chosen.argmax(axis=1))
        places = np.where(chosen.any(axis=1), several, len(groups))
    else:
        places = codes[:, layout(instrument).first[item.id]].astype(np.int64)
    return Sorted(item, groups, np.minimum(places, len(groups)))


# Numbers


@lru_cache(maxsize=256)
def banded(instrument: Instrument) -> tuple[Item, ...]:
    """The background questions whose number puts people into bands."""
    return tuple(
        item for item in instrument.items if item.kind.numeric and item.kind.background and cuts(item)
    )


def cuts(item: Item) -> tuple[int, ...]:
    """Where the bands of a number begin, but for the first.

    The last three of 1, 2, 5, 10, 20, 50, ... that lie above the least and at most half way to the greatest: 5, 10 and
    20 of the years from 0 to 60. They follow from the definition alone, so that they are the same in every wave.
    """
    if item.minimum is None or item.maximum is None:
        return ()
    found: list[int] = []
    for power in count():
        for step in (1, 2, 5):
            cut = step * 10**power
            if cut > item.maximum / 2:
                return tuple(found[-MOST_CUTS:])
            if cut > item.minimum:
                found.append(cut)
    raise AssertionError("numbers do not end")


def _band_words(item: Item) -> list[tuple[str, str]]:
    """The id and the label of each band, lowest first."""
    found = cuts(item)
    if not found:
        return []
    between = [(f"{low}_to_{high}", _from_to(item, low, high)) for low, high in pairwise(found)]
    return [
        (f"under_{found[0]}", f"Under {found[0]}"),
        *between,
        (f"from_{found[-1]}", f"{found[-1]} or more"),
    ]


def _from_to(item: Item, low: int, high: int) -> str:
    if not item.whole:
        return f"{low} to under {high}"
    return f"{low} to {high - 1}" if high - 1 > low else str(low)


def band_of(item: Item, numbers: NDArray[np.float64]) -> NDArray[np.uint8]:
    """The band of each number; none where there is none."""
    bands = np.searchsorted(np.array(cuts(item)), numbers, side="right")
    return np.where(np.isnan(numbers), NO_BAND, bands).astype(np.uint8)


def bands_of(instrument: Instrument, answers: Sequence[Mapping[str, Any] | str | None]) -> Bands:
    """The bands of people's numbers, from their open answers, which may still be the text that is kept."""
    items = banded(instrument)
    numbers = np.full((len(answers), len(items)), np.nan)
    for row, given in enumerate(answers if items else ()):
        known = (json.loads(given) if isinstance(given, str) else given) or {}
        for column, item in enumerate(items):
            number = known.get(item.id)
            if isinstance(number, int | float):
                numbers[row, column] = number
    found = [band_of(item, numbers[:, column]) for column, item in enumerate(items)]
    return np.column_stack(found) if found else np.empty((len(answers), 0), dtype=np.uint8)
