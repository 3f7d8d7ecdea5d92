"""What changed at each school since an earlier wave, and whether by more than its own noise."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.disclosure.rounding import mean_shown, spread_floor
from engine.results.measures import Measure, printed
from engine.results.model_score import FrozenChange
from engine.results.past import Past
from engine.results.people import Spread
from engine.results.terms import Size
from psychometrics.contract import Floats
from psychometrics.independent_change import independent_change

SIZES: Final[tuple[tuple[float, Size], ...]] = (
    (0.2, "tiny"),
    (0.5, "small"),
    (0.8, "medium"),
)  # Cohen's words for the size of g


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """One measure since the wave that each school is compared with: arrays by school, NaN where there is none.

    `wave` is the number of that wave among the pasts, -1 for none; `common_items` by wave. `points` is the
    difference of the two scores as they are printed, `low` and `high` the 95% interval around it as it is printed:
    by these it is decided whether a change is clear, at a school and in the network.
    """

    wave: NDArray[np.int64]
    before: Spread
    now: Spread
    difference: Floats
    points: Floats
    low: Floats
    high: Floats
    lower: Floats
    upper: Floats
    g: Floats
    common_items: tuple[int | None, ...]


def last_waves(pasts: Sequence[Past], schools: int) -> NDArray[np.int64]:
    """For each school the newest earlier wave that shows it; `pasts` stand newest first."""
    found = np.full(schools, -1, dtype=np.int64)
    for number in reversed(range(len(pasts))):
        found[pasts[number].schools(schools)] = number
    return found


def first_waves(pasts: Sequence[Past], schools: int) -> NDArray[np.int64]:
    """For each school the oldest earlier wave that shows it."""
    found = np.full(schools, -1, dtype=np.int64)
    for number, past in enumerate(pasts):
        found[past.schools(schools)] = number
    return found


def changes_since(
    measures: Sequence[Measure], pasts: Sequence[Past], waves: NDArray[np.int64]
) -> dict[str, Change]:
    """By measure its change at every school since the school's wave."""
    return {one.id: change_since(one, pasts, waves) for one in measures}


def change_since(one: Measure, pasts: Sequence[Past], waves: NDArray[np.int64]) -> Change:
    """The measure's change at every school since its wave."""
    nothing = one.spread.where(np.zeros(len(waves), dtype=bool))
    before, now = nothing, nothing
    for number, past in enumerate(pasts):
        compared = past.measures.get(one.id)
        if compared is not None:
            here = waves == number
            before, now = _either(here, compared.before, before), _either(here, compared.now, now)
    found = independent_change((before.n, before.mean, before.sd), (now.n, now.mean, now.sd))
    there = np.where(np.isfinite(found.difference), waves, -1)
    common = tuple(past.measures[one.id].common_items if one.id in past.measures else None for past in pasts)
    points, low, high = printed_change(before, now, one.low, one.high, one.decimals)
    return Change(
        wave=there,
        before=before,
        now=now,
        difference=found.difference,
        points=points,
        low=low,
        high=high,
        lower=found.lower,
        upper=found.upper,
        g=found.g,
        common_items=common,
    )


def printed_change(
    before: Spread, now: Spread, low: float, high: float, decimals: int
) -> tuple[Floats, Floats, Floats]:
    """The difference of two scores as both are printed, and the 95% interval around it, by school.

    `low` and `high` are the ends of the scale. Welch's interval, with no spread under that which may be printed: where
    all answered alike it has a width nonetheless.
    """
    old, new = (printed(part, low, high, decimals) for part in (before, now))
    points = np.round(new - old, decimals)
    wide = [(part.n, part.mean, _floored(part, low, high)) for part in (before, now)]
    found = independent_change(*wide)
    half = (found.upper - found.lower) / 2
    return points, np.round(points - half, decimals), np.round(points + half, decimals)


def _floored(part: Spread, low: float, high: float) -> Floats:
    least = [spread_floor(n, low, high) if n > 1 else np.nan for n in part.n.tolist()]
    return np.maximum(part.sd, np.array(least, dtype=np.float64))


def _either(here: NDArray[np.bool_], one: Spread, other: Spread) -> Spread:
    return Spread(
        np.where(here, one.n, other.n), np.where(here, one.mean, other.mean), np.where(here, one.sd, other.sd)
    )


def frozen_change(one: Measure, change: Change, pasts: Sequence[Past], school: int) -> FrozenChange | None:
    """A school's change as it may be shown: by how much only where the interval leaves out zero.

    Points are the difference of the two printed scores, so that whoever subtracts them finds the same.
    """
    wave = int(change.wave[school])
    if wave < 0:
        return None
    before, now = (
        mean_shown(float(part.mean[school]), int(part.n[school]), one.low, one.high, one.decimals)
        for part in (change.before, change.now)
    )
    points = round(now.value - before.value, one.decimals)
    low, high = float(change.low[school]), float(change.high[school])
    clear = low > 0 or high < 0
    cut = before.end is not None or now.end is not None
    g = float(change.g[school])
    return FrozenChange(
        since=pasts[wave].title,
        version=pasts[wave].version,
        common_items=change.common_items[wave],
        before=before.value,
        before_end=before.end,
        now=now.value,
        now_end=now.end,
        clear=clear,
        points=points if clear else None,
        low=low if clear and not cut else None,
        high=high if clear and not cut else None,
        g=round(g, 1) if clear and not cut and np.isfinite(g) else None,
        size=size(g) if clear and np.isfinite(g) else None,
        around=None if cut else (low + 0.0, high + 0.0),  # no "-0"
    )


def size(g: float) -> Size:
    """Hedges' g in a word."""
    return next((word for cut, word in SIZES if abs(g) < cut), "large")
