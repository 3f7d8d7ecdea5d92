"""Leaders over two waves, each of them reopened: what a later result could give away of who came, left or came late.

Two attacks. One compares two worlds that differ in what late people said, and asks whether any later result differs.
The other subtracts one wave from the next to guess what the one person said who left between: with answers that
change as those of people do, it guesses no better than whoever names the most frequent answer.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import norm

from engine.instrument.model import Privacy
from engine.results.model import FrozenResult
from engine.results.reading import result_of
from engine.store import Store, WayIn
from engine.waves.closing import close
from tests.engine.store.field import START, Clock, Field
from tests.engine.waves.test_pool import answer, field_of
from tests.new_database import new_database

FIRST = [3, 2, 2, 2, 2]
LATE = [0, 0, 0, 0, 0, 2]
SECOND = [2, 3, 2, 2, 1, 2]  # three left, one came to a school, and two are the late ones
OF_THE_STORE = ("salt", "members", "digest")  # differ between any two databases


def next_wave(field: Field) -> Field:
    wave = field.another_wave(
        title="A year later",
        way_in=WayIn.CODES,
        privacy=Privacy.CONFIDENTIAL,
        minimum_group=10,
        opens=START,
    )
    return replace(wave, instrument=field.instrument)


def closed(field: Field) -> FrozenResult:
    close(field.store, field.store.waves.get(field.wave.id))
    return result_of(field.store.results.network_snapshot(field.wave))


def told(field: Field) -> Mapping[str, Any]:
    """All that is kept of the last close of a wave, without what no two databases share."""
    return {
        name: value
        for name, value in field.store.results.snapshot(field.wave).document.items()
        if name not in OF_THE_STORE and name != "data"
    }


def world(folder: Path, late_seed: int) -> list[Mapping[str, Any]]:
    """The results of two waves; of the first also after two people came late, whose answers depend on the seed."""
    clock = Clock()
    with Store.open(new_database(folder / f"world-{late_seed}.db"), now=clock) as store:
        first = field_of(store)
        answer(first, FIRST)
        closed(first)
        found = [told(first)]
        store.closing.reopen(store.waves.get(first.wave.id), "two were ill")
        answer(first, LATE, seed=late_seed)
        closed(first)
        found.append(told(first))
        second = next_wave(first)
        answer(second, SECOND, seed=7)
        closed(second)
        found.append(told(second))
        store.closing.reopen(store.waves.get(second.wave.id), "one more was ill")
        answer(second, [0, 0, 1], seed=late_seed)
        closed(second)
        return [*found, told(second)]


def test_no_result_of_two_reopened_waves_depends_on_what_late_leaders_said(tmp_path: Path) -> None:
    one, other = (world(tmp_path, seed) for seed in (3, 4))
    assert one == other
    assert [document["pool"]["responses"] for document in one] == [11, 11, 12, 12]


def test_a_change_between_waves_is_told_of_printed_scores_alone(tmp_path: Path) -> None:
    """A pool that stayed as it was before late answers is compared with nothing."""
    with Store.open(new_database(tmp_path / "waves.db"), now=Clock()) as store:
        first = field_of(store)
        answer(first, FIRST)
        before = closed(first)
        second = next_wave(first)
        answer(second, SECOND, seed=7)
        after = closed(second)
    assert before.pool is not None
    assert after.pool is not None
    score = after.pool.score_of("all")
    assert score.change is not None
    assert (score.change.before, score.change.now) == (before.pool.score_of("all").mean, score.mean)


def test_of_a_pool_that_stayed_as_it_was_no_change_is_told(tmp_path: Path) -> None:
    document = world(tmp_path, 3)[2]
    assert document["pool"]["scores"]["all"]["change"] is None


@pytest.mark.parametrize("stability", [0.6, 0.8, 0.9])
@pytest.mark.parametrize("people", [10, 12, 20])
def test_whoever_subtracts_two_waves_guesses_the_one_who_left_no_better_than_by_the_most_frequent_answer(
    people: int, stability: float
) -> None:
    """`stability`: how what lies behind an answer correlates with itself a wave later. Counts are taken for exact."""
    generator, runs = np.random.default_rng(people), 3000
    cuts = norm.ppf(np.cumsum([0.05, 0.12, 0.28, 0.35]))
    before = generator.normal(size=(runs, people))
    after = stability * before + np.sqrt(1 - stability**2) * generator.normal(size=(runs, people))
    then, now = np.searchsorted(cuts, before), np.searchsorted(cuts, after[:, 1:])  # the first of them left
    counts = np.stack([(then == answer).sum(axis=1) for answer in range(5)], axis=1)
    left = counts - np.stack([(now == answer).sum(axis=1) for answer in range(5)], axis=1)
    subtracted = (left + counts / 1000).argmax(axis=1) == then[:, 0]
    most_frequent = counts.argmax(axis=1) == then[:, 0]
    assert subtracted.mean() < most_frequent.mean() + 0.06
    assert most_frequent.mean() > 0.35
