"""Cut scores: worked cases, and what is refused."""

import numpy as np
import pytest

from psychometrics.contract import StatisticError
from psychometrics.cut_scores import (
    angoff,
    borderline_group,
    contrasting_groups,
)
from tests.psychometrics.reference_standards import PANEL

N = np.nan


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
        (lambda: borderline_group([5]), "few_persons"),
        (lambda: contrasting_groups([1, 2, 3, 4], [True, True, False, False]), "not_in_order"),
    ],
)
def test_what_cannot_be_computed_is_refused_by_name(call, code):
    with pytest.raises(StatisticError) as refused:
        call()
    assert refused.value.code == code
