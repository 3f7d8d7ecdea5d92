"""The benchmark of a school's mean."""

import numpy as np
import pytest

from psychometrics.benchmarks import benchmark
from psychometrics.contract import StatisticError

OTHERS = [41, 47, 50, 52, 55, 58, 60, 66, 71]
"""Nine schools: type-7 quartiles 50, 55, 60."""


def test_quartiles_of_the_others():
    found = benchmark(63, OTHERS, minimum=8)
    assert (found.schools, found.lower_quartile, found.median, found.upper_quartile) == (9, 50, 55, 60)
    assert found.own == 63


@pytest.mark.parametrize(
    ("own", "band"),
    [
        (49.9, "lower quarter"),
        (50, "middle half"),
        (55, "middle half"),
        (60, "middle half"),
        (60.1, "upper quarter"),
    ],
)
def test_the_band_is_of_observed_means(own, band):
    assert benchmark(own, OTHERS, minimum=8).band == band


def test_eight_others_are_enough_and_seven_are_not():
    assert benchmark(50, OTHERS[:8], minimum=8).schools == 8
    with pytest.raises(StatisticError, match="7 other school") as caught:
        benchmark(50, OTHERS[:7], minimum=8)
    assert caught.value.code == "few_schools"
    assert benchmark(50, OTHERS[:3], minimum=3).schools == 3


def test_schools_without_a_mean_do_not_count():
    assert benchmark(50, [*OTHERS, np.nan], minimum=8).schools == 9
    with pytest.raises(StatisticError, match="8") as caught:
        benchmark(50, [*OTHERS[:7], np.nan], minimum=8)
    assert caught.value.code == "few_schools"
    with pytest.raises(StatisticError, match="no mean of its own"):
        benchmark(np.nan, OTHERS, minimum=8)


def test_order_does_not_matter_and_the_ends_do_not_move_the_quartiles():
    shuffled = [OTHERS[place] for place in (3, 8, 0, 5, 1, 7, 2, 6, 4)]
    assert benchmark(50, shuffled, minimum=8) == benchmark(50, OTHERS, minimum=8)
    assert benchmark(50, [0, *OTHERS[1:8], 100], minimum=8) == benchmark(50, OTHERS, minimum=8)
