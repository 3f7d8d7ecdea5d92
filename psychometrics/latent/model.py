"""A model with latent variables as a table of parameters: what is free, what is fixed, what is equal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

Matrix = Literal["lambda", "beta", "psi", "theta", "nu", "alpha", "tau", "delta"]
"""Loadings, regressions among factors, covariances of factors, of residuals, intercepts, factor means, thresholds
of ordinal items, and scales of the latent responses behind them."""

SYMMETRIC: Final[tuple[Matrix, ...]] = ("psi", "theta")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One entry of one matrix in one group.

    `lhs`, `op`, `rhs` name it as lavaan does ("visual", "=~", "x2"); `row` and `column` are indexes into items or
    factors (0 where the matrix is a vector; of a threshold its number). `free` is 0 where `value` is fixed, else the
    1-based place in the vector of free parameters: parameters of the same place are equal, within a group and between.
    `value` of a free parameter is where the search begins, None where the data decide.
    """

    lhs: str
    op: str
    rhs: str
    matrix: Matrix
    row: int
    column: int
    group: int
    free: int
    value: float | None = None
    label: str = ""

    @property
    def name(self) -> str:
        """As it is written in a model: "visual =~ x2"; an intercept is "x2 ~ 1"."""
        return f"{self.lhs} ~ 1" if self.op == "~1" else f"{self.lhs} {self.op} {self.rhs}"

    @property
    def is_variance(self) -> bool:
        return self.matrix in SYMMETRIC and self.row == self.column


@dataclass(frozen=True, slots=True)
class LatentModel:
    """Items, factors and every parameter of each group; `groups` counts them, `means` says whether means are modelled.

    An observed variable that predicts or is predicted stands among the factors too, under its own name, measured
    without error by itself. `exogenous` are those observed predictors whose own means and covariances are
    taken as they are in the sample (lavaan's `fixed.x`).
    """

    items: tuple[str, ...]
    factors: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    groups: int = 1
    means: bool = False
    exogenous: tuple[str, ...] = ()

    @property
    def free(self) -> int:
        """How many numbers are estimated; equal parameters count once."""
        return max((parameter.free for parameter in self.parameters), default=0)

    def in_group(self, group: int) -> tuple[Parameter, ...]:
        return tuple(parameter for parameter in self.parameters if parameter.group == group)

    def of_free(self) -> tuple[Parameter, ...]:
        """The first parameter at each free place, in the order of the vector of free parameters."""
        first: dict[int, Parameter] = {}
        for parameter in self.parameters:
            if parameter.free:
                first.setdefault(parameter.free, parameter)
        return tuple(first[place] for place in sorted(first))

    def find(self, lhs: str, op: str, rhs: str = "", group: int = 0) -> Parameter | None:
        """The parameter of that name; the sides of a covariance may be given in either order."""
        for parameter in self.in_group(group):
            sides = (parameter.lhs, parameter.rhs)
            turned = op == "~~" and sides == (rhs, lhs)
            if parameter.op == op and (sides == (lhs, rhs) or turned):
                return parameter
        return None


def renumbered(model: LatentModel, parameters: Iterable[Parameter]) -> LatentModel:
    """The model with other parameters, whose free places are numbered 1, 2, ... in order of appearance."""
    places: dict[int, int] = {0: 0}
    kept = []
    for parameter in parameters:
        place = places.setdefault(parameter.free, len(places))
        kept.append(parameter if parameter.free == place else replace(parameter, free=place))
    return replace(model, parameters=tuple(kept))


def with_free(model: LatentModel, released: Parameter) -> LatentModel:
    """The model with one parameter free by itself: one more of its own, or one that was fixed or shared.

    It is found by group, matrix and place; where there is none it is added.
    """
    own = model.free + 1
    place = (released.group, released.matrix, released.row, released.column)
    parameters = []
    found = False
    for parameter in model.parameters:
        if (parameter.group, parameter.matrix, parameter.row, parameter.column) == place:
            parameter = replace(parameter, free=own, value=released.value)
            found = True
        parameters.append(parameter)
    if not found:
        parameters.append(replace(released, free=own))
    return renumbered(model, parameters)


def with_fixed(model: LatentModel, places: Sequence[int], value: float = 0.0) -> LatentModel:
    """The model with the free parameters at these places of its vector fixed to a value."""
    chosen = set(places)
    return renumbered(
        model,
        [
            replace(parameter, free=0, value=value) if parameter.free in chosen else parameter
            for parameter in model.parameters
        ],
    )
