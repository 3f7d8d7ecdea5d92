"""One subscale of the study: its reliability, its items in it, its scores, and its levels."""

from dataclasses import dataclass

from engine.validation.cautions import Cautions
from engine.validation.data import Grouping
from engine.validation.gather import Gathered, SubscaleSums
from engine.validation.levels import LevelStudy, study_levels
from engine.validation.plan import Plan, StudiedSubscale
from engine.validation.reliability import Reliability, study_reliability
from engine.validation.scores import ScoreStudy, study_scores
from psychometrics.contract import Caution, Floats


@dataclass(frozen=True, slots=True, eq=False)
class SubscaleStudy:
    """One subscale: `n` people answered any of its items, `n_complete` all of them.

    `item_total` (with the person's mean of all items answered) and `discrimination` (upper less lower 27 %)
    are one an item, in the order of `subscale.items`; item-rest correlations and alpha if dropped are in
    `reliability.alpha`.
    """

    subscale: StudiedSubscale
    n: int
    n_complete: int
    reliability: Reliability | None
    item_total: Floats | None
    discrimination: Floats | None
    score: ScoreStudy | None
    levels: LevelStudy | None

    @property
    def id(self) -> str:
        return self.subscale.id

    @property
    def label(self) -> str:
        return self.subscale.subscale.label


def study_subscale(
    subscale: StudiedSubscale,
    sums: SubscaleSums,
    found: Gathered,
    plan: Plan,
    cluster: Grouping | None,
    cautions: Cautions,
) -> SubscaleStudy:
    """All that the sums of one pass say about a subscale."""
    _incomplete(subscale, cautions)
    _of_rubrics(subscale, cautions)
    reliability = study_reliability(subscale, sums, found, plan, cautions)
    table = found.scores
    if table is None or not subscale.scorable:
        return SubscaleStudy(subscale, 0, 0, reliability, None, None, None, None)
    value = None if reliability is None else reliability.value
    score = study_scores(subscale, table, value, cautions)
    levels = None
    if cluster is not None:
        levels = study_levels(subscale, cluster, table, sums, plan, cautions)
    return SubscaleStudy(
        subscale=subscale,
        n=int(score.answered[1:].sum()),
        n_complete=int(score.answered[-1]),
        reliability=reliability,
        item_total=None if sums.by_score is None else sums.by_score.item_total(),
        discrimination=None if sums.by_score is None else sums.by_score.upper_lower(),
        score=score,
        levels=levels,
    )


def _of_rubrics(subscale: StudiedSubscale, cautions: Cautions) -> None:
    """Levels of a rubric have an order and no distances, and are often chosen by one judge of many people."""
    told = [item.id for item in subscale.items if item.levels]
    if told:
        cautions.add(
            Caution(
                "rubric_levels",
                f"subscale {subscale.id}",
                f"{', '.join(told)} {'is' if len(told) == 1 else 'are'} answered by levels of a rubric, whose steps "
                "need not be equally far apart; means, alpha and correlations take them to be",
                "read ordinal alpha and how many chose each level; where several judged the same, `barograph raters` "
                "has weighted kappa and the ICC",
            )
        )


def _incomplete(subscale: StudiedSubscale, cautions: Cautions) -> None:
    if subscale.columns and not subscale.scorable:
        cautions.add(
            Caution(
                "no_score",
                f"subscale {subscale.id}",
                f"a score asks for {subscale.minimum_answered} answers, and {len(subscale.columns)} of its items "
                "were asked",
                "nobody has a score here; a form may ask for fewer with `minimum_answered`",
            )
        )
    if subscale.left_out and subscale.columns:
        cautions.add(
            Caution(
                "items_left_out",
                f"subscale {subscale.id}",
                f"{', '.join(subscale.left_out)} not answered in these data: the results are of the other items",
                "do not compare them with results of the whole subscale",
            )
        )
