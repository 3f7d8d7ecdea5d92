"""From the demonstration's first page to surveys, results and files, in English and in Spanish."""

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.demo import meetings
from engine.demo.fill import Demo
from engine.store import Store
from tests.pseudo import Spoken
from tests.web.pages import Page
from web.security import Settings
from web.start.first_page import Guide
from web.start.look_around import demonstrate
from web.whole import create_app

LINK = re.compile(r'<a (?:class="button[^"]*" )?href="([^"]+)"(?: hreflang="(\w+)")?')
SURVEYS = (
    "Liderazgo colectivo: condiciones del sistema",
    "Las familias y nuestra escuela",
    "Mi aprendizaje y mi voz",
    "Mi aprendizaje",
    "Su trabajo en esta escuela: para el personal de apoyo",
    "Revisión de las reuniones",
)


@pytest.fixture(scope="module")
def client(demo: tuple[Store, Demo]) -> FlaskClient:
    store, made = demo
    app = create_app(store, Settings(secret="a secret for tests", secure=False))
    demonstrate(app, Guide(made, "var/demo.db"))
    return app.test_client()


def links(client: FlaskClient, language: str, start: str) -> list[str]:
    found = LINK.findall(client.get("/").text)
    return [address for address, tag in found if tag == language and address.startswith(start)]


def test_every_link_of_the_first_page_leads_somewhere(client: FlaskClient) -> None:
    found = {
        address for address, _ in LINK.findall(client.get("/").text) if address.startswith(("/s/", "/study/"))
    }
    found |= {*links(client, "es", "/result/")}
    assert len(found) == 18
    for address in found:
        assert client.get(address).status_code == 200, address


def test_surveys_are_opened_in_spanish(client: FlaskClient) -> None:
    doors = [client.get(address).text for address in links(client, "es", "/s/")]
    for html, title in zip(doors, SURVEYS, strict=True):
        assert '<html lang="es"' in html
        assert title in html


def test_a_schools_page_report_and_pdfs_are_in_spanish(client: FlaskClient) -> None:
    for address in links(client, "es", "/result/"):
        page, _, query = address.partition("?")
        html = client.get(address).text
        assert '<html lang="es" dir="ltr">' in html
        assert "Por dónde empezar" in html
        report = client.get(f"{page}/report?{query}").text
        assert not [
            text for language, text in Spoken(report).said if language == "en" and text == "Useful meetings"
        ]
        for name in ("page.pdf", "report.pdf"):
            made = client.get(f"{page}/{name}?{query}")
            assert made.data.startswith(b"%PDF")
            assert re.search(rb"/Lang ?\(es\)", made.data)


def test_every_way_in_is_one_press_away(client: FlaskClient) -> None:
    def press(action: str) -> TestResponse:
        form = next(one for one in Page(client.get("/").text).forms if action in one.action)
        return client.post(form.action, data=form.values, follow_redirects=True)

    assert [press(f"place={place}").status_code for place in ("wave", "share")] == [200, 200]
    assert "Personal codes" in press("place=codes").text
    assert press("place=posters").mimetype == "application/pdf"
    assert "Audiences side by side" in press("place=audiences").text
    assert "shared with the hub" in press("school_team?place=rubric").text
    assert "Lakeshore University" in press("school_team?place=partners").text
    assert "Willow Run" in press("hub_administrator?place=partners").text
    code = re.search(r'<strong class="code">([^<]+)', press("/slip").text)
    assert code is not None
    fresh = client.application.test_client()
    (asked,) = (form for form in Page(fresh.get("/join").text).forms if "code" in form.values)
    let_in = fresh.post(asked.action, data={**asked.values, "code": code[1]}, follow_redirects=True)
    assert let_in.request.path.startswith("/s/")


def test_a_demonstration_of_an_older_barograph_has_staff_alone_and_no_codes(
    demo: tuple[Store, Demo],
) -> None:
    store, made = demo
    app = create_app(store, Settings(secret="a secret for tests", secure=False))
    demonstrate(
        app,
        Guide(
            replace(made, tour=None, by_codes=None, second_version=None, audiences={}, doors={}),
            "var/demo.db",
        ),
    )
    older = app.test_client()
    html = older.get("/").text
    assert older.post("/look-around/slip", data=Page(html).forms[0].values).status_code == 404
    assert "Hand a survey out" not in html
    assert "every kind of question" not in html
    assert meetings.OPEN not in html
    assert "A family member" not in html
    assert "Students, all schools" not in html


def test_each_audience_is_read_at_the_school_that_shows_what_the_page_says(client: FlaskClient) -> None:
    listed = re.findall(r'<a class="button outline" href="(/result/[^"]+)">([^<]+)</a>', client.get("/").text)
    shown = {title: client.get(address).text for address, title in listed}
    for title, expected in (
        ("Students, grades 6 to 12", "Confidence in learning"),
        ("Students, grades 3 to 5", "My voice counts"),
        ("Families", "Voice and partnership"),
        ("Support staff", "Included and supported at work"),
        ("Teams", "Greatest strength: psychological safety"),
        ("A new reading plan", "Too many initiatives"),
        ("Teachers, on their lessons", "Learning practices"),
        ("A second version of the survey", "on 3 same statements"),
    ):
        assert expected in shown[title], title
        assert "Simulated data" in shown[title]
    assert (
        "mark: the score in" not in shown["A second version of the survey"]
    )  # nothing is compared on all statements
