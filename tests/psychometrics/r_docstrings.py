"""Our number for every R call in a docstring of psychometrics, by module and function.

An entry has a function that gives the numbers in the order of the docstring's calls, and R code that says what the
names in the calls are where they are not those of `tests/reference/r_calls/docstrings.R`.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from psychometrics import (
    agreement,
    association,
    bootstrap,
    change,
    coefficients,
    composites,
    compositional,
    content,
    correlations,
    criterion,
    cut_scores,
    dimensionality,
    extraction,
    factor_fit,
    factor_scores,
    factors,
    group_profiles,
    groups,
    independent_change,
    intervals,
    items,
    kappa,
    known_groups,
    lambdas,
    levels,
    measurement_error,
    missingness,
    norms,
    omega,
    one_factor,
    ordinal,
    parallel,
    peer_quartiles,
    polychoric,
    quality,
    raking,
    random_intercept,
    reliability,
    response_rates,
    responsiveness,
    retest,
    roc,
    rotation,
    run_chart,
    schmid_leiman,
    scores,
    signs,
    split_half,
    validity,
    weights,
    within_group,
)
from psychometrics.contract import Floats
from psychometrics.summaries.codes import coded
from psychometrics.summaries.counts import CodeCounts
from psychometrics.summaries.item_scores import ItemScoreTable
from psychometrics.summaries.moments import Moments
from psychometrics.summaries.tables import PairTables
from tests import reference
from tests.psychometrics import r_confirmatory, r_ordinal, reference_two_level
from tests.psychometrics.reference_standards import achievement, sample
from tests.psychometrics.test_missingness import gather


@dataclass(frozen=True)
class Entry:
    ours: Callable[[], Any]
    setup: str = ""
    near: float = 1e-6
    factors: int = 0  # columns without order or sign


ENERGY = (3, 4, 4, 2, 4, 3, 5, 5, 6, 7, 7, 8, 9, 6, 8, 7)


def whole(values: Floats) -> Floats:
    return values[~np.isnan(values).any(axis=1)]


TWO_LEVELS = """
levels <- "level: 1
f =~ LEAD01 + LEAD02 + LEAD03 + LEAD04 + LEAD05
level: 2
f =~ LEAD01 + LEAD02 + LEAD03 + LEAD04 + LEAD05"
twofold <- lavaan::cfa(levels, companies, cluster = "COMPID"); """


@functools.cache
def gaps() -> Floats:
    return reference.data("bfi").values[:, :5]


@functools.cache
def x() -> Floats:
    found = whole(gaps()).copy()
    found[:, 0] = 7 - found[:, 0]
    return found


@functools.cache
def d() -> Floats:
    return whole(reference.data("bfi").values[:, :25])


def covariance() -> Floats:
    return np.cov(x(), rowvar=False)


def alpha() -> float:
    return coefficients.alpha_of(covariance())


@functools.cache
def correlation() -> Floats:
    return np.corrcoef(d(), rowvar=False)


@functools.cache
def f() -> factors.FactorSolution:
    return factors.explore(correlation(), len(d()), 5)


@functools.cache
def twice() -> tuple[Floats, Floats]:
    both = whole(reference.data("univbct").columns(["JOBSAT1", "JOBSAT2"]))
    return both[:, 0], both[:, 1]


def s() -> Floats:
    return reference.data("lq2002").columns([f"LEAD{n:02d}" for n in range(1, 12)]).mean(axis=1)


def g() -> Floats:
    return reference.data("lq2002").column("COMPID")


def two() -> tuple[Floats, Floats]:
    """A score and a variable of two values: everybody's of bfi."""
    keyed = gaps().copy()
    keyed[:, 0] = 7 - keyed[:, 0]
    return keyed.sum(axis=1), reference.data("bfi").column("gender") - 1


TWO = (
    "x <- rowSums(gaps[2:5]) + 7 - gaps$A1; y <- answered$gender - 1; "
    "i <- complete.cases(x, y); x <- x[i]; y <- y[i]; "
)
RATINGS = "x <- ratings; "
EXPERTS = np.array(
    [[4, 4, 3, 4, 2], [4, 3, 4, 4, 1], [3, 4, 4, 2, 3], [4, 4, 4, 3, 2], [4, 3, 4, 4, 4]], float
)
PANEL = "x <- rbind(c(4,4,3,4,2), c(4,3,4,4,1), c(3,4,4,2,3), c(4,4,4,3,2), c(4,3,4,4,4)); n <- 5; "
THREE = "y <- answered$age; x <- gaps$A2; z <- gaps$A3; i <- complete.cases(x, y, z); x <- x[i]; y <- y[i]; z <- z[i]; "
CONSTRUCTS = {"a": list(range(5)), "c": list(range(5, 10))}


def loadings() -> Floats:
    return extraction.minres(correlation(), 5).loadings


def by_age() -> tuple[Floats, Floats, Floats]:
    table = reference.data("bfi")
    use = whole(np.column_stack([table.column("age"), gaps()[:, 1], gaps()[:, 2]]))
    return use[:, 0], use[:, 1], use[:, 2]


def pairs() -> PairTables:
    return PairTables.of((x() - 1).astype(np.uint8), [6] * 5)


def ordinal_parts() -> tuple[Floats, tuple[Floats, ...]]:
    found = polychoric.polychoric(pairs())
    return found.correlation, found.thresholds


def described() -> Any:
    codes, table = coded(gaps(), low=1, high=6)
    return [
        [one.mean, one.sd, one.median, one.trimmed, one.mad, one.skew, one.kurtosis, one.standard_error]
        for one in items.describe(CodeCounts.of(codes), table)
    ]


def ratings() -> Floats:
    return reference.data("shrout_fleiss").values


def leaders() -> Floats:
    return reference.data("lq2002").columns([f"LEAD{n:02d}" for n in range(1, 12)])


def of_two() -> tuple[Floats, Floats]:
    pair = whole(np.column_stack(two()))
    return pair[:, 0], pair[:, 1]


def moments_of(values: Floats) -> tuple[Floats, Floats, Floats]:
    return tuple(np.array([one]) for one in (len(values), values.mean(), values.std(ddof=1)))


def mean_of(value: Any) -> Any:
    return [value.lower, value.upper]


def parts_of_a_whole() -> compositional.LogRatioSums:
    answers = np.array([[20, 30, 50], [10, 60, 30], [25, 25, 50], [5, 15, 80]], dtype=np.float64)
    return compositional.LogRatioSums.of(answers)


def one_fit() -> Any:
    found = omega.omega_total(covariance(), len(x()))
    return [found.model, found.observed]


def in_weights(name: str) -> Any:
    made = sample("clus1")[1]
    one = {"mean": weights.survey_mean, "variance": weights.survey_variance}[name]
    made_of = one(achievement(), made)
    if name == "mean":
        return [made_of.value, made_of.se, made_of.lower, made_of.upper, made_of.deff]
    return [made_of.value, made_of.se]


BY_COMPANY = "x <- companies[sprintf('LEAD%02d', 1:11)]; "


def of_leaders() -> within_group.WithinGroup:
    return within_group.within_group(within_group.category_counts(leaders(), g(), [1, 2, 3, 4, 5]))


OURS: dict[str, Entry] = {
    "agreement.rater_icc": Entry(
        lambda: [form.value for form in agreement.rater_icc(ratings()).forms.values()], RATINGS
    ),
    "association.association": Entry(
        lambda: [one.value for one in (lambda a: (a.r, a.rho, a.area))(association.association(*two()))], TWO
    ),
    "bootstrap.basic_interval": Entry(
        lambda: mean_of(
            bootstrap.basic_interval(
                bootstrap.BootstrapInterval(0.8, 0.7, 0.82, 0.03, 0.95, 40, 0, 1, 90, ()), 0.8
            )
        ),
        "f <- function(V) .8; draws <- rep(c(.7, .75, .82), c(10, 20, 10)); ",
    ),
    "bootstrap.bootstrap_interval": Entry(
        lambda: mean_of(bootstrap.bootstrap_interval(coefficients.alpha_of, x())), "n <- nrow(x); ", 1e-2
    ),
    "change.paired_change": Entry(lambda: (lambda m: [m.t, m.d_z.value])(change.paired_change(*twice()))),
    "change.reliable_change": Entry(lambda: change.reliable_change(*twice(), 0.8).index, "rel <- .8; "),
    "coefficients.lambda6_of": Entry(lambda: coefficients.lambda6_of(np.corrcoef(x(), rowvar=False))),
    "coefficients.alpha_standard_error": Entry(
        lambda: coefficients.alpha_standard_error(covariance(), len(x()))
    ),
    "composites.stratified_alpha": Entry(
        lambda: composites.stratified_alpha(np.cov(d()[:, :3], rowvar=False), [0.7, 0.8, 0.6]),
        "C <- cov(d[1:3]); a <- c(.7, .8, .6); ",
    ),
    "compositional.composition": Entry(
        lambda: (lambda m: [*m.center, *m.variation.ravel()])(compositional.composition(parts_of_a_whole())),
        "x <- matrix(c(20, 30, 50, 10, 60, 30, 25, 25, 50, 5, 15, 80), ncol = 3, byrow = TRUE); D <- 3; ",
    ),
    "content.content_validity": Entry(
        lambda: (lambda m: [m.i_cvi, m.aiken_v])(content.content_validity(EXPERTS)), PANEL
    ),
    "content.content_validity_ratio": Entry(
        lambda: content.content_validity_ratio((EXPERTS >= 3).astype(float)).cvr, f"{PANEL}x <- x >= 3; "
    ),
    "correlations.partial_correlations": Entry(
        lambda: correlations.partial_correlations(np.corrcoef(x(), rowvar=False))
    ),
    "correlations.correlation_test": Entry(
        lambda: correlations.correlation_test(np.corrcoef(x(), rowvar=False)[:1, 1:], len(x())).p,
    ),
    "criterion.criterion_correlation": Entry(
        lambda: (lambda m: [m.pvalue, m.disattenuated])(
            criterion.criterion_correlation(by_age()[1], by_age()[0], reliability_x=0.8, reliability_y=0.9)
        ),
        f"{THREE}rxx <- .8; ryy <- .9; ",
    ),
    "criterion.incremental_validity": Entry(
        lambda: (lambda m: [m.f, m.pvalue])(criterion.incremental_validity(*by_age())), THREE
    ),
    "criterion.williams": Entry(
        lambda: criterion.williams(100, 0.5, 0.3, 0.4).statistic,
        "n <- 100; r12 <- .5; r13 <- .3; r23 <- .4; ",
    ),
    "cut_scores.angoff": Entry(lambda: cut_scores.angoff(EXPERTS / 5).cut, f"{PANEL}x <- x / 5; "),
    "dimensionality.kmo": Entry(lambda: (lambda m: [m.overall, m.items])(dimensionality.kmo(correlation()))),
    "dimensionality.bartlett": Entry(lambda: dimensionality.bartlett(correlation(), len(d())).chisq),
    "dimensionality.smc": Entry(lambda: dimensionality.smc(correlation())),
    "dimensionality.eigenvalues": Entry(lambda: dimensionality.eigenvalues(correlation())),
    "dimensionality.minimum_average_partial": Entry(
        lambda: dimensionality.minimum_average_partial(correlation()).squared[1:9]
    ),
    "dimensionality.vss": Entry(lambda: dimensionality.vss(correlation(), len(d()), 4).fit[:, 0], near=1e-3),
    "extraction.minres": Entry(lambda: extraction.minres(correlation(), 5).uniquenesses, near=1e-3),
    "extraction.maximum_likelihood": Entry(
        lambda: extraction.maximum_likelihood(correlation(), 5).uniquenesses, near=1e-3
    ),
    "extraction.principal_axis": Entry(
        lambda: extraction.principal_axis(correlation(), 5).uniquenesses, near=2e-3
    ),
    "extraction.principal_components": Entry(
        lambda: extraction.principal_components(correlation(), 5).uniquenesses
    ),
    "factor_fit.factor_fit": Entry(
        lambda: (lambda m: [m.df, m.chisq, m.p, m.rmsr])(
            factor_fit.factor_fit(correlation(), f().loadings, f().phi, len(d()))
        ),
        near=1e-3,
    ),
    "factor_scores.score_weights": Entry(
        lambda: (lambda m: [m.weights, m.determinacy])(factor_scores.score_weights(correlation(), f())),
        near=1e-3,
    ),
    "factor_scores.regression_weights": Entry(
        lambda: factor_scores.regression_weights(correlation(), f().loadings, f().phi), near=1e-3
    ),
    "factor_scores.bartlett_weights": Entry(
        lambda: factor_scores.bartlett_weights(f().loadings, f().uniquenesses), near=1e-3
    ),
    "factor_scores.factor_scores": Entry(
        lambda: factor_scores.factor_scores(d(), factor_scores.score_weights(correlation(), f()).weights),
        near=2e-3,
    ),
    "factors.explore": Entry(lambda: f().communalities, near=1e-3),
    "factors.complexity": Entry(lambda: factors.complexity(f().loadings), near=1e-3),
    "factors.variance_accounted": Entry(
        lambda: (lambda m: [m.ss_loadings, m.proportion, m.cumulative, m.explained, m.cumulative_explained])(
            factors.variance_accounted(f().loadings, f().phi)
        ),
        near=1e-3,
    ),
    "group_profiles.group_profiles": Entry(
        lambda: group_profiles.group_profiles(leaders()[:, :3], g(), np.unique(g())).within,
        "x <- companies[sprintf('LEAD%02d', 1:3)]; ",
    ),
    "groups.group_means": Entry(
        lambda: (lambda m: [m.mean, m.sd])(groups.group_means(groups.group_scores(s(), g())))
    ),
    "independent_change.independent_change": Entry(
        lambda: (lambda m: [m.lower, m.upper, m.g])(
            independent_change.independent_change(*[moments_of(one) for one in twice()])
        )
    ),
    "intervals.feldt_interval": Entry(
        lambda: mean_of(intervals.feldt_interval(0.8, 200, 6)), "alpha <- .8; n <- 200; k <- 6; "
    ),
    "intervals.bonett_interval": Entry(
        lambda: mean_of(intervals.bonett_interval(0.8, 200, 6)), "alpha <- .8; n <- 200; k <- 6; "
    ),
    "intervals.mean_interval": Entry(
        lambda: mean_of(intervals.mean_interval(s().mean(), s().std(ddof=1), len(s()))), "x <- s; "
    ),
    "intervals.wilson_interval": Entry(
        lambda: mean_of(intervals.wilson_interval(7, 30)), "k <- 7; n <- 30; "
    ),
    "intervals.quantile_intervals": Entry(
        lambda: mean_of(intervals.quantile_intervals(s(), seed=1)[0]), "n <- length(s); ", 1e-2
    ),
    "items.describe": Entry(described, "x <- gaps; "),
    "items._trimmed": Entry(
        lambda: items._trimmed(np.arange(1.0, 6.0), np.array([5, 9, 13, 4, 2])),
        "x <- rep(1:5, c(5, 9, 13, 4, 2)); ",
    ),
    "kappa.kappa_of_table": Entry(
        lambda: kappa.kappa_of_table([[20, 5, 1], [4, 15, 6], [2, 3, 18]], weights="quadratic").value,
        "x <- matrix(c(20, 4, 2, 5, 15, 3, 1, 6, 18), 3); ",
    ),
    "known_groups.known_groups": Entry(
        lambda: (lambda m: [m.pvalue, m.g.value])(known_groups.known_groups(*of_two())),
        f"{TWO}s <- x; g <- y; ",
        1e-5,
    ),
    "lambdas.guttman": Entry(
        lambda: (lambda m: [m.lambda1, m.lambda3, m.lambda6])(lambdas.guttman(covariance()))
    ),
    "lambdas.ten_berge": Entry(lambda: lambdas.ten_berge(covariance())),
    "lambdas.factor_bound": Entry(
        lambda: lambdas.factor_bound(np.corrcoef(x(), rowvar=False)).value, near=5e-3
    ),
    "levels.anova_icc": Entry(
        lambda: (lambda m: [m.icc1, m.icc2])(levels.anova_icc(groups.group_scores(s(), g())))
    ),
    "fit_measures.fit_measures": Entry(r_confirmatory.robust_fit, r_confirmatory.MLR, near=1e-4),
    "fitting.fitted": Entry(r_confirmatory.coefficients, r_confirmatory.PLAIN, near=1e-4),
    "full_information.fitted_to_all_answers": Entry(
        r_confirmatory.fit_to_all_answers, r_confirmatory.FIML, near=1e-4
    ),
    "model_reliability.factor_reliabilities": Entry(r_confirmatory.omegas, r_confirmatory.PLAIN, near=1e-4),
    "person_scores.model_scores": Entry(r_confirmatory.first_scores, r_confirmatory.PLAIN, near=1e-4),
    "score_tests.modification_indices": Entry(r_confirmatory.largest_index, r_confirmatory.PLAIN, near=1e-4),
    "standardised.standardised": Entry(r_confirmatory.standard, r_confirmatory.PLAIN, near=1e-4),
    "linearised.difference": Entry(lambda: r_ordinal.equal_loadings().chisq, r_ordinal.EQUAL, near=1e-4),
    "measurement_error.measurement_error": Entry(
        lambda: measurement_error.measurement_error(covariance(), alpha()).standard_error
    ),
    "measurement_error.standard_error_of_measurement": Entry(
        lambda: measurement_error.standard_error_of_measurement(s().std(ddof=1), 0.8), "alpha <- .8; "
    ),
    "measurement_error.binomial_errors": Entry(lambda: measurement_error.binomial_errors(5).standard_errors),
    "measurement_error.conditional_errors": Entry(lambda: measurement_error.conditional_errors(x()).absolute),
    "norms.quantile": Entry(
        lambda: norms.quantile(s(), [0.1, 0.5, 0.9], type=6), "x <- s; p <- c(.1, .5, .9); type <- 6; "
    ),
    "norms.norm_table": Entry(lambda: norms.norm_table(x().sum(axis=1)).percentile, "s <- rowSums(x); "),
    "norms.standard_score": Entry(
        lambda: norms.standard_score(s(), mean=s().mean(), sd=s().std(ddof=1), to=(50, 10))
    ),
    "omega.omega_of": Entry(one_fit, near=1e-5),
    "omega.omega_total": Entry(one_fit, near=1e-5),
    "omega.omega_total_minres": Entry(
        lambda: omega.omega_total_minres(np.corrcoef(x(), rowvar=False)).model, near=1e-4
    ),
    "one_factor.one_factor_minres": Entry(
        lambda: np.abs(one_factor.one_factor_minres(np.corrcoef(x(), rowvar=False)).loadings), near=1e-3
    ),
    "ordinal.ordinal_alpha": Entry(lambda: ordinal.ordinal_alpha(ordinal_parts()[0]).value, near=1e-5),
    "ordinal.ordinal_omega": Entry(lambda: ordinal.ordinal_omega(ordinal_parts()[0]).value, near=1e-4),
    "ordinal.categorical_omega": Entry(
        lambda: ordinal.categorical_omega(
            ordinal.ordinal_omega(ordinal_parts()[0]).factor.loadings,
            ordinal_parts()[1],
            ordinal_parts()[0],
        ),
        near=1e-5,
    ),
    "ordinal_fit.fit_ordinal": Entry(lambda: r_ordinal.fit().free[:4], r_ordinal.ORDINAL, near=1e-4),
    "ordinal_measures.ordinal_measures": Entry(r_ordinal.measures, r_ordinal.ORDINAL, near=1e-4),
    "ordinal_moments.ordinal_moments": Entry(
        lambda: np.diagonal(r_ordinal.sample().gamma), r_ordinal.ORDINAL, near=1e-4
    ),
    "parallel.parallel_analysis": Entry(
        lambda: (lambda m: [m.factors.suggested, m.components.suggested])(
            parallel.parallel_analysis(correlation(), len(d()))
        )
    ),
    "peer_quartiles.peer_quartiles": Entry(lambda: peer_quartiles.peer_quartiles(s()[:20]), "s <- s[1:20]; "),
    "polychoric.polychoric": Entry(lambda: ordinal_parts()[0], near=1e-5),
    "polychoric.joint_polychoric": Entry(
        lambda: (
            polychoric.joint_polychoric(
                np.histogram2d(x()[:, 0], x()[:, 1], bins=np.arange(0.5, 7))[0]
            ).correlation
        ),
        near=1e-3,
    ),
    "polychoric.bivariate_normal": Entry(lambda: polychoric.bivariate_normal(0.3, -0.4, 0.5), near=1e-8),
    "quality.sample_of": Entry(lambda: (lambda m: [m.sums, m.covariance])(quality.sample_of(x()))),
    "quality.person_total": Entry(
        lambda: quality.person_total(x()[:60], quality.sample_of(x()[:60])), "x <- x[1:60, ]; "
    ),
    "raking.rake": Entry(
        lambda: (
            raking.rake([[0, 0, 1, 1], [0, 1, 0, 1]], [[0.3, 0.7], [0.6, 0.4]], [10, 20, 30, 40]).weights / 4
        ),
        "start <- rbind(c(10, 20), c(30, 40)); table <- outer(c(.3, .7), c(.6, .4)); ",
    ),
    "random_intercept.random_intercept": Entry(
        lambda: (lambda m: [m.between, m.within, m.criterion])(
            random_intercept.random_intercept(groups.group_scores(s(), g()))
        ),
        near=1e-5,
    ),
    "reliability.alpha": Entry(
        lambda: (lambda m: [m.raw, m.items.item_rest, m.if_dropped.raw])(
            reliability.alpha(Moments.of_values(x()))
        )
    ),
    "response_rates.response_rates": Entry(
        lambda: response_rates.response_rates([20, 30, 12], [40, 45, 50]).p,
        "a <- c(20, 30, 12); b <- c(40, 45, 50); ",
    ),
    "responsiveness.responsiveness": Entry(lambda: responsiveness.responsiveness(*of_two()).area.value, TWO),
    "retest.retest_icc": Entry(
        lambda: [
            [one.value, one.lower, one.upper]
            for one in (lambda m: (m.agreement, m.consistency, m.one_way))(retest.retest_icc(*twice()))
        ]
    ),
    "retest.lin_concordance": Entry(lambda: retest.lin_concordance(*twice()).value),
    "retest.limits_of_agreement": Entry(
        lambda: (lambda m: [m.low.value, m.high.value])(retest.limits_of_agreement(*twice()))
    ),
    "roc.area_under_curve": Entry(lambda: roc.area_under_curve(twice()[1], twice()[0]).value),
    "schmid_leiman.schmid_leiman": Entry(
        lambda: schmid_leiman.schmid_leiman(correlation(), 5).general, near=2e-3
    ),
    "scores.score_matrix": Entry(
        lambda: scores.score_matrix(gaps(), range(5), [False] * 5, low=1, high=6), "x <- gaps; "
    ),
    "signs.sign_test": Entry(lambda: signs.sign_test(7, 3)),
    "signs.holm": Entry(lambda: signs.holm([0.01, 0.04, 0.03]), "p <- c(.01, .04, .03); "),
    "split_half.split_halves": Entry(
        lambda: (lambda m: [m.maximum, m.minimum, m.mean])(split_half.split_halves(covariance()))
    ),
    "split_half.greatest_split_half": Entry(lambda: split_half.greatest_split_half(covariance()).value),
    "split_half.odd_even": Entry(lambda: split_half.odd_even(covariance()).spearman_brown),
    "item_scores.item_total": Entry(
        lambda: ItemScoreTable.of_values(x(), [False] * 5, low=1, high=6).item_total()
    ),
    "moments.means": Entry(lambda: Moments.of_values(gaps()).means(), "x <- gaps; "),
    "moments.covariance": Entry(lambda: Moments.of_values(gaps()).covariance(), "x <- gaps; "),
    "moments.correlation": Entry(lambda: Moments.of_values(x()).correlation()),
    "moments.means_complete": Entry(lambda: Moments.of_values(x()).means_complete()),
    "moments.covariance_complete": Entry(lambda: Moments.of_values(x()).covariance_complete()),
    "moments.correlation_complete": Entry(lambda: Moments.of_values(x()).correlation_complete()),
    "tables.of": Entry(lambda: PairTables.of((x() - 1).astype(np.uint8), [6] * 5).table(0, 1)),
    "validity.average_variance_extracted": Entry(
        lambda: (lambda m: validity.average_variance_extracted(m.loadings, m.residuals))(
            omega.omega_total(covariance(), len(x())).factor
        ),
        near=1e-5,
    ),
    "validity.htmt": Entry(lambda: validity.htmt(correlation(), CONSTRUCTS).ratios),
    "validity.htmt2": Entry(lambda: validity.htmt2(correlation(), CONSTRUCTS).ratios),
    "weights.survey_mean": Entry(lambda: in_weights("mean")),
    "weights.survey_variance": Entry(lambda: in_weights("variance")),
    "weights.weighted_covariance": Entry(
        lambda: weights.weighted_covariance(x()[:60], np.arange(1.0, 61.0)), "x <- x[1:60, ]; w <- 1:60; "
    ),
    "weights.kish": Entry(lambda: weights.kish(np.arange(1.0, 61.0)), "w <- 1:60; "),
    "correlations.kendall": Entry(lambda: correlations.kendall(pairs()).correlation),
    "correlations.spearman": Entry(lambda: correlations.spearman(pairs()).correlation),
    "correlations.smooth": Entry(
        lambda: correlations.smooth(np.array([[1, 0.9, 0.2], [0.9, 1, 0.9], [0.2, 0.9, 1]]))[0],
        "R <- matrix(c(1, .9, .2, .9, 1, .9, .2, .9, 1), 3); ",
    ),
    "factor_scores.tenberge_weights": Entry(
        lambda: factor_scores.tenberge_weights(correlation(), f().loadings, f().phi), near=1e-3
    ),
    "level_reliability.level_reliability": Entry(
        lambda: (
            one := reference_two_level.reliability("twolevel"),
            [one.config_within, one.config_total, one.shared_between, one.raters],
        )[1],
        TWO_LEVELS,
        near=1e-3,
    ),
    "two_level.two_level": Entry(
        lambda: reference_two_level.fitted("twolevel").vector,
        TWO_LEVELS,
        near=1e-4,
    ),
    "two_level_fit.fit_of": Entry(
        lambda: (
            one := reference_two_level.fitted("twolevel").fit.named(),
            [one[name] for name in ("chisq", "df", "cfi", "tli", "rmsea")],
        )[1],
        TWO_LEVELS,
        near=1e-3,
    ),
    "levels.within_between": Entry(
        lambda: (lambda m: [m.icc1, m.icc2, m.within_r, m.between_r])(
            levels.within_between(groups.group_items(leaders(), g()))
        ),
        BY_COMPANY,
    ),
    "missingness.missing_answers": Entry(
        lambda: (lambda m: [m.by_item, m.pairwise_n])(missingness.missing_answers(gather(gaps()))),
        "x <- gaps; ",
    ),
    "missingness.em_moments": Entry(
        lambda: missingness.em_moments(gather(gaps())).covariance, "x <- gaps; ", 1e-4
    ),
    "omega.omega_hierarchical": Entry(
        lambda: (lambda m: [m.hierarchical, m.asymptotic, m.total, m.explained_common_variance])(
            omega.omega_hierarchical(correlation(), 5)
        ),
        near=1e-3,
    ),
    "omega.omega_from_schmid_leiman": Entry(
        lambda: (lambda m: omega.omega_from_schmid_leiman(correlation(), m.general, m.group).hierarchical)(
            schmid_leiman.schmid_leiman(correlation(), 5)
        ),
        near=1e-3,
    ),
    "one_factor.one_factor": Entry(
        lambda: one_factor.one_factor(covariance(), len(x())).model.loadings, near=1e-5
    ),
    "rotation.varimax": Entry(lambda: rotation.varimax(loadings()).loadings, "", 1e-3, 5),
    "rotation.oblimin": Entry(lambda: rotation.oblimin(loadings()).loadings, "", 1e-3, 5),
    "rotation.promax": Entry(lambda: rotation.promax(loadings()).loadings, "", 2e-3, 5),
    "rotation.geomin": Entry(lambda: rotation.geomin(loadings()).loadings, "", 1e-3, 5),
    "run_chart.run_chart": Entry(
        lambda: (lambda m: [m.median, m.longest_side, m.longest_way])(run_chart.run_chart(ENERGY)),
        f"x <- c({', '.join(map(str, ENERGY))}); ",
    ),
    "weights.design": Entry(lambda: sample("clus1")[0]),
    "within_group.within_group": Entry(
        lambda: [of_leaders().rwgj_uniform, of_leaders().rwgj_lindell, of_leaders().ad_mean],
        BY_COMPANY,
    ),
}
