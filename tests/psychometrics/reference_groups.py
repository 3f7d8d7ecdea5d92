"""Our value for every reference id about people in groups, by kind and last part."""

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from psychometrics.groups import GroupMeans, GroupScores, group_items, group_means, group_scores
from psychometrics.levels import AnovaIcc, WithinBetween, anova_icc, within_between
from psychometrics.random_intercept import RandomIntercept, random_intercept
from psychometrics.within_group import WithinGroup, category_counts, summarise, within_group
from tests import reference

OPTIONS = [1, 2, 3, 4, 5]
GROUP = {"bh1996": "GRP", "lq2002": "COMPID", "school-wellbeing": "class"}
ITEMS = {
    ("lq2002", "agg"): [f"LEAD{item:02d}" for item in range(1, 12)],
    ("lq2002", "agg_tsig"): ["TSIG01", "TSIG02", "TSIG03"],
    ("school-wellbeing", "agg"): [f"W{item}" for item in range(1, 8)],
}
SCALES = {"TEACH": range(1, 8), "MATES": range(8, 14)}
"""Scores of the pupils that are means of items W1 to W13."""


@functools.cache
def scores_of(name: str, variable: str) -> GroupScores:
    data = reference.data(name)
    if variable in SCALES:
        values = data.columns([f"W{item}" for item in SCALES[variable]]).mean(axis=1)
    else:
        values = data.column(variable)
    return group_scores(values, data.column(GROUP[name]))


@functools.cache
def anova(name: str, prefix: str) -> AnovaIcc:
    return anova_icc(scores_of(name, prefix.split(".")[1]))


@functools.cache
def model(name: str, prefix: str) -> RandomIntercept:
    return random_intercept(scores_of(name, prefix.split(".")[1]))


@functools.cache
def agreement(name: str, items: tuple[str, ...]) -> WithinGroup:
    data = reference.data(name)
    return within_group(category_counts(data.columns(items), data.column(GROUP[name]), OPTIONS))


def of_items(name: str, prefix: str) -> WithinGroup:
    return agreement(name, tuple(ITEMS[name, prefix]))


def items_at_both_levels(name: str, prefix: str) -> WithinBetween:
    data = reference.data(name)
    return within_between(group_items(data.columns(ITEMS[name, prefix]), data.column(GROUP[name])))


def anova_table(name: str, prefix: str) -> Any:
    a = anova(name, prefix)
    return [a.ms_between, a.ms_within, a.f, a.p, a.df_between, a.df_within]


def icc1_n0(name: str, prefix: str) -> Any:
    a = anova(name, prefix)
    return [a.n0, a.icc1_n0]


def means(name: str, prefix: str) -> Any:
    m: GroupMeans = group_means(scores_of(name, prefix.split(".")[1]))
    return np.column_stack([m.n, m.mean, m.sd, m.lower, m.upper])[:10]


def variances(name: str, prefix: str) -> Any:
    m = model(name, prefix)
    return [m.between, m.within, m.icc1, m.mean, m.se_mean, m.criterion]


def deviations(name: str, prefix: str) -> Any:
    m = model(name, prefix)
    return np.column_stack([m.deviation, m.deviation_se])[:10]


def mean_reliability(name: str, prefix: str) -> Any:
    m = model(name, prefix)
    return [m.icc1, *m.reliability[:10]]


def both_iccs(name: str, prefix: str) -> Any:
    m = model(name, prefix)
    return [m.icc1, m.icc2]


def first_groups(w: WithinGroup, *columns: np.ndarray) -> list[Any]:
    """The first fifteen groups as R prints them: label, index, and further columns."""
    return [[f"{label:g}" for label in w.labels[:15]], *(column[:15] for column in columns)]


def rwg(item: str) -> Callable[[str, str], Any]:
    def compute(name: str, prefix: str) -> Any:
        w = agreement(name, (item,))
        s = summarise(w.rwg[:, 0])
        return [*first_groups(w, w.rwg[:, 0], w.n), s.mean, s.median, s.share_70]

    return compute


def rwgj_uniform(name: str, prefix: str) -> Any:
    w = of_items(name, prefix)
    s = w.summary()["rwgj_uniform"]
    return [*first_groups(w, w.rwgj_uniform, w.n), s.mean, s.median, s.share_70]


def with_mean_and_median(index: str) -> Callable[[str, str], Any]:
    def compute(name: str, prefix: str) -> Any:
        w = of_items(name, prefix)
        s = w.summary()[index]
        return [*first_groups(w, getattr(w, index), w.n), s.mean, s.median]

    return compute


def with_mean(index: str) -> Callable[[str, str], Any]:
    def compute(name: str, prefix: str) -> Any:
        w = of_items(name, prefix)
        return [*first_groups(w, getattr(w, index), w.n), w.summary()[index].mean]

    return compute


def awg(name: str, prefix: str) -> Any:
    w = agreement(name, (ITEMS[name, prefix][0],))
    index = w.awg[:, 0]
    return [*first_groups(w, index, w.n, w.variance[:, 0]), np.nanmean(index)]


def levels_of_items(name: str, prefix: str) -> Any:
    w = items_at_both_levels(name, prefix)
    return [w.icc1, w.icc2, w.within_r, w.between_r]


def alpha_levels(name: str, prefix: str) -> Any:
    w = items_at_both_levels(name, prefix)
    return [w.alpha_within, w.alpha_between]


COMPUTE: dict[str, dict[str, Callable[[str, str], Any]]] = {
    "icc_multilevel": {
        "anova": anova_table,
        "ICC1": lambda name, prefix: anova(name, prefix).icc1,
        "ICC2": lambda name, prefix: anova(name, prefix).icc2,
        "ICC1_n0": icc1_n0,
        "ICC1_ci": lambda name, prefix: anova(name, prefix).icc1_interval,
        "eta_squared": lambda name, prefix: anova(name, prefix).eta_squared,
    },
    "group_means": {"group_means_first10": means},
    "lmer": {"lmer": variances, "blup_first10": deviations, "mult_icc": both_iccs},
    "group_mean_reliability": {"gmean_rel": mean_reliability},
    "rwg": {item: rwg(item) for items in ITEMS.values() for item in items[:3]},
    "rwgj": {
        "rwgj_uniform": rwgj_uniform,
        "rwgj_slight_skew": with_mean_and_median("rwgj_skewed"),
        "rwgj_lindell": with_mean_and_median("rwgj_lindell"),
    },
    "ad": {"ad_mean": with_mean("ad_mean"), "ad_median": with_mean("ad_median")},
    "awg": {"awg": awg},
    "within_between": {"statsBy": levels_of_items},
    "alpha_levels": {"multilevel_alpha": alpha_levels},
}
