"""A team's plan: begun from its choice, filled in, saved by two at once, shared with its hub, closed."""

import csv
import io
import json
from datetime import date

import pytest
from openpyxl import load_workbook

from engine.demo import people
from engine.demo.fill import Demo
from engine.playbooks.folder import find_playbook
from engine.store import NewMembership, Role, School, Store
from engine.store.plan_records import SheetKey
from engine.waves.plan_figures import figures_beside
from tests.web.test_rights import plan_of
from tests.web.visitor import Office, Visitor

FOLDER = find_playbook("collective-leadership")
SECRET_WORDS = ("I keep every decision to myself", "Nobody would follow me")


@pytest.fixture
def there(office: Office) -> str:
    plan_of(office)
    return f"/schools/{office.schools[0].id}/plans"


def alone(office: Office, there: str) -> str:
    """The plan, read by the school alone again."""
    office.store.plans.share(office.schools[0], 1, "me@x.example", shared=False)
    return f"{there}/1"


def test_a_sheet_is_saved_with_who_and_when_and_undone(office: Office, there: str) -> None:
    leader = office.visitor("leader").open(f"{there}/1/theory-of-action")
    leader.press("/theory-of-action", **{"f.barrier": "Cover is a favor", "act": "save"})
    leader.see("Saved: Theory of action.", "Saved by Leader", "2 saves", "Changed: What stands in the way?")
    leader.press("/bring-back/1").see("The earlier save counts again.")
    assert office.store.sheet_saves.latest(office.store.plans.of(office.schools[0])[0])[
        SheetKey("theory_of_action")
    ].values == {"barrier": "No time"}
    entries = [one.action for one in office.store.audit.entries(office.schools[0]) if "plan." in one.action]
    assert entries == ["plan.brought_back", "plan.saved"]


def test_rows_come_and_go_without_a_save_and_without_losing_a_word(office: Office, there: str) -> None:
    team = office.visitor("team").open(f"{there}/1/action-timeline")
    name = "f.steps.{}.step".format
    team.press(
        "/action-timeline", **{name(0): "First", name(1): "Second", "f.goal": "Time", "act": "add.steps"}
    )
    team.see("Nothing is saved yet")
    form = team.form("/action-timeline")
    assert (form.values["f.steps.count"], form.values[name(0)]) == (["3"], ["First"])
    team.press("/action-timeline", **{name(2): "Third", "act": "drop.steps.0"})
    form = team.form("/action-timeline")
    assert [form.values[name(row)] for row in (0, 1)] == [["Second"], ["Third"]]
    assert name(2) not in form.values
    team.press("/action-timeline", act="save").see("Saved: Action timeline.")
    kept = office.store.sheet_saves.latest(office.store.plans.of(office.schools[0])[0])
    assert kept[SheetKey("action_timeline")].values == {
        "goal": "Time",
        "steps": [{"step": "Second"}, {"step": "Third"}],
    }


def test_the_page_asks_once_for_what_is_empty_and_then_lets_the_team_go_on(
    office: Office, there: str
) -> None:
    leader = office.visitor("leader").open(f"{there}/1/feedback-plan")
    leader.press("/feedback-plan", **{"f.who_reads": "Two of us", "act": "on"})
    leader.see("4 fields that matter are still empty", "Go on to: Impact assessment")
    leader.press("/feedback-plan", act="on")
    assert leader.path.endswith("/impact-assessment")
    leader.see("Saved: Feedback plan.")
    leader.press("/feedback-plan/bring-back/0").see("The earlier save counts again.")


@pytest.mark.parametrize(
    ("sheet", "field", "value", "words"),
    [
        ("theory-of-action", "f.local_evidence.0.date", "soon", "Write a day, such as 2027-05-08."),
        ("theory-of-action", "f.condition", "weather", "Choose one of those offered."),
        ("theory-of-action", "f.barrier", "x" * 501, "Shorten this to 500 characters or fewer."),
        ("test-cycle-1", "f.data.0.count", "many", "Write a number, such as 12 or 12.5."),
        ("test-cycle-1", "f.data.0.count", "-3", "Write a number of 0 or more."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_saved(
    office: Office, there: str, sheet: str, field: str, value: str, words: str
) -> None:
    before = dict(office.store.sheet_saves.latest(office.store.plans.of(office.schools[0])[0]))
    leader = office.visitor("leader").open(f"{there}/1/{sheet}")
    leader.press(f"/{sheet}", **{field: value, "act": "save"})
    assert leader.status == 400
    leader.see(words)
    assert f'href="#{field}"' in leader.page.html
    assert dict(office.store.sheet_saves.latest(office.store.plans.of(office.schools[0])[0])) == before


def test_days_in_the_wrong_order_are_kept_and_said_gently(office: Office, there: str) -> None:
    """A step that is due before it starts, a test that stops before it begins; none where they are in order."""
    for sheet, first, then, label in (
        ("action-timeline", "f.steps.0.start", "f.steps.0.due", "Start"),
        ("test-cycle-1", "f.start", "f.stop", "From"),
    ):
        leader = office.visitor("leader").open(f"{there}/1/{sheet}")
        leader.press(f"/{sheet}", **{first: "2026-05-08", then: "2026-05-04", "act": "save"})
        leader.see(
            f"Saved: {'Action timeline' if 'action' in sheet else 'Test'}", f"before “{label}”, May 8, 2026"
        )
        assert leader.form(f"/{sheet}").values[then] == ["2026-05-04"]
        leader.press(f"/{sheet}", **{then: "2026-05-08", "act": "save"}).not_see("This day is before")


def test_who_saves_over_another_sees_both(office: Office, there: str) -> None:
    path = f"{there}/1/theory-of-action"
    one, other = (office.visitor(who).open(path) for who in ("leader", "team"))
    one.press("/theory-of-action", **{"f.barrier": "Cover is a favor", "act": "save"})
    other.press("/theory-of-action", **{"f.barrier": "Forms", "act": "on"})
    assert other.status == 409
    other.see("Leader saved this sheet while you had it open", "Saved meanwhile: Cover is a favor")
    assert "Forms" in other.page.html
    other.press("/theory-of-action", act="save").see("Saved by Team", "3 saves")


def test_what_was_said_elsewhere_stands_in_the_next_sheet_and_counts_once_saved(
    office: Office, there: str
) -> None:
    store, plan = office.store, office.store.plans.of(office.schools[0])[0]
    key = SheetKey("purpose_map")
    steps = {"first_steps": [{"step": "Slots", "who": "Registrar", "by": "2026-04-02"}]}
    store.sheet_saves.save(plan, key, FOLDER, steps, "me@x.example", seen=0)
    leader = office.visitor("leader").open(f"{there}/1/action-timeline")
    leader.see("Some fields hold what you wrote or chose before.")
    form = leader.form("/action-timeline")
    assert (form.values["f.steps.0.owner"], form.values["f.steps.0.due"]) == (["Registrar"], ["2026-04-02"])
    assert SheetKey("action_timeline") not in store.sheet_saves.latest(plan)
    leader.press("/action-timeline", act="save")
    leader.open(f"{there}/1").see("1 step is late", "was due on April 2, 2026 · Registrar")
    leader.press("/plans/1/steps", status="done").see("The statuses are saved.").not_see("is late")


def test_late_goes_by_the_networks_day(office: Office, there: str) -> None:
    """The clock stands at noon of May 4 in UTC, which is May 5 already in Kiritimati."""
    plan = office.store.plans.of(office.schools[0])[0]
    steps = {"steps": [{"step": "Slots", "due": "2026-05-04"}]}
    office.store.sheet_saves.save(plan, SheetKey("action_timeline"), FOLDER, steps, "me@x.example", seen=0)
    leader = office.visitor("leader")
    leader.open(f"{there}/1").not_see("is late")
    office.store.studies.set_time_zone(office.network, "Pacific/Kiritimati")
    leader.open(f"{there}/1").see("1 step is late")
    leader.open(there).see("1 step is late")


def test_tests_are_several_and_one_leaves_the_plan_and_comes_back(office: Office, there: str) -> None:
    leader = office.visitor("leader").open(f"{there}/1").follow("/new-test")
    assert leader.path.endswith("/test-cycle-2")
    leader.press("/test-cycle-2", **{"f.question": "Will they?", "act": "save"})
    leader.open(f"{there}/1").see("Test cycle 1", "Test cycle 2", "Will they?")
    leader.open(f"{there}/1/test-cycle-2").press("/remove").see("This test was taken out of the plan.")
    leader.open(f"{there}/1").see("Taken out: Test cycle 2").not_see("Will they?")
    assert office.visitor("hub").open(f"{there}/1/test-cycle-2").status == 404
    assert office.visitor("hub").open(f"{there}/1/test-cycle-2/sheet.pdf").status == 404
    leader.follow("/test-cycle-2").press("/bring-back/4")
    leader.open(f"{there}/1").see("Will they?")
    assert leader.open(f"{there}/1/test-cycle-4").status == 404


def test_the_hub_reads_a_plan_only_while_the_team_shares_it(office: Office, there: str) -> None:
    here = alone(office, there)
    hub, leader = office.visitor("hub"), office.visitor("leader")
    files = ("plan.pdf", "plan.xlsx", "plan.json", "plan.csv", "theory-of-action/sheet.pdf")
    hub.open(there).see("The team shares no plan.").not_see("Shared influence")
    for path in ("", "/theory-of-action", "/test-cycle-1", *(f"/{name}" for name in files)):
        assert hub.open(here + path).status == 404, path
    hub.open("/home").not_see("Plans that teams share")
    leader.open(here).press("/share").see("The hub can read this plan now.")
    hub.open("/home").see("Plans that teams share", "North School: Shared influence").follow("/plans/1")
    office.visitor("district").open("/home").not_see("Plans that teams share")
    hub.open(here).see("Theory of action").not_see("Celebrate and close", "Who reads this plan", "Keep these")
    hub.open(f"{here}/theory-of-action").see("No time").not_see("Who looks?", "Bring this save back")
    for name in files:
        assert hub.client.get(f"{here}/{name}").status_code == 200
    assert hub.open(f"{here}/purpose-map").status == 404  # nothing stands in it, and the hub begins nothing
    assert hub.open(f"/schools/{office.schools[0].id}/inventory").status == 403
    leader.open(here).press("/unshare").see("What it read before, it has read.")
    assert hub.open(here).status == 404


def test_no_figure_of_a_hidden_result_reaches_the_hub_through_a_shared_plan(
    office: Office, there: str
) -> None:
    """The school lets nobody read its result by name: its figures stand beside its own sheets and nowhere else."""
    figures = "95% interval"
    own = office.visitor("leader").open(f"{there}/1/theory-of-action")
    own.see(figures, "of 10 answered")
    hub = office.visitor("hub")
    for path in ("", "/theory-of-action", "/plan.json", "/plan.csv"):
        answer = hub.client.get(f"{there}/1{path}")
        assert answer.status_code == 200
        assert figures not in answer.get_data(as_text=True), path
        assert "of 10 answered" not in answer.get_data(as_text=True), path
    for school in office.schools:
        office.store.studies.agree(school, named=True)
    assert figures in hub.open(f"{there}/1/theory-of-action").page.text


def test_a_plan_says_where_the_choice_it_began_from_was_changed(office: Office, there: str) -> None:
    leader = office.visitor("leader")
    leader.open(f"{there}/1").not_see("another choice")
    office.store.choices.take_back(office.schools[0], office.closed, "me@x.example")
    leader.open(f"{there}/1").see("has recorded another choice since, or took this one back")
    office.visitor("hub").open(f"{there}/1").not_see("another choice")


def test_a_hub_finds_the_plans_on_the_schools_page_and_others_find_none(office: Office, there: str) -> None:
    office.visitor("hub").open(f"/schools/{office.schools[0].id}/").follow("/plans").see("Shared influence")
    office.add("teacher", NewMembership(Role.TEACHER, office.network.id, school_id=office.schools[0].id))
    for who in ("researcher", "district", "teacher"):
        for path in (there, f"{there}/1", f"{there}/1/test-cycle-1", f"{there}/1/plan.json"):
            assert office.visitor(who).open(path).status == 403, (who, path)
    far = office.visitor("outsider")
    for path in (there, f"{there}/1", f"{there}/1/plan.csv"):
        assert far.open(path).status == 404


def test_comments_are_the_teams_and_their_authors_to_take_back(office: Office, there: str) -> None:
    path = f"{there}/1/test-cycle-1"
    team = office.visitor("team").open(path)
    team.press("/comments", text="Count the visits?").see("The comment is added.", "Count the visits?")
    leader = office.visitor("leader").open(path).see("Count the visits?")
    assert leader.post(f"{path}/comments/2/take-back").status == 400
    team.press("/comments/2/take-back").see("you alone see it")
    leader.open(path).not_see("Count the visits?")
    team.press("/comments/2/put-back")
    leader.open(path).see("Count the visits?")
    hub = office.visitor("hub")
    for name in ("test-cycle-1", "plan.json", "plan.csv"):
        assert "Count the visits?" not in hub.client.get(f"{there}/1/{name}").get_data(as_text=True)


def test_a_plan_is_closed_with_what_was_decided_and_opened_again(office: Office, there: str) -> None:
    leader = office.visitor("leader").open(f"{there}/1")
    leader.press("/close").see("Choose what you decide")
    leader.press("/close", decision="next_condition").see("This plan is closed: Go on to another condition.")
    leader.open(f"{there}/1/theory-of-action").see("The plan is closed", "No time")
    assert leader.post(f"{there}/1/theory-of-action", act="save", seen="1").status == 409
    leader.open(there).see("Closed")
    leader.open(f"{there}/1").press("/reopen").see("The plan is open again.")
    assert leader.post(f"{there}/1/close", decision="give_up").status == 400


def test_the_files_hold_what_stands_in_the_sheets_and_no_formula(office: Office, there: str) -> None:
    plan = office.store.plans.of(office.schools[0])[0]
    key = SheetKey("action_timeline")
    steps = {"steps": [{"step": "=HYPERLINK(1)", "due": "2026-05-04", "status": "done"}]}
    office.store.sheet_saves.save(plan, key, FOLDER, steps, "me@x.example", seen=0)
    client = office.visitor("leader").client
    data = json.loads(client.get(f"{there}/1/plan.json").data)
    assert (data["format"], data["state"], data["chosen"]["reason"]) == ("barograph-plan", "open", "Low")
    assert [(one["sheet"], one["number"]) for one in data["sheets"]] == [
        ("theory_of_action", 1),
        ("action_timeline", 1),
        ("test_cycle", 1),
    ]
    assert data["sheets"][1]["values"] == steps
    text = client.get(f"{there}/1/plan.csv").get_data(as_text=True).removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {(one["column"], one["words"]) for one in rows if one["field"] == "steps"} == {
        ("step", "'=HYPERLINK(1)"),
        ("due", "May 4, 2026"),
        ("status", "Done"),
    }
    book = load_workbook(io.BytesIO(client.get(f"{there}/1/plan.xlsx").data))
    assert book.sheetnames == ["Plan", "Theory of action", "Action timeline", "Test cycle 1"]
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "d"}  # texts and days
    (step,) = [cell for cell in cells if cell.value == "=HYPERLINK(1)"]
    assert step.data_type == "s"
    assert [cell.value.date() for cell in cells if cell.data_type == "d"] == [date(2026, 5, 4)]
    for name in ("plan.pdf", "theory-of-action/sheet.pdf"):
        assert client.get(f"{there}/1/{name}").data.startswith(b"%PDF")


def test_it_speaks_spanish(office: Office, there: str) -> None:
    leader = office.visitor("leader").open(f"{there}/1?language=es").see("Influencia compartida", "El camino")
    leader.open(f"{there}/1/theory-of-action").see("¿Qué esperan de la próxima encuesta?", "Guardar y seguir")
    leader.open(f"/schools/{office.schools[0].id}/inventory").see("Añadir una fila")


def test_the_inventory_is_the_schools_own(office: Office, there: str) -> None:
    path = f"/schools/{office.schools[0].id}/inventory"
    leader = office.visitor("leader").open(path)
    cell = "f.initiatives.0."
    filled = {f"{cell}initiative": "Reading weeks", f"{cell}hours": "12,5", f"{cell}asked_by": "state"}
    leader.press("/inventory", **filled, act="save").see("Saved by Leader")
    kept = office.store.sheet_saves.latest(office.schools[0])[SheetKey("initiative_inventory")].values
    assert kept["initiatives"] == [{"initiative": "Reading weeks", "asked_by": "state", "hours": 12.5}]
    assert leader.client.get(f"{path}/sheet.pdf").data.startswith(b"%PDF")
    leader.press("/bring-back/3")
    for name in ("plan.json", "plan.csv"):
        assert "Reading weeks" not in leader.client.get(f"{there}/1/{name}").get_data(as_text=True)


def private(office: Office) -> Visitor:
    """A leader who wrote down what holds them back."""
    leader = office.visitor("leader").open("/account/sheets/competing-commitments")
    cells = {"f.commitments.0.instead": SECRET_WORDS[0], "f.commitments.0.belief": SECRET_WORDS[1]}
    return leader.press("/competing-commitments", **cells, act="save").see("Saved.")


def test_a_private_sheet_is_read_and_thrown_away_by_its_author_alone(office: Office) -> None:
    leader = private(office)
    assert SECRET_WORDS[0] in leader.page.html
    leader.see("Plans of North School", "What you changed", "It stays until you throw it away")
    leader.not_see("Who changed what", "with your account")
    office.store.studies.set_time_zone(office.network, "America/Chicago")
    leader.open(leader.path).see("Saved May 4, 2026, 7:00 AM CDT")
    assert leader.client.get("/account/sheets/competing-commitments/sheet.pdf").data.startswith(b"%PDF")
    office.add("teacher", NewMembership(Role.TEACHER, office.network.id, school_id=office.schools[0].id))
    for who in ("hub", "researcher", "district", "outsider", "teacher"):
        assert office.visitor(who).open("/account/sheets/competing-commitments").status == 404
    team = office.visitor("team").open("/account/sheets/competing-commitments")
    assert team.status == 200
    assert SECRET_WORDS[0] not in team.page.html
    assert team.post("/account/sheets/competing-commitments/bring-back/1").status == 400
    assert team.open("/account/sheets/competing-commitments/sheet.pdf").status == 404
    assert leader.open("/account/sheets/theory-of-action").status == 404
    leader.open("/account/sheets/competing-commitments").follow("/throw-away").press("/throw-away")
    leader.see("The sheet and all its saves are deleted.").not_see(SECRET_WORDS[0])
    assert office.store.own_sheets.history(office.people["leader"], "competing_commitments") == ()


def test_no_page_file_or_log_holds_a_word_of_a_private_sheet(office: Office, there: str) -> None:
    entries = len(office.store.audit.entries(office.network))
    private(office)
    added = office.store.audit.entries(office.network)[
        : len(office.store.audit.entries(office.network)) - entries
    ]
    assert {one.action for one in added} == {"sign-in"}
    school = office.schools[0].id
    paths = (
        *("/home", "/account", there, f"{there}/1", f"{there}/1/theory-of-action", f"{there}/1/plan.json"),
        *(f"{there}/1/plan.csv", f"/schools/{school}/", f"/schools/{school}/inventory"),
        *(f"/schools/{school}/log", f"/networks/{office.network.id}/log"),
    )
    for who in ("leader", "team", "hub", "researcher", "district"):
        client = office.visitor(who).client
        for path in paths:
            text = client.get(path).get_data(as_text=True)
            for words in (*SECRET_WORDS, "competing_commitments"):
                assert words not in text, (who, path)


def test_the_demonstrations_choice_becomes_a_plan_with_its_own_figures(demo: tuple[Store, Demo]) -> None:
    store, made = demo
    newest = made.closed[-1]
    network = store.studies.network(store.studies.get(newest.study_id).network_id)
    school = next(one for one in store.studies.schools(network) if one.name.startswith(people.OWN_SCHOOL))
    wave = next(wave for wave in reversed(made.closed) if stands(store, school, wave.id))
    measure = store.choices.history(school, wave)[0].measures[0]
    instrument = store.definitions.get(wave.instrument_id, wave.version)
    construct = next(one.construct for one in instrument.subscales if one.id == measure)
    choice = store.choices.history(school, wave)[0]
    assert construct
    plan = store.plans.begin(school, choice, measure, construct, FOLDER.playbook, "me@x.example")
    figures = figures_beside(store, school, plan, "en")
    assert figures is not None
    assert "95% interval" in figures.score
    assert len(figures.lowest) == 2
    assert (wave.id != newest.id) is bool(figures.later)


def stands(store: Store, school: School, wave: int) -> bool:
    history = store.choices.history(school, store.waves.get(wave))
    return bool(history) and history[0].stands
