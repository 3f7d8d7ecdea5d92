"""Show-if rules on a whole file of responses."""

from collections.abc import Sequence

import numpy as np

from engine.exchange.csv_columns import FilePlan
from engine.instrument.kinds import with_words_beside, words_beside
from engine.instrument.rules import named_items
from engine.responses.layout import FIRST_NON_ANSWER, NOT_SHOWN, Codes, layout
from engine.responses.show_if import shown_rows


def hide(plan: FilePlan, codes: Codes, opens: Sequence[dict[str, str | int | float]]) -> int:
    """Set answers that a show-if rule hides to not shown, in place; returns how many were answers.

    In the items' order, as the form does it: a rule sees only answers to items that are shown.

    A rule that names an item the file has no column for is left alone.
    """
    present = {source.item.id for source in plan.sources}
    hidden = 0
    for item in with_words_beside(plan.instrument.items):
        if item.show_if is None or not {item.id, *named_items(item.show_if)} <= present:
            continue
        out = np.flatnonzero(~shown_rows(plan.instrument, item.show_if, codes, opens))
        if not item.closed:
            hidden += sum(opens[row].pop(item.id, None) is not None for row in out.tolist())
            continue
        span = np.array(layout(plan.instrument).span(item))
        hidden += int((codes[out, span[0]] < FIRST_NON_ANSWER).sum())
        codes[np.ix_(out, span)] = NOT_SHOWN
        for part in words_beside(item):
            hidden += sum(opens[row].pop(part.id, None) is not None for row in out.tolist())
    return hidden
