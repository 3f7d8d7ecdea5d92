"""What a label says of a prediction, and what it never says."""

from itertools import product

import pytest

from engine.results.model_score import FrozenChange
from engine.results.predictions import (
    Expected,
    PredictionLabel,
    claims,
    clear_change,
    held_against,
    no_change,
    outcome,
)

RISE, FALL, NOTHING = Expected(5, 10), Expected(-10, -5), no_change(0, 100, 0)


@pytest.mark.parametrize(
    ("expected", "low", "high", "label"),
    [
        (RISE, 11, 20, PredictionLabel.HIGHER),
        (RISE, 10, 20, PredictionLabel.DIRECTION),  # ends that print alike decide nothing
        (RISE, -8, 4, PredictionLabel.LOWER),
        (RISE, 1, 4, PredictionLabel.LOWER),  # it rose, and by less than was expected
        (RISE, -8, 5, PredictionLabel.CANNOT_TELL),
        (RISE, 6, 9, PredictionLabel.AS_EXPECTED),
        (RISE, 5, 9, PredictionLabel.DIRECTION),
        (RISE, 1, 30, PredictionLabel.DIRECTION),
        (RISE, 0, 30, PredictionLabel.CANNOT_TELL),
        (FALL, -9, -6, PredictionLabel.AS_EXPECTED),
        (FALL, -4, 2, PredictionLabel.HIGHER),
        (FALL, -20, -1, PredictionLabel.DIRECTION),
        (NOTHING, -9, 9, PredictionLabel.AS_EXPECTED),
        (NOTHING, -12, 9, PredictionLabel.CANNOT_TELL),
        (NOTHING, 1, 14, PredictionLabel.CANNOT_TELL),  # it rose; whether by as much as matters is open
        (NOTHING, 11, 14, PredictionLabel.HIGHER),
        (Expected(-5, 20), 1, 30, PredictionLabel.CANNOT_TELL),  # it expected no side
    ],
)
def test_a_label_follows_from_the_interval(
    expected: Expected, low: float, high: float, label: PredictionLabel
) -> None:
    assert outcome(expected, low, high) is label


def test_a_label_holds_of_every_change_in_the_interval() -> None:
    """So it is false only where the interval misses the truth."""
    ends = range(-12, 13, 3)
    for low, high, start, stop in product(ends, repeat=4):
        if low < high and start < stop:
            label = outcome(Expected(low, high), start, stop)
            assert all(claims(label, Expected(low, high), true) for true in range(start, stop + 1))


def test_no_change_is_less_than_a_tenth_of_the_scale() -> None:
    assert no_change(0, 100, 0) == Expected(-10, 10)
    assert no_change(1, 5, 1) == Expected(-0.4, 0.4)


def change(**values: object) -> FrozenChange:
    usual: dict[str, object] = {
        "since": "Spring",
        "version": "1.0.0",
        "common_items": None,
        "before": 50,
        "before_end": None,
        "now": 58,
        "clear": True,
        "points": 8,
        "low": None,
        "high": None,
        "g": None,
        "size": None,
    }
    return FrozenChange(**(usual | values))  # type: ignore[arg-type]


def test_a_result_without_an_interval_answers_no_prediction() -> None:
    assert held_against(RISE, change()) is None
    assert (
        held_against(RISE, change(low=6, high=9)) is PredictionLabel.AS_EXPECTED
    )  # from before there were any
    assert held_against(RISE, change(clear=False, around=(-20, 4))) is PredictionLabel.LOWER


def test_the_least_clear_change_is_that_of_two_surveys_like_this_one() -> None:
    """In R: n <- 28; s <- 17.5; qt(.975, 2 * n - 2) * s * sqrt(2 / n) is 9.38."""
    half = 2.0518305 * 17.5 / 28**0.5
    assert clear_change(28, 60 - half, 60 + half) == pytest.approx(9.377, abs=0.01)
