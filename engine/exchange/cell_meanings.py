"""What cells of a matched column may mean that are not written as the instrument has them: for a person to confirm."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.exchange.cell_codes import BAD, LIKE_MISSING, CellReader, CellRules
from engine.exchange.column_matching import ColumnMatch
from engine.exchange.file_profile import ColumnProfile
from engine.exchange.likeness import likeness_key
from engine.instrument.model import Instrument, Item, Option


@dataclass(frozen=True, slots=True)
class CellMeaning:
    """A cell that the reader would refuse: what it may be, how often it stands there, and why that is thought.

    `meaning` is the value of an option, the id of a non-answer, `` for no answer, and None where nobody knows.
    """

    cell: str
    number: int
    meaning: str | None
    why: str


@dataclass(frozen=True, slots=True)
class ItemMeanings:
    """The unread cells of the column of an item."""

    item: str
    cells: tuple[CellMeaning, ...]


def meanings_in(matches: Sequence[ColumnMatch], instrument: Instrument) -> tuple[ItemMeanings, ...]:
    """For each column that is a closed item: its cells that say something else than the instrument's answers."""
    found = []
    for match in matches:
        target = (match.target or "").split(".")
        item = instrument.item_by_id.get(target[0])
        if item is None or not item.closed or not match.counts:
            continue
        option = next((one for one in item.options if len(target) > 1 and str(one.value) == target[1]), None)
        if cells := tuple(_meanings(match.column, item, option)):
            found.append(ItemMeanings(item.id, cells))
    return tuple(found)


def _meanings(column: ColumnProfile, item: Item, option: Option | None) -> Iterator[CellMeaning]:
    cells = list(column.cells)
    reader = CellReader(CellRules(), item, option, cells)
    bad = (reader.codes() == BAD).any(axis=1) if cells else []
    turned = _labelled_otherwise(column, item)
    for cell, refused in zip(cells, bad, strict=True):
        if (not refused and cell not in turned) or column.about.is_missing(cell):
            continue
        number = column.cells[cell]
        meaning, why = _meaning(cell, column, item)
        yield CellMeaning(cell, number, meaning, why)


def _labelled_otherwise(column: ColumnProfile, item: Item) -> set[str]:
    """Cells that the file labels as another answer than the instrument does."""
    own = _answers(item)
    labels = column.about.labels
    return {
        cell
        for cell, label in labels.items()
        if (value := own.get(likeness_key(label))) is not None and value != cell and not item.kind.several
    }


def _meaning(cell: str, column: ColumnProfile, item: Item) -> tuple[str | None, str]:
    own = _answers(item)
    label = column.about.labels.get(cell, "")
    if label and (value := own.get(likeness_key(label))) is not None:
        return value, f"the file calls it {label!r}"
    if (value := own.get(likeness_key(cell))) is not None:
        return value, "the label but for capitals or signs"
    if label:
        return None, f"the file calls it {label!r}, which is no answer here"
    if LIKE_MISSING.fullmatch(cell):
        return "", "is often written where there is no answer"
    return None, "is no answer here"


def _answers(item: Item) -> Mapping[str, str]:
    """The value or id by the key of its label."""
    found = {likeness_key(option.label): str(option.value) for option in item.options}
    return found | {likeness_key(one.label): one.id for one in item.non_answers}
