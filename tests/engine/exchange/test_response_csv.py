"""Files of responses: what is read, and how everything wrong with a file comes at once."""

from io import StringIO
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest

from engine.exchange.response_csv import ResponseFile, read_responses
from engine.exchange.response_table import write_responses
from engine.instrument import kinds
from engine.instrument.column_map import ColumnMap
from engine.instrument.model import Form, Item, Page
from engine.instrument.rules import AtLeast, Is
from engine.problems import Problem, Refused
from engine.responses.layout import BLANK, FIRST_NON_ANSWER, NOT_ON_FORM, NOT_SHOWN, layout
from tests.small import choose, instrument, likert

THREE = instrument(likert("A"), likert("B"), likert("R", reverse=True))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "responses.csv"


def write(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


def problems_of(path: Path, *arguments: object, **options: object) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as refused:
        read_responses(path, THREE, *arguments, **options)  # type: ignore[arg-type]
    return refused.value.problems


def test_cells_become_codes(file: Path) -> None:
    read = read_responses(write(file, "A,B,R", "1,5,2", ",cannot_judge,4.0", "NA,3,not_shown"), THREE)
    assert read.codes.tolist() == [[0, 4, 1], [BLANK, FIRST_NON_ANSWER, 3], [BLANK, 2, NOT_SHOWN]]
    assert len(read.digest) == 64


def test_every_bad_cell_is_reported_with_row_and_column(file: Path) -> None:
    problems = problems_of(write(file, "A,B,R", "1,9,2", "x,3,7", "2,2,2"))
    assert [problem.place for problem in problems] == [
        "row 2, column B",
        "row 3, column A",
        "row 3, column R",
    ]
    assert all("use one of 1, 2, 3, 4, 5, cannot_judge" in problem.remedy for problem in problems)


def test_keyed_answers_are_turned_back(file: Path) -> None:
    write(file, "A,R", "1,5", "2,cannot_judge", "3,2")
    as_answered = read_responses(file, THREE)
    as_keyed = read_responses(file, THREE, ColumnMap(keyed=("R",)))
    everything = read_responses(file, THREE, ColumnMap(keyed=None))
    assert as_answered.codes[:, 2].tolist() == [4, FIRST_NON_ANSWER, 1]
    assert as_keyed.codes[:, 2].tolist() == [0, FIRST_NON_ANSWER, 3]
    assert np.array_equal(as_keyed.codes, everything.codes)
    assert as_keyed.codes[:, 0].tolist() == [0, 1, 2]


def test_columns_are_mapped_kept_and_ignored(file: Path) -> None:
    write(file, "q1,B,school,age", "4,5, North ,61", "2,1,South,28")
    column_map = ColumnMap(columns=MappingProxyType({"q1": "A"}), site="school", ignore=("age",))
    read = read_responses(file, THREE, column_map)
    assert read.codes.tolist() == [[3, 4, NOT_ON_FORM], [1, 0, NOT_ON_FORM]]
    assert read.labels == {"school": ("North", "South")}
    assert read.notes == ("1 item not in the file: R",)


def test_columns_that_are_no_items_are_told(file: Path) -> None:
    read = read_responses(write(file, "A,B,R,age", "1,1,1,40"), THREE)
    assert read.notes == ("1 column not used, as no item has that id: age",)


@pytest.mark.parametrize(
    ("lines", "code", "words"),
    [
        (["a,B,R", "1,1,1"], "misspelt_column", "column 'a' looks like item 'A'"),
        (["x,y", "1,1"], "no_items", "no column is an item"),
        (["A,A", "1,1"], "duplicate_column", "item 'A' is read from these columns: A, A"),
        (["A,B", '1,"2'], "broken_csv", "breaks off at row 2"),
        (["A,B", "1,2,3"], "cells", "3 cells where the header has 2"),
        ([], "empty_file", "the file holds nothing"),
        (["", ","], "empty_file", "no header row"),
    ],
)
def test_tables_that_cannot_be_read(file: Path, lines: list[str], code: str, words: str) -> None:
    if lines:
        write(file, *lines)
    else:
        file.write_text("")
    (problem,) = problems_of(file)
    assert problem.code == code
    assert words in problem.cause


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"A,B\n\xff\xfe1,2\n", "not_text"), (b"PK\x03\x04\x00\x00", "not_text"), (None, "no_file")],
)
def test_files_that_are_no_tables(file: Path, content: bytes | None, code: str) -> None:
    if content is not None:
        file.write_bytes(content)
    assert [problem.code for problem in problems_of(file)] == [code]


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert [problem.code for problem in problems_of(tmp_path)] == ["not_a_file"]


def test_a_column_map_that_names_what_is_not_there(file: Path) -> None:
    write(file, "A,B", "1,1")
    wrong = ColumnMap(columns=MappingProxyType({"A": "Z", "q": "B"}), keyed=("Q",), site="school")
    assert [problem.cause for problem in problems_of(file, wrong)] == [
        "there is no column 'school'",
        "there is no column 'q'",
        "`keyed` names 'Q', which is no item",
        "column 'A' is mapped to 'Z', which is no item",
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_spreadsheets_of_other_countries(file: Path, delimiter: str) -> None:
    lines = [line.replace(",", delimiter) for line in ("A,B", "1,2")]
    assert read_responses(write(file, *lines, encoding="utf-8-sig"), THREE).codes[0, :2].tolist() == [0, 1]


ROLE = choose("role", "teacher", "leader")
EVERY = instrument(
    likert("A"),
    ROLE,
    choose("grades", "k", "g1", kind=kinds.CHOOSE_MANY, show_if=Is("role", ("teacher",))),
    Item("years", "Years?", kinds.NUMBER, minimum=0, maximum=60, whole=True),
    choose("mentor", "yes", "no", show_if=AtLeast("years", 5)),
    Item("comment", "Anything?", kinds.LONG_TEXT),
)


def round_trip(read: ResponseFile, path: Path) -> ResponseFile:
    out = StringIO()
    write_responses(out, read.instrument, iter([(read.codes, read.labels, read.open_answers)]))
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    return read_responses(path, read.instrument, keep=tuple(read.labels))


def test_answers_that_a_rule_hides_are_read_as_not_shown(file: Path) -> None:
    write(file, "role,grades.k,grades.g1,years,mentor", "teacher,1,0,3,yes", ",,,,", "leader,1,1,9,no")
    read = read_responses(file, EVERY)
    places = layout(EVERY).first
    grades, mentor = places["grades"], places["mentor"]
    assert read.codes[:, grades : grades + 2].tolist() == [[1, 0], [NOT_SHOWN] * 2, [NOT_SHOWN] * 2]
    assert read.codes[:, mentor].tolist() == [NOT_SHOWN, NOT_SHOWN, 1]
    assert read.notes[-1] == "2 answers to questions that the rules hide: read as not shown"


def test_what_is_written_reads_back_the_same(file: Path) -> None:
    write(
        file,
        "school,A,role,grades.k,grades.g1,years,mentor,comment",
        'North,4,teacher,1,0,12,yes,"Long, with\ntwo lines"',
        "South,cannot_judge,leader,not_shown,not_shown,0,not_shown,",
        "South,not_reached,,not_shown,not_shown,,not_shown,=SUM(A1)",
    )
    read = read_responses(file, EVERY, keep=("school",))
    again = round_trip(read, file)
    assert np.array_equal(read.codes, again.codes)
    assert again.labels == read.labels
    assert again.open_answers[0] == {"years": 12, "comment": "Long, with\ntwo lines"}
    assert again.open_answers[2]["comment"] == "'=SUM(A1)", "a spreadsheet must not run what people wrote"


def test_bad_open_answers_are_reported_too(file: Path) -> None:
    write(file, "A,years", "1,700", "1,ten")
    with pytest.raises(Refused) as refused:
        read_responses(file, EVERY)
    assert [(one.place, one.code) for one in refused.value.problems] == [
        ("row 2, column years", "too_large"),
        ("row 3, column years", "not_a_number"),
    ]


def test_a_hidden_open_answer_is_dropped_as_on_the_form(file: Path) -> None:
    years = Item("years", "Years?", kinds.NUMBER, show_if=Is("role", ("teacher",)))
    asked = instrument(choose("role", "teacher", "leader"), years)
    read = read_responses(write(file, "role,years", "teacher,4", "leader,5"), asked)
    assert read.open_answers == ({"years": 4}, {})
    assert read.notes[-1] == "1 answer to a question that the rules hide: read as not shown"


def test_empty_lines_at_the_end_are_nobody_and_one_in_between_is_refused(file: Path) -> None:
    assert len(read_responses(write(file, "A,B,R", "1,2,3", "", ""), THREE)) == 1
    (problem,) = problems_of(write(file, "A,B,R", "", "1,2,3"))
    assert (problem.code, problem.place, problem.cause) == ("cells", "row 2", "the row is empty")
    assert len(read_responses(write(file, "A,B,R", ",,", "1,2,3"), THREE)) == 2


def test_no_column_is_lost_to_another_of_the_same_item(file: Path) -> None:
    write(file, "A,q,B", "1,2,3")
    (problem,) = problems_of(file, ColumnMap(columns=MappingProxyType({"q": "A"})))
    assert problem.code == "duplicate_column"
    assert problem.cause == "item 'A' is read from these columns: A, q"


def test_only_reverse_keyed_items_can_be_named_as_keyed(file: Path) -> None:
    (problem,) = problems_of(write(file, "A,B,R", "1,2,3"), ColumnMap(keyed=("A", "R")))
    assert "'A', which is not reverse-keyed" in problem.cause
    assert problem.remedy == "leave it out; the reverse-keyed items are R"


def test_items_that_the_form_does_not_ask_are_left_out_and_told(file: Path) -> None:
    whole = instrument(
        likert("A"),
        likert("B"),
        choose("grades", "k", kind=kinds.CHOOSE_MANY),
        choose("comment", kind=kinds.LONG_TEXT),
    )
    pulse = Form("pulse", (Page(("A",)),))
    write(file, "A,B,grades.k,comment,age", "1,9,1,Long,40")  # 9 is no answer, and is not read
    read = read_responses(file, whole, form=pulse)
    assert read.codes.tolist() == [[0, NOT_ON_FORM, NOT_ON_FORM]]
    assert read.open_answers == ({},)
    assert read.notes == (
        "1 column not used, as no item has that id: age",
        "3 columns are items that the form pulse does not have; they were left out: B, grades.k, comment",
    )
    one = read_responses(write(file, "A,B", "1,2"), whole, form=pulse)
    assert one.notes == ("1 column is an item that the form pulse does not have; it was left out: B",)
    ignored = read_responses(file, whole, ColumnMap(ignore=("B",)), form=pulse)
    assert (ignored.notes, ignored.codes[0, 1]) == ((), NOT_ON_FORM)
    mapped = read_responses(write(file, "A,q2", "1,2"), whole, ColumnMap(columns={"q2": "B"}), form=pulse)
    assert (mapped.codes[0, 1], len(mapped.notes)) == (NOT_ON_FORM, 1)


def test_a_file_without_an_item_of_the_form_is_refused(file: Path) -> None:
    pulse = Form("pulse", (Page(("A",)),))
    (problem,) = problems_of(write(file, "B,R", "1,2"), form=pulse)
    assert (problem.code, problem.cause) == ("no_items", "no column is an item of the form pulse of small")


def test_a_header_alone_is_no_file_of_responses(file: Path) -> None:
    (problem,) = problems_of(write(file, "A,B,R"))
    assert (problem.code, problem.place) == ("no_rows", "responses.csv")


def test_the_words_of_an_empty_cell_name_no_school_and_no_person(file: Path) -> None:
    """NA is no school, as it is no answer; how many rows name nobody is told."""
    read = read_responses(write(file, "A,school", "1,North", "2,NA", "3, ", "4,nan"), THREE, keep=("school",))
    assert read.labels["school"] == ("North", "", "", "")
    assert "column school: 3 rows without a name (empty, or a word such as NA)" in read.notes
    named = read_responses(write(file, "A,school", "1,North"), THREE, keep=("school",))
    assert not [note for note in named.notes if "without a name" in note]
