"""`barograph validate --weights` and `--margins`: what is weighted, what is not, and what a wrong file is told."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from tests import reference
from tests.engine.commands.test_relations import with_column
from web.cli import main

SHARES = "column,value,share\ngender,1,0.5\ngender,2,0.5\n"


def barograph(*words: str) -> Result:
    return CliRunner().invoke(main, ["validate", "big-five-25", *words], catch_exceptions=False)


def bfi() -> str:
    return str(reference.data_path("bfi"))


def margins(folder: Path, text: str = SHARES) -> str:
    path = folder / "margins.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def studied(*words: str) -> dict:
    result = barograph(*words, "--no-quality", "--json", "-")
    assert result.exit_code == 0, result.output
    found: dict = json.loads(result.stdout)
    return found


def test_means_are_those_of_a_population_with_these_shares(tmp_path: Path) -> None:
    found = studied(bfi(), "--margins", margins(tmp_path))["weighted"]
    data = reference.data("bfi")
    scores = (np.nanmean(data.columns([f"N{n}" for n in range(1, 6)]), axis=1) - 1) * 20
    means = [scores[data.column("gender") == sex].mean() for sex in (1, 2)]
    scale = found["subscales"]["neuroticism"]
    assert scale["mean"] == pytest.approx(np.mean(means))
    assert scale["unweighted_mean"] == pytest.approx(scores.mean())
    assert scale["lower"] < scale["mean"] < scale["upper"]
    assert found["effective_n"] < found["n"] == 2800


def test_nothing_else_of_a_study_is_weighted(tmp_path: Path) -> None:
    plain, weighted = studied(bfi()), studied(bfi(), "--margins", margins(tmp_path))
    assert "weights_elsewhere" in [entry["key"] for entry in weighted["not_examined"]]
    for part in ("items", "subscales", "correlations", "efa", "validity", "claims", "missing"):
        assert weighted[part] == plain[part]
    assert plain["weighted"] is None


def test_equal_weights_change_nothing(tmp_path: Path) -> None:
    file = with_column(tmp_path / "a.csv", "w", ["2", "2", "2", "0"] * 50)
    found = studied(file, "--weights", "w")["weighted"]
    assert (found["n"], found["left_out"], found["design_effect"]) == (150, 50, 1)
    for scale in found["subscales"].values():
        assert scale["mean"] == pytest.approx(scale["unweighted_mean"])
        assert scale["sd"] == pytest.approx(scale["unweighted_sd"])
        assert scale["alpha"] == pytest.approx(scale["unweighted_alpha"])


def test_a_weighted_interval_of_few_clusters_is_warned_of(tmp_path: Path) -> None:
    found = studied(bfi(), "--margins", margins(tmp_path), "--cluster", "education")
    warned = [one for one in found["cautions"] if one["where"].endswith("weighted mean")]
    assert {one["code"] for one in warned} == {"few_clusters"}
    assert len(warned) == 5


def test_the_page_says_what_is_weighted_and_norms_say_that_they_are_not(tmp_path: Path) -> None:
    page, norms = tmp_path / "study.html", tmp_path / "norms.yaml"
    words = ["--no-quality", "--html", str(page), "--norms", str(norms), "--population", "students"]
    result = barograph(bfi(), "--margins", margins(tmp_path), *words)
    assert "weights are in no norm" in result.stderr
    text = page.read_text(encoding="utf-8")
    assert "Only the numbers of this section are weighted" in text
    assert "begun with equal ones" in text
    assert "Items, correlations, factors, omega, groups, relations and norms with weights" in text


def test_a_weight_of_many_is_told(tmp_path: Path) -> None:
    file = with_column(tmp_path / "a.csv", "w", ["1"] * 99 + ["40"])
    assert any(caution["code"] == "large_weight" for caution in studied(file, "--weights", "w")["cautions"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("column,value\ngender,1\n", "write three columns, column, value and share"),
        (SHARES.replace("2,0.5", "2,0.4"), "add up to 0.9"),
        (SHARES.replace("2,0.5", "2,half"), "row 3: margins: 'half' is no share"),
        (SHARES.replace("gender,2", "gender,female"), "'2' has no share in margins.csv"),
        (SHARES + "gender,2,0.1\n", "stands in the file already"),
        (SHARES.replace("gender", "sex"), "no column 'sex'"),
        ("column,value,share\n", "the file has a header and no row below it"),
        (SHARES.replace("2,0.5\n", "2,0.4\ngender,3,0.1\n"), "nobody in bfi.csv is"),
    ],
)
def test_a_wrong_file_of_margins_is_refused_in_words(text: str, said: str, tmp_path: Path) -> None:
    result = barograph(bfi(), "--margins", margins(tmp_path, text))
    assert result.exit_code == 1
    assert said in " ".join(result.stderr.split())


def test_margins_that_cannot_be_met_are_refused(tmp_path: Path) -> None:
    file = with_column(tmp_path / "a.csv", "half", ["a", "b"] * 50)
    lines = Path(file).read_text(encoding="utf-8").splitlines()
    twin = [f"twin,{lines[0]}", *(f"{line.split(',')[0]},{line}" for line in lines[1:])]
    Path(file).write_text("\n".join(twin) + "\n", encoding="utf-8")
    text = "column,value,share\nhalf,a,0.5\nhalf,b,0.5\ntwin,a,0.9\ntwin,b,0.1\n"
    result = barograph(file, "--margins", margins(tmp_path, text))
    assert result.exit_code == 1
    assert "cannot be met together" in " ".join(result.stderr.split())


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["1", "-2"] * 50, "row 3, column w: negative_weight"),
        (["1", "heavy"] * 50, "'heavy' is no number"),
        ([""] * 100, "every cell is empty"),
    ],
)
def test_a_wrong_column_of_weights_is_refused_in_words(cells: list[str], said: str, tmp_path: Path) -> None:
    result = barograph(with_column(tmp_path / "a.csv", "w", cells), "--weights", "w")
    assert result.exit_code == 1
    assert said in " ".join(result.stderr.split())


def test_equal_weights_are_taken_and_said_to_change_nothing(tmp_path: Path) -> None:
    file, page = with_column(tmp_path / "a.csv", "w", ["2.5"] * 100), tmp_path / "study.html"
    found = studied(file, "--weights", "w", "--html", str(page))["weighted"]
    assert (found["effective_n"], found["design_effect"]) == pytest.approx((100, 1))
    for scale in found["subscales"].values():
        assert scale["mean"] == pytest.approx(scale["unweighted_mean"])
    assert "All weights are alike, so they change nothing." in page.read_text(encoding="utf-8")


def test_the_answers_of_one_person_are_one_clear_refusal(tmp_path: Path) -> None:
    result = barograph(with_column(tmp_path / "a.csv", "w", ["1"]))
    assert result.exit_code == 1
    assert result.stderr.count("\n") < 4
    assert "one_person: these are the answers of one person" in result.stderr


def test_margins_may_stand_in_a_workbook(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for row in (("Column", "value", "share"), ("gender", 1, 0.5), ("gender", 2, 0.5)):
        book.active.append(row)
    book.save(tmp_path / "margins.xlsx")
    of_book = studied(bfi(), "--margins", str(tmp_path / "margins.xlsx"))["weighted"]
    of_text = studied(bfi(), "--margins", margins(tmp_path))["weighted"]
    assert of_book["subscales"] == of_text["subscales"]


def test_an_empty_file_of_margins_is_not_asked_for_items(tmp_path: Path) -> None:
    result = barograph(bfi(), "--margins", margins(tmp_path, ""))
    assert result.exit_code == 1
    assert "margins.csv: empty_file: the file holds nothing; write the names of the columns" in result.stderr
