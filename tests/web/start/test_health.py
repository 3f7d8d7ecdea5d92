"""What watches a server learns that it lives and works, and nothing of anybody."""

import json
from collections.abc import Callable

import pytest

from engine.store import DatabaseFailure
from tests.small import instrument, likert
from tests.web.answering import Respondent
from tests.web.conftest import Survey

Make = Callable[..., Survey]
SHORT = instrument(likert("A1"))


def test_a_server_is_ready_while_its_database_answers(survey: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    there = survey(SHORT)
    client = there.app.test_client()
    assert client.get("/health/ready").text == "ready\n"

    def broken() -> bool:
        raise DatabaseFailure("It is away", "wait")

    monkeypatch.setattr(there.store.installation, "has_accounts", broken)
    assert client.get("/health/ready").status_code == 503
    assert client.get("/health/live").status_code == 200


def test_metrics_tell_of_pages_and_of_no_survey(survey: Make, capfd: pytest.CaptureFixture[str]) -> None:
    there = survey(SHORT)
    there.app.config["LOG_REQUESTS"] = True
    Respondent(there.app, there.site.link).start().answer(A1="2").go().submit()
    client = there.app.test_client()
    client.get("/sign-in")
    told = client.get("/metrics").text
    assert 'barograph_requests_total{method="POST",page="respondents",status="303"}' in told
    assert 'page="accounts.sign_in"' in told
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines() if line.startswith("{")]
    assert {line["page"] for line in lines} == {"accounts.sign_in", "health.metrics"}
    assert there.site.link not in told + str(lines)
    assert "127.0.0.1" not in told + str(lines)


@pytest.mark.parametrize(
    ("token", "given", "address", "status"),
    [
        ("", "", "127.0.0.1", 200),
        ("", "", "203.0.113.9", 404),
        ("secret", "", "127.0.0.1", 404),
        ("secret", "Bearer another", "127.0.0.1", 404),
        ("secret", "Bearer secret", "203.0.113.9", 200),
    ],
)
def test_only_who_may_reads_metrics(
    survey: Make, monkeypatch: pytest.MonkeyPatch, token: str, given: str, address: str, status: int
) -> None:
    monkeypatch.setenv("BAROGRAPH_METRICS_TOKEN", token)
    client = survey(SHORT).app.test_client()
    asked = client.get("/metrics", headers={"Authorization": given}, environ_base={"REMOTE_ADDR": address})
    assert asked.status_code == status


def test_a_page_that_is_our_fault_names_its_request(
    survey: Make, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    there = survey(SHORT)
    there.app.config["PROPAGATE_EXCEPTIONS"] = False

    def broken(*_: object) -> None:
        raise RuntimeError("what somebody answered")

    monkeypatch.setattr(there.store.visits, "find", broken)
    page = there.app.test_client().get(f"/s/{there.site.link}/")
    assert page.status_code == 500
    assert "give this number of what happened" in page.text
