"""Which classes, departments and teams may be shown by themselves, beside their school and its groups.

Whoever reads one unit, another one, and the school is taken for one reader: what is left of the school must not be a
few people either, in any number that is printed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.disclosure.cells import all_but_one_alike
from engine.disclosure.policy import FLOOR, LEAST_CLASSES, Policy
from psychometrics.contract import Counts

People = NDArray[
    np.int64
]  # each person's place among some groups; the place after the last is everyone else's
CLASS: Final = "class"
NOTHING: Final = 1e-9  # of sums of ones, apart from errors in the last bits
LEVELS: Final = 2  # of how often people are covered, in a sum that is of some people once


@dataclass(frozen=True, slots=True)
class UnitRule:
    """How many people it takes: a unit and the rest, part of a unit by another question, and the units of a school.

    `parts` is 3 for classes: of two, whoever knows one and the school knows the other, which is another teacher's. The
    same goes for two classes of a grade whose result is shown.
    """

    least: int
    crossed: int
    parts: int


def unit_rule(policy: Policy, kind: str) -> UnitRule:
    """The rule for units of a kind: `class`, `department` or `team`."""
    return class_rule(policy) if kind == CLASS else team_rule(policy)


def class_rule(policy: Policy) -> UnitRule:
    """For classes, which are part of the students: their teachers alone read them."""
    return UnitRule(policy.subgroup, policy.subgroup, LEAST_CLASSES)


def team_rule(policy: Policy) -> UnitRule:
    """For departments and teams, each of which is a whole staff of its own; the school reads all that are shown."""
    return UnitRule(policy.whole, policy.subgroup, 1)


def shown_units(
    places: People, units: int, before: Sequence[People], numbers: NDArray[np.bool_], rule: UnitRule
) -> tuple[int, ...]:
    """The units that may be shown beside the school and its groups; the largest come first where not all may.

    `places` holds each person's unit among so many `units`, `before` the shown groups of every other question, with
    everyone else as a group; `numbers` says, a row each, who is in every number that is printed of a unit. A rest of
    nobody is allowed: nobody is then outside of a unit. The smallest unit is hidden until nothing of a few people
    follows.
    """
    counts = np.array([np.bincount(places, who, units + 1) for who in numbers], dtype=np.int64)
    large = [at for at in range(units) if counts[:, at].min() >= rule.least]
    if int((counts > 0).sum(axis=1).min()) < rule.parts:
        return ()
    if rule.parts > 1:
        known = _with_another(places, units, before, numbers)
        large = [at for at in large if at not in known]
    shown = sorted(large, key=lambda at: (-int(counts[0, at]), at))
    while shown and (
        _few_left(counts, shown, rule.least) or _few_by_sums(places, shown, before, numbers, rule)
    ):
        shown.pop()
    return tuple(sorted(shown))


def groups_of_several_classes(
    told: Sequence[int], groups: People, classes: People, among: int, numbers: NDArray[np.bool_]
) -> list[int]:
    """Of the groups that a school would be told of, largest first, those that leave its classes to their teachers.

    `groups` and `classes` hold each person's place, that of the class under `among` unless in none; `numbers` as in
    `shown_units`. In every number five people are beside any two classes of a group, and of everyone else together,
    where classes are in these at all: of one class the school would read what is its teacher's, and of two each
    teacher could work out the other's. As many more groups are left out as that takes, the smallest first.
    """
    kept = [at for at in told if not _of_two_classes(groups == at, classes, among, numbers)]
    while kept and _of_two_classes(~np.isin(groups, kept), classes, among, numbers):
        kept.pop()
    return kept


def _of_two_classes(
    people: NDArray[np.bool_], classes: People, among: int, numbers: NDArray[np.bool_]
) -> bool:
    """Whether some number of these people is of one class or two, but for a few people."""
    for who in numbers:
        here = classes[people & who]
        sizes = np.sort(np.bincount(here[here < among], minlength=2))[-2:]
        if sizes.any() and len(here) - int(sizes.sum()) < FLOOR:
            return True
    return False


def units_with_statements(
    counts: Sequence[Counts], units: Sequence[int], alike: Sequence[bool], least: int, parts: int
) -> tuple[int, ...]:
    """The shown units whose statements of one measure are told, all of them or none.

    `counts` holds for each statement how often each option was chosen, units x options, with everyone who is in no
    unit last; `alike` says by unit whether people answered it so much alike that it would tell of single ones. What is
    left of the school, statement by statement, is of nobody, or of enough people who do not all give one answer; and
    each statement was answered in so many `parts` of the school.
    """
    if any(int(one.any(axis=1).sum()) < parts for one in counts):
        return ()
    fewest = np.min([one.sum(axis=1) for one in counts], axis=0)
    told = [at for at in units if fewest[at] >= least and not alike[at]]
    told.sort(key=lambda at: (-int(fewest[at]), at))
    while told and any(_tells_of_rest(one, told, least) for one in counts):
        told.pop()
    return tuple(sorted(told))


def _tells_of_rest(options: Counts, told: Sequence[int], least: int) -> bool:
    rest = np.delete(options, list(told), axis=0).sum(axis=0)
    return 0 < int(rest.sum()) < least or (bool(rest.any()) and all_but_one_alike(rest))


def _with_another(
    places: People, units: int, before: Sequence[People], numbers: NDArray[np.bool_]
) -> frozenset[int]:
    """The units from which, with the school and its groups, another one follows, in any of the numbers.

    What the school and its groups leave open of a unit is the part at right angles to all their sums. Of two units one
    follows from the other where these parts lie on one line; where nothing is left open, the school itself tells.
    """
    found: set[int] = set()
    for who in numbers:
        kinds = np.unique(np.column_stack([*before, places])[who], axis=0)
        sums = [np.ones((1, len(kinds))), *(np.unique(of)[:, None] == of for of in kinds[:, :-1].T)]
        lengths, right = np.linalg.svd(np.vstack(sums), full_matrices=False)[1:]
        told = right[lengths > NOTHING]
        own = (kinds[:, -1] == np.arange(units)[:, None]).astype(np.float64)
        left = own - own @ told.T @ told
        along = left @ left.T
        apart = np.outer(along.diagonal(), along.diagonal())
        line = (apart > NOTHING) & (apart - along**2 < NOTHING)
        np.fill_diagonal(line, False)
        found.update(np.flatnonzero(line.any(axis=1)).tolist())
    return frozenset(found)


def _few_left(counts: NDArray[np.int64], shown: Sequence[int], least: int) -> bool:
    """Whether the school less its shown units is of a few people, in any number."""
    rest = np.delete(counts, list(shown), axis=1).sum(axis=1)
    return bool(rest[0]) and int(rest.min()) < least


def _few_by_sums(
    places: People,
    shown: Sequence[int],
    before: Sequence[People],
    numbers: NDArray[np.bool_],
    rule: UnitRule,
) -> bool:
    """Whether some sum of units and of groups by other questions is of a few people, in any of the numbers.

    Groups of the other questions are taken in every way; a unit then adds one to all its people or does not, each for
    itself. Where everybody is covered as often, but for some people once more, these people follow. A school has dozens
    of units, so which sizes can come about is found unit by unit.
    """
    if not before:
        return False
    own = np.full(len(places), len(shown), dtype=np.int64)
    for at, unit in enumerate(shown):
        own[places == unit] = at
    kinds, of = np.unique(np.column_stack([*before, own]), axis=0, return_inverse=True)
    counts = np.array([np.bincount(of.ravel(), who, len(kinds)) for who in numbers], dtype=np.int64)
    return any(_few(kinds[there > 0], there[there > 0], rule.crossed) for there in np.unique(counts, axis=0))


def _few(kinds: NDArray[np.int64], people: NDArray[np.int64], least: int) -> bool:
    """The same of one number; `kinds` holds the groups of each kind of people, the unit last, `people` how many."""
    cover = _covers(kinds[:, :-1])
    for level in range(int(kinds.shape[1])):
        reached = np.zeros((len(cover), least), dtype=bool)
        reached[:, 0] = True
        for unit in np.unique(kinds[:, -1]):
            mine = kinds[:, -1] == unit
            reached = _with_unit(reached, cover[:, mine], people[mine], level)
        if reached[:, 1:].any():
            return True
    return False


def _covers(kinds: NDArray[np.int64]) -> NDArray[np.int8]:
    """How often each kind of people is in the groups taken, a row for each way to take them; never all as often."""
    cover = np.zeros((1, len(kinds)), dtype=np.int8)
    for groups in kinds.T:
        chosen = np.array(list(product((0, 1), repeat=int(groups.max()) + 1)), dtype=np.int8)
        cover = np.unique((cover[:, None, :] + chosen[None, :, groups]).reshape(-1, len(kinds)), axis=0)
    apart = cover.max(axis=1) - cover.min(axis=1)
    found: NDArray[np.int8] = cover[(apart > 0) & (apart <= LEVELS)]
    return found


def _with_unit(
    reached: NDArray[np.bool_], cover: NDArray[np.int8], people: NDArray[np.int64], level: int
) -> NDArray[np.bool_]:
    """The sizes that come about once a unit is taken, or is not; its people are covered `level` times or once more."""
    found = np.zeros_like(reached)
    sizes = np.arange(reached.shape[1])
    for taken in (0, 1):
        often = cover + taken
        fits = ((often == level) | (often == level + 1)).all(axis=1)
        more = (often == level + 1) @ people
        before = sizes[None, :] - more[:, None]
        there = np.take_along_axis(reached, np.maximum(before, 0), axis=1) & (before >= 0)
        found |= there & fits[:, None]
    return found
