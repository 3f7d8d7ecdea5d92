"""How the slopes of a model's moments move with its parameters: what the exact Hessian needs beyond the slopes.

A parameter b moves the column u of another, a, by u_b times a number, and its column v by u_b and v_b times numbers;
the numbers are entries of inv(I - B) and of the factors' covariances. So a weighted sum of all second derivatives
takes no more than products of slopes.
"""

from typing import Final, Literal

import numpy as np

from psychometrics.contract import Floats
from psychometrics.latent.implied import Entries, Matrices, Slopes
from psychometrics.latent.model import Matrix

LOADED: Final[tuple[Literal["lambda", "beta"], ...]] = ("lambda", "beta")
"""Matrices through which factors reach items."""


def second_slopes(
    entries: Entries, matrices: Matrices, moved: Slopes, weight: Floats, pull: Floats | None = None
) -> Floats:
    """The sum over all cells of weight times each second derivative of Sigma, less twice `pull` times that of mu.

    weight: symmetric, items x items; pull: one an item, None where means are not modelled. Returns own x own
    parameters, symmetric, in the order of `moved.own`.
    """
    effects, common = matrices.total_effects, matrices.factor_covariance
    wu, wv = weight @ moved.u, weight @ moved.v
    total = 2 * (
        _of_u(entries, effects) * (wv.T @ moved.u)
        + _by_u(entries, effects, common) * (wu.T @ moved.u)
        + _by_v(entries, effects) * (wu.T @ moved.v)
    )
    if pull is not None:
        total = total - 2 * _of_means(entries, matrices, moved, pull)
    return np.asarray(moved.sums.T @ total @ moved.sums)


class _Lookup:
    """Numbers for pairs of entries, 0 but where they are looked up."""

    def __init__(self, entries: Entries) -> None:
        self.entries = entries
        count = len(entries.places)
        self.numbers = np.zeros((count, count))

    def add(self, matrix: Floats, of: tuple[Matrix, int], by: tuple[Matrix, int]) -> None:
        """matrix[a, b], a and b the rows (0) or columns (1) of entries of two kinds."""
        (kind, side), (other, other_side) = of, by
        one, two = self.entries.at[kind][side], self.entries.at[other][other_side]
        if len(one) and len(two):
            self.numbers[self.entries.spans[kind], self.entries.spans[other]] += matrix[one[:, None], two]


def _of_u(entries: Entries, effects: Floats) -> Floats:
    """Of u_b in the move of u_a: only regressions and factor covariances have a u that moves."""
    found = _Lookup(entries)
    for by in LOADED:
        found.add(effects.T, ("beta", 0), (by, 1))
        found.add(effects.T, ("psi", 0), (by, 1))
    found.numbers[entries.spans["psi"]] *= entries.halves[:, None]
    return found.numbers


def _by_u(entries: Entries, effects: Floats, common: Floats) -> Floats:
    """Of u_b in the move of v_a."""
    found = _Lookup(entries)
    for of in LOADED:
        for by in LOADED:
            found.add(common, (of, 1), (by, 1))
        found.add(effects, (of, 1), ("psi", 1))
        found.add(effects.T, ("psi", 1), (of, 1))
    return found.numbers


def _by_v(entries: Entries, effects: Floats) -> Floats:
    """Of v_b in the move of v_a."""
    found = _Lookup(entries)
    for of in LOADED:
        found.add(effects, (of, 1), ("beta", 0))
        found.add(effects, (of, 1), ("psi", 0))
    found.numbers[:, entries.spans["psi"]] *= entries.halves
    return found.numbers


def _of_means(entries: Entries, matrices: Matrices, moved: Slopes, pull: Floats) -> Floats:
    """`pull` times the second derivatives of the means: entries x entries."""
    effects, level = matrices.total_effects, matrices.factor_mean
    # by how much each entry's column is multiplied in the mean: a level, or 1
    size, own = np.ones(len(entries.places)), np.zeros(len(entries.places))
    for kind, pulled in zip(LOADED, (pull, pull @ matrices.loadings @ effects), strict=True):
        rows, columns, _ = entries.at[kind]
        size[entries.spans[kind]], own[entries.spans[kind]] = level[columns], pulled[rows]
    moves_with, levels = _Lookup(entries), _Lookup(entries)
    for of in LOADED:
        moves_with.add(effects.T, ("beta", 0), (of, 1))
        moves_with.add(effects.T, ("alpha", 0), (of, 1))
        levels.add(effects, (of, 1), ("beta", 0))
        levels.add(effects, (of, 1), ("alpha", 0))
    total = moves_with.numbers * size[:, None] * (pull @ moved.u)[None, :]
    return np.asarray(total + own[:, None] * levels.numbers * size[None, :])
