"""What would fit better: the fall in chi-square and the value that a parameter would take if it were set free."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from psychometrics.contract import Floats
from psychometrics.latent.fitted import Fitted, ParameterEstimate
from psychometrics.latent.likelihood import NormalLikelihood
from psychometrics.latent.model import LatentModel, Parameter
from psychometrics.latent.standardised import deviations_of, in_standard_units


@dataclass(frozen=True, slots=True)
class ScoreTest:
    """One parameter that is fixed, or equal to others, set free by itself.

    `fall` is about how much chi-square would fall with one degree of freedom less (the modification index), `change`
    how far the parameter would move (the expected parameter change), `standardised` the same in units of deviations.
    """

    parameter: Parameter
    fall: float
    change: float
    standardised: float

    @property
    def pvalue(self) -> float:
        from scipy.special import chdtrc

        return float(chdtrc(1, self.fall))


def modification_indices(fitted: Fitted) -> tuple[ScoreTest, ...]:
    """Every loading, residual covariance and factor covariance that the model fixes, the largest fall first.

    Of normal likelihood. They are many, so the largest is large by chance too: take one only where the wording says
    why. Sörbom (1989), doi:10.1007/BF02294623; Saris, Satorra & van der Veld (2009), doi:10.1080/10705510903203433;
    lavaan's `modindices(f)`.
    R: `max(lavaan::modindices(f)$mi)`.
    """
    candidates = fixed_parameters(fitted.model)
    return _tested(fitted, candidates)


def equality_tests(fitted: Fitted) -> tuple[ScoreTest, ...]:
    """Every parameter that is equal to that of the first group, set free in its own group: the largest fall first.

    As lavaan's `lavTestScore(f)$uni`.
    """
    first: set[int] = set()
    shared = []
    for parameter in fitted.model.parameters:
        if parameter.free and parameter.free in first:
            shared.append(parameter)
        first.add(parameter.free)
    return _tested(fitted, shared)


def fixed_parameters(model: LatentModel) -> list[Parameter]:
    """What the model could free: its own fixed parameters that have a name, and all that is absent, as 0."""
    present = {(one.group, one.matrix, one.row, one.column) for one in model.parameters}
    own = [one for one in model.parameters if one.op and not one.free and one.lhs not in model.exogenous]
    absent = (one for group in range(model.groups) for one in _possible(model, group))
    return own + [one for one in absent if (one.group, one.matrix, one.row, one.column) not in present]


def _possible(model: LatentModel, group: int) -> Iterable[Parameter]:
    """All loadings of items on factors, and all covariances between residuals and between unexplained factors."""
    items, factors = model.items, model.factors
    observed = set(factors) & set(items)
    explained = {one.row for one in model.parameters if one.matrix == "beta"}
    measured = {one.column for one in model.parameters if one.matrix == "lambda"}
    for column, factor in enumerate(factors):
        if factor in observed or column not in measured:
            continue
        for row, item in enumerate(items):
            if item not in observed:
                yield Parameter(factor, "=~", item, "lambda", row, column, group, 0, 0.0)
    for one in range(len(items)):
        for other in range(one + 1, len(items)):
            if items[one] not in observed and items[other] not in observed:
                yield Parameter(items[one], "~~", items[other], "theta", other, one, group, 0, 0.0)
    free = [at for at in range(len(factors)) if at not in explained and factors[at] not in observed]
    for place, one in enumerate(free):
        for other in free[place + 1 :]:
            yield Parameter(factors[one], "~~", factors[other], "psi", other, one, group, 0, 0.0)


def _tested(fitted: Fitted, candidates: list[Parameter]) -> tuple[ScoreTest, ...]:
    every, places = each_by_itself(fitted.model, candidates)
    values = np.array([one.value or 0.0 for one in every.of_free()])
    together = _together(every, fitted)
    # the values of what is free or equal are the estimates
    free = together.any(axis=1)
    values[free] = together[free] @ fitted.free
    objective = NormalLikelihood(every, fitted.samples)
    slope = objective.gradient(values) / 2
    information = objective.information(values)
    crossed = information @ together
    own = np.linalg.solve(together.T @ crossed, crossed.T)
    left = np.diag(information) - np.einsum("ij,ji->i", crossed, own)
    groups = [fitted.matrices(group) for group in range(fitted.model.groups)]
    units = [deviations_of(matrices) for matrices in groups]
    found = []
    for parameter, place in zip(candidates, places, strict=True):
        # what is left of its information where others take it all is rounding
        if left[place] <= 1e-9 * information[place, place]:
            continue
        change = -float(slope[place] / left[place])
        test = ScoreTest(
            parameter, fitted.people * float(slope[place]) ** 2 / float(left[place]), change, 0.0
        )
        moved = ParameterEstimate(parameter, change, None)
        scaled = in_standard_units(moved, groups[parameter.group], units[parameter.group])
        found.append(replace(test, standardised=scaled))
    return tuple(sorted(found, key=lambda test: -test.fall))


def each_by_itself(model: LatentModel, candidates: list[Parameter]) -> tuple[LatentModel, list[int]]:
    """The model with every entry free by itself, and the places (0-based) of the candidates in it."""
    wanted = {(one.group, one.matrix, one.row, one.column): at for at, one in enumerate(candidates)}
    places = [0] * len(candidates)
    parameters: list[Parameter] = []
    free, own = 0, set(model.parameters)
    for parameter in (*model.parameters, *(one for one in candidates if one not in own)):
        at = wanted.get((parameter.group, parameter.matrix, parameter.row, parameter.column))
        if parameter.free or at is not None:
            if at is not None:
                places[at] = free
            free += 1
            parameter = replace(parameter, free=free)
        parameters.append(parameter)
    return replace(model, parameters=tuple(parameters)), places


def _together(every: LatentModel, fitted: Fitted) -> Floats:
    """Which entry takes the value of which free parameter: entries x free parameters, 0 or 1."""
    own = {
        (one.group, one.matrix, one.row, one.column): one.free for one in fitted.model.parameters if one.free
    }
    together = np.zeros((every.free, fitted.model.free))
    for entry in every.parameters:
        free = own.get((entry.group, entry.matrix, entry.row, entry.column))
        if entry.free and free:
            together[entry.free - 1, free - 1] = 1.0
    return together
