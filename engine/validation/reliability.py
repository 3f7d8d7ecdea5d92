"""Everything about the reliability of one subscale's score, from sums alone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from engine.validation.cautions import Cautions
from engine.validation.clustered import allowing_for_clusters
from engine.validation.clusters import ClusterSums
from engine.validation.em import EmReliability, study_em
from engine.validation.gather import Gathered, SubscaleSums
from engine.validation.plan import Basis, Plan, StudiedSubscale
from psychometrics.bootstrap import BootstrapInterval
from psychometrics.contract import Caution, Floats, StatisticError
from psychometrics.intervals import Interval
from psychometrics.item_covariance import correlations_of, item_covariance
from psychometrics.lambdas import GreatestLowerBound, Guttman, greatest_lower_bound, guttman, ten_berge
from psychometrics.measurement_error import (
    ConditionalErrors,
    MeasurementError,
    ScoreErrors,
    binomial_errors,
    keats_errors,
    measurement_error,
)
from psychometrics.omega import (
    OmegaHierarchical,
    OmegaTotal,
    omega_hierarchical,
    omega_total,
    omega_total_minres,
)
from psychometrics.one_factor_rule import OneFactorJudgement, judge_one_factor
from psychometrics.ordinal import OrdinalAlpha, OrdinalOmega, categorical_omega, ordinal_alpha, ordinal_omega
from psychometrics.parallel import ParallelAnalysis, parallel_analysis
from psychometrics.polychoric import Polychoric, polychoric
from psychometrics.reliability import Alpha, alpha
from psychometrics.split_half import OddEven, SplitHalves, odd_even, split_halves
from psychometrics.summaries.moments import Moments
from psychometrics.validity import average_variance_extracted

GROUP_FACTORS = 3
"""psych's default: two do not identify a general factor. Items with facets are grouped by those."""


FEWEST_FOR_FACTORS = 3
UNTESTED = OneFactorJudgement("untested")


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """Lower bounds to reliability."""

    guttman: Guttman | None
    ten_berge: tuple[float, ...] | None
    greatest: GreatestLowerBound | None


@dataclass(frozen=True, slots=True, eq=False)
class Halves:
    """Split-half reliabilities of the sum score."""

    splits: SplitHalves | None
    odd_even: OddEven | None


@dataclass(frozen=True, slots=True, eq=False)
class Ordinal:
    """Reliability of items taken as ordinal, from the polychoric correlations of the keyed answers."""

    polychoric: Polychoric
    alpha: OrdinalAlpha | None
    omega: OrdinalOmega | None
    categorical_omega: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Errors:
    """Standard errors of measurement: overall, and by score.

    `binomial` and `keats` for items with two options; `conditional` from the second pass, for any.
    """

    overall: MeasurementError | None
    binomial: ScoreErrors | None
    keats: ScoreErrors | None
    conditional: ConditionalErrors | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Reliability:
    """Reliability of one subscale's score. What does not exist is None, and the study's cautions say why.

    `basis` says which covariance everything below `interval` rests on: that of people who answered all items
    (`complete`) or of all who answered a pair (`pairwise`); `n` are those people (the smallest pair). `value`
    and `interval` are alpha on this basis with Feldt's interval or, of people in clusters, a jackknife over these;
    `effective_n` is as how many independent people the clustered ones count (None without clusters).
    `without_reversed` is alpha of the items that are not reverse-keyed, None where none is. `one_factor` says whether
    one factor is enough, `parallel` how many dimensions the scale's own items have. `group_factors` is how many omega
    hierarchical took. `em` is of every answer given, where some are missing. `bootstrap` holds intervals by
    resampling, by name of the coefficient, where they were asked for.
    """

    basis: Basis
    n: int
    alpha: Alpha | None
    value: float | None
    interval: Interval | None
    effective_n: float | None = None
    without_reversed: Alpha | None = None
    bounds: Bounds | None = None
    halves: Halves | None = None
    omega: OmegaTotal | None = None
    one_factor: OneFactorJudgement = UNTESTED
    parallel: ParallelAnalysis | None = None
    hierarchical: OmegaHierarchical | None = None
    group_factors: int = GROUP_FACTORS
    ave: float | None = None
    ordinal: Ordinal | None = None
    errors: Errors | None = None
    bootstrap: Mapping[str, Interval | BootstrapInterval] | None = None
    em: EmReliability | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Score:
    """What the coefficients of one subscale need: keyed covariance on the study's basis, and where it stands."""

    where: str
    basis: Basis
    n: int
    covariance: Floats
    means: Floats
    names: tuple[str, ...]
    seed: int


def basis_of(plan: Plan, complete: int, answered: int) -> Basis:
    """Complete cases, unless the study asks otherwise or they are fewer than half of those who answered."""
    if plan.choices.missing != "auto":
        return plan.choices.missing
    return "complete" if 2 * complete >= answered else "pairwise"


def study_reliability(
    subscale: StudiedSubscale, sums: SubscaleSums, found: Gathered, plan: Plan, cautions: Cautions
) -> Reliability | None:
    """The reliability of one subscale; None where alpha does not exist, and nothing else does."""
    where = f"subscale {subscale.id}"
    if not subscale.columns or found.moments is None:
        cautions.add(
            Caution(
                "no_items", where, "none of its items is in these data", "check the column names and the form"
            )
        )
        return None
    own = found.moments.select(subscale.columns)
    whole = cautions.attempt(where, lambda: alpha(own, subscale.reverse, level=plan.choices.level))
    if whole is None:
        return None
    basis = basis_of(plan, whole.n_complete or 0, _answered(found, subscale))
    first = Reliability(
        basis,
        *_of_basis(whole, basis),
        without_reversed=_plain(own, subscale, plan, cautions),
        em=study_em(subscale, found, cautions),
    )
    first = _with_clusters(first, sums.clusters, plan.choices.level, where, cautions)
    score = _score(where, own.keyed(subscale.reverse), basis, plan, cautions)
    if score is None:
        return first
    return _completed(first, score, subscale, sums, plan.choices.draws, plan.choices.level, cautions)


def _with_clusters(
    first: Reliability, clusters: ClusterSums | None, level: float, where: str, cautions: Cautions
) -> Reliability:
    """With an interval that allows for people who share a cluster, where all who count are in one."""
    value = first.value
    if clusters is None or first.basis == "pairwise" or value is None or not clusters.n.any():
        return first
    found = cautions.attempt(f"{where}, interval of alpha", lambda: clusters.alpha(value, level))
    if found is None:
        return first
    return replace(first, interval=found.interval, effective_n=found.effective_n)


def _answered(found: Gathered, subscale: StudiedSubscale) -> int:
    """How many people answered any item of the subscale."""
    return 0 if found.scores is None else int(found.scores.answered(subscale.id)[1:].sum())


def _of_basis(whole: Alpha, basis: Basis) -> tuple[int, Alpha, float, Interval | None]:
    if basis == "complete" and whole.complete is not None:
        return whole.n_complete or 0, whole, whole.complete, whole.complete_feldt
    return whole.n, whole, whole.raw, whole.feldt


def _plain(own: Moments, subscale: StudiedSubscale, plan: Plan, cautions: Cautions) -> Alpha | None:
    straight = [place for place, turned in enumerate(subscale.reverse) if not turned]
    if len(straight) == len(subscale.reverse) or len(straight) < 2:
        return None
    where = f"subscale {subscale.id}, alpha without its reverse-keyed items"
    return cautions.attempt(where, lambda: alpha(own.select(straight), level=plan.choices.level))


def _score(where: str, keyed: Moments, basis: Basis, plan: Plan, cautions: Cautions) -> _Score | None:
    """The covariance that the coefficients rest on, or None with one caution that stands for all of them."""

    def made() -> _Score:
        if basis == "complete":
            C, means, n = keyed.covariance_complete(), keyed.means_complete(), keyed.n_complete()
        else:
            C, means, n = keyed.covariance(), keyed.means(), int(keyed.n.min())
        S, names = item_covariance(C, keyed.names)
        return _Score(where, basis, n, S, means, names, plan.choices.seed)

    return cautions.attempt(f"{where}, all coefficients but alpha", made)


def _completed(
    first: Reliability,
    score: _Score,
    subscale: StudiedSubscale,
    sums: SubscaleSums,
    draws: int,
    level: float,
    cautions: Cautions,
) -> Reliability:
    omega = cautions.attempt(f"{score.where}, omega", lambda: _omega(score))
    omega = allowing_for_clusters(omega, sums.clusters, level, score.where, cautions)
    parallel = _parallel(score, draws, cautions)
    lower = None if first.interval is None else first.interval.lower
    return replace(
        first,
        bounds=_bounds(score, cautions),
        halves=_halves(score, cautions),
        omega=omega,
        one_factor=judge_one_factor(omega, parallel, lower, int(first.effective_n or first.n)),
        parallel=parallel,
        hierarchical=_hierarchical(score, subscale, cautions),
        group_factors=group_factors(subscale),
        ave=None
        if omega is None
        else average_variance_extracted(omega.factor.loadings, omega.factor.residuals),
        ordinal=_ordinal(score, subscale, sums, cautions),
        errors=_errors(score, subscale, first.value, cautions),
    )


def _bounds(score: _Score, cautions: Cautions) -> Bounds:
    C, names = score.covariance, score.names
    return Bounds(
        cautions.attempt(f"{score.where}, lambda", lambda: guttman(C, names=names, seed=score.seed)),
        cautions.attempt(f"{score.where}, Ten Berge's bounds", lambda: ten_berge(C, names=names)),
        cautions.attempt(
            f"{score.where}, greatest lower bound", lambda: greatest_lower_bound(C, names=names)
        ),
    )


def _halves(score: _Score, cautions: Cautions) -> Halves:
    C, names = score.covariance, score.names
    return Halves(
        cautions.attempt(f"{score.where}, split-half", lambda: split_halves(C, names=names, seed=score.seed)),
        cautions.attempt(f"{score.where}, odd-even", lambda: odd_even(C, names=names)),
    )


def _omega(score: _Score) -> OmegaTotal:
    """By maximum likelihood; pairwise covariances belong to no sample, so there by minimum residuals."""
    if score.basis == "complete":
        return omega_total(score.covariance, score.n, names=score.names)
    return omega_total_minres(correlations_of(score.covariance), names=score.names)


def _parallel(score: _Score, draws: int, cautions: Cautions) -> ParallelAnalysis | None:
    """How many dimensions the scale's own items have, as the rule on one factor asks."""
    if len(score.names) < FEWEST_FOR_FACTORS:
        return None
    R = correlations_of(score.covariance)
    return cautions.attempt(
        f"{score.where}, parallel analysis",
        lambda: parallel_analysis(R, score.n, draws=draws, seed=score.seed),
    )


def group_factors(subscale: StudiedSubscale) -> int:
    """As many as the items have facets, where each has one and there are three or more; else psych's three."""
    facets = {item.facet for item in subscale.items}
    return len(facets) if None not in facets and len(facets) >= GROUP_FACTORS else GROUP_FACTORS


def _hierarchical(score: _Score, subscale: StudiedSubscale, cautions: Cautions) -> OmegaHierarchical | None:
    factors = group_factors(subscale)

    def made() -> OmegaHierarchical:
        if len(score.names) < 2 * factors:
            raise StatisticError(
                "few_items",
                f"{len(score.names)} items cannot hold {factors} group factors of two items each",
                "read omega total here, and the general factor of the whole instrument",
            )
        return omega_hierarchical(correlations_of(score.covariance), factors, names=score.names)

    return cautions.attempt(f"{score.where}, omega hierarchical", made)


def _ordinal(
    score: _Score, subscale: StudiedSubscale, sums: SubscaleSums, cautions: Cautions
) -> Ordinal | None:
    tables = sums.tables
    if tables is None:
        return None
    where = f"{score.where}, ordinal"
    raw = cautions.attempt(where, lambda: polychoric(tables))
    if raw is None or np.isnan(raw.correlation).any():
        return None
    sign = np.where(np.array(subscale.reverse), -1.0, 1.0)
    R = raw.correlation * np.outer(sign, sign)
    omega = cautions.attempt(f"{where} omega", lambda: ordinal_omega(R, names=score.names))
    thresholds = [
        -cuts[::-1] if turned else cuts for cuts, turned in zip(raw.thresholds, subscale.reverse, strict=True)
    ]
    return Ordinal(
        raw,
        cautions.attempt(f"{where} alpha", lambda: ordinal_alpha(R, names=score.names, n=score.n)),
        omega,
        None
        if omega is None
        else cautions.attempt(
            f"{where}, categorical omega",
            lambda: categorical_omega(omega.factor.loadings, thresholds, R, names=score.names),
        ),
    )


def _errors(score: _Score, subscale: StudiedSubscale, value: float | None, cautions: Cautions) -> Errors:
    where, C, names = f"{score.where}, standard error of measurement", score.covariance, score.names
    overall = (
        None if value is None else cautions.attempt(where, lambda: measurement_error(C, value, names=names))
    )
    if not all([option.value for option in item.options] == [0, 1] for item in subscale.items):
        return Errors(overall, None, None)
    mean = float(score.means.sum())
    return Errors(
        overall,
        cautions.attempt(f"{where} by score", lambda: binomial_errors(len(names))),
        cautions.attempt(f"{where} by score", lambda: keats_errors(C, mean, names=names)),
    )
