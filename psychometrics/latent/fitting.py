"""Maximum likelihood of a model from each group's means and covariances, with plain or robust errors and tests."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal

import numpy as np

from psychometrics.contract import Floats, StatisticError
from psychometrics.latent.fit_indices import ChiSquare
from psychometrics.latent.fitted import Fitted
from psychometrics.latent.identification import (
    degrees_of_freedom,
    improper,
    require_arrived,
    require_identified,
)
from psychometrics.latent.independence import independence, loglik_of_normal, variances_and_means
from psychometrics.latent.least_squares_fit import WEIGHTS, fitted_by_least_squares
from psychometrics.latent.likelihood import NormalLikelihood
from psychometrics.latent.model import LatentModel, renumbered
from psychometrics.latent.robust import Meat, meat, require_gamma, sandwich, satorra_bentler, yuan_bentler
from psychometrics.latent.sample import GroupSample, require_usable
from psychometrics.latent.search import minimised
from psychometrics.latent.starts import starting_values

Estimator = Literal["ml", "mlr", "mlm", "uls", "gls"]
ESTIMATORS: Final[tuple[Estimator, ...]] = ("ml", "mlr", "mlm", "uls", "gls")
"""Maximum likelihood, with errors and tests of normal answers, after Yuan and Bentler, after Satorra and Bentler; least
squares, unweighted and generalised."""


def fitted(model: LatentModel, samples: Sequence[GroupSample], estimator: str = "ml") -> Fitted:
    """The model at the maximum of the normal likelihood, or by least squares.

    samples: one a group, items in the model's order; `estimator` one of `ESTIMATORS`, of which mlr and mlm need each
    group's `gamma`. Errors are from the expected information (ml), or sandwiches around the expected (mlm) or
    observed one (mlr). Returns `Fitted`. Raises `StatisticError` for what cannot be fitted: "few_persons",
    "constant_item", "singular", "negative_df", "under_identified", "not_converged",
    "empirically_under_identified", "no_fourth_moments". Negative variances and the like are `Caution`s of the result.

    The plain chi-square holds for normal answers and many people. Robust estimators take exogenous predictors for
    random. Jöreskog (1969), doi:10.1007/BF02289343; Satorra & Bentler (2001), doi:10.1007/BF02296192; lavaan's
    `cfa(model, d, estimator = "MLR")`.
    R: `lavaan::parTable(f)$est[lavaan::parTable(f)$free > 0]`.
    """
    if estimator not in ESTIMATORS:
        raise StatisticError(
            "unknown_estimator",
            f"there is no estimator {estimator!r}",
            f"choose among {', '.join(ESTIMATORS)}",
        )
    require_usable(samples, model.items)
    if estimator == "ml":
        return _plain(with_exogenous(model, samples), samples)
    if estimator in WEIGHTS:
        return fitted_by_least_squares(model, samples, estimator)
    require_gamma(samples)
    return _robust(_plain(replace(model, exogenous=()), samples), estimator)


def _plain(model: LatentModel, samples: Sequence[GroupSample]) -> Fitted:
    objective = NormalLikelihood(model, samples)
    start = starting_values(model, samples)
    require_identified(model, objective, start)
    found = minimised(objective, start)
    information = objective.information(found.free)
    require_arrived(model, found, information)
    people = sum(sample.n for sample in samples)
    saturated = loglik_of_normal(model, samples)
    return Fitted(
        model=model,
        estimator="ml",
        samples=tuple(samples),
        free=found.free,
        vcov=np.linalg.inv(information) / people,
        discrepancy=found.value,
        test=ChiSquare(people * found.value, degrees_of_freedom(model)),
        baseline=_baseline(model, samples),
        scaled=None,
        baseline_scaled=None,
        likelihood_scalings=None,
        loglik=saturated - people * found.value / 2,
        loglik_saturated=saturated,
        steps=found.steps,
        cautions=improper(objective.layout, found.free, samples),
    )


def _robust(plain: Fitted, estimator: str) -> Fitted:
    """The same estimates with sandwich errors and a scaled test."""
    objective = NormalLikelihood(plain.model, plain.samples)
    parts = meat(objective.layout, plain.free, plain.samples)
    bread = parts.expected if estimator == "mlm" else objective.curvature(plain.free)
    apart = NormalLikelihood(independence(plain.model), plain.samples)
    free = variances_and_means(plain.model, plain.samples)
    of_baseline = meat(apart.layout, free, plain.samples)
    bread_of_baseline = of_baseline.expected if estimator == "mlm" else apart.curvature(free)
    of_model = float(np.trace(np.linalg.solve(bread, parts.crossed))) / plain.model.free
    return replace(
        plain,
        likelihood_scalings=(of_model, parts.at_sample / parts.moments) if estimator == "mlr" else None,
        estimator=estimator,
        vcov=sandwich(bread, parts.crossed) / plain.people,
        scaled=_scaled(estimator, plain.test, parts, bread),
        baseline_scaled=_scaled(estimator, plain.baseline, of_baseline, bread_of_baseline),
    )


def _scaled(estimator: str, test: ChiSquare, parts: Meat, bread: Floats) -> ChiSquare:
    return satorra_bentler(test, parts) if estimator == "mlm" else yuan_bentler(test, parts, bread)


def _baseline(model: LatentModel, samples: Sequence[GroupSample]) -> ChiSquare:
    """The chi-square of a model with variances (and means) only; exogenous predictors keep their covariances."""
    apart = independence(model)
    free = variances_and_means(model, samples)
    people = sum(sample.n for sample in samples)
    return ChiSquare(
        people * NormalLikelihood(apart, samples).value(free),
        degrees_of_freedom(replace(apart, exogenous=())),
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
