"""Letter in the United States, A4 elsewhere."""

from zoneinfo import ZoneInfo, available_timezones

import pytest

from engine.report.media.sheet import OLD_NAMES, PARTS, STATES, paper_in


@pytest.mark.parametrize(
    ("zone", "paper"),
    [
        ("America/New_York", "letter"),
        ("America/Indiana/Knox", "letter"),
        ("America/Puerto_Rico", "letter"),
        ("Pacific/Honolulu", "letter"),
        ("US/Central", "letter"),
        ("UTC", "a4"),
        ("Europe/Berlin", "a4"),
        ("America/Sao_Paulo", "a4"),
        ("America/Argentina/Salta", "a4"),
        ("Asia/Shanghai", "a4"),
    ],
)
def test_the_zone_tells_the_paper(zone: str, paper: str) -> None:
    assert paper_in(ZoneInfo(zone)) == paper


def test_every_zone_of_the_states_is_known_by_that_name() -> None:
    known = available_timezones()
    assert known >= STATES | OLD_NAMES
    assert all(any(zone.startswith(part) for zone in known) for part in PARTS)
