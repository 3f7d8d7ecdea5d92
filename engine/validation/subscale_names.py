"""A subscale's results under the binding names of `validate --json`."""

import numpy as np

from engine.validation.json_values import Json, matrix, number, numbers, plain
from engine.validation.level_names import levels_json
from engine.validation.reliability import Reliability
from engine.validation.scores import ScoreStudy
from engine.validation.subscales import SubscaleStudy
from psychometrics.measurement_error import ScoreErrors
from psychometrics.reliability import Alpha


def subscale_json(study: SubscaleStudy, persons: int) -> Json:
    """One subscale of a study of so many `persons`; a part that does not exist is null.

    In every block `n` people were used, `missing` were not, and `basis` says how missing answers were met.
    """
    found = study.reliability
    alpha = None if found is None else found.alpha
    return {
        "label": study.subscale.subscale.label,
        "n": study.n,
        "missing": persons - study.n,
        "n_complete": study.n_complete,
        "basis": None if found is None else found.basis,
        "alpha": _alpha(found, persons),
        "average_r": None if alpha is None else number(alpha.average_r),
        "omega": _omega(found, persons),
        "lambda": _lambda(found, persons),
        "split_half": _split_half(found, persons),
        "sem": None if found is None or found.errors is None else _sem(found),
        "measurement_error": _errors(found, persons),
        "ave": None if found is None else number(found.ave),
        "items": _items(study, alpha, persons),
        "score": _score(study.score),
        "levels": None if study.levels is None else levels_json(study.levels, study.subscale.names),
    }


def _alpha(found: Reliability | None, persons: int) -> Json:
    if found is None or found.alpha is None:
        return {"raw": None, "complete": None, "standardized": None, "ci": None, "ordinal": None}
    alpha, ordinal = found.alpha, found.ordinal
    return {
        "n": alpha.n,
        "n_complete": alpha.n_complete,
        "missing": persons - alpha.n,
        "basis": {"raw": "pairwise", "complete": "complete", "standardized": "pairwise", "ci": found.basis},
        "raw": number(alpha.raw),
        "complete": number(alpha.complete),
        "standardized": number(alpha.standardized),
        "ci": plain(found.interval, "seed", "draws"),
        "ordinal": None if ordinal is None or ordinal.alpha is None else number(ordinal.alpha.value),
        "standard_error": number(alpha.pairwise.standard_error),
        "lambda6": number(alpha.pairwise.lambda6),
        "median_r": number(alpha.pairwise.median_r),
        "complete_cases": plain(alpha.complete_cases),
        "intervals": {
            name: plain(getattr(alpha, name), "seed", "draws")
            for name in ("feldt", "bonett", "complete_feldt", "complete_bonett")
        }
        | (
            {"bootstrap": plain(found.bootstrap["alpha"])}
            if found.bootstrap and "alpha" in found.bootstrap
            else {}
        ),
        "without_reversed": None if found.without_reversed is None else number(found.without_reversed.raw),
    }


def _omega(found: Reliability | None, persons: int) -> Json:
    omega = None if found is None else found.omega
    hierarchical = None if found is None else found.hierarchical
    ordinal = None if found is None else found.ordinal
    interval = None if omega is None or omega.lower is None else {"lower": omega.lower, "upper": omega.upper}
    return {
        **_people(found, persons),
        "total": None if omega is None else number(omega.model),
        "observed": None if omega is None else number(omega.observed),
        "ci": interval,
        "loadings": None if omega is None else numbers(omega.factor.loadings),
        "residuals": None if omega is None else numbers(omega.factor.residuals),
        "fit": None if omega is None else plain(omega.fit),
        "hierarchical": None if hierarchical is None else number(hierarchical.hierarchical),
        "asymptotic": None if hierarchical is None else number(hierarchical.asymptotic),
        "hierarchical_total": None if hierarchical is None else number(hierarchical.total),
        "ecv": None if hierarchical is None else number(hierarchical.explained_common_variance),
        "group_factors": None if hierarchical is None or found is None else found.group_factors,
        "groups": None if hierarchical is None else [plain(one) for one in hierarchical.groups],
        "ordinal": None if ordinal is None or ordinal.omega is None else number(ordinal.omega.value),
        "categorical": None if ordinal is None else number(ordinal.categorical_omega),
    } | _bootstrapped(found)


def _people(found: Reliability | None, persons: int) -> dict[str, Json]:
    if found is None:
        return {"n": None, "missing": None, "basis": None}
    return {"n": found.n, "missing": persons - found.n, "basis": found.basis}


def _bootstrapped(found: Reliability | None) -> dict[str, Json]:
    if found is None or not found.bootstrap or "omega" not in found.bootstrap:
        return {}
    return {"bootstrap": plain(found.bootstrap["omega"])}


def _lambda(found: Reliability | None, persons: int) -> Json:
    bounds = None if found is None else found.bounds
    guttman = None if bounds is None else bounds.guttman
    names = {str(place): f"lambda{place}" for place in range(1, 7)}
    return {
        **{
            short: None if guttman is None else number(getattr(guttman, name))
            for short, name in names.items()
        },
        "4_certain": None if guttman is None else guttman.lambda4_certain,
        "ten_berge": None if bounds is None else numbers(bounds.ten_berge),
        "glb": None if bounds is None or bounds.greatest is None else number(bounds.greatest.value),
        **_people(found, persons),
    }


def _split_half(found: Reliability | None, persons: int) -> Json:
    halves = None if found is None else found.halves
    splits = None if halves is None else halves.splits
    odd = None if halves is None else halves.odd_even
    return {
        "max": None if splits is None else number(splits.maximum),
        "mean": None if splits is None else number(splits.mean),
        "min": None if splits is None else number(splits.minimum),
        "odd_even": None if odd is None else number(odd.spearman_brown),
        "odd_even_flanagan": None if odd is None else number(odd.flanagan_rulon),
        "odd_even_r": None if odd is None else number(odd.correlation),
        "splits": None if splits is None else splits.splits,
        "possible": None if splits is None else splits.possible,
        "exhaustive": None if splits is None else splits.exhaustive,
        "seed": None if splits is None else splits.seed,
        "best_half": None if splits is None else list(splits.best_half),
        **_people(found, persons),
    }


def _sem(found: Reliability) -> Json:
    overall = None if found.errors is None else found.errors.overall
    return None if overall is None else number(overall.standard_error)


def _errors(found: Reliability | None, persons: int) -> Json:
    errors = None if found is None else found.errors
    if errors is None or found is None:
        return None
    return {
        **_people(found, persons),
        "overall": plain(errors.overall),
        "conditional": plain(errors.conditional),
        "binomial": _by_score(errors.binomial),
        "keats": _by_score(errors.keats),
    }


def _by_score(errors: ScoreErrors | None) -> Json:
    if errors is None:
        return None
    return {
        f"{score:g}": number(error)
        for score, error in zip(errors.scores, errors.standard_errors, strict=True)
    }


def _items(study: SubscaleStudy, alpha: Alpha | None, persons: int) -> Json:
    result = {}
    for place, name in enumerate(study.subscale.names):
        dropped = None if alpha is None else alpha.if_dropped
        total = study.item_total
        result[name] = {
            "n": None if alpha is None else int(alpha.items.n[place]),
            "missing": None if alpha is None else persons - int(alpha.items.n[place]),
            "reversed": study.subscale.reverse[place],
            "item_rest": None if alpha is None else number(alpha.items.item_rest[place]),
            "item_total": None if total is None else number(total[place]),
            "item_total_corrected": None if alpha is None else number(alpha.items.overlap_corrected[place]),
            "item_total_standardized": None
            if alpha is None
            else number(alpha.items.standardized_total[place]),
            "alpha_if_dropped": None if dropped is None else number(dropped.raw[place]),
            "discrimination": None if study.discrimination is None else number(study.discrimination[place]),
        }
    return result


def _score(score: ScoreStudy | None) -> Json:
    if score is None:
        return None
    norms = score.norms
    return {
        "n": score.n,
        "missing": score.unscored,
        "mean": number(score.mean),
        "sd": number(score.sd),
        "rescaled": {
            "mean": number(score.rescaled_mean),
            "sd": number(score.rescaled_sd),
            "low": number(score.low),
            "high": number(score.high),
            "floor": number(score.at_low),
            "ceiling": number(score.at_high),
            "quantiles": numbers(score.quantiles),
        },
        "answered": numbers(score.answered),
        "norms": None
        if norms is None
        else matrix(
            [f"{value:.15g}" for value in norms.score],
            ["n", "percentile", "percentile_at", "z", "t", "t_normalized", "stanine"],
            np.column_stack(
                [
                    norms.n,
                    norms.percentile,
                    norms.percentile_at,
                    norms.z,
                    norms.t,
                    norms.t_normalized,
                    norms.stanine,
                ]
            ),
        ),
        "levels": [plain(level) for level in score.levels],
        "classification": plain(score.classification),
    }
