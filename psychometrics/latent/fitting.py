"""Maximum likelihood of a model from each group's means and covariances."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from psychometrics.contract import Floats
from psychometrics.latent.fit_indices import ChiSquare
from psychometrics.latent.fitted import Fitted
from psychometrics.latent.identification import (
    degrees_of_freedom,
    improper,
    require_arrived,
    require_identified,
)
from psychometrics.latent.likelihood import NormalLikelihood
from psychometrics.latent.model import LatentModel, renumbered
from psychometrics.latent.sample import GroupSample, require_usable
from psychometrics.latent.search import minimised
from psychometrics.latent.starts import starting_values


def fitted(model: LatentModel, samples: Sequence[GroupSample]) -> Fitted:
    """The model at the maximum of the normal likelihood, with errors from the expected information.

    samples: one a group, items in the model's order. Returns `Fitted`. Raises `StatisticError` for what cannot be
    fitted: "few_persons", "constant_item", "singular", "negative_df", "under_identified", "not_converged",
    "empirically_under_identified". Negative variances and the like are `Caution`s of the result.

    The chi-square of n F holds for normal answers and large n. Jöreskog (1969), doi:10.1007/BF02289343; lavaan's
    `cfa(model, d)`.
    """
    require_usable(samples, model.items)
    settled = with_exogenous(model, samples)
    objective = NormalLikelihood(settled, samples)
    start = starting_values(settled, samples)
    require_identified(settled, objective, start)
    found = minimised(objective, start)
    information = objective.information(found.free)
    require_arrived(settled, found, information)
    people = sum(sample.n for sample in samples)
    saturated = saturated_loglik(model, samples)
    return Fitted(
        model=settled,
        estimator="ml",
        samples=tuple(samples),
        free=found.free,
        vcov=np.linalg.inv(information) / people,
        discrepancy=found.value,
        test=ChiSquare(people * found.value, degrees_of_freedom(settled)),
        baseline=baseline(model, samples),
        scaled=None,
        baseline_scaled=None,
        loglik=saturated - people * found.value / 2,
        loglik_saturated=saturated,
        steps=found.steps,
        cautions=improper(objective.layout, found.free, samples),
    )


def with_exogenous(model: LatentModel, samples: Sequence[GroupSample]) -> LatentModel:
    """The model with the means and covariances of exogenous predictors fixed to those of the sample."""
    at = {model.factors.index(name): model.items.index(name) for name in model.exogenous}
    if not at:
        return model
    parameters = []
    for parameter in model.parameters:
        sample = samples[parameter.group]
        if parameter.matrix == "psi" and parameter.row in at and parameter.column in at:
            value = float(sample.covariance[at[parameter.row], at[parameter.column]])
            parameter = replace(parameter, free=0, value=value)
        if parameter.matrix == "alpha" and parameter.row in at:
            parameter = replace(parameter, free=0, value=float(sample.mean[at[parameter.row]]))
        parameters.append(parameter)
    return renumbered(model, parameters)


def baseline(model: LatentModel, samples: Sequence[GroupSample]) -> ChiSquare:
    """The chi-square of a model with variances (and means) only; exogenous predictors keep their covariances."""
    items, exogenous = len(model.items), [model.items.index(name) for name in model.exogenous]
    chisq = 0.0
    for sample in samples:
        apart = float(np.sum(np.log(np.diag(sample.covariance))))
        if exogenous:
            among = sample.covariance[np.ix_(exogenous, exogenous)]
            apart += float(np.linalg.slogdet(among)[1] - np.sum(np.log(np.diag(among))))
        chisq += sample.n * (apart - float(np.linalg.slogdet(sample.covariance)[1]))
    pairs = items * (items - 1) // 2 - len(exogenous) * (len(exogenous) - 1) // 2
    return ChiSquare(chisq, model.groups * pairs)


def saturated_loglik(model: LatentModel, samples: Sequence[GroupSample]) -> float:
    """The normal log-likelihood where every mean and covariance is as in the sample, given exogenous predictors."""
    exogenous = [model.items.index(name) for name in model.exogenous]
    given = (_loglik(sample.covariance[np.ix_(exogenous, exogenous)], sample.n) for sample in samples)
    return sum(_loglik(sample.covariance, sample.n) for sample in samples) - sum(given)


def _loglik(covariance: Floats, n: int) -> float:
    items = len(covariance)
    return float(-n / 2 * (items * np.log(2 * np.pi) + float(np.linalg.slogdet(covariance)[1]) + items))
