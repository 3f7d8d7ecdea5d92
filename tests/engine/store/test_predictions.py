"""Sealed predictions: kept as written, withdrawn openly, and never made once the next result could be known."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from engine.store import NewPrediction, PredictionKind, StoreError
from engine.store.predictions import LONGEST_PREDICTION_REASON, MOST_OF_A_RESULT, Predictions
from tests.engine.store.field import START, Clock, Field, nothing

WHO = "lea@ash.example"
SHOWN = ("trust", "vision")
RISE = NewPrediction("vision", PredictionKind.RANGE, 5, 12, "Every team gets an hour.")


@pytest.fixture
def closed(field: Field) -> Field:
    field.store.closing.close(field.wave, nothing)
    return field


def seal(field: Field, new: NewPrediction = RISE, school: int = 0, **changes: Any) -> Any:
    one = replace(new, **changes)
    return field.store.predictions.seal(field.schools[school], field.wave, one, WHO, shown=SHOWN)


def test_a_prediction_is_sealed_with_its_moment_and_the_same_once_more_adds_nothing(
    closed: Field, clock: Clock
) -> None:
    made = seal(closed, reason="  Every team gets an hour. ")
    assert (made.measure, made.kind, made.low, made.high) == ("vision", PredictionKind.RANGE, 5, 12)
    assert (made.reason, made.who, made.name, made.stands) == (RISE.reason, WHO, WHO, True)
    assert made.at == clock().replace(microsecond=0)
    clock.move(minutes=5)
    assert seal(closed) == made
    assert closed.store.predictions.on(closed.schools[0], closed.wave) == (made,)
    assert closed.store.predictions.on(closed.schools[1], closed.wave) == ()


def test_nothing_in_the_room_changes_what_was_sealed(closed: Field) -> None:
    """There is no other way to a second range of a condition than to withdraw the first one openly."""
    first = seal(closed)
    with pytest.raises(StoreError, match="is sealed; withdraw it first, with a reason"):
        seal(closed, high=25)
    school, store = closed.schools[0], closed.store
    ended = store.predictions.withdraw(school, closed.wave, first.id, "The hour was cut.", "tom@ash.example")
    second = seal(closed, high=8)
    assert ended.withdrawn is not None
    assert (ended.withdrawn.reason, ended.withdrawn.name) == ("The hour was cut.", "tom@ash.example")
    assert replace(ended, withdrawn=None) == first
    assert store.predictions.on(school, closed.wave) == (second, ended)
    assert store.predictions.of(school) == store.predictions.of_study(closed.study) == (second, ended)
    with pytest.raises(StoreError, match="No such prediction of this school stands"):
        store.predictions.withdraw(school, closed.wave, first.id, "Again.", WHO)
    rows = {name for name in dir(Predictions) if not name.startswith("_")}
    assert rows == {"by_clock", "seal", "withdraw", "on", "of", "of_study", "opened_since"}


def test_nobody_seals_or_withdraws_once_the_next_wave_has_opened_even_before_its_first_answer(
    closed: Field, clock: Clock
) -> None:
    made = seal(closed)
    later = closed.another_wave(title="Autumn", opens=START + timedelta(days=10))
    store, school = closed.store, closed.schools[0]
    assert store.predictions.opened_since(school, closed.wave) is None  # it has not opened yet
    seal(closed, measure="trust")
    clock.move(days=10)
    assert store.predictions.opened_since(school, closed.wave) == later.wave.title == "Autumn"
    with pytest.raises(StoreError, match="'Autumn' has opened at Ash since, so its result could be known"):
        seal(closed, school=0, measure="trust", low=1)
    with pytest.raises(StoreError, match="'Autumn' has opened at Ash since"):
        store.predictions.withdraw(school, closed.wave, made.id, "We know better.", WHO)
    later.answer(A="4")
    store.closing.close(later.wave, nothing)
    with pytest.raises(StoreError, match="'Autumn' has opened"):
        seal(closed, measure="trust", low=1)
    on_the_next = replace(closed, wave=store.waves.get(later.wave.id))
    assert seal(on_the_next).wave_id == later.wave.id


def test_a_draft_and_a_wave_at_other_schools_stop_no_prediction(closed: Field) -> None:
    closed.another_wave(title="Draft", draft=True)
    elsewhere = closed.store.waves.add(closed.study, replace(new_wave_of(closed), title="Elsewhere"))
    closed.store.sites.add(elsewhere, closed.schools[1], roster=30)
    assert seal(closed).stands
    with pytest.raises(StoreError, match="'Elsewhere' has opened at Birch"):
        seal(closed, school=1)


def new_wave_of(field: Field) -> Any:
    from tests.engine.store.field import new_wave

    return new_wave(field.instrument)


def test_a_result_that_may_still_change_takes_none(closed: Field) -> None:
    closed.store.closing.reopen(closed.wave, "more answers on paper")
    with pytest.raises(StoreError, match="'Spring' is not closed"):
        seal(closed)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"measure": "time"}, "doesn't show 'time'; choose from trust, vision"),
        ({"low": 12, "high": 5}, "not from 12 to 5"),
        ({"low": 5, "high": 5}, "two different numbers"),
        ({"high": float("inf")}, "two different numbers"),
        ({"reason": "  "}, "reason is missing; say in a sentence why the team expects it"),
        ({"reason": "x" * (LONGEST_PREDICTION_REASON + 1)}, "takes 501 characters; shorten it to 500"),
    ],
)
def test_what_cannot_be_is_refused_with_a_remedy(closed: Field, changed: dict[str, Any], words: str) -> None:
    with pytest.raises(StoreError, match=words):
        seal(closed, **changed)
    assert closed.store.predictions.of(closed.schools[0]) == ()


def test_a_school_without_a_part_or_a_score_predicts_nothing(closed: Field) -> None:
    store = closed.store
    absent = store.studies.add_school(store.studies.networks()[0], "Dove")
    with pytest.raises(StoreError, match="Dove has no part in the wave 'Spring'"):
        store.predictions.seal(absent, closed.wave, RISE, WHO, shown=SHOWN)
    with pytest.raises(StoreError, match="shows no score to predict"):
        store.predictions.seal(closed.schools[0], closed.wave, RISE, WHO, shown=())


def test_sealing_and_withdrawing_by_turns_comes_to_an_end(closed: Field) -> None:
    store, school = closed.store, closed.schools[0]
    for number in range(MOST_OF_A_RESULT):
        made = seal(closed, high=6 + number)
        store.predictions.withdraw(school, closed.wave, made.id, "On second thought.", WHO)
    with pytest.raises(StoreError, match="100 predictions are sealed"):
        seal(closed)


def test_a_school_that_predicted_is_not_deleted(closed: Field) -> None:
    seal(closed)
    with pytest.raises(StoreError):
        closed.store.studies.remove_school(closed.schools[0])


def test_a_demonstration_seals_by_the_clock_of_its_years(closed: Field) -> None:
    then = START + timedelta(days=3)
    room = closed.store.predictions.by_clock(lambda: then)
    made = room.seal(closed.schools[0], closed.wave, RISE, WHO, shown=SHOWN)
    assert made.at == then.replace(microsecond=0)
