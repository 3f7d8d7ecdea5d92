"""Bands of a score in words, and when these words are true of a group."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Holds:
    """A mean answer to an item, turned where it is reverse-keyed, that lies between two numbers."""

    item: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Level:
    """A band of the rescaled score with a text; `below` is its upper cut, None for the highest.

    The text speaks of a group, and is true of one only where all of `text_holds_if` is; `you` speaks to one person.
    """

    id: str
    label: str
    text: str
    below: float | None = None
    text_holds_if: tuple[Holds, ...] = ()
    you: str = ""
