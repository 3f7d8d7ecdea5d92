"""Factors as ovals, items as boxes, and arrows that are the wider the more an item goes with its factor."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.report.figures.canvas import Colours, clipped, frame, is_narrow, line, rectangle, text, wrapped
from engine.report.path_diagram import PathFactor, PathFigure, PathTo

ROW, BOX, GAP = 34, 26, 22  # of an item, its box, and between factors
THIN, WIDE = 1.0, 4.5  # of an arrow for a loading of 0 and of 1


@dataclass(frozen=True, slots=True)
class _Room:
    """Where ovals end, and where boxes start and end."""

    oval: float
    start: float
    end: float
    size: float


def draw(figure: PathFigure, id: str, width: int, colours: Colours) -> str:
    """One factor under the other, each before the middle of its items."""
    room = _Room(108, 214, width - 1, 13) if is_narrow(width) else _Room(250, 500, width - 1, 14)
    parts: list[str] = []
    top = 2.0
    for factor in figure.factors:
        tall = max(ROW * len(factor.paths), 2.0 * ROW)
        parts += _factor(factor, top, tall, room, colours)
        top += tall + GAP
    return frame(figure, id, width, top - GAP + 2, parts)


def _factor(factor: PathFactor, top: float, tall: float, room: _Room, colours: Colours) -> Iterator[str]:
    middle = top + tall / 2
    first = middle - ROW * len(factor.paths) / 2 + ROW / 2
    for number, path in enumerate(factor.paths):
        yield from _path(path, middle, first + ROW * number, room, colours)
    rows = wrapped(factor.label, room.oval - 26, room.size, 3)
    half = 13 + 9 * len(rows)
    yield (
        f'<ellipse cx="{room.oval / 2:g}" cy="{middle:g}" rx="{room.oval / 2 - 1:g}" ry="{half:g}" '
        f'fill="{colours.paper}" stroke="{colours.accent}" stroke-width="2"/>'
    )
    for number, words in enumerate(rows):
        base = middle + 5 + 18 * (number - (len(rows) - 1) / 2)
        yield text(room.oval / 2, base, words, colours.ink, size=room.size, anchor="middle", bold=True)


def _path(path: PathTo, middle: float, at: float, room: _Room, colours: Colours) -> Iterator[str]:
    strong = THIN + (WIDE - THIN) * min(1.0, abs(path.value))
    dash = "7 5" if path.value < 0 else ""
    tip = room.start - 58
    yield line(room.oval - 4, middle, tip, at, colours.accent, width=strong, dash=dash)
    yield (
        f'<path d="M{tip - 2:g} {at - 5:g}L{tip + 9:g} {at:g}L{tip - 2:g} {at + 5:g}z" fill="{colours.accent}"/>'
    )
    yield text(room.start - 8, at + 5, path.number, colours.ink, size=room.size, anchor="end", bold=True)
    yield rectangle(
        room.start, at - BOX / 2, room.end - room.start, BOX, colours.paper, outline=colours.ink_2
    )
    words = f"{path.item}  {path.text}" if path.text and room.end - room.start > 200 else path.item
    yield text(
        room.start + 9,
        at + 5,
        clipped(words, room.end - room.start - 18, room.size),
        colours.ink,
        size=room.size,
    )
