"""A figure of places on two scales at once, as a renderer takes it; the other figures are in `document`."""

from dataclasses import dataclass

from engine.report.document import Axis, Figure


@dataclass(frozen=True, slots=True)
class SquarePlace:
    """A point with the interval on each scale: (low, value, high), across and upwards. The first of all stands out."""

    label: str
    across: tuple[float, float, float]
    up: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class SquareFigure(Figure):
    """Places in a square that two lines part into four: `cuts` are theirs, across and upwards."""

    across: Axis
    up: Axis
    cuts: tuple[float, float]
    cut_label: str
    places: tuple[SquarePlace, ...]
