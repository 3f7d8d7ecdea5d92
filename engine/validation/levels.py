"""One subscale's scores of people in clusters: do clusters differ, do their people agree, can means be told apart."""

from dataclasses import dataclass

import numpy as np

from engine.validation.cautions import Cautions
from engine.validation.clusters import ClusterSums
from engine.validation.data import Grouping
from engine.validation.gather import SubscaleSums
from engine.validation.plan import Plan, StudiedSubscale
from psychometrics.contract import StatisticError
from psychometrics.groups import (
    GroupMeans,
    GroupScores,
    group_means,
    group_scores_from_summary,
    require_groups,
)
from psychometrics.latent.level_reliability import LevelReliability, level_reliability
from psychometrics.latent.two_level import two_level
from psychometrics.levels import Levels, WithinBetween, levels, within_between
from psychometrics.random_groups import RandomGroups, random_groups
from psychometrics.scores import ScoreTable
from psychometrics.verdicts import GroupProperty, property_of_group
from psychometrics.within_group import WithinGroup, within_group


@dataclass(frozen=True, slots=True, eq=False)
class LevelStudy:
    """A subscale in clusters; labels are the clusters' names.

    `scores` and `means` are of the rescaled score, one a cluster; `levels` holds the three ICC(1), ICC(2) and the
    reliability of each cluster's mean; `agreement` the indexes within clusters, `random` what they are against random
    clusters; `items` correlations and alpha
    within and between clusters; `factors` the reliability at both levels from a factor at each; `property` whether the
    score may be called a property of the cluster.
    """

    scores: GroupScores
    means: GroupMeans
    levels: Levels | None
    agreement: WithinGroup | None
    random: RandomGroups | None
    items: WithinBetween | None
    factors: LevelReliability | None
    property: GroupProperty | None


def study_levels(
    subscale: StudiedSubscale,
    cluster: Grouping,
    table: ScoreTable,
    sums: SubscaleSums,
    plan: Plan,
    cautions: Cautions,
) -> LevelStudy | None:
    """A subscale in the clusters of the data; None where nobody has both a score and a cluster."""
    where = f"subscale {subscale.id}, {cluster.name}"
    scores = cautions.attempt(where, lambda: cluster_scores(subscale.id, cluster, table))
    if scores is None:
        return None
    found = cautions.attempt(f"{where}, ICC", lambda: levels(scores, plan.choices.level))
    gathered = sums.clusters
    agreement = random = items = factors = None
    if gathered is not None and gathered.n.any():
        agreement = cautions.attempt(f"{where}, agreement", lambda: _agreement(gathered, cluster))
        if agreement is not None:
            null, moments = agreement.uniform_variance, gathered.moments(cluster.labels)
            random = cautions.attempt(f"{where}, random groups", lambda: random_groups(moments, null))
        if len(subscale.items) > 1:
            items = cautions.attempt(
                f"{where}, items", lambda: within_between(gathered.moments(cluster.labels))
            )
            factors = _factors(subscale, gathered, cluster, where, cautions)
    return LevelStudy(
        scores=scores,
        means=group_means(scores, plan.choices.level),
        levels=found,
        agreement=agreement,
        random=random,
        items=items,
        factors=factors,
        property=None if found is None else _property(found, agreement, random, scores, plan),
    )


def _factors(
    subscale: StudiedSubscale, gathered: ClusterSums, cluster: Grouping, where: str, cautions: Cautions
) -> LevelReliability | None:
    """Reliability of the scale at both levels, from one factor of its keyed items at each."""
    place, id = f"{where}, factors at two levels", subscale.id
    items = gathered.moments(cluster.labels)
    fitted = cautions.attempt(
        place, lambda: two_level(items, {id: range(len(subscale.names))}, names=subscale.names)
    )
    return None if fitted is None else cautions.attempt(place, lambda: level_reliability(fitted, id))


def cluster_scores(id: str, cluster: Grouping, table: ScoreTable) -> GroupScores:
    """Size, mean and spread of the rescaled scores of each cluster; people without a cluster are left out."""
    known = np.asarray(table.groups) >= 0
    places = np.asarray(table.groups)[known].astype(np.int64)
    n = np.asarray(table.n(id, by_group=True))[known]
    everybody = int(np.asarray(table.answered(id)).sum())
    return group_scores_from_summary(
        np.array(cluster.labels, dtype=object)[places],
        n,
        np.asarray(table.mean(id, by_group=True))[known],
        np.nan_to_num(np.asarray(table.sd(id, by_group=True))[known]),
        everybody - int(n.sum()),
    )


def _agreement(gathered: ClusterSums, cluster: Grouping) -> WithinGroup:
    answers = gathered.answers(cluster.labels)
    if answers is None:
        raise StatisticError(
            "mixed_options",
            "its items have different options, and agreement is judged against one response scale",
            "read ICC(1) and ICC(2), which need no common scale",
        )
    require_groups(gathered.moments(cluster.labels))
    return within_group(answers)


def _property(
    found: Levels,
    agreement: WithinGroup | None,
    random: RandomGroups | None,
    scores: GroupScores,
    plan: Plan,
) -> GroupProperty:
    return property_of_group(
        icc1=found.reml.icc1,
        icc1_interval=found.reml.icc1_interval,
        icc2=found.anova.icc2,
        icc2_interval=found.anova.icc2_interval,
        agreement=random,
        rwgj=float("nan") if agreement is None else agreement.summary()["rwgj_uniform"].median,
        groups=scores.groups,
        group=plan.choices.cluster_noun,
    )
