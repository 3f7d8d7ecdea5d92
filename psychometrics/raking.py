"""Raking: weights with which a sample has the shares that are known of its population, question by question."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Counts, Floats, StatisticError

MOST_ROUNDS: Final = 1000
NEAR: Final = 1e-10
"""How far a share may be from the one wanted where the search counts as ended."""


@dataclass(frozen=True, slots=True)
class Raked:
    """A weight a person, of mean 1, NaN for those who are in no group; `rounds` that the search took."""

    weights: Floats
    rounds: int


def rake(places: Sequence[ArrayLike], shares: Sequence[ArrayLike], base: ArrayLike | None = None) -> Raked:
    """Weights that give every margin the shares wanted of it (iterative proportional fitting).

    `places`: for each margin the number of the group each person is in, below 0 where unknown: such a person has no
    weight. `shares`: for each margin what its groups add up to in the population, in the order of these numbers; they
    are divided by their sum. `base`: weights to begin with, NaN where a person has none. Raises `StatisticError`
    where a group that the population has is empty, where nobody is left, and where the margins cannot be met together.

    Each round multiplies the weights within every group by the share wanted over the share there is, a margin after
    the other, until no share is off by more than 1e-10. Deming & Stephan (1940), doi:10.1214/aoms/1177731829. R:
    `loglin(table, list(1, 2), start, fit = TRUE, eps = 1e-9)$fit` of a table with these margins.
    """
    groups = [np.asarray(place, dtype=np.int64) for place in places]
    wanted = [np.asarray(share, dtype=np.float64) / np.sum(share) for share in shares]
    start = np.ones(len(groups[0])) if base is None else np.asarray(base, dtype=np.float64)
    use = np.isfinite(start) & (start > 0) & np.all([place >= 0 for place in groups], axis=0)
    own = [place[use] for place in groups]
    _require_everybody(own, wanted, int(use.sum()))
    weights = start[use]
    for rounds in range(1, MOST_ROUNDS + 1):
        for place, share in zip(own, wanted, strict=True):
            weights = weights * (share / _shares(place, weights, len(share)))[place]
        off = max(
            float(np.abs(_shares(place, weights, len(share)) - share).max())
            for place, share in zip(own, wanted, strict=True)
        )
        if off < NEAR:
            found = np.full(len(start), np.nan)
            found[use] = weights / weights.mean()
            return Raked(found, rounds)
    raise StatisticError(
        "not_converged",
        f"after {MOST_ROUNDS} rounds a share is off by {off:.2g}: these margins cannot be met together by these people",
        "join groups of few people, or use fewer margins",
    )


def _require_everybody(groups: Sequence[Counts], wanted: Sequence[Floats], people: int) -> None:
    if not people:
        raise StatisticError(
            "few_persons", "nobody is in a group of every margin", "check the columns and their values"
        )
    for margin, (place, share) in enumerate(zip(groups, wanted, strict=True), start=1):
        if (share <= 0).any() or (np.bincount(place, minlength=len(share)) == 0).any():
            raise StatisticError(
                "empty_group",
                f"a group of margin {margin} has nobody, or no share",
                "join it with another, here and in the margins",
            )


def _shares(place: Counts, weights: Floats, groups: int) -> Floats:
    sums = np.bincount(place, weights, groups).astype(np.float64)
    shares: Floats = sums / sums.sum()
    return shares
