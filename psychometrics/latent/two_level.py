"""Confirmatory factor analysis of people in groups: factors of how people differ, and of how groups do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from psychometrics.contract import Caution, Floats, StatisticError
from psychometrics.groups import GroupItems, require_groups
from psychometrics.latent.cluster_likelihood import (
    ClusterData,
    ClusterLikelihood,
    UnrestrictedLevels,
    not_converged,
    unrestricted_levels,
)
from psychometrics.latent.level_model import LevelModel, TwoLevels
from psychometrics.latent.two_level_fit import TwoLevelFit, fit_of

STEPS = 300
SMALL = 1e-10
STEP = 1e-5
"""Of a parameter's spread, for second derivatives from differences of the first."""


@dataclass(frozen=True)
class LevelEstimates:
    """A level's estimates with factors of variance 1, and the standard errors of loadings and factor correlations.

    `loadings` items x factors in the items' units and `standardized` of items with variance 1 at the level;
    `phi` the factors' covariances (correlations, but at the level between of a model with equal loadings, where
    `phi` has the variances relative to those within); `residuals` the residual variances. Errors are NaN where a cell
    is no parameter.
    """

    factors: tuple[str, ...]
    loadings: Floats
    loading_errors: Floats
    standardized: Floats
    standardized_errors: Floats
    phi: Floats
    phi_errors: Floats
    residuals: Floats
    residual_errors: Floats


@dataclass(frozen=True)
class TwoLevel:
    """A fitted two-level model of `names` items, `persons` in `clusters` groups.

    `vector` holds the parameters (within, between, then the items' `means`) and `vcov` their covariance from the
    observed information. `unrestricted` are the covariances without a model.
    """

    names: tuple[str, ...]
    model_within: LevelModel
    model_between: LevelModel
    equal_loadings: bool
    data: ClusterData
    vector: Floats
    vcov: Floats
    point: ClusterLikelihood
    unrestricted: UnrestrictedLevels
    fit: TwoLevelFit
    cautions: tuple[Caution, ...]

    @property
    def persons(self) -> int:
        return int(self.data.persons)

    @property
    def clusters(self) -> int:
        return self.data.clusters

    @property
    def means(self) -> Floats:
        return self.point.mu

    @property
    def icc(self) -> Floats:
        """The share of each item's variance that lies between groups, from the unrestricted estimates."""
        within, between = np.diag(self.unrestricted.within), np.diag(self.unrestricted.between)
        shares: Floats = between / (within + between)
        return shares

    @cached_property
    def layout(self) -> "TwoLevels":
        return TwoLevels(self.model_within, self.model_between, self.equal_loadings)

    @cached_property
    def within(self) -> LevelEstimates:
        return self._level(between=False)

    @cached_property
    def between(self) -> LevelEstimates:
        return self._level(between=True)

    def errors(self, of: Callable[[Floats], Floats]) -> Floats:
        """Standard errors of a smooth function of the parameters (delta method, derivative by a complex step)."""
        width = len(self.vector)
        at = self.vector + 1e-30j * np.eye(width)
        slopes = np.stack([np.imag(np.asarray(of(row)).ravel()) for row in at], axis=1) / 1e-30
        variances = np.einsum("ij,jk,ik->i", slopes, self.vcov, slopes)
        found: Floats = np.sqrt(variances.clip(min=0)).reshape(np.shape(of(self.vector)))
        return found

    def _level(self, between: bool) -> LevelEstimates:
        layout = self.layout
        model = layout.between if between else layout.within

        def parts(x: Floats) -> tuple[Floats, Floats, Floats]:
            return layout.parts(x)[1 if between else 0]

        def standard(x: Floats) -> Floats:
            lambdas, psi, theta = parts(x)
            spread = np.einsum("ia,ab,ib->i", lambdas, psi, lambdas) + theta
            scaled: Floats = lambdas * np.sqrt(np.diag(psi)) / np.sqrt(spread + 0j)[:, None]
            found: Floats = scaled if np.iscomplexobj(x) else scaled.real
            return found

        lambdas, psi, theta = parts(self.vector)
        there = np.zeros(lambdas.shape, dtype=np.bool_)
        there[model.loading_cells] = True
        return LevelEstimates(
            model.names,
            lambdas,
            np.where(there, self.errors(lambda x: parts(x)[0]), np.nan),
            standard(self.vector),
            np.where(there, self.errors(standard), np.nan),
            psi,
            self.errors(lambda x: parts(x)[1]),
            theta,
            self.errors(lambda x: parts(x)[2]),
        )


def two_level(
    items: GroupItems,
    within: Mapping[str, Sequence[int]],
    between: Mapping[str, Sequence[int]] | None = None,
    *,
    equal_loadings: bool = False,
    names: Sequence[str],
    unrestricted: UnrestrictedLevels | None = None,
) -> TwoLevel:
    """Fit factors to how people differ within groups and to how groups differ, by maximum likelihood.

    items: sizes, means and products within groups of people who answered every item; within, between: each factor's
    items, by their places (between as within where None); equal_loadings: as if a factor meant the same at both
    levels; unrestricted: the covariances without a model, where they are known. Returns a `TwoLevel`; factors
    correlate, and their variances are 1. Raises `StatisticError` "one_group", "groups_of_one", "few_groups" where the
    groups are no more than the items, "not_identified", "no_convergence".

    Answers of a person are a group's part plus an own, both normal. The deviance is minimised by Fisher scoring;
    errors are from the observed information; chi-square compares with the unrestricted covariances of both levels.
    With few groups the level between is known poorly, and its errors are too small.
    Muthén (1994), doi:10.1177/0049124194022003006; Liang & Bentler (2004), doi:10.1007/BF02295842.
    R: `lavaan::coef(lavaan::cfa(levels, companies, cluster = "COMPID", std.lv = TRUE))`, `levels` having the factor
    behind `level: 1` and behind `level: 2`.
    """
    require_groups(items)
    count = items.means.shape[1]
    data = ClusterData.of(items)
    if data.clusters <= count:
        raise StatisticError(
            "few_groups",
            f"{data.clusters} groups for {count} items: how groups differ can't be told for more items than groups",
            "collect more groups, or take fewer items at a time",
        )
    layout = TwoLevels(LevelModel.of(within, count), LevelModel.of(between or within, count), equal_loadings)
    free = unrestricted or unrestricted_levels(data)
    x, point = _minimum(data, layout, layout.start(free.within, free.between))
    x = _signed(layout, x)
    vector = np.concatenate([x, point.mu])
    vcov = _vcov(data, layout, vector)
    fit = fit_of(layout.size + count, point, free)
    cautions = _cautions(layout, x, tuple(names))
    return TwoLevel(
        tuple(names),
        layout.within,
        layout.between,
        equal_loadings,
        data,
        vector,
        vcov,
        point,
        free,
        fit,
        cautions,
    )


def _minimum(data: ClusterData, layout: TwoLevels, x: Floats) -> tuple[Floats, ClusterLikelihood]:
    point = ClusterLikelihood.of(data, *layout.covariances(x))
    for _ in range(STEPS):
        gradient, information = _derivatives(layout, x, point)
        step = -_solved(2 * information, gradient)
        promise = -float(gradient @ step)
        if promise < SMALL * data.persons:
            return x, point
        x, point = _shorter(data, layout, x, step, point, promise)
    raise not_converged("the factors at two levels")


def _derivatives(layout: TwoLevels, x: Floats, point: ClusterLikelihood) -> tuple[Floats, Floats]:
    """Gradient of the deviance and expected information of the parameters but for means."""
    within, between = layout.slopes(x, point.turn)
    by_w, by_b, _ = point.slopes
    ww, wb, bb = (part.ravel() for part in point.curvatures)
    gradient = within @ by_w.ravel() + between @ by_b.ravel()
    cross = (within * wb) @ between.T
    information: Floats = (within * ww) @ within.T + (between * bb) @ between.T + cross + cross.T
    return gradient, information


def _solved(matrix: Floats, right: Floats) -> Floats:
    """The solution, along well-determined directions alone where some are not."""
    scale = 1 / np.sqrt(np.diag(matrix).clip(min=1e-12))
    values, vectors = np.linalg.eigh(matrix * np.outer(scale, scale))
    inverse = np.where(values > 1e-9 * values.max(), 1 / np.maximum(values, 1e-300), 0.0)
    solution: Floats = scale * (vectors @ (inverse * (vectors.T @ (scale * right))))
    return solution


def _shorter(
    data: ClusterData, layout: TwoLevels, x: Floats, step: Floats, point: ClusterLikelihood, promise: float
) -> tuple[Floats, ClusterLikelihood]:
    length = 1.0
    while length > 1e-8:
        try:
            found = ClusterLikelihood.of(data, *layout.covariances(x + length * step))
        except StatisticError:
            length /= 2
            continue
        if found.deviance <= point.deviance - 1e-4 * length * promise:
            return x + length * step, found
        length /= 2
    raise not_converged("the factors at two levels")


def _signed(layout: TwoLevels, x: Floats) -> Floats:
    """Factors turned so that their loadings add up to more than nothing."""
    x = x.copy()
    own = layout.within.size
    signs = _turn(layout.within, x[:own])
    if layout.equal:
        one, two = layout.between.factor_pairs
        x[own : own + len(one)] *= signs[one] * signs[two]
    else:
        _turn(layout.between, x[own:])
    return x


def _turn(model: LevelModel, x: Floats) -> Floats:
    """Turn a level's factors in place; returns the sign of each."""
    signs = np.where(model.parts(x)[0].sum(axis=0) < 0, -1.0, 1.0)
    loadings, pairs, _ = model.cuts
    one, two = model.factor_pairs
    x[:loadings] *= signs[model.loading_cells[1]]
    x[loadings:pairs] *= signs[one] * signs[two]
    return signs


def _cautions(layout: TwoLevels, x: Floats, names: tuple[str, ...]) -> tuple[Caution, ...]:
    """Variances below zero, by level and item, and factor correlations beyond 1."""
    found = []
    for level, (_, psi, theta) in zip(("within", "between"), layout.parts(x), strict=True):
        low = [name for name, value in zip(names, theta, strict=True) if value < 0]
        if low:
            found.append(
                Caution(
                    "heywood",
                    f"{level} groups, {', '.join(low)}",
                    "a residual variance is negative (a Heywood case)",
                    "between groups a value near nought is common, for little of an item is its own there; else look "
                    "for a near-copy of the item",
                )
            )
        spread = np.sqrt(np.diag(psi).clip(min=1e-12))
        if (np.abs(psi / np.outer(spread, spread)) > 1 + 1e-9).any():
            found.append(
                Caution(
                    "not_positive",
                    f"{level} groups",
                    "factors correlate beyond 1: the items do not tell them apart at this level",
                    "read them as one factor there, or collect more groups",
                )
            )
    return tuple(found)


def _vcov(data: ClusterData, layout: TwoLevels, vector: Floats) -> Floats:
    """The inverse of the observed information, whose columns are differences of the gradient."""
    size = layout.size

    def gradient(x: Floats) -> Floats:
        point = ClusterLikelihood.of(data, *layout.covariances(x[:size]), x[size:])
        within, between = layout.slopes(x[:size], point.turn)
        by_w, by_b, by_mu = point.slopes
        return np.concatenate([within @ by_w.ravel() + between @ by_b.ravel(), by_mu])

    rows = []
    for place, value in enumerate(vector):
        away = np.zeros_like(vector)
        away[place] = STEP * max(abs(float(value)), 0.1)
        rows.append((gradient(vector + away) - gradient(vector - away)) / (2 * away[place]))
    hessian = np.array(rows)
    information = (hessian + hessian.T) / 4
    values = np.linalg.eigvalsh(information / np.sqrt(np.outer(*[np.diag(information).clip(min=1e-300)] * 2)))
    if not values.min() > 1e-9:
        raise StatisticError(
            "not_identified",
            "other values of the parameters fit the answers as well: the groups do not determine the factors",
            "leave factors or items out, or collect more groups",
        )
    vcov: Floats = np.linalg.inv(information)
    return vcov
