"""Factor models of ordinal items, fitted to thresholds and polychoric correlations by least squares."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from psychometrics.contract import Caution, Floats, StatisticError
from psychometrics.latent.fit_indices import ChiSquare
from psychometrics.latent.fitted import ParameterEstimate, estimates_of
from psychometrics.latent.identification import beyond_one, entangled, names_of, negative, too_few
from psychometrics.latent.model import LatentModel, Parameter
from psychometrics.latent.ordinal_model import OrdinalStructure
from psychometrics.latent.ordinal_moments import OrdinalMoments

Estimator = Literal["dwls", "wlsmv", "ulsmv"]
"""What misfit counts, over its sampling variance (the first two) or all alike, and whether the test is corrected."""

STEPS: Final = 500
SMALLEST_GAIN: Final = 1e-14
SMALLEST_STEP: Final = 1e-8
LEAST_DAMPING: Final = 1e-12
FLAT_SLOPE: Final = 1e-5
"""A slope in units of its parameter's information below this is none."""


@dataclass(frozen=True, slots=True, eq=False)
class OrdinalFit:
    """A model of ordinal items at the values that fit best.

    `free` are the free parameters in the model's order, `vcov` the covariance of their sampling errors (robust: a
    sandwich). `test` is n - 1 times the weighted misfit, which has no chi-square distribution; `scaled` is the
    mean-and-variance adjusted test (None for "dwls"); `baseline` are those of independent items. `slopes` and
    `weights` hold each group's derivatives (statistics x parameters) and weights.
    """

    model: LatentModel
    estimator: Estimator
    structure: OrdinalStructure
    samples: tuple[OrdinalMoments, ...]
    free: Floats
    vcov: Floats
    test: ChiSquare
    scaled: ChiSquare | None
    baseline: ChiSquare
    baseline_scaled: ChiSquare | None
    slopes: tuple[Floats, ...]
    weights: tuple[Floats, ...]
    cautions: tuple[Caution, ...]

    @property
    def people(self) -> int:
        return sum(sample.n for sample in self.samples)

    @property
    def shares(self) -> Floats:
        """Each group's share of the people."""
        return np.array([sample.n for sample in self.samples]) / self.people

    def errors(self) -> Floats:
        """Standard errors of the free parameters."""
        return np.asarray(np.sqrt(np.maximum(np.diagonal(self.vcov), 0.0)))

    def information(self) -> Floats:
        """Weighted products of the slopes, free parameters x free parameters, per person."""
        return information_of(self.shares, self.slopes, self.weights)

    def estimates(self) -> tuple[ParameterEstimate, ...]:
        """Every parameter that has a name, in the order of the model, with its value and standard error."""
        return estimates_of(self.model, self.free, self.errors())

    def correlation(self, group: int = 0) -> Floats:
        """The correlations that the model implies in a group, items x items."""
        items = len(self.model.items)
        implied = np.eye(items)
        pairs = self.structure.pairs
        found = self.structure.implied(self.free, group)[-len(pairs[0]) :]
        implied[pairs] = found
        return np.asarray(implied + np.triu(implied, 1).T)

    def residuals(self, group: int = 0) -> Floats:
        """Thresholds and correlations in the sample less those that the model implies."""
        return self.samples[group].statistics - self.structure.implied(self.free, group)


def fit_ordinal(
    model: LatentModel,
    samples: Sequence[OrdinalMoments],
    estimator: Estimator = "wlsmv",
    start: Floats | None = None,
) -> OrdinalFit:
    """Fit a model with thresholds (see `ordinal`) to each group's ordinal moments.

    "dwls" and "wlsmv" weigh each residual by its sampling variance, "ulsmv" all alike; "dwls" has no corrected test.
    `start` are values of the free parameters to begin at. Gauss-Newton steps, damped where they fail; errors are those
    of a sandwich with the samples' `gamma` as filling. Returns an `OrdinalFit`. Muthén (1984),
    doi:10.1007/BF02294210; DiStefano & Morgan (2014), doi:10.1080/10705511.2014.915373.
    R: `lavaan::coef(ordinal)[1:4]`, a model of ordered items.

    Raises `StatisticError`: "shape" (samples are not the model's groups and items), "negative_df" (more parameters
    than statistics), "under_identified" (naming the parameters), "not_converged". Cautions: negative residual or
    factor variances, factors that correlate beyond 1, few people for the model, and those of the samples.
    """
    groups = tuple(samples)
    _refuse(model, groups)
    structure = OrdinalStructure(model, [sample.owner for sample in groups])
    weights = tuple(_weights(sample, estimator) for sample in groups)
    problem = _Problem(structure, groups, weights)
    begin = starting_values(model, groups) if start is None else start
    _require_identified(model, problem.information(_nudged(begin)))
    free = problem.solve(begin)
    slopes = tuple(structure.jacobian(free, group) for group in range(model.groups))
    information = information_of(problem.shares, slopes, weights)
    _require_identified(model, information)
    vcov, traces = _sandwich(np.linalg.inv(information), problem.shares, slopes, weights, groups)
    persons = np.array([sample.n for sample in groups])
    df = sum(len(weight) for weight in weights) - model.free
    test = ChiSquare(float((persons - 1) @ problem.group_misfits(free)), df)
    baseline, null_traces = _independence(groups, weights)
    corrected = estimator != "dwls"
    return OrdinalFit(
        model,
        estimator,
        structure,
        groups,
        free,
        vcov / persons.sum(),
        test,
        scaled_shifted(test, traces) if corrected else None,
        baseline,
        scaled_shifted(baseline, null_traces) if corrected else None,
        slopes,
        weights,
        (*_sample_cautions(groups), *_cautions(structure, free, groups)),
    )


@dataclass(frozen=True, slots=True)
class Traces:
    """Of U Gamma and of its square: mean and half the variance of a misfit where the model holds."""

    once: float
    squared: float


def scaled_shifted(test: ChiSquare, traces: Traces) -> ChiSquare:
    """A misfit divided and shifted to the mean and variance of a chi-square with its degrees of freedom.

    Asparouhov & Muthén (2010), Simple second order chi-square correction, statmodel.com.
    """
    if test.df == 0:
        return test
    share = (test.df / traces.squared) ** 0.5
    shift = test.df - share * traces.once
    return ChiSquare(test.chisq * share + shift, test.df, 1 / share, shift)


def _independence(
    samples: tuple[OrdinalMoments, ...], weights: tuple[Floats, ...]
) -> tuple[ChiSquare, Traces]:
    """Misfit of independent items with any thresholds, and its traces."""
    chisq = once = squared = 0.0
    pairs = len(samples[0].pairs[0])
    for sample, every in zip(samples, weights, strict=True):
        weight, gamma = every[-pairs:], sample.gamma[-pairs:, -pairs:]
        chisq += (sample.n - 1) * float(weight @ sample.statistics[-pairs:] ** 2)
        once += float(weight @ np.diagonal(gamma))
        squared += float(weight @ gamma**2 @ weight)
    return ChiSquare(chisq, pairs * len(samples)), Traces(once, squared)


def _refuse(model: LatentModel, samples: tuple[OrdinalMoments, ...]) -> None:
    if len(samples) != model.groups or any(sample.names != model.items for sample in samples):
        raise StatisticError(
            "shape",
            f"the model has {model.groups} group(s) of the items {', '.join(model.items)}, the data do not",
            "give one sample a group, with the model's items in its order",
        )
    cuts = {(p.group, p.row): 0 for p in model.parameters if p.matrix == "tau"}
    for p in model.parameters:
        if p.matrix == "tau":
            cuts[p.group, p.row] += 1
    for group, sample in enumerate(samples):
        for item, chosen in enumerate(sample.options):
            if cuts.get((group, item), 0) != len(chosen) - 1:
                raise StatisticError(
                    "shape",
                    f"{model.items[item]} has {cuts.get((group, item), 0)} threshold(s) in the model and "
                    f"{len(chosen)} options chosen",
                    "make the model with the options that each group chose",
                )
    statistics = sum(len(sample.statistics) for sample in samples)
    if model.free > statistics:
        raise StatisticError(
            "negative_df",
            f"{model.free} parameters are to come out of {statistics} thresholds and correlations",
            "fix or equate parameters, join factors, or add items",
        )


def _weights(sample: OrdinalMoments, estimator: Estimator) -> Floats:
    if estimator == "ulsmv":
        return np.ones(len(sample.gamma))
    return np.asarray(1 / np.diagonal(sample.gamma))


def starting_values(model: LatentModel, samples: Sequence[OrdinalMoments]) -> Floats:
    """Where the search begins: the samples' thresholds, loadings signed like the correlations, modest variances."""
    share = np.array([sample.n for sample in samples], dtype=np.float64)
    joint = np.average([sample.correlation for sample in samples], axis=0, weights=share)
    first: dict[int, int] = {}
    for p in model.parameters:
        if p.matrix == "lambda":
            first.setdefault(p.column, p.row)
    starts = np.zeros(model.free)
    for p in reversed(model.parameters):
        if p.free:
            starts[p.free - 1] = _start(p, samples, joint, first) if p.value is None else p.value
    return starts


def _start(p: Parameter, samples: Sequence[OrdinalMoments], joint: Floats, first: dict[int, int]) -> float:
    if p.matrix == "tau":
        sample = samples[p.group]
        return float(sample.thresholds[np.searchsorted(sample.owner, p.row) + p.column])
    if p.matrix == "lambda":
        return 0.7 if joint[p.row, first[p.column]] >= 0 else -0.7
    if p.is_variance:
        return 0.5 if p.matrix == "psi" else 1.0
    return {"beta": 0.7, "delta": 1.0}.get(p.matrix, 0.0)


class _Problem:
    """The weighted squares to make small."""

    def __init__(
        self, structure: OrdinalStructure, samples: tuple[OrdinalMoments, ...], weights: tuple[Floats, ...]
    ) -> None:
        self.structure, self.weights = structure, weights
        self.shares = np.array([sample.n for sample in samples]) / sum(sample.n for sample in samples)
        self.statistics = [sample.statistics for sample in samples]

    def group_misfits(self, values: Floats) -> Floats:
        """Weighted squares of each group's residuals."""
        off = [each - self.structure.implied(values, group) for group, each in enumerate(self.statistics)]
        return np.array([each @ (weight * each) for each, weight in zip(off, self.weights, strict=True)])

    def misfit(self, values: Floats) -> float:
        """Mean of the groups' misfits, weighted by their persons."""
        total = float(self.shares @ self.group_misfits(values))
        return total if np.isfinite(total) else np.inf

    def information(self, values: Floats) -> Floats:
        """Weighted products of the slopes, per person."""
        return self._step(values)[0]

    def _step(self, values: Floats) -> tuple[Floats, Floats]:
        """Information, and slope of half the misfit downhill."""
        information, downhill = np.zeros((len(values), len(values))), np.zeros(len(values))
        for group, (share, weight) in enumerate(zip(self.shares, self.weights, strict=True)):
            slopes = self.structure.jacobian(values, group)
            off = self.statistics[group] - self.structure.implied(values, group)
            weighted = share * weight[:, None] * slopes
            information += weighted.T @ slopes
            downhill += weighted.T @ off
        return information, downhill

    def solve(self, values: Floats) -> Floats:
        """The values with the least misfit; raises "not_converged" where the search does not end."""
        now, damping = self.misfit(values), 1e-4
        for _ in range(STEPS):
            information, downhill = self._step(values)
            scale = np.diagonal(information) + 1e-10
            while True:
                step = np.linalg.solve(information + np.diag(damping * scale), downhill)
                after = self.misfit(values + step)
                if after <= now or damping > 1e8:
                    break
                damping = max(damping * 10, 1e-8)
            if damping > 1e8:  # no step leads down: here is the least, or the search is stuck
                if np.abs(downhill / np.sqrt(scale)).max() < FLAT_SLOPE:
                    return values
                break
            gain, values, now = now - after, values + step, after
            damping = max(damping / 10, LEAST_DAMPING)
            if np.abs(step).max() < SMALLEST_STEP or (gain < SMALLEST_GAIN and np.abs(downhill).max() < 1e-7):
                return values
        raise StatisticError(
            "not_converged",
            f"the search for the best fit did not end in {STEPS} steps",
            "ask for a simpler structure, leave out items that hardly load, or collect more responses",
        )


def information_of(shares: Floats, slopes: Sequence[Floats], weights: Sequence[Floats]) -> Floats:
    parts = [
        share * (slope.T @ (weight[:, None] * slope))
        for share, slope, weight in zip(shares, slopes, weights, strict=True)
    ]
    return np.asarray(np.sum(parts, axis=0))


def _sandwich(
    inverse: NDArray[Any],
    shares: Floats,
    slopes: Sequence[Floats],
    weights: Sequence[Floats],
    samples: Sequence[OrdinalMoments],
) -> tuple[Floats, Traces]:
    """n times the parameters' covariance, and the traces of the misfit."""
    once, unbiased, twice = (np.zeros_like(inverse) for _ in range(3))
    trace = squared = 0.0
    for share, slope, weight, sample in zip(shares, slopes, weights, samples, strict=True):
        weighted = weight[:, None] * slope
        spread = sample.gamma @ weighted
        once += share * (weighted.T @ spread)
        unbiased += share * sample.n / (sample.n - 1) * (weighted.T @ spread)
        twice += share * (spread.T @ (weight[:, None] * spread))
        trace += float(weight @ np.diagonal(sample.gamma))
        squared += float(weight @ (sample.gamma**2) @ weight)
    within = inverse @ once
    trace -= float(np.trace(within))
    squared += float(np.sum(within * within.T)) - 2 * float(np.sum(inverse * twice))
    return inverse @ unbiased @ inverse, Traces(trace, squared)


def _require_identified(model: LatentModel, information: Floats) -> None:
    """Refuse where some direction of the parameters changes nothing, naming those that move along it."""
    moving = entangled(information)
    if moving.any():
        raise StatisticError(
            "under_identified",
            f"nothing in the data can tell apart {names_of(model, moving)}: other values would fit as well",
            "fix one of them, set two equal, or measure each factor by three items or more",
        )


def _nudged(values: Floats) -> Floats:
    """Off any place where slopes may coincide by chance, as factors that do not correlate."""
    place = np.arange(len(values))
    return np.asarray(values * (1 + 0.07 * np.cos(1.7 * place)) + 0.03 * np.sin(place + 1))


def _sample_cautions(samples: tuple[OrdinalMoments, ...]) -> Iterator[Caution]:
    for sample in samples:
        for each in sample.cautions:
            where = (
                f"{each.where} ({sample.group})"
                if each.where and sample.group
                else each.where or sample.group
            )
            yield Caution(each.code, where, each.cause, each.remedy)


def _cautions(
    structure: OrdinalStructure, free: Floats, samples: Sequence[OrdinalMoments]
) -> Iterator[Caution]:
    model = structure.model
    yield from too_few(model, sum(sample.n for sample in samples))
    for group in range(model.groups):
        where = samples[group].group
        matrices = structure.layout.matrices(free, group)
        left = structure.residual_variances(free, group)
        yield from negative(model.items, left, where, "residual variance")
        yield from negative(model.factors, np.diagonal(matrices.psi), where, "variance")
        yield from beyond_one(model, matrices.factor_covariance, where)
