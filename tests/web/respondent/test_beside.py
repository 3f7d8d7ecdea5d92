"""Words beside an answer, what is required, and texts between questions: on the page and as they are kept."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.exchange.response_csv import read_responses
from engine.exchange.response_table import write_responses
from engine.instrument import kinds
from engine.instrument.model import Form, Instrument, Item, Option, Page
from engine.instrument.passage import passage_html, passage_words
from engine.responses.answers import accept
from tests.small import choose, instrument, likert
from tests.web.conftest import Survey

Make = Callable[..., Survey]

ROLE = replace(
    choose("role", "teacher", "leader"),
    options=(Option("teacher", "Teacher"), Option("other", "Other", specify=True)),
)
RUBRIC = Item(
    "plan",
    "How do we plan?",
    kinds.RUBRIC,
    scale="true5",
    options=tuple(Option(n, name) for n, name in enumerate(("Not yet", "Starting", "Working"), 1)),
    levels=("One person does.", "Some teams do.", "Most teams do."),
    evidence="What shows it?",
)


@pytest.fixture
def there(survey: Make) -> Survey:
    return survey(instrument(ROLE, RUBRIC, likert("A1", required=True)))


def words_kept(there: Survey) -> list[dict[str, object]]:
    there.close()
    return [dict(row.answers) for row in there.store.responses.open_answers(there.wave)]


def test_other_with_its_words_and_a_rubric_with_its_note_are_kept(there: Survey) -> None:
    person = there.respondent().start()
    person.see("In your own words: Other", "What shows it?", "Some teams do.", "This stands in no report.")
    given = {
        "role": "other",
        "role.other.words": "Nurse",
        "plan": "2",
        "plan.note": "The\ncalendar.",
        "A1": "3",
    }
    person.answer(**given).go().see("You have answered every question.")
    assert person.open("1").holds("role.other.words") == ["Nurse"]
    person.submit()
    assert words_kept(there) == [{"role.other.words": "Nurse", "plan.note": "The\ncalendar."}]


def test_what_is_open_is_asked_about_once_and_no_more(there: Survey) -> None:
    person = there.respondent().start()
    person.answer(role="other", plan="2").go()
    person.see(
        "3 questions are still open", "You chose an answer that asks for a word from you, and wrote none."
    )
    person.see("You chose a level and did not write down what shows it.", "It has no answer yet.")
    person.not_see("need another look")
    assert "asked=yes" not in person.open("1").page.html
    person.not_see("still open")  # it is asked after the button, and not while one reads
    person.go().see("3 questions are still open").go().see("You have left one question blank.")
    person.submit()
    assert there.count() == 1


def test_one_open_question_is_one(there: Survey) -> None:
    person = there.respondent().start().answer(role="teacher").go()
    person.see("One question is still open").answer(A1="1").go().not_see("still open")


def test_a_page_that_is_left_backwards_asks_nothing(there: Survey) -> None:
    there.respondent().start().answer(role="other").go("back").not_see("still open")


def test_words_beside_an_option_that_is_not_chosen_are_told_and_not_lost(there: Survey) -> None:
    person = there.respondent().start()
    person.answer(**{"role": "teacher", "role.other.words": "Nurse"}).go()
    person.see("There are words beside 'Other', which is not chosen: choose it, or clear the words.")
    assert person.holds("role.other.words") == ["Nurse"]
    person.answer(role="other").go().not_see("which is not chosen")


def test_a_note_that_is_too_long_is_told_at_its_level(there: Survey) -> None:
    person = there.respondent().start().answer(**{"plan": "2", "plan.note": "n" * 5001}).go()
    person.see("The text has 5,001 characters: shorten it to 5,000 or fewer.")


def test_what_one_wrote_beside_is_never_drawn_for_another(there: Survey) -> None:
    there.respondent().start().answer(**{"role": "other", "role.other.words": "mine alone"}).go().open("1")
    assert "mine alone" not in there.respondent().start().answer(role="other").go().open("1").page.html


def test_files_hold_the_words_in_columns_of_their_own(tmp_path: Path) -> None:
    asked = instrument(ROLE, RUBRIC)
    given = {"role": ["other"], "role.other.words": ["Nurse"], "plan": ["3"], "plan.note": ["The calendar."]}
    said = accept(asked, "full", given)
    codes = np.frombuffer(said.codes, dtype=np.uint8)[None, :]
    out = io.StringIO(newline="")
    write_responses(out, asked, iter([(codes, {}, [said.open_answers])]))
    header, row = out.getvalue().split()[:2]
    assert header == "role,plan,role.other.words,plan.note"
    assert row.startswith("other,3,Nurse,")
    file = tmp_path / "there.csv"
    file.write_text(out.getvalue(), encoding="utf-8")
    back = read_responses(file, asked)
    assert (back.codes == codes).all()
    assert back.open_answers == (dict(said.open_answers),)


def test_words_in_a_file_without_their_option_are_left_out_and_told(tmp_path: Path) -> None:
    file = tmp_path / "there.csv"
    file.write_text("role,role.other.words\nteacher,Nurse\nother,Cook\n", encoding="utf-8")
    back = read_responses(file, instrument(ROLE))
    assert back.open_answers == ({}, {"role.other.words": "Cook"})
    assert any("1 answer to a question that the rules hide" in note for note in back.notes)


# Texts between questions


def passages() -> Instrument:
    items = (
        likert("A1", before="**Now** [here](https://example.org/a?b&c).", stem="now"),
        likert("A2", stem="now"),
    )
    form = Form("full", (Page(("A1", "A2"), "First", "Take your *time*.\n\n- one\n- two"),))
    return instrument(*items, stems={"now": "This year ..."}, forms=(form,))


def test_an_instrument_may_say_in_its_own_words_what_taking_part_means(survey: Make) -> None:
    made = replace(passages(), consent="You may **stop**.\n\nNo one will be mad.")
    html = survey(made).respondent().open().page.html
    assert "<p>You may <strong>stop</strong>.</p>" in html
    assert html.index("No one will be mad.") < html.index("Who can read what")


def test_an_instrument_without_words_of_its_own_adds_none(survey: Make) -> None:
    assert 'class="passage"' not in survey(passages()).respondent().open().page.html


def test_texts_stand_above_and_between(survey: Make) -> None:
    html = survey(passages()).respondent().start().page.html
    assert "<p>Take your <em>time</em>.</p>" in html
    assert "<li>one</li>" in html
    link = '<a target="_blank" rel="noopener noreferrer" href="https://example.org/a?b&amp;c">here</a>'
    assert f"<strong>Now</strong> {link}" in html
    assert html.index("<strong>Now") < html.index("This year ...") < html.index("Statement A1")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("[a](javascript:alert(1))", "[a](javascript:alert(1))"),
        ("![a](https://example.org/a.png)", '!<a href="https://example.org/a.png">a</a>'),
        ("# A heading", "# A heading"),
        ("`code`", "`code`"),
        ("a\n\n    b", "<p>a</p>\n<p>b</p>"),
        ("1. one\n2. two", "<ol>\n<li>one</li>\n<li>two</li>\n</ol>"),
    ],
    ids=["html", "script link", "picture", "heading", "code", "indented", "numbered"],
)
def test_nothing_but_the_light_marks_is_read(text: str, html: str) -> None:
    assert html in passage_html(text)


def test_the_words_of_a_text_without_its_marks() -> None:
    text = "**Now** the [plan](https://example.org).\n\n- one\n- *two*"
    assert passage_words(text) == "Now the plan (https://example.org). one two"
