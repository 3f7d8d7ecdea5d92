"""`barograph validate --judges` and `--judged`: cuts as their methods give them, and what a wrong file is told."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from tests import reference
from tests.engine.commands.test_relations import with_column
from web.cli import main

ITEMS = [f"A{n}" for n in range(1, 6)]


def barograph(*words: str) -> Result:
    return CliRunner().invoke(
        main, ["validate", "big-five-25", *words, "--no-quality"], catch_exceptions=False
    )


def bfi() -> str:
    return str(reference.data_path("bfi"))


def panel(folder: Path, rows: list[list[object]], header: list[str] | None = None) -> str:
    path = folder / "judges.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["judge", *(ITEMS if header is None else header)])
        writer.writerows([f"judge {number}", *row] for number, row in enumerate(rows, start=1))
    return str(path)


def judged(folder: Path) -> str:
    """The first 600 people of bfi, judged by their agreeableness as the file has it."""
    answers = reference.data("bfi").columns(ITEMS)[:600]
    mean = np.nanmean(np.column_stack([7 - answers[:, 0], answers[:, 1:]]), axis=1)
    noisy = mean + np.random.default_rng(1).normal(0, 0.5, 600)
    words = np.array(["Below", "borderline", "above", ""])[np.digitize(noisy, [4.2, 4.9, 6.2])]
    return with_column(folder / "judged.csv", "seen", words.tolist())


def test_a_panels_cut_is_the_score_of_the_answers_it_expects(tmp_path: Path) -> None:
    """A1 is reverse-keyed: to expect 2 there counts as 5 of 6."""
    file = panel(tmp_path, [[2, 5, 5, 5, 5], [3, 4, 4, 4, 4], [2.5, "4,5", 4.5, 4.5, 4.5]])
    found = json.loads(barograph(bfi(), "--judges", file, "--json", "-").stdout)
    cuts = found["cuts"]["subscales"]
    assert list(cuts) == ["agreeableness"]
    cut = cuts["agreeableness"]["methods"]["angoff"]
    means = (np.array([5, 4, 4.5]) - 1) * 20
    assert cut["cut"] == pytest.approx(means.mean())
    assert cut["standard_error"] == pytest.approx(means.std(ddof=1) / np.sqrt(3))
    assert cut["n"] == found["cuts"]["judges"] == 3
    assert 0.5 < cut["classification"]["consistency"] < cut["classification"]["accuracy"] < 1
    assert any(caution["code"] == "few_panelists" for caution in found["cautions"])
    assert "bookmark" in [entry["key"] for entry in found["not_examined"]]


def test_people_who_were_judged_give_cuts_on_their_scale_alone(tmp_path: Path) -> None:
    out, page = tmp_path / "study.json", tmp_path / "study.html"
    words = ["--judged", "agreeableness=seen", "--json", str(out), "--html", str(page)]
    result = barograph(judged(tmp_path), *words)
    assert result.exit_code == 0, result.output
    cuts = json.loads(out.read_text())["cuts"]["subscales"]
    assert list(cuts) == ["agreeableness"]
    methods = cuts["agreeableness"]["methods"]
    assert list(methods) == ["borderline_group", "contrasting_groups", "roc"]
    assert all(60 < cut["cut"] < 80 for cut in methods.values())
    assert methods["roc"]["sensitivity"] + methods["roc"]["specificity"] > 1.5
    assert methods["borderline_group"]["misclassified"] is None
    counts = cuts["agreeableness"]["judged"]
    assert counts["below"] + counts["above"] == methods["roc"]["n"]
    text = page.read_text(encoding="utf-8")
    assert "None of them changes the levels of the instrument" in text
    assert "people were judged by column seen" in text


@pytest.mark.parametrize(
    ("row", "header", "said"),
    [
        ([2, 5, 5, "", 5], None, "row 2, column A4: judgement: the judge left this item out"),
        ([2, 5, 5, "high", 5], None, "'high' is no rating"),
        ([2, 5, 5, 7, 5], None, "7 is beyond the answers to this item, 1 to 6"),
        ([2], ["AA1"], "did you mean 'A1'?"),
        ([2, 5], ["A1", "A1"], "an item has two columns"),
    ],
)
def test_a_wrong_file_of_judges_is_refused_in_words(
    row: list[object], header: list[str] | None, said: str, tmp_path: Path
) -> None:
    result = barograph(bfi(), "--judges", panel(tmp_path, [row], header))
    assert result.exit_code == 1
    assert said in " ".join(result.stderr.split())


def test_a_scale_that_was_rated_in_part_is_told(tmp_path: Path) -> None:
    file = panel(tmp_path, [[2, 5]] * 3, ["A1", "A2"])
    found = json.loads(barograph(bfi(), "--judges", file, "--json", "-").stdout)
    assert found["cuts"]["subscales"] == {}
    cause = next(caution["cause"] for caution in found["cautions"] if caution["code"] == "not_rated")
    assert "A3, A4, A5" in cause


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("seen", "write SCALE=COLUMN"),
        ("agreeablenes=seen", "did you mean 'agreeableness'?"),
        ("agreeableness=scene", "no column 'scene'"),
        ("agreeableness=A2", "does not say where somebody stands to the level"),
    ],
)
def test_a_wrong_judgement_of_people_is_refused_in_words(words: str, said: str, tmp_path: Path) -> None:
    result = barograph(judged(tmp_path), "--judged", words)
    assert result.exit_code == 1
    assert said in " ".join(result.stderr.split())


def test_people_of_one_kind_alone_make_no_cut(tmp_path: Path) -> None:
    file = with_column(tmp_path / "a.csv", "seen", ["above", ""] * 50)
    result = barograph(file, "--judged", "agreeableness=seen")
    assert result.exit_code == 1
    assert "calls nobody borderline" in result.stderr


def test_people_judged_against_their_scores_are_told(tmp_path: Path) -> None:
    answers = reference.data("bfi").columns(ITEMS)[:300]
    mean = np.nanmean(np.column_stack([7 - answers[:, 0], answers[:, 1:]]), axis=1)
    file = with_column(tmp_path / "a.csv", "seen", np.where(mean > 4.6, "below", "above").tolist())
    found = json.loads(barograph(file, "--judged", "agreeableness=seen", "--json", "-").stdout)
    assert found["cuts"]["subscales"] == {}
    assert sum(caution["code"] == "not_in_order" for caution in found["cautions"]) == 2


def test_judges_may_stand_in_a_workbook(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for row in (("judge", *ITEMS), ("Anna", 2, 5, 5, 5, 5), ("Ben", 3, 4, 4, 4, 4.5)):
        book.active.append(row)
    book.save(tmp_path / "judges.xlsx")
    found = json.loads(barograph(bfi(), "--judges", str(tmp_path / "judges.xlsx"), "--json", "-").stdout)
    file = panel(tmp_path, [[2, 5, 5, 5, 5], [3, 4, 4, 4, 4.5]])
    assert (
        found["cuts"]["subscales"]
        == json.loads(barograph(bfi(), "--judges", file, "--json", "-").stdout)["cuts"]["subscales"]
    )
