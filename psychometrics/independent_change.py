"""Change of group means between waves whose people cannot be linked: difference, interval and Hedges' g."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Floats, StatisticError


@dataclass(frozen=True, slots=True)
class IndependentChange:
    """Second minus first wave of each group: arrays, NaN where a wave has fewer than two people.

    `lower` and `upper` bound the difference; `g` is standardised by the pooled SD within the waves.
    """

    difference: Floats
    lower: Floats
    upper: Floats
    g: Floats
    level: float

    @property
    def up(self) -> np.ndarray:
        """Groups whose whole interval lies above zero."""
        return np.asarray(self.lower > 0)

    @property
    def down(self) -> np.ndarray:
        return np.asarray(self.upper < 0)


def independent_change(
    first: tuple[ArrayLike, ArrayLike, ArrayLike],
    second: tuple[ArrayLike, ArrayLike, ArrayLike],
    *,
    level: float = 0.95,
) -> IndependentChange:
    """How much the mean of each group changed between two waves of anonymous answers.

    `first`, `second`: number of people, mean and standard deviation (n - 1), each one a group in the same
    order, NaN where missing. Returns an `IndependentChange`. Raises `StatisticError` when lengths differ.

    Welch's interval, difference +- t(df) sqrt(s1^2 / n1 + s2^2 / n2) with Satterthwaite's df; Hedges' g =
    (1 - 3 / (4 (n1 + n2 - 2) - 1)) difference / pooled SD. Most people answer in both waves, and as nobody
    knows who did, they are treated as different people: the interval is then too wide, never too narrow, as
    long as the same people answer alike.
    Welch (1947), doi:10.1093/biomet/34.1-2.28; Hedges (1981), doi:10.3102/10769986006002107. R: `t.test(b,
    a)$conf.int[1:2]`; `effectsize::hedges_g(b, a)$Hedges_g`.
    """
    from scipy.special import stdtrit

    n1, m1, s1 = (np.asarray(one, dtype=np.float64) for one in first)
    n2, m2, s2 = (np.asarray(one, dtype=np.float64) for one in second)
    if len({one.shape for one in (n1, m1, s1, n2, m2, s2)}) != 1:
        raise StatisticError("shape", "the waves list different groups", "give the same groups in each wave")
    enough = (n1 > 1) & (n2 > 1)
    n1, n2 = np.where(enough, n1, np.nan), np.where(enough, n2, np.nan)
    v1, v2 = s1**2 / n1, s2**2 / n2
    error = np.sqrt(v1 + v2)
    spread = v1**2 / (n1 - 1) + v2**2 / (n2 - 1)
    df = np.divide((v1 + v2) ** 2, spread, out=n1 + n2 - 2, where=spread > 0)
    half = np.where(enough, stdtrit(np.where(enough, df, 1.0), (1 + level) / 2) * error, np.nan)
    difference = np.where(enough, m2 - m1, np.nan)
    pooled = np.sqrt(((n1 - 1) * s1**2 + (n2 - 1) * s2**2) / (n1 + n2 - 2))
    J = 1 - 3 / (4 * (n1 + n2 - 2) - 1)
    g = np.divide(J * difference, pooled, out=np.full_like(difference, np.nan), where=pooled > 0)
    return IndependentChange(difference, difference - half, difference + half, g, level)
