"""Figures of reports as small SVGs of our own: `draw` any figure of a document at a width.

`width` is the room in CSS pixels; under 560 each label goes above its row, so that a phone shows the figure at full
width and never scrolls sideways. Colours are CSS variables on a page, so that a figure follows its theme, or fixed
values for files and paper.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from engine.report.document import (
    BarFigure,
    CaterpillarFigure,
    CurveFigure,
    DotFigure,
    Figure,
    HeatMap,
    IntervalFigure,
    LineFigure,
    ScoreFigure,
)
from engine.report.figures import (
    bars,
    caterpillar,
    curves,
    dots,
    funnel,
    heat_map,
    intervals,
    lines,
    path_diagram,
    run_chart,
    scaled,
    scores,
    square,
    ternary,
)
from engine.report.figures.canvas import FILE, PAGE, Colours
from engine.report.figures.splitting import parts
from engine.report.funnels import FunnelFigure
from engine.report.months import RunFigure
from engine.report.path_diagram import PathFigure
from engine.report.square import SquareFigure
from engine.report.triangle import TernaryFigure
from engine.report.voices import ScaledFigure

__all__ = ["DRAWN_BY", "FILE", "PAGE", "Colours", "draw", "for_screens", "parts"]

WIDE, NARROW = 900, 328  # CSS pixels: a desk, and the least phone; the style sheet shows the one that fits

DRAWN_BY: Final[Mapping[type[Figure], Callable[[Any, str, int, Colours], str]]] = {
    BarFigure: bars.draw,
    CaterpillarFigure: caterpillar.draw,
    CurveFigure: curves.draw,
    DotFigure: dots.draw,
    FunnelFigure: funnel.draw,
    HeatMap: heat_map.draw,
    IntervalFigure: intervals.draw,
    LineFigure: lines.draw,
    ScaledFigure: scaled.draw,
    PathFigure: path_diagram.draw,
    RunFigure: run_chart.draw,
    ScoreFigure: scores.draw,
    SquareFigure: square.draw,
    TernaryFigure: ternary.draw,
}


def draw(figure: Figure, id: str, *, width: int, colours: Colours = PAGE) -> str:
    """The figure as an SVG; `id` makes the ids of its title and description unique on the page."""
    return DRAWN_BY[type(figure)](figure, id, width, colours)


def for_screens(figure: Figure, id: str) -> tuple[str, str]:
    """The figure for a desk and for a phone: never smaller than it is drawn, so that its letters stay readable."""
    return draw(figure, f"{id}-wide", width=WIDE), draw(figure, f"{id}-narrow", width=NARROW)
