"""Factors at two levels: the likelihood is that of every answer, the estimates are those of other ways, refusals."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from psychometrics.contract import StatisticError
from psychometrics.groups import GroupItems, group_items
from psychometrics.latent.cluster_likelihood import ClusterData, ClusterLikelihood, unrestricted_levels
from psychometrics.latent.level_reliability import level_reliability
from psychometrics.latent.two_level import two_level
from tests.psychometrics.latent.grouped import BETWEEN, WITHIN, grouped, one_factor_covariance

NAMES = ["a", "b", "c", "d"]
ONE = {"f": range(4)}
UNEQUAL = [3, 9, 14, 5, 21, 8, 12, 7] * 6


def made(sizes: list[int], seed: int = 7) -> GroupItems:
    return grouped(np.random.default_rng(seed), sizes, WITHIN, BETWEEN)


def test_the_likelihood_is_that_of_all_answers_written_out() -> None:
    random = np.random.default_rng(3)
    sizes, k = [2, 5, 3], 4
    place = np.repeat(np.arange(3), sizes)
    answers, mu = random.standard_normal((10, k)), np.array([0.1, -0.2, 0.3, 0.0])
    written_out = 0.0
    for group, size in enumerate(sizes):
        covariance = np.kron(np.eye(size), WITHIN) + np.kron(np.ones((size, size)), BETWEEN)
        written_out += multivariate_normal.logpdf(
            answers[place == group].ravel(), np.tile(mu, size), covariance
        )
    point = ClusterLikelihood.of(ClusterData.of(group_items(answers, place)), WITHIN, BETWEEN, mu)
    assert point.deviance == pytest.approx(-2 * written_out, rel=1e-12)


def test_slopes_are_those_of_small_steps() -> None:
    data = ClusterData.of(made(UNEQUAL))
    point = ClusterLikelihood.of(data, WITHIN, BETWEEN, np.full(4, 0.05))
    by_w, by_b, by_mu = point.slopes
    for row, column in ((0, 0), (1, 3)):
        step = np.zeros((4, 4))
        step[row, column] = step[column, row] = 1e-5
        turned = point.turn.T @ step @ point.turn
        for slope, here in ((by_w, (step, 0 * step)), (by_b, (0 * step, step))):
            up, down = (
                ClusterLikelihood.of(
                    data, WITHIN + sign * here[0], BETWEEN + sign * here[1], point.mu
                ).deviance
                for sign in (1, -1)
            )
            assert np.sum(slope * turned) == pytest.approx((up - down) / 2, rel=1e-5)
    shift = np.array([1e-5, 0, 0, 0])
    up, down = (
        ClusterLikelihood.of(data, WITHIN, BETWEEN, point.mu + sign * shift).deviance for sign in (1, -1)
    )
    assert by_mu[0] == pytest.approx((up - down) / 2e-5, rel=1e-5)


def test_groups_of_one_size_have_their_estimates_in_closed_form() -> None:
    items = made([12] * 60)
    data, size, groups = ClusterData.of(items), 12, 60
    within = items.within / (size * groups - groups)
    away = items.means - items.means.mean(axis=0)
    found = unrestricted_levels(data)
    assert pytest.approx(within, rel=1e-6) == found.within
    assert pytest.approx(away.T @ away / groups - within / size, abs=1e-7) == found.between
    assert found.point.mu == pytest.approx(items.means.mean(axis=0))


def test_covariances_between_groups_are_never_less_than_none() -> None:
    """Groups that hardly differ ask for a negative value; the best covariance matrix has a nought there.

    Best is where W has no slope, and B should neither shrink where it is above nought nor grow anywhere.
    """
    few, alike = np.random.default_rng(2), np.zeros((4, 4))
    cases = [grouped(few, [6] * 40, WITHIN, BETWEEN / 50), grouped(few, [4] * 30, WITHIN, alike)]
    # One thing differs between groups, so that five directions are nought: a search may end at a saddle of these.
    W, B = one_factor_covariance([0.8] * 6, [0.6] * 6), np.full((6, 6), 0.04)
    cases += [grouped(np.random.default_rng(seed), [45, 50, 38, 44] * 6, W, B) for seed in (2, 13, 19, 21)]
    for items in cases:
        found = unrestricted_levels(ClusterData.of(items))
        people = items.n.sum()
        assert np.linalg.eigvalsh(found.between).min() == pytest.approx(0, abs=1e-6)
        by_w, by_b, _ = found.point.slopes
        assert np.abs(by_w).max() < 1e-4 * people
        assert np.linalg.eigvalsh(by_b).min() > -1e-5 * people
        assert abs(np.diag(by_b) @ found.point.d) < 1e-4 * people


def test_groups_that_are_all_alike_differ_in_nothing() -> None:
    answers = np.random.default_rng(3).normal(size=(20, 4, 2))
    answers -= answers.mean(axis=1, keepdims=True)
    items = group_items(answers.reshape(-1, 2), np.repeat(np.arange(20), 4))
    assert not unrestricted_levels(ClusterData.of(items)).between.any()


def test_estimates_do_not_depend_on_the_order_of_groups_and_meet_the_truth() -> None:
    items = made(UNEQUAL * 5)
    turned = GroupItems(items.labels[::-1], items.n[::-1], items.means[::-1], items.within, 0)
    one, other = (two_level(each, ONE, names=NAMES) for each in (items, turned))
    assert one.vector == pytest.approx(other.vector, abs=1e-5)
    near = 4 * np.sqrt(np.diag(one.vcov))
    truth = [0.8, 0.7, 0.9, 0.6, 0.5, 0.6, 0.4, 0.7, 0.4, 0.3, 0.5, 0.3, 0.02, 0.03, 0.02, 0.04, 0, 0, 0, 0]
    assert (np.abs(one.vector - truth) < near).all()
    assert (one.fit.named()["pvalue"] or 0) > 0.001


def test_three_items_fit_by_construction_where_the_factor_needs_no_negative_variance() -> None:
    items = grouped(np.random.default_rng(5), [15] * 80, WITHIN[:3, :3], BETWEEN[:3, :3])
    found = two_level(items, {"f": range(3)}, names=NAMES[:3]).fit.named()
    assert found["df"] == 0
    assert found["chisq"] == pytest.approx(0, abs=1e-4)
    assert found["pvalue"] is None


def test_several_factors_correlate_at_each_level() -> None:
    psi = np.array([[1, 0.4], [0.4, 1]])
    loadings = np.kron(np.eye(2), np.full((3, 1), 0.8))
    within = loadings @ psi @ loadings.T + 0.4 * np.eye(6)
    between = 0.2 * loadings @ np.array([[1, 0.8], [0.8, 1]]) @ loadings.T + 0.02 * np.eye(6)
    items = grouped(np.random.default_rng(8), UNEQUAL * 6, within, between)
    found = two_level(items, {"f": range(3), "g": range(3, 6)}, names=list("abcdef"))
    assert found.within.phi[0, 1] == pytest.approx(0.4, abs=4 * found.within.phi_errors[0, 1])
    assert found.between.phi[0, 1] == pytest.approx(0.8, abs=4 * found.between.phi_errors[0, 1])
    assert np.isnan(found.within.loading_errors[0, 1])


def test_an_observed_mean_of_few_people_is_less_reliable_than_the_latent_one() -> None:
    found = level_reliability(two_level(made([5] * 120), ONE, names=NAMES), "f")
    assert found.shared_between < found.omega_between - 0.1
    assert found.size == pytest.approx(5)


def test_a_negative_residual_between_groups_is_named() -> None:
    between = one_factor_covariance([0.5, 0.4, 0.5, 0.4], [0, 0, 0, 0])
    items = grouped(np.random.default_rng(1), [4] * 40, WITHIN, between)
    named = [one.where for one in two_level(items, ONE, names=NAMES).cautions if one.code == "heywood"]
    assert named
    assert all(where.startswith("between groups, ") for where in named)


@pytest.mark.parametrize(
    ("sizes", "factors", "code"),
    [
        ([40], ONE, "one_group"),
        ([1] * 40, ONE, "groups_of_one"),
        ([20] * 4, ONE, "few_groups"),
        ([20] * 30, {"f": [0, 1]}, "not_identified"),
        ([20] * 30, {"f": [0, 1, 2], "g": [3]}, "not_identified"),
    ],
)
def test_what_cannot_be_fitted_is_refused_by_name(
    sizes: list[int], factors: dict[str, list[int]], code: str
) -> None:
    with pytest.raises(StatisticError) as refused:
        two_level(made(sizes), factors, names=NAMES)
    assert refused.value.code == code


@pytest.mark.slow
def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    random, held, rejected, rounds = np.random.default_rng(11), np.zeros(8), 0, 300
    truth = [0.8, 0.7, 0.9, 0.6, 0.4, 0.3, 0.5, 0.3]
    for _ in range(rounds):
        found = two_level(grouped(random, [15] * 100, WITHIN, BETWEEN), ONE, names=NAMES)
        value = np.concatenate([found.within.loadings[:, 0], found.between.loadings[:, 0]])
        error = np.concatenate([found.within.loading_errors[:, 0], found.between.loading_errors[:, 0]])
        held += np.abs(value - truth) < 1.96 * error
        rejected += (found.fit.named()["pvalue"] or 0) < 0.05
    assert (held / rounds > 0.90).all()
    assert held[:4].mean() / rounds == pytest.approx(0.95, abs=0.02)
    assert rejected / rounds == pytest.approx(0.05, abs=0.04)
