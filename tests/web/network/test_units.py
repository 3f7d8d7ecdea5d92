"""Classes and teams are made from a list by whoever runs the wave or leads the school, and handed out apart."""

import pytest

from engine.store import NewMembership, NewUnit, Role, Site, UnitKind
from tests.web.visitor import Office

LIST = "unit,kind,people,teacher\nRoom 12,class,24,noor@people.example\nRoom 13,class,22,\n"


def north(office: Office) -> Site:
    site = office.store.sites.find(office.open, office.schools[0])
    assert site is not None
    return site


def with_teacher(office: Office) -> Office:
    office.add("noor", NewMembership(Role.TEACHER, office.network.id, school_id=office.schools[0].id))
    return office


@pytest.mark.parametrize("who", ["hub", "leader"])
def test_a_list_makes_units_once_it_was_looked_at(office: Office, who: str) -> None:
    site = north(with_teacher(office))
    visitor = office.visitor(who).open(f"/sites/{site.id}/units")
    visitor.see("read by its teacher alone")
    visitor.press("/units", text=LIST).see("2 to be made. Nothing has been changed yet", "Room 12", "Noor")
    assert office.store.units.of(site) == ()
    visitor.press("/units").see(
        "2 units made", "Room 13", "class of Noor", "Fewer than 10 of 24 have answered"
    )
    first, second = office.store.units.of(site)
    assert (first.name, first.kind, first.expected) == ("Room 12", UnitKind.CLASS, 24)
    assert first.teacher == office.people["noor"].id
    assert second.teacher is None
    visitor.see(first.link, second.link)
    assert visitor.client.get(f"/units/{first.id}/poster.pdf").data.startswith(b"%PDF")
    office.visitor("hub").open(f"/networks/{office.network.id}/log").see("made classes or teams")


@pytest.mark.parametrize("who", ["team", "researcher", "district", "noor"])
def test_nobody_else_makes_any(office: Office, who: str) -> None:
    site = north(with_teacher(office))
    assert office.visitor(who).open(f"/sites/{site.id}/units").status == 403
    (unit,) = office.store.units.add(site, UnitKind.CLASS, [NewUnit("Room 1")])
    assert office.visitor(who).open(f"/units/{unit.id}/remove").status == 403


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("unit\nRoom 1\nroom 1\n", "stands in row 2 already"),
        ("unit,kind\nRoom 1,lab\n", "There is no kind"),
        ("unit,kind\nRoom 1,class\nFront office,team\n", "units of one kind"),
        ("unit,people\nRoom 1,many\n", "is not a whole number of people"),
        ("unit,teacher\nRoom 1,ada@people.example\n", "has no role at this school"),
        ("unit,kind,teacher\nRoom 1,class,leader@people.example\n", "leads the school"),
        ("name\nRoom 1\n", "There is no column “unit”"),
    ],
)
def test_what_is_wrong_in_a_list_is_told_by_row(office: Office, text: str, words: str) -> None:
    site = north(office)
    visitor = office.visitor("hub").open(f"/sites/{site.id}/units")
    assert visitor.press("/units", text=text).status == 400
    visitor.see(words)
    assert office.store.units.of(site) == ()


def test_a_unit_is_renamed_and_removed_until_somebody_begins(office: Office) -> None:
    site = north(office)
    (unit,) = office.store.units.add(site, UnitKind.TEAM, [NewUnit("Room 1", 9)])
    visitor = office.visitor("leader").open(f"/units/{unit.id}/change")
    visitor.press("/change", name="Front office", people="11").see("It is changed", "Front office")
    visitor.open(f"/units/{unit.id}/change").press("/change", name="", people="x").see("Write the name")
    door = office.store.sites.by_link(unit.link)
    assert door is not None
    office.store.drafts.start(door)
    visitor.open(f"/units/{unit.id}/remove").press("/remove").see("has begun to answer")
    (other,) = office.store.units.add(site, UnitKind.TEAM, [NewUnit("Room 2")])
    visitor.open(f"/units/{other.id}/remove").press("/remove").see("Room 2 is removed")
    assert [one.name for one in office.store.units.of(site)] == ["Front office"]
