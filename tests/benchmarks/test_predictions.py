"""Labels of predictions where the true change is known: a part of what `python -m benchmarks.predictions` measures."""

import re

import pytest

from benchmarks.predictions import BEGIN, LABELS, PAGE, SIZES, FalseLabel, false_labels, where_true
from benchmarks.two_waves import WORST, People, kinds
from engine.results.predictions import Expected, PredictionLabel

PROMISED = [one for one in kinds() if one is not WORST]


@pytest.mark.slow
@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("people", PROMISED, ids=lambda people: people.name)
def test_no_label_is_false_in_more_than_one_of_twenty_schools(people: People, n: int) -> None:
    found = false_labels(people, n, 400)
    assert {one.label for one in found} == set(LABELS)
    assert not [one for one in found if not one.holds]


def test_a_rule_that_takes_an_overlap_for_evidence_would_be_seen() -> None:
    """With eight answers nearly every interval overlaps a range that the truth is not in."""
    people = PROMISED[0]
    assert not FalseLabel(PredictionLabel.AS_EXPECTED, people, 8, Expected(5, 10), 0, 360, 400).holds
    assert FalseLabel(PredictionLabel.AS_EXPECTED, people, 8, Expected(5, 10), 0, 20, 400).holds


def test_a_narrow_range_is_told_in_its_direction_and_a_wide_one_as_expected() -> None:
    narrow, wide = (where_true(expected, 50, 200) for expected in (Expected(5, 10), Expected(0, 30)))
    assert narrow[PredictionLabel.AS_EXPECTED] == 0 < narrow[PredictionLabel.DIRECTION]
    assert wide[PredictionLabel.AS_EXPECTED] > 150


def test_the_tables_of_the_page_keep_the_promise_at_every_size() -> None:
    """Each line of the first: a label, and the most often that it is false at each size."""
    table = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2]
    rows = dict(re.findall(r"^\| (\w+) \| ((?:[\d.]+ ± [\d.]+ \| )+)", table, re.MULTILINE))
    assert set(rows) == {one.value for one in LABELS}
    for cells in rows.values():
        rates = re.findall(r"([\d.]+) ± ([\d.]+)", cells)
        assert len(rates) == len(SIZES)
        assert all(float(rate) - 2 * float(error) <= 5 for rate, error in rates)
    assert "told and not promised" in table
