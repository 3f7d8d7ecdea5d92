"""A document as JSON, for other programs: the same words and numbers, in a shape that a schema describes.

Words are strings; a number is an object with the text that is printed and the value that it stands for, so
that nothing in the file is finer than the page. The schema lies beside this file.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from engine.printed import Number
from engine.report.document import Document
from engine.report.media.numbering import numbered
from engine.report.media.origin import Origin

FORMAT: Final = "barograph-report"
FORMAT_VERSION: Final = 1
SCHEMA: Final = Path(__file__).parents[1] / "report.schema.json"


def json_text(document: Document, origin: Origin) -> str:
    """The document as JSON; the same document gives the same text."""
    plain = numbered(document, lambda figure, id: {})
    report = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "origin": asdict(origin.facts()),
        "language": plain["language"],
        "title": plain["title"],
        "context": plain["context"],
        "lead": plain["lead"],
        "tags": plain["tags"],
        "sections": [_section(one) for one in plain["sections"]],
        "provenance": plain["provenance"],
    }
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


def schema_text() -> str:
    """The JSON Schema (draft 2020-12) that every such file meets."""
    return SCHEMA.read_text(encoding="utf-8")


def _section(section: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": section["id"],
        "title": section["title"],
        "blocks": [_block(one) for one in section["blocks"]],
        "sections": [_section(one) for one in section["sections"]],
    }


def _block(block: Mapping[str, Any]) -> dict[str, Any]:
    match block["kind"]:
        case "table":
            return {"kind": "table", "number": block["number"], **_table(block)}
        case "figure":
            words = {name: block[name] for name in ("number", "title", "description", "key")}
            return {"kind": "figure", **words, "table": _table(block["table"])}
        case "paragraph":
            return {"kind": "paragraph", "text": block["text"]}
        case "definitions":
            return {
                "kind": "definitions",
                "rows": [{"term": term, "text": text} for term, text in block["rows"]],
            }
        case "passage":
            paragraphs = ["".join(run["text"] for run in row) for row in block["paragraphs"]]
            return {"kind": "passage", "title": block["title"], "paragraphs": paragraphs}
        case _:
            return dict(block)


def _table(table: Mapping[str, Any]) -> dict[str, Any]:
    numeric = [column["align"] == "end" for column in table["columns"]]
    return {
        "caption": table["caption"],
        "columns": [
            {"label": column["label"], "numeric": end}
            for column, end in zip(table["columns"], numeric, strict=True)
        ],
        "rows": [_row(row, numeric) for row in table["rows"]],
        "note": table["note"] or None,
    }


def _row(row: Sequence[str], numeric: Sequence[bool]) -> list[Any]:
    return [_cell(text) if end else text for text, end in zip(row, numeric, strict=True)]


def _cell(text: str) -> Any:
    if not isinstance(text, Number):
        return text
    return {"text": text, "value": text.value, **({"unit": "%"} if text.endswith("%") else {})}
