"""From a school's result into the guides: its own statements stand in them, and no more than the result shows."""

import pytest
from flask.testing import FlaskClient

from engine.demo.fill import Demo
from engine.demo.planted import PLANTED
from engine.playbooks.folder import find_playbook
from engine.results.model_school import FrozenSchool
from engine.results.reading import of_school
from engine.store import Site, Store
from web.school.by_link import ResultAddress, sign
from web.security import Settings
from web.whole import create_app

SECRET = "a secret for tests"
GUIDES = [guide.id for guide in find_playbook("collective-leadership").playbook.guides]


@pytest.fixture
def client(demo: tuple[Store, Demo]) -> FlaskClient:
    return create_app(demo[0], Settings(secret=SECRET, secure=False)).test_client()


def site_of(demo: tuple[Store, Demo], letter: str) -> Site:
    store, made = demo
    return next(one for one in store.sites.of(made.closed[-1]) if one.school.startswith(PLANTED[letter][0]))


def path(site: Site) -> str:
    return f"/result/{sign(SECRET, ResultAddress(site.wave_id, site.id))}"


def test_a_result_leads_to_the_guide_of_each_condition(demo: tuple[Store, Demo], client: FlaskClient) -> None:
    here = path(site_of(demo, "A"))
    page = client.get(here).text
    for construct in GUIDES:
        assert f"{here}/guides/{construct}" in page
        assert client.get(f"{here}/guides/{construct}").status_code == 200


def test_a_guide_tells_the_schools_own_statements_as_its_result_does(
    demo: tuple[Store, Demo], client: FlaskClient
) -> None:
    store, _ = demo
    site = site_of(demo, "A")
    found = of_school(store.results.school_snapshot(store.waves.get(site.wave_id), site.id), site.id)
    assert found is not None
    assert isinstance(found[1], FrozenSchool)
    score = found[1].scores["vision"]
    assert score is not None
    assert score.items
    page = client.get(f"{path(site)}/guides/vision-and-strategy").text
    texts = {one.id: one for measure in found[0].measures for one in measure.item_texts}
    told = [item for item in score.items if f"<dt>{texts[item.id].text}</dt>" in page]
    assert len(told) >= 3
    for item in told:
        assert f"{item.n} people answered." in page
        assert f"{texts[item.id].options[0]}: " in page


def test_a_school_that_is_not_shown_has_no_guide_of_its_own(
    demo: tuple[Store, Demo], client: FlaskClient
) -> None:
    here = path(site_of(demo, "C"))
    assert "/guides/" not in client.get(here).text
    assert client.get(f"{here}/guides/{GUIDES[0]}").status_code == 404


def test_a_guide_is_a_pdf_too_and_speaks_spanish(demo: tuple[Store, Demo], client: FlaskClient) -> None:
    here = f"{path(site_of(demo, 'A'))}/guides/shared-influence"
    assert client.get(f"{here}.pdf").data.startswith(b"%PDF-")
    spanish = client.get(f"{here}?language=es").text
    assert 'lang="es"' in spanish
    assert "Influencia compartida" in spanish
    assert "Borrador" in spanish


def test_what_has_no_guide_is_told_as_that(demo: tuple[Store, Demo], client: FlaskClient) -> None:
    assert client.get(f"{path(site_of(demo, 'A'))}/guides/nothing").status_code == 404
