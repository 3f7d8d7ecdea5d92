"""Correlations, dimensionality, factors and validity under the binding names of `validate --json`."""

import numpy as np

from engine.validation.correlations import ItemCorrelations, ScoreCorrelations
from engine.validation.findings import Findings
from engine.validation.json_values import Json, by_name, matrix, number, numbers, plain
from engine.validation.structure import Dimensionality, FactorStudy, ValidityStudy
from psychometrics.dimensionality import VerySimpleStructure
from psychometrics.factors import FactorSolution
from psychometrics.omega import OmegaHierarchical
from psychometrics.parallel import ParallelAnalysis, Scree
from psychometrics.validity import Heterotrait


def structure_json(study: Findings) -> dict[str, Json]:
    """The blocks `correlations`, `dimensionality`, `efa`, `efa_suggested`, `general_factor`, `validity`."""
    persons, factors = study.sample.n, study.factors
    solution = None if factors is None else factors.solution
    suggested = None if factors is None else factors.suggested
    return {
        "correlations": _correlations(study.correlations, study.score_correlations, persons),
        "dimensionality": _dimensionality(study.dimensionality, persons),
        "efa": _solution(factors, solution, persons),
        "efa_suggested": None if suggested is None else _solution(factors, suggested, persons),
        "general_factor": _general(factors, persons),
        "validity": _validity(study.validity, persons),
    }


def _correlations(found: ItemCorrelations | None, scores: ScoreCorrelations | None, persons: int) -> Json:
    if found is None:
        return None
    names, latent, ranks = found.names, found.polychoric, found.spearman
    used = found.n_complete if found.basis == "complete" else int(found.n.min())
    return {
        "n": used,
        "missing": persons - used,
        "basis": {
            "pearson": "pairwise",
            "pearson_complete": "complete",
            "spearman": "pairwise",
            "polychoric": found.basis,
        },
        "pearson": matrix(names, names, found.pearson),
        "pearson_complete": matrix(names, names, found.complete),
        "pairwise_n": matrix(names, names, found.n),
        "spearman": None if ranks is None else matrix(names, names, ranks.correlation),
        "polychoric": None if latent is None else matrix(latent.names, latent.names, latent.correlation),
        "thresholds": None
        if latent is None
        else {name: numbers(cuts) for name, cuts in zip(latent.names, latent.thresholds, strict=True)},
        "scores": None
        if scores is None
        else {
            "n": matrix(scores.names, scores.names, scores.n),
            "pearson": matrix(scores.names, scores.names, scores.pearson),
            "disattenuated": matrix(scores.names, scores.names, scores.disattenuated),
        },
    }


def _dimensionality(found: Dimensionality | None, persons: int) -> Json:
    if found is None:
        return None
    kmo, found_map = found.kmo, found.map
    return {
        "n": found.n,
        "missing": persons - found.n,
        "basis": found.basis,
        "kmo": {
            "overall": None if kmo is None else number(kmo.overall),
            "items": None if kmo is None else by_name(found.names, kmo.items),
            "pairwise": None if found.kmo_pairwise is None else number(found.kmo_pairwise.overall),
        },
        "bartlett": plain(found.bartlett) or {"chisq": None, "df": None, "p": None},
        "smc": by_name(found.names, found.smc),
        "eigenvalues": numbers(found.eigenvalues),
        "parallel": _parallel(found.parallel),
        "parallel_polychoric": _parallel(found.polychoric_parallel),
        "map": None if found_map is None else numbers(found_map.squared[1:]),
        "map_fourth": None if found_map is None else numbers(found_map.fourth[1:]),
        "map_components": None if found_map is None else found_map.components,
        "map_fourth_components": None if found_map is None else found_map.components_fourth,
        "vss": _vss(found.vss),
    }


def _vss(found: VerySimpleStructure | None) -> Json:
    if found is None:
        return None
    rows, columns = found.fit.shape
    fit = matrix(range(1, rows + 1), [f"complexity_{place + 1}" for place in range(columns)], found.fit)
    return {"factors": list(found.factors), "fit": fit}


def _parallel(found: ParallelAnalysis | None) -> Json:
    if found is None:
        return {"factors": None, "components": None}
    return {
        "factors": found.factors.suggested,
        "components": found.components.suggested,
        "n": found.n,
        "draws": found.draws,
        "quantile": found.quantile,
        "seed": found.seed,
        "scree": {"factors": _scree(found.factors), "components": _scree(found.components)},
    }


def _scree(found: Scree) -> Json:
    return {name: numbers(getattr(found, name)) for name in ("observed", "mean", "limit")}


def _solution(study: FactorStudy | None, solution: FactorSolution | None, persons: int) -> Json:
    if study is None or solution is None:
        return None
    count = solution.loadings.shape[1]
    names, factors = solution.names, [f"F{place + 1}" for place in range(count)]
    weights = study.weights if solution is study.solution else None
    return {
        "n": study.n,
        "missing": persons - study.n,
        "basis": study.basis,
        "factors": count,
        "method": solution.method,
        "rotation": solution.rotation,
        "converged": solution.converged,
        "loadings": matrix(names, factors, solution.loadings),
        "structure": matrix(names, factors, solution.structure),
        "phi": matrix(factors, factors, solution.phi),
        "communalities": by_name(names, solution.communalities),
        "uniquenesses": by_name(names, solution.uniquenesses),
        "complexity": by_name(names, solution.complexity),
        "variance": matrix(
            ["ss_loadings", "proportion", "cumulative", "explained", "cumulative_explained"],
            factors,
            solution.variance.rows(),
        ),
        "fit": plain(solution.fit),
        "score_weights": None if weights is None else matrix(names, factors, weights.weights),
        "determinacy": None if weights is None else by_name(factors, weights.determinacy),
    }


def _general(study: FactorStudy | None, persons: int) -> Json:
    general: OmegaHierarchical | None = None if study is None else study.general
    if study is None or general is None:
        return None
    return {
        "n": study.n,
        "missing": persons - study.n,
        "basis": study.basis,
        "hierarchical": number(general.hierarchical),
        "asymptotic": number(general.asymptotic),
        "total": number(general.total),
        "ecv": number(general.explained_common_variance),
        "puc": number(general.uncontaminated_correlations),
        "item_ecv": by_name(study.names, general.item_explained_common_variance),
        "groups": [plain(group) for group in general.groups],
    }


def _validity(found: ValidityStudy | None, persons: int) -> Json:
    if found is None:
        return None
    larcker = found.fornell_larcker
    return {
        "n": found.n,
        "missing": persons - found.n,
        "basis": found.basis,
        "htmt": _ratios(found.htmt),
        "htmt2": _ratios(found.htmt2),
        "ave": {name: number(value) for name, value in found.ave.items()},
        "fornell_larcker": None
        if larcker is None
        else {
            "holds": dict(zip(larcker.constructs, map(bool, larcker.holds), strict=True)),
            "squared_correlations": matrix(
                larcker.constructs, larcker.constructs, larcker.squared_correlations
            ),
        },
    }


def _ratios(found: Heterotrait | None) -> Json:
    return None if found is None else matrix(found.constructs, found.constructs, np.asarray(found.ratios))
