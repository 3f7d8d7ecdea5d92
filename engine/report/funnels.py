"""Funnels: many alike by their size and their value, between the limits that chance sets at each size."""

from dataclasses import dataclass

from engine.report.document import Axis, Figure, Mark


@dataclass(frozen=True, slots=True)
class FunnelDot:
    """One of many alike, by its size and its value; `apart` where it lies beyond limits of its own.

    `place` is where it stands on the axis of sizes. Of one that is not named only a range of sizes is known: then
    `reach` holds the ends of the range, `place` its middle, and `label` is empty. A `label` is drawn.
    """

    value: float
    place: float
    reach: tuple[float, float] | None = None
    apart: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class FunnelPanel:
    """Dots by size with the limits that chance sets at each size: rows of place, lower and upper limit."""

    title: str
    across: str
    sizes: Axis
    values: Axis
    centre: Mark
    limits: tuple[tuple[float, float, float], ...]
    dots: tuple[FunnelDot, ...]


@dataclass(frozen=True, slots=True)
class FunnelFigure(Figure):
    panels: tuple[FunnelPanel, ...]
