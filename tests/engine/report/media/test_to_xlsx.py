"""A workbook, reopened by another program."""

import io
from dataclasses import replace
from datetime import datetime

import pytest
from openpyxl import load_workbook

from engine.printed import Number
from engine.report.document import Section, Table
from engine.report.media.to_xlsx import HEADER_ROW, number_format, sheets_of, xlsx_bytes
from tests.engine.report.small_documents import ORIGIN, TABLE, document, figure

FIRST_ROW = HEADER_ROW + 2  # openpyxl counts from one


def _opened(*blocks: object):
    return load_workbook(io.BytesIO(xlsx_bytes(document(*blocks), ORIGIN)))


def test_scores_come_first_then_words_then_the_other_tables() -> None:
    assert _opened(figure(), TABLE, TABLE).sheetnames[1] == "Read me"
    book = _opened()
    assert book.sheetnames == ["Scores", "Read me"]
    assert book.active.title == "Scores"
    words = [row[0].value for row in book["Read me"].iter_rows() if row[0].value]
    assert words[:2] == ["Greatest strength: vision", "Lincoln & Sons · Small instrument 1.0.0 · Spring 2026"]
    assert {"Simulated data", "A lead.", "A paragraph.", "• A point.", "Provenance."} <= set(words)


def test_numbers_are_numbers_with_the_decimals_of_print() -> None:
    sheet = _opened()["Scores"]
    assert [sheet.cell(FIRST_ROW, column).value for column in (2, 3, 4, 5)] == [62, 55, 69, 0.78]
    assert [sheet.cell(row, 2).value for row in range(FIRST_ROW, FIRST_ROW + 3)] == [62, 3.4, -0.07]
    assert [sheet.cell(row, 2).number_format for row in range(FIRST_ROW, FIRST_ROW + 3)] == [
        "0;−0",
        "0.00;−0.00",
        ".00;−.00",
    ]


def test_no_cell_is_a_formula() -> None:
    for sheet in _opened(figure(), TABLE):
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert _opened()["Scores"].cell(FIRST_ROW, 1).value == "=HYPERLINK(1)"


def test_every_sheet_names_where_its_numbers_come_from() -> None:
    for sheet in _opened(figure(), TABLE):
        text = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
        for fact in ("small 1.0.0", "Spring 2026", "24", "2026-04-30", ORIGIN.data[:12], "imulated data"):
            assert fact in text, (sheet.title, fact)


def test_headers_stay_in_sight_and_repeat_in_print() -> None:
    sheet = _opened()["Scores"]
    assert sheet.freeze_panes == f"B{HEADER_ROW + 2}"
    assert sheet.print_title_rows == f"${HEADER_ROW + 1}:${HEADER_ROW + 1}"
    labels = ["Condition", "Score", "Interval, low", "Interval, high", "Rate"]
    assert [sheet.cell(HEADER_ROW + 1, column).value for column in range(1, 6)] == labels


def test_the_same_document_gives_the_same_bytes() -> None:
    assert xlsx_bytes(document(), ORIGIN) == xlsx_bytes(document(), ORIGIN)
    assert _opened().properties.created == datetime(2026, 4, 30)


@pytest.mark.parametrize(
    ("caption", "name"),
    [
        ("Read me", "Read me (2)"),
        ("a/b: [c]*?", "a b c"),
        ("''", "Table"),
        ("A caption that is too long for the name of a sheet", "A caption that is too long for"),
        ("W" * 40, "W" * 31),
    ],
)
def test_names_of_sheets(caption: str, name: str) -> None:
    assert sheets_of(document(Table(caption, (), ()), TABLE))[0].name == name


def test_a_sheet_is_named_by_the_condition_that_its_section_is_of() -> None:
    section = Section("condition-vision", "Vision: where to?", (figure("Answers to the statements of it"),))
    made = replace(document(), sections=(section,))
    assert [sheet.name for sheet in sheets_of(made)] == ["Vision where to"]


def test_tables_of_one_name_get_numbers() -> None:
    long = Table("L" * 40, (), ())
    assert [one.name for one in sheets_of(document(long, long))] == ["L" * 31, "L" * 27 + " (2)"]


def test_a_sign_that_is_printed_is_shown() -> None:
    assert number_format(Number("+5%", 5)) == "+0%;−0%;0%"
