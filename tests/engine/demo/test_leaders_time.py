"""Where leaders' time goes in the demonstration: shares of a hundred that move to improvement, and no leader alone."""

import numpy as np
import pytest

from engine.demo.fill import Demo
from engine.demo.leaders_time import A_YEAR, INSTRUMENT, SHARES, TITLES, answers, in_steps, shares
from engine.loading import catalog
from engine.responses.layout import layout
from engine.store import Store


def test_shares_are_log_normal_about_their_middle() -> None:
    drawn = shares(np.random.default_rng(1), SHARES, 20_000)
    logs = np.log(drawn)
    for one, other in ((0, 1), (1, 2), (0, 2)):
        ratio = logs[:, one] - logs[:, other]
        assert ratio.std() == pytest.approx(0.45, abs=0.01)
        assert ratio.mean() == pytest.approx(np.log(SHARES[one] / SHARES[other]), abs=0.02)


def test_steps_of_five_make_a_hundred() -> None:
    rounded = in_steps(shares(np.random.default_rng(2), SHARES, 500))
    assert set((rounded % 5).ravel().tolist()) == {0}
    assert set(rounded.sum(axis=1, dtype=int).tolist()) == {100}


def test_improvement_gains_about_four_points_a_year() -> None:
    instrument = catalog.find(INSTRUMENT)
    columns = list(layout(instrument).span(instrument.item("TU")))
    means = np.array([wave.codes[:, columns].mean(axis=0) for wave in answers(instrument)])
    for year, mean in enumerate(means):
        assert mean == pytest.approx(SHARES + year * A_YEAR, abs=3)
    assert means[2, 2] - means[0, 2] == pytest.approx(2 * A_YEAR[2], abs=4)
    assert means[0, 2] < means[1, 2] < means[2, 2]


def test_leaders_of_a_school_never_have_a_result_and_all_together_do(demo: tuple[Store, Demo]) -> None:
    store, made = demo
    (study,) = {made.audiences[INSTRUMENT].study_id}
    waves = store.waves.of(store.studies.get(study))
    assert tuple(wave.title for wave in waves) == TITLES
    for wave in waves:
        document = store.results.snapshot(wave).document
        assert not [one for one in document["sites"] if one["shown"]]
        assert document["pool"] is not None
