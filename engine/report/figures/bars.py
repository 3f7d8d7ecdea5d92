"""Stacked bars: how the answers spread over the options, from the lowest option (light) to the highest (dark)."""

from engine.report.document import BarFigure, BarRow
from engine.report.figures.canvas import (
    FAINT,
    MIDDLE,
    STRONG,
    Colours,
    clipped,
    frame,
    is_narrow,
    line,
    room,
    text,
    wrapped,
)

BAR = 24


def shades(options: int) -> list[float]:
    """An opacity an option, in even steps but for the middle, where no number could be read on it."""
    lower = -(-options // 2)
    upper = options - lower
    return [
        *(FAINT + (MIDDLE - FAINT) * step / max(1, lower - 1) for step in range(lower)),
        *(STRONG + (1 - STRONG) * (step + 1) / upper for step in range(upper)),
    ]


def draw(figure: BarFigure, id: str, width: int, colours: Colours) -> str:
    narrow = is_narrow(width)
    after = 70 * len(figure.after)
    left, right = (0.0, float(width)) if narrow else (round(width * 0.34), width - after)
    top, step = (64, 56) if narrow else (64, 44)
    parts = [*_legend(figure.options, left, right, colours)]
    for number, name in enumerate(figure.after):
        parts.append(
            text(
                width - 70 * (len(figure.after) - 1 - number),
                top - 8 if narrow else 54,
                name,
                colours.ink_2,
                size=13,
                anchor="end",
            )
        )
    for number, row in enumerate(figure.rows):
        y = top + step * number
        parts += _labels(row, y, width, left, narrow, colours)
        parts += _bar(row, left, right, y + (28 if narrow else 8), colours)
    return frame(figure.title, figure.description, id, width, top + step * len(figure.rows) + 8, parts)


def _legend(options: tuple[str, ...], left: float, right: float, colours: Colours) -> list[str]:
    """A swatch an option; the names of the lowest and the highest stand at the ends."""
    each = min(48.0, (right - left) / len(options))
    parts = []
    for number, opacity in enumerate(shades(len(options))):
        x = left + each * number
        parts.append(_swatch(x, 4, each, 12, opacity, colours))
    end = left + each * len(options)
    half = (right - left) / 2 - 6
    first, last = options[0], options[-1]
    parts.append(text(left, 34, clipped(first, half, 13), colours.ink_2, size=13))
    if end - left >= room(first, 13) + room(last, 13) + 16:
        return [*parts, text(end, 34, last, colours.ink_2, size=13, anchor="end")]
    return [*parts, text(end + 8, 15, clipped(last, right - end - 8, 13), colours.ink_2, size=13)]


def _swatch(x: float, y: float, wide: float, tall: float, opacity: float, colours: Colours) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:g}" width="{wide:.1f}" height="{tall:g}" fill="{colours.high}" '
        f'fill-opacity="{opacity:.2f}" stroke="{colours.paper}"/>'
    )


def _labels(row: BarRow, y: float, width: int, left: float, narrow: bool, colours: Colours) -> list[str]:
    """The item's name and text: beside the bar, or above it where there is little room."""
    name = 10 + room(row.label, 14, bold=True)
    base = y + 20 if narrow else y + 16
    parts = [text(0, base, row.label, colours.ink, bold=True)]
    if narrow:
        free = width - name - 70 * len(row.after)
        parts.append(text(name, base, clipped(row.text, free, 13), colours.ink_2, size=13))
    else:
        lines = wrapped(row.text, left - name - 16, 13, 2)
        parts += [
            text(name, base + 16 * number, words, colours.ink_2, size=13)
            for number, words in enumerate(lines)
        ]
    level = base if narrow else y + 25
    parts += [
        text(
            width - 70 * (len(row.after) - 1 - number),
            level,
            words,
            colours.ink if number == 0 else colours.ink_2,
            anchor="end",
        )
        for number, words in enumerate(row.after)
    ]
    return parts


def _bar(row: BarRow, left: float, right: float, y: float, colours: Colours) -> list[str]:
    parts, start = [], left
    for (share, number), opacity in zip(row.shares, shades(len(row.shares)), strict=True):
        wide = share * (right - left)
        if wide > 0:
            parts.append(_swatch(start, y, wide, BAR, opacity, colours))
        if wide > room(number, 12) + 6:
            ink = colours.ink if opacity <= MIDDLE else colours.paper
            parts.append(text(start + wide / 2, y + 16.5, number, ink, size=12, anchor="middle"))
        start += wide
    return [*parts, line(left, y + BAR + 0.5, right, y + BAR + 0.5, colours.rule)]
