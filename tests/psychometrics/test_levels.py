"""ICC by ANOVA, items at two levels, and group means: a worked example, and laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psychometrics.contract import StatisticError
from psychometrics.groups import (
    group_items,
    group_means,
    group_scores,
    group_scores_from_summary,
    group_scores_from_sums,
)
from psychometrics.levels import anova_icc, levels, within_between

# Three schools of three people: means 2, 4, 6; within each school the scores are mean - 1, mean, mean + 1.
SMALL = ([1, 2, 3, 3, 4, 5, 5, 6, 7], ["a"] * 3 + ["b"] * 3 + ["c"] * 3)


def test_worked_by_hand():
    a = anova_icc(group_scores(*SMALL))
    assert (a.ms_between, a.ms_within, a.f) == pytest.approx((12, 1, 12))
    assert a.icc1 == pytest.approx(11 / 14)
    assert a.icc1_n0 == pytest.approx(11 / 14)  # equal sizes: both are the same
    assert a.icc2 == pytest.approx(11 / 12)
    assert a.eta_squared == pytest.approx(24 / 30)


def test_levels_names_the_three_and_keeps_each_caution_once():
    both = levels(group_scores(*SMALL))
    assert set(both.icc1) == {"anova", "n0", "reml"}
    assert both.icc1["reml"] == pytest.approx(11 / 14)  # balanced and positive: REML is ANOVA
    assert [c.code for c in both.cautions] == ["few_groups"]


def test_missing_scores_and_groups_are_left_out_and_counted():
    scores = group_scores([*SMALL[0], np.nan, 4.0], [*SMALL[1], "a", None])
    assert scores.left_out == 2
    assert anova_icc(scores).icc1 == pytest.approx(11 / 14)
    moments = group_items([[1, 2], [2, np.nan], [3, 3], [4, 5]], [1, 1, 1, np.nan])
    assert (moments.left_out, list(moments.n)) == (2, [2])


def test_a_group_without_scores_is_not_a_group():
    scores = group_scores([1, 2, 3, np.nan], [1, 1, 2, 3])
    assert list(scores.labels) == [1, 2]


def test_from_sums_and_from_summary_are_the_same_as_from_people():
    people = group_scores([*SMALL[0], 9], [*SMALL[1], "d"])
    sums = group_scores_from_sums(
        ["a", "b", "c", "d", "e"], [3, 3, 3, 1, 0], [6, 12, 18, 9, 0], [14, 50, 110, 81, 0]
    )
    summary = group_scores_from_summary(people.labels, people.n, people.mean, [1, 1, 1, np.nan])
    for other in (sums, summary):
        np.testing.assert_array_equal(other.n, people.n)
        np.testing.assert_allclose(other.mean, people.mean)
        np.testing.assert_allclose(other.ssw, people.ssw, atol=1e-12)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: anova_icc(group_scores([1, 2, 3], [1, 1, 1])), "one_group"),
        (lambda: anova_icc(group_scores([1, 2, 3], [1, 2, 3])), "groups_of_one"),
        (lambda: anova_icc(group_scores([3.2] * 6, [1, 1, 1, 2, 2, 2])), "constant"),
        (lambda: group_scores([np.nan, np.nan], [1, 2]), "all_missing"),
        (lambda: group_scores([1.0, 2.0], [1]), "shape"),
        (lambda: group_scores([1.0, 2.0], [[1], [2]]), "shape"),
        (lambda: group_scores([1.0, 2.0], np.array([1, "a"], dtype=object)), "group_labels"),
        (lambda: group_scores_from_sums([1], [0], [0], [0]), "all_missing"),
        (lambda: group_scores_from_sums([1], [3], [6], [2]), "sums"),
        (lambda: group_scores_from_summary([1], [0], [0], [0]), "all_missing"),
        (lambda: group_scores_from_summary(["north"], [3], [2.0], [np.nan]), "sums"),
        (lambda: group_items([[np.nan, 1.0]], [1]), "all_missing"),
        (lambda: group_items([1.0, 2.0], [1, 2]), "shape"),
        (lambda: within_between(group_items([[1, 2], [2, 1]], [1, 1])), "one_group"),
    ],
)
def test_what_cannot_be_computed_is_refused_by_name(call, code):
    with pytest.raises(StatisticError) as refused:
        call()
    assert refused.value.code == code


def test_a_negative_icc_is_reported_as_it_is_with_a_caution():
    a = anova_icc(group_scores([1, 5, 1, 5], [1, 1, 2, 2]))
    assert a.icc1 == pytest.approx(-1.0)
    assert a.icc2 == -np.inf
    assert "negative_icc" in [c.code for c in a.cautions]


def test_a_score_that_belongs_wholly_to_the_group_says_so():
    a = anova_icc(group_scores([1, 1, 2, 2, 3, 3], [1, 1, 2, 2, 3, 3]))
    assert (a.icc1, a.icc1_interval, a.icc2) == (1.0, (1.0, 1.0), 1.0)
    assert "no_within_variance" in [c.code for c in a.cautions]


def test_groups_of_one_are_counted_and_named():
    means = group_means(group_scores([1, 2, 3, 4], ["a", "a", "b", "c"]))
    assert np.isnan(means.sd[1])
    assert np.isnan(means.lower[2])
    caution = next(c for c in means.cautions if c.code == "group_of_one")
    assert str(caution).startswith("b, c: 2 of 3 groups have one respondent")


def test_twenty_groups_raise_no_word_about_few_groups():
    scores = group_scores(np.arange(40.0), np.repeat(np.arange(20), 2))
    assert group_means(scores).cautions == ()


def test_an_item_constant_between_groups_has_no_correlation_there():
    w = within_between(group_items([[1, 1], [2, 2], [1, 3], [2, 5]], [1, 1, 2, 2]))
    assert np.isnan(w.between_r[0, 1])
    assert np.isfinite(w.within_r[0, 1])


def test_one_item_has_no_alpha():
    assert np.isnan(within_between(group_items([[1], [2], [4], [3]], [1, 1, 2, 2])).alpha_within)


@settings(max_examples=30, deadline=None)
@given(
    st.integers(0, 10_000),
    st.floats(-50, 50),
    st.floats(0.1, 20),
)
def test_order_of_people_a_constant_and_a_unit_change_no_icc(seed, constant, unit):
    rng = np.random.default_rng(seed)
    groups = rng.integers(0, 6, 40)
    scores = rng.normal(size=40) + rng.normal(size=6)[groups]
    plain = levels(group_scores(scores, groups))
    order = rng.permutation(40)
    other = levels(group_scores(constant + unit * scores[order], groups[order]))
    for method in ("anova", "n0", "reml"):
        assert other.icc1[method] == pytest.approx(plain.icc1[method], abs=1e-7)


def test_ten_thousand_groups_take_no_loop():
    rng = np.random.default_rng(1)
    groups = rng.integers(0, 10_000, 100_000)
    scores = group_scores(rng.normal(size=100_000) + rng.normal(size=10_000)[groups] * 0.5, groups)
    both = levels(scores)
    assert both.icc1["reml"] == pytest.approx(0.2, abs=0.02)
    assert both.icc1["anova"] == pytest.approx(both.icc1["reml"], abs=0.01)
