"""Reminders by mail: for those alone who asked and still belong to the team, at most one a week, and never twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from engine.playbooks.folder import find_playbook
from engine.store.plan_records import SheetKey, TeamPlan
from tests.web.test_rights import plan_of
from tests.web.visitor import Office
from web.account.mail import Send
from web.team.reminders import send_due

FOLDER = find_playbook("collective-leadership")
STEPS = [
    {"step": "Slots", "owner": "Registrar", "due": "2026-05-01"},
    {"step": "Cover", "due": "2026-05-11"},
    {"step": "Note", "due": "2026-05-12"},
    {"step": "Forms", "due": "2026-05-01", "status": "done"},
]


@dataclass
class Box:
    """What a mail server took; `down` makes it take nothing."""

    taken: list[tuple[str, str, str]] = field(default_factory=list)
    down: bool = False

    @contextmanager
    def connected(self) -> Iterator[Send]:
        if self.down:
            raise OSError
        yield lambda to, subject, text: self.taken.append((to, subject, text))


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def plan(office: Office) -> TeamPlan:
    plan = plan_of(office)
    steps = {"steps": STEPS}
    office.store.sheet_saves.save(plan, SheetKey("action_timeline"), FOLDER, steps, "me@x.example", seen=0)
    office.app.extensions["mail"] = lambda to, subject, text: None
    office.visitor("team").open(f"/schools/{office.schools[0].id}/plans/1").press("/remind").see(
        "You will be reminded of the steps of this plan by mail.", "at most once a week"
    )
    return plan


def sent(office: Office, box: Box) -> list[str]:
    """To whom letters went this time."""
    before = len(box.taken)
    assert send_due(office.store, box.connected, "https://here.example") == len(box.taken) - before
    return [to for to, _, _ in box.taken[before:]]


def test_a_letter_tells_what_is_late_and_what_is_due_within_a_week(
    office: Office, plan: TeamPlan, box: Box
) -> None:
    assert sent(office, box) == ["team@people.example"]
    _, subject, text = box.taken[0]
    assert subject == "Shared influence: steps of your plan at North School"
    assert (
        "Late:\n- Slots · Registrar · May 1, 2026\n\nDue within seven days:\n- Cover · May 11, 2026\n" in text
    )
    assert "Note" not in text
    assert "Forms" not in text
    assert f"https://here.example/schools/{office.schools[0].id}/plans/1" in text


def test_nobody_is_told_twice_in_a_week(office: Office, plan: TeamPlan, box: Box) -> None:
    assert len(sent(office, box)) == 1
    office.clock.pass_days(6)
    assert sent(office, box) == []
    office.clock.pass_days(1)
    assert len(sent(office, box)) == 1


def test_what_another_program_has_claimed_is_not_sent_again(office: Office, plan: TeamPlan, box: Box) -> None:
    day = office.clock().date()
    (one,) = office.store.plan_reminders.waiting(day)
    assert office.store.plan_reminders.claim(one, day)
    assert not office.store.plan_reminders.claim(one, day)
    assert sent(office, box) == []


def test_a_server_that_is_down_is_tried_again_the_next_day(office: Office, plan: TeamPlan, box: Box) -> None:
    box.down = True
    assert sent(office, box) == []
    box.down = False
    assert sent(office, box) == []
    office.clock.pass_days(1)
    assert sent(office, box) == ["team@people.example"]


def test_no_letter_goes_out_where_there_is_nothing_to_say_or_nobody_to_say_it_to(
    office: Office, plan: TeamPlan, box: Box
) -> None:
    school = office.schools[0]
    office.store.plans.close(school, 1, "stay", FOLDER.playbook, "me@x.example")
    assert sent(office, box) == []
    office.store.plans.reopen(school, 1, "me@x.example")
    members = office.store.members
    (role,) = members.memberships(office.people["team"])
    office.visitor("team").open(f"/schools/{school.id}/plans/1").press("/unremind").see("not be reminded")
    assert sent(office, box) == []
    office.visitor("team").open(f"/schools/{school.id}/plans/1").press("/remind")
    members.remove(office.network, role.id)
    assert sent(office, box) == []
