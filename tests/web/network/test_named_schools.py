"""Which schools a hub reads by name: one answer for its pages, files and lists, in every wave."""

import numpy as np
import pytest

from engine.store import NewMembership, Role, School
from engine.waves.closing import close
from tests.web.visitor import Office, new_wave

SIZES = (5, 6, 7, 8, 9)


@pytest.fixture
def larger(office: Office) -> tuple[Office, tuple[School, ...]]:
    """A second study in which five schools have answered twice; all have agreed but the last."""
    store = office.store
    more = tuple(
        store.studies.add_school(office.network, name, "middle") for name in ("West School", "Hill School")
    )
    schools = (*office.schools, *more)
    study = store.studies.add(office.network, "Working together")
    for title, sizes in (("Fall", SIZES), ("Spring", (9, 9, 7, 5, 6))):
        wave = store.waves.add(study, new_wave(office.clock, title, -90, 10))
        ids = [store.sites.add(wave, school, 20).id for school in schools]
        codes = np.array([[number * 3 % 5, 0] for number in range(sum(sizes))], dtype=np.uint8)
        store.responses.add(wave, np.repeat(ids, sizes), codes, "full", "en", office.clock().date())
        close(store, wave)
    for school in schools[:-1]:
        store.studies.agree(school, named=True)
    return office, schools


def read(office: Office, who: str, schools: tuple[School, ...]) -> list[set[str]]:
    """By wave the schools whose result opens, which is the same by page, by file and by list."""
    study = office.store.studies.of(office.network)[-1]
    visitor, found = office.visitor(who), []
    for wave in office.store.waves.of(study):
        opened = set()
        for school in schools:
            path = f"/schools/{school.id}/results/{wave.id}"
            statuses = {
                visitor.open(f"{path}{ending}").status for ending in ("", "/tables.csv", "/scores.csv")
            }
            assert statuses in ({200}, {403}), (school.name, statuses)
            opened |= {school.name} if statuses == {200} else set()
            visitor.open(f"/schools/{school.id}/")
            shown = path in visitor.client.get(f"/schools/{school.id}/").get_data(as_text=True)
            assert shown is (statuses == {200})
        if who == "hub":
            linked = visitor.client.get(f"/waves/{wave.id}", follow_redirects=True).get_data(as_text=True)
            assert [one.name for one in schools if f"/schools/{one.id}/results/{wave.id}" in linked] == [
                one.name for one in schools if one.name in opened
            ]
        found.append(opened)
    return found


def test_two_schools_keep_the_one_company_that_did_not_agree_and_in_every_wave(
    larger: tuple[Office, tuple[School, ...]],
) -> None:
    office, schools = larger
    assert read(office, "hub", schools) == [{"East School", "West School"}] * 2
    hub = office.visitor("hub").open(f"/schools/{schools[0].id}/")
    hub.see("North School agreed to be named", "it would give away a school that did not agree")
    wave = office.store.waves.of(office.store.studies.of(office.network)[-1])[0]
    assert "Make all 2 reports" in hub.open(f"/waves/{wave.id}/files").page.text


def test_a_district_reads_eight_names_or_none(
    larger: tuple[Office, tuple[School, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    office, schools = larger
    assert read(office, "district", schools[:2]) == [set()] * 2
    monkeypatch.setattr("engine.disclosure.names.DISTRICT_NAMES", 2)
    assert read(office, "district", schools[:2]) == [{"North School", "South School"}] * 2


def test_a_school_reads_its_own_result_whoever_agreed(larger: tuple[Office, tuple[School, ...]]) -> None:
    office, schools = larger
    place = NewMembership(Role.SCHOOL_LEADER, office.network.id, school_id=schools[-1].id)
    office.add("head", place)
    assert read(office, "head", schools[-1:]) == [{"Hill School"}] * 2


def test_who_agrees_no_longer_takes_company_along(larger: tuple[Office, tuple[School, ...]]) -> None:
    office, schools = larger
    office.store.studies.agree(schools[-1], named=True)
    assert read(office, "hub", schools) == [{school.name for school in schools}] * 2
    office.store.studies.agree(
        schools[-1], named=False
    )  # its name was read: it hides nobody, and three others are hidden
    assert read(office, "hub", schools) == [{"West School"}] * 2


def test_a_report_tells_no_earlier_result_that_its_reader_may_not_open(office: Office) -> None:
    """Named in one study and not in another: the trend of the one would print the scores of the other."""
    store, (north, *_) = office.store, office.schools
    west, hill = (
        store.studies.add_school(office.network, name, "middle") for name in ("West School", "Hill School")
    )
    schools = (*office.schools, west, hill)
    wave = store.waves.add(
        store.studies.add(office.network, "Working together"), new_wave(office.clock, "Winter", -90, 10)
    )
    ids = [store.sites.add(wave, school, 20).id for school in schools]
    codes = np.array([[number * 3 % 5, 0] for number in range(8 * len(ids))], dtype=np.uint8)
    store.responses.add(wave, np.repeat(ids, 8), codes, "full", "en", office.clock().date())
    close(store, wave)
    for school in (north, west):
        store.studies.agree(school, named=True)
    hub, path = office.visitor("hub"), f"/schools/{north.id}/results/{wave.id}"
    assert hub.open(f"/schools/{north.id}/results/{office.closed.id}").status == 403
    assert hub.open(f"{path}/report").status == 200
    hub.not_see("Fall", "wave by wave")
    assert "Fall" not in hub.client.get(f"{path}/report.json").get_data(as_text=True)
    office.visitor("leader").open(f"{path}/report").see("Fall", "wave by wave")
