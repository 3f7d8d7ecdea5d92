"""Rankings, points and sliders in a study: what suits each, no reliability of any, and nothing of too few."""

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from engine.instrument.kinds import CONSTANT_SUM, RANKING, SLIDER
from engine.report.media.to_html import html
from engine.report.study import study_document
from engine.validation.plan import StudyChoices
from engine.validation.study import ValidationStudy
from tests import small
from tests.engine.loading.small_files import KINDS
from tests.engine.validation.made import answers, as_json, study
from web.cli import main

MATTERS = small.choose("matters", "pay", "time", "trust", kind=RANKING, top=2)
HOURS = small.choose("hours", "fires", "growth", kind=CONSTANT_SUM)
MOOD = small.choose("mood", kind=SLIDER, minimum=0.0, maximum=10.0, ends=("Hard", "Easy"))
BLANK = [253]
ROWS = (
    [1, 2, 0, 80, 20, 4],
    [1, 0, 0, 20, 80, 8],
    [0, 2, 1, 100, 0, 6],
    [*BLANK * 3, *BLANK * 2, *BLANK],
)


@pytest.fixture(scope="module")
def found() -> ValidationStudy:
    codes = np.hstack([answers(4, 3), np.array(ROWS, dtype=np.uint8)])
    items = [*(small.likert(f"I{n}") for n in range(1, 4)), MATTERS, HOURS, MOOD]
    subscales = (small.subscale("s", "I1", "I2", "I3"),)
    return study(codes, items=items, subscales=subscales, choices=StudyChoices(draws=5))


def test_a_ranking_is_told_by_shares(found: ValidationStudy) -> None:
    told = as_json(found)["rankings"]["matters"]
    assert (told["n"], told["missing"]) == (3, 1)
    pay, time, trust = (told["options"][value] for value in ("pay", "time", "trust"))
    assert (pay["places"], pay["first"], pay["ranked"]) == ([2, 0], 2 / 3, 2 / 3)
    assert (time["places"], time["first"], time["ranked"]) == ([0, 2], 0, 2 / 3)
    assert trust["first"] == pytest.approx(1 / 3)
    # R: prop.test(1, 3, correct = FALSE)$conf.int
    interval = trust["first_interval"]
    assert (interval["lower"], interval["upper"]) == pytest.approx((0.0614919447, 0.7923404), rel=1e-6)


def test_points_are_told_by_log_ratios(found: ValidationStudy) -> None:
    told = as_json(found)["sums"]["hours"]
    assert (told["n"], told["missing"], told["total"]) == (3, 1, 100)
    assert told["mean"] == pytest.approx({"fires": 200 / 300, "growth": 100 / 300})
    assert told["noughts"] == {"fires": 0, "growth": 1}
    assert told["center"]["fires"] > told["mean"]["fires"]
    assert told["variation"]["data"][0][1] == told["variation"]["data"][1][0] > 0


def shared_out(*rows: tuple[list[int], int], options: int = 3, least: int = 2) -> ValidationStudy:
    """A study of points over some options: rows of points, each given by so many people."""
    item = small.choose("hours", "fires", "upkeep", "growth", "rest", kind=CONSTANT_SUM)
    item = replace(item, options=item.options[:options])
    points = np.repeat([row for row, _ in rows], [people for _, people in rows], axis=0).astype(np.uint8)
    codes = np.hstack([answers(len(points), 3), points])
    items = [*(small.likert(f"I{n}") for n in range(1, 4)), item]
    chosen = StudyChoices(draws=5, quality=False, minimum_group=least)
    return study(
        codes, items=items, subscales=(small.subscale("s", "I1", "I2", "I3"),), choices=chosen, rows=16
    )


def test_three_parts_have_a_triangle_of_cells_of_ten_or_more() -> None:
    found = shared_out(([50, 30, 20], 25), ([20, 70, 10], 12), ([10, 10, 80], 9), ([0, 0, 100], 4))
    told = as_json(found)["sums"]["hours"]["ternary"]
    assert (told["steps"], told["least"], told["apart"]) == (7, 10, 13)
    assert told["cells"] == [{"steps": [1, 4, 0], "n": 12}, {"steps": [3, 2, 1], "n": 25}]
    assert len(told["region"]["outline"]) == 72
    page = html(study_document(found))
    assert "13 of 50 people are in cells that are not shown" in page
    assert "an empty cell has fewer than 10 people, or nobody" in page
    assert re.search(r"43–57.*29–42.*15–28.*25.*50%", page, re.DOTALL)


def test_a_wave_whose_groups_take_more_shows_cells_of_as_many() -> None:
    found = shared_out(([50, 30, 20], 25), ([20, 70, 10], 12), ([10, 10, 80], 13), least=13)
    told = as_json(found)["sums"]["hours"]["ternary"]
    assert [cell["n"] for cell in told["cells"]] == [25]
    assert told["apart"] == 25


@pytest.mark.parametrize(("least", "told"), [(2, 4), (10, None)], ids=["own file", "wave"])
def test_few_who_gave_a_part_nothing_are_not_counted_in_a_wave(least: int, told: int | None) -> None:
    found = shared_out(([50, 30, 20], 25), ([20, 0, 80], 12), ([0, 50, 50], 4), least=least)
    assert as_json(found)["sums"]["hours"]["noughts"] == {"fires": told, "upkeep": 12, "growth": 0}
    assert ("fewer than 10</td>" in html(study_document(found))) is (told is None)


def test_where_no_cell_may_be_shown_the_page_says_so() -> None:
    page = html(study_document(shared_out(([50, 30, 20], 9), ([20, 70, 10], 9))))
    assert "No cell of the triangle of the three parts may be shown" in page
    assert "how people shared out" not in page


@pytest.mark.parametrize("options", [2, 4])
def test_two_or_four_parts_have_a_table_and_no_triangle(options: int) -> None:
    first, second = ([50, 50], [20, 80]) if options == 2 else ([40, 30, 20, 10], [10, 20, 30, 40])
    found = shared_out((first, 30), (second, 30), options=options)
    assert as_json(found)["sums"]["hours"]["ternary"] is None
    page = html(study_document(found))
    assert "variance of the logarithm of each ratio" in page
    assert "how people shared out" not in page


def test_a_slider_is_told_by_its_numbers(found: ValidationStudy) -> None:
    told = as_json(found)["sliders"]["mood"]
    assert told == {"n": 3, "missing": 1, "mean": 6, "sd": 2, "quartiles": [5, 6, 7]}


def test_none_of_them_has_a_reliability_or_is_an_item_of_a_scale(found: ValidationStudy) -> None:
    told = as_json(found)
    assert set(told["items"]) == {"I1", "I2", "I3"}
    assert set(told["subscales"]) == {"s"}
    page = html(study_document(found))
    assert "none has a reliability here" in page
    assert "Rankings, points and sliders" in page
    assert "variance of the logarithm of each ratio" in page


def test_levels_of_a_rubric_come_with_a_caution() -> None:
    items = [replace(small.likert(f"I{n}"), levels=tuple("abcde")) for n in range(1, 4)]
    scale = small.subscale("s", "I1", "I2", "I3")
    chosen = StudyChoices(draws=5, quality=False)
    found = study(answers(40, 3), items=items, subscales=(scale,), choices=chosen, rows=16)
    (told,) = [caution for caution in found.cautions if caution.code == "rubric_levels"]
    assert (told.where, "weighted kappa" in told.remedy) == ("subscale s", True)
    plain = study(
        answers(40, 3),
        items=[small.likert(f"I{n}") for n in range(1, 4)],
        subscales=(scale,),
        choices=chosen,
        rows=16,
    )
    assert "rubric_levels" not in {caution.code for caution in plain.cautions}


def test_a_study_without_such_items_says_nothing_of_them() -> None:
    plain = study(answers(30, 4), choices=StudyChoices(draws=5))
    assert not plain.allotment.any
    assert "Rankings, points and sliders" not in html(study_document(plain))


def test_every_kind_goes_through_simulate_score_and_validate(tmp_path: Path) -> None:
    made = tmp_path / "made.csv"

    def run(*words: str | Path) -> str:
        result = CliRunner().invoke(main, [str(word) for word in words])
        assert result.exit_code == 0, result.output
        return result.stdout

    run("simulate", KINDS, "--sites", "3", "--persons", "40", "-o", made)
    scores = list(csv.DictReader(io.StringIO(run("score", KINDS, made))))
    assert {"meetings", "total"} <= scores[0].keys()
    assert not {"matters", "hours", "mood"} & scores[0].keys()
    told = run("validate", KINDS, made, "--json", "-")
    assert '"rankings"' in told
    assert '"total_variance"' in told
