"""Printed numbers, read back."""

import pytest

from engine.report.media.printed import printed


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("62", (62, 0)),
        ("3.40", (3.4, 2)),
        ("−.07", (-0.07, 2)),
        ("-4", (-4, 0)),
        ("+5%", (5, 0)),
        ("78 %", (78, 0)),
        ("1,234.5", (1234.5, 1)),
        ("0", (0, 0)),
    ],
)
def test_numbers(text: str, number: tuple[float, int]) -> None:
    shown = printed(text)
    assert shown is not None
    assert (shown, shown.value, shown.decimals) == (text, *number)


@pytest.mark.parametrize(
    "text",
    ["", "–", "-", "%", ".", "55 to 69", "< .001", "95 or more", "1,23", "12,3456", "1.0.0", "2 of 7", "NaN"],
)
def test_all_else_stays_words(text: str) -> None:
    assert printed(text) is None
