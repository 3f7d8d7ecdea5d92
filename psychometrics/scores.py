"""Subscale scores: of each person, and as exact counts from which every score statistic can be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from psychometrics.contract import Counts, Floats, StatisticError
from psychometrics.norms import quantile
from psychometrics.summaries.codes import require_on_scale
from psychometrics.summaries.grouped import group_index
from psychometrics.summaries.scorekeys import Keying, Method, ScoredSubscale, keys_of

__all__ = ["Cells", "Method", "ScoreTable", "ScoredSubscale", "composite", "person_scores", "score_matrix"]


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """How many persons (`count`) of a group have a key (`answered * width + steps`); no cell is empty.

    Sorted by group, then key; `group` is the place of the group's label in the table's `groups`.
    """

    group: Counts
    key: Counts
    count: Counts


@dataclass(frozen=True, slots=True, eq=False)
class ScoreTable:
    """Per subscale and group, how many persons answered so many items with such a keyed sum.

    Made by `of`, added with `+`, the same for any blocking. Any rule for missing answers, mean, SD, quantile,
    norm or level is read from it without another pass. `groups` are the labels in sorted order (one label 0
    without groups). In every read-out `subscale` is a name; `minimum_answered` None means the subscale's own
    rule; scores are rescaled as the subscale says unless `rescaled` is False; `by_group` True gives an array
    in the order of `groups`, False one number for everybody.
    """

    keyings: tuple[Keying, ...]
    groups: NDArray[Any]
    cells: tuple[Cells, ...]

    @staticmethod
    def of(
        codes: ArrayLike,
        table: ArrayLike,
        subscales: Sequence[ScoredSubscale],
        *,
        groups: ArrayLike | None = None,
    ) -> "ScoreTable":
        """Count a block of codes (persons x items, uint8) under a value table (items x 256, NaN missing).

        `groups` holds one label a person. Raises `StatisticError` "off_scale" for a code below 200 without a
        value.
        """
        keyings, keys = keys_of(codes, table, subscales)
        persons = len(np.asarray(codes))
        labels, index = np.zeros(1, dtype=np.int64), None
        if groups is not None:
            labels, index = group_index(groups, persons)
        cells = tuple(
            _counted(key, keying.cells, index, len(labels)) for key, keying in zip(keys, keyings, strict=True)
        )
        return ScoreTable(tuple(keyings), labels, cells)

    def __add__(self, other: "ScoreTable") -> "ScoreTable":
        if [_identity(keying) for keying in self.keyings] != [_identity(keying) for keying in other.keyings]:
            raise StatisticError(
                "merge",
                "scores of different subscales cannot be added",
                "use the same definition for every block",
            )
        labels = np.union1d(self.groups, other.groups)
        places = [np.searchsorted(labels, part.groups) for part in (self, other)]
        return ScoreTable(
            self.keyings,
            labels,
            tuple(
                _merged([(place[c.group], c) for place, c in zip(places, pair, strict=True)], keying.cells)
                for keying, pair in zip(self.keyings, zip(self.cells, other.cells, strict=True), strict=True)
            ),
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the subscales."""
        return tuple(keying.subscale.name for keying in self.keyings)

    def n(self, subscale: str, *, by_group: bool = False, minimum_answered: int | None = None) -> Any:
        """How many persons have a score."""
        group, _, count = self._scored(subscale, minimum_answered, True)
        n = _per_group(group, count, len(self.groups)).astype(np.int64)
        return n if by_group else int(n.sum())

    def mean(
        self,
        subscale: str,
        *,
        by_group: bool = False,
        minimum_answered: int | None = None,
        rescaled: bool = True,
    ) -> Any:
        """Mean score, NaN where nobody has one."""
        group, scores, count = self._scored(subscale, minimum_answered, rescaled)
        group, size = self._merge_groups(group, by_group)
        mean = _mean(group, scores, count, size)
        return mean if by_group else float(mean[0])

    def sd(
        self,
        subscale: str,
        *,
        by_group: bool = False,
        minimum_answered: int | None = None,
        rescaled: bool = True,
    ) -> Any:
        """Standard deviation of the scores, divisor n - 1, NaN where fewer than two persons have one."""
        group, scores, count = self._scored(subscale, minimum_answered, rescaled)
        group, size = self._merge_groups(group, by_group)
        n = _per_group(group, count, size)
        squares = _per_group(group, count * (scores - _mean(group, scores, count, size)[group]) ** 2, size)
        variance = np.divide(squares, n - 1, out=np.full(size, np.nan), where=n > 1)
        sd = np.sqrt(variance)
        return sd if by_group else float(sd[0])

    def quantile(
        self,
        subscale: str,
        p: ArrayLike,
        *,
        group: Any = None,
        minimum_answered: int | None = None,
        rescaled: bool = True,
        type: int = 7,
    ) -> Floats:
        """Quantiles of the scores of one group (of everybody when None)"""
        scores, count = self.distribution(
            subscale, group=group, minimum_answered=minimum_answered, rescaled=rescaled
        )
        return quantile(scores, p, type=type, counts=count)

    def distribution(
        self,
        subscale: str,
        *,
        group: Any = None,
        minimum_answered: int | None = None,
        rescaled: bool = True,
    ) -> tuple[Floats, Counts]:
        """The distinct scores in rising order and how many persons have each."""
        place, scores, count = self._scored(subscale, minimum_answered, rescaled)
        if group is not None:
            chosen = place == self._place(group)
            scores, count = scores[chosen], count[chosen]
        rounded, first, index = np.unique(np.round(scores, 10), return_index=True, return_inverse=True)
        return scores[first], _per_group(index, count, len(rounded)).astype(np.int64)

    def answered(self, subscale: str, *, group: Any = None) -> Counts:
        """How many persons answered 0, 1, 2, ... of the subscale's items."""
        keying, cells = self._of(subscale)
        chosen = np.ones(len(cells.key), bool) if group is None else cells.group == self._place(group)
        answered = keying.answered(cells.key[chosen])
        return _per_group(answered, cells.count[chosen], len(keying.subscale.items) + 1).astype(np.int64)

    def levels(
        self,
        subscale: str,
        cuts: Sequence[float],
        *,
        minimum_answered: int | None = None,
        rescaled: bool = True,
    ) -> Counts:
        """Persons of each group in each band, groups x (cuts + 1): a score at a cut is in the band above it.

        A score within 1e-9 below a cut counts as at it: 59.999999999999986 is 60 with rounding.
        """
        group, scores, count = self._scored(subscale, minimum_answered, rescaled)
        band = np.searchsorted(np.asarray(cuts, dtype=np.float64), scores + 1e-9, side="right")
        bands = len(cuts) + 1
        flat = _per_group(group * bands + band, count, len(self.groups) * bands)
        return flat.reshape(len(self.groups), bands).astype(np.int64)

    def _scored(
        self, subscale: str, minimum_answered: int | None, rescaled: bool
    ) -> tuple[Counts, Floats, Counts]:
        keying, cells = self._of(subscale)
        scores = keying.scores(cells.key, minimum_answered=minimum_answered, rescaled=rescaled)
        scored = ~np.isnan(scores)
        return cells.group[scored], scores[scored], cells.count[scored]

    def _of(self, subscale: str) -> tuple[Keying, Cells]:
        if subscale not in self.names:
            raise StatisticError(
                "no_subscale", f"there is no subscale {subscale}", "use one of: " + ", ".join(self.names)
            )
        place = self.names.index(subscale)
        return self.keyings[place], self.cells[place]

    def _place(self, label: Any) -> int:
        found = np.flatnonzero(self.groups == label)
        if not found.size:
            raise StatisticError("no_group", f"there is no group {label}", "use a label in `groups`")
        return int(found[0])

    def _merge_groups(self, group: Counts, by_group: bool) -> tuple[Counts, int]:
        return (group, len(self.groups)) if by_group else (np.zeros_like(group), 1)


def _identity(keying: Keying) -> tuple[Any, ...]:
    return keying.subscale, keying.base, keying.unit, keying.width, keying.contributions.tobytes()


def _counted(key: NDArray[Any], size: int, index: Counts | None, groups: int) -> Cells:
    """Counts of keys within groups: by table where it is small, else by sorting."""
    flat = key if index is None else index * size + key
    if groups * size <= max(4 * len(key), 2**16):
        counts = np.bincount(flat, minlength=groups * size)
        found = np.flatnonzero(counts)
        return Cells(found // size, found % size, counts[found])
    found, counts = np.unique(flat.astype(np.int64), return_counts=True)
    return Cells(found // size, found % size, counts.astype(np.int64))


def _merged(parts: Sequence[tuple[Counts, Cells]], size: int) -> Cells:
    flat = np.concatenate([group * size + cells.key for group, cells in parts])
    found, index = np.unique(flat, return_inverse=True)
    counts = np.zeros(len(found), dtype=np.int64)
    np.add.at(counts, index, np.concatenate([cells.count for _, cells in parts]))
    return Cells(found // size, found % size, counts)


def _per_group(group: Counts, weights: NDArray[Any], size: int) -> Floats:
    return np.bincount(group, weights=weights, minlength=size).astype(np.float64)


def _mean(group: Counts, scores: Floats, count: Counts, size: int) -> Floats:
    n = _per_group(group, count, size)
    total = _per_group(group, count * scores, size)
    return np.asarray(np.divide(total, n, out=np.full(size, np.nan), where=n > 0))


def person_scores(
    codes: ArrayLike, table: ArrayLike, subscales: Sequence[ScoredSubscale], *, rescaled: bool = True
) -> Floats:
    """The scores of every person of a block of codes, persons x subscales, NaN where not scored."""
    keyings, keys = keys_of(codes, table, subscales)
    columns = []
    for keying, key in zip(keyings, keys, strict=True):
        possible = keying.scores(np.arange(keying.cells), rescaled=rescaled)
        columns.append(possible[key])
    return np.column_stack(columns) if columns else np.empty((len(np.asarray(codes)), 0))


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
    """One score a person from a matrix of values (persons x columns, NaN missing).

    `items` are the columns of the subscale and `reverse` says of each whether it is reversed to low + high -
    x; `low` and `high` are the ends of the response scale, one for all or one an item. `method` "mean" is the
    mean of the answered items; "sum" is that mean times the number of items (prorated: a missing answer counts
    as the person's own mean, not as nought). NaN where fewer than `minimum_answered` items were answered.
    `rescale` (a, b) maps the lowest possible score onto a and the highest onto b. Raises `StatisticError`
    "off_scale" for an answer outside the response scale. R: `rowMeans(x, na.rm = TRUE)`.
    """
    subscale = ScoredSubscale("", tuple(items), tuple(reverse), method, minimum_answered, rescale)
    answers = np.asarray(values, dtype=np.float64)[:, list(subscale.items)]
    lows = np.broadcast_to(np.asarray(low, dtype=np.float64), len(subscale.items))
    highs = np.broadcast_to(np.asarray(high, dtype=np.float64), len(subscale.items))
    require_on_scale(answers, lows, highs, [str(column + 1) for column in subscale.items])
    keyed = np.where(np.array(subscale.reverse), lows + highs - answers, answers)
    there = ~np.isnan(keyed)
    answered = np.count_nonzero(there, axis=1)
    total = np.where(there, keyed, 0.0).sum(axis=1)
    mean = np.divide(total, answered, out=np.full(len(keyed), np.nan), where=answered >= minimum_answered)
    if rescale is not None:
        lowest, highest = lows.mean(), highs.mean()
        return np.asarray(rescale[0] + (rescale[1] - rescale[0]) * ((mean - lowest) / (highest - lowest)))
    return np.asarray(mean * len(subscale.items) if method == "sum" else mean)


def composite(scores: ArrayLike, *, minimum_answered: int = 1) -> Floats:
    """Mean of subscale scores (persons x subscales), NaN where fewer than `minimum_answered` exist.

    Each subscale counts alike, however many items it has.
    """
    parts = np.asarray(scores, dtype=np.float64)
    there = ~np.isnan(parts)
    n = np.count_nonzero(there, axis=1)
    total = np.where(there, parts, 0.0).sum(axis=1)
    enough = (n >= minimum_answered) & (n > 0)
    return np.asarray(np.divide(total, n, out=np.full(len(parts), np.nan), where=enough))
