"""How often a cut score would put the same person on the same side again, and on the right side."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Floats, StatisticError

NODES = 40  # Gauss-Legendre points on each piece of the true-score scale
REACH = 9.0  # standard deviations on either side of the mean: beyond lies nobody


@dataclass(frozen=True, slots=True)
class Classification:
    """`accuracy`: on the side where the true score lies; `consistency`: on the same side twice.

    `kappa` is consistency beyond chance (NaN where not defined), `shares` how many people are in each level.
    """

    accuracy: float
    consistency: float
    kappa: float
    shares: Floats


def classification_by_person(theta: ArrayLike, se: ArrayLike, cuts: ArrayLike) -> Classification:
    """Accuracy and consistency from each person's estimate and its standard error (Rudner).

    theta, se: one a person, people with NaN in either left out; cuts: rising; a score at a cut is above it.
    Raises `StatisticError` for cuts out of order, a standard error not above 0, or nobody.
    Formula: P of each level under a normal with mean theta and sd se; accuracy = mean P of the person's own
    level, consistency = mean sum P^2. It takes estimates for true values, so it flatters short scales.
    Rudner (2001) 10.7275/an9m-2035.
    """
    from scipy.special import ndtr

    edges = _edges(cuts)
    places, errors = np.asarray(theta, dtype=np.float64), np.asarray(se, dtype=np.float64)
    known = np.isfinite(places) & np.isfinite(errors)
    places, errors = places[known], errors[known]
    if not len(places):
        raise StatisticError("all_missing", "nobody has both an estimate and its error", "check the scores")
    if (errors <= 0).any():
        raise StatisticError(
            "no_error", "a standard error is not above 0", "give the standard error of every estimate"
        )
    p = np.diff(ndtr((edges - places[:, None]) / errors[:, None]), axis=1)
    level = np.searchsorted(edges[1:-1], places, side="right")
    shares = np.bincount(level, minlength=len(edges) - 1) / len(level)
    accuracy = float(np.take_along_axis(p, level[:, None], axis=1).mean())
    return _classification(accuracy, float((p**2).sum(axis=1).mean()), shares)


def classification_by_reliability(
    mean: float, sd: float, reliability: float, cuts: ArrayLike
) -> Classification:
    """Accuracy and consistency of a normal score from its reliability alone (Peng and Subkoviak).

    mean, sd: of the observed scores; reliability: 0 to 1, e.g. alpha; cuts: rising, in the same units.
    Raises `StatisticError` for cuts out of order, sd not above 0, or a reliability outside 0 to 1.
    Formula: true scores normal with variance reliability x sd^2, errors normal and alike everywhere; accuracy
    and consistency are integrals of the bivariate normal. Near the ends of a short scale, where scores are
    not normal, it is rough. Peng & Subkoviak (1980) 10.1111/j.1745-3984.1980.tb00837.x.
    """
    from scipy.special import ndtr

    if sd <= 0:
        raise StatisticError("constant", "the scores do not vary", "a cut divides nobody here")
    if not 0 <= reliability <= 1:
        raise StatisticError(
            "reliability", f"a reliability of {reliability:g} is not between 0 and 1", "check its sign"
        )
    edges = (_edges(cuts) - mean) / sd
    shares = np.diff(ndtr(edges))
    if reliability in (0, 1):
        same = float((shares**2).sum()) if reliability == 0 else 1.0
        right = float(shares[np.searchsorted(edges[1:-1], 0.0, side="right")]) if reliability == 0 else 1.0
        return _classification(right, same, shares)
    true, weight = _true_scores(edges[1:-1], reliability)
    p = np.diff(ndtr((edges - true[:, None]) / np.sqrt(1 - reliability)), axis=1)
    level = np.searchsorted(edges[1:-1], true, side="right")
    accuracy = float(weight @ np.take_along_axis(p, level[:, None], axis=1)[:, 0])
    return _classification(accuracy, float(weight @ (p**2).sum(axis=1)), shares)


def _true_scores(cuts: Floats, reliability: float) -> tuple[Floats, Floats]:
    """Points and weights of the normal distribution of true scores, in pieces that end at the cuts."""
    spread, error = np.sqrt(reliability), np.sqrt(1 - reliability)
    near = cuts[:, None] + error * np.array([-8, -4, -2, -1, 0, 1, 2, 4, 8])
    limit = REACH * spread
    bounds = np.unique(np.clip(np.concatenate([near.ravel(), np.linspace(-limit, limit, 19)]), -limit, limit))
    node, weight = np.polynomial.legendre.leggauss(NODES)
    half, middle = np.diff(bounds)[:, None] / 2, (bounds[:-1] + bounds[1:])[:, None] / 2
    points = (middle + half * node).ravel()
    density = np.exp(-0.5 * (points / spread) ** 2) / (spread * np.sqrt(2 * np.pi))
    return points, (half * weight).ravel() * density


def _edges(cuts: ArrayLike) -> Floats:
    inner = np.atleast_1d(np.asarray(cuts, dtype=np.float64))
    if not np.isfinite(inner).all() or (np.diff(inner) <= 0).any():
        raise StatisticError("not_in_order", "the cuts do not rise", "give each cut once, the lowest first")
    return np.concatenate([[-np.inf], inner, [np.inf]])


def _classification(accuracy: float, consistency: float, shares: Floats) -> Classification:
    chance = float((shares**2).sum())
    kappa = (consistency - chance) / (1 - chance) if chance < 1 else float("nan")
    return Classification(accuracy, consistency, kappa, shares)
