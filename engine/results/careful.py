"""Answers that look as if given without reading: flagged by two indexes that need no more than the answers."""

import numpy as np
from numpy.typing import NDArray

from engine.instrument.model import Instrument
from engine.responses.layout import layout
from engine.results.people import Respondents
from psychometrics.answered_distance import answered_distance
from psychometrics.contract import StatisticError
from psychometrics.guidelines import CARELESS_CUTS
from psychometrics.quality import longstring, sample_of

LEAST_ITEMS = 10
LEAST_PEOPLE = 50
INDEXES = ("longstring_share", "mahalanobis_p")
AT_ONCE = 20_000


def flagged(instrument: Instrument, form: str, people: Respondents) -> NDArray[np.bool_] | None:
    """Who gave one answer to half of the items in a row, or a combination that is very rare in this wave.

    None for short forms and few people, where neither can be told.
    """
    asked = set(instrument.form(form).items)
    items = [item for item in instrument.items if item.kind.scored and item.id in asked]
    if len(items) < LEAST_ITEMS or len(people) < LEAST_PEOPLE:
        return None
    columns = np.array(layout(instrument).indexes([item.id for item in items]))
    table = layout(instrument).table[columns]
    values = table[np.arange(len(columns)), people.codes[:, columns]]
    cuts = {cut.index: cut.value for cut in CARELESS_CUTS}
    longest, _ = longstring(values)
    answered = np.maximum(np.isfinite(values).sum(axis=1), 1)
    straight = (longest / answered >= cuts["longstring_share"]) & (answered >= LEAST_ITEMS)
    try:
        sample = sample_of(values)
        rare = [
            answered_distance(values[start : start + AT_ONCE], sample)[1] < cuts["mahalanobis_p"]
            for start in range(0, len(values), AT_ONCE)
        ]
    except StatisticError:
        return np.asarray(straight)
    return np.asarray(straight | np.concatenate(rare))
