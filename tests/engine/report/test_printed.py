"""Printed numbers, read back."""

import pytest

from engine.report.media.printed import Printed, printed


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("62", Printed(62)),
        ("3.40", Printed(3.4, decimals=2)),
        ("−.07", Printed(-0.07, decimals=2, bare=True)),
        ("-4", Printed(-4)),
        ("+5%", Printed(5, percent=True, signed=True)),
        ("78 %", Printed(78, percent=True)),
        ("1,234.5", Printed(1234.5, decimals=1, grouped=True)),
        ("0", Printed(0)),
    ],
)
def test_numbers(text: str, number: Printed) -> None:
    assert printed(text) == number


@pytest.mark.parametrize(
    "text",
    ["", "–", "-", "%", ".", "55 to 69", "< .001", "95 or more", "1,23", "12,3456", "1.0.0", "2 of 7", "NaN"],
)
def test_all_else_stays_words(text: str) -> None:
    assert printed(text) is None
