"""The attack for long measures: counts by group, item and option, where patterns of answers are too many.

People with a score may have left items out, so a person's score and their answers hang together by bounds only:
six times the score lies between what was answered plus the least, and plus the most, that was left out.
Hidden groups of a school stand in the same inequalities: what holds of one holds of all, so one is tried.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.engine.disclosure.attack import COUNT_WITHIN, HALF, MEAN_WITHIN, WIDTH, mean_bounds

OPTIONS = 5  # of items that are not known
Row = dict[int, float]


class OptionAttack:
    """Three groups of one school on one measure: those shown, one hidden group, and all others that are hidden.

    Of each: how many have a score, the sum of their scores in points, and how many chose each option of each
    item.
    """

    def __init__(self, part: Mapping[str, Any], measure: str, items: Sequence[Mapping[str, Any]]) -> None:
        self.options = len(items[0]["options"]) if items else OPTIONS
        self.step = WIDTH / (self.options - 1)  # of a score for one point of the scale
        self.score = part["scores"][measure]
        self.people = part.get("responses", self.score["n"])
        self.items = items if self.score["items"] else []
        self.grouping = next(
            (one["measures"][measure] for one in part["groups"] if measure in one["measures"]), None
        )
        self.shown = list(self.grouping["groups"]) if self.grouping else []
        self.groups = [*self.shown, "hidden", "others"]
        self.each = 2 + self.options * len(self.items)
        self.rows: list[tuple[Row, float, float]] = []
        self._learn_scores()
        if self.items:
            self._learn_items()

    def disclosed(self) -> list[tuple[str, float, float]]:
        """What is given away of the hidden group: its count, or its mean in scale points."""
        people = {self._at("hidden", 0): 1.0}
        low, high = self._range(people)
        found = [("count", low, high)] if high - low <= COUNT_WITHIN else []
        if found:
            low, high = self._all_hidden(people)
        least, most = np.inf, -np.inf
        for count in range(max(1, round(low)), round(high) + 1):
            try:
                ends = self._range({self._at("hidden", 1): 1.0}, (people, count, count))
            except ValueError:
                continue
            least, most = min(least, ends[0] / count), max(most, ends[1] / count)
            if most - least > MEAN_WITHIN:
                return found
        return [*found, ("mean", float(least), float(most))]

    def _all_hidden(self, people: Row) -> tuple[float, float]:
        """A count that is known: attack the hidden groups as one."""
        self.rows.append(({self._at("others", at): 1.0 for at in range(2)}, 0.0, 0.0))
        return self._range(people)

    def _at(self, group: str, place: int) -> int:
        return self.groups.index(group) * self.each + place

    def _option(self, group: str, item: int, option: int) -> int:
        return self._at(group, 2 + self.options * item + option)

    def _learn_scores(self) -> None:
        n = self.score["n"]
        self._sum(self.groups, n, self.score["mean"], self.score["end"])
        for group in self.groups:
            for sign, low, high in ((1, 0.0, np.inf), (-1, 0.0, np.inf)):
                row = {
                    self._at(group, 1): float(sign),
                    self._at(group, 0): -1.0 if sign > 0 else float(self.options),
                }
                self.rows.append((row, low, high))
        if self.grouping is None:
            return
        for name, one in self.grouping["groups"].items():
            self._sum([name], one["n"], one["mean"], None)
        rest = self.grouping["rest"]
        self._sum(["hidden", "others"], rest["n"], rest["mean"], None)
        for name, gap in self.grouping["gaps"].items():
            if gap["clear"]:
                size = self.grouping["groups"][name]["n"]
                row = {
                    self._at(group, 1): 1 / size if group == name else -1 / (n - size)
                    for group in self.groups
                }
                self.rows.append(
                    (row, (gap["points"] - HALF) / self.step, (gap["points"] + HALF) / self.step)
                )

    def _sum(self, groups: Sequence[str], n: int, mean: float, end: str | None) -> None:
        low, high = mean_bounds(n, mean, end)
        self.rows.append(({self._at(group, 0): 1.0 for group in groups}, n, n))
        points = {self._at(group, 1): 1.0 for group in groups}
        self.rows.append(
            (points, n * (1 + max(0.0, low) / self.step), n * (1 + min(WIDTH, high) / self.step))
        )

    def _learn_items(self) -> None:
        printed = {row["id"]: row for row in self.score["items"]}
        names = [item["id"] for item in self.items if item["id"] in printed]
        asked = len(names)
        for at, name in enumerate(names):
            row = printed[name]
            n, margin = row["n"], max(1 / row["n"], 0.05 if row["n"] < 100 else 0.01) * row["n"] + 1e-6
            for option, (share, end) in enumerate(zip(row["shares"], row["ends"], strict=True)):
                terms = {self._option(group, at, option): 1.0 for group in self.groups}
                low, high = n * (share - HALF) / 100, n * (share + HALF) / 100
                if end:
                    low, high = (0.0, margin) if end < 0 else (n - margin, float(n))
                self.rows.append((terms, low, high))
            self.rows.append(
                (
                    {self._option(group, at, o): 1.0 for group in self.groups for o in range(self.options)},
                    n,
                    n,
                )
            )
        reverse = {item["id"]: item["reverse"] for item in self.items}
        for facet in self.score["facets"] or []:
            self._learn_facet(facet, printed, names, reverse)
        # Answers left out, and answers of people without a score, loosen the tie between items and score.
        unscored = len(names) * (self.people - self.score["n"])
        missing = max(0, self.score["n"] * len(names) - sum(printed[name]["n"] for name in names))
        slack = self.options * (missing + 2 * unscored)
        terms: Row = {}
        for at, name in enumerate(names):
            for option in range(self.options):
                worth = self.options - option if reverse[name] else option + 1
                terms |= {self._option(group, at, option): float(worth) for group in self.groups}
        whole = {self._at(group, 1): -float(asked) for group in self.groups}
        self.rows.append((terms | whole, -slack, slack))
        if not slack:
            for group in self.groups:
                own = {
                    place: value
                    for place, value in terms.items()
                    if place // self.each == self.groups.index(group)
                }
                self.rows.append((own | {self._at(group, 1): -float(asked)}, 0.0, 0.0))

    def _learn_facet(
        self,
        facet: Mapping[str, Any],
        printed: Mapping[str, Any],
        names: Sequence[str],
        reverse: Mapping[str, bool],
    ) -> None:
        """A facet's printed mean is that of its items' means, each over those who answered it."""
        n = min(printed[name]["n"] for name in facet["items"])
        low, high = mean_bounds(n, facet["mean"], facet["end"])
        terms: Row = {}
        for name in facet["items"]:
            for option in range(self.options):
                worth = (self.options - option if reverse[name] else option + 1) / printed[name]["n"]
                terms |= {self._option(group, names.index(name), option): worth for group in self.groups}
        size = len(facet["items"])
        self.rows.append(
            (terms, size * (1 + max(0.0, low) / self.step), size * (1 + min(WIDTH, high) / self.step))
        )

    def _range(self, terms: Row, fixed: tuple[Row, float, float] | None = None) -> tuple[float, float]:
        return self._solve(terms, 1.0, fixed), -self._solve(terms, -1.0, fixed)

    def _solve(self, terms: Row, sign: float, fixed: tuple[Row, float, float] | None) -> float:
        size = self.each * len(self.groups)
        cost = np.zeros(size)
        cost[list(terms)] = [sign * value for value in terms.values()]
        rows = [*self.rows, *([fixed] if fixed else [])]
        matrix = np.zeros((len(rows), size))
        for at, (row, _, _) in enumerate(rows):
            matrix[at, list(row)] = list(row.values())
        whole = np.ones(size)
        whole[1 :: self.each] = 0  # a sum of means need not be whole
        found = milp(
            cost,
            constraints=LinearConstraint(matrix, [low for _, low, _ in rows], [high for _, _, high in rows]),
            integrality=whole,
            bounds=Bounds(0, np.inf),
        )
        if found.status == 2:
            raise ValueError("no people fit what was released")
        if found.x is None:
            raise AssertionError(f"the program was not solved: {found.message}")
        return float(found.fun)
