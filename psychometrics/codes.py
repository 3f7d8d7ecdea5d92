"""From the codes of a response store to whole steps above each item's lowest value.

A block of responses is one byte an answer; a value table says what each byte is worth, NaN for every kind of
missing answer. Option values that lie on a common grid (1 to 5, halves, 0 to 100 by 25, sixths) are counted in
whole steps of that grid, `value = low + unit * step`, so that every sum over persons is a whole number and
does not depend on the order in which blocks are added.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from psychometrics.contract import Counts, Floats, StatisticError

Codes = NDArray[np.uint8]

FIRST_MISSING = 200
"""Codes from here on are kinds of missing answers; below are indexes of options."""

LARGEST_STEP = 65_535
"""Steps beyond this are not counted exactly: 2^31 persons times its square still fits 64 bits."""


@dataclass(frozen=True, slots=True, eq=False)
class Coding:
    """What each code of each item is worth, as whole steps: `value = low + unit * step`.

    `low`, `high`, `unit` have one entry an item (NaN, NaN, 1 for an item without any value); `steps` is
    items x 256, -1 where the code is missing. `exact` is False where the values lie on no common grid
    (a continuous measurement): `steps` is then meaningless and sums are kept in floating point.
    """

    low: Floats
    high: Floats
    unit: Floats
    steps: Counts
    exact: bool

    @staticmethod
    def of(table: ArrayLike) -> "Coding":
        """The coding of a value table, items x 256, NaN for missing codes."""
        values = np.asarray(table, dtype=np.float64)
        if values.ndim != 2 or values.shape[1] != 256:
            raise StatisticError(
                "table", f"the value table has shape {values.shape}, not (items, 256)", "give a row an item"
            )
        items = values.shape[0]
        low, high, unit = np.full(items, np.nan), np.full(items, np.nan), np.ones(items)
        steps = np.full(values.shape, -1, dtype=np.int64)
        exact = True
        for item, row in enumerate(values):
            known = np.isfinite(row)
            if not known.any():
                continue
            low[item], high[item] = row[known].min(), row[known].max()
            grid = grid_unit(np.unique(row[known]))
            exact = exact and grid is not None
            unit[item] = 1.0 if grid is None else grid
            steps[item, known] = np.rint((row[known] - low[item]) / unit[item]).astype(np.int64)
        return Coding(low, high, unit, steps, exact)

    @property
    def largest(self) -> Counts:
        """The highest step of each item."""
        return np.asarray(self.steps.max(axis=1, initial=0))


def grid_unit(distinct: Floats) -> float | None:
    """The widest step such that all of the sorted values lie whole steps above the first, or None.

    Looks for denominators 1 to 1,000 and powers of ten to 1,000,000; a grid of more than `LARGEST_STEP`
    steps counts as none.
    """
    above = distinct - distinct[0]
    slack = 4 * np.finfo(float).eps * float(np.abs(distinct).max())
    for denominator in (*range(1, 1001), 10_000, 100_000, 1_000_000):
        scaled = above * denominator
        whole = np.rint(scaled)
        if np.abs(scaled - whole).max() <= 1e-9 + slack * denominator:
            divisor = int(np.gcd.reduce(whole.astype(np.int64))) or 1
            return divisor / denominator if whole[-1] / divisor <= LARGEST_STEP else None
    return None


def coded(
    values: ArrayLike, *, low: ArrayLike | None = None, high: ArrayLike | None = None
) -> tuple[Codes, Floats]:
    """Codes and value table of a matrix of values (NaN missing) with at most 200 distinct values an item.

    `low` and `high` (one for all, or one an item) are the ends of the response scale; without them the
    lowest and highest value that occurs stand for them. Missing is coded 253, left blank.
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
                "treat it as continuous",
            )
        table[item, : distinct.size] = distinct
        codes[known, item] = np.searchsorted(distinct, column[known])
    return codes, table
