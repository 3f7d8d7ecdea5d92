"""A team keeps what it agrees on: written down, changed, brought back, shared, printed; counted with no score."""

from typing import Any

import pytest

from engine.results.reading import of_school
from tests.web.visitor import Office, Visitor

NEW = {
    "level_CT_VS": "2",
    "evidence_CT_VS": "The goals of 2026, by three teachers",
    "level_CT_SA": "3",
    "agreed_by": "principal, two teachers",
    "held": "2026-05-01",
}


@pytest.fixture
def there(office: Office) -> str:
    return f"/schools/{office.schools[0].id}/rubric"


def write_down(office: Office, there: str, who: str = "leader", **changes: Any) -> Visitor:
    visitor = office.visitor(who).open(f"{there}/new")
    return visitor.press("/rubric/new", **(NEW | changes))


def test_a_team_writes_down_changes_and_brings_back(office: Office, there: str) -> None:
    leader = write_down(office, there)
    leader.see("What you agreed on is kept.", "Meeting of", "Agreed by principal, two teachers.")
    leader.see("Starting", "The goals of 2026, by three teachers", "No mean over conditions is made.")
    team = office.visitor("team").open(f"{there}/1/change")
    team.press("/change", level_CT_VS="4").see("Sustaining", "counts now")
    team.press("/bring-back/1").see("The earlier save counts again.")
    assert office.store.rubrics.meetings(office.schools[0])[0].levels["CT_VS"].level == 2
    kept = [one.action for one in office.store.audit.entries(office.schools[0]) if "rubric" in one.action]
    assert kept == ["rubric.brought_back", "rubric.kept", "rubric.kept"]


def test_the_hub_reads_a_meeting_only_while_the_team_shares_it(office: Office, there: str) -> None:
    leader = write_down(office, there)
    hub = office.visitor("hub")
    hub.open(there).see("The team shares no meeting.")
    assert hub.open(f"{there}/1").status == 404
    assert hub.open(f"{there}/1/rubric.pdf").status == 404
    leader.open(f"{there}/1").press("/share").see("The hub can read this meeting now.")
    hub.open(f"{there}/1").see("Starting", "The goals of 2026")
    assert "Change it" not in hub.page.text
    assert "Who changed what" not in hub.page.text
    leader.open(f"{there}/1").press("/unshare")
    assert hub.open(f"{there}/1").status == 404
    for who in ("district", "researcher"):
        assert office.visitor(who).open(there).status == 403


def test_who_saves_over_another_sees_both(office: Office, there: str) -> None:
    write_down(office, there)
    one, other = (office.visitor(who).open(f"{there}/1/change") for who in ("leader", "team"))
    one.press("/change", level_CT_VS="4", evidence_CT_VS="Read aloud in May")
    other.press("/change", level_CT_VS="1", evidence_CT_VS="My own words")
    assert other.status == 409
    other.see("saved this meeting while you had it open", "Saved meanwhile: Sustaining.", "Read aloud in May")
    assert "My own words" in other.page.html
    again = office.visitor("team").open(f"{there}/1/change")
    other.press("/change").see("What you agreed on is kept.")
    again.press("/change", evidence_CT_VS="From another window").see(
        "You saved this meeting in another window"
    )
    assert office.store.rubrics.meetings(office.schools[0])[0].levels["CT_VS"].level == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"agreed_by": " "}, "Say who agreed"),
        ({"held": "2099-01-01"}, "lies not in the future"),
        ({"held": "soon"}, "lies not in the future"),
        ({"level_CT_VS": "", "level_CT_SA": "9"}, "Choose a level for at least one condition"),
        ({"evidence_CT_VS": "x" * 2001}, "2000 characters or fewer"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    office: Office, there: str, changes: dict[str, str], words: str
) -> None:
    visitor = write_down(office, there, **changes)
    assert visitor.status == 400
    visitor.see(words)
    assert office.store.rubrics.meetings(office.schools[0]) == ()


def test_two_meetings_stand_side_by_side_without_a_mean(office: Office, there: str) -> None:
    write_down(office, there, held="2025-05-01")
    team = write_down(office, there, who="team", level_CT_VS="3")
    team.open(there).see("Level by level, meeting by meeting", "Starting Working", "no measured change")
    for word in ("average", "2.5", "mean of"):
        assert word not in team.page.text


def test_it_speaks_spanish_and_prints(office: Office, there: str) -> None:
    leader = write_down(office, there)
    leader.open(f"{there}/1?language=es").see("Empezando", "Visión y estrategia", "De acuerdo: principal")
    response = leader.client.get(f"{there}/1/rubric.pdf")
    assert response.data.startswith(b"%PDF")


def test_a_meeting_of_another_number_or_school_is_not_there(office: Office, there: str) -> None:
    leader = write_down(office, there)
    assert leader.open(f"{there}/2").status == 404
    assert leader.open(f"/schools/{office.schools[1].id}/rubric").status == 403
    assert leader.post(f"{there}/1/bring-back/999").status == 404


def test_no_score_stands_beside_a_level_where_the_result_hides_it(office: Office, there: str) -> None:
    """The office's survey measures no condition of the rubric, so that nothing of it is laid beside one."""
    leader = write_down(office, there)
    found = of_school(
        office.store.results.school_snapshot(office.closed, office.store.sites.of(office.closed)[0].id),
        office.store.sites.of(office.closed)[0].id,
    )
    assert found is not None
    assert "Survey of staff" not in leader.page.text
