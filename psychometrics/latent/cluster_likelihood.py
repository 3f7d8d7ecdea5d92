"""The normal likelihood of people in clusters, from each cluster's size and means and the products within all of them.

Answers of people in a cluster of n have covariance W + B on the diagonal and B between two people. With T such that
T'WT = I and T'BT is diagonal, d, the covariance W + nB of any size is diagonal too: 1 + n d. So neither the
likelihood nor its derivatives take an inverse for a size or a loop over clusters.
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from psychometrics.contract import Floats, StatisticError
from psychometrics.groups import GroupItems

STEPS = 200
SMALL = 1e-10
"""A step that promises less of the deviance than this share of the people is no step."""
CAREFUL: Final = 10.0
"""The search's first step has length 1, which is a tenth of a standard deviation then: W stays what it must be."""
SEARCH: Final = {"maxiter": 5000, "maxfun": 20_000, "maxcor": 30, "ftol": 1e-15, "gtol": 1e-9}


@dataclass(frozen=True)
class ClusterData:
    """What the likelihood needs: cluster sizes `n`, `means` (clusters x items), products `within` (items x items)."""

    n: Floats
    means: Floats
    within: Floats

    @staticmethod
    def of(items: GroupItems, columns: list[int] | None = None) -> "ClusterData":
        """The data of some of the items; all where `columns` is None."""
        own = slice(None) if columns is None else columns
        return ClusterData(items.n.astype(np.float64), items.means[:, own], items.within[own][:, own])

    @property
    def clusters(self) -> int:
        return len(self.n)

    @cached_property
    def persons(self) -> float:
        return float(self.n.sum())

    @property
    def items(self) -> int:
        return len(self.within)

    @cached_property
    def grand_mean(self) -> Floats:
        mean: Floats = self.n @ self.means / self.persons
        return mean

    @property
    def harmonic_size(self) -> float:
        """The size for which a cluster mean's error is the average of all."""
        return float(self.clusters / (1 / self.n).sum())


@dataclass(frozen=True)
class ClusterLikelihood:
    """The likelihood at covariances within (W) and between (B), with means `mu` or, where None, the best for these.

    `turn` is T, `d` the diagonal of T'BT. Raises `StatisticError` "not_positive" where W, or W + nB of a cluster
    there is, is no covariance matrix.
    """

    data: ClusterData
    W: Floats
    B: Floats
    mu: Floats
    turn: Floats
    d: Floats

    @staticmethod
    def of(data: ClusterData, W: Floats, B: Floats, mu: Floats | None = None) -> "ClusterLikelihood":
        try:
            root = np.linalg.inv(np.linalg.cholesky(W))
        except np.linalg.LinAlgError:
            raise _not_positive() from None
        d, vectors = np.linalg.eigh(root @ B @ root.T)
        if not (1 + data.n.max() * d.min() > 0 and 1 + data.n.min() * d.min() > 0):
            raise _not_positive()
        turn = root.T @ vectors
        if mu is None:
            weight = data.n[:, None] / (1 + np.outer(data.n, d))
            turned = (weight * (data.means @ turn)).sum(axis=0) / weight.sum(axis=0)
            mu = np.linalg.solve(turn.T, turned)
        return ClusterLikelihood(data, W, B, mu, turn, d)

    @cached_property
    def shares(self) -> Floats:
        """1 / (1 + n d), clusters x items."""
        return np.asarray(1 / (1 + np.outer(self.data.n, self.d)))

    @cached_property
    def _away(self) -> Floats:
        """Cluster means from mu, turned, times the root of n and their shares."""
        turned = (self.data.means - self.mu) @ self.turn
        return np.asarray(np.sqrt(self.data.n)[:, None] * turned * self.shares)

    @cached_property
    def deviance(self) -> float:
        """Minus twice the log-likelihood."""
        data = self.data
        log_w = -2 * float(np.linalg.slogdet(self.turn)[1])
        between = float((self._away**2 / self.shares).sum()) - float(np.log(self.shares).sum())
        within = float(np.sum((self.turn.T @ data.within) * self.turn.T))
        constant = data.persons * data.items * math.log(2 * math.pi)
        return float(constant + data.persons * log_w + within + between)

    @cached_property
    def slopes(self) -> tuple[Floats, Floats, Floats]:
        """Derivatives of the deviance by W, by B (as if each of their cells moved alone, turned) and by mu."""
        data, away = self.data, self._away
        spare = data.persons - data.clusters
        by_w = np.diag(spare + self.shares.sum(axis=0)) - away.T @ away
        by_w -= self.turn.T @ data.within @ self.turn
        many = away * np.sqrt(data.n)[:, None]
        by_b = np.diag(data.n @ self.shares) - many.T @ many
        by_mu = -2 * self.turn @ (np.sqrt(data.n) @ away)
        return by_w, by_b, by_mu

    @cached_property
    def curvatures(self) -> tuple[Floats, Floats, Floats]:
        """Expected second derivatives of half the deviance, cell by cell of turned W, W with B, and B."""
        n, shares = self.data.n, self.shares
        spare = self.data.persons - self.data.clusters
        several = shares * n[:, None]
        return (
            (spare + shares.T @ shares) / 2,
            several.T @ shares / 2,
            several.T @ several / 2,
        )

    @cached_property
    def means_information(self) -> Floats:
        """Expected information of mu, items x items."""
        matrix: Floats = (self.turn * (self.data.n @ self.shares)) @ self.turn.T
        return matrix


def _not_positive() -> StatisticError:
    return StatisticError(
        "not_positive",
        "the covariances within or between groups are no covariance matrix",
        "leave out items that repeat each other, or collect more groups",
    )


@dataclass(frozen=True)
class UnrestrictedLevels:
    """The unrestricted estimates: covariances `within` and `between` clusters, `point` the likelihood there."""

    point: ClusterLikelihood
    steps: int

    @property
    def within(self) -> Floats:
        return self.point.W

    @property
    def between(self) -> Floats:
        return self.point.B


def start_of(data: ClusterData) -> tuple[Floats, Floats]:
    """Covariances within and between by mean squares, the latter lifted to have no value far below zero."""
    n, total = data.n, data.persons
    within = data.within / max(total - data.clusters, 1)
    away = (data.means - data.grand_mean) * np.sqrt(n)[:, None]
    size = (total - float(n @ n) / total) / max(data.clusters - 1, 1)
    between = (away.T @ away / max(data.clusters - 1, 1) - within) / size
    scale = np.sqrt(np.diag(within))
    values, vectors = np.linalg.eigh(between / np.outer(scale, scale))
    lifted = (vectors * values.clip(min=0.01)) @ vectors.T * np.outer(scale, scale)
    return within, lifted


def unrestricted_levels(data: ClusterData) -> UnrestrictedLevels:
    """Maximum likelihood of all covariances at both levels, B being one (no eigenvalue below nought).

    Fisher scoring that takes a k x k problem a step: in turned coordinates the information has a block of two for
    each cell, (W_ij, B_ij), and none across cells. Where that ends at a B that is no covariance matrix, the best that
    is one follows. Raises `StatisticError` "no_convergence".
    """
    point = ClusterLikelihood.of(data, *start_of(data))
    for step in range(STEPS):
        if (
            point.d.min() * data.n.max() < -0.5
        ):  # no covariance matrix by far, and further on there is no likelihood
            return _within_cone(point, step)
        by_w, by_b, _ = point.slopes
        ww, wb, bb = point.curvatures
        least = ww * bb - wb**2
        step_w = -(bb * by_w - wb * by_b) / (2 * least)
        step_b = -(ww * by_b - wb * by_w) / (2 * least)
        promise = -float(np.sum(by_w * step_w + by_b * step_b))
        if promise < SMALL * data.persons:
            return UnrestrictedLevels(point, step) if point.d.min() >= 0 else _within_cone(point, step)
        back = np.linalg.inv(point.turn)
        point = _along(point, back.T @ step_w @ back, back.T @ step_b @ back, promise)
    raise not_converged("the covariances of items at two levels")


def _within_cone(start: ClusterLikelihood, steps: int) -> UnrestrictedLevels:
    """The best point whose B is a covariance matrix, as W = CC' and B = LL' by a quasi-Newton search.

    L begins with a column for each direction in which B of the start is above nought, and gets another one as long as
    there is a direction in which B should grow: with columns that have to vanish the search would creep, and may end at
    a saddle. Burer & Monteiro (2003), doi:10.1007/s10107-002-0352-8.
    """
    k, data = start.data.items, start.data
    C, L = np.eye(k), np.diag(np.sqrt(start.d.clip(min=0)))[:, start.d > 0]
    for _ in range(k):
        point, C, L, taken = _in_columns(start, C, L)
        steps += taken
        _, by_b, _ = point.slopes
        lowest, axes = np.linalg.eigh(by_b)
        axis = axes[:, 0]
        curvature = float(axis**2 @ point.curvatures[2] @ axis**2)
        if lowest[0] >= 0 or lowest[0] ** 2 / (4 * curvature) < SMALL * data.persons:
            return UnrestrictedLevels(point, steps)
        further = start.turn.T @ np.linalg.inv(point.turn).T @ axis * math.sqrt(-lowest[0] / (2 * curvature))
        L = np.column_stack([L, further])
    raise not_converged("the covariances of items at two levels")


def _in_columns(
    start: ClusterLikelihood, C: Floats, L: Floats
) -> tuple[ClusterLikelihood, Floats, Floats, int]:
    """The best point for so many columns of L, with its C and L and the steps taken.

    Both are in the turned coordinates of the start, where W is nearly I and B nearly diagonal.
    """
    from scipy.optimize import minimize

    data, k = start.data, start.data.items
    back = np.linalg.inv(start.turn)
    low = np.tril_indices(k)
    size = len(low[0])

    def unpacked(x: Floats) -> tuple[Floats, Floats]:
        root = np.zeros((k, k))
        root[low] = x[:size]
        return root / CAREFUL, x[size:].reshape(L.shape) / CAREFUL

    def deviance(x: Floats) -> tuple[float, Floats]:
        roots = [back.T @ each for each in unpacked(x)]
        try:
            point = ClusterLikelihood.of(data, *(root @ root.T for root in roots))
        except StatisticError:  # a step too far
            return start.deviance / data.persons + 1.0, np.zeros(len(x))
        by_c, by_l = (
            2 * back @ point.turn @ slope @ point.turn.T @ root
            for slope, root in zip(point.slopes[:2], roots, strict=True)
        )
        slopes = np.concatenate([by_c[low], by_l.ravel()])
        return point.deviance / data.persons, slopes / (data.persons * CAREFUL)

    first = np.concatenate([C[low], L.ravel()]) * CAREFUL
    found = minimize(deviance, first, jac=True, method="L-BFGS-B", options=SEARCH)
    if np.abs(found.jac).max() > 1e-5:
        raise not_converged("the covariances of items at two levels")
    C, L = unpacked(found.x)
    W, B = (back.T @ each @ each.T @ back for each in (C, L))
    return ClusterLikelihood.of(data, W, B), C, L, int(found.nit)


def _along(point: ClusterLikelihood, step_w: Floats, step_b: Floats, promise: float) -> ClusterLikelihood:
    length = 1.0
    while length > 1e-8:
        try:
            found = ClusterLikelihood.of(point.data, point.W + length * step_w, point.B + length * step_b)
        except StatisticError:
            length /= 2
            continue
        if found.deviance <= point.deviance - 1e-4 * length * promise:
            return found
        length /= 2
    raise not_converged("the covariances of items at two levels")


def not_converged(what: str) -> StatisticError:
    return StatisticError(
        "no_convergence",
        f"{what} have not converged",
        "collect more groups, or take fewer items or scales at a time",
    )


def independent_deviance(data: ClusterData) -> float:
    """The deviance of the baseline: no item correlates with another at either level."""
    return sum(
        unrestricted_levels(
            ClusterData(data.n, data.means[:, [item]], data.within[item : item + 1, item : item + 1])
        ).point.deviance
        for item in range(data.items)
    )
