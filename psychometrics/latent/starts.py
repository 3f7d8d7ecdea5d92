"""Where a search begins: loadings from each factor's own items, as in a principal axis, in the factor's unit."""

from collections.abc import Sequence

import numpy as np

from psychometrics.contract import Floats
from psychometrics.latent.model import LatentModel, Parameter
from psychometrics.latent.sample import GroupSample


def starting_values(model: LatentModel, samples: Sequence[GroupSample]) -> Floats:
    """A start for each free parameter: what is written in the model, else what the items' covariances suggest."""
    free = np.zeros(model.free)
    done = np.zeros(model.free, dtype=bool)
    for group in range(model.groups):
        guess = _Guess(model, samples[group], group)
        for parameter in model.in_group(group):
            place = parameter.free - 1
            if parameter.free and not done[place]:
                done[place] = True
                free[place] = parameter.value if parameter.value is not None else guess(parameter)
    return free


class _Guess:
    """What one group's sample suggests for a parameter."""

    def __init__(self, model: LatentModel, sample: GroupSample, group: int) -> None:
        self.sample = sample
        self.exogenous = {model.factors.index(name): model.items.index(name) for name in model.exogenous}
        measured = model.in_group(group)
        self.loadings = np.zeros((len(model.items), len(model.factors)))
        self.variances = np.ones(len(model.factors))
        self.fixed = {
            (one.matrix, one.row, one.column): one.value
            for one in measured
            if not one.free and one.value is not None
        }
        for factor in range(len(model.factors)):
            rows = [one.row for one in measured if one.matrix == "lambda" and one.column == factor]
            self._measure(factor, rows)
        explained = {one.row for one in measured if one.matrix == "beta"}
        # half of an explained factor's variance is left over
        self.left = [0.5 if factor in explained else 1.0 for factor in range(len(model.factors))]

    def _measure(self, factor: int, rows: list[int]) -> None:
        """Loadings and variance of a factor from the covariances of its items."""
        if not rows:
            return
        deviations = np.sqrt(np.diag(self.sample.covariance)[rows])
        loadings = (
            _axis(self.sample.covariance[np.ix_(rows, rows)] / np.outer(deviations, deviations)) * deviations
        )
        fixed_variance = self.fixed.get(("psi", factor, factor))
        unit = np.sqrt(fixed_variance) if fixed_variance else 1.0
        for row, loading in zip(rows, loadings, strict=True):
            value = self.fixed.get(("lambda", row, factor))
            if value:
                unit = loading / value if abs(loading) > 1e-3 else unit
                break
        self.loadings[rows, factor] = loadings / unit
        self.variances[factor] = unit**2

    def __call__(self, parameter: Parameter) -> float:
        row, column = parameter.row, parameter.column
        if parameter.matrix == "lambda":
            return float(self.loadings[row, column])
        if parameter.matrix == "beta":
            return self._regression(row, column)
        if parameter.matrix == "theta":
            return float(self.sample.covariance[row, row]) / 2 if row == column else 0.0
        if parameter.matrix == "psi":
            return self._factor_covariance(row, column)
        if parameter.matrix == "nu":
            return float(self.sample.mean[row])
        return float(self.sample.mean[self.exogenous[row]]) if row in self.exogenous else 0.0

    def _regression(self, row: int, column: int) -> float:
        """A factor of factors takes half of each; a predictor begins without effect."""
        if column in self.exogenous or row in self.exogenous:
            return 0.0
        return float(np.sqrt(self.variances[row] / self.variances[column]) * 0.5)

    def _factor_covariance(self, row: int, column: int) -> float:
        if row in self.exogenous and column in self.exogenous:
            return float(self.sample.covariance[self.exogenous[row], self.exogenous[column]])
        return float(self.variances[row] * self.left[row]) if row == column else 0.0


def _axis(correlation: Floats) -> Floats:
    """Loadings on one principal axis, three times refined; with two items the root of their correlation."""
    if len(correlation) == 1:
        return np.array([np.sqrt(0.5)])
    communalities = np.abs(correlation - np.eye(len(correlation))).max(axis=1)
    loadings = np.zeros(len(correlation))
    for _ in range(3):
        reduced = correlation - np.diag(1 - communalities)
        values, vectors = np.linalg.eigh(reduced)
        loadings = vectors[:, -1] * np.sqrt(max(float(values[-1]), 0.05))
        communalities = np.clip(loadings**2, 0.05, 0.95)
    return loadings * (1.0 if loadings.sum() >= 0 else -1.0)
