"""Which responses count: those with an answer to something that results are made of.

A form sent without one is kept as it is and counts nowhere: in no number of answers, no rate, no result.
"""

from collections.abc import Sequence
from functools import lru_cache

from engine.instrument.model import Instrument
from engine.responses.layout import FIRST_NON_ANSWER, layout


@lru_cache(maxsize=256)
def counting_columns(instrument: Instrument, form_id: str) -> tuple[int, ...]:
    """The columns of which one has to hold an answer: of the scored items on the form.

    Where the form asks none, of all its closed items; none at all where everything is answered in words, so
    that every response counts.
    """
    form, places = instrument.form(form_id), layout(instrument)
    scored = {item for scale in instrument.subscales for item in scale.items}
    closed = [item for item in map(instrument.item, form.items) if item.closed]
    asked = [item for item in closed if item.id in scored] or closed
    return tuple(column for item in asked for column in places.span(item))


def is_blank(codes: bytes, columns: Sequence[int]) -> bool:
    """Whether codes hold no answer in any of the columns; a declared non-answer is none."""
    return bool(columns) and all(codes[column] >= FIRST_NON_ANSWER for column in columns)
