"""No student is asked before it is recorded what families were told, and before they had time to say no."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from engine.instrument.model import Audience, FamilyForm, ProtectedTopic
from engine.store import Door, NewFamilyNotice, Store, StoreError, WaveClosed
from engine.waves.closing import close
from tests.engine.store.field import SMALL, START, Clock, Field, lay_out

STUDENTS = replace(SMALL, audience=Audience.STUDENTS, minimum_group=10)
PROTECTED = replace(STUDENTS, protected_topics=(ProtectedTopic.INCOME,))
TODAY = START.date()
TOLD = NewFamilyNotice(FamilyForm.NOTICE, "Principal", TODAY - timedelta(10), TODAY - timedelta(1), 2)


@pytest.fixture
def field(store: Store) -> Field:
    return lay_out(store, STUDENTS, minimum_group=10)


def door(field: Field, site: int = 0) -> Door:
    found = field.store.sites.by_link(field.sites[site].link)
    assert found is not None
    return found.door


def test_no_answer_comes_in_at_a_school_before_its_families_were_told(field: Field) -> None:
    assert door(field) is Door.FAMILIES
    with pytest.raises(WaveClosed, match="families were not told"):
        field.answer(A="1")
    codes = np.zeros((1, 3), dtype=np.uint8)
    with pytest.raises(WaveClosed, match="families were not told"):
        field.store.responses.add(field.wave, np.array([field.sites[0].id]), codes, "full", "en", TODAY)
    field.store.notices.record(field.wave, field.sites[0], TOLD)
    assert (door(field), door(field, 1)) == (Door.OPEN, Door.FAMILIES)
    field.answer(A="1")
    assert field.store.responses.counts(field.wave)[field.sites[0].id] == 1


def test_families_have_until_the_end_of_the_day_they_were_given(field: Field, clock: Clock) -> None:
    until = replace(TOLD, reply_by=TODAY + timedelta(2))
    field.store.notices.record(field.wave, field.sites[0], until)
    for day in (Door.FAMILIES, Door.FAMILIES, Door.FAMILIES, Door.OPEN):
        assert door(field) is day
        clock.move(days=1)


def test_what_the_law_protects_takes_written_consent(store: Store) -> None:
    field = lay_out(store, PROTECTED, minimum_group=10)
    with pytest.raises(StoreError, match="a notice that families may refuse is not enough"):
        store.notices.record(field.wave, field.sites[0], TOLD)
    assert door(field) is Door.FAMILIES
    store.notices.record(field.wave, field.sites[0], replace(TOLD, form=FamilyForm.CONSENT))
    assert door(field) is Door.OPEN


def test_another_body_can_hold_the_record_where_its_words_are_given(field: Field) -> None:
    elsewhere = NewFamilyNotice(FamilyForm.NOTICE, "Hub lead", holder="review board, protocol 12")
    kept = field.store.notices.record(field.wave, field.sites[0], elsewhere)
    assert (kept.holder, kept.sent, door(field)) == ("review board, protocol 12", None, Door.OPEN)


def test_taken_back_the_school_takes_no_more_answers_and_keeps_those_it_has(field: Field) -> None:
    field.store.notices.record(field.wave, field.sites[0], TOLD)
    field.answer(A="1")
    assert field.store.notices.withdraw(field.wave, field.sites[0])
    assert not field.store.notices.withdraw(field.wave, field.sites[0])
    assert door(field) is Door.FAMILIES
    assert field.store.responses.counts(field.wave)[field.sites[0].id] == 1


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"role": " "}, "Nobody vouches"),
        ({"sent": None}, "when the letters went out"),
        ({"reply_by": None}, "until when families could answer"),
        ({"reply_by": TODAY - timedelta(11)}, "before the letters went out"),
        ({"sent": TODAY + timedelta(1), "reply_by": TODAY + timedelta(2)}, "on a day to come"),
        ({"opted_out": -1}, "below zero"),
    ],
)
def test_a_record_that_cannot_be_is_refused(field: Field, changes: dict[str, Any], told: str) -> None:
    with pytest.raises(StoreError, match=told):
        field.store.notices.record(field.wave, field.sites[0], replace(TOLD, **changes))
    assert field.store.notices.of(field.wave) == {}


def test_what_was_recorded_of_a_closed_wave_stays(field: Field) -> None:
    field.store.notices.record(field.wave, field.sites[0], TOLD)
    close(field.store, field.wave)
    for late in (
        lambda: field.store.notices.withdraw(field.wave, field.sites[0]),
        lambda: field.store.notices.record(field.wave, field.sites[0], TOLD),
    ):
        _refused(late)
    assert list(field.store.notices.of(field.wave)) == [field.sites[0].id]


def test_nothing_is_asked_of_the_families_of_adults(store: Store) -> None:
    field = lay_out(store)
    assert (store.notices.needed(field.wave), door(field)) == (None, Door.OPEN)
    _refused(lambda: store.notices.record(field.wave, field.sites[0], TOLD))


def test_a_draft_with_a_record_can_be_deleted(field: Field) -> None:
    field.store.notices.record(field.wave, field.sites[0], TOLD)
    field.store.waves.remove(field.wave)
    assert [one.id for one in field.store.waves.of(field.study)] == []


def _refused(deed: Callable[[], object]) -> None:
    with pytest.raises(StoreError):
        deed()
