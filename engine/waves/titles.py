"""A name for a wave that means something alone, as “Collective leadership, spring 2027”."""

from datetime import date
from typing import Final

SEASONS: Final = ("winter", "spring", "summer", "fall")  # from December, March, June and September on


def proposed_title(survey: str, opens: date) -> str:
    """The name that a form proposes; of a survey's title what stands before a colon."""
    season = SEASONS[opens.month % 12 // 3]
    return f"{survey.partition(':')[0].strip()}, {season} {opens.year}"
