"""A pass over the answers for confirmatory models: moments of people who answered every item of the subscales."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from engine.responses.layout import Codes
from engine.validation.data import Data
from engine.validation.parts import Part, Places, plus
from engine.validation.plan import Plan
from psychometrics.contract import Floats, StatisticError
from psychometrics.groups import GroupItems
from psychometrics.latent.cluster_moments import FEWEST, ClusterMoments
from psychometrics.latent.fourth_moments import MOST_ITEMS, FourthMoments
from psychometrics.latent.sample import GroupSample
from psychometrics.scores import person_scores
from psychometrics.summaries.patterns import Patterns


@dataclass(slots=True)
class ScoreSums:
    """Sums by cluster of people who have a score of every scale: sizes, sums and products."""

    n: Floats
    sums: Floats
    products: Floats
    left_out: int

    def __add__(self, other: "ScoreSums") -> "ScoreSums":
        return ScoreSums(
            self.n + other.n,
            self.sums + other.sums,
            self.products + other.products,
            self.left_out + other.left_out,
        )

    def groups(self, labels: Sequence[str]) -> GroupItems:
        """Cluster means and pooled products within clusters; clusters without anybody are left out."""
        there = self.n > 0
        n, sums = self.n[there], self.sums[there]
        within = self.products - (sums / n[:, None]).T @ sums
        return GroupItems(
            np.array(labels, dtype=object)[there],
            n.astype(np.int64),
            sums / n[:, None],
            within,
            self.left_out,
        )


@dataclass(slots=True)
class ConfirmatoryAnswers:
    """What confirmatory models are fitted to; columns are `names`, the items of subscales as they stand in the file.

    `moments` are None where the items are too many for moments of the fourth order; `clustered` where people are in
    no clusters. `codes` of everybody, and their `places` in each grouping of the data, are kept only for ordinal items,
    answers that were left out, and groups. `table` has the value of each item's codes. `samples` are those computed
    already.
    """

    names: tuple[str, ...]
    options: tuple[int, ...]
    table: Floats
    n: int
    moments: FourthMoments | None
    clustered: ClusterMoments | None
    scores: ScoreSums | None
    codes: Codes | None
    places: tuple[Places, ...] = ()
    samples: dict[bool, tuple[GroupSample, int]] = field(default_factory=dict)

    def sample(self, clustered: bool) -> tuple[GroupSample, int]:
        """The people who answered every item, and how many clusters their `gamma` allows for (0: none).

        Raises `StatisticError` "many_items", "few_persons".
        """
        if self.moments is None:
            raise StatisticError(
                "many_items",
                f"{len(self.names)} items, where confirmatory models take {MOST_ITEMS}",
                "study a form with fewer items, or its subscales in parts",
            )
        if clustered not in self.samples:
            self.samples[clustered] = self._sample(self.moments, clustered)
        return self.samples[clustered]

    @property
    def everybody(self) -> Codes:
        """Everybody's codes, which were kept for this."""
        if self.codes is None:
            raise AssertionError("codes are kept for these estimators")
        return self.codes

    def patterns(self, items: Sequence[str]) -> Patterns:
        """All answers to some items by patterns of gaps."""
        own = [self.names.index(item) for item in items]
        return Patterns.of(self.everybody[:, own], self.table[own], names=items)

    def _sample(self, moments: FourthMoments, clustered: bool) -> tuple[GroupSample, int]:
        if clustered and self.clustered is not None and self.clustered.clusters >= FEWEST:
            return self.clustered.sample(), self.clustered.clusters
        return moments.sample(), 0


def confirmatory_answers(data: Data, plan: Plan, *, keep_codes: bool) -> ConfirmatoryAnswers:
    """Read all parts once more."""
    columns = list(plan.structured)
    found = ConfirmatoryAnswers(
        tuple(plan.names[column] for column in columns),
        tuple(plan.options[column] for column in columns),
        plan.table[columns],
        *(0, None, None, None, None),
    )
    kept: list[_Part] = []
    clusters = None if data.cluster is None else len(data.cluster.labels)
    for part in data.each(_Summing(plan, clusters, keep_codes), "Sums for confirmatory models"):
        found.n += part.n
        found.moments = plus(found.moments, part.moments)
        found.clustered = plus(found.clustered, part.clustered)
        found.scores = plus(found.scores, part.scores)
        if part.codes is not None:
            kept.append(part)
    if kept:
        found.codes = np.concatenate([part.codes for part in kept if part.codes is not None])
        found.places = tuple(
            np.concatenate(all_) for all_ in zip(*(part.groups for part in kept), strict=True)
        )
    return found


@dataclass(frozen=True, slots=True)
class _Part:
    """What is read of one part."""

    n: int
    moments: FourthMoments | None = None
    clustered: ClusterMoments | None = None
    scores: ScoreSums | None = None
    codes: Codes | None = None
    groups: tuple[Places, ...] = ()


@dataclass(frozen=True, slots=True)
class _Summing:
    """The work of the pass on one part; `clusters` are how many there are, None where people are in none."""

    plan: Plan
    clusters: int | None
    keep_codes: bool

    def __call__(self, part: Part) -> _Part:
        plan, columns = self.plan, list(self.plan.structured)
        codes = plan.as_in_file(part.codes)
        own = codes[:, columns]
        found = _Part(len(own), codes=own, groups=part.groups) if self.keep_codes else _Part(len(own))
        if len(columns) > MOST_ITEMS:
            return found
        table = plan.table[columns]
        middle = (np.nanmin(table, axis=1) + np.nanmax(table, axis=1)) / 2
        values = table[np.arange(len(columns)), own]
        if part.clusters is None or self.clusters is None:
            return replace(found, moments=FourthMoments.of_values(values, middle))
        clustered = ClusterMoments.of_values(values, part.clusters, self.clusters, middle)
        # Where everybody is in a cluster, the sums of those who are, are those of all.
        all_there = (part.clusters >= 0).all()
        return replace(
            found,
            moments=clustered.everybody if all_there else FourthMoments.of_values(values, middle),
            clustered=clustered,
            scores=_score_sums(plan, codes, part.clusters, self.clusters),
        )


def _score_sums(plan: Plan, codes: Codes, clusters: Places, count: int) -> ScoreSums | None:
    scored = [subscale.scored for subscale in plan.subscales if subscale.scorable]
    if len(scored) < 2:
        return None
    scores = person_scores(codes, plan.table, scored)
    use = (clusters >= 0) & ~np.isnan(scores).any(axis=1)
    own, place = scores[use], clusters[use]
    return ScoreSums(
        np.bincount(place, minlength=count).astype(np.float64),
        np.column_stack([np.bincount(place, column, count) for column in own.T]),
        own.T @ own,
        int(len(use) - use.sum()),
    )
