"""What two windows, two people and a closed plan do to what somebody typed: nothing is lost, and each is told."""

from collections.abc import Sequence

import pytest

from engine.playbooks.filled import Values
from engine.playbooks.folder import find_playbook
from engine.store.plan_records import SheetKey, TeamPlan
from tests.web.test_rights import plan_of
from tests.web.visitor import Office

FOLDER = find_playbook("collective-leadership")
TIMELINE = SheetKey("action_timeline")
ME = "me@x.example"


@pytest.fixture
def there(office: Office) -> str:
    plan_of(office)
    return f"/schools/{office.schools[0].id}/plans/1"


def plan_in(office: Office) -> TeamPlan:
    return office.store.plans.of(office.schools[0])[0]


def keep_steps(office: Office, *names: str, seen: int = 0) -> int:
    """A timeline with these steps; the number of its save."""
    values: Values = {"steps": [{"step": name} for name in names]}
    return office.store.sheet_saves.save(plan_in(office), TIMELINE, FOLDER, values, ME, seen=seen).id


def statuses(office: Office) -> Sequence[object]:
    rows = office.store.sheet_saves.latest(plan_in(office))[TIMELINE].values["steps"]
    assert isinstance(rows, list)
    return [row.get("status") for row in rows]


def test_statuses_are_kept_where_one_step_has_none(office: Office, there: str) -> None:
    keep_steps(office, "Slots", "Visits")
    leader = office.visitor("leader").open(there)
    leader.press("/plans/1/steps", status=["", "done"]).see("The statuses are saved.")
    assert statuses(office) == [None, "done"]
    leader.press("/plans/1/steps", status=["", ""]).see("The statuses are saved.")
    assert statuses(office) == [None, None]


def test_statuses_of_a_page_with_other_steps_change_nothing_and_it_is_said(
    office: Office, there: str
) -> None:
    seen = keep_steps(office, "Slots", "Visits")
    leader = office.visitor("leader").open(there)
    keep_steps(office, "Slots", seen=seen)
    leader.press("/plans/1/steps", status=["done", "done"]).see(
        "saved the timeline while you had this page open"
    )
    assert statuses(office) == [None]


def test_ones_own_other_window_is_no_other_person(office: Office, there: str) -> None:
    one, other = (office.visitor("leader").open(f"{there}/theory-of-action") for _ in range(2))
    one.press("/theory-of-action", **{"f.barrier": "Cover is a favor", "act": "save"})
    other.press("/theory-of-action", **{"f.barrier": "Forms", "act": "save"})
    other.see("You saved this sheet in another window").not_see("Leader saved this sheet while")
    keep_steps(office, "Slots")
    page = office.visitor("leader").open(there)
    office.visitor("leader").open(there).press("/plans/1/steps", status="done")
    page.press("/plans/1/steps", status="dropped").see("You saved the timeline in another window")
    assert statuses(office) == ["done"]
