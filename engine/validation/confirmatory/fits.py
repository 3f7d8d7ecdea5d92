"""One structure fitted by one estimator, in the same words whatever estimated it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import erfc
from typing import Literal

import numpy as np

from psychometrics.contract import Caution, Floats
from psychometrics.latent.distinct import Distinctness
from psychometrics.latent.fit_indices import ChiSquare
from psychometrics.latent.invariance_rule import Comparability
from psychometrics.latent.model import LatentModel
from psychometrics.latent.two_level import TwoLevel

Flavour = Literal["robust", "scaled", "plain"]
Measures = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class PathValue:
    """A parameter by lavaan's names: its estimate and that in units of deviations, with standard errors.

    None stands for what is fixed, which has no error.
    """

    lhs: str
    op: str
    rhs: str
    value: float
    error: float | None
    standardized: float
    standardized_error: float | None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95% interval of the standardised value."""
        return _around(self.standardized, self.standardized_error)

    @property
    def interval_of_value(self) -> tuple[float, float] | None:
        """That of the estimate as it is."""
        return _around(self.value, self.error)

    @property
    def z(self) -> float | None:
        """The estimate over its standard error."""
        return self.value / self.error if self.error else None

    @property
    def pvalue(self) -> float | None:
        """Of the estimate being 0, by the normal distribution, on both sides."""
        return None if self.z is None else erfc(abs(self.z) / 2**0.5)


def _around(value: float, error: float | None) -> tuple[float, float] | None:
    if error is None:
        return None
    half = 1.959964 * error
    return value - half, value + half


@dataclass(frozen=True, slots=True)
class Freed:
    """What chi-square would fall by about, were a parameter free (`mi`), and what it would then be (`epc`)."""

    lhs: str
    op: str
    rhs: str
    mi: float
    epc: float
    standardized: float


@dataclass(frozen=True)
class StructureFit:
    """A fitted structure: `n` people, `measures` of fit by lavaan's names, and its parameters.

    `freed` are the largest modification indices; `clusters` counts those that errors and tests allow for, 0 where
    people are taken for independent.
    """

    structure: str
    estimator: str
    n: int
    clusters: int
    model: LatentModel
    measures: Measures
    values: tuple[PathValue, ...]
    freed: tuple[Freed, ...]
    cautions: tuple[Caution, ...]

    @property
    def flavour(self) -> Flavour:
        """Which CFI, TLI and RMSEA to read: robust ones where they exist, else scaled, else plain."""
        for flavour in ("robust", "scaled"):
            if self.measures.get(f"rmsea.{flavour}") is not None:
                return "robust" if flavour == "robust" else "scaled"
        return "plain"

    def index(self, name: str) -> float | None:
        """An index in the flavour to read; chi-square, which has no robust one, scaled where that exists."""
        for suffix in {"robust": (".robust", ".scaled", ""), "scaled": (".scaled", ""), "plain": ("",)}[
            self.flavour
        ]:
            found = self.measures.get(name + suffix)
            if found is not None:
                return found
        return None

    @property
    def items(self) -> tuple[str, ...]:
        return self.model.items

    @property
    def factors(self) -> tuple[str, ...]:
        return tuple(name for name in self.model.factors if name not in self.model.items)

    def loading_matrix(self, what: str = "value") -> Floats:
        """Items x factors, of `value` or `standardized`; 0 where the model has no loading."""
        found = np.zeros((len(self.items), len(self.factors)))
        for one in self.values:
            if one.op == "=~" and one.rhs in self.items:
                found[self.items.index(one.rhs), self.factors.index(one.lhs)] = getattr(one, what)
        return found

    @cached_property
    def loadings(self) -> Floats:
        return self.loading_matrix()

    @cached_property
    def standardized(self) -> Floats:
        return self.loading_matrix("standardized")

    def turned(self, factor: str, reverse: Mapping[str, bool]) -> float:
        """-1 for a factor that points against its scale, as its first item is reverse-keyed; else 1.

        `reverse` says so of each item of a scale.
        """
        own = (one for one in self.values if one.op == "=~" and one.lhs == factor and one.rhs in reverse)
        keyed = sum(one.standardized * (-1 if reverse[one.rhs] else 1) for one in own)
        return -1.0 if keyed < 0 else 1.0

    def correlations(self) -> tuple[tuple[str, ...], Floats, Floats]:
        """Factors that correlate freely, their correlations and the errors of these."""
        names = self.factors
        found, errors = np.eye(len(names)), np.zeros((len(names), len(names)))
        for one in self.values:
            if one.op == "~~" and one.lhs != one.rhs and one.lhs in names and one.rhs in names:
                i, j = names.index(one.lhs), names.index(one.rhs)
                found[i, j] = found[j, i] = one.standardized
                errors[i, j] = errors[j, i] = one.standardized_error or 0.0
        return names, found, errors


@dataclass(frozen=True, slots=True)
class LevelValue:
    """A standardised estimate within clusters and between them, each with its standard error; `icc` of an item."""

    first: str
    second: str
    within: tuple[float, float]
    between: tuple[float, float]
    icc: float | None = None


@dataclass(frozen=True, slots=True)
class TwoLevelStudy:
    """A structure fitted to how people differ within clusters and to how clusters differ, both in `found`."""

    structure: str
    found: TwoLevel

    def loadings(self, reverse: Mapping[str, bool]) -> tuple[LevelValue, ...]:
        """Factor by factor, each pointing as its scale does."""
        found = self.found
        levels, turns = (found.within, found.between), self._turns(reverse)
        rows = []
        for factor, (name, own) in enumerate(found.model_within.factors):
            for item in own:
                values = [turns[factor] * float(level.standardized[item, factor]) for level in levels]
                errors = [float(level.standardized_errors[item, factor]) for level in levels]
                one, other = zip(values, errors, strict=True)
                rows.append(LevelValue(name, found.names[item], one, other, float(found.icc[item])))
        return tuple(rows)

    def correlations(self, reverse: Mapping[str, bool]) -> tuple[LevelValue, ...]:
        """Of every two factors."""
        found, turns = self.found, self._turns(reverse)
        names, levels = found.within.factors, (found.within, found.between)
        rows = []
        for i, j in combinations(range(len(names)), 2):
            turn = turns[i] * turns[j]
            one, other = ((turn * float(level.phi[i, j]), float(level.phi_errors[i, j])) for level in levels)
            rows.append(LevelValue(names[i], names[j], one, other))
        return tuple(rows)

    def _turns(self, reverse: Mapping[str, bool]) -> list[float]:
        """-1 for each factor that points against its scale, else 1."""
        keyed = np.array([-1.0 if reverse.get(name) else 1.0 for name in self.found.names])
        return [-1.0 if total < 0 else 1.0 for total in keyed @ self.found.within.standardized]


@dataclass(frozen=True, slots=True)
class LevelOfInvariance:
    """A level: measures of fit by lavaan's names, and the test of what it costs against the level before."""

    level: str
    measures: Measures
    cost: ChiSquare | None
    suspects: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class ComparedScale:
    """What the rule says of one scale in these groups."""

    id: str
    found: Comparability


@dataclass(frozen=True)
class InvarianceStudy:
    """All scales in the groups of one column or item: `n` people in each of the groups that took part.

    `estimator` fitted all of it, where `instead_of` was asked for and compares no levels. `left_out` groups
    have too few people. With `same_people` the groups are times of the same
    `n` people. `levels` are of all scales in one model, `scales` what the rule says of each.
    """

    name: str
    estimator: str
    instead_of: str | None
    n: Mapping[str, int]
    left_out: tuple[str, ...]
    same_people: bool
    levels: tuple[LevelOfInvariance, ...]
    scales: tuple[ComparedScale, ...]


@dataclass(frozen=True, eq=False)
class ConfirmatoryStudy:
    """All structures by all estimators that were asked for; None where a fit does not exist (cautions say why).

    `chosen` says whether the estimators were asked for, or follow from the number of options. `people` says whether
    the scales are different things in people, `groups` in how groups differ, both None where that cannot be told.
    `two_levels` are structures fitted to both at once, where people are in clusters.
    """

    fits: tuple[StructureFit, ...]
    failed: tuple[tuple[str, str, str], ...]
    chosen: bool
    people: Distinctness | None
    groups: Distinctness | None
    invariance: tuple[InvarianceStudy, ...] = ()
    two_levels: tuple[TwoLevelStudy, ...] = ()

    def of(self, structure: str, estimator: str) -> StructureFit | None:
        for fit in self.fits:
            if (fit.structure, fit.estimator) == (structure, estimator):
                return fit
        return None

    @property
    def by_structure(self) -> Mapping[str, tuple[StructureFit, ...]]:
        """The fits of each structure, in the order asked for."""
        names = dict.fromkeys(fit.structure for fit in self.fits)
        return {name: tuple(fit for fit in self.fits if fit.structure == name) for name in names}
