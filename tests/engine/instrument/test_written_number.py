"""Numbers as people, spreadsheets and statistics programs write them."""

import pytest

from engine.instrument import kinds
from engine.instrument.model import Item, Option
from engine.instrument.written_number import decimal_sign, numbers_in
from engine.problems import Refused
from engine.responses.answers import read
from tests.small import likert


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("+1", 1),
        ("00012", 12),
        (" 3 ", 3),
        ("2.33333333333333", 2.33333333333333),
        ("0.30000000000000004", 0.3),
        ("1.50000000000000", 1.5),
        ("1e+05", 100_000),
        ("3.5E0", 3.5),
        ("1,5e+05", 150_000),
        (".5", 0.5),
        ("5.", 5),
        ("3,5", 3.5),
        (",25", 0.25),
        ("0,125", 0.125),
        ("12,3456", 12.3456),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1,234,567", 1_234_567),
        ("1.234.567", 1_234_567),
        ("1.234", 1.234),
        ("1 234", 1234),
        ("1\u202f234,5", 1234.5),
        ("1\u00a0234", 1234),
        ("1'234.5", 1234.5),
        ("1’234", 1234),
        ("−3", -3),
        ("–1", -1),
        ("－１", -1),
        ("٣٫٥", 3.5),
        ("-0", 0),
        ("３．５", 3.5),
    ],
)
def test_one_number(text: str, number: float) -> None:
    assert numbers_in(text) == pytest.approx((number,))


@pytest.mark.parametrize("text", ["1,234", "-12,000"])
def test_two_numbers(text: str) -> None:
    point, comma = numbers_in(text)
    assert point == 1000 * comma
    assert numbers_in(text, ",") == (comma,)
    assert numbers_in(text, ".") == (point,)


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "½", "³", "3 years", "12%", "(1)", "1-", "--1", "1 2", "1_000", "0x10", "inf", "nan", "∞"),
        *("1,23,456", "1,2,3", "1.2.3", "12,34.5", "1e", "1e999", "9" * 16, "1" * 41, "1.234,5.6", "Ⅷ"),
    ],
)
def test_no_number(text: str) -> None:
    assert numbers_in(text) == ()


@pytest.mark.parametrize(
    ("texts", "sign"),
    [
        (["1,234", "3,5"], ","),
        (["1,234", "1,234.5"], "."),
        (["1,234", "12"], None),
        (["3,5", "1,234,567"], None),
        (["2.5", "1,234"], None),
    ],
)
def test_a_column_says_which_sign_begins_its_decimals(texts: list[str], sign: str | None) -> None:
    assert decimal_sign(texts) == sign


CHANGE = Item(
    "change", "?", kinds.SCALE, options=tuple(Option(value, f"is {value}") for value in (-1, 0, 0.3, 1))
)


@pytest.mark.parametrize(
    ("text", "value"),
    [("−1", -1), ("–1", -1), ("1,000", 1), ("１", 1), ("0.30000000000000004", 0.3), (".30000001", 0.3)],
)
def test_a_scale_takes_its_values_however_they_are_written(text: str, value: float) -> None:
    assert read(CHANGE, [text]).answer == value


@pytest.mark.parametrize("text", ["−2", "1-", "(1)", "-", "11", "%1", "1 000"])
def test_no_other_answer_is_offered_for_what_is_none(text: str) -> None:
    """Near a number there is only another answer, and next to a minus the opposite one."""
    with pytest.raises(Refused) as refused:
        read(CHANGE, [text])
    assert refused.value.problems[0].remedy == "use one of -1, 0, 0.3, 1"


def test_a_decimal_comma_is_read_where_the_keypad_has_no_point() -> None:
    years = Item("years", "Years?", kinds.NUMBER, minimum=0, maximum=60)
    assert read(years, ["3,5"]).answer == 3.5
    with pytest.raises(Refused) as refused:
        read(years, ["1,234"])
    (problem,) = refused.value.problems
    assert (problem.code, problem.cause, problem.remedy) == (
        "not_a_number",
        "'1,234' can be 1234 or 1.234",
        "write 1234 or 1.234",
    )
    assert read(likert("A"), ["４"]).answer == 4
