"""Pages of classes and teams in a browser: accessible, in both widths, in both languages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.store import NewUnit, Store, UnitKind
from tests.web.browser.conftest import DESKTOP, Open, Serve, leaving
from tests.web.browser.test_signed_in_pages import faults
from tests.web.conftest import QUICK, Clock, application
from tests.web.school.test_units import STUDENTS, Below
from tests.web.visitor import PASSWORD, Office, lay_out
from web.account import passwords

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SAYS_SIMULATED = "does not say that its data are simulated"  # these are not


@pytest.fixture
def office(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setattr(passwords, "HASHER", QUICK)
    with Store.open(tmp_path / "office.db", now=clock) as store:
        yield lay_out(store, application(store), clock)


def test_pages_of_units_are_accessible_and_fit(office: Office, serve: Serve, opened: Open) -> None:
    below = Below(office, STUDENTS, UnitKind.CLASS, (22, 20, 18)).close()
    site = office.store.sites.find(office.open, office.schools[0])
    assert site is not None
    mine = NewUnit("Room 12", 24, office.people["teacher"].id)
    waiting, _ = office.store.units.add(site, UnitKind.CLASS, [mine, NewUnit("Room 13", 22)])
    address = serve(office.app)
    page = opened(address, DESKTOP)
    wrong = {}
    for who, paths in {
        "teacher": [
            "/home",
            below.address(),
            f"{below.address()}?language=es",
            f"/units/{waiting.id}?language=en",
        ],
        "leader": [f"/sites/{site.id}/units", f"/units/{waiting.id}/change", f"/units/{waiting.id}/remove"],
    }.items():
        page.context.clear_cookies()
        page.goto(f"{address}/sign-in")
        page.fill("[name=email]", f"{who}@people.example")
        page.fill("[name=password]", PASSWORD)
        with leaving(page):
            page.locator("form[action$='/sign-in'] button").click()
        for path in paths:
            answer = page.goto(address + path)
            assert answer is not None
            assert answer.status == 200, path
            if found := [one for one in faults(page) if one != SAYS_SIMULATED]:
                wrong[path] = found
    assert wrong == {}
