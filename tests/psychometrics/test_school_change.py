"""Statistics of schools between waves and among others: held to scipy and to what can be worked by hand."""

import numpy as np
import pytest
from scipy import stats

from psychometrics.answered_distance import answered_distance
from psychometrics.contract import StatisticError
from psychometrics.independent_change import independent_change
from psychometrics.modality import UNIFORM, bimodality
from psychometrics.peer_quartiles import peer_quartiles
from psychometrics.profile_extremes import profile_draws
from psychometrics.quality import mahalanobis, sample_of
from psychometrics.signs import holm, holm_levels, sign_test


def of(*scores: np.ndarray) -> tuple[list[float], list[float], list[float]]:
    return (
        [len(one) for one in scores],
        [float(one.mean()) for one in scores],
        [float(one.std(ddof=1)) for one in scores],
    )


def test_welchs_interval_of_a_change() -> None:
    generator = np.random.default_rng(1)
    before, after = generator.normal(50, 17, 28), generator.normal(60, 12, 25)
    found = independent_change(of(before), of(after))
    interval = stats.ttest_ind(after, before, equal_var=False).confidence_interval()
    assert found.difference[0] == pytest.approx(after.mean() - before.mean())
    assert (found.lower[0], found.upper[0]) == pytest.approx(tuple(interval))
    pooled = np.sqrt((27 * before.var(ddof=1) + 24 * after.var(ddof=1)) / 51)
    assert found.g[0] == pytest.approx((1 - 3 / (4 * 51 - 1)) * found.difference[0] / pooled)


def test_a_group_of_one_has_no_change_and_equal_waves_no_width() -> None:
    found = independent_change(([1, 5], [50.0, 50.0], [np.nan, 0.0]), ([9, 5], [60.0, 60.0], [9.0, 0.0]))
    assert np.isnan(found.difference[0])
    assert not found.up[0]
    assert (found.lower[1], found.upper[1]) == (10.0, 10.0)
    assert np.isnan(found.g[1])
    with pytest.raises(StatisticError, match="different groups"):
        independent_change(([1], [2], [3]), ([1, 2], [2, 2], [3, 3]))


def test_fifteen_of_twenty_four_is_no_more_than_chance() -> None:
    assert f"{sign_test(15, 9):.2f}" == "0.31"
    assert sign_test(15, 9) == pytest.approx(stats.binomtest(15, 24).pvalue)
    assert sign_test(17, 7) > 0.05 > sign_test(18, 6)
    assert sign_test(12, 12) == 1.0
    with pytest.raises(StatisticError):
        sign_test(0, 0)


def test_an_interval_at_holms_level_leaves_out_zero_where_holm_rejects() -> None:
    for ps in ([0.01, 0.04, 0.03, 0.005], [0.2, 0.001, 0.02], [0.5], [0.02, 0.02]):
        rejected = [p < level for p, level in zip(ps, holm_levels(ps), strict=True)]
        assert rejected == [p < 0.05 for p in holm(ps)]
    assert holm_levels([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.05 / 3, 0.025, 0.025, 0.0125))
    assert holm_levels([]) == ()


def test_holms_adjustment() -> None:
    """As `p.adjust` of R with method holm gives them."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert holm([]) == ()


def test_quartiles_of_the_others_are_those_without_the_school() -> None:
    means = np.random.default_rng(3).normal(50, 10, 15)
    means[4] = means[7]
    found = peer_quartiles(means)
    for at in range(len(means)):
        assert found[at] == pytest.approx(np.quantile(np.delete(means, at), (0.25, 0.5, 0.75)))
    with pytest.raises(StatisticError):
        peer_quartiles([1.0])


def test_which_measure_is_lowest_and_how_surely() -> None:
    generator = np.random.default_rng(4)
    people = generator.normal([50.0, 65.0, 65.0], 15, (30, 3))
    people[0, 1] = np.nan
    found = profile_draws(people, seed=2)
    assert found.lowest()[0] > 0.95
    assert found.lowest([False, True, True])[0] == 0
    assert found.lowest([False, True, True]).sum() == pytest.approx(1)
    assert found.highest().sum() == pytest.approx(1)
    assert (profile_draws(people, seed=2).means == found.means).all()
    alike = profile_draws(np.full((6, 4), 50.0))
    assert alike.lowest() == pytest.approx([0.25] * 4)
    with pytest.raises(StatisticError):
        profile_draws([[np.nan], [np.nan]])


def test_two_humps_lie_above_the_coefficient_of_even_spread() -> None:
    generator = np.random.default_rng(5)
    humps = np.concatenate([generator.normal(25, 6, 20), generator.normal(75, 6, 20)])
    assert bimodality(humps) > UNIFORM
    assert bimodality(generator.normal(50, 15, 40)) < UNIFORM
    n, values = len(humps), humps
    skew, kurtosis = stats.skew(values, bias=False), stats.kurtosis(values, bias=False)
    assert bimodality(humps) == pytest.approx(
        (skew**2 + 1) / (kurtosis + 3 * (n - 1) ** 2 / ((n - 2) * (n - 3)))
    )
    with pytest.raises(StatisticError):
        bimodality([50.0] * 8)


def test_distances_over_answered_items_are_those_of_the_slower_way() -> None:
    generator = np.random.default_rng(6)
    answers = generator.integers(1, 6, (300, 8)).astype(float) + generator.normal(size=(300, 1)).round()
    answers[generator.random(answers.shape) < 0.1] = np.nan
    answers[0] = np.nan
    sample = sample_of(answers)
    for found, expected in zip(answered_distance(answers, sample), mahalanobis(answers, sample), strict=True):
        assert found == pytest.approx(expected, nan_ok=True)
    answers[:, 1] = answers[:, 0]
    with pytest.raises(StatisticError):
        answered_distance(answers, sample_of(answers))
