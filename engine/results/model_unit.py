"""What is kept of a class, department or team by itself: a document of its own, apart from its school's result.

Whoever reads a school's result does not read these: a class's is its teacher's alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final

from engine.results.model_score import FrozenCompositeScore, FrozenScore
from engine.results.terms import Count, Day

UNIT_FORMAT: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenUnit:
    """A unit that is shown. `scores` hold null for measures that are not."""

    format: Annotated[int, "`UNIT_FORMAT` of the program that made it."]
    unit: int
    kind: Annotated[str, "`class`, `department` or `team`."]
    name: str
    school: str
    n: Annotated[Count, "Who answered."]
    expected: Annotated[Count | None, "Who was asked."]
    minimum: Annotated[Count, "The fewest people that a unit here is shown of."]
    closed: Day
    simulated: bool
    scores: Annotated[Mapping[str, FrozenScore | None], "By measure."]
    composites: tuple[FrozenCompositeScore, ...]
