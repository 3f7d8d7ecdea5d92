"""Limits stop those who guess and no school: a thousand people behind one address come in within minutes."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.store import WayIn
from tests.small import instrument, likert
from tests.web.conftest import Survey
from tests.web.pages import Page
from web import throttle
from web.throttle import Machines

Make = Callable[..., Survey]
PEOPLE = 1000
ONE_ADDRESS = {"REMOTE_ADDR": "203.0.113.9"}
SHORT = instrument(likert("A1"))


def test_limits_let_a_school_of_a_thousand_in_that_mistypes_and_begins_twice(survey: Make) -> None:
    """The numbers themselves, without drawing a page a person."""
    there = survey(SHORT)
    with there.app.test_request_context("/join", environ_base=ONE_ADDRESS):
        for person in range(PEOPLE):
            if person % 5 == 0:  # a fifth mistypes six digits
                assert throttle.may_try_code()
                throttle.tried_in_vain()
            for _ in range(2 if person % 10 == 0 else 1):  # a tenth begins a second time
                assert throttle.may_begin(there.site.id)
        assert throttle.may_try_code()
    code = there.site.join_code or ""
    wrong = f"{code[:-1]}{(int(code[-1]) + 1) % 10}"
    for _ in range(PEOPLE // 5):
        assert there.store.sites.by_join_code(wrong) is None
    found = there.store.sites.by_join_code(code)
    assert found is not None
    assert found.link == there.site.link


@pytest.mark.slow
@pytest.mark.parametrize("way_in", WayIn)
def test_a_thousand_people_behind_one_address_begin_in_minutes(survey: Make, way_in: WayIn) -> None:
    there = survey(SHORT, way_in=way_in)
    codes: list[str] = []
    if way_in is WayIn.CODES:
        codes = list(there.store.codes.issue(there.wave, there.site, PEOPLE))
    stopped = []
    for person in range(PEOPLE):
        client = there.app.test_client()
        code = codes[person] if codes else there.site.join_code or ""
        if person % 5 == 0:  # one sign is wrong, or two have changed places
            post(client, "/join", code=code[:-1] + ("2" if code[-1] != "2" else "3"))
        joined = post(client, "/join", code=code)
        begun = post(client, joined.headers.get("Location", "/"), "/start")
        if (joined.status_code, begun.status_code) != (303, 303):
            stopped.append((person, joined.status_code, begun.status_code))
    assert stopped == []


def post(client: FlaskClient, path: str, ending: str = "/join", **more: str) -> TestResponse:
    """Press the one button of a page that posts to an address with this ending."""
    page = Page(client.get(path, environ_base=ONE_ADDRESS).get_data(as_text=True))
    form = next(form for form in page.forms if form.action.endswith(ending))
    data = {**form.values, **more}
    return client.post(form.action, data=data, environ_base=ONE_ADDRESS)


class TestMarks:
    def test_a_machine_has_one_mark_a_day_and_another_the_next(self) -> None:
        today = date(2026, 5, 4)
        marks = Machines(lambda: today)
        mine = marks.mark("203.0.113.9")
        assert marks.mark("203.0.113.9") == mine
        assert marks.mark("203.0.113.10") != mine
        today += timedelta(days=1)
        assert marks.mark("203.0.113.9") != mine

    def test_two_servers_mark_it_differently(self) -> None:
        assert Machines().mark("203.0.113.9") != Machines().mark("203.0.113.9")

    def test_what_is_counted_in_memory_names_no_address(self, survey: Make) -> None:
        there = survey(SHORT)
        there.app.test_client().get("/", environ_base=ONE_ADDRESS)
        with there.app.test_request_context("/", environ_base=ONE_ADDRESS):
            throttle.may_begin(there.site.id)
            throttle.tried_in_vain()
        kept = there.app.extensions["counts"]._table[:]
        assert any(kept)
        assert b"203.0.113.9" not in kept
