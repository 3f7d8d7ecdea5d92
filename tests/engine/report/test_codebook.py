"""The codebook that people read."""

from dataclasses import replace
from datetime import date

import page
import pytest

from engine.instrument import kinds
from engine.instrument.model import Form, Item, Level, Page
from engine.instrument.rules import Is
from engine.loading import catalog
from engine.report.codebook import codebook_document, instrument_origin
from engine.report.document import DefinitionList, Document, Section, Table
from engine.report.media.origin import Origin
from engine.report.media.to_html import html
from engine.report.media.to_pdf import pdf_bytes
from engine.responses.codebook import codebook
from tests.small import choose, instrument, likert, subscale


def _small(**changes: object):
    items = (
        likert("A1"),
        likert("A2", reverse=True, show_if=Is("place", ("town",))),
        choose("langs", "en", "es-MX", kind=kinds.CHOOSE_MANY),
        choose("place", "town", "farm"),
        Item("years", "Years?", kinds.NUMBER, minimum=0, maximum=60, whole=True),
        Item("more", "Anything else?", kinds.LONG_TEXT),
    )
    return instrument(*items, subscales=(subscale("vision", "A1", "A2", minimum=2),), **changes)


def _tables(document: Document) -> dict[str, Table]:
    def walk(sections: tuple[Section, ...]) -> list[Table]:
        return [
            *(block for one in sections for block in one.blocks if isinstance(block, Table)),
            *(table for one in sections for table in walk(one.sections)),
        ]

    return {table.caption: table for table in walk(document.sections)}


def test_each_set_of_values_stands_once_and_the_kinds_of_missing_once() -> None:
    tables = _tables(codebook_document(codebook(_small())))
    assert tables["Values of true5"].rows[-2:] == (
        ("5", "5", "5 of 5"),
        ("−95", "cannot_judge", "I can't judge (missing)"),
    )
    assert tables["Values of place"].rows == (("1", "town", "Town"), ("2", "farm", "Farm"))
    assert tables["Values of chosen or not"].rows == (("0", "0", "Not chosen"), ("1", "1", "Chosen"))
    missing = tables["Kinds of missing, of every variable with values"]
    assert [row[:2] for row in missing.rows] == [
        ("−96", "not_on_form"),
        ("−97", "not_shown"),
        ("−98", "not_reached"),
        ("−99", "(empty)"),
    ]


def test_each_variable_says_what_was_asked_and_how_it_is_keyed() -> None:
    tables = _tables(codebook_document(codebook(_small())))
    assert tables["Variables of Vision"].rows == (
        ("A1", "Statement A1.", "true5 (ordinal)", "–"),
        (
            "A2",
            "Statement A2.",
            "true5 (ordinal)",
            "Reverse-keyed: values are as answered; scores turn them (6 minus the answer). Asked if place is town.",
        ),
    )
    others = {row[0]: row[2] for row in tables["Other variables"].rows}
    assert others["years"] == "whole numbers from 0 to 60 (scale)"
    assert others["langs.es-MX"] == "chosen or not (nominal)"
    assert tables["Names that differ"].rows == (("langs.en", "langs_en"), ("langs.es-MX", "langs_es_MX"))


def test_scores_are_explained_with_their_keys_and_levels() -> None:
    levels = (Level("low", "Low", "Starts.", 50.0), Level("high", "High", "Goes on."))
    made = _small()
    made = replace(made, subscales=(replace(made.subscales[0], levels=levels),))
    tables = _tables(codebook_document(codebook(made)))
    how = tables["How scores are made; a minus marks items that are turned first"]
    assert how.rows == (("Vision", "vision", "A1, −A2", "mean, at least 2 answered, put on 0 to 100"),)
    assert [row[:3] for row in tables["Levels of Vision"].rows] == [("Low", "0", "50"), ("High", "50", "–")]


def test_what_is_in_no_file_is_named() -> None:
    last = codebook_document(codebook(_small())).sections[-1]
    assert last.title == "Asked, but not in the files"
    assert DefinitionList((("more", "Anything else?"),)) in last.blocks


def test_reversing_a_key_shows() -> None:
    made = _small()
    turned = replace(made, items=(replace(made.items[0], reverse=True), *made.items[1:]))
    assert html(codebook_document(codebook(made))) != html(codebook_document(codebook(turned)))


def test_a_codebook_of_data_names_wave_number_day_and_digest() -> None:
    origin = Origin(
        "small", "1.0.0", "full", "Spring 2026", n=240, closed=date(2026, 4, 30), data="da7a" * 16
    )
    made = html(codebook_document(codebook(_small()), origin))
    for fact in ("Spring 2026", "240 responses, closed 2026-04-30", origin.data):
        assert fact in made
    assert instrument_origin(_small()).scoring in html(codebook_document(codebook(_small())))


def test_words_that_others_own_are_not_repeated() -> None:
    made = html(codebook_document(codebook(_small(display_text=False))))
    assert "Statement A1" not in made
    assert "belong to others" in made


def test_forms_are_listed_where_there_are_several() -> None:
    forms = (Form("full", (Page(("A1", "A2")),)), Form("short", (Page(("A1",)),), title="Short"))
    tables = _tables(codebook_document(codebook(_small(forms=forms))))
    assert tables["Forms and their items"].rows[1] == ("short", "Short", "1", "A1")


@pytest.mark.parametrize("id", [f"{entry.id}@{entry.version}" for entry in catalog.list_instruments()])
def test_every_shipped_instrument_has_a_codebook(id: str) -> None:
    found = catalog.find(id)
    made = html(codebook_document(codebook(found)))
    assert all(f"{item.id}" in made for item in found.items)
    assert ">None<" not in made


def test_as_a_pdf_it_is_accessible() -> None:
    made = pdf_bytes(codebook_document(codebook(catalog.find("collective-leadership@1.0.0"))))
    report = page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_UA_1)
    assert [one.message for one in report.failures] == []
