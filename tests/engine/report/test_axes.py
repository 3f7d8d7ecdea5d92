"""Axes hold their values between round numbers."""

import pytest

from engine.report import axes


@pytest.mark.parametrize(
    "values", [(1.0, 5.0), (0.3, 0.62), (-0.4, 0.8), (2.61, 3.9), (0.0, 0.0), (0.0, 12345.0), ()]
)
def test_an_axis_holds_its_values_between_round_numbers(values: tuple[float, ...]) -> None:
    made = axes.axis(values)
    assert made.low < made.high
    assert all(made.low <= value <= made.high for value in values)
    assert made.ticks[0][0] == made.low
    assert made.ticks[-1][0] == made.high
    assert len({label for _, label in made.ticks}) == len(made.ticks)


def test_an_axis_of_coefficients_ends_at_one() -> None:
    assert axes.coefficients([0.6, 0.99], ticks=4).high == 1
    assert [label for _, label in axes.coefficients([0.0, 0.8], ticks=4).ticks] == [
        ".00",
        ".20",
        ".40",
        ".60",
        ".80",
    ]


def test_an_axis_from_zero_reaches_below_only_as_far_as_a_value() -> None:
    made = axes.from_zero([-0.3, 4.1])
    assert made.low == -0.3
    assert made.ticks[0] == (0.0, "0")
