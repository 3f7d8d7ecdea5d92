"""Rank correlations from counts, tests of correlations, smoothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psychometrics.contract import StatisticError
from psychometrics.correlations import (
    correlation_matrix,
    correlation_test,
    kendall,
    require_positive_definite,
    smooth,
    spearman,
)
from psychometrics.summaries.tables import PairTables


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 5))
def test_agree_with_scipy_which_ranks_persons(seed, categories):
    from scipy.stats import kendalltau, spearmanr

    values = np.random.default_rng(seed).integers(0, categories, (40, 2)).astype(float)
    pairs = PairTables.of_values(values, low=0, high=categories - 1)
    assert spearman(pairs).correlation[0, 1] == pytest.approx(spearmanr(values).statistic)
    assert kendall(pairs).correlation[0, 1] == pytest.approx(kendalltau(*values.T).statistic)


def test_undefined_rank_correlations_are_named():
    values = np.array([[0, 1, np.nan], [1, 1, np.nan], [0, np.nan, 1], [1, np.nan, 0]])
    found = spearman(PairTables.of_values(values, low=0, high=1, names=["a", "b", "c"]))
    assert np.isnan(found.correlation[0, 1])  # b is constant
    assert np.isnan(found.correlation[1, 1])
    assert {caution.where for caution in found.cautions} == {"a and b", "b and c"}
    assert found.n[1, 2] == 0


def test_of_correlation_and_too_few_persons():
    test = correlation_test([0.5, 0.5, 0.5, 1.0], [2, 3, 28, 10])
    assert np.isnan(test.p[0])
    assert np.isnan(test.lower[1])
    assert test.t[2] == pytest.approx(0.5 * np.sqrt(26 / 0.75))
    assert test.p[3] == 0
    assert test.upper[3] == 1
    with pytest.raises(StatisticError, match="outside -1 to 1"):
        correlation_test(1.2, 10)


def test_smoothing_leaves_a_good_matrix_alone():
    R = np.array([[1, 0.4], [0.4, 1]])
    repaired, cautions = smooth(R)
    assert repaired.tolist() == R.tolist()
    assert cautions == ()


def test_smoothing_repairs_and_says_how_far():
    impossible = np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]])
    repaired, cautions = smooth(impossible)
    assert np.linalg.eigvalsh(repaired)[0] > 0
    assert np.diag(repaired).tolist() == [1, 1, 1]
    assert [caution.code for caution in cautions] == ["smoothed"]
    assert "moved by up to 0.4" in str(cautions[0])


@pytest.mark.parametrize(
    ("R", "code"),
    [
        ([[1.0]], "few_items"),
        ([[4, 1], [1, 4.0]], "not_correlation"),
        ([[1, 1.5], [1.5, 1]], "not_correlation"),
        ([[1, np.nan], [np.nan, 1]], "no_pairs"),
        ([[1, 0.5], [0.1, 1]], "asymmetric"),
        ([[1, 0.5]], "shape"),
    ],
)
def test_matrices_that_are_no_correlation_matrix(R, code):
    with pytest.raises(StatisticError) as refused:
        correlation_matrix(R)
    assert refused.value.code == code


def test_a_singular_matrix_is_explained():
    twins = np.array([[1, 1, 0.3], [1, 1, 0.3], [0.3, 0.3, 1]])
    with pytest.raises(StatisticError, match="items ask and tell correlate perfectly"):
        require_positive_definite(twins, "KMO", ["ask", "tell", "hear"])
    few = np.corrcoef(np.random.default_rng(1).normal(size=(5, 8)), rowvar=False)
    with pytest.raises(StatisticError, match="items outnumber persons"):
        require_positive_definite(few, "KMO")
