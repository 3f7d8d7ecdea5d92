"""Figures of reports as small SVGs of our own: `draw` any figure of a document at a width."""

from engine.report.document import (
    BarFigure,
    CaterpillarFigure,
    CurveFigure,
    DotFigure,
    Figure,
    FunnelFigure,
    HeatMap,
    IntervalFigure,
    LineFigure,
    ScoreFigure,
)
from engine.report.figures import bars, caterpillar, curves, dots, funnel, heat_map, intervals, lines, scores
from engine.report.figures.canvas import FILE, PAGE, Colours
from engine.report.figures.splitting import parts

__all__ = ["FILE", "PAGE", "Colours", "draw", "parts"]


def draw(figure: Figure, id: str, *, width: int, colours: Colours = PAGE) -> str:
    """The figure as an SVG; `id` makes the ids of its title and description unique on the page."""
    match figure:
        case IntervalFigure():
            return intervals.intervals(figure, id, width=width, palette=colours)
        case DotFigure():
            return dots.draw(figure, id, width, colours)
        case LineFigure():
            return lines.draw(figure, id, width, colours)
        case HeatMap():
            return heat_map.draw(figure, id, width, colours)
        case BarFigure():
            return bars.draw(figure, id, width, colours)
        case CaterpillarFigure():
            return caterpillar.draw(figure, id, width, colours)
        case FunnelFigure():
            return funnel.draw(figure, id, width, colours)
        case CurveFigure():
            return curves.draw(figure, id, width, colours)
        case ScoreFigure():
            return scores.draw(figure, id, width, colours)
