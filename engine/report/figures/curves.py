"""How measures went over time: small multiples, a panel a measure, with the numbers at both ends of each curve."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.report.document import Curve, CurveFigure, CurvePanel
from engine.report.figures.canvas import (
    Colours,
    Scale,
    circle,
    frame,
    is_narrow,
    level_axis,
    line,
    room,
    scale,
    text,
    wrapped,
)

TALL, HEAD, FOOT, GAP, LEFT = 100, 46, 38, 28, 34
SECOND = 15  # the room of a second line under the panels
MOST_COLUMNS, WIDEST = 4, 420

Point = tuple[float, float, str]


def draw(figure: CurveFigure, id: str, width: int, colours: Colours) -> str:
    """The panels in rows of up to four, two on a phone, all of one size."""
    columns = min(2 if is_narrow(width) else MOST_COLUMNS, len(figure.panels))
    gap = GAP / 2 if is_narrow(width) else GAP
    wide = min(WIDEST, (width - gap * (columns - 1)) / columns)
    curves = figure.panels[0].curves
    parts, top = _legend(curves, width, colours) if len(curves) > 1 else ([], 0.0)
    lines = max(_lines(panel.marks, wide - 4 - LEFT) for panel in figure.panels)
    tall = HEAD + TALL + FOOT + SECOND * (lines - 1)
    for number, panel in enumerate(figure.panels):
        x, y = (number % columns) * (wide + gap), top + (number // columns) * tall
        parts.append(f'<g transform="translate({x:g} {y:g})">{"".join(_panel(panel, wide, colours))}</g>')
    rows = -(-len(figure.panels) // columns)
    return frame(figure, id, width, top + rows * tall, parts)


def _legend(curves: Sequence[Curve], width: int, colours: Colours) -> tuple[list[str], float]:
    """What each kind of line stands for, in as many rows above the panels as it takes; and how tall they are."""
    parts, start, y = [], 0.0, 10.0
    for curve, look in zip(curves, _looks(colours), strict=False):
        wide = 36 + room(curve.label, 13)
        if start and start + wide > width:
            start, y = 0.0, y + 22
        parts.append(line(start, y, start + 28, y, colours.accent, width=2, dash=look.dash))
        parts.append(_point(start + 14, y, look, colours))
        parts.append(text(start + 36, y + 4.5, curve.label, colours.ink, size=13))
        start += wide + 24
    return parts, y + 20


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
            for x, value, number in zip(places, *_of(curve), strict=True)
            if value is not None
        ]
        for curve in panel.curves
    ]
    for curve in panel.curves:
        parts += _intervals(curve, places, y, colours)
    for points, look in zip(drawn, _looks(colours), strict=False):
        parts += _curve(points, look, colours)
    return parts + _numbers(drawn, colours)


def _of(curve: Curve) -> tuple[tuple[float | None, ...], tuple[str, ...]]:
    return curve.values, curve.numbers


def _intervals(curve: Curve, places: Sequence[float], y: Scale, colours: Colours) -> list[str]:
    """An upright line for each interval, quieter than the curve."""
    return [
        line(x, y(reach[0]), x, y(reach[1]), colours.edge, width=2)
        for x, reach in zip(places, curve.reach, strict=False)
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
    fits = _in_one_line(marks, right - left)
    half = (right - left) / 2 - 3
    parts = [line(x, bottom, x, bottom + 4, colours.rule) for x in places]
    for x, mark, anchor in ((left, marks[0], "start"), (right, marks[-1], "end")):
        parts += [
            text(x, bottom + 19 + SECOND * row, words, colours.ink_2, size=12, anchor=anchor)
            for row, words in enumerate([mark] if fits else _broken(mark, half))
        ]
    return parts


def _in_one_line(marks: Sequence[str], wide: float) -> bool:
    """Whether the first and the last name stand beside each other in a width."""
    return room(marks[0], 11.5) + room(marks[-1], 11.5) + 6 <= wide


def _lines(marks: Sequence[str], wide: float) -> int:
    """How many lines the first and the last name take under a panel."""
    if _in_one_line(marks, wide):
        return 1
    return max(2, *(len(_broken(mark, wide / 2 - 3)) for mark in (marks[0], marks[-1])))


def _broken(words: str, wide: float) -> list[str]:
    """A name in two lines of about equal length; in three where that takes one too long, and then cut to a width."""
    parts = words.split()
    at = min(
        range(1, len(parts) + 1), key=lambda at: max(len(" ".join(parts[:at])), len(" ".join(parts[at:])))
    )
    two = [" ".join(line) for line in (parts[:at], parts[at:]) if line]
    if all(room(line, 11.5) <= wide for line in two):
        return two
    return wrapped(words, wide, 11.5, 3)


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
    return circle(x, y, 4, look.fill, colours.accent)


def _numbers(drawn: Sequence[Sequence[Point]], colours: Colours) -> list[str]:
    """The numbers at the first and the last time, on the side that the curves leave free.

    Where several curves begin or end together, the highest has its number above and the lowest below.
    """
    told = [points for points in drawn if points]
    if not told:
        return []
    first, last = min(points[0][0] for points in told), max(points[-1][0] for points in told)
    begin = [points for points in told if points[0][0] == first]
    parts = _ends([(points[0], points[min(1, len(points) - 1)]) for points in begin], colours)
    if last > first:
        end = [points for points in told if points[-1][0] == last]
        parts += _ends([(points[-1], points[max(-2, -len(points))]) for points in end], colours)
    return parts


def _ends(ends: Sequence[tuple[Point, Point]], colours: Colours) -> list[str]:
    """The numbers of ends at one time; each end comes with the point next to it."""
    ordered = sorted(ends, key=lambda pair: pair[0][1])
    (high, beside), (low, _) = ordered[0], ordered[-1]
    if len(ordered) == 1:
        return [_number(high, under=beside[1] < high[1], colours=colours)]
    return [_number(high, under=False, colours=colours), _number(low, under=True, colours=colours)]


def _number(point: Point, *, under: bool, colours: Colours) -> str:
    """A number with a rim of paper, so that it stays readable where it crosses a line."""
    x, y, words = point
    drawn = text(x, y + (19 if under else -9), words, colours.ink, size=13, anchor="middle", bold=True)
    rim = f'<text paint-order="stroke" stroke="{colours.paper}" stroke-width="3" stroke-linejoin="round" '
    return drawn.replace("<text ", rim, 1)
