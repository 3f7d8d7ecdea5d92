"""A subscale's results under the names of `validate --json`, each with where it lies in a `SubscaleStudy`."""

from collections.abc import Mapping
from typing import Final

from engine.validation.paths import (
    Cell,
    by_field,
    by_name,
    fixed,
    item_by_item,
    matrix,
    not_used,
    of,
    only,
    people,
    same,
    where,
)

ALPHA: Final[Cell] = {
    **same("reliability.alpha", "n", "n_complete"),
    "missing": not_used("reliability.alpha.n"),
    "basis": {
        "raw": fixed("pairwise"),
        "complete": fixed("complete"),
        "standardized": fixed("pairwise"),
        "ci": "reliability.basis",
    },
    **same("reliability.alpha", "raw", "complete", "standardized"),
    "ci": by_field("reliability.interval", "seed", "draws"),
    "effective_n": "reliability.effective_n",
    "ordinal": "reliability.ordinal.alpha.value",
    **same("reliability.alpha.pairwise", "standard_error", "lambda6", "median_r"),
    "complete_cases": "reliability.alpha.complete_cases",
    "intervals": {
        name: by_field(f"reliability.alpha.{name}", "seed", "draws")
        for name in ("feldt", "bonett", "complete_feldt", "complete_bonett")
    }
    | {"bootstrap": only("reliability.bootstrap.alpha")},
    "without_reversed": "reliability.without_reversed.raw",
}

OMEGA: Final[Cell] = {
    **people("reliability"),
    "total": "reliability.omega.model",
    "observed": "reliability.omega.observed",
    "ci": where("reliability.omega.lower", same("reliability.omega", "lower", "upper")),
    **same("reliability.omega.factor", "loadings", "residuals"),
    "fit": "reliability.omega.fit",
    **same("reliability.hierarchical", "hierarchical", "asymptotic"),
    "hierarchical_total": "reliability.hierarchical.total",
    "ecv": "reliability.hierarchical.explained_common_variance",
    "group_factors": where("reliability.hierarchical", "reliability.group_factors"),
    "groups": "reliability.hierarchical.groups",
    "ordinal": "reliability.ordinal.omega.value",
    "categorical": "reliability.ordinal.categorical_omega",
    "bootstrap": only("reliability.bootstrap.omega"),
    "hierarchical_bootstrap": only("reliability.bootstrap.hierarchical"),
}

EM: Final[Cell] = {
    "n": "reliability.em.n",
    "missing": not_used("reliability.em.n"),
    **same("reliability.em", "alpha", "omega", "means", "covariance"),
}

LAMBDA: Final[Cell] = {
    **{str(place): f"reliability.bounds.guttman.lambda{place}" for place in range(1, 7)},
    "4_certain": "reliability.bounds.guttman.lambda4_certain",
    "ten_berge": "reliability.bounds.ten_berge",
    "glb": "reliability.bounds.greatest.value",
    **people("reliability"),
}

SPLIT_HALF: Final[Cell] = {
    "max": "reliability.halves.splits.maximum",
    "mean": "reliability.halves.splits.mean",
    "min": "reliability.halves.splits.minimum",
    "odd_even": "reliability.halves.odd_even.spearman_brown",
    "odd_even_flanagan": "reliability.halves.odd_even.flanagan_rulon",
    "odd_even_r": "reliability.halves.odd_even.correlation",
    **same("reliability.halves.splits", "splits", "possible", "exhaustive", "seed", "best_half"),
    **people("reliability"),
}

ERRORS: Final[Cell] = {
    **people("reliability"),
    **same("reliability.errors", "overall", "conditional"),
    **{
        name: by_name(f"reliability.errors.{name}.scores", f"reliability.errors.{name}.standard_errors", "g")
        for name in ("binomial", "keats")
    },
}

SUBSCALE_ITEM: Final[Mapping[str, Cell]] = {
    "n": "reliability.alpha.items.n",
    "missing": not_used("reliability.alpha.items.n"),
    "reversed": "subscale.reverse",
    "item_rest": "reliability.alpha.items.item_rest",
    "item_total": "item_total",
    "item_total_corrected": "reliability.alpha.items.overlap_corrected",
    "item_total_standardized": "reliability.alpha.items.standardized_total",
    "alpha_if_dropped": "reliability.alpha.if_dropped.raw",
    "discrimination": "discrimination",
}

NORMS: Final = ("n", "percentile", "percentile_at", "z", "t", "t_normalized", "stanine")

SCORE: Final[Cell] = {
    "n": "n",
    "missing": "unscored",
    **same("", "mean", "sd"),
    "rescaled": {
        "mean": "rescaled_mean",
        "sd": "rescaled_sd",
        **same("", "low", "high"),
        "floor": "at_low",
        "ceiling": "at_high",
        "quantiles": "quantiles",
    },
    "answered": "answered",
    "norms": of("norms", matrix("score", NORMS, NORMS, ".15g")),
    **same("", "levels", "classification"),
}

# A subscale's scores by cluster

AGREEMENT: Final = ("rwgj_uniform", "rwgj_skewed", "rwgj_lindell", "ad_mean", "ad_median", "awgj")
MEANS: Final = ("n", "mean", "sd", "lower", "upper")

LEVELS: Final[Cell] = {
    "n": "levels.scores.persons",
    "groups": "levels.scores.groups",
    "missing": "levels.scores.left_out",
    "icc1": same("levels.levels.icc1", "anova", "n0", "reml"),
    "icc1_ci": of(
        "levels.levels",
        {"anova": "anova.icc1_interval", "n0": "anova.icc1_n0_interval", "reml": "reml.icc1_interval"},
    ),
    "icc2": "levels.levels.anova.icc2",
    "icc2_ci": "levels.levels.anova.icc2_interval",
    "icc2_reml": "levels.levels.reml.icc2",
    "anova": by_field(
        "levels.levels.anova",
        *("icc1", "icc1_interval", "icc1_n0", "icc1_n0_interval", "icc2", "icc2_interval"),
    ),
    "reml": of("levels.levels.reml", same("", "between", "within", "mean", "se_mean", "criterion")),
    "rwgj": {name: f"levels.agreement.summary.rwgj_{name}.mean" for name in ("uniform", "skewed", "lindell")},
    "ad": "levels.agreement.summary.ad_mean.mean",
    "ad_median": "levels.agreement.summary.ad_median.mean",
    "awg": "levels.agreement.summary.awgj.mean",
    "agreement": "levels.agreement.summary",
    "random_groups": "levels.random",
    "agreement_by_group": of("levels.agreement", matrix("labels", ("n", *AGREEMENT), ("n", *AGREEMENT))),
    "group_mean_reliability": by_name("levels.scores.labels", "levels.levels.reml.reliability"),
    "group_means": matrix("levels.scores.labels", MEANS, tuple(f"levels.means.{name}" for name in MEANS)),
    "empirical_bayes": by_name("levels.scores.labels", "levels.levels.reml.empirical_bayes"),
    "item_levels": where(
        "levels.items",
        {
            **same("levels.items", "alpha_within", "alpha_between"),
            "icc1": by_name("subscale.names", "levels.items.icc1"),
            "icc2": by_name("subscale.names", "levels.items.icc2"),
            "within_r": matrix("subscale.names", "subscale.names", "levels.items.within_r"),
            "between_r": matrix("subscale.names", "subscale.names", "levels.items.between_r"),
        },
    ),
    "omega": of("levels.factors", {"within": "omega_within", "between": "omega_between"}),
    "omega_errors": of("levels.factors", {"within": "omega_within_error", "between": "omega_between_error"}),
    "lai": of(
        "levels.factors",
        {
            "within": "config_within",
            "total": "config_total",
            "mean": "shared_between",
            "raters": "raters",
            "size": "size",
        },
    ),
    "property": by_field("levels.property", "citations"),
}

SUBSCALE: Final[Cell] = {
    "label": "subscale.subscale.label",
    "n": "n",
    "missing": not_used("n"),
    "n_complete": "n_complete",
    "basis": "reliability.basis",
    "alpha": where(
        "reliability.alpha",
        ALPHA,
        absent=dict.fromkeys(("raw", "complete", "standardized", "ci", "ordinal")),
    ),
    "average_r": "reliability.alpha.average_r",
    "omega": OMEGA,
    "em": where("reliability.em", EM),
    "one_factor": {
        **same("reliability.one_factor", "answer", "wants", "any_one"),
        "dimensions": "reliability.parallel.components.suggested",
    },
    "lambda": LAMBDA,
    "split_half": SPLIT_HALF,
    "sem": "reliability.errors.overall.standard_error",
    "measurement_error": where("reliability.errors", ERRORS),
    "ave": "reliability.ave",
    "items": item_by_item("subscale.names", SUBSCALE_ITEM),
    "score": of("score", SCORE),
    "levels": where("levels", LEVELS),
}
