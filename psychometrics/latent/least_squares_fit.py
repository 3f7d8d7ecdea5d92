"""A model by unweighted or generalised least squares of its means and covariances."""

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
from psychometrics.latent.independence import independence, variances_and_means
from psychometrics.latent.least_squares import LeastSquares, generalised, unweighted
from psychometrics.latent.model import LatentModel
from psychometrics.latent.robust import divided, normal_gamma, sandwich
from psychometrics.latent.sample import GroupSample
from psychometrics.latent.search import minimised
from psychometrics.latent.starts import starting_values

WEIGHTS = {"uls": unweighted, "gls": generalised}


def fitted_by_least_squares(model: LatentModel, samples: Sequence[GroupSample], estimator: str) -> Fitted:
    """The model where squared residuals, as they are (uls) or weighed for normal answers (gls), are least.

    Covariances have the divisor n - 1 here and in the result, and the plain chi-square is n - 1 times the minimum, as
    lavaan's. Unweighted, it has no chi-square distribution: read the scaled one. Errors and scaled tests rest on each
    group's `gamma`, or where nobody gathered it on what normal answers vary by. Raises as `fitting.fitted` does.
    Browne (1984), doi:10.1111/j.2044-8317.1984.tb00789.x; lavaan's `cfa(model, d, estimator = "ULSM")`.
    """
    whole = replace(model, exogenous=())
    unbiased = [replace(one, covariance=one.covariance * one.n / (one.n - 1)) for one in samples]
    weights = WEIGHTS[estimator](whole, unbiased)
    objective = LeastSquares(whole, unbiased, weights)
    start = starting_values(whole, unbiased)
    require_identified(whole, objective, start)
    found = minimised(objective, start)
    information = objective.information(found.free)
    require_arrived(whole, found, information)
    people = sum(sample.n for sample in samples)
    degrees = people - len(samples)
    gammas = [_gamma(sample, whole.means) for sample in unbiased]
    apart = LeastSquares(independence(whole), unbiased, weights)
    alone = minimised(apart, variances_and_means(whole, unbiased))
    test = ChiSquare(degrees * found.value, degrees_of_freedom(whole))
    baseline = ChiSquare(degrees * alone.value, degrees_of_freedom(apart.model))
    return Fitted(
        model=whole,
        estimator=estimator,
        samples=tuple(unbiased),
        free=found.free,
        vcov=sandwich(information, objective.crossed(found.free, gammas)) / degrees,
        discrepancy=test.chisq / people,
        test=test,
        baseline=baseline,
        scaled=_scaled(test, objective, found.free, gammas),
        baseline_scaled=_scaled(baseline, apart, alone.free, gammas),
        likelihood_scalings=None,
        loglik=None,
        loglik_saturated=None,
        steps=found.steps,
        cautions=improper(objective.layout, found.free, unbiased),
    )


def _gamma(sample: GroupSample, means: bool) -> Floats:
    """The sampling covariances of the moments: gathered, or those of normal answers."""
    items = len(sample.mean)
    if sample.gamma is not None:
        return sample.gamma if means else sample.gamma[items:, items:]
    covariances = normal_gamma(sample.covariance)
    if not means:
        return covariances
    whole = np.zeros((items + len(covariances),) * 2)
    whole[:items, :items], whole[items:, items:] = sample.covariance, covariances
    return whole


def _scaled(test: ChiSquare, objective: LeastSquares, free: Floats, gammas: Sequence[Floats]) -> ChiSquare:
    """Divided by its mean per degree of freedom, the trace of U G (Satorra and Bentler's)."""
    crossed = np.linalg.solve(objective.information(free), objective.crossed(free, gammas))
    trace = sum(
        float(np.sum(weight * gamma)) for weight, gamma in zip(objective.weights, gammas, strict=True)
    )
    return divided(test, (trace - float(np.trace(crossed))) / test.df if test.df else 1.0)
