import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psychometrics.change import paired_change, paired_scores, reliable_change
from psychometrics.contract import StatisticError
from tests.psychometrics.waves import LARGE_METER, MINI_METER, drawn_waves, waves


def test_jacobson_and_truax_example():
    """Jacobson & Truax (1991), p. 14: SD 7.5, reliability .80, from 32.5 to 47.5: S_E 3.35, RC 3.16."""
    found = reliable_change([32.5, 40, 50], [47.5, 41, 40], 0.80, sd=7.5)
    assert round(found.standard_error, 2) == 3.35
    assert round(found.difference_error, 2) == 4.74
    assert round(found.index[0], 2) == 3.16
    assert (found.share_up, found.share_down) == (pytest.approx(1 / 3), pytest.approx(1 / 3))
    assert found.share_unchanged == pytest.approx(1 / 3)
    assert found.smallest_detectable_group_change == pytest.approx(
        found.smallest_detectable_change / np.sqrt(3)
    )


def test_bland_and_altmans_bias():
    """Bland & Altman (1986): mean difference -2.1 l/min, SD 38.8, 95 % interval -22.0 to 17.8."""
    found = paired_change(MINI_METER, LARGE_METER)
    assert round(found.difference.value, 1) == -2.1
    assert round(found.sd_difference, 1) == 38.8
    assert round(found.difference.lower, 1) == -22.0
    assert round(found.difference.upper, 1) == 17.8


def test_effect_sizes_by_hand():
    # differences 1, 2, 3: mean 2, SD 1; first wave SD 1, second SD 2, correlation 1
    found = paired_change([1, 2, 3], [2, 4, 6])
    assert found.d_z.value == pytest.approx(2)
    assert found.d_av.value == pytest.approx(2 / 1.5)
    assert found.g_av.value == pytest.approx(2 / 1.5 * (1 - 3 / 7))
    assert found.glass == pytest.approx(2)
    assert found.d_rm == pytest.approx(0, abs=1e-7)


@settings(max_examples=30, deadline=None)
@given(pair=waves(), factor=st.floats(0.1, 100), shift=st.floats(-50, 50))
def test_effect_sizes_do_not_depend_on_the_unit(pair, factor, shift):
    plain, moved = paired_change(*pair), paired_change(*(pair * factor + shift))
    for name in ("d_z", "d_av", "g_av"):
        one, other = getattr(plain, name), getattr(moved, name)
        assert other.value == pytest.approx(one.value, rel=1e-6, abs=1e-9)
        assert other.lower == pytest.approx(one.lower, rel=1e-5, abs=1e-6)
        assert other.lower < other.value < other.upper
    assert moved.pvalue == pytest.approx(plain.pvalue, rel=1e-6)


@settings(max_examples=30, deadline=None)
@given(pair=waves())
def test_swapping_the_waves_turns_the_sign(pair):
    there, back = paired_change(pair[0], pair[1]), paired_change(pair[1], pair[0])
    assert back.difference.value == pytest.approx(-there.difference.value)
    assert back.d_z.lower == pytest.approx(-there.d_z.upper, rel=1e-7, abs=1e-8)  # found by a search
    assert back.d_av.value == pytest.approx(-there.d_av.value)
    assert back.wilcoxon_pvalue == pytest.approx(there.wilcoxon_pvalue)


def test_intervals_hold_what_they_promise():
    """Of 2,000 samples of 40 persons, about 95 in 100 intervals cover the effect that was put in."""
    cover_z, cover_av = 0, 0
    true_z = 0.3 / np.sqrt(2 * (1 - 0.6))
    for seed in range(2000):
        found = paired_change(*drawn_waves(seed))
        cover_z += found.d_z.lower <= true_z <= found.d_z.upper
        cover_av += found.d_av.lower <= 0.3 <= found.d_av.upper
    assert 0.935 < cover_z / 2000 < 0.965
    assert 0.935 < cover_av / 2000 < 0.965


def test_signed_ranks_of_no_change_at_all():
    found = paired_change([1, 2, 3, 4], [2, 1, 4, 3])
    assert found.wilcoxon_pvalue == 1


def test_pairs_with_a_missing_score_are_dropped_and_counted():
    first, second = drawn_waves(1)
    holed = paired_change(np.r_[first, np.nan, 1], np.r_[second, 2, np.nan])
    assert (holed.n, holed.dropped) == (40, 2)
    assert holed.d_z == paired_change(first, second).d_z
    assert reliable_change(np.r_[first, np.nan], np.r_[second, 1], 0.8).dropped == 1
    assert paired_scores(first, second).n == 40


def test_an_unreliable_score_is_said():
    found = reliable_change(*drawn_waves(1), 0.4)
    assert [caution.code for caution in found.cautions] == ["low_reliability"]


@pytest.mark.parametrize(
    ("call", "code", "words"),
    [
        (lambda: paired_change([1, 2], [1, 2, 3]), "shape", "2 and 3 scores"),
        (lambda: paired_change([1, 2], [2, 4]), "few_persons", "2 person"),
        (lambda: paired_change([1, np.nan, 3, 4], [1, 2, np.nan, 4]), "few_persons", "both waves"),
        (lambda: paired_change([1, 2, 3], [2, 3, 4]), "identical_change", "same amount"),
        (lambda: paired_change([2, 2, 2], [2, 3, 4]), "constant_score", "first wave"),
        (lambda: paired_change([2, 3, 4], [2, 2, 2]), "constant_score", "second wave"),
        (lambda: reliable_change([1, 2, 3], [2, 2, 3], 1.0), "no_error_variance", "reliability of 1"),
        (lambda: reliable_change([2, 2, 2], [2, 2, 3], 0.8), "no_error_variance", "SD of 0"),
    ],
)
def test_refuses_with_the_cause(call, code, words):
    with pytest.raises(StatisticError, match=words) as refusal:
        call()
    assert refusal.value.code == code
