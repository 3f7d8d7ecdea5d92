"""Blank worksheets on paper: rows that a hand can write in, over the whole page, and no list of contents."""

import re
import subprocess
from dataclasses import replace

import page
import pytest

from engine.language import speaking
from engine.playbooks.folder import find_playbook
from engine.report.document import Document, Table
from engine.report.guides.sheet import sheet_document
from engine.report.media.to_pdf import pdf_bytes
from tests.programs import needed

FOLDER = find_playbook("collective-leadership")
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*)</word>')
MM = 72 / 25.4  # points


def sheet(id: str, tag: str = "en", *, filled: bool = False) -> Document:
    playbook, _ = FOLDER.spoken(tag)
    found = playbook.worksheet(id)
    assert found is not None
    with speaking(tag):
        return replace(sheet_document(playbook, found, FOLDER.constructs, filled), paper="letter")


def words_on(made: bytes) -> list[tuple[float, float, str]]:
    """Each word of the first page with where it begins, from the left and from the top, in points."""
    program = needed("pdftotext", "poppler-utils")
    run = subprocess.run([program, "-bbox", "-l", "1", "-", "-"], input=made, capture_output=True, check=True)
    return [(float(x), float(y), text) for x, y, _, _, text in WORD.findall(run.stdout.decode())]


@pytest.mark.parametrize(("tag", "status", "after"), [("en", "Status", "3."), ("es", "Estado", "3.")])
def test_the_timeline_has_room_for_seven_steps_on_one_page(tag: str, status: str, after: str) -> None:
    made = pdf_bytes(sheet("action_timeline", tag))
    assert len(re.findall(rb"/Type ?/Page\b", made)) == 1
    words = words_on(made)
    (x, top), *_ = [(x, y) for x, y, text in words if text == status]
    assert x > 0.75 * 8.5 * 72  # the last column stands at the end of the page
    (end,) = [y for _, y, text in words if text == after]
    assert end - top > 7 * 9 * MM
    report = page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_UA_1)
    assert [f"{one.rule_id}: {one.message}" for one in report.failures] == []


@pytest.mark.parametrize(
    ("id", "rows"), [("action_timeline", 7), ("monthly_check_in", 2), ("initiative_inventory", 10)]
)
def test_a_blank_sheet_has_so_many_rows_as_the_playbook_says(id: str, rows: int) -> None:
    (found,) = [
        block for section in sheet(id).sections for block in section.blocks if isinstance(block, Table)
    ]
    assert len(found.rows) == rows
    assert len(found.shares) == len(found.columns)
    assert "".join(cell for row in found.rows for cell in row) == ""


def test_no_sheet_begins_with_a_list_of_its_fields() -> None:
    """Every heading stands once on the paper of a sheet of many fields."""
    for filled in (False, True):
        made = pdf_bytes(sheet("theory_of_action", filled=filled))
        assert sum(text == "2." for _, _, text in words_on(made)) == 1
