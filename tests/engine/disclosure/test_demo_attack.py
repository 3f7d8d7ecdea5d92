"""The attack on the whole demonstration: every school, wave and measure, all files and pages together."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.demo.fill import Demo
from engine.store import Store, WaveState
from tests.engine.disclosure.option_attack import OptionAttack


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
    assert len(documents) == 6
    assert attacked > 700
    assert found == []


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
