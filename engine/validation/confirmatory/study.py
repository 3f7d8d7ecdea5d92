"""Fits the structures that the definition declares, and judges whether the scales are different things."""

from typing import Final

import numpy as np

from engine.validation.cautions import Cautions
from engine.validation.confirmatory.answers import ConfirmatoryAnswers, confirmatory_answers
from engine.validation.confirmatory.choices import (
    ESTIMATORS,
    STRUCTURES,
    InvarianceEstimator,
    estimators_of,
    invariance_estimator,
    structures_of,
)
from engine.validation.confirmatory.claimed import claimed_by
from engine.validation.confirmatory.estimation import fit_structure
from engine.validation.confirmatory.fits import ConfirmatoryStudy, InvarianceStudy, StructureFit
from engine.validation.confirmatory.invariance import (
    NORMAL,
    ORDINAL,
    Everybody,
    study_invariance,
    study_times,
)
from engine.validation.confirmatory.times import TimesOfPeople, times_of_retest
from engine.validation.confirmatory.two_level import study_two_levels
from engine.validation.data import Data, Grouping
from engine.validation.plan import Plan
from engine.validation.retest import RetestData
from psychometrics.contract import Caution, StatisticError
from psychometrics.latent.cluster_moments import FEWEST, ClusterMoments
from psychometrics.latent.distinct import Distinctness, distinct, distinct_between

FEWEST_ITEMS = 3
RETEST: Final = "retest"
"""The two times of a retest, where groups are named to be compared."""


def study_confirmatory(
    data: Data, plan: Plan, cautions: Cautions, waves: RetestData | None = None
) -> ConfirmatoryStudy | None:
    """All structures by all estimators; None where neither these nor invariance are asked for, or items are too few.

    `waves` are the two times of a retest, which may be compared as well.
    """
    structures, estimators = structures_of(plan), estimators_of(plan)
    if not structures and not plan.choices.invariance:
        return None
    if len(plan.structured) < FEWEST_ITEMS:
        _tell_of_items(plan, cautions)
        return None
    answers = confirmatory_answers(
        data,
        plan,
        keep_codes=bool(plan.choices.invariance)
        or any(ESTIMATORS[one].ordinal or one == "fiml" for one in estimators),
    )
    tell_of_clusters(answers.clustered, data.cluster, estimators, cautions)
    claimed = claimed_by(plan)
    fits, failed = [], []
    for structure in structures:
        for estimator in estimators:
            where = f"{STRUCTURES[structure].title.lower()}, {estimator}"
            try:
                found = fit_structure(structure, estimator, claimed, answers)
            except StatisticError as error:
                failed.append((structure, estimator, error.cause))
                cautions.add(Caution(error.code, where, error.cause, error.remedy))
                continue
            cautions.carry(where, found.cautions)
            fits.append(found)
    return ConfirmatoryStudy(
        fits=tuple(fits),
        failed=tuple(failed),
        chosen=bool(plan.choices.estimators),
        people=_of_people(fits, plan),
        groups=_of_groups(answers, data, plan, cautions),
        invariance=_invariance(answers, data, plan, waves, cautions),
        two_levels=study_two_levels(structures, answers, data.cluster, claimed.scales, cautions),
    )


def _invariance(
    answers: ConfirmatoryAnswers, data: Data, plan: Plan, waves: RetestData | None, cautions: Cautions
) -> tuple[InvarianceStudy, ...]:
    """Of every grouping that was asked for; groups in which the same people stand are times of theirs."""
    by = invariance_estimator(estimators_of(plan))
    if answers.codes is None or not plan.choices.invariance:
        return ()
    people = Everybody.of_codes(answers, claimed_by(plan).scales)
    found = []
    for grouping, places in zip(data.groupings, answers.places, strict=False):
        if grouping.name not in plan.choices.invariance:
            continue
        ids = data.ids or (None,) * len(places)
        times = TimesOfPeople(grouping.name, grouping.labels, answers.codes, places, ids)
        if times.repeated:
            found.append(study_times(times, people, by, cautions))
        else:
            found.append(study_invariance(grouping, places, people, by, cautions))
    if waves is not None and RETEST in plan.choices.invariance:
        twice = times_of_retest(RETEST, waves, plan)
        found += [] if twice is None else [study_times(twice, people, by, cautions)]
    compared = tuple(one for one in found if one is not None)
    if compared:
        tell_of_levels(None if data.cluster is None else data.cluster.name, by, cautions)
    return compared


def _tell_of_items(plan: Plan, cautions: Cautions) -> None:
    """Nothing that was asked for is left out in silence."""
    if plan.choices.invariance or plan.choices.structures or plan.choices.model:
        cautions.add(
            Caution(
                "few_items",
                "confirmatory models",
                f"{len(plan.structured)} items of subscales were asked, where a model needs {FEWEST_ITEMS}",
                "ask for it of data that hold more of the items",
            )
        )


def tell_of_levels(cluster: str | None, by: InvarianceEstimator, cautions: Cautions) -> None:
    """By what levels are compared instead of what was asked for, and that people share clusters."""
    if by.instead_of is not None:
        cautions.add(
            Caution(
                "other_estimator",
                "invariance",
                f"levels are not compared by {by.instead_of}, so {by.used} was taken",
                f"read it as that of {by.used}, or ask for one of {', '.join((*NORMAL, *ORDINAL))}",
            )
        )
    if cluster is not None:
        cautions.add(
            Caution(
                "clusters_ignored",
                "invariance",
                f"people share {cluster}, and the tests of levels take them for independent",
                "read them as too strict where they refuse a level by a little",
            )
        )


def tell_of_clusters(
    clustered: ClusterMoments | None,
    cluster: Grouping | None,
    estimators: tuple[str, ...],
    cautions: Cautions,
) -> None:
    """For which models errors and tests do not allow for people who share clusters."""
    if cluster is None or clustered is None:
        return
    alone = [one for one in estimators if one != "mlr"]
    few = clustered.clusters < FEWEST
    if few or alone:
        which = "confirmatory models" if few else f"confirmatory models by {', '.join(alone)}"
        cautions.add(
            Caution(
                "clusters_ignored",
                which,
                f"people share {cluster.name}, and errors and tests take them for independent"
                + (f": {clustered.clusters} are too few to allow for" if few else ""),
                "read them as too favourable"
                if few
                else "read those of the estimator mlr, which allow for it",
            )
        )


def _of_people(fits: list[StructureFit], plan: Plan) -> Distinctness | None:
    """Whether the scales are different things in people: of the first fit of correlated factors."""
    for fit in fits:
        if fit.structure == "correlated":
            names, correlations, errors = fit.correlations()
            turn = np.array([fit.turned(name, plan.keyed) for name in names])
            return distinct(names, correlations * np.outer(turn, turn), errors, fit.n)
    return None


def _of_groups(
    answers: ConfirmatoryAnswers, data: Data, plan: Plan, cautions: Cautions
) -> Distinctness | None:
    if answers.scores is None or data.cluster is None:
        return None
    labels, scores = data.cluster.labels, answers.scores
    names = [subscale.id for subscale in plan.subscales if subscale.scorable]
    return cautions.attempt(
        f"scales between {data.cluster.name}", lambda: distinct_between(scores.groups(labels), names)
    )
