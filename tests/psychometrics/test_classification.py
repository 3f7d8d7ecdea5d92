"""Classification at cuts: the bivariate normal, and the ends of reliability."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import multivariate_normal, norm

from psychometrics.classification import classification_by_person, classification_by_reliability
from psychometrics.contract import StatisticError


def same_side(cut, correlation):
    """P(both below) + P(both above) of two standard normals."""
    below = multivariate_normal.cdf([cut, cut], cov=[[1, correlation], [correlation, 1]])
    return 1 - 2 * norm.cdf(cut) + 2 * below


@pytest.mark.parametrize("reliability", [0.3, 0.7, 0.9, 0.99])
@pytest.mark.parametrize("cut", [-1.3, 0.0, 0.4])
def test_one_cut_is_the_bivariate_normal(cut, reliability):
    got = classification_by_reliability(50, 10, reliability, [50 + 10 * cut])
    assert got.consistency == pytest.approx(same_side(cut, reliability), abs=1e-6)
    # an observed and a true score correlate by the root of the reliability; the cut on true scores is wider
    true_cut = cut / np.sqrt(reliability)
    below = multivariate_normal.cdf(
        [cut, true_cut], cov=[[1, np.sqrt(reliability)], [np.sqrt(reliability), 1]]
    )
    either = norm.cdf(cut) + norm.cdf(true_cut)
    assert got.accuracy == pytest.approx(1 - either + 2 * below, abs=1e-6)


def test_at_the_mean_consistency_is_known_in_closed_form():
    """P(same side of 0) = 1/2 + asin(r) / pi (Sheppard)."""
    got = classification_by_reliability(0, 1, 0.8, [0])
    assert got.consistency == pytest.approx(0.5 + np.arcsin(0.8) / np.pi, abs=1e-12)
    assert got.accuracy == pytest.approx(0.5 + np.arcsin(np.sqrt(0.8)) / np.pi, abs=1e-12)
    assert got.kappa == pytest.approx(2 * np.arcsin(0.8) / np.pi, abs=1e-12)


def test_ends_of_reliability():
    perfect = classification_by_reliability(0, 1, 1, [-1, 1])
    assert (perfect.accuracy, perfect.consistency, perfect.kappa) == (1, 1, 1)
    none = classification_by_reliability(0, 1, 0, [-1, 1])
    assert none.kappa == pytest.approx(0)
    assert none.accuracy == pytest.approx(none.shares[1])


def test_people_without_an_estimate_are_left_out():
    got = classification_by_person([0.0, np.nan, 1.0], [0.1, 0.1, 0.1], [0.5])
    assert got.shares.tolist() == [0.5, 0.5]


def test_a_score_at_the_cut_is_above_it():
    assert classification_by_person([0.5], [0.1], [0.5]).shares.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: classification_by_person([np.nan], [1.0], [0]), "all_missing"),
        (lambda: classification_by_person([0.0], [0.0], [0]), "no_error"),
        (lambda: classification_by_person([0.0], [1.0], [1, 0]), "not_in_order"),
        (lambda: classification_by_reliability(0, 0, 0.8, [0]), "constant"),
        (lambda: classification_by_reliability(0, 1, -0.1, [0]), "reliability"),
        (lambda: classification_by_reliability(0, 1, 0.8, [np.nan]), "not_in_order"),
    ],
)
def test_what_cannot_be_computed_is_refused_by_name(call, code):
    with pytest.raises(StatisticError) as refused:
        call()
    assert refused.value.code == code


@settings(max_examples=30, deadline=None)
@given(
    st.floats(0.05, 0.9),
    st.floats(0.02, 0.09),
    st.lists(st.floats(-2, 2), min_size=1, max_size=4, unique=True),
)
def test_a_more_reliable_score_classifies_better(reliability, more, cuts):
    cuts = sorted(cuts)
    if len(cuts) > 1 and min(np.diff(cuts)) < 1e-3:
        cuts = cuts[:1]
    less = classification_by_reliability(0, 1, reliability, cuts)
    better = classification_by_reliability(0, 1, reliability + more, cuts)
    assert better.consistency >= less.consistency - 1e-10
    assert 0 <= less.consistency <= 1 + 1e-12
    assert 0 <= less.accuracy <= 1 + 1e-12
