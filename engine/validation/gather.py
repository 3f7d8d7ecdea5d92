"""One pass over the responses: every sum and count that the study is read from, none of which grows with people.

Means, correlations, reliability, factors, polychorics, levels and norms all come from here. What needs each
person's answers again (careless responding, resampling) takes a second pass, in `second_pass`.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.responses.layout import Codes
from engine.validation.allotment import Points, add_points
from engine.validation.clusters import ClusterSums, cluster_sums
from engine.validation.data import Data
from engine.validation.parts import Part, PartSource, plus
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


@dataclass(frozen=True, slots=True)
class Counting:
    """The work of the pass on one part: its sums; `clusters` and `groups` are how many labels each has."""

    plan: Plan
    clusters: int | None
    groups: tuple[int, ...]

    def __call__(self, part: Part) -> "Gathered | None":
        """The sums of a part, None of an empty one."""
        if not len(part):
            return None
        found = Gathered(
            group_scores=[None] * len(self.groups),
            group_n=[np.zeros(labels, dtype=np.int64) for labels in self.groups],
            subscales=[SubscaleSums(groups=[None] * len(self.groups)) for _ in self.plan.subscales],
        )
        _add(found, self.clusters, self.plan, part)
        return found


def gather(data: Data, plan: Plan, told: Callable[[int], None] | None = None) -> Gathered:
    """Read all parts once; `told` hears the number of persons read so far.

    Sums are merged in the order of the parts. Raises `StatisticError` "few_persons" when there are no responses.
    """
    groups = tuple(len(grouping.labels) for grouping in data.groupings)
    work = Counting(plan, None if data.cluster is None else len(data.cluster.labels), groups)
    codes, clusters = hashlib.sha256(), hashlib.sha256()

    def seen(pieces: Iterable[PartSource]) -> Iterator[PartSource]:
        """Parts are in the digest as they pass; what is read elsewhere comes with a digest of its own."""
        for piece in pieces:
            if isinstance(piece, Part):
                codes.update(np.ascontiguousarray(piece.codes).data)
                if piece.clusters is not None:
                    clusters.update(np.ascontiguousarray(piece.clusters, dtype="<i8").data)
            yield piece

    found: Gathered | None = None
    for counted in replace(data, pieces=lambda: seen(data.all_pieces())).each(work, "Counting"):
        if counted is None:
            continue
        found = counted if found is None else _merged(found, counted)
        if told is not None:
            told(found.n)
    if found is None:
        raise StatisticError(
            "few_persons", "the data hold no responses", "collect responses first, or check the file"
        )
    found.digest = hashlib.sha256(codes.digest() + clusters.digest()).hexdigest()
    return found


def _merged(found: Gathered, other: Gathered) -> Gathered:
    """The sums of both; `found` came first."""
    few = not (found.too_many_patterns or other.too_many_patterns)
    patterns = plus(found.patterns, other.patterns) if few else None
    if patterns is not None and len(patterns.n) > MOST_PATTERNS:
        few, patterns = False, None
    return Gathered(
        n=found.n + other.n,
        patterns=patterns,
        too_many_patterns=not few,
        group_scores=_each_plus(found.group_scores, other.group_scores),
        group_n=_each_plus(found.group_n, other.group_n),
        subscales=[_both(*pair) for pair in zip(found.subscales, other.subscales, strict=True)],
        points={id: plus(found.points.get(id), other.points.get(id)) for id in found.points | other.points},
        **{name: plus(getattr(found, name), getattr(other, name)) for name in SUMS},
    )


SUMS = (
    *("answered_by_person", "codes", "all_codes", "moments", "tables", "complete_tables"),
    *("scores", "score_moments"),
)


def _each_plus(found: Sequence[Any], other: Sequence[Any]) -> list[Any]:
    return [plus(*pair) for pair in zip(found, other, strict=True)]


def _both(found: SubscaleSums, other: SubscaleSums) -> SubscaleSums:
    return SubscaleSums(
        plus(found.tables, other.tables),
        plus(found.by_score, other.by_score),
        plus(found.clusters, other.clusters),
        _each_plus(found.groups, other.groups),
    )


def _add(found: Gathered, clusters: int | None, plan: Plan, part: Part) -> None:
    codes = plan.as_in_file(part.codes)
    answered = codes < np.array(plan.options, dtype=np.uint8)
    found.n = len(codes)
    found.answered_by_person = np.bincount(answered.sum(axis=1), minlength=len(plan.items) + 1)
    found.codes = CodeCounts.of(codes, names=plan.names)
    found.all_codes = CodeCounts.of(part.codes)
    subsets = dict.fromkeys(one for one in (plan.structured, *(s.columns for s in plan.subscales)) if one)
    found.moments = Moments.of(codes, plan.table, names=plan.names, subsets=list(subsets))
    add_points(found.points, plan, part.codes)
    _add_tables(found, plan, codes, answered)
    _add_patterns(found, plan, codes, answered)
    _add_scores(found, plan, part, codes)
    for subscale, sums in zip(plan.subscales, found.subscales, strict=True):
        if subscale.columns:
            _add_subscale(sums, clusters, plan, subscale, part, codes, answered)


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
    found.complete_tables = whole
    found.tables = whole + rest


def _add_patterns(found: Gathered, plan: Plan, codes: Codes, answered: Answered) -> None:
    distinct, _ = distinct_patterns(answered)
    if len(distinct) > MOST_PATTERNS:
        found.too_many_patterns = True
    else:
        found.patterns = Patterns.of(codes, plan.table, names=plan.names)


def _add_scores(found: Gathered, plan: Plan, part: Part, codes: Codes) -> None:
    scored = [subscale.scored for subscale in plan.subscales if subscale.scorable]
    if not scored:
        return
    found.scores = ScoreTable.of(codes, plan.table, scored, groups=part.clusters)
    found.score_moments = _moments_of(person_scores(codes, plan.table, scored), scored)
    for index, places in enumerate(part.groups):
        known = places >= 0
        found.group_n[index] = np.bincount(places[known], minlength=len(found.group_n[index]))
        found.group_scores[index] = ScoreTable.of(codes, plan.table, scored, groups=places)


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
    clusters: int | None,
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
    sums.tables = PairTables.of(own[complete], options, names=subscale.names)
    # Item-total relations rest on whoever answered: they need no score by the subscale's rule.
    alone = ScoredSubscale(subscale.id, tuple(range(len(columns))), subscale.reverse)
    sums.by_score = _by_score(own, table, alone)
    if part.clusters is not None and clusters is not None:
        use = complete & (part.clusters >= 0)
        sums.clusters = cluster_sums(
            own[use],
            part.clusters[use],
            table,
            subscale.reverse,
            clusters,
            len(own) - int(use.sum()),
        )
    for index, places in enumerate(part.groups):
        known = places >= 0
        sums.groups[index] = GroupMoments.of(
            own[known], table, places[known], names=subscale.names, subsets=[range(len(columns))]
        )


def _by_score(codes: Codes, table: Floats, subscale: ScoredSubscale) -> ItemScoreTable | None:
    """None for a subscale too long for such a table: its item-total correlations then come from Moments."""
    try:
        return ItemScoreTable.of(codes, table, subscale)
    except StatisticError:
        return None
