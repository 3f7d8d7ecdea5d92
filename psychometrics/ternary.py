"""Parts of three in a triangle: how many people lie in each of its cells, and where the centre may lie.

Each corner is a whole that is one part alone. Lines along the sides cut the triangle into equal small ones.
"""

from dataclasses import dataclass
from math import gcd
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.compositional import PartsOfAWhole
from psychometrics.contract import Counts, Floats, StatisticError, response_matrix
from psychometrics.literature import Citation

STEPS: Final = (7, 5, 4, 3)
LEAST_TOTAL: Final = 20
OUTLINE: Final = 72

ILR: Final = np.array([[1, -1, 0], [1, 1, -2]]) / np.sqrt([[2], [6]])
"""Rows give isometric log-ratios: ln(x1 / x2) / sqrt(2), and ln(x1 x2 / x3^2) / sqrt(6)."""

EGOZCUE = Citation(
    "Egozcue et al., 2003",
    "Egozcue, J. J., Pawlowsky-Glahn, V., Mateu-Figueras, G., & Barceló-Vidal, C. (2003). Isometric logratio "
    "transformations for compositional data analysis. Mathematical Geology, 35(3), 279-300.",
    "10.1023/A:1023818214614",
)

Steps = tuple[int, int, int]


def steps_of(total: int) -> int | None:
    """Into how many steps a side is cut, so that no whole number of points lies on a line within the triangle.

    Seven, where the total is no multiple of it: people like round numbers, and of what lies on a line nobody could
    say which cell it belongs to. None below 20 points, which are too few for cells.
    """
    return next((steps for steps in STEPS if gcd(steps, total) == 1), None) if total >= LEAST_TOTAL else None


def cell_counts(points: ArrayLike, total: int, steps: int) -> Counts:
    """How many of some persons x 3 lie in each cell, at [a, b, c] the steps below their parts; added with `+`.

    Where the three steps make up `steps` - 1 a cell points up, where they make up `steps` - 2 it points down; no
    other place holds anybody. A part that is the whole lies in the cell of its corner. Raises `StatisticError` for
    points that do not make up the total.
    """
    values = response_matrix(points, minimum_items=3)
    if values.shape[1] != 3 or (values < 0).any() or (values.sum(axis=1) != total).any():
        raise StatisticError("not_parts", "some points do not make up the total", "give three parts of it")
    below = np.minimum(np.floor(values * steps / total).astype(np.int64), steps - 1)
    counts = np.zeros((steps, steps, steps), dtype=np.int64)
    np.add.at(counts, tuple(below.T), 1)
    return counts


def cells_of(steps: int) -> tuple[Steps, ...]:
    """Every cell by the steps below its parts."""
    return tuple(
        (first, second, third)
        for first in range(steps)
        for second in range(steps - first)
        for third in (steps - 1 - first - second, steps - 2 - first - second)
        if third >= 0
    )


def corners(cell: Steps, steps: int) -> tuple[tuple[float, float, float], ...]:
    """The three corners of a cell as shares that make up 1."""
    up = sum(cell) == steps - 1
    made = []
    for place in range(3):
        ends = [(below + (at == place if up else at != place)) / steps for at, below in enumerate(cell)]
        made.append((ends[0], ends[1], ends[2]))
    return tuple(made)


def whole_points(below: int, steps: int, total: int) -> tuple[int, int]:
    """The least and the most whole points of a step: no line within the triangle lies on a whole number."""
    least = -(-below * total // steps)
    return least, (total if below == steps - 1 else -(-(below + 1) * total // steps) - 1)


@dataclass(frozen=True, slots=True)
class CenterRegion:
    """Where the centre of three parts may lie: the `outline` of the region, points x 3 shares, at a `level`."""

    level: float
    outline: Floats


def center_region(made: PartsOfAWhole, level: float = 0.95) -> CenterRegion:
    """The confidence region of the closed geometric mean: Hotelling's ellipse of the isometric log-ratios, turned back.

    An ilr vector z is within where n (z - m)' S^-1 (z - m) <= 2 (n - 1) / (n - 2) F(level; 2, n - 2). Persons are
    taken as independent. Raises `StatisticError` with other than three parts, fewer than three persons, or no spread
    in some direction. Egozcue et al. (2003), doi:10.1023/A:1023818214614.
    """
    from scipy.special import fdtri

    if len(made.center) != 3:
        raise StatisticError("not_three", "a triangle has three parts", "give three parts")
    if made.n < 3:
        raise StatisticError("few_persons", "two compositions have no region", "collect more answers")
    # V G T G' V' / -2 = V T V' / -2, as the rows of V add up to nought.
    spread, roots = np.linalg.eigh(-(ILR @ made.variation @ ILR.T) / 2)
    if spread[0] <= 1e-9 * max(1.0, spread[1]):
        raise StatisticError(
            "no_spread", "the log-ratios of the parts do not differ", "give the centre alone"
        )
    squared = 2 * (made.n - 1) / (made.n - 2) * fdtri(2, made.n - 2, level) / made.n
    turn = np.linspace(0, 2 * np.pi, OUTLINE, endpoint=False)
    circle = np.vstack([np.cos(turn), np.sin(turn)])
    edge = (roots * np.sqrt(spread * squared)) @ circle
    logs = np.log(made.center) + edge.T @ ILR
    shares = np.exp(logs - logs.max(axis=1, keepdims=True))
    return CenterRegion(level, shares / shares.sum(axis=1, keepdims=True))
