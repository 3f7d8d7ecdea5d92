"""Drafts: saved page by page, merged when stale, unreadable without their key, and gone in time."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from engine.store import Draft, DraftGone, DraftKey, StaleDraft, Store, StoreError, WaveClosed
from tests.engine.store.field import START, Clock, Field, nothing


def begin(field: Field) -> tuple[DraftKey, Draft]:
    key = field.store.drafts.start(field.sites[0])
    draft = field.store.drafts.load(key)
    assert draft is not None
    return key, draft


def test_a_new_draft_is_empty(field: Field) -> None:
    _, draft = begin(field)
    assert (draft.site_id, draft.page, draft.revision, dict(draft.answers)) == (field.sites[0].id, 0, 0, {})
    assert len(draft.response_id) == 16
    assert draft.started == START.replace(second=10, microsecond=0)


def test_what_was_saved_is_loaded(field: Field) -> None:
    key, draft = begin(field)
    answers = {"A": ("4",), "grades": ("k", "g1"), "comment": ("café \N{ZERO WIDTH JOINER} \x00 😀",)}
    saved = field.store.drafts.save(key, replace(draft, answers=answers, page=2))
    assert saved.revision == 1
    assert field.store.drafts.load(key) == saved
    assert (saved.response_id, saved.started) == (draft.response_id, draft.started)
    assert dict(saved.answers) == answers


def test_it_outlives_the_process(place: str, clock: Clock, field: Field) -> None:
    key, draft = begin(field)
    field.store.drafts.save(key, replace(draft, page=3))
    field.store.close()
    with Store.open(place, now=clock) as reopened:
        loaded = reopened.drafts.load(DraftKey(key.token))
    assert loaded is not None
    assert loaded.page == 3


def test_of_two_tabs_the_second_learns_what_the_first_saved(field: Field) -> None:
    key, both_saw = begin(field)
    field.store.drafts.save(key, replace(both_saw, answers={"A": ("4",)}))
    with pytest.raises(StaleDraft) as stale:
        field.store.drafts.save(key, replace(both_saw, answers={"B": ("2",)}))
    current = stale.value.current
    merged = field.store.drafts.save(key, replace(current, answers={**current.answers, "B": ("2",)}))
    assert dict(merged.answers) == {"A": ("4",), "B": ("2",)}
    assert merged.revision == 2


def test_a_strangers_key_opens_nothing(field: Field) -> None:
    _, draft = begin(field)
    for token in ("", "guess", "é" * 43):
        assert field.store.drafts.load(DraftKey(token)) is None
        with pytest.raises(DraftGone, match="No answers are kept under this key") as gone:
            field.store.drafts.save(DraftKey(token), draft)
        assert not gone.value.submitted


def test_a_token_is_long_and_does_not_show(field: Field) -> None:
    key, draft = begin(field)
    assert len(key.token) == 43
    assert key.token not in repr(key)
    saved = field.store.drafts.save(key, replace(draft, answers={"comment": ("secret words",)}))
    assert "secret words" not in repr(saved)
    assert draft.response_id.hex() not in repr(saved)


def test_without_the_key_the_file_tells_nothing(sqlite_field: Field, file: Path) -> None:
    key, draft = begin(sqlite_field)
    words = "The principal decides alone"
    sqlite_field.store.drafts.save(key, replace(draft, answers={"comment": (words,)}))
    kept = b"".join(path.read_bytes() for path in file.parent.glob("barograph.db*"))
    assert b"Birch" in kept  # what is not secret is found, so the search works
    for secret in (words.encode(), b'"answers"', key.token.encode(), draft.response_id):
        assert secret not in kept
    (row,) = raw(file, "SELECT key_hash, payload FROM draft")
    assert key.token.encode() not in row[0] + row[1]


def test_a_draft_put_in_anothers_place_is_noticed(sqlite_field: Field, file: Path) -> None:
    key, draft = begin(sqlite_field)
    (old,) = raw(file, "SELECT payload FROM draft")
    sqlite_field.store.drafts.save(key, replace(draft, page=1))
    raw(file, "UPDATE draft SET payload = ?", old[0])
    with pytest.raises(StoreError, match="changed by something other than Barograph"):
        sqlite_field.store.drafts.load(key)


def test_drafts_expire_by_days_since_their_last_save(field: Field, clock: Clock) -> None:
    old, _ = begin(field)
    renewed, draft = begin(field)
    clock.move(days=10)
    field.store.drafts.save(renewed, draft)
    clock.move(days=5)
    assert field.store.drafts.expire(older_than_days=15) == 0
    assert field.store.drafts.expire(older_than_days=14) == 1
    assert field.store.drafts.load(old) is None
    assert field.store.drafts.load(renewed) is not None


@pytest.mark.parametrize(
    ("days", "words"), [(-2, "is not open yet; come back on 2026-03-01"), (31, "is over")]
)
def test_a_form_opens_only_while_the_wave_is_open(field: Field, clock: Clock, days: int, words: str) -> None:
    clock.move(days=days)
    with pytest.raises(WaveClosed, match=words):
        field.store.drafts.start(field.sites[0])


def test_a_closed_wave_has_no_drafts(field: Field) -> None:
    key, draft = begin(field)
    field.store.closing.close(field.wave, nothing)
    assert field.store.drafts.load(key) is None
    with pytest.raises(DraftGone):
        field.store.drafts.save(key, draft)


def raw(file: Path, statement: str, *values: object) -> list[tuple[bytes, ...]]:
    connection = sqlite3.connect(file)
    with connection:
        found = connection.execute(statement, values).fetchall()
    connection.close()
    return found
