"""How measures went over time: small multiples, a panel a measure, with the numbers at both ends of each curve."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.report.document import Curve, CurveFigure, CurvePanel
from engine.report.figures.canvas import (
    Colours,
    Scale,
    frame,
    is_narrow,
    level_axis,
    line,
    room,
    scale,
    text,
    wrapped,
)

TALL, HEAD, FOOT, GAP, LEFT, LEGEND = 110, 46, 52, 28, 34, 30
MOST_COLUMNS, WIDEST = 4, 420

Point = tuple[float, float, str]


def draw(figure: CurveFigure, id: str, width: int, colours: Colours) -> str:
    """The panels in rows of up to four, two on a phone, all of one size."""
    columns = min(2 if is_narrow(width) else MOST_COLUMNS, len(figure.panels))
    gap = GAP / 2 if is_narrow(width) else GAP
    wide = min(WIDEST, (width - gap * (columns - 1)) / columns)
    curves = figure.panels[0].curves
    top = LEGEND if len(curves) > 1 else 0
    tall = HEAD + TALL + FOOT
    parts = _legend(curves, colours) if len(curves) > 1 else []
    for number, panel in enumerate(figure.panels):
        x, y = (number % columns) * (wide + gap), top + (number // columns) * tall
        parts.append(f'<g transform="translate({x:g} {y:g})">{"".join(_panel(panel, wide, colours))}</g>')
    rows = -(-len(figure.panels) // columns)
    return frame(figure.title, figure.description, id, width, top + rows * tall, parts)


def _legend(curves: Sequence[Curve], colours: Colours) -> list[str]:
    """What each kind of line stands for, in a row above the panels."""
    parts, start = [], 0.0
    for one, look in zip(curves, _looks(colours), strict=False):
        parts.append(line(start, 10, start + 28, 10, colours.accent, width=2, dash=look.dash))
        parts.append(_point(start + 14, 10, look, colours))
        parts.append(text(start + 36, 14.5, one.label, colours.ink, size=13))
        start += 60 + room(one.label, 13)
    return parts


def _panel(panel: CurvePanel, wide: float, colours: Colours) -> list[str]:
    bottom, right = HEAD + TALL, wide - 4
    y = scale(panel.axis, bottom, HEAD)
    first, last = LEFT + 14, right - 14
    step = (last - first) / max(1, len(panel.marks) - 1)
    places = [round(first + step * number, 1) for number in range(len(panel.marks))]
    lines = wrapped(panel.title, wide, 14.5, 2)
    base = 16 if len(lines) > 1 else 26
    parts = [
        text(0, base + 17 * number, words, colours.ink, size=14, bold=True)
        for number, words in enumerate(lines)
    ]
    parts += level_axis(panel.axis, y, LEFT, right, colours)
    parts += _times(panel.marks, places, bottom, (LEFT, right), colours)
    drawn = [
        [
            (x, y(value), number)
            for x, value, number in zip(places, *_of(one), strict=True)
            if value is not None
        ]
        for one in panel.curves
    ]
    for one in panel.curves:
        parts += _intervals(one, places, y, colours)
    for points, look in zip(drawn, _looks(colours), strict=False):
        parts += _curve(points, look, colours)
    return parts + _numbers(drawn, colours)


def _of(one: Curve) -> tuple[tuple[float | None, ...], tuple[str, ...]]:
    return one.values, one.numbers


def _intervals(one: Curve, places: Sequence[float], y: Scale, colours: Colours) -> list[str]:
    """An upright line for each interval, quieter than the curve."""
    return [
        line(x, y(reach[0]), x, y(reach[1]), colours.edge, width=2)
        for x, reach in zip(places, one.reach, strict=False)
        if reach is not None
    ]


def _times(
    marks: Sequence[str], places: Sequence[float], bottom: float, ends: tuple[float, float], colours: Colours
) -> list[str]:
    """The names of all times where they fit under their points, else of the first and the last."""
    each = (places[-1] - places[0]) / max(1, len(places) - 1)
    if len(marks) == 1 or max(room(mark, 12) for mark in marks) + 6 <= each:
        return [
            text(x, bottom + 19, mark, colours.ink_2, size=12, anchor="middle")
            for x, mark in zip(places, marks, strict=True)
        ]
    left, right = ends
    fits = room(marks[0], 12) + room(marks[-1], 12) + 8 <= right - left
    half = right - left if fits else (right - left) / 2 - 3
    parts = [line(x, bottom, x, bottom + 4, colours.rule) for x in places]
    for x, mark, anchor in ((left, marks[0], "start"), (right, marks[-1], "end")):
        parts += [
            text(x, bottom + 19 + 15 * row, words, colours.ink_2, size=12, anchor=anchor)
            for row, words in enumerate(wrapped(mark, half, 12, 2))
        ]
    return parts


@dataclass(frozen=True, slots=True)
class _Look:
    """How a curve differs from the others without colour."""

    dash: str
    fill: str


def _looks(colours: Colours) -> tuple[_Look, ...]:
    return (_Look("", colours.accent), _Look("6 4", colours.paper), _Look("2 3", colours.band))


def _curve(points: Sequence[Point], look: _Look, colours: Colours) -> list[str]:
    places = " ".join(f"{x:g},{y:g}" for x, y, _ in points)
    dashed = f' stroke-dasharray="{look.dash}"' if look.dash else ""
    return [
        f'<polyline points="{places}" fill="none" stroke="{colours.accent}" stroke-width="2"{dashed}/>',
        *(_point(x, y, look, colours) for x, y, _ in points),
    ]


def _point(x: float, y: float, look: _Look, colours: Colours) -> str:
    return f'<circle cx="{x:g}" cy="{y:g}" r="4" fill="{look.fill}" stroke="{colours.accent}" stroke-width="1.5"/>'


def _numbers(drawn: Sequence[Sequence[Point]], colours: Colours) -> list[str]:
    """The numbers at both ends of each curve, on the side that the curves leave free.

    Where several curves begin or end at one time, the highest has its number above and the lowest below.
    """
    ends: dict[float, list[tuple[float, str, bool]]] = {}
    for points in drawn:
        for end, next_to in ((0, 1), (-1, -2)):
            if points and (end == 0 or len(points) > 1):
                x, y, number = points[end]
                rising_away = len(points) > 1 and points[next_to][1] < y
                ends.setdefault(x, []).append((y, number, rising_away))
    parts = []
    for x, found in ends.items():
        found.sort()
        (high, number, rising_away), (low, other, _) = found[0], found[-1]
        if len(found) == 1:
            parts.append(_number(x, high, number, under=rising_away, colours=colours))
        else:
            parts.append(_number(x, high, number, under=False, colours=colours))
            parts.append(_number(x, low, other, under=True, colours=colours))
    return parts


def _number(x: float, y: float, words: str, *, under: bool, colours: Colours) -> str:
    return text(x, y + (19 if under else -9), words, colours.ink, size=13, anchor="middle", bold=True)
