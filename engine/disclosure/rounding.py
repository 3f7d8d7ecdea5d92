"""How finely a number may be shown: rounded once, and never so near an end that it speaks of every person.

A mean at the very end of its scale says what each person answered, however large the group; so do a share of
nought or of everybody, and an interval without width. Such numbers are shown as "95 or more", "at most 13%",
and with a least width.
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

SMALL: Final = 20  # respondents; fewer are a small group
SMALL_MARGIN: Final = 0.05  # of the scale, at either end, for the mean of a small group
MARGIN: Final = 0.01
SNAP: Final = (
    9  # decimals of a mean before it is printed: more depend on the order in which people were added
)
MARGIN_OF_ONE: Final = (
    0.4  # of the scale, for one person in a larger group: more than a point and a half of five
)
MANY: Final = 100
MOST_AGREEMENT: Final = 0.95
LEAST_SPREAD: Final = 0.10  # of the scale: less than half a point of five
LEAST_SPREAD_OF_ONE: Final = 0.27  # of the scale, over the square root of the others: one differs by a point

End = Literal["at_most", "at_least"]
AT_MOST: Final = -1
AT_LEAST: Final = 1


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as it may be printed; with `end` it is a bound of the true one."""

    value: float
    end: End | None = None


def decimals_shown(low: float, high: float) -> int:
    """The decimals of a school's mean: whole points on a scale of 0 to 100, tenths on one of a few points.

    Never so fine that it gives the sum of all answers.
    """
    return 0 if high - low >= 40 else 1


def mean_shown(mean: float, n: int, low: float, high: float, decimals: int) -> Shown:
    """A mean of `n` people on a scale from `low` to `high`, rounded, and cut off near either end.

    What lies on a tie is told alike for the same answers, as by `rounded`.
    """
    mean, margin = round(mean, SNAP), _margin(n) * (high - low)
    if mean > high - margin:
        return Shown(round(high - margin, decimals), "at_least")
    if mean < low + margin:
        return Shown(round(low + margin, decimals), "at_most")
    return Shown(rounded(mean, decimals))


def rounded(value: float, decimals: int) -> float:
    """A number rounded once, the same for the same answers in whatever order they were added.

    A mean that lies on a tie (49.5) comes out of a sum with an error in its last bit, which follows the order of the
    people and so what is hidden of them; it is laid on the tie first.
    """
    return round(round(value, SNAP), decimals)


def near_an_end(mean: float, n: int, low: float, high: float) -> bool:
    """Whether the mean lies where `mean_shown` would cut it off."""
    mean, margin = round(mean, SNAP), _margin(n) * (high - low)
    return not low + margin <= mean <= high - margin


def spread_floor(n: int, low: float, high: float) -> float:
    """The least standard deviation that may be printed of `n` people, alone or in an interval.

    Less would say that all answer alike. It leaves room for one person who differs by a point of five.
    """
    return max(LEAST_SPREAD, LEAST_SPREAD_OF_ONE / float(np.sqrt(n - 1))) * (high - low)


def alike(sd: float, n: int, low: float, high: float) -> bool:
    """Whether so many people answer so much alike that no item may be shown of them."""
    return sd <= spread_floor(n, low, high)


def agreement_shown(index: float) -> float:
    """An index of agreement in twentieths, and never so high that all answer alike."""
    return round(min(MOST_AGREEMENT, max(0.0, index)) * 20) / 20


def probability_shown(probability: float, least: float = 0.0) -> float:
    """A probability in tenths, and never as good as sure."""
    return min(0.9, max(least, round(probability, 1)))


def percentages(counts: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.int8]]:
    """Counts (of groups, by option in the last axis) as whole percentages, and which of them are bounds.

    A share of at most one person, or of all but one, and one within 5% of nought or of all (1% from a hundred
    people on) is only bounded: -1 where the percentage is "at most", 1 where it is "at least", else 0. Of
    nobody all are 0.
    """
    number = np.asarray(counts, dtype=np.float64)
    n = np.maximum(number.sum(axis=-1, keepdims=True), 1.0)
    margin = np.maximum(1 / n, np.where(n < MANY, SMALL_MARGIN, MARGIN))
    bound = np.ceil(100 * margin - 1e-9)
    few, most = number <= margin * n, number >= (1 - margin) * n
    value = np.where(few, bound, np.where(most, 100 - bound, np.rint(100 * number / n)))
    return value.astype(np.int64), np.where(few, AT_MOST, np.where(most, AT_LEAST, 0)).astype(np.int8)


def _margin(n: int) -> float:
    return max(SMALL_MARGIN if n < SMALL else MARGIN, MARGIN_OF_ONE / n)
