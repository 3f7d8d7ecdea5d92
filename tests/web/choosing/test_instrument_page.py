"""What stands on the page of an instrument, and the files beside it: what the definition says, and no more."""

import io
import json
import zipfile

import pytest

from engine.authoring.linter import measured_grade
from engine.instrument.canonical import from_canonical
from engine.instrument.event import NO_EVENT, with_event
from engine.loading import catalog
from engine.store import Store
from tests.web.conftest import application
from tests.web.pages import Page
from tests.web.visitor import Visitor
from web.choosing.contents import contents_of
from web.choosing.shelf import newest

NEWEST = [one.id for one in newest()]


@pytest.fixture
def visitor(store: Store) -> Visitor:
    return Visitor(application(store))


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_page_shows_every_statement_and_limit_in_its_language(visitor: Visitor, language: str) -> None:
    for id in ("collective-leadership", "leaders-time", "learner-agency-3-5"):
        source = catalog.find(id)
        instrument = with_event(catalog.in_language(source, language), NO_EVENT)
        visitor.open(f"/instruments/{id}/?language={language}")
        assert visitor.path.startswith(f"/instruments/{id}/{source.version}/")
        visitor.see(*(item.text for item in instrument.items))
        visitor.see(*instrument.not_for, str(instrument.minimum_group), instrument.intended_use or "")
        visitor.see(*(level for item in instrument.items for level in item.levels))


def test_each_item_stands_there_once_whatever_its_forms() -> None:
    for instrument in newest():
        asked = [one.item.id for page in contents_of(instrument).pages for one in page.asked]
        assert sorted(asked) == sorted(item.id for item in instrument.items)


def test_what_was_not_tried_is_said_to_be_untried(visitor: Visitor) -> None:
    visitor.open("/instruments/families/1.0.0/").see("Nothing yet from people who answered.")
    assert not catalog.find("families").norms


def test_the_reading_grade_is_the_measured_one(visitor: Visitor) -> None:
    found = measured_grade(catalog.find("families"))
    assert found is not None
    visitor.open("/instruments/families/1.0.0/").see(
        f"{max(found[0], 1):.1f} by the formula of Flesch-Kincaid"
    )


def test_versions_lead_to_what_changed_and_what_stayed(visitor: Visitor) -> None:
    visitor.open("/instruments/collective-leadership/1.0.0/").see(
        "This is an earlier version. The newest is 2.0.0."
    )
    visitor.open("/instruments/collective-leadership/2.0.0/changes")
    walk = next(iter(catalog.crosswalks(catalog.find("collective-leadership"))))
    visitor.see("From version 1.0.0 to 2.0.0", f"{len(walk.items)} questions are the same in both versions.")
    visitor.see(catalog.find("collective-leadership").item("VS7").text)
    assert visitor.open("/instruments/families/1.0.0/changes").status == 404


@pytest.mark.slow
def test_an_example_is_said_to_be_simulated_and_leads_back(visitor: Visitor) -> None:
    visitor.open("/instruments/families/1.0.0/example").see(
        "Simulated data", "Example school 1", "no school and no person stands behind any number"
    )
    assert visitor.open("/instruments/site-leaders/1.0.0/example").status == 404
    visitor.open("/instruments/site-leaders/1.0.0/").see("no school’s result is ever shown")


@pytest.mark.slow
@pytest.mark.parametrize("id", NEWEST)
def test_every_page_and_example_is_there_in_both_languages(visitor: Visitor, id: str) -> None:
    version = catalog.find(id).version
    for language in ("en", "es"):
        assert visitor.open(f"/instruments/{id}/{version}/?language={language}").status == 200
        example = {one for one in visitor.page.links if "/example" in one}
        for address in example:
            assert visitor.open(address).status == 200


def test_the_definition_is_taken_along_as_json_and_yaml(visitor: Visitor) -> None:
    response = visitor.client.get("/instruments/families/1.0.0/definition.json")
    assert from_canonical(response.text, "es").title == "Las familias y nuestra escuela"
    assert json.loads(response.text)["instrument"]["needs"] == list(catalog.find("families").needs)
    packed = zipfile.ZipFile(
        io.BytesIO(visitor.client.get("/instruments/families/1.0.0/definition.zip").data)
    )
    assert {name.rpartition("/")[2] for name in packed.namelist()} >= {"instrument.yaml", "es.yaml"}


@pytest.mark.slow
def test_a_form_is_printed_for_anybody(visitor: Visitor) -> None:
    response = visitor.client.get("/instruments/collective-leadership/2.0.0/form-vision-es.pdf")
    assert response.data.startswith(b"%PDF")
    for name in ("form-none-es.pdf", "form-vision-xx.pdf"):
        assert visitor.client.get(f"/instruments/collective-leadership/2.0.0/{name}").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["no-such/", "families/9.9.9/", "families/1.0.0/nothing", "..%2f..%2fetc/1.0.0/", "families/..%2f1.0.0/"],
)
def test_what_is_not_there_is_told_kindly(visitor: Visitor, path: str) -> None:
    response = visitor.client.get(f"/instruments/{path}")
    assert response.status_code == 404
    assert "Traceback" not in Page(response.text).text


def test_what_is_for_research_is_read_by_its_address_and_says_so(visitor: Visitor) -> None:
    visitor.open("/instruments/big-five-25/1.0.0/").see("For research only")
    assert "big-five-25" not in visitor.open("/instruments/").page.text
