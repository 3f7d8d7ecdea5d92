"""Personal codes: issued to whoever runs a wave, found again however they are typed, used once."""

from datetime import date

import pytest

from engine.instrument.model import Privacy
from engine.store import (
    CodeNeeded,
    CodeState,
    CodesUsed,
    Door,
    DraftGone,
    DraftKey,
    NewInvitee,
    Store,
    StoreError,
    TooManyTries,
    WaveClosed,
    WaveState,
    WayIn,
    code_signs,
)
from engine.store.code_tries import MOST_DIGITS_IN_VAIN, MOST_IN_VAIN
from tests.engine.store.field import Clock, Field, lay_out, nothing

NAMED = [Privacy.CONFIDENTIAL, Privacy.IDENTIFIED]


@pytest.fixture
def coded(store: Store) -> Field:
    """An open anonymous wave by codes at three schools."""
    return lay_out(store, way_in=WayIn.CODES)


def answers(field: Field) -> int:
    return sum(field.store.responses.counts(field.wave).values())


def test_a_code_opens_its_school_until_it_is_used(coded: Field) -> None:
    first, second = coded.store.codes.issue(coded.wave, coded.sites[1], 2)
    found = coded.store.codes.find(first)
    assert found is not None
    assert (found.site.id, found.link, found.state) == (coded.sites[1].id, coded.sites[1].link, CodeState.NEW)
    key = coded.store.drafts.start(found.site, found.key)
    begun = coded.store.codes.find(first)
    assert begun is not None
    assert (begun.key, begun.state) == (key, CodeState.UNDER_WAY)
    assert not coded.store.submissions.submit(key, coded.submission(A="4"), 60).already_submitted
    used = coded.store.codes.find(first)
    assert used is not None
    assert used.state is CodeState.SENT
    assert coded.store.submissions.submit(key, coded.submission(A="4"), 60).already_submitted
    with pytest.raises(DraftGone, match="submitted already"):
        coded.store.drafts.start(found.site, found.key)
    assert coded.store.codes.counts(coded.wave)[coded.sites[1].id] == CodesUsed(issued=2, sent=1)
    assert coded.store.codes.find(second) is not None
    assert answers(coded) == 1


def test_a_form_that_was_begun_with_a_code_is_found_with_its_answers(coded: Field) -> None:
    (code,) = coded.store.codes.issue(coded.wave, coded.sites[0], 1)
    found = coded.store.codes.find(code)
    assert found is not None
    key = coded.store.drafts.start(found.site, found.key)
    draft = coded.store.drafts.load(key)
    assert coded.store.drafts.start(found.site, found.key) == key
    assert coded.store.drafts.load(key) == draft


def test_without_a_code_of_this_school_nothing_begins(coded: Field) -> None:
    (code,) = coded.store.codes.issue(coded.wave, coded.sites[0], 1)
    found = coded.store.codes.find(code)
    assert found is not None
    for site, key in ((coded.sites[0], None), (coded.sites[1], found.key), (coded.sites[0], DraftKey("x"))):
        with pytest.raises(CodeNeeded, match="type the code that you were given"):
            coded.store.drafts.start(site, key)
    by_link = coded.another_wave(title="By link")
    with pytest.raises(StoreError, match="follow the link"):
        coded.store.drafts.start(by_link.sites[0], found.key)


def test_new_codes_replace_those_that_nobody_has_used(coded: Field) -> None:
    codes = coded.store.codes
    used, begun, unused = codes.issue(coded.wave, coded.sites[0], 3)
    (elsewhere,) = codes.issue(coded.wave, coded.sites[1], 1)
    coded.answer(A="4", code=used)
    under_way = codes.find(begun)
    assert under_way is not None
    coded.store.drafts.start(under_way.site, under_way.key)
    (fresh,) = codes.issue(coded.wave, coded.sites[0], 1)
    assert codes.find(unused) is None
    assert [found and found.state for found in map(codes.find, (used, begun, fresh, elsewhere))] == [
        CodeState.SENT,
        CodeState.UNDER_WAY,
        CodeState.NEW,
        CodeState.NEW,
    ]
    assert not coded.store.submissions.submit(under_way.key, coded.submission(A="2"), 60).already_submitted
    codes.issue(coded.wave, coded.sites[0], 2, beside=True)
    assert codes.find(fresh) is not None
    assert codes.counts(coded.wave)[coded.sites[0].id] == CodesUsed(issued=5, sent=2)
    assert codes.void(coded.sites[0]) == 3


def test_answers_taken_back_give_the_code_back(coded: Field) -> None:
    (code,) = coded.store.codes.issue(coded.wave, coded.sites[0], 1)
    receipt = coded.answer(A="4", code=code)
    assert coded.store.submissions.withdraw(receipt.withdrawal_code or "")
    assert answers(coded) == 0
    coded.answer(A="2", code=code)
    assert answers(coded) == 1


def test_a_code_to_go_on_with_opens_the_draft_and_is_replaced_by_the_next(field: Field) -> None:
    store = field.store
    key = store.drafts.start(field.sites[2])
    earlier = store.resumes.issue(key)
    code = store.resumes.issue(key)
    assert store.resumes.find(earlier) is None
    assert store.resumes.find(code.lower().replace("-", " ")) == (field.sites[2].link, key)
    found = store.codes.find(code)
    assert found is not None
    assert (found.link, found.key, found.state) == (field.sites[2].link, key, CodeState.UNDER_WAY)
    store.submissions.submit(key, field.submission(A="4"), 60)
    assert store.resumes.find(code) is None
    with pytest.raises(DraftGone):
        store.resumes.issue(key)


@pytest.mark.parametrize("privacy", NAMED)
def test_people_on_a_list_have_a_code_each_and_are_known_to_have_answered(
    store: Store, privacy: Privacy
) -> None:
    field = lay_out(store, way_in=WayIn.CODES, privacy=privacy)
    people = [NewInvitee("Ada Ash", "ada@school.example"), NewInvitee("Bo Birch")]
    ada, bo = store.codes.invite(field.wave, field.sites[0], people)
    (cy,) = store.codes.invite(field.wave, field.sites[0], [NewInvitee("Cy Cedar")])
    assert [person.invitee.number for person in (ada, bo, cy)] == [1, 2, 3]
    field.answer(A="4", code=bo.code)
    store.invitees.remind([ada.invitee], date(2026, 3, 3))
    listed = store.invitees.of(field.wave)
    assert [(one.name, one.address, one.answered, one.reminded) for one in listed] == [
        ("Ada Ash", "ada@school.example", False, date(2026, 3, 3)),
        ("Bo Birch", None, True, None),
        ("Cy Cedar", None, False, None),
    ]
    (lost, _) = store.codes.reissue(field.wave, field.sites[0])
    assert lost.invitee.name == "Ada Ash"
    assert store.codes.find(ada.code) is None
    assert store.codes.find(lost.code) is not None


def test_a_join_code_leads_to_its_school_until_the_close(field: Field, clock: Clock) -> None:
    ash, birch, _ = field.sites
    assert ash.join_code != birch.join_code
    typed = f" {(ash.join_code or '')[:3]}-{(ash.join_code or '')[3:]} "
    found = field.store.sites.by_join_code(typed)
    assert found is not None
    assert (found.id, found.link) == (ash.id, ash.link)
    assert field.store.sites.by_join_code("12345") is None
    field.answer(A="4")
    field.store.closing.close(field.wave, nothing)
    assert field.store.sites.by_join_code(ash.join_code or "") is None
    assert field.store.sites.get(ash.id).join_code is None
    field.store.closing.reopen(field.wave, "a school had no link", None)
    assert field.store.sites.get(ash.id).join_code not in (None, ash.join_code)


def test_guessing_ends_for_the_day_and_touches_nobody_elses_code(coded: Field, clock: Clock) -> None:
    codes = coded.store.codes
    issued = codes.issue(coded.wave, coded.sites[0], 1)[0]
    guess = next(made for made in iter(code_signs.draw, None) if made[:2] != issued[:2])
    for _ in range(MOST_IN_VAIN):
        assert codes.find(guess) is None
    with pytest.raises(TooManyTries, match="try again tomorrow"):
        codes.find(guess)
    assert codes.find(issued) is not None
    clock.move(days=1)
    assert codes.find(guess) is None


@pytest.mark.parametrize(
    ("person", "words"),
    [
        (NewInvitee("  "), "is empty"),
        (NewInvitee("x" * 201), "too long"),
        (NewInvitee("Ada\u200b"), "can't be shown"),
        (NewInvitee("Ada", "ada at school"), "write it as name@school.org"),
    ],
)
def test_people_who_cannot_be_are_refused(store: Store, person: NewInvitee, words: str) -> None:
    field = lay_out(store, way_in=WayIn.CODES, privacy=Privacy.CONFIDENTIAL)
    with pytest.raises(StoreError, match=words):
        store.codes.invite(field.wave, field.sites[0], [NewInvitee("Bo"), person])
    assert store.invitees.of(field.wave) == ()
    assert dict(store.codes.counts(field.wave)) == {site.id: CodesUsed(0, 0) for site in field.sites}


def test_codes_are_made_for_waves_that_take_them(coded: Field) -> None:
    codes, named = coded.store.codes, [NewInvitee("Ada")]
    by_link = coded.another_wave(title="By link")
    with pytest.raises(StoreError, match="by the link of their school"):
        codes.issue(by_link.wave, by_link.sites[0], 1)
    with pytest.raises(StoreError, match="anonymous: no list of people"):
        codes.invite(coded.wave, coded.sites[0], named)
    with pytest.raises(StoreError, match="another place"):
        codes.issue(coded.wave, by_link.sites[0], 1)
    for number in (0, 2001):
        with pytest.raises(StoreError, match="ask for 1 to 2000"):
            codes.issue(coded.wave, coded.sites[0], number)
    identified = coded.another_wave(title="Named", way_in=WayIn.CODES, privacy=Privacy.IDENTIFIED)
    with pytest.raises(StoreError, match="give a list of people"):
        codes.issue(identified.wave, identified.sites[0], 1)
    coded.store.closing.close(coded.wave, nothing)
    with pytest.raises(StoreError, match="is closed"):
        codes.issue(coded.wave, coded.sites[0], 1)


def test_codes_can_be_made_for_a_draft_and_let_nobody_in_before_it_opens(store: Store, clock: Clock) -> None:
    draft = lay_out(store, way_in=WayIn.CODES, draft=True)
    assert draft.wave.draft
    (code,) = store.codes.issue(draft.wave, draft.sites[0], 1)
    found = store.codes.find(code)
    assert found is not None
    assert found.site.door is Door.DRAFT
    with pytest.raises(WaveClosed, match="was not opened yet"):
        store.drafts.start(found.site, found.key)
    with pytest.raises(StoreError, match="is a draft; open it, or delete it"):
        store.closing.close(draft.wave, nothing)
    with pytest.raises(StoreError, match="is draft"):
        store.closing.reopen(draft.wave, "why not")
    opened = store.waves.open(draft.wave)
    with pytest.raises(StoreError, match="no draft"):
        store.waves.open(opened)
    store.drafts.start(found.site, found.key)
    other = draft.another_wave(title="Another", way_in=WayIn.CODES, draft=True)
    store.codes.issue(other.wave, other.sites[0], 2)
    store.waves.remove(other.wave)
    assert [wave.title for wave in store.waves.of(draft.study)] == ["Spring"]


def test_a_confidential_wave_without_any_code_reopens_until_its_key_is_destroyed(store: Store) -> None:
    field = lay_out(store, privacy=Privacy.CONFIDENTIAL, way_in=WayIn.CODES)
    store.closing.close(field.wave, nothing)
    store.closing.reopen(field.wave, "no slip had been printed")
    (code,) = store.codes.issue(field.wave, field.sites[0], 1)
    assert store.codes.find(code) is not None
    store.closing.close(field.wave, nothing)
    store.codes.destroy_link_key(field.wave)
    with pytest.raises(StoreError, match="was destroyed, as it was promised"):
        store.closing.reopen(field.wave, "one more")


def test_a_close_of_a_wave_without_codes_that_broke_off_is_given_up(store: Store) -> None:
    field = lay_out(store, privacy=Privacy.CONFIDENTIAL, way_in=WayIn.CODES)
    store.closing._begin(field.wave)
    assert store.closing.reopen(field.wave, "the machine stopped").state is WaveState.OPEN


def test_join_codes_differ_by_more_than_a_slip(store: Store) -> None:
    field = lay_out(store)
    for number in range(20):
        field.another_wave(title=f"Wave {number}")
    with store._database.reading() as connection:
        drawn = list(connection.exec_driver_sql("SELECT join_code FROM site").scalars())
    assert len(set(drawn)) == 63
    assert not any(code_signs.mistaken_for(code) & set(drawn) for code in drawn)


def test_guessing_join_codes_ends_for_the_day(field: Field, clock: Clock) -> None:
    mine = field.sites[0].join_code or ""
    guess = next(made for made in iter(code_signs.draw_join_code, None) if made[:2] != mine[:2])
    assert field.store.sites.by_join_code(guess) is None
    with field.store._database.writing() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM code_attempt").all()
        assert [(row.beginning, row.count) for row in rows] == [(f"join:{guess[:2]}", 1)]
        assert len(rows[0]) == 3  # how it begins, the day and the number: nothing of whoever typed
        most = f"UPDATE code_attempt SET count = {MOST_DIGITS_IN_VAIN}"
        connection.exec_driver_sql(most)
    with pytest.raises(TooManyTries):
        field.store.sites.by_join_code(guess)
    assert field.store.sites.by_join_code(mine) is not None


def test_a_school_that_mistypes_its_codes_is_not_shut_out(coded: Field) -> None:
    """Slips of the hand are found by the check sign and count nowhere, however many people of a school make them."""
    issued = coded.store.codes.issue(coded.wave, coded.sites[0], 60)
    for code in issued:
        plain = code.replace("-", "")
        swapped = plain[1] + plain[0] + plain[2:]
        assert swapped == plain or coded.store.codes.find(swapped) is None
        assert coded.store.codes.find(("7" if plain[4] != "7" else "9").join((plain[:4], plain[5:]))) is None
    with coded.store._database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM code_attempt").scalar() == 0
    assert all(coded.store.codes.find(code) for code in issued)
