"""What is known of each person beside the answers: scores, columns of numbers, and the cluster a person is in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.exchange.number_columns import NumberColumn
from engine.validation.data import Places
from psychometrics.contract import Floats


@dataclass(frozen=True, slots=True, eq=False)
class PersonColumns:
    """One entry a person everywhere, in the order of the data.

    `scores` are rescaled, by subscale, NaN where there is none; `criteria` columns that scores are held against;
    `clusters` places of people's schools or classes, -1 unknown, None without clusters.
    """

    scores: Mapping[str, Floats]
    clusters: Places | None = None
    criteria: Sequence[NumberColumn] = ()
