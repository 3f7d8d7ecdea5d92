"""Looks for numbers in a document's tables that files could not tell from words."""

import re
from collections.abc import Iterator

from engine.printed import Number
from engine.report.document import Document
from engine.report.media.to_xlsx import sheets_of

LOOKS_LIKE_ONE = re.compile(r"[-−+]?(\d{1,3}(,\d{3})+|\d*)(\.\d+)?%?")


def unmade_numbers(document: Document) -> Iterator[tuple[str, str, str]]:
    """Table, column and text of each cell of numbers that is printed like one and is a text."""
    for sheet in sheets_of(document):
        for row in sheet.table.rows:
            for column, cell in zip(sheet.table.columns, row, strict=True):
                like = LOOKS_LIKE_ONE.fullmatch(cell) and any(map(str.isdigit, cell))
                if column.align == "end" and like and not isinstance(cell, Number):
                    yield sheet.table.caption, column.label, cell
