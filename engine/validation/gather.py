"""One pass over the responses: every sum and count that the study is read from, none of which grows with people.

Means, correlations, reliability, factors, polychorics, levels and norms all come from here. What needs each
person's answers again (careless responding, resampling) takes a second pass, in `second_pass`.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.responses.layout import Codes
from engine.validation.allotment import Points, add_points
from engine.validation.clusters import ClusterSums, cluster_sums
from engine.validation.data import Data, Part
from engine.validation.plan import Plan, StudiedSubscale
from psychometrics.contract import Counts, Floats, StatisticError
from psychometrics.scores import ScoredSubscale, ScoreTable, person_scores
from psychometrics.summaries.counts import CodeCounts
from psychometrics.summaries.grouped import GroupMoments
from psychometrics.summaries.item_scores import ItemScoreTable
from psychometrics.summaries.moments import Moments
from psychometrics.summaries.patterns import Patterns, distinct_patterns
from psychometrics.summaries.tables import PairTables

Answered = NDArray[np.bool_]

MOST_PATTERNS = 1000
"""Beyond so many missing patterns of a few people each Little's test says little, and its sums fill the memory."""


@dataclass(slots=True)
class SubscaleSums:
    """What is gathered for one subscale: tables of complete cases, answers by score, clusters, groups."""

    tables: PairTables | None = None
    by_score: ItemScoreTable | None = None
    clusters: ClusterSums | None = None
    groups: list[GroupMoments | None] = field(default_factory=list)


@dataclass(slots=True)
class Gathered:
    """The sums and counts of all persons; columns are the plan's studied items, as in the file.

    `digest` is a SHA-256 of all codes and their clusters in the order they were read, the same for any parts.
    """

    n: int = 0
    digest: str = ""
    answered_by_person: Counts | None = None
    codes: CodeCounts | None = None
    all_codes: CodeCounts | None = None
    moments: Moments | None = None
    tables: PairTables | None = None
    complete_tables: PairTables | None = None
    patterns: Patterns | None = None
    too_many_patterns: bool = False
    scores: ScoreTable | None = None
    score_moments: Moments | None = None
    group_scores: list[ScoreTable | None] = field(default_factory=list)
    group_n: list[Counts] = field(default_factory=list)
    subscales: list[SubscaleSums] = field(default_factory=list)
    points: Points = field(default_factory=dict)


def gather(data: Data, plan: Plan, told: Callable[[int], None] | None = None) -> Gathered:
    """Read all parts once; `told` hears the number of persons read so far.

    Raises `StatisticError` "few_persons" when there are no responses.
    """
    found = Gathered(
        group_scores=[None] * len(data.groupings),
        group_n=[np.zeros(len(grouping.labels), dtype=np.int64) for grouping in data.groupings],
        subscales=[SubscaleSums(groups=[None] * len(data.groupings)) for _ in plan.subscales],
    )
    codes, clusters = hashlib.sha256(), hashlib.sha256()
    for part in data.parts():
        if len(part):
            _add(found, data, plan, part)
            codes.update(np.ascontiguousarray(part.codes).data)
            if part.clusters is not None:
                clusters.update(np.ascontiguousarray(part.clusters, dtype="<i8").data)
            if told is not None:
                told(found.n)
    found.digest = hashlib.sha256(codes.digest() + clusters.digest()).hexdigest()
    if not found.n:
        raise StatisticError(
            "few_persons", "the data hold no responses", "collect responses first, or check the file"
        )
    return found


def _plus(one: Any, other: Any) -> Any:
    return other if one is None else one + other


def _add(found: Gathered, data: Data, plan: Plan, part: Part) -> None:
    codes = plan.as_in_file(part.codes)
    answered = codes < np.array(plan.options, dtype=np.uint8)
    found.n += len(codes)
    found.answered_by_person = _plus(
        found.answered_by_person, np.bincount(answered.sum(axis=1), minlength=len(plan.items) + 1)
    )
    found.codes = _plus(found.codes, CodeCounts.of(codes, names=plan.names))
    found.all_codes = _plus(found.all_codes, CodeCounts.of(part.codes))
    subsets = dict.fromkeys(one for one in (plan.structured, *(s.columns for s in plan.subscales)) if one)
    found.moments = _plus(
        found.moments, Moments.of(codes, plan.table, names=plan.names, subsets=list(subsets))
    )
    add_points(found.points, plan, part.codes)
    _add_tables(found, plan, codes, answered)
    _add_patterns(found, plan, codes, answered)
    _add_scores(found, plan, part, codes)
    for subscale, sums in zip(plan.subscales, found.subscales, strict=True):
        if subscale.columns:
            _add_subscale(sums, data, plan, subscale, part, codes, answered)


def _add_tables(found: Gathered, plan: Plan, codes: Codes, answered: Answered) -> None:
    """Pairwise tables are those of people without a gap and those of all others, so no table is made twice."""
    if len(plan.structured) < 2:
        return
    columns = list(plan.structured)
    own, options = codes[:, columns], [plan.options[column] for column in columns]
    names = [plan.names[column] for column in columns]
    complete = answered[:, columns].all(axis=1)
    whole = PairTables.of(own[complete], options, names=names)
    rest = PairTables.of(own[~complete], options, names=names)
    found.complete_tables = _plus(found.complete_tables, whole)
    found.tables = _plus(found.tables, whole + rest)


def _add_patterns(found: Gathered, plan: Plan, codes: Codes, answered: Answered) -> None:
    if found.too_many_patterns:
        return
    distinct, _ = distinct_patterns(answered)
    if len(distinct) <= MOST_PATTERNS:
        found.patterns = _plus(found.patterns, Patterns.of(codes, plan.table, names=plan.names))
    if found.patterns is None or max(len(distinct), len(found.patterns.n)) > MOST_PATTERNS:
        found.too_many_patterns, found.patterns = True, None


def _add_scores(found: Gathered, plan: Plan, part: Part, codes: Codes) -> None:
    scored = [subscale.scored for subscale in plan.subscales if subscale.scorable]
    if not scored:
        return
    found.scores = _plus(found.scores, ScoreTable.of(codes, plan.table, scored, groups=part.clusters))
    found.score_moments = _plus(
        found.score_moments, _moments_of(person_scores(codes, plan.table, scored), scored)
    )
    for index, places in enumerate(part.groups):
        known = places >= 0
        found.group_n[index] = found.group_n[index] + np.bincount(
            places[known], minlength=len(found.group_n[index])
        )
        found.group_scores[index] = _plus(
            found.group_scores[index], ScoreTable.of(codes, plan.table, scored, groups=places)
        )


def _moments_of(scores: Floats, scored: Sequence[ScoredSubscale]) -> Moments:
    """Moments of subscale scores, which lie on no common grid: sums in floating point, reversed nowhere."""
    there = (~np.isnan(scores)).astype(np.float64)
    values = np.nan_to_num(scores)
    count = len(scored)
    n = np.rint(there.T @ there).astype(np.int64)
    return Moments(
        names=tuple(subscale.name for subscale in scored),
        low=np.zeros(count),
        high=np.ones(count),
        unit=np.ones(count),
        n=n,
        step_sums=values.T @ there,
        step_squares=(values**2).T @ there,
        step_products=values.T @ values,
    )


def _add_subscale(
    sums: SubscaleSums,
    data: Data,
    plan: Plan,
    subscale: StudiedSubscale,
    part: Part,
    codes: Codes,
    answered: Answered,
) -> None:
    columns = list(subscale.columns)
    own, table = codes[:, columns], plan.table[columns]
    complete = answered[:, columns].all(axis=1)
    options = [plan.options[column] for column in columns]
    sums.tables = _plus(sums.tables, PairTables.of(own[complete], options, names=subscale.names))
    # Item-total relations rest on whoever answered: they need no score by the subscale's rule.
    alone = ScoredSubscale(subscale.id, tuple(range(len(columns))), subscale.reverse)
    sums.by_score = _plus(sums.by_score, _by_score(own, table, alone))
    if part.clusters is not None and data.cluster is not None:
        use = complete & (part.clusters >= 0)
        found = cluster_sums(
            own[use],
            part.clusters[use],
            table,
            subscale.reverse,
            len(data.cluster.labels),
            len(own) - int(use.sum()),
        )
        sums.clusters = found if sums.clusters is None else sums.clusters + found
    for index, places in enumerate(part.groups):
        known = places >= 0
        moments = GroupMoments.of(
            own[known], table, places[known], names=subscale.names, subsets=[range(len(columns))]
        )
        sums.groups[index] = _plus(sums.groups[index], moments)


def _by_score(codes: Codes, table: Floats, subscale: ScoredSubscale) -> ItemScoreTable | None:
    """None for a subscale too long for such a table: its item-total correlations then come from Moments."""
    try:
        return ItemScoreTable.of(codes, table, subscale)
    except StatisticError:
        return None
