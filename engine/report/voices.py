"""A figure of scores that share no scale, as a renderer takes it; the other figures are in `document`."""

from dataclasses import dataclass

from engine.report.document import Axis, Figure


@dataclass(frozen=True, slots=True)
class ScaledRow:
    """One score on a scale of its own, whose ticks name its ends in the words of those who answered.

    `under` says what the score is of; `low` and `high` are the ends of its interval.
    """

    label: str
    under: str
    number: str
    interval: str
    value: float
    low: float
    high: float
    axis: Axis


@dataclass(frozen=True, slots=True)
class ScaledFigure(Figure):
    """Scores row by row, each on its own scale: no line runs through two of them, as no place is alike on both."""

    rows: tuple[ScaledRow, ...]
