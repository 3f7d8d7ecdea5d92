"""Three parts of a whole in a triangle: people by cell, the centre as a diamond, its region as a line.

Each part has its number on one side: the first goes up the left side, the second leftwards along the base, the third
down the right side. Lines across the triangle are where a part is half of the whole.
"""

from collections.abc import Sequence
from html import escape
from math import hypot, sqrt
from typing import Final

from engine.report.figures.canvas import (
    FAINT,
    MIDDLE,
    Colours,
    clipped,
    frame,
    is_narrow,
    line,
    room,
    text,
    wrapped,
)
from engine.report.triangle import Shares, TernaryFigure, TernaryPatch

WIDEST, TOP, LEFT, RIGHT, BELOW = 460.0, 48.0, 22.0, 34.0, 92.0
TICK, AWAY, DIAMOND = 6.0, 38.0, 6.0
ASIDE: Final = ((0, 0), (-0.16, 0.07), (0.16, 0.07), (0, 0.16), (-0.16, -0.07), (0.16, -0.07), (0, -0.16))
"""Where in its cell a number may stand, from the middle, by the side of a cell."""

ONWARD: Final = ((-1.0, 0.0), (0.5, sqrt(3) / 2), (0.5, -sqrt(3) / 2))
OUTWARD: Final = ((-sqrt(3) / 2, -0.5), (0.0, 1.0), (sqrt(3) / 2, -0.5))
"""From a tick on each side: as the line across goes on, and at right angles to the side."""
BESIDE: Final = (("end", 4.5), ("middle", 13.0), ("start", 0.0))

Spot = tuple[float, float]


class _Triangle:
    """Places of shares in pixels."""

    def __init__(self, left: float, side: float) -> None:
        self.left, self.side, self.bottom = left, side, TOP + side * sqrt(3) / 2

    def at(self, shares: Shares) -> Spot:
        return (
            round(self.left + self.side * (shares[2] + shares[0] / 2), 1),
            round(self.bottom - self.side * shares[0] * sqrt(3) / 2, 1),
        )


def draw(figure: TernaryFigure, id: str, width: int, colours: Colours) -> str:
    """The triangle, as large as the width lets it be."""
    side = min(WIDEST, width - LEFT - RIGHT)
    place = _Triangle(LEFT if is_narrow(width) else (width - side) / 2, side)
    parts = _grid(figure.steps, place, colours)
    parts += [_patch(one, place, colours) for one in figure.patches]
    parts += _halves(place, colours)
    parts.append(_closed([place.at((1, 0, 0)), place.at((0, 1, 0)), place.at((0, 0, 1))], colours.ink_2, 1.5))
    parts += _sides(figure, place, colours)
    parts += _names(figure, place, colours)
    if figure.outline:
        edge = [place.at(one) for one in figure.outline]
        parts += [_closed(edge, colours.paper, 5), _closed(edge, colours.ink, 2)]
    center = place.at(figure.center)
    parts += [_number(one, center, place, figure.steps, colours) for one in figure.patches]
    parts.append(_diamond(center, colours))
    return frame(figure, id, width, round(place.bottom + BELOW), parts)


def _points(spots: Sequence[Spot]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in spots)


def _closed(spots: Sequence[Spot], stroke: str, width: float) -> str:
    return (
        f'<polygon points="{_points(spots)}" fill="none" stroke="{stroke}" stroke-width="{width:g}" '
        'stroke-linejoin="round"/>'
    )


def _patch(one: TernaryPatch, place: _Triangle, colours: Colours) -> str:
    opacity = FAINT + (MIDDLE - FAINT) * one.weight
    spots = [place.at(corner) for corner in one.corners]
    return (
        f'<polygon points="{_points(spots)}" fill="{colours.high}" fill-opacity="{opacity:.3g}" '
        f'stroke="{colours.edge}" stroke-linejoin="round"/>'
    )


def _across(share: float) -> list[tuple[Shares, Shares]]:
    """The lines on which each part is so much of the whole, each from the side that its number stands on."""
    rest = 1 - share
    return [
        ((share, rest, 0), (share, 0, rest)),
        ((0, share, rest), (rest, share, 0)),
        ((rest, 0, share), (0, rest, share)),
    ]


def _grid(steps: int, place: _Triangle, colours: Colours) -> list[str]:
    lines = [pair for step in range(1, steps) for pair in _across(step / steps)]
    return [line(*place.at(start), *place.at(end), colours.rule) for start, end in lines]


def _halves(place: _Triangle, colours: Colours) -> list[str]:
    return [line(*place.at(start), *place.at(end), colours.edge, dash="3 4") for start, end in _across(0.5)]


def _sides(figure: TernaryFigure, place: _Triangle, colours: Colours) -> list[str]:
    """Ticks that go on in the direction of the lines across, their numbers, and what they count."""
    parts = []
    for share, label in figure.ticks:
        for (start, _), (dx, dy), (anchor, drop) in zip(_across(share), ONWARD, BESIDE, strict=True):
            x, y = place.at(start)
            parts.append(line(x, y, round(x + TICK * dx, 1), round(y + TICK * dy, 1), colours.ink_2))
            x, y = round(x + (TICK + 4) * dx, 1), round(y + (TICK + 3) * dy + drop, 1)
            parts.append(text(x, y, label, colours.ink_2, size=13, anchor=anchor))
    most = 0.8 * place.side
    units = zip(figure.unit, figure.parts, strict=True)
    labels = [unit if room(unit, 13) <= most else clipped(part, most, 13) for unit, part in units]
    for words, (start, _), (dx, dy), turn in zip(labels, _across(0.5), OUTWARD, (-60, 0, 60), strict=True):
        x, y = place.at(start)
        x, y = round(x + AWAY * dx, 1), round(y + AWAY * dy, 1)
        written = text(x, y, words, colours.ink_2, size=13, anchor="middle")
        parts.append(f'<g transform="rotate({turn} {x:g} {y:g})">{written}</g>' if turn else written)
    return parts


def _names(figure: TernaryFigure, place: _Triangle, colours: Colours) -> list[str]:
    """The part that each corner is the whole of: above the top, below the two others."""
    top, left, right = figure.parts
    x, _ = place.at((1, 0, 0))
    words = clipped(top, 0.8 * place.side, 15, bold=True)
    parts = [text(x, 16, words, colours.ink, size=15, anchor="middle", bold=True)]
    first, last = place.left - LEFT + 4, place.left + place.side + RIGHT - 4
    for label, at, anchor in ((left, first, "start"), (right, last, "end")):
        for row, part in enumerate(wrapped(label, place.side / 2, 15, 2)):
            y = place.bottom + 66 + 18 * row
            parts.append(text(at, y, part, colours.ink, size=15, anchor=anchor, bold=True))
    return parts


def _number(one: TernaryPatch, center: Spot, place: _Triangle, steps: int, colours: Colours) -> str:
    """How many, on a ground of paper, in the middle of the cell or beside the diamond that stands there."""
    cell = place.side / steps
    size = 14 if cell >= 56 else 12
    wide = room(one.number, size)
    if wide > 0.75 * cell:
        return ""
    spots = [place.at(corner) for corner in one.corners]
    x, y = (sum(spot[way] for spot in spots) / 3 for way in (0, 1))
    offered = [(x + dx * cell, y + dy * cell) for dx, dy in ASIDE]
    free = wide / 2 + DIAMOND + 3
    spot = next(
        (one for one in offered if hypot(one[0] - center[0], one[1] - center[1]) >= free),
        max(offered, key=lambda one: hypot(one[0] - center[0], one[1] - center[1])),
    )
    return (
        f'<text x="{spot[0]:.1f}" y="{spot[1] + 0.35 * size:.1f}" font-size="{size}" text-anchor="middle" '
        f'fill="{colours.ink}">{escape(one.number)}</text>'
    )


def _diamond(center: Spot, colours: Colours) -> str:
    x, y = center
    return (
        f'<path d="M{x:g} {y - DIAMOND:g}L{x + DIAMOND:g} {y:g}L{x:g} {y + DIAMOND:g}L{x - DIAMOND:g} {y:g}Z" '
        f'fill="{colours.ink}" stroke="{colours.paper}" stroke-width="1.5"/>'
    )
