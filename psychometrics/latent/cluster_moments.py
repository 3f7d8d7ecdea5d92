"""Moments up to the fourth order by cluster: what robust tests need of people who share schools or classes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Floats, StatisticError
from psychometrics.groups import GroupItems
from psychometrics.latent.fourth_moments import (
    ROWS_AT_ONCE,
    FourthMoments,
    about_mean,
    how_many_terms,
    terms_of,
)
from psychometrics.latent.implied import half, lower_pairs
from psychometrics.latent.sample import GroupSample

MOST_CELLS = 25_000_000
"""So many sums of clusters and pairs of items are held, 200 MB, and no more."""
FEWEST = 10
"""Fewer clusters say too little of how sums vary from one to the next."""


@dataclass(frozen=True, slots=True, eq=False)
class ClusterMoments:
    """Sums by cluster over the people who answered all items, added with `+`; those of `everybody` beside them.

    `by_cluster` (clusters x terms) are the sums of 1, each item's z and each product z_i z_j of `lower_pairs`, z
    about the `origin` of `everybody`.
    """

    everybody: FourthMoments
    by_cluster: Floats

    @staticmethod
    def of_values(
        values: ArrayLike, clusters: ArrayLike, count: int, origin: Sequence[float] | Floats
    ) -> "ClusterMoments":
        """Of persons x items; rows with a missing value or without a cluster (-1) are left out.

        `clusters` are places among `count`. Raises `StatisticError` "many_clusters" where the sums would fill the
        memory.
        """
        matrix, place = np.asarray(values, dtype=np.float64), np.asarray(clusters)
        use = ~np.isnan(matrix).any(axis=1) & (place >= 0)
        size = how_many_terms(matrix.shape[1])
        if size * count > MOST_CELLS:
            raise StatisticError(
                "many_clusters",
                f"{count} clusters and {matrix.shape[1]} items have too many sums to hold",
                "fit fewer items at a time, or read errors that take people for independent",
            )
        order = np.argsort(place[use], kind="stable")
        own, places = matrix[use][order], place[use][order]
        sums = np.zeros((count, size))
        for number, terms in enumerate(terms_of(own, np.asarray(origin))):
            some = places[number * ROWS_AT_ONCE :][: terms.shape[1]]
            there, starts = np.unique(some, return_index=True)
            sums[there] += np.add.reduceat(terms, starts, axis=1).T
        return ClusterMoments(FourthMoments.of_values(own, origin), sums)

    def __add__(self, other: "ClusterMoments") -> "ClusterMoments":
        return ClusterMoments(self.everybody + other.everybody, self.by_cluster + other.by_cluster)

    @property
    def clusters(self) -> int:
        """How many have anybody."""
        return int((self.by_cluster[:, 0] > 0).sum())

    def groups(self, labels: Sequence[str], left_out: int = 0) -> GroupItems:
        """Sizes, means and pooled products within clusters; those without anybody are left out.

        `left_out` people had a gap or no cluster. The products within are all products less those of the cluster
        sums, sum_j s_j s_j' / n_j.
        """
        items = len(self.everybody.origin)
        there = self.by_cluster[:, 0] > 0
        n, sums = self.by_cluster[there, 0], self.by_cluster[there, 1 : items + 1]
        rows, columns = lower_pairs(items)
        products = np.zeros((items, items))
        products[rows, columns] = products[columns, rows] = self.by_cluster[there, items + 1 :].sum(axis=0)
        return GroupItems(
            np.array(labels, dtype=object)[there],
            n.astype(np.int64),
            self.everybody.origin + sums / n[:, None],
            products - (sums / n[:, None]).T @ sums,
            left_out,
        )

    def sample(self, name: str = "") -> GroupSample:
        """Means and covariances, and the `gamma` of people who are alike within clusters (linearisation).

        Each cluster's sum of what its people add to the moments counts as one observation. Raises `StatisticError`
        "few_persons", and "few_clusters" below ten. Tests take models whose means are free, for means differ between
        clusters. lavaan's `cfa(m, d, estimator = "MLR", cluster = "school")` uses the same.
        """
        sample = self.everybody.sample(name)
        if self.clusters < FEWEST:
            raise StatisticError(
                "few_clusters",
                f"{self.clusters} clusters, where errors that allow for them take {FEWEST}",
                "read errors and tests as too favourable: people who share a cluster answer alike",
            )
        items = len(sample.mean)
        turned = about_mean(sample.mean - self.everybody.origin)
        centre = np.concatenate([np.zeros(items), half(sample.covariance)])
        added = (self.by_cluster @ turned.T)[:, 1:] - self.by_cluster[:, :1] * centre
        spread = self.clusters / (self.clusters - 1)
        return replace(sample, gamma=added.T @ added * (spread / sample.n))


def of_items(sample: GroupSample, places: Sequence[int]) -> GroupSample:
    """The same people's moments of some items, in another order."""
    own = list(places)
    if own == list(range(len(sample.mean))):
        return sample
    gamma = sample.gamma
    if gamma is not None:
        rows, columns = lower_pairs(len(own))
        at = np.zeros((len(sample.mean),) * 2, dtype=np.int64)
        low, left = lower_pairs(len(sample.mean))
        at[low, left] = at[left, low] = len(sample.mean) + np.arange(len(low))
        chosen = np.concatenate([own, at[np.array(own)[rows], np.array(own)[columns]]])
        gamma = gamma[np.ix_(chosen, chosen)]
    return replace(sample, mean=sample.mean[own], covariance=sample.covariance[np.ix_(own, own)], gamma=gamma)
