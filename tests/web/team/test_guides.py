import html
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from engine.playbooks.folder import find_playbook
from tests.small import instrument
from tests.web.conftest import Survey

Make = Callable[..., Survey]
PLAYBOOK = find_playbook("collective-leadership").playbook
HELPS = ("before-you-start", "reading-together", "predictions")


@pytest.fixture
def client(survey: Make) -> FlaskClient:
    return survey(instrument()).app.test_client()


def addresses() -> list[str]:
    sheets = [sheet.id.replace("_", "-") for sheet in PLAYBOOK.worksheets]
    return [
        "/guides/",
        *(f"/guides/{id}" for id in (*HELPS, *(guide.id for guide in PLAYBOOK.guides))),
        *(f"/guides/sheets/{id}" for id in sheets),
        *(f"/guides/sheets/{id}/example" for id in sheets),
    ]


def test_every_guide_and_sheet_opens_without_an_account(client: FlaskClient) -> None:
    for address in addresses():
        assert client.get(address).status_code == 200, address


def test_the_overview_leads_to_each_of_them(client: FlaskClient) -> None:
    whole = client.get("/guides/").text
    for address in addresses()[1:]:
        assert f'href="{address}"' in whole, address


def test_a_guide_holds_all_of_its_texts(client: FlaskClient) -> None:
    for guide in PLAYBOOK.guides:
        page = client.get(f"/guides/{guide.id}").text
        for step in guide.steps:
            assert all(_as_shown(question) in page for question in step.questions)
            assert all(_as_shown(task.product) in page for task in step.tasks)


def test_a_sheet_that_is_blank_shows_no_example_and_its_example_shows_each_answer(
    client: FlaskClient,
) -> None:
    goal = PLAYBOOK.worksheet("action_timeline").example["goal"]
    assert _as_shown(goal) not in client.get("/guides/sheets/action-timeline").text
    assert _as_shown(goal) in client.get("/guides/sheets/action-timeline/example").text


def test_each_can_be_taken_as_a_pdf(client: FlaskClient) -> None:
    for address in ("/guides/shared-influence.pdf", "/guides/sheets/purpose-map.pdf?paper=letter"):
        answer = client.get(address)
        assert answer.data.startswith(b"%PDF-")
        assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "name", ["nothing", "shared-influence.doc", "sheets/nothing", "sheets/nothing/example"]
)
def test_what_is_not_there_is_told_as_that(client: FlaskClient, name: str) -> None:
    assert client.get(f"/guides/{name}").status_code == 404


def _as_shown(text: str) -> str:
    return text.replace("&", "&amp;").replace("'", "&#39;").replace('"', "&#34;")


def test_what_a_guide_names_is_a_way_that_opens(client: FlaskClient) -> None:
    for tag, guides in (("en", PLAYBOOK.guides), ("es", PLAYBOOK.guides)):
        for guide in guides:
            page = client.get(f"/guides/{guide.id}", headers={"Accept-Language": tag}).text
            ways = re.findall(r'<dt><a href="([^"]+)"', page)
            assert len(ways) == len(guide.resources)
            for way in {html.unescape(way) for way in ways if way.startswith("/")}:
                assert client.get(way, follow_redirects=True).status_code == 200, way
