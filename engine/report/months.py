"""A figure of a value a month, as a renderer takes it; the other figures are in `document`."""

from dataclasses import dataclass

from engine.report.document import Axis, Figure


@dataclass(frozen=True, slots=True)
class MonthPoint:
    """A value at a place of the row of months, from 0 on; `marked` where it is part of a signal."""

    place: int
    value: float
    marked: bool = False


@dataclass(frozen=True, slots=True)
class MonthStretch:
    """A row of points that a rule names, by its first and last place."""

    first: int
    last: int
    label: str


@dataclass(frozen=True, slots=True)
class RunFigure(Figure):
    """A run chart: values in order of time about their median. `months` name every place, those without a point too."""

    axis: Axis
    months: tuple[str, ...]
    points: tuple[MonthPoint, ...]
    median: float
    median_label: str
    stretches: tuple[MonthStretch, ...] = ()
