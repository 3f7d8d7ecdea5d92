"""A page of an instrument as a WTForms class: every kind has its row, and no rule of its own."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from werkzeug.datastructures import MultiDict

from engine.instrument import kinds
from engine.instrument.model import Item, Kind, NonAnswer, Option
from tests.small import choose, instrument, likert
from tests.web.conftest import Survey
from web.respondent.forms import FIELDS, AnswerField, ChoiceField, MeasureField, look, page_form

Make = Callable[..., Survey]


def scale(*labels: str) -> Item:
    return replace(likert("A1"), options=tuple(Option(n, label) for n, label in enumerate(labels)))


def posted(item: Item, *texts: str) -> AnswerField:
    """The one field of a form to which these texts were posted."""
    form = page_form(instrument(item), "full", 1)(MultiDict([(f"a_{item.id}", text) for text in texts]))
    (field,) = form
    assert isinstance(field, AnswerField)
    field.validate(form)
    return field


def test_every_kind_has_its_row() -> None:
    assert list(FIELDS) == list(kinds.KINDS)


@pytest.mark.parametrize("kind", kinds.KINDS.values(), ids=str)
def test_every_kind_is_drawn_and_takes_its_answer(kind: Kind, survey: Make) -> None:
    given = {
        kinds.SCALE: "2",
        kinds.RUBRIC: "b",
        kinds.CHOOSE_ONE: "b",
        kinds.CHOOSE_MANY: "b",
        kinds.SLIDER: "2",
        kinds.NUMBER: "2",
        kinds.DATE: "2026-05-04",
    }
    if kind.numbered:
        return  # each option has a control: test_numbers.py
    options = "ab" if {"options", "scale"} & {*kind.needs} else ""
    item = likert("Q") if kind is kinds.SCALE else choose("Q", *options, kind=kind)
    item = replace(item, ends=("Low", "High") if kind is kinds.SLIDER else ())
    person = survey(instrument(item)).respondent().start()
    assert person.shows("Q")
    person.answer(Q=given.get(kind, "words")).go().see("You have answered every question.")
    assert person.open("1").holds("Q") == [given.get(kind, "words")]


def test_the_class_of_a_page_is_built_once() -> None:
    asked = instrument(likert("A1"))
    assert page_form(asked, "full", 1) is page_form(asked, "full", 1)


def test_an_items_id_can_be_a_word_that_forms_use(survey: Make) -> None:
    person = survey(instrument(likert("data"), likert("errors"), likert("mark"))).respondent().start()
    person.answer(data="1", errors="2", mark="3").go().see("You have answered every question.")


def test_a_field_says_what_the_answer_rules_say() -> None:
    years = choose("years", kind=kinds.NUMBER, minimum=0, maximum=60)
    assert posted(years, "700").problem == "700 is too large: give a number from 0 to 60."
    assert posted(years, "7").problem == ""
    assert (posted(years, "3,5").problem, posted(years, "3,5").text) == ("", "3,5")
    assert posted(years, "1,234").problem == "'1,234' can be 1234 or 1.234: write 1234 or 1.234."
    assert posted(years, " ", "").texts == ()


def test_an_answer_and_a_non_answer_do_not_go_together() -> None:
    years = choose("years", kind=kinds.NUMBER, non_answers=(NonAnswer("rather_not", "Rather not"),))
    field = posted(years, "7", "rather_not")
    assert field.problem.startswith("There is an answer and also a reason for not answering")
    assert (field.text, [one.checked for one in field.non_answers]) == ("7", [True])


@pytest.mark.parametrize(
    ("item", "arrangement"),
    [
        (scale("Not true", "Slightly true", "Mostly true"), "row"),
        (scale("Neither agree nor disagree at all", "Agree"), "row"),
        (scale(*["A label that is far too long for a column"] * 7), "list"),
        (scale("Incomprehensibilities", *"abcdef"), "list"),
        (scale(*map(str, range(11))), "numbers"),
        (scale("0 – Cannot do this", "1", "2: Certain"), "numbers"),
        (scale("0", "1", "Many"), "row"),
        (choose("role", "teacher", "leader"), "list"),
        (choose("state", *(f"s{n}" for n in range(13))), "menu"),
        (choose("states", *(f"s{n}" for n in range(13)), kind=kinds.CHOOSE_MANY), "list"),
    ],
)
def test_options_stand_as_their_labels_allow(item: Item, arrangement: str) -> None:
    assert look(item).arrangement == arrangement


def test_numbers_with_words_keep_their_words_for_those_who_listen(survey: Make) -> None:
    item = scale("0 – Cannot do this", "1", "2: Certain")
    field = posted(item, "2")
    assert isinstance(field, ChoiceField)
    assert list(field.anchors) == [("0", "Cannot do this"), ("2", "Certain")]
    assert [(one.number, one.label, one.checked) for one in field.options] == [
        ("0", "Cannot do this", False),
        ("1", "", False),
        ("2", "Certain", True),
    ]
    survey(instrument(item)).respondent().start().see("0 Cannot do this", "2 Certain")


@pytest.mark.parametrize(
    ("item", "hint"),
    [
        (choose("n", kind=kinds.NUMBER, minimum=0, maximum=60), "A number from 0 to 60"),
        (choose("n", kind=kinds.NUMBER, minimum=0.5), "0.5 or more"),
        (choose("n", kind=kinds.NUMBER, maximum=7), "7 or less"),
        (choose("n", kind=kinds.DATE, earliest="2026-05-04"), "May 4, 2026 or later"),
        (
            choose("n", kind=kinds.DATE, earliest="2026-05-04", latest="2026-06-01"),
            "A day from May 4, 2026 to June 1, 2026",
        ),
        (choose("n", kind=kinds.SHORT_TEXT, maximum_length=30), "Up to 30 characters"),
        (choose("n", kind=kinds.LONG_TEXT), "Up to 5,000 characters"),
    ],
)
def test_bounds_are_told_before_they_are_broken(survey: Make, item: Item, hint: str) -> None:
    person = survey(instrument(item)).respondent().start().see(hint)
    assert 'aria-describedby="hint-n' in person.page.html


def test_without_bounds_there_is_nothing_to_tell() -> None:
    field = posted(choose("n", kind=kinds.NUMBER))
    assert isinstance(field, MeasureField)
    assert field.hint[0] == ""


def test_a_note_helps_and_is_told_with_the_field(survey: Make) -> None:
    person = survey(instrument(likert("A1", note="Count this year."))).respondent().start()
    person.see("Count this year.")
    assert 'aria-describedby="note-A1"' in person.page.html


def test_texts_are_shown_as_they_were_typed_and_never_as_markup(survey: Make) -> None:
    text = '\nfirst <b>line</b> &amp; "quotes"\nsecond'
    comment = choose("comment", kind=kinds.LONG_TEXT)
    person = survey(instrument(comment, likert("A1", note="<i>note</i>"))).respondent().start()
    person.see("<i>note</i>").answer(comment=text).go()
    assert person.open("1").holds("comment") == [text]
    assert "<b>line" not in person.page.html


def test_what_one_person_typed_is_never_drawn_for_another(survey: Make) -> None:
    comment = choose("comment", kind=kinds.SHORT_TEXT)
    there = survey(instrument(comment))
    there.respondent().start().answer(comment="mine alone").go().open("1")
    assert "mine alone" not in there.respondent().start().page.html
    assert not any("mine alone" in drawing for drawing in there.app.extensions["drawings"].values())
