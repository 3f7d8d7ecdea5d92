"""Data that no statistic likes: each says by name what is wrong and what to do, and none warns or breaks.

pytest turns every warning into an error, so a NumPy warning fails here as another exception does.
"""

import functools
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pytest

from psychometrics.agreement import kendall_w, percent_agreement, rater_icc
from psychometrics.bootstrap import bootstrap_interval
from psychometrics.change import paired_change
from psychometrics.contract import Caution, StatisticError
from psychometrics.correlations import kendall, spearman
from psychometrics.criterion import criterion_correlation
from psychometrics.dimensionality import bartlett, kmo, minimum_average_partial, smc, vss
from psychometrics.factors import explore
from psychometrics.groups import group_items, group_means, group_scores
from psychometrics.items import describe_values
from psychometrics.kappa import cohen_kappa, fleiss_kappa, light_kappa
from psychometrics.krippendorff import krippendorff_alpha
from psychometrics.lambdas import factor_bound, guttman, ten_berge
from psychometrics.levels import anova_icc, within_between
from psychometrics.measurement_error import conditional_errors
from psychometrics.missingness import em_moments, little_mcar, missing_answers
from psychometrics.norms import norm_table
from psychometrics.omega import omega_hierarchical, omega_total, omega_total_minres
from psychometrics.ordinal import ordinal_alpha
from psychometrics.parallel import parallel_analysis
from psychometrics.polychoric import polychoric
from psychometrics.quality import (
    even_odd,
    intra_individual_variability,
    item_pairs,
    longstring,
    mahalanobis,
    pair_consistency,
    person_total,
    sample_of,
)
from psychometrics.random_intercept import random_intercept
from psychometrics.reliability import alpha
from psychometrics.retest import limits_of_agreement, lin_concordance, retest_icc
from psychometrics.scores import ScoredSubscale, ScoreTable, score_matrix
from psychometrics.split_half import odd_even, split_halves
from psychometrics.summaries.codes import coded
from psychometrics.summaries.grouped import GroupMoments
from psychometrics.summaries.moments import Moments
from psychometrics.summaries.patterns import Patterns
from psychometrics.summaries.tables import PairTables
from psychometrics.validity import htmt
from psychometrics.within_group import category_counts, within_group

OPTIONS = [1, 2, 3, 4, 5]


def people(n: int, items: int) -> np.ndarray:
    """Answers from 1 to 5 with one thing in common."""
    random = np.random.default_rng(3)
    common, own = random.normal(size=(n, 1)), random.normal(size=(n, items))
    return np.clip(np.rint(3 + 0.85 * common + 0.7 * own), 1, 5)


def changed(rows: Any, columns: Any, values: Any) -> np.ndarray:
    answers = people(60, 5)
    answers[rows, columns] = values(answers) if callable(values) else values
    return answers


EVERYBODY = slice(None)
DATA = {
    "usual": people(60, 5),
    "one item": people(60, 1),
    "one person": people(1, 5),
    "a constant item": changed(EVERYBODY, 2, 3),
    "all missing": np.full((20, 5), np.nan),
    "an item all missing": changed(EVERYBODY, 1, np.nan),
    "identical answers": np.full((20, 5), 4.0),
    "perfect correlation": changed(EVERYBODY, 1, lambda answers: answers[:, 0]),
    "fewer people than items": people(4, 8),
    "a code off the scale": changed(7, 3, 9),
    "200 items and 50 people": people(50, 200),
    "an unreversed item": changed(EVERYBODY, 4, lambda answers: 6 - answers[:, 4]),
}


def moments(x: np.ndarray) -> Moments:
    return Moments.of_values(x, low=1, high=5, subsets=[range(x.shape[1])])


def covariance(x: np.ndarray) -> np.ndarray:
    return moments(x).covariance()


def correlation(x: np.ndarray) -> np.ndarray:
    return moments(x).correlation()


def pairs(x: np.ndarray) -> PairTables:
    return PairTables.of_values(x, low=1, high=5)


def patterns(x: np.ndarray) -> Patterns:
    return Patterns.of_values(x, low=1, high=5)


def threes(x: np.ndarray) -> np.ndarray:
    """Groups of three people."""
    return np.arange(len(x)) // 3


def grouped(x: np.ndarray) -> Any:
    total = np.where(np.isnan(x).any(axis=1), np.nan, np.nan_to_num(x).mean(axis=1))
    return group_scores(total, threes(x))


STATISTICS: dict[str, Callable[[np.ndarray], Any]] = {
    "items": lambda x: describe_values(x, low=1, high=5),
    "scores": lambda x: score_matrix(x, range(x.shape[1]), [False] * x.shape[1], low=1, high=5),
    "norms": lambda x: norm_table(x.sum(axis=1)),
    "alpha": lambda x: alpha(moments(x)),
    "lambdas": lambda x: guttman(covariance(x)),
    "Ten Berge": lambda x: ten_berge(covariance(x)),
    "greatest lower bound": lambda x: factor_bound(correlation(x)),
    "split halves": lambda x: split_halves(covariance(x), draws=100),
    "odd-even": lambda x: odd_even(covariance(x)),
    "omega": lambda x: omega_total(covariance(x), len(x)),
    "omega by minres": lambda x: omega_total_minres(correlation(x)),
    "omega hierarchical": lambda x: omega_hierarchical(correlation(x), 2),
    "ordinal alpha": lambda x: ordinal_alpha(polychoric(pairs(x)).correlation),
    "conditional errors": conditional_errors,
    "bootstrap": lambda x: bootstrap_interval(lambda S: guttman(S).lambda3, x, draws=20),
    "polychoric": lambda x: polychoric(pairs(x)),
    "Spearman": lambda x: spearman(pairs(x)),
    "Kendall": lambda x: kendall(pairs(x)),
    "KMO": lambda x: kmo(correlation(x)),
    "Bartlett": lambda x: bartlett(correlation(x), len(x)),
    "SMC": lambda x: smc(correlation(x)),
    "MAP": lambda x: minimum_average_partial(correlation(x)),
    "VSS": lambda x: vss(correlation(x), len(x), 2),
    "parallel analysis": lambda x: parallel_analysis(correlation(x), len(x), draws=5),
    "minres": lambda x: explore(correlation(x), len(x), 1),
    "maximum likelihood": lambda x: explore(correlation(x), len(x), 1, method="ml"),
    "HTMT": lambda x: htmt(correlation(x), {"a": [0, 1], "b": [2, 3]}),
    "missing answers": lambda x: missing_answers(patterns(x)),
    "EM": lambda x: em_moments(patterns(x)),
    "Little": lambda x: little_mcar(patterns(x)),
    "Mahalanobis": lambda x: mahalanobis(x, sample_of(x)),
    "longstring": longstring,
    "variability": intra_individual_variability,
    "even-odd": lambda x: even_odd(x, [[0, 1], [1, 2], [3, 4]]),
    "synonyms": lambda x: pair_consistency(x, item_pairs(sample_of(x).correlation)),
    "person-total": lambda x: person_total(x, sample_of(x)),
    "ICC by ANOVA": lambda x: anova_icc(grouped(x)),
    "ICC by REML": lambda x: random_intercept(grouped(x)),
    "group means": lambda x: group_means(grouped(x)),
    "within and between": lambda x: within_between(group_items(x, threes(x))),
    "agreement in groups": lambda x: within_group(category_counts(x, threes(x), OPTIONS)),
    "ICC of raters": rater_icc,
    "Kendall's W": kendall_w,
    "percent agreement": percent_agreement,
    "Cohen": lambda x: cohen_kappa(x[:, 0], x[:, -1], categories=OPTIONS),
    "Fleiss": fleiss_kappa,
    "Light": light_kappa,
    "Krippendorff": krippendorff_alpha,
    "change": lambda x: paired_change(x[:, 0], x[:, -1]),
    "retest": lambda x: retest_icc(x[:, 0], x[:, -1]),
    "concordance": lambda x: lin_concordance(x[:, 0], x[:, -1]),
    "limits of agreement": lambda x: limits_of_agreement(x[:, 0], x[:, -1]),
    "criterion": lambda x: criterion_correlation(x[:, 0], x[:, -1]),
}


def cautions(result: Any) -> list[Caution]:
    """All cautions of a result and of the results in it."""
    if isinstance(result, Caution):
        return [result]
    if isinstance(result, (tuple, list)):
        return [caution for part in result for caution in cautions(part)]
    if is_dataclass(result):
        inside = [getattr(result, field.name) for field in fields(result)]
        own = getattr(result, "cautions", ())  # of items it is a property
        return list(dict.fromkeys(cautions([*inside, *own])))
    return []


@functools.cache
def said(name: str, data: str) -> list[Caution | StatisticError]:
    """The refusal, or the cautions, of a statistic of some data."""
    try:
        return [*cautions(STATISTICS[name](DATA[data]))]
    except StatisticError as refusal:
        return [refusal]


@pytest.mark.parametrize("name", STATISTICS)
@pytest.mark.parametrize("data", DATA)
def test_nothing_but_named_refusals_and_cautions(data, name):
    for word in said(name, data):
        assert word.code
        assert word.cause
        assert word.remedy


# what must be said: data, code, statistics
SPOKEN = [
    (
        "one item",
        "few_items",
        "alpha, lambdas, Ten Berge, greatest lower bound, split halves, odd-even, omega, omega by minres, "
        "omega hierarchical, ordinal alpha, conditional errors, bootstrap, polychoric, KMO, Bartlett, SMC, MAP, "
        "VSS, parallel analysis, minres, maximum likelihood, HTMT",
    ),
    ("one item", "one_rater", "ICC of raters, Kendall's W, percent agreement, Fleiss, Light"),
    ("one item", "columns", "even-odd"),
    ("one person", "few_persons", "alpha, conditional errors, bootstrap, change, retest, concordance"),
    ("one person", "few_persons", "limits of agreement"),
    ("one person", "constant_item", "items, polychoric, EM, Little"),
    ("one person", "no_pairs", "lambdas, omega, KMO, Bartlett, parallel analysis, minres, HTMT"),
    ("one person", "few_targets", "ICC of raters, Kendall's W, percent agreement, Fleiss, Light"),
    ("one person", "group_of_one", "group means, agreement in groups"),
    ("one person", "one_group", "ICC by ANOVA, ICC by REML, within and between"),
    ("one person", "constant", "norms"),
    ("one person", "singular", "Mahalanobis"),
    (
        "a constant item",
        "constant_item",
        "items, alpha, lambdas, split halves, odd-even, omega, polychoric, EM",
    ),
    ("a constant item", "no_pairs", "KMO, Bartlett, SMC, MAP, parallel analysis, minres, HTMT"),
    ("a constant item", "undefined_correlation", "Spearman, Kendall"),
    ("a constant item", "singular", "Mahalanobis"),
    (
        "all missing",
        "all_missing",
        "items, alpha, norms, EM, Little, ICC by ANOVA, ICC by REML, group means, Cohen",
    ),
    ("all missing", "all_missing", "within and between, agreement in groups"),
    ("all missing", "few_persons", "conditional errors, bootstrap, change, retest, criterion"),
    ("all missing", "no_pairs", "lambdas, omega, KMO, Bartlett, parallel analysis, minres"),
    (
        "all missing",
        "few_targets",
        "ICC of raters, Kendall's W, percent agreement, Fleiss, Light, Krippendorff",
    ),
    ("an item all missing", "all_missing", "items, EM, Little"),
    ("an item all missing", "few_persons", "alpha, conditional errors, bootstrap"),
    ("an item all missing", "no_pairs", "lambdas, omega, KMO, minres"),
    ("identical answers", "identical_answers", "alpha"),
    ("identical answers", "constant_item", "items, lambdas, split halves, omega, polychoric, EM"),
    (
        "identical answers",
        "constant",
        "norms, ICC by ANOVA, ICC by REML, ICC of raters, Kendall's W, Fleiss, Light",
    ),
    ("identical answers", "constant", "Krippendorff"),
    ("identical answers", "one_category", "Cohen"),
    ("identical answers", "constant_score", "change, retest, concordance, criterion"),
    ("perfect correlation", "perfect_correlation", "alpha, polychoric"),
    ("perfect correlation", "singular", "lambdas, omega, KMO, Bartlett, SMC, minres, maximum likelihood, EM"),
    ("fewer people than items", "few_persons_for_items", "alpha"),
    ("fewer people than items", "few_persons", "omega, EM, Little"),
    (
        "fewer people than items",
        "singular",
        "lambdas, KMO, Bartlett, SMC, minres, maximum likelihood, Mahalanobis",
    ),
    (
        "fewer people than items",
        "group_of_one",
        "group means, ICC by ANOVA, ICC by REML, agreement in groups",
    ),
    (
        "a code off the scale",
        "off_scale",
        "items, scores, alpha, lambdas, omega, ordinal alpha, polychoric, Spearman, Kendall, KMO, minres, EM, "
        "Little, missing answers, agreement in groups",
    ),
    ("200 items and 50 people", "few_persons_for_items", "alpha"),
    ("200 items and 50 people", "few_persons", "omega, EM, Little"),
    (
        "200 items and 50 people",
        "singular",
        "lambdas, KMO, Bartlett, SMC, minres, maximum likelihood, Mahalanobis",
    ),
    ("200 items and 50 people", "smoothed", "polychoric"),
    ("200 items and 50 people", "sampled_splits", "split halves"),
    ("an unreversed item", "negative_item_rest", "alpha, ordinal alpha"),
    ("an unreversed item", "negative_loading", "omega, omega by minres, omega hierarchical"),
]


@pytest.mark.parametrize(
    ("data", "code", "name"),
    [(data, code, name) for data, code, names in SPOKEN for name in names.split(", ")],
)
def test_says_what_is_wrong(data, code, name):
    assert code in {word.code for word in said(name, data)}


@pytest.mark.parametrize("name", sorted({name for _, _, names in SPOKEN for name in names.split(", ")}))
def test_usual_data_raise_none_of_these(name):
    expected = {code for _, code, _ in SPOKEN} - {"few_groups"}
    assert expected.isdisjoint(word.code for word in said(name, "usual"))


@pytest.mark.parametrize(
    "gather",
    [
        Moments.of,
        Patterns.of,
        lambda codes, table: PairTables.of(codes, [5, 5, 5]),
        lambda codes, table: GroupMoments.of(codes, table, np.ones(10)),
        lambda codes, table: ScoreTable.of(codes, table, [ScoredSubscale("a", (0, 1, 2), (False,) * 3)]),
    ],
)
def test_a_code_that_no_option_has_is_refused_by_every_summary(gather):
    codes, table = coded(people(10, 3), low=1, high=5)
    codes[4, 2] = 7
    with pytest.raises(StatisticError, match="person 5 has code 7 at item 3") as refused:
        gather(codes, table)
    assert refused.value.code == "off_scale"


@pytest.mark.parametrize(
    ("data", "name", "named"),
    [
        ("an unreversed item", "alpha", "5"),
        ("a constant item", "alpha", "3"),
        ("a constant item", "items", "3"),
        ("an item all missing", "items", "2"),
    ],
)
def test_a_caution_names_the_item(data, name, named):
    assert named in {word.where for word in said(name, data) if isinstance(word, Caution)}


def test_an_item_that_nobody_answered_is_named_before_the_pairs_it_spoils():
    with pytest.raises(StatisticError, match=r"0 person\(s\) answered 2, where alpha"):
        STATISTICS["alpha"](DATA["an item all missing"])


def test_an_unreversed_item_asks_about_its_key():
    (word,) = said("alpha", "an unreversed item")
    assert "reverse" in word.cause + word.remedy
