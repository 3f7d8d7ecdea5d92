"""Numbers, lists and days as print has them."""

import math
from datetime import date

import pytest

from engine.printed import (
    ABSENT,
    SPACE,
    Number,
    between,
    bracketed,
    coefficient,
    count,
    counted,
    day_words,
    decimal,
    fixed,
    in_words,
    joined,
    labels_in_sentence,
    listed,
    p_value,
    per_cent,
    percent,
    plural,
    probability,
    several,
    several_in_words,
    short_probability,
    shortest,
    signed,
    span,
    whole,
)


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
    assert [counted(1, "item"), counted(2800, "person", "people")] == ["1 item", "2800 people"]
    assert [plural(noun) for noun in ("school", "class", "company", "day")] == [
        "schools",
        "classes",
        "companies",
        "days",
    ]
    assert (in_words(4), in_words(12), count(12000)) == ("four", "12", "12,000")


@pytest.mark.parametrize(
    ("number", "text", "value", "decimals"),
    [
        (whole(1234), "1234", 1234, 0),
        (count(1234), "1,234", 1234, 0),
        (decimal(3.4), "3.40", 3.4, 2),
        (decimal(-0.004), "0.00", 0.0, 2),
        (coefficient(-0.07), "−.07", -0.07, 2),
        (fixed(-3.25, 1), "-3.2", -3.2, 1),
        (signed(5.04, 1), "+5.0", 5.0, 1),
        (percent(0.784), "78%", 78, 0),
        (percent(0.0311, 1), "3.1%", 3.1, 1),
        (per_cent(5), "5%", 5, 0),
        (probability(0.0321), ".032", 0.032, 3),
    ],
)
def test_a_number_knows_the_value_it_shows_and_nothing_finer(
    number: str, text: str, value: float, decimals: int
) -> None:
    assert isinstance(number, Number)
    assert (number, number.value, number.decimals) == (text, value, decimals)
    assert isinstance(number.value, float if decimals else int)
    assert math.copysign(1, number.value) == (-1 if value < 0 else 1)


@pytest.mark.parametrize(
    "text",
    [
        decimal(None),
        coefficient(math.nan),
        percent(0.004),
        per_cent(None),
        probability(0.0001),
        short_probability(0.0001),
        between(0.1, 0.2),
        f"{count(3)}",
    ],
)
def test_all_else_stays_words(text: str) -> None:
    assert not isinstance(text, Number)


def test_probabilities_in_tables() -> None:
    assert [probability(p) for p in (0.0321, 0.0001, None)] == [".032", f"<{SPACE}.001", ABSENT]
    found = [short_probability(p) for p in (0.3075, 0.0411, 0.0994, 0.0997, 0.00004, 1.0, None)]
    assert found == [".31", ".041", ".099", ".10", "< .001", "1.00", ABSENT]


def test_changes_have_their_sign() -> None:
    assert [signed(value, 1) for value in (4.2, -3.0, 0.0)] == ["+4.2", "−3.0", "+0.0"]
    assert [shortest(value) for value in (2.5, -4.0)] == ["2.5", "−4"]
    assert [shortest(value, sign=True) for value in (5.0, 0.0, -5.0)] == ["+5", "0", "−5"]


def test_names_that_hold_the_last_word_get_a_comma() -> None:
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a and b", "c"]) == "a and b and c"
    assert listed(["a and b", "c", "d"]) == "a and b, c, and d"


def test_labels_in_a_sentence_lose_their_capitals() -> None:
    assert labels_in_sentence(["Vision and strategy", "Capacity", "IT support"], "or") == (
        "Vision and strategy, capacity or IT support"
    )
    assert labels_in_sentence(["Growth", "I can do it", "I’m heard", "Interest"]) == (
        "Growth, I can do it, I’m heard and interest"
    )


def test_counts_in_words() -> None:
    assert [several_in_words(n, "item") for n in (0, 1, 9, 12)] == [
        "no items",
        "one item",
        "nine items",
        "12 items",
    ]
    assert several_in_words(2, "person", "people") == "two people"


def test_days_as_people_write_them() -> None:
    assert (
        day_words(date(2027, 5, 8))
        == day_words("2027-05-08")
        == day_words("2027-05-08T12:00:00+00:00")
        == "May 8, 2027"
    )
