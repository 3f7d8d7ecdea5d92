"""What a respondent sees of their own answers: in words, of themselves only, and not of too little."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from engine.instrument.construct_map import Construct, ConstructMap
from engine.instrument.model import Form, Instrument, Level, Page, Subscale
from engine.responses.answers import accept
from tests.small import instrument, likert, subscale
from tests.web.conftest import Survey
from web.respondent.feedback import Feedback, feedback_on

Make = Callable[..., Survey]

LEVELS = (Level("low", "Starting", "Few say so.", 50.0), Level("high", "Working", "Most say so."))
QUESTION = "What would you drop?"


def scored(id: str) -> Subscale:
    """Both items have to be answered; the subscale A measures what the question is about."""
    scale = subscale(id, f"{id}1", f"{id}2", minimum=2, levels=LEVELS)
    return replace(scale, construct="direction") if id == "A" else scale


def asked(*scales: str, **changes: Any) -> Instrument:
    """Two items a subscale, the second reverse-keyed; the first subscale measures a construct with a question."""
    items = [item for id in scales for item in (likert(f"{id}1"), likert(f"{id}2", reverse=True))]
    pages = (Page(tuple(item.id for item in items)),)
    construct = Construct("direction", "Direction", "Where to.", question=QUESTION)
    settings: dict[str, Any] = {
        "subscales": tuple(scored(id) for id in scales),
        "forms": (Form("full", pages, feedback="immediate"),),
        "construct_map": ConstructMap("map", "Map", (construct,)),
    }
    return instrument(*items, **settings | changes)


def feedback(instrument: Instrument, **answers: str) -> Feedback:
    given = {item: [text] for item, text in answers.items()}
    return feedback_on(instrument, "full", accept(instrument, "full", given).codes)


def test_a_score_has_a_number_a_level_and_a_place_on_its_axis() -> None:
    (score,) = feedback(asked("A"), A1="4", A2="2").scores
    assert (score.label, score.shown, score.low, score.high) == ("A", "75", "0", "100")
    assert score.level is LEVELS[1]
    assert (score.at, score.anchor, score.cuts) == (297.0, "middle", (200.0,))


def test_a_person_reads_what_a_level_says_to_one_person(survey: Make) -> None:
    levels = (Level("low", "Starting", "Few say so.", 50.0, you="You say little of it."), LEVELS[1])
    made = asked("A", subscales=(replace(scored("A"), levels=levels),))
    person = survey(made).respondent().start().answer(A1="2", A2="4").go().submit()
    person.see("A: Starting", "You say little of it.").not_see("Few say so.")


def test_the_ends_of_the_axis_keep_the_number_inside() -> None:
    assert feedback(asked("A"), A1="1", A2="5").scores[0].anchor == "start"
    assert feedback(asked("A"), A1="5", A2="1").scores[0].anchor == "end"


def test_too_few_answers_give_no_score_and_no_level() -> None:
    (score,) = feedback(asked("A"), A1="4").scores
    assert (score.shown, score.level) == ("", None)


def test_of_one_area_the_statements_are_named_as_they_are_keyed_with_the_answer() -> None:
    told = feedback(asked("A"), A1="3", A2="1")
    assert not told.by_area
    assert told.strongest == (("Statement A2.", "1 of 5"),)
    assert told.weakest == (("Statement A1.", "3 of 5"),)


def test_of_several_areas_the_areas_are_named() -> None:
    told = feedback(asked("A", "B"), A1="2", A2="4", B1="5", B2="1")
    assert told.by_area
    assert (told.strongest, told.weakest) == ((("B", ""),), (("A", ""),))
    assert told.question == QUESTION


def test_where_all_are_equal_none_is_named() -> None:
    told = feedback(asked("A", "B"), A1="3", A2="3", B1="3", B2="3")
    assert (told.strongest, told.weakest) == ((), ())


def test_a_question_is_that_of_the_weakest_area_or_none() -> None:
    assert feedback(asked("A", "B"), A1="5", A2="1", B1="1", B2="5").question == ""
    assert feedback(asked("A", construct_map=None), A1="1", A2="5").question == ""
    assert feedback(asked("A")).question == ""


def test_a_narrow_scale_is_printed_with_a_decimal() -> None:
    scales = (subscale("A", "A1", "A2", rescale=None),)
    assert feedback(asked("A", subscales=scales), A1="4", A2="3").scores[0].shown == "3.5"


def test_the_thanks_page_shows_it_once_and_only_where_the_form_says_so(survey: Make) -> None:
    person = survey(asked("A")).respondent().start().answer(A1="4", A2="2").go().submit()
    person.see("Your own answers, at a glance", "A: Working", "Most say so.", QUESTION, "from 0 to 100")
    person.press(person.form("/thanks"), {}).open("thanks").not_see("at a glance")


def test_without_immediate_feedback_there_is_none(survey: Make) -> None:
    plain = asked("A", forms=(Form("full", (Page(("A1", "A2")),)),))
    survey(plain).respondent().start().answer(A1="4", A2="2").go().submit().not_see("at a glance")
