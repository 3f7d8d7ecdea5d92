"""Waves that know who answers: people correct and erase their own answers, and others do on request."""

import pytest

from engine.instrument.model import Privacy
from engine.store import (
    CodeState,
    CodesUsed,
    DraftGone,
    DraftKey,
    InvitedPerson,
    NewInvitee,
    Store,
    StoreError,
    WaveClosed,
    WayIn,
)
from tests.engine.store.field import Field, lay_out, nothing

NAMED = [Privacy.CONFIDENTIAL, Privacy.IDENTIFIED]


def invited(store: Store, privacy: Privacy) -> tuple[Field, InvitedPerson, InvitedPerson]:
    field = lay_out(store, way_in=WayIn.CODES, privacy=privacy)
    ada, bo = store.codes.invite(field.wave, field.sites[0], [NewInvitee("Ada"), NewInvitee("Bo")])
    field.answer(A="4", role="teacher", comment="as it was", code=ada.code)
    field.answer(A="2", code=bo.code)
    return field, ada, bo


def key_of(field: Field, person: InvitedPerson) -> DraftKey:
    found = field.store.codes.find(person.code)
    assert found is not None
    return found.key


def stored(field: Field) -> list[tuple[object, ...]]:
    with field.store._database.reading() as connection:
        query = "SELECT person, codes, open_answers FROM response ORDER BY codes"
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def answered(field: Field) -> list[bool]:
    return [person.answered for person in field.store.invitees.of(field.wave)]


def test_a_person_corrects_their_answers_and_has_one_response(store: Store) -> None:
    field, ada, bo = invited(store, Privacy.IDENTIFIED)
    key = key_of(field, ada)
    draft = store.own_answers.reopen(key)
    assert dict(draft.answers) == {"A": ("4",), "role": ("teacher",), "comment": ("as it was",)}
    assert store.drafts.load(key) == draft == store.own_answers.reopen(key)
    assert sum(store.responses.counts(field.wave).values()) == 2
    receipt = store.submissions.submit(key, field.submission(A="5", comment="as it is"), 30)
    assert not receipt.already_submitted
    assert {row[0] for row in stored(field)} == {ada.invitee.id, bo.invitee.id}
    assert [row[2] for row in stored(field) if row[0] == ada.invitee.id] != []
    assert store.codes.counts(field.wave)[field.sites[0].id] == CodesUsed(issued=2, sent=2)
    assert dict(store.own_answers.reopen(key).answers) == {"A": ("5",), "comment": ("as it is",)}
    assert store.submissions.withdraw(receipt.withdrawal_code or "")
    assert sum(store.responses.counts(field.wave).values()) == 1


@pytest.mark.parametrize("privacy", NAMED)
def test_a_person_erases_their_answers_and_may_answer_again(store: Store, privacy: Privacy) -> None:
    field, ada, _ = invited(store, privacy)
    key = key_of(field, ada)
    assert store.own_answers.erase(key)
    assert sum(store.responses.counts(field.wave).values()) == 1
    assert answered(field) == [False, True]
    with pytest.raises(DraftGone):
        store.own_answers.erase(key)
    field.answer(A="1", code=ada.code)
    assert answered(field) == [True, True]


def test_answers_to_a_confidential_wave_are_not_shown_again(store: Store) -> None:
    field, ada, _ = invited(store, Privacy.CONFIDENTIAL)
    with pytest.raises(StoreError, match="cannot be seen again: it is confidential"):
        store.own_answers.reopen(key_of(field, ada))


def test_answers_to_an_anonymous_wave_are_found_by_nobody(store: Store) -> None:
    field = lay_out(store, way_in=WayIn.CODES)
    (code,) = store.codes.issue(field.wave, field.sites[0], 1)
    field.answer(A="4", code=code)
    found = store.codes.find(code)
    assert found is not None
    with pytest.raises(StoreError, match="Nobody can find your answers"):
        store.own_answers.erase(found.key)
    with pytest.raises(StoreError, match="cannot be seen again"):
        store.own_answers.reopen(found.key)


@pytest.mark.parametrize("privacy", NAMED)
def test_after_the_close_nobody_corrects_and_the_hub_erases_on_request(
    store: Store, privacy: Privacy
) -> None:
    field, ada, bo = invited(store, privacy)
    key = key_of(field, ada)
    store.closing.close(field.wave, nothing)
    for change in (store.own_answers.reopen, store.own_answers.erase):
        with pytest.raises(WaveClosed):
            change(key)
    assert store.invitees.erase_answers(ada.invitee)
    assert not store.invitees.erase_answers(ada.invitee)
    assert len(field.read()) == 1
    store.invitees.forget(bo.invitee)
    assert len(field.read()) == 1
    assert [person.name for person in store.invitees.of(field.wave)] == ["Ada"]
    assert [row[0] for row in stored(field)] == [None]


@pytest.mark.parametrize("privacy", NAMED)
def test_a_person_who_is_forgotten_can_use_their_code_no_more(store: Store, privacy: Privacy) -> None:
    field, ada, bo = invited(store, privacy)
    store.invitees.forget(ada.invitee)
    assert store.codes.find(ada.code) is None
    assert sum(store.responses.counts(field.wave).values()) == 2
    found = store.codes.find(bo.code)
    assert found is not None
    assert found.state is CodeState.SENT


def test_once_the_key_is_destroyed_nobody_is_found(store: Store) -> None:
    field, ada, _ = invited(store, Privacy.CONFIDENTIAL)
    with pytest.raises(StoreError, match="not closed; close it first"):
        store.codes.destroy_link_key(field.wave)
    store.closing.close(field.wave, nothing)
    assert store.codes.destroy_link_key(field.wave) == 2
    assert store.codes.destroy_link_key(field.wave) == 0
    assert store.invitees.of(field.wave) == ()
    assert len(field.read()) == 2
    with pytest.raises(StoreError, match="was destroyed, as it was promised"):
        store.invitees.erase_answers(ada.invitee)
    with pytest.raises(StoreError, match="was destroyed, as it was promised"):
        store.closing.reopen(field.wave, "more came in")
    identified = field.another_wave(title="Named", way_in=WayIn.CODES, privacy=Privacy.IDENTIFIED)
    with pytest.raises(StoreError, match="is identified: it has no key"):
        store.codes.destroy_link_key(identified.wave)


def test_a_lost_slip_of_somebody_who_has_begun_is_replaced_by_name_alone(store: Store) -> None:
    field = lay_out(store, way_in=WayIn.CODES, privacy=Privacy.CONFIDENTIAL)
    (ada,) = store.codes.invite(field.wave, field.sites[0], [NewInvitee("Ada")])
    key = key_of(field, ada)
    store.drafts.start(field.sites[0], key)
    assert store.codes.reissue(field.wave, field.sites[0]) == ()
    (again,) = store.codes.reissue(field.wave, field.sites[0], [ada.invitee])
    assert store.drafts.load(key) is None
    assert store.codes.find(ada.code) is None
    field.answer(A="4", code=again.code)
    assert store.codes.reissue(field.wave, field.sites[0], [ada.invitee]) == ()


def test_numbered_slips_of_a_confidential_wave_tell_which_were_used(store: Store) -> None:
    field = lay_out(store, way_in=WayIn.CODES, privacy=Privacy.CONFIDENTIAL)
    first, _, third = store.codes.issue(field.wave, field.sites[0], 3)
    field.answer(A="4", code=first)
    (fresh,) = store.codes.issue(field.wave, field.sites[0], 1)
    assert store.codes.find(third) is None
    listed = [(person.number, person.name, person.answered) for person in store.invitees.of(field.sites[0])]
    assert listed == [(1, "", True), (2, "", False)]
    field.answer(A="3", code=fresh)
    assert answered(field) == [True, True]
