"""Groups that ought to differ, or ought not to: their scores compared, and alpha in each."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engine.validation.cautions import Cautions
from engine.validation.data import Data, Grouping
from engine.validation.gather import Gathered
from engine.validation.plan import Plan, StudiedSubscale
from psychometrics.contract import Caution, StatisticError
from psychometrics.known_groups import KnownGroups, known_groups
from psychometrics.reliability import alpha
from psychometrics.scores import ScoreTable
from psychometrics.summaries.grouped import GroupMoments


@dataclass(frozen=True, slots=True, eq=False)
class GroupComparison:
    """One subscale over groups: rescaled scores compared, and raw alpha in each group (None where there is none)."""

    id: str
    scores: KnownGroups | None
    alpha: Mapping[str, float | None]


@dataclass(frozen=True, slots=True, eq=False)
class GroupStudy:
    """One way of grouping people: `n` by group, `unknown` without one, `left_out` groups that were too small."""

    name: str
    n: Mapping[str, int]
    unknown: int
    left_out: tuple[str, ...]
    subscales: tuple[GroupComparison, ...]


def study_groups(found: Gathered, data: Data, plan: Plan, cautions: Cautions) -> tuple[GroupStudy, ...]:
    """Every grouping of the data."""
    return tuple(_grouping(index, found, data, plan, cautions) for index in range(len(data.groupings)))


def _grouping(index: int, found: Gathered, data: Data, plan: Plan, cautions: Cautions) -> GroupStudy:
    grouping, counts = data.groupings[index], found.group_n[index]
    least = max(2, plan.choices.minimum_group)
    small = [label for label, n in zip(grouping.labels, counts, strict=True) if 0 < n < least]
    if small:
        cautions.add(
            Caution(
                "small_group",
                f"groups by {grouping.name}",
                f"{', '.join(small)}: fewer than {least} people",
                "they are left out; join small groups that belong together",
            )
        )
    kept = [place for place, n in enumerate(counts) if n >= least]
    table = found.group_scores[index]
    comparisons = (
        ()
        if table is None
        else tuple(
            _comparison(subscale, place, index, kept, grouping, table, found, cautions)
            for place, subscale in enumerate(plan.subscales)
            if subscale.scorable
        )
    )
    return GroupStudy(
        name=grouping.name,
        n={label: int(n) for label, n in zip(grouping.labels, counts, strict=True)},
        unknown=found.n - int(counts.sum()),
        left_out=tuple(small),
        subscales=comparisons,
    )


def _comparison(
    subscale: StudiedSubscale,
    place: int,
    index: int,
    kept: list[int],
    grouping: Grouping,
    table: ScoreTable,
    found: Gathered,
    cautions: Cautions,
) -> GroupComparison:
    where = f"subscale {subscale.id}, groups by {grouping.name}"
    moments = found.subscales[place].groups[index]
    alphas = {
        grouping.labels[group]: _alpha(
            subscale, moments, group, f"{where}, {grouping.labels[group]}", cautions
        )
        for group in kept
    }
    compared = cautions.attempt(where, lambda: _known_groups(subscale.id, kept, grouping, table))
    return GroupComparison(subscale.id, compared, alphas)


def _alpha(
    subscale: StudiedSubscale, moments: GroupMoments | None, group: int, where: str, cautions: Cautions
) -> float | None:
    if moments is None or group not in moments.labels:
        return None
    found = cautions.attempt(where, lambda: alpha(moments[group], subscale.reverse))
    return None if found is None else found.raw


def _known_groups(id: str, kept: list[int], grouping: Grouping, table: ScoreTable) -> KnownGroups:
    """Scores put back from their counts: the comparison needs no person's answers."""
    scores, labels = [], []
    for group in kept:
        values, counts = table.distribution(id, group=group)
        if not len(values):
            continue
        if len(values) < 2:
            raise StatisticError(
                "small_group",
                f"everybody in {grouping.labels[group]} has the same score",
                "leave the group out, or join it with another",
            )
        scores.append(np.repeat(values, counts))
        labels += [grouping.labels[group]] * int(counts.sum())
    return known_groups(np.concatenate(scores) if scores else np.empty(0), labels)
