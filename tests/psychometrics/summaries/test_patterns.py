"""Patterns: distinct missing patterns and their sums."""

import numpy as np
import pytest

from psychometrics.contract import StatisticError
from psychometrics.summaries import patterns as room
from psychometrics.summaries.codes import decoded
from psychometrics.summaries.moments import Moments
from psychometrics.summaries.patterns import Patterns, distinct_patterns
from tests.psychometrics.blocks import points, random_codes
from tests.psychometrics.summaries.test_moments import assert_same

NAN = np.nan


def assert_equal(one: Patterns, two: Patterns) -> None:
    for name in ("patterns", "n", "step_sums", "step_products"):
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name), err_msg=name)


def test_a_worked_case():
    values = [[1, 2], [3, NAN], [5, 4], [NAN, NAN], [2, NAN]]
    found = Patterns.of_values(values, low=1, high=5)
    assert found.patterns.tolist() == [[False, False], [True, False], [True, True]]
    assert found.n.tolist() == [1, 2, 2]
    assert found.sums.tolist() == [[0, 0], [5, 0], [6, 6]]
    assert found.products.tolist() == [[[0, 0], [0, 0]], [[13, 0], [0, 0]], [[26, 22], [22, 20]]]


def test_sums_of_every_pattern_are_those_of_its_persons():
    codes = random_codes(3000, 5, missing=0.3)
    values = decoded(codes, points(5))
    found = Patterns.of(codes, points(5))
    there = ~np.isnan(values)
    assert len(found.n) == len(np.unique(there, axis=0))
    for pattern, n, sums, products in zip(found.patterns, found.n, found.sums, found.products, strict=True):
        own = np.where(there, values, 0)[(there == pattern).all(axis=1)]
        assert n == len(own)
        np.testing.assert_array_equal(sums, own.sum(axis=0))
        np.testing.assert_array_equal(products, own.T @ own)


def test_moments_read_off_equal_moments_counted():
    codes = random_codes(500, 6)
    assert_same(Patterns.of(codes, points(6)).moments(), Moments.of(codes, points(6)))


def test_reversing_equals_reversed_answers():
    codes = random_codes(200, 4)
    reverse = np.array([True, False, True, False])
    values = decoded(codes, points(4))
    turned = Patterns.of_values(np.where(reverse, 6 - values, values), low=1, high=5)
    assert_equal(Patterns.of(codes, points(4)).keyed(reverse), turned)


def test_select_merges_patterns_that_become_alike():
    codes = random_codes(500, 5)
    chosen = Patterns.of(codes, points(5)).select([4, 0])
    assert_equal(chosen, Patterns.of(codes[:, [4, 0]], points(2)))
    assert len(chosen.n) == 4


def test_more_than_sixty_four_items():
    answered = np.random.default_rng(1).random((200, 130)) < 0.99
    distinct, index = distinct_patterns(answered)
    np.testing.assert_array_equal(distinct[index], answered)
    assert len(distinct) == len(np.unique(answered, axis=0))


def test_too_many_patterns_are_refused(monkeypatch):
    monkeypatch.setattr(room, "MOST_CELLS", 100)
    with pytest.raises(StatisticError, match="6 items have") as caught:
        Patterns.of(random_codes(500, 6), points(6))
    assert caught.value.code == "many_patterns"


def test_patterns_on_different_scales_are_not_added():
    codes = random_codes(10, 2)
    with pytest.raises(StatisticError) as caught:
        Patterns.of(codes, points(2)) + Patterns.of(codes, points(2, 0, 4))
    assert caught.value.code == "merge"
