import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psychometrics.contract import StatisticError
from psychometrics.criterion import (
    criterion_correlation,
    criterion_from_correlation,
    incremental_validity,
    williams,
)


def test_steigers_example():
    """Steiger (1980), p. 247 f., n = 103: Williams' T2 -0.89."""
    t = williams(103, 0.4, 0.5, 0.1)
    assert (round(t.statistic, 2), t.df) == (-0.89, 100)


def test_fishers_interval_by_hand():
    # z = atanh(.5) = .549306, half = 1.959964 / 10
    found = criterion_from_correlation(0.5, 103)
    assert found.r.lower == pytest.approx(np.tanh(0.5493061 - 0.1959964), abs=1e-6)
    assert found.t == pytest.approx(0.5 * np.sqrt(101 / 0.75))
    assert found.disattenuated is None
    assert criterion_from_correlation(0.3, 50, reliability_x=0.64, reliability_y=0.81).disattenuated == (
        pytest.approx(0.3 / 0.72)
    )


def test_an_impossible_disattenuated_value_is_said():
    found = criterion_from_correlation(0.6, 50, reliability_x=0.5, reliability_y=0.5)
    assert found.disattenuated == pytest.approx(1.2)
    assert [caution.code for caution in found.cautions] == ["disattenuated_above_one"]


def test_a_perfect_correlation_is_its_own_interval():
    found = criterion_correlation([1, 2, 3, 4], [2, 4, 6, 8])
    assert found.r.value == pytest.approx(1)
    assert criterion_from_correlation(-1, 10).r.lower == -1
    assert criterion_from_correlation(-1, 10).pvalue == 0


def test_incremental_by_hand():
    # orthogonal predictors: each explains its own squared correlation
    x, z = np.array([-1, -1, 1, 1, -1, -1, 1, 1]), np.array([-1, 1, -1, 1, -1, 1, -1, 1])
    e = np.array([1, -1, -1, 1, -1, 1, 1, -1])
    found = incremental_validity(3 * x + 2 * z + e, x, z)
    assert found.r2_base == pytest.approx(9 / 14)
    assert found.increment == pytest.approx(4 / 14)
    assert found.f == pytest.approx(4 / (1 / 5))
    assert (found.df1, found.df2) == (1, 5)
    assert found.f2 == pytest.approx(4)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), factor=st.floats(0.1, 100), shift=st.floats(-50, 50))
def test_units_and_order_of_predictors_do_not_matter(seed, factor, shift):
    y, a, b, c = np.random.default_rng(seed).normal(size=(4, 30)) + np.arange(30) / 30
    plain = incremental_validity(y, np.column_stack([a, b]), c)
    moved = incremental_validity(y * factor, np.column_stack([b * 2, a + shift]), c * factor + shift)
    assert moved.r2_base == pytest.approx(plain.r2_base, abs=1e-9)
    assert moved.f == pytest.approx(plain.f, rel=1e-6)
    assert plain.increment >= -1e-12
    r = criterion_correlation(y, a)
    assert criterion_correlation(a * factor + shift, y).r.value == pytest.approx(r.r.value)
    assert criterion_correlation(y, -a).r.upper == pytest.approx(-r.r.lower)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_swapping_the_correlations_turns_the_sign(seed):
    R = np.corrcoef(np.random.default_rng(seed).normal(size=(3, 20)))
    a, b, shared = R[0, 1], R[0, 2], R[1, 2]
    assert williams(20, b, a, shared).statistic == pytest.approx(-williams(20, a, b, shared).statistic)
    assert williams(20, a, a, shared).pvalue == 1


def test_missing_values_are_dropped_and_counted():
    found = criterion_correlation([1, 2, 3, 5, np.nan, 4], [2, 1, 4, 5, 1, np.nan])
    assert (found.n, found.dropped) == (4, 2)
    y = np.array([1, 2, 4, 3, 6, np.nan])
    assert incremental_validity(y, [1, 2, 3, 5, 4, 6], [2, 1, 1, 3, 2, 1]).dropped == 1


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: criterion_correlation([1, 1, 1, 1], [1, 2, 3, 4]), "constant_score"),
        (lambda: criterion_correlation([1, 2, 3], [1, 2, 4]), "few_persons"),
        (lambda: criterion_correlation([1, 2, 3], [1, 2]), "shape"),
        (lambda: criterion_from_correlation(1.2, 10), "not_correlation"),
        (lambda: criterion_from_correlation(np.nan, 10), "not_correlation"),
        (lambda: criterion_from_correlation(0.2, 10, reliability_x=0), "reliability"),
        (lambda: williams(20, 0.9, -0.9, 0.9), "impossible_correlations"),
        (lambda: incremental_validity([1, 2, 3], [1, 2, 4], [1, 3, 2]), "few_persons"),
        (lambda: incremental_validity([1] * 6, range(6), [1, 3, 2, 1, 1, 4]), "constant_score"),
        (lambda: incremental_validity([1, 2, 2, 3, 5], range(5), range(0, 10, 2)), "dependent_predictors"),
        (lambda: incremental_validity([1, 2], [1, 2, 3], [1, 2]), "shape"),
    ],
)
def test_refuses_with_the_cause(call, code):
    with pytest.raises(StatisticError) as refusal:
        call()
    assert refusal.value.code == code
