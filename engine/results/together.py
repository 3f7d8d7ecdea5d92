"""Scores that are read together, as the construct map says: where a school stands is a place, and never their mean."""

from collections.abc import Sequence
from dataclasses import asdict

from engine.disclosure.rounding import rounded
from engine.instrument.construct_map import CORNERS
from engine.instrument.model import Instrument
from engine.results.measures import Measure, construct_of
from engine.results.model import FrozenCorner, FrozenTogether


def frozen_together(instrument: Instrument, measures: Sequence[Measure]) -> tuple[FrozenTogether, ...]:
    """The pairs of measures whose constructs are read together, where an instrument measures both."""
    constructs = {one.id: construct_of(instrument, one.subscale) for one in measures}
    by_construct = {construct.id: one for one in measures if (construct := constructs[one.id]) is not None}
    found = []
    for one in measures:
        construct = constructs[one.id]
        pair = construct.read_with if construct is not None else None
        other = by_construct.get(pair.id) if pair is not None else None
        if pair is not None and other is not None:
            texts: dict[str, str] = asdict(pair)
            corners = tuple(FrozenCorner(id=id, text=texts[id]) for id in CORNERS)
            cuts = (_on_scale(one, pair.cut), _on_scale(other, pair.cut))
            found.append(FrozenTogether(this=one.id, other=other.id, cuts=cuts, corners=corners))
    return tuple(found)


def _on_scale(one: Measure, per_cent: float) -> float:
    return rounded(one.low + per_cent / 100 * one.width, one.decimals + 1)
