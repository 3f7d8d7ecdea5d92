"""Our value for every reference id about exploratory factor analysis and factor scores, by kind and last part."""

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from psychometrics.extraction import (
    Extraction,
    maximum_likelihood,
    minres,
    principal_axis,
    principal_components,
)
from psychometrics.factor_fit import FactorFit
from psychometrics.factor_scores import bartlett_weights, factor_scores, regression_weights, score_weights
from psychometrics.factors import ROTATIONS, FactorSolution, complexity, explore, variance_accounted
from psychometrics.missingness import em_moments
from psychometrics.rotation import Rotation, aligned, geomin, oblimin, varimax
from psychometrics.summaries.patterns import Patterns
from tests import reference
from tests.psychometrics.factor_data import FACTORS, complete, correlations, responses
from tests.psychometrics.reference_correlations import polychorics

Compute = Callable[[str, str], Any]

EXTRACT = {"minres": minres, "ml": maximum_likelihood, "pa": principal_axis}


def analysis(prefix: str) -> list[str]:
    """Method and rotation of a prefix as `efa.minres_oblimin`."""
    return prefix.split(".")[1].split("_")


@functools.cache
def extracted(name: str, method: str) -> Extraction:
    found = EXTRACT[method](correlations(name, "efa")[0], FACTORS[name])
    assert found.converged
    return found


@functools.cache
def solved(name: str, method: str, rotation: str) -> FactorSolution:
    return explore(*correlations(name, "efa"), FACTORS[name], method=method, rotation=rotation)


def turned_as_psych(name: str, method: str, rotation: str) -> tuple[np.ndarray, np.ndarray]:
    """Loadings and phi. psych's varimax stops at a relative change of 1e-5: ours is stopped there too."""
    if rotation == "varimax":
        turned = varimax(extracted(name, method).loadings, tolerance=1e-5)
        return aligned(turned.loadings, turned.phi)
    found = solved(name, method, rotation)
    return found.loadings, found.phi


def columns_of(name: str, prefix: str) -> tuple[np.ndarray, np.ndarray]:
    """Order and signs that put our columns where the reference has them."""
    loadings, _ = turned_as_psych(name, *analysis(prefix))
    return reference.match_columns(loadings, reference.matrix(name, f"{prefix}.loadings"))


def loadings(name: str, prefix: str) -> Any:
    order, sign = columns_of(name, prefix)
    return turned_as_psych(name, *analysis(prefix))[0][:, order] * sign


def structure(name: str, prefix: str) -> Any:
    order, sign = columns_of(name, prefix)
    pattern, phi = turned_as_psych(name, *analysis(prefix))
    return (pattern @ phi)[:, order] * sign


def phi(name: str, prefix: str) -> Any:
    order, sign = columns_of(name, prefix)
    return turned_as_psych(name, *analysis(prefix))[1][np.ix_(order, order)] * np.outer(sign, sign)


def complexities(name: str, prefix: str) -> Any:
    return complexity(turned_as_psych(name, *analysis(prefix))[0])


def vaccounted(name: str, prefix: str) -> Any:
    """Our order of factors, by variance, is psych's."""
    return variance_accounted(*turned_as_psych(name, *analysis(prefix))).rows()


def communality(name: str, prefix: str) -> Any:
    return np.sum(extracted(name, analysis(prefix)[0]).loadings ** 2, axis=1)


def printed(fit: FactorFit) -> list[float | None]:
    """In the order of the reference, which is psych's."""
    return [
        fit.chisq, fit.df, fit.p, fit.objective, fit.rmsea, fit.rmsea_lower, fit.rmsea_upper, fit.rmsea_confidence,
        fit.tli, fit.bic, fit.rmsr, fit.crms, fit.null_chisq, fit.null_df, fit.chisq_empirical, fit.fit, fit.fit_off,
    ]  # fmt: skip


def factanal_fit(name: str, prefix: str) -> Any:
    fit = solved(name, "ml", "none").fit
    return [fit.chisq, fit.df, fit.p]


def determinacy(name: str, prefix: str) -> Any:
    order, _ = columns_of(name, prefix)
    solution = solved(name, *analysis(prefix))
    return score_weights(correlations(name, "efa")[0], solution).determinacy[order]


def weights(method: str) -> Compute:
    def compute(name: str, prefix: str) -> Any:
        order, sign = columns_of(name, prefix)
        solution = solved(name, *analysis(prefix))
        return score_weights(correlations(name, "efa")[0], solution, method=method).weights[:, order] * sign

    return compute


def tight(last: str, rotate: Callable[[np.ndarray], Rotation], extract: Any = minres) -> Compute:
    """A rotation run to its end: loadings, and phi where the reference gives both."""

    def compute(name: str, prefix: str) -> Any:
        found = rotate(extract(correlations(name, "efa")[0], FACTORS[name]).loadings)
        assert found.converged
        expected = reference.value(name, f"{prefix}.{last}")
        with_phi = "loadings" in expected
        theirs = np.array((expected["loadings"] if with_phi else expected)["data"])
        order, sign = reference.match_columns(found.loadings, theirs)
        turned = found.phi[np.ix_(order, order)] * np.outer(sign, sign)
        return [found.loadings[:, order] * sign, *([turned] if with_phi else [])]

    return compute


@functools.cache
def other_matrix(name: str, prefix: str, matrix: str) -> np.ndarray:
    """Polychoric correlations of complete rows, or correlations from EM moments of all answers."""
    if matrix == "poly":
        return polychorics(name, prefix).correlation
    covariance = em_moments(Patterns.of_values(responses(name, prefix))).covariance
    deviations = np.sqrt(np.diag(covariance))
    return covariance / np.outer(deviations, deviations)


def of_other(name: str, prefix: str) -> FactorSolution:
    first, what = prefix.split(".")
    matrix, method, *rotation = what.split("_")
    return explore(
        other_matrix(name, first, matrix),
        None,
        3,
        method=method,
        rotation=rotation[0] if rotation else "none",
    )


def loadings_of_other(name: str, prefix: str) -> Any:
    found = of_other(name, prefix).loadings
    order, sign = reference.match_columns(found, reference.matrix(name, f"{prefix}.loadings"))
    return found[:, order] * sign


def confirmed(name: str) -> tuple[list[str], np.ndarray, np.ndarray, np.ndarray]:
    """Items in order, and loadings, factor covariances and unique variances that lavaan estimated."""
    rows = reference.value(name, "cfa.ml.estimates")["columns"]
    parameters = list(zip(rows["lhs"], rows["op"], rows["rhs"], rows["est"], strict=True))
    factors = list(dict.fromkeys(lhs for lhs, op, _, _ in parameters if op == "=~"))
    items = [rhs for _, op, rhs, _ in parameters if op == "=~"]
    pattern, between = np.zeros((len(items), len(factors))), np.zeros((len(factors),) * 2)
    unique = np.zeros(len(items))
    for lhs, op, rhs, estimate in parameters:
        if op == "=~":
            pattern[items.index(rhs), factors.index(lhs)] = estimate
        elif lhs in factors:
            i, j = factors.index(lhs), factors.index(rhs)
            between[i, j] = between[j, i] = estimate
        else:
            unique[items.index(lhs)] = estimate
    return items, pattern, between, unique


def confirmed_scores(method: str) -> Compute:
    """Our weights on lavaan's covariance solution: lavPredict's first ten persons."""

    def compute(name: str, prefix: str) -> Any:
        items, pattern, between, unique = confirmed(name)
        if method == "regression":
            found = regression_weights(pattern @ between @ pattern.T + np.diag(unique), pattern, between)
        else:
            found = bartlett_weights(pattern, unique)
        answers = complete(reference.data(name).columns(items))
        scores = factor_scores(answers, found, means=answers.mean(axis=0), deviations=np.ones(len(items)))
        return scores[:10]

    return compute


TURNED = {"loadings": loadings, "vaccounted": vaccounted, "phi": phi, "structure": structure}

COMPUTE: dict[str, dict[str, Compute]] = {
    "fa_none": {
        "loadings": loadings,
        "vaccounted": vaccounted,
        "communality": communality,
        "factanal_uniqueness": lambda name, prefix: extracted(name, "ml").uniquenesses,
    },
    "fa_fit": {
        "fit": lambda name, prefix: printed(solved(name, analysis(prefix)[0], "none").fit),
        "factanal_stat": factanal_fit,
    },
    "fa_varimax": {
        "loadings": loadings,
        "vaccounted": vaccounted,
        "varimax_tight": tight("varimax_tight", varimax),
    },
    "fa_oblimin": {
        **TURNED,
        "complexity": complexities,
        "quartimin_tight": tight("quartimin_tight", oblimin),
        "quartimin_kaiser_tight": tight("quartimin_kaiser_tight", lambda A: oblimin(A, normalise=True)),
        "geominQ_tight": tight("geominQ_tight", geomin),
    },
    "fa_promax": {**TURNED},
    "fa_orthogonal": {
        "quartimax_tight": tight("quartimax_tight", ROTATIONS["quartimax"]),
        "equamax_tight": tight("equamax_tight", ROTATIONS["equamax"]),
    },
    "pca": {
        "principal_varimax": tight(
            "principal_varimax", lambda A: varimax(A, tolerance=1e-5), principal_components
        )
    },
    "fa_scores": {
        "R2_scores": determinacy,
        "weights_Thurstone": weights("regression"),
        "weights_Bartlett": weights("bartlett"),
        "weights_tenBerge": weights("tenberge"),
    },
    "factor_scores": {
        "fscores_regression": confirmed_scores("regression"),
        "fscores_bartlett": confirmed_scores("bartlett"),
    },
    **{
        kind: {
            "communality": lambda name, prefix: of_other(name, prefix).communalities,
            "loadings": loadings_of_other,
        }
        for kind in ("efa_poly", "efa_em")
    },
}
