import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psychometrics.contract import StatisticError
from psychometrics.responsiveness import responsiveness


def test_by_hand():
    # improved 3, 5, 2; stable 0, 2, 1: pairs won 8, tied 1 of 9
    found = responsiveness([3, 5, 2, 0, 2, 1], [1, 1, 1, 0, 0, 0])
    assert found.area.value == pytest.approx(8.5 / 9)
    assert found.guyatt == pytest.approx((10 / 3) / 1)
    assert (found.minimal_important_change, found.sensitivity) == (1.5, 1)
    assert found.specificity == pytest.approx(2 / 3)
    assert (found.improved.n, found.stable.n, found.dropped) == (3, 3, 0)
    assert (found.stable.srm, found.stable.effect_size) == (pytest.approx(1), None)


def test_an_effect_size_is_over_the_spread_before():
    found = responsiveness([3, 5, 2, 0, 2, 1], [1, 1, 1, 0, 0, 0], before=[10, 12, 14, 10, 10, 10])
    assert found.improved.effect_size == pytest.approx((10 / 3) / 2)
    assert found.stable.effect_size is None


def test_no_overlap_is_certain():
    found = responsiveness([4, 5, 6, 1, 2, 3], [1, 1, 1, 0, 0, 0])
    assert (found.area.value, found.area.lower, found.area.upper) == (1, 1, 1)
    assert (found.minimal_important_change, found.sensitivity, found.specificity) == (3.5, 1, 1)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), factor=st.floats(0.1, 10))
def test_the_area_is_a_rank_statistic(seed, factor):
    generator = np.random.default_rng(seed)
    change, improved = np.round(generator.normal(size=40), 1), generator.permutation(np.arange(40) % 2)
    found = responsiveness(change, improved)
    assert responsiveness(change * factor + 3, improved).area.value == pytest.approx(found.area.value)
    assert responsiveness(-change, improved).area.value == pytest.approx(1 - found.area.value)
    assert 0 <= found.area.lower <= found.area.value <= found.area.upper <= 1


def test_unknown_anchors_are_dropped():
    found = responsiveness([3, 5, 2, 0, 2, 1, np.nan, 7], [1, 1, 1, 0, 0, 0, 1, np.nan])
    assert found.dropped == 2


@pytest.mark.parametrize(
    ("change", "improved", "code", "words"),
    [
        ([1, 2, 3], [1, 0, 0], "few_persons", "1 person\\(s\\) count as improved"),
        ([1, 2, 3], [1, 1, 0], "few_persons", "1 person\\(s\\) count as stable"),
        ([1, 2, 3, 3], [1, 1, 0, 0], "constant_score", "stable persons"),
    ],
)
def test_refuses_with_the_cause(change, improved, code, words):
    with pytest.raises(StatisticError, match=words) as refusal:
        responsiveness(change, improved)
    assert refusal.value.code == code
