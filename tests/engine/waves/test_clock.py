"""Waves that open and close by themselves: on the network's days, once, whatever is killed in between."""

import multiprocessing
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from engine.instrument.model import Privacy
from engine.store import NewInvitee, NewWave, Store, StoreError, Study, Wave, WaveState, WayIn
from engine.store.days import end_of, start_of, zone_of
from engine.waves import clock as clock_of_waves
from engine.waves.clock import Deed, closes_from, planned, run_due
from tests.new_database import new_database
from tests.small import instrument, likert, subscale

SMALL = instrument(likert("A"), likert("B"), subscales=(subscale("a", "A", "B"),))
CHICAGO = "America/Chicago"
SPRING, FALL = date(2027, 3, 14), date(2027, 11, 7)  # Chicago's days of 23 and of 25 hours
HOUR = timedelta(hours=1)


@dataclass
class Time:
    now: datetime = field(default_factory=lambda: datetime(2027, 1, 4, 12, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return new_database(tmp_path / "clock.db")


@pytest.fixture
def store(place: Path, time: Time) -> Iterator[Store]:
    with Store.open(place, now=time) as opened:
        opened.definitions.publish(SMALL)
        yield opened


@pytest.fixture
def study(store: Store) -> Study:
    network = store.studies.add_network("Lakeshore network")
    store.studies.set_time_zone(network, CHICAGO)
    store.studies.add_school(network, "North School")
    return store.studies.add(network, "Leading together")


def wave_of(
    store: Store, study: Study, first: date, last: date, *, schools: bool = True, **changes: Any
) -> Wave:
    zone = zone_of(CHICAGO)
    wanted: dict[str, Any] = {
        "title": "Spring",
        "instrument_id": SMALL.id,
        "version": SMALL.version,
        "form": "full",
        "languages": ("en",),
        "privacy": Privacy.ANONYMOUS,
        "minimum_group": 10,
        "opens": start_of(first, zone),
        "closes": end_of(last, zone),
    }
    wave = store.waves.add(study, NewWave(**(wanted | changes)))
    if schools:
        for school in store.studies.schools(store.studies.network(study.network_id)):
            store.sites.add(wave, school, 30)
    return wave


def state(store: Store, wave: Wave) -> WaveState:
    return store.waves.get(wave.id).state


@pytest.mark.parametrize("day", [date(2027, 2, 1), SPRING, FALL], ids=str)
def test_a_draft_opens_when_its_first_day_begins_in_the_network(
    store: Store, study: Study, time: Time, day: date
) -> None:
    wave = wave_of(store, study, day, day + timedelta(days=9), draft=True, opens_itself=True)
    midnight = start_of(day, zone_of(CHICAGO)).astimezone(UTC)
    time.now = midnight - timedelta(seconds=1)
    assert run_due(store) == ()
    assert state(store, wave) is WaveState.DRAFT
    time.now = midnight
    assert [(one.deed, one.failure) for one in run_due(store)] == [(Deed.OPEN, "")]
    assert state(store, wave) is WaveState.OPEN
    assert run_due(store) == ()


@pytest.mark.parametrize("day", [date(2027, 2, 1), SPRING, FALL], ids=str)
def test_a_wave_closes_an_hour_after_its_last_day_has_ended_in_the_network(
    store: Store, study: Study, time: Time, day: date
) -> None:
    wave = wave_of(store, study, date(2027, 1, 4), day, closes_itself=True)
    over = start_of(day + timedelta(days=1), zone_of(CHICAGO)).astimezone(UTC)
    time.now = over + HOUR - timedelta(seconds=2)
    assert run_due(store) == ()
    time.now = over + HOUR
    assert [(one.deed, one.failure) for one in run_due(store)] == [(Deed.CLOSE, "")]
    assert state(store, wave) is WaveState.CLOSED
    assert store.results.snapshot(wave).number == 1
    assert run_due(store) == ()
    (entry, *_) = store.audit.entries(wave)
    assert (entry.who, entry.action) == ("the clock", "wave.closed")


def test_an_hour_is_an_hour_where_a_clock_is_set_in_the_night_of_the_close(
    store: Store, study: Study
) -> None:
    """Chicago's clock goes from 1:59 to 1:00 in the night of November 7: an hour by the wall could be none, or two."""
    for last in (SPRING - timedelta(days=1), FALL - timedelta(days=1), SPRING, FALL):
        wave = wave_of(store, study, date(2027, 1, 4), last, title=str(last), closes_itself=True)
        assert closes_from(wave).astimezone(UTC) - wave.closes.astimezone(UTC) == HOUR


def test_what_was_not_asked_for_does_not_happen(store: Store, study: Study, time: Time) -> None:
    draft = wave_of(store, study, date(2027, 1, 5), date(2027, 1, 9), draft=True)
    running = wave_of(store, study, date(2027, 1, 4), date(2027, 1, 9), title="Winter")
    time.now += timedelta(days=90)
    assert (planned(store, draft), planned(store, running), run_due(store)) == ((), (), ())


def test_a_draft_that_nobody_could_answer_stays_one_and_says_why(
    store: Store, study: Study, time: Time
) -> None:
    wave = wave_of(
        store, study, date(2027, 1, 5), date(2027, 1, 9), schools=False, draft=True, opens_itself=True
    )
    time.now += timedelta(days=2)
    assert run_due(store) == ()
    (opening,) = planned(store, wave)
    assert opening.hindrances == ("No school takes part. Add at least one.",)
    store.sites.add(wave, store.studies.schools(store.studies.network(study.network_id))[0])
    assert [one.deed for one in run_due(store)] == [Deed.OPEN]


def test_two_programs_close_a_wave_once(store: Store, study: Study, place: Path, time: Time) -> None:
    wave = wave_of(store, study, date(2027, 1, 4), date(2027, 1, 9), closes_itself=True)
    time.now += timedelta(days=30)
    failures: list[str] = []

    def strike() -> None:
        with Store.open(place, now=time) as other:
            failures.extend(one.failure for one in run_due(other))

    threads = [Thread(target=strike) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert state(store, wave) is WaveState.CLOSED
    assert len(store.results.network_snapshots(wave)) == 1
    assert store.audit.count(wave, action="wave.closed") == 1
    assert {one for one in failures if one and "being closed by another program" not in one} == set()


def _die_while_closing(place: Path, now: datetime) -> None:
    def die(*_: object, **__: object) -> None:
        os._exit(9)  # as by kill -9: nothing is tidied up

    clock_of_waves.close.__globals__["school_by_school"] = die
    with Store.open(place, now=lambda: now) as store:
        run_due(store)


def test_a_close_that_is_killed_is_done_again(store: Store, study: Study, place: Path, time: Time) -> None:
    wave = wave_of(store, study, date(2027, 1, 4), date(2027, 1, 9), closes_itself=True)
    time.now += timedelta(days=30)
    killed = multiprocessing.get_context("spawn").Process(target=_die_while_closing, args=(place, time.now))
    killed.start()
    killed.join()
    assert (killed.exitcode, state(store, wave)) == (9, WaveState.CLOSING)
    assert [(one.deed, one.failure) for one in run_due(store)] == [(Deed.CLOSE, "")]
    assert state(store, wave) is WaveState.CLOSED


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (StoreError("It is raining", "wait"), "It is raining: wait."),
        (ValueError("a fault"), "A fault of the program"),
    ],
    ids=["refused", "fault"],
)
def test_a_wave_that_cannot_be_closed_keeps_no_other_open(
    store: Store, study: Study, time: Time, monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    bad = wave_of(store, study, date(2027, 1, 4), date(2027, 1, 9), closes_itself=True)
    good = wave_of(store, study, date(2027, 1, 4), date(2027, 1, 9), title="Winter", closes_itself=True)
    real: Callable[..., Any] = clock_of_waves.close

    def close(store: Store, wave: Wave) -> None:
        if wave.id == bad.id:
            raise error
        real(store, wave)

    monkeypatch.setattr(clock_of_waves, "close", close)
    time.now += timedelta(days=30)
    failure, success = run_due(store)
    assert failure.failure.startswith(words)
    assert success.failure == ""
    assert (state(store, bad), state(store, good)) == (WaveState.OPEN, WaveState.CLOSED)
    assert run_due(store, leave=[bad.id]) == ()


def test_the_key_of_a_confidential_wave_is_destroyed_on_the_day_people_were_told(
    store: Store, study: Study, time: Time
) -> None:
    until = date(2027, 6, 1)
    wave = wave_of(
        store,
        study,
        date(2027, 1, 4),
        date(2027, 1, 9),
        privacy=Privacy.CONFIDENTIAL,
        way_in=WayIn.CODES,
        kept_until=until,
    )
    store.codes.invite(wave, store.sites.of(wave)[0], [NewInvitee("Ada")])
    midnight = start_of(until, zone_of(CHICAGO)).astimezone(UTC)
    time.now = midnight
    (ending,) = planned(store, wave)
    assert (ending.deed, ending.at, ending.hindrances) == (
        Deed.DESTROY_KEY,
        midnight,
        ("The wave is not closed yet.",),
    )
    assert run_due(store) == ()
    clock_of_waves.close(store, store.waves.get(wave.id))
    time.now = midnight - timedelta(seconds=1)
    assert run_due(store) == ()
    time.now = midnight
    assert [(one.deed, one.failure) for one in run_due(store)] == [(Deed.DESTROY_KEY, "")]
    assert not store.codes.link_key_kept(wave)
    assert (planned(store, store.waves.get(wave.id)), run_due(store)) == ((), ())
