"""The board of a network: offered by a tick, read by the hub first, and by no other network ever."""

from typing import Any

import pytest

from engine.playbooks.check_ins import monthly_form
from engine.playbooks.folder import find_playbook
from engine.store import NewMembership, Role
from engine.store.board import BoardPost, PostState
from engine.store.check_ins import NewCheckIn
from tests.web.visitor import Office, Visitor

WORDS = "start a visit five minutes into the lesson."
SECRET = "the word that only the hub may read."


def checked_in(office: Office, text: str) -> str:
    """This month's check-in of the North School with something for others; its month in the address."""
    month = office.store.now().date().replace(day=1)
    form = monthly_form(find_playbook("collective-leadership"), "en", month)
    last = next(iter(office.store.check_ins.history(office.schools[0], month)), None)
    new = NewCheckIn({}, {"for_others": text})
    seen = last.id if last else 0
    office.store.check_ins.save(office.schools[0], month, form, new, "team@people.example", seen=seen)
    return f"{month:%Y-%m}"


def offer(office: Office, text: str = WORDS, **ticks: Any) -> Visitor:
    month = checked_in(office, text)
    leader = office.visitor("leader").open(f"/schools/{office.schools[0].id}/check-ins/{month}")
    return leader.press("/offer", **({"agreed": "1"} | ticks))


def post_of(office: Office) -> BoardPost:
    return office.store.board.of_school(office.schools[0])[0]


@pytest.fixture
def south(office: Office) -> str:
    """The board as the leader of another school of the network opens it."""
    role = NewMembership(Role.SCHOOL_LEADER, office.network.id, school_id=office.schools[1].id)
    office.add("south", role)
    return f"/schools/{office.schools[1].id}/board"


@pytest.fixture
def hub(office: Office) -> Visitor:
    return office.visitor("hub").open(f"/networks/{office.network.id}/board")


def test_nothing_is_offered_without_the_tick_of_the_team(office: Office) -> None:
    month = checked_in(office, WORDS)
    leader = office.visitor("leader")
    leader.post(f"/schools/{office.schools[0].id}/board/offer", month=month)
    assert office.store.board.of_school(office.schools[0]) == ()
    offer(office).see("The post waits for the hub.", "It waits for the hub. Nobody else sees it.")
    assert post_of(office).state is PostState.WAITING


def test_a_post_is_read_by_the_hub_first_and_then_by_other_schools_without_its_school(
    office: Office, south: str
) -> None:
    offer(office)
    other = office.visitor("south").open(south)
    other.not_see(WORDS).see("Nothing is on the board yet.")
    path = f"/networks/{office.network.id}/board"
    hub = office.visitor("hub").open(path).see(WORDS, "North School", "readers do not see the school")
    hub.post(f"{path}/{post_of(office).id}", decision="shown")
    other.open(south).see(WORDS, "From a school of the network")
    assert "North" not in other.page.html
    hub.open(path).see("On the board").post(f"{path}/{post_of(office).id}", decision="waiting")
    other.open(south).not_see(WORDS)


def test_a_school_that_wants_to_is_named(office: Office, south: str) -> None:
    offer(office, named="1")
    office.store.board.decide(office.network, post_of(office).id, PostState.SHOWN)
    office.visitor("south").open(south).see(WORDS, "From North School")


def test_what_is_held_back_is_told_to_its_school_alone(office: Office, south: str) -> None:
    offer(office)
    path = f"/networks/{office.network.id}/board/{post_of(office).id}"
    hub = office.visitor("hub")
    assert hub.post(path, decision="held", word=" ").status == 400
    hub.post(path, decision="held", word=SECRET)
    leader = office.visitor("leader").open(f"/schools/{office.schools[0].id}/board")
    leader.see("The hub held it back.", SECRET)
    office.visitor("south").open(south).not_see(WORDS, SECRET)
    leader.press("/offer-again", named="1").see("It waits for the hub.").not_see(SECRET)


def test_a_school_takes_its_post_back_at_any_time(office: Office, south: str) -> None:
    offer(office)
    office.store.board.decide(office.network, post_of(office).id, PostState.SHOWN)
    leader = office.visitor("leader").open(f"/schools/{office.schools[0].id}/board").press("/take-back")
    leader.see("You took it back.")
    office.visitor("south").open(south).not_see(WORDS)
    path = f"/networks/{office.network.id}/board"
    hub = office.visitor("hub").open(path).not_see(WORDS)
    assert hub.post(f"{path}/{post_of(office).id}", decision="shown").status == 400
    office.visitor("south").open(south).not_see(WORDS)


def test_what_is_reported_is_off_the_board_at_once(office: Office, south: str) -> None:
    offer(office)
    post = post_of(office)
    office.store.board.decide(office.network, post.id, PostState.SHOWN)
    other = office.visitor("south").open(south)
    other.press("/report", reason=" ").see("Say in a few words what is wrong")
    assert other.status == 400
    other.press("/report", reason="It tells of a child.").see("off the board until the hub has looked")
    other.not_see(WORDS)
    office.visitor("hub").open(f"/networks/{office.network.id}/board").see("It tells of a child.")
    kept = [one.action for one in office.store.audit.entries(office.network) if "board" in one.action]
    assert kept[0] == "board.reported"


def test_words_that_may_name_a_person_are_asked_about_first(office: Office) -> None:
    asked = offer(office, "Ask Maria Lopez how she did it.")
    assert asked.status == 400
    asked.see("Does this name a person?", "Maria Lopez")
    assert office.store.board.of_school(office.schools[0]) == ()
    asked.press("/offer", sure="1").see("The post waits for the hub.")


def test_nobody_of_another_network_or_without_a_part_sees_or_moves_a_post(office: Office, south: str) -> None:
    offer(office)
    post = post_of(office)
    theirs = NewMembership(Role.SCHOOL_LEADER, office.other.id, school_id=office.stranger.id)
    office.add("far", theirs)
    far = f"/schools/{office.stranger.id}/board"
    for state in (PostState.WAITING, PostState.SHOWN):
        office.store.board.decide(office.network, post.id, state)
        office.visitor("far").open(far).not_see(WORDS)
        assert office.visitor("far").post(f"{far}/{post.id}/report", reason="No").status == 404
        for act in ("take-back", "offer-again"):
            assert office.visitor("far").post(f"{far}/{post.id}/{act}").status == 404
            assert office.visitor("south").post(f"{south}/{post.id}/{act}").status == 404
        for who in ("district", "researcher"):
            for path in (south, f"/networks/{office.network.id}/board"):
                assert office.visitor(who).open(path).status == 403
    office.store.board.decide(office.network, post.id, PostState.WAITING)
    assert office.visitor("south").post(f"{south}/{post.id}/report", reason="No").status == 404
    outsider = office.visitor("outsider")
    path = f"/networks/{office.other.id}/board"
    assert outsider.open(path).status in (200, 403)
    assert WORDS not in outsider.page.text
    assert outsider.post(f"{path}/{post.id}", decision="shown").status in (403, 404)
    assert post_of(office).state is PostState.WAITING


def test_it_speaks_spanish(office: Office, hub: Visitor) -> None:
    hub.see("Nothing waits.")
    offer(office)
    board = office.visitor("leader").open(f"/schools/{office.schools[0].id}/board?language=es")
    board.see("Lo que pasan otras escuelas", "Espera a la red. Nadie más lo ve.")
