"""Fits a structure by each estimator, and puts what comes out into one shape."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

import numpy as np

from engine.responses.layout import Codes
from engine.validation.confirmatory.answers import ConfirmatoryAnswers
from engine.validation.confirmatory.choices import ESTIMATORS
from engine.validation.confirmatory.fits import Freed, PathValue, StructureFit
from engine.validation.plan import Plan
from psychometrics.contract import StatisticError
from psychometrics.latent.cluster_moments import of_items
from psychometrics.latent.fit_measures import fit_measures
from psychometrics.latent.fitted import Fitted, ParameterEstimate
from psychometrics.latent.fitting import fitted
from psychometrics.latent.full_information import fitted_to_all_answers
from psychometrics.latent.incomplete import incomplete_sample
from psychometrics.latent.least_squares_fit import fitted_by_least_squares
from psychometrics.latent.model import LatentModel
from psychometrics.latent.ordinal_fit import Estimator, fit_ordinal
from psychometrics.latent.ordinal_measures import ordinal_measures
from psychometrics.latent.ordinal_model import ordinal
from psychometrics.latent.ordinal_moments import ordinal_moments
from psychometrics.latent.ordinal_score_tests import ordinal_modification_indices
from psychometrics.latent.ordinal_solution import ordinal_standardised
from psychometrics.latent.score_tests import ScoreTest, modification_indices
from psychometrics.latent.specification import Defaults, model_of
from psychometrics.latent.standardised import standardised
from psychometrics.latent.structures import bifactor, correlated, one_factor, second_order
from psychometrics.latent.syntax import terms_of
from psychometrics.summaries.patterns import Patterns

MISSING: Final = 253
MOST_FREED: Final = 10
"""How many modification indices are kept; the largest of many are large by chance too."""


def model_for(structure: str, plan: Plan, names: Sequence[str], means: bool) -> LatentModel:
    """The model of a structure over the items that were asked; raises `StatisticError` where there is none.

    With `means` those of items are free, as lavaan has it where people share clusters or left answers out.
    """
    scales = {
        scale.id: [item.id for item in scale.items if item.id in names]
        for scale in plan.subscales
        if scale.columns
    }
    if structure == "model":
        return model_of(list(terms_of(plan.choices.model or "")), Defaults(means=means))
    if structure == "one_factor":
        return one_factor(list(names), defaults=Defaults(means=means))
    _require_apart(scales)
    if structure == "bifactor":
        return bifactor(scales, defaults=Defaults(scale="variance", orthogonal=True, means=means))
    if structure == "second_order":
        return second_order(scales, defaults=Defaults(means=means))
    return correlated(scales, defaults=Defaults(means=means))


def _require_apart(scales: dict[str, list[str]]) -> None:
    if len(scales) < 2:
        raise StatisticError(
            "few_factors",
            "there is one scale, so this structure is that of one factor",
            "ask for one_factor",
        )
    items = [item for own in scales.values() for item in own]
    shared = sorted({item for item in items if items.count(item) > 1})
    if shared:
        raise StatisticError(
            "overlapping_subscales",
            f"scales share {', '.join(shared)}, which would measure two factors by definition",
            "write the model you mean, with --model",
        )
    for name, own in scales.items():
        if len(own) < 2:
            raise StatisticError(
                "under_identified",
                f"scale {name} has one item, whose error can't be told from its factor",
                "leave the scale out, or write a model that fixes the error, with --model",
            )


def fit_structure(structure: str, estimator: str, plan: Plan, answers: ConfirmatoryAnswers) -> StructureFit:
    """One structure by one estimator; raises `StatisticError` for what cannot be fitted, by name."""
    if estimator in ("ml", "mlr", "mlm"):
        sample, clusters = answers.sample(clustered=estimator == "mlr")
        model = model_for(structure, plan, answers.names, means=clusters > 0)
        places = [answers.names.index(item) for item in model.items]
        return of_fitted(structure, fitted(model, [of_items(sample, places)], estimator), clusters)
    if estimator == "uls":
        sample, _ = answers.sample(clustered=False)
        model = model_for(structure, plan, answers.names, means=False)
        own = of_items(sample, [answers.names.index(item) for item in model.items])
        return of_fitted(structure, fitted_by_least_squares(model, [own], estimator), 0)
    if estimator == "fiml":
        return _by_all_answers(structure, plan, answers)
    if ESTIMATORS[estimator].ordinal:
        return _by_least_squares(structure, estimator, plan, answers)
    raise StatisticError(
        "unknown_estimator", f"the estimator {estimator} is not there", "ask for ml, mlr, mlm or wlsmv"
    )


def _by_all_answers(structure: str, plan: Plan, answers: ConfirmatoryAnswers) -> StructureFit:
    model = model_for(structure, plan, answers.names, means=True)
    own = [answers.names.index(item) for item in model.items]
    table = plan.table[list(plan.structured)][own]
    patterns = Patterns.of(codes_of(answers)[:, own], table, names=model.items)
    return of_fitted(structure, fitted_to_all_answers(model, [incomplete_sample(patterns)]), 0)


def _by_least_squares(
    structure: str, estimator: str, plan: Plan, answers: ConfirmatoryAnswers
) -> StructureFit:
    model = model_for(structure, plan, answers.names, means=False)
    own = [answers.names.index(item) for item in model.items]
    options = [answers.options[place] for place in own]
    sample = ordinal_moments(_ordered(codes_of(answers)[:, own], options), options, names=model.items)
    chosen: Estimator = "ulsmv" if estimator == "ulsmv" else "dwls" if estimator == "dwls" else "wlsmv"
    found = fit_ordinal(ordinal(model, [[len(one) for one in sample.options]]), [sample], chosen)
    estimated = {_key(one): one for one in found.estimates()}
    standard = ordinal_standardised(found)
    values = path_values([estimated.get(_key(one), one) for one in standard], standard)
    return StructureFit(
        structure=structure,
        estimator=estimator,
        n=found.people,
        clusters=0,
        model=found.model,
        measures=ordinal_measures(found),
        values=values,
        freed=_freed(ordinal_modification_indices(found)),
        cautions=(*sample.cautions, *found.cautions),
    )


def codes_of(answers: ConfirmatoryAnswers) -> Codes:
    """Everybody's codes, which were kept for this."""
    if answers.codes is None:
        raise AssertionError("codes are kept for these estimators")
    return answers.codes


def _ordered(codes: Codes, options: Sequence[int]) -> Codes:
    """Codes whose missing answers are all of one kind above every option."""
    return np.where(codes < np.array(options), codes, np.uint8(MISSING)).astype(np.uint8)


def of_fitted(structure: str, found: Fitted, clusters: int) -> StructureFit:
    """The common shape of a fit of continuous items."""
    return StructureFit(
        structure=structure,
        estimator=found.estimator,
        n=found.people,
        clusters=clusters,
        model=found.model,
        measures=fit_measures(found).named(),
        values=path_values(found.estimates(), standardised(found)),
        freed=_freed(modification_indices(found)),
        cautions=found.cautions,
    )


def path_values(
    estimates: Sequence[ParameterEstimate], standard: Sequence[ParameterEstimate]
) -> tuple[PathValue, ...]:
    """Estimates beside those in units of deviations, of the same parameters in the same order."""
    return tuple(
        PathValue(
            one.parameter.lhs,
            one.parameter.op,
            one.parameter.rhs,
            one.value,
            one.error,
            other.value,
            other.error,
        )
        for one, other in zip(estimates, standard, strict=True)
    )


def _key(one: ParameterEstimate) -> tuple[str, str, str]:
    return one.parameter.lhs, one.parameter.op, one.parameter.rhs


def _freed(tests: Iterable[ScoreTest]) -> tuple[Freed, ...]:
    return tuple(
        Freed(*_key(ParameterEstimate(one.parameter, 0.0, None)), one.fall, one.change, one.standardised)
        for one in islice(tests, MOST_FREED)
    )
