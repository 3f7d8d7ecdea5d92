"""Files as people have them: each is read as it was meant, or refused with row, column and remedy.

Never a traceback, and never another answer than the one that was given.
"""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.exchange.response_csv import ResponseFile, read_responses
from engine.instrument import kinds
from engine.instrument.column_map import ColumnMap
from engine.instrument.model import Instrument, Item, NonAnswer, Option
from engine.problems import Refused
from engine.responses.layout import layout
from tests.small import choose, instrument, likert

CHANGE = Item(
    "C_1",
    "What changed?",
    kinds.SCALE,
    options=(Option(-1, "Worse"), Option(0, "Same"), Option(1, "Better")),
    non_answers=(NonAnswer("cannot_judge", "I can't judge"),),
)
MANY = Item(
    "many",
    "Which?",
    kinds.CHOOSE_MANY,
    options=(Option("a", "Art, music"), Option("b", "Books"), Option(2, "Two")),
)
ASKED = instrument(
    likert("A"),
    likert("R", reverse=True),
    CHANGE,
    MANY,
    choose("role", "K", 1, 2),
    Item("years", "Years?", kinds.NUMBER, minimum=0, maximum=200_000),
    Item("day", "Which day?", kinds.DATE),
    Item("comment", "Anything?", kinds.LONG_TEXT),
)

Answers = list[dict[str, Any]]


def read_bytes(
    raw: bytes, folder: Path, asked: Instrument = ASKED, given: ColumnMap | None = None, **options: Any
) -> ResponseFile:
    file = folder / "responses.csv"
    file.write_bytes(raw)
    return read_responses(file, asked, given, **options)


def answers_in(read: ResponseFile) -> Answers:
    """The answers by item id, a person each; whoever answered nothing has none."""
    places = layout(read.instrument)
    return [
        places.decode(codes.tobytes()) | dict(open_answers)
        for codes, open_answers in zip(read.codes, read.open_answers, strict=True)
    ]


def told(raw: bytes, folder: Path, **options: Any) -> list[str]:
    with pytest.raises(Refused) as refused:
        read_bytes(raw, folder, **options)
    return [str(problem) for problem in refused.value.problems]


def column(name: str, *cells: str) -> bytes:
    return "\r\n".join([f"A,{name}", *(f"3,{cell}" for cell in cells)]).encode()


READ: dict[str, tuple[bytes, Answers]] = {
    # Cells in which nothing can be seen, and cells with more than can be seen
    "a cell of a zero-width blank": (b"A,C_1\n3,\xe2\x80\x8b\n", [{"A": 3}]),
    "a byte-order mark within": (b"A,C_1\n3,\xef\xbb\xbf1\n", [{"A": 3, "C_1": 1}]),
    "an end-of-file sign of DOS": (b"A,C_1\r\n3,1\r\n\x1a", [{"A": 3, "C_1": 1}]),
    "a cell that is one": (b"A,C_1\r\n3,\x1a\r\n", [{"A": 3}]),
    "direction marks": ("A,C_1\n\u200e3\u200e,\u2067-1\u2069\n".encode(), [{"A": 3, "C_1": -1}]),
    "blanks that do not break": ("A,C_1\n\u00a03\u202f,\u2003\n".encode(), [{"A": 3}]),
    # Encodings and line ends
    "UTF-8 with a mark": (b"\xef\xbb\xbfA,C_1\n3,1\n", [{"A": 3, "C_1": 1}]),
    "two marks": (b'\xef\xbb\xbf\xef\xbb\xbf"A",C_1\n3,1\n', [{"A": 3, "C_1": 1}]),
    "UTF-16 of a spreadsheet": ("\ufeffA\tC_1\r\n3\t1\r\n".encode("utf-16-le"), [{"A": 3, "C_1": 1}]),
    "UTF-16, the other way round": ("\ufeffA\tC_1\r\n3\t1\r\n".encode("utf-16-be"), [{"A": 3, "C_1": 1}]),
    "UTF-16 without a mark": ("A\tC_1\r\n3\t1\r\n".encode("utf-16-le"), [{"A": 3, "C_1": 1}]),
    "line ends of an old Macintosh": (b"A,C_1\r3,1\r4,0\r", [{"A": 3, "C_1": 1}, {"A": 4, "C_1": 0}]),
    "line ends changed twice": (b"A,C_1\r\r\n3,1\r\r\n4,0\r\r\n", [{"A": 3, "C_1": 1}, {"A": 4, "C_1": 0}]),
    # Delimiters
    "commas in a question": (b'"Why, if, and how, please";A;C_1\nx;4;1\n', [{"A": 4, "C_1": 1}]),
    "commas without marks": (b"Why, if, and how, please;A;C_1\nx;4;1\n", [{"A": 4, "C_1": 1}]),
    "a question on two lines": (b'"Why,\nplease, and, so";A;C_1\n"x\ny";4;1\n', [{"A": 4, "C_1": 1}]),
    "tabs": (b"A\tC_1\n3\t1\n", [{"A": 3, "C_1": 1}]),
    "bars": (b"A|C_1\n3|1\n", [{"A": 3, "C_1": 1}]),
    "decimal commas between semicolons": (
        b"A;years\n3;3,5\n4;4,5\n",
        [{"A": 3, "years": 3.5}, {"A": 4, "years": 4.5}],
    ),
    "one column": (b"A\n3\n4\n", [{"A": 3}, {"A": 4}]),
    "the delimiter told on top": (b"sep=;\r\nA;C_1\r\n3;1\r\n", [{"A": 3, "C_1": 1}]),
    "the same in quotation marks": (b'"sep=,"\r\nA,C_1\r\n3,1\r\n', [{"A": 3, "C_1": 1}]),
    # Headers
    "a header that ends in a blank": ("A ,\u00a0C_1\n3,1\n".encode(), [{"A": 3, "C_1": 1}]),
    "two columns of one name that no item has": (b"A,note,note\n3,x,y\n", [{"A": 3}]),
    "names of rows, as R writes them": (b'"","A","C_1"\n"1",3,NA\n"2",NA,-1\n', [{"A": 3}, {"C_1": -1}]),
    "a hyphen for an underline": (b"A,C-1\n3,1\n", [{"A": 3, "C_1": 1}]),
    "a point for an underline": (b"A,C.1\n3,1\n", [{"A": 3, "C_1": 1}]),
    "a blank for an underline": (b"A,C 1\n3,1\n", [{"A": 3, "C_1": 1}]),
    "questions and numbers below the header": (
        b'A,C_1,note\n"Statement A.","What changed?",n\n'
        b'"{""ImportId"":""QID1""}","{""ImportId"":""QID2""}","{""ImportId"":""n""}"\n3,1,x\n',
        [{"A": 3, "C_1": 1}],
    ),
    "the words of the questions in row two": (
        b"A,C_1\nStatement A.,What changed?\n3,1\n",
        [{"A": 3, "C_1": 1}],
    ),
    "Response in row two": (
        b'A,many.a,many.b\nResponse,"Art, music",Books\n3,,Books\n',
        [{"A": 3, "many": ("b",)}],
    ),
    # Rows
    "rows of commas at the end": (b"A,C_1,note\n3,1,x\n,,\n,,\n , ,\n", [{"A": 3, "C_1": 1}]),
    "a trailing comma a row": (b"A,C_1\n3,1,\n4,0,,\n", [{"A": 3, "C_1": 1}, {"A": 4, "C_1": 0}]),
    "a row of commas in between": (b"A,C_1\n,\n3,1\n", [{}, {"A": 3, "C_1": 1}]),
    # Numbers
    "numbers of statistics programs": (
        column("years", "2.33333333333333", "1e+05", "1.50000000000000", ".5", "5.", "+7"),
        [{"A": 3, "years": number} for number in (2.33333333333333, 100_000, 1.5, 0.5, 5, 7)],
    ),
    "a true minus": (column("C_1", "−1", "–1", "-1", "－1"), [{"A": 3, "C_1": -1}] * 4),
    "values with decimals": (
        column("C_1", "1.0", "-1.00", '"1,0"', "1e0"),
        [{"A": 3, "C_1": v} for v in (1, -1, 1, 1)],
    ),
    "full-width digits": ("A,years\n３,１２\n".encode(), [{"A": 3, "years": 12}]),
    "thousands with blanks": ("A;years\n3;1\u202f234,5\n".encode(), [{"A": 3, "years": 1234.5}]),
    "blanks behind commas": (b'"A", "C_1"\n"3", "1"\n', [{"A": 3, "C_1": 1}]),
    "a comma that other cells make a decimal one": (
        b"A;years\n3;1,234\n3;3,5\n",
        [{"A": 3, "years": 1.234}, {"A": 3, "years": 3.5}],
    ),
    "a comma that other cells make a thousands one": (
        b'A;years\n3;1,234\n3;"1,234.5"\n',
        [{"A": 3, "years": 1234}, {"A": 3, "years": 1234.5}],
    ),
    "numbers as texts": (b'A,years\n"=""3""",="12"\n', [{"A": 3, "years": 12}]),
    # Days
    "days of several countries": (
        column(
            "day",
            "31.05.2026",
            "2026/5/31",
            "31-MAY-2026",
            "2026-05-31 14:03:11",
            "31 May 2026",
            '"May 31, 2026"',
        ),
        [{"A": 3, "day": "2026-05-31"}] * 6,
    ),
    "the day first, as another row shows": (
        column("day", "5/6/2026", "31/5/2026"),
        [{"A": 3, "day": "2026-06-05"}, {"A": 3, "day": "2026-05-31"}],
    ),
    "the month first": (
        column("day", "5/6/2026", "5/31/2026"),
        [{"A": 3, "day": "2026-05-06"}, {"A": 3, "day": "2026-05-31"}],
    ),
    # What was chosen
    "chosen as 1.0": (b"many.a,many.b,many.2\n1.0,0.0,0\n", [{"many": ("a",)}]),
    "chosen as TRUE": (b"many.a,many.b,many.2\nTRUE,FALSE,False\n", [{"many": ("a",)}]),
    "chosen in other languages": (
        "many.a,many.b,many.2\nWAHR,FALSCH,FAUX\nVRAI,DOĞRU,YANLIŞ\n".encode(),
        [{"many": ("a",)}, {"many": ("a", "b")}],
    ),
    "crosses": (b"many.a,many.b,many.2\nx,,X\n,,\n,x,\n", [{"many": ("a", 2)}, {}, {"many": ("b",)}]),
    "options as online tools name them": (b"many[a],many_b,many-2\nY,,\n", [{"many": ("a",)}]),
    "the option's own label": (
        b'many.a,many.b,many.2\n"Art, music",,Two\n,Books,\n',
        [{"many": ("a", 2)}, {"many": ("b",)}],
    ),
    "all in one column, with commas": (
        b'A,many\n3,"a,b"\n3,a\n3,\n',
        [{"A": 3, "many": ("a", "b")}, {"A": 3, "many": ("a",)}, {"A": 3}],
    ),
    "all in one column, with blanks": (
        b"A,many\n3,a b\n3,b;2\n",
        [{"A": 3, "many": ("a", "b")}, {"A": 3, "many": ("b", 2)}],
    ),
    "labels in one column": (
        b'A,many\n3,"Art, music, Books"\n3,Books;Two\n',
        [{"A": 3, "many": ("a", "b")}, {"A": 3, "many": ("b", 2)}],
    ),
    # Labels
    "labels": (
        b"A,C_1,role\n1 of 5,Better,K\n5 of 5,Worse,1\n",
        [{"A": 1, "C_1": 1, "role": "K"}, {"A": 5, "C_1": -1, "role": 1}],
    ),
    "the label of no answer": (b"A,C_1\nI can't judge,1\n", [{"C_1": 1}]),
    # One item in two columns
    "two columns of which each row fills one": (
        b"A,C_1,C_1\n3,1,\n4,,0\n5,,\n",
        [{"A": 3, "C_1": 1}, {"A": 4, "C_1": 0}, {"A": 5}],
    ),
    # Comments
    "signs newer than this program": (
        "A,comment\n3,\U0001fae8\U0001f1f9\U0001f1f7\n3,\U00031350\n".encode(),
        [{"A": 3, "comment": "\U0001fae8\U0001f1f9\U0001f1f7"}, {"A": 3, "comment": "\U00031350"}],
    ),
}


@pytest.mark.parametrize("name", READ)
def test_it_is_read(name: str, tmp_path: Path) -> None:
    raw, expected = READ[name]
    assert answers_in(read_bytes(raw, tmp_path)) == expected


REFUSED: dict[str, tuple[bytes, str]] = {
    "an older encoding": (
        "A,comment\n3,x\n3,École\n".encode("cp1252"),
        "responses.csv, row 3, column comment: not_text: '�cole' is not saved as UTF-8; it reads 'École' in cp1252, "
        "'…cole' in mac_roman",
    ),
    "no text": (b"PK\x03\x04\x00\x00", "export the table as"),
    "bytes of zero": (b"A,C_1\n3,\x00\n", "responses.csv, row 2, column C_1: not_text"),
    "half a sign": (b"\xff\xfeA\x00,\x00C", "responses.csv, row 1, column 2: not_text"),
    "a minus that no answer has": (
        column("C_1", "−2"),
        "row 2, column C_1: not_an_option: '−2' is not one of the answers; use one of -1, 0, 1",
    ),
    "a minus behind": (column("C_1", "1-"), "use one of -1, 0, 1, cannot_judge"),
    "in brackets": (column("C_1", "(1)"), "use one of -1, 0, 1, cannot_judge"),
    "two numbers in one": (
        column("years", '"1,234"'),
        "row 2, column years: not_a_number: '1,234' can be 1234 or 1.234",
    ),
    "a point among decimal commas": (
        b"A;years\n3;3,5\n3;1.234\n",
        "row 3, column years: not_a_number: '1.234' stands among numbers with a decimal comma, "
        "and can be 1.234 or 1234",
    ),
    "per cent": (column("years", "85%"), "row 2, column years: not_a_number"),
    "an error of a spreadsheet": (column("C_1", "#N/A"), "row 2, column C_1: not_an_option"),
    "a word for nothing": (column("C_1", "N/A"), "list it under `missing` in a column map"),
    "a number for nothing": (column("C_1", "-99"), "list it under `missing` in a column map"),
    "two days in one": (
        column("day", "5/6/2026"),
        "row 2, column day: not_a_date: '5/6/2026' can be 2026-06-05 or 2026-05-06",
    ),
    "a year of two digits": (column("day", "31.05.26"), "row 2, column day: not_a_date"),
    "a day there is not": (column("day", "31.02.2026"), "row 2, column day: not_a_date"),
    "chosen as 2": (
        b"many.a,many.b,many.2\n1,0,2\n",
        "row 2, column many.2: not_an_option: '2' is neither 0 nor 1",
    ),
    "a list with a stranger": (
        b'A,many\n3,"a,c"\n',
        "row 2, column many: not_an_option: 'a,c' is no list of the options",
    ),
    "both of two columns": (
        b"A,C_1,C_1\n3,1,\n4,1,0\n",
        "row 3: duplicate_column: item 'C_1' is read from these columns: C_1, C_1",
    ),
    "two columns that could be one item": (b"A,C-1,C 1\n3,1,1\n", "'C-1', 'C 1' could be item 'C_1'"),
    "another case": (b"a,C_1\n3,1\n", "rename it to 'A'"),
    "too many cells": (b"A,C_1\n3,1,9\n", "row 2: cells: the row has 3 cells where the header has 2"),
    "too few cells": (b"A,C_1\n3\n", "row 2: cells: the row has 1 cells where the header has 2"),
    "an empty line in between": (b"A,C_1\n\n3,1\n", "row 2: cells: the row is empty"),
    "an open quotation mark": (b'A,C_1\n3,"1\n', "responses.csv: broken_csv: the table breaks off at row 2"),
    "blanks between columns, as R writes them unasked": (
        b'"A" "C_1"\n"1" 3 1\n',
        "broken_csv: the table breaks off at row 1 (',' expected after '\"'); look for",
    ),
    "a slip that looks like a label": (b"A,C_1\n3,better\n", "row 2, column C_1: not_an_option: 'better'"),
    "a row below two headers": (
        b'A,C_1\n"Statement A.","What changed?"\n9,1\n',
        "row 3, column A: not_an_option: '9'",
    ),
    "nothing but signs nobody sees": ("\ufeff\u200b\n".encode(), "empty_file"),
    "commas alone": (b",,\n,,\n", "empty_file"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_its_place_and_a_remedy(name: str, tmp_path: Path) -> None:
    raw, words = REFUSED[name]
    said = told(raw, tmp_path)
    assert words in said[0], said


def test_a_column_map_says_what_a_file_does_not(tmp_path: Path) -> None:
    given = ColumnMap(
        columns={"first question ": "A", "C ": "C_1"},
        missing=("-99", "N/A", "999"),
        decimal=",",
        date_order="month_day",
        header_rows=2,
        site=" school ",
        ignore=("note ",),
    )
    raw = (
        "first question;C;years;day;school;note;note\nx;x;x;x;x;x;x\n"
        "−99;N/A;1,234;5/6/2026;N/A;1;2\n3;-99,0;999;5/6/2026;North;1;2\n"
    )
    read = read_bytes(raw.encode(), tmp_path, given=given, keep=("school ",))
    assert answers_in(read) == [
        {"years": 1.234, "day": "2026-05-06"},
        {"A": 3, "day": "2026-05-06"},
    ]
    assert read.labels == {" school ": ("", "North"), "school ": ("", "North")}
    assert read.numbers[0] == 3


def test_what_is_missing_can_not_be_an_answer_too(tmp_path: Path) -> None:
    said = told(b"A,C_1\n3,1\n", tmp_path, given=ColumnMap(missing=("1.0",)))[0]
    assert "missing_answer: `missing` names '1', which is an answer of item 'A'" in said


def test_labels_are_told_and_undone_by_a_flag(tmp_path: Path) -> None:
    raw = b"A,C_1\n3,Better\n"
    (note,) = [note for note in read_bytes(raw, tmp_path).notes if "abels" in note]
    assert note == "Labels read as the answers they name, in C_1 (if not so, add --no-labels)"
    assert told(raw, tmp_path, labels=False)[0].startswith("row 2, column C_1: not_an_option: 'Better'")


@pytest.mark.parametrize(
    "options",
    [
        ((0, "1"), (1, "2"), (2, "3")),
        ((0, "never"), (1, "1.0"), (2, "3")),
        (("a", "b"), ("b", "c")),
    ],
)
def test_labels_that_could_be_values_are_none(options: tuple[tuple[Any, str], ...], tmp_path: Path) -> None:
    """Values 0 to 2 with the labels 1 to 3: all cells but one of a file of labels would be other answers."""
    kind = kinds.CHOOSE_ONE if isinstance(options[0][0], str) else kinds.SCALE
    asked = instrument(
        Item("Q", "?", kind, options=tuple(Option(value, label) for value, label in options)), likert("A")
    )
    last = options[-1][1]
    (said,) = told(f"Q\n{options[0][0]}\n{last}\n".encode(), tmp_path, asked=asked)
    assert said.startswith(f"row 3, column Q: not_an_option: '{last}'")


def test_a_label_that_is_also_a_word_for_nothing_is_refused(tmp_path: Path) -> None:
    asked = instrument(Item("Q", "?", kinds.SCALE, options=(Option(1, "NA"), Option(2, "many"))), likert("A"))
    assert answers_in(read_bytes(b'Q\nmany\n""\n1\n', tmp_path, asked)) == [{"Q": 2}, {}, {"Q": 1}]
    (said,) = told(b"Q\nNA\n", tmp_path, asked=asked)
    assert "is the label of an answer, and also how an empty cell is written" in said


def test_an_option_named_no_is_no_mark_in_its_own_column(tmp_path: Path) -> None:
    asked = instrument(
        Item("m", "?", kinds.CHOOSE_MANY, options=(Option("n", "No"), Option("y", "Yes"))), likert("A")
    )
    assert answers_in(read_bytes(b"m.n,m.y\n1,Yes\n,No\n", tmp_path, asked))[0] == {"m": ("n", "y")}
    assert told(b"m.n,m.y\nNo,\n", tmp_path, asked=asked)[0].startswith("row 2, column m.n: not_an_option")


def test_a_label_that_is_nearly_written_is_offered(tmp_path: Path) -> None:
    assert told(b"A,C_1\n3,better\n", tmp_path)[0].endswith("did you mean 'Better'?")
    assert told(b"A,C_1\nI cant judge,1\n", tmp_path)[0].endswith('did you mean "I can\'t judge"?')


def test_turned_answers_are_turned_back_whatever_they_are_written_as(tmp_path: Path) -> None:
    keyed = ColumnMap(keyed=("R",))
    raw = "R,A\n\u200b,1\n5.0,2\n５,3\n5 of 5,4\n".encode()
    assert [row.get("R") for row in answers_in(read_bytes(raw, tmp_path, given=keyed))] == [None, 1, 1, 1]


def test_what_was_taken_for_granted_is_told(tmp_path: Path) -> None:
    raw = (
        b"sep=;\nA;C-1;many.a;many.b;many.2;R;role;C-1 b\nStatement A.;;;;;;;\n3;1;x;;;;;\n;;;;;;;\n;;;;;;;\n"
    )
    assert read_bytes(raw, tmp_path).notes == (
        "Read although spelled otherwise: C-1 is item C_1",
        "1 column not used, as no item has that id: C-1 b",
        "many marks what was chosen: its empty cells in such rows are not chosen",
        "1 row below the first read as part of the header",
        "2 rows at the end in which nothing stands, left out",
    )


@pytest.mark.parametrize(
    ("cells", "names"),
    [
        (["101.0", "7.00", ""], ["101", "7", ""]),
        (["101", "1e+05"], ["101", "100000"]),
        (['"101,0"', '"1,2e+06"'], ["101", "1200000"]),
        (['"101,000"', "5"], ["101,000", "5"]),
        (["0012", "101"], ["0012", "101"]),
        (['="0012"', "101.0"], ["0012", "101"]),
        (["101.0", "North"], ["101.0", "North"]),
        (["'-5", "'=x", "'s-Hertogenbosch"], ["-5", "=x", "'s-Hertogenbosch"]),
        (["\u200bNorth ", "Lyc\u0065\u0301e\u00a0Hugo"], ["North", "Lyc\u00e9e Hugo"]),
        (["NA", "."], ["", ""]),
    ],
)
def test_names_of_schools_are_those_from_before_a_program_wrote_them(
    cells: list[str], names: list[str], tmp_path: Path
) -> None:
    raw = "\n".join(["A,school", *(f"3,{cell}" for cell in cells)])
    assert list(read_bytes(raw.encode(), tmp_path, keep=("school",)).labels["school"]) == names


def test_a_comment_is_no_second_row_of_the_header(tmp_path: Path) -> None:
    read = read_bytes(b"A,comment\n,Response\n3,Anything?\n", tmp_path)
    assert answers_in(read) == [{"comment": "Response"}, {"A": 3, "comment": "Anything?"}]


def test_a_number_that_may_stand_for_no_answer_is_told(tmp_path: Path) -> None:
    (note,) = [note for note in read_bytes(b"A,years\n3,999\n3,12\n", tmp_path).notes if "years" in note]
    assert note.startswith("years: 999 read as an answer (if it means that there is none")
    read = read_bytes(b"A,years\n3,999\n3,12\n", tmp_path, given=ColumnMap(missing=("999",)))
    assert [note for note in read.notes if "years" in note] == []


def test_a_point_stands_for_thousands_where_the_map_says_so(tmp_path: Path) -> None:
    read = read_bytes(b"A;years\n3;3,5\n3;1.234\n", tmp_path, given=ColumnMap(decimal=","))
    assert [row["years"] for row in answers_in(read)] == [3.5, 1234]


def test_keyed_values_of_any_step_are_turned_back(tmp_path: Path) -> None:
    steps = tuple(Option(step / 10, f"step {step}") for step in range(1, 11))
    asked = instrument(Item("Q", "?", kinds.SCALE, options=steps, reverse=True), likert("A"))
    raw = "Q\n" + "\n".join(str(step / 10) for step in range(1, 11)) + "\n"
    read = read_bytes(raw.encode(), tmp_path, asked, ColumnMap(keyed=None))
    assert [row["Q"] for row in answers_in(read)] == [step / 10 for step in range(10, 0, -1)]


def test_columns_without_a_name_are_told(tmp_path: Path) -> None:
    read = read_bytes(b",A,,\n1,3,x,\n", tmp_path)
    assert read.notes[0] == "Not used, as their columns have no name: 3, 4"


def test_an_encoding_that_is_told_is_used(tmp_path: Path) -> None:
    raw = "A,school\n3,Škola\n".encode("cp1250")
    read = read_bytes(raw, tmp_path, keep=("school",), encoding="cp1250")
    assert read.labels["school"] == ("Škola",)


def test_nothing_but_a_refusal_comes_of_any_cells(tmp_path: Path) -> None:
    """Cells of all kinds under all kinds of headers, by chance but the same each time."""
    random = np.random.default_rng(9)
    cells = [cell for raw, _ in (*READ.values(), *REFUSED.values()) for cell in _texts(raw)]
    names = [
        "A",
        "R",
        "C_1",
        "C-1",
        "many",
        "many.a",
        "many.2",
        "role",
        "years",
        "day",
        "comment",
        "",
        "a",
        "A ",
    ]
    read, said = 0, []
    for number in range(400):
        header = list(random.choice(names, size=random.integers(1, 4), replace=False))
        rows = [header] + [list(random.choice(cells, size=len(header))) for _ in range(number % 3)]
        mark = random.choice([",", ";", "\t"])
        raw = "\n".join(mark.join(map(str, row)) for row in rows).encode()
        try:
            read += len(read_bytes(raw, tmp_path))
        except Refused as refused:
            said += refused.problems
    assert read > 10
    assert all(problem.cause and problem.remedy for problem in said)


def _texts(raw: bytes) -> list[str]:
    try:
        return re.split("[,;\t\r\n]", raw.decode())
    except UnicodeDecodeError:
        return []
