"""What two windows, two people and a closed plan do to what somebody typed: nothing is lost, and each is told."""

import re
from collections.abc import Sequence

import pytest

from engine.playbooks.filled import Values
from engine.playbooks.folder import find_playbook
from engine.store.plan_records import LONGEST_COMMENT, MOST_TESTS, SheetKey, TeamPlan
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


def close(office: Office) -> None:
    office.store.plans.close(office.schools[0], 1, "next_condition", FOLDER.playbook, ME)


@pytest.mark.parametrize("act", ["save", "on"])
def test_a_plan_that_was_closed_meanwhile_loses_no_word_of_a_sheet(
    office: Office, there: str, act: str
) -> None:
    leader = office.visitor("leader").open(f"{there}/theory-of-action")
    close(office)
    leader.press("/theory-of-action", **{"f.barrier": "Cover is a favor", "act": act})
    assert leader.status == 409
    leader.see("The plan is closed by now, so nothing was saved.", "Open the plan again and save")
    leader.press("/theory-of-action", act="add.local_evidence")
    assert leader.form("/theory-of-action").values["f.barrier"] == ["Cover is a favor"]
    assert not plan_in(office).open
    leader.press("/theory-of-action", act="reopen").see("Saved by Leader")
    kept = office.store.sheet_saves.latest(plan_in(office))[SheetKey("theory_of_action")].values
    assert (plan_in(office).open, kept["barrier"]) == (True, "Cover is a favor")


def test_a_comment_that_is_too_long_stays_and_its_limit_is_told_before(office: Office, there: str) -> None:
    leader = office.visitor("leader").open(f"{there}/test-cycle-1").see("At most 2,000 characters.")
    long = "Ten words " * (LONGEST_COMMENT // 10) + "more"
    leader.press("/test-cycle-1/comments", text=long)
    assert leader.status == 400
    leader.see("Shorten this to 2,000 characters or fewer.")
    assert leader.form("/comments").values["text"] == [long]
    leader.press("/test-cycle-1/comments", text="Shorter").see("The comment is added.", "Shorter")


def test_a_closed_plan_shows_its_comments_and_takes_none_without_being_opened(
    office: Office, there: str
) -> None:
    leader = office.visitor("leader").open(f"{there}/test-cycle-1")
    close(office)
    leader.press("/test-cycle-1/comments", text="Count the visits")
    assert leader.status == 409
    leader.see("the comment was not added")
    assert leader.form("/comments").values["text"] == ["Count the visits"]
    other = office.visitor("team").open(f"{there}/test-cycle-1")
    other.see("Who looks?", "The plan is closed").not_see("Add the comment", "Count the visits")
    office.visitor("hub").open(f"{there}/test-cycle-1").not_see("Who looks?")
    leader.press("/test-cycle-1/comments", act="reopen").see("The comment is added.", "Count the visits")
    assert plan_in(office).open


def test_what_a_closed_plan_has_not_leads_to_the_plan_with_a_sentence(office: Office, there: str) -> None:
    office.visitor("leader").open(f"{there}/theory-of-action?saved=theory-of-action").not_see(
        "Saved: Theory of action."
    )
    close(office)
    leader = office.visitor("leader").open(there).see("Theory of action").not_see("Purpose map")
    for path in ("purpose-map", "new-test", "test-cycle-2"):
        leader.open(f"{there}/{path}").see("nothing was written on that sheet")
        assert leader.path == there
    leader.post(f"{there}/steps", status="done")
    leader.open(there).see("The plan is closed by now, so nothing was changed.")
    leader.post(f"{there}/theory-of-action/bring-back/0")
    leader.open(there).see("The plan is closed by now, so nothing was changed.")


def test_the_last_test_that_a_plan_can_hold_is_said_before_one_more_is_begun(
    office: Office, there: str
) -> None:
    for number in range(2, MOST_TESTS + 1):
        key, values = SheetKey("test_cycle", number), {"question": f"Do they, {number}?"}
        office.store.sheet_saves.save(plan_in(office), key, FOLDER, values, ME, seen=0)
    leader = office.visitor("leader").open(there).see("A plan holds 50 tests at most").not_see("Begin a test")
    leader.open(f"{there}/new-test").see("A plan holds 50 tests at most")
    assert leader.path == there


def test_the_hub_reads_no_word_of_the_teams_own_and_keeps_its_places(office: Office, there: str) -> None:
    plans, hub = there.removesuffix("/1"), office.visitor("hub")
    keep_steps(office, "Slots")
    places = f"/networks/{office.network.id}/schools"
    for path in (there, plans, f"{there}/test-cycle-1", there.replace("/plans/1", "/rubric")):
        assert places in hub.open(path).page.links, path
    numbered = re.findall(
        r"(\d) (Action timeline|Theory of action)", office.visitor("leader").open(there).page.text
    )
    assert [number for number, _ in numbered] == ["1", "3"]
    hub.open(there).see("The team’s plan: Shared influence", *(" ".join(one) for one in numbered))
    hub.not_see("Our plan", "our team")
    close(office)
    hub.open(plans).see("Closed").not_see("The team shares no plan.")
    office.visitor("leader").open(plans).see("No plan is at work.").not_see("There is no plan yet")


WORDS = "Cover is a favor that nobody counts"


@pytest.mark.parametrize("cookie", ["kept", "gone"])
@pytest.mark.parametrize("path", ["theory-of-action", "theory-of-action/comments"])
def test_a_sign_in_that_ended_shows_what_was_written(
    office: Office, there: str, path: str, cookie: str
) -> None:
    leader = office.visitor("leader").open(f"{there}/theory-of-action")
    form = leader.form(f"/{path}")
    name = "text" if path.endswith("comments") else "f.barrier"
    if cookie == "kept":
        office.clock.pass_days(400)
    else:
        leader.client.delete_cookie("session")
    leader.keep(
        leader.client.post(form.action, data={**form.values, "f.condition": "shared-influence", name: WORDS})
    )
    assert leader.status in (400, 403)
    leader.see("Nothing was saved: you are not signed in any more", WORDS).not_see("shared-influence")
    leader.see("Your text" if name == "text" else "What stands in the way?")
    assert f"/sign-in?next={there}/theory-of-action" in leader.page.links


def test_words_in_rows_stand_under_their_column_and_the_row_that_people_count(
    office: Office, there: str
) -> None:
    leader = office.visitor("leader").open(f"{there}/action-timeline")
    form = leader.form("/action-timeline")
    leader.client.delete_cookie("session")
    leader.keep(leader.client.post(form.action, data={**form.values, "f.steps.1.step": WORDS}))
    leader.see("Steps · Step, row 2", WORDS)


def test_a_sign_in_of_somebody_else_shows_what_was_written_and_keeps_nothing(
    office: Office, there: str
) -> None:
    path = f"/schools/{office.schools[0].id}/check-ins"
    leader = office.visitor("leader").open(path)
    form = leader.form("/change")
    leader.client.delete_cookie("session")
    leader.sign_in(office.people["team"].email)
    leader.keep(leader.client.post(form.action, data={**form.values, "answer_what_moved": WORDS}))
    assert leader.status == 400
    leader.see("Nothing was saved: you have signed in anew since", WORDS, "What has moved since last month?")
    assert office.store.check_ins.of(office.schools[0]) == ()
