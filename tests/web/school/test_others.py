"""Other surveys of a school on its page and report: whoever may read them reads them, and a link opens none."""

import io
import json
from dataclasses import replace

import numpy as np
import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from engine.results.reading import of_school
from engine.store import Wave
from engine.waves.closing import close
from engine.waves.school_result import Reading
from tests.web.visitor import SMALL, Office, new_wave
from web.school.by_link import ResultAddress, sign

SURVEY = replace(SMALL, id="other-survey", title="Another survey")


@pytest.fixture
def answered(office: Office) -> tuple[Office, list[Wave]]:
    """Three closed waves of another survey: in the newest too few of the first school answered."""
    office.store.definitions.publish(SURVEY)
    study = office.store.studies.add(office.network, "A second study")
    waves = []
    for number, (title, people) in enumerate(
        (("First", (6, 6, 6)), ("Second", (8, 6, 6)), ("Third", (4, 6, 6)))
    ):
        new = new_wave(office.clock, title, number - 90, number - 80, instrument_id=SURVEY.id)
        wave = office.store.waves.add(study, new)
        ids = np.array([office.store.sites.add(wave, school, 10).id for school in office.schools])
        codes = np.array([[(row * 3) % 5, 0] for row in range(sum(people))], dtype=np.uint8)
        office.store.responses.add(wave, np.repeat(ids, people), codes, "full", "en", office.clock().date())
        close(office.store, wave, ())
        waves.append(office.store.waves.get(wave.id))
    return office, waves


def own(office: Office, wave: Wave, end: str = "") -> str:
    return f"/schools/{office.schools[0].id}/results/{wave.id}{end}"


def text(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def test_the_newest_result_that_shows_the_school_stands_on_both_pages_with_its_address(
    answered: tuple[Office, list[Wave]],
) -> None:
    office, (first, second, third) = answered
    client = office.visitor("team").client
    for end in ("", "/report"):
        page = text(client, own(office, office.closed, end))
        assert 'id="others"' in page
        assert "Another survey" in page
        assert "“Second”" in page
        assert f'href="{own(office, second)}"' in page
        assert not any(own(office, wave) in page for wave in (first, third))
    assert 'href="#others-other-survey"' in page


def test_its_own_page_says_the_same_of_the_first_survey(answered: tuple[Office, list[Wave]]) -> None:
    office, (_, second, _) = answered
    page = text(office.visitor("leader").client, own(office, second))
    assert f'href="{own(office, office.closed)}"' in page
    assert f"“{office.closed.title}”" in page


def test_a_school_switches_among_waves_of_one_survey(answered: tuple[Office, list[Wave]]) -> None:
    office, waves = answered
    client = office.visitor("team").client
    assert 'class="switch"' not in text(client, own(office, office.closed))
    switch = text(client, own(office, waves[1])).partition('class="switch"')[2].partition("</nav>")[0]
    assert [wave.title in switch for wave in (*waves, office.closed)] == [True, True, True, False]


def test_files_of_the_report_hold_the_section(answered: tuple[Office, list[Wave]]) -> None:
    office, _ = answered
    client, path = office.visitor("team").client, own(office, office.closed)
    made = json.loads(text(client, f"{path}/report.json"))
    (section,) = (one for one in made["sections"] if one["id"] == "others")
    assert [one["title"] for one in section["sections"]] == ["Another survey"]
    table = section["sections"][0]["blocks"][1]
    book = load_workbook(io.BytesIO(client.get(f"{path}/report.xlsx").data))
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert any(table["caption"] in cell for cell in cells)
    assert table["rows"][0][2]["text"] in cells
    assert "Another survey" in text(client, f"{path}/tables.csv")
    assert client.get(f"{path}/report.pdf").data.startswith(b"%PDF")


def test_a_link_opens_the_result_that_it_was_made_for_and_no_other(
    answered: tuple[Office, list[Wave]],
) -> None:
    office, _ = answered
    site = next(one for one in office.store.sites.of(office.closed) if one.school_id == office.schools[0].id)
    token = sign(office.app.config["SECRET_KEY"], ResultAddress(office.closed.id, site.id))
    for end in ("", "/report", "/report.json", "/tables.csv"):
        page = text(office.visitor().client, f"/result/{token}{end}")
        assert "Another survey" not in page
        assert "Other surveys" not in page


def test_what_the_reader_may_not_read_by_itself_is_not_there(answered: tuple[Office, list[Wave]]) -> None:
    office, waves = answered
    site = next(one for one in office.store.sites.of(office.closed) if one.school_id == office.schools[0].id)
    found = of_school(office.store.results.school_snapshot(office.closed, site.id), site.id)
    assert found is not None
    frozen, part = found

    def reading(*readable: Wave) -> Reading:
        ids = {wave.id for wave in readable}
        return Reading(
            office.store, office.closed, frozen, part, by_name=True, others=lambda wave: wave.id in ids
        )

    assert reading().other_results() == ()
    assert "others" not in [one.id for one in (*reading().page().sections, *reading().report().sections)]
    for readable, expected in ((waves, waves[1]), (waves[:1], waves[0])):
        (found,) = reading(*readable).other_results()
        assert found.wave.id == expected.id


def test_a_school_with_too_few_answers_has_no_other_survey_there(answered: tuple[Office, list[Wave]]) -> None:
    office, (_, _, third) = answered
    page = text(office.visitor("team").client, own(office, third))
    assert "Too few answers to show a result" in page
    assert "Other surveys" not in page
