"""The table of recovery in docs/confirmatory.md holds what its command measures."""

import re

import numpy as np
import pytest

from benchmarks.recovery import BEGIN, CELLS, END, PAGE, RUNS, Cell, Recovery, population, recovered, written


def rows() -> list[list[str]]:
    text = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.strip().splitlines()[2:]]


def test_the_page_has_a_row_for_each_cell_of_as_many_runs() -> None:
    assert [(row[0], int(row[1]), row[2].lower()) for row in rows()] == [
        (cell.answers, cell.people, cell.estimator) for cell in CELLS
    ]
    assert {int(row[6]) for row in rows()} == {RUNS}


def test_the_page_says_that_robust_tests_and_those_of_normal_answers_err_as_often_as_they_may() -> None:
    """From 1,000 people on, and for what the page recommends: within three Monte Carlo errors of 5%."""
    for answers, people, estimator, _, _, refused, _ in rows():
        share, error = map(float, re.findall(r"[\d.]+", refused))
        if people == "1000" and (estimator != "ML" or answers != "heavy tails"):
            assert share <= 5 + 3 * max(error, 1.0), (answers, estimator)


def test_items_have_unit_variance_and_a_run_is_measured() -> None:
    assert np.allclose(np.diag(population()), 1)
    found = recovered(Cell("normal", 1000, "ml"), runs=2)
    assert abs(found.bias) < 5
    assert 0.5 <= found.coverage <= 1


def test_a_table_is_put_in_its_place(tmp_path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    written([Recovery(CELLS[0], 10, 0.1, 0.95, 0.05)], page)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "| normal | 200 | ML | +0.1 | 95.0 | 5.0 ± 6.9 | 10 |" in text
    assert "old" not in text


@pytest.mark.slow
def test_likelihood_recovers_normal_answers() -> None:
    found = recovered(Cell("normal", 1000, "ml"), runs=200, seed=7)
    assert abs(found.bias) < 1
    assert 0.93 < found.coverage < 0.97
    assert found.refused < 0.11
