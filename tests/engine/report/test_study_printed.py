"""Numbers, lists and axes as print has them."""

import math

import pytest

from engine.printed import (
    SPACE,
    between,
    bracketed,
    coefficient,
    count,
    decimal,
    in_words,
    joined,
    p_value,
    percent,
    plural,
    several,
    span,
)
from engine.report import axes
from engine.report.document import Bullets, Paragraph
from engine.report.study.thumb import Judged, sentences, unsure


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.874, ".87"),
        (-0.123, "−.12"),
        (1.0, "1.00"),
        (0.999, "1.00"),
        (-0.001, ".00"),
        (None, "–"),
        (math.nan, "–"),
    ],
)
def test_coefficients_have_no_zero_before_the_point(value: float | None, text: str) -> None:
    assert coefficient(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(3.456, "3.46"), (-1.2, "−1.20"), (-0.004, "0.00"), (math.inf, "–")]
)
def test_decimals(value: float, text: str) -> None:
    assert decimal(value) == text


@pytest.mark.parametrize(
    ("share", "text"), [(0.0, "0%"), (0.004, "<1%"), (0.129, "13%"), (1.0, "100%"), (None, "–")]
)
def test_a_share_that_is_there_is_told_from_none(share: float | None, text: str) -> None:
    assert percent(share) == text


def test_shares_with_a_decimal() -> None:
    assert percent(0.0004, 1) == "<0.1%"
    assert percent(0.0311, 1) == "3.1%"


@pytest.mark.parametrize(
    ("p", "text"), [(0.0321, "= .032"), (0.0001, "< .001"), (0.9999, "= 1.000"), (None, "= –")]
)
def test_p_stays_in_one_piece(p: float | None, text: str) -> None:
    assert p_value(p) == text.replace(" ", SPACE)


def test_intervals_and_spans() -> None:
    assert between(0.81, 0.85) == ".81 to .85"
    assert between(None, 0.85) == "–"
    assert bracketed(-0.1, 0.2) == "[−.10, .20]"
    assert span([0.7, None, 0.81]) == ".70 to .81"
    assert span([0.7, 0.701]) == ".70"


def test_lists_and_counts() -> None:
    assert joined(["a"]) == "a"
    assert joined(["a", "b", "c"], "or") == "a, b or c"
    assert several(1, "item") == "1 item"
    assert several(2800, "person", "people") == "2,800 people"
    assert [plural(noun) for noun in ("school", "class", "company", "day")] == [
        "schools",
        "classes",
        "companies",
        "days",
    ]
    assert (in_words(4), in_words(12), count(12000)) == ("four", "12", "12,000")


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


def test_scales_that_stand_alike_share_a_sentence() -> None:
    alike = sentences("alpha", [Judged("A", 0.82), Judged("B", 0.85), Judged("C", 0.9)])
    assert isinstance(alike, Paragraph)
    assert alike.text.startswith("All three: the items hang together well enough")
    told_apart = sentences("alpha", [Judged("A", 0.6), Judged("B", 0.85, 0.8, 0.9)])
    assert isinstance(told_apart, Bullets)
    assert [one.split(":")[0] for one in told_apart.items] == ["A", "B"]
    assert "alpha .85, 95% interval .80 to .90" in told_apart.items[1]


def test_an_interval_across_the_rule_is_unsure() -> None:
    assert unsure(
        "alpha", [Judged("A", 0.72, 0.66, 0.77), Judged("B", 0.85, 0.8, 0.9), Judged("C", 0.9)]
    ) == ["A"]
