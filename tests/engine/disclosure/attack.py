"""An attacker who holds everything that was released, and works out what it says of the cells that were not.

Unknown are whole numbers: how many people of a school, in a group, gave a pattern of answers. Each release is
a linear inequality over them; rounding turns an equation into two. A cell (a group of people at a school) is
disclosed if the programs that minimise and maximise its count end within 2 of each other, or those of its mean
within half a scale point. The rules of rounding are public, so the attacker uses them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.special import stdtrit

COUNT_WITHIN = 2
MEAN_WITHIN = 0.5  # of a scale point
POINTS = 5
WIDTH = 100.0
STEP = WIDTH / (POINTS - 1)  # a scale point on the printed scale
HALF = 0.5 + 1e-6  # of a printed unit

BOUNDS = {"at_most": -1, None: 0, "at_least": 1}

Part = Mapping[str, Any]


@dataclass(frozen=True)
class Disclosed:
    cell: tuple[int, str]
    what: str
    low: float
    high: float


@dataclass
class Attack:
    """Unknown counts: schools x groups x patterns of answers to `items` items of five points, all answered.

    The score is the mean of the `scored` items, the others are single statements.
    """

    schools: int
    groups: Sequence[str]
    items: Sequence[str]
    scored: Sequence[str] = ()  # all where none is named
    most: int = 60
    _rows: list[tuple[dict[int, float], float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.patterns = np.array(list(product(range(POINTS), repeat=len(self.items))))
        self._columns = [self.items.index(item) for item in self.scored or self.items]
        self.scores = self.patterns[:, self._columns].mean(axis=1) * STEP
        self.size = self.schools * len(self.groups) * len(self.patterns)

    # Releases

    def learn(self, terms: Mapping[int, float], low: float, high: float) -> None:
        self._rows.append((dict(terms), low, high))

    def cell(self, school: int, groups: Sequence[str], weights: np.ndarray | float = 1.0) -> dict[int, float]:
        """The sum over people of some groups at a school, each weighted by what their pattern is worth."""
        worth = np.broadcast_to(weights, len(self.patterns))
        found = {}
        for group in groups:
            start = (school * len(self.groups) + self.groups.index(group)) * len(self.patterns)
            found |= {start + at: float(value) for at, value in enumerate(worth) if value}
        return found

    def release_school(self, school: int, part: Part, measure: str) -> None:
        """All that is printed of one school on one measure."""
        score = part["scores"][measure]
        n = score["n"]
        self.learn(self.cell(school, self.groups), n, n)
        self._mean(school, self.groups, n, score["mean"], score["end"])
        self._spread(school, self.groups, score)
        if score["items"]:
            for row in score["items"]:
                column = self.items.index(row["id"])
                options = [self.patterns[:, column] == option for option in range(POINTS)]
                self._shares(school, n, row["shares"], row["ends"], options)
        if score["agreement"]:
            self._agreement(school, n, score["agreement"]["index"])
            bands = np.clip((self.scores / WIDTH * 5 + 1e-9).astype(int), 0, 4)
            histogram = score["agreement"]["histogram"]
            members = [bands == band for band in range(5)]
            self._shares(school, n, histogram["shares"], histogram["ends"], members)
        for row in part["outcomes"]:  # the interval is made of these two numbers
            above = self.patterns[:, self.items.index(row["id"])] > (POINTS - 1) / 2
            self._shares(school, row["n"], [row["share"]], [row["end"]], [above])
        for row in part.get(
            "allotments", []
        ):  # levels of rubrics; their intervals are made of the same numbers
            column = self.items.index(row["id"])
            levels = [self.patterns[:, column] == level for level in range(POINTS)]
            ends = [BOUNDS[level["end"]] for level in row["parts"]]
            self._shares(school, row["n"], [level["value"] for level in row["parts"]], ends, levels)
        for grouping in part["groups"]:
            self._grouping(school, n, grouping, measure)

    def _mean(self, school: int, groups: Sequence[str], n: int, mean: float, end: str | None) -> None:
        low, high = mean_bounds(n, mean, end)
        self.learn(self.cell(school, groups, self.scores), n * low, n * high)

    def _spread(self, school: int, groups: Sequence[str], score: Part) -> None:
        """The interval's width says the spread, and with the mean the sum of squares."""
        n, mean = score["n"], score["mean"]
        per_half = float(np.sqrt(n) / stdtrit(n - 1, 0.975))
        halves = [mean - score["low"]] if score["low"] > 0 else []
        halves += [score["high"] - mean] if score["high"] < WIDTH else []
        bounds = [((half - HALF) * per_half, (half + HALF) * per_half) for half in halves]
        if score.get("agreement"):
            bounds.append((score["agreement"]["sd"] - HALF, score["agreement"]["sd"] + HALF))
        floor = max(0.1, 0.27 / np.sqrt(n - 1)) * WIDTH
        if score.get("alike"):
            bounds.append((0.0, floor))
        low_mean, high_mean = mean_bounds(n, mean, score.get("end"))
        for low, high in bounds:
            least = 0.0 if low <= floor else low  # a spread at its floor may be any smaller one
            self.learn(
                self.cell(school, groups, self.scores**2),
                (n - 1) * least**2 + n * max(0.0, low_mean) ** 2,
                (n - 1) * high**2 + n * high_mean**2,
            )

    def _agreement(self, school: int, n: int, index: float | None) -> None:
        """r*wg(j) says the items' mean variance, and with their means, as far as they follow, the sum of squares."""
        if index is None:
            return
        means = [
            tuple(end / n for end in self._range(self.cell(school, self.groups, self.patterns[:, at] + 0.0)))
            for at in self._columns
        ]
        spread = (POINTS**2 - 1) / 12 * len(self._columns)  # of answers that are spread evenly
        least = 0.0 if index >= 0.95 else (1 - index - 0.025) * spread
        most = np.inf if index <= 0 else (1 - index + 0.025) * spread
        squares = (self.patterns[:, self._columns] ** 2).sum(axis=1).astype(float)
        self.learn(
            self.cell(school, self.groups, squares),
            (n - 1) * least + n * sum(low**2 for low, _ in means) - 1e-6,
            (n - 1) * most + n * sum(high**2 for _, high in means) + 1e-6,
        )

    def _shares(
        self, school: int, n: int, shares: Sequence[int], ends: Sequence[int], members: Sequence[np.ndarray]
    ) -> None:
        margin = max(1 / n, 0.05 if n < 100 else 0.01) * n + 1e-6
        for share, end, who in zip(shares, ends, members, strict=True):
            terms = self.cell(school, self.groups, who.astype(float))
            if end:
                low, high = (0.0, margin) if end < 0 else (n - margin, float(n))
            else:
                low, high = n * (share - HALF) / 100, n * (share + HALF) / 100
            self.learn(terms, low, high)

    def _grouping(self, school: int, n: int, grouping: Part, measure: str) -> None:
        found = grouping["measures"].get(measure)
        shown = [one["id"] for one in grouping["groups"]]
        for one in grouping["groups"]:
            self.learn(self.cell(school, [one["id"]]), one["n"], one["n"])
        if found is None:
            return
        rest = [group for group in self.groups if group not in shown]
        for groups, score in [*(([name], found["groups"][name]) for name in shown), (rest, found["rest"])]:
            self.learn(self.cell(school, groups), score["n"], score["n"])
            self._mean(school, groups, score["n"], score["mean"], None)
            self._spread(school, groups, score)
        for name, gap in found["gaps"].items():
            if gap["clear"]:
                size = found["groups"][name]["n"]
                others = [group for group in self.groups if group != name]
                terms = self.cell(school, [name], self.scores / size)
                terms |= self.cell(school, others, -self.scores / (n - size))
                self.learn(terms, gap["points"] - HALF, gap["points"] + HALF)

    # What follows

    def disclosed(self, school: int, *groups: str) -> list[Disclosed]:
        """What the releases give away of a cell that was not released: some groups of a school, taken as one."""
        return self.given_away((school, " ".join(groups)), lambda worth: self.cell(school, groups, worth))

    def disclosed_late(self, before: int, after: int, groups: Sequence[str]) -> list[Disclosed]:
        """What two releases of one wave give away of the people of some groups who came between them."""

        def late(worth: np.ndarray | float) -> dict[int, float]:
            old = {at: -value for at, value in self.cell(before, groups, worth).items()}
            return self.cell(after, groups, worth) | old

        return self.given_away((after, "late " + " ".join(groups)), late)

    def given_away(
        self, name: tuple[int, str], cell: Callable[[np.ndarray | float], dict[int, float]]
    ) -> list[Disclosed]:
        people = cell(1.0)
        low, high = self._range(people)
        found = [Disclosed(name, "count", low, high)] if high - low <= COUNT_WITHIN else []
        values = {"mean": self.scores / STEP}
        values |= {item: self.patterns[:, at].astype(float) for at, item in enumerate(self.items)}
        for what, worth in values.items():
            ends = self._mean_range(people, cell(worth), max(1, low), high)
            if ends is not None and ends[1] - ends[0] <= MEAN_WITHIN:
                found.append(Disclosed(name, what, *ends))
        return found

    def grew(self, before: int, after: int) -> None:
        """The people of the first release are among those of the second."""
        size = len(self.groups) * len(self.patterns)
        for at in range(size):
            self.learn({after * size + at: 1.0, before * size + at: -1.0}, 0.0, np.inf)

    def _mean_range(
        self, people: Mapping[int, float], total: Mapping[int, float], low: float, high: float
    ) -> tuple[float, float] | None:
        """The least and greatest mean over every count there may be; it ends as soon as it is wide enough."""
        least, most = np.inf, -np.inf
        for count in range(round(low), round(high) + 1):
            fixed = (dict(people), float(count), float(count))
            try:
                small, large = self._range(total, fixed)
            except ValueError:
                continue
            least, most = min(least, small / count), max(most, large / count)
            if most - least > MEAN_WITHIN:
                break
        return None if most < least else (float(least), float(most))

    def _range(
        self, terms: Mapping[int, float], fixed: tuple[dict[int, float], float, float] | None = None
    ) -> tuple[float, float]:
        return self._solve(terms, 1.0, fixed), -self._solve(terms, -1.0, fixed)

    def _solve(
        self, terms: Mapping[int, float], sign: float, fixed: tuple[dict[int, float], float, float] | None
    ) -> float:
        cost = np.zeros(self.size)
        cost[list(terms)] = [sign * value for value in terms.values()]
        rows = [*self._rows, *([fixed] if fixed else [])]
        matrix = np.zeros((len(rows), self.size))
        for at, (row, _, _) in enumerate(rows):
            matrix[at, list(row)] = list(row.values())
        constraint = LinearConstraint(matrix, [low for _, low, _ in rows], [high for _, _, high in rows])
        found = milp(
            cost,
            constraints=[constraint] if rows else [],
            integrality=np.ones(self.size),
            bounds=Bounds(0, self.most),
        )
        if found.status == 2:
            raise ValueError("no people fit what was released")
        if found.x is None:
            raise AssertionError(f"the program was not solved: {found.message}")
        return float(found.fun)


def mean_bounds(n: int, mean: float, end: str | None) -> tuple[float, float]:
    """Where a printed mean of `n` people says that the true one lies."""
    margin = max(0.05 if n < 20 else 0.01, 0.4 / n) * WIDTH
    if end == "at_least":
        return WIDTH - margin, WIDTH
    return (0.0, margin) if end == "at_most" else (mean - HALF, mean + HALF)
