"""The standardised solution of ordinal items, and the reliability of their sums, from a fitted model."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from psychometrics.contract import Floats, StatisticError
from psychometrics.latent.fitted import ParameterEstimate
from psychometrics.latent.implied import Array
from psychometrics.latent.model import Parameter
from psychometrics.latent.ordinal_fit import OrdinalFit
from psychometrics.latent.standardised import slopes_of
from psychometrics.omega import omega_of
from psychometrics.ordinal import categorical_omega


def ordinal_standardised(fit: OrdinalFit) -> tuple[ParameterEstimate, ...]:
    """Every parameter where each response behind an item and each factor has variance 1, with its error.

    In the order of the model, without scales; after them, where residual variances are no parameters, those of each
    group. Thresholds are quantiles of the normal distribution. Errors by the delta method with exact slopes; what is
    1 by construction has none. As lavaan's `standardizedSolution(f)`.
    """
    named = [one for one in fit.model.parameters if one.op and one.matrix != "delta"]
    own = {(one.group, one.row) for one in named if one.matrix == "theta" and one.row == one.column}
    named += [
        Parameter(item, "~~", item, "theta", row, row, group, 0)
        for group in range(fit.model.groups)
        for row, item in enumerate(fit.model.items)
        if (group, row) not in own
    ]

    def values(free: Array) -> Array:
        groups = [ResponseUnits(fit, free, group) for group in range(fit.model.groups)]
        return np.array([groups[one.group].value(one) for one in named])

    slopes = slopes_of(values, fit.free)
    variances = np.einsum("ij,jk,ik->i", slopes, fit.vcov, slopes)
    return tuple(
        ParameterEstimate(one, float(value), float(np.sqrt(variance)) if variance > 1e-18 else None)
        for one, value, variance in zip(named, np.real(values(fit.free)), variances, strict=True)
    )


class ResponseUnits:
    """One group's matrices, and what a unit of each parameter is in deviations; complex where `free` is."""

    def __init__(self, fit: OrdinalFit, free: Array, group: int) -> None:
        matrices = fit.structure.layout.matrices(free, group)
        self.scales = fit.structure.scales(free, group)
        self.cuts = fit.structure.thresholds(free, group)
        self.owner = fit.samples[group].owner
        self.factors = np.sqrt(np.diag(matrices.factor_covariance))
        self.left = fit.structure.residual_variances(free, group)
        self.values = {
            "lambda": matrices.loadings,
            "beta": matrices.beta,
            "psi": matrices.psi,
            "theta": matrices.theta,
            "nu": matrices.nu,
            "alpha": matrices.alpha,
        }

    def value(self, one: Parameter) -> complex:
        """A parameter in deviations."""
        row, column = one.row, one.column
        if one.matrix == "tau":
            return complex(self.cuts[np.searchsorted(self.owner, row) + column] * self.scales[row])
        if one.matrix == "theta" and row == column:
            return complex(self.left[row] * self.scales[row] ** 2)
        own = self.values[one.matrix]
        value = own[row] if own.ndim == 1 else own[row, column]
        return complex(value * self.unit(one))

    def unit(self, one: Parameter) -> Array:
        """What one unit of a loading, covariance, regression, intercept or mean is in deviations."""
        row, column = one.row, one.column
        if one.matrix == "lambda":
            return np.asarray(self.scales[row] * self.factors[column])
        if one.matrix == "beta":
            return np.asarray(self.factors[column] / self.factors[row])
        if one.matrix == "psi":
            if row == column:
                return np.asarray(1 / self.factors[row] ** 2)
            own = np.diag(self.values["psi"])
            return np.asarray(1 / np.sqrt(own[row] * own[column]))
        if one.matrix == "theta":
            return np.asarray(1 / np.sqrt(self.left[row] * self.left[column]))
        return np.asarray(self.scales[row] if one.matrix == "nu" else 1 / self.factors[row])


@dataclass(frozen=True, slots=True)
class OrdinalReliability:
    """Reliability of a factor's items: of their observed `sum`, and of the sum of the `responses` behind them."""

    factor: str
    sum: float | None
    responses: float


def ordinal_reliabilities(fit: OrdinalFit, group: int = 0) -> tuple[OrdinalReliability, ...]:
    """Of each factor that items measure alone; items that load on two factors belong to none.

    `sum` is Green and Yang's categorical omega, what a score that people get has; `responses` is higher and of
    nothing that anybody sees. None where a standardised loading is beyond 1. Green & Yang (2009),
    doi:10.1007/s11336-008-9099-3. As semTools' `compRelSEM(f)`, `compRelSEM(f, ord.scale = FALSE)`.
    """
    loadings = _standard_loadings(fit, group)
    sample = fit.samples[group]
    cuts = [sample.thresholds[sample.owner == item] for item in range(len(sample.names))]
    found = []
    for factor, name in enumerate(fit.model.factors):
        rows = [row for row in np.flatnonzero(loadings[:, factor]) if np.count_nonzero(loadings[row]) == 1]
        if len(rows) > 1:
            own, R = loadings[rows, factor], sample.correlation[np.ix_(rows, rows)]
            responses = float(omega_of(own, 1 - own**2, R.sum()))
            found.append(OrdinalReliability(name, _of_sum(own, [cuts[row] for row in rows], R), responses))
    return tuple(found)


def _of_sum(loadings: Floats, cuts: Sequence[Floats], correlation: Floats) -> float | None:
    try:
        return categorical_omega(loadings, cuts, correlation)
    except StatisticError:
        return None


def _standard_loadings(fit: OrdinalFit, group: int) -> Floats:
    matrices = fit.structure.layout.matrices(fit.free, group)
    deviations = np.sqrt(np.maximum(np.diag(matrices.factor_covariance), 0.0))
    return np.asarray(fit.structure.scales(fit.free, group)[:, None] * matrices.loadings * deviations)
