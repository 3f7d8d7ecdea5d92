"""A score beside the school's own last wave and beside norms of single people."""

from dataclasses import replace
from typing import Any

import pytest

from engine.instrument.construct_map import Norm
from tests.engine.results.small_networks import FACTS, earlier, people, result, with_norms

NORM = Norm("a", "Staff of many schools", "A study", 2024, 812, 62.0, 16.0, "published")


def own(document: dict[str, Any], school: int = 0, measure: str = "a") -> dict[str, Any]:
    score = document["sites"][school]["scores"][measure]
    (found,) = [one for one in score["references"] if one["kind"] == "own"]
    return dict(found)


def norm(document: dict[str, Any], school: int = 0) -> dict[str, Any]:
    (found,) = [
        one for one in document["sites"][school]["scores"]["a"]["references"] if one["kind"] == "norm"
    ]
    return dict(found)


def test_the_last_wave_is_a_benchmark_of_the_schools_own_whatever_the_network() -> None:
    then, now = people(30, 2, 2, 1), people(30, 3, 2, 4)
    now[:, 3:6] = then[:, 3:6]
    document = result([now], before=[earlier([then])])
    found, score = own(document), document["sites"][0]["scores"]["a"]
    assert (found["reason"], found["label"], found["band"]) == (None, "Before", "above")
    assert found["points"] == score["mean"] - found["value"] == found["now"] - found["value"]
    assert found["low"] > 0
    still = own(document, measure="b")
    assert (still["band"], still["points"], still["low"]) == ("about", None, None)
    assert [one["reason"] for one in document["measures"][0]["references"]] == [None, "no_norm"]


def test_without_an_earlier_wave_the_reason_is_said() -> None:
    document = result([people(30, 3, 2, 4)])
    assert own(document)["reason"] == "no_earlier"
    assert document["measures"][0]["references"][0]["reason"] == "no_earlier"


def test_a_wave_whose_result_stayed_behind_its_answers_is_not_comparable() -> None:
    first = people(30, 2, 2, 1)
    document = result([first])
    document["sites"][0]["as_of"] = "2026-05-08"
    now = result([people(30, 3, 2, 4)], before=[earlier([first], document=document)])
    assert own(now)["reason"] == "not_comparable"
    assert now["sites"][0]["scores"]["a"]["change"] is None


def test_a_school_under_its_minimum_then_has_no_earlier_score() -> None:
    before = earlier([people(4, 2, 2, 1), people(20, 2, 2, 2)])
    document = result([people(30, 3, 2, 4), people(20, 2, 2, 5)], before=[before])
    assert own(document)["reason"] == "no_earlier"
    assert own(document, 1)["reason"] is None


@pytest.mark.parametrize(("centre", "band"), [(3.2, "above"), (2.5, "about"), (1.2, "below")])
def test_a_norm_gives_a_band_by_the_schools_own_interval(centre: float, band: str) -> None:
    document = result([people(40, centre, 2, 1)], used=with_norms(NORM))
    found, score = norm(document), document["sites"][0]["scores"]["a"]
    assert (found["band"], found["of"], found["status"], found["label"]) == (
        band,
        "persons",
        "published",
        "Staff of many schools",
    )
    assert found["points"] == score["mean"] - 62
    half = max(score["mean"] - score["low"], score["high"] - score["mean"])
    assert found["high"] - found["points"] == pytest.approx(half, abs=1)
    assert (found["size"] is None) == (band == "about")
    assert not {"rank", "percentile"} & found.keys()


def test_a_norm_of_few_people_widens_the_interval() -> None:
    rough = replace(NORM, n=9)
    schools = [people(40, 2.9, 2, 1)]
    sure, unsure = (norm(result(schools, used=with_norms(one))) for one in (NORM, rough))
    assert (sure["band"], unsure["band"]) == ("above", "about")
    assert unsure["high"] - unsure["low"] > sure["high"] - sure["low"] + 8


def test_a_bound_is_compared_as_a_bound() -> None:
    school = people(40, 2, 2, 1)
    school[:, :3] = 4
    found = norm(result([school], used=with_norms(NORM)))
    assert (found["end"], found["band"], found["low"], found["high"]) == ("at_least", "above", None, None)


def test_a_norm_of_the_whole_measure_is_not_for_a_form_with_fewer_items() -> None:
    used = with_norms(NORM)
    short = replace(used.forms[0], pages=(replace(used.forms[0].pages[0], items=("A0", "A1", "B0", "B1")),))
    document = result([people(30, 3, 2, 1)], used=replace(used, forms=(short,)), wave=FACTS)
    assert norm(document)["reason"] == "not_comparable"
    assert "points" not in norm(document)


def test_kinds_of_groups_are_told() -> None:
    schools = [people(12, at % 4, 2, at) for at in range(20)]
    each = [{"level": "high" if at % 2 else "middle"} for at in range(20)]
    document = result(schools, each)
    assert {one["kind"] for one in document["measures"][0]["comparisons"]} == {"network", "level"}
    assert document["sites"][0]["scores"]["a"]["comparisons"][0]["kind"] == "network"
