"""How many people each school asks: typed into a table, or pasted as a list."""

from collections.abc import Mapping
from typing import Any

import pytest

from engine.store import Wave
from tests.web.visitor import Office, Visitor


def page(wave: Wave) -> str:
    return f"/waves/{wave.id}/"


def people(office: Office, wave: Wave | None = None) -> Mapping[str, tuple[int | None, dict[str, int]]]:
    """The rosters that are kept, in all and by role."""
    sites = office.store.sites.of(wave or office.open)
    return {site.school: (site.roster, dict(site.roster_by_role)) for site in sites}


def fields(office: Office, typed: Mapping[str, tuple[Any, ...]]) -> dict[str, str]:
    """What the fields of schools would send: the people in all, teachers, leaders."""
    ids = {one.name: one.id for one in office.store.studies.schools(office.network)}
    return {
        f"people-{ids[school]}-{place}": str(text)
        for school, texts in typed.items()
        for place, text in enumerate(texts)
    }


def table(office: Office, query: str = "") -> Visitor:
    return office.visitor("hub").open(f"{page(office.open)}rosters{query}")


def test_numbers_typed_into_the_table_are_kept_and_the_rest_stays(office: Office) -> None:
    hub = table(office).see("3 schools, 30 people asked", "All schools of the wave 30")
    typed = {"North School": (" 1,032 ", 30, 2), "South School": ("", 8, "")}
    hub.press("/rosters", **fields(office, typed)).see(
        "The numbers of 2 schools are kept", "1,050 people asked"
    )
    assert people(office) == {
        "North School": (1032, {"teacher": 30, "leader": 2}),
        "South School": (8, {"teacher": 8}),
        "East School": (10, {}),
    }
    assert office.store.audit.count(office.network, action="rosters.changed") == 1


def test_a_mistake_is_told_at_its_field_and_nothing_that_was_typed_is_lost(office: Office) -> None:
    wrong = {"North School": ("ten", "", ""), "South School": (5, 9, ""), "East School": (0, "", "")}
    hub = table(office).press("/rosters", **fields(office, wrong))
    assert hub.status == 400
    hub.see(
        "“ten” is not a whole number of people",
        "South School: the roles add up to 9, more than 5",
        "East School: nobody would be asked",
        "Nothing of this page has been kept yet",
    )
    held = hub.form("/rosters").values
    assert {name: held[name] for name in fields(office, wrong)} == {
        name: [text] for name, text in fields(office, wrong).items()
    }
    assert {roster for roster, _ in people(office).values()} == {10}
    hub.press(
        "/rosters", **fields(office, {"North School": (12,), "South School": (9,), "East School": ("",)})
    )
    assert {school: roster for school, (roster, _) in people(office).items()} == {
        "North School": 12,
        "South School": 9,
        "East School": None,
    }


def test_a_school_joins_the_wave_by_its_first_number(office: Office) -> None:
    office.store.studies.add_school(office.network, "West School")
    hub = table(office, "?show=outside").see("West School not in this wave")
    hub.press("/rosters").see("West School not in this wave").not_see("are kept")
    hub.press("/rosters", **fields(office, {"West School": ("", 14, "")})).see("1 school are kept")
    assert people(office)["West School"] == (14, {"teacher": 14})


def test_no_school_joins_a_closed_wave(office: Office) -> None:
    west = office.store.studies.add_school(office.network, "West School")
    hub = office.visitor("hub").open(f"{page(office.closed)}rosters?show=outside")
    hub.not_see("West School")
    sent = {f"was-{west.id}": "||", f"people-{west.id}-0": "9"}
    hub.post(f"{page(office.closed)}rosters", **sent).see("West School can’t join: the wave is closed")
    assert hub.status == 400
    assert "West School" not in people(office, office.closed)


def test_what_somebody_else_kept_meanwhile_is_not_overwritten_unseen(office: Office) -> None:
    hub = table(office)
    site = office.store.sites.of(office.open)[0]
    office.store.sites.set_roster(site, 44)
    hub.press("/rosters", **fields(office, {"South School": (7,)})).see("1 school are kept")
    assert people(office)[site.school][0] == 44  # not touched here, so not set back
    office.store.sites.set_roster(site, 45)
    hub.press("/rosters", **fields(office, {site.school: (12,)}))
    hub.see(f"Somebody else has changed {site.school} meanwhile: it is at 45 now")
    assert (hub.status, people(office)[site.school][0]) == (400, 45)
    hub.press("/rosters")
    assert people(office)[site.school][0] == 12


def test_a_large_network_is_typed_page_by_page_and_found_by_name(office: Office) -> None:
    with office.store.together():
        for number in range(120):
            school = office.store.studies.add_school(office.network, f"School {number:03}")
            office.store.sites.add(office.open, school, None if number % 2 else number + 1)
    hub = table(office).see("Page 1 of 3; 123 schools", "of 60 schools the number is not known")
    first = {"School 001": (5,)}
    hub.press("/rosters", go="on", **fields(office, first)).see(
        "Page 2 of 3", "1 school are kept", "School 048"
    )
    assert people(office)["School 001"][0] == 5
    hub.press("/rosters", go="on").see("Page 3 of 3").not_see("are kept")
    hub.press("/rosters", go="back").see("Page 2 of 3")
    hub.press("/rosters", go="find", find="school 10").see("School 100", "School 109").not_see("School 110")
    hub.press("/rosters", go="find", show="unknown", find="").see("Page 1 of 2; 59 schools")
    hub.press("/rosters", go="find", find="nowhere").see("No school’s name holds “nowhere” here")


@pytest.mark.parametrize("query", ["?page=999", "?page=x", "?show=x", "?find=%5B"])
def test_an_address_that_asks_for_what_is_not_there_shows_what_is(office: Office, query: str) -> None:
    assert table(office, query).status == 200


def as_list(office: Office) -> Visitor:
    return office.visitor("hub").open(f"{page(office.open)}rosters/list")


def test_rosters_come_as_they_are_and_are_changed_by_a_list(office: Office) -> None:
    visitor = as_list(office)
    assert visitor.form("/rosters/list").values["text"][0].splitlines()[:2] == [
        "school,roster,teacher,leader",
        "East School,10,,",
    ]
    office.store.studies.add_school(office.network, "West, upper")
    text = 'school,roster,Teacher,leader\nNorth School,32,30,2\n"West, upper",14,,\n'
    visitor.press("/rosters/list", text=text).see(
        "2 schools, 1 of them new", "change from 10", "join the wave"
    )
    visitor.press("/rosters/list").see("The rosters of 2 schools are kept")
    kept = {
        site.school: (site.roster, dict(site.roster_by_role)) for site in office.store.sites.of(office.open)
    }
    assert kept["North School"] == (32, {"teacher": 30, "leader": 2})
    assert kept["West, upper"] == (14, {})


def test_every_fault_of_a_roster_is_told_at_once(office: Office) -> None:
    text = (
        "school,roster,teacher\nNorth School,ten,\nNort School,5,\nSouth School,5,9\n"
        "South School,5,\nEast School,,\n"
    )
    as_list(office).press("/rosters/list", text=text).see(
        "Row 2: “ten” under roster is not a whole number of people. Write one from 1 to 1,000,000, or nothing. Row 3",
        "Row 3: The network has no school “Nort School”. Did you mean 'North School'?",
        "Row 4: The roles add up to 9, more than the roster of 5",
        "Row 5: “South School” stands in row 4 already",
        "Row 6: The row says nothing of how many people are asked",
    )
    assert {site.roster for site in office.store.sites.of(office.open)} == {10}


def test_a_school_cannot_join_a_closed_wave(office: Office) -> None:
    office.store.studies.add_school(office.network, "West School")
    visitor = office.visitor("hub").open(f"{page(office.closed)}rosters/list")
    visitor.press("/rosters/list", text="school,roster\nWest School,9\n").see("so no school can join it")
