"""What every figure is drawn with: colours, text that fits its room, axes, the frame with title and description.

Figures are read in colour, by people who see colours differently, and in grey print: a hue never tells anything
alone. Shades are one colour over the paper at the opacities below, chosen so that the number on a shade keeps
a contrast of 4.5 to 1 in every theme. What is paler than 3 to 1 beside the paper has an outline that is not.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from unicodedata import east_asian_width

from engine.report.document import Axis, Figure
from engine.report.tokens import LIGHT

FAINT, MIDDLE, STRONG = 0.12, 0.45, 0.82  # up to MIDDLE a shade takes ink, from STRONG on it takes paper

NARROW = 560
HALF_BAND, MARK = 9, 4
FONT = 'font-family="system-ui, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif"'

# What stays on one line: a word, or a sign of Chinese or Japanese with the signs that must not begin a line.
IDEOGRAPH = "[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
UNBROKEN = re.compile(rf"(\s*)({IDEOGRAPH}[^\s\w]*|(?:(?!{IDEOGRAPH})\S)+)")

Scale = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Colours:
    """The tokens that figures take."""

    ink: str
    ink_2: str
    rule: str
    paper: str
    accent: str
    band: str
    edge: str
    low: str
    high: str


TOKENS = ("ink", "ink-2", "rule", "paper", "accent", "band", "edge", "low", "high")
PAGE = Colours(*(f"var(--{token})" for token in TOKENS))
FILE = Colours(*(LIGHT[token] for token in TOKENS))


def is_narrow(width: int) -> bool:
    return width < NARROW


def frame(figure: Figure, id: str, width: int, height: float, parts: Iterable[str]) -> str:
    """The parts as one SVG that names and describes itself."""
    return (
        f'<svg class="figure" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:g}" '
        f'width="{width}" height="{height:g}" role="img" aria-labelledby="{id}-t {id}-d" {FONT}>'
        f'<title id="{id}-t">{escape(figure.title)}</title><desc id="{id}-d">{escape(figure.description)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def without_name(svg: str) -> str:
    """The drawing for eyes alone, where the page beside it says what it shows: a name marks no words."""
    unseen = re.sub(r'role="img" aria-labelledby="[^"]*"', 'aria-hidden="true"', svg, count=1)
    return re.sub(r"<(title|desc)\b[^>]*>.*?</\1>", "", unseen, flags=re.DOTALL)


def text(
    x: float, y: float, words: str, fill: str, *, size: float = 14, anchor: str = "start", bold: bool = False
) -> str:
    if not words:
        return ""
    weight = ' font-weight="600"' if bold else ""
    side = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}"{weight}{side} fill="{fill}">{escape(words)}</text>'
    )


def line(x1: float, y1: float, x2: float, y2: float, stroke: str, *, width: float = 1, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    wide = f' stroke-width="{width:g}"' if width != 1 else ""
    return f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{stroke}"{wide}{dashed}/>'


def circle(x: float, y: float, radius: float, fill: str, stroke: str, *, width: float = 1.5) -> str:
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{fill}" stroke="{stroke}" stroke-width="{width:g}"/>'


def rectangle(
    x: float,
    y: float,
    wide: float,
    tall: float,
    fill: str,
    *,
    opacity: float | None = None,
    outline: str = "",
) -> str:
    through = f' fill-opacity="{opacity:.3g}"' if opacity is not None else ""
    around = f' stroke="{outline}"' if outline else ""
    place = f'x="{round(x, 1):g}" y="{round(y, 1):g}" width="{round(wide, 1):g}" height="{round(tall, 1):g}"'
    return f'<rect {place} fill="{fill}"{through}{around}/>'


def comparison(start: float, end: float, middle: float, colours: Colours) -> str:
    """What a row is compared with: a quiet band with an outline, or a mark where it is a single value."""
    if start == end:
        return rectangle(start - MARK / 2, middle - HALF_BAND, MARK, 2 * HALF_BAND, colours.ink_2)
    wide = max(2.0, end - start)
    return rectangle(start, middle - HALF_BAND, wide, 2 * HALF_BAND, colours.band, outline=colours.ink_2)


def room(words: str, size: float, *, bold: bool = False) -> float:
    """About how wide a text is in pixels, a little generously, as nobody knows the reader's typeface."""
    kinds = Counter(map(_breadth, words))
    narrow, large, square = kinds["n"], kinds["l"], kinds["s"]
    rest = len(words) - narrow - large - square
    return size * (0.36 * narrow + 0.74 * large + 1.05 * square + (0.66 if bold else 0.61) * rest)


@lru_cache(maxsize=4096)
def _breadth(letter: str) -> str:
    """A letter as one of the kinds that `room` counts: narrow, large, square, or other."""
    if letter in "iljtfrI.,:;'’|!()[] ":
        return "n"
    if east_asian_width(letter) in "WF":  # Chinese, Japanese, Korean and emoji
        return "s"
    return "l" if letter.isupper() else "o"


def wrapped(words: str, wide: float, size: float, lines: int) -> list[str]:
    """A text in at most so many lines of a width; what does not fit ends in an ellipsis."""
    rows: list[str] = []
    for space, word in UNBROKEN.findall(words):
        space = " " if space else ""
        if rows and room(f"{rows[-1]}{space}{word}", size) <= wide:
            rows[-1] += f"{space}{word}"
        else:
            rows.append(word)
    kept = rows[:lines]
    if len(rows) > lines:
        kept[-1] += "…"
    return [clipped(row, wide, size) for row in kept]


def clipped(words: str, wide: float, size: float, *, bold: bool = False) -> str:
    """A text cut to a width, with an ellipsis where it was cut."""
    if room(words, size, bold=bold) <= wide:
        return words
    while words and room(f"{words}…", size, bold=bold) > wide:
        words = words[:-1]
    return f"{words.rstrip(' …')}…"


def scale(axis: Axis, start: float, end: float) -> Scale:
    """Places on the axis to pixels from start to end; a value off the axis stands at its edge."""
    span = axis.high - axis.low

    @cache  # thousands of schools stand at some dozens of places
    def place(value: float) -> float:
        share = min(1.0, max(0.0, (value - axis.low) / span))
        return round(start + share * (end - start), 1)

    return place


def anchored(axis: Axis) -> Iterator[tuple[float, str, str]]:
    """The ticks, each with the side that its label is held at, so that those at both ends stay inside."""
    last = len(axis.ticks) - 1
    for number, (place, label) in enumerate(axis.ticks):
        yield place, label, {0: "start", last: "end"}.get(number, "middle")


def upright_axis(axis: Axis, x: Scale, top: float, bottom: float, colours: Colours) -> list[str]:
    """Upright lines with their labels below, for values that run across."""
    parts = []
    for place, label, anchor in anchored(axis):
        parts.append(line(x(place), top, x(place), bottom, colours.rule))
        parts.append(text(x(place), bottom + 18, label, colours.ink_2, size=13, anchor=anchor))
    return parts


def level_axis(axis: Axis, y: Scale, left: float, right: float, colours: Colours) -> list[str]:
    """Level lines with their labels at the left, for values that run upwards."""
    parts = []
    for place, label in axis.ticks:
        parts.append(line(left, y(place), right, y(place), colours.rule))
        parts.append(text(left - 8, y(place) + 4.5, label, colours.ink_2, size=13, anchor="end"))
    return parts
