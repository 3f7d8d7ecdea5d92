"""Rankings, points that make up a sum, and sliders: what people get wrong, what they are told, what is kept."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.exchange.ddi import ddi_xml
from engine.exchange.response_csv import read_responses
from engine.exchange.response_table import write_responses
from engine.instrument import kinds
from engine.instrument.model import NonAnswer
from engine.problems import Refused
from engine.report.codebook import codebook_document
from engine.report.media.to_html import html
from engine.responses.answers import accept
from engine.responses.codebook import codebook
from engine.responses.layout import BLANK, FIRST_NON_ANSWER, layout
from engine.responses.simulate import simulate
from tests.small import choose, instrument, likert
from tests.web.conftest import Survey

Make = Callable[..., Survey]

NONE = (NonAnswer("none_of", "None of these"),)
MATTERS = choose("matters", "pay", "time", "trust", kind=kinds.RANKING, top=2, non_answers=NONE)
HOURS = choose("hours", "fires", "upkeep", "growth", kind=kinds.CONSTANT_SUM)
MOOD = choose(
    "mood", kind=kinds.SLIDER, minimum=0.0, maximum=10.0, step=0.5, ends=("Hard", "Easy"), non_answers=NONE
)
ASKED = instrument(MATTERS, HOURS, MOOD)


@pytest.fixture
def there(survey: Make) -> Survey:
    return survey(ASKED)


# What people get wrong, and what they are told


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            {"hours.fires": "40", "hours.upkeep": "59"},
            "The numbers add up to 99, and should make 100: give 1 more.",
        ),
        (
            {"hours.fires": "70", "hours.upkeep": "33"},
            "The numbers add up to 103, and should make 100: take 3 away.",
        ),
        (
            {"hours.fires": "33.5", "hours.upkeep": "66.5"},
            "'33.5' beside 'Fires' is not a whole number: write a whole number from 0 to 100, or nothing.",
        ),
        (
            {"hours.fires": "all"},
            "'all' beside 'Fires' is not a number: write a whole number from 0 to 100, or nothing.",
        ),
        (
            {"hours.fires": "-5", "hours.upkeep": "105"},
            "'-5' beside 'Fires' is too small: write a whole number from 0 to 100, or nothing.",
        ),
        (
            {"matters.pay": "1", "matters.time": "1"},
            "'Pay' and 'Time' share place 1: give each a place of its own.",
        ),
        (
            {"matters.trust": "2"},
            "Place 2 is given, and place 1 is not: give place 1, or move the others up.",
        ),
        ({"mood": "7.3"}, "7.3 lies between two steps: give 7 or 7.5."),
        ({"mood": "12"}, "12 is too large: give a number from 0 to 10."),
        ({"mood": "fine"}, "'fine' is not a number: write digits, such as 12 or 12.5."),
    ],
)
def test_a_slip_is_told_kept_and_can_be_mended(there: Survey, given: dict[str, str], told: str) -> None:
    person = there.respondent().start().answer(**given).go()
    person.see("One answer needs another look", told)
    for name, text in given.items():
        assert person.holds(name) == [text]
    person.answer(**dict.fromkeys(given, "")).go().see("You have left 3 questions blank.")


def test_an_untouched_slider_is_no_answer_and_asked_about_where_it_is_required(survey: Make) -> None:
    there = survey(instrument(replace(MOOD, required=True), likert("A1")))
    person = there.respondent().start().answer(A1="3").go()
    person.see("One question is still open", "It has no answer yet.")
    person.go().see("You have left one question blank.").submit()
    assert there.close() == [[BLANK, 2]]


def test_right_answers_are_kept_a_byte_an_option(there: Survey) -> None:
    person = there.respondent().start()
    given = {
        "matters.trust": "1",
        "matters.pay": "2",
        "hours.fires": "30 %",
        "hours.growth": "70",
        "mood": "7,5",
    }
    person.answer(**given).go().see("You have answered every question.")
    assert person.open("1").holds("hours.growth") == ["70"]
    person.see("Together 100 of 100").submit()
    places = layout(ASKED)
    assert [column.id for column in places.columns] == [
        *("matters.pay", "matters.time", "matters.trust"),
        *("hours.fires", "hours.upkeep", "hours.growth", "mood"),
    ]
    assert there.close() == [[2, 0, 1, 30, 0, 70, 15]]
    assert places.decode(bytes([2, 0, 1, 30, 0, 70, 15])) == {
        "matters": ("trust", "pay"),
        "hours": (30, 0, 70),
        "mood": 7.5,
    }


def test_a_reason_for_not_answering_stands_in_every_byte(there: Survey) -> None:
    there.respondent().start().answer(matters="none_of").go().submit()
    assert there.close()[0][:3] == [FIRST_NON_ANSWER] * 3


def test_a_reason_and_a_number_do_not_go_together(there: Survey) -> None:
    person = there.respondent().start().answer(**{"matters": "none_of", "matters.pay": "1"}).go()
    person.see("There is an answer and also a reason for not answering: keep one of the two.")


def test_programs_may_name_the_ranked_in_their_order() -> None:
    codes = accept(ASKED, "full", {"matters": ["trust", "pay"]}).codes
    assert list(codes[:3]) == [2, 0, 1]
    with pytest.raises(Refused, match="gives none of the answers a number; use fires=1"):
        accept(ASKED, "full", {"hours": ["fire=100"]})


def test_the_page_tells_all_without_a_script(there: Survey) -> None:
    page = there.respondent().start().page
    assert "Give whole numbers that add up to 100." in page.text
    assert "Give place 1 to what comes first for you, and so on to place 2. Fewer are fine." in page.text
    assert "A number from 0 to 10" in page.text
    assert page.html.count("<select") == 3
    assert 'type="range"' not in page.html
    assert "numbers.js" in page.html


# Files


def test_what_is_simulated_is_written_and_read_back(tmp_path: Path) -> None:
    (wave,) = simulate(ASKED, [[200]])
    spans = layout(ASKED)
    sums = wave.codes[:, list(spans.span(HOURS))].astype(int).sum(axis=1)
    assert (sums == 100).all()
    places = np.sort(wave.codes[:, list(spans.span(MATTERS))], axis=1)
    assert (places == [0, 1, 2]).all()
    out = io.StringIO(newline="")
    write_responses(out, ASKED, iter([(wave.codes, {}, wave.open_answers)]))
    file = tmp_path / "made.csv"
    file.write_text(out.getvalue(), encoding="utf-8")
    assert (read_responses(file, ASKED).codes == wave.codes).all()


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("hours.fires,hours.upkeep,hours.growth\n40,59,\n", "row 2, columns of hours: not_the_sum"),
        ("matters.pay,matters.time,matters.trust\n1,1,0\n", "row 2, columns of matters: shared_place"),
        ("matters.pay,matters.time,matters.trust\n0,2,0\n", "row 2, columns of matters: place_left_out"),
        (
            "matters.pay,matters.time,matters.trust\n1,none_of,0\n",
            "columns of matters: answer_and_non_answer",
        ),
        ("matters.pay,matters.time,matters.trust\n3,,\n", "is no place"),
        ("mood\n7.3\n", "lies between two steps"),
        ("hours\nfires\n", "is no list of the options"),
    ],
)
def test_a_row_of_a_file_is_held_to_the_same_rules(tmp_path: Path, rows: str, told: str) -> None:
    file = tmp_path / "there.csv"
    file.write_text(rows, encoding="utf-8")
    with pytest.raises(Refused, match=told.replace(".", r"\.")):
        read_responses(file, ASKED)


def test_an_empty_cell_beside_numbers_is_nothing_and_alone_is_blank(tmp_path: Path) -> None:
    file = tmp_path / "there.csv"
    file.write_text(
        "hours.fires,hours.upkeep,hours.growth,matters,mood\n60,40,,trust;time,\n,,,,3\n", encoding="utf-8"
    )
    codes = read_responses(file, ASKED).codes
    spans = layout(ASKED)
    assert codes[:, list(spans.span(HOURS))].tolist() == [[60, 40, 0], [BLANK] * 3]
    assert codes[:, list(spans.span(MATTERS))].tolist() == [[0, 2, 1], [BLANK] * 3]


def test_amounts_are_no_categories_in_codebooks() -> None:
    book = codebook(ASKED)
    fires, mood, pay = (book.variable(name) for name in ("hours.fires", "mood", "matters.pay"))
    assert (fires.quantity, fires.minimum, fires.maximum, fires.whole) == (True, 0, 100, True)
    assert (mood.quantity, mood.minimum, mood.maximum, mood.whole) == (True, 0, 10, False)
    assert [one.label for one in pay.values] == ["No place", "Place 1", "Place 2"]
    page = html(codebook_document(book))
    assert "whole numbers from 0 to 100 (scale)" in page
    assert "The numbers of one answer make up 100." in page
    assert "A slider from “Hard” to “Easy”." in page
    xml = ddi_xml(book, facts=())
    assert xml.count("<catgry") < 60
