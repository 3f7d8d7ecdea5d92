"""Lists of people of confidential and identified waves: added, found, erased on request; and the end of the key."""

import pytest

from engine.instrument.model import Privacy
from engine.store import NewInvitee, Wave, WayIn
from engine.waves.closing import close
from tests.web.network.test_wave_drafts import draft
from tests.web.network.test_waves import page
from tests.web.visitor import Office
from web.network.people_lists import read_invitees


@pytest.fixture
def wave(office: Office) -> Wave:
    return office.store.waves.open(
        draft(office, privacy=Privacy.CONFIDENTIAL, way_in=WayIn.CODES, minimum_group=5)
    )


def names(office: Office, wave: Wave) -> list[str]:
    return [one.name for one in office.store.invitees.of(wave)]


def test_people_are_added_by_a_list_that_is_looked_at_first(office: Office, wave: Wave) -> None:
    hub = office.visitor("hub").open(f"{page(wave)}people").see("Nobody is listed yet")
    text = "School;Name;Email\nNorth School;Ada Novak;ADA@North.example\nSouth School;Ben Ode;\n"
    hub.follow("/people/list").press("/people/list", text=text).see(
        "2 people would be added", "North School: 1"
    )
    assert names(office, wave) == []
    hub.press("/people/list").see("2 people added", "2 people, 0 of whom have answered", "ada@north.example")
    assert names(office, wave) == ["Ada Novak", "Ben Ode"]
    taken = hub.client.get(f"{page(wave)}people/list.csv").get_data(as_text=True)
    assert taken.splitlines()[1:] == ["North School,Ada Novak,ada@north.example", "South School,Ben Ode,"]


def test_a_name_is_no_formula_of_whoever_opens_the_file(office: Office, wave: Wave) -> None:
    office.store.invitees.add(wave, office.store.sites.of(wave)[0], [NewInvitee("=HYPERLINK(1)")])
    taken = office.visitor("hub").client.get(f"{page(wave)}people/list.csv")
    assert "North School,'=HYPERLINK(1)," in taken.get_data(as_text=True)
    rows, _ = read_invitees(office.store, wave, taken.get_data(as_text=True).replace("(1)", "(2)"))
    assert [row.name for row in rows] == ["=HYPERLINK(2)"]


def test_every_fault_of_a_list_of_people_is_told_at_once(office: Office, wave: Wave) -> None:
    office.store.invitees.add(
        wave, office.store.sites.of(wave)[0], [NewInvitee("Ada Novak", "ada@north.example")]
    )
    rows = (
        "Nort School,Ben,",
        "North School,,",
        "North School,Cyd,not an address",
        "South School,Dee,Ada@North.Example",
        "North School,ada novak,",
        "North School,Eve,eve@north.example",
        "South School,Eva,eve@north.example",
        "North School,Fay,",
        "North School,Fay,fay@north.example",
        "North School,Gus,gus1@north.example",
        "North School,Gus,gus2@north.example",
        ",Hal,",
    )
    hub = office.visitor("hub").open(f"{page(wave)}people/list")
    hub.press("/people/list", text="school,name,address\n" + "\n".join(rows)).see(
        "Row 2: “Nort School” takes no part in this wave. Did you mean 'North School'?",
        "Row 3: The name is missing",
        "Row 4: “not an address” is not an email address",
        "Row 5: ada@north.example is there already, on the list of North School",
        "Row 6: “ada novak” of North School is there already",
        "Row 8: eve@north.example is there already, in row 7",
        "Row 10: “Fay” of North School is there already, in row 9",
        "Row 13: The school is missing",
    )
    assert "Row 12" not in hub.page.text  # two people of one name, each with an address
    assert (hub.status, names(office, wave)) == (400, ["Ada Novak"])


def test_one_person_is_added_with_mistakes_told_at_the_fields(office: Office, wave: Wave) -> None:
    hub = office.visitor("hub").open(f"{page(wave)}people")
    east = str(office.store.sites.of(wave)[2].id)
    hub.press("/people", name="Ada Novak").see("Choose a school of this wave")
    hub.press("/people", name="", address="x", site=east).see("Write the name of the person")
    hub.press("/people", name="Ada Novak", address="x", site=east).see("“x” is not an email address")
    assert hub.form("/people").values["name"] == ["Ada Novak"]
    hub.press("/people", address="ada@north.example", site=east).see(
        "Ada Novak is on the list of East School"
    )
    hub.post(f"{page(wave)}people", name="Ada Novak", address="", site=east).see("is there already")
    assert names(office, wave) == ["Ada Novak"]


def test_a_person_is_erased_with_their_code_and_the_log_does_not_name_them(
    office: Office, wave: Wave
) -> None:
    (ada,) = office.store.codes.invite(wave, office.store.sites.of(wave)[0], [NewInvitee("Ada Novak")])
    hub = office.visitor("hub").open(f"{page(wave)}people").follow("/erase").see("Erase Ada Novak?")
    hub.press("/erase").see("The person is erased")
    assert (names(office, wave), office.store.codes.find(ada.code)) == ([], None)
    told = [one.what for one in office.store.audit.entries(wave) if one.action == "invitee.erased"]
    assert told == ["Winter"]
    hub.open(f"{page(wave)}people/{ada.invitee.id}/erase").see("This person is not on the list any more")


def test_people_are_found_by_name_school_and_whether_they_have_answered(office: Office, wave: Wave) -> None:
    north, south, _ = office.store.sites.of(wave)
    office.store.invitees.add(wave, north, [NewInvitee(f"Person {n:03}") for n in range(120)])
    office.store.invitees.add(wave, south, [NewInvitee("Zoe", "zoe@south.example")])
    hub = office.visitor("hub").open(f"{page(wave)}people").see("121 people, page 1 of 2")
    hub.open(f"{page(wave)}people?find=zoe@").see("1 person", "Zoe").not_see("Person 001")
    hub.open(f"{page(wave)}people?site={south.id}").see("Zoe").not_see("Person 001")
    hub.open(f"{page(wave)}people?answered=yes").see("Nobody on the list fits that")
    hub.open(f"{page(wave)}people?page=99").see("page 2 of 2")


def test_an_anonymous_wave_keeps_no_list(office: Office) -> None:
    hub = office.visitor("hub")
    for path in ("people", "people/list"):
        hub.open(f"{page(office.open)}{path}").see("is anonymous, so it keeps no list of people")
    hub.post(f"{page(office.open)}people", name="Ada", site=str(office.store.sites.of(office.open)[0].id))
    assert hub.status == 400
    assert office.store.invitees.of(office.open) == ()


@pytest.mark.parametrize("who", ["researcher", "district", "leader", "team"])
def test_nobody_but_the_hub_sees_who_may_answer(office: Office, wave: Wave, who: str) -> None:
    (ada,) = office.store.invitees.add(wave, office.store.sites.of(wave)[0], [NewInvitee("Ada Novak")])
    visitor = office.visitor(who)
    for path in ("people", "people/list", "people/list.csv", f"people/{ada.id}/erase", "key"):
        assert visitor.open(f"{page(wave)}{path}").status == 403, path
        visitor.not_see("Ada Novak")


def test_a_person_of_another_wave_is_not_erased_through_this_one(office: Office, wave: Wave) -> None:
    other = draft(office, title="Other", privacy=Privacy.CONFIDENTIAL, way_in=WayIn.CODES)
    (ada,) = office.store.invitees.add(other, office.store.sites.of(other)[0], [NewInvitee("Ada")])
    office.visitor("hub").post(f"{page(wave)}people/{ada.id}/erase")
    assert names(office, other) == ["Ada"]


def test_the_key_of_a_closed_wave_is_destroyed_after_a_question(office: Office, wave: Wave) -> None:
    office.store.codes.invite(wave, office.store.sites.of(wave)[0], [NewInvitee("Ada Novak")])
    hub = (
        office.visitor("hub").open(f"{page(wave)}key").see("The key can be destroyed once the wave is closed")
    )
    close(office.store, wave)
    hub.open(page(wave)).see("The key to who gave which answers is kept until you destroy it")
    hub.follow("/key").see("Destroy the key of “Winter”?", "It can’t be undone").press("/key")
    hub.see("nobody can find out any more who gave which answers", "There is no key")
    assert not office.store.codes.link_key_kept(wave)
    assert office.store.audit.count(wave, action="wave.key_destroyed") == 1
    hub.open(f"{page(wave)}key").see("There is no key")
    hub.open(f"{page(office.closed)}key").see("is not confidential, so there is no key")
