"""Simulated answers keep the rules of the definition, and come again from the same seed."""

import numpy as np

from engine.instrument import kinds
from engine.instrument.model import Item
from engine.instrument.rules import AtLeast, Is
from engine.responses.layout import NOT_SHOWN, layout
from engine.responses.simulate import Model, simulate
from tests.small import choose, instrument, likert, subscale

ITEMS = [likert(f"A{number}") for number in range(4)] + [likert("R", reverse=True)]
YEARS = Item("years", "Years?", kinds.NUMBER, minimum=0, maximum=40, whole=True)
ASKED = instrument(
    *ITEMS,
    YEARS,
    choose("role", "teacher", "leader"),
    choose("subject", "art", "maths", show_if=Is("role", ("teacher",))),
    choose("mentor", "yes", "no", show_if=AtLeast("years", 10)),
    choose("art", "music", "drawing", show_if=Is("subject", ("art",))),
    subscales=(subscale("a", "A0", "A1", "A2", "A3", "R"),),
)


def test_the_same_seed_gives_the_same_answers_and_another_seed_others() -> None:
    first, again, other = (simulate(ASKED, [[30, 40]], seed=seed)[0] for seed in (5, 5, 6))
    assert np.array_equal(first.codes, again.codes)
    assert first.open_answers == again.open_answers
    assert not np.array_equal(first.codes, other.codes)
    assert np.bincount(first.sites).tolist() == [30, 40]


def test_rules_hide_items_also_by_open_answers_and_by_items_that_are_hidden_themselves() -> None:
    (wave,) = simulate(ASKED, [[300]], seed=2)
    column = {one.id: wave.codes[:, place] for place, one in enumerate(layout(ASKED).columns)}
    years = np.array([row["years"] for row in wave.open_answers])
    assert np.array_equal(column["mentor"] == NOT_SHOWN, years < 10)
    assert np.array_equal(column["subject"] == NOT_SHOWN, column["role"] == 1)
    assert np.array_equal(column["art"] == NOT_SHOWN, column["subject"] != 0)
    assert 0 < (column["mentor"] == NOT_SHOWN).sum() < 300


def test_numbers_stay_within_their_limits_and_are_whole_where_asked() -> None:
    (wave,) = simulate(ASKED, [[500]])
    years = [row["years"] for row in wave.open_answers]
    assert all(isinstance(one, int) and 0 <= one <= 40 for one in years)
    assert len(set(years)) > 10


def test_a_reverse_keyed_item_is_answered_from_the_other_end() -> None:
    clean = Model(careless=0, cannot_judge=0, blank=0, easiness_sd=0)
    (wave,) = simulate(ASKED, [[4000]], model=clean, seed=3)
    values = wave.codes[:, layout(ASKED).indexes(["A0", "A1", "R"])].astype(float)
    together = np.corrcoef(values, rowvar=False)
    assert together[0, 1] > 0.35
    assert together[0, 2] < -0.3


def test_a_trait_with_a_school_variance_of_its_own_differs_more_between_schools() -> None:
    asked = instrument(
        *(likert(id) for id in ("A0", "A1", "B0", "B1")),
        subscales=(subscale("a", "A0", "A1"), subscale("b", "B0", "B1")),
    )
    model = Model(careless=0, cannot_judge=0, blank=0, school_variance=0.01, school_variance_of={"b": 0.5})
    (wave,) = simulate(asked, [[60] * 60], model=model, seed=4)
    between = {}
    for id in ("A0", "B0"):
        answers = wave.codes[:, layout(asked).first[id]].astype(float)
        between[id] = np.var([answers[wave.sites == site].mean() for site in range(60)])
    assert between["B0"] > 3 * between["A0"]


def test_thresholds_further_apart_bring_answers_closer_together() -> None:
    spreads = []
    for spread in (1.0, 2.0):
        model = Model(careless=0, cannot_judge=0, blank=0, spread=spread)
        (wave,) = simulate(ASKED, [[2000]], model=model, seed=3)
        spreads.append(wave.codes[:, layout(ASKED).first["A0"]].std())
    assert spreads[1] < 0.8 * spreads[0]
