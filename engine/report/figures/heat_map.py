"""A heat map with its numbers: which item goes with which factor, which scale with which."""

from engine.report.document import HeatMap, HeatRow
from engine.report.figures.canvas import (
    FAINT,
    MIDDLE,
    Colours,
    clipped,
    frame,
    is_narrow,
    line,
    rectangle,
    room,
    text,
)

ROW, HEAD = 30, 40
# From this size on a value takes this opacity; a value of .30 and more is also in bold.
SHADES = ((0.70, 1.0), (0.50, MIDDLE), (0.30, 0.3), (0.10, FAINT), (0.0, 0.0))
SALIENT = 0.30


def draw(figure: HeatMap, id: str, width: int, colours: Colours) -> str:
    narrow = is_narrow(width)
    after = 0 if narrow else 62 * len(figure.after)
    label = _label_room(figure, width, after)
    cell = min(96.0, (width - label - after) / max(1, len(figure.columns)))
    size = 14 if cell >= 44 else 12 if cell >= 34 else 10
    parts = [
        text(
            label + cell * (place + 0.5),
            HEAD - 14,
            clipped(name, cell - 4, size),
            colours.ink_2,
            size=size,
            anchor="middle",
        )
        for place, name in enumerate(figure.columns)
    ]
    ends = [label + len(figure.columns) * cell + 62 * (place + 1) for place in range(len(figure.after))]
    if not narrow:
        parts += [
            text(end, HEAD - 14, name, colours.ink_2, anchor="end")
            for end, name in zip(ends, figure.after, strict=True)
        ]
    parts.append(
        line(
            0,
            HEAD - 4,
            ends[-1] if ends and not narrow else label + len(figure.columns) * cell,
            HEAD - 4,
            colours.rule,
        )
    )
    start = 10 + max((room(row.label, 14, bold=True) for row in figure.rows), default=0.0)
    for number, row in enumerate(figure.rows):
        y = HEAD + ROW * number
        parts += _label(row, start, y, label, narrow, colours)
        parts += _cells(row, label, cell, y, size, colours)
        if not narrow:
            parts += [
                text(end, y + 20, words, colours.ink_2, anchor="end")
                for end, words in zip(ends, row.after, strict=True)
            ]
    return frame(figure, id, width, HEAD + ROW * len(figure.rows) + 6, parts)


def _label_room(figure: HeatMap, width: int, after: float) -> float:
    """What the labels may take: enough for their texts, while every cell keeps room for its number."""
    longest = max((len(row.label) for row in figure.rows), default=0)
    least = min(width * 0.36, 12 + 9.0 * longest)
    if is_narrow(width) or not any(row.text for row in figure.rows):
        return max(44.0, least)
    return max(least, min(width * 0.48, width - after - 58 * len(figure.columns)))


def _label(row: HeatRow, start: float, y: float, label: float, narrow: bool, colours: Colours) -> list[str]:
    name = clipped(row.label, label - 8, 14, bold=True)
    parts = [text(0, y + 20, name, colours.ink, bold=True)]
    if row.text and not narrow and label - start > 70:
        parts.append(text(start, y + 20, clipped(row.text, label - start - 12, 13), colours.ink_2, size=13))
    return parts


def _cells(row: HeatRow, label: float, cell: float, y: float, size: float, colours: Colours) -> list[str]:
    parts = []
    for place, (value, number) in enumerate(row.cells):
        x = round(label + cell * place, 1)
        strength = 0.0 if value is None else abs(value)
        shade = next(opacity for start, opacity in SHADES if strength >= start)
        colour = colours.low if value is not None and value < 0 else colours.high
        if shade:
            parts.append(rectangle(x + 1, y + 1, cell - 2, ROW - 2, colour, opacity=shade))
        ink = colours.paper if shade == 1 else colours.ink if strength >= SALIENT else colours.ink_2
        parts.append(
            text(x + cell / 2, y + 20, number, ink, size=size, anchor="middle", bold=strength >= SALIENT)
        )
    return parts
