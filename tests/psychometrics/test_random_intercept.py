"""The random-intercept model: its own optimum, and its limits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from psychometrics.contract import StatisticError
from psychometrics.groups import GroupScores, group_scores
from psychometrics.random_intercept import random_intercept


def restricted(scores, icc):
    """-2 restricted log likelihood written out with the full covariance matrix of the people."""
    groups = np.repeat(np.arange(scores.groups), scores.n)
    total = len(groups)
    y = np.concatenate(
        [
            mean + np.sqrt(ssw / max(n - 1, 1)) * spread(n)
            for n, mean, ssw in zip(scores.n, scores.mean, scores.ssw, strict=True)
        ]
    )
    V = np.eye(total) * (1 - icc) + icc * (groups[:, None] == groups)
    inverse = np.linalg.inv(V)
    one = np.ones(total)
    information = one @ inverse @ one
    residual = y - (one @ inverse @ y) / information
    variance = residual @ inverse @ residual / (total - 1)
    logs = np.linalg.slogdet(V)[1] + np.log(information)
    return (total - 1) * (1 + np.log(2 * np.pi * variance)) + logs


def spread(n):
    """n numbers with mean 0 and standard deviation 1."""
    if n == 1:
        return np.zeros(1)
    z = np.arange(n) - (n - 1) / 2
    return z / z.std(ddof=1)


def unequal(seed, between=1.0):
    rng = np.random.default_rng(seed)
    groups = np.repeat(np.arange(7), [1, 2, 3, 4, 6, 9, 12])
    return group_scores(rng.normal(size=37) + between * rng.normal(size=7)[groups], groups)


@pytest.mark.parametrize("seed", range(5))
def test_optimum_criterion_and_interval_are_those_of_the_full_likelihood(seed):
    scores = unequal(seed)
    m = random_intercept(scores)
    best = minimize_scalar(
        lambda icc: restricted(scores, icc), bounds=(0, 0.9999), method="bounded", options={"xatol": 1e-10}
    )
    assert m.criterion == pytest.approx(restricted(scores, m.icc1), abs=1e-9)
    assert m.criterion <= best.fun + 1e-9
    lower, upper = m.icc1_interval
    assert restricted(scores, upper) - m.criterion == pytest.approx(3.841458820694124, abs=1e-5)
    if lower > 0:
        assert restricted(scores, lower) - m.criterion == pytest.approx(3.841458820694124, abs=1e-5)
    assert lower <= m.icc1 <= upper


def test_no_variance_between_groups_is_zero_and_said():
    m = random_intercept(group_scores([1, 5, 2, 4, 1, 5], [1, 1, 2, 2, 3, 3]))
    assert (m.between, m.icc1, m.icc1_interval[0]) == (0.0, 0.0, 0.0)
    np.testing.assert_array_equal(m.reliability, 0)
    np.testing.assert_array_equal(m.empirical_bayes, m.mean)
    assert "no_between_variance" in [c.code for c in m.cautions]


def test_no_variance_within_groups_is_one_and_said():
    m = random_intercept(group_scores([1.1, 1.1, 2.2, 2.2, 3.3], [1, 1, 2, 2, 3]))
    assert (m.within, m.icc1) == (0.0, 1.0)
    assert m.between == pytest.approx(1.1**2)
    assert {"no_within_variance", "group_of_one"} <= {c.code for c in m.cautions}


def test_nearly_no_variance_within_groups_is_still_fitted():
    rng = np.random.default_rng(3)
    groups = np.repeat(np.arange(30), 4)
    m = random_intercept(group_scores(rng.normal(size=30)[groups] + 1e-4 * rng.normal(size=120), groups))
    assert 1 - m.icc1 < 1e-6
    assert m.within == pytest.approx(1e-8, rel=0.3)


@pytest.mark.parametrize("spread", [1e-2, 1e-5, 1e-8])
def test_within_variance_is_found_however_small_it_is_beside_the_one_between(spread):
    rng = np.random.default_rng(4)
    groups = np.repeat(np.arange(4), [5, 9, 7, 3])
    errors = rng.normal(size=24)
    m = random_intercept(group_scores(100 * np.arange(4.0)[groups] + spread * errors, groups))
    pooled = sum(errors[groups == g].var() * (groups == g).sum() for g in range(4)) / 20
    assert m.within == pytest.approx(spread**2 * pooled, rel=1e-3)
    assert m.between == pytest.approx(100**2 * np.arange(4).var(ddof=1), rel=1e-3)


def test_of_two_optima_the_better_one_is_taken():
    """Sizes as unequal as these give the likelihood two optima, one of them at an ICC of 0."""
    n = np.array([3, 1, 132, 1, 3])
    mean = np.array([0.0946, -0.1276, 0.1050, 0.7318, 0.0242])
    ssw = np.array([0.05, 0, 4.7, 0, 0.06])
    scores = GroupScores(np.arange(5), n, mean, ssw, 0)
    criterion = [restricted(scores, icc) for icc in np.linspace(0, 0.99, 500)]
    turns = np.diff(np.sign(np.diff(criterion)))
    assert (turns > 0).sum() + (criterion[1] > criterion[0]) == 2
    assert random_intercept(scores).criterion <= min(criterion) + 1e-9


@pytest.mark.parametrize(
    ("scores", "groups", "code"),
    [
        ([1, 2, 3], [1, 1, 1], "one_group"),
        ([1, 2, 3], [1, 2, 3], "groups_of_one"),
        ([0.1] * 4, [1, 1, 2, 2], "constant"),
        ([0.0] * 4, [1, 1, 2, 2], "constant"),
    ],
)
def test_what_cannot_be_fitted_is_refused_by_name(scores, groups, code):
    with pytest.raises(StatisticError) as refused:
        random_intercept(group_scores(scores, groups))
    assert refused.value.code == code


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.0, 0.2, 1.0, 5.0]))
def test_reliability_grows_with_size_and_shrinks_the_mean_towards_all(seed, between):
    scores = unequal(seed, between)
    m = random_intercept(scores)
    np.testing.assert_allclose(m.empirical_bayes - m.mean, m.deviation)
    assert (np.diff(m.reliability) >= 0).all()  # the groups are in order of size
    assert ((m.reliability >= 0) & (m.reliability <= 1)).all()
    assert (np.abs(m.deviation) <= np.abs(scores.mean - m.mean) + 1e-12).all()
