"""What researchers may have of single persons' answers, and what stays behind."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.disclosure.responses_file import drawn_numbers, shown_schools
from engine.exchange.cells import safe
from engine.exchange.deidentified_csv import write_deidentified
from engine.exchange.numeric_csv import write_numeric_release
from engine.exchange.response_csv import read_responses
from engine.responses.codebook import codebook
from engine.responses.layout import NOT_ON_FORM, NOT_SHOWN
from engine.results.model import FrozenOutcomeText
from engine.results.model_school import FrozenSchool, HiddenSchool
from engine.results.model_score import FrozenItem, FrozenOutcome, FrozenScore
from engine.results.own_results import own_results
from tests.engine.exchange.released import KEY, leaders, release, small, teachers
from tests.engine.report import small_results
from tests.kept import as_result
from tests.small import choose, instrument

RESULT = as_result(small_results.result())
FACTS = (("instrument", "small 1.0.0"), ("wave", "=cmd()"))


def _text(*schools: list[tuple[int, int, int]]) -> str:
    target = io.StringIO()
    made = small()
    write_deidentified(target, codebook(made), release(*schools, made=made), FACTS)
    return target.getvalue()


def test_a_background_answer_that_few_gave_is_withheld_of_so_many_that_none_stands_out() -> None:
    taken = release(teachers(20) + leaders(2), teachers(20) + leaders(12))
    first = taken.sites == taken.sites[0]
    assert set(taken.codes[first, 1]) == {NOT_ON_FORM}
    assert set(taken.codes[~first, 1]) == {0, 1}
    assert taken.withheld == {"role": 22, "L1": 22}


def test_a_common_answer_stays_where_enough_others_are_withheld() -> None:
    made = instrument(choose("role", "teacher", "leader", "nurse", "clerk"))
    people = [(0,)] * 15 + [(1,)] * 6 + [(2,)] * 5
    taken = release(people, made=made)
    assert list(taken.codes[:, 0]) == [0] * 15 + [NOT_ON_FORM] * 11


def test_a_question_for_few_is_withheld_too_as_skipping_it_tells_who_they_are() -> None:
    taken = release(teachers(20) + leaders(2), teachers(20) + leaders(12))
    first = taken.sites == taken.sites[0]
    assert set(taken.codes[first, 2]) == {NOT_ON_FORM}
    assert set(taken.codes[~first, 2]) == {NOT_SHOWN, 4}


def test_pooled_schools_are_not_told_apart_and_keep_more() -> None:
    taken = release(teachers(20) + leaders(6), teachers(20) + leaders(6), by_school=False)
    assert set(taken.sites) == {0}
    assert taken.withheld == {}
    assert set(taken.codes[:, 1]) == {0, 1}


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(0, 2)), min_size=30, max_size=120)
)
def test_everyone_looks_like_nine_others_of_the_school(people: list[tuple[int, int, int]]) -> None:
    made = instrument(choose("a", "x", "y", "z", "w"), choose("b", "x", "y", "z"))
    schools = [[person[1:] for person in people if person[0] == school] for school in range(3)]
    big = frozenset(70 + number for number, school in enumerate(schools) if len(school) >= 10)
    taken = release(*schools, made=made, shown=big)
    rows = np.column_stack([taken.sites, taken.codes])
    if len(rows):
        kinds, count = np.unique(rows, axis=0, return_counts=True)
        assert count.min() >= 10
        both = (kinds[:, 1:] != NOT_ON_FORM).all(axis=1)
        assert not both.any() or count[both].min() >= 20  # two questions at once


def test_answers_that_make_up_scores_stay() -> None:
    taken = release(teachers(20) + leaders(2))
    assert np.array_equal(taken.codes[:, 0], [person[0] for person in teachers(20) + leaders(2)])


def test_two_background_questions_are_kept_together_only_where_each_cross_has_enough() -> None:
    people = teachers(20) + leaders(20)
    years = {row: {"years": 1 if row % 2 else 2} for row in range(40)}
    crossed = release(people, open_answers=years)
    assert crossed.withheld == {"years": 40}
    assert np.isnan(crossed.numbers["years"]).all()
    alike = {row: {"years": 1 if row < 20 else 2} for row in range(40)}
    same = release(people, open_answers=alike)
    assert same.withheld == {}
    assert set(same.numbers["years"]) == {1.0, 2.0}
    fewer = {row: given for row, given in alike.items() if row < 39}
    few = release(people[:-1], open_answers=fewer)  # nineteen leaders: two questions at once take twenty
    assert few.withheld == {"years": 19}


def test_a_school_that_no_result_shows_is_in_no_file() -> None:
    taken = release(teachers(20), teachers(4), shown=frozenset({70}))
    assert len(taken) == 20
    assert set(taken.sites) == {1}


def school(site: int, responses: int, *items: bool, as_of: str | None = None) -> FrozenSchool:
    """A school's part of a result with a score a measure, whose statements are shown or not."""
    statement = FrozenItem(id="A0", n=responses, shares=(50, 50), ends=(0, 0))
    score = FrozenScore(n=responses, mean=50, low=40, high=60, level=None, benchmark=None)
    scores = [replace(score, items=(statement,) if shown else None) for shown in items or (True,)]
    return FrozenSchool(
        site=site,
        school=f"School {site}",
        shown=True,
        responses=responses,
        roster=None,
        rate=None,
        as_of=as_of,
        scores={str(at): one for at, one in enumerate(scores)},
    )


def test_schools_whose_statements_no_result_shows_stay_out() -> None:
    sites = [
        school(1, 8),
        HiddenSchool(site=2, school="School 2", shown=False),
        school(3, 30, as_of="2026-04-30"),  # some answered late, and too few to be told
        school(4, 7),
        school(5, 30, True, False),  # people answer one measure much alike, or late ones are kept back
    ]
    assert shown_schools(own_results(RESULT, sites), 8) == {1}


def test_schools_that_keep_a_single_statement_back_stay_out() -> None:
    told = FrozenOutcome(id="O1", n=30, share=60, end=0, low=42, high=76)
    asked = FrozenOutcomeText(id="O1", text="Statement O1.", question=None, counted=("4 of 5", "5 of 5"))
    sites = [replace(school(1, 30, True), outcomes=(told,)), school(2, 30, True)]
    assert shown_schools(own_results(replace(RESULT, outcomes=(asked,)), sites), 8) == {1}


def test_years_that_would_leave_a_few_of_a_band_are_withheld_of_the_whole_band() -> None:
    years = [7] * 12 + [8] * 3 + [31] * 6 + [32] * 6 + [30] * 13
    written = {at: {"years": number} for at, number in enumerate(years)}
    taken = release(teachers(40), open_answers=written)
    # Of results, people of 5 to 9 years are a group: its mean without the rows of 7 years would be that of three.
    assert np.isnan(taken.numbers["years"][:15]).all()
    assert set(taken.numbers["years"][27:]) == {30.0}


def test_numbers_of_schools_follow_a_key_and_no_order() -> None:
    sites = np.arange(40)
    one, again, other = (drawn_numbers(sites, key) for key in (KEY, KEY, b"another"))
    assert np.array_equal(one, again)
    assert sorted(one) == list(range(1, 41))
    assert not np.array_equal(one, other)
    assert abs(np.corrcoef(sites, one)[0, 1]) < 0.5


def test_nothing_that_people_wrote_and_no_date_is_in_the_file() -> None:
    made = small()
    taken = release(
        teachers(12), made=made, open_answers={3: {"more": "I am Ann", "born": "1970-01-01", "years": 3}}
    )
    target = io.StringIO()
    write_deidentified(target, codebook(made), taken, FACTS)
    header = target.getvalue().splitlines()[0].split(",")
    assert header == ["instrument", "wave", "site", "A1", "role", "L1", "years"]
    counted = io.StringIO()
    write_numeric_release(counted, codebook(made), taken, simulated=False)
    for text in (target.getvalue(), counted.getvalue()):
        assert "Ann" not in text
        assert "1970" not in text
        assert "School" not in text


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(0, 2)), min_size=30, max_size=120),
    st.booleans(),
)
def test_the_file_of_numbers_tells_people_apart_where_the_words_do_and_nowhere_else(
    people: list[tuple[int, int, int]], by_school: bool
) -> None:
    made = instrument(choose("a", "x", "y", "z", "w"), choose("b", "x", "y", "z"))
    schools = [[person[1:] for person in people if person[0] == school] for school in range(3)]
    big = frozenset(70 + number for number, school in enumerate(schools) if len(school) >= 10)
    taken = release(*schools, made=made, shown=big, by_school=by_school)
    book = codebook(made, by_school=by_school)
    words, numbers = io.StringIO(), io.StringIO()
    write_deidentified(words, book, taken, ())
    write_numeric_release(numbers, book, taken, simulated=False)
    said, counted = (list(csv.reader(io.StringIO(one.getvalue()))) for one in (words, numbers))
    assert len(said) == len(counted) == len(taken) + 1
    pairs = {(tuple(one), tuple(other)) for one, other in zip(said, counted, strict=True)}
    assert len(pairs) == len(set(map(tuple, said))) == len(set(map(tuple, counted)))
    assert {name.removesuffix(".missing") for name in counted[0]} == set(said[0])


def test_the_file_is_read_back_as_it_was(tmp_path: Path) -> None:
    made = small()
    taken = release(teachers(20) + leaders(12), made=made)
    path = tmp_path / "responses.csv"
    with path.open("w", newline="", encoding="utf-8") as target:
        write_deidentified(target, codebook(made), taken, FACTS)
    read = read_responses(path, made, keep=("site",))
    assert np.array_equal(read.codes, taken.codes)
    assert [int(number) for number in read.labels["site"]] == list(taken.sites)


def test_every_row_says_what_it_belongs_to_and_nothing_runs_as_a_formula() -> None:
    made = list(csv.DictReader(io.StringIO(_text(teachers(12)))))
    assert {(row["instrument"], row["wave"]) for row in made} == {("small 1.0.0", "'=cmd()")}


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "\rx"])
def test_signs_that_begin_a_formula(text: str) -> None:
    assert safe(text) == f"'{text}"
