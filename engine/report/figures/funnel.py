"""Many alike by size and value, between the limits that chance sets at each size: a funnel plot.

A filled dot has a name, a hollow one has none; a diamond lies beyond its limits. Of a hollow one only a range of
sizes is known: it stands in the column of that range, beside the others of the same value.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from engine.report.document import Axis
from engine.report.figures.canvas import (
    Colours,
    Scale,
    circle,
    frame,
    is_narrow,
    level_axis,
    line,
    rectangle,
    room,
    scale,
    text,
    upright_axis,
    wrapped,
)
from engine.report.funnels import FunnelDot, FunnelFigure, FunnelPanel

TALL, TOP, LEFT, GAP = 264, 40, 40, 36
FEW = 150  # dots that are each drawn in full; more of them become small points
RADIUS, SMALL = 4.0, 1.6
COLUMN = 0.35  # opacity of the columns behind dots without a name

Spot = tuple[float, float]


def draw(figure: FunnelFigure, id: str, width: int, colours: Colours) -> str:
    """Panels side by side, or one below the other where there is little room."""
    columns = 1 if is_narrow(width) else len(figure.panels)
    wide = (width - GAP * (columns - 1)) / columns
    tall = TOP + TALL + 52
    parts = []
    for number, panel in enumerate(figure.panels):
        x, y = (number % columns) * (wide + GAP), (number // columns) * tall
        parts.append(f'<g transform="translate({x:g} {y:g})">{"".join(_panel(panel, wide, colours))}</g>')
    rows = -(-len(figure.panels) // columns)
    return frame(figure, id, width, rows * tall, parts)


def _panel(panel: FunnelPanel, wide: float, colours: Colours) -> list[str]:
    """Columns of ranges, axes, limits, dots and the names of those that stand out."""
    bottom, right = TOP + TALL, wide - 8
    x, y = scale(panel.sizes, LEFT + 8, right), scale(panel.values, bottom, TOP)
    parts = [text(0, 16, panel.title, colours.ink, size=15, bold=True)]
    parts += _columns(panel.dots, x, bottom, colours)
    parts += level_axis(panel.values, y, LEFT, right, colours)
    parts += upright_axis(
        Axis(panel.sizes.low, panel.sizes.high, panel.sizes.ticks), x, bottom, bottom, colours
    )
    parts.append(text((LEFT + right) / 2, bottom + 40, panel.across, colours.ink_2, size=13, anchor="middle"))
    parts += _limits(panel, x, y, right, colours)
    return parts + _dots(panel.dots, x, y, right, colours)


def _columns(dots: Iterable[FunnelDot], x: Scale, bottom: float, colours: Colours) -> list[str]:
    """A quiet column behind each range of sizes."""
    reaches = sorted({dot.reach for dot in dots if dot.reach is not None})
    return [
        rectangle(
            x(low) + 2,
            TOP,
            max(1.0, x(high) - x(low) - 4),
            bottom - TOP,
            colours.band,
            opacity=COLUMN,
            outline=colours.edge,
        )
        for low, high in reaches
    ]


def _limits(panel: FunnelPanel, x: Scale, y: Scale, right: float, colours: Colours) -> list[str]:
    parts = []
    for side in (1, 2):
        points = " ".join(f"{x(row[0]):g},{y(row[side]):g}" for row in panel.limits)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colours.ink_2}" stroke-width="1.5"/>')
    middle = y(panel.centre.place)
    parts.append(line(LEFT, middle, right, middle, colours.ink_2, width=1.5, dash="6 4"))
    parts.append(text(right, TOP - 12, panel.centre.label, colours.ink_2, size=13, anchor="end"))
    start = right - room(panel.centre.label, 13) - 40
    parts.append(line(start, TOP - 16.5, start + 28, TOP - 16.5, colours.ink_2, width=1.5, dash="6 4"))
    return parts


def _dots(dots: Sequence[FunnelDot], x: Scale, y: Scale, right: float, colours: Colours) -> list[str]:
    radius = RADIUS if len(dots) <= FEW else SMALL
    spots = _side_by_side(dots, x, y, radius)
    plain = [(spot, dot) for spot, dot in zip(spots, dots, strict=True) if not dot.apart]
    apart = [(spot, dot) for spot, dot in zip(spots, dots, strict=True) if dot.apart]
    parts = []
    for filled in (False, True):
        chosen = [spot for spot, dot in plain if (dot.reach is None) == filled]
        parts += _points(chosen, radius, filled=filled, colours=colours)
    size = RADIUS + 2.5 if len(dots) <= FEW else RADIUS
    parts += [_diamond(spot, size, filled=dot.reach is None, colours=colours) for spot, dot in apart]
    return parts + _names([(spot, dot.label) for spot, dot in apart if dot.label], right, colours)


def _side_by_side(dots: Sequence[FunnelDot], x: Scale, y: Scale, radius: float) -> list[Spot]:
    """Where each dot stands; those of one range and value in a row around the middle of their column."""
    cells: defaultdict[tuple[float, float, float], list[int]] = defaultdict(list)
    spots = [(x(dot.place), y(dot.value)) for dot in dots]
    for number, dot in enumerate(dots):
        if dot.reach is not None:
            cells[(*dot.reach, dot.value)].append(number)
    for (low, high, _), members in cells.items():
        step = min(2 * radius + 1.5, (x(high) - x(low) - 8) / len(members))
        for place, number in enumerate(members):
            middle, level = spots[number]
            spots[number] = (round(middle + step * (place - (len(members) - 1) / 2), 1), level)
    return spots


def _points(spots: Sequence[Spot], radius: float, *, filled: bool, colours: Colours) -> list[str]:
    """Few as circles; many as one path of round points, which keeps a page of thousands small."""
    if radius == RADIUS:
        fill = colours.accent if filled else colours.paper
        return [circle(x, y, radius, fill, colours.accent) for x, y in spots]
    if not spots:
        return []
    points = "".join(f"M{x:g} {y:g}h0" for x, y in dict.fromkeys(spots))
    strokes = [(colours.accent, 2 * radius + 1)] + ([] if filled else [(colours.paper, 2 * radius - 1)])
    return [
        f'<path d="{points}" fill="none" stroke="{stroke}" stroke-width="{wide:g}" stroke-linecap="round"/>'
        for stroke, wide in strokes
    ]


def _diamond(spot: Spot, size: float, *, filled: bool, colours: Colours) -> str:
    x, y = spot
    fill = colours.accent if filled else colours.paper
    return (
        f'<path d="M{x:g} {y - size:g}L{x + size:g} {y:g}L{x:g} {y + size:g}L{x - size:g} {y:g}Z" '
        f'fill="{fill}" stroke="{colours.ink}" stroke-width="1.5"/>'
    )


def _names(named: Sequence[tuple[Spot, str]], right: float, colours: Colours) -> list[str]:
    """Each name beside its diamond, on the side with more room, moved down where it would meet the one above."""
    parts, last = [], float("-inf")
    for (x, y), name in sorted(named, key=lambda pair: pair[0][1]):
        after = right - x >= x
        lines = wrapped(name, (right - x if after else x) - 11, 14.5, 2)
        base = max(y + 4.5 - 7 * (len(lines) - 1), last + 16)
        start, anchor = (x + 11, "start") if after else (x - 11, "end")
        for words in lines:
            parts.append(text(start, base, words, colours.ink, size=13, anchor=anchor, bold=True))
            last, base = base, base + 15
    return parts
