"""Axes that fit the numbers they show."""

from collections.abc import Sequence
from math import ceil, floor, log2
from typing import Final

from engine.report.document import Axis

STEPS: Final = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
MOST_STEPS: Final = 4
LEAST_SIZE: Final = 5


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
    step = next(one for one in STEPS if (max(values) - min(values)) / one <= steps or one == STEPS[-1])
    start = max(low, step * floor(min(values) / step - aside))
    end = min(high, step * ceil(max(values) / step + aside))
    if end - start < step:
        start, end = max(low, start - step), min(high, end + step)
    count = round((end - start) / step)
    places = [round(start + step * number, 6) for number in range(count)] + [end]
    return Axis(start, end, tuple((place, tick(place, sign=sign)) for place in places))


def tick(place: float, *, sign: bool) -> str:
    """A number at an axis, with a true minus sign; `sign` also puts a plus before a rise."""
    words = f"{place:+g}" if sign and place else f"{place:g}"
    return words.replace("-", "−")


def sizes_axis(least: float, most: float, *, open_from: float | None = None) -> Axis:
    """Sizes of groups, each tick twice the one before; places are binary logarithms of sizes.

    `open_from` begins a last range without an upper end: it is one step wide, and the last tick says so.
    """
    sizes = [LEAST_SIZE]
    while sizes[0] * 2 <= least:
        sizes[0] *= 2
    while sizes[-1] < max(most, sizes[0] * 2) or (open_from is not None and sizes[-1] <= open_from):
        sizes.append(sizes[-1] * 2)
    ticks = [(log2(size), f"{size:,}") for size in sizes]
    if open_from is not None:
        ticks[-1] = (ticks[-1][0], "or more")
    return Axis(ticks[0][0], ticks[-1][0], tuple(ticks))
