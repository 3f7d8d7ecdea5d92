"""The search for oblique axes at which a rotation's criterion is lowest, from several starts at once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from psychometrics.contract import Floats

Criterion = Callable[[Floats], tuple[Floats, Floats]]
"""Value and gradient of what a rotation makes small, at stacked loadings: starts, and starts x items x factors."""

REMEMBERED: Final = 16
"""Steps that a search remembers, to guess the curvature from."""
MOST_STEPS: Final = 2000
ENOUGH: Final = 1e-4
"""Share of the promised fall that a step must bring (Armijo's rule)."""
ROUNDING: Final = 4e-15
"""A rise by this share of the criterion is none."""
SHORTEST: Final = 1e-10
FLAT: Final = 1e-4
"""A search without digits left in which to fall has arrived where its gradient is smaller than this."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """Where each start ended: loadings, the factors' correlations, criterion, steps, and whether it is a minimum."""

    loadings: Floats
    phi: Floats
    criterion: Floats
    steps: NDArray[np.int64]
    converged: NDArray[np.bool_]


@dataclass(slots=True)
class _Place:
    """Of each start: its axes (columns of any length), the loadings there, the criterion and its gradient."""

    axes: Floats
    loadings: Floats
    value: Floats
    gradient: Floats

    def take(self, other: "_Place", which: NDArray[np.bool_]) -> None:
        for own, new in (
            (self.axes, other.axes),
            (self.loadings, other.loadings),
            (self.value, other.value),
            (self.gradient, other.gradient),
        ):
            own[which] = new[which]


def search(A: Floats, criterion: Criterion, bases: Floats, tolerance: float) -> Arrived:
    """The minima that several starts lead to: loadings A inv(T)' at axes T with columns of length 1.

    `A`: items x factors, unrotated. `bases`: starts x factors x factors. All starts step together, each by its own
    length, in quasi-Newton directions (limited-memory BFGS); one ends where the norm of its gradient on the axes is
    under `tolerance`, or where no step lowers its criterion any more.
    Gradient on oblique axes: Jennrich (2002), doi:10.1007/BF02294706. Directions: Byrd, Nocedal & Schnabel
    (1994), doi:10.1007/BF01582063.
    """
    now = _place(A, criterion, bases)
    steps = np.zeros(len(bases), dtype=np.int64)
    memory = _Memory(len(bases), bases[0].size)
    going = _slope(now) >= tolerance
    while going.any() and steps.max() < MOST_STEPS:
        before, gradient = now.axes.copy(), now.gradient.copy()
        moved = _step(A, criterion, now, memory.direction(now.gradient), going)
        memory.add(now.axes - before, now.gradient - gradient, moved)
        steps += going
        going = moved & (_slope(now) >= tolerance)
    T = now.axes / np.linalg.norm(now.axes, axis=1, keepdims=True)
    stopped = (steps < MOST_STEPS) & (_slope(now) < max(tolerance, FLAT))
    return Arrived(now.loadings, np.swapaxes(T, 1, 2) @ T, now.value, steps, stopped)


def _place(A: Floats, criterion: Criterion, axes: Floats) -> _Place:
    lengths = np.linalg.norm(axes, axis=1, keepdims=True)
    T = axes / lengths
    inverse = np.linalg.inv(T)
    L = A @ np.swapaxes(inverse, 1, 2)
    value, slope = criterion(L)
    G = -np.swapaxes(np.swapaxes(L, 1, 2) @ slope @ inverse, 1, 2)
    along = np.sum(T * G, axis=1, keepdims=True)
    return _Place(axes, L, value, (G - T * along) / lengths)


def _slope(now: _Place) -> Floats:
    """Norm of the gradient on axes of length 1."""
    lengths = np.linalg.norm(now.axes, axis=1, keepdims=True)
    norms: Floats = np.linalg.norm(now.gradient * lengths, axis=(1, 2))
    return norms


def _step(
    A: Floats, criterion: Criterion, now: _Place, direction: Floats, going: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Moves the starts that are going down their direction, by halves of it until that is enough; which moved."""
    promised = np.einsum("sij,sij->s", direction, now.gradient)
    length = 1 / np.maximum(1.0, np.linalg.norm(direction, axis=(1, 2)))
    waiting, moved = going.copy(), np.zeros_like(going)
    while waiting.any():
        trial = _place(A, criterion, now.axes + length[:, None, None] * direction)
        rise = ROUNDING * (1 + np.abs(now.value))
        lower = waiting & (trial.value <= now.value + ENOUGH * length * promised + rise)
        now.take(trial, lower)
        moved |= lower
        waiting &= ~lower & (length > SHORTEST)
        length = length / 2
    return moved


class _Memory:
    """The last steps of each start with the change of the gradient that each brought, oldest first."""

    def __init__(self, starts: int, size: int) -> None:
        self._steps = np.zeros((starts, 0, size))
        self._changes = np.zeros((starts, 0, size))
        self._scale = np.ones(starts)

    def add(self, step: Floats, change: Floats, moved: NDArray[np.bool_]) -> None:
        """Remembers a step where its start moved and the criterion curves upwards along it, else one of length 0."""
        s, y = step.reshape(len(step), 1, -1), change.reshape(len(step), 1, -1)
        curve, square = np.sum(s * y, axis=(1, 2)), np.sum(y * y, axis=(1, 2))
        upwards = moved & (curve > 1e-12 * np.sqrt(square * np.sum(s * s, axis=(1, 2))))
        np.divide(curve, square, out=self._scale, where=upwards)
        kept = upwards[:, None, None]
        self._steps = np.concatenate([self._steps[:, 1 - REMEMBERED :], s * kept], axis=1)
        self._changes = np.concatenate([self._changes[:, 1 - REMEMBERED :], y * kept], axis=1)

    def direction(self, gradient: Floats) -> Floats:
        """Downwards, by the compact form of limited-memory BFGS."""
        g, scale = gradient.reshape(len(gradient), -1, 1), self._scale[:, None, None]
        S, Y = self._steps, self._changes
        products = S @ np.swapaxes(Y, 1, 2)
        R = np.triu(products)
        at = np.arange(S.shape[1])
        R[:, at, at] += R[:, at, at] == 0
        curved = np.swapaxes(Y, 1, 2) * scale
        p = np.linalg.solve(R, S @ g)
        inner = np.diagonal(products, axis1=1, axis2=2)[:, :, None] * p + Y @ (curved @ p - scale * g)
        back = np.linalg.solve(np.swapaxes(R, 1, 2), inner)
        found: Floats = curved @ p - scale * g - np.swapaxes(S, 1, 2) @ back
        return found.reshape(gradient.shape)
