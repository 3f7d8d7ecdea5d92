"""No page reads more of a result than it shows: never that of all schools, and no results where it lists waves."""

import pytest

from engine.store import Store, Wave
from engine.store.results import Results
from tests.web.visitor import Office
from web.school.by_link import ResultAddress, sign

WHOLE = ("snapshot", "snapshots", "school_parts")


def forbid(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Let the store refuse what the pages are not to ask."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a page read results that it does not show")

    for name in names:
        monkeypatch.setattr(Results, name, refuse)


@pytest.fixture
def agreed(office: Office) -> Office:
    for school in office.schools:
        office.store.studies.agree(school, named=True)
    return office


def result_of(office: Office) -> str:
    return f"/schools/{office.schools[0].id}/results/{office.closed.id}"


@pytest.mark.parametrize("ending", ["", "/report", "/scores.csv", "/tables.csv", "/report.json"])
@pytest.mark.parametrize("who", ["leader", "hub"])
def test_a_schools_result_is_read_alone(
    agreed: Office, monkeypatch: pytest.MonkeyPatch, who: str, ending: str
) -> None:
    visitor = agreed.visitor(who)
    forbid(monkeypatch, *WHOLE)
    assert visitor.open(result_of(agreed) + ending).status == 200


def test_a_link_reads_its_school_alone(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    site = office.store.sites.find(office.closed, office.schools[0])
    assert site is not None
    forbid(monkeypatch, *WHOLE)
    secret = str(office.app.config["SECRET_KEY"])
    token = sign(secret, ResultAddress(office.closed.id, site.id))
    assert office.visitor().open(f"/result/{token}").status == 200


@pytest.mark.parametrize("ending", ["result", "files", "report.json", "tables.csv"])
def test_the_networks_pages_and_files_read_a_line_a_school(
    agreed: Office, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    visitor = agreed.visitor("hub")
    forbid(monkeypatch, *WHOLE)
    assert visitor.open(f"/waves/{agreed.closed.id}/{ending}").status == 200


def test_a_schools_home_reads_no_result_but_its_own_part_of_one(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That a wave is closed stands with the wave."""
    leader = office.visitor("leader")
    forbid(monkeypatch, *WHOLE, "network_snapshots")
    for path in ("/home", f"/schools/{office.schools[0].id}/"):
        assert leader.open(path).status == 200


@pytest.mark.parametrize(
    ("who", "paths"),
    [
        ("researcher", ["/home", "/networks/{network}/waves"]),
        ("hub", ["/home", "/networks/{network}/waves", "/waves/{wave}/"]),
    ],
)
def test_a_networks_lists_read_no_more_than_lines(
    agreed: Office, monkeypatch: pytest.MonkeyPatch, who: str, paths: list[str]
) -> None:
    """Whom a hub may name, and how many answers are told, depends on each school's, which the lines tell."""
    visitor = agreed.visitor(who)
    forbid(monkeypatch, *WHOLE, "school_snapshot")
    for path in paths:
        assert visitor.open(path.format(network=agreed.network.id, wave=agreed.closed.id)).status == 200


def test_a_wave_closed_again_shows_its_new_result(agreed: Office) -> None:
    store: Store = agreed.store
    wave: Wave = agreed.closed
    visitor = agreed.visitor("leader")
    assert "closed again" not in visitor.open(result_of(agreed)).page.text
    part = {"site": store.sites.of(wave)[0].id, "school": "closed again", "shown": False}
    frozen = dict(store.results.network_snapshot(wave).document) | {"sites": [part]}
    later = agreed.clock().replace(year=2030)
    store.closing.close(store.closing.reopen(wave, "Some were away", later), lambda *_: frozen)
    assert "closed again" in visitor.open(result_of(agreed)).page.text
