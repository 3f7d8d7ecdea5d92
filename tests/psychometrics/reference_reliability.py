"""Our value for every reference id about reliability, validity and change, by kind and last part."""

from collections.abc import Callable
from typing import Any

import numpy as np

from psychometrics.change import paired_change, reliable_change
from psychometrics.cluster_fit import cluster_fit, pairs_of
from psychometrics.criterion import criterion_correlation, incremental_validity, williams
from psychometrics.lambdas import factor_bound, guttman, ten_berge
from psychometrics.measurement_error import binomial_errors, keats_errors, measurement_error
from psychometrics.missingness import em_moments
from psychometrics.omega import (
    omega_from_schmid_leiman,
    omega_hierarchical,
    omega_of,
    omega_total,
    omega_total_minres,
)
from psychometrics.one_factor import one_factor, one_factor_minres
from psychometrics.ordinal import categorical_omega, ordinal_alpha, ordinal_omega
from psychometrics.retest import limits_of_agreement, lin_concordance, retest_icc
from psychometrics.schmid_leiman import SchmidLeiman, schmid_leiman
from psychometrics.split_half import odd_even, split_halves
from psychometrics.summaries.patterns import Patterns
from psychometrics.validity import average_variance_extracted, htmt, htmt2
from tests import reference
from tests.psychometrics.reference_scales import complete, correlations, covariance, hierarchy, scale

WAVES = {"jobsat13": ("JOBSAT1", "JOBSAT3", 0.80), "commit12": ("COMMIT1", "COMMIT2", 0.75)}


def lambdas(matrix: np.ndarray) -> list[float | None]:
    found = guttman(matrix)
    return [found.lambda1, found.lambda2, found.lambda3, found.lambda5, found.lambda6]


def lambdas_cov(name: str, prefix: str) -> Any:
    return lambdas(covariance(scale(name, prefix)))


def lambdas_cor(name: str, prefix: str) -> Any:
    return lambdas(correlations(scale(name, prefix)))


def lambda4_cov(name: str, prefix: str) -> Any:
    found = split_halves(covariance(scale(name, prefix)))
    return [found.maximum, found.minimum, found.mean, found.splits]


def split_half(name: str, prefix: str) -> Any:
    R = correlations(scale(name, prefix))
    found, bounds = split_halves(R), guttman(R)
    assert bounds.lambda4 == found.maximum
    average = R[np.triu_indices(len(R), 1)].mean()
    return [
        found.maximum, found.minimum, found.mean, average, bounds.lambda3, bounds.lambda2, bounds.lambda6
    ]  # fmt: skip


def tenberge(name: str, prefix: str) -> Any:
    return ten_berge(correlations(scale(name, prefix)))


def glb_fa(name: str, prefix: str) -> Any:
    return factor_bound(correlations(scale(name, prefix))).value


def odd_even_halves(name: str, prefix: str) -> Any:
    found = odd_even(covariance(scale(name, prefix)))
    return [found.correlation, found.spearman_brown, found.flanagan_rulon]


def sem_sum(name: str, prefix: str) -> Any:
    S = covariance(scale(name, prefix))
    found = measurement_error(S, guttman(S).lambda3)
    return [found.sd, found.standard_error]


def fa1_loadings(name: str, prefix: str) -> Any:
    return one_factor_minres(correlations(scale(name, prefix))).loadings


def omega_1f_std_minres(name: str, prefix: str) -> Any:
    return omega_total_minres(correlations(scale(name, prefix))).model


def cfa1_loadings(name: str, prefix: str) -> Any:
    values = scale(name, prefix)
    return one_factor(covariance(values), len(values)).loadings


def cfa1_residuals(name: str, prefix: str) -> Any:
    values = scale(name, prefix)
    return one_factor(covariance(values), len(values)).residuals


def cfa1_fit(name: str, prefix: str) -> Any:
    values = scale(name, prefix)
    fit = one_factor(covariance(values), len(values)).fit
    return [
        fit.chisq, fit.df, fit.cfi, fit.tli, fit.rmsea, fit.rmsea_lower, fit.rmsea_upper, fit.srmr
    ]  # fmt: skip


def omega_cfa(name: str, prefix: str) -> Any:
    values = scale(name, prefix)
    found = omega_total(covariance(values), len(values))
    return [found.model, found.observed]


def comp_rel_sem(name: str, prefix: str) -> Any:
    values = scale(name, prefix)
    observed = omega_total(covariance(values), len(values)).observed
    return [observed, observed, guttman(covariance(values)).lambda3]


def omega_in_companies(name: str, prefix: str) -> Any:
    data = reference.data(name)
    values = data.columns([f"LEAD{item:02d}" for item in range(1, 12)])
    _, place = np.unique(data.column("COMPID"), return_inverse=True)
    first, second = pairs_of(values.shape[1])
    found = omega_total(covariance(values), len(values))
    assert found.fit is not None
    n = np.bincount(place)
    about = values - values.mean(axis=0)
    sums = np.array([np.bincount(place, column) for column in about.T]).T
    products = np.array([np.bincount(place, column) for column in (about[:, first] * about[:, second]).T]).T
    return [found.model, cluster_fit(found.factor, found.fit.chisq, n, sums, products).standard_error]


def em_covariance(name: str, prefix: str) -> Any:
    values = reference.data(name).columns([f"A{item}" for item in range(1, 6)])
    values[:, 0] = 7 - values[:, 0]
    return em_moments(Patterns.of_values(values)).covariance


def em_alpha(name: str, prefix: str) -> Any:
    return guttman(em_covariance(name, prefix)).lambda3


def ave(name: str, prefix: str) -> Any:
    values = scale(name, prefix)
    found = one_factor(covariance(values), len(values))
    return average_variance_extracted(found.loadings, found.residuals)


def published_schmid_leiman(name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """psych's own general loadings, group loadings and uniquenesses."""
    table = reference.matrix(name, "omega.schmid")
    return table[:, 0], table[:, 1:-4], table[:, -3]


def coefficients(name: str, prefix: str) -> Any:
    R = correlations(hierarchy(name))
    bounds = guttman(R)
    found = omega_hierarchical(R, len(reference.matrix(name, "omega.gloading")))
    return [found.hierarchical, found.asymptotic, bounds.lambda3, found.total, bounds.lambda6]


def ecv(name: str, prefix: str) -> Any:
    R = correlations(hierarchy(name))
    return omega_hierarchical(R, len(reference.matrix(name, "omega.gloading"))).explained_common_variance


def omega_group(name: str, prefix: str) -> Any:
    """From psych's own loadings: which item belongs to which group is then decided alike."""
    general, group, uniquenesses = published_schmid_leiman(name)
    found = omega_from_schmid_leiman(correlations(hierarchy(name)), general, group, uniquenesses=uniquenesses)
    rows = [[found.total, found.hierarchical, found.group_share]]
    return np.array([*rows, *([each.total, each.general, each.group] for each in found.groups)])


def matched(name: str) -> tuple[SchmidLeiman, np.ndarray, np.ndarray]:
    """Our Schmid-Leiman solution, and order and signs of its group factors as psych has them."""
    _, group, _ = published_schmid_leiman(name)
    found = schmid_leiman(correlations(hierarchy(name)), group.shape[1])
    return (found, *reference.match_columns(found.group, group))


def schmid(name: str, prefix: str) -> Any:
    found, order, sign = matched(name)
    group = found.group[:, order] * sign
    return np.column_stack([found.general, group, found.h2, found.u2, found.p2, found.complexity])


def gloading(name: str, prefix: str) -> Any:
    found, order, sign = matched(name)
    return found.general_of_factors[order] * sign


def csem_lord(name: str, prefix: str) -> Any:
    return binomial_errors(dichotomous(name).shape[1]).standard_errors


def csem_keats(name: str, prefix: str) -> Any:
    values = dichotomous(name)
    return keats_errors(covariance(values), values.sum(axis=1).mean()).standard_errors


def dichotomous(name: str) -> np.ndarray:
    table = reference.data({"dif": "verbal"}.get(name, name))
    values = table.values[:, :6] if name == "dif" else table.values
    return values[~np.isnan(values).any(axis=1)]


def constructs(name: str) -> dict[str, list[str]]:
    """Items of each factor of the reference's confirmatory model, in the order of its loadings."""
    estimates = reference.value(name, "cfa.wlsmv.std" if name == "lq2002" else "cfa.ml.std")["columns"]
    found: dict[str, list[str]] = {}
    for left, operator, right in zip(estimates["lhs"], estimates["op"], estimates["rhs"], strict=True):
        if operator == "=~":
            found.setdefault(left, []).append(right)
    return found


def as_answered(name: str, items: list[str]) -> np.ndarray:
    """Complete rows over all items of the model: the reference's confirmatory models reverse no item."""
    every = [item for own in constructs(name).values() for item in own]
    values = reference.data(name).columns(every)
    values = values[~np.isnan(values).any(axis=1)]
    return values[:, [every.index(item) for item in items]]


def parameter(name: str, id: str, column: str, left: str, operator: str, right: str) -> float:
    """One estimate of a confirmatory model of the reference."""
    table = reference.value(name, id)["columns"]
    keys = list(zip(table["lhs"], table["op"], table["rhs"], strict=True))
    return float(table[column][keys.index((left, operator, right))])


def raw_solution(name: str) -> dict[str, tuple[list[str], np.ndarray, np.ndarray]]:
    """Per factor of the reference's ML solution: items, loadings on a unit factor, residual variances."""
    found = {}
    for factor, items in constructs(name).items():
        spread = parameter(name, "cfa.ml.estimates", "est", factor, "~~", factor)
        loading = [parameter(name, "cfa.ml.estimates", "est", factor, "=~", item) for item in items]
        rest = [parameter(name, "cfa.ml.estimates", "est", item, "~~", item) for item in items]
        found[factor] = (items, np.array(loading) * np.sqrt(spread), np.array(rest))
    return found


def rel_omega(name: str, prefix: str) -> Any:
    """From lavaan's own estimates: the model has several factors."""
    found = []
    for items, loadings, residuals in raw_solution(name).values():
        values = as_answered(name, items)
        variance = values.sum(axis=1).var()
        found.append(omega_of(loadings, residuals, variance))
    return found


def rel_alpha(name: str, prefix: str) -> Any:
    return [guttman(covariance(as_answered(name, items))).lambda3 for items in constructs(name).values()]


def ave_factors(name: str, prefix: str) -> Any:
    return [average_variance_extracted(*solution[1:]) for solution in raw_solution(name).values()]


def heterotrait(name: str, compute: Callable[..., Any]) -> Any:
    own = constructs(name)
    items = [item for each in own.values() for item in each]
    columns = {factor: [items.index(item) for item in each] for factor, each in own.items()}
    return compute(correlations(as_answered(name, items)), columns).ratios


def htmt_arithmetic(name: str, prefix: str) -> Any:
    return heterotrait(name, htmt)


def htmt_geometric(name: str, prefix: str) -> Any:
    return heterotrait(name, htmt2)


def ordinal_solution(name: str) -> list[tuple[np.ndarray, list[list[float]], np.ndarray]]:
    """Per factor of lavaan's WLSMV solution: standardised loadings, thresholds, polychoric matrix."""
    table = reference.value(name, "poly.poly_lavaan")
    thresholds = reference.value(name, "poly.tau_lavaan")
    found = []
    for factor, items in constructs(name).items():
        loadings = [parameter(name, "cfa.wlsmv.std", "est.std", factor, "=~", item) for item in items]
        cuts = [[value for key, value in thresholds.items() if key.startswith(f"{item}|")] for item in items]
        rows = [table["rows"].index(item) for item in items]
        found.append((np.array(loadings), cuts, np.array(table["data"])[np.ix_(rows, rows)]))
    return found


def rel_omega_cat(name: str, prefix: str) -> Any:
    return [categorical_omega(*solution) for solution in ordinal_solution(name)]


def rel_latent_response(name: str, prefix: str) -> Any:
    return [omega_of(own, 1 - own**2, R.sum()) for own, _, R in ordinal_solution(name)]


def ordinal_alpha_absolute(name: str, prefix: str) -> Any:
    return ordinal_alpha(reference.matrix(name, "poly.poly_lavaan"), keying="absolute").value


def ordinal_alpha_psych(name: str, prefix: str) -> Any:
    return ordinal_alpha(reference.matrix(name, "poly.poly_lavaan"), keying="first_component").value


def ordinal_omega_value(name: str, prefix: str) -> Any:
    return ordinal_omega(reference.matrix(name, "poly.poly_lavaan")).value


def waves(prefix: str) -> tuple[np.ndarray, np.ndarray, float]:
    first, second, reliability = WAVES[prefix]
    table = reference.data("univbct")
    return table.column(first), table.column(second), reliability


def paired(name: str, prefix: str) -> Any:
    first, second, reliability = waves(prefix)
    c, p = paired_change(first, second), reliable_change(first, second, reliability)
    limits = limits_of_agreement(first, second)
    return [
        c.n, c.mean_first, c.mean_second, c.difference.value, c.sd_difference, c.t, c.df, c.pvalue,
        c.difference.lower, c.difference.upper, c.correlation, c.d_z.value, c.d_av.value, c.g_av.value,
        c.d_rm, c.glass, c.d_z.value, p.standard_error, p.difference_error, p.smallest_detectable_change,
        p.share_up, p.share_down, limits.standard_error, limits.low.value, limits.high.value,
        c.wilcoxon_pvalue,
    ]  # fmt: skip


def icc_agreement(name: str, prefix: str) -> Any:
    found = retest_icc(*waves(prefix)[:2]).agreement
    return [found.value, found.lower, found.upper]


def icc_consistency(name: str, prefix: str) -> Any:
    found = retest_icc(*waves(prefix)[:2]).consistency
    return [found.value, found.lower, found.upper]


def lin_ccc(name: str, prefix: str) -> Any:
    return lin_concordance(*waves(prefix)[:2]).value


def three_scores() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Visual, textual and speed scores of Holzinger and Swineford's pupils."""
    visual, textual, speed = (
        complete("hs1939", [f"x{item}" for item in range(start, start + 3)]).sum(axis=1)
        for start in (1, 4, 7)
    )
    return visual, textual, speed


def criterion(name: str, prefix: str) -> Any:
    x, y, _ = three_scores()
    found = criterion_correlation(x, y, reliability_x=0.626, reliability_y=0.883)
    return [
        found.r.value, found.r.lower, found.r.upper, found.t, found.df, found.pvalue, found.disattenuated
    ]  # fmt: skip


def incremental(name: str, prefix: str) -> Any:
    x, y, z = three_scores()
    found = incremental_validity(y, x, z)
    return [found.r2_base, found.r2_full, found.increment, found.f, found.pvalue]


def steiger(name: str, prefix: str) -> Any:
    R = np.corrcoef(three_scores())
    found = williams(len(three_scores()[0]), R[0, 1], R[1, 2], R[0, 2])
    return [found.statistic, found.pvalue]


COMPUTE: dict[str, dict[str, Callable[[str, str], Any]]] = {
    "lambda": {
        "lambdas_cov": lambdas_cov,
        "lambdas_cor": lambdas_cor,
        "lambda4_cov": lambda4_cov,
        "tenberge": tenberge,
    },
    "split_half": {"splitHalf": split_half, "odd_even": odd_even_halves},
    "glb": {"glb_fa": glb_fa},
    "sem": {"sem_sum": sem_sum},
    "omega": {
        "fa1_loadings": fa1_loadings,
        "omega_1f_std_minres": omega_1f_std_minres,
        "cfa1_loadings": cfa1_loadings,
        "cfa1_residuals": cfa1_residuals,
        "cfa1_fit": cfa1_fit,
        "omega_cfa": omega_cfa,
        "compRelSEM": comp_rel_sem,
        "rel_omega": rel_omega,
        "rel_alpha": rel_alpha,
        "rel_omega_cat": rel_omega_cat,
        "rel_latent_response": rel_latent_response,
    },
    "omega_cluster": {"omega": omega_in_companies},
    "em": {"covariance": em_covariance, "alpha": em_alpha},
    "ave": {"AVE": ave, "ave": ave_factors},
    "omega_h": {
        "coefficients": coefficients,
        "ECV": ecv,
        "omega_group": omega_group,
        "schmid": schmid,
        "gloading": gloading,
    },
    "csem": {"csem_lord": csem_lord, "csem_keats": csem_keats},
    "htmt": {"htmt": htmt_geometric, "htmt_arithmetic": htmt_arithmetic},
    "ordinal_alpha": {
        "ordinal_alpha": ordinal_alpha_absolute,
        "ordinal_alpha_psych": ordinal_alpha_psych,
        "ordinal_omega": ordinal_omega_value,
    },
    "change": {"paired": paired},
    "test_retest": {"icc_agreement": icc_agreement, "icc_consistency": icc_consistency, "lin_ccc": lin_ccc},
    "criterion": {"criterion": criterion, "incremental": incremental, "steiger": steiger},
}
