"""Words that the parts of a network's result share."""

from collections.abc import Mapping, Sequence
from typing import Any

View = Mapping[str, Any]
Measures = Sequence[View]


def nouns(measures: Measures, count: int) -> str:
    """What an instrument's measures are called: conditions where its construct map orders them, else measures."""
    word = "condition" if any(one.get("comes_first") is not None for one in measures) else "measure"
    return word if count == 1 else f"{word}s"


def schools(count: int) -> str:
    """`1 school`, `24 schools`."""
    return "1 school" if count == 1 else f"{count:,} schools"
