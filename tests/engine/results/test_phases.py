"""Means by the schools' own phases, and the rules that keep a few schools from being worked out."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from tests.engine.results.small_networks import earlier, people, result
from tests.kept import hub_view, plain

EVERYBODY = frozenset(range(10, 60))


def schools(number: int, centre: float = 2, seed: int = 0) -> list[np.ndarray]:
    return [people(12, centre, 2, seed + at) for at in range(number)]


def cohorts(*sizes: tuple[str | None, int]) -> list[Mapping[str, Any]]:
    return [{"phase": name} for name, size in sizes for _ in range(size)]


def network(document: Mapping[str, Any], agreed: frozenset[int] | set[int] = EVERYBODY) -> Mapping[str, Any]:
    found: Mapping[str, Any] = hub_view(document, agreed)["network"]
    return found


def by_phase(each: Sequence[Mapping[str, Any]], small: int = 0) -> tuple[list[str], str | None]:
    """Which phases are shown, and why not; the last `small` schools have too few answers."""
    made = schools(len(each))
    made[len(made) - small :] = [one[:4] for one in made[len(made) - small :]]
    (row,) = network(result(made, each))["phases"]
    return [one["phase"] for one in row["by_phase"]], row["reason"]


def test_each_phase_has_the_mean_of_its_schools_printed_scores() -> None:
    each = cohorts(("one", 8), ("two", 9))
    document = result(schools(17), each)
    (row,) = document["network"]["phases"]
    printed = [one["scores"]["a"]["mean"] for one in document["sites"]]
    assert [one["means"]["a"] for one in row["by_phase"]] == [
        round(float(np.mean(printed[:8])), 1),
        round(float(np.mean(printed[8:])), 1),
    ]
    assert [one["schools"] for one in row["by_phase"]] == [8, 9]
    assert document["sites"][0]["phase"] == "one"


def test_every_phase_needs_eight_schools_and_so_do_those_without_one() -> None:
    assert by_phase(cohorts(("one", 8), ("two", 8))) == (["one", "two"], None)
    assert by_phase(cohorts(("one", 12), ("two", 7))) == ([], "few_schools")
    assert by_phase(cohorts(("one", 8), ("two", 8), (None, 3))) == ([], "few_schools")
    assert by_phase(cohorts(("one", 8), ("two", 8), (None, 8))) == (["one", "two"], None)
    assert by_phase(cohorts(("one", 20))) == ([], "one_phase")


def test_hidden_schools_count_nowhere() -> None:
    assert by_phase(cohorts(("one", 9), ("two", 8)), small=1) == ([], "few_schools")
    assert by_phase(cohorts(("one", 9), ("two", 9)), small=1) == (["one", "two"], None)


def test_a_measure_that_some_schools_lack_may_be_missing_by_phase() -> None:
    made = schools(16)
    made[0][:9, :3] = 253  # three people are left on the first measure
    (row,) = network(result(made, cohorts(("one", 8), ("two", 8))))["phases"]
    assert [set(one["means"]) for one in row["by_phase"]] == [{"b"}, {"b"}]
    assert set(row["means"]) == {"a", "b"}


def test_a_hub_sees_no_phase_whose_one_unnamed_school_would_follow() -> None:
    document = result(schools(16), cohorts(("one", 8), ("two", 8)))

    def seen(unnamed: set[int]) -> tuple[int, str | None]:
        (row,) = network(document, EVERYBODY - unnamed)["phases"]
        return len(row["by_phase"]), row["reason"]

    assert seen(set()) == (2, None)
    assert seen({10, 11, 12}) == (2, None)
    assert seen({10, 11, 18}) == (0, "names")  # three in the network, but two and one by phase
    assert seen({10, 11, 12, 18}) == (0, "names")
    assert seen({10, 11, 12, 18, 19, 20}) == (2, None)


def test_a_hub_does_not_see_which_schools_a_mean_is_made_of() -> None:
    document = result(schools(16), cohorts(("one", 8), ("two", 8)))
    assert "members" in document["network"]["phases"][0]["by_phase"][0]
    assert "members" not in str(hub_view(document, EVERYBODY))


# Curves


def three_waves() -> dict[str, Any]:
    first = earlier(schools(18, 1.5), cohorts(("phase 0", 9), ("phase 1", 9)), title="First")
    second = earlier(
        schools(18, 2, 50), cohorts(("phase 1", 9), ("phase 2", 9)), title="Second", before=[first]
    )
    return result(schools(18, 2.5, 90), cohorts(("phase 2", 9), ("phase 3", 9)), before=[second, first])


def test_curves_follow_schools_that_go_through_their_phases_together() -> None:
    found = network(three_waves())["curves"]
    assert [[point["phase"] for point in one["points"]] for one in found] == [
        ["phase 0", "phase 1", "phase 2"],
        ["phase 1", "phase 2", "phase 3"],
    ]
    assert [point["wave"] for point in found[0]["points"]] == ["First", "Second", "Now"]
    heights = [point["means"]["a"] for point in found[0]["points"]]
    assert heights == sorted(heights)


def test_earlier_means_are_those_that_were_printed_then() -> None:
    first = earlier(schools(18, 1.5), cohorts(("phase 0", 9), ("phase 1", 9)), title="First")
    assert first.network is not None
    then = plain(first.network)["phases"][-1]
    now = result(schools(18, 2, 50), cohorts(("phase 1", 9), ("phase 2", 9)), before=[first])
    assert now["network"]["phases"][0]["means"] == then["means"]
    assert [one["means"] for one in now["network"]["phases"][0]["by_phase"]] == [
        one["means"] for one in then["by_phase"]
    ]


def test_a_school_that_left_and_may_be_unnamed_hides_the_phases_of_its_wave() -> None:
    """Whether the eighteenth school agreed is not known any more: it could be the one without a name."""
    first = earlier(schools(18, 1.5), cohorts(("phase 0", 9), ("phase 1", 9)), title="First")
    now = result(schools(17, 2, 50), cohorts(("phase 1", 9), ("phase 2", 8)), before=[first])
    rows = network(now)["phases"]
    assert [row["reason"] for row in rows] == ["names", None]
    assert network(now)["curves"] == []


@pytest.mark.parametrize("held_back", [3, 6])
def test_schools_follow_the_phase_that_most_of_them_had(held_back: int) -> None:
    each = cohorts(("phase 1", 20))
    first = earlier(schools(20), each, title="First")
    second = cohorts(("phase 1", 20 - 8 - held_back), ("phase 2", 8 + held_back))
    now = result(schools(20, 2, 50), second, before=[first])
    parts = now["network"]["phases"][-1]["by_phase"]
    assert [one["after"] for one in parts] == (["phase 1", "phase 1"] if len(parts) else [])
