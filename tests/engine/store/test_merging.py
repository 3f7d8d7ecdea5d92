"""Merging two schools that are one: all of it moves, nothing that was frozen changes, and nobody new may read."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from engine.store import Account, NewMembership, Role, School, Store, StoreError, schema
from engine.store.action_tables import choice
from engine.store.keeping_tables import deleted_result
from engine.store.merging import MOVES, ONCE
from engine.store.people_tables import agreement, district_school, entry
from engine.store.plan_tables import plan
from engine.waves.names import respondents_shown, unnamed_schools
from tests.engine.store.field import DAY, START, Field, nothing

SETTLED = {agreement, district_school, entry}


def of_two_waves(field: Field) -> tuple[School, School, Field]:
    """A school of the first wave, and its other spelling, which alone took part in the second."""
    for number in range(6):
        field.answer(number % 3, A="1")
    field.store.closing.close(field.wave, nothing)
    spelled = field.store.studies.add_school(field.store.studies.networks()[0], "Ash School", "high")
    later = replace(field, schools=(spelled, *field.schools[1:])).another_wave(title="Autumn")
    later.answer(0, A="2")
    later.store.closing.close(later.wave, nothing)
    return field.schools[0], spelled, later


def account(store: Store, name: str, school: School) -> Account:
    role = NewMembership(Role.SCHOOL_LEADER, school.network_id, school_id=school.id)
    token = store.invitations.add(f"{name}@people.example", "", role, confirmed=True)
    return store.invitations.accept_as_new(token, name, "kept")


def test_every_table_of_a_school_moves_or_is_settled() -> None:
    of_schools = {
        table
        for table in schema.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table is schema.school
    }
    ordered = schema.metadata.tables["deletion"]  # stands in the way instead
    assert {table for table, _ in MOVES} | SETTLED | {ordered} == of_schools
    assert {table for table, _, _ in ONCE} <= {table for table, _ in MOVES}


def test_all_of_one_becomes_the_others_and_frozen_results_stay(field: Field) -> None:
    kept, gone, later = of_two_waves(field)
    store = field.store
    before = [store.results.snapshot(wave) for wave in (field.wave, later.wave)]
    respondents_shown(store, store.waves.get(later.wave.id))  # remembered from now on
    store.choices.add(
        gone, store.waves.get(later.wave.id), "need", ["A"], "Heard", "Ana", "ana", shown=("A",)
    )
    told = store.merging.rehearse(gone, kept)
    assert told.moves == (
        ("places in waves, with their answers and results", 1),
        ("saves of where the school begins", 1),
    )
    assert store.merging.merge(gone, kept) == told
    assert store.merging.count() == 1
    assert store.merging.merged() == {kept.id}
    assert [store.results.snapshot(wave) for wave in (field.wave, later.wave)] == before
    site = store.sites.find(later.wave, kept)
    assert site is not None
    assert site.id == later.sites[0].id
    assert store.studies.school(kept.id).level == "high"
    assert gone.name not in [one.name for one in store.studies.schools(store.studies.networks()[0])]
    with store._database.reading() as connection:
        assert connection.scalars(select(choice.c.school_id)).all() == [kept.id]


def test_two_of_one_wave_stay_two(field: Field) -> None:
    with pytest.raises(StoreError, match="Both schools take part in the wave 'Spring'"):
        field.store.merging.rehearse(*field.schools[:2])
    with pytest.raises(StoreError, match="choose another school"):
        field.store.merging.rehearse(field.schools[0], field.schools[0])


@pytest.mark.parametrize("turned", [False, True])
def test_nobody_comes_to_read_by_a_merge_what_a_leader_has_to_open(field: Field, turned: bool) -> None:
    kept, gone, _ = of_two_waves(field)
    store = field.store
    if turned:
        kept, gone = gone, kept
    ana = account(store, "ana", gone)
    with pytest.raises(StoreError, match=r"would come to read what .* has; end these at"):
        store.merging.merge(gone, kept)
    store.members.add(ana, NewMembership(Role.SCHOOL_LEADER, kept.network_id, school_id=kept.id))
    store.merging.merge(gone, kept)
    assert [(one.role, one.school_id) for one in store.members.memberships(ana)] == [
        (Role.SCHOOL_LEADER, kept.id)
    ]


def test_plans_and_meetings_of_both_are_counted_on(field: Field) -> None:
    kept, gone, later = of_two_waves(field)
    store = field.store
    for school, wave, plans in ((kept, field.wave, 1), (gone, later.wave, 3)):
        chosen = store.choices.add(
            school, store.waves.get(wave.id), "need", ["A"], "Heard", "Ana", "ana", shown=("A",)
        )
        named = {"choice_id": chosen.id, "measure": "A", "construct": "vision", "playbook_id": "p"}
        for number in range(1, plans + 1):
            values = {**named, "school_id": school.id, "number": number, "version": "1", "who": "ana"}
            with store._database.writing() as connection:
                connection.execute(plan.insert().values(**values, at=START))
    store.merging.merge(gone, kept)
    with store._database.reading() as connection:
        found = connection.execute(select(plan.c.school_id, plan.c.number).order_by(plan.c.number)).all()
    assert [tuple(row) for row in found] == [(kept.id, number) for number in range(1, 5)]


@pytest.mark.parametrize("turned", [False, True])
def test_a_school_with_a_leader_and_no_work_yet_takes_no_people_in_by_a_merge(
    field: Field, turned: bool
) -> None:
    """They would read its first result; and an agreement that its leader did not give would name it."""
    store = field.store
    network = store.studies.networks()[0]
    led, made_up = (store.studies.add_school(network, name) for name in ("North", "Nort"))
    account(store, "ana", led)
    eve = account(store, "eve", made_up)
    store.studies.agree(made_up, named=True)
    pair = (led, made_up) if turned else (made_up, led)
    with pytest.raises(StoreError, match=r"would come to read what .* has or will have; end these at"):
        store.merging.merge(*pair)
    for role in store.members.memberships(eve):
        store.members.remove(network, role.id)
    assert store.merging.merge(*pair).names_end
    assert pair[1].id not in store.studies.names_agreed(network)


@pytest.mark.parametrize(
    ("theirs", "ours", "named"), [(1, 1, True), (1, 0, False), (0, 1, False), (0, 0, False)]
)
def test_names_are_told_only_where_both_agreed(field: Field, theirs: int, ours: int, named: bool) -> None:
    kept, gone, _ = of_two_waves(field)
    for school, agreed in ((gone, theirs), (kept, ours)):
        if agreed:
            field.store.studies.agree(school, named=True)
    assert field.store.merging.merge(gone, kept).names_end == (theirs != ours)
    network = field.store.studies.networks()[0]
    assert (kept.id in field.store.studies.names_agreed(network)) == named
    assert (kept.id in field.store.studies.names_ended(network)) == (theirs != ours)


def test_a_school_of_which_results_know_one_is_none_that_was_two(field: Field) -> None:
    store = field.store
    network = store.studies.networks()[0]
    empty, again = (store.studies.add_school(network, name) for name in ("Ashe", "Ash School"))
    store.merging.merge(empty, field.schools[0])
    assert store.merging.merged() == frozenset()
    field.store.closing.close(field.wave, nothing)
    store.merging.merge(field.schools[0], again)
    assert store.merging.merged() == {again.id}


def test_a_merge_gives_nobody_away_in_a_change_that_was_measured_before_it(field: Field) -> None:
    kept, gone, later = of_two_waves(field)
    others = {101: 6, 102: 7, 103: 8, 104: 9}
    for number, school in enumerate((kept, gone)):
        with field.store._database.writing() as connection:
            shown = {str(id): n for id, n in {school.id: 5, **others}.items()}
            values = {"study_id": field.study.id, "opened": START + number * DAY, "number": 1}
            connection.execute(deleted_result.insert().values(**values, shown=shown))
    field.store.merging.merge(gone, kept)
    wave, agreed = field.store.waves.get(later.wave.id), {kept.id, 101, 102, 103}
    assert unnamed_schools(field.store, wave, agreed) == {104, kept.id, 101, 102}


def test_counts_of_deleted_results_follow_the_school(field: Field) -> None:
    kept, gone, _ = of_two_waves(field)
    with field.store._database.writing() as connection:
        values = {"study_id": field.study.id, "opened": START, "number": 1, "shown": {str(gone.id): 7}}
        connection.execute(deleted_result.insert().values(**values))
    field.store.merging.merge(gone, kept)
    assert field.store.deletions.shown_before(field.study) == ((START, {kept.id: 7}),)
