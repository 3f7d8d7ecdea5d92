"""A document as it is laid out on paper: drawings that fit a page, tables in pieces that do, and the rest as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any, Final, Literal

from engine.language import direction, say, speaking
from engine.report.document import (
    Align,
    Bullets,
    Column,
    DefinitionList,
    Document,
    Figure,
    Paragraph,
    Passage,
    ReferenceList,
    ScoreFigure,
    ScoreRow,
    WritingLines,
)
from engine.report.document import (
    Paper as Stock,
)
from engine.report.figures import FILE, draw, parts, scores
from engine.report.figures.canvas import FONT
from engine.report.media.foreign import foreign_pattern
from engine.report.media.lettering import LetteredDrawing, lettered
from engine.report.media.numbering import KINDS, NumberedFigure, NumberedSection, NumberedTable, numbered
from engine.report.tokens import LIGHT

FACE: Final = (
    'font-family="Libertinus Serif"'  # comes inside typst, so that a report looks alike on every machine
)
WIDTH: Final = (
    760  # CSS pixels of the text's width, so that 14 pixels of a figure are about 9 points of the page
)
THIRDS: Final[Mapping[Stock, float]] = {  # of the text's height, as a part of its width
    "a4": 0.40,
    "letter": 0.36,
}
STRIP: Final = (250, 68)  # CSS pixels of the scale of one score where all columns stand beside it
LOW_STRIP: Final = 50  # its height on the one page
BESIDE: Final = (2.25, 1.5, 1.8)  # widths of the columns after a score, in the template's shares
WITH_ALL: Final = 12.05  # all shares of a row of scores together
MOST_COLUMNS: Final = 13
TEXT_COLUMN: Final = 26  # a column with a longer cell than this wraps its text
LINE: Final = 112  # about how many digits fit across the page at the tables' usual size


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """A column with its width in letters; one of long words is `wide` and takes its share of what the others leave."""

    label: str
    align: Align
    wide: bool
    share: int
    letters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperTable:
    """A table that fits the page; in a `crowded` one headers break at their words, in one with `room` a hand writes.

    `place` is the number of the figure that it repeats, 0 for none; the `first` piece of it can be jumped to.
    """

    kind: Literal["table"] = "table"
    number: str
    caption: str
    columns: tuple[PaperColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str
    size: float
    crowded: bool
    room: bool = False
    place: int = 0
    first: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperDrawing:
    """A drawing of a figure; the `last` one leads to the figure's table."""

    kind: Literal["figure"] = "figure"
    place: int
    number: str
    title: str
    description: str
    key: str
    drawing: LetteredDrawing
    last: bool


@dataclass(frozen=True, slots=True)
class PaperScores:
    """The rows of a school's scores, with the places of ticks from 0 to 1."""

    heads: tuple[str, str, str]
    ticks: tuple[tuple[float, str], ...]
    rows: tuple[ScoreRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperScoreTable:
    """A school's scores as a table with drawings in it."""

    kind: Literal["scores"] = "scores"
    place: int
    number: str
    title: str
    key: str
    drawn: Mapping[str, str]
    scores: PaperScores
    last: bool


PaperBlock = (
    Paragraph
    | Bullets
    | DefinitionList
    | WritingLines
    | Passage
    | ReferenceList
    | PaperTable
    | PaperDrawing
    | PaperScoreTable
)


@dataclass(frozen=True, slots=True)
class PaperSection:
    id: str
    title: str
    blocks: tuple[PaperBlock, ...]
    sections: tuple["PaperSection", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """All that the template prints; `twins` are the tables of figures, at the end."""

    place: str
    paper: str
    third: float
    title: str
    context: str
    lead: str
    tags: tuple[str, ...]
    provenance: tuple[str, ...]
    running: str
    author: str
    date: str
    language: str
    direction: str
    sections: tuple[PaperSection, ...]
    twins: tuple[PaperTable, ...]
    contents: bool
    compact: bool
    scale: float
    gaps: float
    colours: Mapping[str, str]
    words: Mapping[str, str]
    foreign: str
    foreign_language: str


BLANKS: Final[Mapping[str, str]] = {name: f"{{{name}}}" for name in ("page", "pages", "table", "number")}
WORDS: Final = ("page", "same", "all_numbers", "table_of", "score", "appendix")  # of the template's own


def paper(document: Document, scale: float | None, gaps: float = 1.0) -> Paper:
    """The document as the template takes it: figures as drawings that fit a page, their tables at the end.

    With a scale it is to be one page: then it has no contents, and a table stands under its figure. `gaps` sets what
    stands between closer still.
    """
    with speaking(document.language):
        return _paper(document, scale, gaps)


def _paper(document: Document, scale: float | None, gaps: float) -> Paper:
    together = scale is not None
    twins: list[PaperTable] = []
    drawings = partial(_drawings, tall=round(LOW_STRIP * (0.5 + gaps / 2)) if together else STRIP[1])
    sections = tuple(
        _section(section, None if together else twins) for section in numbered(document, drawings)
    )
    return Paper(
        place=document.place,
        paper=document.paper,
        third=THIRDS[document.paper],
        title=document.title,
        context=document.context.removeprefix(f"{document.place} · "),
        lead=document.lead,
        tags=document.tags,
        provenance=document.provenance,
        running=document.running or document.context,
        author=document.author,
        date=document.date.isoformat() if document.date else "",
        language=document.language,
        direction=direction(document.language),
        sections=sections,
        twins=tuple(twins),
        contents=document.contents and len(sections) > 3 and not together,
        compact=together,
        scale=scale or 1,
        gaps=gaps,
        colours=dict(LIGHT),
        words={name: say(f"report.paper.template.{name}", **BLANKS) for name in WORDS},
        foreign=foreign_pattern(document.foreign),
        foreign_language=document.foreign_language,
    )


def template_keys(value: Any) -> dict[str, object]:
    """The keys of an object as the template reads them; a block says of which kind it is."""
    found = {key.name: getattr(value, key.name) for key in fields(value)}
    return {"kind": KINDS[type(value)]} | found if type(value) in KINDS else found


def _drawings(figure: Figure, id: str, *, tall: int) -> dict[str, str]:
    """The drawings of a figure that fit a page by their titles; of scores those that stand in the cells of a table."""
    if isinstance(figure, ScoreFigure):
        return _cells(figure, tall)
    pieces = parts(figure)
    return {
        piece.title: draw(piece, f"{id}-{number}", width=WIDTH, colours=FILE).replace(FONT, FACE)
        for number, piece in enumerate(pieces)
    }


def _cells(figure: ScoreFigure, tall: int) -> dict[str, str]:
    """The drawings of a row of scores; a strip takes the room of columns that are not there, and grows no taller."""
    most, drawn = scores.most_of(figure.rows), {}
    missing = sum(share for share, head in zip(BESIDE, figure.heads, strict=True) if not head)
    wide = STRIP[0] * WITH_ALL / (WITH_ALL - missing)
    for number, row in enumerate(figure.rows):
        drawn[f"strip-{number}"] = scores.drawn_strip(row, figure.axis, round(wide), tall, FILE)
        if row.histogram:
            drawn[f"bars-{number}"] = scores.drawn_bars(row, most, FILE)
        if row.arrow:
            drawn[f"arrow-{number}"] = scores.drawn_arrow(row.arrow, FILE)
    return drawn


def _section(section: NumberedSection, twins: list[PaperTable] | None) -> PaperSection:
    """A section's blocks as they are laid out; without `twins` a figure's table follows the figure."""
    blocks: list[PaperBlock] = []
    for block in section.blocks:
        if isinstance(block, NumberedTable):
            blocks += _sheets(block)
        elif isinstance(block, NumberedFigure):
            blocks += _figure(block, twins)
        else:
            blocks.append(block)
    return PaperSection(
        section.id, section.title, tuple(blocks), tuple(_section(part, twins) for part in section.sections)
    )


def _figure(figure: NumberedFigure, twins: list[PaperTable] | None) -> list[PaperBlock]:
    """A figure's drawings, and without `twins` its table under them."""
    apart = twins is not None
    if twins is not None:
        twins += _sheets(figure.table, figure)
    if figure.scores is not None:
        # Every number of the one page stands in it as text; only the full report adds the table.
        return [_score_table(figure, figure.scores, last=apart)]
    last = len(figure.drawn) - 1
    drawings: list[PaperBlock] = [
        PaperDrawing(
            place=figure.place,
            number=figure.number,
            title=title,
            description=figure.description,
            key=figure.key,
            drawing=lettered(svg),
            last=apart and number == last,
        )
        for number, (title, svg) in enumerate(figure.drawn.items())
    ]
    return drawings if apart else [*drawings, *_sheets(figure.table)]


def _score_table(figure: NumberedFigure, of: ScoreFigure, *, last: bool) -> PaperScoreTable:
    low, high = of.axis.low, of.axis.high
    ticks = tuple(((place - low) / (high - low), label) for place, label in of.axis.ticks)
    return PaperScoreTable(
        place=figure.place,
        number=figure.number,
        title=figure.title,
        key=figure.key,
        drawn=figure.drawn,
        scores=PaperScores(of.heads, ticks, of.rows),
        last=last,
    )


def _sheets(table: NumberedTable, twin_of: NumberedFigure | None = None) -> list[PaperTable]:
    """The table as one or more that fit the page: each repeats the first column and takes some of the others."""
    columns = len(table.columns)
    groups = [range(1, columns)]
    if columns > MOST_COLUMNS:
        count = -(-(columns - 1) // (MOST_COLUMNS - 1))
        each = -(-(columns - 1) // count)
        groups = [range(start, min(start + each, columns)) for start in range(1, columns, each)]
    sheets = []
    for number, group in enumerate(groups):
        sheet = _sheet(table, [0, *group])
        caption = sheet.caption if twin_of is None else f"{twin_of.number}: {sheet.caption}"
        if number:
            caption += f" {say('report.paper.continued', column=sheet.columns[1].label)}"
        sheet = replace(sheet, caption=caption, note=sheet.note if number == len(groups) - 1 else "")
        if twin_of is not None:
            place = twin_of.place
            sheet = replace(
                sheet,
                number=say("report.paper.template.table_of", number=str(place)),
                place=place,
                first=number == 0,
            )
        sheets.append(sheet)
    return sheets


def _sheet(table: NumberedTable, chosen: Sequence[int]) -> PaperTable:
    """Some columns of a table, each as wide as it needs; a table that is still too wide is set smaller."""
    rows = tuple(tuple(row[place] for place in chosen) for row in table.rows)
    columns = [table.columns[place] for place in chosen]
    if table.shares:
        return _form(table, columns, rows, [table.shares[place] for place in chosen])
    longest = [max((len(row[place]) for row in rows), default=0) for place in range(len(columns))]
    made = _widths(columns, longest, [len(column.label) for column in columns])
    crowded = _letters(made) > LINE
    if crowded:
        words = [max(map(len, column.label.split()), default=0) for column in columns]
        made = _widths(columns, longest, words)
    needed = _letters(made)
    return PaperTable(
        number=table.number,
        caption=table.caption,
        columns=made,
        rows=rows,
        note=table.note or "",
        size=9.0 if needed <= LINE else max(6.5, 9.0 * LINE / needed),
        crowded=crowded,
    )


def _form(
    table: NumberedTable, columns: Sequence[Column], rows: Sequence[tuple[str, ...]], shares: Sequence[int]
) -> PaperTable:
    """A table to write in, as wide as the page."""
    return PaperTable(
        number="",
        caption=table.caption,
        columns=tuple(
            PaperColumn(column.label, column.align, True, share, 0)
            for column, share in zip(columns, shares, strict=True)
        ),
        rows=tuple(rows),
        note=table.note or "",
        size=9.0,
        crowded=False,
        room=True,
    )


def _widths(
    columns: Sequence[Column], cells: Sequence[int], labels: Sequence[int]
) -> tuple[PaperColumn, ...]:
    """The columns with the letters each needs, by its longest cell and what its label cannot be broken into."""
    made = []
    for column, cell, label in zip(columns, cells, labels, strict=True):
        wide = column.align == "start" and cell > TEXT_COLUMN
        made.append(
            PaperColumn(
                column.label,
                column.align,
                wide,
                share=min(max(cell, 2 * TEXT_COLUMN), 5 * TEXT_COLUMN),
                letters=min(cell, TEXT_COLUMN) if wide else max(cell, label),
            )
        )
    return tuple(made)


def _letters(columns: Sequence[PaperColumn]) -> int:
    """The letters all columns need, two a column for the space between."""
    return sum(column.letters + 2 for column in columns)
