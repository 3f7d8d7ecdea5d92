"""Slips and lists of codes: how many fit a page, what stands on each, and that all of it is there."""

import csv
import io
import subprocess
from dataclasses import replace
from pathlib import Path

import page
import pytest

from engine.report.document import Paper
from engine.report.handouts.code_list import code_list_csv, code_list_pdf
from engine.report.handouts.slips import SchoolSlips, Slip, SlipWords, slips_pdf, with_code
from engine.report.media.to_pdf import PAGE
from tests.programs import needed

ADDRESS = "https://surveys.example.org/s/23456789ABCDEFGHJKLMNP/"
WORDS = SlipWords("en", "Your view of Northgate School", ("Open it.", "Once, until May 8."), "Anonymous.", "")
SPANISH = SlipWords("es", "Su opinión", ("Abra.", "Una vez."), "Es anónima.", "Borrador")
SCHOOL = SchoolSlips(
    school="Northgate School",
    address=ADDRESS,
    short_address="surveys.example.org/join",
    square_label=f"Leads to {ADDRESS}",
    words=(WORDS,),
    slips=tuple(Slip(f"{number:05d}-ABCDE", f"Person {number}") for number in range(21)),
)
LONG = "The Very Reverend Doctor Ebenezer Featherstonehaugh Memorial Elementary and Middle School"


def failures(made: bytes) -> list[str]:
    report = page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_UA_1)
    return [f"{one.rule_id}: {one.message}" for one in report.failures]


def text_of(made: bytes, folder: Path) -> str:
    (folder / "made.pdf").write_bytes(made)
    program = needed("pdftotext", "poppler-utils")
    found = subprocess.run([program, folder / "made.pdf", "-"], capture_output=True, text=True, check=True)
    return " ".join(found.stdout.split())


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize(("words", "pages"), [((WORDS,), 3), ((WORDS, SPANISH), 3)], ids=["one", "two"])
def test_every_slip_holds_its_code_its_name_and_how_to_use_it(
    tmp_path: Path, paper: Paper, words: tuple[SlipWords, ...], pages: int
) -> None:
    made = slips_pdf([replace(SCHOOL, words=words)], paper, "Slips")
    said = text_of(made, tmp_path)
    assert all(said.count(slip.code) == 1 and slip.name in said for slip in SCHOOL.slips)
    assert said.count("surveys.example.org/join") == 21
    assert all(said.count(" ".join(one.steps)) == 21 for one in words)
    assert len(PAGE.findall(made)) == pages
    assert failures(made) == []


def test_ten_fit_a_page_in_one_language_and_eight_in_two() -> None:
    for words, fit in (((WORDS,), 10), ((WORDS, SPANISH), 8)):
        full = replace(SCHOOL, words=words, slips=SCHOOL.slips[:fit])
        assert len(PAGE.findall(slips_pdf([full], "letter", "Slips"))) == 1
        more = replace(full, slips=SCHOOL.slips[: fit + 1])
        assert len(PAGE.findall(slips_pdf([more], "letter", "Slips"))) == 2


def test_long_words_stay_on_their_slip() -> None:
    words = replace(WORDS, title=LONG * 2, steps=(LONG,) * 4, promise=LONG)
    full = replace(SCHOOL, words=(words,), slips=tuple(Slip("AAAAA-BBBBB", LONG) for _ in range(10)))
    assert len(PAGE.findall(slips_pdf([full], "a4", "Slips"))) == 1


def test_each_school_begins_on_a_page_of_its_own() -> None:
    two = [replace(SCHOOL, slips=SCHOOL.slips[:2]), replace(SCHOOL, school="Other", slips=SCHOOL.slips[2:4])]
    assert len(PAGE.findall(slips_pdf(two, "letter", "Slips"))) == 2


def test_the_list_names_everybody_once_and_warns(tmp_path: Path) -> None:
    made = code_list_pdf([SCHOOL], "Spring", "Lakeshore network", "letter")
    said = text_of(made, tmp_path)
    assert "destroy it afterwards" in said
    assert all(said.count(slip.code) == 1 and slip.name in said for slip in SCHOOL.slips)
    assert failures(made) == []


def test_the_list_as_csv_runs_nothing_in_a_spreadsheet() -> None:
    evil = replace(SCHOOL, slips=(Slip("AAAAA-BBBBB", "=cmd()"),))
    (row,) = csv.DictReader(io.StringIO(code_list_csv([evil]).lstrip("\ufeff"), newline=""))
    assert row == {
        "school": "Northgate School",
        "name": "'=cmd()",
        "code": "AAAAA-BBBBB",
        "address": ADDRESS,
    }


def test_the_square_of_a_slip_holds_its_code_where_no_server_sees_it() -> None:
    address, _, rest = with_code(ADDRESS, SCHOOL.slips[0]).partition("#")
    assert (address, rest) == (ADDRESS, f"code={SCHOOL.slips[0].code}")
