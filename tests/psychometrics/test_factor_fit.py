"""Fit of factor solutions: hand-worked indices, what does not exist."""

import numpy as np
import pytest

from psychometrics.contract import StatisticError
from psychometrics.factor_fit import factor_fit
from psychometrics.factors import explore
from tests.psychometrics.factor_data import THURSTONE, correlations
from tests.psychometrics.reference_factors import printed


def test_rotation_changes_no_fit():
    R, n = correlations("hs1939", "efa")
    first, second = (explore(R, n, 3, rotation=rotation).fit for rotation in ("none", "oblimin"))
    assert printed(first) == pytest.approx(printed(second))


def test_residuals_worked_by_hand():
    """Three items correlated .5 and one factor of .5: each residual is .25."""
    R = np.full((3, 3), 0.5) + 0.5 * np.eye(3)
    fit = factor_fit(R, np.full((3, 1), 0.5), np.eye(1), 101)
    assert fit.rmsr == pytest.approx(0.25)
    assert fit.chisq_empirical == pytest.approx(101 * 6 * 0.0625)
    assert fit.fit_off == pytest.approx(1 - 0.375 / 1.5)
    assert (fit.df, fit.crms, fit.rmsea, fit.p) == (0, None, None, None)
    assert fit.null_chisq == pytest.approx(-np.log(0.5) * (100 - 11 / 6))


def test_without_persons_there_is_no_test():
    fit = explore(THURSTONE, None, 2).fit
    assert (fit.chisq, fit.p, fit.rmsea, fit.tli, fit.bic, fit.chisq_empirical) == (None,) * 6
    assert fit.objective > 0
    assert fit.rmsr > 0


def test_a_wider_confidence_gives_a_wider_interval():
    R, n = correlations("bfi", "efa")
    narrow, wide = (explore(R, n, 5, confidence=confidence).fit for confidence in (0.9, 0.99))
    assert wide.rmsea_lower < narrow.rmsea_lower < narrow.rmsea < narrow.rmsea_upper < wide.rmsea_upper
    assert wide.rmsea_confidence == 0.99


def test_a_perfect_fit_has_an_rmsea_of_zero():
    pattern = np.array([[0.8], [0.7], [0.6], [0.5]])
    R = pattern @ pattern.T
    np.fill_diagonal(R, 1)
    fit = explore(R, 500, 1).fit
    assert fit.chisq == pytest.approx(0, abs=1e-9)
    assert (fit.rmsea, fit.rmsea_lower) == (0, 0)


def test_a_matrix_that_is_no_correlation_matrix_is_refused():
    with pytest.raises(StatisticError, match="diagonal"):
        factor_fit(2 * THURSTONE, np.ones((9, 1)), np.eye(1))
