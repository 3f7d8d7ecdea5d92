"""Content validity: the published tables, and what is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from psychometrics.content import content_validity, content_validity_ratio
from psychometrics.contract import StatisticError
from tests.psychometrics.reference_raters import EXPERTS


@pytest.mark.parametrize(
    ("experts", "agreeing", "i_cvi", "kappa"),
    [
        (3, 3, 1.00, 1.00),
        (3, 2, 0.67, 0.47),
        (4, 3, 0.75, 0.67),
        (5, 4, 0.80, 0.76),
        (6, 5, 0.83, 0.81),
        (7, 6, 0.86, 0.85),
        (8, 6, 0.75, 0.72),
        (9, 7, 0.78, 0.76),
    ],
)
def test_polit_beck_and_owen_2007(experts, agreeing, i_cvi, kappa):
    """Their table of I-CVI and modified kappa, 10.1002/nur.20199 (worked from rounded shares)."""
    ratings = np.ones((experts, 1))
    ratings[:agreeing] = 3
    c = content_validity(ratings)
    assert round(c.i_cvi[0], 2) == i_cvi
    assert c.kappa_star[0] == pytest.approx(kappa, abs=0.01)


@pytest.mark.parametrize(
    ("experts", "needed", "critical"),
    [
        (5, 5, 1.0),
        (7, 7, 1.0),
        (8, 7, 0.75),
        (9, 8, 0.778),
        (10, 9, 0.8),
        (15, 12, 0.6),
        (20, 15, 0.5),
        (40, 26, 0.3),
    ],
)
def test_ayre_and_scally_2014(experts, needed, critical):
    """Their exact critical values of the ratio, 10.1177/0748175613513808, one-sided .05."""
    essential = np.zeros((experts, 1))
    essential[:needed] = 1
    r = content_validity_ratio(essential)
    assert r.needed[0] == needed
    assert round(r.cvr[0], 3) == critical


def test_four_experts_can_never_be_beyond_chance():
    assert content_validity_ratio(np.ones((4, 1))).needed[0] == 0


def test_interval_of_aikens_v_is_the_score_interval_of_all_steps():
    c = content_validity(EXPERTS)
    for item in range(5):
        steps = int((EXPERTS[:, item] - 1).sum())
        wilson = binomtest(steps, 18).proportion_ci(method="wilson")
        assert (c.aiken_lower[item], c.aiken_upper[item]) == pytest.approx((wilson.low, wilson.high))


def test_a_missing_judgement_lowers_that_items_number_of_experts():
    ratings = EXPERTS.astype(float)
    ratings[0, 0] = np.nan
    c = content_validity(ratings)
    assert list(c.experts) == [5, 6, 6, 6, 6]
    assert c.i_cvi[0] == 1
    r = content_validity_ratio([[1, 1], [np.nan, 0], [1, 1]])
    assert list(r.cvr) == pytest.approx([1, 1 / 3])


def test_few_experts_are_named():
    cautions = content_validity([[4, 4], [np.nan, 4], [4, 4]]).cautions
    assert str(cautions[0]).startswith("item 1: only 2 expert(s)")
    assert content_validity(EXPERTS).cautions == ()


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: content_validity([[5.0]]), "off_scale"),
        (lambda: content_validity([[np.nan, 4]]), "all_missing"),
        (lambda: content_validity_ratio([[2.0]]), "off_scale"),
        (lambda: content_validity(np.zeros((0, 2))), "few_persons"),
    ],
)
def test_what_cannot_be_computed_is_refused_by_name(call, code):
    with pytest.raises(StatisticError) as refused:
        call()
    assert refused.value.code == code


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_order_of_experts_is_irrelevant_and_indexes_stay_in_range(seed):
    rng = np.random.default_rng(seed)
    ratings = rng.integers(1, 5, (7, 4))
    plain, turned = content_validity(ratings), content_validity(ratings[rng.permutation(7)])
    np.testing.assert_array_equal(plain.kappa_star, turned.kappa_star)
    assert ((plain.aiken_lower <= plain.aiken_v) & (plain.aiken_v <= plain.aiken_upper)).all()
    assert (plain.kappa_star <= plain.i_cvi + 1e-12).all()
    assert plain.s_cvi_ua <= plain.s_cvi_ave
