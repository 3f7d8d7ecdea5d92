"""A document as a workbook: its first table first, then what it says, then a sheet a table, numbers as numbers.

A number keeps the decimals it is printed with, and is that very number: nothing finer stands behind the cell.
Texts are written as texts, so that no name can run as a formula.
"""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any, Final

from engine.language import say, speaking
from engine.printed import Number
from engine.report.document import (
    Block,
    Bullets,
    DefinitionList,
    Document,
    Figure,
    Paragraph,
    Passage,
    ReferenceList,
    Section,
    Table,
    WritingLines,
)
from engine.report.media.in_columns import in_columns
from engine.report.media.origin import Origin
from engine.report.media.workbook import MOST_CELL, NO_DATE, Formats, footer, sheet_name, text_book
from engine.report.tokens import LIGHT

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

NARROWEST, WIDEST = 6, 48  # columns, in digits
TEXT_WIDTH: Final = 100
HEADER_ROW: Final = 4


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it stands on its sheet; `key` says how its figure is read."""

    name: str
    section: str
    table: Table
    key: str = ""


def xlsx_bytes(document: Document, origin: Origin) -> bytes:
    """The document as an XLSX file; the same document gives the same bytes."""
    with speaking(document.language):
        return _xlsx_bytes(document, origin)


def _xlsx_bytes(document: Document, origin: Origin) -> bytes:
    target = io.BytesIO()
    book = text_book(target)
    day = document.date or origin.closed
    book.set_properties(
        {
            "title": document.title,
            "subject": document.context,
            "author": document.author or "Barograph",
            "comments": origin.line(),
            "created": datetime.combine(day, time(), UTC) if day else NO_DATE,
        }
    )
    formats = Formats(book)
    sheets = sheets_of(document)
    for number, sheet in enumerate(sheets):
        if number == 1:
            _read_me(book.add_worksheet(say("report.sheet.read_me")), formats, document, origin, sheets)
        _write_table(book.add_worksheet(sheet.name), formats, document, origin, sheet)
    if len(sheets) < 2:
        _read_me(book.add_worksheet(say("report.sheet.read_me")), formats, document, origin, sheets)
    book.close()
    return target.getvalue()


def sheets_of(document: Document) -> tuple[Sheet, ...]:
    """The tables of a document in reading order, those of its figures among them, each with a sheet's name.

    A sheet is named by its section, such as a condition; where a section has several, each by what it holds.
    """
    with speaking(document.language):
        taken = {say("report.sheet.read_me").casefold()}
        return tuple(
            Sheet(sheet_name(title, taken), section, in_columns(table), key)
            for section, title, table, key in _tables(document.sections)
        )


def _tables(sections: Iterable[Section]) -> Iterator[tuple[str, str, Table, str]]:
    for section in sections:
        held = [block for block in section.blocks if isinstance(block, Table | Figure)]
        for block in held:
            own = block.caption if isinstance(block, Table) else block.title
            title = section.title if len(held) == 1 else own
            if isinstance(block, Table):
                yield section.title, title, block, ""
            else:
                yield section.title, title, block.table, block.key
        yield from _tables(section.sections)


def _read_me(
    page: "Worksheet", formats: Formats, document: Document, origin: Origin, sheets: tuple[Sheet, ...]
) -> None:
    """The sheet of words: title, what it says in words, links to the sheets, where the numbers come from."""
    page.set_column(0, 0, TEXT_WIDTH)
    page.hide_gridlines(2)
    page.set_portrait()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    body = formats(text_wrap=True)
    heading = formats(bold=True, font_size=13, top=1, top_color=LIGHT["edge"])
    rows: list[tuple[str, Any]] = [(document.title, formats(bold=True, font_size=18, text_wrap=True))]
    rows.append((document.context, formats(font_color=LIGHT["ink-2"], text_wrap=True)))
    rows += [(tag, formats(bold=True, font_color=LIGHT["warn"])) for tag in document.tags]
    rows += [
        (document.lead, formats(font_size=12, text_wrap=True)),
        ("", body),
        (say("report.sheet.sheets"), heading),
    ]
    links = len(rows)
    rows += [("", body)] * len(sheets)
    for title, words in _words(document.sections):
        rows += [("", body), (title, heading), *((text, body) for text in words)]
    rows += [("", body), (say("report.sheet.origin"), heading)]
    rows += [(f"{name}: {text}", body) for name, text in origin.lines()]
    rows += [(text, body) for text in document.provenance]
    for number, (text, look) in enumerate(rows):
        page.write_string(number, 0, text[:MOST_CELL], look)
    link = formats(font_color=LIGHT["accent"], underline=1)
    for number, sheet in enumerate(sheets, start=links):
        page.write_url(number, 0, f"internal:'{sheet.name}'!A1", link, string=sheet.name)


def _words(sections: Iterable[Section]) -> Iterator[tuple[str, list[str]]]:
    """What a document says besides its tables, section by section."""
    for section in sections:
        words = [text for block in section.blocks for text in _block_words(block)]
        if words:
            yield section.title, words
        yield from _words(section.sections)


def _block_words(block: Block) -> list[str]:
    match block:
        case Paragraph():
            return [block.text]
        case Bullets():
            return [f"• {item}" for item in block.items]
        case DefinitionList():
            return [f"{word}: {text}" for word, text in block.rows]
        case Passage():
            return [block.title, *block.texts]
        case ReferenceList():
            return [
                f"{entry.text}{f' https://doi.org/{entry.doi}' if entry.doi else ''}"
                for entry in block.entries
            ]
        case (
            WritingLines() | Table() | Figure()
        ):  # there is nothing to write on; tables have sheets of their own
            return []


def _write_table(
    page: "Worksheet", formats: Formats, document: Document, origin: Origin, sheet: Sheet
) -> None:
    """One sheet: what the table is, its header, its rows, its note, and where the numbers come from."""
    quiet = formats(font_color=LIGHT["ink-2"])
    table = sheet.table
    page.write_string(0, 0, table.caption, formats(bold=True, font_size=13))
    tags = f"{' · '.join(document.tags)} · " if document.tags else ""
    page.write_string(1, 0, f"{tags}{document.context}", quiet)
    page.write_string(2, 0, sheet.key, quiet)
    for number, column in enumerate(table.columns):
        look = formats(
            bold=True,
            text_wrap=True,
            bottom=1,
            bg_color=LIGHT["wash"],
            align="right" if column.align == "end" else "left",
        )
        page.write_string(HEADER_ROW, number, column.label, look)
        page.set_column(number, number, _width(table, number))
    for place, row in enumerate(table.rows, start=HEADER_ROW + 1):
        for number, text in enumerate(row):
            _write_cell(page, formats, place, number, text, end=table.columns[number].align == "end")
    last = HEADER_ROW + 1 + len(table.rows)
    for place, text in enumerate((table.note or "", origin.line()), start=last + 1):
        page.write_string(place, 0, text, quiet)
    page.freeze_panes(HEADER_ROW + 1, 1)
    page.repeat_rows(HEADER_ROW)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_footer(f"&L{footer(origin.line())}&R&P / &N")


def _write_cell(page: "Worksheet", formats: Formats, row: int, place: int, text: str, *, end: bool) -> None:
    if not (end and isinstance(text, Number)):
        look = formats(align="right") if end else formats(text_wrap=True, bold=place == 0)
        page.write_string(row, place, text[:MOST_CELL], look)
        return
    value = text.value / 100 if "%" in text else text.value
    page.write_number(row, place, value, formats(num_format=number_format(text), align="right"))


def number_format(number: Number) -> str:
    """The spreadsheet's format that shows the number as it is printed, with a true minus sign."""
    digits = re.sub(r"[^\d.,\s’]", "", number).strip()
    before = digits[: -number.decimals - 1] if number.decimals else digits
    whole = "" if not before else "0" if before.isdecimal() else "#,##0"
    decimals = "." + "0" * number.decimals if number.decimals else ""
    shape = whole + decimals + ("%" if "%" in number else "")
    return f"+{shape};−{shape};{shape}" if number.startswith("+") else f"{shape};−{shape}"


def _width(table: Table, place: int) -> float:
    """Wide enough for the longest cell and for the longest word of the header, within bounds."""
    cells = max((len(row[place]) for row in table.rows), default=0)
    words = max((len(word) for word in table.columns[place].label.split()), default=0)
    return min(WIDEST, max(NARROWEST, cells, words) + 2)
