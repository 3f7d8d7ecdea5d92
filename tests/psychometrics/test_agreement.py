"""Intraclass correlations of raters, Kendall's W and percent agreement: pingouin, the 1979 table, laws."""

import warnings

import numpy as np
import pandas as pd
import pingouin
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psychometrics.agreement import kendall_w, percent_agreement, rater_icc
from psychometrics.contract import StatisticError
from tests import reference


def test_shrout_and_fleiss_table_4():
    """The six values printed in Shrout & Fleiss (1979), 10.1037/0033-2909.86.2.420, table 4."""
    forms = rater_icc(reference.data("shrout_fleiss").values).forms
    printed = {"ICC1": 0.17, "ICC2": 0.29, "ICC3": 0.71, "ICC1k": 0.44, "ICC2k": 0.62, "ICC3k": 0.91}
    assert {name: round(form.value, 2) for name, form in forms.items()} == printed


def long(ratings):
    n, k = ratings.shape
    return pd.DataFrame(
        {"t": np.repeat(np.arange(n), k), "r": np.tile(np.arange(k), n), "x": ratings.ravel()}
    )


@pytest.mark.parametrize("seed", range(5))
def test_pingouin_gives_the_same_table_and_rounds_the_intervals(seed):
    rng = np.random.default_rng(seed)
    ratings = rng.normal(size=(9, 1)) + 0.5 * rng.normal(size=4) + rng.normal(size=(9, 4))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pingouin uses a keyword that pandas will drop
        theirs = pingouin.intraclass_corr(long(ratings), "t", "r", "x")
    ours = rater_icc(ratings).forms
    order = ["ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k"]
    np.testing.assert_allclose([ours[name].value for name in order], theirs["ICC"], atol=1e-10)
    np.testing.assert_allclose([ours[name].f for name in order], theirs["F"], rtol=1e-10)
    np.testing.assert_allclose([ours[name].p for name in order], theirs["pval"], atol=1e-10)
    intervals = np.array([(ours[name].lower, ours[name].upper) for name in order])
    np.testing.assert_allclose(intervals, np.stack(theirs["CI95"]), atol=0.00501)


def test_truncated_variances_are_zero_and_reml_pools():
    """Raters alike in level: their variance is negative, and REML pools it into the error."""
    rng = np.random.default_rng(8)
    ratings = rng.normal(size=(30, 1)) + rng.normal(size=(30, 3))
    ratings -= ratings.mean(axis=0)
    plain, pooled = rater_icc(ratings), rater_icc(ratings, truncate=True)
    assert plain.variance_raters < 0
    assert pooled.variance_raters == 0
    # without raters in the model the two-way design is the one-way design
    assert pooled.forms["ICC2"].value == pytest.approx(plain.forms["ICC1"].value)
    assert pooled.forms["ICC3"].value == pytest.approx(plain.forms["ICC1"].value)


def test_truncation_of_both_leaves_no_reliability():
    ratings = np.array([[1.0, 3.0, 2.0], [3.0, 2.0, 1.0], [2.0, 1.0, 3.0]])
    pooled = rater_icc(ratings, truncate=True)
    assert (pooled.variance_targets, pooled.variance_raters) == (0, 0)
    assert {form.value for form in pooled.forms.values()} == {0}
    assert "negative_icc" in [c.code for c in rater_icc(ratings).cautions]


def test_a_target_with_a_gap_is_left_out_and_counted():
    full = reference.data("shrout_fleiss").values
    gap = np.vstack([full, [np.nan, 1, 2, 3]])
    got = rater_icc(gap)
    assert got.left_out == 1
    assert got.forms == rater_icc(full).forms
    assert [c.code for c in got.cautions] == ["left_out"]
    assert kendall_w(gap).left_out == 1


def test_raters_who_agree_wholly():
    got = rater_icc([[1, 1], [2, 2], [4, 4]])
    assert {form.value for form in got.forms.values()} == {1.0}
    assert got.forms["ICC3"].p == 0


def test_raters_one_point_apart_are_consistent_but_do_not_agree():
    forms = rater_icc([[1, 2], [2, 3], [4, 5]]).forms
    assert forms["ICC3"].value == 1
    assert forms["ICC2"].value < 1


def test_percent_agreement_with_tolerance():
    ratings = [[1, 1, 1], [1, 2, 2], [3, 5, 4], [2, 2, np.nan]]
    assert percent_agreement(ratings) == pytest.approx(100 / 3)
    assert percent_agreement(ratings, tolerance=1) == pytest.approx(200 / 3)


def test_kendall_w_of_the_same_order_is_one_and_of_the_contrary_zero():
    assert kendall_w([[1, 10], [2, 20], [3, 30]]).w == pytest.approx(1)
    assert kendall_w([[1, 3], [2, 2], [3, 1]]).w == pytest.approx(0)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: rater_icc([[1], [2], [3]]), "one_rater"),
        (lambda: rater_icc([[1, 2], [1, np.nan]]), "few_targets"),
        (lambda: rater_icc([[3, 3], [3, 3]]), "constant"),
        (lambda: kendall_w([[3, 4], [3, 4]]), "constant"),
        (lambda: percent_agreement([[1], [2]]), "one_rater"),
    ],
)
def test_what_cannot_be_computed_is_refused_by_name(call, code):
    with pytest.raises(StatisticError) as refused:
        call()
    assert refused.value.code == code


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.floats(-20, 20), st.floats(0.1, 10))
def test_order_a_constant_and_a_unit_change_no_icc(seed, constant, unit):
    rng = np.random.default_rng(seed)
    ratings = rng.normal(size=(8, 1)) + rng.normal(size=(8, 3))
    other = constant + unit * ratings[rng.permutation(8)][:, rng.permutation(3)]
    plain, turned = rater_icc(ratings).forms, rater_icc(other).forms
    for name, form in plain.items():
        assert turned[name].value == pytest.approx(form.value, abs=1e-8)
        assert turned[name].lower <= turned[name].value <= turned[name].upper


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_any_increasing_change_of_a_raters_scale_leaves_w_as_it_is(seed):
    rng = np.random.default_rng(seed)
    ratings = rng.integers(1, 6, (6, 3)).astype(float)
    stretched = ratings.copy()
    stretched[:, 0] = np.exp(ratings[:, 0])
    assert kendall_w(stretched).w == pytest.approx(kendall_w(ratings).w, abs=1e-12)
