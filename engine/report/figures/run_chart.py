"""Values by month about the median: a line that breaks where months are missing, brackets over what a rule names."""

from itertools import pairwise
from typing import Final

from engine.report.figures.canvas import (
    Colours,
    Scale,
    circle,
    clipped,
    frame,
    level_axis,
    line,
    room,
    scale,
    text,
)
from engine.report.months import MonthStretch, RunFigure

HEIGHT: Final = 230.0
LEFT, RIGHT, BELOW = 34.0, 10.0, 52.0
BRACKET: Final = 24.0  # the room that a bracket with its words takes


def draw(figure: RunFigure, id: str, width: int, colours: Colours) -> str:
    rows = _rows(figure.stretches)
    top = 12 + BRACKET * (max(rows, default=-1) + 1)
    bottom, right = top + HEIGHT, width - RIGHT
    y = scale(figure.axis, bottom, top)
    inset = max(12.0, room(figure.months[-1], 13) / 2)  # so that the last name stands under its point
    step = (right - LEFT - 12 - inset) / max(1, len(figure.months) - 1)
    xs = [round(LEFT + 12 + place * step, 1) for place in range(len(figure.months))]
    parts = level_axis(figure.axis, y, LEFT, right, colours)
    parts += _months(figure.months, xs, bottom, colours)
    for stretch, row in zip(figure.stretches, rows, strict=True):
        parts += _bracket(stretch, xs, 12 + BRACKET * row, right, colours)
    parts.append(line(LEFT, y(figure.median), right, y(figure.median), colours.ink_2, width=2, dash="7 5"))
    parts += _points(figure, xs, y, colours)
    parts += _median_label(figure, bottom, colours)
    return frame(figure, id, width, bottom + BELOW, parts)


def _rows(stretches: tuple[MonthStretch, ...]) -> list[int]:
    """The row of each bracket, so that none lies over another."""
    ends: list[int] = []
    rows = []
    for one in stretches:
        row = next((at for at, end in enumerate(ends) if end < one.first), len(ends))
        ends[row : row + 1] = [one.last]
        rows.append(row)
    return rows


def _months(months: tuple[str, ...], xs: list[float], bottom: float, colours: Colours) -> list[str]:
    """Names under as many places as there is room for, counted back from the last."""
    wide = max(room(name, 13) for name in months) + 10
    step = (xs[-1] - xs[0]) / max(1, len(xs) - 1)
    each = next((every for every in (1, 2, 3, 4, 6, 12) if every * step >= wide), 12)
    parts = []
    for place, (name, x) in enumerate(zip(months, xs, strict=True)):
        if (len(months) - 1 - place) % each == 0:
            parts.append(line(x, bottom, x, bottom + 5, colours.ink_2))
            start = max(x, room(name, 13) / 2)
            parts.append(text(round(start, 1), bottom + 21, name, colours.ink_2, size=13, anchor="middle"))
    return parts


def _points(figure: RunFigure, xs: list[float], y: Scale, colours: Colours) -> list[str]:
    parts = []
    for one, other in pairwise(figure.points):
        if other.place == one.place + 1:
            ends = (xs[one.place], y(one.value), xs[other.place], y(other.value))
            parts.append(line(*ends, colours.accent, width=2))
    for one in figure.points:
        at = (xs[one.place], y(one.value))
        if one.marked:
            parts.append(circle(*at, 6.5, colours.accent, colours.ink, width=2))
        else:
            parts.append(circle(*at, 4.5, colours.paper, colours.accent, width=2))
    return parts


def _bracket(stretch: MonthStretch, xs: list[float], top: float, right: float, colours: Colours) -> list[str]:
    start, end = xs[stretch.first] - 6, xs[stretch.last] + 6
    words = clipped(stretch.label, right, 13, bold=True)
    wide = room(words, 13, bold=True)
    middle = min(max((start + end) / 2, wide / 2), right - wide / 2)
    return [
        text(round(middle, 1), top, words, colours.ink, size=13, anchor="middle", bold=True),
        line(start, top + 6, end, top + 6, colours.ink, width=2),
        line(start, top + 6, start, top + 12, colours.ink, width=2),
        line(end, top + 6, end, top + 12, colours.ink, width=2),
    ]


def _median_label(figure: RunFigure, bottom: float, colours: Colours) -> list[str]:
    """Under the axis at the left, where no point can be."""
    at = bottom + 42
    return [
        line(LEFT, at - 4.5, LEFT + 28, at - 4.5, colours.ink_2, width=2, dash="7 5"),
        text(LEFT + 36, at, figure.median_label, colours.ink_2, size=13),
    ]
