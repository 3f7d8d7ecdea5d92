"""Files that are made to do harm, or are broken: refused, in bounded time and memory, and never with a traceback."""

import resource
import struct
import time
import zipfile
from pathlib import Path

import pytest

from engine.exchange.answers.opening import column_names, open_answers
from engine.exchange.response_csv import read_responses
from engine.problems import Refused
from tests.engine.exchange.answers.made import ASKED, FORMATS, sheet

SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
MANY_ROWS = (
    '<table:table-row table:number-rows-repeated="999999999"><table:table-cell office:value-type="string" '
    'table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell></table:table-row>'
)
MOST_SECONDS = 60  # on a machine that others use too; a bomb that goes off takes hours or all memory


def workbook(path: Path, rows: str, folder: Path) -> None:
    """A workbook whose sheet is this text, on a real one's other parts."""
    plain = folder / "plain.xlsx"
    sheet(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, SHEET.format(rows) if name == "xl/worksheets/sheet1.xml" else old.read(name))


def refusal(path: Path) -> str:
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Refused) as refused:
        read_responses(path, ASKED)
    assert time.monotonic() - began < MOST_SECONDS
    assert (
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000
    )  # kilobytes, in our own process
    (problem,) = refused.value.problems
    assert problem.remedy
    return f"{problem.code}: {problem.cause}"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(120):
                part.write(bytes(1 << 20))
    assert path.stat().st_size < 500_000
    assert "times its size" in refusal(path)


def test_a_sheet_whose_last_cell_is_the_last_there_can_be_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.xlsx"
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    workbook(path, cells, tmp_path)
    assert refusal(path).startswith("file_too_large")


def test_repeated_rows_of_an_open_document_are_refused(tmp_path: Path) -> None:
    path, plain = tmp_path / "wide.ods", tmp_path / "plain.ods"
    FORMATS["ods"](plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name).decode()
            text = text.replace("</table:table>", f"{MANY_ROWS}</table:table>")
            new.writestr(name, text)
    assert refusal(path).startswith("file_too_large")


def test_a_formula_without_its_result_is_refused_with_its_cell(tmp_path: Path) -> None:
    path = tmp_path / "formula.xlsx"
    sheet(path, [["A", "F"], [3, "=1+1"]])
    assert "cell B2 of sheet1.xml holds a formula and no result" in refusal(path)


def test_errors_of_a_spreadsheet_are_told(tmp_path: Path) -> None:
    path = tmp_path / "error.xlsx"
    cells = (
        '<row r="1"><c r="A1" t="str"><v>A</v></c><c r="B1" t="str"><v>F</v></c></row>'
        '<row r="2"><c r="A2"><v>3</v></c><c r="B2" t="e"><v>#N/A</v></c></row>'
    )
    workbook(path, cells, tmp_path)
    read = read_responses(path, ASKED)
    assert any("1 cell of the workbook hold an error" in note or "an error" in note for note in read.notes)


def test_entities_in_an_archive_of_limesurvey_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "evil.lsa"
    secret = tmp_path / "secret"
    secret.write_text("42")
    text = (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]><document><responses><fields><fieldname>A</fieldname>'
        "</fields><rows><row><_A>&x;</_A></row></rows></responses></document>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("survey_1_responses.lsr", text)
    assert "42" not in refusal(path)


@pytest.mark.parametrize("ending", ["xlsx", "ods", "sav", "zsav", "dta", "parquet"])
@pytest.mark.parametrize("kept", [0.5, 0.9])
def test_a_file_that_breaks_off_is_refused(ending: str, kept: float, tmp_path: Path) -> None:
    path = tmp_path / f"answers.{ending}"
    FORMATS[ending](path)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept)])
    refusal(path)
    assert column_names(path) == () or column_names(path)


def test_an_spss_file_that_promises_a_billion_rows_is_refused_or_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "answers.sav"
    FORMATS["sav"](path)
    data = bytearray(path.read_bytes())
    data[80:84] = struct.pack("<i", 2_000_000_000)  # where the header keeps the number of cases
    path.write_bytes(data)
    began = time.monotonic()
    try:
        with open_answers(path, remedy="") as opened:
            list(opened.table.blocks)  # type: ignore[union-attr]
    except Refused:
        pass
    assert time.monotonic() - began < MOST_SECONDS


def test_other_archives_are_no_answers(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("letter.txt", "hello")
    assert "holds no workbook" in refusal(path)


def test_old_excel_files_that_are_none_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000))
    assert refusal(path).startswith("not_text")
