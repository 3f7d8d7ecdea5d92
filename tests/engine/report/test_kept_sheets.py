"""Sheets as schools filled them in: every word of theirs in the document, in either language, on tagged paper."""

from typing import Any

import page
import pytest

from engine.language import speaking
from engine.playbooks.folder import find_playbook
from engine.report.document import Document, Paragraph, Section, Table
from engine.report.guides.kept import KeptSheet, PrintedFigures, kept_sheet_document, plan_document
from engine.report.media.to_pdf import pdf_bytes

FOLDER = find_playbook("collective-leadership")
FIGURES = PrintedFigures(
    ("Shared influence 41, 95% interval 35 to 47.",), (("We decide together.", "36 people"),)
)


def kept(tag: str) -> list[KeptSheet]:
    """The sheets of the playbook's made-up school."""
    return [
        KeptSheet(sheet, sheet.title, sheet.example or {}, "Saved by Ana.", FIGURES)
        for sheet in FOLDER.spoken(tag)[0].worksheets
        if sheet.of in ("plan", "test")
    ]


def whole(tag: str) -> Document:
    playbook, _ = FOLDER.spoken(tag)
    with speaking(tag):
        return plan_document(playbook, "Our plan", ["Chosen."], kept(tag), FOLDER.constructs, "Northgate")


def words_of(section: Section) -> str:
    found = []
    for block in section.blocks:
        if isinstance(block, Paragraph):
            found.append(block.text)
        elif isinstance(block, Table):
            found += [cell for row in block.rows for cell in row]
    return " ".join([*found, *map(words_of, section.sections)])


@pytest.mark.parametrize("tag", ["en", "es"])
def test_a_whole_plan_holds_every_word_but_those_that_are_sealed(tag: str) -> None:
    text = " ".join(map(words_of, whole(tag).sections))
    for one in kept(tag):
        for field in one.sheet.fields:
            value: Any = one.values.get(field.id, "")
            cells = [cell for row in value for cell in row.values()] if field.kind == "rows" else [value]
            for cell in cells:
                if (
                    isinstance(cell, str)
                    and field.kind in ("rows", "long_text", "short_text")
                    and len(cell) > 12
                ):
                    assert (cell in text) is not field.sealed, cell


def test_a_field_that_nobody_filled_in_says_so() -> None:
    playbook, _ = FOLDER.spoken("en")
    sheet = playbook.worksheets_of("plan")[0]
    with speaking("en"):
        made = kept_sheet_document(
            playbook, KeptSheet(sheet, sheet.title, {}), FOLDER.constructs, "North", ""
        )
    assert {words_of(section) for section in made.sections} == {"Left empty."}


@pytest.mark.parametrize("tag", ["en", "es"])
def test_a_plan_on_paper_meets_pdf_ua(tag: str) -> None:
    report = page.validate_pdf_bytes(pdf_bytes(whole(tag)), profile=page.ValidationProfile.PDF_UA_1)
    assert [f"{one.rule_id}: {one.message}" for one in report.failures] == []
