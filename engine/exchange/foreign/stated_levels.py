"""Formulas that give words for bands of a score: levels, by what they compute around each number in them."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import numpy as np

from engine.exchange.foreign.computing import FormulaReading
from engine.exchange.foreign.expressions import AnswerRef, Call, Literal, Node, NotReadError, Operation
from engine.exchange.foreign.facts import UNMARKED, StatedLevel

MOST_CUTS: Final = 40
HAIR: Final = 1e-6  # so much may stand beside a score, against numbers that are not whole
WITHIN: Final = 12  # scores that are tried between two cuts


def stated_levels(node: Node, name: str, reading: FormulaReading) -> tuple[StatedLevel, ...]:
    """The levels of the score `name` that a formula over it alone gives, lowest first; empty where it gives none.

    A score equal to a cut has reached the higher level, as in Barograph; a formula that says otherwise gives none.
    """

    def words(score: float | None) -> str | None:
        found = reading.computed(node, {name: score})
        if found is None or (isinstance(found, str) and found):
            return found
        raise NotReadError("it gives something else than words")

    try:
        numbers = sorted(set(_numbers(node)))
        if not 1 <= len(numbers) <= MOST_CUTS or words(None) is not None:
            return ()
        random = np.random.default_rng(len(numbers))
        ends = [numbers[0] - 10, *numbers, numbers[-1] + 10]
        bands: list[tuple[str, float]] = []  # with where each begins
        for low, high in pairwise(ends):
            tried = [low, *(low + (high - low) * random.uniform(0.001, 0.999, WITHIN)).tolist()]
            found = {words(score) for score in tried}
            if len(found) != 1 or None in found:
                return ()
            word = str(found.pop())
            if not bands or bands[-1][0] != word:
                bands.append((word, low))
    except (NotReadError, KeyError):
        return ()
    if len(bands) < 2 or len({word for word, _ in bands}) < len(bands):
        return ()
    below = [*(begins for _, begins in bands[1:]), None]
    return tuple(StatedLevel({UNMARKED: word}, cut) for (word, _), cut in zip(bands, below, strict=True))


def _numbers(node: Node) -> Iterator[float]:
    """The numbers that the score is compared with. Raises `NotReadError` where one is computed."""
    match node:
        case Operation("+" | "-" | "*" | "/" | "^" | "mod", operands):
            if any(not isinstance(one, AnswerRef) and _size(one) > HAIR for one in operands):
                raise NotReadError("it computes with the score")
        case Literal(text, False):
            yield float(text)
        case Call(_, inner) | Operation(_, inner):
            for one in inner:
                yield from _numbers(one)


def _size(node: Node) -> float:
    return float(node.text) if isinstance(node, Literal) and not node.quoted else np.inf
