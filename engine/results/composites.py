"""Scores made of several measures' scores, at a school and over the network.

They are made of what is printed of the measures alone, so that they tell nothing that the measures do not.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import numpy as np

from engine.disclosure.rounding import decimals_shown, rounded
from engine.instrument.model import Composite, Instrument
from engine.responses.scoring import composite_range, level_of, score_range
from engine.results.measures import Measure, frozen_levels
from engine.results.model import FrozenComposite
from engine.results.model_network import FrozenNetworkComposite, FrozenNetworkMeasure
from engine.results.model_score import FrozenCompositeScore, FrozenScore

T = TypeVar("T")


def frozen_composite(instrument: Instrument, composite: Composite) -> FrozenComposite:
    low, high = composite_range(instrument, composite)
    return FrozenComposite(
        id=composite.id,
        label=composite.label,
        of=composite.of,
        least=composite.score.minimum_answered,
        low=low,
        high=high,
        decimals=decimals_shown(low, high),
        levels=frozen_levels(instrument, composite.levels),
    )


def frozen_scores(
    instrument: Instrument, measures: Sequence[Measure], scores: Mapping[str, FrozenScore | None]
) -> tuple[FrozenCompositeScore, ...]:
    """The composites of which a school shows enough measures."""
    found = (_score(instrument, one, _parts(one, measures, scores)) for one in instrument.composites)
    return tuple(score for score in found if score is not None)


def _parts(
    composite: Composite, measures: Sequence[Measure], of: Mapping[str, T | None]
) -> list[tuple[Measure, T]]:
    return [(one, part) for one in measures if one.id in composite.of and (part := of[one.id]) is not None]


def _score(
    instrument: Instrument, composite: Composite, parts: Sequence[tuple[Measure, FrozenScore]]
) -> FrozenCompositeScore | None:
    """The means of the printed scores, and of the ends of their intervals.

    The error of a mean is at most the mean of the errors, so the interval is at least as wide as it has to be. Where
    one score is at most, and another at least what is printed, their mean is neither and is not told.
    """
    ends = {score.end for _, score in parts} - {None}
    if len(parts) < composite.score.minimum_answered or len(ends) > 1:
        return None
    mean = _together(instrument, composite, ((one, score.mean) for one, score in parts))
    level = level_of(composite.levels, mean)
    return FrozenCompositeScore(
        id=composite.id,
        of=len(parts),
        mean=mean,
        end=next(iter(ends), None),
        low=_together(instrument, composite, ((one, score.low) for one, score in parts)),
        high=_together(instrument, composite, ((one, score.high) for one, score in parts)),
        level=level.id if level else None,
    )


def _together(
    instrument: Instrument,
    composite: Composite,
    values: Iterable[tuple[Measure, float]],
    more: int = 0,
) -> float:
    """The mean of printed values of measures on the items' own scale, as the composite shows it."""
    raw = []
    for one, value in values:
        low, high = score_range(instrument, one.subscale)
        raw.append(low + float(one.share(value)) / 100 * (high - low))
    low, high = composite_range(instrument, composite)
    ends = np.mean([score_range(instrument, instrument.subscale(id)) for id in composite.of], axis=0)
    share = (float(np.mean(raw)) - ends[0]) / (ends[1] - ends[0])
    return rounded(low + share * (high - low), decimals_shown(low, high) + more)


def network_composites(
    instrument: Instrument,
    measures: Sequence[Measure],
    means: Mapping[str, FrozenNetworkMeasure | None],
) -> tuple[FrozenNetworkComposite, ...]:
    """The mean of the network's means: of schools' own composites it would tell which school shows fewer measures."""
    found = ((one, _parts(one, measures, means)) for one in instrument.composites)
    return tuple(
        FrozenNetworkComposite(
            id=one.id,
            of=len(parts),
            mean=_together(instrument, one, ((measure, part.mean) for measure, part in parts), more=1),
        )
        for one, parts in found
        if len(parts) >= one.score.minimum_answered
    )
