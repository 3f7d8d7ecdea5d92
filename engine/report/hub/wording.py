"""Words that the parts of a network's result share."""

from collections.abc import Mapping, Sequence
from typing import Any

View = Mapping[str, Any]
Measures = Sequence[View]


def schools(count: int) -> str:
    """`1 school`, `24 schools`."""
    return "1 school" if count == 1 else f"{count:,} schools"
