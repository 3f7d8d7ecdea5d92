"""A team's plans: begun from a choice, a row a save, nothing overwritten; and sheets that are one person's alone."""

from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from engine.playbooks.folder import find_playbook
from engine.store import Account, Choice, NewMembership, Role, School, Store, StoreError
from engine.store.plan_records import PlanState, SheetKey, StaleSheet, TeamPlan
from tests.engine.store.field import Clock, Field, nothing

FOLDER = find_playbook("collective-leadership")
PLAYBOOK = FOLDER.playbook
ME, YOU = "me@ash.example", "you@ash.example"
THEORY, TESTS, INVENTORY = SheetKey("theory_of_action"), "test_cycle", SheetKey("initiative_inventory")
PRIVATE = "competing_commitments"


@dataclass
class Chosen:
    """A school that chose where to start, and its plan."""

    store: Store
    school: School
    other: School
    choice: Choice
    plan: TeamPlan


@pytest.fixture
def chosen(field: Field) -> Chosen:
    field.store.closing.close(field.wave, nothing)
    school, other = field.schools[:2]
    choice = field.store.choices.add(
        school, field.wave, "need", ["trust"], "It is low.", "the team", ME, shown=("trust", "vision")
    )
    plan = field.store.plans.begin(school, choice, "trust", "shared-influence", PLAYBOOK, ME)
    return Chosen(field.store, school, other, choice, plan)


def test_a_plan_begins_from_the_choice_and_once(chosen: Chosen) -> None:
    plan, store = chosen.plan, chosen.store
    assert (plan.number, plan.wave_id, plan.path, plan.reason) == (
        *(1, chosen.choice.wave_id, chosen.choice.path, "It is low."),
    )
    assert (plan.measure, plan.construct, plan.version) == ("trust", "shared-influence", PLAYBOOK.version)
    assert (plan.open, plan.shared, plan.decision) == (True, False, "")
    again = store.plans.begin(chosen.school, chosen.choice, "trust", "shared-influence", PLAYBOOK, YOU)
    assert again == plan
    assert store.plans.of(chosen.school) == (plan,)
    assert store.plans.of(chosen.other) == ()
    assert store.plans.find(chosen.other, 1) is None


@pytest.mark.parametrize(
    ("measure", "construct", "words"),
    [("vision", "shared-influence", "has not chosen"), ("trust", "weather", "no guide")],
)
def test_a_plan_begins_from_nothing_else(chosen: Chosen, measure: str, construct: str, words: str) -> None:
    begin = chosen.store.plans.begin
    with pytest.raises(StoreError, match=words):
        begin(chosen.school, chosen.choice, measure, construct, PLAYBOOK, ME)
    with pytest.raises(StoreError, match="has not chosen"):
        begin(chosen.other, chosen.choice, "trust", "shared-influence", PLAYBOOK, ME)


def test_how_a_plan_stands_is_a_row_a_change(chosen: Chosen, clock: Clock) -> None:
    store, school = chosen.store, chosen.school
    assert store.plans.share(school, 1, ME, shared=True).shared
    assert store.plans.share(school, 1, ME, shared=True).shared
    clock.move(hours=1)
    closed = store.plans.close(school, 1, "next_condition", PLAYBOOK, YOU)
    assert (closed.state, closed.decision, closed.shared) == (PlanState.CLOSED, "next_condition", True)
    with pytest.raises(StoreError, match="closed; open it again"):
        store.sheet_saves.save(closed, THEORY, FOLDER, {"cause": "x"}, ME, seen=0)
    second = store.plans.begin(school, chosen.choice, "trust", "shared-influence", PLAYBOOK, ME)
    assert second.number == 2
    assert store.plans.reopen(school, 1, ME).open
    history = store.plans.history(chosen.plan)
    assert [(one.state.value, one.decision, one.shared) for one in history] == [
        ("open", "", True),
        ("closed", "next_condition", True),
        ("open", "", True),
        ("open", "", False),
    ]
    with pytest.raises(StoreError, match="knows no decision"):
        store.plans.close(school, 1, "give_up", PLAYBOOK, ME)
    with pytest.raises(StoreError, match="has no plan 9"):
        store.plans.share(school, 9, ME, shared=True)


def test_a_save_adds_a_row_and_the_last_one_counts(chosen: Chosen) -> None:
    sheets = chosen.store.sheet_saves
    first = sheets.save(chosen.plan, THEORY, FOLDER, {"cause": " So. ", "barrier": " "}, ME, seen=0)
    assert dict(first.values) == {"cause": "So."}
    assert sheets.save(chosen.plan, THEORY, FOLDER, {"cause": "So."}, YOU, seen=0) == first
    second = sheets.save(chosen.plan, THEORY, FOLDER, {"cause": "Or so."}, YOU, seen=first.id)
    assert sheets.history(chosen.plan, THEORY) == (second, first)
    assert dict(sheets.latest(chosen.plan)) == {THEORY: second}


def test_who_saves_over_another_is_told_and_nothing_is_lost(chosen: Chosen) -> None:
    sheets = chosen.store.sheet_saves
    first = sheets.save(chosen.plan, THEORY, FOLDER, {"cause": "Mine"}, ME, seen=0)
    with pytest.raises(StaleSheet) as stale:
        sheets.save(chosen.plan, THEORY, FOLDER, {"cause": "Theirs"}, YOU, seen=0)
    assert stale.value.current == first
    assert len(sheets.history(chosen.plan, THEORY)) == 1


def test_an_earlier_save_counts_again_and_so_does_the_empty_sheet(chosen: Chosen) -> None:
    sheets = chosen.store.sheet_saves
    first = sheets.save(chosen.plan, THEORY, FOLDER, {"cause": "One"}, ME, seen=0)
    sheets.save(chosen.plan, THEORY, FOLDER, {"cause": "Two"}, YOU, seen=first.id)
    back = sheets.bring_back(chosen.plan, THEORY, first.id, FOLDER, YOU)
    assert (back.values, back.who) == (first.values, YOU)
    assert dict(sheets.bring_back(chosen.plan, THEORY, 0, FOLDER, ME).values) == {}
    assert len(sheets.history(chosen.plan, THEORY)) == 4
    for key, earlier in ((THEORY, 999), (SheetKey("purpose_map"), 0)):
        with pytest.raises(StoreError, match="no such save"):
            sheets.bring_back(chosen.plan, key, earlier, FOLDER, ME)


def test_tests_are_several_and_one_is_taken_out_and_brought_back(chosen: Chosen) -> None:
    sheets, plan = chosen.store.sheet_saves, chosen.plan
    assert sheets.next_number(plan, TESTS) == 1
    one = sheets.save(plan, SheetKey(TESTS, 1), FOLDER, {"question": "Do they?"}, ME, seen=0)
    sheets.save(plan, SheetKey(TESTS, 2), FOLDER, {"question": "Will they?"}, ME, seen=0)
    assert sheets.next_number(plan, TESTS) == 3
    gone = sheets.remove(plan, one.key, FOLDER, ME)
    assert (gone.removed, gone.values) == (True, one.values)
    assert not sheets.bring_back(plan, one.key, one.id, FOLDER, ME).removed


@pytest.mark.parametrize(
    ("key", "values", "words"),
    [
        (SheetKey("theory_of_action", 2), {}, "no sheet 'theory_of_action' with the number 2"),
        (SheetKey(TESTS, 0), {}, "with the number 0"),
        (INVENTORY, {}, "has no sheet"),
        (SheetKey(PRIVATE), {}, "has no sheet"),
        (SheetKey("monthly_check_in"), {}, "has no sheet"),
        (THEORY, {"prediction_low": 5}, r"cannot hold this \(unknown\)"),
        (THEORY, {"local_evidence": [{"date": "soon"}]}, r"local_evidence, row 1, date cannot hold"),
    ],
)
def test_a_plan_takes_only_its_sheets_and_what_their_fields_hold(
    chosen: Chosen, key: SheetKey, values: dict[str, object], words: str
) -> None:
    with pytest.raises(StoreError, match=words):
        chosen.store.sheet_saves.save(chosen.plan, key, FOLDER, values, ME, seen=0)  # type: ignore[arg-type]
    assert dict(chosen.store.sheet_saves.latest(chosen.plan)) == {}


def test_the_inventory_is_the_schools_and_in_no_plan(chosen: Chosen) -> None:
    sheets = chosen.store.sheet_saves
    kept = sheets.save(chosen.school, INVENTORY, FOLDER, {"let_go": "Forms"}, ME, seen=0)
    assert dict(sheets.latest(chosen.school)) == {INVENTORY: kept}
    assert dict(sheets.latest(chosen.plan)) == {}
    assert dict(sheets.latest(chosen.other)) == {}
    with pytest.raises(StoreError, match="has no sheet"):
        sheets.save(chosen.school, THEORY, FOLDER, {}, ME, seen=0)


def test_a_comment_is_its_authors_to_take_back_and_put_back(chosen: Chosen) -> None:
    comments, plan = chosen.store.sheet_comments, chosen.plan
    comments.add(plan, THEORY, " Is this ours? ", ME)
    comments.add(plan, THEORY, "Is this ours?", ME)
    (one,) = comments.of(plan, YOU)
    assert (one.text, one.key, one.who) == ("Is this ours?", THEORY, ME)
    with pytest.raises(StoreError, match="wrote no such comment"):
        comments.take_back(plan, one.id, YOU)
    comments.take_back(plan, one.id, ME)
    assert comments.of(plan, YOU) == ()
    assert [mine.taken_back for mine in comments.of(plan, ME)] == [True]
    comments.take_back(plan, one.id, ME, back=False)
    assert len(comments.of(plan, YOU)) == 1
    for words in (" ", "x" * 2001):
        with pytest.raises(StoreError):
            comments.add(plan, THEORY, words, ME)


def account_of(chosen: Chosen, email: str) -> Account:
    new = NewMembership(Role.SCHOOL_TEAM, chosen.school.network_id, school_id=chosen.school.id)
    token = chosen.store.invitations.add(email, "", new, confirmed=True)
    return chosen.store.invitations.accept_as_new(token, "A name", "kept")


def test_a_private_sheet_is_found_by_its_account_alone_and_goes_with_it(chosen: Chosen) -> None:
    own = chosen.store.own_sheets
    me, you = account_of(chosen, ME), account_of(chosen, YOU)
    first = own.save(me, PRIVATE, FOLDER, {"noticed": "I hide."}, seen=0)
    second = own.save(me, PRIVATE, FOLDER, {"noticed": "I hid."}, seen=first.id)
    own.save(you, PRIVATE, FOLDER, {"noticed": "Else"}, seen=0)
    assert own.history(me, PRIVATE) == (second, first)
    assert own.bring_back(me, PRIVATE, first.id, FOLDER).values == first.values
    with pytest.raises(StoreError, match="no such save"):
        own.bring_back(you, PRIVATE, first.id, FOLDER)
    with pytest.raises(StoreError, match="elsewhere meanwhile"):
        own.save(me, PRIVATE, FOLDER, {"noticed": "Now"}, seen=first.id)
    with pytest.raises(StoreError, match="no private sheet"):
        own.save(me, "theory_of_action", FOLDER, {}, seen=0)
    own.throw_away(you, PRIVATE)
    assert own.history(you, PRIVATE) == ()
    with chosen.store._database.writing() as connection:
        connection.execute(text("DELETE FROM membership WHERE account_id = :id"), {"id": me.id})
        connection.execute(text("DELETE FROM account WHERE id = :id"), {"id": me.id})
        assert connection.execute(text("SELECT count(*) FROM own_sheet")).scalar() == 0


def test_a_school_with_sheets_of_its_team_is_not_deleted(store: Store) -> None:
    school = store.studies.add_school(store.studies.add_network("Lakeshore"), "Northgate")
    store.sheet_saves.save(school, INVENTORY, FOLDER, {"let_go": "Forms"}, ME, seen=0)
    with pytest.raises(StoreError, match="has worksheets of its team"):
        store.studies.remove_school(school)


def test_a_private_sheet_that_is_thrown_away_is_in_no_file_of_the_database(tmp_path: Path) -> None:
    """Neither where it stood nor in the write-ahead log; where another connection reads, that is said."""
    place, word = tmp_path / "own.db", "nobody-is-to-read-this"
    with Store.open(place, wait=0.1) as store, Store.open(place, wait=0.1) as other:
        school = store.studies.add_school(store.studies.add_network("Lakeshore"), "Northgate")
        new = NewMembership(Role.SCHOOL_TEAM, school.network_id, school_id=school.id)
        me = store.invitations.accept_as_new(store.invitations.add(ME, "", new, confirmed=True), "A", "kept")
        for erased in (False, True):
            store.own_sheets.save(me, PRIVATE, FOLDER, {"noticed": word}, seen=0)
            with nullcontext() if erased else other._database.reading() as reading:
                if reading is not None:
                    reading.execute(text("SELECT count(*) FROM own_sheet")).scalar()
                assert store.own_sheets.throw_away(me, PRIVATE) is erased
            files = [one for one in tmp_path.iterdir() if word.encode() in one.read_bytes()]
            assert bool(files) is not erased
        assert store.own_sheets.throw_away(me, PRIVATE)
