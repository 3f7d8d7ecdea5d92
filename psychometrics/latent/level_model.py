"""Factors of items at both levels of clustered answers: which item loads on which, and the covariances implied."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from psychometrics.contract import Floats, StatisticError

Places = tuple[int, ...]


@dataclass(frozen=True)
class LevelModel:
    """Correlated factors with variance 1, each item with loadings on some of them, and residual variances.

    `factors` names each factor's items by their places among `items` items. The parameters of a level stand in one
    vector: loadings factor by factor, correlations of factors row by row of the upper triangle, residuals.
    """

    factors: tuple[tuple[str, Places], ...]
    items: int

    @staticmethod
    def of(factors: Mapping[str, Sequence[int]], items: int) -> "LevelModel":
        """Raises `StatisticError` "not_identified" for a factor of fewer than two items, or of three when alone."""
        found = tuple((name, tuple(own)) for name, own in factors.items())
        fewest = 3 if len(found) == 1 else 2
        for name, own in found:
            if len(own) < fewest:
                raise StatisticError(
                    "not_identified",
                    f"factor {name} has {len(own)} items where {fewest} are needed: infinitely many loadings fit alike",
                    "give the factor more items, or leave it out",
                )
        return LevelModel(found, items)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.factors)

    @cached_property
    def loading_cells(self) -> tuple[np.ndarray, np.ndarray]:
        """Item and factor of each loading."""
        pairs = [(item, place) for place, (_, own) in enumerate(self.factors) for item in own]
        item, factor = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        return item, factor

    @cached_property
    def factor_pairs(self) -> tuple[np.ndarray, np.ndarray]:
        return np.triu_indices(len(self.factors), 1)

    @cached_property
    def cuts(self) -> tuple[int, int, int]:
        """Where loadings, correlations and residuals end in the vector."""
        loadings = len(self.loading_cells[0])
        both = loadings + len(self.factor_pairs[0])
        return loadings, both, both + self.items

    @property
    def size(self) -> int:
        return self.cuts[-1]

    def parts(self, x: Floats, variances: Floats | None = None) -> tuple[Floats, Floats, Floats]:
        """Loadings (items x factors), covariances of factors and residual variances that a vector stands for.

        `variances` are those of the factors where they are not 1; the vector then has their covariances.
        """
        x = np.asarray(x)
        ends = self.cuts
        lambdas = np.zeros((self.items, len(self.factors)), x.dtype)
        lambdas[self.loading_cells] = x[: ends[0]]
        psi = np.eye(len(self.factors), dtype=x.dtype)
        psi[self.factor_pairs] = psi[self.factor_pairs[::-1]] = x[ends[0] : ends[1]]
        if variances is not None:
            psi = psi.astype(np.result_type(psi, variances))
            np.fill_diagonal(psi, variances)
        return lambdas, psi, x[ends[1] : ends[2]]

    def implied(self, x: Floats, variances: Floats | None = None) -> Floats:
        """Covariances of items."""
        lambdas, psi, theta = self.parts(x, variances)
        covariance: Floats = lambdas @ psi @ lambdas.T + np.diag(theta)
        return covariance

    def slopes(self, x: Floats, turn: Floats, variances: Floats | None = None) -> Floats:
        """Derivatives of T'ST by each parameter, parameters x items x items, T being `turn`.

        The factors' variances come last where they are given.
        """
        lambdas, psi, _ = self.parts(x, variances)
        item, factor = self.loading_cells
        onto, turned = turn.T @ lambdas @ psi, turn.T @ lambdas
        first, second = self.factor_pairs
        by_loading = turn[item][:, :, None] * onto.T[factor][:, None, :]
        by_pair = turned.T[first][:, :, None] * turned.T[second][:, None, :]
        by_residual = turn[:, :, None] * turn[:, None, :]
        both = np.concatenate([by_loading, by_pair])
        stack = [both + np.swapaxes(both, 1, 2), by_residual]
        if variances is not None:
            stack.append(turned.T[:, :, None] * turned.T[:, None, :])
        slopes: Floats = np.concatenate(stack)
        return slopes

    def start(self, covariance: Floats) -> Floats:
        """Rough values: each factor's first principal axis, what that leaves, and how the axes' sums correlate."""
        variances = np.diag(covariance).clip(min=1e-3 * float(np.diag(covariance).max()))
        loadings, axes = [], np.zeros((self.items, len(self.factors)))
        common = np.zeros(self.items)
        for place, (_, own) in enumerate(self.factors):
            values, vectors = np.linalg.eigh(covariance[np.ix_(own, own)])
            axis = vectors[:, -1] * np.sign(vectors[:, -1].sum() or 1.0)
            loading = axis * np.sqrt(max(values[-1], 1e-3) * 0.8)
            loadings.append(loading)
            axes[list(own), place] = axis
            common[list(own)] += loading**2
        shared = axes.T @ covariance @ axes
        scale = np.sqrt(np.diag(shared).clip(min=1e-6))
        correlations = (shared / np.outer(scale, scale))[self.factor_pairs].clip(-0.85, 0.85)
        residuals = (variances - common).clip(min=0.1 * variances)
        return np.concatenate([*loadings, correlations, residuals])


@dataclass(frozen=True)
class TwoLevels:
    """Where each level's parameters stand in one vector; equal loadings stand once, with the variances between."""

    within: LevelModel
    between: LevelModel
    equal: bool

    @property
    def size(self) -> int:
        """Parameters but for means."""
        shared = self.within.cuts[0] - len(self.within.factors)
        return self.within.size + self.between.size - (shared if self.equal else 0)

    def levels(self, x: Floats) -> tuple[Floats, Floats, Floats | None]:
        """The vector of the level within and that between, and the factors' variances between where free."""
        own = self.within.size
        if not self.equal:
            return x[:own], x[own : own + self.between.size], None
        loadings, ends = self.within.cuts[0], own + self.between.size - self.within.cuts[0]
        return (
            x[:own],
            np.concatenate([x[:loadings], x[own:ends]]),
            x[ends : ends + len(self.between.factors)],
        )

    def parts(self, x: Floats) -> tuple[tuple[Floats, Floats, Floats], tuple[Floats, Floats, Floats]]:
        one, two, variances = self.levels(x)
        return self.within.parts(one), self.between.parts(two, variances)

    def covariances(self, x: Floats) -> tuple[Floats, Floats]:
        one, two, variances = self.levels(x)
        return self.within.implied(one), self.between.implied(two, variances)

    def slopes(self, x: Floats, turn: Floats) -> tuple[Floats, Floats]:
        """How turned covariances within and between move with each parameter, parameters x cells each."""
        one, two, variances = self.levels(x)
        by_within = self.within.slopes(one, turn).reshape(self.within.size, -1)
        by_between = self.between.slopes(two, turn, variances)
        by_between = by_between.reshape(len(by_between), -1)
        own = self.within.size
        within, between = (np.zeros((self.size, by_within.shape[1])) for _ in range(2))
        within[:own] = by_within
        if self.equal:
            loadings = self.within.cuts[0]
            between[:loadings] = by_between[:loadings]
            between[own:] = by_between[loadings:]
        else:
            between[own:] = by_between
        return within, between

    def start(self, W: Floats, B: Floats) -> Floats:
        first, second = self.within.start(W), self.between.start(B)
        if not self.equal:
            return np.concatenate([first, second])
        loadings = self.within.cuts[0]
        ratio = float(np.abs(second[:loadings]).sum() / np.abs(first[:loadings]).sum()) ** 2
        rest = second[loadings:].copy()
        rest[: len(self.between.factor_pairs[0])] *= ratio
        return np.concatenate([first, rest, np.full(len(self.between.factors), ratio)])
