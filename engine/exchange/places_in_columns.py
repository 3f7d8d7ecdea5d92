"""Rankings of which each place has a column, as LimeSurvey writes them: the option that was put first, second, ...

A column map names the item for all of them. They become one column whose cells list the options in order.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from engine.exchange.cell_codes import CODE_OF_KIND, CellRules
from engine.exchange.csv_columns import AnswerColumn, FilePlan
from engine.exchange.file_rows import FileRows, ReadColumn
from engine.exchange.tables import plain
from engine.instrument.written_text import seen_name

BETWEEN = "; "


def with_places_joined(plan: FilePlan, rows: FileRows) -> tuple[FilePlan, FileRows]:
    """The same with one column for each ranking that has a column a place."""
    of_item: dict[str, list[AnswerColumn]] = defaultdict(list)
    for source in plan.sources:
        coding = source.item.kind.coding
        if source.option is None and source.item.kind.numbered and coding is not None and not coding.quantity:
            of_item[source.item.id].append(source)
    columns, sources = dict(rows.columns), list(plan.sources)
    for places in of_item.values():
        if len(places) < 2:
            continue
        first, *others = places
        columns[first.index] = _joined([columns[one.index] for one in places], plan.rules)
        named = replace(first, name=f"{first.name} to {others[-1].name}")
        sources = [named if one is first else one for one in sources if one not in others]
    return replace(plan, sources=tuple(sources)), replace(rows, columns=columns)


def _joined(columns: Sequence[ReadColumn], rules: CellRules) -> ReadColumn:
    stacked = np.column_stack([column.places for column in columns])
    different, places = np.unique(stacked, axis=0, return_inverse=True)
    cells = [
        _list([column.cells[at] for column, at in zip(columns, row, strict=True)], rules)
        for row in different.tolist()
    ]
    return ReadColumn(tuple(cells), places.ravel())


def _list(cells: Sequence[str], rules: CellRules) -> str:
    """The options that have a place, in order; a word for why there is none stands once."""
    texts = [seen_name(plain(cell)) for cell in cells]
    given = [text for text in texts if not rules.is_blank(text)]
    return given[0] if given and set(given) <= CODE_OF_KIND.keys() else BETWEEN.join(given)
