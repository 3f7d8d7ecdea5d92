"""The server's log says that something went wrong, and never who answered when."""

import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime
from http.client import HTTPConnection
from io import StringIO
from pathlib import Path

import pytest
from flask import Flask

from engine.store import Store
from tests.faults.program import Program
from tests.new_database import new_database
from tests.small import instrument, likert
from tests.web.answering import Respondent
from tests.web.conftest import Clock, Survey, open_survey
from web.respondent.quiet_log import QuietFormatter

Make = Callable[..., Survey]
MOMENT = re.compile(r"\d\d:\d\d")
SECRET = "what somebody answered"


def written(app: Flask, act: Callable[[], object]) -> str:
    lines = StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(QuietFormatter())
    app.logger.addHandler(handler)
    try:
        act()
    finally:
        app.logger.removeHandler(handler)
    return lines.getvalue()


def breaks(*_: object) -> None:
    raise RuntimeError(SECRET)


def test_an_error_on_a_respondents_page_is_told_without_moment_link_or_words(
    survey: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = survey(instrument(likert("A1")))
    there.app.testing = False
    there.app.config["PROPAGATE_EXCEPTIONS"] = False
    person = there.respondent().start()
    monkeypatch.setattr(there.store.drafts, "save", breaks)
    log = written(there.app, lambda: person.answer(A1="3").go())
    assert person.status == 500
    assert "on a respondent's page: RuntimeError" in log
    assert "saving.py, line" in log
    assert person.link not in log
    assert SECRET not in log
    assert not MOMENT.search(log)


def test_an_error_elsewhere_is_told_with_its_moment(survey: Make) -> None:
    app = survey(instrument(likert("A1"))).app
    with app.test_request_context("/home"):
        log = written(app, lambda: app.logger.error("The disk is full"))
    assert "The disk is full" in log
    assert MOMENT.search(log)
    assert "/s/... is gone" in written(app, lambda: app.logger.error("%s is gone", "/s/SomeLink/2"))


@pytest.mark.slow
def test_the_log_of_the_server_as_people_run_it_tells_nothing_of_respondents(tmp_path: Path) -> None:
    """Somebody answers, sends, meets a page that is not there, and a draft that the server can't read."""
    place, log = new_database(tmp_path / "served.db"), tmp_path / "log"
    with Store.open(place) as store:
        there = open_survey(store, Clock(datetime.now(UTC)), instrument(likert("A1")))
        person = Respondent(there.app, there.site.link).start().answer(A1="3").go().submit()
        assert person.see("Your answers are in").status == 200
        under_way = there.respondent().start().answer(A1="5").go("stay")
        token = under_way.client.get_cookie("draft", path=f"/s/{there.site.link}/")
        assert token is not None
        server = Program(str(place), log)
        server.start()
        try:
            path, draft = f"/s/{there.site.link}/", f"draft={token.value}"
            assert asked(server.port, path, draft) == 200
            assert asked(server.port, f"{path}99") == 404
            with store._database.writing() as connection:
                connection.exec_driver_sql("UPDATE draft SET payload = zeroblob(80)")
            assert asked(server.port, f"{path}1", draft) == 409
        finally:
            server.end()
    lines = log.read_text().splitlines()
    told = [line for line in lines if "respondent" in line]
    assert [line.split(":")[1].strip().rpartition(" [")[0] for line in told] == [
        "A draft in the database was changed by something other than Barograph; restore the database from its last"
        " backup, or begin the form again"
    ]
    after_start = "\n".join(line for line in lines if "running at" not in line and "set-up" not in line)
    assert there.site.link not in after_start
    assert "127.0.0.1" not in after_start
    assert not MOMENT.search(after_start)


def asked(port: int, path: str, cookie: str = "") -> int:
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers={"Cookie": cookie})
    status = connection.getresponse().status
    connection.close()
    return status
