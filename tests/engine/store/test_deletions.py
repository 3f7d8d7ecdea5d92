"""Archiving and deleting: nothing is lost before its day, and what goes or stays is what was told before."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select

from engine.instrument import kinds
from engine.instrument.model import Item
from engine.store import (
    NewEntry,
    NewMembership,
    Role,
    Store,
    StoreError,
    Thing,
    below,
    schema,
)
from engine.store.deleted_school import numbers_alone
from engine.store.people_tables import account, entry
from engine.waves.deleting import carry_out_due
from engine.waves.names import unnamed_schools
from tests.engine.store.field import START, Clock, Field, new_wave, nothing
from tests.small import instrument

FREE = {"setting", "definition", "definition_text", "attempt", "code_attempt", "worker", "entry"}


def closed(field: Field) -> Field:
    for number in range(6):
        field.answer(number % 3, A="1", B="2", comment=f"comment {number}")
    field.store.closing.close(field.wave, nothing)
    return field


def network(field: Field) -> Thing:
    return field.store.studies.network(field.study.network_id)


def things(field: Field) -> Iterator[Thing]:
    yield from (field.store.waves.get(field.wave.id), field.study, field.schools[0], network(field))


def rows_of(store: Store, name: str) -> int:
    with store._database.reading() as connection:
        query = select(func.count()).select_from(schema.metadata.tables[name])
        return connection.scalar(query) or 0


def go(store: Store, clock: Clock, thing: Thing, days: int = 30) -> None:
    store.deletions.order(thing, "A trial", "hub@people.example", days)
    clock.move(days=days)
    assert [failure for _, failure in carry_out_due(store)] == [""]


def test_every_table_is_in_words_or_goes_along_or_belongs_to_no_network() -> None:
    """A table that is added later is deleted with what it hangs on, and is told of where it should be."""
    roots = ((table, table.c.id == 1) for table in (schema.network, account))
    reached = {table.name for table, _ in below.rows_below(*roots)}
    assert reached | FREE == set(schema.metadata.tables)
    assert not reached & FREE
    assert reached - {"network"} == set(below.WORDS) | below.GO_ALONG
    assert not set(below.WORDS) & below.GO_ALONG


def test_what_is_open_is_neither_archived_nor_deleted(field: Field) -> None:
    store = field.store
    for thing in things(field):
        with pytest.raises(
            StoreError, match="can’t be archived while the wave 'Spring' is open; close the wave"
        ):
            store.archive.put(thing)
        with pytest.raises(StoreError, match="can’t be deleted while the wave 'Spring' is open"):
            store.deletions.order(thing, "why", "hub")


def test_what_is_archived_loses_nothing_takes_nothing_new_and_comes_back(field: Field) -> None:
    there = closed(field)
    store, before = field.store, field.store.results.snapshot(field.wave)
    for thing in things(there):
        store.archive.put(thing)
    found = store.archive.of(store.studies.networks()[0])
    assert [(type(one).__name__, one.archived) for one in found] == [
        (kind, START.date()) for kind in ("Network", "Study", "Wave", "School")
    ]
    with pytest.raises(StoreError, match="is archived; take it out of the archive"):
        store.closing.reopen(field.wave, "late", START + timedelta(days=40))
    with pytest.raises(StoreError, match="is archived; take it out of the archive first"):
        field.another_wave()
    assert store.results.snapshot(field.wave) == before
    for thing in found:
        store.archive.take_out(thing)
    assert store.archive.of(store.studies.networks()[0]) == ()
    assert field.another_wave().wave.archived is None


@pytest.mark.parametrize("kind", range(4))
def test_what_is_to_be_deleted_takes_nothing_new(field: Field, clock: Clock, kind: int) -> None:
    """Answers that people gave after the order would go the moment their wave closes, without any days of grace."""
    there, store = closed(field), field.store
    draft = store.waves.add(field.study, new_wave(field.instrument, title="Winter", draft=True))
    thing = [*things(there)][kind]
    store.deletions.order(thing, "A trial", "hub@people.example", 7)
    later = START + timedelta(days=40)
    with pytest.raises(StoreError, match="to be deleted; keep it first, on the page Archive"):
        store.closing.reopen(field.wave, "late", later)
    if kind != 0:
        with pytest.raises(StoreError, match="to be deleted; keep it first"):
            field.another_wave(title="Autumn")
    if kind in (1, 3):
        with pytest.raises(StoreError, match="of this wave is to be deleted; keep it first"):
            store.waves.open(draft)
    store.deletions.undo(thing)
    assert store.closing.reopen(field.wave, "late", later).state == "open"
    assert store.waves.open(draft).state == "open"


def test_a_draft_that_is_to_be_deleted_is_not_opened(field: Field) -> None:
    draft = field.store.waves.add(field.study, new_wave(field.instrument, title="Winter", draft=True))
    field.store.deletions.order(draft, "A trial", "hub@people.example", 7)
    with pytest.raises(StoreError, match="The wave 'Winter' is to be deleted; keep it first"):
        field.store.waves.open(draft)


def test_a_wave_of_an_archived_network_is_not_opened_again(field: Field) -> None:
    there = closed(field)
    field.store.archive.put(network(there))
    with pytest.raises(StoreError, match="The network of this wave is archived"):
        field.store.closing.reopen(field.wave, "late", START + timedelta(days=40))


def test_a_draft_that_opens_by_itself_is_not_put_out_of_sight(field: Field) -> None:
    opens = START + timedelta(days=2)
    draft = field.another_wave(title="Autumn", draft=True, opens_itself=True, opens=opens)
    with pytest.raises(StoreError, match="The draft 'Autumn' opens by itself"):
        field.store.archive.put(draft.wave)


def test_an_order_waits_for_its_day_and_is_undone_until_then(field: Field, clock: Clock) -> None:
    there, store = closed(field), field.store
    wave = store.waves.get(there.wave.id)
    with pytest.raises(StoreError, match="needs a reason"):
        store.deletions.order(wave, "  ", "hub")
    ordered = store.deletions.order(wave, " A  trial ", "hub@people.example")
    assert (ordered.reason, ordered.day) == ("A trial", START.date() + timedelta(days=30))
    assert store.deletions.of(wave) == ordered
    assert store.deletions.within(store.studies.networks()[0]) == (ordered,)
    with pytest.raises(StoreError, match="to be deleted already"):
        store.deletions.order(wave, "again", "hub")
    clock.move(days=29)
    assert carry_out_due(store) == ()
    with pytest.raises(StoreError, match="is to be deleted later"):
        store.deletions.carry_out(ordered)
    assert store.deletions.undo(wave)
    assert not store.deletions.undo(wave)
    clock.move(days=9)
    assert carry_out_due(store) == ()
    with pytest.raises(StoreError, match="no longer to be deleted"):
        store.deletions.carry_out(ordered)
    assert len(there.read()) == 6


@pytest.mark.parametrize(("where", "stays"), [("deletions", True), ("closing", False)])
def test_a_fault_before_or_after_a_deletion_is_told_in_words_that_are_true_of_both(
    field: Field, clock: Clock, monkeypatch: pytest.MonkeyPatch, where: str, stays: bool
) -> None:
    store, name = closed(field).store, {"deletions": "carry_out", "closing": "erase_traces"}[where]

    def broken(*_: object) -> None:
        raise RuntimeError("a fault")

    store.deletions.order(store.waves.get(field.wave.id), "A trial", "hub@people.example", 7)
    clock.move(days=7)
    with monkeypatch.context() as patched:
        patched.setattr(getattr(store, where), name, broken)
        ((_, told),) = carry_out_due(store)
    assert told == "A fault of the program, told in its log; what was not deleted stays due."
    assert bool(store.deletions.due()) is stays


@pytest.mark.parametrize("kind", range(3))
def test_a_wave_a_study_and_a_network_go_with_all_they_hold(field: Field, clock: Clock, kind: int) -> None:
    there, store = closed(field), field.store
    role = NewMembership(Role.HUB_ADMINISTRATOR, field.study.network_id)
    store.invitations.accept_as_new(store.invitations.add("ana@people.example", "", role), "Ana", "kept")
    store.audit.record(NewEntry("ana@people.example", "sign-in", ""))
    thing = [*things(there)][(0, 1, 3)[kind]]
    told = dict(store.deletions.rehearse(thing).goes)
    assert (told["answers"], told["results of the network"]) == (6, 1)
    assert rows_of(store, "response") == 6
    go(store, clock, thing)
    for name in ("wave", "site", "response", "snapshot", "comment", "deletion"):
        assert rows_of(store, name) == 0, name
    left = [rows_of(store, name) for name in ("study", "network", "account")]
    assert left == [[1, 1, 1], [0, 1, 1], [0, 0, 0]][kind]
    network_made = store.studies.add_network("South")
    assert network_made.id == 2  # no number is given again: an old link would open what is new
    if kind == 0:
        assert field.another_wave().wave.id > field.wave.id
    with store._database.reading() as connection:
        people = connection.scalars(select(entry.c.who).distinct()).all()
        assert people == ["the clock"] if kind == 2 else "ana@people.example" in people
        said = connection.scalars(select(entry.c.action).order_by(entry.c.id.desc())).first()
    assert said == "deletion.carried_out"


def test_a_deleted_school_leaves_numbers_and_no_name(field: Field, clock: Clock) -> None:
    there, store = closed(field), field.store
    school, frozen, codes = field.schools[0], store.results.snapshot(field.wave), there.read()
    store.choices.add(
        school, field.wave, "need", ["A"], "Heard often", "Ana", "ana@people.example", shown=("A",)
    )
    chosen = store.choices.of(store.waves.get(field.wave.id))
    told = store.deletions.rehearse(school)
    assert dict(told.stays)["answers, without a person or words"] == 2
    go(store, clock, school)
    assert [one.name for one in store.studies.schools(store.studies.networks()[0])] == ["Birch", "Cedar"]
    left = store.studies.school(school.id)
    assert (left.name, left.deleted) == (f"Deleted school {school.id}", clock.now.date())
    assert there.read() == codes
    assert store.results.snapshot(field.wave) == frozen
    after = store.choices.of(store.waves.get(field.wave.id))
    assert {id: one.measures for id, one in after.items()} == {id: one.measures for id, one in chosen.items()}
    assert [(one.reason, one.agreed_by, one.who) for one in after.values()] == [("", "", "")]
    said = [one.answers for one in store.responses.open_answers(field.wave)]
    assert len(said) == 4
    with pytest.raises(StoreError, match="A school of the wave 'Spring' was deleted after it closed"):
        store.closing.reopen(field.wave, "late", clock.now + timedelta(days=9))


def test_of_open_answers_numbers_alone_stay() -> None:
    asked = instrument(Item("years", "Years?", kinds.NUMBER), Item("why", "Why?", kinds.LONG_TEXT))
    said = {"years": 4, "why": "as Ana says", "years.note": "about", "gone": "a word"}
    assert numbers_alone(asked, said) == {"years": 4}


def test_names_are_told_as_if_a_deleted_wave_were_still_there(field: Field, clock: Clock) -> None:
    """Who kept its result holds it beside what is shown now: a name that one gives away stays away."""
    there, store = closed(field), field.store
    later = field.another_wave(title="Autumn")
    later.answer(A="1")
    store.closing.close(later.wave, nothing)
    wave = store.waves.get(there.wave.id)
    assert unnamed_schools(store, later.wave, {school.id for school in field.schools[:2]}) == frozenset()
    ordered = store.deletions.order(wave, "A trial", "hub@people.example", 0)
    store.deletions.carry_out(ordered, ({1: 6, 2: 7, 3: 9}, {1: 8}))
    kept = store.deletions.shown_before(field.study)
    assert kept == ((wave.opens, {1: 6, 2: 7, 3: 9}), (wave.opens, {1: 8}))
    agreed = {school.id for school in field.schools[:2]}
    assert unnamed_schools(store, later.wave, agreed) == {school.id for school in field.schools}
    go(store, clock, field.study)
    assert rows_of(store, "deleted_result") == 0


def test_a_wave_that_teams_built_on_stays(field: Field) -> None:
    there, store, who = closed(field), field.store, "ana@people.example"
    wave = store.waves.get(there.wave.id)
    chosen = store.choices.add(field.schools[0], wave, "need", ["A"], "Heard", "Ana", who, shown=("A",))
    with store._database.writing() as connection:
        values = {"school_id": field.schools[0].id, "number": 1, "choice_id": chosen.id, "measure": "A"}
        named = {"construct": "vision", "playbook_id": "p", "version": "1", "who": who, "at": START}
        connection.execute(insert(schema.metadata.tables["plan"]).values(**values, **named))
    for thing in (wave, field.study):
        with pytest.raises(
            StoreError, match="plans that begin from the result of 'Spring'; archive it instead"
        ):
            store.deletions.rehearse(thing)
    assert dict(store.deletions.rehearse(network(field)).goes)["plans of teams"] == 1
    assert dict(store.deletions.rehearse(field.schools[0]).goes)["plans of teams"] == 1
