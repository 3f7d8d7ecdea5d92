"""A document for a renderer: figures and tables numbered in reading order, figures drawn."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Final

from engine.language import say, speaking
from engine.report.document import (
    Block,
    Bullets,
    DefinitionList,
    Document,
    Figure,
    Paragraph,
    Passage,
    ReferenceList,
    ScoreFigure,
    Section,
    Table,
    WritingLines,
)

MANY: Final = 5  # columns from which a table is too wide for a phone
WORDY: Final = 24  # letters from which a cell holds words and not a number

Drawn = Mapping[str, str]
Draw = Callable[[Figure, str], Drawn]  # a figure and its id to its drawings, by name


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedTable(Table):
    """A table with its number; that of a figure has none."""

    number: str

    @property
    def many(self) -> bool:
        return len(self.columns) > MANY

    @property
    def wordy(self) -> bool:
        return any(len(cell) > WORDY for row in self.rows for cell in row[1:])


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedFigure:
    """A figure with its number, its drawings and the same numbers as a table; `scores` where it is of a school's."""

    place: int
    number: str
    title: str
    description: str
    key: str
    drawn: Drawn
    table: NumberedTable
    scores: ScoreFigure | None


NumberedBlock = (
    Paragraph
    | Bullets
    | DefinitionList
    | WritingLines
    | Passage
    | ReferenceList
    | NumberedTable
    | NumberedFigure
)
KINDS: Final[Mapping[type, str]] = {
    Paragraph: "paragraph",
    Bullets: "bullets",
    DefinitionList: "definitions",
    WritingLines: "lines",
    Passage: "passage",
    ReferenceList: "references",
    NumberedTable: "table",
    NumberedFigure: "figure",
}


@dataclass(frozen=True, slots=True)
class NumberedSection:
    id: str
    title: str
    blocks: tuple[NumberedBlock, ...]
    sections: tuple["NumberedSection", ...]


def kind(block: NumberedBlock) -> str:
    """What templates call a block."""
    return KINDS[type(block)]


def numbered(document: Document, draw: Draw) -> tuple[NumberedSection, ...]:
    """The sections of a document; every figure with its number, drawings and table twin."""
    numbering = _Numbering(draw)
    with speaking(document.language):
        return tuple(numbering.section(section) for section in document.sections)


class _Numbering:
    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._figures: Iterator[int] = count(1)
        self._tables: Iterator[int] = count(1)

    def section(self, section: Section) -> NumberedSection:
        return NumberedSection(
            section.id,
            section.title,
            tuple(self._block(block) for block in section.blocks),
            tuple(self.section(part) for part in section.sections),
        )

    def _block(self, block: Block) -> NumberedBlock:
        if isinstance(block, Table):
            return _table(block, say("report.paper.table", number=next(self._tables)))
        return self._figure(block) if isinstance(block, Figure) else block

    def _figure(self, figure: Figure) -> NumberedFigure:
        place = next(self._figures)
        return NumberedFigure(
            place=place,
            number=say("report.paper.figure", number=place),
            title=figure.title,
            description=figure.description,
            key=figure.key,
            drawn=self._draw(figure, f"figure-{place}"),
            table=_table(figure.table, ""),
            scores=figure if isinstance(figure, ScoreFigure) else None,
        )


def _table(table: Table, number: str) -> NumberedTable:
    return NumberedTable(
        caption=table.caption,
        columns=table.columns,
        rows=table.rows,
        note=table.note,
        folded=table.folded,
        shares=table.shares,
        number=number,
    )
