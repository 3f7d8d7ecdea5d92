"""A document as plain text for a terminal: words first, then its tables aligned; a figure is its table."""

import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

from engine.report.document import (
    Align,
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

WIDTH: Final = 100
GAP: Final = "  "


def text(document: Document) -> str:
    """The document in lines of a terminal's width; a note that several tables share is printed once."""
    context = " · ".join([*document.tags, document.context])
    opening = "\n".join(map(_wrapped, (document.title, context, document.lead)))
    notes: set[str] = set()
    return "\n\n".join(
        [opening, *(part for section in document.sections for part in _section(section, notes))]
    )


def _section(section: Section, notes: set[str]) -> Iterator[str]:
    """Its title over its first block, then its other blocks and its parts."""
    blocks = [_block(block, notes) for block in section.blocks]
    if blocks:
        yield f"{section.title}\n{'-' * len(section.title)}\n{blocks[0]}"
        yield from blocks[1:]
    for part in section.sections:
        yield from _section(part, notes)


def _block(block: Block, notes: set[str]) -> str:
    match block:
        case Paragraph():
            return _wrapped(block.text)
        case Bullets():
            return "\n".join(map(_bullet, block.items))
        case DefinitionList():
            return "\n".join(_bullet(f"{word}: {words}") for word, words in block.rows)
        case WritingLines():
            return "\n".join(["_" * WIDTH] * block.count)
        case Passage():
            return "\n".join(map(_wrapped, (block.title, *block.texts)))
        case ReferenceList():
            return "\n".join(_bullet(f"{entry.text} {entry.doi}".rstrip()) for entry in block.entries)
        case Table():
            return _table(block, notes)
        case Figure():
            return _table(block.table, notes)


def _wrapped(words: str) -> str:
    return textwrap.fill(words, WIDTH)


def _bullet(words: str) -> str:
    return textwrap.fill(words, WIDTH, initial_indent="  - ", subsequent_indent="    ")


def _table(table: Table, notes: set[str]) -> str:
    """Words at the left and numbers at the right; words that are too long for their column go on below."""
    rows = [tuple(column.label for column in table.columns), *table.rows]
    widths = _widths(table, rows)
    lines = [_wrapped(table.caption)]
    for row in rows:
        cells = [textwrap.wrap(cell, width) or [""] for cell, width in zip(row, widths, strict=True)]
        for parts in zip_longest(*cells, fillvalue=""):
            placed = [
                part.rjust(width) if column.align == "end" else part.ljust(width)
                for part, width, column in zip(parts, widths, table.columns, strict=True)
            ]
            lines.append((GAP + GAP.join(placed)).rstrip())
    if table.note and table.note not in notes:
        notes.add(table.note)
        lines.append(_wrapped(table.note))
    return "\n".join(lines)


def _widths(table: Table, rows: Sequence[Sequence[str]]) -> list[int]:
    """How wide each column is: as wide as its longest cell, the widest narrowed until the table fits a line.

    No column becomes narrower than its longest word, and none of numbers narrower than its longest number.
    """
    columns = list(zip(*rows, strict=True))
    widths = [max(map(len, cells)) for cells in columns]
    least = [_least(column.align, *cells) for column, cells in zip(table.columns, columns, strict=True)]
    room = WIDTH - len(GAP) * len(columns)
    while sum(widths) > room and any(width > bound for width, bound in zip(widths, least, strict=True)):
        widest = max(range(len(widths)), key=lambda place: (widths[place] > least[place], widths[place]))
        widths[widest] -= 1
    return widths


def _least(align: Align, label: str, *cells: str) -> int:
    words = label.split() + (
        list(cells) if align == "end" else [word for cell in cells for word in cell.split()]
    )
    return max(map(len, words), default=0)
