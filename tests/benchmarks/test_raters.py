"""Sentences about raters: a small part of the benchmark, with fixed seeds, and what counts as false."""

import pytest

from benchmarks.raters import OPTIONS, is_false, rates
from psychometrics.estimate import Estimate


def test_few_sentences_are_false_where_a_category_is_rare() -> None:
    rare = {"2, one rare": OPTIONS["2, one rare"]}
    found = list(rates(runs=40, sizes=(30,), kinds=rare, agreement=(0.8,), iccs=(0.7,)))
    assert {one.statistic for one in found} == {
        "Cohen’s kappa",
        "Fleiss’ kappa",
        "alpha",
        "ICC(A,1)",
        "ICC(A,k)",
    }
    assert [one for one in found if one.surely > 0.05] == []
    assert sum(one.claimed for one in found) > 20


@pytest.mark.parametrize(
    ("ends", "truth", "targets", "false"),
    [
        ((0.45, 0.70), 0.40, 100, True),
        ((0.45, 0.70), 0.44, 100, False),
        ((0.65, 0.80), 0.60, 100, True),
        ((0.10, 0.40), 0.45, 100, True),
        ((0.10, 0.40), 0.45, 99, None),
        ((0.45, 0.70), 0.40, 29, None),
        ((0.30, 0.70), 0.10, 100, None),
    ],
    ids=["reached not", "reached", "substantial not", "denied", "few to deny", "few", "open"],
)
def test_a_sentence_is_false_where_the_truth_lies_on_the_other_side(
    ends: tuple[float, float], truth: float, targets: int, false: bool | None
) -> None:
    estimate = Estimate(sum(ends) / 2, *ends)
    assert is_false("kappa", estimate, truth, targets) is false
