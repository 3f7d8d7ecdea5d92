"""The two ends between which a model lies: nothing covaries, and everything is as in the sample."""

from collections.abc import Sequence

import numpy as np

from psychometrics.contract import Floats
from psychometrics.latent.model import LatentModel, Matrix, Parameter
from psychometrics.latent.sample import GroupSample


def independence(model: LatentModel) -> LatentModel:
    """Variances (and means, where the model has them) of each group's items; exogenous predictors covary."""
    items = model.items
    given = [items.index(name) for name in model.exogenous]
    parameters: list[Parameter] = []

    def add(lhs: str, op: str, rhs: str, row: int, column: int, group: int) -> None:
        matrix: Matrix = "nu" if op == "~1" else "theta"
        parameters.append(Parameter(lhs, op, rhs, matrix, row, column, group, len(parameters) + 1))

    for group in range(model.groups):
        for row, item in enumerate(items):
            add(item, "~~", item, row, row, group)
        for place, row in enumerate(given):
            for column in given[:place]:
                add(items[row], "~~", items[column], max(row, column), min(row, column), group)
        if model.means:
            for row, item in enumerate(items):
                add(item, "~1", "", row, 0, group)
    return LatentModel(items, (), tuple(parameters), model.groups, model.means)


def variances_and_means(model: LatentModel, samples: Sequence[GroupSample]) -> Floats:
    """The free parameters of `independence(model)` at the samples' values, which maximise its likelihood."""
    found = []
    for parameter in independence(model).parameters:
        sample = samples[parameter.group]
        if parameter.op == "~1":
            found.append(sample.mean[parameter.row])
        else:
            found.append(sample.covariance[parameter.row, parameter.column])
    return np.array(found)


def loglik_of_normal(model: LatentModel, samples: Sequence[GroupSample]) -> float:
    """The normal log-likelihood where every mean and covariance is as in the sample, given exogenous predictors."""
    exogenous = [model.items.index(name) for name in model.exogenous]
    given = (_loglik(sample.covariance[np.ix_(exogenous, exogenous)], sample.n) for sample in samples)
    return sum(_loglik(sample.covariance, sample.n) for sample in samples) - sum(given)


def _loglik(covariance: Floats, n: int) -> float:
    items = len(covariance)
    return float(-n / 2 * (items * np.log(2 * np.pi) + float(np.linalg.slogdet(covariance)[1]) + items))
