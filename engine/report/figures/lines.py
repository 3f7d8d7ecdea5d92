"""Lines of values by number: the scree of eigenvalues beside those of chance."""

from engine.report.document import Line, LineFigure, LinePanel
from engine.report.figures.canvas import (
    Colours,
    circle,
    frame,
    is_narrow,
    level_axis,
    line,
    rectangle,
    room,
    scale,
    text,
)

HEIGHT, GAP, LEFT = 260, 40, 34


def draw(figure: LineFigure, id: str, width: int, colours: Colours) -> str:
    """Panels side by side, or one below the other where there is little room."""
    columns = 1 if is_narrow(width) else len(figure.panels)
    wide = (width - GAP * (columns - 1)) / columns
    tall = HEIGHT + 70
    parts = []
    for number, panel in enumerate(figure.panels):
        x, y = (number % columns) * (wide + GAP), (number // columns) * tall
        parts.append(f'<g transform="translate({x:g} {y:g})">{_panel(panel, wide, colours)}</g>')
    rows = -(-len(figure.panels) // columns)
    return frame(figure, id, width, rows * tall, parts)


def _panel(panel: LinePanel, wide: float, colours: Colours) -> str:
    top, bottom, right = 34, HEIGHT, wide - 8
    y = scale(panel.axis, bottom, top)
    count = max(len(series.values) for series in panel.lines)
    step = (right - LEFT - 16) / max(1, count - 1)
    places = [round(LEFT + 8 + number * step, 1) for number in range(count)]
    parts = [text(0, 16, panel.title, colours.ink, size=15, bold=True)]
    parts += level_axis(panel.axis, y, LEFT, right, colours)
    parts += _numbers(places, bottom, colours)
    parts.append(text((LEFT + right) / 2, bottom + 42, panel.across, colours.ink_2, size=13, anchor="middle"))
    for series in sorted(panel.lines, key=lambda series: not series.quiet):
        parts += _line(series, places, [y(value) for value in series.values], colours)
    return "".join(parts + _legend(panel.lines, right, top, colours))


def _numbers(places: list[float], bottom: float, colours: Colours) -> list[str]:
    """1, 2, 3, ... below the axis, as many as there is room for, the last one always."""
    each = next(
        every for every in (1, 2, 5, 10, 20, 50, 1000) if len(places) / every <= (places[-1] - places[0]) / 26
    )
    shown = [number for number in range(1, len(places) + 1) if number == 1 or number % each == 0]
    return [
        text(places[number - 1], bottom + 20, str(number), colours.ink_2, size=13, anchor="middle")
        for number in shown
    ]


def _line(series: Line, xs: list[float], ys: list[float], colours: Colours) -> list[str]:
    points = " ".join(f"{x:g},{y:g}" for x, y in zip(xs, ys, strict=False))
    stroke, extra = (colours.ink_2, ' stroke-dasharray="6 4"') if series.quiet else (colours.accent, "")
    parts = [f'<polyline points="{points}" fill="none" stroke="{stroke}" stroke-width="2"{extra}/>']
    if not series.quiet:
        for number, (x, y) in enumerate(zip(xs, ys, strict=False)):
            fill = colours.accent if number < series.kept else colours.paper
            parts.append(circle(x, y, 4.5, fill, colours.accent, width=2))
    return parts


def _legend(lines: tuple[Line, ...], right: float, top: float, colours: Colours) -> list[str]:
    """In the upper right corner, which falling lines leave free."""
    wide = max(room(series.label, 13) for series in lines)
    start = right - wide - 40
    parts = [rectangle(start - 8, top + 2, wide + 48, 20 * len(lines) + 8, colours.paper)]
    for number, series in enumerate(lines):
        y = top + 16 + 20 * number
        stroke, dash = (colours.ink_2, "6 4") if series.quiet else (colours.accent, "")
        parts.append(line(start, y, start + 28, y, stroke, width=2, dash=dash))
        if not series.quiet:
            parts.append(f'<circle cx="{start + 14:g}" cy="{y}" r="4.5" fill="{colours.accent}"/>')
        parts.append(text(start + 36, y + 4.5, series.label, colours.ink, size=13))
    return parts
