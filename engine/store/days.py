"""Days in a network's time zone: a day begins and ends there, whatever the clock of the server says."""

from datetime import date, datetime, time
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

UTC_NAME: Final = "UTC"


@cache
def zone_names() -> tuple[str, ...]:
    """The time zones that can be chosen, by name, such as America/Chicago; UTC first."""
    places = (
        name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/"))
    )
    return (UTC_NAME, *sorted(places))


def zone_of(name: str | None) -> ZoneInfo:
    """The time zone of that name; UTC where none was chosen."""
    return ZoneInfo(name or UTC_NAME)


def start_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The last second of a day, so that the day people are told is the last on which they can answer."""
    return datetime.combine(day, time(23, 59, 59), zone)
