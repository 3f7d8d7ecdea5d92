"""Extraction: worked examples, exact recovery, agreement of methods, Heywood cases, refusals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psychometrics.contract import StatisticError
from psychometrics.extraction import (
    LOWEST_UNIQUENESS,
    maximum_likelihood,
    minres,
    principal_axis,
    principal_components,
)
from tests.psychometrics.factor_data import SOCIOECONOMIC, THURSTONE

PATTERN = np.array([[0.8, 0.0], [0.7, 0.1], [0.6, -0.1], [0.1, 0.7], [0.0, 0.6], [-0.1, 0.8]])


def population(pattern):
    R = pattern @ pattern.T
    np.fill_diagonal(R, 1.0)
    return R


def reproduced(extraction):
    return extraction.loadings @ extraction.loadings.T


OF_R = {"minres": minres, "ml": maximum_likelihood, "pa": principal_axis}


@pytest.mark.parametrize("extract", [minres, maximum_likelihood])
def test_gives_the_factors_of_a_population_back(extract):
    found = extract(population(PATTERN), 2)
    assert found.converged
    assert reproduced(found) == pytest.approx(PATTERN @ PATTERN.T, abs=1e-8)
    assert found.uniquenesses == pytest.approx(1 - np.sum(PATTERN**2, axis=1), abs=1e-8)


def test_principal_axis_run_on_arrives_at_minres():
    slow = principal_axis(THURSTONE, 3, tolerance=1e-12, maximum_iterations=20_000)
    assert reproduced(slow) == pytest.approx(reproduced(minres(THURSTONE, 3)), abs=1e-6)


def test_principal_axis_that_did_not_arrive_says_so():
    assert not principal_axis(THURSTONE, 3, tolerance=1e-12, maximum_iterations=3).converged


def test_minres_has_the_least_squares():
    R = THURSTONE
    off = ~np.eye(len(R), dtype=bool)
    misfit = {name: np.sum((R - reproduced(extract(R, 2)))[off] ** 2) for name, extract in OF_R.items()}
    assert misfit["minres"] < misfit["pa"]
    assert misfit["minres"] < misfit["ml"]


def test_components_of_harmans_socioeconomic_variables():
    """As SAS's manual prints them: the first two components account for 2.873314 and 1.796660."""
    found = principal_components(np.corrcoef(SOCIOECONOMIC, rowvar=False), 2)
    assert np.sum(found.loadings**2, axis=0) == pytest.approx([2.873314, 1.796660], abs=1e-6)
    assert found.loadings[:, 0] == pytest.approx([0.58096, 0.76704, 0.67243, 0.93239, 0.79116], abs=6e-6)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 3))
def test_item_order_and_keys_turn_rows_only(seed, factors):
    random = np.random.default_rng(seed)
    R = np.corrcoef(random.normal(size=(60, 7)) + 1.5 * random.normal(size=(60, 1)), rowvar=False)
    order, keys = random.permutation(7), random.choice([-1.0, 1.0], 7)
    first = minres(R, factors)
    second = minres((R * np.outer(keys, keys))[np.ix_(order, order)], factors)
    if first.uniquenesses.min() > 2 * LOWEST_UNIQUENESS:  # at a bound there can be several minima
        expected = (reproduced(first) * np.outer(keys, keys))[np.ix_(order, order)]
        assert reproduced(second) == pytest.approx(expected, abs=1e-5)


def test_a_heywood_case_rests_at_the_bound():
    R = population(np.array([[0.999], [0.8], [0.7], [0.6]]))
    R[0, 1] = R[1, 0] = 0.9
    for extract in (minres, maximum_likelihood):
        found = extract(R, 1)
        assert found.converged
        assert found.uniquenesses.min() == pytest.approx(LOWEST_UNIQUENESS)


def test_a_singular_matrix_can_be_factored_by_minres_but_not_by_likelihood():
    R = np.corrcoef(np.random.default_rng(1).normal(size=(50, 200)), rowvar=False)
    assert minres(R, 3).converged
    with pytest.raises(StatisticError, match="maximum likelihood needs an invertible matrix"):
        maximum_likelihood(R, 3)


@pytest.mark.parametrize("extract", [minres, maximum_likelihood, principal_axis])
@pytest.mark.parametrize("factors", [0, 9, 12])
def test_a_number_of_factors_that_cannot_be_is_refused(extract, factors):
    with pytest.raises(StatisticError, match="number from 1 to 8"):
        extract(THURSTONE, factors)


def test_as_many_components_as_items_reproduce_all():
    assert reproduced(principal_components(THURSTONE, 9)) == pytest.approx(THURSTONE)
    with pytest.raises(StatisticError, match="number from 1 to 9"):
        principal_components(THURSTONE, 10)
