"""Cut scores: from a panel that judged items, and from people whose level is known otherwise; how surely each tells."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from engine.exchange.judges import Judges
from engine.responses.scoring import CUT_SLACK, reported_range
from engine.validation.cautions import Cautions
from engine.validation.people import JudgedPeople, PersonColumns
from engine.validation.plan import Plan
from engine.validation.subscales import SubscaleStudy
from psychometrics.classification import Classification, classification_by_reliability
from psychometrics.contract import Floats, StatisticError
from psychometrics.cut_scores import PanelCut, angoff, borderline_group, contrasting_groups
from psychometrics.roc import area_under_curve, best_cut

CutMethod = Literal["angoff", "borderline_group", "contrasting_groups", "roc"]

JUDGED: Final = ("below", "borderline", "above")
"""What a column may say of a person."""


@dataclass(frozen=True, slots=True, eq=False)
class CutScore:
    """One cut on the rescaled score; who scores at it has reached the level.

    `n` are judges for `angoff`, else people; `standard_error` and `sd_panel` NaN where the method has none.
    `misclassified`: share of the people judged below or above who lie on the other side (contrasting groups, ROC);
    `sensitivity` and `specificity` of ROC. `reached`: share of all with a score who lie at it or above.
    `classification` says how surely scores tell on which side people are, from alpha; None where alpha is not above 0.
    """

    method: CutMethod
    cut: float
    standard_error: float
    n: int
    sd_panel: float
    misclassified: float
    sensitivity: float
    specificity: float
    reached: float
    classification: Classification | None


@dataclass(frozen=True, slots=True, eq=False)
class CutScale:
    """The cuts of one score, in the order of `CutMethod`; `judged` counts people by what the `column` says of them."""

    id: str
    column: str | None
    judged: Mapping[str, int]
    cuts: tuple[CutScore, ...]


@dataclass(frozen=True, slots=True, eq=False)
class CutStudy:
    """Cuts of all scores: by `judges` of items from a `file`, and by people who were judged in columns."""

    judges: int
    file: str | None
    digest: str | None
    subscales: tuple[CutScale, ...]


NAN: Final = float("nan")


def study_cuts(
    people: PersonColumns, plan: Plan, subscales: Sequence[SubscaleStudy], cautions: Cautions
) -> CutStudy | None:
    """The cuts that ratings or judged people give; None where nobody gave any."""
    judges = people.judges
    if judges is None and not people.judged:
        return None
    by_scale = {judged.subscale: judged for judged in people.judged}
    found = []
    for study in subscales:
        judged = by_scale.get(study.id)
        cuts = tuple(_cuts(study, people.scores[study.id], judges, judged, plan, cautions))
        if cuts:
            counts = {} if judged is None else {word: int((judged.words == word).sum()) for word in JUDGED}
            found.append(CutScale(study.id, None if judged is None else judged.column, counts, cuts))
    return CutStudy(
        judges=0 if judges is None else judges.panel,
        file=None if judges is None else judges.file,
        digest=None if judges is None else judges.digest,
        subscales=tuple(found),
    )


def _cuts(
    study: SubscaleStudy,
    scores: Floats,
    judges: Judges | None,
    judged: JudgedPeople | None,
    plan: Plan,
    cautions: Cautions,
) -> Iterator[CutScore]:
    where = f"subscale {study.id}, cut score"
    if judges is not None and judges.ratings.keys() & set(study.subscale.subscale.items):
        panel = cautions.attempt(f"{where}, Angoff", lambda: _angoff(study, judges, plan))
        if panel is not None:
            more = {"standard_error": panel.se, "sd_panel": panel.sd_panel}
            yield _cut(study, scores, "angoff", panel.cut, judges.panel, cautions, **more)
    if judged is not None:
        yield from _of_people(study, scores, judged, cautions)


def _of_people(
    study: SubscaleStudy, scores: Floats, judged: JudgedPeople, cautions: Cautions
) -> Iterator[CutScore]:
    where = f"subscale {study.id}, cut score"
    below, between, above = (judged.words == word for word in JUDGED)
    if between.any():
        group = cautions.attempt(f"{where}, borderline group", lambda: borderline_group(scores[between]))
        if group is not None:
            yield _cut(
                study, scores, "borderline_group", group.cut, group.n, cautions, standard_error=group.se
            )
    if not (below.any() and above.any()):
        return
    use = below | above
    parted = cautions.attempt(
        f"{where}, contrasting groups", lambda: contrasting_groups(scores[use], above[use])
    )
    if parted is not None:
        wrong = parted.misclassified
        yield _cut(study, scores, "contrasting_groups", parted.cut, parted.n, cautions, misclassified=wrong)
    curve = cautions.attempt(f"{where}, ROC", lambda: _roc(scores[above], scores[below]))
    if curve is not None:
        cut, n, told = curve
        yield _cut(study, scores, "roc", cut, n, cautions, **told)


def _cut(
    study: SubscaleStudy,
    scores: Floats,
    method: CutMethod,
    cut: float,
    n: int,
    cautions: Cautions,
    *,
    standard_error: float = NAN,
    sd_panel: float = NAN,
    misclassified: float = NAN,
    sensitivity: float = NAN,
    specificity: float = NAN,
) -> CutScore:
    known = scores[np.isfinite(scores)]
    return CutScore(
        method=method,
        cut=cut,
        standard_error=standard_error,
        n=n,
        sd_panel=sd_panel,
        misclassified=misclassified,
        sensitivity=sensitivity,
        specificity=specificity,
        reached=float((known + CUT_SLACK >= cut).mean()) if len(known) else NAN,
        classification=_classified(study, known, cut, method, cautions),
    )


def _classified(
    study: SubscaleStudy, scores: Floats, cut: float, method: CutMethod, cautions: Cautions
) -> Classification | None:
    found = study.reliability
    interval = None if found is None else found.interval
    if found is None or found.value is None or interval is None or interval.lower <= 0 or len(scores) < 2:
        return None
    mean, sd, alpha = float(scores.mean()), float(scores.std(ddof=1)), found.value
    return cautions.attempt(
        f"subscale {study.id}, cut score, {method.replace('_', ' ')}",
        lambda: classification_by_reliability(mean, sd, alpha, [cut]),
    )


def _angoff(study: SubscaleStudy, judges: Judges, plan: Plan) -> PanelCut:
    """Angoff's cut on the reported score: ratings are answers, so reverse-keyed items are turned as answers are."""
    subscale = study.subscale.subscale
    items = [plan.instrument.item(id) for id in subscale.items]
    absent = [item.id for item in items if item.id not in judges.ratings]
    if absent:
        raise StatisticError(
            "not_rated",
            f"{judges.file} has no ratings of {', '.join(absent)}",
            "have the panel rate every item of the scale",
        )
    steps = np.column_stack(
        [
            item.high - judges.ratings[item.id] if item.reverse else judges.ratings[item.id] - item.low
            for item in items
        ]
    )
    found = angoff(steps)
    low, high = reported_range(plan.instrument, subscale)
    per_step = (high - low) / sum(item.high - item.low for item in items)
    return PanelCut(
        low + per_step * found.cut,
        per_step * found.sd_panel,
        per_step * found.se,
        low + per_step * found.by_panelist,
        found.cautions,
    )


def _roc(above: Floats, below: Floats) -> tuple[float, int, dict[str, float]]:
    """Youden's cut, the people it rests on, its sensitivity and specificity, and the share on the wrong side."""
    high, low = above[np.isfinite(above)], below[np.isfinite(below)]
    if len(high) < 2 or len(low) < 2:
        raise StatisticError(
            "few_persons", f"{len(low)} judged below and {len(high)} above", "judge more people"
        )
    if area_under_curve(high, low).value <= 0.5:
        raise StatisticError(
            "not_in_order", "people judged above do not score higher than the others", "check the judgements"
        )
    cut, sensitivity, specificity = best_cut(high, low)
    n = len(high) + len(low)
    wrong = ((1 - sensitivity) * len(high) + (1 - specificity) * len(low)) / n
    return cut, n, {"sensitivity": sensitivity, "specificity": specificity, "misclassified": wrong}
