"""The phase of a school: said by its leader or its hub, shown on its page with what is done, listed for the hub."""

import pytest

from tests.web.visitor import Office


@pytest.fixture
def there(office: Office) -> str:
    return f"/schools/{office.schools[0].id}/phase"


def test_a_leader_says_changes_and_takes_back_the_phase(office: Office, there: str) -> None:
    leader = office.visitor("leader").open(there).see("Nobody has said yet")
    leader.press("/phase", phase="designing").see("The phase is kept.", "choose one condition on purpose")
    leader.press("/phase", phase="implementing").see("Designing, said by Leader", "Carry what worked")
    leader.press("/phase", phase="").see("Nothing is said of this year any more.", "Taken back by Leader")
    leader.open(there).post(there, phase="finishing")
    assert office.store.phases.of_school(office.schools[0]) == {}
    kept = [one.action for one in office.store.audit.entries(office.schools[0]) if "phase" in one.action]
    assert kept == ["phase.taken_back", "phase.said", "phase.said"]


def test_the_hub_says_it_too_and_the_school_s_page_shows_it(office: Office, there: str) -> None:
    hub = office.visitor("hub").open(there).press("/phase", phase="cultivating")
    hub.see("The phase of its work", "Cultivating")
    hub.open(f"/networks/{office.network.id}/phases").see("1 of 3 schools have said", "Cultivating")
    for who in ("leader", "team"):
        office.visitor(who).open(f"/schools/{office.schools[0].id}/").see(
            "Phase of the work", "Cultivating. Make it last"
        )
    team = office.visitor("team").open(there).see("The leader of the school and its hub say")
    assert team.post(there, phase="designing").status == 403


def test_nobody_else_sees_or_says_it(office: Office, there: str) -> None:
    for who, status in (("district", 403), ("researcher", 403), ("outsider", 404)):
        visitor = office.visitor(who)
        assert visitor.open(there).status == status
        assert visitor.post(there, phase="designing").status == status
    assert office.visitor("leader").open(f"/networks/{office.network.id}/phases").status == 403
    office.visitor("district").open(f"/schools/{office.schools[0].id}/").not_see("Phase of the work")


def test_it_speaks_spanish(office: Office, there: str) -> None:
    leader = office.visitor("leader").open(f"{there}?language=es")
    leader.press("/phase", phase="designing").see("Diseñar", "Conozcan su propia escuela")
    leader.see("4 de mayo de 2026").not_see("May 4, 2026")


def test_a_post_that_names_no_phase_changes_nothing_and_says_what_to_choose(
    office: Office, there: str
) -> None:
    leader = office.visitor("leader").open(there).press("/phase", phase="designing")
    for sent in ({}, {"phase": "finishing"}):
        assert leader.post(there, **sent).status == 400
        leader.see("Choose one of the three phases", "Designing")
    (said,) = office.store.phases.of_school(office.schools[0]).values()
    assert said.phase == "designing"
