"""Run charts: values in order of time beside their median, two rules for a signal, and how often chance gives one.

The rules are those of Perla, Provost and Murray (2011), doi:10.1136/bmjqs.2009.037895. A signal says that the values
are unlike an order of pure chance; it names no cause.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from psychometrics.contract import Floats, StatisticError
from psychometrics.literature import Citation

PERLA: Final = Citation(
    "Perla et al., 2011",
    "Perla, R. J., Provost, L. P., & Murray, S. K. (2011). The run chart: A simple analytical tool for learning from "
    "variation in healthcare processes. BMJ Quality & Safety, 20(1), 46-51.",
    "10.1136/bmjqs.2009.037895",
)
SHIFT: Final = 6
"""Points in a row on one side of the median that make a shift; points on the median are skipped."""
TREND: Final = 5
"""Points in a row that rise, or that fall, and so make a trend; of equal neighbours one is counted."""
FIRST_SHIFT: Final = 2 * SHIFT
"""The fewest points off the median at which a shift can be: no more than half of them are on one side of it."""

Rule = Literal["shift", "trend"]


@dataclass(frozen=True, slots=True)
class Signal:
    """A stretch of points, from the place `first` to the place `last` from 0 on; `upwards` is above, or rising."""

    rule: Rule
    upwards: bool
    first: int
    last: int
    points: int


@dataclass(frozen=True, slots=True)
class RunChart:
    """The median of `n` values, how many are not on it, the longest run by each rule, and the signals."""

    n: int
    median: float
    off_median: int
    longest_side: int
    longest_way: int
    signals: tuple[Signal, ...]


def run_chart(values: Sequence[float]) -> RunChart:
    """What the rules say of values in order of time. Raises `StatisticError` without a value, or with one not finite.

    A shift is `SHIFT` points in a row on one side of the median, skipping those on it. A trend is `TREND` points in a
    row that rise, or that fall; of equal neighbours one is counted. Perla et al. (2011),
    doi:10.1136/bmjqs.2009.037895.
    R: `median(x)`; `max(rle(sign(x[x != median(x)] - median(x)))$lengths)`;
    `max(rle(sign(diff(rle(x)$values)))$lengths) + 1`.
    """
    given = _checked(values)
    median = float(np.median(given))
    sides = [(place, bool(value > median)) for place, value in enumerate(given) if value != median]
    sided = _stretches(sides)
    kept = [0, *(place for place in range(1, len(given)) if given[place] != given[place - 1])]
    before = dict(zip(kept[1:], kept, strict=False))
    steps = [(place, bool(given[place] > given[earlier])) for place, earlier in before.items()]
    ways = [(before[first], last, up, n + 1) for first, last, up, n in _stretches(steps)]
    found = [Signal("shift", up, first, last, n) for first, last, up, n in sided if n >= SHIFT]
    found += [Signal("trend", up, first, last, n) for first, last, up, n in ways if n >= TREND]
    return RunChart(
        len(given),
        median,
        len(sides),
        max((n for *_, n in sided), default=0),
        max((n for *_, n in ways), default=1),
        tuple(sorted(found, key=lambda one: (one.first, one.rule))),
    )


def false_alarms(values: Sequence[float], runs: int = 4000, seed: int = 1) -> float:
    """The share of orders of these same values, drawn by pure chance, in which at least one rule signals.

    Drawn with a fixed seed from the values whatever their order, so that ties count as they are. Its standard error
    is at most 0.5 / sqrt(runs): 0.008 for 4000. Values of a real team lean on the month before, and then both rules
    signal more often than this.
    """
    given = np.sort(_checked(values))
    drawn = np.random.default_rng(seed).permuted(np.tile(given, (runs, 1)), axis=1)
    return float(np.mean(_shifts(drawn) | _trends(drawn)))


def chance_signals(points: int, runs: int = 4000, seed: int = 1) -> tuple[float, float, float]:
    """How often so many points of pure chance, no two alike, show a shift, a trend, and at least one of them."""
    drawn = np.random.default_rng([seed, points]).random((runs, points))
    shifts, trends = _shifts(drawn), _trends(drawn)
    return float(shifts.mean()), float(trends.mean()), float((shifts | trends).mean())


def _checked(values: Sequence[float]) -> Floats:
    given = np.asarray(values, dtype=np.float64)
    if given.ndim != 1 or not given.size:
        raise StatisticError("no_values", "there is no value to chart", "give at least one")
    if not np.isfinite(given).all():
        raise StatisticError("infinite", "a value is missing or infinite", "leave out what was not measured")
    return given


def _stretches(marks: Sequence[tuple[int, bool]]) -> list[tuple[int, int, bool, int]]:
    """Runs of equal marks: the first place, the last, the mark, and how many."""
    found: list[tuple[int, int, bool, int]] = []
    for place, mark in marks:
        if found and found[-1][2] is mark:
            first, _, _, count = found[-1]
            found[-1] = (first, place, mark, count + 1)
        else:
            found.append((place, place, mark, 1))
    return found


def _shifts(drawn: Floats) -> NDArray[np.bool_]:
    """Row by row whether there is a shift."""
    return _longest(np.sign(drawn - np.median(drawn, axis=1, keepdims=True))) >= SHIFT


def _trends(drawn: Floats) -> NDArray[np.bool_]:
    """Row by row whether there is a trend: one step fewer than points."""
    return _longest(np.sign(np.diff(drawn, axis=1))) >= TREND - 1


def _longest(signs: Floats) -> NDArray[np.int64]:
    """Row by row the longest run of 1 or of -1; zeros neither end it nor count."""
    now, last = np.zeros(len(signs), dtype=np.int64), np.zeros(len(signs))
    longest = now.copy()
    for sign in signs.T:
        counts = sign != 0
        now = np.where(counts, np.where(sign == last, now + 1, 1), now)
        last = np.where(counts, sign, last)
        longest = np.maximum(longest, now)
    return longest
