"""Responses as a CSV table that other programs read, and `response_csv` reads back."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from typing import TextIO

from engine.exchange.cells import safe
from engine.instrument.kinds import order_kept, with_words_beside
from engine.instrument.model import Instrument
from engine.responses.layout import (
    BLANK,
    FIRST_NON_ANSWER,
    MISSING_KINDS,
    CodedColumn,
    Codes,
    layout,
)


def write_responses(
    target: TextIO,
    instrument: Instrument,
    blocks: Iterator[tuple[Codes, Mapping[str, Sequence[str]], Sequence[Mapping[str, str | int | float]]]],
) -> int:
    """Write blocks of (codes, labels by column, open answers a row) as CSV that `read_responses` reads back.

    Cells are option values as answered; every kind of missing but blank is a word. Returns the rows written.
    """
    places = layout(instrument)
    words = [_words(column) for column in places.columns]
    open_items = [item for item in with_words_beside(instrument.items) if not item.closed]
    open_items += order_kept(instrument)
    writer = csv.writer(target)
    written = 0
    for codes, labels, opens in blocks:
        if written == 0:
            closed = [column.id for column in places.columns]
            writer.writerow([*labels, *closed, *(item.id for item in open_items)])
        cells = [[words[index][code] for code in codes[:, index]] for index in range(places.width)]
        answers = [[safe(row.get(item.id, "")) for row in opens] for item in open_items]
        writer.writerows(
            zip(*([map(safe, texts) for texts in labels.values()] + cells + answers), strict=True)
        )
        written += len(codes)
    return written


def _words(column: CodedColumn) -> dict[int, str]:
    item = column.item
    words = {code: name for code, name in MISSING_KINDS.items() if code != BLANK} | {BLANK: ""}
    words |= {FIRST_NON_ANSWER + index: said.id for index, said in enumerate(item.non_answers)}
    return words | {code: str(point.value) for code, point in enumerate(item.points)}
