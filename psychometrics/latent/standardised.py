"""The standardised solution: every variable and factor with a variance of 1, with errors by the delta method."""

from collections.abc import Callable

import numpy as np

from psychometrics.contract import Floats
from psychometrics.latent.fitted import Fitted, ParameterEstimate
from psychometrics.latent.implied import Array, Matrices, ModelLayout
from psychometrics.latent.model import Matrix, Parameter


def standardised(fitted: Fitted) -> tuple[ParameterEstimate, ...]:
    """Every named parameter in units of deviations, in the order of the model.

    Loadings become those of a variable with variance 1 on a factor with variance 1; covariances of residuals become
    correlations of residuals. Errors follow from those of the estimates by exact slopes (delta method); what is 1 by
    construction has none. As lavaan's `standardizedSolution(f)`. Errors of a loading near 1 are rough: the
    sampling distribution is skewed there.
    R: `lavaan::standardizedSolution(f)$est.std`.
    """
    layout = ModelLayout(fitted.model)
    named = [parameter for parameter in fitted.model.parameters if parameter.op]

    def values(free: Array) -> Array:
        return indeviations_of(layout, free, named)

    slopes = slopes_of(values, fitted.free)
    variances = np.einsum("ij,jk,ik->i", slopes, fitted.vcov, slopes)
    found = []
    for parameter, value, variance in zip(named, np.real(values(fitted.free)), variances, strict=True):
        error = float(np.sqrt(variance)) if variance > 1e-18 else None
        found.append(ParameterEstimate(parameter, float(value), error))
    return tuple(found)


def slopes_of(values: Callable[[Array], Array], free: Floats) -> Floats:
    """Exact slopes of an analytic function of the free parameters, values x parameters, by complex steps."""
    columns = []
    for place in range(len(free)):
        off = free.astype(np.complex128)
        off[place] += 1e-20j
        columns.append(np.imag(values(off)) / 1e-20)
    return np.column_stack(columns) if columns else np.zeros((len(values(free)), 0))


def indeviations_of(layout: ModelLayout, free: Array, parameters: list[Parameter]) -> Array:
    """The parameters in units of deviations at a vector of free parameters, complex where that is."""
    groups = [layout.matrices(free, group) for group in range(layout.model.groups)]
    deviations = [deviations_of(matrices) for matrices in groups]
    values = [
        _value(parameter, groups[parameter.group], *deviations[parameter.group]) for parameter in parameters
    ]
    return np.array(values) if np.iscomplexobj(free) else np.real(values)


def deviations_of(matrices: Matrices) -> tuple[Array, Array]:
    """Of items and of factors."""
    return _root(np.diag(matrices.covariance)), _root(np.diag(matrices.factor_covariance))


def _root(variances: Array) -> Array:
    """Of their size where a variance is negative, so that a Heywood case still has numbers to look at."""
    return np.asarray(np.sqrt(np.where(np.real(variances) > 0, variances, -variances)))


def _value(parameter: Parameter, matrices: Matrices, items: Array, factors: Array) -> complex:
    values: dict[Matrix, Array] = {
        "lambda": matrices.loadings,
        "beta": matrices.beta,
        "psi": matrices.psi,
        "theta": matrices.theta,
        "nu": matrices.nu,
        "alpha": matrices.alpha,
    }
    own = values[parameter.matrix]
    value = own[parameter.row] if own.ndim == 1 else own[parameter.row, parameter.column]
    return complex(value * _unit(parameter, own, items, factors))


def _unit(parameter: Parameter, own: Array, items: Array, factors: Array) -> complex:
    """What one unit of a parameter is in deviations; a covariance of residuals is in those of the residuals."""
    row, column = parameter.row, parameter.column
    if parameter.matrix in ("lambda", "beta"):
        return complex(factors[column] / (items if parameter.matrix == "lambda" else factors)[row])
    of = items if parameter.matrix in ("nu", "theta") else factors
    if parameter.matrix in ("nu", "alpha"):
        return complex(1 / of[row])
    if row == column:
        return complex(1 / of[row] ** 2)
    return complex(1 / _root(own[row, row] * own[column, column]))


def explained(fitted: Fitted, group: int = 0) -> dict[str, float]:
    """The share of each item's variance that the factors explain (R squared); what is explained among factors too."""
    matrices = fitted.matrices(group)
    shares = 1 - np.diag(matrices.theta) / np.diag(matrices.covariance)
    found = dict(zip(fitted.model.items, map(float, shares), strict=True))
    of_factors = 1 - np.diag(matrices.psi) / np.diag(matrices.factor_covariance)
    predicted = {parameter.row for parameter in fitted.model.in_group(group) if parameter.matrix == "beta"}
    return found | {fitted.model.factors[row]: float(of_factors[row]) for row in sorted(predicted)}


def factor_correlations(fitted: Fitted, group: int = 0) -> Floats:
    """Correlations of the factors, factors x factors."""
    covariance = fitted.matrices(group).factor_covariance
    deviations = np.sqrt(np.diag(covariance))
    return np.asarray(covariance / np.outer(deviations, deviations))


def in_standard_units(estimate: ParameterEstimate, matrices: Matrices, units: tuple[Array, Array]) -> float:
    """What a change of this size would be in units of deviations: a loading's, a covariance's or a mean's.

    `matrices` and `units` are those of the parameter's group.
    """
    parameter = estimate.parameter
    own = np.abs(matrices.psi if parameter.matrix == "psi" else matrices.theta)
    return float(estimate.value * _unit(parameter, own, *units).real)
