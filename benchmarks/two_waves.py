"""Two surveys of one simulated school whose true change is known: who answers, and what the change is printed as.

A person's answer to each of six statements of five options follows from what the person thinks (variance .82 within a
school) and from chance (loading .74), as in the demonstration. The truth is the mean that the people would have without
that chance: of all who could answer, or of the whole staff.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from engine.results.change import printed_change
from engine.results.people import Spread

Floats = NDArray[np.float64]

LOADING: Final = 0.74
THRESHOLDS: Final = np.array([-2.15, -1.30, -0.40, 0.75])
STATEMENTS: Final = 6
WITHIN: Final = 0.82**0.5
SAME_PERSON: Final = 0.6  # correlation of what a person thinks in both years
RATE: Final = 0.75  # of the staff answer each time
CONDITIONS: Final = 7
COMMON: Final = 0.6  # of what a person thinks of all conditions
GRID: Final = np.linspace(-6, 6, 2001)


@dataclass(frozen=True, slots=True)
class People:
    """Who answers: others each time, or some of the same staff; `start` moves the first score along its scale.

    `chosen` says that the team chose the condition because it was the lowest of seven, which truly lie `apart` (the
    standard deviation, in the unit of what people think).
    """

    name: str
    staff: bool = False
    start: float = -0.3
    chosen: bool = False
    apart: float = 0.0


@dataclass(frozen=True, slots=True)
class Changes:
    """Simulated schools: the observed changes with their 95% intervals as a result prints them."""

    points: Floats
    low: Floats
    high: Floats


def score_of(thought: Floats) -> Floats:
    """The score, 0 to 100, that people have on average who think so."""
    noise = (1 - LOADING**2) ** 0.5
    curve = sum((ndtr((LOADING * GRID - one) / noise) for one in THRESHOLDS), np.zeros(len(GRID)))
    return np.asarray(np.interp(thought, GRID, 25 * curve))


def answered(random: np.random.Generator, thought: Floats) -> Floats:
    """The scores that people get who think so."""
    noise = (1 - LOADING**2) ** 0.5
    lean = LOADING * thought[..., None] + noise * random.standard_normal((*thought.shape, STATEMENTS))
    return np.asarray(25 * np.searchsorted(THRESHOLDS, lean).mean(axis=-1))


def changes(random: np.random.Generator, people: People, n: int, true: float, schools: int) -> Changes:
    """Schools at which `n` people answer each time, and the true score changes by so many points."""
    make = _staffs if people.staff else _strangers
    before, now = make(random, people, n, true, schools)
    if people.chosen:
        lowest = before.mean(axis=-1).argmin(axis=1)
        rows = np.arange(schools)
        before, now = before[rows, lowest], now[rows, lowest]
    else:
        before, now = before[:, 0], now[:, 0]
    printed = printed_change(_spread(before), _spread(now), 0, 100, 0)
    return Changes(*printed)


def _spread(scores: Floats) -> Spread:
    n = np.full(len(scores), scores.shape[1], dtype=np.int64)
    return Spread(n, scores.mean(axis=1), scores.std(axis=1, ddof=1))


def _thoughts(random: np.random.Generator, people: People, n: int, schools: int) -> Floats:
    """What people think of each condition: schools x conditions x people, of mean 0."""
    if not people.chosen:
        return WITHIN * random.standard_normal((schools, 1, n))
    common = random.standard_normal((schools, 1, n))
    own = random.standard_normal((schools, CONDITIONS, n))
    return WITHIN * (COMMON**0.5 * common + (1 - COMMON) ** 0.5 * own)


def _places(random: np.random.Generator, people: People, schools: int) -> Floats:
    """Where each condition of each school truly lies."""
    number = CONDITIONS if people.chosen else 1
    return people.start + people.apart * random.standard_normal((schools, number, 1))


def _strangers(
    random: np.random.Generator, people: People, n: int, true: float, schools: int
) -> tuple[Floats, Floats]:
    """Other people each time: the truth is of all who could be asked."""
    places = _places(random, people, schools)
    usual = WITHIN * np.linspace(-4, 4, 401)
    weights = np.exp(-((usual / WITHIN) ** 2) / 2)
    at = np.linspace(-3, 3, 601)
    means = np.array([np.average(score_of(usual + one), weights=weights) for one in at])
    later = np.interp(np.interp(places, at, means) + true, means, at)
    first, second = (_thoughts(random, people, n, schools) for _ in range(2))
    return answered(random, first + places), answered(random, second + later)


def _staffs(
    random: np.random.Generator, people: People, n: int, true: float, schools: int
) -> tuple[Floats, Floats]:
    """Three of four of the same staff, drawn each time: the truth is of the whole staff."""
    staff = round(n / RATE)
    first = _thoughts(random, people, staff, schools)
    other = _thoughts(random, people, staff, schools)
    places = _places(random, people, schools)
    first, second = first + places, SAME_PERSON * first + (1 - SAME_PERSON**2) ** 0.5 * other + places
    goal = score_of(first).mean(axis=-1, keepdims=True) + true
    for _ in range(6):  # Newton's steps, none too long, to the change that is wanted
        found = score_of(second).mean(axis=-1, keepdims=True)
        slope = (score_of(second + 0.1).mean(axis=-1, keepdims=True) - found) / 0.1
        second = second + np.clip((goal - found) / np.maximum(slope, 1), -1, 1)
    return _some(random, answered(random, first), n), _some(random, answered(random, second), n)


def _some(random: np.random.Generator, scores: Floats, n: int) -> Floats:
    """`n` people of each staff, the same for all conditions."""
    who = random.random((len(scores), scores.shape[2])).argsort(axis=1)[:, :n]
    return np.take_along_axis(scores, who[:, None, :], axis=2)


def kinds() -> Iterator[People]:
    """Who is simulated."""
    yield People("other people each time")
    yield People("other people each time, a high score", start=0.5)
    yield People("three of four of the same staff", staff=True)
    yield People("the lowest of seven, same staff, truly alike", staff=True, chosen=True)
    yield People("the lowest of seven, other people, truly apart", chosen=True, apart=0.35)
    yield WORST


# Seven conditions that are all the same in truth, of which chance alone makes one the lowest, and then quite other
# people: no school is like that, so its rates are told and not promised.
WORST: Final = People("the lowest of seven, other people, truly alike", chosen=True)
