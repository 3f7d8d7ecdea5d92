"""Axes with round numbers on them."""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from engine.disclosure.policy import FLOOR
from engine.printed import Value, coefficient, count, decimal, known, shortest
from engine.report.document import Axis

STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
SCORE_STEPS: Final = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
MOST_STEPS: Final = 4


def axis(values: Iterable[Value], *, ticks: int = 5, least: float = 0.0) -> Axis:
    """From a round number below the values to one above them; `least` is how far it spans at the least."""
    numbers = [number for number in map(known, values) if number is not None] or [0.0, 1.0]
    low, high = min(numbers), max(numbers)
    spare = max(0.0, least - (high - low)) / 2
    low, high = low - spare, high + spare
    if low == high:
        low, high = low - 0.5, high + 0.5
    step = _step((high - low) / ticks)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9)) + (
        1 if step * 10 ** -math.floor(math.log10(step)) == 2.5 else 0
    )
    return _axis(range(first, last + 1), step, lambda value: decimal(value, decimals))


def from_zero(values: Iterable[Value], *, ticks: int = 5) -> Axis:
    """An axis with its first number at 0, which reaches below only as far as a value does."""
    numbers = [number for number in map(known, values) if number is not None]
    made = axis([0.0, *(number for number in numbers if number > 0)], ticks=ticks)
    return Axis(min(0.0, *numbers), made.high, made.ticks)


def coefficients(values: Iterable[Value], *, ticks: int = 5, least: float = 0.1) -> Axis:
    """The same for coefficients, which print without a zero before the point and end at 1."""
    made = axis(values, ticks=ticks, least=least)
    places = [place for place, _ in made.ticks if place <= 1 + 1e-9]
    if len(places) < 2:
        return made
    return Axis(places[0], places[-1], tuple((place, coefficient(place)) for place in places))


def values_axis(
    values: Sequence[float],
    low: float,
    high: float,
    *,
    aside: float = 0.0,
    steps: int = MOST_STEPS,
    sign: bool = False,
) -> Axis:
    """An axis in whole steps around the values, about so many of them, within the ends of their scale.

    `aside` is the room for numbers over and under the values, as a part of a step.
    """
    step = next(
        step for step in SCORE_STEPS if (max(values) - min(values)) / step <= steps or step == SCORE_STEPS[-1]
    )
    start = max(low, step * math.floor(min(values) / step - aside))
    end = min(high, step * math.ceil(max(values) / step + aside))
    if end - start < step:
        start, end = max(low, start - step), min(high, end + step)
    steps_between = round((end - start) / step)
    places = [round(start + step * number, 6) for number in range(steps_between)] + [end]
    return Axis(start, end, tuple((place, shortest(place, sign=sign)) for place in places))


def sizes_axis(least: float, most: float, *, open_from: float | None = None) -> Axis:
    """Sizes of groups, each tick twice the one before, from the smallest shown; places are binary logarithms.

    `open_from` begins a last range without an upper end: it is one step wide, and the last tick says so.
    """
    sizes = [FLOOR]
    while sizes[0] * 2 <= least:
        sizes[0] *= 2
    while sizes[-1] < max(most, sizes[0] * 2) or (open_from is not None and sizes[-1] <= open_from):
        sizes.append(sizes[-1] * 2)
    ticks: list[tuple[float, str]] = [(math.log2(size), count(size)) for size in sizes]
    if open_from is not None:
        ticks[-1] = (ticks[-1][0], "or more")
    return Axis(ticks[0][0], ticks[-1][0], tuple(ticks))


def _step(rough: float) -> float:
    scale: float = 10.0 ** math.floor(math.log10(rough))
    return next(step * scale for step in STEPS if step * scale >= rough * (1 - 1e-9))


def _axis(places: range, step: float, label: Callable[[float], str]) -> Axis:
    ticks = tuple((round(place * step, 10), label(place * step)) for place in places)
    return Axis(ticks[0][0], ticks[-1][0], ticks)
