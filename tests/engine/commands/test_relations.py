"""`barograph validate --criterion`: what a researcher types, reads, and is told where a column is wrong."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from tests import reference
from web.cli import main


def barograph(*words: str) -> Result:
    return CliRunner().invoke(main, ["validate", *words], catch_exceptions=False)


def bfi() -> str:
    return str(reference.data_path("bfi"))


def with_column(path: Path, name: str, cells: list[str]) -> str:
    """The first people of bfi with a column more."""
    lines = reference.data_path("bfi").read_text(encoding="utf-8").splitlines()[: len(cells) + 1]
    rows = [f"{name},{lines[0]}", *(f'"{cell}",{line}' for cell, line in zip(cells, lines[1:], strict=True))]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return str(path)


def test_every_score_is_correlated_with_every_criterion(tmp_path: Path) -> None:
    out, page = tmp_path / "study.json", tmp_path / "study.html"
    words = ["--criterion", "age", "--criterion", "gender", "--no-quality"]
    result = barograph("big-five-25", bfi(), *words, "--json", str(out), "--html", str(page))
    assert result.exit_code == 0, result.output
    found = json.loads(out.read_text())
    assert found["provenance"]["choices"]["criteria"] == ["age", "gender"]
    data = reference.data("bfi")
    turned = data.columns([f"N{n}" for n in range(1, 6)])
    mean = np.nanmean(turned, axis=1)
    with_age = found["criteria"]["age"]["subscales"]["neuroticism"]
    assert found["criteria"]["age"]["two_valued"] is None
    assert with_age["r"]["value"] == pytest.approx(np.corrcoef(mean, data.column("age"))[0, 1])
    assert with_age["area"] is None
    assert with_age["disattenuated"] == pytest.approx(with_age["r"]["value"] / np.sqrt(with_age["alpha"]))
    assert found["criteria"]["gender"]["two_valued"] == ["1", "2"]
    assert found["criteria"]["gender"]["subscales"]["neuroticism"]["area"]["lower"] > 0.5
    claim = next(one for one in found["claims"] if one["property"] == "criterion_validity")
    assert (claim["rating"], claim["may"]) == ("?", [])
    words_of_page = page.read_text(encoding="utf-8")
    assert "Relations to other variables" in words_of_page
    assert "2 counts as the higher" in words_of_page


def test_intervals_allow_for_clusters() -> None:
    instrument = str(Path(__file__).parents[2] / "instruments" / "lq2002" / "1.0.0")
    words = [
        instrument,
        str(reference.data_path("lq2002")),
        "--criterion",
        "HOSTILE",
        "--no-quality",
        "--json",
        "-",
    ]
    found = json.loads(barograph(*words, "--cluster", "COMPID").stdout)["criteria"]["HOSTILE"]
    scale = found["subscales"]["leadership"]
    assert scale["clusters"] == 49
    assert scale["r"]["lower"] < scale["r"]["value"] < scale["r"]["upper"]


def test_few_clusters_leave_no_interval(tmp_path: Path) -> None:
    file = with_column(tmp_path / "a.csv", "room", ["north", "south", "west"] * 40)
    words = ["--cluster", "room", "--criterion", "age", "--no-quality", "--json", "-"]
    found = json.loads(barograph("big-five-25", file, *words).stdout)
    scale = found["criteria"]["age"]["subscales"]["openness"]
    assert (scale["clusters"], scale["r"]["lower"], scale["rho"]["upper"]) == (3, None, None)
    assert any(
        caution["code"] == "few_clusters" and "criterion age" in caution["where"]
        for caution in found["cautions"]
    )


def test_two_words_are_a_criterion(tmp_path: Path) -> None:
    file = with_column(tmp_path / "a.csv", "stayed", ["yes", "no", "yes", "", "no"] * 40)
    result = barograph("big-five-25", file, "--criterion", "stayed", "--no-quality", "--json", "-")
    found = json.loads(result.stdout)["criteria"]["stayed"]
    assert (found["two_valued"], found["n"], found["missing"]) == (["no", "yes"], 160, 40)


def test_a_decimal_comma_is_a_number(tmp_path: Path) -> None:
    file = with_column(tmp_path / "a.csv", "grade", ["1,5", "2,0", "3,5", "4"] * 25)
    found = json.loads(
        barograph("big-five-25", file, "--criterion", "grade", "--no-quality", "--json", "-").stdout
    )
    assert found["criteria"]["grade"]["n"] == 100
    assert found["criteria"]["grade"]["two_valued"] is None


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["5", "many", "7", "8"] * 25, "row 3, column grade: not_a_number: 'many' is no number"),
        (["a", "b", "c", "d"] * 25, "several groups are compared by --group"),
        (["7"] * 100, "holds the same number in every row"),
        ([""] * 100, "every cell is empty"),
    ],
)
def test_a_wrong_column_is_refused_in_words(cells: list[str], said: str, tmp_path: Path) -> None:
    file = with_column(tmp_path / "a.csv", "grade", cells)
    result = barograph("big-five-25", file, "--criterion", "grade")
    assert result.exit_code == 1
    assert said in " ".join(result.stderr.split())
    assert result.stdout == ""


def test_the_first_cells_that_are_no_numbers_are_told_in_the_order_of_the_file(tmp_path: Path) -> None:
    """Not in that of their texts, where row 15 stood before row 4."""
    file = with_column(tmp_path / "a.csv", "grade", ["zebra", "yak", "wolf", "5"] * 25)
    said = " ".join(barograph("big-five-25", file, "--criterion", "grade").stderr.split())
    assert said.index("row 2, column grade") < said.index("row 3, column grade") < said.index("row 4, column")


@pytest.mark.parametrize(
    ("column", "said"), [("agee", "no column 'agee'"), ("N1", "an item that scores are made of")]
)
def test_a_column_that_cannot_be_one_is_named(column: str, said: str) -> None:
    result = barograph("big-five-25", bfi(), "--criterion", column)
    assert result.exit_code == 1
    assert said in " ".join(result.stderr.split())


def test_scores_are_compared_and_judged_by_what_they_add() -> None:
    words = ["--criterion", "age", "--criterion", "gender", "--no-quality", "--json", "-"]
    found = json.loads(barograph("big-five-25", bfi(), *words).stdout)["criteria"]
    contrasts, adds = found["age"]["contrasts"], found["age"]["adds"]
    assert len(contrasts) == 10
    first = contrasts[0]
    r = {id: scale["r"]["value"] for id, scale in found["age"]["subscales"].items()}
    assert first["difference"] == pytest.approx(r[first["first"]] - r[first["second"]])
    assert all(one["holm"] >= one["pvalue"] for one in contrasts)
    assert adds.keys() == r.keys()
    one = adds["openness"]
    assert one["r2_full"] == pytest.approx(one["r2_base"] + one["increment"])
    assert one["r2_full"] > max(value**2 for value in r.values())
    (beside,) = found["age"]["subscales"]["openness"]["against"]
    with_gender = found["gender"]["subscales"]["openness"]["r"]["value"]
    assert (beside["first"], beside["second"]) == ("age", "gender")
    text = " ".join(json.loads(barograph("big-five-25", bfi(), *words).stdout)["text"]["results"])
    assert "Correlations with age: Agreeableness, r = .19, 95% CI [.15, .22], n = 2800;" in text
    assert beside["difference"] == pytest.approx(r["openness"] - with_gender)
    assert found["gender"]["subscales"]["openness"]["against"] == []


def test_in_clusters_nothing_is_tested_that_takes_people_as_independent(tmp_path: Path) -> None:
    file = with_column(tmp_path / "a.csv", "room", [f"room {n % 20}" for n in range(300)])
    page = tmp_path / "study.html"
    words = ["--cluster", "room", "--criterion", "age", "--no-quality", "--json", "-", "--html", str(page)]
    found = json.loads(barograph("big-five-25", file, *words).stdout)["criteria"]["age"]
    assert (found["contrasts"], found["adds"]) == ([], {})
    assert "those tests take people as independent" in page.read_text(encoding="utf-8")


def test_a_score_made_of_others_leaves_the_rest_standing(tmp_path: Path) -> None:
    """Few people: what scores add is left out with a warning, and the correlations stand."""
    file = with_column(tmp_path / "a.csv", "grade", ["5", "6", "7", "8", "5.5"])
    found = json.loads(
        barograph("big-five-25", file, "--criterion", "grade", "--no-quality", "--json", "-").stdout
    )
    assert found["criteria"]["grade"]["adds"] == {}
    assert any(
        one["code"] == "few_persons" and one["where"] == "criterion grade, what scores add"
        for one in found["cautions"]
    )
