"""A program with a key: what it must send, what it gets back, and what ends it."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import update
from werkzeug.test import TestResponse

from engine.store import ApiToken, Scope
from engine.store.people_tables import account as accounts
from tests.web.visitor import Office
from web import bearer
from web.security import Settings
from web.whole import create_app


@dataclass
class Program:
    """Something that reads the API with the key of one of the people."""

    office: Office
    secret: str
    token: ApiToken

    def get(self, path: str, **headers: str) -> TestResponse:
        sent = {"Authorization": f"Bearer {self.secret}", **headers}
        return self.office.app.test_client().get(f"/api/v1{path}", headers=sent)

    def json(self, path: str) -> Any:
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        assert answer.content_type == "application/json"
        return answer.json


def program(office: Office, who: str = "hub", scopes: tuple[Scope, ...] = tuple(Scope)) -> Program:
    return Program(office, *office.store.keys.add(office.people[who], office.network, "Dashboard", scopes))


def problem(answer: TestResponse, status: int, words: str) -> None:
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    told = answer.json
    assert told is not None
    assert told["status"] == status
    assert words in told["detail"], told
    assert set(told) == {"type", "title", "status", "detail"}


def result_of(office: Office) -> str:
    return f"/schools/{office.schools[0].id}/results/{office.closed.id}"


def test_a_key_says_whose_it_is(office: Office) -> None:
    told = program(office, "leader", (Scope.WAVES,)).json("/me")
    assert told["email"] == office.people["leader"].email
    assert told["key"]["scopes"] == ["waves:read"]
    assert told["network"] == {"id": office.network.id, "name": "Lakeshore network"}
    assert told["roles"] == [
        {"role": "school_leader", "district": None, "school": office.schools[0].id},
    ]


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ({}, "No key was sent"),
        ({"Authorization": ""}, "No key was sent"),
        ({"Authorization": "Basic aHViOnBhc3N3b3Jk"}, "must read Authorization: Bearer"),
        ({"Authorization": "Bearer"}, "no key of this Barograph"),
        ({"Authorization": "Bearer barograph_guess"}, "no key of this Barograph"),
        ({"Authorization": "barograph_guess"}, "must read Authorization: Bearer"),
        ({"X-Api-Key": "barograph_guess"}, "No key was sent"),
    ],
)
def test_without_a_key_in_the_header_there_is_nothing(
    office: Office, header: dict[str, str], words: str
) -> None:
    answer = office.app.test_client().get("/api/v1/me", headers=header)
    problem(answer, 401, words)
    asked = answer.headers["WWW-Authenticate"]
    assert asked.startswith("Bearer realm=")
    assert ("invalid_token" in asked) == (words != "No key was sent")


@pytest.mark.parametrize("name", ["access_token", "key", "token", "API_KEY"])
def test_a_key_in_an_address_opens_nothing_and_is_told_to_be_revoked(office: Office, name: str) -> None:
    made = program(office)
    answer = office.app.test_client().get("/api/v1/me", query_string={name: made.secret})
    problem(answer, 401, "revoke it")
    assert made.secret not in answer.text


def test_the_scheme_is_read_in_any_case(office: Office) -> None:
    made = program(office)
    answer = office.app.test_client().get("/api/v1/me", headers={"Authorization": f"bearer  {made.secret} "})
    assert answer.status_code == 200


def test_an_expired_key_says_so(office: Office) -> None:
    made = program(office)
    office.clock.pass_days(91)
    problem(made.get("/me"), 401, "has expired")


def test_a_revoked_key_says_so(office: Office) -> None:
    made = program(office)
    office.store.keys.revoke(made.token)
    problem(made.get("/me"), 401, "was revoked")


def test_a_key_of_a_closed_account_says_so(office: Office) -> None:
    made = program(office, "leader")
    with office.store._database.writing() as connection:
        this = accounts.c.id == office.people["leader"].id
        connection.execute(update(accounts).where(this).values(active=False))
    problem(made.get("/me"), 401, "account this key belongs to is closed")


def test_a_key_ends_with_its_owners_role(office: Office) -> None:
    made = program(office, "leader")
    assert made.get(result_of(office)).status_code == 200
    (held,) = office.store.members.memberships(office.people["leader"])
    office.store.members.remove(office.network, held.id)
    problem(made.get(result_of(office)), 401, "lost their last role")


def test_a_scope_that_is_missing_is_named(office: Office) -> None:
    answer = program(office, "leader", (Scope.WAVES,)).get(result_of(office))
    problem(answer, 403, "lacks the scope results:school")
    asked = answer.headers["WWW-Authenticate"]
    assert "insufficient_scope" in asked
    assert "results:school" in asked


def test_what_the_role_does_not_include_is_refused_in_words(office: Office) -> None:
    answer = program(office).get(result_of(office))
    problem(answer, 403, "has not agreed")
    assert "WWW-Authenticate" not in answer.headers


def test_what_is_of_others_and_what_is_not_there_are_told_alike(office: Office) -> None:
    made = program(office, "leader", (Scope.WAVES,))
    answers = [made.get(f"/schools/{id}/results") for id in (office.stranger.id, 999)]
    problem(answers[0], 404, "Nothing is here for this key")
    assert answers[0].data == answers[1].data


def test_addresses_that_are_none_are_told_as_problems_too(office: Office) -> None:
    for path in ("/api/v1/nothing", "/api/v2/me", "/api/"):
        problem(office.app.test_client().get(path), 404, "/api/v1/openapi.json")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_the_api_can_only_be_read(office: Office, method: str) -> None:
    made = program(office)
    answer = office.app.test_client().open(
        "/api/v1/me", method=method, headers={"Authorization": f"Bearer {made.secret}"}
    )
    problem(answer, 405, "use GET")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD"}


@pytest.mark.parametrize("kind", ["text/html", "application/xml", "text/csv", "application/json;q=0"])
def test_another_format_is_not_to_be_had(office: Office, kind: str) -> None:
    problem(program(office).get("/me", Accept=kind), 406, "application/json")


@pytest.mark.parametrize("kind", ["application/json", "*/*", "application/*", "text/html, */*;q=0.1"])
def test_json_is_given_to_whoever_takes_it(office: Office, kind: str) -> None:
    assert program(office).get("/me", Accept=kind).status_code == 200


def test_a_fault_of_ours_is_a_problem_without_its_cause(office: Office, monkeypatch: Any) -> None:
    made = program(office)
    office.app.testing = False
    monkeypatch.setattr(office.store.studies, "networks", None)
    monkeypatch.setattr(office.store.studies, "network", lambda *given: 1 / 0)
    monkeypatch.setattr(office.app.logger, "error", lambda *given, **named: None)
    answer = made.get("/me")
    problem(answer, 500, "not your request")
    assert "ZeroDivision" not in answer.text


def test_head_is_get_without_a_body(office: Office) -> None:
    made = program(office)
    given = made.get("/networks")
    answer = office.app.test_client().head(
        "/api/v1/networks", headers={"Authorization": f"Bearer {made.secret}"}
    )
    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.headers["ETag"] == given.headers["ETag"]
    assert answer.headers["Content-Length"] == given.headers["Content-Length"]


def test_what_a_program_has_already_is_not_sent_again(office: Office) -> None:
    made = program(office, "leader")
    first = made.get(result_of(office))
    mark = first.headers["ETag"]
    again = made.get(result_of(office), **{"If-None-Match": mark})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", mark)
    assert made.get(result_of(office), **{"If-None-Match": '"other"'}).data == first.data
    list_mark = made.get("/schools").headers["ETag"]
    office.store.studies.set_level(office.schools[0], None)
    assert made.get("/schools", **{"If-None-Match": list_mark}).status_code == 200


def test_answers_are_for_this_program_alone(office: Office) -> None:
    answer = program(office).get("/me")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers["Vary"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in answer.headers
    refused = office.app.test_client().get("/api/v1/me")
    assert refused.headers["Cache-Control"] == "private, no-store"
    assert "Set-Cookie" not in refused.headers
    secure = office.app.test_client().get("/api/v1/openapi.json", base_url="https://localhost")
    assert "max-age" in secure.headers["Strict-Transport-Security"]


def test_a_sign_in_beside_a_key_counts_for_nothing(office: Office) -> None:
    visitor = office.visitor("hub")
    made = program(office, "leader")
    answer = visitor.client.get("/api/v1/me", headers={"Authorization": f"Bearer {made.secret}"})
    assert answer.json is not None
    assert answer.json["email"] == office.people["leader"].email
    assert visitor.client.get("/api/v1/me").status_code == 401


def test_a_key_that_asks_too_often_waits(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bearer, "MOST", 3)
    made, other = program(office), program(office)
    assert [made.get("/me").status_code for _ in range(3)] == [200, 200, 200]
    answer = made.get("/me")
    problem(answer, 429, "Wait 15 minutes")
    assert answer.headers["Retry-After"] == "900"
    assert other.get("/me").status_code == 200
    office.clock.pass_days(15 / (24 * 60))
    assert made.get("/me").status_code == 200


def test_lists_come_in_parts_that_miss_nothing(office: Office) -> None:
    made = program(office)
    whole = made.json("/schools")
    assert [one["name"] for one in whole["items"]] == ["North School", "South School", "East School"]
    assert whole["next"] is None
    first = made.json("/schools?limit=2")
    office.store.studies.add_school(office.network, "Another School")
    second = made.json(first["next"].removeprefix("/api/v1"))
    assert [one["name"] for one in first["items"] + second["items"]] == [
        *("North School", "South School", "East School", "Another School"),
    ]
    assert second["next"] is None


@pytest.mark.parametrize("asked", ["limit=0", "limit=201", "limit=ten", "limit=-1", "limit=²"])
def test_a_limit_that_cannot_be_is_refused(office: Office, asked: str) -> None:
    problem(program(office).get(f"/schools?{asked}"), 400, "from 1 to 200")


@pytest.mark.parametrize("cursor", ["", "x", "YWZ0ZXI", "!!!", "YWZ0ZXIgMQ==extra", "é", "YWZ0ZXIgwrI"])
def test_a_cursor_that_is_none_of_ours_is_refused(office: Office, cursor: str) -> None:
    problem(program(office).get(f"/schools?cursor={cursor}"), 400, "none of ours")


def test_the_plan_is_told_with_counts_and_no_links_of_surveys(office: Office) -> None:
    made = program(office, "researcher")
    assert made.json(f"/networks/{office.network.id}/studies")["items"] == [
        {"id": office.study.id, "title": "Leading together"}
    ]
    closed, running = made.json(f"/networks/{office.network.id}/waves")["items"]
    assert (closed["title"], closed["state"], closed["answers"], closed["asked"]) == (
        "Fall",
        "closed",
        18,
        30,
    )
    assert (running["state"], running["answers"], running["result"]) == ("open", 0, None)
    assert made.get(closed["result"].removeprefix("/api/v1")).status_code == 200
    assert made.json(f"/waves/{running['id']}") == running
    site = office.store.sites.of(office.open)[0]
    assert site.link not in made.get(f"/networks/{office.network.id}/waves").text
    office.clock.pass_days(30)
    assert made.json(f"/waves/{running['id']}")["state"] == "to_be_closed"


def test_there_is_no_result_of_a_wave_that_is_open(office: Office) -> None:
    made = program(office)
    for path in ("result", "report"):
        problem(made.get(f"/waves/{office.open.id}/{path}"), 404, "“Spring” is not closed")
    researcher = program(office, "researcher")
    problem(researcher.get(f"/waves/{office.open.id}/responses.csv"), 404, "is not closed")
    leader = program(office, "leader")
    problem(leader.get(f"/schools/{office.schools[0].id}/results/{office.open.id}"), 404, "Nothing is here")


def test_a_school_lists_its_closed_waves(office: Office) -> None:
    made = program(office, "team")
    (entry,) = made.json(f"/schools/{office.schools[0].id}/results")["items"]
    assert (entry["wave"], entry["title"]) == (office.closed.id, "Fall")
    assert made.json(entry["result"].removeprefix("/api/v1"))["provenance"]["n"] == 6


def test_reports_are_the_files_of_the_pages(office: Office) -> None:
    for who, api, page in (
        ("leader", f"{result_of(office)}/report", f"{result_of(office)}/report.json"),
        ("hub", f"/waves/{office.closed.id}/report", f"/waves/{office.closed.id}/report.json"),
    ):
        file = office.visitor(who).client.get(page)
        assert program(office, who).json(api) == file.json, page


def test_each_role_sees_its_schools(office: Office) -> None:
    seen = {
        who: [one["name"] for one in program(office, who).json("/schools")["items"]]
        for who in ("hub", "district", "leader")
    }
    assert seen == {
        "hub": ["North School", "South School", "East School"],
        "district": ["North School", "South School"],
        "leader": ["North School"],
    }


def entries(office: Office, action: str) -> list[tuple[str, str, int | None, int | None]]:
    found = office.store.audit.entries(office.network, action=action)
    return [(one.who, one.what, one.school_id, one.wave_id) for one in found]


def test_reading_a_result_is_in_the_log_with_the_keys_name(office: Office) -> None:
    made = program(office, "leader")
    made.get("/me")
    made.get("/schools")
    assert entries(office, "result.read") == []
    made.get(result_of(office))
    north = office.schools[0]
    ((who, what, school, wave),) = entries(office, "result.read")
    assert who == office.people["leader"].email
    assert what == "North School · Fall · by the key “Dashboard”"
    assert (school, wave) == (north.id, office.closed.id)
    assert made.secret not in what
    made.get(f"{result_of(office)}/report")
    assert len(entries(office, "result.read")) == 2
    log = office.visitor("leader").open(f"/schools/{north.id}/log")
    log.see("read a result through a program", "by the key “Dashboard”")


def test_a_school_sees_who_read_it_by_name_in_the_networks_result(office: Office) -> None:
    for school in office.schools:
        office.store.studies.agree(school, named=True)
    told = program(office).json(f"/waves/{office.closed.id}/result")
    assert [one["school"] for one in told["schools"]] == [one.name for one in office.schools]
    assert sorted(told["school_ids"].values()) == sorted(one.id for one in office.schools)
    logged = entries(office, "result.read")
    assert {school for _, _, school, _ in logged} == {None, *(one.id for one in office.schools)}
    assert all("by the key" in what for _, what, _, _ in logged)


def test_responses_are_the_file_of_the_page(office: Office) -> None:
    made = program(office, "researcher")
    for name in ("responses.csv", "responses-numbers.csv"):
        answer = made.get(f"/waves/{office.closed.id}/{name}")
        assert (answer.status_code, answer.mimetype) == (200, "text/csv")
        page = office.visitor("researcher").client.get(f"/waves/{office.closed.id}/{name}")
        assert answer.data == page.data
    assert {what for _, what, _, _ in entries(office, "responses.taken")} == {
        "Fall · by the key “Dashboard”",
        "Fall · responses.csv",
        "Fall · responses-numbers.csv",
    }
    problem(made.get(f"/waves/{office.closed.id}/responses.csv", Accept="application/json"), 406, "text/csv")


def test_where_codes_are_demanded_a_key_waits_for_its_owner_to_have_them(office: Office) -> None:
    office.app = create_app(office.store, Settings("x" * 32, secure=False, second_factor=True))
    problem(program(office).get("/me"), 403, "must set up codes")
    assert program(office, "leader").get("/me").status_code == 200
    office.store.people.set_second_factor(office.people["hub"], b"sealed")
    assert program(office).get("/me").status_code == 200
