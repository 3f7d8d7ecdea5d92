"""Thresholds and polychoric correlations of a group, with the covariance of their sampling errors."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from psychometrics.contract import Caution, Counts, Floats, StatisticError, item_names
from psychometrics.correlations import pairs_by_shape
from psychometrics.polychoric import cell_probabilities, polychoric
from psychometrics.summaries.codes import FIRST_MISSING, Codes, checked_codes
from psychometrics.summaries.grouped import group_index
from psychometrics.summaries.tables import PairTables

ROWS = 1024
"""Persons at a time: their scores, one a threshold and pair, stay in the processor's cache."""

FEWEST_CLUSTERS = 10
"""Sums of fewer clusters say little about how they vary."""

SMALLEST_EIGENVALUE = 1e-8
"""Below this a correlation matrix is not positive definite."""


@dataclass(frozen=True, slots=True, eq=False)
class OrdinalMoments:
    """What a factor model of ordinal items is fitted to: one group's thresholds and polychorics.

    `thresholds` holds all items' cut points one after another, `owner` the item of each; `correlation` is
    items x items, as estimated (not smoothed). `gamma` is n times the sampling covariance of the thresholds
    and, after them, the correlations of the items i < j in the order (0, 1), (0, 2), ..., (1, 2), ...
    `options` names, per item, the options that were chosen (0 is the first): only between these are
    thresholds. `n` persons answered every item and are counted, `left_out` did not and are not. `group` is its name.
    """

    names: tuple[str, ...]
    n: int
    left_out: int
    options: tuple[Counts, ...]
    thresholds: Floats
    owner: Counts
    correlation: Floats
    gamma: Floats
    cautions: tuple[Caution, ...]
    group: str = ""

    @property
    def statistics(self) -> Floats:
        """Thresholds and, after them, correlations: the vector that `gamma` belongs to."""
        return np.concatenate([self.thresholds, self.correlation[self.pairs]])

    @property
    def pairs(self) -> tuple[Counts, Counts]:
        """The items i and j of each correlation in `statistics`."""
        i, j = np.triu_indices(len(self.names), 1)
        return i, j

    @property
    def positive_definite(self) -> bool:
        """Whether the polychoric correlations could be those of any normal variables."""
        return bool(np.linalg.eigvalsh(self.correlation)[0] > SMALLEST_EIGENVALUE)


def ordinal_moments(
    codes: ArrayLike,
    n_categories: Sequence[int],
    *,
    names: Sequence[str] | None = None,
    group: str = "",
    clusters: ArrayLike | None = None,
) -> OrdinalMoments:
    """Thresholds, polychoric correlations and their asymptotic covariance, of persons without a gap.

    `codes` is persons x items, uint8: 0 to `n_categories[i]` - 1 are item i's options in order, from 200 on
    are kinds of missing answers; persons with any are left out (counted in `left_out`). Two passes: the
    pairs' tables, then each person's scores, thousand at a time; nothing grows with the persons but time.

    The estimates solve one equation a threshold and one a pair (two steps); the covariance of all is the sandwich of
    these equations: bread from the tables, filling from products of the persons' scores, or with `clusters` (a label
    a person) of the sums of people who need not answer independently. It is right only in large samples, of clusters
    too; with fewer persons than statistics it is singular, which DWLS and ULS bear and full WLS does not.
    Muthén (1984), doi:10.1007/BF02294210. R: `diag(lavaan::lavInspect(ordinal, "gamma"))`.

    Raises `StatisticError` for fewer than two items, an item with one option chosen, fewer than two persons or ten
    clusters.
    Cautions: options nobody chose, pairs of options nobody chose together, a correlation of about 1, and a
    matrix that is not positive definite.
    """
    block = checked_codes(codes, len(n_categories))
    labels = item_names(len(n_categories), names)
    whole = (block < FIRST_MISSING).all(axis=1)
    complete = block[whole]
    if len(complete) < 2:
        raise StatisticError(
            "few_persons",
            f"{len(complete)} person(s) answered every item",
            "collect more responses, or leave out the items with most gaps",
        )
    tables = PairTables.of(complete, n_categories, names=labels)
    found = polychoric(tables, repair=False)
    options = tuple(np.flatnonzero(tables.counts(item)) for item in range(len(labels)))
    recoded = _recoded(complete, options)
    used = PairTables.of(recoded, [len(chosen) for chosen in options], names=labels)
    cuts = [
        np.asarray(all_cuts[chosen[:-1]]) for all_cuts, chosen in zip(found.thresholds, options, strict=True)
    ]
    scores = _Scores(used, cuts, found.correlation)
    if clusters is None:
        filling = _products(scores, recoded)
    else:
        filling = _cluster_products(scores, recoded, np.asarray(clusters)[whole])
    bread = scores.bread()
    gamma = len(complete) * np.linalg.solve(bread, np.linalg.solve(bread, filling).T)
    return OrdinalMoments(
        labels,
        len(complete),
        len(block) - len(complete),
        options,
        np.concatenate(cuts),
        np.repeat(np.arange(len(cuts)), [len(each) for each in cuts]),
        found.correlation,
        (gamma + gamma.T) / 2,
        (*found.cautions, *_cautions(found.correlation, found.empty_cells, labels)),
        group,
    )


def _recoded(block: Codes, options: tuple[Counts, ...]) -> Codes:
    """The codes counted among the options that were chosen."""
    places = np.zeros((len(options), FIRST_MISSING), dtype=np.uint8)
    for place, chosen in zip(places, options, strict=True):
        place[chosen] = np.arange(len(chosen))
    return places[np.arange(len(options)), block]


def _cautions(correlation: Floats, empty: Counts, names: tuple[str, ...]) -> Iterator[Caution]:
    cells = int(np.triu(empty, 1).sum())
    if cells:
        yield Caution(
            "empty_cells",
            "",
            f"{cells} pair(s) of options of two items were chosen together by nobody",
            "merge rare options with their neighbours if results hang on it, or collect more responses",
        )
    if np.linalg.eigvalsh(correlation)[0] <= SMALLEST_EIGENVALUE:
        yield Caution(
            "not_positive_definite",
            "",
            "the polychoric correlations contradict each other (their matrix is not positive definite)",
            "leave out one of two items that are answered alike, merge rare options, or collect more responses",
        )


def _products(scores: "_Scores", codes: Codes) -> Floats:
    """Sums of the products of the persons' scores."""
    filling = np.zeros((scores.size, scores.size))
    for first in range(0, len(codes), ROWS):
        each = scores.of(codes[first : first + ROWS])
        filling += each.T @ each
    return filling


def _cluster_products(scores: "_Scores", codes: Codes, clusters: NDArray[Any]) -> Floats:
    """Sums of the products of the clusters' summed scores, times clusters / (clusters - 1)."""
    labels, index = group_index(clusters, len(codes))
    count = len(labels)
    if count < FEWEST_CLUSTERS:
        raise StatisticError(
            "few_clusters",
            f"{count} cluster(s), where errors that allow for clusters take {FEWEST_CLUSTERS}",
            "take people for independent and say so, or collect from more schools",
        )
    sums = np.zeros((count, scores.size))
    for first in range(0, len(codes), ROWS):
        part = slice(first, first + ROWS)
        np.add.at(sums, index[part], scores.of(codes[part]))
    return np.asarray(sums.T @ sums * (count / (count - 1)))


class _Scores:
    """Derivatives of persons' log likelihoods by thresholds (of each item) and correlation (of each pair)."""

    def __init__(self, tables: PairTables, cuts: list[Floats], correlation: Floats) -> None:
        self.starts = np.concatenate([[0], np.cumsum([len(each) for each in cuts])])
        items = len(cuts)
        self.of_pair = np.zeros((items, items), dtype=np.int64)
        self.of_pair[np.triu_indices(items, 1)] = np.arange(items * (items - 1) // 2)
        self.size = int(self.starts[-1]) + items * (items - 1) // 2
        self.margins = [tables.counts(item).astype(np.float64) for item in range(items)]
        self.by_item = [_threshold_scores(*each) for each in zip(self.margins, cuts, strict=True)]
        self.pairs = [
            _PairScores(i, j, counts.astype(np.float64), cuts, correlation[i, j])
            for i, j, counts in pairs_by_shape(tables)
        ]

    def of(self, codes: Codes) -> Floats:
        """Scores of some persons, persons x (thresholds, then correlations)."""
        scores = np.empty((len(codes), self.size))
        for item, table in enumerate(self.by_item):
            scores[:, self.starts[item] : self.starts[item + 1]] = table[codes[:, item]]
        for pairs in self.pairs:
            columns = self.starts[-1] + self.of_pair[pairs.i, pairs.j]
            scores[:, columns] = pairs.by_correlation[
                np.arange(len(pairs.i)), codes[:, pairs.i], codes[:, pairs.j]
            ]
        return scores

    def bread(self) -> Floats:
        """Sums of the scores' products within each item's and each pair's own likelihood."""
        bread = np.zeros((self.size, self.size))
        for item, (table, margin) in enumerate(zip(self.by_item, self.margins, strict=True)):
            own = slice(self.starts[item], self.starts[item + 1])
            bread[own, own] = table.T @ (margin[:, None] * table)
        for pairs in self.pairs:
            rows = self.starts[-1] + self.of_pair[pairs.i, pairs.j]
            weighted = pairs.counts * pairs.by_correlation
            bread[rows, rows] = np.sum(weighted * pairs.by_correlation, axis=(1, 2))
            for items, slopes in ((pairs.i, pairs.by_row_cut), (pairs.j, pairs.by_column_cut)):
                columns = self.starts[items][:, None] + np.arange(slopes.shape[1])
                bread[rows[:, None], columns] = np.einsum("pab,pkab->pk", weighted, slopes)
        return bread


def _threshold_scores(margin: Floats, cuts: Floats) -> Floats:
    """Options x thresholds: how the log probability of an option changes with each threshold."""
    density = np.exp(-(cuts**2) / 2) / np.sqrt(2 * np.pi)
    share = margin / margin.sum()
    table = np.zeros((len(margin), len(cuts)))
    place = np.arange(len(cuts))
    table[place, place] = density / share[:-1]
    table[place + 1, place] = -density / share[1:]
    return table


class _PairScores:
    """For pairs whose tables are alike in shape: how each cell's log probability changes."""

    def __init__(self, i: Counts, j: Counts, counts: Floats, cuts: list[Floats], rho: Floats) -> None:
        from scipy.special import ndtr

        self.i, self.j, self.counts = i, j, counts
        h, k = np.stack([cuts[item] for item in i]), np.stack([cuts[item] for item in j])
        cells = cell_probabilities(h, k, rho)
        r, root = rho[:, None, None], np.sqrt(1 - rho**2)[:, None, None]
        x, y = h[:, :, None], k[:, None, :]
        joint = np.exp(-(x**2 - 2 * r * x * y + y**2) / (2 * root**2)) / (2 * np.pi * root)
        across = np.diff(np.diff(np.pad(joint, ((0, 0), (1, 1), (1, 1))), axis=1), axis=2)
        self.by_correlation = across / cells
        below_k = _density(x) * _steps(ndtr((y - r * x) / root), axis=2)
        below_h = _density(y) * _steps(ndtr((x - r * y) / root), axis=1)
        self.by_row_cut = _moved(below_k, axis=1) / cells[:, None]
        self.by_column_cut = _moved(np.swapaxes(below_h, 1, 2), axis=2) / cells[:, None]


def _density(x: Floats) -> Floats:
    return np.asarray(np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi))


def _steps(below: Floats, axis: int) -> Floats:
    """Probabilities between successive cuts, from 0 to 1, along an axis."""
    ends = [(0, 0)] * below.ndim
    ends[axis] = (1, 1)
    padded = np.pad(below, ends, constant_values=0.0)
    last = [slice(None)] * below.ndim
    last[axis] = slice(-1, None)
    padded[tuple(last)] = 1.0
    return np.diff(padded, axis=axis)


def _moved(gain: Floats, axis: int) -> Floats:
    """Change of cells, pairs x cuts x rows x columns, as each cut moves up: what is below gains, above loses.

    `gain` is pairs x cuts x the other item's options; `axis` says whether the cuts are of rows (1) or columns.
    """
    pairs, cuts, others = gain.shape
    change = np.zeros((pairs, cuts, cuts + 1, others))
    place = np.arange(cuts)
    change[:, place, place] = gain
    change[:, place, place + 1] = -gain
    return change if axis == 1 else np.swapaxes(change, 2, 3)
