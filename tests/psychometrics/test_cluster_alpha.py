"""Alpha's interval where people share clusters."""

import numpy as np
import pytest

from psychometrics.cluster_alpha import ClusterAlpha, cluster_alpha
from psychometrics.contract import StatisticError
from psychometrics.intervals import feldt_interval


def clustered(
    share: float, clusters: int = 40, size: int = 15, seed: int = 1
) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    groups = np.repeat(np.arange(clusters), size)
    trait = np.sqrt(share) * random.standard_normal(clusters)[groups]
    trait += np.sqrt(1 - share) * random.standard_normal(len(groups))
    return trait[:, None] + random.standard_normal((len(groups), 5)), groups


def alpha_of(answers: np.ndarray) -> float:
    C = np.cov(answers.T)
    return 5 / 4 * (1 - np.trace(C) / C.sum())


def interval_of(answers: np.ndarray, groups: np.ndarray) -> ClusterAlpha:
    def by_group(values: np.ndarray) -> np.ndarray:
        return np.array([np.bincount(groups, column) for column in values.T]).T

    totals = np.bincount(groups, answers.sum(axis=1) ** 2)
    return cluster_alpha(
        alpha_of(answers), np.bincount(groups), by_group(answers), by_group(answers**2), totals
    )


def test_of_people_who_share_nothing_it_is_feldts_within_a_little() -> None:
    answers, groups = clustered(0.0)
    found, feldt = interval_of(answers, groups), feldt_interval(alpha_of(answers), 600, 5)
    assert found.interval.lower == pytest.approx(feldt.lower, abs=0.02)
    assert found.interval.upper == pytest.approx(feldt.upper, abs=0.02)
    assert found.effective_n > 350


def test_each_cluster_left_out_by_hand() -> None:
    answers, groups = clustered(0.3, clusters=12)
    logs = np.log([1 - alpha_of(answers[groups != one]) for one in range(12)])
    error = np.sqrt(11 / 12 * ((logs - logs.mean()) ** 2).sum())
    found = interval_of(answers, groups)
    middle = np.log(1 - alpha_of(answers))
    half = (np.log(1 - found.interval.lower) - np.log(1 - found.interval.upper)) / 2
    assert half == pytest.approx(2.200985 * error)
    assert np.log(1 - found.interval.lower) - half == pytest.approx(middle)


def test_people_who_share_clusters_count_for_fewer() -> None:
    effective = [interval_of(*clustered(0.5, 20, 30, seed)).effective_n for seed in range(10)]
    assert np.median(effective) < 300, "600 people in 20 classes"


def test_too_few_clusters_are_refused_by_name() -> None:
    with pytest.raises(StatisticError) as refused:
        interval_of(*clustered(0.2, clusters=9))
    assert refused.value.code == "few_clusters"
