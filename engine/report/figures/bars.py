"""Stacked bars: how the answers spread over the options, from the lowest option (light) to the highest (dark)."""

from dataclasses import dataclass

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
    rectangle,
    room,
    text,
    wrapped,
)

BAR, TOP = 24, 64
GAP = 2  # of paper between two segments, so that each stands apart by its outline
AFTER = 70  # the least room of a column of numbers after the bars
LINE = 16  # between the lines of a text
MOST_LINES = 4  # of an item's text; the table holds what is longer


@dataclass(frozen=True, slots=True)
class _Place:
    """Where texts start, where bars begin and end, how wide the figure is, and where columns after the bars end."""

    start: float
    left: float
    right: float
    width: int
    ends: tuple[float, ...]
    narrow: bool


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
    start = 12 + max(room(row.label, 14, bold=True) for row in figure.rows)
    texts = any(row.text for row in figure.rows)
    after = [_room_after(figure, number) for number in range(len(figure.after))]
    left = 0.0 if narrow else round(width * 0.5) if texts else min(start + 8, width * 0.34)
    right = width - (0 if narrow else sum(after))
    ends = tuple(width - sum(after[number + 1 :]) for number in range(len(after)))
    place = _Place(start, left, right, width, ends, narrow)
    parts = [*_legend(figure.options, left, right, colours)]
    for name, x in zip(figure.after, ends, strict=True):
        parts.append(text(x, 54, name, colours.ink_2, size=13, anchor="end"))
    top: float = TOP
    for row in figure.rows:
        lines = _texts(row, place)
        parts += _row(row, lines, top, place, colours)
        top += _height(lines, narrow, texts)
    return frame(figure, id, width, top + 8, parts)


def _room_after(figure: BarFigure, number: int) -> float:
    """How wide a column after the bars is, with the space before it."""
    words = [figure.after[number], *(row.after[number] for row in figure.rows)]
    return max(AFTER, 22 + max(room(word, 14) for word in words))


def _height(lines: list[str], narrow: bool, texts: bool) -> float:
    """A row is as tall as its text takes."""
    if narrow:
        return 56 + LINE * max(0, len(lines) - 1)
    return max(40.0, LINE * len(lines) + 8) if texts else 34


def _legend(options: tuple[str, ...], left: float, right: float, colours: Colours) -> list[str]:
    """A swatch an option; the names of the lowest and the highest stand under the ends, or after them."""
    first, last = options[0], options[-1]
    both = room(first, 13) + room(last, 13) + 16
    wide = min(right - left, max(48.0 * len(options), both))
    each = wide / len(options)
    parts = [
        _swatch(left + each * number, 4, each, 12, opacity, colours)
        for number, opacity in enumerate(shades(len(options)))
    ]
    half = (right - left) / 2 - 6
    parts.append(text(left, 34, clipped(first, half, 13), colours.ink_2, size=13))
    parts.append(text(left + wide, 34, clipped(last, half, 13), colours.ink_2, size=13, anchor="end"))
    return parts


def _swatch(x: float, y: float, wide: float, tall: float, opacity: float, colours: Colours) -> str:
    """A segment with an outline in its full colour, within its share of the bar."""
    inner = max(0.6, wide - GAP - 1)
    return rectangle(
        x + (wide - inner) / 2, y, inner, tall, colours.high, opacity=opacity, outline=colours.high
    )


def _row(row: BarRow, lines: list[str], y: float, place: _Place, colours: Colours) -> list[str]:
    """The item's name and text, the bar, and what stands after it; above the bar where there is little room."""
    more = LINE * max(0, len(lines) - 1)
    top = y + 28 + more if place.narrow else y + (_height(lines, False, bool(row.text)) - BAR) / 2 - 2
    level = y + 20 if place.narrow else top + 17
    base = level if place.narrow else level - more / 2
    parts = [text(0, base, row.label, colours.ink, bold=True)]
    for number, words in enumerate(lines):
        parts.append(text(place.start, base + LINE * number, words, colours.ink_2, size=13))
    for number, (words, x) in enumerate(zip(row.after, place.ends, strict=True)):
        ink = colours.ink if number == 0 else colours.ink_2
        parts.append(text(x, level, words, ink, anchor="end"))
    return parts + _bar(row, place.left, place.right, top, colours)


def _texts(row: BarRow, place: _Place) -> list[str]:
    if place.narrow:
        wide = place.width - place.start - (place.width - place.ends[0] + AFTER if place.ends else 0)
        return wrapped(row.text, wide, 13, MOST_LINES)
    return wrapped(row.text, place.left - place.start - 16, 13, MOST_LINES)


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
