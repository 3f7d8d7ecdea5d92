"""A path diagram as a renderer takes it: factors, their items, and how much each goes with its factor."""

from dataclasses import dataclass

from engine.report.document import Figure


@dataclass(frozen=True, slots=True)
class PathTo:
    """An arrow from a factor to an item: its standardised loading and the number as printed."""

    item: str
    text: str
    value: float
    number: str


@dataclass(frozen=True, slots=True)
class PathFactor:
    """A factor with the arrows to its items."""

    label: str
    paths: tuple[PathTo, ...]


@dataclass(frozen=True, slots=True)
class PathFigure(Figure):
    """Factors at the left, items at the right; a wider arrow is a larger loading, a dashed one negative."""

    factors: tuple[PathFactor, ...]
