"""A subscale's results by cluster under the binding names of `validate --json`."""

from collections.abc import Sequence

import numpy as np

from engine.validation.json_values import Json, by_name, matrix, number, numbers, plain
from engine.validation.levels import LevelStudy
from psychometrics.levels import Levels
from psychometrics.within_group import WithinGroup

AGREEMENT = ("rwgj_uniform", "rwgj_skewed", "rwgj_lindell", "ad_mean", "ad_median", "awgj")


def levels_json(study: LevelStudy, names: Sequence[str]) -> Json:
    """Levels of one subscale; `names` are its items."""
    return {
        "n": study.scores.persons,
        "groups": study.scores.groups,
        "missing": study.scores.left_out,
        **_icc(study.levels),
        **_agreement(study.agreement),
        **_means(study),
        "item_levels": _item_levels(study, names),
        "property": None if study.property is None else plain(study.property, "citations"),
    }


def _icc(found: Levels | None) -> dict[str, Json]:
    if found is None:
        nothing = dict.fromkeys(("anova", "n0", "reml"))
        absent = dict.fromkeys(("icc1_ci", "icc2", "icc2_ci", "icc2_reml", "anova", "reml"))
        return {"icc1": nothing, **absent}
    anova, reml = found.anova, found.reml
    own = ("icc1", "icc1_interval", "icc1_n0", "icc1_n0_interval", "icc2", "icc2_interval")
    return {
        "icc1": by_name(list(found.icc1), found.icc1.values()),
        "icc1_ci": {
            "anova": numbers(anova.icc1_interval),
            "n0": numbers(anova.icc1_n0_interval),
            "reml": numbers(reml.icc1_interval),
        },
        "icc2": number(anova.icc2),
        "icc2_ci": numbers(anova.icc2_interval),
        "icc2_reml": number(reml.icc2),
        "anova": plain(anova, *own),
        "reml": {
            name: number(getattr(reml, name))
            for name in ("between", "within", "mean", "se_mean", "criterion")
        },
    }


def _agreement(found: WithinGroup | None) -> dict[str, Json]:
    """Means over groups, then every index over groups, then every group."""
    summary = None if found is None else found.summary()

    def mean(name: str) -> Json:
        return None if summary is None else number(summary[name].mean)

    return {
        "rwgj": {short: mean(f"rwgj_{short}") for short in ("uniform", "skewed", "lindell")},
        "ad": mean("ad_mean"),
        "ad_median": mean("ad_median"),
        "awg": mean("awgj"),
        "agreement": None if summary is None else {name: plain(one) for name, one in summary.items()},
        "agreement_by_group": None
        if found is None
        else matrix(
            found.labels.tolist(),
            ["n", *AGREEMENT],
            np.column_stack([found.n, *(getattr(found, name) for name in AGREEMENT)]),
        ),
    }


def _means(study: LevelStudy) -> dict[str, Json]:
    labels, means = [str(label) for label in study.scores.labels], study.means
    reml = None if study.levels is None else study.levels.reml
    return {
        "group_mean_reliability": None if reml is None else by_name(labels, reml.reliability),
        "group_means": matrix(
            labels,
            ["n", "mean", "sd", "lower", "upper"],
            np.column_stack([means.n, means.mean, means.sd, means.lower, means.upper]),
        ),
        "empirical_bayes": None if reml is None else by_name(labels, reml.empirical_bayes),
    }


def _item_levels(study: LevelStudy, names: Sequence[str]) -> Json:
    items = study.items
    if items is None:
        return None
    return {
        "alpha_within": number(items.alpha_within),
        "alpha_between": number(items.alpha_between),
        "icc1": by_name(names, items.icc1),
        "icc2": by_name(names, items.icc2),
        "within_r": matrix(names, names, items.within_r),
        "between_r": matrix(names, names, items.between_r),
    }
