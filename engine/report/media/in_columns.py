"""A table for programs: where a cell prints several numbers, such as the ends of an interval, each has its column."""

from collections.abc import Sequence
from dataclasses import replace

from engine.language import say
from engine.printed import Number, Parted
from engine.report.document import Column, Table


def in_columns(table: Table) -> Table:
    """The table with every number in a cell of its own."""
    made = [
        part
        for place, column in enumerate(table.columns)
        for part in _columns(column, [row[place] for row in table.rows])
    ]
    rows = tuple(zip(*(cells for _, cells in made), strict=True))
    return replace(table, columns=tuple(column for column, _ in made), rows=rows)


def _columns(column: Column, cells: Sequence[str]) -> list[tuple[Column, Sequence[str]]]:
    """The column, or one for each name of a part."""
    names = list(dict.fromkeys(name for cell in cells if isinstance(cell, Parted) for name, _ in cell.parts))
    if not names:
        return [(column, cells)]
    return [_column(column, name, [_part(cell, name, names) for cell in cells]) for name in names]


def _column(column: Column, name: str, cells: Sequence[str]) -> tuple[Column, Sequence[str]]:
    part = name.replace(" ", "_")
    label = f"{column.label}, {say(f'printed.part.{part}')}" if name else column.label
    return Column(label, "end" if any(isinstance(cell, Number) for cell in cells) else "start"), cells


def _part(cell: str, name: str, names: Sequence[str]) -> str:
    """A part of a cell; what stands for the whole, a single number or a dash, stands where the whole does."""
    if isinstance(cell, Parted):
        return dict(cell.parts).get(name, "")
    return cell if name == "" or "" not in names else ""
