"""The description of the API: whole, true and in the form that OpenAPI 3.1 asks for."""

import re

from openapi_spec_validator import OpenAPIV31SpecValidator

from engine.store import Scope
from tests.web.visitor import Office
from web.api.openapi import description


def test_it_is_a_description_in_openapi_3_1() -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(description()).iter_errors()] == []


def test_it_has_every_address_and_no_other(office: Office) -> None:
    served = {
        re.sub(r"<int:(\w+)>", r"{\1}", rule.rule)
        for rule in office.app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
    }
    (server,) = description()["servers"]
    assert {server["url"] + path for path in description()["paths"]} == served


def test_every_address_can_only_be_read_and_says_so(office: Office) -> None:
    for rule in office.app.url_map.iter_rules():
        if rule.endpoint.startswith("api."):
            assert rule.methods == {"GET", "HEAD"}
    assert all(set(one) == {"get"} for one in description()["paths"].values())


def test_every_address_says_which_scope_it_needs() -> None:
    told = {path: one["get"] for path, one in description()["paths"].items()}
    assert "`results:school`" in told["/schools/{school}/results/{wave}"]["description"]
    assert "`waves:read` or `results:school`" in told["/schools"]["description"]
    assert "Any live key." in told["/me"]["description"]
    assert told["/openapi.json"]["security"] == []
    assert all(scope in str(description()["components"]["securitySchemes"]) for scope in Scope)


def test_it_is_given_to_everyone(office: Office) -> None:
    answer = office.app.test_client().get("/api/v1/openapi.json")
    assert (answer.status_code, answer.json) == (200, description())
    assert office.visitor("hub").client.get("/api/v1/openapi.json").status_code == 200


def test_every_part_that_is_defined_is_used_and_every_part_that_is_used_is_defined() -> None:
    used = set(re.findall(r"#/components/schemas/(\w+)", str(description())))
    assert used == set(description()["components"]["schemas"])
