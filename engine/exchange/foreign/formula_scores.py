"""The scores that a file's formulas state: each of answers, or of the scores before it, by what it computes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from engine.exchange.foreign.computing import Answers, FormulaReading
from engine.exchange.foreign.conditions import Questions
from engine.exchange.foreign.expressions import AnswerRef, Call, Node, NotReadError, Operation, references
from engine.exchange.foreign.facts import NOTHING, StatedComposite, StatedScore, Texts
from engine.exchange.foreign.stated_levels import stated_levels
from engine.exchange.foreign.stated_scores import (
    CLOSE,
    MOST_ITEMS,
    TRIALS,
    method_of,
    numbers_of,
    stated_score,
)

OF_EACH_NUMBER: Final = 24  # answers for each number of scores that are there
NO_COMPOSITE: Final = "it is no mean or sum of scores"


@dataclass
class FormulaScores:
    """Gathers scores formula by formula; one may name those before it.

    `blank_is_zero` and `by_points` say how the tool computes, as for `stated_score`.
    """

    asked: Questions
    blank_is_zero: bool = False
    by_points: bool = False
    scores: list[StatedScore] = field(default_factory=list)
    composites: list[StatedComposite] = field(default_factory=list)
    _trees: dict[str, Node] = field(default_factory=dict)

    def read(self, id: str, node: Node, where: str, texts: Texts = NOTHING) -> None:
        """Keep the score that a formula states, or the levels of one. Raises `NotReadError` where it states none."""
        if self.reads_levels(node):
            return
        tree = self._over_answers(node)
        try:
            score = stated_score(
                id, tree, self.asked, where, texts, blank_is_zero=self.blank_is_zero, by_points=self.by_points
            )
        except NotReadError as error:
            score, why = None, error
        if score is None or score.partial:
            try:
                self.composites.append(self._composite(id, tree, where, texts))
            except NotReadError:
                if score is None:
                    raise why from None
                self.scores.append(score)
        else:
            self.scores.append(score)
        self._trees[id] = tree

    def reads_levels(self, node: Node) -> bool:
        """Whether a formula gives words for bands of one score before it, which is then kept with these."""
        names = {one.question for one in references(node) if one.question not in self.asked}
        if len(names) != 1 or any(one.question in self.asked for one in references(node)):
            return False
        (name,) = names
        found = stated_levels(node, name, FormulaReading(self.blank_is_zero))
        for place, score in enumerate(self.scores):
            if found and score.id == name and not score.levels:
                self.scores[place] = replace(score, levels=found)
                return True
        for place, composite in enumerate(self.composites):
            if found and composite.id == name and not composite.levels:
                self.composites[place] = replace(composite, levels=found)
                return True
        return False

    def _over_answers(self, node: Node) -> Node:
        """The formula with those of scores before it in place of their names."""
        match node:
            case AnswerRef(name, "") if name in self._trees and name not in self.asked:
                return self._trees[name]
            case Operation(operator, operands):
                return Operation(operator, tuple(map(self._over_answers, operands)))
            case Call(name, arguments):
                return Call(name, tuple(map(self._over_answers, arguments)))
        return node

    def _composite(self, id: str, tree: Node, where: str, texts: Texts) -> StatedComposite:
        items = {one.question for one in references(tree)}
        known = [score for score in self.scores if set(score.items) < items]
        covered = {item for score in known for item in score.items}
        if len(known) < 2 or len(items) > MOST_ITEMS or covered != items:
            raise NotReadError(NO_COMPOSITE)
        points = {item: numbers_of(self.asked[item], by_points=self.by_points) for item in items}
        parts = [_Part(score, points) for score in known]
        if len({part.ends for part in parts}) > 1:
            raise NotReadError(NO_COMPOSITE)
        probe = _CompositeProbe(tree, FormulaReading(self.blank_is_zero), parts)
        ends = probe.at_ends()
        least = probe.least(ends)
        method, rescale = method_of(len(parts), parts[0].ends, ends)
        of = tuple(score.id for score in known)
        return StatedComposite(id, of, method, where, texts, least, rescale)


@dataclass(frozen=True)
class _Part:
    """A score within another, before it is rescaled."""

    score: StatedScore
    points: Mapping[str, Sequence[float]]

    @property
    def span(self) -> tuple[float, float]:
        """The lowest and highest answer."""
        own = self.points[self.score.items[0]]
        return min(own), max(own)

    @property
    def ends(self) -> tuple[float, float]:
        times = len(self.score.items) if self.score.method == "sum" else 1
        return self.span[0] * times, self.span[1] * times

    @property
    def least(self) -> int:
        return self.score.minimum_answered or len(self.score.items)

    def at(self, high: bool) -> Answers:
        """Answers with which it is lowest, or highest."""
        return {
            item: self.span[0] if high == (item in self.score.turned) else self.span[1]
            for item in self.score.items
        }

    def drawn(self, random: np.random.Generator, there: bool) -> Answers:
        """Answers at random, so many that it is there, or is not."""
        items = self.score.items
        size = random.integers(self.least, len(items) + 1) if there else random.integers(0, self.least)
        chosen = set(random.permutation(len(items))[:size].tolist())
        return {
            item: float(random.choice(np.array(self.points[item]))) if place in chosen else None
            for place, item in enumerate(items)
        }

    def value(self, answers: Answers) -> float | None:
        low, high = self.span
        given = [
            low + high - value if item in self.score.turned else value
            for item in self.score.items
            if (value := answers[item]) is not None
        ]
        if len(given) < self.least:
            return None
        return sum(given) / len(given) * (len(self.score.items) if self.score.method == "sum" else 1)


@dataclass(frozen=True)
class _CompositeProbe:
    """Answers to try a formula with, and what a score of scores would be of them."""

    tree: Node
    reading: FormulaReading
    parts: Sequence[_Part]

    def at_ends(self) -> tuple[float, float]:
        """What the formula gives where every score is lowest, and where it is highest."""
        found = []
        for high in (False, True):
            value = self._computed({item: one for part in self.parts for item, one in part.at(high).items()})
            if value is None:
                raise NotReadError(NO_COMPOSITE)
            found.append(value)
        return found[0], found[1]

    def least(self, ends: tuple[float, float]) -> int:
        """How many scores it asks for. Raises `NotReadError` where it is anything but a mean or sum of those there."""
        random = np.random.default_rng(len(self.parts))
        number = len(self.parts)
        least = number + 1
        for size in range(number, -1, -1):
            given = {
                self._given(ends, size, random) for _ in range(TRIALS if size == number else OF_EACH_NUMBER)
            }
            if given == {True} and least == size + 1:
                least = size
            elif given != {False}:
                raise NotReadError(NO_COMPOSITE)
        if not 1 <= least <= number:
            raise NotReadError(NO_COMPOSITE)
        return least

    def _given(self, ends: tuple[float, float], size: int, random: np.random.Generator) -> bool:
        """Whether it gives something where so many scores are there; raises where that is something else."""
        there = set(random.permutation(len(self.parts))[:size].tolist())
        answers: dict[str, float | None] = {}
        for place, part in enumerate(self.parts):
            answers |= part.drawn(random, place in there)
        found = self._computed(answers)
        if found is None:
            return False
        values = [value for part in self.parts if (value := part.value(answers)) is not None]
        low, high = self.parts[0].ends
        if not values:
            raise NotReadError(NO_COMPOSITE)
        meant = ends[0] + (sum(values) / len(values) - low) * (ends[1] - ends[0]) / (high - low)
        if abs(found - meant) > CLOSE * max(1.0, abs(meant)):
            raise NotReadError(NO_COMPOSITE)
        return True

    def _computed(self, answers: Answers) -> float | None:
        found = self.reading.computed(self.tree, answers)
        if isinstance(found, str):
            raise NotReadError(NO_COMPOSITE)
        return None if found is None else float(found)
