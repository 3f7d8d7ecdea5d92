"""Shrunken means: by R for one measure, and by simulation nearer the truth than plain ones."""

import numpy as np
import pytest

from psychometrics.contract import StatisticError
from psychometrics.group_profiles import GroupProfiles
from psychometrics.shrinkage import shrunken_means

Y = np.array([60.0, 64, 70, 58, 66, 61])
V = np.array([4, 2, 1, 4, 2, 1])
SHIFTS = np.array([0.25, 0.35, -0.35, -0.15, 0.30, -0.20, 0.15])  # what all groups' profiles share


def test_one_measure_agrees_with_r() -> None:
    """V <- c(4,2,1,4,2,1); T <- var(y) - mean(V); mu <- weighted.mean(y, 1/(V+T)); y - 3/5 * V/(T+V) * (y-mu)"""
    found = shrunken_means(GroupProfiles((4 // V)[:, None], Y[:, None], np.array([[4.0]])))
    assert found.between[0, 0] == pytest.approx(17.0333333, rel=1e-7)
    expected = [60.38158947, 63.95865408, 69.77855035, 58.60979867, 65.83255951, 61.07799582]
    assert found.means[:, 0] == pytest.approx(expected, rel=1e-8)
    spread = [3.543581616, 1.873905429, 0.966728281, 3.543581616, 1.873905429, 0.966728281]
    assert found.covariances[:, 0, 0] == pytest.approx(spread, rel=1e-8)


def network(generator: np.random.Generator, groups: int) -> tuple[np.ndarray, GroupProfiles, np.ndarray]:
    """True means of seven measures that go together, and what a survey of their people finds."""
    together = 0.18 * (0.2 * np.eye(7) + 0.8)
    within = 0.82 * (0.4 * np.eye(7) + 0.6) + 0.14 * np.eye(7)
    n = np.clip(np.rint(np.exp(generator.normal(np.log(27), 0.45, groups))), 6, 70).astype(int)
    true = generator.multivariate_normal(SHIFTS, together, groups)
    noise = generator.multivariate_normal(np.zeros(7), within, groups) / np.sqrt(n)[:, None]
    return true, GroupProfiles(np.repeat(n[:, None], 7, axis=1), true + noise, within), together


@pytest.mark.parametrize("groups", [8, 24])
def test_they_lie_nearer_the_truth_and_find_the_lowest_more_often(groups: int) -> None:
    generator = np.random.default_rng(1)
    plain_error = shrunken_error = plain_hits = shrunken_hits = 0.0
    for _ in range(100):
        true, profiles, _ = network(generator, groups)
        found = shrunken_means(profiles).means
        plain_error += ((profiles.means - true) ** 2).mean()
        shrunken_error += ((found - true) ** 2).mean()
        plain_hits += (profiles.means.argmin(axis=1) == true.argmin(axis=1)).mean()
        shrunken_hits += (found.argmin(axis=1) == true.argmin(axis=1)).mean()
    assert shrunken_error < 0.88 * plain_error
    assert shrunken_hits > plain_hits


def test_what_is_believed_covers_the_truth_as_often_as_it_says() -> None:
    generator = np.random.default_rng(2)
    covered = []
    for _ in range(60):
        true, profiles, _ = network(generator, 24)
        found = shrunken_means(profiles)
        spread = np.sqrt(np.diagonal(found.covariances, axis1=1, axis2=2))
        covered.append(np.abs(found.means - true) <= 1.96 * spread)
    assert np.mean(covered) == pytest.approx(0.95, abs=0.02)


def test_large_groups_keep_their_means_and_small_ones_lose_most() -> None:
    generator = np.random.default_rng(3)
    _, profiles, _ = network(generator, 24)
    n = profiles.n.copy()
    n[0], n[1] = 100_000, 2
    found = shrunken_means(GroupProfiles(n, profiles.means, profiles.within))
    moved = np.abs(found.means - profiles.means)
    assert moved[0].max() < 0.001
    away = profiles.means[1] - found.centre
    assert np.abs(found.means[1] - found.centre) @ np.ones(7) < 0.5 * np.abs(away) @ np.ones(7)


def test_a_measure_is_drawn_along_by_the_others() -> None:
    """A group that lies high on six measures is believed to lie higher on the seventh than one that lies low."""
    generator = np.random.default_rng(4)
    _, profiles, _ = network(generator, 24)
    means = profiles.means.copy()
    means[0], means[1] = 0.8, -0.8
    means[:2, 6] = 0.0
    n = profiles.n.copy()
    n[:2] = 10
    found = shrunken_means(GroupProfiles(n, means, profiles.within)).means
    assert found[0, 6] > found[1, 6]


def test_draws_have_the_mean_and_covariance_that_are_believed() -> None:
    _, profiles, _ = network(np.random.default_rng(5), 12)
    found = shrunken_means(profiles)
    draws = found.draws(3, np.random.default_rng(1).standard_normal((40_000, 7)))
    assert draws.mean(axis=0) == pytest.approx(found.means[3], abs=0.01)
    assert np.cov(draws.T) == pytest.approx(found.covariances[3], abs=0.002)


def test_groups_that_do_not_differ_are_refused() -> None:
    alike = GroupProfiles(np.full((8, 2), 4), np.tile([50.0, 60.0], (8, 1)), 100 * np.eye(2))
    with pytest.raises(StatisticError, match="no more than sampling"):
        shrunken_means(alike)
    few = GroupProfiles(np.full((3, 2), 4), np.array([[1.0, 2], [3, 1], [5, 5]]), np.eye(2))
    with pytest.raises(StatisticError, match="3 groups"):
        shrunken_means(few)
