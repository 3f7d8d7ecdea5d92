"""Files that mean harm: refused in words, with little memory and soon; and every sort of remark is used and named."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from engine.exchange.foreign.convert import convert
from engine.exchange.foreign.losses import DECISIONS, LOSSES, STATEMENTS, TITLES
from engine.problems import Refused
from tests.house import ROOT

FAR = '<c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c>'
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
# Refuses a file, and tells how many kilobytes the process took that read it.
MEMORY = """
import contextlib, pathlib, resource, sys
from engine.exchange.foreign.convert import convert
from engine.problems import Refused
with contextlib.suppress(Refused):
    convert(pathlib.Path(sys.argv[1]))
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
NEAR = '<row r="1"><c r="A1" t="inlineStr"><is><t>type</t></is></c></row>'


def workbook(place: Path, rows: str) -> Path:
    """An .xlsx with these rows on its only sheet."""
    import openpyxl

    whole = openpyxl.Workbook()
    whole.active.title = "survey"
    kept = io.BytesIO()
    whole.save(kept)
    path = place / "survey.xlsx"
    with zipfile.ZipFile(kept) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, SHEET % rows if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return path


def refusal(path: Path) -> str:
    with pytest.raises(Refused) as refused:
        convert(path)
    (problem,) = refused.value.problems
    return f"{problem.code}: {problem.cause}"


def test_a_cell_in_the_last_row_of_the_last_column_is_no_table_of_billions(tmp_path: Path) -> None:
    path = workbook(tmp_path, f'{NEAR}<row r="1048576">{FAR}</row>')
    assert refusal(path).startswith("foreign_unreadable: the workbook can't be read")
    converted = [sys.executable, "-c", MEMORY, str(path)]  # alone, as the most that any child took is told
    told = subprocess.run(converted, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert 10_000 < int(told) < 1_200_000  # kB


def test_a_workbook_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    row = '<row><c t="inlineStr"><is><t>x</t></is></c></row>'
    path = workbook(tmp_path, row * 2_000_000)
    assert path.stat().st_size < 2_000_000
    assert refusal(path).startswith("foreign_unreadable")


def test_an_archive_with_a_huge_survey_in_it_is_read_no_further(tmp_path: Path) -> None:
    path = tmp_path / "answers.lsa"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("survey.lss", b"<document>" + b" " * 40_000_000)
    assert refusal(path) == "foreign_too_large: it unpacks to more than 30 MB"


def test_an_external_entity_is_not_fetched(tmp_path: Path) -> None:
    path = tmp_path / "survey.lss"
    secret = tmp_path / "secret"
    secret.write_text("kept")
    path.write_text(f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}">]><document>&x;</document>')
    assert refusal(path).startswith("foreign_unsafe")


def test_a_condition_without_end_is_a_loss_and_no_crash(tmp_path: Path) -> None:
    path = tmp_path / "form.csv"
    deep = "(" * 3000 + "${a} = '1'" + ")" * 3000
    path.write_text(
        f"survey,,,\n,type,name,label,relevant\n,integer,a,A,\n,text,b,B,{deep}\n,text,c,C,{'not ' * 9000}\n",
        encoding="utf-8",
    )
    found = convert(path)
    assert [loss.code for loss in found.losses] == ["rule_lost", "rule_lost"]


def test_every_sort_of_remark_has_a_name_and_is_used() -> None:
    assert TITLES.keys() == {*LOSSES, *DECISIONS, *STATEMENTS}
    rooms = (ROOT / "engine" / "exchange").rglob("*.py")
    code = "\n".join(path.read_text(encoding="utf-8") for path in rooms if path.name != "losses.py")
    assert [sort for sort in TITLES if f'"{sort}"' not in code] == []


def test_the_command_ends_with_two_where_a_file_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "survey.json"
    path.write_text("{")
    command = [
        sys.executable,
        "-c",
        "from web.cli import main; main()",
        "convert",
        str(path),
        "-o",
        str(tmp_path / "x"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "foreign_unreadable" in done.stderr
    assert not (tmp_path / "x").exists()
