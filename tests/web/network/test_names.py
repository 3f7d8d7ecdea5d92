"""Renaming what a network has, and deleting what is still empty; both stand in the log."""

from datetime import timedelta

import pytest

from engine.store import NewWave, NotFound
from tests.web.visitor import Office

KEPT = ("instrument_id", "version", "form", "languages", "privacy", "minimum_group")


def test_a_school_is_renamed_and_stays_the_same_school(office: Office) -> None:
    school = office.schools[0]
    hub = office.visitor("hub").open(f"/schools/{school.id}/")
    hub.press("/name", name="  Northgate   School ").see("is called “Northgate School” from now on")
    assert office.store.studies.school(school.id).name == "Northgate School"
    hub.press("/name", name=office.schools[1].name.upper()).see("already")
    hub.press("/name", name=" ").see("has no name")
    assert office.store.studies.school(school.id).name == "Northgate School"
    hub.open(f"/networks/{office.network.id}/log").see("renamed a school", "→ Northgate School")


def test_an_empty_school_is_deleted_after_one_question(office: Office) -> None:
    school = office.store.studies.add_school(office.network, "A slip of the pen")
    hub = office.visitor("hub").open(f"/schools/{school.id}/delete").see("Delete “A slip of the pen”?")
    assert office.store.studies.school(school.id) == school
    hub.press("/delete").see("“A slip of the pen” is deleted")
    with pytest.raises(NotFound):
        office.store.studies.school(school.id)
    hub.open(f"/networks/{office.network.id}/log").see("deleted an empty school")


def test_a_school_with_people_stays(office: Office) -> None:
    led = office.schools[0]
    hub = office.visitor("hub")
    hub.open(f"/schools/{led.id}/delete").see("can’t be deleted")
    hub.post(f"/schools/{led.id}/delete")
    hub.open(f"/schools/{led.id}/").see("Nothing was deleted")
    assert office.store.studies.school(led.id) == led


def test_a_study_and_a_network_are_renamed(office: Office) -> None:
    study = office.store.studies.add(office.network, "Leding")
    hub = office.visitor("hub").open(f"/networks/{office.network.id}/waves")
    hub.press(f"/studies/{study.id}/name", name="Leading").see("Leading")
    assert office.store.studies.get(study.id).title == "Leading"
    hub.open(f"/studies/{study.id}/delete").press("/delete").see("“Leading” is deleted")
    hub.open(f"/networks/{office.network.id}/schools").press("/name", name="Lake network")
    assert office.store.studies.network(office.network.id).name == "Lake network"


def test_a_wave_is_renamed_and_deleted_only_while_nobody_has_begun_to_answer(office: Office) -> None:
    hub = office.visitor("hub").open(f"/waves/{office.open.id}/")
    hub.press("/name", name="Autumn, year 2").see("is called “Autumn, year 2” from now on")
    hub.open(f"/waves/{office.closed.id}/delete").see("Nothing goes today")
    hub.post(f"/waves/{office.closed.id}/delete")
    hub.open(f"/waves/{office.closed.id}/").see("Nothing was deleted", "holds")
    assert office.store.waves.get(office.closed.id).title == office.closed.title
    now = office.clock()
    new = NewWave(
        "By mistake",
        *(getattr(office.open, name) for name in KEPT),
        now + timedelta(days=1),
        now + timedelta(days=2),
    )
    empty = office.store.waves.add(office.study, new)
    office.store.sites.add(empty, office.schools[0], 20)
    hub.open(f"/waves/{empty.id}/delete").press("/delete").see("“By mistake” is deleted")
    with pytest.raises(NotFound):
        office.store.waves.get(empty.id)


@pytest.mark.parametrize("who", ["team", "leader", "researcher", "district"])
def test_nobody_but_the_hub_renames_or_deletes(office: Office, who: str) -> None:
    for address in (f"/schools/{office.schools[0].id}/delete", f"/waves/{office.open.id}/delete"):
        assert office.visitor(who).open(address).status in (403, 404)
