"""The tables of a document as one CSV file: a row a cell, each with what it belongs to and where it comes from.

Long rather than wide, so that a report of many tables is one file that any program reads. The digests stand in
every row: a row that was pasted elsewhere still says what it is.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict
from typing import Final

from engine.exchange.cells import safe
from engine.printed import Number
from engine.report.document import Document
from engine.report.media.origin import Origin
from engine.report.media.to_xlsx import sheets_of

ORIGIN_COLUMNS: Final = (
    *("school", "instrument", "version", "form", "wave", "closed", "simulated", "n"),
    *("scoring_digest", "data_digest"),
)
COLUMNS: Final = (
    *ORIGIN_COLUMNS[:8],
    "section",
    "table",
    "row",
    "column",
    "text",
    "value",
    *ORIGIN_COLUMNS[8:],
)


def csv_text(document: Document, origin: Origin) -> str:
    """Every table of the document, those of its figures among them, with a header row.

    `text` is what is printed, `value` the number it stands for (a percentage keeps its own value) or empty.
    """
    target = io.StringIO()
    writer = csv.DictWriter(target, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    facts = {name: _origin_cell(fact) for name, fact in asdict(origin.facts()).items()}
    writer.writerows({**facts, **cell} for cell in _cells(document))
    return target.getvalue()


def _cells(document: Document) -> Iterator[dict[str, str]]:
    for sheet in sheets_of(document):
        for row in sheet.table.rows:
            for column, text in zip(sheet.table.columns[1:], row[1:], strict=True):
                number = text.value if isinstance(text, Number) and column.align == "end" else ""
                yield {
                    "section": cell(sheet.section),
                    "table": cell(sheet.table.caption),
                    "row": cell(row[0]),
                    "column": cell(column.label),
                    "text": cell(text),
                    "value": str(number),
                }


def _origin_cell(fact: str | int | bool | None) -> str:
    if isinstance(fact, bool):
        return "yes" if fact else "no"
    return "" if fact is None else cell(str(fact))


def cell(text: str) -> str:
    """A text that is safe in a spreadsheet, or a number as it is printed."""
    return text if isinstance(text, Number) else safe(text)
