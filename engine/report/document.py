"""A report as a renderer takes it: sections of paragraphs, tables and figures whose every number is a text.

Composed from finished results; a renderer lays out and computes nothing.
"""

from dataclasses import dataclass, field
from typing import Literal

Align = Literal["start", "end"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: numbers stand at the end, aligned on the decimal sign by equal decimals."""

    label: str
    align: Align = "start"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts; the first cell of a row is its header. `caption` says what it holds and in which unit."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str | None = None


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
class IntervalFigure:
    """Points with intervals, row by row, over a quiet band to compare with."""

    title: str
    description: str
    key: str
    axis: Axis
    rows: tuple[IntervalRow, ...]
    table: Table


Figure = IntervalFigure
Block = Paragraph | Bullets | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """`tags` label the whole (simulated data); `context` is the line above the title."""

    title: str
    context: str
    lead: str
    sections: tuple[Section, ...]
    tags: tuple[str, ...] = ()
    provenance: tuple[str, ...] = field(default=())
