"""Answers that give each option a number: points that make up a sum, and the places of a ranking; and sliders.

As a text, the number of an option is `option=number`; what is not named has none. The numbers of one answer are kept
as they are, a byte an option, so that the rules here hold for a form and for a row of a file alike.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.instrument.model import Item, Option
from engine.instrument.reading import SHOWN, read_number, refused
from engine.instrument.rules import Answer, Value
from engine.instrument.written_number import numbers_in, same_number
from engine.problems import Blank, Problem, Refused, listed, worded

BETWEEN: Final = "="  # an option's value and its number; no option's value holds it
NO_PLACE: Final = 0
USUAL_TOTAL: Final = 100
USUAL_TOP: Final = 3
LOWEST, HIGHEST, STEP = 0.0, 100.0, 1.0  # of a slider that says nothing else
DIGITS: Final = 9  # behind the point, of a slider's numbers
FALLING: Final = 0.6  # how much less each option is liked than the one before, in standard deviations


def total_of(item: Item) -> int:
    """The sum that the points of an item make up."""
    return item.total or USUAL_TOTAL


def top_of(item: Item) -> int:
    """How many places a ranking has to give."""
    return min(item.top or USUAL_TOP, len(item.options))


# Points that make up a sum


def points_to_give(item: Item) -> tuple[Option, ...]:
    return _whole_numbers(total_of(item))


def read_sum(item: Item, texts: Sequence[str]) -> tuple[int, ...]:
    """The points of each option, in their order; an option without a number has none."""
    numbers = _numbers(item, texts, total_of(item))
    _require(sum_wrong(item, numbers))
    return tuple(numbers)


def sum_wrong(item: Item, numbers: Sequence[int]) -> Problem | None:
    """What is wrong with the points of one answer."""
    given, total = sum(numbers), total_of(item)
    if given == total:
        return None
    blanks = {"given": given, "total": total, "missing": abs(total - given)}
    return _wrong(item, "not_the_sum", "sum_too_small" if given < total else "sum_too_large", **blanks)


def draw_sums(generator: np.random.Generator, item: Item, people: int) -> NDArray[np.uint8]:
    """Shares drawn at random, the first the largest on average, rounded so that they make the sum."""
    options = len(item.options)
    shares = generator.dirichlet(np.arange(options + 1, 1, -1), people) * total_of(item)
    whole = np.floor(shares)
    left = total_of(item) - whole.sum(axis=1)
    order = np.argsort(np.argsort(whole - shares, axis=1), axis=1)  # 0 where most was cut off
    drawn: NDArray[np.uint8] = (whole + (order < left[:, None])).astype(np.uint8)
    return drawn


# Places of a ranking


def places_to_give(item: Item) -> tuple[Option, ...]:
    return (Option(NO_PLACE, "No place"), *(Option(n, f"Place {n}") for n in range(1, top_of(item) + 1)))


def read_ranking(item: Item, texts: Sequence[str]) -> tuple[Value, ...]:
    """The options that were ranked, the first first; texts without numbers are options in that order."""
    if not any(BETWEEN in text for text in texts):
        texts = [f"{text}{BETWEEN}{place}" for place, text in enumerate(texts, 1)]
    places = _numbers(item, texts, top_of(item))
    _require(ranking_wrong(item, places))
    return ranked(item, places)


def ranked(item: Item, places: Sequence[int]) -> tuple[Value, ...]:
    """The options that have a place, in order."""
    found = sorted((place, at) for at, place in enumerate(places) if place != NO_PLACE)
    return tuple(item.options[at].value for _, at in found)


def places_of(item: Item, answer: Answer) -> tuple[int, ...]:
    """The place of each option: the inverse of `ranked`."""
    order = answer if isinstance(answer, tuple) else ()
    return tuple(
        order.index(option.value) + 1 if option.value in order else NO_PLACE for option in item.options
    )


def ranking_wrong(item: Item, places: Sequence[int]) -> Problem | None:
    """What is wrong with the places of one answer: a place given twice, or one left out above another."""
    holders: dict[int, list[str]] = defaultdict(list)
    for option, place in zip(item.options, places, strict=True):
        holders[place].append(option.label)
    given = sorted(place for place in holders if place != NO_PLACE)
    if not given:
        return _wrong(item, "no_first_place")
    shared = next((place for place in given if len(holders[place]) > 1), None)
    if shared is not None:
        first, second, *_ = holders[shared]
        return _wrong(item, "shared_place", first=first, second=second, rank=shared)
    absent = next((place for place in range(1, given[-1]) if place not in given), None)
    return None if absent is None else _wrong(item, "place_left_out", given=given[-1], absent=absent)


def draw_rankings(generator: np.random.Generator, item: Item, people: int) -> NDArray[np.uint8]:
    """The places of options whose liking falls in their order, by chance more or less."""
    liking = generator.normal(size=(people, len(item.options))) - FALLING * np.arange(len(item.options))
    places = np.argsort(np.argsort(-liking, axis=1), axis=1) + 1
    drawn: NDArray[np.uint8] = np.where(places <= top_of(item), places, NO_PLACE).astype(np.uint8)
    return drawn


# Sliders


def slider_points(item: Item) -> tuple[Option, ...]:
    """Every number that a slider can stand at."""
    return _steps(*slider_ends(item), STEP if item.step is None else item.step)


def slider_ends(item: Item) -> tuple[float, float]:
    return (
        LOWEST if item.minimum is None else item.minimum,
        HIGHEST if item.maximum is None else item.maximum,
    )


def read_slider(item: Item, texts: Sequence[str]) -> Value:
    """The number at which a slider stands."""
    number = read_number(item, texts)
    points = [float(point.value) for point in slider_points(item)]
    low, high = points[0], points[-1]
    if not low <= number <= high:
        code = "too_small" if number < low else "too_large"
        raise refused(item, code, f"{code}_from_to", text=texts[0], low=low, high=high)
    at = int(np.searchsorted(points, number))
    for near in (at - 1, at):
        if 0 <= near < len(points) and same_number(points[near], number):
            return slider_points(item)[near].value
    choices = tuple(f"{points[near]:.9g}" for near in (at - 1, at))
    raise refused(item, "between_steps", text=texts[0], choices=choices)


def draw_sliders(generator: np.random.Generator, item: Item, people: int) -> NDArray[np.uint8]:
    """Places along a slider, most of them above its middle."""
    steps = len(slider_points(item)) - 1
    return np.rint(generator.beta(3, 2, (people, 1)) * steps).astype(np.uint8)


@lru_cache(maxsize=64)
def _steps(low: float, high: float, step: float) -> tuple[Option, ...]:
    count = round((high - low) / step) + 1
    numbers = (round(low + place * step, DIGITS) for place in range(count))
    values = [int(number) if number.is_integer() else number for number in numbers]
    return tuple(Option(value, str(value)) for value in values)


# What they share


@lru_cache(maxsize=64)
def _whole_numbers(most: int) -> tuple[Option, ...]:
    return tuple(Option(number, str(number)) for number in range(most + 1))


def _wrong(item: Item, code: str, wording: str = "", **blanks: Blank) -> Problem:
    return worded(code, item.id, wording or code, path=item.id, **blanks)


def _require(wrong: Problem | None) -> None:
    if wrong is not None:
        raise Refused([wrong])


def _numbers(item: Item, texts: Sequence[str], most: int) -> list[int]:
    """The number of each option, 0 where none is given."""
    places = {str(option.value): at for at, option in enumerate(item.options)}
    found: dict[int, int] = {}
    for text in texts:
        value, between, number = text.partition(BETWEEN)
        if value not in places or not between:
            known = listed(f"{known}{BETWEEN}1" for known in places)
            raise refused(item, "not_an_option", "no_number_beside", text=text[:SHOWN], known=known)
        at = places[value]
        if found.setdefault(at, given := _whole(item, item.options[at], number, most)) != given:
            raise refused(item, "two_answers", "two_numbers", option=item.options[at].label)
    return [found.get(at, 0) for at in range(len(item.options))]


def _whole(item: Item, option: Option, text: str, most: int) -> int:
    """A whole number from 0 to the most there is; blanks and a sign of percent around it are no matter."""
    numbers = numbers_in(text.strip().removesuffix("%"))
    blanks: dict[str, Blank] = {"text": text.strip()[:SHOWN], "option": option.label, "most": most}
    if len(numbers) != 1:
        raise refused(item, "not_a_number", "not_a_number_beside", **blanks)
    (number,) = numbers
    if not number.is_integer():
        raise refused(item, "not_whole", "not_whole_beside", **blanks)
    if number < 0:
        raise refused(item, "too_small", "too_small_beside", **blanks)
    if number > most:
        raise refused(item, "too_large", "too_large_beside", **blanks)
    return int(number)
