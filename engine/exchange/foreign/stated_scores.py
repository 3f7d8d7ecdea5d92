"""Formulas that are scores: means and sums, turned items, another scale, and how many answers they ask for.

A plain sum or mean is read as it is written. Any other formula is computed for answers that differ in one place, in
two, and at random: it is a score where it does what a score does for all of these, however it is written.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from engine.exchange.foreign.building.answers import reads_as_none
from engine.exchange.foreign.building.naming import number_of
from engine.exchange.foreign.computing import Answers, FormulaReading
from engine.exchange.foreign.conditions import Questions, joined
from engine.exchange.foreign.expressions import (
    AnswerRef,
    Call,
    Literal,
    Node,
    NotReadError,
    Operation,
    references,
)
from engine.exchange.foreign.facts import NOTHING, AskedQuestion, StatedScore, Texts

TRIALS: Final = 60  # with all questions answered
FEWER: Final = 160  # with some of them, of all numbers together, but at least two of each
MOST_ITEMS: Final = 100
CLOSE: Final = 1e-9
CODED: Final = frozenset({"scale", "choose_one"})


def stated_score(
    id: str,
    node: Node,
    asked: Questions,
    where: str,
    texts: Texts = NOTHING,
    *,
    blank_is_zero: bool = False,
    by_points: bool = False,
) -> StatedScore:
    """The score that a formula states. Raises `NotReadError` where it states none.

    `blank_is_zero` where the tool adds a blank as nothing; `by_points` where its formulas count the points that the
    file gives an option, and not its code.
    """
    absent = [one.question for one in references(node) if one.question not in asked]
    if absent:
        raise NotReadError(f"{absent[0]!r} is no question here")
    try:
        method, items, least = score_of(node)
    except NotReadError:
        return _Formula(node, asked, FormulaReading(blank_is_zero), by_points).score(id, where, texts)
    partial = least is not None and method == "sum"
    if blank_is_zero and least is None:
        least, partial = 1, True
    return StatedScore(id, items, method, where, texts, least, partial=partial)


def score_of(node: Node) -> tuple[str, tuple[str, ...], int | None]:
    """A pure sum or mean: its method, the questions in it, and how many answers it asks for (None: all).

    `a + b + c` is blank where one is blank in nearly every tool; `sum(a, b)` and `mean(a, b)` skip blanks.
    Raises `NotReadError` for anything else.
    """
    if isinstance(node, Operation) and node.operator == "/" and isinstance(node.operands[1], Literal):
        items = _added(node.operands[0])
        if number_of(node.operands[1].text) == len(items):
            return "mean", items, None
        raise NotReadError(f"it divides {len(items)} answers by {node.operands[1].text}")
    if isinstance(node, Call) and node.name.lower() in ("sum", "mean", "avg", "average"):
        items = _all_references(node.arguments)
        return ("sum" if node.name.lower() == "sum" else "mean"), items, 1
    return "sum", _added(node), None


def _added(node: Node) -> tuple[str, ...]:
    return _all_references(joined("+", (node,)))


def _all_references(nodes: Sequence[Node]) -> tuple[str, ...]:
    if not all(isinstance(one, AnswerRef) and not one.part for one in nodes) or len(nodes) < 2:
        raise NotReadError("it is no plain sum or mean of answers")
    found = tuple(one.question for one in nodes if isinstance(one, AnswerRef))
    if len(set(found)) < len(found):
        raise NotReadError("it counts an answer twice")
    return found


@dataclass(frozen=True)
class _Formula:
    """A formula that is computed, to see whether it does what a score does."""

    node: Node
    asked: Questions
    reading: FormulaReading
    by_points: bool

    def score(self, id: str, where: str, texts: Texts) -> StatedScore:
        items = tuple(dict.fromkeys(one.question for one in references(self.node)))
        if not 2 <= len(items) <= MOST_ITEMS:
            raise NotReadError("it is no sum or mean of several answers")
        points = [numbers_of(self.asked[item], by_points=self.by_points) for item in items]
        ends = {(min(own), max(own)) for own in points}
        if len(ends) > 1:
            listed = ", ".join(sorted(f"{low:g} to {high:g}" for low, high in ends))
            raise NotReadError(f"its items have different ranges ({listed}), which no mean or sum joins")
        low, high = next(iter(ends))
        turned = self._turned(items, low, high)
        lowest = self._all(items, turned, low, high)
        highest = self._all(items, turned, high, low)
        probe = _Probe(items, points, turned, (low, high), (lowest, highest))
        least = self._least(probe)
        whole, partial = self._agrees(probe, least)
        if not whole:
            raise NotReadError("it is no sum or mean of answers")
        method, rescale = method_of(len(items), (low, high), (lowest, highest))
        return StatedScore(
            id,
            items,
            method,
            where,
            texts,
            least,
            turned=frozenset(turned),
            rescale=rescale,
            span=(low, high),
            partial=not partial,
        )

    def _value(self, answers: Answers) -> float | None:
        found = self.reading.computed(self.node, answers)
        if isinstance(found, str):
            raise NotReadError(f"it gives the word {found!r}")
        return None if found is None else float(found)

    def _number(self, answers: Answers) -> float:
        found = self._value(answers)
        if found is None:
            raise NotReadError("it gives nothing where all is answered")
        return found

    def _turned(self, items: Sequence[str], low: float, high: float) -> set[str]:
        """The items that lower it, where each moves it by as much."""
        base = dict.fromkeys(items, low)
        start = self._number(base)
        steps = {item: self._number(base | {item: high}) - start for item in items}
        sizes = [abs(step) for step in steps.values()]
        if min(sizes) < CLOSE or max(sizes) - min(sizes) > CLOSE * max(sizes):
            raise NotReadError("its answers do not all count alike")
        return {item for item, step in steps.items() if step < 0}

    def _all(self, items: Sequence[str], turned: set[str], straight: float, other: float) -> float:
        return self._number({item: other if item in turned else straight for item in items})

    def _least(self, probe: "_Probe") -> int:
        """How many answers it asks for, whichever they are."""
        least = len(probe.items)
        for size in range(len(probe.items), 0, -1):
            given = {self._value(answers) is not None for answers in probe.some(size)}
            if len(given) > 1 or (given == {True} and size < least - 1):
                raise NotReadError("it depends on which questions are answered")
            least = size if given == {True} else least
        return least

    def _agrees(self, probe: "_Probe", least: int) -> tuple[bool, bool]:
        """Whether it is the score of whole answers, and of those where some are missing."""
        number = len(probe.items)
        whole = all(self._is(probe, answers) for answers in probe.some(number, TRIALS))
        partial = all(
            self._is(probe, answers) for size in range(least, number) for answers in probe.some(size)
        )
        return whole, partial

    def _is(self, probe: "_Probe", answers: Answers) -> bool:
        found, meant = self._number(answers), probe.score(answers)
        return abs(found - meant) <= CLOSE * max(1.0, abs(meant))


@dataclass(frozen=True)
class _Probe:
    """Answers to try a formula with, and what a score of them would be."""

    items: tuple[str, ...]
    points: Sequence[Sequence[float]]
    turned: set[str]
    span: tuple[float, float]
    ends: tuple[float, float]

    def some(self, size: int, times: int = 0) -> Iterator[Answers]:
        """Answers to so many of the items, the same each time."""
        random = np.random.default_rng(size)
        for _ in range(times or max(2, FEWER // len(self.items))):
            there = set(random.permutation(len(self.items))[:size].tolist())
            yield {
                item: float(random.choice(np.array(own))) if place in there else None
                for place, (item, own) in enumerate(zip(self.items, self.points, strict=True))
            }

    def score(self, answers: Answers) -> float:
        low, high = self.span
        lowest, highest = self.ends
        given = [
            low + high - value if item in self.turned else value
            for item, value in answers.items()
            if value is not None
        ]
        return lowest + (sum(given) / len(given) - low) * (highest - lowest) / (high - low)


def numbers_of(question: AskedQuestion, *, by_points: bool) -> list[float]:
    """The numbers that a question's answers count as."""
    if question.asks not in CODED:
        raise NotReadError(f"{question.id!r} is not answered by one of several numbers")
    options = [option for option in question.options if not option.no_answer]
    options = [option for option in options if not reads_as_none(option, options)] or options
    pointed = [option.points for option in options if option.points is not None]
    told = by_points and len(pointed) == len(options)
    numbers = pointed if told else [number_of(option.code) for option in options]
    known = [float(number) for number in numbers if number is not None]
    if len(known) < len(numbers) or len(set(known)) < 2:
        raise NotReadError(f"the answers to {question.id!r} are no numbers")
    return known


def method_of(
    number: int, span: tuple[float, float], ends: tuple[float, float]
) -> tuple[str, tuple[float, float] | None]:
    """Mean or sum where it reaches from end to end of one; else the scale that it is spread over."""
    rounded = (round(ends[0], 9), round(ends[1], 9))
    if rounded == span:
        return "mean", None
    if rounded == (span[0] * number, span[1] * number):
        return "sum", None
    return "mean", rounded
