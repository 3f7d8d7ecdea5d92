"""A school's full report and a hub's, as documents: words before numbers, and no number that was not printed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from engine.demo.fill import Demo
from engine.demo.planted import PLANTED
from engine.report.document import Bullets, Document, Paragraph, Section, Table
from engine.report.hub import hub_document
from engine.store import Store
from tests.engine.report.numbers import unmade_numbers
from tests.engine.report.school.of_json import school_document, school_report
from tests.kept import as_hub

Snapshot = Mapping[str, Any]


@pytest.fixture(scope="module")
def waves(demo: tuple[Store, Demo]) -> list[Snapshot]:
    store, made = demo
    return [store.results.snapshot(wave).document for wave in (*made.closed, made.first_version)]


def part(document: Snapshot, letter: str) -> Snapshot:
    return next(one for one in document["sites"] if one["school"].startswith(PLANTED[letter][0]))


def sections(document: Document) -> dict[str, Section]:
    return {one.id: one for one in document.sections}


def words(section: Section) -> str:
    texts = []
    for block in [*section.blocks, *(one for part in section.sections for one in part.blocks)]:
        if isinstance(block, Paragraph):
            texts.append(block.text)
        elif isinstance(block, Bullets):
            texts += block.items
        else:
            table = block if isinstance(block, Table) else getattr(block, "table", None)
            assert table is not None, "every figure has its table"
            assert all(len(row) == len(table.columns) for row in table.rows)
            texts += [" ".join(row) for row in table.rows]
    return "\n".join(texts)


def test_every_school_of_every_wave_has_its_page_and_its_report(waves: list[Snapshot]) -> None:
    for document in waves:
        for site in document["sites"]:
            page, whole = school_document(document, site), school_report(document, site)
            assert page.tags == whole.tags == ("Simulated data",)
            if not site["shown"]:
                assert whole == page
                continue
            assert [one for one in sections(page) if one not in sections(whole)] == []
            assert all(words(one) for one in whole.sections)


def test_the_page_says_where_to_start_and_why(waves: list[Snapshot]) -> None:
    a, ceiling, flat = (
        words(sections(school_document(waves[2], part(waves[2], one)))["start"]) for one in "ANL"
    )
    assert "points to Capacity and resources" in a
    assert "of the conditions that usually come first" in a.lower()
    assert "build on a strength" in a
    assert "near the top of the scale" in ceiling
    assert "Nothing stands out" in flat


def test_the_report_names_changes_agreement_roles_and_who_answered(waves: list[Snapshot]) -> None:
    h = sections(school_report(waves[1], part(waves[1], "H")))
    assert "down" in next(line for line in words(h["change"]).splitlines() if line.startswith("Supportive"))
    d = sections(school_report(waves[2], part(waves[2], "D")))
    assert "people fall into two camps" in words(d["agreement"])
    b = sections(school_report(waves[2], part(waves[2], "B")))
    assert any(
        "administrator" in line and "higher" in line
        for line in words(b["groups"]).splitlines()
        if line.startswith("Supportive")
    )
    assert "Everyone else" in words(b["who"])
    j = sections(school_report(waves[1], part(waves[1], "J")))
    assert "a finding about the survey" in words(j["who"])
    e = school_report(waves[2], part(waves[2], "E"))
    assert "too few to speak for everyone" in e.lead
    g = sections(school_report(waves[1], part(waves[1], "G")))
    assert "the 4 items that both versions share" in words(g["change"])


def test_a_bound_is_printed_as_a_bound(waves: list[Snapshot]) -> None:
    page = school_document(waves[2], part(waves[2], "N"))
    assert "95 or more" in words(sections(page)["scores"])
    assert "100 " not in words(sections(page)["scores"]).replace("to 100 ", "")


def test_a_result_that_stays_says_so_and_says_not_how_many_came(waves: list[Snapshot]) -> None:
    site = dict(part(waves[2], "A")) | {"as_of": "2027-05-08"}
    text = words(sections(school_document(waves[2], site))["scores"])
    assert "the result of May 8, 2027" in text
    assert "stays as it was" in text


def test_the_hub_reads_how_many_conditions_are_up(waves: list[Snapshot]) -> None:
    document = waves[2]
    view = as_hub(document, {one["site"] for one in document["sites"]})
    found = hub_document(view)
    assert found.title == "5 of 7 conditions rose since the schools began"
    assert "595 people of 23 schools" in found.lead
    parts = sections(found)
    assert "sign test p = " in words(parts["rose"])
    assert "items that both versions share" in words(parts["since-first"])
    assert part(document, "F")["school"] in words(parts["bright"])
    assert PLANTED["C"][0] not in "".join(words(one) for one in found.sections)
    nobody = hub_document(as_hub(document, set()))
    assert all(one["school"] not in words(sections(nobody)["bright"]) for one in document["sites"])
    assert "not named" in words(sections(nobody)["bright"])


def test_one_school_makes_no_network(waves: list[Snapshot]) -> None:
    found = hub_document(as_hub(waves[3], set()))
    assert found.title == "Too few schools to show a result"
    assert found.sections == ()


def test_documents_can_be_laid_out_as_pdf(waves: list[Snapshot]) -> None:
    from engine.report.media.to_pdf import pdf_bytes

    document = waves[2]
    report = school_report(document, part(document, "B"))
    assert pdf_bytes(replace(report, sections=report.sections[:4])).startswith(b"%PDF")
    assert pdf_bytes(hub_document(as_hub(document, set()))).startswith(b"%PDF")


def test_every_number_in_a_table_is_one_for_files_too(waves: list[Snapshot]) -> None:
    for document in waves:
        hub = hub_document(as_hub(document, {one["site"] for one in document["sites"][:5]}))
        assert list(unmade_numbers(hub)) == []
        for site in document["sites"]:
            assert list(unmade_numbers(school_report(document, site))) == []
