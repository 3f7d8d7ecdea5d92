"""Points with their intervals, row by row, over a quiet band to compare with."""

from engine.report.document import IntervalFigure, IntervalRow
from engine.report.figures.canvas import (
    Colours,
    Scale,
    anchored,
    circle,
    comparison,
    frame,
    is_narrow,
    line,
    room,
    scale,
    text,
    wrapped,
)

LABELS, WORDS = 290, 172  # columns of the rows' names, and of what is said of them
LINE = 18


def draw(figure: IntervalFigure, id: str, width: int, colours: Colours) -> str:
    """On a phone the labels stand between the rows, so the rules are drawn beside the marks alone."""
    narrow = is_narrow(width)
    left, right = (8, width - 8) if narrow else (LABELS, width - 212 - _room(figure))
    more = LINE * (max((len(_above(row, width)) for row in figure.rows), default=1) - 1) if narrow else 0
    top, step = (14, 62 + more) if narrow else (30, 44)
    height = top + step * len(figure.rows) + 34
    x = scale(figure.axis, left, right)
    middles = [
        top + step * number + (44 + more if narrow else step / 2) for number in range(len(figure.rows))
    ]
    rules = [(middle - 13, middle + 13) for middle in middles] if narrow else [(top, height - 30)]
    parts = []
    for place, label, anchor in anchored(figure.axis):
        parts += [line(x(place), start, x(place), end, colours.rule) for start, end in rules]
        parts.append(text(x(place), height - 10, label, colours.ink_2, anchor=anchor if narrow else "middle"))
    for row, middle in zip(figure.rows, middles, strict=True):
        parts += _words(row, middle, width, colours)
        parts += _marks(row, middle, x, colours)
    return frame(figure, id, width, height, parts)


def _above(row: IntervalRow, width: int) -> list[str]:
    """A row's name in the lines that it takes beside its number on a phone, with room for a wide typeface."""
    return wrapped(row.label, width - room(row.number, 15, bold=True) - 40, 16.5, 3)


def _room(figure: IntervalFigure) -> int:
    """Pixels for the longest number: a bound ("95 or more") is wider than a score."""
    return max((18, *(9 * len(row.number) for row in figure.rows)))


def _words(row: IntervalRow, middle: float, width: int, colours: Colours) -> list[str]:
    """The row's name, its number and what is said of it: above the row on a phone, else beside it."""
    if is_narrow(width):
        names = _above(row, width)
        base = middle - 20 - LINE * (len(names) - 1)
        return [
            *(
                text(8, base + LINE * number, words, colours.ink, size=15, bold=True)
                for number, words in enumerate(names)
            ),
            text(width - 8, base, row.number, colours.ink, size=15, anchor="end", bold=True),
        ]
    base = middle + 5
    names = wrapped(row.label, LABELS - 24, 15, 2)
    first = base - 9 * (len(names) - 1)
    return [
        *(
            text(0, first + LINE * number, words, colours.ink, size=15, bold=True)
            for number, words in enumerate(names)
        ),
        text(width - WORDS - 16, base, row.number, colours.ink, size=15, anchor="end", bold=True),
        text(width - WORDS, base, row.text, colours.ink_2),
    ]


def _marks(row: IntervalRow, middle: float, x: Scale, colours: Colours) -> list[str]:
    """The comparison as a quiet band, then the uncertainty, then the point."""
    parts = []
    if row.band is not None:
        parts.append(comparison(x(row.band[0]), x(row.band[1]), middle, colours))
    if row.low is not None and row.high is not None:
        parts.append(line(x(row.low), middle, x(row.high), middle, colours.accent, width=3))
    if row.value is not None:
        parts.append(circle(x(row.value), middle, 6.5, colours.accent, colours.paper))
    return parts
