"""A model with its estimates: what every fit gives, whatever estimated it."""

from dataclasses import dataclass

import numpy as np

from psychometrics.contract import Caution, Floats
from psychometrics.latent.fit_indices import ChiSquare
from psychometrics.latent.implied import Matrices, ModelLayout
from psychometrics.latent.model import LatentModel, Parameter
from psychometrics.latent.sample import GroupSample


@dataclass(frozen=True, slots=True)
class ParameterEstimate:
    """One parameter's value; a fixed one has no standard error. `z` and `pvalue` test that it is 0."""

    parameter: Parameter
    value: float
    error: float | None

    @property
    def z(self) -> float | None:
        return self.value / self.error if self.error else None

    @property
    def pvalue(self) -> float | None:
        from scipy.special import ndtr

        return None if self.z is None else float(2 * ndtr(-abs(self.z)))

    def interval(self, confidence: float = 0.95) -> tuple[float, float] | None:
        """Value plus and minus normal quantiles of its standard error."""
        from scipy.special import ndtri

        if self.error is None:
            return None
        half = float(ndtri((1 + confidence) / 2)) * self.error
        return self.value - half, self.value + half


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """A model at its estimates.

    `free` is the vector of free parameters and `vcov` their sampling covariances; `discrepancy` the minimum of the
    function that was minimised; `test` the plain chi-square and `scaled` the one that allows for answers that are not
    normal, of the model and of the `baseline` with variances only. `likelihood_scalings` are those of the likelihood
    of the model and of the saturated one, where the scaled test is made of them. `estimator` is its name on the
    command line.
    """

    model: LatentModel
    estimator: str
    samples: tuple[GroupSample, ...]
    free: Floats
    vcov: Floats
    discrepancy: float
    test: ChiSquare
    baseline: ChiSquare
    scaled: ChiSquare | None
    baseline_scaled: ChiSquare | None
    likelihood_scalings: tuple[float, float] | None
    loglik: float | None
    loglik_saturated: float | None
    steps: int
    cautions: tuple[Caution, ...]

    @property
    def people(self) -> int:
        return sum(sample.n for sample in self.samples)

    @property
    def counted(self) -> int:
        """What chi-square and RMSEA count as n: people, less one a group where covariances have the divisor n - 1."""
        return self.people if self.loglik is not None else self.people - len(self.samples)

    def matrices(self, group: int = 0) -> Matrices:
        """Loadings, factor covariances and the rest of one group, at the estimates."""
        return ModelLayout(self.model).matrices(self.free, group)

    def errors(self) -> Floats:
        """Standard errors of the free parameters."""
        return np.sqrt(np.maximum(np.diag(self.vcov), 0.0))

    def estimates(self) -> tuple[ParameterEstimate, ...]:
        """Every parameter that has a name, in the order of the model, with its value and standard error."""
        return estimates_of(self.model, self.free, self.errors())


def estimates_of(model: LatentModel, free: Floats, errors: Floats) -> tuple[ParameterEstimate, ...]:
    """Every parameter that has a name, in the order of the model, with its value and standard error."""
    found = []
    for parameter in model.parameters:
        if not parameter.op:
            continue
        if parameter.free:
            place = parameter.free - 1
            found.append(ParameterEstimate(parameter, float(free[place]), float(errors[place])))
        else:
            found.append(ParameterEstimate(parameter, parameter.value or 0.0, None))
    return tuple(found)
