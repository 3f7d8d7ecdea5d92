"""Response rates of groups against R's prop.test."""

import pytest

from psychometrics.contract import StatisticError
from psychometrics.response_rates import response_rates


def test_it_agrees_with_r() -> None:
    """prop.test(c(45, 20, 8), c(60, 40, 10), correct = FALSE)"""
    found = response_rates([45, 20, 8], [60, 40, 10])
    assert (found.chisq, found.df, found.p) == pytest.approx((7.636061, 2, 0.02197103335), rel=1e-6)
    assert found.rates == pytest.approx([0.75, 0.5, 0.8])


def test_when_everybody_answered_there_is_no_difference() -> None:
    assert response_rates([10, 20], [10, 20]).p == 1
    assert response_rates([0, 0], [10, 20]).p == 1


@pytest.mark.parametrize(("answered", "asked"), [([5], [9]), ([5, 9], [9, 8]), ([0, 3], [0, 8])])
def test_it_refuses_rosters_that_cannot_be(answered: list[int], asked: list[int]) -> None:
    with pytest.raises(StatisticError):
        response_rates(answered, asked)
