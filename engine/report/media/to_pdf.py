"""A document as a PDF for paper and for screen readers: PDF/UA-1, fonts inside, good in grey."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from engine.report.document import Document, Figure, ScoreFigure
from engine.report.figures import FILE, draw, parts, scores
from engine.report.figures.canvas import FONT
from engine.report.media.glyphs import drawable, surely_drawable
from engine.report.media.numbering import numbered
from engine.report.tokens import LIGHT

TEMPLATE = Path(__file__).parents[1] / "templates" / "document.typ"
FACE = 'font-family="Libertinus Serif"'  # comes inside typst, so that a report looks alike on every machine
WIDTH = 760  # CSS pixels of the text's width, so that 14 pixels of a figure are about 9 points of the page
STRIP = (250, 68)  # CSS pixels of the scale of one score, as tall as its row
SCALES = (
    1.1,
    1.05,
    1.0,
    0.95,
    0.9,
    0.85,
    0.8,
)  # of a report of one page: under the last its type is too small
PAGE = re.compile(rb"/Type ?/Page\b")
NOT_DRAWN = "could not be displayed"  # what typst says of a sign that no typeface has
MOST_COLUMNS = 13
TEXT_COLUMN = 26  # a column with a longer cell than this wraps its text
LINE = 112  # about how many digits fit across the page at the tables' usual size


def pdf(document: Document, target: Path) -> None:
    """Write the document to a PDF file; raises `OSError` where the file cannot be written."""
    target.write_bytes(pdf_bytes(document))


def pdf_bytes(document: Document) -> bytes:
    """The document as a PDF; the same document gives the same bytes."""
    return _compiled(document)


def page_bytes(document: Document) -> bytes:
    """The document as a PDF of one page, set as close as that takes; a long one takes more pages all the same.

    It has no list of contents, and each figure's table stands right under the figure.
    """
    made = b""
    for scale in SCALES:
        made = _compiled(document, scale)
        if len(PAGE.findall(made)) <= 1:
            break
    return made


def _compiled(document: Document, scale: float | None = None) -> bytes:
    import typst

    printed = drawable(_printed(document, scale))
    day = datetime.combine(document.date, time(), UTC) if document.date else datetime.fromtimestamp(0, UTC)
    try:
        return _set(printed, day)
    except typst.TypstError as error:
        if NOT_DRAWN not in str(error):
            raise
        return _set(surely_drawable(printed), day)


def _set(printed: Mapping[str, Any], day: datetime) -> bytes:
    import typst

    made = typst.compile(
        TEMPLATE,
        sys_inputs={"document": json.dumps(printed)},
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        timestamp=day,
    )
    return bytes(made)


def _printed(document: Document, scale: float | None) -> dict[str, Any]:
    """The document as the template takes it: figures as drawings that fit a page, their tables at the end.

    With a scale it is to be one page: then it has no contents, and a table stands under its figure.
    """
    plain = numbered(document, _drawings)
    twins: list[dict[str, Any]] = []
    together = scale is not None
    plain["sections"] = [_section(one, None if together else twins) for one in plain["sections"]]
    plain["twins"] = twins
    plain["contents"] = len(plain["sections"]) > 3 and not together
    plain["compact"] = together
    plain["scale"] = scale or 1
    plain["colours"] = dict(LIGHT)
    return plain


def _drawings(figure: Figure, id: str) -> dict[str, str]:
    """The drawings of a figure that fit a page by their titles; of scores those that stand in the cells of a table."""
    if isinstance(figure, ScoreFigure):
        return _cells(figure)
    pieces = parts(figure)
    return {
        piece.title: draw(piece, f"{id}-{number}", width=WIDTH, colours=FILE).replace(FONT, FACE)
        for number, piece in enumerate(pieces)
    }


def _cells(figure: ScoreFigure) -> dict[str, str]:
    most, drawn = scores.most_of(figure.rows), {}
    for number, row in enumerate(figure.rows):
        drawn[f"strip-{number}"] = scores.drawn_strip(row, figure.axis, *STRIP, FILE)
        if row.histogram:
            drawn[f"bars-{number}"] = scores.drawn_bars(row, most, FILE)
        if row.arrow:
            drawn[f"arrow-{number}"] = scores.drawn_arrow(row.arrow, FILE)
    return drawn


def _section(section: Mapping[str, Any], twins: list[dict[str, Any]] | None) -> dict[str, Any]:
    """A section's blocks as they are laid out; without `twins` a figure's table follows the figure."""
    blocks: list[dict[str, Any]] = []
    for block in section["blocks"]:
        if block["kind"] == "table":
            blocks += _sheets(block)
        elif block["kind"] != "figure":
            blocks.append(block)
        elif block["scores"] is not None:
            # Every number of the one page stands in it as text; only the full report adds the table.
            blocks.append({**block, "kind": "scores", "table": {}, "last": twins is not None})
            if twins is not None:
                twins += _sheets(block["table"], block)
        elif twins is None:
            blocks += [*({**piece, "last": False} for piece in _pieces(block)), *_sheets(block["table"])]
        else:
            blocks += _pieces(block)
            twins += _sheets(block["table"], block)
    return {**section, "blocks": blocks, "sections": [_section(one, twins) for one in section["sections"]]}


def _pieces(figure: Mapping[str, Any]) -> list[dict[str, Any]]:
    drawn = list(figure["drawn"].items())
    last = len(drawn) - 1
    return [
        {**figure, "drawn": {}, "table": {}, "title": title, "svg": svg, "last": number == last}
        for number, (title, svg) in enumerate(drawn)
    ]


def _sheets(table: Mapping[str, Any], twin_of: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """The table as one or more that fit the page: each repeats the first column and takes some of the others."""
    columns = table["columns"]
    groups = [range(1, len(columns))]
    if len(columns) > MOST_COLUMNS:
        count = -(-(len(columns) - 1) // (MOST_COLUMNS - 1))
        each = -(-(len(columns) - 1) // count)
        groups = [range(start, min(start + each, len(columns))) for start in range(1, len(columns), each)]
    sheets = [_sheet(table, [0, *group]) for group in groups]
    for number, sheet in enumerate(sheets):
        if twin_of is not None:
            sheet |= {
                "number": f"Table A{twin_of['place']}",
                "caption": f"{twin_of['number']}: {sheet['caption']}",
                "place": twin_of["place"],
                "first": number == 0,
            }
        if number:
            sheet["caption"] += f" (continued, columns {sheet['columns'][1]['label']} on)"
        if number < len(sheets) - 1:
            sheet["note"] = ""
    return sheets


def _sheet(table: Mapping[str, Any], chosen: Sequence[int]) -> dict[str, Any]:
    """Some columns of a table, each with its width in letters; in a crowded table headers break at their words.

    A column of long words is `wide`: it takes what the others leave.
    """
    rows = [[row[place] for place in chosen] for row in table["rows"]]
    columns = [dict(table["columns"][place]) for place in chosen]
    cells = [max((len(row[place]) for row in rows), default=0) for place in range(len(columns))]
    for column, longest in zip(columns, cells, strict=True):
        column["wide"] = column["align"] == "start" and longest > TEXT_COLUMN
        column["share"] = min(max(longest, 2 * TEXT_COLUMN), 5 * TEXT_COLUMN)
    needed = _letters(columns, cells, [len(column["label"]) for column in columns])
    crowded = needed > LINE
    if crowded:
        longest_words = [max(map(len, column["label"].split()), default=0) for column in columns]
        needed = _letters(columns, cells, longest_words)
    size = 9.0 if needed <= LINE else max(6.5, 9.0 * LINE / needed)
    return {**table, "rows": rows, "columns": columns, "size": size, "crowded": crowded, "first": True}


def _letters(columns: Sequence[dict[str, Any]], cells: Sequence[int], labels: Sequence[int]) -> int:
    """The letters all columns need, two a column for the space between; notes each column's own."""
    for column, cell, label in zip(columns, cells, labels, strict=True):
        column["letters"] = min(cell, TEXT_COLUMN) if column["wide"] else max(cell, label)
    return sum(column["letters"] + 2 for column in columns)
