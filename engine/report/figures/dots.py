"""Rows of points in panels: item-rest correlations beside alpha if dropped, coefficients with their intervals."""

from engine.report.document import Dot, DotFigure, DotPanel
from engine.report.figures.canvas import (
    Colours,
    Scale,
    circle,
    clipped,
    frame,
    is_narrow,
    line,
    room,
    scale,
    text,
    upright_axis,
    wrapped,
)

GAP, NUMBER = 28, 50
HEAD = 46


def draw(figure: DotFigure, id: str, width: int, colours: Colours) -> str:
    """The panels share the labels at the left; on a phone each panel stands below the other with its own."""
    if is_narrow(width):
        return _below(figure, id, width, colours)
    texts = any(figure.texts)
    names = 16 + max(room(name, 14, bold=True) for name in figure.labels)
    label = round(width * 0.34 if texts else min(names, width * 0.34))
    step = 44 if texts else 30
    wide = (width - label - GAP * (len(figure.panels) - 1)) / len(figure.panels)
    bottom = HEAD + step * len(figure.labels)
    start = 10 + max(room(name, 14, bold=True) for name in figure.labels)
    parts = [
        part
        for number, name in enumerate(figure.labels)
        for part in _label(name, figure.texts[number], start, HEAD + step * number, label, step, colours)
    ]
    for number, panel in enumerate(figure.panels):
        left = label + number * (wide + GAP)
        parts += _panel(panel, left, left + wide, HEAD, step, bottom, colours)
    return frame(figure, id, width, bottom + 30, parts)


def _below(figure: DotFigure, id: str, width: int, colours: Colours) -> str:
    label = min(width * 0.34, 14 + max(room(name, 14, bold=True) for name in figure.labels))
    step, y = 30, 0.0
    parts: list[str] = []
    for panel in figure.panels:
        inner: list[str] = []
        for number, name in enumerate(figure.labels):
            inner += _label(name, "", 0, HEAD + step * number, label, step, colours)
        bottom = HEAD + step * len(figure.labels)
        inner += _panel(panel, label, width, HEAD, step, bottom, colours)
        parts.append(f'<g transform="translate(0 {y:g})">{"".join(inner)}</g>')
        y += bottom + 44
    return frame(figure, id, width, y - 14, parts)


def _label(
    name: str, words: str, start: float, y: float, wide: float, step: float, colours: Colours
) -> list[str]:
    """A row's name and what it stands for, one line in the row's middle or two around it."""
    lines = wrapped(words, wide - start - 16, 13, 2) if words else []
    base = y + step / 2 + (-3 if len(lines) > 1 else 5)
    parts = [text(0, base, clipped(name, wide - 8, 14, bold=True), colours.ink, bold=True)]
    parts += [
        text(start, base + 16 * number, row, colours.ink_2, size=13) for number, row in enumerate(lines)
    ]
    return parts


def _panel(
    panel: DotPanel, left: float, right: float, top: float, step: float, bottom: float, colours: Colours
) -> list[str]:
    """Axis, the line to compare with, then for each row the interval, the point and the number."""
    x = scale(panel.axis, left + 8, right - NUMBER - 14)
    parts = [text(left, 16, panel.title, colours.ink, size=14, bold=True)]
    parts += upright_axis(panel.axis, x, top, bottom, colours)
    if panel.mark is not None:
        place = x(panel.mark.place)
        parts.append(line(place, top - 4, place, bottom, colours.ink_2, width=1.5, dash="5 4"))
        half = room(panel.mark.label, 13) / 2
        middle = min(max(place, left + half), right - half)
        parts.append(text(middle, top - 10, panel.mark.label, colours.ink_2, size=13, anchor="middle"))
    for number, dot in enumerate(panel.dots):
        parts += _dot(dot, top + step * (number + 0.5), x, right, colours)
    return parts


def _dot(dot: Dot, y: float, x: Scale, right: float, colours: Colours) -> list[str]:
    parts = []
    if dot.low is not None and dot.high is not None:
        parts.append(line(x(dot.low), y, x(dot.high), y, colours.accent, width=3))
    if dot.value is not None:
        parts.append(circle(x(dot.value), y, 5.5, colours.accent, colours.paper))
    return [*parts, text(right, y + 5, dot.number, colours.ink, anchor="end")]
