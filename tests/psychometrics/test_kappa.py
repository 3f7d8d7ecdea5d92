"""Kappas: published tables, and where they do not exist."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psychometrics.contract import StatisticError
from psychometrics.jackknife import jackknife_interval
from psychometrics.kappa import cohen_kappa, conger_kappa, fleiss_kappa, kappa_of_table, light_kappa


def test_cohen_1960():
    """The worked example of Cohen (1960), 10.1177/001316446002000104: 200 targets, kappa .492."""
    got = kappa_of_table([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
    assert (round(got.observed, 2), round(got.expected, 2), round(got.value, 3)) == (0.7, 0.41, 0.492)


def test_fleiss_1971_by_hand():
    """Two targets, three raters: the first unanimous, the second split two to one."""
    got = fleiss_kappa([[1, 1, 1], [1, 1, 2]])
    agreeing, chance = (1 + 1 / 3) / 2, (5 / 6) ** 2 + (1 / 6) ** 2
    assert got.value == pytest.approx((agreeing - chance) / (1 - chance))


def test_categories_nobody_used_count_for_weights_only():
    first, second = [1, 1, 3, 3], [1, 3, 3, 1]
    for weights in ("none", "linear", "quadratic"):
        alone = cohen_kappa(first, second, weights=weights)
        wide = cohen_kappa(first, second, weights=weights, categories=[1, 2, 3])
        assert wide.value == pytest.approx(alone.value)  # still as far apart as two categories can be
    near = cohen_kappa([1, 2, 1, 2], [1, 2, 2, 1], weights="linear", categories=[1, 2, 9])
    assert near.observed == pytest.approx(0.75)


def test_missing_ratings_are_left_out_and_counted():
    got = cohen_kappa([1, 2, np.nan, 1], [1, 2, 1, 2])
    assert (got.n, got.left_out) == (3, 1)


def test_one_category_has_no_kappa_and_says_so():
    got = cohen_kappa([2, 2, 2], [2, 2, 2])
    assert np.isnan(got.value)
    assert got.observed == 1
    assert [c.code for c in got.cautions] == ["one_category"]


def test_light_leaves_out_pairs_without_a_kappa_and_counts_them():
    got = light_kappa([[1, 1, 1], [1, 1, 2], [1, 1, 1]])
    assert (got.pairs, got.undefined, got.value) == (3, 1, 0)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: cohen_kappa([1, 5], [1, 2], categories=[1, 2]), "off_scale"),
        (lambda: cohen_kappa([np.nan], [1]), "all_missing"),
        (lambda: kappa_of_table([[1, 2]]), "shape"),
        (lambda: fleiss_kappa([[1, 1], [1, 1]]), "constant"),
        (lambda: light_kappa([[1, 1], [1, 1]]), "constant"),
        (lambda: fleiss_kappa([[1], [2]]), "one_rater"),
    ],
)
def test_what_cannot_be_computed_is_refused_by_name(call, code):
    with pytest.raises(StatisticError) as refused:
        call()
    assert refused.value.code == code


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_raters_and_targets_may_change_places_and_categories_their_names(seed):
    rng = np.random.default_rng(seed)
    ratings = rng.integers(0, 3, (15, 2)).astype(float)
    ratings[:3] = [[0, 0], [1, 1], [2, 2]]
    plain = cohen_kappa(*ratings.T).value
    assert cohen_kappa(*ratings[:, ::-1].T).value == pytest.approx(plain)
    assert cohen_kappa(*ratings[rng.permutation(15)].T).value == pytest.approx(plain)
    assert cohen_kappa(*(7 - 2 * ratings).T).value == pytest.approx(plain)
    assert light_kappa(ratings).value == pytest.approx(plain)
    assert plain <= 1


def test_conger_is_cohen_of_two_and_pairs_pooled_of_many():
    generator = np.random.default_rng(5)
    x = generator.integers(1, 4, size=(40, 3))
    assert conger_kappa(x[:, :2]).value == pytest.approx(cohen_kappa(x[:, 0], x[:, 1]).value)
    pairs = [cohen_kappa(x[:, a], x[:, b], categories=[1, 2, 3]) for a, b in ((0, 1), (0, 2), (1, 2))]
    observed, expected = (
        float(np.mean([getattr(pair, part) for pair in pairs])) for part in ("observed", "expected")
    )
    got = conger_kappa(x)
    assert (got.observed, got.expected) == (pytest.approx(observed), pytest.approx(expected))
    assert got.value == pytest.approx((observed - expected) / (1 - expected))


def test_a_jackknife_interval_covers_the_value_and_shrinks_with_targets():
    generator = np.random.default_rng(6)
    seen = generator.normal(size=(200, 1)) + 0.7 * generator.normal(size=(200, 3))
    x = (seen > 0).astype(float)
    few, many = (jackknife_interval(lambda part: fleiss_kappa(part).value, x[:n]) for n in (40, 200))
    assert few.lower < few.value < few.upper <= 1
    assert many.upper - many.lower < few.upper - few.lower
    assert many.value == fleiss_kappa(x).value


@pytest.mark.parametrize(
    ("x", "code"),
    [([[1, 2], [2, 2]], "few_targets"), ([[1, 1], [2, 2], [3, 3]], "no_disagreement")],
    ids=["two targets", "no disagreement"],
)
def test_intervals_that_do_not_exist(x, code):
    with pytest.raises(StatisticError) as error:
        jackknife_interval(lambda part: fleiss_kappa(part).value, x)
    assert error.value.code == code
