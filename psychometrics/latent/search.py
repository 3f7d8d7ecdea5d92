"""The way to the minimum: Fisher scoring with halved steps, which takes no notice of the items' units."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from psychometrics.contract import Floats
from psychometrics.latent.implied import Array

MOST_STEPS = 200
ARRIVED = 1e-18
"""A step that lowers the discrepancy by less ends the search: estimates are then right to nine digits."""
NEAR = 0.1
"""A predicted fall below this is near enough for Newton's steps, which then arrive in a few."""
NEARLY_ARRIVED = 1e-10
"""Where rounding allows no lower value, a predicted gain below this still counts as arrived."""


class Objective(Protocol):
    """What is minimised: a discrepancy, its gradient and half its expected Hessian."""

    def value(self, free: Floats) -> float: ...

    def gradient(self, free: Array) -> Array: ...

    def information(self, free: Floats) -> Floats: ...


@runtime_checkable
class Curved(Protocol):
    """An objective that knows half its exact Hessian too, so that the last steps are Newton's."""

    def curvature(self, free: Floats) -> Floats: ...


@dataclass(frozen=True, slots=True, eq=False)
class Minimum:
    """Where a search ended: the free parameters, the discrepancy there, steps taken, and whether it arrived."""

    free: Floats
    value: float
    steps: int
    converged: bool


def minimised(objective: Objective, start: Floats) -> Minimum:
    """The free parameters at a minimum of the objective.

    `start` must have a finite value. Steps solve the expected information; where it is singular a little is added to
    its diagonal, so that the search goes on and what is not identified is told afterwards.
    """
    free = np.asarray(start, dtype=np.float64)
    value = objective.value(free)
    if not np.isfinite(value):
        return Minimum(free, value, 0, False)
    damping, gain = 0.0, np.inf
    for step in range(MOST_STEPS):
        gradient = np.real(objective.gradient(free))
        information = _metric(objective, free, near=gain < NEAR)
        move, gain = _move(information, gradient, damping)
        if gain < ARRIVED:
            return Minimum(free, value, step, True)
        length, lower, there = _shorten(objective, free, move, value, gain)
        if there is None:
            if damping >= 1e3:
                return Minimum(free, value, step, gain < NEARLY_ARRIVED)
            if gain < NEARLY_ARRIVED:
                return Minimum(free, value, step, True)
            damping = max(10 * damping, 1e-3)
            continue
        free, value = there, lower
        damping = damping / 10 if length == 1.0 and damping > 1e-8 else 0.0 if length == 1.0 else damping
    return Minimum(free, value, MOST_STEPS, False)


def _metric(objective: Objective, free: Floats, *, near: bool) -> Floats:
    """Half the exact Hessian near the end, where it is positive definite; else the expected one, which always is."""
    if near and isinstance(objective, Curved):
        curvature = objective.curvature(free)
        scale = np.sqrt(np.abs(np.diag(curvature)))
        if (scale > 0).all() and np.linalg.eigvalsh(curvature / np.outer(scale, scale))[0] > 1e-6:
            return curvature
    return objective.information(free)


def _move(information: Floats, gradient: Floats, damping: float) -> tuple[Floats, float]:
    """The step downhill and the fall that a quadratic of this information predicts."""
    scale = np.sqrt(np.maximum(np.diag(information), 1e-12))
    scaled = information / np.outer(scale, scale)
    values, vectors = np.linalg.eigh(scaled)
    values = np.maximum(values, 1e-9) + damping
    turned = vectors.T @ (gradient / scale)
    move = -(vectors @ (turned / values)) / (2 * scale)
    return move, float(-gradient @ move) / 2


def _shorten(
    objective: Objective, free: Floats, move: Floats, value: float, gain: float
) -> tuple[float, float, Floats | None]:
    """The longest of the halved steps that lowers the value as promised; None where none does."""
    length = 1.0
    while length > 1e-6:
        there = free + length * move
        lower = objective.value(there)
        if lower <= value - 1e-3 * length * gain + 1e-14 * (1 + abs(value)):
            return length, lower, there
        length /= 2
    return length, value, None
