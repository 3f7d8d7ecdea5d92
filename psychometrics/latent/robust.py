"""Errors and tests that do not take the answers for normal, from the covariances of sample moments themselves.

With W the normal-theory weight of the moments, D their slopes and G their sampling covariances (`gamma`), estimates
vary by the sandwich of D' W G W D, and chi-square is a weighted sum of squares whose mean is the trace of U G,
U = W - W D inv(D' W D) D' W. Satorra & Bentler (1994), in von Eye & Clogg, Latent variables analysis.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from psychometrics.contract import Floats, StatisticError
from psychometrics.latent.fit_indices import ChiSquare
from psychometrics.latent.implied import ModelLayout, lower_pairs
from psychometrics.latent.sample import GroupSample


def normal_gamma(covariance: Floats) -> Floats:
    """The sampling covariances of sqrt(n) times the covariances of normal answers, pairs x pairs."""
    rows, columns = lower_pairs(len(covariance))
    gamma = covariance[np.ix_(rows, rows)] * covariance[np.ix_(columns, columns)]
    return np.asarray(gamma + covariance[np.ix_(rows, columns)] * covariance[np.ix_(columns, rows)])


@dataclass(frozen=True, slots=True, eq=False)
class Meat:
    """What a robust test is made of, for one person and summed over groups by their shares.

    `expected` is D' W D and `crossed` D' W G W D (free x free parameters); `at_model` and `at_sample` are the traces
    of W G with weights at the model and at the sample's covariances; `moments` counts them.
    """

    expected: Floats
    crossed: Floats
    at_model: float
    at_sample: float
    moments: int


def require_gamma(samples: Sequence[GroupSample]) -> None:
    """Raise `StatisticError` "no_fourth_moments" where a group's `gamma` was not gathered."""
    if any(sample.gamma is None for sample in samples):
        raise StatisticError(
            "no_fourth_moments",
            "the moments of the fourth order were not gathered, which this estimator needs",
            "gather the groups by FourthMoments, or take the estimator ml",
        )


def normal_weight(covariance: Floats) -> Floats:
    """W of the covariances on and below the diagonal, pairs x pairs: half the trace of P dS P dS."""
    rows, columns = lower_pairs(len(covariance))
    inverse = np.linalg.inv(covariance)
    weights = inverse[np.ix_(rows, rows)] * inverse[np.ix_(columns, columns)]
    weights += inverse[np.ix_(rows, columns)] * inverse[np.ix_(columns, rows)]
    halves = np.where(rows == columns, 0.5, 1.0)
    return np.asarray(weights * np.outer(halves, halves))


def meat(layout: ModelLayout, free: Floats, samples: Sequence[GroupSample]) -> Meat:
    """The parts of a robust test at these parameters."""
    model, people = layout.model, sum(sample.n for sample in samples)
    expected, crossed = np.zeros((2, model.free, model.free))
    at_model = at_sample = 0.0
    moments = 0
    for group, sample in enumerate(samples):
        gamma = _used(sample, model.means)
        matrices = layout.matrices(free, group)
        moved = layout.slopes(matrices, group)
        weight = weight_of_moments(matrices.covariance, means=model.means)
        slopes = moved.of_covariances()
        if model.means:
            slopes = np.vstack([moved.of_means(), slopes])
        lever = weight @ slopes
        own, share = np.ix_(moved.own, moved.own), sample.n / people
        expected[own] += share * slopes.T @ lever
        crossed[own] += share * lever.T @ gamma @ lever
        at_model += float(np.sum(weight * gamma))
        at_sample += float(np.sum(weight_of_moments(sample.covariance, means=model.means) * gamma))
        moments += len(gamma)
    return Meat(expected, crossed, at_model, at_sample, moments)


def _used(sample: GroupSample, means: bool) -> Floats:
    if sample.gamma is None:
        raise AssertionError("require_gamma comes first")
    return sample.gamma if means else sample.gamma[len(sample.mean) :, len(sample.mean) :]


def weight_of_moments(covariance: Floats, *, means: bool) -> Floats:
    """W of the covariances, and before them of the means where these are modelled."""
    weight = normal_weight(covariance)
    if not means:
        return weight
    items = len(covariance)
    whole = np.zeros((items + len(weight),) * 2)
    whole[:items, :items] = np.linalg.inv(covariance)
    whole[items:, items:] = weight
    return whole


def satorra_bentler(test: ChiSquare, parts: Meat) -> ChiSquare:
    """Chi-square divided by what its mean is per degree of freedom: the test of lavaan's MLM."""
    trace = parts.at_model - float(np.trace(np.linalg.solve(parts.expected, parts.crossed)))
    return divided(test, trace / test.df if test.df else 1.0)


def yuan_bentler(test: ChiSquare, parts: Meat, observed: Floats) -> ChiSquare:
    """Chi-square divided by Mplus's factor, as lavaan's MLR tests.

    The factor is a difference of traces, of the saturated model and of this one; `observed` is the observed
    information that one person gives. Asymptotically it is that of Yuan & Bentler (2000),
    doi:10.1111/0081-1750.00078.
    """
    trace = parts.at_sample - float(np.trace(np.linalg.solve(observed, parts.crossed)))
    return divided(test, trace / test.df if test.df else 1.0)


def divided(test: ChiSquare, scaling: float) -> ChiSquare:
    """The chi-square over a scaling factor."""
    return ChiSquare(test.chisq / scaling, test.df, scaling)


def sandwich(bread: Floats, crossed: Floats) -> Floats:
    """inv(bread) crossed inv(bread)."""
    inverse = np.linalg.inv(bread)
    return np.asarray(inverse @ crossed @ inverse)
