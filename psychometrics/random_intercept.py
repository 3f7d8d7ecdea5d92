"""The random-intercept model by restricted maximum likelihood, exact, from group sizes, means and SSW.

x_ij = mean + u_j + e_ij. The likelihood of this model depends on the answers only through the group sizes,
the group means and the sum of squares within groups, and after profiling out the mean and the within-group
variance only on one number, the ratio of the two variances. So the fit is a one-dimensional root.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from psychometrics.contract import Caution, Counts, Floats, StatisticError
from psychometrics.groups import GroupScores, group_cautions, require_groups

# Ratios of variances at which the criterion is looked at before the root is taken, and the share of the sum of
# squares below which differences within groups are rounding errors; the largest ratio lies beyond it.
GRID = np.concatenate([[0.0], np.geomspace(1e-6, 1e26, 129)])
NOTHING = 1e-24
WIDE = 60.0  # on the scale of log ratios: the criterion surely leaves its interval within this


@dataclass(frozen=True, slots=True)
class RandomIntercept:
    """The fitted model; arrays are one a group, in the order of `labels`.

    `reliability` is that of each group's mean, `deviation` its empirical-Bayes distance from `mean` with
    `deviation_se`, and `criterion` -2 times the restricted log likelihood.
    """

    labels: NDArray[Any]
    n: Counts
    mean: float
    se_mean: float
    between: float
    within: float
    icc1: float
    icc1_interval: tuple[float, float]
    icc2: float
    criterion: float
    reliability: Floats
    deviation: Floats
    deviation_se: Floats
    level: float
    cautions: tuple[Caution, ...]

    @property
    def empirical_bayes(self) -> Floats:
        """Each group's mean drawn towards the mean of all groups by as much as it is unreliable."""
        return self.mean + self.deviation


@dataclass(frozen=True, slots=True)
class _Profile:
    """The restricted likelihood as a function of `ratio`, the between over the within variance."""

    n: Floats
    mean: Floats
    ssw: float

    @property
    def df(self) -> float:
        return float(self.n.sum() - 1)

    def parts(self, ratio: Floats | float) -> tuple[Floats, Floats, Floats, Floats]:
        """Weights (ratios x groups), weighted mean, squared distances and residual sum of squares."""
        at = np.atleast_1d(np.asarray(ratio, dtype=float))[:, None]
        weight = self.n / (1 + self.n * at)
        centre = (weight @ self.mean) / weight.sum(axis=1)
        squared = (self.mean - centre[:, None]) ** 2
        return weight, centre, squared, self.ssw + (weight * squared).sum(axis=1)

    def criterion(self, ratio: Floats | float) -> Floats:
        at = np.atleast_1d(np.asarray(ratio, dtype=float))[:, None]
        weight, _, _, rss = self.parts(ratio)
        value: Floats = self.df * (1 + np.log(2 * np.pi * rss / self.df))
        value += np.log1p(self.n * at).sum(axis=1) + np.log(weight.sum(axis=1))
        return value

    def slope(self, ratio: float) -> float:
        """The derivative of the criterion."""
        weight, _, squared, rss = self.parts(ratio)
        total, second = weight.sum(), (weight**2).sum()
        return float(total - second / total - self.df * (weight**2 * squared).sum() / rss[0])


def random_intercept(scores: GroupScores, level: float = 0.95) -> RandomIntercept:
    """Variance between and within groups, ICC(1), reliability of group means and empirical-Bayes means.

    scores: one score by group (`group_scores`); people without a score were left out there. level: of the
    interval of ICC(1), from the profile of the restricted likelihood (0 where the likelihood allows it).
    Raises `StatisticError` for one group, groups of one only, or a score without any variance.
    Formula: minimise (N-1) log RSS(r) + sum log(1 + n_j r) + log sum w_j with w_j = n_j / (1 + n_j r) and
    RSS = SSW + sum w_j (m_j - m)^2; ICC(1) = r / (1 + r); reliability = n_j r / (1 + n_j r); the deviation is
    reliability times (m_j - m). It misleads when sizes go with scores (informative sizes), and an ICC of 0
    here only says that group means differ no more than people by chance would make them.
    Patterson & Thompson (1971) 10.1093/biomet/58.3.545; Bates et al. (2015) 10.18637/jss.v067.i01. R: `l <-
    lme4::lmer(s ~ 1 + (1 | g)); as.data.frame(lme4::VarCorr(l))$vcov; lme4::REMLcrit(l)`.
    """
    require_groups(scores)
    shift = float((scores.n * scores.mean).sum() / scores.persons)
    centred = scores.mean - shift
    ssw = float(scores.ssw.sum())
    total = ssw + float((scores.n * centred**2).sum())
    scale = max(total, scores.persons * shift**2)
    if total <= NOTHING * scale or total == 0:
        raise StatisticError(
            "constant", "all scores are the same", "leave this score out: it tells nobody apart"
        )
    if ssw <= NOTHING * scale:
        return _without_within_variance(scores, level)
    profile = _Profile(scores.n.astype(float), centred, ssw)
    ratio = _best_ratio(profile)
    return _fitted(scores, profile, ratio, shift, level)


def _best_ratio(profile: _Profile) -> float:
    from scipy.optimize import brentq

    place = int(np.argmin(profile.criterion(GRID)))  # there may be more than one minimum: take the lowest
    rising = profile.slope(float(GRID[place])) >= 0
    if place == 0 and rising:
        return 0.0
    low, high = (GRID[place - 1], GRID[place]) if rising else (GRID[place], GRID[place + 1])
    return float(brentq(profile.slope, low, high, xtol=1e-15, rtol=8.9e-16, maxiter=200))


def _interval(profile: _Profile, ratio: float, level: float) -> tuple[float, float]:
    """Values of ICC(1) whose restricted likelihood is not rejected at `level`."""
    from scipy.optimize import brentq
    from scipy.special import chdtri

    bound = float(profile.criterion(ratio)[0]) + float(chdtri(1, 1 - level))

    def excess(log_ratio: float) -> float:
        return float(profile.criterion(np.exp(log_ratio))[0]) - bound

    def end(low: float, high: float) -> float:
        at = np.exp(float(brentq(excess, low, high, xtol=1e-13)))
        return float(at / (1 + at))

    best = np.log(ratio) if ratio > 0 else -WIDE
    zero_is_possible = ratio == 0 or float(profile.criterion(0.0)[0]) <= bound
    return 0.0 if zero_is_possible else end(best - WIDE, best), end(best, max(best, 0.0) + WIDE)


def _fitted(
    scores: GroupScores, profile: _Profile, ratio: float, shift: float, level: float
) -> RandomIntercept:
    weight, centre, _, rss = profile.parts(ratio)
    within = float(rss[0] / profile.df)
    icc1 = ratio / (1 + ratio)
    reliability = ratio * weight[0]
    cautions = list(group_cautions(scores))
    if ratio == 0:
        cautions.append(
            Caution(
                "no_between_variance",
                "",
                "group means differ no more than chance makes them differ, so the variance between groups "
                "is estimated as 0",
                "do not compare the groups on this score",
            )
        )
    return RandomIntercept(
        labels=scores.labels,
        n=scores.n,
        mean=float(centre[0]) + shift,
        se_mean=float(np.sqrt(within / weight.sum())),
        between=ratio * within,
        within=within,
        icc1=icc1,
        icc1_interval=_interval(profile, ratio, level),
        icc2=scores.mean_size * icc1 / (1 + (scores.mean_size - 1) * icc1),
        criterion=float(profile.criterion(ratio)[0]),
        reliability=reliability,
        deviation=reliability * (scores.mean - shift - centre[0]),
        deviation_se=np.sqrt(within * ratio / (1 + profile.n * ratio)),
        level=level,
        cautions=tuple(cautions),
    )


def _without_within_variance(scores: GroupScores, level: float) -> RandomIntercept:
    """The limit of the fit when everybody agrees with their group: all variance lies between groups."""
    ones = np.ones(scores.groups)
    mean = float(scores.mean.mean())
    between = float(scores.mean.var(ddof=1))
    caution = Caution(
        "no_within_variance",
        "",
        "within each group all scores are the same, so all variance lies between groups",
        "check that the score is not a property of the group entered once for everybody",
    )
    return RandomIntercept(
        labels=scores.labels,
        n=scores.n,
        mean=mean,
        se_mean=float(np.sqrt(between / scores.groups)),
        between=between,
        within=0.0,
        icc1=1.0,
        icc1_interval=(1.0, 1.0),
        icc2=1.0,
        criterion=-np.inf,
        reliability=ones,
        deviation=scores.mean - mean,
        deviation_se=np.zeros(scores.groups),
        level=level,
        cautions=(*group_cautions(scores), caution),
    )
