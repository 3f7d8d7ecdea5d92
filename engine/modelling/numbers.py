"""Some columns of a table as models are fitted to them: moments of complete rows, all rows by patterns of gaps."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.modelling.columns import NumberTable
from engine.store.names import one_spelling
from engine.validation.data import Grouping, of_labels
from engine.validation.parts import Places
from psychometrics.contract import Floats
from psychometrics.latent.cluster_moments import FEWEST, ClusterMoments
from psychometrics.latent.fourth_moments import FourthMoments
from psychometrics.latent.sample import GroupSample
from psychometrics.summaries.patterns import Patterns


def grouping_of(table: NumberTable, column: str) -> tuple[Grouping, Places]:
    """The groups of a column of words, and each person's place among them, -1 where the cell is empty."""
    places, grouping = of_labels(column, one_spelling(table.labels[column])[0])
    return grouping, places


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """People x columns, NaN for a gap; `clustered` are sums by cluster, where people are in clusters."""

    names: tuple[str, ...]
    values: Floats
    clustered: ClusterMoments | None

    @staticmethod
    def of(table: NumberTable, names: Sequence[str], cluster: tuple[Grouping, Places] | None) -> "Numbers":
        values = table.of(names)
        if cluster is None:
            return Numbers(tuple(names), values, None)
        grouping, places = cluster
        middle = np.nanmean(values, axis=0)
        sums = ClusterMoments.of_values(values, places, len(grouping.labels), middle)
        return Numbers(tuple(names), values, sums)

    @property
    def n(self) -> int:
        return len(self.values)

    @property
    def complete(self) -> int:
        """How many have no gap."""
        return int((~np.isnan(self.values).any(axis=1)).sum())

    def sample(self, clustered: bool) -> tuple[GroupSample, int]:
        """Moments of people without a gap, and how many clusters their `gamma` allows for (0: none)."""
        if clustered and self.clustered is not None and self.clustered.clusters >= FEWEST:
            return self.clustered.sample(), self.clustered.clusters
        return FourthMoments.of_values(self.values).sample(), 0

    def patterns(self, items: Sequence[str]) -> Patterns:
        """Every number that is there."""
        own = [self.names.index(item) for item in items]
        return Patterns.of_values(self.values[:, own], names=items)
