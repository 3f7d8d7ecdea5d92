"""Whether ups and downs are shown, and how the network helps to tell which measure is lowest."""

from typing import Any

import numpy as np

from tests.engine.results.small_networks import people, result
from tests.kept import hub_view


def network(schools: int, *, apart: float, size: int = 12) -> dict[str, Any]:
    """Schools whose two measures lie apart by a distance that differs from school to school."""
    generator = np.random.default_rng(1)
    made = []
    for seed in range(schools):
        height, shape = generator.normal(2, 0.4), generator.normal(0, apart)
        made.append(people(size, height + shape, height - shape, seed))
    return result(made)


def test_the_profile_is_shown_where_its_reliability_is_above_a_half() -> None:
    real, noise = network(20, apart=0.8)["profile"], network(20, apart=0.0)["profile"]
    assert real["reliability"] > 0.8
    assert real["shown"]
    assert noise["reliability"] <= 0.5
    assert not noise["shown"]
    assert real["interval"][0] <= real["reliability"] <= real["interval"][1]
    assert real["schools"] == 20


def test_without_eight_schools_nobody_can_tell_and_it_is_shown() -> None:
    assert network(7, apart=0.0)["profile"] == {
        "reliability": None,
        "interval": None,
        "schools": 7,
        "shown": True,
    }


def test_a_hub_is_told_too() -> None:
    document = network(20, apart=0.8)
    assert hub_view(document, set())["profile"] == document["profile"]


def test_lowest_and_highest_are_of_shrunken_means_and_scores_are_not() -> None:
    document = network(20, apart=0.4)
    assert document["shrinkage"] == {"schools": 20}
    assert {one["start"]["estimate"] for one in document["sites"]} == {"shrunken"}
    alone = network(7, apart=0.4)
    assert alone["shrinkage"] is None
    assert {one["start"]["estimate"] for one in alone["sites"]} == {"plain"}
    for one, other in zip(document["sites"], alone["sites"], strict=False):
        for id in "ab":
            assert one["scores"][id]["mean"] == other["scores"][id]["mean"]
            assert one["scores"][id]["low"] == other["scores"][id]["low"]


def test_a_small_school_borrows_from_the_others_and_a_large_one_hardly_does() -> None:
    """Everywhere a lies far under b; a school where five people say otherwise is not believed at once."""
    others = [people(20, 1.3, 2.7, seed) for seed in range(12)]

    def turned(size: int) -> dict[str, Any]:
        document = result([people(size, 2.2, 2.0, 99), *others])
        start: dict[str, Any] = document["sites"][0]["start"]
        return start

    few, many = turned(5), turned(150)
    assert few["measures"] != ["b"]
    assert many["measures"] == ["b"]


def test_a_school_that_lacks_a_measure_is_judged_by_its_own_people() -> None:
    schools = [people(12, 2 + at % 3, 2, at) for at in range(12)]
    schools[0][:9, 0] = 253
    schools[0][:9, 1] = 253
    document = result(schools)
    assert document["sites"][0]["scores"]["a"] is None
    assert document["sites"][0]["start"] is None  # one measure has no lowest
    assert document["profile"]["schools"] == 11


def test_schools_that_do_not_differ_are_not_drawn_together() -> None:
    same = people(20, 2, 2, 1)
    document = result([same] * 10)
    assert document["shrinkage"] is None
    assert document["sites"][0]["start"]["estimate"] == "plain"
    assert document["profile"]["reliability"] == 0


def test_everybody_alike_everywhere_makes_a_result() -> None:
    alike = people(12, 2, 2, 1)
    alike[:, :6] = 2
    document = result([alike] * 10)
    assert document["profile"]["reliability"] is None
    assert document["network"]["measures"]["a"]["within_sd"] in (None, 10.0)
