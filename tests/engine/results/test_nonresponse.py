"""Who did not answer: rates by role against the roster, from numbers that the groups print."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.engine.results.small_networks import SMALL, people, result
from tests.small import subscale

TEACHERS_AND_AIDES = [1] * 14 + [2] * 12  # aides and leaders; the others are teachers


def check(roster: dict[str, int] | None, roles: list[int], n: int = 50) -> dict[str, Any]:
    schools = [people(n, 2, 2, 1, roles), people(20, 2, 2, 2), people(20, 2, 2, 3)]
    known: dict[str, Any] = {"roster": 100, "roster_by_role": roster or {}}
    found: dict[str, Any] = result(schools, [known, {}, {}])["sites"][0]["nonresponse"]
    return found


def test_rates_that_are_much_alike_are_no_proof_of_likeness() -> None:
    found = check({"teacher": 32, "aide": 18, "leader": 15}, TEACHERS_AND_AIDES)
    assert (found["verdict"], found["reason"], found["by"]) == ("unclear", None, "role")
    rates = {one["id"]: (one["n"], one["roster"], one["rate"]) for one in found["groups"]}
    assert rates["teacher"] == (24, 32, 75)
    assert list(rates)[-1] == "rest"
    assert sum(n for n, _, _ in rates.values()) == 50
    assert found["moves"] == 0


def test_a_group_that_answered_far_more_often_is_named() -> None:
    found = check({"teacher": 26, "aide": 60, "leader": 12}, TEACHERS_AND_AIDES)
    assert (found["verdict"], found["most"]) == ("leans", "rest")
    rates = {one["id"]: one["rate"] for one in found["groups"]}
    assert (
        found["points"]
        == rates[found["most"]] - rates[found["least"]]
        == max(rates.values()) - min(rates.values())
    )


def test_few_people_do_not_make_a_difference_beyond_chance() -> None:
    found = check({"teacher": 12, "aide": 17, "leader": 0}, [1] * 11, n=22)
    assert found["points"] >= 10
    assert found["verdict"] == "unclear"


def test_what_weighting_would_change_is_made_of_printed_numbers() -> None:
    school = people(40, 1, 2, 1, [1] * 15)
    school[:15, :3] = np.clip(school[:15, :3] + 2, 0, 3)
    known: dict[str, Any] = {"roster": 100, "roster_by_role": {"teacher": 26, "aide": 60}}
    (site, *_) = result([school, people(20, 2, 2, 2), people(20, 2, 2, 3)], [known, {}, {}])["sites"]
    (grouping,) = site["groups"]
    parts = [*grouping["groups"], {"id": "rest", **grouping["rest"]}]
    printed = grouping["measures"]["a"]
    means = [(printed["groups"].get(one["id"]) or printed["rest"])["mean"] for one in parts]
    by_roster, by_answers = (
        np.average(means, weights=[one[what] for one in parts]) for what in ("roster", "n")
    )
    assert site["nonresponse"]["moves"] == round(abs(by_roster - by_answers)) > 3


@pytest.mark.parametrize(
    ("roster", "roles", "reason"),
    [
        (None, TEACHERS_AND_AIDES, "no_roster"),
        ({"teacher": 32, "aide": 18}, [1] * 3, "no_groups"),
        ({"teacher": 10, "aide": 18, "leader": 15}, TEACHERS_AND_AIDES, "mismatch"),
    ],
)
def test_where_it_cannot_be_told_the_reason_is_said(
    roster: dict[str, int] | None, roles: list[int], reason: str
) -> None:
    found = check(roster, roles)
    assert (found["verdict"], found["reason"], found["groups"]) == ("unknown", reason, [])


def test_what_moves_most_is_not_told_of_scores_of_different_ranges() -> None:
    """Points of one score are no points of the other, so no number speaks of both."""
    sums = replace(
        SMALL, subscales=(SMALL.subscales[0], subscale("b", "B0", "B1", "B2", method="sum", rescale=None))
    )
    schools = [people(50, 2, 2, 1, TEACHERS_AND_AIDES), people(20, 2, 2, 2), people(20, 2, 2, 3)]
    known: dict[str, Any] = {"roster": 100, "roster_by_role": {"teacher": 32, "aide": 18, "leader": 15}}
    found = result(schools, [known, {}, {}], used=sums)["sites"][0]["nonresponse"]
    assert (found["verdict"], found["moves"]) == ("unclear", None)
