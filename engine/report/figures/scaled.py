"""Scores row by row, each on a scale of its own with the words of its ends, so that no eye runs from one to another."""

from engine.report.figures.canvas import (
    Colours,
    circle,
    clipped,
    frame,
    is_narrow,
    line,
    room,
    scale,
    text,
    wrapped,
)
from engine.report.voices import ScaledFigure, ScaledRow

LABELS, NUMBERS = 300, 150  # columns of who answered, and of the number with its interval
STEP, NARROW_STEP = 78, 124
LINE = 17


def draw(figure: ScaledFigure, id: str, width: int, colours: Colours) -> str:
    """On a phone who answered stands above the scale."""
    narrow = is_narrow(width)
    step = NARROW_STEP if narrow else STEP
    parts = []
    for number, row in enumerate(figure.rows):
        top = step * number
        parts += _narrow(row, top, width, colours) if narrow else _wide(row, top, width, colours)
        if number:
            parts.append(line(0, top, width, top, colours.rule))
    return frame(figure, id, width, step * len(figure.rows) + 4, parts)


def _wide(row: ScaledRow, top: float, width: int, colours: Colours) -> list[str]:
    base = top + 29
    parts = [text(0, base, clipped(row.label, LABELS - 20, 15, bold=True), colours.ink, size=15, bold=True)]
    for number, words in enumerate(wrapped(row.under, LABELS - 20, 13, 2)):
        parts.append(text(0, base + 19 + LINE * number, words, colours.ink_2, size=13))
    parts.append(text(width, base, row.number, colours.ink, size=15, anchor="end", bold=True))
    parts.append(text(width, base + 19, row.interval, colours.ink_2, size=13, anchor="end"))
    return parts + _scale(row, LABELS, width - NUMBERS - 24, top + 24, colours)


def _narrow(row: ScaledRow, top: float, width: int, colours: Colours) -> list[str]:
    base = top + 26
    beside = room(row.number, 15, bold=True) + 20
    label = clipped(row.label, width - beside, 15, bold=True)
    parts = [
        text(0, base, label, colours.ink, size=15, bold=True),
        text(width, base, row.number, colours.ink, size=15, anchor="end", bold=True),
        text(width, base + 19, row.interval, colours.ink_2, size=13, anchor="end"),
    ]
    wide = width - room(row.interval, 13) - 16
    for number, words in enumerate(wrapped(row.under, wide, 13, 2)):
        parts.append(text(0, base + 19 + LINE * number, words, colours.ink_2, size=13))
    return parts + _scale(row, 8, width - 8, top + 82, colours)


def _scale(row: ScaledRow, left: float, right: float, y: float, colours: Colours) -> list[str]:
    """The scale with its ends, then the uncertainty, then the point."""
    x = scale(row.axis, left, right)
    parts = [line(left, y, right, y, colours.edge)]
    half = (right - left) / 2 - 6
    last = len(row.axis.ticks) - 1
    for number, (place, label) in enumerate(row.axis.ticks):
        parts.append(line(x(place), y - 5, x(place), y + 5, colours.edge))
        at, anchor = (left, "start") if number == 0 else (x(place), "middle")
        if number == last:
            at, anchor = right, "end"
        parts.append(text(at, y + 24, clipped(label, half, 13), colours.ink_2, size=13, anchor=anchor))
    parts.append(line(x(row.low), y, x(row.high), y, colours.accent, width=5))
    return [*parts, circle(x(row.value), y, 6.5, colours.accent, colours.paper)]
