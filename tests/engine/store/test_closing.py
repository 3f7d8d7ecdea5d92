"""Closing: results frozen once, all or nothing, and what reopening leaves."""

import json
from dataclasses import replace
from datetime import timedelta
from errno import ENOSPC
from functools import partial
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import event, select

from engine.store import Device, NotFound, Store, StoreError, Wave, WaveState, schema
from tests.engine.store.field import START, Clock, Field, nothing


def mean_of_first_item(store: Store, wave: Wave) -> dict[str, Any]:
    codes = [int(code) for block in store.responses.blocks(wave) for code in block.codes[:, 0]]
    return {"n": len(codes), "sum": sum(codes), "title": f"Bäume {wave.title}"}


def test_a_close_freezes_its_results(field: Field) -> None:
    field.answer(A="4")
    field.answer(A="5")
    snapshot = field.store.closing.close(field.wave, partial(mean_of_first_item, field.store))
    assert (snapshot.number, snapshot.day) == (1, START.date())
    assert dict(snapshot.document) == {"n": 2, "sum": 3 + 4, "title": "Bäume Spring"}
    assert field.store.waves.get(field.wave.id).state is WaveState.CLOSED
    assert field.store.results.snapshot(field.wave) == snapshot
    text = json.dumps(dict(snapshot.document), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert snapshot.digest == sha256(text.encode()).hexdigest()


def test_results_are_built_from_a_wave_that_is_closing(field: Field) -> None:
    seen: list[WaveState] = []

    def build(wave: Wave) -> dict[str, Any]:
        seen.append(wave.state)
        return {}

    field.store.closing.close(field.wave, build)
    assert seen == [WaveState.CLOSING]


def test_a_failed_close_changes_nothing(field: Field) -> None:
    code = field.answer(A="4").withdrawal_code or ""
    key = field.store.drafts.start(field.sites[0])

    def fail(_wave: Wave) -> dict[str, Any]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        field.store.closing.close(field.wave, fail)
    with pytest.raises(StoreError, match="cannot be kept as JSON"):
        field.store.closing.close(field.wave, lambda _wave: {"mean": float("nan")})
    with pytest.raises(StoreError, match="cannot be kept as JSON"):
        field.store.closing.close(field.wave, lambda _wave: {"mean": object()})
    assert field.store.waves.get(field.wave.id).state is WaveState.OPEN
    assert field.store.results.snapshots(field.wave) == ()
    assert field.store.drafts.load(key) is not None
    field.store.submissions.submit(key, field.submission(A="5"), 60)
    assert field.store.submissions.withdraw(code)


def test_a_closed_wave_is_not_closed_again(field: Field) -> None:
    field.store.closing.close(field.wave, nothing)
    with pytest.raises(StoreError, match="is closed already; look at its last snapshot"):
        field.store.closing.close(field.wave, nothing)


def test_a_close_that_a_crash_cut_short_can_be_taken_up(field: Field) -> None:
    field.answer(A="4")
    field.store.closing._begin(field.wave)
    assert field.store.waves.get(field.wave.id).state is WaveState.CLOSING
    assert field.store.closing.close(field.wave, partial(mean_of_first_item, field.store)).document["n"] == 1


def test_a_close_that_a_crash_cut_short_can_be_given_up(field: Field) -> None:
    field.store.closing._begin(field.wave)
    assert field.store.closing.reopen(field.wave, "the machine stopped").state is WaveState.OPEN
    field.answer(A="4")


def test_of_two_closes_at_once_one_wins(field: Field) -> None:
    field.answer(A="4")

    def closed_by_another(wave: Wave) -> dict[str, Any]:
        field.store.closing.close(wave, partial(mean_of_first_item, field.store))
        return {"n": "too late"}

    with pytest.raises(
        StoreError, match="being closed by another program just now; wait until it has finished"
    ):
        field.store.closing.close(field.wave, closed_by_another)
    assert field.store.waves.get(field.wave.id).state is WaveState.OPEN
    field.store.closing.close(field.wave, partial(mean_of_first_item, field.store))
    assert field.store.results.snapshot(field.wave).document["n"] == 1


def test_an_attempt_that_was_taken_over_can_no_longer_finish(field: Field) -> None:
    field.answer(A="4")
    attempt = field.store.closing._begin(field.wave)
    field.store.closing.close(field.wave, partial(mean_of_first_item, field.store))
    with pytest.raises(StoreError, match="Another attempt to close the wave 'Spring' took over"):
        field.store.closing._finish(field.wave, attempt, {"n": "too late"}, dict)
    assert field.store.results.snapshot(field.wave).document["n"] == 1


def test_a_close_that_was_killed_is_undone_at_the_next_start(field: Field, place: str) -> None:
    field.answer(A="4")
    key = field.store.drafts.start(field.sites[0])
    field.store.closing._begin(field.wave)  # and here its program is killed
    with Store.open(place) as started:
        assert started.waves.get(field.wave.id).state is WaveState.OPEN
        assert started.drafts.load(key) is not None
    assert field.store.closing.undo_broken_off() == 0


def test_a_lock_that_cannot_be_made_is_told_and_the_wave_stays_open(
    sqlite_field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr("engine.store.locks.Path.open", full)
    with pytest.raises(StoreError, match=r"cannot be made \(No space left on device\); free some space"):
        sqlite_field.store.closing.close(sqlite_field.wave, nothing)
    assert sqlite_field.store.waves.get(sqlite_field.wave.id).state is WaveState.OPEN


def test_a_close_under_way_is_not_undone(field: Field, place: str) -> None:
    def meanwhile(wave: Wave) -> dict[str, Any]:
        assert field.store.closing.undo_broken_off() == 0
        with Store.open(place) as started:
            assert started.waves.get(wave.id).state is WaveState.CLOSING
        return {"n": 0}

    field.store.closing.close(field.wave, meanwhile)
    assert field.store.waves.get(field.wave.id).state is WaveState.CLOSED


def test_an_unknown_wave_is_not_closed(field: Field, store: Store) -> None:
    with pytest.raises(NotFound, match="There is no wave 77"):
        store.closing.close(replace(field.wave, id=77), nothing)


def test_a_reopened_wave_gets_new_results_beside_the_old(field: Field) -> None:
    field.answer(A="4")
    first = field.store.closing.close(field.wave, partial(mean_of_first_item, field.store))
    reopened = field.store.closing.reopen(field.wave, "Cedar asked for a week more")
    assert reopened.state is WaveState.OPEN
    field.answer(A="5")
    second = field.store.closing.close(field.wave, partial(mean_of_first_item, field.store))
    assert (first.document["n"], second.document["n"], second.number) == (1, 2, 2)
    assert field.store.results.snapshots(field.wave) == (first, second)
    assert field.store.results.snapshot(field.wave, 1) == first
    with field.store._database.reading() as connection:
        (row,) = connection.exec_driver_sql("SELECT number, day, reason FROM reopening").all()
    assert (row.number, str(row.day), row.reason) == (1, "2026-03-02", "Cedar asked for a week more")


def test_reopening_needs_a_reason_and_time(field: Field, clock: Clock) -> None:
    with pytest.raises(StoreError, match="is open; nothing is needed"):
        field.store.closing.reopen(field.wave, "because")
    field.store.closing.close(field.wave, nothing)
    with pytest.raises(StoreError, match="reopened for a reason"):
        field.store.closing.reopen(field.wave, "  ")
    clock.move(days=40)
    with pytest.raises(StoreError, match="give a time of closing that lies ahead"):
        field.store.closing.reopen(field.wave, "late answers")
    later = clock.now.replace(month=5)
    assert field.store.closing.reopen(field.wave, "late answers", closes=later).closes == later
    field.answer(A="4")


def test_a_wave_ends_before_the_day_until_which_answers_are_kept(field: Field) -> None:
    told = field.wave.closes.date() + timedelta(days=3)
    wave = field.store.waves.tell(field.wave, None, told)
    two_more = wave.closes + timedelta(days=2)
    assert field.store.waves.extend(wave, two_more).closes == two_more
    with pytest.raises(StoreError, match="give a last day before that one"):
        field.store.waves.extend(wave, wave.closes + timedelta(days=3))
    field.store.closing.close(wave, nothing)
    with pytest.raises(StoreError, match="were told that single answers are kept until"):
        field.store.closing.reopen(wave, "late answers", wave.closes + timedelta(days=3))
    assert field.store.closing.reopen(wave, "late answers", two_more).closes == two_more


def test_there_are_no_results_before_a_close(field: Field) -> None:
    with pytest.raises(NotFound, match="has no such results; close the wave first"):
        field.store.results.snapshot(field.wave)
    field.store.closing.close(field.wave, nothing)
    with pytest.raises(NotFound):
        field.store.results.snapshot(field.wave, 2)


def test_responses_are_the_same_before_and_after_the_rewriting(field: Field) -> None:
    for number in range(40):
        field.answer(number % 3, A=str(number % 5 + 1), role="teacher", comment=f"c{number}")
    before: list[tuple[bytes, int]] = []

    def build(wave: Wave) -> dict[str, Any]:
        before.extend(field.read())
        before_open.extend(field.store.responses.open_answers(wave))
        return {}

    before_open: list[object] = []
    field.store.closing.close(field.wave, build)
    assert len(before) == 40
    assert field.read() == before
    assert list(field.store.responses.open_answers(field.wave)) == before_open


def test_devices_are_counted_with_their_schools_at_each_close(field: Field) -> None:
    ash, birch, cedar = (site.id for site in field.sites)
    devices = [(0, Device.AGAIN), (0, Device.AGAIN), (1, Device.SHARED), (1, Device.AGAIN), (2, Device.OWN)]
    for site, device in devices:
        field.answer(site, A="3", device=device)
    assert field.store.responses.again(field.wave) == {ash: 2, birch: 1, cedar: 0}
    field.store.closing.close(field.wave, nothing)
    field.store.closing.reopen(field.wave, "late answers")
    for device in (Device.AGAIN, Device.SHARED):
        field.answer(1, A="3", device=device)
    field.store.closing.close(field.wave, nothing)
    assert field.store.responses.again(field.wave) == {ash: 2, birch: 2, cedar: 0}
    kept = select(schema.site.c.id, schema.site.c.shared).where(schema.site.c.wave_id == field.wave.id)
    with field.store._database.reading() as connection:
        assert {row.id: row.shared for row in connection.execute(kept)} == {ash: 0, birch: 2, cedar: 0}


def test_a_close_reads_the_answers_once_and_not_once_a_school(field: Field) -> None:
    """A query within a query, once a row: of 2,000 schools it would take minutes."""
    field.answer(A="3", device=Device.AGAIN)
    explain, within = (
        ("EXPLAIN QUERY PLAN", "CORRELATED") if field.store._database.sqlite else ("EXPLAIN", "SubPlan")
    )
    plans: list[str] = []

    def plan(_: Any, cursor: Any, statement: str, parameters: Any, __: Any, many: bool) -> None:
        if (
            not many
            and "response" in statement
            and statement.startswith(("SELECT", "UPDATE", "INSERT", "DELETE"))
        ):
            found = cursor.connection.execute(f"{explain} {statement}", parameters).fetchall()
            plans.append(f"{statement}\n{found}")

    engine = field.store._database.engine
    event.listen(engine, "before_cursor_execute", plan)
    try:
        field.store.responses.again(field.wave)
        field.store.closing.close(field.wave, nothing)
    finally:
        event.remove(engine, "before_cursor_execute", plan)
    assert any("site_id" in one for one in plans)
    assert [one for one in plans if within in one] == []
