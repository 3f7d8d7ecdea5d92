"""The funnel: its points are the printed ones, and answers that are all alike divide nothing by nothing."""

import numpy as np
import pytest

from tests.engine.results.small_networks import earlier, people, result


def test_points_are_the_printed_overall_scores_and_changes() -> None:
    then = [people(20, 2, 2, at) for at in range(6)]
    now = [people(20, 1 + at / 3, 2, 50 + at) for at in range(6)]
    document = result(now, before=[earlier(then)])
    scores, before = [], []
    for one in document["sites"]:
        changes = [one["scores"][id]["change"] for id in "ab"]
        scores.append(np.mean([one["scores"][id]["mean"] for id in "ab"]))
        before.append(np.mean([found["now"] - found["before"] for found in changes]))
    assert [one["overall"]["mean"] for one in document["sites"]] == [round(float(x)) for x in scores]
    assert [one["overall"]["change"] for one in document["sites"]] == [round(float(x)) for x in before]
    assert document["network"]["funnel"]["score"]["centre"] == pytest.approx(np.mean(scores), abs=0.06)
    assert "points" not in document["network"]["funnel"]["score"]


def test_answers_that_are_all_alike_have_limits_and_no_school_stands_out_by_a_point() -> None:
    def alike(step: int) -> np.ndarray:
        found = people(20, 2, 2, 1)
        found[:, :6] = step
        return found

    then = [alike(2)] * 5
    now = [*then[:4], alike(3)]
    document = result(now, before=[earlier(then)])
    for limits in document["network"]["funnel"].values():
        assert all(np.isfinite(limits[name]) for name in ("centre", "between_sd", "within_sd"))
        assert limits["within_sd"] >= 10  # less would say that everybody answered alike
    same = result(then, before=[earlier(then)])
    assert not any(one["overall"]["bright"] or one["overall"]["bright_change"] for one in same["sites"])
    assert same["network"]["funnel"]["change"]["between_sd"] == 0
