"""A report as a renderer takes it: sections of paragraphs, tables and figures whose every number is a text.

Composed from finished results; a renderer lays out and computes nothing.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

Align = Literal["start", "end"]
Paper = Literal["a4", "letter"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`lead` opens a report; `strong` says what the next block is about."""

    text: str
    lead: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DefinitionList:
    """Words with what is said of them, one pair a line; `links` are where the words lead on a page, "" for nowhere."""

    rows: tuple[tuple[str, str], ...]
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WritingLines:
    """Empty lines for a hand to write on."""

    count: int


@dataclass(frozen=True, slots=True)
class Symbol:
    """The sign of a statistic, which print sets in italics."""

    text: str


Run = str | Symbol


@dataclass(frozen=True, slots=True)
class Passage:
    """Text to be pasted into an article, a paragraph a row of runs."""

    title: str
    paragraphs: tuple[tuple[Run, ...], ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The paragraphs without what sets signs apart."""
        return tuple(
            "".join(run.text if isinstance(run, Symbol) else run for run in paragraph)
            for paragraph in self.paragraphs
        )


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of the list of references; `doi` is empty where there is none."""

    text: str
    doi: str = ""


@dataclass(frozen=True, slots=True)
class ReferenceList:
    entries: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: numbers stand at the end, aligned on the decimal sign by equal decimals."""

    label: str
    align: Align = "start"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, a text or a `printed.Number` each; the first cell of a row is its header.

    `caption` says what it holds and its unit. A `folded` list opens on a page on request; paper shows it whole. A
    form to write in has `shares` of the page's width for its columns.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str | None = None
    folded: bool = False
    shares: tuple[int, ...] = ()


def table(
    caption: str,
    words: Sequence[str],
    numbers: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    note: str | None = None,
) -> Table:
    """A table whose first columns hold words and whose others hold numbers."""
    columns = (*(Column(label) for label in words), *(Column(label, "end") for label in numbers))
    return Table(caption, columns, tuple(tuple(row) for row in rows), note)


@dataclass(frozen=True, slots=True)
class Figure:
    """What every figure says of itself, how it is read, and the same numbers as a table."""

    title: str
    description: str
    key: str
    table: Table


@dataclass(frozen=True, slots=True)
class Axis:
    """A linear axis from `low` to `high` with labelled ticks."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """One row of an interval figure; the points and `text` may be absent, and then `text` says why."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    band: tuple[float, float] | None
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class IntervalFigure(Figure):
    """Points with intervals, row by row, over a quiet band to compare with."""

    axis: Axis
    rows: tuple[IntervalRow, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A line across a figure to compare with: a rule of thumb, a scale's own value, a mean."""

    place: float
    label: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A point with its number, and its interval where it has one; None where it could not be computed."""

    value: float | None
    number: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class DotPanel:
    title: str
    axis: Axis
    dots: tuple[Dot, ...]
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class DotFigure(Figure):
    """Rows of points in panels that share the rows' labels; `texts` say what a label stands for."""

    labels: tuple[str, ...]
    texts: tuple[str, ...]
    panels: tuple[DotPanel, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Values at 1, 2, 3, ...; the first `kept` points stand out. `quiet` is a line to compare with."""

    label: str
    values: tuple[float, ...]
    quiet: bool = False
    kept: int = 0


@dataclass(frozen=True, slots=True)
class LinePanel:
    title: str
    across: str
    axis: Axis
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class LineFigure(Figure):
    panels: tuple[LinePanel, ...]


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A row of values from -1 to 1 with their numbers; `after` are further numbers, uncoloured."""

    label: str
    text: str
    cells: tuple[tuple[float | None, str], ...]
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeatMap(Figure):
    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BarRow:
    """Shares (0 to 1) of the options, lowest option first, each with its number."""

    label: str
    text: str
    shares: tuple[tuple[float, str], ...]
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BarFigure(Figure):
    """Stacked bars: how the answers to each item spread over the options."""

    options: tuple[str, ...]
    rows: tuple[BarRow, ...]
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Whisker:
    """A group's value with its interval; `apart` where the interval leaves out the mark."""

    label: str
    value: float
    low: float
    high: float
    apart: bool = False


@dataclass(frozen=True, slots=True)
class CaterpillarFigure(Figure):
    """Many groups side by side, lowest first."""

    axis: Axis
    across: str
    whiskers: tuple[Whisker, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Curve:
    """Values in order of time, with their numbers; None where there is none.

    `reach` are the ends of each value's interval; empty where none are drawn.
    """

    label: str
    values: tuple[float | None, ...]
    numbers: tuple[str, ...]
    reach: tuple[tuple[float, float] | None, ...] = ()


@dataclass(frozen=True, slots=True)
class CurvePanel:
    """Up to three curves over the same times; `marks` name the times."""

    title: str
    axis: Axis
    marks: tuple[str, ...]
    curves: tuple[Curve, ...]


@dataclass(frozen=True, slots=True)
class CurveFigure(Figure):
    """Small multiples: a panel a measure."""

    panels: tuple[CurvePanel, ...]


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One score as a school reads it: the place on the scale, and what is said of it, in words.

    `id` names the part of a report that tells more. `position`, `change` and `agreement` are a short text and a
    quieter one beneath; `arrow` is 1 where the score rose, -1 where it fell. `histogram` holds the shares of people
    from the lowest to the highest part of the scale; empty where it is not shown.
    """

    id: str
    label: str
    level: str
    value: float
    low: float
    high: float
    number: str
    interval: str
    band: tuple[float, float] | None = None
    position: tuple[str, str] = ("", "")
    change: tuple[str, str] = ("", "")
    arrow: int = 0
    agreement: tuple[str, str] = ("", "")
    histogram: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoreFigure(Figure):
    """A school's scores row by row; `heads` name the columns after the score: position, change, agreement.

    A column without a head is left out.
    """

    axis: Axis
    heads: tuple[str, str, str]
    rows: tuple[ScoreRow, ...]


Block = Paragraph | Bullets | DefinitionList | WritingLines | Passage | ReferenceList | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report; `sections` are its own parts, one level deeper."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    sections: tuple["Section", ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """`tags` label the whole (simulated data); `context` is the line above the title and begins with the `place`.

    `running` and what follows are for files: the head of each page, what the file says of itself, its paper, whether
    `contents` are listed. `foreign` are texts of the `foreign_language` in another: whoever lays it out marks them.
    """

    title: str
    context: str
    lead: str
    sections: tuple[Section, ...]
    tags: tuple[str, ...] = ()
    provenance: tuple[str, ...] = field(default=())
    running: str = ""
    author: str = ""
    date: datetime.date | None = None
    language: str = "en"
    foreign: tuple[str, ...] = ()
    foreign_language: str = ""
    place: str = ""
    paper: Paper = "a4"
    contents: bool = True
