"""Units below a school: who can make them, which answers are theirs, and how little is told of them meanwhile."""

import numpy as np
import pytest

from engine.instrument.model import Privacy
from engine.store import (
    Account,
    NewInvitee,
    NewMembership,
    NewUnit,
    Role,
    Store,
    StoreError,
    Unit,
    UnitKind,
    WayIn,
)
from tests.engine.store.field import Field, lay_out

ROOMS = [NewUnit("Room 12", 24), NewUnit("Room 13", 22)]


def rooms(field: Field, site: int = 0) -> tuple[Unit, ...]:
    return field.store.units.add(field.sites[site], UnitKind.CLASS, ROOMS)


def answer_by(field: Field, link: str, **texts: str) -> None:
    """One person answers by a link, from the door to the end."""
    door = field.store.sites.by_link(link)
    assert door is not None
    key = field.store.drafts.start(door)
    field.store.submissions.submit(key, field.submission(**texts), 60)


def teacher_of(field: Field, school: int = 0) -> Account:
    role = NewMembership(Role.TEACHER, field.study.network_id, school_id=field.schools[school].id)
    way = field.store.invitations.add("ada@school.example", "", role)
    return field.store.invitations.accept_as_new(way, "Ada", "kept")


def units_of_answers(field: Field) -> list[int]:
    """The place of the unit of every answer, as a result gets it."""
    blocks = field.store.responses.blocks(field.wave, bands=True)
    return sorted(int(place) for block in blocks if block.units is not None for place in block.units[:, 0])


def test_a_unit_has_a_link_of_its_own_that_leads_to_its_schools_survey(store: Store) -> None:
    field = lay_out(store)
    first, second = rooms(field)
    assert store.units.of(field.wave) == store.units.of(field.sites[0]) == (first, second)
    assert len({first.link, second.link, *(site.link for site in field.sites)}) == 5
    door = store.sites.by_link(first.link)
    assert door is not None
    assert door.unit is not None
    assert (door.id, door.unit.name, door.link) == (field.sites[0].id, "Room 12", first.link)
    plain = store.sites.by_link(field.sites[0].link)
    assert plain is not None
    assert plain.unit is None


def test_answers_by_a_units_link_are_kept_with_it_and_others_with_none(store: Store) -> None:
    field = lay_out(store)
    first, second = rooms(field)
    for link in (first.link, first.link, second.link):
        answer_by(field, link, A="3")
    field.answer(A="4")
    store.closing.close(field.wave, lambda _wave: {})
    assert units_of_answers(field) == [0, 0, 1, 255]


@pytest.mark.parametrize("privacy", [Privacy.ANONYMOUS, Privacy.CONFIDENTIAL])
def test_a_code_of_a_unit_keeps_its_answers_with_it_wherever_it_is_typed(
    store: Store, privacy: Privacy
) -> None:
    field = lay_out(store).another_wave(title="By codes", way_in=WayIn.CODES, privacy=privacy)
    first, second = rooms(field)
    (of_first,) = store.codes.issue(field.wave, field.sites[0], 1, unit=first)
    (of_second,) = store.codes.issue(field.wave, field.sites[0], 1, unit=second)
    (of_school,) = store.codes.issue(field.wave, field.sites[0], 1)
    found = store.codes.find(of_first)
    assert found is not None
    assert found.link == first.link
    for code in (of_first, of_second, of_school):
        field.answer(code=code, A="2")
    store.closing.close(field.wave, lambda _wave: {})
    assert units_of_answers(field) == [0, 1, 255]


def test_a_person_who_gets_another_code_stays_in_their_unit(store: Store) -> None:
    field = lay_out(store).another_wave(title="Named", way_in=WayIn.CODES, privacy=Privacy.IDENTIFIED)
    first, _ = rooms(field)
    store.codes.invite(field.wave, field.sites[0], [NewInvitee("Ada")], first)
    (again,) = store.codes.reissue(field.wave, field.sites[0])
    field.answer(code=again.code, A="2")
    key = store.codes.find(again.code)
    assert key is not None
    reopened = store.own_answers.reopen(key.key)
    assert reopened.unit_id == first.id
    store.submissions.submit(key.key, field.submission(A="5"), 30)
    store.closing.close(field.wave, lambda _wave: {})
    assert units_of_answers(field) == [0]


def test_an_import_names_units_of_the_persons_own_school_alone(store: Store) -> None:
    field = lay_out(store)
    first, _ = rooms(field)
    codes = field.random_codes(2)
    sites = np.array([field.sites[0].id, field.sites[1].id])
    day = field.wave.opens.date()
    with pytest.raises(StoreError, match="unit is none of their school"):
        store.responses.add(field.wave, sites, codes, "full", "en", day, units=np.array([first.id, first.id]))
    store.responses.add(field.wave, sites, codes, "full", "en", day, units=np.array([first.id, 0]))
    store.closing.close(field.wave, lambda _wave: {})
    assert units_of_answers(field) == [0, 255]


def test_progress_of_a_unit_is_told_in_tens(store: Store) -> None:
    field = lay_out(store)
    first, second = rooms(field)
    for _ in range(9):
        answer_by(field, first.link, A="3")
    assert [one.at_least for one in store.units.answers(field.wave).values()] == [0, 0]
    answer_by(field, first.link, A="3")
    assert {id: one.at_least for id, one in store.units.answers(field.sites[0]).items()} == {
        first.id: 10,
        second.id: 0,
    }


def test_a_unit_is_renamed_and_removed_while_nobody_has_begun_and_not_after(store: Store) -> None:
    field = lay_out(store)
    first, second = rooms(field)
    assert store.units.change(first, NewUnit("Room 12b", 25)).name == "Room 12b"
    with pytest.raises(StoreError, match="has a unit"):
        store.units.change(first, NewUnit("Room 13", 25))
    store.units.remove(second)
    assert [one.name for one in store.units.of(field.wave)] == ["Room 12b"]
    door = store.sites.by_link(first.link)
    assert door is not None
    store.drafts.start(door)
    with pytest.raises(StoreError, match="has begun to answer as one of"):
        store.units.remove(first)
    with pytest.raises(StoreError, match="has begun to answer as one of"):
        store.units.change(first, NewUnit("Room 14", 25))
    assert store.units.change(first, NewUnit("Room 12b", 30)).expected == 30


def test_removing_a_unit_makes_its_codes_invalid(store: Store) -> None:
    field = lay_out(store).another_wave(title="By codes", way_in=WayIn.CODES, privacy=Privacy.CONFIDENTIAL)
    first, _ = rooms(field)
    (code,) = store.codes.issue(field.wave, field.sites[0], 1, unit=first)
    store.units.remove(first)
    assert store.codes.find(code) is None
    assert store.invitees.of(field.sites[0]) == ()


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ([NewUnit("")], "has no name"),
        ([NewUnit("Room 1"), NewUnit("ROOM  1")], "already"),
        ([NewUnit("Room 1", -1)], "below zero"),
        ([NewUnit(f"Room {at}") for at in range(201)], "more than 200 units"),
        ([NewUnit("Room 1", None, 999)], "has no role at"),
    ],
)
def test_units_that_nobody_could_tell_apart_or_use_are_refused_together(
    store: Store, new: list[NewUnit], words: str
) -> None:
    field = lay_out(store)
    with pytest.raises(StoreError, match=words):
        store.units.add(field.sites[0], UnitKind.CLASS, new)
    assert store.units.of(field.wave) == ()


def test_a_school_has_units_of_one_kind_and_makes_none_after_the_close(store: Store) -> None:
    field = lay_out(store)
    rooms(field)
    with pytest.raises(StoreError, match="units of the kind 'class'"):
        store.units.add(field.sites[0], UnitKind.TEAM, [NewUnit("Front office")])
    store.closing.close(field.wave, lambda _wave: {})
    with pytest.raises(StoreError, match="is closed"):
        store.units.add(field.sites[1], UnitKind.CLASS, ROOMS)


def test_a_class_is_of_a_teacher_of_its_school_alone(store: Store) -> None:
    field = lay_out(store)
    ada = teacher_of(field, 0)
    (mine,) = store.units.add(field.sites[0], UnitKind.CLASS, [NewUnit("Room 12", 24, ada.id)])
    assert store.units.of_teacher(ada.id) == (mine,)
    with pytest.raises(StoreError, match="has no role at"):
        store.units.add(field.sites[1], UnitKind.CLASS, [NewUnit("Room 12", 24, ada.id)])


def test_what_a_close_keeps_of_a_unit_is_in_no_part_of_its_school_and_stays(store: Store) -> None:
    field = lay_out(store)
    first, second = rooms(field)
    kept = {"units": [{"unit": first.id, "n": 12}], "sites": [{"site": field.sites[0].id, "n": 40}]}
    store.closing.close(field.wave, lambda _wave: kept)
    part = store.units.part(first)
    assert part is not None
    assert (part.number, part.document["n"]) == (1, 12)
    assert store.units.part(second) is None
    whole = store.results.snapshot(field.wave)
    assert "units" not in whole.document
    store.closing.reopen(field.wave, "More classes", closes=field.wave.closes.replace(year=2030))
    again = {"units": [{"unit": first.id, "n": 14}, {"unit": second.id, "n": 11}], "sites": []}
    store.closing.close(store.waves.get(field.wave.id), lambda _wave: again)
    later, new = store.units.part(first), store.units.part(second)
    assert later is not None
    assert new is not None
    assert (later.document["n"], new.document["n"]) == (12, 11)
