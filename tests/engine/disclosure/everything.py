"""A network that was asked twice, students in classes and staff in teams, and whoever has all that is told of it.

Each number of the frozen documents is read as a sum over people who are known: a school's, a group's, everyone else's,
a unit's. A number that no line of `KNOWN` names stops the reading, so that none is left out.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.instrument.construct_map import Construct, ConstructMap
from engine.instrument.model import Audience, Composite, Instrument, Scoring
from engine.responses.layout import BLANK, Block
from engine.responses.sorting import units_of
from engine.results import SiteFacts, UnitFacts, school_by_school
from engine.results.model import WholeResult
from engine.results.model_unit import FrozenUnit
from tests.engine.disclosure.networks import WAVE
from tests.kept import as_document, plain
from tests.small import choose, instrument, likert, subscale

NONE = 255  # in no unit
MAP = ConstructMap("map", "A map", (Construct("one", "One", "."), Construct("two", "Two", ".")))
STATEMENTS = ("A0", "A1", "B0", "O0")  # two make measure a, one makes b, and no score is made of the last
GROUPS = {Audience.STUDENTS: ("grade", ("six", "seven", "eight")), Audience.STAFF: ("role", ("t", "p", "l"))}
KIND = {Audience.STUDENTS: "class", Audience.STAFF: "team"}
LANGUAGES = ("en", "es")


def asked(audience: Audience) -> Instrument:
    by, options = GROUPS[audience]
    return instrument(
        *(likert(id) for id in STATEMENTS),
        choose(by, *options),
        subscales=(
            replace(subscale("a", "A0", "A1", minimum=2), construct="one"),
            replace(subscale("b", "B0"), construct="two"),
        ),
        composites=(Composite("both", "Both", ("a", "b"), Scoring("mean", 2, (0.0, 100.0))),),
        construct_map=MAP,
        id=audience.value,
        audience=audience,
    )


@dataclass(frozen=True, eq=False)
class People:
    """One survey of the network: by person the school, unit, group and language, and the answers to four statements."""

    audience: Audience
    school: NDArray[np.int64]
    unit: NDArray[np.int64]
    group: NDArray[np.int64]
    language: NDArray[np.int64]
    answers: NDArray[np.uint8]

    @cached_property
    def result(self) -> tuple[WholeResult, tuple[FrozenUnit, ...]]:
        """What is frozen at the close: the result, and apart from it each unit of the first school that is shown."""
        codes = np.column_stack([self.answers, self.group]).astype(np.uint8)
        sizes = np.bincount(self.school).tolist()
        names = tuple(f"School {at}" for at in range(len(sizes)))
        known = sorted(set(self.unit[self.unit != NONE].tolist()))
        units = tuple(UnitFacts(at, KIND[self.audience], f"Unit {at}", 40) for at in known)
        sites = [
            SiteFacts(at, name, sizes[at], 200, units=() if at else units) for at, name in enumerate(names)
        ]

        def blocks() -> Iterator[Block]:
            languages = self.language[:, None].astype(np.uint8)
            yield Block(codes, self.school, names, languages=languages, units=units_of(self.unit.tolist()))

        wave = replace(WAVE, languages=LANGUAGES)
        built = school_by_school(wave, asked(self.audience), sites, blocks)
        return WholeResult(built.result, tuple(built.schools)), tuple(built.units)

    @cached_property
    def document(self) -> dict[str, Any]:
        return as_document(self.result[0])

    @cached_property
    def units(self) -> dict[int, dict[str, Any]]:
        return {one.unit: plain(one) for one in self.result[1]}

    def who(self, variable: str) -> NDArray[np.bool_]:
        """Who has a score, an answer, or is there at all."""
        columns = {"a": [0, 1], "b": [2], "people": []}.get(variable)
        columns = [STATEMENTS.index(variable)] if columns is None else columns
        return np.asarray((self.answers[:, columns] != BLANK).all(axis=1))

    def of_group(self, by: str, id: str) -> NDArray[np.bool_]:
        names, places = (
            (LANGUAGES, self.language) if by == "(language)" else (GROUPS[self.audience][1], self.group)
        )
        return np.asarray(places == names.index(id))


@dataclass(frozen=True, eq=False)
class Told:
    """A number: what it is a sum of, how often each person is in it, and the number of people where it is that."""

    path: str
    variable: str
    weights: NDArray[np.float64]
    n: int | None


NUMBERS = r"(?:n|mean|low|high)"
Reader = Callable[[Any, "Reading"], tuple[str, NDArray[np.float64]] | None]


@dataclass(frozen=True, eq=False)
class Reading:
    """The people that a document is of, and those of its shown groups by question."""

    people: People
    whole: NDArray[np.bool_]
    shown: Mapping[str, Sequence[str]]

    def group(self, by: str, id: str) -> NDArray[np.bool_]:
        return self.whole & self.people.of_group(by, id)

    def rest(self, by: str) -> NDArray[np.bool_]:
        return self.whole & ~np.any([self.people.of_group(by, id) for id in self.shown[by]], axis=0)

    def gap(self, by: str, id: str, variable: str) -> NDArray[np.float64]:
        """A group's mean less everyone else's."""
        answered = self.people.who(variable)
        own, others = self.group(by, id) & answered, self.whole & ~self.group(by, id) & answered
        return np.asarray(own / own.sum() - others / others.sum())


def _of_whole(variable: str) -> Reader:
    return lambda found, at: (found.expand(variable), at.whole.astype(float))


# Each number that a school or a unit prints: a pattern of its path, and whose it is; None where it is nobody's, or is
# made of others.
KNOWN: tuple[tuple[str, Reader], ...] = (
    (r"(site|format|unit|minimum|expected|roster)", lambda *_: None),
    (r"(responses|n|rate)", _of_whole("people")),
    (rf"scores/(\w+)/({NUMBERS}|agreement/.*)", _of_whole(r"\1")),
    (r"scores/\w+/items/(\w+)/.*", _of_whole(r"\1")),
    (r"outcomes/(\w+)/.*", _of_whole(r"\1")),
    (r"composites/.*", lambda *_: None),  # `composites_follow`
    (r"overall/mean|start/.*probability", lambda *_: None),  # made of the scores and who is in them
    (r"groups/([^/]+)/groups/([^/]+)/n", lambda m, at: ("people", at.group(m[1], m[2]).astype(float))),
    (r"groups/([^/]+)/rest/n", lambda m, at: ("people", at.rest(m[1]).astype(float))),
    (
        rf"groups/([^/]+)/measures/(\w+)/groups/([^/]+)/{NUMBERS}",
        lambda m, at: (m[2], at.group(m[1], m[3]).astype(float)),
    ),
    (
        rf"groups/([^/]+)/measures/(\w+)/rest/{NUMBERS}",
        lambda m, at: (m[2], at.rest(m[1]).astype(float)),
    ),
    (
        r"groups/([^/]+)/measures/(\w+)/gaps/([^/]+)/(points|low|high)",
        lambda m, at: (m[2], at.gap(m[1], m[3], m[2])),
    ),
)


def numbers(value: Any, path: str = "") -> Iterator[tuple[str, float]]:
    """Every number of a document with its path, in which parts of lists go by their own names."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from numbers(one, f"{path}/{key}" if path else key)
    elif isinstance(value, list):
        for at, one in enumerate(value):
            name = (one.get("id") or one.get("by") or at) if isinstance(one, Mapping) else at
            yield from numbers(one, f"{path}/{name}")
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path, value


def told(part: Mapping[str, Any], people: People, whole: NDArray[np.bool_]) -> list[Told]:
    """All numbers of a school's part, or of a unit, as sums over people."""
    shown = {one["by"]: [group["id"] for group in one["groups"]] for one in part.get("groups", ())}
    reading, found = Reading(people, whole, shown), []
    for path, value in numbers(part):
        match, reader = next(
            ((match, reader) for pattern, reader in KNOWN if (match := re.fullmatch(pattern, path))),
            (None, None),
        )
        if match is None or reader is None:
            raise AssertionError(f"whose number is {path}?")
        of = reader(match, reading)
        if of is not None:
            weights = of[1] * people.who(of[0])
            n = int(value) if path.split("/")[-1] in ("n", "responses") else None
            found.append(Told(path, of[0], weights, n))
    return found


def of_school(people: People, school: int = 0) -> list[Told]:
    part = people.document["sites"][school]
    return told(part, people, people.school == school) if part["shown"] else []


def of_units(people: People, units: Sequence[int] | None = None) -> list[Told]:
    """What the units' own pages tell, all or some."""
    return [
        one
        for unit, part in people.units.items()
        if units is None or unit in units
        for one in told(part, people, people.unit == unit)
    ]


def span(rows: Sequence[Told], variable: str) -> NDArray[np.float64]:
    """The sums of one variable, a row each. A score of one statement is the statement."""
    same = {"b": ("b", "B0"), "B0": ("b", "B0")}.get(variable, (variable,))
    return np.unique([one.weights for one in rows if one.variable in same], axis=0)


def follows(sums: NDArray[np.float64], wanted: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which of the wanted sums are combinations of the others."""
    size, right = np.linalg.svd(sums, full_matrices=False)[1:]
    basis = right[: int((size > 1e-9 * size.max()).sum())]
    left = wanted - (wanted @ basis.T) @ basis
    return np.asarray(np.abs(left).max(axis=1, initial=0.0) < 1e-7)


def few_that_follow(
    rows: Sequence[Told], variable: str, least: int, among: NDArray[np.bool_]
) -> list[NDArray[np.bool_]]:
    """Every set of fewer than `least` people of some school whose sum is a combination of what is told.

    People who are in the same sums can't be told apart, so all that is tried are unions of such kinds.
    """
    sums = span(rows, variable)
    sums = sums[:, among]
    kinds, of, size = np.unique(sums, axis=1, return_inverse=True, return_counts=True)
    taken, people = np.zeros((1, len(size)), dtype=bool), np.zeros(1, dtype=np.int64)
    for at in np.flatnonzero(np.abs(kinds).sum(axis=0) > 0):
        more = people + size[at] < least
        added = taken[more].copy()
        added[:, at] = True
        taken = np.concatenate([taken, added])
        people = np.concatenate([people, people[more] + size[at]])
    few = taken[1:]
    found = few[follows(kinds, few.astype(float))]
    return [_members(among, one[of.ravel()]) for one in found]


def _members(among: NDArray[np.bool_], taken: NDArray[np.bool_]) -> NDArray[np.bool_]:
    whole = np.zeros(len(among), dtype=bool)
    whole[among] = taken
    return whole


@lru_cache
def drawn(audience: Audience, seed: int) -> People:
    """A first school with three to five units, of which most people are in one group, and three schools more."""
    generator = np.random.default_rng([seed, len(audience.value)])
    units = int(generator.integers(3, 6))
    sizes = [int(generator.integers(55, 80)), 30, 25, 40]
    school = np.repeat(np.arange(4), sizes)
    place = generator.choice(units + 1, len(school), p=[*([0.94 / units] * units), 0.06])
    homes = generator.choice(3, units + 1, p=(0.5, 0.4, 0.1))
    group = np.where(generator.random(len(school)) < 0.85, homes[place], generator.choice(2, len(school)))
    language = (generator.random(len(school)) < 0.25).astype(np.int64)
    answers = generator.integers(0, 5, (len(school), len(STATEMENTS)))
    answers[:, 1] = np.clip(answers[:, 0] + generator.integers(-1, 2, len(school)), 0, 4)
    blank = generator.random((len(school), 3)) < 0.04
    answers[blank[:, [0, 0, 1, 2]]] = BLANK  # whoever leaves a measure blank leaves all its statements blank
    unit = np.where((school > 0) | (place == units), NONE, place)
    return People(audience, school, unit, group, language, answers.astype(np.uint8))


def classes(*of: tuple[int, int, int], audience: Audience = Audience.STUDENTS) -> People:
    """The first school made of so many people in a unit and a group, with three schools beside it."""
    more = [(30, NONE, 0), (25, NONE, 0), (40, NONE, 0)]
    school = np.repeat([0, 1, 2, 3], [sum(n for n, _, _ in of), *(n for n, _, _ in more)])
    n, unit, group = (np.array(column) for column in zip(*of, *more, strict=True))
    at = np.arange(len(school))
    answers = np.stack([at % 5, at % 5, at // 2 % 5, at // 3 % 5], axis=1).astype(np.uint8)
    return People(audience, school, np.repeat(unit, n), np.repeat(group, n), np.zeros_like(school), answers)


def answered(people: People, who: NDArray[np.bool_], statements: Sequence[str], answer: int) -> People:
    """The same people, of whom some gave one answer to some statements."""
    answers = people.answers.copy()
    answers[np.ix_(who, [STATEMENTS.index(id) for id in statements])] = answer
    return replace(people, answers=answers)
