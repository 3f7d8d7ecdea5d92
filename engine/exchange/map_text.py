"""A column map as a text for people to look through: what is sure stands there, what is not stands as a comment."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from engine.exchange.cell_meanings import CellMeaning, ItemMeanings
from engine.exchange.column_matching import ColumnMatch
from engine.instrument.model import Instrument
from engine.printed import counted

IF_RIGHT: Final = "take the # in front away if this is right"
LONGEST_KEY: Final = 1000  # signs; YAML takes longer ones only behind a question mark


def map_text(
    file: str,
    instrument: Instrument,
    matches: Sequence[ColumnMatch],
    meanings: Sequence[ItemMeanings],
    *,
    sheet: str | None = None,
) -> str:
    """The column map of a file, with how sure each line is."""
    lines = [
        f"# How {file} is read for {instrument.id}. Written by `barograph columns`: look through it first.",
        *([f"sheet: {_quoted(sheet)}"] if sheet else []),
        *_block("columns:", list(_columns(matches))),
        *_block("ignore:", [f"  - {_quoted(name)}" for name in _namesakes(matches)]),
        *_block("values:", list(_values(instrument, meanings))),
    ]
    return "\n".join(lines) + "\n"


def _block(key: str, lines: Sequence[str]) -> list[str]:
    """A key with what belongs to it; a comment too where all of it is one."""
    if not lines:
        return []
    return [key if any(not line.lstrip().startswith("#") for line in lines) else f"# {key}", *lines]


def _columns(matches: Sequence[ColumnMatch]) -> Iterator[str]:
    for match in matches:
        if match.target is None or match.column.address == match.target:
            continue
        line = _pair(match.column.address, match.target)
        why = f"{match.sure:.0%}, {match.why}"
        if match.counts:
            yield f"  {line}  # {why}"
        else:
            rivals = f"; or {', '.join(match.rivals)}" if match.rivals else ""
            yield f"  # {line}  # {why}{rivals}: {IF_RIGHT}"


def _namesakes(matches: Sequence[ColumnMatch]) -> Iterator[str]:
    """Columns that are no item and have the name of one that is."""
    used = {match.column.name for match in matches if match.counts}
    for match in matches:
        if match.target is None and match.column.name in used:
            yield match.column.address


def _values(instrument: Instrument, meanings: Sequence[ItemMeanings]) -> Iterator[str]:
    for items, cells in _joined(instrument, meanings):
        lines = [line for cell in cells for line in _cell(cell)]
        sure = any(not line.lstrip().startswith("#") for line in lines)
        yield f"  {'' if sure else '# '}- items: [{', '.join(items)}]"
        yield f"  {'' if sure else '# '}  cells:"
        yield from lines


def _joined(
    instrument: Instrument, meanings: Sequence[ItemMeanings]
) -> list[tuple[list[str], list[CellMeaning]]]:
    """Items of one response scale whose cells mean the same stand together, with all cells of any."""
    groups: list[tuple[object, list[str], dict[str, CellMeaning]]] = []
    for one in meanings:
        scale = tuple((option.value, option.label) for option in instrument.item_by_id[one.item].options)
        for known, items, cells in groups:
            if known == scale and _agree(cells, one.cells):
                items.append(one.item)
                cells |= {cell.cell: _added(cells.get(cell.cell), cell) for cell in one.cells}
                break
        else:
            groups.append((scale, [one.item], {cell.cell: cell for cell in one.cells}))
    return [(items, list(cells.values())) for _, items, cells in groups]


def _agree(known: Mapping[str, CellMeaning], cells: Sequence[CellMeaning]) -> bool:
    return all(cell.cell not in known or known[cell.cell].meaning == cell.meaning for cell in cells)


def _added(known: CellMeaning | None, cell: CellMeaning) -> CellMeaning:
    number = cell.number + (known.number if known else 0)
    return CellMeaning(cell.cell, number, cell.meaning, cell.why)


def _cell(cell: CellMeaning) -> Iterator[str]:
    told = f"{counted(cell.number, 'cell')}, {cell.why}"
    if cell.meaning:
        yield f"      {_pair(cell.cell, cell.meaning)}  # {told}"
    elif cell.meaning == "":
        yield f"      # {_quoted(cell.cell)}:  # no answer? {told}: {IF_RIGHT}"
    else:
        yield f"      # {_quoted(cell.cell)}: ?  # {told}: write what it means, and {IF_RIGHT}"


def _pair(key: str, value: str) -> str:
    quoted = _quoted(key)
    return f"? {quoted}\n  : {value}" if len(quoted) > LONGEST_KEY else f"{quoted}: {value}"


def _quoted(text: str) -> str:
    """A text as YAML takes it on one line."""
    return json.dumps(text, ensure_ascii=False)
