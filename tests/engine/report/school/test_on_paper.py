"""A school's one page and full report on paper: one page, tagged, its numbers as text."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import page
import pytest

from engine.demo.fill import Demo
from engine.demo.planted import PLANTED
from engine.report.document import Paper
from engine.report.media.paper import PaperScoreTable, paper
from engine.report.media.to_pdf import PAGE, page_bytes, pdf_bytes
from engine.results.reading import of_school
from engine.store import Store
from engine.waves.school_result import Reading
from tests.engine.report.school.of_json import school_document, school_report

Snapshot = Mapping[str, Any]


@pytest.fixture(scope="module")
def result(demo: tuple[Store, Demo]) -> Snapshot:
    store, made = demo
    return store.results.snapshot(made.closed[-1]).document


def part(result: Snapshot, letter: str) -> Snapshot:
    return next(one for one in result["sites"] if one["school"].startswith(PLANTED[letter][0]))


def failures(made: bytes) -> list[str]:
    report = page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_UA_1)
    return [f"{one.rule_id}: {one.message}" for one in report.failures]


@pytest.mark.slow
@pytest.mark.parametrize("stock", ["a4", "letter"])
def test_every_schools_page_is_one_page_of_either_paper(demo: tuple[Store, Demo], stock: Paper) -> None:
    """With all that stands on it for a leader: other surveys and what the team chose."""
    store, made = demo
    wave = made.closed[-1]
    for site in store.sites.of(wave):
        found = of_school(store.results.school_snapshot(wave, site.id), site.id)
        assert found is not None
        page = Reading(store, wave, *found, by_name=True, others=lambda _: True).page()
        assert len(PAGE.findall(page_bytes(replace(page, paper=stock)))) == 1, site.school


@pytest.mark.slow
@pytest.mark.parametrize("letter", ["A", "D", "N"])
def test_pages_and_reports_are_tagged(result: Snapshot, letter: str) -> None:
    assert failures(page_bytes(school_document(result, part(result, letter)))) == []
    assert failures(pdf_bytes(school_report(result, part(result, letter)))) == []


def test_scores_are_texts_in_a_table_on_paper(result: Snapshot) -> None:
    sheet = paper(school_document(result, part(result, "H")), 1.0)
    (section,) = (one for one in sheet.sections if one.id == "scores")
    (scores,) = (block.scores for block in section.blocks if isinstance(block, PaperScoreTable))
    assert [row.label for row in scores.rows][:2] == [
        "Vision and strategy",
        "Supportive administration",
    ]
    assert scores.ticks[0] == (0.0, "0")
    assert scores.ticks[-1] == (1.0, "100")
    found = part(result, "H")["scores"]["administration"]
    support = scores.rows[1]
    assert support.number == f"{found['mean']:.0f}"
    assert support.interval == f"{found['low']:.0f} to {found['high']:.0f}"
    change = found["change"]
    assert support.change == (
        f"up {change['points']:.0f}",
        f"{change['low']:+.0f} to {change['high']:+.0f}",
    )
