"""Our value for every reference id about items, alpha, scores and norms, by kind and last part."""

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from psychometrics.intervals import alpha_bootstrap_interval, quantile_intervals, wilson_interval
from psychometrics.items import ItemDescription, describe, describe_values
from psychometrics.norms import norm_table, quantile
from psychometrics.reliability import Alpha, alpha
from psychometrics.scores import score_matrix
from psychometrics.summaries.codes import coded
from psychometrics.summaries.counts import CodeCounts
from psychometrics.summaries.item_scores import ItemScoreTable
from psychometrics.summaries.moments import Moments
from tests import reference
from tests.psychometrics.score_items import ScoredScales, score_items

BFI = [f"{letter}{item}" for letter in "ACENO" for item in range(1, 6)]

# (file, prefix): data file, columns, ends of the scale, reversed items
SCALES: dict[tuple[str, str], tuple[str, list[str], tuple[float, float], list[str]]] = {
    ("ability", "desc"): ("ability", [], (0, 1), []),
    ("ability", "rel"): ("ability", [], (0, 1), []),
    ("ability", "tet"): ("ability", [], (0, 1), []),
    ("bfi", "desc"): ("bfi", BFI[:10], (1, 6), []),
    ("bfi", "desc25"): ("bfi", BFI, (1, 6), []),
    ("bfi", "cor"): ("bfi", BFI[:5], (1, 6), []),
    ("bfi", "A"): ("bfi", BFI[:5], (1, 6), ["A1"]),
    ("bfi", "C"): ("bfi", BFI[5:10], (1, 6), ["C4", "C5"]),
    ("bfi", "score"): ("bfi", BFI, (1, 6), []),
    ("bfi", "norms"): ("bfi", BFI[5:10], (1, 6), ["C4", "C5"]),
    ("change", "desc"): ("univbct", [f"{x}{t}" for x in ("JOBSAT", "COMMIT") for t in (1, 2, 3)], (1, 5), []),
    ("change", "norms"): ("univbct", ["JOBSAT1"], (1, 5), []),
    ("dif", "tet"): ("verbal", [], (0, 1), []),
    ("hs1939", "desc"): ("hs1939", [f"x{i}" for i in range(1, 10)], (0, 10), []),
    ("hs1939", "visual"): ("hs1939", [f"x{i}" for i in range(1, 4)], (0, 10), []),
    ("hs1939", "textual"): ("hs1939", [f"x{i}" for i in range(4, 7)], (0, 10), []),
    ("hs1939", "all9"): ("hs1939", [f"x{i}" for i in range(1, 10)], (0, 10), []),
    ("hs1939", "norms"): ("hs1939", [f"x{i}" for i in range(1, 10)], (0, 10), []),
    ("lq2002", "desc"): ("lq2002", [f"LEAD{i:02}" for i in range(1, 12)], (1, 5), []),
    ("lq2002", "lead"): ("lq2002", [f"LEAD{i:02}" for i in range(1, 12)], (1, 5), []),
    ("school-wellbeing", "desc"): ("school-wellbeing", [f"W{i}" for i in range(1, 14)], (1, 5), []),
    ("school-wellbeing", "teach"): ("school-wellbeing", [f"W{i}" for i in range(1, 8)], (1, 5), []),
    ("school-wellbeing", "mates"): ("school-wellbeing", [f"W{i}" for i in range(8, 14)], (1, 5), []),
    ("science", "desc"): ("science", [], (1, 4), []),
    ("science", "att"): ("science", ["Comfort", "Work", "Future", "Benefit"], (1, 4), []),
}


def answers(name: str, prefix: str) -> tuple[np.ndarray, list[str]]:
    """The responses of a prefix as answered, persons x items, NaN where missing; and the items' names."""
    file, columns, _, _ = SCALES[name, prefix]
    table = reference.data(file)
    chosen = columns or list(table.names)
    if (name, prefix) == ("dif", "tet"):
        chosen = list(table.names)[:6]
    return table.columns(chosen), chosen


def ends(name: str, prefix: str) -> tuple[float, float]:
    return SCALES[name, prefix][2]


def reverse(name: str, prefix: str) -> list[bool]:
    return [item in SCALES[name, prefix][3] for item in answers(name, prefix)[1]]


def whole(values: np.ndarray) -> np.ndarray:
    return values[~np.isnan(values).any(axis=1)]


@functools.cache
def moments(name: str, prefix: str, *, complete: bool = False) -> Moments:
    """Of integer answers through codes, of decimal ones (as the tests of 1939) through the values."""
    values, names = answers(name, prefix)
    values = whole(values) if complete else values
    every = [range(values.shape[1])]
    low, high = ends(name, prefix)
    if name in ("hs1939", "change"):
        return Moments.of_values(values, names=names, subsets=every)
    return Moments.of(*coded(values, low=low, high=high), names=names, subsets=every)


@functools.cache
def described(name: str, prefix: str, moment_type: int = 3) -> tuple[ItemDescription, ...]:
    values, names = answers(name, prefix)
    low, high = ends(name, prefix)
    if name in ("hs1939", "change"):
        return describe_values(values, names=names, low=low, high=high, moment_type=moment_type)
    codes, table = coded(values, low=low, high=high)
    return describe(CodeCounts.of(codes, names=names), table, moment_type=moment_type)


def describe_(name: str, prefix: str) -> Any:
    return [
        [
            column, item.n, item.mean, item.sd, item.median, item.trimmed, item.mad, item.minimum,
            item.maximum, item.maximum - item.minimum, item.skew, item.kurtosis, item.standard_error,
            item.interquartile_range, *item.quantiles,
        ]
        for column, item in enumerate(described(name, prefix), start=1)
    ]  # fmt: skip


def skew123(name: str, prefix: str) -> Any:
    return np.array([[item.skew for item in described(name, prefix, kind)] for kind in (1, 2, 3)]).T


def kurtosis123(name: str, prefix: str) -> Any:
    """psych's type 1 counts rows where it should count answers, which shows where some are missing: its first
    column is (ours + 3) rows / answers - 3.
    """
    ours = np.array([[item.kurtosis for item in described(name, prefix, kind)] for kind in (1, 2, 3)]).T
    rows = len(answers(name, prefix)[0])
    n = np.array([item.n for item in described(name, prefix)])
    return np.column_stack([(ours[:, 0] + 3) * rows / n - 3, ours[:, 1:]])


def counts(name: str, prefix: str) -> Any:
    low, high = ends(name, prefix)
    scale = np.arange(low, high + 1)
    return np.array(
        [[item.counts[item.values == value].sum() for item in described(name, prefix)] for value in scale]
    )


def floor_ceiling(name: str, prefix: str) -> Any:
    items = described(name, prefix)
    return [[item.floor for item in items], [item.ceiling for item in items]]


@functools.cache
def coefficients(name: str, prefix: str, *, complete: bool) -> Alpha:
    persons = len(moments_values(name, prefix, complete=complete))
    return alpha(moments(name, prefix, complete=complete), reverse(name, prefix), n=persons)


def moments_values(name: str, prefix: str, *, complete: bool) -> np.ndarray:
    values = answers(name, prefix)[0]
    return whole(values) if complete else values


def alpha_total(name: str, prefix: str, *, complete: bool) -> Any:
    c = coefficients(name, prefix, complete=complete).pairwise
    low, high = ends(name, prefix)
    values = moments_values(name, prefix, complete=complete)
    scores = score_matrix(values, range(values.shape[1]), reverse(name, prefix), low=low, high=high)
    return [
        c.raw, c.standardized, c.lambda6, c.average_r, c.signal_to_noise, c.standard_error,
        np.nanmean(scores), np.nanstd(scores, ddof=1), c.median_r,
    ]  # fmt: skip


def alpha_drop(name: str, prefix: str, *, complete: bool) -> Any:
    d = coefficients(name, prefix, complete=complete).if_dropped
    return np.column_stack(
        [
            d.raw, d.standardized, d.lambda6, d.average_r, d.signal_to_noise, d.standard_error, d.variance_r,
            d.median_r,
        ]
    )  # fmt: skip


def item_stats(name: str, prefix: str, *, complete: bool) -> Any:
    """psych's item means are keyed."""
    items = coefficients(name, prefix, complete=complete).items
    low, high = ends(name, prefix)
    turned = reverse(name, prefix)
    values = moments_values(name, prefix, complete=complete)
    if name == "hs1939":  # nothing missing, and on no grid
        total = items.item_total
    else:
        total = ItemScoreTable.of_values(values, turned, low=low, high=high).item_total()
    mean = np.where(turned, low + high - items.mean, items.mean)
    return np.column_stack(
        [
            items.n, total, items.standardized_total, items.overlap_corrected, items.item_rest, mean, items.sd
        ]
    )  # fmt: skip


@functools.cache
def complete_alpha(name: str, prefix: str) -> Alpha:
    return alpha(moments(name, prefix), reverse(name, prefix))


def feldt(name: str, prefix: str) -> Any:
    found = complete_alpha(name, prefix).complete_feldt
    return [found.lower, found.upper]


def bonett(name: str, prefix: str) -> Any:
    found = complete_alpha(name, prefix).complete_bonett
    return [found.lower, found.upper]


def bootstrapped(name: str, prefix: str) -> Any:
    values = np.where(reverse(name, prefix), sum(ends(name, prefix)) - (d := answers(name, prefix)[0]), d)
    found = alpha_bootstrap_interval(values, seed=20240501)
    return [found.lower, found.upper]


def kr21(name: str, prefix: str) -> Any:
    sums = whole(answers(name, prefix)[0]).sum(axis=1)
    k = answers(name, prefix)[0].shape[1]
    return k / (k - 1) * (1 - sums.mean() * (k - sums.mean()) / (k * sums.var(ddof=1)))


def difficulty(name: str, prefix: str) -> Any:
    values, names = answers(name, prefix)
    codes, table = coded(whole(values), low=0, high=1)
    return [item.difficulty for item in describe(CodeCounts.of(codes, names=names), table)]


def point_biserial_rest(name: str, prefix: str) -> Any:
    return alpha(moments(name, prefix, complete=True)).items.item_rest


def upper_lower(name: str, prefix: str) -> Any:
    values = whole(answers(name, prefix)[0])
    return ItemScoreTable.of_values(values, [False] * values.shape[1], low=0, high=1).upper_lower()


KEYS = {
    "agree": (range(5), [True, False, False, False, False]),
    "conscientious": (range(5, 10), [False, False, False, True, True]),
}


@functools.cache
def scored(impute: Any, *, totals: bool = False) -> ScoredScales:
    return score_items(answers("bfi", "score")[0], KEYS, low=1, high=6, impute=impute, totals=totals)


def score_stats(impute: str) -> Any:
    scores = scored(impute).scores
    return np.column_stack([scores.mean(axis=0), scores.std(axis=0, ddof=1), np.full(2, len(scores))])


def score_incomplete(impute: str) -> Any:
    values = answers("bfi", "score")[0][:, :10]
    return scored(impute).scores[np.isnan(values).any(axis=1)][:20]


SCORING: dict[str, Callable[[str], Any]] = {
    "stats": score_stats,
    "first30": lambda impute: scored(impute).scores[:30],
    "incomplete": score_incomplete,
    "alpha": lambda impute: scored(impute).alpha,
    "av_r": lambda impute: scored(impute).average_r,
    "scale_cor": lambda impute: scored(impute).correlation,
    "scale_cor_corrected": lambda impute: scored(impute).corrected,
    "item_scale_r_corrected": lambda impute: scored(impute).item_scale,
}


def norm_scores(name: str) -> np.ndarray:
    values = answers(name, "norms")[0]
    if name == "bfi":
        return np.where(reverse(name, "norms"), 7 - (x := whole(values)), x).sum(axis=1)
    if name == "change":
        return np.round(10 * whole(values)[:, 0])
    return np.round(10 * values.sum(axis=1) / 9)


def norms_table(name: str, prefix: str) -> Any:
    t = norm_table(norm_scores(name))
    return np.column_stack([t.score, t.n, t.percentile, t.percentile_at, t.t, t.t_normalized, t.stanine, t.z])


def quantiles(kind: int) -> Any:
    shares = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
    return lambda name, prefix: quantile(norm_scores(name), shares, type=kind)


def boot_percentile(name: str, prefix: str) -> Any:
    mean, cuts = quantile_intervals(norm_scores(name), seed=11)
    return [[each.lower for each in (mean, *cuts)], [each.upper for each in (mean, *cuts)]]


def wilson(name: str, prefix: str) -> Any:
    scores = norm_scores(name)
    k, n = int((scores >= quantile(scores, 0.9)).sum()), len(scores)
    found = wilson_interval(k, n)
    return [k, n, k / n, found.lower, found.upper]


def at_once(compute: Callable[..., Any], complete: bool) -> Callable[[str, str], Any]:
    return lambda name, prefix: compute(name, prefix, complete=complete)


def pairwise_and_complete(last: str, compute: Callable[..., Any]) -> dict[str, Callable[[str, str], Any]]:
    return {f"{last}_pairwise": at_once(compute, False), f"{last}_complete": at_once(compute, True)}


def imputed(compute: Callable[[str], Any], impute: str) -> Callable[[str, str], Any]:
    return lambda name, prefix: compute(impute)


COMPUTE: dict[str, dict[str, Callable[[str, str], Any]]] = {
    "describe": {"describe": describe_, "skew123": skew123, "kurtosis123": kurtosis123},
    "frequencies": {"counts": counts},
    "floor_ceiling": {"floor_ceiling": floor_ceiling},
    "correlation": {
        "pearson_complete": lambda name, prefix: moments(name, prefix).correlation_complete(),
        "cov_pairwise": lambda name, prefix: moments(name, prefix).covariance(),
    },
    "alpha": {
        **pairwise_and_complete("alpha_total", alpha_total),
        "alpha_cc": lambda name, prefix: complete_alpha(name, prefix).complete,
    },
    "alpha_drop": pairwise_and_complete("alpha_drop", alpha_drop),
    "alpha_ci": {"alpha_feldt": feldt, "alpha_bonett": bonett, "alpha_boot": bootstrapped},
    "item_stats": {
        **pairwise_and_complete("item_stats", item_stats),
        "difficulty": difficulty,
        "point_biserial_rest": point_biserial_rest,
        "upper_lower_27": upper_lower,
    },
    "kr20": {"kr20": lambda name, prefix: complete_alpha(name, prefix).complete, "kr21": kr21},
    "scoring": {
        "totals_first30": lambda name, prefix: scored("none", totals=True).scores[:30],
        **{
            f"{last}_{impute}": imputed(compute, impute)
            for last, compute in SCORING.items()
            for impute in ("none", "mean", "median")
        },
    },
    "norms": {
        "table": norms_table,
        "quantile_type6": quantiles(6),
        "quantile_type7": quantiles(7),
        "boot_percentile_ci": boot_percentile,
        "wilson_ci_share_top": wilson,
    },
}
