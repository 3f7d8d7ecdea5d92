"""What needs each person's answers again, and all at once: errors by score, and bootstrap intervals."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from engine.responses.layout import Codes
from engine.validation.cautions import Cautions
from engine.validation.data import Data
from engine.validation.plan import Plan, StudiedSubscale
from engine.validation.reliability import Reliability
from engine.validation.subscales import SubscaleStudy
from psychometrics.bootstrap import BootstrapInterval, basic_interval, bootstrap_interval
from psychometrics.contract import Caution, Floats
from psychometrics.intervals import Interval, alpha_bootstrap_interval
from psychometrics.item_covariance import correlations_of
from psychometrics.measurement_error import conditional_errors
from psychometrics.omega import omega_total_minres
from psychometrics.schmid_leiman import general_share

MOST_PERSONS = 200_000
"""So many answers are held in memory for these methods, and no more."""


def with_person_methods(
    subscales: Sequence[SubscaleStudy], data: Data, plan: Plan, persons: int, cautions: Cautions
) -> tuple[SubscaleStudy, ...]:
    """The subscales with conditional standard errors, and bootstrap intervals where they were asked for.

    People in clusters are not resampled: such an interval would be too narrow.
    """
    if persons > MOST_PERSONS:
        cautions.add(
            Caution(
                "many_persons",
                "standard errors by score, bootstrap",
                f"they need all answers in memory, and there are {persons} people, more than {MOST_PERSONS}",
                "read the overall standard error, and the intervals that need no resampling",
            )
        )
        return tuple(subscales)
    codes = np.concatenate([plan.as_in_file(part.codes) for part in data.parts()])
    if data.cluster is not None and plan.choices.bootstrap:
        cautions.add(
            Caution(
                "clustered_people",
                "bootstrap",
                f"people of one {plan.choices.cluster_noun} answer alike, and resampling people takes them for "
                "independent",
                "read the intervals of alpha and omega that allow for clusters",
            )
        )
    clustered = data.cluster is not None
    return tuple(_completed(subscale, codes, plan, clustered, cautions) for subscale in subscales)


def _completed(
    study: SubscaleStudy, codes: Codes, plan: Plan, clustered: bool, cautions: Cautions
) -> SubscaleStudy:
    found = study.reliability
    if found is None or found.errors is None:
        return study
    values = keyed_values(study.subscale, codes, plan)
    where = f"subscale {study.id}"
    conditional = cautions.attempt(f"{where}, standard errors by score", lambda: conditional_errors(values))
    errors = replace(found.errors, conditional=conditional)
    asked = plan.choices.bootstrap and not clustered
    bootstrap = _bootstrap(found, where, values, plan, cautions) if asked else None
    return replace(study, reliability=replace(found, errors=errors, bootstrap=bootstrap))


def keyed_values(subscale: StudiedSubscale, codes: Codes, plan: Plan) -> Floats:
    """Answers of the subscale's items, turned where the score turns them; persons x items, NaN missing."""
    columns = list(subscale.columns)
    table = plan.table[columns]
    low, high = np.nanmin(table, axis=1), np.nanmax(table, axis=1)
    values = table[np.arange(len(columns)), codes[:, columns]]
    return np.where(np.array(subscale.reverse), low + high - values, values)


def _bootstrap(
    found: Reliability, where: str, values: Floats, plan: Plan, cautions: Cautions
) -> dict[str, Interval | BootstrapInterval]:
    choices = plan.choices
    intervals: dict[str, Interval | BootstrapInterval] = {}
    of_alpha = cautions.attempt(
        f"{where}, bootstrap of alpha",
        lambda: alpha_bootstrap_interval(
            values, seed=choices.seed, draws=choices.bootstrap, level=choices.level
        ),
    )
    if of_alpha is not None:
        intervals["alpha"] = of_alpha
    if found.omega is not None:
        of_omega = cautions.attempt(
            f"{where}, bootstrap of omega",
            lambda: bootstrap_interval(
                lambda C: omega_total_minres(C).model,
                values,
                draws=choices.bootstrap,
                seed=choices.seed,
                level=choices.level,
            ),
        )
        if of_omega is not None:
            intervals["omega"] = of_omega
    if found.hierarchical is not None:
        share = found.hierarchical.hierarchical
        of_general = cautions.attempt(
            f"{where}, bootstrap of omega hierarchical",
            lambda: bootstrap_interval(
                lambda C: general_share(correlations_of(C), found.group_factors),
                values,
                draws=choices.bootstrap,
                seed=choices.seed,
                level=choices.level,
            ),
        )
        if of_general is not None:
            intervals["hierarchical"] = basic_interval(of_general, share)
    return intervals
