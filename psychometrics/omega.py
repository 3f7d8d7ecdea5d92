"""McDonald's omega: total from one factor; hierarchical, total and per group from a general factor."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Caution, Floats, StatisticError, finite
from psychometrics.item_covariance import correlations_of, item_covariance
from psychometrics.one_factor import OneFactor, OneFactorFit, one_factor, one_factor_minres
from psychometrics.schmid_leiman import schmid_leiman


@dataclass(frozen=True, slots=True)
class OmegaTotal:
    """Omega from a one-factor model.

    `model` divides by the variance the model implies, `observed` by that of the sample. Standard error and
    interval are of `model`, by maximum likelihood only. `fit` says whether one factor may be assumed at all.
    """

    model: float
    observed: float
    standard_error: float | None
    lower: float | None
    upper: float | None
    factor: OneFactor
    fit: OneFactorFit | None

    @property
    def cautions(self) -> tuple[Caution, ...]:
        return self.factor.cautions


@dataclass(frozen=True, slots=True)
class GroupOmega:
    """Omega of the items that load highest on one group factor; None where no item does.

    `general` and `group` are the shares of their sum score's variance due to either factor, `total` both.
    A subscale whose `group` share (omega hierarchical subscale) is near zero says little of its own.
    """

    factor: int
    items: tuple[str, ...]
    total: float | None
    general: float | None
    group: float | None


@dataclass(frozen=True, slots=True)
class OmegaHierarchical:
    """Reliability of a sum score by its sources: one general factor, group factors, and the rest.

    `hierarchical`: share of the general factor; `asymptotic`: the same for infinitely many such items;
    `total`: of all common factors; `group_share`: of the group factors, each over its own items;
    `explained_common_variance`: ECV; `item_explained_common_variance`: I-ECV per item;
    `uncontaminated_correlations`: PUC, the share of item pairs from different groups.
    """

    hierarchical: float
    asymptotic: float
    total: float
    group_share: float
    explained_common_variance: float
    item_explained_common_variance: Floats
    uncontaminated_correlations: float
    groups: tuple[GroupOmega, ...]
    cautions: tuple[Caution, ...]


def omega_of(loadings: ArrayLike, residuals: ArrayLike, total_variance: float | None = None) -> float:
    """Omega from loadings on one factor with variance 1: (sum l)^2 / ((sum l)^2 + sum u).

    `loadings` and `residuals`: one an item, in the same metric. `total_variance`: divides by this observed
    variance of the sum score instead of the implied one. Raises `StatisticError` when lengths differ or the
    variance is not positive. With several factors give one factor's items and (standardised) loadings.
    McDonald (1999). R: `semTools::compRelSEM(fit, obs.var = FALSE)`; with the observed variance
    `semTools::compRelSEM(fit)`.
    """
    own, rest = np.asarray(loadings, dtype=np.float64), np.asarray(residuals, dtype=np.float64)
    if own.ndim != 1 or own.shape != rest.shape:
        raise StatisticError(
            "shape",
            f"{own.size} loadings and {rest.size} residual variances",
            "give one of each an item",
        )
    common = float(own.sum()) ** 2
    whole = common + float(rest.sum()) if total_variance is None else float(total_variance)
    if not whole > 0:
        raise StatisticError(
            "no_score_variance",
            "the sum score has no variance",
            "check the keys of the items and the residual variances",
        )
    return common / whole


def omega_total(
    covariance: ArrayLike, n: int, *, names: Sequence[str] | None = None, level: float = 0.95
) -> OmegaTotal:
    """Omega total of a congeneric scale by maximum likelihood, with a confidence interval.

    `covariance`: keyed items x items, divisor n - 1, of the `n` persons who answered every item. `names` of
    items for messages; `level` of the interval. Returns an `OmegaTotal`. Raises as `one_factor` does: fewer
    than three items, a constant item, a singular matrix, n not above the number of items.

    omega = (sum l)^2 / ((sum l)^2 + sum u); its standard error by the delta method from the expected
    information, the interval on the logit scale (None for a value outside 0 to 1); both assume that the
    model holds and items are normal: with a poor fit take `bootstrap.bootstrap_interval`, which is wider.
    Misleads when one factor does not fit (read `fit`), when items are nearly dichotomous (see `ordinal`), or
    with a Heywood case; alpha differs little from it where one factor holds and loadings are alike.
    McDonald (1999); Kelley & Pornprasertmanit (2016), doi:10.1037/a0040086. R: `semTools::compRelSEM(fit, obs.var
    = FALSE)`; `semTools::compRelSEM(fit)` of a `cfa` of lavaan.
    """
    S, _ = item_covariance(covariance, names, minimum_items=3)
    found = one_factor(S, n, names=names)
    loadings, residuals = found.loadings, found.residuals
    value = omega_of(loadings, residuals)
    common, whole = float(loadings.sum()), float(loadings.sum() ** 2 + residuals.sum())
    k = len(S)
    slope = np.concatenate(
        [
            np.full(k, 2 * common * float(residuals.sum()) / whole**2),
            np.full(k, -(common**2) / whole**2),
        ]
    )
    error = finite(np.sqrt(slope @ found.estimates_covariance @ slope))
    lower, upper = logit_interval(value, error, level)
    observed = omega_of(loadings, residuals, float(S.sum()) * (n - 1) / n)
    return OmegaTotal(value, observed, error, lower, upper, found.model, found.fit)


def omega_total_minres(correlations: ArrayLike, *, names: Sequence[str] | None = None) -> OmegaTotal:
    """Omega total of the standardised items from one minimum residual factor.

    `correlations`: keyed items x items, complete or pairwise (a covariance is rescaled). `names` of items for
    messages. Returns an `OmegaTotal` without interval and fit (use `bootstrap`). Raises as
    `one_factor_minres` does. It is the reliability of a sum of z-scores, not of the raw sum: with
    unequal item variances the two differ. R: `f <- psych::fa(x, 1); sum(f$loadings)^2 / (sum(f$loadings)^2 +
    sum(f$uniquenesses))`.
    """
    matrix, _ = item_covariance(correlations, names, minimum_items=3)
    factor = one_factor_minres(matrix, names=names)
    value = omega_of(factor.loadings, factor.residuals)
    observed = omega_of(factor.loadings, factor.residuals, float(correlations_of(matrix).sum()))
    return OmegaTotal(value, observed, None, None, None, factor, None)


def omega_hierarchical(
    correlations: ArrayLike,
    n_factors: int,
    *,
    method: str = "minres",
    rotation: str = "oblimin",
    names: Sequence[str] | None = None,
) -> OmegaHierarchical:
    """Omega hierarchical from an exploratory Schmid-Leiman solution with `n_factors` group factors.

    `correlations`: keyed items x items, complete, pairwise or polychoric. `method` and `rotation` of the
    oblique solution; `names` of items for messages. Returns an `OmegaHierarchical`. Raises `StatisticError` as
    `schmid_leiman` and `omega_from_schmid_leiman` do. The number of factors matters: report the values for
    the number parallel analysis suggests and its neighbours. R: `psych::omega(d, 5, flip = FALSE, plot =
    FALSE)[c("omega_h", "omega.lim", "omega.tot", "ECV")]`.
    """
    S, _ = item_covariance(correlations, names, minimum_items=3)
    R = correlations_of(S)
    found = schmid_leiman(R, n_factors, method=method, rotation=rotation, names=names)
    omega = omega_from_schmid_leiman(R, found.general, found.group, uniquenesses=found.u2, names=names)
    said = {(caution.code, caution.where) for caution in omega.cautions}
    more = tuple(caution for caution in found.cautions if (caution.code, caution.where) not in said)
    return replace(omega, cautions=(*omega.cautions, *more))


def omega_from_schmid_leiman(
    correlations: ArrayLike,
    general: ArrayLike,
    group: ArrayLike,
    *,
    uniquenesses: ArrayLike | None = None,
    names: Sequence[str] | None = None,
) -> OmegaHierarchical:
    """Omega hierarchical, asymptotic, total and per group from a Schmid-Leiman (or bifactor) solution.

    `correlations`: keyed items x items. `general`: loadings on the general factor, one an item. `group`:
    items x group factors, uncorrelated with it and each other. `uniquenesses`: one an item; 1 minus the sum
    of squared loadings where not given. `names` of items for messages. Returns an `OmegaHierarchical`. Raises
    `StatisticError` when shapes differ or the sum score has no variance.

    With V the sum of all correlations: hierarchical = (sum g)^2 / V, total = 1 - sum u / V, asymptotic =
    (sum g)^2 / (V - sum u), ECV = sum g^2 / (sum g^2 + sum f^2). An item belongs to the group factor on
    which its loading is largest in size. With two group factors the general one is not identified; with
    keys not applied the sums cancel. An item with a negative general loading is named in `cautions`.
    Schmid & Leiman (1957), doi:10.1007/BF02289209; Zinbarg et al. (2005), doi:10.1007/s11336-003-0974-7;
    Reise et al. (2013), doi:10.1080/00223891.2012.725437. R: `psych::omega(d, 5, flip = FALSE, plot =
    FALSE)$omega_h`.
    """
    S, labels = item_covariance(correlations, names, minimum_items=3)
    R = correlations_of(S)
    g, F = np.asarray(general, dtype=np.float64), np.asarray(group, dtype=np.float64)
    if g.shape != (len(R),) or F.ndim != 2 or len(F) != len(R):
        raise StatisticError(
            "shape",
            f"general loadings of shape {g.shape} and group loadings of shape {F.shape} for {len(R)} items",
            "give one general loading an item, and group loadings items x factors",
        )
    u = 1 - g**2 - np.sum(F**2, axis=1)
    if uniquenesses is not None:
        u = np.asarray(uniquenesses, dtype=np.float64)
    V = float(R.sum())
    own = np.argmax(np.abs(F), axis=1) if F.shape[1] else np.arange(len(R))
    groups = tuple(_group_omega(R, g, F, own, factor, labels) for factor in range(F.shape[1]))
    group_variance = sum(float(F[own == factor, factor].sum()) ** 2 for factor in range(F.shape[1]))
    common = np.sum(F**2, axis=1) + g**2
    return OmegaHierarchical(
        hierarchical=float(g.sum()) ** 2 / V,
        asymptotic=float(g.sum()) ** 2 / (V - float(u.sum())),
        total=1 - float(u.sum()) / V,
        group_share=group_variance / V,
        explained_common_variance=float(g @ g) / float(common.sum()),
        item_explained_common_variance=g**2 / common,
        uncontaminated_correlations=_uncontaminated(own),
        groups=groups,
        cautions=(*_general_cautions(g, u, labels), *_group_cautions(groups)),
    )


def logit_interval(
    value: float, error: float | None, level: float, degrees: int | None = None
) -> tuple[float | None, float | None]:
    """The interval of a share from its standard error, on the logit scale; None where there is none.

    `degrees` of freedom of the t distribution, the normal one where there are none given.
    """
    from scipy.special import expit, logit, ndtri, stdtrit

    if error is None or not 0 < value < 1:
        return None, None
    end = (1 + level) / 2
    half = float(ndtri(end) if degrees is None else stdtrit(degrees, end)) * error / (value * (1 - value))
    return float(expit(logit(value) - half)), float(expit(logit(value) + half))


def _group_omega(
    R: Floats, g: Floats, F: Floats, own: np.ndarray, factor: int, labels: tuple[str, ...]
) -> GroupOmega:
    members = np.flatnonzero(own == factor)
    items = tuple(labels[index] for index in members)
    variance = float(R[np.ix_(members, members)].sum())
    if not variance > 0:
        return GroupOmega(factor, items, None, None, None)
    general = float(g[members].sum()) ** 2 / variance
    special = float(F[members, factor].sum()) ** 2 / variance
    return GroupOmega(factor, items, general + special, general, special)


def _uncontaminated(own: np.ndarray) -> float:
    sizes = np.bincount(own)
    pairs = len(own) * (len(own) - 1) / 2
    return float((pairs - (sizes * (sizes - 1) / 2).sum()) / pairs)


def _general_cautions(g: Floats, u: Floats, labels: tuple[str, ...]) -> tuple[Caution, ...]:
    negative = [
        Caution(
            "negative_loading",
            f"item {label}",
            "it loads negatively on the general factor",
            "check whether the item is reverse-keyed",
        )
        for label, loading in zip(labels, g, strict=True)
        if loading < 0
    ]
    heywood = [
        Caution(
            "heywood",
            f"item {label}",
            "its common variance exceeds its variance (a Heywood case)",
            "ask for fewer factors, or look for a near-copy of the item",
        )
        for label, rest in zip(labels, u, strict=True)
        if rest <= 0
    ]
    return (*negative, *heywood)


def _group_cautions(groups: tuple[GroupOmega, ...]) -> tuple[Caution, ...]:
    empty = [
        Caution(
            "empty_group",
            f"group factor {group.factor + 1}",
            "no item has its largest group loading there",
            "ask for fewer group factors",
        )
        for group in groups
        if not group.items
    ]
    few = (
        Caution(
            "two_group_factors",
            "general factor",
            f"{len(groups)} group factor(s) do not identify a general factor",
            "report omega hierarchical only with three or more group factors",
        ),
    )
    return (*empty, *few) if len(groups) < 3 else tuple(empty)
