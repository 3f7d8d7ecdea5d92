"""A school's one page and full report: what they compare with, where they lead, and that files say the same."""

import csv
import io
import json
import re
from typing import Any

import numpy as np
import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from engine.demo.fill import Demo
from engine.demo.planted import PLANTED
from engine.store import Store
from engine.waves.closing import close
from tests.web.conftest import SECRET, application
from tests.web.visitor import Office
from web.school.by_link import ResultAddress, sign

FILES = ("page.pdf", "report.pdf", "report.xlsx", "tables.csv", "report.json", "scores.csv")


@pytest.fixture(scope="module")
def app(demo: tuple[Store, Demo]) -> Flask:
    return application(demo[0])


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def link(demo: tuple[Store, Demo], letter: str, wave: int = -1) -> str:
    store, made = demo
    site = next(one for one in store.sites.of(made.closed[wave]) if one.school.startswith(PLANTED[letter][0]))
    return f"/result/{sign(SECRET, ResultAddress(site.wave_id, site.id))}"


def text(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def compared(page: str) -> dict[str, tuple[str, bool]]:
    """The groups that a page offers: by the words of a link its address, and whether it is the current one."""
    (nav,) = re.findall(r'<nav class="compare".*?</nav>', page, re.DOTALL)
    found = re.findall(r'<a href="([^"]*)"( aria-current="true")?>([^<]*)</a>', nav)
    return {words: (address, bool(current)) for address, current, words in found}


def test_each_group_is_a_link_that_works_without_script(
    demo: tuple[Store, Demo], client: FlaskClient
) -> None:
    offers = compared(text(client, link(demo, "A")))
    keys = {
        "All other schools": "gray band: middle half of 22 other schools",
        "Elementary schools": "gray band: middle half of 10 other elementary schools",
        "Our last result": "mark: the score in Collective leadership, spring, year 2",
    }
    assert [words for words, (_, current) in offers.items() if current] == ["All other schools"]
    assert keys.keys() <= offers.keys()
    for words, (address, _) in offers.items():
        page = text(client, address.partition("#")[0])
        assert [one for one, (_, current) in compared(page).items() if current] == [words]
        assert keys.get(words, "gray band") in page


def test_groups_that_are_not_offered_stand_under_the_selector_with_their_reason(
    demo: tuple[Store, Demo], client: FlaskClient
) -> None:
    page = text(client, link(demo, "D"))
    assert "Middle schools" not in compared(page)
    assert "Other middle schools: it takes at least eight other schools" in page
    assert "A published norm: none is known for this survey." in page


@pytest.mark.parametrize("asked", ["nothing", "level:middle", "level:high", "<script>", "own'", ""])
def test_an_unknown_group_is_the_network_and_no_error(
    demo: tuple[Store, Demo], client: FlaskClient, asked: str
) -> None:
    path = link(demo, "D")
    for end in ("", "/report"):
        page = client.get(f"{path}{end}", query_string={"compare": asked})
        assert page.get_data() == client.get(f"{path}{end}").get_data()
    made = client.get(f"{path}/scores.csv", query_string={"compare": asked})
    assert {row["benchmark_group"] for row in scores_of(made.get_data())} == {"network"}


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def scores_of(data: bytes) -> list[dict[str, str]]:
    """The rows of scores alone, without composites and single statements, which are compared with nobody."""
    return [row for row in rows(data) if row["kind"] == "score"]


def test_files_carry_the_group_that_the_page_shows(demo: tuple[Store, Demo], client: FlaskClient) -> None:
    path, query = link(demo, "A"), "?compare=level%3Aelementary"
    for page in (text(client, path + query), text(client, f"{path}/report{query}")):
        for name in (*FILES, "figure-1.png", "figure-1.svg"):
            assert f'href="{path}/{name}{query}"' in page, name
        assert f'href="{path}/page.pdf"' not in page
    assert f'href="{path}/report{query}#condition-vision"' in text(client, path + query)
    made = json.loads(client.get(f"{path}/report.json{query}").data)
    (scores,) = [one for one in made["sections"] if one["id"] == "scores"]
    assert "10 other elementary schools" in scores["blocks"][0]["key"]
    (first, *_) = rows(client.get(f"{path}/scores.csv{query}").data)
    assert (first["benchmark_group"], first["benchmark_schools"]) == ("level:elementary", "10")
    assert "10 other elementary schools" in text(client, f"{path}/figure-1.svg{query}")
    own = scores_of(client.get(f"{path}/scores.csv?compare=own").data)
    assert {row["benchmark_group"] for row in own} == {"own"}
    assert all(row["benchmark_value"] and not row["benchmark_schools"] for row in own)


def test_the_same_numbers_stand_on_pages_and_in_files(demo: tuple[Store, Demo], client: FlaskClient) -> None:
    path = link(demo, "H")
    pages = [text(client, path), text(client, f"{path}/report")]
    made = json.loads(client.get(f"{path}/report.json").data)
    (shown,) = [one for one in made["sections"] if one["id"] == "scores"]
    table = shown["blocks"][0]["table"]
    book = load_workbook(io.BytesIO(client.get(f"{path}/report.xlsx").data))
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    scores = scores_of(client.get(f"{path}/scores.csv").data)
    long = {
        (row["row"], row["column"]): row["text"]
        for row in rows(client.get(f"{path}/tables.csv").data)
        if row["section"] == "Scores"
    }
    assert len(scores) == len(table["rows"]) == 7
    for row, plain in zip(table["rows"], scores, strict=True):
        label, score, low, high = row[0], *(cell["text"] for cell in row[1:4])
        assert (low, high) == (plain["interval_low"], plain["interval_high"])
        assert (label, score) == (plain["label"], plain["score"])
        assert {score, low, high} <= cells
        columns = ("Score", "95% interval, low", "95% interval, high")
        assert [long[label, column] for column in columns] == [score, low, high]
        for page in pages:
            assert f"<b>{score}</b>" in page
            assert f">{low} to {high}</span>" in page


def test_the_full_report_has_every_section_and_each_row_leads_to_one(
    demo: tuple[Store, Demo], client: FlaskClient
) -> None:
    path = link(demo, "B")
    page, report = text(client, path), text(client, f"{path}/report")
    ids = re.findall(r'<section id="([\w-]+)"', report)
    for id in ("scores", "start", "conditions", "change", "comparisons", "agreement", "groups", "who"):
        assert id in ids
        assert f'href="#{id}"' in report
    assert {"limits", "methods", "take"} <= set(ids)
    anchors = re.findall(rf'href="{re.escape(path)}/report#(condition-\w+)"', page)
    assert len(anchors) == 7
    assert set(anchors) <= set(ids)
    assert "higher" in report
    assert "Scores, wave by wave" in report


def test_the_report_shows_what_a_school_was_planted_for(
    demo: tuple[Store, Demo], client: FlaskClient
) -> None:
    assert "points to Capacity and resources" in text(client, link(demo, "A"))
    assert "people fall into two camps" in text(client, link(demo, "D"))
    assert "too few to speak for everyone" in text(client, link(demo, "E"))
    assert "up 1" in text(client, link(demo, "F", 1)) or "up 2" in text(client, link(demo, "F", 1))
    assert "the 4 items that both versions share" in text(client, f"{link(demo, 'G', 1)}/report")
    assert "down 2" in text(client, link(demo, "H", 1))
    assert "finding about the survey" in text(client, f"{link(demo, 'J', 1)}/report")
    assert "no strength stands out" in text(client, link(demo, "L"))
    assert "95 or more" in text(client, link(demo, "N"))


@pytest.mark.parametrize("wave", [0, 1, 2])
def test_a_school_where_four_answered_has_nothing_on_either_page(
    demo: tuple[Store, Demo], client: FlaskClient, wave: int
) -> None:
    path = link(demo, "C", wave)
    for end in ("", "/report", "?compare=own", "/report?compare=network"):
        page = text(client, path + end)
        assert "Too few answers to show a result" in page
        for part in ('class="compare"', 'class="scores"', "<svg", "download", "condition-"):
            assert part not in page
    for name in (*FILES, "figure-1.png", "figure-1.svg"):
        assert client.get(f"{path}/{name}").status_code == 404


def test_a_link_opens_one_result_and_names_nobody(demo: tuple[Store, Demo], client: FlaskClient) -> None:
    page = text(client, link(demo, "A"))
    assert 'class="switch"' not in page
    assert "What we chose" not in page
    assert "/choice" not in page


def close_again(office: Office) -> None:
    """A second closed wave of the same schools."""
    ids = np.array([site.id for site in office.store.sites.of(office.open)])
    codes = np.array([[number % 5, 0] for number in range(18)], dtype=np.uint8)
    office.store.responses.add(office.open, np.repeat(ids, 6), codes, "full", "en", office.clock().date())
    close(office.store, office.open)


def own(office: Office, wave: int, end: str = "") -> str:
    return f"/schools/{office.schools[0].id}/results/{wave}{end}"


def test_a_school_switches_between_its_waves(office: Office) -> None:
    client = office.visitor("team").client
    assert 'class="switch"' not in text(client, own(office, office.closed.id))
    close_again(office)
    for end in ("", "/report"):
        page = text(client, own(office, office.open.id, end))
        assert f'<a href="{own(office, office.closed.id, end)}">Fall</a>' in page
        assert f'<a href="{own(office, office.open.id, end)}" aria-current="page">Spring</a>' in page
    assert "Scores, wave by wave" in page


def test_the_hub_is_led_to_no_wave_that_it_may_not_see(office: Office) -> None:
    close_again(office)
    for number in range(3):
        office.store.studies.agree(office.schools[number], named=True)
    hub = office.visitor("hub").client
    assert text(hub, own(office, office.open.id)).count("aria-current") >= 1
    office.store.studies.agree(office.schools[0], named=False)
    assert hub.get(own(office, office.open.id)).status_code == 403
    assert hub.get(own(office, office.open.id, "/report")).status_code == 403


def choose(office: Office) -> Any:
    return office.store.choices.add(
        office.schools[0],
        office.closed,
        "need",
        ["one"],
        "It holds us back",
        "The whole team",
        "leader@people.example",
        shown=["one"],
    )


def test_the_teams_choice_stands_on_both_pages_and_in_files_for_whoever_may_read_names(
    office: Office,
) -> None:
    path = own(office, office.closed.id)
    leader = office.visitor("leader").client
    assert f'href="{path}/choice"' in text(leader, path)
    assert "What we chose" not in text(leader, path)
    choose(office)
    for page in (text(leader, path), text(leader, f"{path}/report")):
        assert "What we chose" in page
        assert "Why: It holds us back" in page
    assert "It holds us back" in text(leader, f"{path}/report.json")
    site = next(one for one in office.store.sites.of(office.closed) if one.school_id == office.schools[0].id)
    token = sign(office.app.config["SECRET_KEY"], ResultAddress(office.closed.id, site.id))
    for end in ("", "/report", "/report.json"):
        assert "It holds us back" not in text(office.visitor().client, f"/result/{token}{end}")


def test_whoever_may_not_choose_is_not_asked_to(office: Office) -> None:
    for number in range(3):
        office.store.studies.agree(office.schools[number], named=True)
    assert "/choice" not in text(office.visitor("hub").client, own(office, office.closed.id))


def test_both_pages_are_in_the_log(office: Office) -> None:
    client = office.visitor("team").client
    for end in ("", "/report"):
        client.get(own(office, office.closed.id, end))
    seen = [one for one in office.store.audit.entries(office.network) if one.action == "result.seen"]
    assert len(seen) == 2
