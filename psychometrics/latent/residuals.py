"""What a model leaves unexplained: differences of covariances, correlations and means, and their root mean squares."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from psychometrics.contract import Floats
from psychometrics.latent.fitted import Fitted
from psychometrics.latent.implied import ModelLayout, half, lower_pairs
from psychometrics.latent.robust import normal_gamma, normal_weight


@dataclass(frozen=True, slots=True, eq=False)
class Residuals:
    """Sample less model of one group: covariances, correlations (items x items) and means (None where not modelled).

    `correlations` are the sample's less the model's, each in its own units (lavaan's `cor.bollen`); `scaled` are
    covariances in units of the sample's deviations, which SRMR sums up.
    """

    covariances: Floats
    correlations: Floats
    scaled: Floats
    means: Floats | None
    scaled_means: Floats | None


@dataclass(frozen=True, slots=True)
class RootMeanSquares:
    """RMR of covariances, SRMR in units of deviations, CRMR of correlations; means too where modelled."""

    rmr: float
    srmr: float
    crmr: float


def residuals(fitted: Fitted, group: int = 0) -> Residuals:
    """What the model leaves of one group's covariances, correlations and means.

    Bollen (1989), doi:10.1002/9781118619179; as lavaan's `residuals(f, type = "cor.bollen")`.
    """
    sample, matrices = fitted.samples[group], fitted.matrices(group)
    implied = matrices.covariance
    deviations, of_model = np.sqrt(np.diag(sample.covariance)), np.sqrt(np.diag(implied))
    left = sample.covariance - implied
    correlations = sample.covariance / np.outer(deviations, deviations) - implied / np.outer(
        of_model, of_model
    )
    means = scaled_means = None
    if fitted.model.means:
        means = sample.mean - matrices.mean
        scaled_means = means / deviations
    scaled = left / np.outer(deviations, deviations)
    return Residuals(left, correlations, scaled, means, scaled_means)


def root_mean_squares(fitted: Fitted) -> RootMeanSquares:
    """RMR, SRMR and CRMR, groups weighted by their people.

    SRMR counts every covariance on and below the diagonal, CRMR those below. Bentler (1995), EQS structural equations
    program manual; Maydeu-Olivares (2017), doi:10.1007/s11336-016-9552-7.
    """
    items = len(fitted.model.items)
    pairs = items * (items + 1) // 2
    totals = np.zeros(3)
    for group, sample in enumerate(fitted.samples):
        left = residuals(fitted, group)
        parts = (
            _root(half(left.covariances), left.means, pairs, items),
            _root(half(left.scaled), left.scaled_means, pairs, items),
            _root(half(left.correlations), left.scaled_means, pairs - items, items),
        )
        totals += sample.n / fitted.people * np.array(parts)
    return RootMeanSquares(*map(float, totals))


def _root(covariances: Floats, means: Floats | None, cells: int, items: int) -> float:
    total = float(np.sum(covariances**2))
    if means is not None:
        total, cells = total + float(np.sum(means**2)), cells + items
    return sqrt(total / cells) if cells else 0.0


def goodness_of_fit(fitted: Fitted) -> float:
    """GFI: the share of the sample's weighted squares that the model reproduces.

    1 - r' W r / s' W s, W the normal-theory weight at the model; what exogenous predictors have of their own is left
    out of both. Jöreskog & Sörbom (1986), LISREL VI.
    """
    given = [fitted.model.items.index(name) for name in fitted.model.exogenous]
    total = 0.0
    for group, sample in enumerate(fitted.samples):
        matrices = fitted.matrices(group)
        observed, mean = sample.covariance.copy(), sample.mean.copy()
        observed[np.ix_(given, given)] = mean[given] = 0.0
        inverse = np.linalg.inv(matrices.covariance)
        left, whole = inverse @ (sample.covariance - matrices.covariance), inverse @ observed
        missed, all_of_it = float(np.sum(left * left.T)) / 2, float(np.sum(whole * whole.T)) / 2
        if fitted.model.means:
            away = sample.mean - matrices.mean
            missed += float(away @ inverse @ away)
            all_of_it += float(mean @ inverse @ mean)
        total += sample.n / fitted.people * (1 - missed / all_of_it)
    return total


def standardised_residuals(fitted: Fitted, group: int = 0) -> Floats:
    """Each covariance's residual over its standard error, items x items: about normal where the model holds.

    0 where the model reproduces a covariance whatever the data are. Errors are those of normal answers. As lavaan's
    `residuals(f, type = "standardized")`; Hausman (1978), doi:10.2307/1913827.
    """
    sample, layout = fitted.samples[group], ModelLayout(fitted.model)
    matrices = fitted.matrices(group)
    moved = layout.slopes(matrices, group)
    slopes = moved.of_covariances()
    bread = fitted.vcov[np.ix_(moved.own, moved.own)] * sample.n
    of_sample = normal_gamma(sample.covariance)
    lever = slopes @ bread @ slopes.T @ normal_weight(matrices.covariance)
    left = np.eye(len(lever)) - lever
    variances = np.einsum("ij,jk,ik->i", left, of_sample, left) / sample.n
    residual = half(sample.covariance - matrices.covariance)
    certain = variances <= 1e-9 * np.diag(of_sample) / sample.n
    z = np.where(certain, 0.0, residual / np.sqrt(np.where(certain, 1.0, variances)))
    rows, columns = lower_pairs(len(sample.covariance))
    whole = np.zeros(sample.covariance.shape)
    whole[rows, columns] = whole[columns, rows] = z
    return whole
