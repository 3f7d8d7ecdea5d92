"""Answers by cluster as sums that add up: what levels, agreement and items at two levels are read from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.responses.layout import Codes
from engine.validation.parts import Places
from psychometrics.cluster_alpha import ClusterAlpha, cluster_alpha
from psychometrics.cluster_fit import MOST_ITEMS, ClusterFit, cluster_fit, pairs_of
from psychometrics.contract import Counts, Floats, StatisticError
from psychometrics.groups import GroupItems
from psychometrics.omega import OmegaTotal
from psychometrics.within_group import CategoryCounts

MOST_CELLS = 10_000_000
"""So many sums of products of clusters and pairs of items are held, 80 MB, and no more."""


@dataclass(frozen=True, slots=True)
class ClusterSums:
    """Answers of one subscale by cluster, of people who answered all its items; added with `+`.

    All arrays have a row a cluster in the order of the data's labels. `n` people, keyed `sums` (clusters x
    items) above each item's `low`, their `squares`, people's squared `totals`, `products` (items x items) of all
    people, `pairs` of them by cluster (clusters x `pairs_of` items; None where they would be too many), `categories`
    (clusters x items x options, keyed; None where items differ in their options, or a reversed one cannot be turned
    on them) with the options' `values`; `left_out` people without a cluster or with a gap.
    """

    low: Floats
    n: Counts
    sums: Floats
    squares: Floats
    totals: Floats
    products: Floats
    pairs: Floats | None
    categories: Counts | None
    values: Floats
    left_out: int

    def __add__(self, other: "ClusterSums") -> "ClusterSums":
        both = self.categories is not None and other.categories is not None
        return ClusterSums(
            self.low,
            self.n + other.n,
            self.sums + other.sums,
            self.squares + other.squares,
            self.totals + other.totals,
            self.products + other.products,
            None if self.pairs is None or other.pairs is None else self.pairs + other.pairs,
            self.categories + other.categories if both else None,  # type: ignore[operator]
            self.values,
            self.left_out + other.left_out,
        )

    def alpha(self, value: float, level: float) -> ClusterAlpha:
        """The interval of an alpha of these people that allows for their clusters; raises as `cluster_alpha`."""
        there = self.n > 0
        return cluster_alpha(
            value,
            self.n[there],
            self.sums[there],
            self.squares[there],
            self.totals[there],
            level=level,
        )

    def fit(self, omega: OmegaTotal) -> ClusterFit:
        """What clusters do to the intervals of one factor of these people; raises as `cluster_fit`."""
        if self.pairs is None or omega.fit is None:
            raise StatisticError(
                "many_clusters",
                f"{len(self.n)} clusters and {self.sums.shape[1]} items have too many sums to hold",
                "read alpha, whose interval allows for clusters",
            )
        there = self.n > 0
        return cluster_fit(omega.factor, omega.fit.chisq, self.n[there], self.sums[there], self.pairs[there])

    def moments(self, labels: Sequence[str]) -> GroupItems:
        """Cluster means and pooled within-cluster products; clusters without anybody are left out.

        The products within are all products less those of the cluster sums, sum_j s_j s_j' / n_j.
        """
        there = self.n > 0
        n, sums = self.n[there], self.sums[there]
        within = self.products - (sums / n[:, None]).T @ sums
        return GroupItems(
            np.array(labels, dtype=object)[there], n, self.low + sums / n[:, None], within, self.left_out
        )

    def answers(self, labels: Sequence[str]) -> CategoryCounts | None:
        """Option counts by cluster and item; None where the items differ in their options."""
        if self.categories is None:
            return None
        there = self.n > 0
        return CategoryCounts(
            np.array(labels, dtype=object)[there], self.categories[there], self.values, self.left_out
        )


def cluster_sums(
    codes: Codes,
    clusters: Places,
    table: Floats,
    reverse: Sequence[bool],
    labels: int,
    left_out: int,
) -> ClusterSums:
    """The sums of people who all answered every item (persons x items) and are each in a known cluster."""
    low, high = np.nanmin(table, axis=1), np.nanmax(table, axis=1)
    items = codes.shape[1]
    values = table[np.arange(items), codes]
    keyed = np.where(np.array(reverse), high - values, values - low)
    sums, squares = np.zeros((labels, items)), np.zeros((labels, items))
    for item in range(items):
        sums[:, item] = np.bincount(clusters, keyed[:, item], labels)
        squares[:, item] = np.bincount(clusters, keyed[:, item] ** 2, labels)
    options = [row[~np.isnan(row)] for row in table]
    alike = all(np.array_equal(options[0], one) for one in options[1:])
    even = np.allclose(options[0], options[0][0] + options[0][-1] - options[0][::-1])
    counted = alike and (even or not any(reverse))
    return ClusterSums(
        low,
        np.bincount(clusters, minlength=labels).astype(np.int64),
        sums,
        squares,
        np.bincount(clusters, keyed.sum(axis=1) ** 2, labels).astype(np.float64),
        keyed.T @ keyed,
        _pairs(keyed, clusters, labels),
        _categories(codes, clusters, reverse, labels, len(options[0])) if counted else None,
        options[0],
        left_out,
    )


def _pairs(keyed: Floats, clusters: Places, labels: int) -> Floats | None:
    """Sums of products of each pair of items by cluster."""
    first, second = pairs_of(keyed.shape[1])
    if keyed.shape[1] > MOST_ITEMS or len(first) * labels > MOST_CELLS:
        return None
    by_pair = [
        np.bincount(clusters, keyed[:, i] * keyed[:, j], labels) for i, j in zip(first, second, strict=True)
    ]
    products: Floats = np.array(by_pair, dtype=np.float64).reshape(len(first), labels).T
    return products


def _categories(codes: Codes, clusters: Places, reverse: Sequence[bool], labels: int, options: int) -> Counts:
    items = codes.shape[1]
    place = np.where(np.array(reverse), options - 1 - codes.astype(np.int64), codes.astype(np.int64))
    cell = (clusters[:, None] * items + np.arange(items)) * options + place
    counted = np.bincount(cell.ravel(), minlength=labels * items * options)
    return counted.astype(np.int64).reshape(labels, items, options)
