import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psychometrics.contract import StatisticError
from psychometrics.retest import limits_of_agreement, lin_concordance, retest_icc
from tests.psychometrics.waves import LARGE_METER, MINI_METER, drawn_waves, waves


def test_icc_by_hand():
    # persons (1,2), (3,4), (5,6): all of the difference is the shift between the waves
    found = retest_icc([1, 3, 5], [2, 4, 6])
    assert (found.mean_square_persons, found.mean_square_waves) == (pytest.approx(8), pytest.approx(1.5))
    assert found.mean_square_residual == pytest.approx(0, abs=1e-12)
    assert found.consistency.value == pytest.approx(1)
    assert found.agreement.value == pytest.approx(8 / (8 + 2 * 1.5 / 3))
    assert found.one_way.value == pytest.approx((8 - 0.5) / (8 + 0.5))


def test_concordance_by_hand():
    # variances 2/3 (divisor n), covariance 2/3, shift 1: 2 * (2/3) / (4/3 + 1)
    found = lin_concordance([1, 2, 3], [2, 3, 4])
    assert found.value == pytest.approx((4 / 3) / (7 / 3))
    assert found.precision == pytest.approx(1)
    assert found.accuracy == pytest.approx(found.value)
    assert found.location_shift == pytest.approx(1 / np.sqrt(2 / 3))
    assert found.scale_shift == pytest.approx(1)


def test_bland_and_altmans_limits():
    """Bland & Altman (1986) with 2 SD: -79.7 and 75.5 l/min; here 1.96 SD about the same mean."""
    found = limits_of_agreement(MINI_METER, LARGE_METER)
    assert round(found.bias.value - 2 * round(found.sd_difference, 1), 1) == -79.7
    assert found.low.value == pytest.approx(-2.1176 - 1.96 * 38.7651, abs=1e-3)
    assert found.high.value == pytest.approx(-2.1176 + 1.96 * 38.7651, abs=1e-3)
    assert found.standard_error == pytest.approx(38.7651 / np.sqrt(2), abs=1e-3)
    assert found.low.lower < found.low.value < found.low.upper < found.bias.lower


@settings(max_examples=30, deadline=None)
@given(pair=waves(), factor=st.floats(0.1, 100), shift=st.floats(-50, 50))
def test_coefficients_do_not_depend_on_unit_or_order_of_waves(pair, factor, shift):
    moved = pair[::-1] * factor + shift
    one, other = retest_icc(*pair), retest_icc(*moved)
    for name in ("agreement", "consistency", "one_way"):
        assert getattr(other, name).value == pytest.approx(getattr(one, name).value, abs=1e-8)
        assert getattr(other, name).lower == pytest.approx(getattr(one, name).lower, abs=1e-6)
    assert lin_concordance(*moved).value == pytest.approx(lin_concordance(*pair).value, abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(pair=waves())
def test_a_shift_of_all_lowers_agreement_not_consistency(pair):
    shifted = np.vstack([pair[0], pair[1] + 5])
    plain, moved = retest_icc(*pair), retest_icc(*shifted)
    assert moved.consistency.value == pytest.approx(plain.consistency.value)
    assert abs(moved.agreement.value) < abs(plain.agreement.value)
    concordance = lin_concordance(*pair)
    assert abs(concordance.value) <= abs(concordance.precision) + 1e-12
    assert concordance.value == pytest.approx(concordance.precision * concordance.accuracy)


def test_the_concordance_interval_holds_what_it_promises():
    true = 2 * 0.6 / (2 + 0.3**2)
    cover = 0
    for seed in range(1500):
        found = lin_concordance(*drawn_waves(seed, persons=80))
        cover += found.lower <= true <= found.upper
    assert 0.93 < cover / 1500 < 0.97


def test_perfect_agreement_has_no_interval_to_speak_of():
    same = [1.0, 2.0, 4.0]
    icc, concordance = retest_icc(same, same), lin_concordance(same, same)
    assert icc.agreement.value == icc.agreement.lower == icc.agreement.upper == 1
    assert concordance.value == pytest.approx(1)
    assert limits_of_agreement(same, same).low.value == 0


def test_trend_shows_a_change_that_depends_on_the_level():
    assert limits_of_agreement([1, 2, 3, 4], [1, 3, 5, 7]).trend == pytest.approx(1)
    assert limits_of_agreement([1, 2, 3, 4], [2, 3, 4, 5]).trend == 0


def test_missing_scores_are_dropped_and_counted():
    for compute in (retest_icc, lin_concordance, limits_of_agreement):
        found = compute([1, 2, 4, np.nan], [2, 2, 5, 1])
        assert (found.n, found.dropped) == (3, 1)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: retest_icc([1, 1, 1], [1, 1, 1]), "constant_score"),
        (lambda: lin_concordance([1, 1, 1], [1, 2, 3]), "constant_score"),
        (lambda: lin_concordance([1, 2, 3], [1, 1, 1]), "constant_score"),
        (lambda: retest_icc([1, 2], [1, 2]), "few_persons"),
        (lambda: limits_of_agreement([1, 2, 3], [1, 2]), "shape"),
    ],
)
def test_refuses_with_the_cause(call, code):
    with pytest.raises(StatisticError) as refusal:
        call()
    assert refusal.value.code == code
