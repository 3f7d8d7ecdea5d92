"""Other programs' answers beside our numbers: each difference, where it is largest, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from psychometrics.contract import Floats
from psychometrics.second_opinion.answers import Answer, Program, Question
from psychometrics.second_opinion.numbers import NUMBERS
from psychometrics.second_opinion.reasons import CLOSE, Explained, Ours, distance, explained

BY_FACTOR: Final = ("loadings", "phi")


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a program says of one number: `difference` is theirs less ours.

    Of several values the one of the comparison's `place`; `largest` is the largest difference of all of them, as
    `reasons.distance` has it. `why` names the reasons, `left` is what they leave over; a difference is `known`
    where that needs no reason.
    """

    program: Program
    value: float
    difference: float
    largest: float
    why: tuple[str, ...]
    decimals: int | None
    left: float
    known: bool


@dataclass(frozen=True, slots=True)
class ComparedNumber:
    """One of our numbers with what others say; `about` says in words which scale, grouping or rotation it is of.

    Of `values` in an array this is the one where others differ most, and `place` names it.
    """

    number: str
    about: str
    values: int
    place: tuple[str, ...]
    ours: float
    opinions: tuple[Opinion, ...]

    @property
    def largest(self) -> float:
        """The largest difference of any program."""
        return max(opinion.largest for opinion in self.opinions)

    @property
    def known(self) -> bool:
        """Whether every difference that needs a reason has one."""
        return all(opinion.known for opinion in self.opinions)


def compared(ours: Mapping[Question, Ours], answers: Sequence[Answer]) -> tuple[ComparedNumber, ...]:
    """A comparison for each of our numbers that any program gave; in the order of `NUMBERS`."""
    answers = _matched(ours, [answer for answer in answers if np.isfinite(answer.value).all()])
    found = []
    for question, mine in ours.items():
        own = [
            answer
            for answer in answers
            if answer.question == question and answer.value.shape == mine.value.shape
        ]
        if own and np.isfinite(mine.value).all():
            found.append(_comparison(question, mine, own))
    order = list(NUMBERS)
    return tuple(sorted(found, key=lambda one: order.index(one.number)))


def _comparison(question: Question, ours: Ours, answers: Sequence[Answer]) -> ComparedNumber:
    apart = np.max([np.abs(answer.value - ours.value) for answer in answers], axis=0)
    place = tuple(int(at) for at in np.unravel_index(int(np.argmax(apart)), apart.shape))
    return ComparedNumber(
        question.number,
        ours.about,
        _count(ours),
        tuple(names[at] for names, at in zip(ours.entries, place, strict=False)),
        float(ours.value[place]),
        tuple(_opinion(ours, answer, place, explained(ours, answer)) for answer in answers),
    )


def _count(ours: Ours) -> int:
    """How many different values there are: of correlations among the same things, those of one half."""
    if len(ours.entries) == 2 and ours.entries[0] == ours.entries[1]:
        return len(ours.entries[0]) * (len(ours.entries[0]) - 1) // 2
    return ours.value.size


def _opinion(ours: Ours, answer: Answer, place: tuple[int, ...], found: Explained) -> Opinion:
    value = float(answer.value[place])
    return Opinion(
        answer.program,
        value,
        value - float(ours.value[place]),
        distance(ours.value, answer.value),
        found.reasons,
        answer.decimals,
        found.left,
        found.known,
    )


def largest(
    comparisons: Sequence[ComparedNumber], *, unknown: bool = False
) -> tuple[ComparedNumber, Opinion] | None:
    """The largest difference; with `unknown` of those that need a reason and have none. None where there is none."""
    pairs = [
        (comparison, opinion)
        for comparison in comparisons
        for opinion in comparison.opinions
        if not unknown or (opinion.left > CLOSE and not opinion.known)
    ]
    return max(pairs, key=lambda pair: pair[1].left if unknown else pair[1].largest, default=None)


# Factors in the order of ours

Turns = Mapping[str, Floats]
"""How a program's factors are laid on ours: as they come under the empty name, else by the fault taken away."""


def _matched(ours: Mapping[Question, Ours], answers: Sequence[Answer]) -> list[Answer]:
    """Answers by factor with the factors in our order and direction: of two that are as wide it is chance."""
    turns: dict[tuple[Program, str], Turns] = {}
    for answer in answers:
        mine = ours.get(answer.question)
        if mine is None or answer.question.number != "loadings" or answer.value.shape != mine.value.shape:
            continue
        theirs = {"": answer.value, **answer.otherwise}
        own = {name: _turn(mine.value, value) for name, value in theirs.items()}
        turns[answer.program, answer.question.about] = own
    return [_turned(answer, turns.get((answer.program, answer.question.about))) for answer in answers]


def _turned(answer: Answer, turns: Turns | None) -> Answer:
    if turns is None or answer.question.number not in BY_FACTOR:
        return answer
    of_factors = answer.question.number == "phi"

    def turned(name: str, value: Floats) -> Floats:
        """A solution without a fault has an order of its own; one that is only read otherwise has not."""
        turn = turns.get(name, turns.get(name.partition("+")[0], turns[""]))
        found: Floats = turn.T @ value @ turn if of_factors else value @ turn
        return found

    other = {name: turned(name, value) for name, value in answer.otherwise.items()}
    return replace(answer, value=turned("", answer.value), otherwise=other)


def _turn(ours: Floats, theirs: Floats) -> Floats:
    """A signed permutation of the columns of theirs that lays each on the column of ours that it is most like."""
    alike = theirs.T @ ours
    turn: Floats = np.zeros_like(alike)
    for row, column in _pairs(np.abs(alike)):
        turn[row, column] = np.sign(alike[row, column]) or 1.0
    return turn


def _pairs(alike: Floats) -> Iterator[tuple[int, int]]:
    left = alike.copy()
    for _ in range(len(left)):
        row, column = (int(at) for at in np.unravel_index(int(np.argmax(left)), left.shape))
        yield row, column
        left[row, :], left[:, column] = -1.0, -1.0
