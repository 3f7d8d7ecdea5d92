"""Predictions of the demonstration: each comes out as it was planted, and all labels and all reasons are there."""

from engine.demo.fill import Demo
from engine.demo.people import OWN_SCHOOL
from engine.demo.predictions import SEALED, WAITING, WITHDRAWN
from engine.results.predictions import PredictionLabel
from engine.store import School, Store
from engine.waves.predicted import answered


def school_of(store: Store, made: Demo, start: str) -> School:
    site = next(one for one in store.sites.of(made.closed[-1]) if one.school.startswith(start))
    return store.studies.school(site.school_id)


def test_every_prediction_comes_out_as_it_was_planted(demo: tuple[Store, Demo]) -> None:
    store, made = demo
    for start in sorted({one.school for one in (*SEALED, *WAITING)}):
        school = school_of(store, made, start)
        found = answered(store, school, store.predictions.of(school))
        came = {
            (one.made_on.id, one.prediction.measure): str(one.outcome or one.reason)
            for one in found
            if one.prediction.stands
        }
        before, last = made.closed[-2].id, made.closed[-1].id
        planted = {(before, one.measure): one.comes for one in SEALED if one.school == start}
        planted |= {(last, one.measure): one.comes for one in WAITING if one.school == start}
        assert came == planted, start


def test_all_labels_are_there_and_the_own_school_was_right_wrong_and_undecidable() -> None:
    assert {one.comes for one in SEALED} >= set(PredictionLabel)
    own = {one.comes for one in SEALED if one.school == OWN_SCHOOL}
    assert own == {"as_expected", "lower", "cannot_tell"}


def test_every_prediction_is_older_than_the_wave_that_answers_it(demo: tuple[Store, Demo]) -> None:
    store, made = demo
    before, last = made.closed[-2:]
    for one in store.predictions.of_study(store.studies.get(last.study_id)):
        wave = before if one.wave_id == before.id else last
        assert wave.closes < one.at
        assert one.at < last.opens or wave is last
    (ended,) = [one for one in store.predictions.of(school_of(store, made, OWN_SCHOOL)) if not one.stands]
    assert (ended.measure, ended.withdrawn is not None) == (WITHDRAWN.measure, True)
    assert ended.withdrawn is not None
    assert ended.at < ended.withdrawn.at < last.opens
