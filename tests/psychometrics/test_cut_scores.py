"""Cut scores: worked cases, and what is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psychometrics.contract import StatisticError
from psychometrics.cut_scores import (
    angoff,
    bookmark,
    borderline_group,
    contrasting_groups,
    expected_score,
    reporting_scale,
    step_locations,
    theta_at_score,
)
from tests.psychometrics.reference_standards import PANEL

N = np.nan


def test_the_reporting_scale_meets_both_cuts():
    np.testing.assert_allclose(reporting_scale(-0.5, 1.2)([-0.5, 1.2]), [300, 400])


def test_rasch_items_by_hand():
    """With one step the chance is logistic: 2/3 lies log 2 above the difficulty."""
    np.testing.assert_allclose(step_locations([[0.0], [1.5]]), [np.log(2), 1.5 + np.log(2)])
    np.testing.assert_allclose(step_locations([[0.7]], probability=0.5), [0.7])
    np.testing.assert_allclose(expected_score([0.0], [[0.0], [0.0]]), [1.0])


def test_items_may_have_fewer_steps():
    mixed = [[-1.0, 1.0], [0.5, N]]
    assert expected_score(50.0, mixed) == pytest.approx(3)
    alone = expected_score(0.3, [[-1.0, 1.0]]) + expected_score(0.3, [[0.5]])
    assert expected_score(0.3, mixed) == pytest.approx(alone)
    assert np.isnan(step_locations(mixed, step=2)).tolist() == [False, True]


def test_bookmark_by_hand():
    locations = [1.0, -1.0, 0.0, 2.0]
    got = bookmark(locations, [2, 3, 3])
    assert got.by_panelist.tolist() == [0, 1, 1]
    assert got.cut == 1
    assert got.se == pytest.approx(1.2533 * got.sd_panel / np.sqrt(3))


def test_few_panelists_are_said():
    assert [c.code for c in angoff(PANEL).cautions] == ["few_panelists"]
    assert angoff(np.repeat(PANEL, 2, axis=0)).cautions == ()
    assert np.isnan(angoff(PANEL[:1]).sd_panel)


def test_borderline_group():
    got = borderline_group([10, 12, 14, N, 20])
    assert (got.cut, got.n) == (13, 4)
    assert got.se == pytest.approx(1.2533 * np.std([10, 12, 14, 20], ddof=1) / 2)


def test_contrasting_groups_with_equal_spread_meet_half_way():
    got = contrasting_groups([1, 2, 3, 7, 8, 9], [False] * 3 + [True] * 3)
    assert got.cut == pytest.approx(5)
    assert got.misclassified == 0


def test_contrasting_groups_with_unequal_spread_meet_where_the_densities_do():
    low, high = np.array([1.0, 2, 3]), np.array([4.0, 8, 12])
    got = contrasting_groups(np.concatenate([low, high]), [False] * 3 + [True] * 3)
    densities = [
        np.exp(-((got.cut - g.mean()) ** 2) / (2 * g.var(ddof=1))) / g.std(ddof=1) for g in (low, high)
    ]
    assert densities[0] == pytest.approx(densities[1])
    assert 2 < got.cut < 8


def test_contrasting_groups_that_hardly_differ_meet_half_way():
    low = np.array([-10.0, 0, 10])
    got = contrasting_groups(np.concatenate([low, [0.0, 0.1, 0.2]]), [False] * 3 + [True] * 3)
    assert got.cut == pytest.approx(0.05)
    assert got.misclassified > 0


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: angoff([[0.5, N]]), "missing_rating"),
        (lambda: bookmark([0.0, 1.0], [3]), "off_scale"),
        (lambda: borderline_group([5]), "few_persons"),
        (lambda: contrasting_groups([1, 2, 3, 4], [True, True, False, False]), "not_in_order"),
        (lambda: theta_at_score([3.0], [[0.0], [0.0], [0.0]]), "off_scale"),
        (lambda: step_locations([[0.0]], probability=1.0), "off_scale"),
        (lambda: step_locations([0.0]), "shape"),
        (lambda: reporting_scale(1.0, 1.0), "not_in_order"),
    ],
)
def test_what_cannot_be_computed_is_refused_by_name(call, code):
    with pytest.raises(StatisticError) as refused:
        call()
    assert refused.value.code == code


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(-3, 3), min_size=2, max_size=6), st.floats(0.05, 0.95))
def test_theta_and_expected_score_undo_each_other(difficulties, share):
    b = np.array(difficulties)[:, None]
    score = share * len(difficulties)
    assert expected_score(theta_at_score([score], b), b)[0] == pytest.approx(score, abs=1e-9)
