"""The review shows what was answered in the words of the page, and leads to each question and back."""

from collections.abc import Callable

from engine.instrument import kinds
from engine.instrument.model import Form, NonAnswer, Page
from tests.small import choose, instrument, likert
from tests.web.conftest import Survey

Make = Callable[..., Survey]


def asked() -> object:
    items = (
        likert("A1"),
        likert("A2"),
        choose("grades", "low", "high", kind=kinds.CHOOSE_MANY),
        choose("day", kind=kinds.DATE, earliest="2020-01-01"),
        choose("place", "one", "two", kind=kinds.RANKING),
        choose("comment", kind=kinds.LONG_TEXT),
        choose("years", kind=kinds.NUMBER, maximum=60, non_answers=(NonAnswer("rather_not", "Rather not"),)),
        likert("B1"),
    )
    form = Form("full", (Page(tuple(item.id for item in items[:-1]), "First"), Page(("B1",))))
    return instrument(*items, forms=(form,))


def test_each_kind_of_answer_is_told_as_it_was_chosen_or_typed(survey: Make) -> None:
    person = survey(asked()).respondent().start()
    person.answer(A1="2", A2="cannot_judge", grades=["low", "high"], day="2024-05-08", comment="One\nTwo <b>")
    person.form().values |= {"a_place.one": ["2"], "a_place.two": ["1"], "a_years": ["rather_not"]}
    person.go().open("review")
    person.see("2 of 5", "I can't judge", "Low", "High", "May 8, 2024", "One: 2", "Two: 1", "Rather not")
    person.see(
        "One Two <b>", "7 of 7 answered", "0 of 1 answered", "No answer", "The question you left blank"
    )


def test_what_is_blank_and_what_is_wrong_come_first(survey: Make) -> None:
    person = survey(asked()).respondent().start().answer(A1="2", years="700").go()
    text = person.open("review").page.text
    wrong, blank = text.index("700 is too large"), text.index("The 6 questions you left blank")
    assert wrong < blank < text.index("Your answers, page by page")
    assert text.index("Your answers, page by page") < text.rindex("700"), (
        "what was typed is shown to be put right"
    )


def test_a_question_leads_back_to_the_review_for_whoever_has_not_been_to_the_end(survey: Make) -> None:
    person = survey(asked()).respondent().start()
    person.open("1").not_see("Save and return to the review")
    person.open("review").open("1?review=yes").see("Save and return to the review")
    person.answer(years="700").go("review").see("700 is too large", "Save and return to the review")
    person.answer(years="7").go("review").see("Ready to send?", "7")
