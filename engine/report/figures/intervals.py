"""Figures as small SVGs of our own, the same in every medium.

`width` is the room in CSS pixels; under 560 each label goes above its row, so that a phone shows the figure
at full width and never scrolls sideways. Colours come from a palette: CSS variables on a page, so that the
figure follows its theme, or fixed values for files and paper.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from engine.report.document import Axis, IntervalFigure, IntervalRow

NARROW = 560
FONT = 'font-family="system-ui, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif"'


@dataclass(frozen=True, slots=True)
class Palette:
    ink: str
    ink_2: str
    rule: str
    paper: str
    accent: str
    band: str


PAGE = Palette("var(--ink)", "var(--ink-2)", "var(--rule)", "var(--paper)", "var(--accent)", "var(--band)")
FILE = Palette("#17202a", "#52606d", "#d9dee4", "#ffffff", "#0b5c7a", "#c9d3dc")


def intervals(figure: IntervalFigure, id: str, *, width: int = 900, palette: Palette = PAGE) -> str:
    """Draw an interval figure; `id` makes the ids of its title and description unique on the page."""
    narrow = width < NARROW
    left, right = (8, width - 8) if narrow else (290, width - 212 - _room(figure))
    top, step = (14, 62) if narrow else (30, 44)
    height = top + step * len(figure.rows) + 34
    x = _scale(figure.axis, left, right)
    middles = [top + step * number + (44 if narrow else step / 2) for number in range(len(figure.rows))]
    # On a phone the labels stand between the rows, so the rules are drawn beside the marks alone.
    spans = [(middle - 13, middle + 13) for middle in middles] if narrow else [(top, height - 30)]
    parts = [
        f'<svg class="figure" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-labelledby="{id}-t {id}-d" {FONT}>',
        f'<title id="{id}-t">{escape(figure.title)}</title>',
        f'<desc id="{id}-d">{escape(figure.description)}</desc>',
        *_axis(figure.axis, x, spans, height - 10, narrow, palette),
    ]
    for row, middle in zip(figure.rows, middles, strict=True):
        parts += _labels(row, middle, width, narrow, palette)
        parts += _marks(row, middle, x, palette)
    return "".join([*parts, "</svg>"])


def _room(figure: IntervalFigure) -> int:
    """Pixels for the longest number: a bound ("95 or more") is wider than a score."""
    return max((18, *(9 * len(row.number) for row in figure.rows)))


def _scale(axis: Axis, left: float, right: float) -> Callable[[float], float]:
    return lambda value: round(left + (value - axis.low) / (axis.high - axis.low) * (right - left), 1)


def _axis(
    axis: Axis,
    x: Callable[[float], float],
    spans: Sequence[tuple[float, float]],
    base: float,
    narrow: bool,
    palette: Palette,
) -> list[str]:
    parts = []
    last = len(axis.ticks) - 1
    for number, (place, label) in enumerate(axis.ticks):
        anchor = {0: "start", last: "end"}.get(number, "middle") if narrow else "middle"
        parts += [
            f'<line x1="{x(place)}" x2="{x(place)}" y1="{top}" y2="{bottom}" stroke="{palette.rule}"/>'
            for top, bottom in spans
        ]
        parts.append(
            f'<text x="{x(place)}" y="{base}" font-size="14" text-anchor="{anchor}" '
            f'fill="{palette.ink_2}">{escape(label)}</text>'
        )
    return parts


def _labels(row: IntervalRow, middle: float, width: int, narrow: bool, palette: Palette) -> list[str]:
    """The row's name, its number and what is said of it: above the row on a phone, else beside it."""
    base = middle - 20 if narrow else middle + 5
    bold = f'font-size="15" font-weight="600" fill="{palette.ink}"'
    quiet = f'font-size="14" fill="{palette.ink_2}"'
    label = f'<text x="{8 if narrow else 0}" y="{base}" {bold}>{escape(row.label)}</text>'
    if narrow:
        return [
            label,
            f'<text x="{width - 8}" y="{base}" text-anchor="end" {bold}>{escape(row.number)}</text>',
        ]
    return [
        label,
        f'<text x="{width - 188}" y="{base}" text-anchor="end" {bold}>{escape(row.number)}</text>',
        f'<text x="{width - 172}" y="{base}" {quiet}>{escape(row.text)}</text>',
    ]


def _marks(row: IntervalRow, middle: float, x: Callable[[float], float], palette: Palette) -> list[str]:
    """The comparison as a quiet band, then the uncertainty, then the point."""
    parts = []
    if row.band is not None:
        start, end = x(row.band[0]), x(row.band[1])
        parts.append(
            f'<rect x="{start}" y="{middle - 9}" width="{max(2.0, round(end - start, 1))}" height="18" '
            f'fill="{palette.band}"/>'
        )
    if row.low is not None and row.high is not None:
        parts.append(
            f'<line x1="{x(row.low)}" x2="{x(row.high)}" y1="{middle}" y2="{middle}" '
            f'stroke="{palette.accent}" stroke-width="3"/>'
        )
    if row.value is not None:
        parts.append(
            f'<circle cx="{x(row.value)}" cy="{middle}" r="6.5" fill="{palette.accent}" '
            f'stroke="{palette.paper}" stroke-width="1.5"/>'
        )
    return parts
