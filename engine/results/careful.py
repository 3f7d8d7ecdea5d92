"""Answers that look as if given without reading: flagged by two indexes that need no more than the answers."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.instrument.model import Instrument
from engine.responses.layout import Codes, layout
from engine.results.people import Respondents
from psychometrics.answered_distance import answered_distance
from psychometrics.careless import clean_cuts
from psychometrics.contract import Floats, StatisticError
from psychometrics.quality import Sample, longstring
from psychometrics.summaries.moments import Moments

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
    sample = _sample(people.codes[:, columns], table)
    cuts = {cut.index: cut.value for cut in clean_cuts(sample, [row[np.isfinite(row)] for row in table])[0]}
    found = [
        look(_Blocks(people.codes, columns, table), sample, cuts[index])
        for index, look in (("longstring_share", _straight), ("mahalanobis_p", _rare))
        if index in cuts
    ]
    return np.logical_or.reduce(found) if found else None


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The answers as numbers (persons x items), so many people at once: a million of them whole take a gigabyte."""

    codes: Codes
    columns: NDArray[np.intp]
    table: Floats

    def __iter__(self) -> Iterator[Floats]:
        for start in range(0, len(self.codes), AT_ONCE):
            yield self.table[np.arange(len(self.columns)), self.codes[start : start + AT_ONCE, self.columns]]


def _sample(codes: Codes, table: Floats) -> Sample:
    moments = Moments.of(codes, table)
    return Sample(moments.counts(), np.diagonal(moments.sums).copy(), moments.covariance())


def _straight(blocks: _Blocks, _: Sample, cut: float) -> NDArray[np.bool_]:
    return np.concatenate([_longest(values, cut) for values in blocks])


def _longest(values: Floats, cut: float) -> NDArray[np.bool_]:
    longest, _ = longstring(values)
    answered = np.isfinite(values).sum(axis=1)
    return np.asarray((longest / np.maximum(answered, 1) >= cut) & (answered >= LEAST_ITEMS))


def _rare(blocks: _Blocks, sample: Sample, cut: float) -> NDArray[np.bool_]:
    """Nobody where combinations cannot be told, as where one item follows from others."""
    try:
        return np.concatenate([answered_distance(values, sample)[1] < cut for values in blocks])
    except StatisticError:
        return np.zeros(len(blocks.codes), dtype=np.bool_)
