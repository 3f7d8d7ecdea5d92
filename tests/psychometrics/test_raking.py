"""Raking: shares as wanted, nobody's weight below 0, and refusals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psychometrics.contract import StatisticError
from psychometrics.raking import rake


def test_one_margin_is_a_ratio():
    found = rake([[0, 0, 0, 1]], [[0.5, 0.5]])
    assert found.weights == pytest.approx([2 / 3, 2 / 3, 2 / 3, 2])


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_every_margin_has_its_shares(seed):
    random = np.random.default_rng(seed)
    groups = [random.permutation(np.arange(90) % 2), random.permutation(np.arange(90) % 3)]
    shares = [random.uniform(0.2, 1, 2), random.uniform(0.2, 1, 3)]
    found = rake(groups, shares)
    assert found.weights.mean() == pytest.approx(1)
    assert (found.weights > 0).all()
    for place, share in zip(groups, shares, strict=True):
        assert np.bincount(place, found.weights) / 90 == pytest.approx(share / share.sum(), abs=1e-9)
    again = rake(groups, shares, found.weights)
    assert again.weights == pytest.approx(found.weights)
    assert again.rounds == 1


def test_people_in_no_group_or_without_a_weight_have_none():
    found = rake([[0, 1, -1, 0, 1]], [[1, 1]], [1, 1, 1, np.nan, 1])
    assert np.isnan(found.weights).tolist() == [False, False, True, True, False]


def test_weights_to_begin_with_keep_their_relations_within_a_group():
    found = rake([[0, 0, 1, 1]], [[0.9, 0.1]], [1, 3, 1, 1])
    assert found.weights[1] / found.weights[0] == pytest.approx(3)


@pytest.mark.parametrize(
    ("places", "shares", "code"),
    [
        ([[0, 0, 0]], [[0.5, 0.5]], "empty_group"),
        ([[0, 1, 1]], [[1.0, 0.0]], "empty_group"),
        ([[-1, -1]], [[0.5, 0.5]], "few_persons"),
        ([[0, 0, 1, 1], [0, 0, 1, 1]], [[0.5, 0.5], [0.9, 0.1]], "not_converged"),
    ],
)
def test_refuses_with_the_cause(places, shares, code):
    with pytest.raises(StatisticError) as refusal:
        rake(places, shares)
    assert refusal.value.code == code
