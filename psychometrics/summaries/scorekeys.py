"""One whole number a person and subscale: how many items were answered, and their keyed sum.

Every score is a function of these two, whatever the rule for missing answers; counting them is all that a
pass over the responses has to do.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from psychometrics.contract import Floats, StatisticError
from psychometrics.summaries.codes import FIRST_MISSING, Codes, Coding, checked_codes, grid_unit, off_scale

Method = Literal["mean", "sum"]

ROWS = 16_384
"""Persons at a time: the bytes of some fifty items stay in the processor's cache."""


@dataclass(frozen=True, slots=True)
class ScoredSubscale:
    """What a score is made of: column indexes of the items, which of them are reversed, the rule, the scale.

    `method` "mean" is the mean of the answered items; "sum" is that mean times the number of items, so that
    a missing answer counts as the person's own mean (a prorated sum) and not as nought. A person with fewer
    than `minimum_answered` answers has no score. `rescale` (a, b) maps the lowest possible score onto a and
    the highest onto b, linearly.
    """

    name: str
    items: tuple[int, ...]
    reverse: tuple[bool, ...]
    method: Method = "mean"
    minimum_answered: int = 1
    rescale: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        if not self.items or len(self.items) != len(self.reverse):
            raise StatisticError(
                "key",
                f"subscale {self.name} has {len(self.items)} items and {len(self.reverse)} keys",
                "name its items and say for each whether it is reversed",
            )
        if not 1 <= self.minimum_answered <= len(self.items):
            raise StatisticError(
                "minimum_answered",
                f"subscale {self.name} asks for {self.minimum_answered} answers of {len(self.items)} items",
                "ask for at least one answer and no more than there are items",
            )


@dataclass(frozen=True, slots=True, eq=False)
class Keying:
    """How answers become keys: `key = answered * width + steps`, the sum of one contribution an item.

    The keyed values of the answered items sum to `answered * base + unit * steps`. `contributions` are items
    x 256, 0 for missing codes; `low` and `high` are the ends of the mean score.
    """

    subscale: ScoredSubscale
    base: float
    unit: float
    width: int
    low: float
    high: float
    contributions: NDArray[np.int64]

    @staticmethod
    def of(subscale: ScoredSubscale, table: ArrayLike) -> "Keying":
        """The keying of a subscale under a value table, items x 256, NaN for missing codes."""
        values = np.asarray(table, dtype=np.float64)[list(subscale.items)]
        lows, highs = _ends(subscale, values)
        turn = np.array(subscale.reverse)[:, None]
        keyed = np.where(turn, lows[:, None] + highs[:, None] - values, values)
        known = np.isfinite(keyed)
        base = float(lows.min())
        unit = grid_unit(np.concatenate([[base], keyed[known]]))
        if unit is None:
            raise StatisticError(
                "uneven_values",
                f"the option values of subscale {subscale.name} lie on no common grid",
                "round the option values to at most three decimals",
            )
        steps = np.where(known, np.rint((keyed - base) / unit), 0).astype(np.int64)
        width = int(steps.max(axis=1).sum()) + 1
        contributions = np.where(known, steps + width, 0)
        if subscale.rescale is not None and not highs.mean() > lows.mean():
            raise StatisticError(
                "constant_scale",
                f"the items of subscale {subscale.name} have one possible value each",
                "rescaling needs a scale with two ends: leave `rescale` out",
            )
        return Keying(subscale, base, unit, width, float(lows.mean()), float(highs.mean()), contributions)

    @property
    def cells(self) -> int:
        """How many keys there can be."""
        return (len(self.subscale.items) + 1) * self.width

    def answered(self, keys: NDArray[Any]) -> NDArray[np.int64]:
        """How many items were answered."""
        return np.asarray(keys // self.width, dtype=np.int64)

    def scores(
        self, keys: NDArray[Any], *, minimum_answered: int | None = None, rescaled: bool = True
    ) -> Floats:
        """The scores of keys, NaN where fewer than `minimum_answered` items were answered."""
        answered = self.answered(keys)
        minimum = max(1, self.subscale.minimum_answered if minimum_answered is None else minimum_answered)
        total = answered * self.base + self.unit * (keys - answered * self.width)
        mean = np.divide(total, answered, out=np.full(answered.shape, np.nan), where=answered >= minimum)
        items = len(self.subscale.items)
        ends = self.subscale.rescale
        if ends is not None and rescaled:
            share = (mean - self.low) / (self.high - self.low)
            return np.asarray(ends[0] + (ends[1] - ends[0]) * share)
        return np.asarray(mean * items if self.subscale.method == "sum" else mean)

    @property
    def ends(self) -> tuple[float, float]:
        """The lowest and highest possible score, rescaled where the subscale says so."""
        if self.subscale.rescale is not None:
            return self.subscale.rescale
        items = len(self.subscale.items) if self.subscale.method == "sum" else 1
        return items * self.low, items * self.high


def _ends(subscale: ScoredSubscale, values: Floats) -> tuple[Floats, Floats]:
    for item, row in zip(subscale.items, values, strict=True):
        if not np.isfinite(row).any():
            raise StatisticError(
                "no_values",
                f"item {item + 1} of subscale {subscale.name} has no option with a value",
                "give its options values, or leave it out of the subscale",
            )
    return np.nanmin(values, axis=1), np.nanmax(values, axis=1)


def keys_of(
    codes: ArrayLike, table: ArrayLike, subscales: Sequence[ScoredSubscale]
) -> tuple[list[Keying], list[NDArray[Any]]]:
    """The key of every person for every subscale, in one pass over a block of codes.

    Raises `StatisticError` "off_scale" for a code below 200 that the table has no value for.
    """
    coding = Coding.of(table)
    block = checked_codes(codes, len(coding.steps))
    keyings = [Keying.of(subscale, table) for subscale in subscales]
    sums = [_summing(keying, coding) for keying in keyings]
    keys: list[NDArray[Any]] = [
        np.empty(len(block), np.uint16 if keying.cells <= 2**16 else np.uint32) for keying in keyings
    ]
    for first, part in _transposed(block, coding):
        for sum_, key in zip(sums, keys, strict=True):
            key[first : first + part.shape[1]] = sum_(part)
    return keyings, keys


def _transposed(block: Codes, coding: Coding) -> Iterator[tuple[int, Codes]]:
    """Items x persons, so that adding up items runs along the memory."""
    plain, options = coding.plain, coding.options[:, None]
    for first in range(0, len(block), ROWS):
        part = np.ascontiguousarray(block[first : first + ROWS].T)
        beyond = (part >= options) & (part < FIRST_MISSING) & (options > 0)
        for item in np.flatnonzero(~plain & (coding.options > 0)):
            beyond[item] = np.take(coding.steps[item] < 0, part[item]) & (part[item] < FIRST_MISSING)
        if beyond.any():
            item, row = np.argwhere(beyond)[0]
            raise off_scale(first + row, item, part[item, row])
        yield first, part


def _summing(keying: Keying, coding: Coding) -> Callable[[Codes], NDArray[Any]]:
    """A function from codes (items x persons) to keys."""
    items = np.array(keying.subscale.items)
    kind = np.uint16 if keying.cells <= 2**16 else np.uint32
    lookup = keying.contributions
    if not coding.plain[items].all() or lookup.max() > 255 or not _steps_by_one(lookup):
        narrow = lookup.astype(kind)

        def looked_up(part: Codes) -> NDArray[Any]:
            key: NDArray[Any] = np.zeros(part.shape[1], dtype=kind)
            for item, row in zip(items, narrow, strict=True):
                key += np.take(row, part[item])
            return key

        return looked_up

    options = coding.options[items][:, None]
    start = lookup[:, :1].astype(np.uint8)
    down = np.where(np.array(keying.subscale.reverse), 255, 1).astype(np.uint8)[:, None]

    def reckoned(part: Codes) -> NDArray[Any]:
        """On bytes, where times 255 is times -1; what overflows belongs to missing answers."""
        chosen = part[items]
        answered = (chosen < options).view(np.uint8)
        chosen *= down
        chosen += start
        chosen *= answered
        return np.asarray(np.add.reduce(chosen, axis=0, dtype=kind))

    return reckoned


def _steps_by_one(contributions: NDArray[np.int64]) -> bool:
    """Whether each option of every item is worth one step more (or less) than the one before."""
    for row in contributions:
        worth = row[row > 0]
        if not (np.all(np.diff(worth) == 1) or np.all(np.diff(worth) == -1)):
            return False
    return True
