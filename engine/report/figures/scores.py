"""A school's scores: a row a score on a wide sheet, a block a score on a phone, and the pieces a page lays out itself.

The comparison is a quiet band, over it the uncertainty, over that the point; what is said of a score stands beside
it in words, so that no colour and no place on the scale tells anything alone.
"""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Final

from engine.report.document import Axis, ScoreFigure, ScoreRow
from engine.report.figures.canvas import (
    HALF_BAND,
    MARK,
    Colours,
    anchored,
    circle,
    clipped,
    comparison,
    frame,
    is_narrow,
    line,
    room,
    scale,
    text,
    wrapped,
)

ROW, HEAD, FOOT = 60, 34, 30
LABELS: Final = 0.25  # of the width
NUMBERS, WORDS = 92, 92  # columns of the score, and of what is said of it
BLOCK, PLOT = 152, 56  # a score on a phone, and where in it the scale stands
BARS: Final = (52.0, 24.0)  # width and height of a histogram
THICK, POINT = 3, 6.5

Place = Callable[[float], float]


def draw(figure: ScoreFigure, id: str, width: int, colours: Colours) -> str:
    """The figure as one SVG; under 560 pixels each score is a block of its own."""
    if is_narrow(width):
        height, parts = _blocks(figure, width, colours)
    else:
        height, parts = _rows(figure, width, colours)
    return frame(figure, id, width, height, parts)


# The pieces of a page


def strip(row: ScoreRow, axis: Axis, colours: Colours) -> str:
    """One score on its scale, as wide as its place; it says nothing that the words beside it don't."""

    def at(value: float) -> float:
        return round(100 * (value - axis.low) / (axis.high - axis.low), 2)

    parts = [
        f'<line x1="{at(place):g}%" x2="{at(place):g}%" y1="0" y2="100%" stroke="{colours.rule}"/>'
        for place, _ in axis.ticks
    ]
    if row.band is not None and row.band[0] == row.band[1]:
        x = at(row.band[0])
        parts.append(
            f'<rect x="{x:g}%" y="50%" width="{MARK}" height="{2 * HALF_BAND}" '
            f'transform="translate(-{MARK / 2:g} -{HALF_BAND})" fill="{colours.ink_2}"/>'
        )
    elif row.band is not None:
        start, end = at(row.band[0]), at(row.band[1])
        parts.append(
            f'<rect x="{start:g}%" y="50%" width="{max(0.6, end - start):g}%" height="{2 * HALF_BAND}" '
            f'transform="translate(0 -{HALF_BAND})" fill="{colours.band}" stroke="{colours.ink_2}"/>'
        )
    parts.append(
        f'<line x1="{at(row.low):g}%" x2="{at(row.high):g}%" y1="50%" y2="50%" stroke="{colours.accent}" '
        f'stroke-width="{THICK}"/>'
    )
    parts.append(
        f'<circle cx="{at(row.value):g}%" cy="50%" r="{POINT}" fill="{colours.accent}" '
        f'stroke="{colours.paper}" stroke-width="1.5"/>'
    )
    return f'<svg class="strip" width="100%" height="40" aria-hidden="true">{"".join(parts)}</svg>'


def drawn_strip(row: ScoreRow, axis: Axis, width: int, height: int, colours: Colours) -> str:
    """The same as `strip` for paper, where a drawing has its size; `height` is that of the row."""
    x = scale(axis, 0, width)
    parts = [line(x(place), 0, x(place), height, colours.rule) for place, _ in axis.ticks]
    parts += _marks(row, height / 2, x, colours)
    return _sheet(width, height, parts)


def drawn_bars(row: ScoreRow, most: float, colours: Colours) -> str:
    """The same as `bars` for paper."""
    wide, tall = BARS
    return _sheet(wide, tall + 1, _bars(row.histogram, 0, tall, most, colours))


def drawn_arrow(direction: int, colours: Colours) -> str:
    """The same as `arrow` for paper."""
    return _sheet(12, 12, [_arrow(direction, 1, 11, colours)])


def _sheet(width: float, height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}">{"".join(parts)}</svg>'
    )


def axis_marks(axis: Axis, colours: Colours) -> str:
    """The numbers of the axis over the strips, at the same places."""
    parts = [
        f'<text x="{100 * (place - axis.low) / (axis.high - axis.low):g}%" y="13" font-size="13" '
        f'text-anchor="{anchor}" fill="{colours.ink_2}">{escape(label)}</text>'
        for place, label, anchor in anchored(axis)
    ]
    return f'<svg class="axis" width="100%" height="18" aria-hidden="true">{"".join(parts)}</svg>'


def bars(row: ScoreRow, most: float, colours: Colours) -> str:
    """The histogram of one score; `most` is the share that a bar of full height stands for."""
    wide, tall = BARS
    drawn = "".join(_bars(row.histogram, 0, tall, most, colours))
    return (
        f'<svg class="bars" viewBox="0 0 {wide:g} {tall + 1:g}" width="{wide:g}" height="{tall + 1:g}" '
        f'aria-hidden="true">{drawn}</svg>'
    )


def arrow(direction: int, colours: Colours) -> str:
    """A triangle that points up or down."""
    return (
        '<svg class="arrow" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">'
        f"{_arrow(direction, 1, 11, colours)}</svg>"
    )


def most_of(rows: Sequence[ScoreRow]) -> float:
    """The largest share in any histogram, so that bars can be compared from row to row."""
    return max((share for row in rows for share in row.histogram), default=1.0) or 1.0


def _bars(shares: Sequence[float], left: float, base: float, most: float, colours: Colours) -> list[str]:
    wide, tall = BARS
    each = wide / max(1, len(shares))
    parts = [
        f'<rect x="{left + each * number:.1f}" y="{base - tall * share / most:.1f}" width="{each - 1.5:.1f}" '
        f'height="{tall * share / most:.1f}" fill="{colours.edge}"/>'
        for number, share in enumerate(shares)
    ]
    return [*parts, line(left, base + 0.5, left + wide - 1.5, base + 0.5, colours.edge)]


def _arrow(direction: int, x: float, base: float, colours: Colours) -> str:
    tip, foot = (base - 9, base) if direction > 0 else (base, base - 9)
    return f'<path d="M{x:g} {foot:g}h10l-5 {tip - foot:g}z" fill="{colours.ink}"/>'


# The whole figure, for files


def _rows(figure: ScoreFigure, width: int, colours: Colours) -> tuple[float, list[str]]:
    """Each score on one line: its name and level, the scale, the score, and what is said of it."""
    columns = [number for number, head in enumerate(figure.heads) if head]
    left = round(LABELS * width) + 8
    score = width - WORDS * len(columns) - NUMBERS + 18
    right = score - 22
    bottom = HEAD + ROW * len(figure.rows)
    x = scale(figure.axis, left, right)
    parts = [line(x(place), HEAD, x(place), bottom, colours.rule) for place, _ in figure.axis.ticks]
    parts += _ticks(figure.axis, x, bottom + 18, colours)
    starts = {number: width - WORDS * (len(columns) - at) + 8 for at, number in enumerate(columns)}
    for number, start in starts.items():
        for at, words in enumerate(wrapped(figure.heads[number], WORDS - 8, 12, 2)):
            parts.append(text(start, 12 + 14 * at, words, colours.ink_2, size=12))
    parts.append(text(score, 12, "Score, and its", colours.ink_2, size=12))
    parts.append(text(score, 26, "95% interval", colours.ink_2, size=12))
    most = most_of(figure.rows)
    for number, row in enumerate(figure.rows):
        middle = HEAD + ROW * (number + 0.5)
        parts += _name(row, middle, left - 16, colours)
        parts += _marks(row, middle, x, colours)
        parts.append(text(score, middle, row.number, colours.ink, size=15, bold=True))
        parts.append(text(score, middle + 16, row.interval, colours.ink_2, size=12.5))
        parts += _words(row, starts, middle, most, colours)
        if number:
            parts.append(line(0, middle - ROW / 2, width, middle - ROW / 2, colours.rule, width=0.5))
    return bottom + FOOT, parts


def _name(row: ScoreRow, middle: float, wide: float, colours: Colours) -> list[str]:
    lines = wrapped(row.label, wide, 14, 2)
    rows = len(lines) + bool(row.level)
    base = middle + 5 - 8.5 * (rows - 1)
    parts = [text(0, base + 17 * at, words, colours.ink, bold=True) for at, words in enumerate(lines)]
    return [*parts, text(0, base + 17 * len(lines), row.level, colours.ink_2, size=12.5)]


def _words(
    row: ScoreRow, starts: Mapping[int, float], middle: float, most: float, colours: Colours
) -> list[str]:
    """Position, change and agreement, each a text and a quieter one; a histogram stands above its words."""
    parts: list[str] = []
    for number, (first, second) in enumerate((row.position, row.change, row.agreement)):
        if number not in starts:
            continue
        start = starts[number]
        if number == 2 and row.histogram:
            parts += _bars(row.histogram, start, middle + 1, most, colours)
            parts.append(text(start, middle + 16, first, colours.ink, size=12.5))
            continue
        inset = 14 if number == 1 and row.arrow else 0
        lines = wrapped(first, WORDS - 12 - inset, 12.5, 2)
        rows = len(lines) + bool(second)
        base = middle + 4 - 7.5 * (rows - 1)
        if inset:
            parts.append(_arrow(row.arrow, start, base, colours))
        ink = colours.ink if inset or number != 1 else colours.ink_2
        parts += [
            text(start + inset, base + 15 * at, words, ink, size=12.5) for at, words in enumerate(lines)
        ]
        parts.append(text(start + inset, base + 15 * len(lines), second, colours.ink_2, size=12.5))
    return parts


def _ticks(axis: Axis, x: Place, base: float, colours: Colours) -> list[str]:
    return [
        text(x(place), base, label, colours.ink_2, size=12.5, anchor=anchor)
        for place, label, anchor in anchored(axis)
    ]


def _marks(row: ScoreRow, middle: float, x: Place, colours: Colours) -> list[str]:
    parts = []
    if row.band is not None:
        parts.append(comparison(x(row.band[0]), x(row.band[1]), middle, colours))
    parts.append(line(x(row.low), middle, x(row.high), middle, colours.accent, width=THICK))
    return [*parts, circle(x(row.value), middle, POINT, colours.accent, colours.paper)]


def _blocks(figure: ScoreFigure, width: int, colours: Colours) -> tuple[float, list[str]]:
    """Each score as a block: name and score, the scale, and beneath it what is said of it."""
    x = scale(figure.axis, POINT + 1, width - POINT - 1)
    most = most_of(figure.rows)
    parts: list[str] = []
    for number, row in enumerate(figure.rows):
        top = BLOCK * number
        middle = top + PLOT
        label = clipped(row.label, width - room(row.number, 15, bold=True) - 12, 15, bold=True)
        parts.append(text(0, top + 20, label, colours.ink, size=15, bold=True))
        parts.append(text(width, top + 20, row.number, colours.ink, size=15, anchor="end", bold=True))
        parts.append(text(width, top + 37, row.interval, colours.ink_2, size=13, anchor="end"))
        parts.append(text(0, top + 37, row.level, colours.ink_2, size=13))
        for place, _ in figure.axis.ticks:
            parts.append(line(x(place), middle - 11, x(place), middle + 11, colours.rule))
        parts += _marks(row, middle, x, colours)
        base = middle + 32
        for words in (_joined(row.position), _joined(row.change)):
            if words:
                inset = 16 if row.arrow and words == _joined(row.change) else 0
                parts += [_arrow(row.arrow, 0, base, colours)] if inset else []
                parts.append(text(inset, base, words, colours.ink_2, size=13))
                base += 18
        shift = BARS[0] + 8 if row.histogram else 0.0
        parts += _bars(row.histogram, 0, base + 8, most, colours) if row.histogram else []
        parts.append(text(shift, base + 4, _joined(row.agreement), colours.ink_2, size=13))
    bottom = BLOCK * len(figure.rows)
    return bottom + FOOT, [*parts, *_ticks(figure.axis, x, bottom + 16, colours)]


def _joined(words: tuple[str, str]) -> str:
    return ", ".join(word for word in words if word)
