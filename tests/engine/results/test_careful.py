"""With and without the people who seem not to have read: with minus without is theirs, so they are a group."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from engine.disclosure.policy import policy
from engine.instrument.model import Audience, Instrument
from engine.results import without_careless
from engine.results.careful import flagged as flagged_people
from engine.results.measures import Measure, measure
from engine.results.people import Respondents, spread_of
from engine.results.without_careless import Without, moves, without
from psychometrics.quality import longstring
from tests.engine.results.small_networks import SMALL, blocks, facts_of
from tests.kept import as_document, plain
from tests.small import instrument, likert, subscale

RULES = policy(Audience.STAFF, 5)


def found(
    sizes: Sequence[int], flagged: Sequence[int], *, apart: float = 40.0
) -> tuple[Without, list[Measure]]:
    """Schools of these sizes, so many flagged people in each, who score by so much lower on the first measure."""
    sites = np.repeat(np.arange(len(sizes)), sizes)
    place = np.concatenate([np.arange(size) for size in sizes])
    marked = place < np.repeat(flagged, sizes)
    scores = np.column_stack([55.0 + 5 * (place % 3), 45.0 + 5 * (place % 4)])
    scores[marked, 0] -= apart
    everywhere = np.ones(len(sizes), dtype=bool)
    measures = [
        measure(SMALL, "full", at, spread_of(scores[:, at], sites, len(sizes)), everywhere, RULES)
        for at in range(2)
    ]
    made = without(marked, measures, scores, sites)
    assert made is not None
    return made, measures


def of_network(sizes: Sequence[int], flagged: Sequence[int]) -> dict[str, Any]:
    made, measures = found(sizes, flagged)
    told: dict[str, Any] = plain(without_careless.network(made, measures, RULES))
    return told


def test_the_networks_means_with_and_without() -> None:
    made, measures = found([20, 20, 20], [4, 5, 5])
    told = plain(without_careless.network(made, measures, RULES))
    row = told["measures"]["a"]
    assert told["reason"] is None
    assert row["mean"] == round(float(measures[0].printed.mean()))
    assert row["without"] == 60
    assert row["moves"] == row["without"] - row["mean"] > 5
    assert all(float(value).is_integer() for value in row.values())


@pytest.mark.parametrize(
    ("flagged", "reason"),
    [
        ([3, 3, 3, 0], "few_people"),
        ([6, 6, 0, 0], "few_schools"),
        ([8, 1, 1, 1], "one_school"),
        ([4, 4, 3, 0], None),
    ],
)
def test_a_network_is_told_of_ten_people_in_three_schools_none_of_which_has_most(
    flagged: list[int], reason: str | None
) -> None:
    told = of_network([25, 25, 25, 25], flagged)
    assert told["reason"] == reason
    assert bool(told["measures"]) == (reason is None)


def test_a_small_school_among_large_ones_does_not_speak_alone() -> None:
    assert of_network([10, 200, 200], [5, 3, 3])["reason"] == "one_school"
    assert of_network([60, 60, 60], [5, 3, 3])["reason"] is None


def test_a_school_with_too_few_left_keeps_its_score() -> None:
    made, measures = found([20, 20, 20, 8], [4, 4, 4, 4])
    row = plain(without_careless.network(made, measures, RULES))["measures"]["a"]
    assert row["without"] == round(float(np.mean([60, 60, 60, measures[0].printed[3]])))


def test_a_school_is_told_the_most_that_any_score_moves_and_no_more() -> None:
    made, measures = found([40, 40], [12, 9])
    assert moves(made, measures, 0, RULES) == round(abs(60 - measures[0].printed[0])) == 12
    assert moves(made, measures, 1, RULES) is None  # nine are too few


def test_a_school_is_told_nothing_where_few_are_left() -> None:
    made, measures = found([19, 20], [10, 10])
    assert moves(made, measures, 0, RULES) is None
    assert moves(made, measures, 1, RULES) is not None


def test_a_shift_of_less_than_a_point_is_nought() -> None:
    made, measures = found([60], [12], apart=0.0)
    assert moves(made, measures, 0, RULES) == 0


# In a result


def long_form() -> Instrument:
    items = [likert(f"C{at}") for at in range(12)]
    return instrument(*items, subscales=(subscale("c", *(one.id for one in items), minimum=6),))


def people(n: int, straight: int, seed: int) -> np.ndarray:
    generator = np.random.default_rng(seed)
    centre = generator.normal(2, 0.6, (n, 1))
    codes = np.clip(np.rint(centre + generator.normal(0, 0.9, (n, 12))), 0, 4)
    codes[:straight] = 4
    return codes.astype(np.uint8)


def test_a_school_with_many_flagged_learns_that_its_score_moves() -> None:
    from engine.results import WaveFacts, build

    schools = [people(40, 14, 1), people(30, 2, 2), people(30, 2, 3)]
    wave = WaveFacts("Now", "A study", "A network", "full", 5, "2027-05-08", True, "f" * 64)
    document = as_document(build(wave, long_form(), facts_of(schools), blocks(schools)))
    told = [one["careless"]["moves"] for one in document["sites"]]
    assert told[0] is not None
    assert told[0] >= 10
    assert told[1:] == [None, None]
    assert document["network"]["without_careless"]["reason"] == "one_school"


@pytest.mark.parametrize("agreeing", [0.5, 0.9])
def test_attentive_people_are_seldom_flagged_however_alike_they_answer(agreeing: float) -> None:
    """Where all agree, half of the answers in a row are alike by nature: the literature's cut flags up to a quarter."""
    generator = np.random.default_rng(7)
    centre = generator.normal(3.2, agreeing, (2000, 1))
    codes = np.clip(np.rint(centre + generator.normal(0, 0.45, (2000, 12))), 0, 4).astype(np.uint8)
    longest, _ = longstring(codes.astype(float))
    assert (longest / 12 >= 0.5).mean() > 0.15
    marked = flagged_people(long_form(), "full", _respondents(codes))
    assert marked is not None
    assert marked.mean() < 0.07


def _respondents(codes: np.ndarray) -> Respondents:
    none = np.zeros((len(codes), 0), dtype=np.uint8)
    return Respondents(np.zeros(len(codes), dtype=np.int64), codes, none, none, none)


def test_a_short_form_is_not_checked() -> None:
    from tests.engine.results.small_networks import people as short
    from tests.engine.results.small_networks import result

    document = result([short(30, 2, 2, at) for at in range(3)])
    assert document["network"]["without_careless"] == {"reason": "not_checked", "measures": {}}
    assert document["sites"][0]["careless"] is None
