"""Which groups of people may be shown, of one school and of a whole network, and which groups of schools, so that
nobody can subtract their way to the others.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import compress, product
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.disclosure.policy import (
    FLOOR,
    LEAST_PEERS,
    LEAST_SCHOOLS,
    STEP_OF_A_ROLE,
    STEP_OF_A_WAVE,
    SUBGROUP,
)
from engine.disclosure.rounding import near_an_end
from psychometrics.contract import Counts


def published_groups(
    counts: Mapping[str, Sequence[int]], unsaid: Sequence[int], minimum: int
) -> tuple[str, ...]:
    """The groups that may be shown beside the whole; the rest of the respondents is then a group as well.

    `counts` holds, for each group, its numbers of people: that answered, and that have a score on each
    measure shown; `unsaid` the same for people who did not name their group. A group is shown when all its
    numbers reach the minimum, and only while those of the rest do: whole minus shown groups is a number that
    anybody can work out. So the smallest shown group is hidden too until the rest is large enough
    (complementary suppression). A rest of nobody is not enough: it would say that nobody of some role
    answered.
    """
    shown = sorted(
        (name for name, numbers in counts.items() if min(numbers) >= minimum),
        key=lambda name: (counts[name][0], name),
        reverse=True,
    )
    while shown and min(_rest(counts, unsaid, shown)) < minimum:
        shown.pop()
    return tuple(name for name in counts if name in shown)


def shown_beside(
    groups: Sequence[int],
    places: NDArray[np.int64],
    before: Sequence[NDArray[np.int64]],
    numbers: NDArray[np.bool_],
    minimum: int,
) -> int:
    """How many of the groups by one question may be shown beside those by others; the largest come first.

    `places` holds each person's group, `before` those by the other questions, where everyone else is a group too;
    `numbers` says, a row each, who is in every number that is printed by group. Groups of several questions can be
    added and subtracted: teachers minus those who teach grades 3 to 5 are the other teachers. So the smallest group is
    hidden until no such sum is of a few people.
    """
    shown = list(groups)
    while shown and _gives_few([*before, as_shown(places, shown)], numbers, minimum):
        shown.pop()
    return len(shown)


def as_shown(places: NDArray[np.int64], shown: Sequence[int]) -> NDArray[np.int64]:
    """Each person's place among the shown groups; everyone else has the one after them."""
    found = np.full(len(places), len(shown), dtype=np.int64)
    for at, group in enumerate(shown):
        found[places == group] = at
    return found


def _gives_few(questions: Sequence[NDArray[np.int64]], numbers: NDArray[np.bool_], minimum: int) -> bool:
    """Whether some sum of groups is of a few people, in any of the numbers.

    Take groups of each question. Where they cover everybody as often, but for some people once more, these follow:
    all sizes minus everyone, as often. All that matters of a person is the group by each question.
    """
    kinds, of = np.unique(np.column_stack(questions), axis=0, return_inverse=True)
    counts = np.array([np.bincount(of.ravel(), who, len(kinds)) for who in numbers])
    for there in np.unique(counts > 0, axis=0):
        alike = counts[((counts > 0) == there).all(axis=1)][:, there]
        sizes = alike @ _sums(kinds[there]).T
        rest = alike.sum(axis=1, keepdims=True) - sizes
        if (((sizes > 0) & (sizes < minimum)) | ((rest > 0) & (rest < minimum))).any():
            return True
    return False


def _sums(kinds: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which kinds of people each sum of groups is of; `kinds` holds the groups of each kind, a question a column."""
    cover = np.zeros((1, len(kinds)), dtype=np.int8)
    for groups in kinds.T:
        chosen = np.array(list(product((0, 1), repeat=int(groups.max()) + 1)), dtype=np.int8)
        cover = (cover[:, None, :] + chosen[None, :, groups]).reshape(-1, len(kinds))
    least = cover.min(axis=1, keepdims=True)
    follows = cover.max(axis=1) == least[:, 0] + 1
    return np.asarray(cover[follows] > least[follows])


def group_at_an_end(means: Sequence[float], people: Sequence[int], low: float, high: float) -> bool:
    """Whether a shown group, or the rest, lies at an end of a measure's scale: then none is shown on this measure.

    Whole minus the others would give the one that is cut off.
    """
    return any(near_an_end(mean, n, low, high) for mean, n in zip(means, people, strict=True))


def network_groups(
    counts: Mapping[str, Sequence[int]], unsaid: Sequence[int], told: Mapping[str, Set[int]], minimum: int
) -> tuple[str, ...]:
    """The groups that may be shown of a whole network.

    `counts` holds for each group its people by school, `unsaid` those who did not name theirs; `told` the places of
    the schools whose own result shows a group. The network minus what schools show is a number that anybody can
    work out: it must be of nobody's school, or of three schools and of enough people; the same holds of all who are
    in no shown group. Else the smallest group is hidden too (complementary suppression).
    """
    shown = [name for name, people in counts.items() if _wide(people, told.get(name, frozenset()), minimum)]
    shown.sort(key=lambda name: (sum(counts[name]), name), reverse=True)
    while shown and not _rest_is_wide(counts, unsaid, told, shown, minimum):
        shown.pop()
    return tuple(name for name in counts if name in shown)


def _wide(people: Sequence[int], told: Set[int], minimum: int) -> bool:
    """Whether a group is large enough, and so is what the schools do not show of it."""
    untold = [n for school, n in enumerate(people) if school not in told]
    alone = 0 < len(untold) < LEAST_SCHOOLS or (bool(untold) and sum(untold) < minimum)
    return sum(people) >= minimum and not alone


def _rest_is_wide(
    counts: Mapping[str, Sequence[int]],
    unsaid: Sequence[int],
    told: Mapping[str, Set[int]],
    shown: Sequence[str],
    minimum: int,
) -> bool:
    rest = _rest(counts, unsaid, shown)
    if len(shown) == len(counts) and not sum(rest):
        return True
    known = frozenset.intersection(*(frozenset(told.get(name, frozenset())) for name in shown))
    everywhere = len(known) == len(rest)
    at_others = list(compress(rest, (school not in known for school in range(len(rest)))))
    return sum(rest) >= minimum and (
        everywhere or (len(at_others) >= LEAST_SCHOOLS and sum(at_others) >= minimum)
    )


def _rest(counts: Mapping[str, Sequence[int]], unsaid: Sequence[int], shown: Sequence[str]) -> list[int]:
    """The numbers of all who are in no shown group."""
    hidden = [numbers for name, numbers in counts.items() if name not in shown]
    return [sum(column) for column in zip(unsaid, *hidden, strict=True)]


# People who seem not to have read: scores with minus without them are theirs


def difference_told(people: int, by_measure: Iterable[tuple[int, int]], minimum: int) -> bool:
    """Whether a school is told what so many flagged people matter: enough of them, beside enough others.

    `by_measure` holds the flagged and the others with a score, on every measure that the school shows.
    """
    return people >= minimum and all(min(numbers) >= minimum for numbers in by_measure)


def network_difference_refusal(
    flagged: Counts, others: Counts, minimum: int
) -> Literal["few_people", "few_schools", "one_school"] | None:
    """Why a network's mean without the flagged people may not be shown; both are by school.

    What a school adds to the difference is the flagged people's distance from the others times their number over
    the others'. No school may weigh more than all else together: of a small school among large ones it would speak
    alone.
    """
    if int(flagged.sum()) < minimum:
        return "few_people"
    if not makes_network(int((flagged > 0).sum())):
        return "few_schools"
    weights = flagged / others
    return "one_school" if 2 * float(weights.max()) > float(weights.sum()) else None


# Groups of schools


def makes_network(schools: int) -> bool:
    """Whether a number may be made of so many schools."""
    return schools >= LEAST_SCHOOLS


def pool_told(people: Sequence[int], least: int) -> bool:
    """Whether people of whom each school has few may be told of together; `people` by school.

    They are enough, of three schools, and without those of any one school five are left: the few at one school know
    what each of them said.
    """
    without_largest = sum(people) - max(people, default=0)
    return sum(people) >= least and makes_network(sum(n > 0 for n in people)) and without_largest >= FLOOR


def enough_peers(schools: int) -> bool:
    """Whether so many schools say something of each other, as of their profiles."""
    return schools >= LEAST_PEERS


def peer_group_refusal(
    members: NDArray[np.bool_], offered: Sequence[NDArray[np.bool_]]
) -> Literal["few_schools", "overlap"] | None:
    """Why no school of a group is compared with the others of it; groups are by school, `offered` those before it.

    Each needs enough others. What sets the group apart from each one before is nobody or as many schools as well,
    or whoever sees both could work out the few between them.
    """
    if not enough_peers(int(members.sum()) - 1):
        return "few_schools"
    apart = [int(part.sum()) for group in offered for part in (members & ~group, group & ~members)]
    return "overlap" if any(number and not enough_peers(number - 1) for number in apart) else None


def phases_told(sizes: Sequence[int], without: int) -> bool:
    """Whether means by phase may be shown of phases of so many schools, beside those `without` a phase.

    There are two phases, and each group is nobody or as many schools as are enough to be compared with: all minus
    some of the phases is another group.
    """
    groups = [size for size in (*sizes, without) if size]
    return sum(size > 0 for size in sizes) > 1 and all(enough_peers(size) for size in groups)


# How many have answered a wave


@dataclass(frozen=True, slots=True)
class AnswersTold:
    """So many answers as anybody is told of: exactly, or in steps, of which `at_least` is the last one reached."""

    at_least: int
    step: int = 1

    def may_be_under(self, minimum: int) -> bool:
        """Whether, as far as is told, so few have answered that a school gets no result."""
        return self.at_least < minimum


def roles_told(counts: Mapping[str, int], total: int) -> dict[str, int]:
    """How many of each role have answered so far over the whole wave, the most first; `total` holds everyone.

    A role is there only from ten answers on, in steps of five, and only while at least ten answers remain
    outside the roles that are there: neither one more answer nor a subtraction tells who took part.
    """
    large = [(role, n) for role, n in Counter(counts).most_common() if n >= SUBGROUP]
    while large and total - sum(n for _, n in large) < SUBGROUP:
        large.pop()
    return {role: n - n % STEP_OF_A_ROLE for role, n in large}


def answers_of_result(by_school: Collection[int]) -> AnswersTold | None:
    """The answers of a closed wave: those of the schools that its result shows; None where there is no network.

    All answers minus those of the result would tell how many there were at a school that is not shown.
    """
    return AnswersTold(sum(by_school)) if makes_network(len(by_school)) else None


def answers_of_school(in_result: int | None) -> AnswersTold | None:
    """The answers of a school in a closed wave; None where the result does not show it, to anybody."""
    return None if in_result is None else AnswersTold(in_result)


def answers_so_far(answers: int) -> AnswersTold:
    """The answers of a wave under way, of a school or of all: the ten below, whoever asks.

    An exact number that grows while somebody is seen to answer tells who did.
    """
    return AnswersTold(answers - answers % STEP_OF_A_WAVE, STEP_OF_A_WAVE)
