"""The attack on the whole demonstration: every school, wave and measure, all files and pages together."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from engine.demo.fill import Demo
from engine.store import Store, WaveState
from tests.engine.disclosure.option_attack import OptionAttack


@pytest.mark.slow
def test_nothing_hidden_follows_from_all_results_of_the_demonstration(demo: tuple[Store, Demo]) -> None:
    store, _ = demo
    studies = store.studies.of(store.studies.networks()[0])
    closed = [wave for one in studies for wave in store.waves.of(one) if wave.state is WaveState.CLOSED]
    documents = [store.results.snapshot(wave).document for wave in closed]
    attacked, found = 0, []
    for document in documents:
        texts = {one["id"]: one["item_texts"] for one in document["measures"]}
        for part in document["sites"]:
            if not part["shown"]:
                assert part.keys() == {"site", "school", "shown"}
                continue
            for id, score in part["scores"].items():
                attacked += 1
                attack = OptionAttack(part, id, texts[id])
                found += [(document["wave"]["title"], part["school"], id, one) for one in attack.disclosed()]
                assert score is not None
    assert len(documents) == 20
    assert attacked > 1000
    assert found == []


def test_composites_and_single_statements_of_the_demonstration_add_nothing(demo: tuple[Store, Demo]) -> None:
    """A composite is worked out from what is printed beside it; a share is of eight people, never of each of them."""
    store, made = demo
    document = store.results.snapshot(made.closed[-1]).document
    parts = {one["id"]: one["of"] for one in document["composites"]}
    shown = [part for part in document["sites"] if part["shown"]]
    for part in shown:
        for composite in part["composites"]:
            printed = [part["scores"][id] for id in parts[composite["id"]] if part["scores"][id]]
            for key in ("mean", "low", "high"):
                assert abs(composite[key] - np.mean([score[key] for score in printed])) <= 0.5
        for share in part["outcomes"]:
            assert share["n"] >= 8
            assert 100 / share["n"] <= share["share"] <= 100 - 100 / share["n"] or share["end"]
            assert share["high"] - share["low"] > 0
    assert sum(len(part["composites"]) for part in shown) > 60
    assert sum(len(part["outcomes"]) for part in shown) > 80
    means = {id: one["mean"] for id, one in document["network"]["measures"].items()}
    for composite in document["network"]["composites"]:
        assert abs(composite["mean"] - np.mean([means[id] for id in parts[composite["id"]]])) <= 0.05 + 1e-9


def test_the_same_attack_finds_a_group_of_two_that_is_left_over() -> None:
    part = {
        "scores": {"a": {"n": 26, "mean": 60.0, "end": None, "items": None}},
        "groups": [_left_over(26, 24)],
    }
    (count, mean) = OptionAttack(part, "a", []).disclosed()
    assert count[0] == "count"
    assert np.isclose(count[2], 2)
    assert mean[0] == "mean"


def _left_over(whole: int, shown: int) -> Mapping[str, Any]:
    return {
        "groups": [{"id": "teacher", "n": shown}],
        "measures": {
            "a": {
                "groups": {"teacher": {"n": shown, "mean": 57.0}},
                "rest": {"n": whole - shown, "mean": 96.0},
                "gaps": {"teacher": {"clear": False}},
            }
        },
    }
