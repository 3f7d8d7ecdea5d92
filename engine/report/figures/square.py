"""Places on two scales at once: for each a box of both intervals, then its point, over the lines that part them."""

from typing import Final

from engine.report.figures.canvas import (
    FAINT,
    Colours,
    Scale,
    circle,
    clipped,
    frame,
    level_axis,
    line,
    rectangle,
    room,
    scale,
    text,
    upright_axis,
    wrapped,
)
from engine.report.square import SquareFigure, SquarePlace

WIDEST: Final = 420.0
LEFT, TOP, BELOW, RIGHT = 44.0, 50.0, 74.0, 12.0


def draw(figure: SquareFigure, id: str, width: int, colours: Colours) -> str:
    """As large as the width lets it be, up to what a desk needs."""
    side = min(WIDEST, width - LEFT - RIGHT)
    right, bottom = LEFT + side, TOP + side
    x, upwards = scale(figure.across, LEFT, right), scale(figure.up, bottom, TOP)
    parts = [*upright_axis(figure.across, x, TOP, bottom, colours)]
    parts += level_axis(figure.up, upwards, LEFT, right, colours)
    parts += _cuts(figure, x, upwards, side, colours)
    for number, words in enumerate(wrapped(figure.up.label, width, 13, 2)):
        parts.append(text(0, 16 + 16 * number, words, colours.ink, size=13, bold=True))
    across = clipped(figure.across.label, width - LEFT, 13, bold=True)
    parts.append(text(right, bottom + 42, across, colours.ink, size=13, anchor="end", bold=True))
    parts.append(text(right, bottom + 62, figure.cut_label, colours.ink_2, size=13, anchor="end"))
    for number, place in reversed(list(enumerate(figure.places))):
        parts += _place(place, x, upwards, right, colours, first=number == 0)
    return frame(figure, id, width, round(bottom + BELOW), parts)


def _cuts(figure: SquareFigure, x: Scale, y: Scale, side: float, colours: Colours) -> list[str]:
    across, up = figure.cuts
    return [
        line(x(across), TOP, x(across), TOP + side, colours.ink_2, width=1.5, dash="5 4"),
        line(LEFT, y(up), LEFT + side, y(up), colours.ink_2, width=1.5, dash="5 4"),
    ]


def _place(
    place: SquarePlace, x: Scale, y: Scale, right: float, colours: Colours, *, first: bool
) -> list[str]:
    """The box, the point and its name, which stays inside."""
    (left, middle, end), (low, value, high) = place.across, place.up
    wide, tall = max(2.0, x(end) - x(left)), max(2.0, y(low) - y(high))
    fill = colours.accent if first else colours.ink_2
    parts = [rectangle(x(left), y(high), wide, tall, fill, opacity=FAINT if first else 0, outline=fill)]
    parts.append(circle(x(middle), y(value), 6.5 if first else 4.5, fill, colours.paper))
    if place.label:
        after = x(middle) + 10
        over = after + room(place.label, 13, bold=first) > right
        at, anchor = (x(middle) - 10, "end") if over else (after, "start")
        ink = colours.ink if first else colours.ink_2
        parts.append(text(at, y(value) - 9, place.label, ink, size=13, anchor=anchor, bold=first))
    return parts
