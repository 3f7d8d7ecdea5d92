"""A school's home leads its own people on: one next thing, which changes as they go."""

import pytest

from engine.playbooks.folder import find_playbook
from engine.store import NewMembership, Role
from engine.store.plan_records import SheetKey
from engine.waves.closing import close
from tests.web.network.test_answered import answer
from tests.web.visitor import Office, Visitor


def home(office: Office, who: str = "leader", school: int = 0) -> Visitor:
    return office.visitor(who).open(f"/schools/{office.schools[school].id}/")


def choose(office: Office) -> None:
    north, wave = office.schools[0], office.closed
    office.store.choices.add(
        *(north, wave, "need", ["one"], "It holds us back", "All", "leader@people.example"), shown=["one"]
    )


def test_the_next_thing_changes_as_a_school_goes_its_way(office: Office) -> None:
    north = office.schools[0].id
    office.store.waves.extend(office.open, office.clock().replace(year=2027))
    leader = home(office).see("Your result is here", "Read now")
    leader.follow(f"/results/{office.closed.id}")
    home(office, "team").see("You have read your result; nothing is chosen yet", "What the survey said")
    leader.open(f"/schools/{north}/").follow("/choice").see("Where do you start?")
    choose(office)
    home(office).see("This month’s check-in waits", "What you start with was chosen on", "Doing now")
    assert office.visitor("leader").path == f"/schools/{north}/", "whoever has one school begins at its home"


def test_a_survey_that_ends_soon_goes_before_a_result_until_enough_have_answered(office: Office) -> None:
    home(office).see("“Spring” is open until", "Few have answered so far").follow(f"/share/{office.open.id}")
    for _ in range(10):
        answer(office, (1, 0, 0))
    home(office).see("Your result is here", "10 or more of 10 have answered")


def test_before_the_first_survey_there_is_nothing_but_the_guides(office: Office) -> None:
    far = NewMembership(Role.SCHOOL_LEADER, office.other.id, school_id=office.stranger.id)
    office.add("far", far)
    page = office.visitor("far").see("Nothing waits for you", "your hub plans them", "None yet")
    page.follow("/guides/")
    assert page.status == 200


def test_somebody_of_two_schools_finds_the_next_thing_of_each(office: Office) -> None:
    of = [NewMembership(Role.SCHOOL_TEAM, office.network.id, school_id=one.id) for one in office.schools[:2]]
    office.add("both", *of)
    both = office.visitor("both")
    assert both.path == "/home"
    both.see("North School", "South School").not_see("East School")
    assert {f"/schools/{one.id}/" for one in office.schools[:2]} <= set(both.page.links)


def test_a_person_to_confirm_waits_for_the_leader_and_is_told_to_the_team(office: Office) -> None:
    new = NewMembership(Role.SCHOOL_TEAM, office.network.id, school_id=office.schools[0].id)
    office.store.invitations.add("ada@x.example", "", new)
    home(office).see("One person waits for you to let them join")
    home(office, "team").see("One person waits for the leader to let them join")
    office.visitor("hub").open("/home").see("1 invitation waits for the word of a school’s leader")


@pytest.mark.parametrize("who", ["hub", "district"])
def test_what_a_school_is_to_do_next_is_its_own_affair(office: Office, who: str) -> None:
    home(office, who).not_see("Next", "Where the school stands", "Your result is here")


def test_the_home_speaks_spanish(office: Office) -> None:
    page = office.visitor("leader").open(f"/schools/{office.schools[0].id}/?language=es")
    page.see("Inicio", "Lo siguiente", "“Spring” está abierta hasta el", "Han respondido menos de 10 de 10")


def test_pages_for_everybody_open_in_the_language_of_the_home_that_leads_there(office: Office) -> None:
    """The browser asks for English; what was chosen for the school's pages goes along."""
    page = home(office)
    address = page.path
    page.open(f"{address}?language=es").follow("/guides/?language=es").see(
        "Actuar sobre las siete condiciones"
    )
    page.follow("/guides/capacity-and-resources").see("Capacidad y recursos")
    page.open(address).follow("/instruments/?language=es").see("¿Qué encuesta, y para quién?")
    page.open(f"{address}?language=en").follow("/guides/")


def test_a_school_s_own_reading_counts_and_nobody_else_s(office: Office) -> None:
    office.store.waves.extend(office.open, office.clock().replace(year=2027))
    for one in office.schools:
        office.store.studies.agree(one, named=True)
    hub = office.visitor("hub").open(f"/schools/{office.schools[0].id}/results/{office.closed.id}")
    assert hub.status == 200
    home(office).see("Your result is here")


def test_a_newer_result_starts_the_way_again(office: Office) -> None:
    for at in range(3):
        for _ in range(6):
            answer(office, tuple(int(at == one) for one in range(3)))
    close(office.store, office.open)
    choose(office)
    home(office).see("Your result is here", "“Spring” closed on")


def test_an_open_plan_stands_on_the_home_and_says_what_it_lacks(office: Office) -> None:
    office.store.waves.extend(office.open, office.clock().replace(year=2027))
    north = office.schools[0]
    choose(office)
    (choice, *_) = office.store.choices.history(north, office.closed)
    playbook = find_playbook("collective-leadership")
    construct = playbook.playbook.guides[0].id
    plan = office.store.plans.begin(
        north, choice, "one", construct, playbook.playbook, "leader@people.example"
    )
    leader = home(office).see("Your plan is begun; it has no theory of action yet", "No steps are written")
    assert leader.follow("/theory-of-action").status == 200
    values = {"steps": [{"step": "Ask each department", "owner": "heads", "due": "2026-04-01"}]}
    for sheet, filled in (("theory_of_action", {"barrier": "No time"}), ("action_timeline", values)):
        office.store.sheet_saves.save(
            plan, SheetKey(sheet), playbook, filled, "leader@people.example", seen=0
        )
    home(office).see("One step of your plan is late", "Ask each department heads · April 1, 2026 late")
    office.visitor("hub").open(f"/schools/{north.id}/").not_see("Ask each department", "Our plan")


def test_the_newest_open_plan_leads_and_the_others_are_listed(office: Office) -> None:
    office.store.waves.extend(office.open, office.clock().replace(year=2027))
    north, who, playbook = office.schools[0], "leader@people.example", find_playbook("collective-leadership")
    for guide in playbook.playbook.guides[:2]:
        choose(office)
        (choice, *_) = office.store.choices.history(north, office.closed)
        office.store.plans.begin(north, choice, "one", guide.id, playbook.playbook, who)
        newest = office.store.plans.of(north)[-1].number
        office.store.plans.close(north, newest, "next_condition", playbook.playbook, who)
    for number in (1, 2):
        office.store.plans.reopen(north, number, who)
    old, new = (one.title for one in playbook.playbook.guides[:2])
    leader = home(office).see(f"Our plan: {new}", f"Other plans at work {old}").not_see("took this one back")
    assert f"/schools/{north.id}/plans/2/theory-of-action" in leader.page.links
    office.store.choices.take_back(north, office.closed, who)
    home(office).see(f"Our plan: {new}", "took this one back").not_see("You chose")
