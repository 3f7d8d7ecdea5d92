"""A figure with many rows as several that each fit a printed page."""

from collections.abc import Callable
from dataclasses import replace

from engine.report.document import BarFigure, DotFigure, Figure, HeatMap

MOST_BARS, MOST_DOTS, MOST_CELLS = 22, 22, 32


def parts(figure: Figure) -> tuple[Figure, ...]:
    """The figure in pieces of about equal length, or whole where it fits; titles say which piece is which."""
    match figure:
        case BarFigure():
            return _pieces(
                figure, len(figure.rows), MOST_BARS, lambda cut: replace(figure, rows=figure.rows[cut])
            )
        case HeatMap():
            return _pieces(
                figure, len(figure.rows), MOST_CELLS, lambda cut: replace(figure, rows=figure.rows[cut])
            )
        case DotFigure():
            return _pieces(figure, len(figure.labels), MOST_DOTS, lambda cut: _some_dots(figure, cut))
        case _:
            return (figure,)


def _pieces(figure: Figure, rows: int, most: int, take: Callable[[slice], Figure]) -> tuple[Figure, ...]:
    count = -(-rows // most)
    if count <= 1:
        return (figure,)
    each = -(-rows // count)
    cuts = [slice(start, start + each) for start in range(0, rows, each)]
    return tuple(
        replace(take(cut), title=f"{figure.title} ({number} of {len(cuts)})")
        for number, cut in enumerate(cuts, start=1)
    )


def _some_dots(figure: DotFigure, cut: slice) -> DotFigure:
    panels = tuple(replace(panel, dots=panel.dots[cut]) for panel in figure.panels)
    return replace(figure, labels=figure.labels[cut], texts=figure.texts[cut], panels=panels)
