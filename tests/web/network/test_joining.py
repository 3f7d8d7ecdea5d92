"""Who joins a school: its leader says so; nobody lets themselves in, and nobody is researcher and of a school."""

import pytest
from click.testing import CliRunner

from engine.store import NewMembership, Role, StoreError
from tests.web.visitor import PASSWORD, Office, Visitor
from web.cli import main


def of_north(office: Office, role: Role = Role.SCHOOL_TEAM) -> NewMembership:
    return NewMembership(role, office.network.id, school_id=office.schools[0].id)


def join(office: Office, email: str, role: Role = Role.SCHOOL_TEAM, school: int = 0) -> str:
    """The hub invites somebody to a school; the link's path."""
    hub = office.visitor("hub").open(f"/networks/{office.network.id}/people")
    hub.press("/people", email=email, role=role, place=f"school-{office.schools[school].id}")
    assert hub.status == 200, hub.page.text
    return "/invitation/" + hub.page.text.partition("/invitation/")[2].split()[0]


def accept(visitor: Visitor, path: str) -> Visitor:
    return visitor.open(path).press(path, name="Ada", password=PASSWORD, again=PASSWORD)


def test_a_link_lets_nobody_in_until_the_leader_confirms(office: Office) -> None:
    path = join(office, "ada@x.example")
    stranger = office.visitor().open(path).see("A leader of North School has to confirm this first")
    assert not [form for form in stranger.page.forms if "/invitation/" in form.action]
    assert stranger.post(path, name="Ada", password=PASSWORD, again=PASSWORD).status == 409
    assert office.store.people.by_email("ada@x.example") is None
    leader = office.visitor("leader").open(f"/schools/{office.schools[0].id}/people")
    leader.see("Invited, and not confirmed yet", "ada@x.example").follow("/confirm").see("Ask them first")
    leader.press("/confirm").see("ada@x.example can open their link now").not_see("not confirmed yet")
    accept(office.visitor(), path).see("Welcome, Ada")
    leader.open(f"/schools/{office.schools[0].id}/people").see("Ada School team member · ada@x.example")
    leader.open(f"/schools/{office.schools[0].id}/log").see("let someone join the school")


def test_the_leader_declines(office: Office) -> None:
    path = join(office, "ada@x.example")
    leader = office.visitor("leader").open(f"/schools/{office.schools[0].id}/people").follow("/decline")
    leader.press("/decline").see("no longer works")
    assert office.visitor().open(path).status == 410


def test_the_first_leader_comes_in_and_those_after_wait(office: Office) -> None:
    first = join(office, "first@x.example", Role.SCHOOL_LEADER, school=2)
    second = join(office, "second@x.example", Role.SCHOOL_LEADER, school=2)
    accept(office.visitor(), first).see("Welcome, Ada")
    office.visitor().open(second).see("A leader of East School has to confirm this first")


@pytest.mark.parametrize("school", [0, 2], ids=["with a leader", "without a leader"])
def test_an_administrator_does_not_let_themselves_in(office: Office, school: int) -> None:
    email = office.people["hub"].email
    path = join(office, email, Role.SCHOOL_LEADER, school)
    hub = office.visitor("hub").open(path).see("has to confirm this first")
    assert hub.post(path).status == 409
    invitation = office.store.invitations.of(office.schools[school])[-1]
    confirm = f"/schools/{office.schools[school].id}/invitations/{invitation.id}/confirm"
    assert hub.post(confirm).status == 403
    assert hub.open(f"/schools/{office.schools[school].id}/results/{office.closed.id}").status == 403
    assert office.visitor("team").post(confirm).status in (403, 404)


def test_a_team_member_or_a_leader_of_another_school_confirms_nobody(office: Office) -> None:
    join(office, "ada@x.example")
    (waiting,) = office.store.invitations.of(office.schools[0])
    office.add("south", NewMembership(Role.SCHOOL_LEADER, office.network.id, school_id=office.schools[1].id))
    there = f"/schools/{office.schools[0].id}/invitations/{waiting.id}/confirm"
    aside = f"/schools/{office.schools[1].id}/invitations/{waiting.id}/confirm"
    assert office.visitor("team").post(there).status == 403
    assert office.visitor("south").post(there).status == 403
    assert office.visitor("south").post(aside).status == 404
    assert office.store.invitations.of(office.schools[0])[0].waits


def test_nobody_is_researcher_and_of_a_school(office: Office) -> None:
    researcher, team = office.people["researcher"], office.people["team"]
    study = NewMembership(Role.RESEARCHER, office.network.id)
    for who, new in ((researcher, of_north(office)), (team, study)):
        with pytest.raises(StoreError, match="researcher and hold a role at a school"):
            office.store.members.add(who, new)
        with pytest.raises(StoreError, match="researcher and hold a role at a school"):
            office.store.invitations.add(who.email, "", new)
    elsewhere = NewMembership(Role.RESEARCHER, office.other.id)
    office.store.members.add(team, elsewhere)
    hub = office.visitor("hub").open(f"/networks/{office.network.id}/people")
    hub.press("/people", email=researcher.email, role="school_team", place=f"school-{office.schools[0].id}")
    assert hub.status == 400
    hub.see("can’t be a researcher and hold a role at a school")


def test_two_invitations_do_not_add_up_to_both(office: Office) -> None:
    study = NewMembership(Role.RESEARCHER, office.network.id)
    first = office.store.invitations.add("ada@x.example", "", study)
    second = office.store.invitations.add("ada@x.example", "", of_north(office))
    (waiting,) = office.store.invitations.of(office.schools[0])
    office.store.invitations.confirm(office.schools[0], waiting.id)
    ada = office.store.invitations.accept_as_new(first, "Ada", "hash")
    with pytest.raises(StoreError, match="researcher and hold a role at a school"):
        office.store.invitations.accept_as(second, ada)
    assert [one.role for one in office.store.members.memberships(ada)] == [Role.RESEARCHER]


def test_a_list_that_names_both_is_told_so(office: Office) -> None:
    hub = office.visitor("hub").open(f"/networks/{office.network.id}/people/list")
    text = "email,role,school\nada@x.example,researcher,\nada@x.example,school_team,North School\n"
    hub.press("/people/list", text=text).see("can’t be a researcher and hold a role at a school")
    assert hub.status == 400


def test_the_command_says_that_a_leader_confirms(office: Office) -> None:
    words = ["user", "invite", "ada@x.example", "--role", "school_team", "--school", "North School"]
    told = CliRunner().invoke(
        main, [*words, "--network", "Lakeshore network", "--database", str(office.store._database.name)]
    )
    assert "A leader of North School has to confirm it first" in told.output


def test_the_page_of_people_lists_who_can_read(office: Office) -> None:
    for who in ("leader", "team", "hub"):
        page = office.visitor(who).open(f"/schools/{office.schools[0].id}/people")
        page.see("Its people here", "Leader School leader", "Team School team member")
    office.visitor("hub").open(f"/schools/{office.schools[2].id}/people").see("so nobody reads its results")
    assert office.visitor("district").open(f"/schools/{office.schools[0].id}/people").status == 403


def ask_in(office: Office, email: str, role: str = "school_team", who: str = "leader") -> Visitor:
    """A leader asks somebody in, on the page of the people."""
    leader = office.visitor(who).open(f"/schools/{office.schools[0].id}/people")
    return leader.press("/people", email=email, name="Ada", role=role)


@pytest.mark.parametrize("role", ["school_team", "teacher"])
def test_whom_a_leader_asks_in_comes_in_at_once(office: Office, role: str) -> None:
    made = ask_in(office, "ada@x.example", role).see("shown only this once", "Hello Ada")
    path = "/invitation/" + made.page.text.partition("/invitation/")[2].split()[0]
    hub = office.visitor("hub").open(f"/networks/{office.network.id}/people").see("ada@x.example")
    hub.not_see("waits for a leader").open(f"/networks/{office.network.id}/log").see("ada@x.example")
    accept(office.visitor(), path).see("Welcome, Ada")
    ada = office.store.people.by_email("ada@x.example")
    assert ada is not None
    assert [one.role for one in office.store.members.memberships(ada)] == [Role(role)]
    made.open(f"/schools/{office.schools[0].id}/log").see("invited", "ada@x.example")


def test_an_invitation_of_a_leader_is_withdrawn_before_it_is_used(office: Office) -> None:
    made = ask_in(office, "ada@x.example")
    path = "/invitation/" + made.page.text.partition("/invitation/")[2].split()[0]
    made.open(f"/schools/{office.schools[0].id}/people").see("Asked in, not here yet").follow("/withdraw")
    made.press("/withdraw").see("The invitation of ada@x.example no longer works").not_see("not here yet")
    assert office.visitor().open(path).status == 410
    made.open(f"/schools/{office.schools[0].id}/log").see("withdrew an invitation")


@pytest.mark.parametrize("role", ["school_leader", "hub_administrator", "researcher", "district", ""])
def test_a_leader_asks_in_nobody_who_could_do_more_than_a_member(office: Office, role: str) -> None:
    assert ask_in(office, "ada@x.example", role).status == 400
    assert office.store.invitations.of(office.schools[0]) == ()


def test_what_a_leader_types_wrongly_is_told_with_what_to_do(office: Office) -> None:
    ask_in(office, "nobody").see("Write an email address")
    ask_in(office, office.people["team"].email).see("is that already")
    ask_in(office, office.people["researcher"].email).see("holds another role in this network")
    leader = office.visitor("leader").open(f"/schools/{office.schools[0].id}/people")
    leader.press("/people", email="ada@x.example", name="A" * 201, role="teacher")
    assert leader.status == 400
    leader.see("Shorten this name to 200 characters or fewer.")
    kept = leader.form("/people").values
    assert (kept["email"], kept["name"], kept["role"]) == (["ada@x.example"], ["A" * 201], ["teacher"])
    assert office.store.invitations.of(office.schools[0]) == ()


def test_nobody_else_asks_in_and_no_leader_elsewhere(office: Office) -> None:
    office.add("south", NewMembership(Role.SCHOOL_LEADER, office.network.id, school_id=office.schools[1].id))
    ask_in(office, "ada@x.example")
    (made,) = office.store.invitations.of(office.schools[0])
    for who in ("team", "hub", "district", "researcher", "south"):
        visitor = office.visitor(who)
        assert visitor.post(f"/schools/{office.schools[0].id}/people", email="b@x.example").status == 403
        there = f"/schools/{office.schools[0].id}/invitations/{made.id}/withdraw"
        assert visitor.post(there).status == 403
    aside = f"/schools/{office.schools[1].id}/invitations/{made.id}/withdraw"
    assert office.visitor("south").post(aside).status == 404
    assert office.store.invitations.of(office.schools[0]) == (made,)


def test_so_many_open_invitations_and_no_more(office: Office) -> None:
    for number in range(20):
        office.store.invitations.add(f"{number}@x.example", "", of_north(office), confirmed=True)
    ask_in(office, "ada@x.example").see("20 invitations are open already")
    ask_in(office, "7@x.example").see("The invitation is made")
