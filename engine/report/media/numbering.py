"""A document as plain data for a renderer: figures and tables numbered in reading order, figures drawn."""

from collections.abc import Callable, Mapping
from typing import Any

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
    Symbol,
    Table,
)

MANY = 5  # columns from which a table is too wide for a phone
WORDY = 24  # letters from which a cell holds words and not a number

Drawn = Mapping[str, str]
Draw = Callable[[Figure, str], Drawn]  # a figure and its id to its drawings, by name


def numbered(document: Document, draw: Draw) -> dict[str, Any]:
    """The document as dictionaries, lists and texts; every figure with its number, drawings and table twin."""
    numbering = _Numbering(draw)
    return {
        "title": document.title,
        "context": document.context,
        "lead": document.lead,
        "tags": list(document.tags),
        "provenance": list(document.provenance),
        "running": document.running or document.context,
        "author": document.author,
        "date": document.date.isoformat() if document.date else "",
        "language": document.language,
        "sections": [numbering.section(one) for one in document.sections],
    }


class _Numbering:
    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._figures = 0
        self._tables = 0

    def section(self, section: Section) -> dict[str, Any]:
        return {
            "id": section.id,
            "title": section.title,
            "blocks": [self._block(one) for one in section.blocks],
            "sections": [self.section(one) for one in section.sections],
        }

    def _block(self, block: Block) -> dict[str, Any]:
        match block:
            case Paragraph():
                return {"kind": "paragraph", "text": block.text, "lead": block.lead, "strong": block.strong}
            case Bullets():
                return {"kind": "bullets", "items": list(block.items)}
            case DefinitionList():
                return {"kind": "definitions", "rows": [list(row) for row in block.rows]}
            case Passage():
                return {"kind": "passage", "title": block.title, "paragraphs": _runs(block)}
            case ReferenceList():
                entries = [{"text": one.text, "doi": one.doi} for one in block.entries]
                return {"kind": "references", "entries": entries}
            case Table():
                self._tables += 1
                return _table(block, f"Table {self._tables}")
            case Figure():
                return self._figure(block)

    def _figure(self, figure: Figure) -> dict[str, Any]:
        self._figures += 1
        return {
            "kind": "figure",
            "place": self._figures,
            "number": f"Figure {self._figures}",
            "title": figure.title,
            "description": figure.description,
            "key": figure.key,
            "drawn": dict(self._draw(figure, f"figure-{self._figures}")),
            "table": _table(figure.table, ""),
            "scores": _scores(figure) if isinstance(figure, ScoreFigure) else None,
        }


def _scores(figure: ScoreFigure) -> dict[str, Any]:
    """The rows of a school's scores, for a renderer that lays them out as a table with drawings in it."""
    low, high = figure.axis.low, figure.axis.high
    return {
        "heads": list(figure.heads),
        "ticks": [[(place - low) / (high - low), label] for place, label in figure.axis.ticks],
        "rows": [
            {
                "label": row.label,
                "level": row.level,
                "number": row.number,
                "interval": row.interval,
                "position": list(row.position),
                "change": list(row.change),
                "arrow": row.arrow,
                "agreement": list(row.agreement),
            }
            for row in figure.rows
        ],
    }


def _runs(passage: Passage) -> list[list[dict[str, Any]]]:
    return [
        [
            {"text": run.text, "symbol": True} if isinstance(run, Symbol) else {"text": run, "symbol": False}
            for run in paragraph
        ]
        for paragraph in passage.paragraphs
    ]


def _table(table: Table, number: str) -> dict[str, Any]:
    return {
        "kind": "table",
        "number": number,
        "caption": table.caption,
        "columns": [{"label": one.label, "align": one.align} for one in table.columns],
        "rows": [list(row) for row in table.rows],
        "note": table.note or "",
        "many": len(table.columns) > MANY,
        "wordy": any(len(cell) > WORDY for row in table.rows for cell in row[1:]),
    }
