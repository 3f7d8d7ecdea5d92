"""Run charts: the two rules, ties and the median's points, and how often chance alone signals."""

from math import comb
from pathlib import Path

import numpy as np
import pytest

from benchmarks.run_charts import POINTS, RUNS, table
from psychometrics.contract import Floats, StatisticError
from psychometrics.run_chart import (
    FIRST_SHIFT,
    SHIFT,
    TREND,
    Signal,
    _shifts,
    _trends,
    chance_signals,
    false_alarms,
    run_chart,
)

DOCUMENT = Path(__file__).parents[2] / "docs" / "run-charts.md"


def test_six_in_a_row_on_one_side_of_the_median_are_a_shift_and_five_are_none() -> None:
    low, high = [3, 4, 3, 4, 4, 3], [7, 8, 7, 8, 9, 8]
    made = run_chart([*low, *high])
    assert (made.median, made.off_median, made.longest_side) == (5.5, 12, 6)
    assert made.signals == (Signal("shift", False, 0, 5, 6), Signal("shift", True, 6, 11, 6))
    assert run_chart([*low[:-1], 8, 3, *high[:-1]]).signals == ()


def test_points_on_the_median_are_skipped_and_neither_end_nor_lengthen_a_shift() -> None:
    values = [1, 2, 5, 1, 2, 5, 1, 2, 8, 9, 8, 9, 8, 9]
    made = run_chart(values)
    assert made.median == 5
    assert made.off_median == 12
    assert made.signals[0] == Signal("shift", False, 0, 7, 6)


def test_five_that_rise_or_fall_are_a_trend_and_equal_neighbours_count_once() -> None:
    assert run_chart([5, 5, 6, 7, 7, 8, 9, 2, 3]).signals == (Signal("trend", True, 0, 6, 5),)
    assert run_chart([9, 8, 7, 6, 5]).signals == (Signal("trend", False, 0, 4, 5),)
    assert run_chart([5, 5, 6, 7, 7, 8, 2]).signals == ()


def test_a_shift_needs_twelve_points_off_the_median() -> None:
    generator = np.random.default_rng(5)
    for _ in range(300):
        made = run_chart(generator.integers(0, 11, generator.integers(1, 24)).tolist())
        if any(one.rule == "shift" for one in made.signals):
            assert made.off_median >= FIRST_SHIFT


def test_values_that_never_change_signal_nothing() -> None:
    made = run_chart([7] * 30)
    assert (made.signals, made.off_median, made.longest_way) == ((), 0, 1)
    assert false_alarms([7] * 30) == 0


def test_one_chart_and_many_orders_follow_the_same_rules() -> None:
    """The rules are written twice, once for a stretch's places and once for many orders at a time."""
    generator = np.random.default_rng(7)
    for _ in range(200):
        values = generator.integers(0, 6, generator.integers(2, 30)).astype(float)
        alone = bool(run_chart(values.tolist()).signals)
        assert alone is _signals(values)


def _signals(values: Floats) -> bool:
    return bool((_shifts(values[None]) | _trends(values[None]))[0])


def test_the_rate_at_twelve_points_is_that_of_counting() -> None:
    """Of the orders of six low and six high points, those with six of a kind side by side."""
    ways = 7 + 7 - 2
    exact = ways / comb(12, 6)
    shifts, trends, either = chance_signals(12, runs=40_000)
    assert shifts == pytest.approx(exact, abs=0.002)
    assert max(shifts, trends) <= either <= shifts + trends
    distinct = false_alarms([float(one) for one in range(12)], runs=20_000)
    assert distinct == pytest.approx(either, abs=0.01)


def test_the_rate_at_five_points_is_two_orders_of_all() -> None:
    assert chance_signals(5, runs=40_000)[2] == pytest.approx(2 / 120, abs=0.002)


def test_the_rate_depends_on_the_values_and_not_on_their_order() -> None:
    values = [5.0, 6, 6, 7, 4, 5, 6, 8, 7, 6, 5, 4, 9]
    assert false_alarms(values) == false_alarms(values[::-1]) < chance_signals(13)[2]


@pytest.mark.parametrize(("values", "code"), [([], "no_values"), ([1.0, float("nan")], "infinite")])
def test_what_has_no_chart_is_refused(values: list[float], code: str) -> None:
    with pytest.raises(StatisticError) as refused:
        run_chart(values)
    assert refused.value.code == code


def test_the_documented_rates_are_those_of_the_command() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert table(POINTS, RUNS) in text
    assert f"{SHIFT} points" in text
    assert f"{TREND} points" in text
