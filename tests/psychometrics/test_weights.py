"""Survey weights: by hand, and what is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psychometrics.contract import StatisticError
from psychometrics.weights import (
    design,
    kish,
    survey_mean,
    survey_variance,
    weighted_covariance,
)
from tests.psychometrics.reference_standards import achievement, sample

N = np.nan


def test_weights_that_sum_to_the_sample_have_no_design_effect():
    """survey divides by a variance that is 0 but for rounding there, and prints 8.7e16."""
    _, drawn = sample("unequal")
    got = survey_mean(achievement(), drawn)
    assert np.isnan(got.deff)
    assert "relative_weights" in [c.code for c in got.cautions]


def test_without_a_design_it_is_a_simple_sample():
    x = np.array([1.0, 2, 4, 7, 11])
    got = survey_mean(x, design(np.full(5, 100.0)))
    assert got.value == x.mean()
    assert got.se == pytest.approx(x.std(ddof=1) / np.sqrt(5))
    assert got.deff == pytest.approx(1 / (1 - 5 / 500))
    assert survey_variance(x, design(np.ones(5))).value == pytest.approx(x.var(ddof=1))


def test_many_clusters_raise_no_word():
    x = np.arange(40.0)
    assert survey_mean(x, design(np.full(40, 5.0), clusters=np.repeat(np.arange(20), 2))).cautions == ()


def test_strata_take_out_what_lies_between_them():
    x, strata = [1.0, 2, 3, 101, 102, 103], [1, 1, 1, 2, 2, 2]
    plain, stratified = survey_mean(x, design(np.ones(6))), survey_mean(x, design(np.ones(6), strata=strata))
    assert stratified.se == pytest.approx(np.sqrt(2 * 3 * 1 / 36))
    assert stratified.se < plain.se / 10
    assert (plain.df, stratified.df) == (5, 4)


def test_people_alike_in_clusters_count_for_less():
    x, clusters = np.repeat([1.0, 5, 9], 10), np.repeat([1, 2, 3], 10)
    got = survey_mean(x, design(np.full(30, 9.0), clusters=clusters))
    assert got.se == pytest.approx(np.std([1, 5, 9], ddof=1) / np.sqrt(3))
    assert got.deff > 9
    assert [c.code for c in got.cautions] == ["few_clusters"]


def test_missing_scores_lie_outside_the_part_that_is_described():
    sample = design([2.0, 1, 1, 3], clusters=[1, 1, 2, 3])
    got = survey_mean([1, N, 3, 5], sample)
    assert (got.value, got.n) == ((2 + 3 + 15) / 6, 3)


def test_all_clusters_drawn_leave_no_error():
    sample = design(np.ones(6), clusters=[1, 1, 2, 2, 3, 3], population_clusters=np.full(6, 3))
    assert survey_mean([1, 2, 3, 4, 5, 6], sample).se == 0


ONES = np.ones(4)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: design([1, 0, 2]), "weights"),
        (lambda: design([1, N]), "weights"),
        (lambda: design(ONES, clusters=[1, 1, 2]), "shape"),
        (lambda: design(ONES, clusters=[1, 1, 2, 2], strata=[1, 2, 2, 2]), "nested"),
        (lambda: design(ONES, clusters=[1, 1, 2, 3], strata=[1, 1, 2, 2]), "lonely_cluster"),
        (lambda: design(ONES, population_clusters=[2] * 4), "population"),
        (lambda: survey_mean([1, 2], design(ONES)), "shape"),
        (lambda: survey_mean([N] * 4, design(ONES)), "all_missing"),
        (lambda: survey_variance([1, N, N, N], design(ONES)), "few_persons"),
        (lambda: weighted_covariance([[1, 2], [2, N]], [1, 1]), "few_persons"),
        (lambda: weighted_covariance([[1, 2]], [1, 1]), "shape"),
        (lambda: kish([N]), "weights"),
    ],
)
def test_what_cannot_be_computed_is_refused_by_name(call, code):
    with pytest.raises(StatisticError) as refused:
        call()
    assert refused.value.code == code


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.1, 100))
def test_order_and_the_unit_of_the_weights_change_no_mean(seed, unit):
    rng = np.random.default_rng(seed)
    x, w, clusters = rng.normal(size=40), rng.uniform(0.5, 3, 40), rng.integers(0, 6, 40)
    strata, order = clusters % 2, rng.permutation(40)
    plain = survey_mean(x, design(w, clusters=clusters, strata=strata))
    turned = survey_mean(x[order], design(unit * w[order], clusters=clusters[order], strata=strata[order]))
    assert turned.value == pytest.approx(plain.value, abs=1e-12)
    assert turned.se == pytest.approx(plain.se, rel=1e-9)
    assert kish(unit * w)[0] == pytest.approx(kish(w)[0])
    assert kish(w)[1] >= 1
