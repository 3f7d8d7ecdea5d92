"""A draft of a wave: every setting can be changed, nobody gets in, and it is opened once."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from engine.instrument.model import Privacy
from engine.store import Door, NewInvitee, Store, StoreError, WaveState, WayIn
from tests.engine.store.field import DAY, SMALL, START, Clock, Field, lay_out, new_wave
from tests.small import instrument, likert

OTHER = replace(instrument(likert("Z")), version="2.0.0")


@pytest.fixture
def draft(place: str, clock: Clock) -> Iterator[Field]:
    with Store.open(place, now=clock) as store:
        yield lay_out(store, draft=True)


def test_a_draft_is_changed_in_every_setting_and_keeps_its_schools(draft: Field) -> None:
    draft.store.definitions.publish(OTHER)
    wanted = new_wave(
        OTHER,
        title="Fall",
        minimum_group=12,
        opens=START + DAY,
        closes=START + 9 * DAY,
        privacy=Privacy.CONFIDENTIAL,
        way_in=WayIn.CODES,
        phase="year 2",
        contact="Ada",
        opens_itself=True,
        closes_itself=True,
    )
    changed = draft.store.waves.change(draft.wave, wanted)
    for name in (
        "title",
        "version",
        "minimum_group",
        "opens",
        "closes",
        "privacy",
        "way_in",
        "phase",
        "contact",
    ):
        assert getattr(changed, name) == getattr(wanted, name), name
    assert (changed.opens_itself, changed.closes_itself, changed.state) == (True, True, WaveState.DRAFT)
    assert [site.school for site in draft.store.sites.of(changed)] == ["Ash", "Birch", "Cedar"]


def test_a_draft_lets_nobody_in_and_is_opened_once(draft: Field) -> None:
    found = draft.store.sites.by_link(draft.sites[0].link)
    assert found is not None
    assert found.door is Door.DRAFT
    with pytest.raises(StoreError):
        draft.store.drafts.start(draft.sites[0])
    assert draft.store.waves.open(draft.wave).state is WaveState.OPEN
    draft.answer(A="1")
    with pytest.raises(StoreError, match="is no draft"):
        draft.store.waves.open(draft.wave)
    with pytest.raises(StoreError, match="people may have answered"):
        draft.store.waves.change(draft.wave, new_wave(SMALL))
    with pytest.raises(StoreError, match="may have answered"):
        draft.store.sites.remove(draft.sites[0])


def test_a_setting_that_cannot_be_changes_nothing(draft: Field) -> None:
    for wrong in (
        {"privacy": Privacy.CONFIDENTIAL},
        {"form": "none"},
        {"closes": START - 2 * DAY},
        {"title": " "},
    ):
        with pytest.raises(StoreError):
            draft.store.waves.change(draft.wave, new_wave(SMALL, **wrong))
    assert draft.store.waves.get(draft.wave.id) == draft.wave


def test_another_promise_keeps_the_people_and_ends_their_codes(draft: Field) -> None:
    confidential = new_wave(SMALL, privacy=Privacy.CONFIDENTIAL, way_in=WayIn.CODES)
    wave = draft.store.waves.change(draft.wave, confidential)
    (ada,) = draft.store.codes.invite(wave, draft.sites[0], [NewInvitee("Ada", "ada@ash.example")])
    draft.store.waves.change(wave, replace(confidential, title="Summer"))
    assert draft.store.codes.find(ada.code) is not None  # nothing that binds a code was changed
    with pytest.raises(StoreError, match="has a list of 1 people, and an anonymous wave has none"):
        draft.store.waves.change(wave, replace(confidential, privacy=Privacy.ANONYMOUS))
    assert draft.store.codes.find(ada.code) is not None
    identified = draft.store.waves.change(wave, replace(confidential, privacy=Privacy.IDENTIFIED))
    assert draft.store.codes.find(ada.code) is None
    assert [one.name for one in draft.store.invitees.of(identified)] == ["Ada"]
    (again,) = draft.store.codes.reissue(identified, draft.sites[0])
    assert draft.store.codes.find(again.code) is not None


def test_a_school_leaves_a_draft_with_its_codes(draft: Field) -> None:
    wave = draft.store.waves.change(draft.wave, new_wave(SMALL, way_in=WayIn.CODES))
    (code,) = draft.store.codes.issue(wave, draft.sites[0], 1)
    draft.store.sites.remove(draft.sites[0])
    assert draft.store.codes.find(code) is None
    assert [site.school for site in draft.store.sites.of(wave)] == ["Birch", "Cedar"]
