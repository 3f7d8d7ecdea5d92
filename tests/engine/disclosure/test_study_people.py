"""What a wave's study may hold: whom it counts, no single school, no group of few, and no second study of few."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from engine.instrument.model import ValidationPlan
from engine.store import NewWave, Site, Store, Wave
from engine.waves.closing import close
from engine.waves.study import study_wave
from psychometrics.contract import StatisticError
from tests.small import choose, instrument, likert, subscale

ROLES = ("teacher", "aide", "leader")
ITEMS = tuple(f"A{number}" for number in range(4))
MADE = instrument(
    *(likert(id) for id in ITEMS),
    choose("role", *ROLES),
    subscales=(subscale("a", *ITEMS, minimum=3),),
    validation=ValidationPlan(groups=("role",)),
)
DAY = datetime(2027, 5, 8, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "study.db", now=lambda: DAY) as store:
        yield store


def wave_of(store: Store, schools: list[np.ndarray]) -> tuple[Wave, list[Site]]:
    """A closed wave with these people: four answers and the role each."""
    store.definitions.publish(MADE)
    network = store.studies.add_network("Lakeshore network")
    found = store.waves.add(
        store.studies.add(network, "A study"),
        NewWave(
            title="Spring",
            instrument_id=MADE.id,
            version=MADE.version,
            form="full",
            languages=("en",),
            privacy=MADE.privacy,
            minimum_group=5,
            opens=DAY - timedelta(days=9),
            closes=DAY + timedelta(days=9),
        ),
    )
    sites = [
        store.sites.add(found, store.studies.add_school(network, f"School {at}"))
        for at in range(len(schools))
    ]
    for site, codes in zip(sites, schools, strict=True):
        add(store, found, site, codes)
    close(store, found)
    return store.waves.get(found.id), sites


def add(store: Store, wave: Wave, site: Site, codes: np.ndarray) -> None:
    store.responses.add(wave, np.full(len(codes), site.id), codes, "full", "en", DAY.date())


def people(seed: int, teachers: int, aides: int = 0, leaders: int = 0) -> np.ndarray:
    generator = np.random.default_rng(seed)
    n = teachers + aides + leaders
    answers = np.clip(generator.integers(1, 4, (n, 1)) + generator.integers(-1, 2, (n, 4)), 0, 4)
    roles = np.repeat([0, 1, 2], [teachers, aides, leaders])
    return np.column_stack([answers, roles]).astype(np.uint8)


def studied(store: Store, wave: Wave) -> dict[str, object]:
    found: dict[str, object] = json.loads(study_wave(store, wave, lambda step, done, total: None).json)
    return found


def test_a_group_of_few_people_stands_with_those_who_did_not_say(store: Store) -> None:
    wave, _ = wave_of(store, [people(at, 14, 12, 2) for at in range(3)])
    found = studied(store, wave)
    named = {"Teacher": 42, "missing": 42}  # six leaders are too few, and aides hide them
    assert found["data"]["composition"] == {"role": named}  # type: ignore[index]
    assert found["groups"]["role"]["groups"] == {"Teacher": 42}  # type: ignore[index]
    assert "Leader" not in json.dumps(found["groups"])


def test_no_number_is_of_one_school_and_no_pattern_of_few(store: Store) -> None:
    schools = [people(at, 20) for at in range(3)]
    schools[0][0, :2] = 253  # one person left two items out
    wave, _ = wave_of(store, schools)
    report = study_wave(store, wave, lambda step, done, total: None)
    found = json.loads(report.json)
    levels = found["subscales"]["a"]["levels"]
    single = ("group_means", "group_mean_reliability", "empirical_bayes", "agreement_by_group")
    assert [levels[name] for name in single] == [None] * 4
    assert levels["groups"] == 3
    assert levels["icc2"] is not None
    assert "how precisely each school" not in report.html
    assert [one["n"] for one in found["missing"]["largest_patterns"]] == [59]
    assert found["missing"]["patterns"] == 2
    assert "School 0" not in report.html + report.json


def test_an_item_that_all_but_one_answer_alike_is_left_out(store: Store) -> None:
    schools = [people(at, 20) for at in range(3)]
    for one in schools:
        one[:, 0] = 4
    schools[0][0, 0] = 3
    wave, _ = wave_of(store, schools)
    found = studied(store, wave)
    assert found["items"]["A0"] is None  # type: ignore[index]
    assert found["subscales"]["a"]["items"].keys() == set(ITEMS[1:])  # type: ignore[index]


@pytest.mark.parametrize("sizes", [(30, 30), (16, 16, 17), (30, 30, 7)])
def test_two_schools_or_few_people_make_no_study(store: Store, sizes: tuple[int, ...]) -> None:
    wave, _ = wave_of(store, [people(at, n) for at, n in enumerate(sizes)])
    with pytest.raises(StatisticError, match="3 schools and 50 people"):
        studied(store, wave)


@pytest.mark.slow
@pytest.mark.parametrize(("changed", "made"), [(0, True), (1, False), (2, False), (3, True)])
def test_a_second_study_tells_nothing_of_one_or_two_schools(store: Store, changed: int, made: bool) -> None:
    wave, sites = wave_of(store, [people(at, 18) for at in range(6)])
    studied(store, wave)
    store.closing.reopen(wave, "some were ill", DAY + timedelta(days=9))
    for site in sites[:changed]:
        add(store, wave, site, people(90 + site.id, 6))
    close(store, store.waves.get(wave.id))
    if made:
        assert studied(store, store.waves.get(wave.id))["data"]["n"] == 18 * (6 - changed)  # type: ignore[index]
    else:
        with pytest.raises(StatisticError, match="too few schools changed"):
            studied(store, store.waves.get(wave.id))
