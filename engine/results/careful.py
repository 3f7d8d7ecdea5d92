"""Answers that look as if given without reading: flagged by two indexes that need no more than the answers."""

import numpy as np
from numpy.typing import NDArray

from engine.instrument.model import Instrument
from engine.responses.layout import layout
from engine.results.people import Respondents
from psychometrics.answered_distance import answered_distance
from psychometrics.careless import clean_cuts
from psychometrics.contract import Floats, StatisticError
from psychometrics.quality import Sample, longstring, sample_of

LEAST_ITEMS = 10
LEAST_PEOPLE = 50
AT_ONCE = 20_000


def flagged(instrument: Instrument, form: str, people: Respondents) -> NDArray[np.bool_] | None:
    """Who gave one answer to so many items in a row, or a combination so rare, as attentive people seldom do.

    Cut-points are the literature's, moved where more than three in a hundred attentive people of this wave's
    means and correlations would be flagged (`clean_cuts`). None for short forms, few people, and forms on
    which neither can be told.
    """
    asked = set(instrument.form(form).items)
    items = [item for item in instrument.items if item.kind.scored and item.id in asked]
    if len(items) < LEAST_ITEMS or len(people) < LEAST_PEOPLE:
        return None
    columns = np.array(layout(instrument).indexes([item.id for item in items]))
    table = layout(instrument).table[columns]
    values = table[np.arange(len(columns)), people.codes[:, columns]]
    sample = sample_of(values)
    cuts = {cut.index: cut.value for cut in clean_cuts(sample, [row[np.isfinite(row)] for row in table])[0]}
    found = [
        look(values, sample, cuts[index])
        for index, look in (("longstring_share", _straight), ("mahalanobis_p", _rare))
        if index in cuts
    ]
    return np.logical_or.reduce(found) if found else None


def _straight(values: Floats, sample: Sample, cut: float) -> NDArray[np.bool_]:
    longest, _ = longstring(values)
    answered = np.isfinite(values).sum(axis=1)
    return np.asarray((longest / np.maximum(answered, 1) >= cut) & (answered >= LEAST_ITEMS))


def _rare(values: Floats, sample: Sample, cut: float) -> NDArray[np.bool_]:
    """Nobody where combinations cannot be told, as where one item follows from others."""
    try:
        return np.concatenate(
            [
                answered_distance(values[start : start + AT_ONCE], sample)[1] < cut
                for start in range(0, len(values), AT_ONCE)
            ]
        )
    except StatisticError:
        return np.zeros(len(values), dtype=np.bool_)
