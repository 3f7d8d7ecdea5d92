"""The demonstration's survey with a question of every kind: each is answered, in both languages."""

from collections import Counter

import numpy as np
import pytest

from engine.demo import meetings
from engine.demo.fill import Demo
from engine.demo.planted import PLANTED
from engine.instrument.kinds import KINDS
from engine.loading import catalog
from engine.responses.layout import FIRST_NON_ANSWER, layout
from engine.store import Store, Wave, WaveState


@pytest.fixture(scope="module")
def tour(demo: tuple[Store, Demo]) -> tuple[Store, Wave, Wave]:
    store, made = demo
    assert made.tour is not None
    return store, *made.tour


def test_it_asks_every_kind_of_question_in_spanish_too() -> None:
    instrument = catalog.find(meetings.INSTRUMENT)
    assert {item.kind.name for item in instrument.items} == set(KINDS)
    assert {scale.faces for scale in instrument.response_scales} == {True, False}
    assert any(scale.highest_first for scale in instrument.response_scales)
    assert any(item.required for item in instrument.items)
    assert any(item.before for item in instrument.items)
    assert any(page.random for page in instrument.main_form.pages)
    (spanish,) = catalog.translations(instrument)
    assert spanish.language == "es"


def test_a_closed_wave_and_one_under_way_in_both_languages(tour: tuple[Store, Wave, Wave]) -> None:
    _, closed, survey = tour
    assert (closed.title, closed.state, closed.languages) == (meetings.CLOSED, WaveState.CLOSED, ("en", "es"))
    assert (survey.title, survey.state, survey.languages) == (meetings.OPEN, WaveState.OPEN, ("en", "es"))
    assert closed.simulated
    assert survey.simulated


def test_every_closed_question_was_answered_by_most(tour: tuple[Store, Wave, Wave]) -> None:
    store, closed, _ = tour
    instrument = store.definitions.get(closed.instrument_id, closed.version)
    codes = np.concatenate([block.codes for block in store.responses.blocks(closed)])
    for item in instrument.items:
        if item.closed:
            given = codes[:, list(layout(instrument).span(item))] < FIRST_NON_ANSWER
            assert given.all(axis=1).mean() > 0.6, item.id


def test_what_is_written_beside_an_answer_is_in_the_language_of_the_answer(
    tour: tuple[Store, Wave, Wave],
) -> None:
    store, closed, _ = tour
    found = Counter(
        (id, language)
        for row in store.responses.open_answers(closed)
        for id, words in row.answers.items()
        if id in meetings.WORDS
        for language, known in meetings.WORDS[id].items()
        if words in known
    )
    assert all(found[id, language] for id in meetings.WORDS for language in ("en", "es"))


def test_schools_that_were_planted_for_something_else_take_no_part(tour: tuple[Store, Wave, Wave]) -> None:
    store, closed, _ = tour
    schools = [site.school for site in store.sites.of(closed)]
    planted = {
        letter for letter, (name, _) in PLANTED.items() if any(one.startswith(name) for one in schools)
    }
    assert planted == {"I"}
    assert len(schools) == 13


def test_its_statements_have_scores_and_the_module_has_one(tour: tuple[Store, Wave, Wave]) -> None:
    store, closed, _ = tour
    document = store.results.network_snapshot(closed).document
    assert [one["id"] for one in document["measures"]] == ["meetings", "leading"]
    assert document["network"]["schools"] == 13
