"""A heat map with its numbers: which item goes with which factor, which scale with which."""

from dataclasses import dataclass

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

ROW, HEAD, AFTER = 30, 40, 62
LEAST, WIDEST = 31.0, 96.0  # of a cell: the least that takes a number with its sign in letters of 12 pixels
# From this size on a value takes this opacity; a value of .30 and more is also in bold and has an outline.
SHADES = ((0.70, 1.0), (0.50, MIDDLE), (0.30, 0.3), (0.10, FAINT), (0.0, 0.0))
SALIENT = 0.30


@dataclass(frozen=True, slots=True)
class _Place:
    """Where texts of rows start, how wide labels and a cell are, the size of type, and where each block ends."""

    start: float
    label: float
    cell: float
    size: float
    ends: tuple[float, ...]
    narrow: bool


def draw(figure: HeatMap, id: str, width: int, colours: Colours) -> str:
    """The map; columns that do not fit beside the others go on in a block below."""
    narrow = is_narrow(width)
    after = 0 if narrow else AFTER * len(figure.after)
    label = _label_room(figure, width, after)
    room_of_cells = width - label - after
    most = max(1, int(room_of_cells // LEAST))
    blocks = -(-len(figure.columns) // most) or 1
    each = max(1, -(-len(figure.columns) // blocks))
    cell = min(WIDEST, room_of_cells / each)
    end = label + each * cell
    ends = tuple(end + AFTER * (number + 1) for number in range(0 if narrow else len(figure.after)))
    start = 10 + max((room(row.label, 14, bold=True) for row in figure.rows), default=0.0)
    place = _Place(start, label, cell, 14 if cell >= 44 else 12, ends, narrow)
    parts, tall = [], HEAD + ROW * len(figure.rows) + 6
    for number in range(blocks):
        columns = slice(each * number, each * (number + 1))
        inner = "".join(_block(figure, columns, max(end, *ends) if ends else end, place, colours))
        parts.append(f'<g transform="translate(0 {tall * number:g})">{inner}</g>' if number else inner)
    return frame(figure, id, width, tall * blocks, parts)


def _block(figure: HeatMap, columns: slice, end: float, place: _Place, colours: Colours) -> list[str]:
    """The names of some columns, and all rows under them."""
    parts = [line(0, HEAD - 4, end, HEAD - 4, colours.rule)]
    for number, name in enumerate(figure.columns[columns]):
        words, x = clipped(name, place.cell - 4, place.size), place.label + place.cell * (number + 0.5)
        parts.append(text(x, HEAD - 14, words, colours.ink_2, size=place.size, anchor="middle"))
    for name, x in zip(figure.after, place.ends, strict=False):
        parts.append(text(x, HEAD - 14, name, colours.ink_2, anchor="end"))
    for number, row in enumerate(figure.rows):
        y = HEAD + ROW * number
        parts += _label(row, y, place, colours)
        parts += _cells(row, columns, y, place, colours)
        for words, x in zip(row.after, place.ends, strict=False):
            parts.append(text(x, y + 20, words, colours.ink_2, anchor="end"))
    return parts


def _label_room(figure: HeatMap, width: int, after: float) -> float:
    """What the labels may take: enough for their texts, while every cell keeps room for its number."""
    longest = max((len(row.label) for row in figure.rows), default=0)
    least = min(width * 0.36, 12 + 9.0 * longest)
    if is_narrow(width) or not any(row.text for row in figure.rows):
        return max(44.0, least)
    return max(least, min(width * 0.48, width - after - 58 * len(figure.columns)))


def _label(row: HeatRow, y: float, place: _Place, colours: Colours) -> list[str]:
    name = clipped(row.label, place.label - 8, 14, bold=True)
    parts = [text(0, y + 20, name, colours.ink, bold=True)]
    if row.text and not place.narrow and place.label - place.start > 70:
        words = clipped(row.text, place.label - place.start - 12, 13)
        parts.append(text(place.start, y + 20, words, colours.ink_2, size=13))
    return parts


def _cells(row: HeatRow, columns: slice, y: float, place: _Place, colours: Colours) -> list[str]:
    parts = []
    for number, (value, words) in enumerate(row.cells[columns]):
        x = round(place.label + place.cell * number, 1)
        strength = 0.0 if value is None else abs(value)
        salient = strength >= SALIENT
        shade = next(opacity for start, opacity in SHADES if strength >= start)
        colour = colours.low if value is not None and value < 0 else colours.high
        if shade:
            outline = colour if salient else ""
            parts.append(
                rectangle(x + 1.5, y + 1.5, place.cell - 3, ROW - 3, colour, opacity=shade, outline=outline)
            )
        ink = colours.paper if shade == 1 else colours.ink if salient else colours.ink_2
        middle = x + place.cell / 2
        parts.append(text(middle, y + 20, words, ink, size=place.size, anchor="middle", bold=salient))
    return parts
