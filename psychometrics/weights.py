"""Survey weights: means and variances of samples with weights, clusters and strata.

Standard errors come from how totals differ between clusters of a stratum (linearisation), so they allow for
people of one school being alike. Without a design every formula is that of a simple sample.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from psychometrics.contract import Caution, Counts, Floats, StatisticError
from psychometrics.groups import group_index


@dataclass(frozen=True, slots=True)
class Design:
    """How people came into the sample; build it with `design`.

    `cluster` and `stratum` number each person's first-stage unit and its stratum; `of_stratum` the stratum of
    each cluster; `fraction` the share of each stratum's clusters that were drawn (0 where not known).
    """

    weight: Floats
    cluster: Counts
    of_stratum: Counts
    fraction: Floats

    @property
    def df(self) -> int:
        """Degrees of freedom: clusters less strata."""
        return len(self.of_stratum) - len(self.fraction)


@dataclass(frozen=True, slots=True)
class SurveyEstimate:
    """An estimate with its design-based standard error; `deff` is NaN where it is not defined.

    `n` people used, `df` degrees of freedom of the interval.
    """

    value: float
    se: float
    lower: float
    upper: float
    deff: float
    n: int
    df: int
    cautions: tuple[Caution, ...]


def design(
    weights: ArrayLike,
    *,
    clusters: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    population_clusters: ArrayLike | None = None,
) -> Design:
    """How people came into the sample.

    weights: one a person, above 0; clusters: label of the first-stage unit (a school), default each person
    one; strata: label of the stratum that the cluster was drawn in, default one; population_clusters: one a
    person, how many clusters its stratum has in the population (the finite population correction), default
    so many that drawing some changes nothing.
    Raises `StatisticError` for missing or non-positive weights, a cluster in two strata, a stratum with one
    cluster, or a stratum with fewer clusters in the population than in the sample. R:
    `weights(survey::svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = schools))`.
    """
    w = np.asarray(weights, dtype=np.float64)
    if w.ndim != 1 or not np.isfinite(w).all() or (w <= 0).any():
        raise StatisticError(
            "weights", "a weight is missing, 0 or below", "give everybody a weight above 0, or leave them out"
        )
    cluster = np.arange(len(w)) if clusters is None else _labels(clusters, len(w), "cluster")
    stratum = np.zeros(len(w), dtype=np.int64) if strata is None else _labels(strata, len(w), "stratum")
    _, cluster = np.unique(cluster, return_inverse=True)
    of_stratum = np.zeros(cluster.max() + 1, dtype=np.int64)
    of_stratum[cluster] = stratum
    if (of_stratum[cluster] != stratum).any():
        raise StatisticError(
            "nested", "a cluster lies in two strata", "give clusters of different strata different labels"
        )
    drawn = np.bincount(of_stratum)
    if (drawn == 1).any():
        raise StatisticError(
            "lonely_cluster",
            "a stratum has one cluster, so differences between its clusters are not known",
            "join the stratum with a similar one",
        )
    fraction = np.zeros(len(drawn))
    if population_clusters is not None:
        population = np.zeros(len(drawn))
        population[stratum] = np.asarray(population_clusters, dtype=np.float64)
        if (population < drawn).any():
            raise StatisticError(
                "population",
                "a stratum has fewer clusters in the population than in the sample",
                "give the number of clusters in the population, not in the sample",
            )
        fraction = drawn / population
    return Design(w, cluster.astype(np.int64), of_stratum, fraction)


def _labels(labels: ArrayLike, persons: int, what: str) -> Counts:
    _, index = group_index(labels)
    if len(index) != persons or (index < 0).any():
        raise StatisticError("shape", f"somebody has no {what}", f"give every person a {what}")
    return index


def survey_mean(scores: ArrayLike, sample: Design, level: float = 0.95) -> SurveyEstimate:
    """Weighted mean with its design-based standard error, t interval and design effect.

    scores: one a person in the order of the design, NaN where missing: the person counts as outside the part of
    the population that is described. Raises `StatisticError` when nobody has a score.
    Formula: sum w x / sum w; the variance is that of cluster totals of w (x - mean) / sum w within strata,
    times 1 - sampling fraction. deff divides it by the variance of a simple sample of as many people; NaN,
    with a caution, where the weights add up to no more than the sample and so do not say how large the
    population is. With fewer than about 20 clusters the standard error itself is uncertain.
    Binder (1983) 10.2307/1402588; Lumley (2004) 10.18637/jss.v009.i08. R: `m <- survey::svymean(~api00, design,
    deff = TRUE); c(coef(m), survey::SE(m), confint(m, df = survey::degf(design)), survey::deff(m))`.
    """
    x, known = _known(scores, sample)
    w = np.where(known, sample.weight, 0)
    mean = float(w @ x / w.sum())
    variance = _variance(w * (x - mean) / w.sum(), sample)
    n, population = int(known.sum()), float(w.sum())
    cautions = list(_design_cautions(sample))
    fraction = n / population
    simple = float(w @ (x - mean) ** 2 / population) / max(n - 1, 1) * (1 - fraction)
    deff = variance / simple if fraction < 1 - 1e-9 and simple > 0 else float("nan")
    if fraction >= 1 - 1e-9:
        cautions.append(
            Caution(
                "relative_weights",
                "",
                "the weights add up to no more than the sample, so the size of the population is not known",
                "use weights that say how many people each respondent stands for, or read `kish` instead of deff",
            )
        )
    return _estimate(mean, variance, deff, n, sample, level, tuple(cautions))


def survey_variance(scores: ArrayLike, sample: Design, level: float = 0.95) -> SurveyEstimate:
    """Weighted variance, sum w (x - mean)^2 / sum w times n / (n - 1), with its standard error.

    Parameters and literature as in `survey_mean`; the mean is taken as known. R: `m <- survey::svyvar(~api00,
    design); c(coef(m), survey::SE(m))`.
    """
    x, known = _known(scores, sample)
    w = np.where(known, sample.weight, 0)
    n = int(known.sum())
    if n < 2:
        raise StatisticError("few_persons", "one person has no variance", "collect more responses")
    squares = np.where(known, (x - w @ x / w.sum()) ** 2, 0) * n / (n - 1)
    found = survey_mean(np.where(known, squares, np.nan), sample, level)
    return _estimate(found.value, found.se**2, float("nan"), n, sample, level, _design_cautions(sample))


def weighted_covariance(responses: ArrayLike, weights: ArrayLike) -> Floats:
    """Weighted covariance of complete answers, unbiased for weights that do not depend on the answers.

    responses: persons x items, people with a missing item left out; weights: one a person.
    Formula: sum v (x - m)(x - m)' / (1 - sum v^2), v the weights divided by their sum. R: `cov.wt(x, wt =
    w)$cov`.
    """
    matrix, w = np.asarray(responses, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    if matrix.ndim != 2 or w.shape != (len(matrix),):
        raise StatisticError(
            "shape", f"{matrix.shape} answers, {w.shape} weights", "give one weight a person"
        )
    use = np.isfinite(matrix).all(axis=1) & np.isfinite(w)
    if use.sum() < 2:
        raise StatisticError("few_persons", "fewer than two people are complete", "collect more responses")
    matrix, v = matrix[use], w[use] / w[use].sum()
    centred = matrix - v @ matrix
    covariance: Floats = (centred * v[:, None]).T @ centred / (1 - v @ v)
    return covariance


def kish(weights: ArrayLike) -> tuple[float, float]:
    """Effective sample size (sum w)^2 / sum w^2, and the design effect of weighting alone, n over it.

    weights: one a person, NaN left out. It is what unequal weights cost a mean of answers that have nothing
    to do with them; clusters come on top. Kish (1992), Journal of Official Statistics, 8, 183-200. R: `c(sum(w)^2
    / sum(w^2), length(w) * sum(w^2) / sum(w)^2)`.
    """
    given = np.asarray(weights, dtype=np.float64)
    w = given[np.isfinite(given)]
    if not len(w) or (w < 0).any() or w.sum() == 0:
        raise StatisticError("weights", "there are no weights above 0", "give one weight a person")
    effective = float(w.sum() ** 2 / (w @ w))
    return effective, len(w) / effective


def _known(scores: ArrayLike, sample: Design) -> tuple[Floats, NDArray[np.bool_]]:
    """Scores with 0 where missing, and who has one."""
    x = np.asarray(scores, dtype=np.float64)
    if x.shape != sample.weight.shape:
        raise StatisticError("shape", f"{x.size} scores, {len(sample.weight)} weights", "give one a person")
    known = np.isfinite(x)
    if not known.any():
        raise StatisticError("all_missing", "nobody has a score", "check the score")
    return np.where(known, x, 0), known


def _variance(contributions: Floats, sample: Design) -> float:
    totals = np.bincount(sample.cluster, contributions, len(sample.of_stratum)).astype(np.float64)
    return float(_between_clusters(totals[None, :], sample)[0])


def _between_clusters(totals: Floats, sample: Design) -> Floats:
    """Variance of sums over clusters (rows x clusters), each stratum on its own, and added up."""
    strata = sample.of_stratum
    drawn = np.bincount(strata)
    by_stratum = np.zeros((len(totals), len(drawn)))
    np.add.at(by_stratum.T, strata, totals.T)
    away = totals - (by_stratum / drawn)[:, strata]
    scale = (1 - sample.fraction) * drawn / (drawn - 1)
    variance: Floats = away**2 @ scale[strata]
    return variance


def _estimate(
    value: float,
    variance: float,
    deff: float,
    n: int,
    sample: Design,
    level: float,
    cautions: tuple[Caution, ...],
) -> SurveyEstimate:
    from scipy.special import stdtrit

    se = float(np.sqrt(variance))
    half = float(stdtrit(sample.df, (1 + level) / 2)) * se
    return SurveyEstimate(value, se, value - half, value + half, deff, n, sample.df, cautions)


def _design_cautions(sample: Design) -> tuple[Caution, ...]:
    clusters = len(sample.of_stratum)
    if clusters >= 20:
        return ()
    return (
        Caution(
            "few_clusters",
            "",
            f"there are only {clusters} clusters, so the standard error itself is uncertain",
            "read the interval as a rough one",
        ),
    )
