"""What is known of each person beside the answers: scores, columns of numbers, and the cluster a person is in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.exchange.judges import Judges
from engine.exchange.number_columns import NumberColumn
from engine.validation.parts import Places
from psychometrics.contract import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A weight a person, NaN or 0 for none; `source` says in words where they come from, "" where from margins alone.

    `columns` and `margins` (a file) are what they were raked to, `rounds` how long that took; None where it was not.
    """

    values: Floats
    source: str
    columns: tuple[str, ...] = ()
    margins: str | None = None
    rounds: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class JudgedPeople:
    """What a column says of each person on one subscale: below, borderline or above the level; "" for nothing."""

    subscale: str
    column: str
    words: NDArray[np.str_]


@dataclass(frozen=True, slots=True, eq=False)
class PersonColumns:
    """One entry a person everywhere, in the order of the data.

    `scores` are rescaled, by subscale, NaN where there is none; `criteria` columns that scores are held against;
    `clusters` places of people's schools or classes, -1 unknown, None without clusters; `weights` how many people of
    the population each stands for; `judges` rated the items for a cut score, `judged` says where people stand to the
    level.
    """

    scores: Mapping[str, Floats]
    clusters: Places | None = None
    criteria: Sequence[NumberColumn] = ()
    weights: Weights | None = None
    judges: Judges | None = None
    judged: Sequence[JudgedPeople] = ()
