"""Closing a wave in a store: the waves before it are compared, and a second close tells on nobody."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from engine.instrument.model import Privacy
from engine.store import NewWave, School, Store, Study, Wave
from engine.waves.closing import close
from tests.small import choose, instrument, likert, subscale

SMALL = instrument(
    *(likert(id) for id in ("A", "B", "C")), subscales=(subscale("a", "A", "B", "C", minimum=2),)
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "closing.db") as opened:
        opened.definitions.publish(SMALL)
        yield opened


@pytest.fixture
def frame(store: Store) -> tuple[Study, list[School]]:
    network = store.studies.add_network("A network")
    schools = [store.studies.add_school(network, f"School {at}", None) for at in range(4)]
    return store.studies.add(network, "A study"), schools


def wave_of(
    store: Store,
    frame: tuple[Study, list[School]],
    title: str,
    counts: tuple[int, ...],
    opens: datetime | None = None,
) -> Wave:
    now = opens or datetime.now(UTC)
    study, schools = frame
    new = NewWave(
        title, SMALL.id, SMALL.version, "full", ("en",), Privacy.ANONYMOUS, 5, now, now + timedelta(days=9)
    )
    wave = store.waves.add(study, new)
    for school in schools:
        store.sites.add(wave, school, 40)
    for at, count in enumerate(counts):
        answer(store, wave, at, count)
    return wave


def answer(store: Store, wave: Wave, school: int, count: int, seed: int = 1) -> None:
    codes = np.random.default_rng([seed, school]).integers(0, 5, (count, 3)).astype(np.uint8)
    site = store.sites.of(wave)[school].id
    store.responses.add(wave, np.full(count, site), codes, "full", "en", date(2027, 5, 8))


@pytest.mark.parametrize(("days", "closed"), [(3, "2026-05-07"), (9, "2026-05-13"), (30, "2026-05-13")])
def test_a_result_is_of_the_day_on_which_the_last_answer_could_be_given(
    tmp_path: Path, days: int, closed: str
) -> None:
    """Opened on 4 May for nine days; closed on the third day, on the last, and long after."""
    moment = datetime(2026, 5, 4, 12, tzinfo=UTC)
    clock = [moment]
    with Store.open(tmp_path / "days.db", now=lambda: clock[0]) as opened:
        opened.definitions.publish(SMALL)
        network = opened.studies.add_network("A network")
        frame = opened.studies.add(network, "A study"), [opened.studies.add_school(network, "School", None)]
        wave = wave_of(opened, frame, "Wave", (8,), moment)
        clock[0] += timedelta(days=days)
        assert close(opened, wave).document["wave"]["closed"] == closed


def test_that_day_is_one_of_the_network_and_not_of_greenwich(tmp_path: Path) -> None:
    """At 2 in the morning in Greenwich it is still the evening before in Chicago, as a page read later says."""
    opens = datetime(2026, 5, 4, 2, tzinfo=UTC)
    clock = [opens]
    with Store.open(tmp_path / "days.db", now=lambda: clock[0]) as opened:
        opened.definitions.publish(SMALL)
        network = opened.studies.set_time_zone(opened.studies.add_network("A network"), "America/Chicago")
        frame = opened.studies.add(network, "A study"), [opened.studies.add_school(network, "School", None)]
        wave = wave_of(opened, frame, "Wave", (8,), opens)
        clock[0] += timedelta(days=30)
        assert close(opened, wave).document["wave"]["closed"] == "2026-05-12"
        assert opened.waves.get(wave.id).closes.date() == date(2026, 5, 12)


def test_options_that_look_like_numbers_are_labels_all_the_same(
    store: Store, frame: tuple[Study, list[School]]
) -> None:
    """A background question may mix words and numbers, as grades do; no close stumbles over its values."""
    grades = choose("grade", "K", 1, 2)
    graded = instrument(
        *SMALL.items, grades, subscales=(subscale("a", "A", "B", "C", minimum=2),), id="graded"
    )
    store.definitions.publish(graded)
    now = datetime.now(UTC)
    new = NewWave(
        "Grades",
        graded.id,
        graded.version,
        "full",
        ("en",),
        Privacy.ANONYMOUS,
        5,
        now,
        now + timedelta(days=9),
    )
    wave = store.waves.add(frame[0], new)
    for school in frame[1]:
        store.sites.add(wave, school, 40)
    codes = np.random.default_rng(3).integers(0, 3, (80, 4)).astype(np.uint8)
    sites = np.repeat([site.id for site in store.sites.of(wave)], 20)
    store.responses.add(wave, sites, codes, "full", "en", date(2027, 5, 8))
    assert [part["responses"] for part in close(store, wave).document["sites"]] == [20] * 4


def test_a_close_compares_with_the_closed_waves_before(
    store: Store, frame: tuple[Study, list[School]]
) -> None:
    first = wave_of(store, frame, "First", (20, 20, 20, 4))
    assert close(store, first).document["network"]["since_last"] is None
    open_one = wave_of(store, frame, "Open", (9, 9, 9, 9))
    second = wave_of(store, frame, "Second", (20, 20, 20, 20))
    close(store, second)
    document = store.results.snapshot(second).document
    changes = [one["scores"]["a"]["change"] for one in document["sites"]]
    assert [one and one["since"] for one in changes] == ["First", "First", "First", None]
    assert document["network"]["since_last"]["measures"]["a"]["schools"] == 3
    assert store.waves.get(open_one.id).title == "Open"


def test_one_late_answer_leaves_a_schools_result_as_it_was(
    store: Store, frame: tuple[Study, list[School]]
) -> None:
    wave = wave_of(store, frame, "Only", (20, 20, 20, 20))
    close(store, wave)
    before = store.results.snapshot(wave).document
    store.closing.reopen(wave, "A few were away", datetime.now(UTC) + timedelta(days=2))
    answer(store, wave, 0, 1, seed=2)
    answer(store, wave, 1, 12, seed=2)
    close(store, wave)
    after = store.results.snapshot(wave).document
    first, second, third, _ = after["sites"]
    assert first["as_of"] == before["wave"]["closed"]
    assert first["scores"] == before["sites"][0]["scores"]
    assert second["scores"]["a"]["n"] == 32
    assert second["scores"]["a"]["items"] is None
    assert third["scores"]["a"]["items"] == before["sites"][2]["scores"]["a"]["items"]
    assert after["network"] == {"as_of": before["wave"]["closed"], **before["network"]}  # two schools changed
    store.closing.reopen(wave, "Again", datetime.now(UTC) + timedelta(days=2))
    answer(store, wave, 0, 3, seed=3)
    close(store, wave)
    again = store.results.snapshot(wave).document["sites"][0]
    assert again == first  # four late ones are still too few, and the day stays the first


def test_a_schools_own_phase_stands_before_the_waves(store: Store, frame: tuple[Study, list[School]]) -> None:
    now = datetime.now(UTC)
    study, schools = frame
    days = (now, now + timedelta(days=9))
    new = NewWave("First", SMALL.id, SMALL.version, "full", ("en",), Privacy.ANONYMOUS, 5, *days, "phase 2")
    wave = store.waves.add(study, new)
    store.sites.add(wave, schools[0], 40, phase="phase 1")
    store.sites.add(wave, schools[1], 40)
    for at in range(2):
        answer(store, wave, at, 20)
    assert [one["phase"] for one in close(store, wave).document["sites"]] == ["phase 1", "phase 2"]
