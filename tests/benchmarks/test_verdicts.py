"""Sentences on answers whose truth is known: a small part of what `python -m benchmarks.verdicts` measures."""

import re

import pytest

from benchmarks.simulated import Simulated, cells
from benchmarks.verdicts import BEGIN, PAGE, Rate, rates

RUNS = 60
QUICK = ("groups", "pair", "twice", "known", "gaps")
LOOKED_AT = "25 items of 5 scales, n = 500"
SCALES = (
    "noise, 6 items, n = 1000",
    "one factor, 6 items, n = 200",
    "one factor, alpha near .70, n = 200",
    "two factors at .7, n = 1000",
    "three of nine items keyed wrongly, n = 1000",
    "a copied item, n = 200",
)
PART = [cell for cell in cells() if cell.kind in QUICK or cell.name in (*SCALES, LOOKED_AT)]


@pytest.mark.slow
@pytest.mark.parametrize("cell", PART, ids=lambda cell: cell.name)
def test_no_sentence_is_false_in_more_than_one_of_twenty(cell: Simulated) -> None:
    found = rates(cell, RUNS if cell.kind != "attentive" else 5)
    assert found
    assert not [rate for rate in found if not rate.holds]


def test_a_rule_that_overclaims_would_be_seen() -> None:
    assert not Rate("a sentence", "a cell", 30, 200).holds
    assert Rate("a sentence", "a cell", 12, 200).holds


def test_the_table_of_the_page_is_of_all_cells_and_holds_the_promise() -> None:
    """Each line: a sentence, in how many cells it is false, and how often it is printed at most."""
    table = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2]
    assert f"in each of {len(list(cells()))} cells" in table
    rows = re.findall(r"^\| (.+?) \| (\d+) \| ([\d.]+) ± ([\d.]+) \|", table, re.MULTILINE)
    assert len(rows) > 20
    assert [row for row in rows if float(row[2]) - 2 * float(row[3]) > 5] == []
