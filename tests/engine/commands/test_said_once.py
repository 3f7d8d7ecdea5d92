"""What `validate` says of a wrong column or of many wrong cells: place, cause and remedy, each once."""

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from engine.problems import Problem, alike
from engine.validation.cautions import Cautions
from engine.validation.confirmatory.choices import InvarianceEstimator
from engine.validation.confirmatory.invariance import MOST_GROUPS, Everybody, study_invariance
from engine.validation.data import Grouping
from tests import reference
from web.cli import main

NAMES = ("a", "b", "c")


def validate(*words: object) -> Result:
    return CliRunner().invoke(main, ["validate", *map(str, words)], catch_exceptions=False)


def test_decimals_in_many_cells_are_told_once_with_their_number_and_first_places(tmp_path: Path) -> None:
    rows = reference.data_path("bfi").read_text().splitlines()[:101]
    cells = [row.split(",") for row in rows[1:]]
    wrong = 0
    for row in cells:
        for place in (0, 2):
            if row[place] not in ("", "NA"):
                row[place] += (".5", ".25")[wrong % 2]
                wrong += 1
    file = tmp_path / "means.csv"
    file.write_text("\n".join([rows[0], *map(",".join, cells)]))
    told = validate("big-five-25", file).output.splitlines()
    assert len(told) == 3
    assert told[0].startswith("row 2, column A1: not_an_option: ")
    assert (
        told[1].strip().startswith(f"{wrong - 1} more times the same: row 2, column A3; row 3, column A1; ")
    )
    assert told[2] == f"{wrong} problems. Nothing was used."


def test_what_is_said_of_no_row_or_differs_is_never_joined() -> None:
    lines = [Problem("typo", f"a.yaml:{line}", "'colour' is unknown", "use color") for line in range(9)]
    assert len(alike(lines)) == 9
    rows = [
        Problem("x", f"row {row}, column A", f"'{row}.5' is no answer", "use 1, 2") for row in range(2, 9)
    ]
    other = Problem("x", "row 4, column B", "'9' is no answer", "use 1, 2, 3")
    assert [len(same) for same in alike([*rows, other])] == [7, 1]


@pytest.mark.parametrize("option", ["--invariance", "--cluster", "--group"])
def test_an_item_of_a_score_groups_nobody(option: str) -> None:
    result = validate("big-five-25", reference.data_path("bfi"), option, "A1")
    assert result.exit_code == 1
    assert f"{option}: own_item: 'A1' is an item of the scale 'Agreeableness'" in result.output
    assert "name a column that is in no score" in result.output


def caution_of(groups: int, each: int) -> str:
    """What is told of so many groups of so many people each."""
    values = np.random.default_rng(1).standard_normal((groups * each, 3))
    people = Everybody({"f": NAMES}, NAMES, (), values, None, np.ones(len(values), dtype=bool))
    grouping = Grouping("town", tuple(f"town {n}" for n in range(groups)))
    cautions = Cautions()
    places = np.repeat(np.arange(groups), each)
    assert study_invariance(grouping, places, people, InvarianceEstimator("ml"), cautions) is None
    (told,) = cautions.all()
    return f"{told.code} {told.where}: {told.cause}; {told.remedy}"


def test_groups_that_are_too_many_are_told_with_the_limit_and_what_else_to_ask() -> None:
    told = caution_of(MOST_GROUPS + 1, 10)
    assert told.startswith("many_groups invariance by town: 21 groups are large enough")
    assert "up to 20" in told
    assert "--cluster town" in told


def test_groups_that_are_too_small_are_told_with_their_number_and_size() -> None:
    told = caution_of(30, 3)
    assert told.startswith("few_groups invariance by town: no group has the 4 people without a gap")
    assert "(30 groups, the largest of 3 people)" in told


def test_a_scheduler_and_processes_of_this_machine_are_refused_together_without_a_traceback() -> None:
    told = validate("big-five-25", "no.csv", "--workers", 2, "--scheduler", "tcp://127.0.0.1:1")
    assert told.exit_code == 1
    assert "--scheduler, --workers: not_together: the scheduler has workers of its own" in told.output
