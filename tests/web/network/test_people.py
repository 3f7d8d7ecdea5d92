"""People and schools: invited one by one or by a list, with every fault at once and nothing changed before."""

import io
from typing import Any

import pytest
from click.testing import CliRunner

from engine.store import DatabaseFailure, Network, Role, School
from engine.store.studies import Studies
from tests.web.visitor import PASSWORD, Office
from web.cli import main
from web.network import lists


def people_page(office: Office) -> str:
    return f"/networks/{office.network.id}/people"


def link_on(text: str) -> str:
    return "/invitation/" + text.partition("/invitation/")[2].split()[0]


def test_an_administrator_invites_and_the_link_is_shown_once(office: Office) -> None:
    hub = office.visitor("hub").open(people_page(office))
    place = f"school-{office.schools[1].id}"
    hub.press("/people", email="Ada@South.example", name="Ada", role="school_leader", place=place)
    hub.see("The invitation is made", "School leader, South School", "works for two weeks")
    address = link_on(hub.page.text)
    ada = office.visitor().open(address)
    ada.press(address, name="Ada", password=PASSWORD, again=PASSWORD).see("South School")
    hub.open(people_page(office)).see("ada@south.example").not_see("/invitation/")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"email": "ada", "role": "researcher", "place": ""}, "Write an email address"),
        ({"email": "a@b.example", "role": "", "place": ""}, "Choose a role"),
        ({"email": "a@b.example", "role": "school_team", "place": ""}, "held for a school"),
        ({"email": "a@b.example", "role": "district", "place": ""}, "held for a district"),
        ({"email": "a@b.example", "role": "researcher", "place": "school-1"}, "whole network"),
        ({"email": "a@b.example", "role": "school_team", "place": "school-4"}, "held for a school"),
        ({"email": "a@b.example", "role": "district", "place": "district-99"}, "held for a district"),
        ({"email": "a@b.example", "role": "researcher", "place": "", "name": "x" * 201}, "at most 200"),
    ],
)
def test_an_invitation_that_cannot_be_says_what_to_do(
    office: Office, fields: dict[str, str], words: str
) -> None:
    hub = office.visitor("hub").open(people_page(office)).press("/people", **fields).see(words)
    assert hub.status == 400
    assert office.store.invitations.of(office.network) == ()


def test_a_list_of_people_is_shown_before_anything_is_done(office: Office) -> None:
    text = (
        "email,name,role,school,district\na@x.example,Ann,school leader,South School,\n"
        "b@x.example,,District,,Lake County\nc@x.example,Cy,researcher,,\n"
    )
    hub = office.visitor("hub").open(f"{people_page(office)}/list").press("/list", text=text)
    hub.see("3 invitations would be made", "South School", "Lake County")
    assert office.store.invitations.of(office.network) == ()
    hub.press("/list").see("3 invitations are made")
    assert [one.email for one in office.store.invitations.of(office.network)] == [
        "a@x.example",
        "b@x.example",
        "c@x.example",
    ]


def test_every_fault_of_a_list_is_told_at_once(office: Office) -> None:
    text = (
        "email;role;school\n"
        "not an address;school leader;South School\n"
        "a@x.example;principal;South School\n"
        "b@x.example;school team member;Sauth School\n"
        "c@x.example;researcher;\n"
        "c@x.example;researcher;\n"
        "d@x.example;district;\n"
    )
    hub = office.visitor("hub").open(f"{people_page(office)}/list").press("/list", text=text)
    assert hub.status == 400
    hub.see(
        "5 things to fix; nothing was changed",
        "Row 2: “not an address” is not an email address",
        "Row 3: There is no role “principal”",
        "Row 4: The network has no school “Sauth School”",
        "South School",
        "Row 6: c@x.example stands here a second time",
        "Row 7: This role needs a district",
    )
    assert hub.form("/list").values["text"][0].startswith("email;role;school\nnot an address")
    assert office.store.invitations.of(office.network) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "The list is empty"),
        ("email,role\n", "no row under it"),
        ("mail,role\na,b\n", "There is no column “email”"),
        ("email,role,shool\na@x.example,researcher,\n", "no use for a column “shool”"),
        ("email,role,role\na@x.example,researcher,x\n", "“role” is there twice"),
        ("email,role\na@x.example,researcher,extra\n", "has 3 cells for 2 columns"),
        ("email,role\n,researcher\n", "The email address is missing"),
        ("email,role\nhub@people.example,hub administrator\n", "hub@people.example holds this role already"),
        ('email,role\n"a@x.example,researcher\nb@x.example,researcher\n', "opened and not closed"),
        ('email,role\n"' + "a" * 140_000, "opened and not closed"),
        (
            "email,role\na\x07@x.example,researcher\n",
            "Row 2: “a@x.example” under email holds U+0007, a sign that",
        ),
        (
            "email,role\na\u200b@x.example,researcher\n",
            "Row 2: “a@x.example” under email holds U+200B, a sign that",
        ),
        ("email,role,\na@x.example,researcher,x\n", "Column 3 has no name"),
    ],
)
def test_a_list_that_is_no_such_list_says_why(office: Office, text: str, words: str) -> None:
    office.visitor("hub").open(f"{people_page(office)}/list").press("/list", text=text).see(words)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_is_read_as_spreadsheets_write_it(office: Office, encoding: str) -> None:
    raw = "school;level\nÉcole du Nord;high\n".encode(encoding)
    hub = office.visitor("hub").open(f"/networks/{office.network.id}/schools/list")
    hub.press("/list", files={"file": (io.BytesIO(raw), "schools.csv")}).see("École du Nord", "be added")


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("cp1252", "École du Nord"),
        ("cp1250", "Škola Žižkov"),
        ("cp1254", "Şişli"),
        ("mac_roman", "École du Nord"),
    ],
)
def test_a_file_that_does_not_say_its_letters_is_asked_about(
    office: Office, encoding: str, name: str
) -> None:
    """The same bytes are other names on other systems, and names stay: nobody but their people can tell."""
    raw = f"school;level\nA;high\n{name};high\n".encode(encoding)
    hub = office.visitor("hub").open(f"/networks/{office.network.id}/schools/list")
    hub.press("/list", files={"file": (io.BytesIO(raw), "schools.csv")})
    assert hub.status == 400
    hub.see("does not say which character encoding it uses", name, "How does this read").not_see("be added")
    hub.press("/list", encoding=encoding, files={"file": (io.BytesIO(raw), "schools.csv")})
    hub.see(name, "be added")
    hub.press("/list").see("2 schools added or changed")
    assert name in {school.name for school in office.store.studies.schools(office.network)}


def test_a_workbook_is_refused_with_what_to_do(office: Office) -> None:
    hub = office.visitor("hub").open(f"/networks/{office.network.id}/schools/list")
    raw = b"PK\x03\x04" + bytes(range(128, 160)) + b"\xff\x9d"
    hub.press("/list", files={"file": (io.BytesIO(raw), "schools.xlsx")}).see("save it as “CSV UTF-8”")


def test_a_list_of_schools_adds_and_changes_and_never_deletes(office: Office) -> None:
    text = "school\tlevel\tdistrict\nNorth School\thigh\tLake County\nNew School\tmiddle\tHill County\n"
    text += "South School\t\t\n"
    hub = office.visitor("hub").open(f"/networks/{office.network.id}/schools/list").press("/list", text=text)
    hub.see("2 of 3 rows would change something", "change: level middle → high", "be added", "stay as it is")
    assert len(office.store.studies.schools(office.network)) == 3
    hub.press("/list").see("2 schools added or changed", "New School", "Hill County", "East School")
    assert {one.name: one.level for one in office.store.studies.schools(office.network)} == {
        "East School": "middle",
        "New School": "middle",
        "North School": "high",
        "South School": "middle",
    }
    assert office.store.members.district_of(office.network)[office.schools[1].id].name == "Lake County"


def test_a_list_knows_a_school_by_any_spelling_of_its_name(office: Office) -> None:
    """In capitals or with two spaces it is the same school; without a point it is asked about, never another."""
    address = f"/networks/{office.network.id}/schools/list"
    hub = office.visitor("hub").open(address).press("/list", text="school\tlevel\nNORTH  school\thigh\n")
    hub.see("change: level")
    hub.open(address).press("/list", text="school\nNorth-School\n").see("is spelled nearly as “North School”")


def test_a_role_is_ended_and_the_last_administrator_stays(office: Office) -> None:
    hub = office.visitor("hub").open(people_page(office))
    held = {one.account.email: one.membership.id for one in office.store.members.of(office.network)}
    end = f"/roles/{held['team@people.example']}/end"
    hub.follow(end).see("End the role of Team?", "another invitation")
    assert held == {one.account.email: one.membership.id for one in office.store.members.of(office.network)}
    hub.press(end).see("Team no longer has the role")
    end = f"/roles/{held['hub@people.example']}/end"
    hub.follow(end).press(end).see("would have no hub administrator left")
    assert office.visitor("hub").open(people_page(office)).status == 200


def test_the_password_of_someone_who_works_elsewhere_too_is_not_this_hubs_to_reset(office: Office) -> None:
    from engine.store import NewMembership

    office.store.members.add(
        office.people["leader"],
        NewMembership(Role.SCHOOL_TEAM, office.other.id, school_id=office.stranger.id),
    )
    hub = office.visitor("hub").open(people_page(office))
    leader, team = (f"/people/{office.people[who].id}/reset" for who in ("leader", "team"))
    hub.follow(leader).see("only who administers both can do this")
    assert hub.post(people_page(office).rpartition("/")[0] + leader).status == 302
    hub.open(people_page(office)).follow(team).see("stays until the link is used")
    hub.press(team).see("A link for Team")
    token = hub.page.text.partition("/reset/")[2].split()[0]
    assert office.visitor().open(f"/reset/{token}").status == 200
    outsider = hub.post(f"{people_page(office)}/{office.people['outsider'].id}/reset")
    assert outsider.status == 404


def test_a_role_that_somebody_holds_is_not_given_twice(office: Office) -> None:
    hub = office.visitor("hub").open(people_page(office))
    hub.press("/people", email="Hub@people.example", role="hub_administrator", place="")
    assert hub.see("holds this role already").status == 400


def test_an_invitation_is_withdrawn(office: Office) -> None:
    hub = office.visitor("hub").open(people_page(office))
    hub.press("/people", email="a@x.example", role="researcher", place="")
    address = link_on(hub.page.text)
    hub.open(people_page(office)).follow("/withdraw").see("Withdraw the invitation of a@x.example?")
    assert len(office.store.invitations.of(office.network)) == 1
    hub.press("/withdraw").see("no longer works")
    assert office.visitor().open(address).status == 410


def test_home_shows_what_is_ones_own_and_what_to_do_next(office: Office) -> None:
    office.visitor("leader").open("/home").see(
        "North School", "Fall", "Fewer than 10 of 10 have answered. Open until"
    ).not_see("South School")
    office.visitor("hub").open("/home").see("2 of 3 schools have nobody who can read the result", "Spring")
    office.visitor("district").open("/home").see("North School", "keeps its results to itself").not_see(
        "East School"
    )
    office.clock.pass_days(0.01)
    office.visitor("researcher").open("/home").see("Spring").not_see("To do next")


def test_a_list_is_found_by_its_roles_in_any_spelling() -> None:
    assert lists.role_named("School Leader") is lists.role_named("school_leader") is Role.SCHOOL_LEADER
    assert lists.role_named("hub-administrator") is Role.HUB_ADMINISTRATOR
    assert lists.role_named("king") is None


def test_the_first_administrator_comes_in_by_the_command_line(tmp_path) -> None:  # type: ignore[no-untyped-def]
    database = str(tmp_path / "study.db")

    def run(*words: str, code: int = 0) -> str:
        result = CliRunner().invoke(main, ["user", *words, "--database", database])
        assert result.exit_code == code, result.output
        return result.output

    assert "Nobody is here yet" in run("list")
    assert "add --network" in run("invite", "a@hub.example", "--role", "hub_administrator", code=1)
    made = run("invite", "a@hub.example", "--role", "hub_administrator", "--network", "Lake")
    assert "/invitation/" in made
    assert "a@hub.example  (invited, not here yet): Hub administrator, Lake" in run("list")
    assert "no school" in run("invite", "b@x.example", "--role", "school_leader", "--school", "North", code=1)
    assert "no email address" in run("invite", "b", "--role", "researcher", code=1)
    leader = ("invite", "b@x.example", "--role", "school_leader", "--school", "North")
    assert "no network 'Lkae'; did you mean 'Lake'?" in run(*leader, "--network", "Lkae", code=1)
    assert "Lkae" not in run("list")
    made_too = run("invite", "b@x.example", "--role", "researcher", "--network", "Hill")
    assert "A new network was made beside Lake: Hill." in made_too
    assert "nobody has an account" in run("reset", "a@hub.example", code=1)
    from engine.store import Store

    with Store.open(database) as store:
        token = made.partition("/invitation/")[2].split()[0]
        store.invitations.accept_as_new(token, "Ada", "x")
    assert "/reset/" in run("reset", "a@hub.example", "--second-factor")


def test_a_list_is_applied_whole_or_not_at_all(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails at the third row, whatever it is, takes the first two back."""
    hub = office.visitor("hub").open(f"/networks/{office.network.id}/schools/list")
    hub.press("/schools/list", text="school,district\nOne,Lake County\nTwo,\nThree,\n")
    kept = Studies.add_school

    def fails(studies: Studies, network: Network, name: str, *more: Any) -> School:
        if name == "Three":
            raise DatabaseFailure("The disk is full", "free some space")
        return kept(studies, network, name, *more)

    monkeypatch.setattr(Studies, "add_school", fails)
    hub.press("/schools/list")
    assert hub.status == 503
    assert {school.name for school in office.store.studies.schools(office.network)} == {
        "North School",
        "South School",
        "East School",
    }


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("schools", "school\nOne\n{long}\n"),
        ("schools", "school,district\nOne,\nTwo,{long}\n"),
        ("people", "email,role,name\na@b.example,researcher,\nc@b.example,researcher,{long}\n"),
    ],
)
def test_a_name_too_long_for_the_database_is_told_before_anything_is_kept(
    office: Office, page: str, text: str
) -> None:
    path = f"/networks/{office.network.id}/{page}/list"
    hub = office.visitor("hub").open(path).press(path, text=text.format(long="x" * 301), step="confirm")
    assert hub.status == 400
    hub.see("Row 3", "has more than")
    assert len(office.store.studies.schools(office.network)) == 3


@pytest.mark.parametrize(
    "place", ["school-²", "school-١", "school-99999999999", "school-" + "9" * 400, "-", "x"]
)
def test_a_place_that_is_none_is_asked_for_again(office: Office, place: str) -> None:
    hub = office.visitor("hub").open(people_page(office))
    hub.press("/people", email="a@b.example", role="school_team", place=place)
    assert hub.status == 400
    hub.see("This role is held for a school. Choose one.")
