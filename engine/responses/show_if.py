"""Show-if rules on blocks of responses: one decision for each different set of answers, not one a person."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.instrument.model import Instrument, Item
from engine.instrument.rules import Answer, Rule, holds, named_items
from engine.responses.layout import FIRST_NON_ANSWER, Codes, layout

OpenAnswers = Sequence[Mapping[str, str | int | float]]


def shown_rows(
    instrument: Instrument, rule: Rule, codes: Codes, opens: OpenAnswers = ()
) -> NDArray[np.bool_]:
    """For whom the rule holds: a truth value a row of `codes` (persons x columns).

    `opens` are the open answers, a mapping a row; without them, open items that the rule names count as blank.
    """
    named = [instrument.item(name) for name in sorted(named_items(rule))]
    if not len(codes):
        return np.empty(0, dtype=bool)
    keys, answers = zip(*(_answers(instrument, item, codes, opens) for item in named), strict=True)
    different, which = np.unique(np.column_stack(keys), axis=0, return_inverse=True)
    verdicts = [
        holds(
            rule,
            {
                item.id: answer
                for item, known, number in zip(named, answers, numbers, strict=True)
                if (answer := known[number]) is not None
            },
        )
        for numbers in different.tolist()
    ]
    result: NDArray[np.bool_] = np.array(verdicts, dtype=bool)[which.ravel()]
    return result


def _answers(
    instrument: Instrument, item: Item, codes: Codes, opens: OpenAnswers
) -> tuple[NDArray[np.int64], list[Answer | None]]:
    """Which of an item's different answers each person gave, and these answers; None is blank."""
    coding = item.kind.coding
    if coding is None:
        numbers: dict[Answer | None, int] = {None: 0}
        which = [numbers.setdefault(row.get(item.id), len(numbers)) for row in opens] or [0] * len(codes)
        return np.array(which, dtype=np.int64), list(numbers)
    span = list(layout(instrument).span(item))
    if not coding.by_option:
        values = [point.value for point in item.points]
        answered = codes[:, span[0]] < FIRST_NON_ANSWER
        return np.where(answered, codes[:, span[0]], len(values)).astype(np.int64), [*values, None]
    different, which_of = np.unique(codes[:, span], axis=0, return_inverse=True)
    answers: list[Answer | None] = [
        coding.decode(item, row) if row[0] < FIRST_NON_ANSWER else None for row in different.tolist()
    ]
    return which_of.ravel().astype(np.int64), answers
