"""What a school predicted, under the rules of its page: others than the school's own read what is shared."""

from flask import Response

from engine.results.answered import JudgedPrediction
from engine.results.predictions import interval_of
from engine.store import School
from web.api.answers import listed
from web.api.shapes import PredictionEntry
from web.school.by_right import reading_of


def predictions(school: School, wave: int) -> Response:
    """The predictions sealed on a result, and those that the result answers."""
    found = [
        one
        for one in reading_of(school, wave).predictions()
        if wave in (one.made_on.id, one.by.id if one.by else None)
    ]
    return listed(found, lambda one: one.prediction.id, lambda one: _entry(one, wave))


def _entry(one: JudgedPrediction, wave: int) -> PredictionEntry:
    sealed, told = one.prediction, one.prediction.stands and one.by is not None and one.by.id == wave
    ends = interval_of(one.change) if told and one.change is not None else None
    return PredictionEntry(
        id=sealed.id,
        measure=sealed.measure,
        kind=sealed.kind.value,
        low=sealed.low,
        high=sealed.high,
        reason=sealed.reason,
        sealed=sealed.at.isoformat(),
        made_on=one.made_on.id,
        shared=sealed.shared,
        withdrawn=sealed.withdrawn.at.isoformat() if sealed.withdrawn else None,
        answered_by=one.by.id if one.by else None,
        interval=ends,
        outcome=one.outcome.value if told and one.outcome is not None else None,
        without=one.reason if told or one.reason is not None else "elsewhere",
    )
