"""From the codes of a response store to whole steps above each item's lowest value.

A block of responses is one byte an answer; a value table says what each byte is worth, NaN for every kind
of missing answer. Option values that lie on a common grid (1 to 5, halves, 0 to 100 by 25, sixths) are
counted in whole steps of that grid, `value = low + unit * step`, so that every sum over persons is a whole
number and does not depend on the order in which blocks are added.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from psychometrics.contract import Counts, Floats, StatisticError

Codes = NDArray[np.uint8]

FIRST_MISSING = 200
"""Codes from here on are kinds of missing answers; below are indexes of options."""

LARGEST_STEP = 65_535
"""Values with more steps are not counted exactly: 2^31 persons times its square still fits 64 bits."""

ROWS = 4096
"""Persons at a time: the working arrays of some fifty items then stay in the processor's cache."""


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """`value = low + unit * step` for each item; `low`, `high`, `unit` have one entry an item.

    An item without any value has low and high NaN. `exact` is False where some item's values lie on no
    common grid (a continuous measurement): `unit` is then 1 and steps are not whole.
    """

    low: Floats
    high: Floats
    unit: Floats
    exact: bool

    @property
    def largest(self) -> Floats:
        """The highest step of each item (0 for an item without any value)."""
        steps = (self.high - self.low) / self.unit
        return np.nan_to_num(np.rint(steps) if self.exact else steps)

    def same(self, other: "Grid") -> bool:
        """Whether sums counted on the two grids can be added."""
        pairs = ((self.low, other.low), (self.high, other.high), (self.unit, other.unit))
        return self.exact == other.exact and all(np.array_equal(a, b, equal_nan=True) for a, b in pairs)

    def select(self, items: Sequence[int]) -> "Grid":
        """The grid of some items."""
        chosen = list(items)
        return Grid(self.low[chosen], self.high[chosen], self.unit[chosen], self.exact)

    @staticmethod
    def of_values(
        values: Floats,
        low: ArrayLike | None = None,
        high: ArrayLike | None = None,
        *,
        widest: bool = False,
    ) -> "Grid":
        """The grid of a matrix of values (persons x items, NaN missing); `widest` as in `grid_unit`.

        `low` and `high` (one for all items, or one each) are the ends of the response scale; without them
        the lowest and highest value that occurs stand for them. Raises `StatisticError` "off_scale" when a
        value lies outside.
        """
        items = values.shape[1]
        lows, highs, units, exact = np.full(items, np.nan), np.full(items, np.nan), np.ones(items), True
        given_low = np.broadcast_to(np.asarray(np.nan if low is None else low, dtype=np.float64), items)
        given_high = np.broadcast_to(np.asarray(np.nan if high is None else high, dtype=np.float64), items)
        require_on_scale(values, given_low, given_high)
        for item in range(items):
            column = values[:, item]
            ends = np.array([given_low[item], given_high[item]])
            known = np.concatenate([column[~np.isnan(column)], ends[~np.isnan(ends)]])
            if not known.size:
                continue
            lows[item], highs[item] = known.min(), known.max()
            unit = grid_unit(known, widest=widest)
            exact = exact and unit is not None
            units[item] = 1.0 if unit is None else unit
        return Grid(lows, highs, units if exact else np.ones(items), exact)


def require_on_scale(values: Floats, low: Floats, high: Floats, names: Sequence[str] | None = None) -> None:
    """Raises `StatisticError` "off_scale" for an answer outside its response scale.

    `values` are persons x items, NaN missing; `low` and `high` one an item, NaN where the scale has no end.
    """
    outside = (values < low) | (values > high)
    if not outside.any():
        return
    person, item = np.argwhere(outside)[0]
    label = names[item] if names is not None else item + 1
    found = values[person, item]
    end = low[item] if found < low[item] else high[item]
    raise StatisticError(
        "off_scale",
        f"person {person + 1} has {found:g} at item {label}, beyond its response scale, which ends at {end:g}",
        "correct the answer or mark it as missing, or widen the scale",
    )


@dataclass(frozen=True, slots=True, eq=False)
class Coding:
    """What each code of each item is worth: its `grid` and `steps`, items x 256, -1 where missing."""

    grid: Grid
    steps: Counts

    @staticmethod
    def of(table: ArrayLike) -> "Coding":
        """The coding of a value table, items x 256, NaN for missing codes."""
        values = np.asarray(table, dtype=np.float64)
        if values.ndim != 2 or values.shape[1] != 256:
            raise StatisticError(
                "table",
                f"the value table has shape {values.shape}, not (items, 256)",
                "give it a row an item",
            )
        grid = Grid.of_values(values.T, widest=True)
        if not grid.exact:
            raise StatisticError(
                "uneven_values",
                "the option values of an item lie on no common grid (such as whole numbers, halves, sixths)",
                "round the option values to at most three decimals",
            )
        steps = np.rint((values - grid.low[:, None]) / grid.unit[:, None])
        return Coding(grid, np.where(np.isfinite(steps), steps, -1).astype(np.int64))

    @property
    def options(self) -> NDArray[np.uint8]:
        """How many options each item has."""
        return np.asarray((self.steps >= 0).sum(axis=1), dtype=np.uint8)

    @property
    def plain(self) -> NDArray[np.bool_]:
        """Which items have code and step alike (values 1, 2, 3, ... in order), so that none is looked up."""
        codes = np.arange(256)
        expected = np.where(codes < self.options[:, None], codes, -1)
        return np.asarray((self.steps == expected).all(axis=1))


def grid_unit(values: Floats, *, widest: bool = True) -> float | None:
    """The unit such that all values lie whole units above the lowest, or None.

    Looks for denominators 1 to 1,000 and powers of ten to 1,000,000; a grid of more than `LARGEST_STEP`
    steps counts as none. The unit is the widest there is (25 for 0, 25, 100), or, unless `widest`, one over
    the denominator (1): blocks of answers on one scale then have one unit, whichever answers occur in them.
    """
    above = values - values.min()
    slack = 4 * np.finfo(float).eps * float(np.abs(values).max())
    for denominator in (*range(1, 1001), 10_000, 100_000, 1_000_000):
        tolerance = 1e-9 + slack * denominator
        if not _whole(above[:64] * denominator, tolerance) or not _whole(above * denominator, tolerance):
            continue
        steps = np.rint(above * denominator)
        most = float(steps.max())
        if not widest and most <= LARGEST_STEP:
            return float(1 / denominator)
        divisor = float(np.gcd.reduce(steps.astype(np.int64))) or float(denominator)
        return divisor / denominator if most / divisor <= LARGEST_STEP else None
    return None


def _whole(numbers: Floats, tolerance: float) -> bool:
    return bool(np.abs(numbers - np.rint(numbers)).max() <= tolerance)


def coded(
    values: ArrayLike, *, low: ArrayLike | None = None, high: ArrayLike | None = None
) -> tuple[Codes, Floats]:
    """Codes and value table of a matrix of values (persons x items, NaN missing).

    `low` and `high` (one for all items, or one each) add the ends of the response scale to the values that
    occur. Missing is coded 253, left blank. Raises `StatisticError` "many_values" when an item has more than
    200 distinct values.
    """
    matrix = np.asarray(values, dtype=np.float64)
    items = matrix.shape[1]
    ends = [
        np.broadcast_to(np.asarray(end, dtype=np.float64), items) for end in (low, high) if end is not None
    ]
    codes = np.full(matrix.shape, 253, dtype=np.uint8)
    table = np.full((items, 256), np.nan)
    for item in range(items):
        column = matrix[:, item]
        known = ~np.isnan(column)
        distinct = np.union1d(column[known], [end[item] for end in ends])
        if distinct.size > FIRST_MISSING:
            raise StatisticError(
                "many_values",
                f"item {item + 1} has {distinct.size} distinct values, more than {FIRST_MISSING}",
                "group the values, or use the values themselves instead of codes",
            )
        table[item, : distinct.size] = distinct
        codes[known, item] = np.searchsorted(distinct, column[known])
    return codes, table


def decoded(codes: ArrayLike, table: ArrayLike) -> Floats:
    """The values of a block of codes (persons x items), NaN where missing: `table[item, code]`."""
    block, values = np.asarray(codes), np.asarray(table, dtype=np.float64)
    return np.asarray(values[np.arange(values.shape[0]), block])


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Some persons, `first` the row of the first: `steps` with 0 for missing answers, and where they are.

    `missing` is 1 where an answer is missing, or None when nothing is. Both are persons x items, float32 or
    float64, and are overwritten by the next chunk.
    """

    first: int
    steps: NDArray[Any]
    missing: NDArray[Any] | None


Order = NDArray[np.int64]


def chunks_of_codes(
    codes: ArrayLike, coding: Coding, *, order: Order | None = None, rows: int = ROWS
) -> Iterator[Chunk]:
    """The block's persons, some at a time, as steps in float32 where sums of squares stay exact there.

    A float32 holds whole numbers to 2^24, so a chunk has at most 2^24 / largest step^2 persons; items with
    larger steps are given in float64. `order` gives the persons in another order than they are stored.
    Raises `StatisticError` "off_scale" for a code below 200 without a value in the table.
    """
    block = checked_codes(codes, coding.steps.shape[0])
    largest = max(1, int(coding.steps.max(initial=0)))
    single = largest <= 256
    rows = min(rows, 2**24 // largest**2) if single else rows
    dtype = np.dtype(np.float32 if single else np.float64)
    if coding.plain.all():
        return _plain(block, coding.options, dtype, order, rows)
    return _looked_up(block, coding, dtype, order, rows)


def checked_codes(codes: ArrayLike, items: int) -> Codes:
    """The block as uint8, persons x items; raises `StatisticError` when it is anything else."""
    block = np.asarray(codes)
    if block.dtype != np.uint8 or block.ndim != 2 or block.shape[1] != items:
        raise StatisticError(
            "codes",
            f"the codes are {block.dtype} of shape {block.shape}, not uint8 of shape (persons, {items})",
            "give one byte an answer and one column a row of the value table",
        )
    return block


def _parts(block: NDArray[Any], order: Order | None, rows: int) -> Iterator[tuple[int, NDArray[Any]]]:
    for first in range(0, len(block), rows):
        last = first + rows
        yield first, block[first:last] if order is None else block[order[first:last]]


def _plain(
    codes: Codes, options: NDArray[np.uint8], dtype: np.dtype[Any], order: Order | None, rows: int
) -> Iterator[Chunk]:
    """Codes that are steps already: arithmetic on bytes instead of a look-up."""
    shape = (min(rows, len(codes)), codes.shape[1])
    limit: Any = options.max(initial=0) if (options == options.max(initial=0)).all() else options
    answered, bytes_ = np.empty(shape, dtype=bool), np.empty(shape, dtype=np.uint8)
    steps, missing = np.empty(shape, dtype=dtype), np.empty(shape, dtype=dtype)
    for first, part in _parts(codes, order, rows):
        size = len(part)
        m, b, x, d = answered[:size], bytes_[:size], steps[:size], missing[:size]
        np.less(part, limit, out=m)
        if m.all():
            np.copyto(x, part, casting="unsafe")
            yield Chunk(first, x, None)
            continue
        _refuse_unknown_codes(part, m, options > 0, first, order)
        np.multiply(part, m.view(np.uint8), out=b)
        np.copyto(x, b, casting="unsafe")
        np.logical_not(m, out=m)
        np.copyto(d, m.view(np.uint8), casting="unsafe")
        yield Chunk(first, x, d)


def _looked_up(
    codes: Codes, coding: Coding, dtype: np.dtype[Any], order: Order | None, rows: int
) -> Iterator[Chunk]:
    """Codes that mean any step: one look-up an answer."""
    lookup = coding.steps.astype(dtype).ravel()
    start = np.arange(codes.shape[1]) * 256
    for first, part in _parts(codes, order, rows):
        x = lookup[part + start]
        unknown = x < 0
        if not unknown.any():
            yield Chunk(first, x, None)
            continue
        _refuse_unknown_codes(part, np.asarray(~unknown), coding.options > 0, first, order)
        x[unknown] = 0
        yield Chunk(first, x, unknown.astype(dtype))


def _refuse_unknown_codes(
    part: Codes, answered: NDArray[np.bool_], valued: NDArray[np.bool_], first: int, order: Order | None
) -> None:
    """Refuse a code below 200 without a value, but for items that have no values at all (choices, text)."""
    options = part < FIRST_MISSING
    if np.count_nonzero(options) == np.count_nonzero(answered):
        return
    unknown = np.argwhere(options & ~answered & valued)
    if len(unknown):
        row, item = unknown[0]
        raise off_scale(first + row if order is None else order[first + row], item, part[row, item])


def off_scale(person: int, item: int, code: int) -> StatisticError:
    """The refusal of a code that is no option of its item; `person` and `item` count from 0."""
    return StatisticError(
        "off_scale",
        f"person {person + 1} has code {code} at item {item + 1}, which is no option of that item",
        "decode the responses with the definition they were collected with",
    )


def chunks_of_values(
    values: Floats, grid: Grid, *, order: Order | None = None, rows: int = ROWS
) -> Iterator[Chunk]:
    """A matrix of values (NaN missing), some persons at a time, as steps in float64."""
    low = np.nan_to_num(grid.low)
    for first, part in _parts(values, order, rows):
        x = (part - low) / grid.unit
        if grid.exact:
            np.rint(x, out=x)
        unknown = np.isnan(x)
        if not unknown.any():
            yield Chunk(first, x, None)
            continue
        x[unknown] = 0
        yield Chunk(first, x, unknown.astype(np.float64))
