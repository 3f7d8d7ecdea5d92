"""How reliably sums of items measure the factors of a model: omega, and what a bifactor model says of a total score."""

from dataclasses import dataclass

import numpy as np

from psychometrics.contract import Floats, StatisticError
from psychometrics.latent.fitted import Fitted
from psychometrics.latent.implied import Array, Matrices, ModelLayout
from psychometrics.latent.standardised import slopes_of
from psychometrics.validity import average_variance_extracted


@dataclass(frozen=True, slots=True)
class FactorReliability:
    """Of the sum of the items that measure one factor, directly or through other factors.

    `omega` is the share of the sum's variance in the sample that this factor explains, `error` the standard error of
    the same share as the model implies it; `ave` the average share of item variance that a factor explains, None
    where it has no items of its own.
    """

    factor: str
    items: tuple[str, ...]
    omega: float
    error: float
    ave: float | None


@dataclass(frozen=True, slots=True)
class BifactorIndices:
    """Of standardised items: `omega_total` what all factors explain of the total score, `omega_hierarchical` what the
    general factor does, `ecv` its share of what all explain of the items, `puc` the share of pairs of items that only
    it joins, `h` how well its optimal score would measure it."""

    omega_total: float
    omega_hierarchical: float
    ecv: float
    puc: float
    h: float


def factor_reliabilities(fitted: Fitted, group: int = 0) -> tuple[FactorReliability, ...]:
    """Omega of every factor of one group.

    Each factor's own part of the variance of the sum of its items, over that sum's variance in the sample. Where
    items load on other factors too, their part counts as error; items keyed against each other cancel out: reverse
    them first. As semTools' `compRelSEM(f)`, and with `higher` of factors of factors. Raykov (2001),
    doi:10.1348/000711001159582; Flora (2020), doi:10.1177/2515245920951747.
    R: `semTools::compRelSEM(f)`.
    """
    layout, sample = ModelLayout(fitted.model), fitted.samples[group]
    places = measured_by(fitted, group)

    def implied(free: Array) -> Array:
        matrices = layout.matrices(free, group)
        return np.array(
            [_share(matrices, factor, rows, matrices.covariance) for factor, rows in places.items()]
        )

    errors = np.sqrt(np.maximum(_variances(slopes_of(implied, fitted.free), fitted.vcov), 0.0))
    matrices = fitted.matrices(group)
    found = []
    for (factor, rows), error in zip(places.items(), errors, strict=True):
        omega = float(_share(matrices, factor, rows, sample.covariance))
        own = matrices.loadings[rows, factor] * np.sqrt(max(matrices.factor_covariance[factor, factor], 0.0))
        ave = average_variance_extracted(own, np.diag(matrices.theta)[rows]) if own.all() else None
        name, items = fitted.model.factors[factor], tuple(fitted.model.items[row] for row in rows)
        found.append(FactorReliability(name, items, omega, float(error), ave))
    return tuple(found)


def _variances(slopes: Floats, vcov: Floats) -> Floats:
    return np.asarray(np.einsum("ij,jk,ik->i", slopes, vcov, slopes))


def measured_by(fitted: Fitted, group: int = 0) -> dict[int, list[int]]:
    """The items (rows) that measure each factor (its index), directly or, where it has none, through other factors."""
    matrices, model = fitted.matrices(group), fitted.model
    observed = set(model.items)
    found = {}
    for factor, name in enumerate(model.factors):
        if name in observed:
            continue
        direct = {one.row for one in model.in_group(group) if one.matrix == "lambda" and one.column == factor}
        through = np.flatnonzero((matrices.loadings @ matrices.total_effects)[:, factor])
        rows = sorted(direct) if direct else sorted(int(row) for row in through)
        if rows:
            found[factor] = rows
    return found


def _share(matrices: Matrices, factor: int, rows: list[int], covariance: Array) -> Array:
    """What a factor explains of the variance of the sum of items `rows`, whose covariances are given."""
    direct = matrices.loadings[rows, factor]
    if direct.any():
        true = np.sum(direct) ** 2 * matrices.factor_covariance[factor, factor]
    else:
        reach = (matrices.loadings @ matrices.total_effects)[rows, factor]
        true = np.sum(reach) ** 2 * matrices.psi[factor, factor]
    return np.asarray(true / np.sum(covariance[np.ix_(rows, rows)]))


def bifactor_indices(fitted: Fitted, group: int = 0) -> BifactorIndices:
    """What a model with one general and several group factors, none of which covaries, says of a total score.

    Raises `StatisticError` "no_bifactor" where factors covary or no factor measures every item. Rodriguez, Reise &
    Haviland (2016), doi:10.1037/met0000045.
    """
    matrices = fitted.matrices(group)
    covariance = matrices.factor_covariance
    everywhere = np.flatnonzero((matrices.loadings != 0).all(axis=0))
    if len(everywhere) != 1 or not np.allclose(covariance, np.diag(np.diag(covariance))):
        raise StatisticError(
            "no_bifactor",
            "no single factor measures every item, or factors covary",
            "fit the structure bifactor",
        )
    deviations = np.sqrt(np.diag(matrices.covariance))
    loadings = matrices.loadings * np.sqrt(np.diag(covariance)) / deviations[:, None]
    rest = np.diag(matrices.theta) / deviations**2
    general, groups = loadings[:, everywhere[0]], np.delete(loadings, everywhere[0], axis=1)
    of_groups = float(np.sum(groups.sum(axis=0) ** 2))
    total = general.sum() ** 2 + of_groups + rest.sum()
    items, members = len(general), (groups != 0).sum(axis=0)
    pairs = items * (items - 1) / 2
    return BifactorIndices(
        omega_total=float((general.sum() ** 2 + of_groups) / total),
        omega_hierarchical=float(general.sum() ** 2 / total),
        ecv=float(np.sum(general**2) / np.sum(loadings**2)),
        puc=float((pairs - np.sum(members * (members - 1) / 2)) / pairs),
        h=_construct_replicability(general),
    )


def _construct_replicability(loadings: Floats) -> float:
    """Hancock and Mueller's H; 1 where an item is the factor itself."""
    squared = loadings**2
    if (squared >= 1).any():
        return 1.0
    return float(1 / (1 + 1 / np.sum(squared / (1 - squared))))
