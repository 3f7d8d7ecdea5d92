"""The means and covariances that a model implies, and how they move with its parameters.

Sigma = L A Psi A' L' + Theta and mu = nu + L A alpha, with A = inv(I - B). Each parameter moves Sigma by u v' + v u',
where u and v are columns made of these matrices, so slopes, gradients and expected information need no array larger
than parameters x parameters. Bollen (1989), doi:10.1002/9781118619179.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from psychometrics.contract import Counts, Floats
from psychometrics.latent.model import SYMMETRIC, LatentModel, Matrix, Parameter

MATRICES: Final[tuple[Matrix, ...]] = ("lambda", "beta", "psi", "theta", "nu", "alpha")
"""Those that make moments; thresholds and scales of ordinal items are another room's."""

Array = NDArray[Any]
"""float64, or complex128 where a derivative is taken by a complex step."""


@dataclass(frozen=True, slots=True, eq=False)
class Matrices:
    """The matrices of one group: loadings (items x factors), regressions and covariances of factors, residual
    covariances, intercepts, factor means."""

    loadings: Array
    beta: Array
    psi: Array
    theta: Array
    nu: Array
    alpha: Array

    @property
    def total_effects(self) -> Array:
        """inv(I - B), factors x factors."""
        if not self.beta.any():
            return np.eye(len(self.beta))
        return np.asarray(np.linalg.inv(np.eye(len(self.beta)) - self.beta))

    @property
    def factor_covariance(self) -> Array:
        """Covariances of the factors, whatever explains them."""
        effects = self.total_effects
        return np.asarray(effects @ self.psi @ effects.T)

    @property
    def factor_mean(self) -> Array:
        return np.asarray(self.total_effects @ self.alpha)

    @property
    def covariance(self) -> Array:
        """Of the items."""
        return np.asarray(self.loadings @ self.factor_covariance @ self.loadings.T + self.theta)

    @property
    def mean(self) -> Array:
        """Of the items."""
        return np.asarray(self.nu + self.loadings @ self.factor_mean)


@dataclass(frozen=True, slots=True, eq=False)
class Slopes:
    """How one group's moments move with its entries that are free: Sigma by u v' + v u', mu by `mean`.

    All are items x entries. `own` is the index (0-based) of the free parameters that this group has, and `sums`
    (entries x own) adds up entries that are equal.
    """

    u: Array
    v: Array
    mean: Array
    own: Counts
    sums: Floats

    def of_covariances(self) -> Array:
        """Slopes of the covariances on and below the diagonal, column by column: pairs x own parameters."""
        rows, columns = lower_pairs(len(self.u))
        slopes = self.u[rows] * self.v[columns] + self.v[rows] * self.u[columns]
        return np.asarray(slopes @ self.sums)

    def of_means(self) -> Array:
        """Slopes of the means: items x own parameters."""
        return np.asarray(self.mean @ self.sums)

    def onto(self, weight: Array) -> Array:
        """The sum over all cells of `weight` (symmetric, items x items) times each slope of Sigma: own parameters."""
        return np.asarray(2 * np.einsum("ij,ij->j", self.u, weight @ self.v) @ self.sums)

    def crossed(self, inverse: Array) -> Array:
        """Half the trace of P dSigma_a P dSigma_b, P the symmetric matrix `inverse`: own x own parameters."""
        left, right = inverse @ self.u, inverse @ self.v
        uv = self.u.T @ right
        traces = (self.u.T @ left) * (self.v.T @ right) + uv * uv.T
        return self._of_parameters(traces)

    def _of_parameters(self, of_entries: Array) -> Array:
        """What entries have, entries x entries, added up over those that are equal."""
        if len(self.sums) == self.sums.shape[1] and self.sums.any(axis=0).all():  # no two are equal
            at = self.sums.argmax(axis=0)
            return of_entries[np.ix_(at, at)]
        return np.asarray(self.sums.T @ of_entries @ self.sums)

    def joined(self, one: Array, other: Array) -> Array:
        """The trace of A dSigma_a B dSigma_b, symmetric in a and b: own x own parameters."""
        return self.joined_over(one[None], other[None])

    def joined_over(self, ones: Array, others: Array) -> Array:
        """The sum of `joined` over pairs of matrices, each patterns x items x items: own x own parameters."""
        u, v = self.u, self.v
        ones_v, others_v = ones @ v, others @ v
        uau, uav, vav = u.T @ (ones @ u), u.T @ ones_v, v.T @ ones_v
        ubu, ubv, vbv = u.T @ (others @ u), u.T @ others_v, v.T @ others_v
        traces = np.einsum("pab,pab->ab", uau, vbv) + np.einsum("pab,pab->ab", vav, ubu)
        crossed = np.einsum("pab,pba->ab", uav, ubv)
        traces = traces + crossed + crossed.T
        return self._of_parameters((traces + traces.T) / 2)

    def onto_columns(self, inverse: Array, pull: Array) -> Array:
        """P dSigma_a times a vector, for each parameter: items x own parameters."""
        return self.onto_columns_over(inverse[None], pull[None])

    def onto_columns_over(self, inverses: Array, pulls: Array) -> Array:
        """The sum of `onto_columns` over patterns: items x own parameters."""
        by_v = np.einsum("pij,pq->ijq", inverses, pulls @ self.v)
        by_u = np.einsum("pij,pq->ijq", inverses, pulls @ self.u)
        moved = np.einsum("ijq,jq->iq", by_v, self.u) + np.einsum("ijq,jq->iq", by_u, self.v)
        return np.asarray(moved @ self.sums)


def lower_pairs(items: int) -> tuple[Counts, Counts]:
    """Rows and columns of the covariances on and below the diagonal, column by column."""
    columns, rows = np.triu_indices(items)
    return rows, columns


def half(matrix: Array) -> Array:
    """The entries on and below the diagonal of a symmetric matrix, column by column."""
    return np.asarray(matrix[lower_pairs(len(matrix))])


@dataclass(frozen=True, eq=False)
class Entries:
    """The free entries of one group, by matrix: rows, columns and places (0-based) among the free parameters.

    `fixed` holds the matrices with what is fixed, 0 elsewhere.
    """

    at: dict[Matrix, tuple[Counts, Counts, Counts]]
    places: Counts
    fixed: Matrices

    @cached_property
    def spans(self) -> dict[Matrix, slice]:
        """Where the entries of each matrix stand among all of them."""
        ends = np.cumsum([len(rows) for rows, _, _ in self.at.values()])
        starts = [0, *map(int, ends)]
        return {name: slice(starts[at], int(ends[at])) for at, name in enumerate(self.at)}

    @cached_property
    def halves(self) -> Floats:
        """Of covariances of factors: a variance stands once in a symmetric matrix, a covariance twice."""
        rows, columns, _ = self.at["psi"]
        return _half(rows, columns)

    @cached_property
    def own(self) -> tuple[Counts, Floats]:
        """The free parameters (0-based) of the group, and what adds up equal entries: entries x parameters."""
        own, index = np.unique(self.places, return_inverse=True)
        sums = np.zeros((len(self.places), len(own)))
        sums[np.arange(len(index)), index] = 1.0
        return own, sums


class ModelLayout:
    """Where each group's parameters stand in its matrices, worked out once for a model."""

    def __init__(self, model: LatentModel) -> None:
        self.model = model
        self.entries = [_entries(model, group) for group in range(model.groups)]

    def matrices(self, free: Array, group: int = 0) -> Matrices:
        """The matrices of a group at a vector of free parameters."""
        entries = self.entries[group]
        filled: dict[Matrix, Array] = {}
        for name, constant in zip(MATRICES, _parts(entries.fixed), strict=True):
            array = constant.astype(np.result_type(constant, free))
            rows, columns, places = entries.at[name]
            if name in ("nu", "alpha"):
                array[rows] = free[places]
            else:
                array[rows, columns] = free[places]
                if name in SYMMETRIC:
                    array[columns, rows] = free[places]
            filled[name] = array
        return Matrices(*(filled[name] for name in MATRICES))

    def slopes(self, matrices: Matrices, group: int = 0) -> Slopes:
        """How the group's moments move with each of its free entries."""
        entries = self.entries[group]
        effects = matrices.total_effects
        reach = matrices.loadings @ effects
        through, level = reach @ matrices.psi @ effects.T, effects @ matrices.alpha
        items = np.eye(len(matrices.theta))
        (li, lj, _), (bi, bj, _), (pi, pj, _), (ti, tj, _), (ni, _, _), (ai, _, _) = entries.at.values()
        still = np.zeros((len(items), len(ni) + len(ai)))
        u = [items[:, li], reach[:, bi], reach[:, pi] * _half(pi, pj), items[:, ti] * _half(ti, tj), still]
        v = [through[:, lj], through[:, bj], reach[:, pj], items[:, tj], still]
        level_kept = np.zeros((len(items), len(pi) + len(ti)))
        mean = [items[:, li] * level[lj], reach[:, bi] * level[bj], level_kept, items[:, ni], reach[:, ai]]
        return Slopes(np.hstack(u), np.hstack(v), np.hstack(mean), *entries.own)


def _half(rows: Counts, columns: Counts) -> Floats:
    """A variance stands once in a symmetric matrix, a covariance twice."""
    return np.where(rows == columns, 0.5, 1.0)


def _parts(matrices: Matrices) -> tuple[Array, ...]:
    return (
        matrices.loadings,
        matrices.beta,
        matrices.psi,
        matrices.theta,
        matrices.nu,
        matrices.alpha,
    )


def _entries(model: LatentModel, group: int) -> Entries:
    parameters = [parameter for parameter in model.in_group(group) if parameter.matrix in MATRICES]
    at: dict[Matrix, tuple[Counts, Counts, Counts]] = {}
    for name in MATRICES:
        own = [parameter for parameter in parameters if parameter.matrix == name and parameter.free]
        at[name] = (
            _indexes([parameter.row for parameter in own]),
            _indexes([parameter.column for parameter in own]),
            _indexes([parameter.free - 1 for parameter in own]),
        )
    places = np.concatenate([at[name][2] for name in MATRICES])
    return Entries(at, places, _fixed(model, parameters))


def _indexes(values: Sequence[int]) -> Counts:
    return np.asarray(values, dtype=np.int64)


def _fixed(model: LatentModel, parameters: Sequence[Parameter]) -> Matrices:
    items, factors = len(model.items), len(model.factors)
    shapes: dict[Matrix, tuple[int, ...]] = {
        "lambda": (items, factors),
        "beta": (factors, factors),
        "psi": (factors, factors),
        "theta": (items, items),
        "nu": (items,),
        "alpha": (factors,),
    }
    arrays = {name: np.zeros(shape) for name, shape in shapes.items()}
    for parameter in parameters:
        if parameter.free or parameter.value is None:
            continue
        if parameter.matrix in ("nu", "alpha"):
            arrays[parameter.matrix][parameter.row] = parameter.value
            continue
        arrays[parameter.matrix][parameter.row, parameter.column] = parameter.value
        if parameter.matrix in SYMMETRIC:
            arrays[parameter.matrix][parameter.column, parameter.row] = parameter.value
    return Matrices(*(arrays[name] for name in MATRICES))
