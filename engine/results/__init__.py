"""What a school and a hub see of a closed wave: scores, uncertainty, change, agreement, position; frozen once.

Built from blocks of codes. Suppression and rounding happen here, before anything is kept, so that a page, a
file and a program can only ever show what a result holds. Its shape is `model`, told in docs/results.md.
"""

from engine.results.facts import EarlierWave, SiteFacts, UnitFacts, WaveFacts
from engine.results.hub import hub_result
from engine.results.snapshot import build, school_by_school

__all__ = [
    "EarlierWave",
    "SiteFacts",
    "UnitFacts",
    "WaveFacts",
    "build",
    "hub_result",
    "school_by_school",
]
