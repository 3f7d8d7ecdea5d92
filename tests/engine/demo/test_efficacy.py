"""The demonstration's second study: its scores are as its parameters say, and 24 schools can't tell a small rise."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from engine.demo.efficacy import INSTRUMENT, OWN, WAVES, add_efficacy, answers, respondents
from engine.demo.network import NETWORK, planted_schools
from engine.demo.planted import FEW_ANSWER, FEW_STAFF, PLANTED
from engine.loading import catalog
from engine.store import SchoolLevel, Store, Wave, WaveState
from tests.kept import part_of

SPRINGS = (datetime(2025, 3, 2, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC))


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, tuple[Wave, ...]]]:
    with Store.open(tmp_path_factory.mktemp("efficacy") / "demo.db") as store:
        network = store.studies.add_network(NETWORK)
        made = [
            store.studies.add_school(network, one.name, SchoolLevel(one.level)) for one in planted_schools()
        ]
        yield store, add_efficacy(store, network, made, SPRINGS)


def network(store: Store, wave: Wave) -> Mapping[str, Any]:
    found: Mapping[str, Any] = store.results.network_snapshot(wave).document
    return found


def test_two_closed_waves_in_order_that_say_they_are_simulated(
    added: tuple[Store, tuple[Wave, ...]],
) -> None:
    _, waves = added
    assert tuple(wave.title for wave in waves) == WAVES
    assert tuple(wave.opens for wave in waves) == SPRINGS
    assert all(wave.state is WaveState.CLOSED and wave.simulated for wave in waves)


def test_the_same_seed_gives_the_same_answers() -> None:
    instrument = catalog.find(INSTRUMENT)
    for one, other in zip(answers(instrument), answers(instrument), strict=True):
        assert np.array_equal(one.codes, other.codes)


def test_scores_and_their_variance_are_as_the_parameters_say(added: tuple[Store, tuple[Wave, ...]]) -> None:
    store, waves = added
    last = network(store, waves[-1])
    found = last["network"]["measures"]
    for id in OWN:
        assert found[id]["mean"] == pytest.approx(73, abs=3)  # 7.3 of 10
        assert found[id]["within_sd"] == pytest.approx(14, abs=1.5)
        assert found[id]["share_between"] <= 10
    assert found["collective"]["mean"] == pytest.approx(69, abs=3)
    assert 12 <= found["collective"]["share_between"] <= 33
    assert all(0.78 <= one["alpha"]["value"] <= 0.90 for one in last["measures"])


def test_about_62_of_a_hundred_schools_rise_which_may_be_chance(
    added: tuple[Store, tuple[Wave, ...]],
) -> None:
    store, waves = added
    since = network(store, waves[-1])["network"]["since_last"]
    assert since["waves"] == [WAVES[0]]
    assert (since["up"], since["down"], since["of"]) == (0, 0, 5)
    for part in since["measures"].values():
        assert (part["schools"], part["rose"] + part["fell"]) == (23, 23)
        assert part["rose"] in (14, 15)
        assert part["sign_p"] > 0.2


def test_the_school_of_nine_staff_has_four_answers_and_no_result(
    added: tuple[Store, tuple[Wave, ...]],
) -> None:
    store, waves = added
    few = next(at for at, one in enumerate(planted_schools()) if one.staff == FEW_STAFF)
    assert [counts[few] for counts in respondents()] == [FEW_ANSWER, FEW_ANSWER]
    for wave in waves:
        site = next(one for one in store.sites.of(wave) if one.school.startswith(PLANTED["C"][0]))
        part = part_of(store.results.school_snapshot(wave, site.id).document, site.id)
        assert part is not None
        assert not part["shown"]
        assert "scores" not in part
        shown = [one for one in network(store, wave)["sites"] if one["shown"]]
        assert network(store, wave)["network"]["responses"] == sum(one["responses"] for one in shown)
