"""What rules on a study and on files of responses ask of schools' own results."""

from collections.abc import Iterable

from engine.disclosure.responses_file import OwnResult
from engine.results.model import FrozenResult
from engine.results.model_school import FrozenSchool, HiddenSchool


def own_results(result: FrozenResult, parts: Iterable[FrozenSchool | HiddenSchool]) -> tuple[OwnResult, ...]:
    """Of each school that a frozen result shows what it shows of itself: its people, items and groups."""
    single = len(result.outcomes) + len(result.allotments)
    return tuple(_own_result(part, single) for part in parts if isinstance(part, FrozenSchool))


def _own_result(part: FrozenSchool, single: int) -> OwnResult:
    scores = [score for score in part.scores.values() if score is not None]
    return OwnResult(
        school=part.site,
        people=part.responses,
        whole=not part.as_of,
        items=bool(scores) and all(score.items for score in scores) and _single(part) == single,
        groups={grouping.by: frozenset(group.id for group in grouping.groups) for grouping in part.groups},
    )


def _single(part: FrozenSchool) -> int:
    """How many questions it shows that no score is made of."""
    return len(part.outcomes) + len(part.allotments)
