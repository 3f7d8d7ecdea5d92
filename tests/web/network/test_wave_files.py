"""The hub's reports of schools hold what each school's own page tells it, but for what people wrote."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from engine.disclosure.open_text import ShownComment
from engine.report.document import CurveFigure, Document, Section
from engine.waves.closing import close
from tests.web.visitor import SMALL, Office, made_reports, new_wave
from web import rights

SURVEY = replace(SMALL, id="other-survey", title="Another survey")
WRITTEN = "More time to plan."


@pytest.fixture
def made(office: Office, monkeypatch: pytest.MonkeyPatch) -> list[Document]:
    """The reports as they are set, of a network with two waves and another survey; schools let the hub name them."""
    documents: list[Document] = []

    def kept(document: Document) -> bytes:
        documents.append(document)
        return b"%PDF"

    monkeypatch.setattr("web.network.school_reports.pdf_bytes", kept)
    answered(office, office.open.id)
    office.store.definitions.publish(SURVEY)
    study = office.store.studies.add(office.network, "A second study")
    new = new_wave(office.clock, "Their efficacy", -90, -80, instrument_id=SURVEY.id)
    wave = office.store.waves.add(study, new)
    for school in office.schools:
        office.store.sites.add(wave, school, 10)
    answered(office, wave.id)
    for school in office.schools:
        office.store.studies.agree(school, named=True)
    return documents


def answered(office: Office, number: int) -> None:
    wave = office.store.waves.get(number)
    ids = np.array([site.id for site in office.store.sites.of(wave)])
    codes = np.array([[row % 5, 0] for row in range(18)], dtype=np.uint8)
    office.store.responses.add(wave, np.repeat(ids, 6), codes, "full", "en", office.clock().date())
    close(office.store, wave, ())


def all_of(office: Office, wave: int) -> str:
    return made_reports(office, office.visitor("hub"), wave).page.text


def every(sections: tuple[Section, ...]) -> Iterator[Section]:
    for one in sections:
        yield one
        yield from every(one.sections)


def test_earlier_waves_other_surveys_and_the_choice_are_in_them(office: Office, made: list[Document]) -> None:
    north = office.schools[0]
    office.store.choices.add(
        north, office.open, "need", ["one"], "It holds us back", "All", "leader@people.example", shown=["one"]
    )
    assert "3 reports are ready" in all_of(office, office.open.id)
    parts = [{one.id: one for one in every(document.sections)} for document in made]
    for part in parts:
        assert "others-other-survey" in part
        assert any(isinstance(block, CurveFigure) for block in part["change"].blocks)
    assert sorted("chosen" in part for part in parts) == [False, False, True]


def test_what_people_wrote_is_not(
    office: Office, made: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.waves.school_result.questions_of", lambda *given: SMALL.items[:1])
    path = f"/schools/{office.schools[0].id}/results/{office.open.id}/report"
    item = SMALL.items[0].id
    monkeypatch.setattr(
        "engine.waves.school_result.shown_comments", lambda *given: (ShownComment(item, WRITTEN, ()),)
    )
    office.visitor("leader").open(path).see(WRITTEN)
    all_of(office, office.open.id)
    assert len(made) == 3
    for document in made:
        assert "comments" not in [one.id for one in document.sections]
        assert WRITTEN not in repr(document)


def test_a_report_is_made_anew_where_something_in_it_changed(office: Office, made: list[Document]) -> None:
    all_of(office, office.open.id)
    assert "3 reports are ready" in office.visitor("hub").open(f"/waves/{office.open.id}/files").page.text
    north = office.schools[0]
    office.store.choices.add(
        north, office.open, "need", ["one"], "It holds us back", "All", "leader@people.example", shown=["one"]
    )
    assert "2 of 3 made" in office.visitor("hub").open(f"/waves/{office.open.id}/files").page.text


def test_a_survey_that_the_hub_may_not_read_there_is_not_in_them(
    office: Office, made: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = rights.named_schools
    monkeypatch.setattr(
        rights,
        "named_schools",
        lambda store, person, wave: (
            frozenset() if wave.title == "Their efficacy" else known(store, person, wave)
        ),
    )
    all_of(office, office.open.id)
    assert len(made) == 3
    assert not any(one.id == "others" for document in made for one in document.sections)
