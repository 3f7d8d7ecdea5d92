"""Subscale scores: of each person, and as exact counts from which every score statistic can be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from psychometrics.contract import Counts, Floats

Method = Literal["mean", "sum"]


@dataclass(frozen=True, slots=True)
class ScoredSubscale:
    """What a score is made of: column indexes of the items, which are reversed, the rule and the scale.

    `method` mean or sum; a person with fewer than `minimum_answered` answers has no score; `rescale` (a, b)
    maps the lowest possible score onto a and the highest onto b.
    """

    name: str
    items: tuple[int, ...]
    reverse: tuple[bool, ...]
    method: Method = "mean"
    minimum_answered: int = 1
    rescale: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ScoreTable:
    """Per subscale and group, how many persons answered so many items with such a keyed sum; added with `+`."""

    @staticmethod
    def of(
        codes: ArrayLike,
        table: ArrayLike,
        subscales: Sequence[ScoredSubscale],
        *,
        groups: ArrayLike | None = None,
    ) -> "ScoreTable":
        """Count a block of codes (persons x items, uint8) under a value table (items x 256)."""
        raise NotImplementedError

    def __add__(self, other: "ScoreTable") -> "ScoreTable":
        raise NotImplementedError

    # Every read-out: `subscale` is its name; `minimum_answered` None means the subscale's own;
    # `by_group` True gives an array in the order of `groups`, False one number for everybody.
    # Scores are rescaled where the subscale says so and `rescaled` is True.
    def n(self, subscale: str, *, by_group: bool = False, minimum_answered: int | None = None) -> Any: ...
    def mean(
        self,
        subscale: str,
        *,
        by_group: bool = False,
        minimum_answered: int | None = None,
        rescaled: bool = True,
    ) -> Any: ...
    def sd(
        self,
        subscale: str,
        *,
        by_group: bool = False,
        minimum_answered: int | None = None,
        rescaled: bool = True,
    ) -> Any: ...
    def quantile(
        self,
        subscale: str,
        p: ArrayLike,
        *,
        group: Any = None,
        minimum_answered: int | None = None,
        rescaled: bool = True,
    ) -> Floats: ...
    def distribution(
        self, subscale: str, *, group: Any = None, minimum_answered: int | None = None, rescaled: bool = True
    ) -> tuple[Floats, Counts]: ...


def score_matrix(
    values: ArrayLike,
    items: Sequence[int],
    reverse: Sequence[bool],
    *,
    low: ArrayLike,
    high: ArrayLike,
    method: Method = "mean",
    minimum_answered: int = 1,
    rescale: tuple[float, float] | None = None,
) -> Floats:
    """One score a person, NaN where fewer than `minimum_answered` items were answered."""
    raise NotImplementedError


def composite(scores: ArrayLike, *, minimum_answered: int = 1) -> Floats:
    """Mean of subscale scores (persons x subscales), NaN where fewer than `minimum_answered` exist."""
    raise NotImplementedError
