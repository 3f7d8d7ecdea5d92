"""Which groups of all people of a network may be shown, beside what each school shows of its own."""

from collections.abc import Mapping, Sequence, Set
from itertools import compress

from engine.disclosure.policy import LEAST_SCHOOLS


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
    hidden = [people for name, people in counts.items() if name not in shown]
    rest = [sum(school) for school in zip(unsaid, *hidden, strict=True)]
    if not hidden and not sum(rest):
        return True
    known = frozenset.intersection(*(frozenset(told.get(name, frozenset())) for name in shown))
    everywhere = len(known) == len(rest)
    at_others = list(compress(rest, (school not in known for school in range(len(rest)))))
    return sum(rest) >= minimum and (
        everywhere or (len(at_others) >= LEAST_SCHOOLS and sum(at_others) >= minimum)
    )
