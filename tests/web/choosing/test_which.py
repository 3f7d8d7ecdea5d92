"""From a need to the survey that helps to answer it, as somebody without an account would go."""

import html
import re

import pytest

from engine.instrument.model import Audience
from engine.loading import catalog
from engine.store import Store
from tests.web.conftest import application
from tests.web.visitor import Office, Visitor
from web.choosing.shelf import newest, shelf

# Six people, what each wants to know, and where the page has to lead them: written by hand, apart from the definitions.
SIX_NEEDS = {
    "a principal: which condition to work on": ("Which of seven conditions", "collective-leadership"),
    "a team of teachers: can our students steer their learning?": (
        "students in grades 6 to 12 steer their own learning",
        "learner-agency-6-12",
    ),
    "a family liaison: welcome and language": ("Do families feel welcome here", "families"),
    "a district: how support staff find their work": (
        "How do support staff find their work",
        "classified-staff",
    ),
    "a leader: where does my week go?": ("Where does a leader's week go", "leaders-time"),
    "a university and a district: how far are we, and do we agree?": (
        "How far has our partnership come",
        "partnership-progressions",
    ),
    "a grade team: can we speak up?": ("Can the members of a team speak up", "team-safety"),
}


@pytest.fixture
def visitor(store: Store) -> Visitor:
    return Visitor(application(store))


@pytest.mark.parametrize(("words", "id"), SIX_NEEDS.values(), ids=list(SIX_NEEDS))
def test_a_need_leads_to_its_survey_in_two_presses_from_the_first_page(
    visitor: Visitor, words: str, id: str
) -> None:
    visitor.open("/").follow("/instruments/")
    (address,) = {one for text, one in links(visitor) if words in text}
    visitor.open(address)
    assert visitor.status == 200
    assert f"/instruments/{id}/" in visitor.path
    visitor.see(catalog.find(id).title)


def links(visitor: Visitor) -> list[tuple[str, str]]:
    """The words and the address of each link of a page."""
    found = re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', visitor.page.html)
    return [(html.unescape(words), html.unescape(address)) for address, words in found]


def test_every_survey_that_a_hub_may_ask_answers_a_need_in_both_languages_and_is_reached() -> None:
    for tag in ("en", "es"):
        reached = {need.offered.instrument.id for needs in shelf(tag).needs.values() for need in needs}
        assert reached == {one.id for one in newest()}
        for needs in shelf(tag).needs.values():
            assert {need.offered.instrument.language for need in needs} == {tag}
    assert {"big-five-25", "school-wellbeing"}.isdisjoint(reached)


def test_no_two_surveys_answer_the_same_need() -> None:
    texts = [need.text for needs in shelf("en").needs.values() for need in needs]
    assert len(texts) == len(set(texts))


def test_the_page_shows_one_audience_where_it_is_asked_to(visitor: Visitor) -> None:
    visitor.open("/instruments/?audience=families").see("Do families feel welcome here")
    assert "support staff find" not in visitor.page.text
    visitor.open("/instruments/?audience=aliens").see("Do families feel welcome here", "support staff find")
    assert next(iter(shelf("en").needs)) is Audience.STAFF


def test_the_pages_speak_spanish_and_keep_no_cookie(visitor: Visitor) -> None:
    visitor.open("/instruments/?language=es").see("¿Qué encuesta, y para quién?", "¿Se sienten bienvenidas")
    (address,) = {one for text, one in links(visitor) if "¿Se sienten bienvenidas" in text}
    visitor.open(address).see("Las familias y nuestra escuela", "Cuando le cuento un problema a la escuela")
    assert visitor.client._cookies == {}


def test_a_hub_comes_from_an_instrument_to_the_form_of_a_wave_and_back(office: Office) -> None:
    hub = office.visitor("hub")
    hub.open("/instruments/families/1.0.0/").follow("?instrument=families@1.0.0")
    hub.see("Families and our school")
    hub.open(f"/studies/{office.study.id}/waves/new").follow("/instruments/families/1.0.0/")
    hub.see("Everything it asks")


def test_an_instrument_of_a_network_itself_is_read_by_those_who_see_its_plan(office: Office) -> None:
    there = f"/networks/{office.network.id}/surveys/small/1.0.0"
    hub = office.visitor("hub").open(there)
    hub.see("A small instrument", "Statement A1.")
    assert Visitor(office.app).open(there).path.startswith("/sign-in")
    assert office.visitor("outsider").open(there).status == 404
    assert office.visitor("hub").open(f"/networks/{office.network.id}/surveys/small/9.0.0").status == 404
