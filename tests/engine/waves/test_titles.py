"""A wave's proposed name says which survey, which season, which year."""

from datetime import date

import pytest

from engine.waves.titles import proposed_title


@pytest.mark.parametrize(
    ("day", "season"),
    [
        (date(2027, 1, 5), "winter 2027"),
        (date(2027, 3, 1), "spring 2027"),
        (date(2027, 5, 31), "spring 2027"),
        (date(2027, 6, 1), "summer 2027"),
        (date(2027, 9, 1), "fall 2027"),
        (date(2027, 11, 30), "fall 2027"),
        (date(2027, 12, 1), "winter 2027"),
    ],
)
def test_the_season_follows_from_the_first_day(day: date, season: str) -> None:
    assert (
        proposed_title("Collective leadership: system conditions", day) == f"Collective leadership, {season}"
    )
