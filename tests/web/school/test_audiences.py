"""A school's audiences side by side, as a team, a hub and a program read them."""

import io
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from engine.store import Scope, Store
from tests.web.conftest import Clock, application
from tests.web.school.asking import ask
from tests.web.visitor import Office

NOT_SHOWN = 4  # people who answered, of ten that it takes


@pytest.fixture(scope="module")
def answered(furnished: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with surveys of three groups; at the second school too few families answered."""
    place, clock = tmp_path_factory.mktemp("audiences") / "office.db", Clock()
    shutil.copyfile(furnished.store._database.name, place)
    with Store.open(place, now=clock) as store:
        office = replace(furnished, store=store, clock=clock)
        ask(office, "team-safety", (12, 13, 14))
        ask(office, "families", (31, NOT_SHOWN, 29))
        ask(office, "practice-teachers", (14, 15, 16))
        ask(office, "practice-students", (40, 41, 42))
    return place


@pytest.fixture
def asked(office: Office, answered: Path, tmp_path: Path) -> Iterator[Office]:
    """A copy of it, with its people at the door."""
    place = tmp_path / "audiences.db"
    shutil.copyfile(answered, place)
    with Store.open(place, now=office.clock) as store:
        yield replace(office, app=application(store), store=store)


def page(office: Office, who: str, school: int = 0, end: str = "") -> str:
    answer = office.visitor(who).client.get(f"/schools/{office.schools[school].id}/audiences{end}")
    assert answer.status_code == 200, answer.status_code
    return answer.get_data(as_text=True)


def test_each_group_has_its_own_scale_number_and_interval_and_no_sentence_compares_two(asked: Office) -> None:
    seen = page(asked, "team")
    for words in (
        "Relationships and social norms",
        "Welcome and communication",
        "Learning practices",
        "Families",
    ):
        assert words in seen
    assert "0 Not at all true" in seen
    assert "100 In every lesson" in seen
    assert "nothing alike was asked that could be subtracted" in seen
    assert "nobody has examined yet whether these statements work alike" in seen
    assert re.findall("higher than|lower than|gap of|differ by|points apart", seen.lower()) == []


def test_a_group_with_too_few_answers_is_nowhere(asked: Office) -> None:
    """Of the second school no family's answer is told: no score, no number, no name of its wave."""
    for school in asked.schools:  # of two that agree a third could be worked out
        asked.store.studies.agree(school, named=True)
    told = api(asked, 1)
    assert {score["audience"] for one in told["constructs"] for score in one["scores"]} == {
        "staff",
        "students",
    }
    seen = page(asked, "hub", 1)
    assert "Families" not in seen
    assert "The page does not say which" in seen


def api(office: Office, school: int, query: str = "", status: int = 200) -> Any:
    scopes = (Scope.SCHOOL_RESULTS,)
    secret, _ = office.store.keys.add(office.people["hub"], office.network, f"Sides {query}", scopes)
    answer = office.app.test_client().get(
        f"/api/v1/schools/{office.schools[school].id}/audiences{query}",
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert answer.status_code == status, answer.text
    return answer.json


def test_a_program_gets_what_the_results_print_and_nothing_made_of_two_groups(asked: Office) -> None:
    for school in asked.schools:
        asked.store.studies.agree(school, named=True)
    told = api(asked, 0)
    assert [one["id"] for one in told["constructs"]] == [
        *("assessment-practice", "relationships-and-social-norms"),
    ]
    (pair,) = told["constructs"][0]["pairs"]
    assert (pair["gap"], pair["shared"], len(pair["statements"])) == ("not_examined", 7, 7)
    assert not {"points", "difference", "gap_points"} & set(json.dumps(told).split('"'))
    assert "2019" in api(asked, 0, "?year=2019", 404)["detail"]


def test_who_may_not_read_a_result_by_name_reads_no_page_of_them(asked: Office) -> None:
    path = f"/schools/{asked.schools[0].id}/audiences"
    for who, status in (("hub", 403), ("district", 403), ("researcher", 403), ("outsider", 404)):
        assert asked.visitor(who).client.get(path).status_code == status, who
    assert asked.visitor().client.get(path).status_code == 302
    assert asked.visitor("leader").client.get(f"/schools/{asked.schools[1].id}/audiences").status_code == 403


@pytest.mark.slow
def test_every_file_holds_the_groups_of_the_page(asked: Office) -> None:
    client = asked.visitor("team").client
    here = f"/schools/{asked.schools[0].id}/audiences"
    taken = {
        end: client.get(f"{here}/{end}") for end in ("report.pdf", "report.xlsx", "tables.csv", "report.json")
    }
    assert {answer.status_code for answer in taken.values()} == {200}
    assert taken["report.pdf"].data.startswith(b"%PDF")
    sheets = load_workbook(io.BytesIO(taken["report.xlsx"].data)).worksheets
    cells = [
        str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row if cell
    ]
    for words in ("Welcome and communication", "0 Not at all true to 100 Completely true"):
        assert words in taken["tables.csv"].get_data(as_text=True)
        assert any(words in cell for cell in cells), words
    document = json.loads(taken["report.json"].data)
    assert [one["title"] for one in document["sections"]][:2] == [
        *("Learning practices", "Relationships and social norms"),
    ]
    assert client.get(f"{here}/figure-1.png").data.startswith(b"\x89PNG")
    assert client.get(f"{here}/figure-99.png").status_code == 404


@pytest.mark.slow
def test_the_full_report_of_each_survey_has_the_groups_of_its_year(asked: Office) -> None:
    (wave,) = (one for study in asked.store.studies.of(asked.network) for one in asked.store.waves.of(study)
               if one.instrument_id == "families")  # fmt: skip
    answer = asked.visitor("team").client.get(f"/schools/{asked.schools[0].id}/results/{wave.id}/report")
    text = answer.get_data(as_text=True)
    assert 'id="audiences"' in text
    assert 'id="audiences-relationships-and-social-norms"' in text
    assert f"/schools/{asked.schools[0].id}/audiences?year=2025" in text


@pytest.mark.slow
def test_an_earlier_year_is_chosen_and_a_year_without_results_leads_to_the_newest(asked: Office) -> None:
    ask(asked, "classified-staff", opens=-500)
    seen = page(asked, "team", end="?year=2024")
    assert "no part of school life of which two groups have a result" in seen
    assert "Asked of one group alone" in seen
    assert "School year 2025–26" in page(asked, "team", end="?year=1999")
