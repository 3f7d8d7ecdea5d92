"""Agreement within groups: against multilevel, by hand, and where it is not defined."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from psychometrics.contract import StatisticError
from psychometrics.within_group import CategoryCounts, category_counts, within_group
from tests.psychometrics.reference_groups import OPTIONS, of_items


def test_a_pack_of_nulls_changes_the_verdict_on_real_groups():
    """All 49 companies agree under the uniform null, few under the skewed one."""
    s = of_items("lq2002", "agg").summary()
    assert s["rwgj_uniform"].share_70 == 1
    assert s["rwgj_skewed"].share_70 < 0.5


# One group of four: item 1 answered 2, 2, 4, 4 (variance 4/3), item 2 answered 3, 3, 3, 5 (variance 1).
FOUR = [[2, 3], [2, 3], [4, 3], [4, 5]]


def test_worked_by_hand():
    w = within_group(category_counts(FOUR, ["a"] * 4, OPTIONS))
    assert w.uniform_variance == 2  # (5^2 - 1) / 12
    np.testing.assert_allclose(w.rwg, [[1 / 3, 1 / 2]])
    a = 1 - (7 / 6) / 2
    assert w.rwgj_lindell[0] == pytest.approx(a)
    assert w.rwgj_uniform[0] == pytest.approx(2 * a / (2 * a + 1 - a))
    assert w.ad_mean[0] == pytest.approx((1 + 0.75) / 2)
    assert w.ad_median[0] == pytest.approx((1 + 0.5) / 2)
    assert w.awg[0, 0] == pytest.approx(1 - 2 * (4 / 3) / ((6 * 3 - 9 - 5) * 4 / 3))


def test_perfect_agreement_is_one_in_every_index():
    w = within_group(category_counts([[5, 3], [5, 3], [5, 3]], [1, 1, 1], OPTIONS))
    for index in (w.rwgj_uniform, w.rwgj_skewed, w.rwgj_lindell, w.awgj):
        assert index[0] == 1
    assert (w.ad_mean[0], w.ad_median[0]) == (0, 0)


def test_two_camps_are_zero_and_negative():
    w = within_group(category_counts([[1], [1], [5], [5]], [1] * 4, OPTIONS))
    assert (w.rwg[0, 0], w.rwgj_uniform[0], w.rwgj_skewed[0]) == (0, 0, 0)
    assert w.rwgj_lindell[0] < 0
    assert w.awg[0, 0] == pytest.approx(-1)


def test_scale_in_other_units_has_the_same_agreement():
    plain = within_group(category_counts(FOUR, [1] * 4, OPTIONS))
    tens = within_group(category_counts(np.array(FOUR) * 10, [1] * 4, np.array(OPTIONS) * 10))
    for name in ("rwg", "rwgj_uniform", "rwgj_skewed", "rwgj_lindell", "awg"):
        np.testing.assert_allclose(getattr(tens, name), getattr(plain, name))
    np.testing.assert_allclose(tens.ad_mean, 10 * plain.ad_mean)


def test_a_group_of_one_has_no_index_and_is_named():
    w = within_group(category_counts([[1], [2], [3]], ["a", "a", "b"], OPTIONS))
    for name in ("rwgj_uniform", "rwgj_skewed", "rwgj_lindell", "ad_mean", "ad_median", "awgj"):
        assert np.isnan(getattr(w, name)[1])
    caution = next(c for c in w.cautions if c.code == "group_of_one")
    assert str(caution).startswith("b: 1 of 2 groups")
    assert w.summary()["rwgj_uniform"].groups == 1


def test_groups_of_one_only_have_an_empty_summary():
    s = within_group(category_counts([[1], [2]], [1, 2], OPTIONS)).summary()["rwgj_uniform"]
    assert (s.groups, np.isnan(s.mean)) == (0, True)


def test_mean_near_the_end_of_the_scale_leaves_awg_undefined_and_says_so():
    w = within_group(category_counts([[5], [5], [5], [4]], [1] * 4, OPTIONS))
    assert np.isnan(w.awg[0, 0])
    assert "awg_range" in [c.code for c in w.cautions]


def test_missing_answers_leave_people_out_or_count_what_was_answered():
    answers = [[1, 2], [1, np.nan], [2, 2], [np.nan, np.nan]]
    complete = category_counts(answers, [1] * 4, OPTIONS)
    assert (complete.left_out, complete.counts.sum()) == (2, 4)
    some = category_counts(answers, [1] * 4, OPTIONS, complete=False)
    assert (some.left_out, some.counts.sum()) == (1, 5)
    assert "left_out" in [c.code for c in within_group(some).cautions]


def test_an_item_that_one_person_answered_counts_for_no_index():
    counts = np.zeros((1, 2, 5), dtype=int)
    counts[0, 0, [1, 2]] = 1
    counts[0, 1, 0] = 1
    w = within_group(CategoryCounts(np.array(["a"]), counts, np.arange(1.0, 6)))
    assert np.isnan(w.rwg[0, 1])
    assert w.rwgj_uniform[0] == pytest.approx(w.rwg[0, 0])  # one item: no step-up


def test_a_scale_without_a_tabled_null_says_so():
    w = within_group(category_counts([[0], [1], [1]], [1] * 3, [0, 1]))
    assert np.isnan(w.rwgj_skewed[0])
    assert "no_skewed_null" in [c.code for c in w.cautions]
    irregular = within_group(category_counts([[1], [2], [9]], [1] * 3, [1, 2, 3, 5, 9]))
    assert np.isnan(irregular.skewed_variance)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: category_counts([[7.0]], [1], OPTIONS), "off_scale"),
        (lambda: category_counts([[1.0]], [1, 2], OPTIONS), "shape"),
        (lambda: within_group(category_counts([[np.nan]], [1], OPTIONS)), "all_missing"),
        (lambda: within_group(category_counts([[1], [1]], [1, 1], [1])), "few_options"),
        (lambda: within_group(category_counts([[1], [1]], [1, 1], OPTIONS), skew="tilted"), "skew"),
    ],
)
def test_what_cannot_be_computed_is_refused_by_name(call, code):
    with pytest.raises(StatisticError) as refused:
        call()
    assert refused.value.code == code


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_order_and_keying_change_nothing(seed):
    rng = np.random.default_rng(seed)
    answers, groups = rng.integers(1, 6, (30, 3)), rng.integers(0, 4, 30)
    plain = within_group(category_counts(answers, groups, OPTIONS))
    order = rng.permutation(30)
    for other in (
        category_counts(answers[order], groups[order], OPTIONS),
        category_counts(6 - answers, groups, OPTIONS),
    ):
        turned = within_group(other)
        for name in ("rwgj_uniform", "rwgj_skewed", "rwgj_lindell", "ad_mean", "ad_median", "awgj"):
            np.testing.assert_allclose(getattr(turned, name), getattr(plain, name), atol=1e-12)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), people=st.integers(5, 40))
@example(seed=143, people=40)  # one of its groups is one person
def test_indexes_stay_in_their_ranges_and_order_and_one_person_has_none(seed, people):
    rng = np.random.default_rng(seed)
    answers, groups = rng.integers(1, 6, (people, 4)), rng.integers(0, 5, people)
    w = within_group(category_counts(answers, groups, OPTIONS))
    alone = w.n == 1
    uniform, skewed, lindell = w.rwgj_uniform, w.rwgj_skewed, w.rwgj_lindell
    for index in (uniform, skewed, lindell, w.ad_mean, w.ad_median):
        np.testing.assert_array_equal(np.isnan(index), alone)
    assert np.isnan(w.awgj[alone]).all()
    assert ("group_of_one" in [c.code for c in w.cautions]) == alone.any()
    several = ~alone
    assert ((uniform[several] >= 0) & (uniform[several] <= 1)).all()
    assert (skewed[several] <= uniform[several] + 1e-12).all()
    assert (lindell[several] <= uniform[several] + 1e-12).all()
    assert (w.ad_median[several] <= w.ad_mean[several] + 1e-12).all()


def test_ten_thousand_groups():
    rng = np.random.default_rng(0)
    counts = category_counts(rng.integers(1, 6, (100_000, 10)), rng.integers(0, 10_000, 100_000), OPTIONS)
    assert within_group(counts).summary()["rwgj_lindell"].mean == pytest.approx(0, abs=0.01)
