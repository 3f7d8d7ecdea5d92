"""Full-information maximum likelihood: a model fitted to every answer that was given."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from psychometrics.latent.fit_indices import ChiSquare
from psychometrics.latent.fitted import Fitted
from psychometrics.latent.identification import (
    degrees_of_freedom,
    improper,
    require_arrived,
    require_identified,
)
from psychometrics.latent.incomplete import IncompleteLikelihood, IncompleteSample
from psychometrics.latent.independence import independence
from psychometrics.latent.likelihood import NormalLikelihood
from psychometrics.latent.model import LatentModel
from psychometrics.latent.sample import require_usable
from psychometrics.latent.search import minimised
from psychometrics.latent.specification import with_means
from psychometrics.latent.starts import starting_values


def fitted_to_all_answers(model: LatentModel, samples: Sequence[IncompleteSample]) -> Fitted:
    """The model at the maximum of the likelihood of all answers given, with errors from the observed information.

    samples: one a group, items in the model's order. Means are modelled: free intercepts are added where the model
    has none. Exogenous predictors are taken for random. `samples` of the result hold the means and covariances that
    maximise the likelihood without a model. Returns `Fitted`; raises `StatisticError` as `fitting.fitted` does.

    Right where what is missing depends on answers given only, and answers are about normal. Arbuckle (1996), in
    Marcoulides & Schumacker, Advanced structural equation modeling; lavaan's `cfa(model, d, missing = "fiml")`.
    R: `lavaan::fitMeasures(f)[c("chisq", "df", "logl")]`.
    """
    whole = with_means(replace(model, exogenous=()))
    complete = [sample.complete for sample in samples]
    require_usable(complete, whole.items)
    nearby = NormalLikelihood(whole, complete)
    start = starting_values(whole, complete)
    require_identified(whole, nearby, start)
    objective = IncompleteLikelihood(whole, samples)
    # covariances of all answers fitted as if complete are a good start, and cost next to nothing
    found = minimised(objective, minimised(nearby, start).free)
    curvature = objective.curvature(found.free)
    require_arrived(whole, found, curvature)
    people = objective.people
    saturated = sum(sample.loglik for sample in samples)
    return Fitted(
        model=whole,
        estimator="fiml",
        samples=tuple(complete),
        free=found.free,
        vcov=np.linalg.inv(curvature) / people,
        discrepancy=found.value,
        test=ChiSquare(people * found.value, degrees_of_freedom(whole)),
        baseline=_baseline(whole, objective),
        scaled=None,
        baseline_scaled=None,
        likelihood_scalings=None,
        loglik=saturated - people * found.value / 2,
        loglik_saturated=saturated,
        steps=found.steps,
        cautions=improper(objective.layout, found.free, complete),
    )


def _baseline(model: LatentModel, objective: IncompleteLikelihood) -> ChiSquare:
    """The chi-square of items that do not covary: each one's mean and variance are those of its own answers."""
    apart = independence(model)
    free = []
    for parameter in apart.parameters:
        sample = objective.samples[parameter.group]
        mean, variance = _own_moments(sample, parameter.row)
        free.append(mean if parameter.op == "~1" else variance)
    value = IncompleteLikelihood(apart, objective.samples).value(np.array(free))
    return ChiSquare(objective.people * value, degrees_of_freedom(apart))


def _own_moments(sample: IncompleteSample, item: int) -> tuple[float, float]:
    """Mean and variance (divisor n) of one item over everybody who answered it."""
    people = float(sample.n @ sample.seen[:, item])
    away = float(sample.sums[:, item].sum()) / people
    square = float(sample.products[:, item, item].sum()) / people
    return float(sample.origin[item]) + away, square - away**2
