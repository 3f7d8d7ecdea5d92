"""Profiles of groups: pooled spread and reliability as R computes them, and as simulation says they should be."""

import numpy as np
import pytest

from psychometrics.contract import StatisticError
from psychometrics.group_profiles import GroupProfiles, group_profiles, profile_reliability
from psychometrics.groups import group_scores
from psychometrics.levels import anova_icc
from tests import reference


def people(
    groups: int, persons: int, measures: int, *, level: float, shape: float, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Scores whose true group means vary by `level` as a whole and by `shape` about it; noise of 1."""
    generator = np.random.default_rng(seed)
    true = generator.normal(0, level, (groups, 1)) + generator.normal(0, shape, (groups, measures))
    labels = np.repeat(np.arange(groups), persons)
    own = generator.normal(0, 1, (len(labels), 1))  # of a person on all measures: it cancels in a profile
    return true[labels] + own + generator.normal(0, 1, (len(labels), measures)), labels


def test_the_spread_within_groups_and_the_reliability_agree_with_r() -> None:
    bh = reference.data("bh1996")
    labels = bh.column("GRP").astype(int)
    found = group_profiles(bh.columns(("LEAD", "WBEING")), labels, np.unique(labels))
    assert found.within == pytest.approx(
        np.array([[0.5208535786, 0.2694270100], [0.2694270100, 0.7896460902]]), rel=1e-8
    )
    assert profile_reliability(found).value == pytest.approx(0.7867046523, rel=1e-8)


def test_of_two_measures_it_is_the_reliability_of_group_means_of_their_difference() -> None:
    scores, labels = people(40, 12, 2, level=0.5, shape=0.4, seed=1)
    found = profile_reliability(group_profiles(scores, labels, np.arange(40)))
    icc = anova_icc(group_scores(scores[:, 0] - scores[:, 1], labels))
    assert found.value == pytest.approx(icc.icc2, rel=1e-9)


@pytest.mark.parametrize(("shape", "persons"), [(0.2, 20), (0.4, 20), (0.2, 80)])
def test_on_average_it_is_the_true_share(shape: float, persons: int) -> None:
    true = shape**2 / (shape**2 + 1 / persons)
    runs = []
    for seed in range(60):
        scores, labels = people(24, persons, 7, level=0.4, shape=shape, seed=seed)
        runs.append(profile_reliability(group_profiles(scores, labels, np.arange(24))))
    assert np.mean([run.value for run in runs]) == pytest.approx(true, abs=0.03)
    assert np.mean([run.lower <= true <= run.upper for run in runs]) >= 0.85


def test_profiles_that_all_groups_share_have_no_reliability() -> None:
    scores, labels = people(60, 20, 5, level=1.0, shape=0.0, seed=3)
    found = profile_reliability(group_profiles(scores + np.arange(5), labels, np.arange(60)))
    assert found.value < 0.25
    assert found.lower == 0


def test_a_group_counts_only_where_chosen_and_missing_scores_are_left_out() -> None:
    scores, labels = people(4, 10, 2, level=0.5, shape=0.5, seed=4)
    scores[0, 0] = np.nan
    found = group_profiles(scores, labels, [0, 2, 3])
    assert found.n.tolist() == [[9, 10], [10, 10], [10, 10]]
    assert found.means[0, 0] == pytest.approx(scores[1:10, 0].mean())
    assert found.sampling()[0, 0, 1] == pytest.approx(found.within[0, 1] / 10)


@pytest.mark.parametrize("case", ["one group", "one measure", "no score", "alike", "follows"])
def test_it_refuses_what_has_no_profile(case: str) -> None:
    scores, labels = people(4, 10, 2, level=0.5, shape=0.5, seed=5)
    chosen = [0] if case == "one group" else [0, 1, 2, 3]
    if case == "one measure":
        scores = scores[:, :1]
    if case == "no score":
        scores[labels == 1, 0] = np.nan
    if case == "alike":
        scores[:] = 3.0
    if case == "follows":
        scores[:, 1] = 2 * scores[:, 0]
    with pytest.raises(StatisticError):
        group_profiles(scores, labels, chosen)


def test_groups_that_are_all_the_same_have_none() -> None:
    found = GroupProfiles(np.full((5, 2), 10), np.zeros((5, 2)), np.eye(2))
    assert profile_reliability(found).value == 0
