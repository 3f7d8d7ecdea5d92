"""Show-if rules on a whole file of responses."""

import itertools
from collections.abc import Mapping, Sequence

import numpy as np

from engine.definition import Instrument, Item, Kind
from engine.exchange.csv_columns import FilePlan
from engine.responses import CHOSEN, FIRST_NON_ANSWER, NOT_SHOWN, Codes, layout
from engine.rules import Answer, holds, named_items


def hide(reading: FilePlan, codes: Codes, opens: Sequence[Mapping[str, str | int | float]]) -> int:
    """Set answers that a show-if rule hides to not shown, in place; returns how many were answers.

    A rule that names an item the file has no column for is left alone.
    """
    present = {column.item.id for column in reading.targets.values()}
    present |= {item.id for item in reading.open_items.values()}
    hidden = 0
    for item in reading.instrument.items:
        if item.show_if is None or not item.closed or not {item.id, *named_items(item.show_if)} <= present:
            continue
        named = [reading.instrument.item(name) for name in sorted(named_items(item.show_if))]
        given = [_given(reading.instrument, one, codes, opens) for one in named]
        verdict: dict[tuple[Answer | None, ...], bool] = {}
        show = np.empty(len(codes), dtype=bool)
        for row, answers in enumerate(zip(*given, strict=True)):
            if answers not in verdict:
                known = {
                    one.id: value for one, value in zip(named, answers, strict=True) if value is not None
                }
                verdict[answers] = holds(item.show_if, known)
            show[row] = verdict[answers]
        span = list(layout(reading.instrument).span(item))
        hidden += int((codes[~show, span[0]] < FIRST_NON_ANSWER).sum())
        codes[np.ix_(np.flatnonzero(~show), np.array(span))] = NOT_SHOWN
    return hidden


def _given(
    instrument: Instrument, item: Item, codes: Codes, opens: Sequence[Mapping[str, str | int | float]]
) -> list[Answer | None]:
    if not item.closed:
        return [row.get(item.id) for row in opens]
    span = list(layout(instrument).span(item))
    if item.kind is not Kind.CHOOSE_MANY:
        values = [option.value for option in item.options]
        return [values[code] if code < FIRST_NON_ANSWER else None for code in codes[:, span[0]]]
    options = [option.value for option in item.options]
    return [
        tuple(itertools.compress(options, row == CHOSEN)) if row[0] < FIRST_NON_ANSWER else None
        for row in codes[:, span]
    ]
