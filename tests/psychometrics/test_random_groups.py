"""Agreement within groups against random groups of the same sizes."""

import numpy as np
import pytest

from psychometrics.contract import StatisticError
from psychometrics.groups import group_items
from psychometrics.random_groups import random_groups

UNIFORM = 2.0  # the variance of five equally likely options


def answers(between: float, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    groups = np.repeat(np.arange(20), 10)
    trait = between * random.standard_normal(20)[groups] + random.standard_normal(200)
    codes = np.clip(np.rint(0.6 * trait[:, None] + 0.8 * random.standard_normal((200, 4)) + 2), 0, 4)
    return codes, groups


def test_random_people_are_no_more_alike_within_groups() -> None:
    p = [random_groups(group_items(*answers(0.0, seed)), UNIFORM).p for seed in range(40)]
    assert 0.3 < np.mean(p) < 0.7
    assert sum(value < 0.025 for value in p) <= 3


def test_f_and_p_are_those_of_a_shuffle_of_the_people() -> None:
    codes, groups = answers(0.25)
    found = random_groups(group_items(codes, groups), UNIFORM)
    random = np.random.default_rng(2)
    shuffled = [random_groups(group_items(codes, random.permutation(groups)), UNIFORM).f for _ in range(1000)]
    assert np.mean(np.array(shuffled) >= found.f) == pytest.approx(found.p, abs=0.05)


def test_groups_that_agree_vary_less_than_random_ones() -> None:
    found = random_groups(group_items(*answers(1.5)), UNIFORM)
    assert found.less > 0.05
    assert found.p < 0.001
    assert 0 < found.rwgj < 1


def test_one_item_is_the_analysis_of_variance() -> None:
    from scipy.stats import f_oneway

    codes, groups = answers(0.4)
    one = codes[:, :1]
    found = random_groups(group_items(one, groups), UNIFORM)
    expected = f_oneway(*(one[groups == group, 0] for group in range(20)))
    assert (found.f, found.p) == pytest.approx((expected.statistic, expected.pvalue))


def test_what_cannot_be_compared_is_refused_by_name() -> None:
    codes, groups = answers(0.0)
    for labels, code in ((np.zeros(200, dtype=int), "few_groups"), (np.arange(200), "few_groups")):
        with pytest.raises(StatisticError) as refused:
            random_groups(group_items(codes, labels), UNIFORM)
        assert refused.value.code == code
    with pytest.raises(StatisticError) as refused:
        random_groups(group_items(groups[:, None] * np.ones((200, 3)), groups), UNIFORM)
    assert refused.value.code == "no_variance"
