"""What a second result of the same wave may add to the first.

A wave that was closed, opened and closed again has two results, and their difference is a result of the
people who came late. Without personal codes answers can only be added: after a close no withdrawal code is left. Where
it is known whose answers are whose, people may have theirs erased or correct them after it, too.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from engine.disclosure.policy import LEAST_SCHOOLS
from engine.disclosure.rounding import SMALL_MARGIN


@dataclass(frozen=True, slots=True)
class Growth:
    """One score of a school in the earlier result and now: of how many people, and the ends of its scale."""

    before: int
    mean_before: float
    after: int
    mean_after: float
    low: float
    high: float


def may_renew(before: int, after: int, scores: Iterable[Growth], minimum: int) -> bool:
    """Whether a school's result may be made anew, with so many people before and after; else the earlier one stays.

    The school is in none of the new network's numbers then.
    """
    return grew_enough(before, after, minimum) and all(
        grew_enough(score.before, score.after, minimum) and growth_is_mixed(score) for score in scores
    )


def all_there(before: int, kept: int | None) -> bool:
    """Whether all answers of the earlier result still count as they were sent, as far as their number tells.

    `kept` is how many of an earlier close are left; None where nobody can erase or correct theirs. With one erased and
    one added the number stays, and the difference would be what these two people said.
    """
    return kept is None or kept >= before


def grew_enough(before: int, after: int, minimum: int) -> bool:
    """Whether nobody or enough people came."""
    return after == before or after - before >= minimum


def growth_is_mixed(score: Growth) -> bool:
    """Whether the people who came late did not all answer alike at an end of the scale."""
    if score.after == score.before:
        return True
    late = (score.after * score.mean_after - score.before * score.mean_before) / (score.after - score.before)
    margin = SMALL_MARGIN * (score.high - score.low)
    return score.low + margin <= late <= score.high - margin


def left_out(earlier: Collection[str], told: Collection[str], *, grew: bool) -> frozenset[str]:
    """What a school's result leaves out from now on: what the one before left out, and what that told of fewer.

    The difference would speak of the late ones by item and by group. It stays so at every later close.
    """
    return frozenset(earlier) | frozenset(told if grew else ())


def few_changed(before: Mapping[int, int], now: Mapping[int, int]) -> bool:
    """Whether one or two schools joined, grew or dropped out; both hold the people counted, by school.

    What two results of a network, or two studies, differ by would be numbers of these schools alone.
    """
    changed = sum(before.get(school) != now.get(school) for school in before.keys() | now.keys())
    return 0 < changed < LEAST_SCHOOLS
