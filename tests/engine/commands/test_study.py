"""`barograph validate` as a researcher types it."""

import csv
import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from engine.loading import catalog
from engine.loading.folder import load
from engine.validation.rotations import ROTATION_KINDS
from tests import reference
from web.cli import main

INSTRUMENTS = Path(__file__).parents[2] / "instruments"
LQ2002 = str(INSTRUMENTS / "lq2002" / "1.0.0")


def barograph(*words: str) -> Result:
    return CliRunner().invoke(main, ["validate", *words], catch_exceptions=False)


def bfi() -> str:
    return str(reference.data_path("bfi"))


def test_prints_words_then_tables_then_what_to_do_next() -> None:
    result = barograph("big-five-25", bfi())
    assert result.exit_code == 0, result.output
    words, tables, next_steps = (
        result.stdout.index(part) for part in ("What it says", "\nThe scales at a glance\n", "\nNext\n")
    )
    assert words < tables < next_steps
    assert ".70" in result.stdout
    assert "3 columns not used" in result.stderr


def test_writes_every_number_as_json(tmp_path: Path) -> None:
    out = tmp_path / "study.json"
    result = barograph("big-five-25", bfi(), "--json", str(out))
    assert result.exit_code == 0, result.output
    study = json.loads(out.read_text())
    reference.assert_agrees("bfi", "A.alpha_cc", study["subscales"]["agreeableness"]["alpha"]["complete"])
    assert study["data"]["n"] == 2800
    assert "2800 responses" in result.stderr


def test_json_to_standard_output_holds_nothing_else() -> None:
    result = barograph("big-five-25", bfi(), "--json", "-")
    assert json.loads(result.stdout)["instrument"]["id"] == "big-five-25"


def test_spellings_of_one_cluster_are_one_and_told(tmp_path: Path) -> None:
    """Capitals, spaces and decomposed letters make no second school here either."""
    with reference.data_path("lq2002").open(newline="") as file:
        rows = list(csv.DictReader(file))
    spellings = ("É{} School", "E\u0301{} School", "É{}  School", "É{} SCHOOL")
    for place, row in enumerate(rows):
        row["COMPID"] = spellings[place % 4 if place > 100 else 0].format(row["COMPID"])
    spelled = tmp_path / "spelled.csv"
    with spelled.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    result = barograph(LQ2002, str(spelled), "--cluster", "COMPID", "--json", "-")
    found = json.loads(result.stdout)
    levels = found["subscales"]["leadership"]["levels"]
    assert levels["groups"] == 49

    told = [note for note in found["data"]["notes"] if "read as one" in note]
    assert told
    assert all(note in result.stderr for note in told)


def test_takes_the_cluster_that_the_definition_names() -> None:
    result = barograph(LQ2002, str(reference.data_path("lq2002")), "--json", "-")
    found = json.loads(result.stdout)
    assert found["provenance"]["choices"]["cluster"] == "COMPID"
    assert found["subscales"]["leadership"]["levels"]["groups"] == 49


def test_reads_a_keyed_file_by_the_map_that_comes_with_the_instrument() -> None:
    path = reference.shared("data", "school-wellbeing", "responses.csv")
    result = barograph("school-wellbeing", str(path), "--cluster", "class", "--json", "-")
    found = json.loads(result.stdout)
    reference.assert_agrees(
        "school-wellbeing", "teach.alpha_cc", found["subscales"]["teachers"]["alpha"]["raw"]
    )
    assert found["items"]["W7"]["turned_in_file"]
    assert found["data"]["keyed"] == ["W12", "W7", "W9"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--cluster", "scool"], "scool"),
        (["--group", "nothing"], "nothing"),
        (["--form", "long"], "no form 'long'"),
        (["--json", "no/such/folder/out.json"], "does not exist"),
    ],
)
def test_a_wrong_option_is_refused_in_words(words: list[str], said: str) -> None:
    result = barograph("big-five-25", bfi(), *words)
    assert result.exit_code == 1
    assert said in result.stderr
    assert result.stdout == ""


def test_an_item_that_goes_against_the_rest_is_named_and_its_key_questioned(tmp_path: Path) -> None:
    """bfi taken as keyed: A1 was never turned, so alpha falls to .43 and says why."""
    result = barograph("big-five-25", bfi(), "--keyed", "all")
    assert "A1" in result.stdout
    said = " ".join(result.stdout.split())
    assert "against the rest of the scale: check first whether the key is right" in said
    assert "Check its key" in result.stdout
    assert "--keyed" in result.stdout


def simulated(path: Path, *words: str) -> Path:
    result = CliRunner().invoke(
        main,
        ["simulate", "educator-efficacy@1.0.0", "-o", str(path), "--sites", "6", "--persons", "12", *words],
    )
    assert result.exit_code == 0, result.output
    return path


def test_made_up_answers_are_called_so_everywhere(tmp_path: Path) -> None:
    answers = simulated(tmp_path / "a.csv")
    assert "Simulated data" in barograph("educator-efficacy@1.0.0", str(answers)).stdout
    found = json.loads(barograph("educator-efficacy@1.0.0", str(answers), "--json", "-").stdout)
    assert found["data"]["simulated"]
    assert found["subscales"] != {}
    barograph("educator-efficacy@1.0.0", str(answers), "--flags", str(tmp_path / "flags.csv"))
    flags = (tmp_path / "flags.csv").read_text(encoding="utf-8").splitlines()
    assert flags[0].startswith("row,simulated,")
    assert all(line.split(",")[1] == "yes" for line in flags[1:])


def test_a_study_of_two_files_is_simulated_when_one_of_them_is(tmp_path: Path) -> None:
    answers = simulated(tmp_path / "a.csv")
    rows = [line.split(",", 1)[1] for line in answers.read_text(encoding="utf-8").splitlines()]
    numbered = ["code," + rows[0], *(f"{number}," + row for number, row in enumerate(rows[1:]))]
    real = tmp_path / "real.csv"
    real.write_text("\n".join(numbered) + "\n", encoding="utf-8")
    said = ["simulated," + numbered[0], *("Yes," + row for row in numbered[1:])]
    made_up = tmp_path / "made-up.csv"
    made_up.write_text("\n".join(said) + "\n", encoding="utf-8")
    for second, expected in ((real, False), (made_up, True)):
        words = ["educator-efficacy@1.0.0", str(real), "--id", "code", "--retest", str(second), "--json", "-"]
        assert json.loads(barograph(*words).stdout)["data"]["simulated"] is expected


def test_report_as_html_and_as_pdf(tmp_path: Path) -> None:
    answers = simulated(tmp_path / "a.csv")
    page, paper = tmp_path / "a.html", tmp_path / "a.pdf"
    result = barograph(
        "educator-efficacy@1.0.0", str(answers), "--html", str(page), "--pdf", str(paper), "--paper", "letter"
    )
    assert result.exit_code == 0, result.output
    assert b"0 0 612 792" in paper.read_bytes()
    text = page.read_text(encoding="utf-8")
    assert "<html" in text
    assert "Simulated data" in text
    assert paper.read_bytes().startswith(b"%PDF")
    assert result.stderr.count("written to") == 2


def test_a_pdf_needs_a_file() -> None:
    result = barograph("big-five-25", bfi(), "--pdf", "-")
    assert result.exit_code == 1
    assert "name a file" in result.stderr


def with_ids(path: Path, target: Path, ids: list[str]) -> str:
    """The file with a column of ids in front."""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [f"person,{lines[0]}", *(f"{id},{line}" for id, line in zip(ids, lines[1:], strict=False))]
    target.write_text("\n".join(rows), encoding="utf-8")
    return str(target)


def test_retest_from_two_files(tmp_path: Path) -> None:
    answers = simulated(tmp_path / "a.csv")
    first = with_ids(answers, tmp_path / "first.csv", [f"p{n}" for n in range(72)])
    second = with_ids(answers, tmp_path / "second.csv", [f"p{n}" for n in range(10, 60)])
    result = barograph("educator-efficacy@1.0.0", first, "--id", "person", "--retest", second, "--json", "-")
    found = json.loads(result.stdout)["retest"]
    assert found["n"] == 50
    assert len(found["pairing"]["only_first"]) == 22
    assert found["subscales"].keys() == json.loads(result.stdout)["subscales"].keys()
    words = barograph("educator-efficacy@1.0.0", first, "--id", "person", "--retest", second).stdout
    assert "50 people stand in both files" in words
    assert "22 people in one file only" in words


def test_retest_needs_to_know_who_is_who(tmp_path: Path) -> None:
    answers = str(simulated(tmp_path / "a.csv"))
    result = barograph("educator-efficacy@1.0.0", answers, "--retest", answers)
    assert result.exit_code == 1
    assert "--id COLUMN" in result.stderr


def test_groups_by_a_column_of_the_file() -> None:
    found = json.loads(barograph("big-five-25", bfi(), "--group", "gender", "--json", "-").stdout)
    assert found["groups"]["gender"]["groups"] == {"1": 919, "2": 1881}
    assert found["provenance"]["choices"]["groups"] == ["gender"]


def test_choices_reach_the_study(tmp_path: Path) -> None:
    words = ["--factors", "3", "--missing", "pairwise", "--bootstrap", "20", "--seed", "7", "--no-quality"]
    found = json.loads(barograph("big-five-25", bfi(), *words, "--json", "-").stdout)
    assert found["efa"]["factors"] == 3
    assert found["efa"]["basis"] == "pairwise"
    assert found["quality"] is None
    interval = found["subscales"]["openness"]["alpha"]["intervals"]["bootstrap"]
    assert (interval["seed"], interval["draws"]) == (7, 20)
    assert found["provenance"]["seeds"]["bootstrap"] == 7


@pytest.mark.parametrize("rotation", list(ROTATION_KINDS))
def test_factors_are_turned_as_asked(rotation: str, tmp_path: Path) -> None:
    """The rotation stands in the numbers, in what was chosen, in the R call and in the text to paste."""
    out, page = tmp_path / "study.json", tmp_path / "study.html"
    result = barograph("big-five-25", bfi(), "--rotation", rotation, "--json", str(out), "--html", str(page))
    assert result.exit_code == 0, result.output
    found, kind = json.loads(out.read_text()), ROTATION_KINDS[rotation]
    assert found["efa"]["rotation"] == found["provenance"]["choices"]["rotation"] == rotation
    assert found["efa"]["converged"]
    phi = np.array(found["efa"]["phi"]["data"])
    assert (np.abs(phi - np.eye(5)).max() > 0.05) == kind.oblique
    call = next(method["r"] for method in found["methods"] if method["part"] == "efa")
    assert f'rotate = "{kind.r}"' in call
    assert any(f"rotated by {rotation}" in paragraph for paragraph in found["text"]["methods"])
    words = page.read_text(encoding="utf-8")
    assert f"{rotation} rotation" in words
    assert ("Correlations between the factors" in words) == kind.oblique


def test_one_factor_is_turned_by_no_rotation() -> None:
    words = ["--factors", "1", "--rotation", "varimax", "--json", "-"]
    found = json.loads(barograph("big-five-25", bfi(), *words).stdout)
    call = next(method for method in found["methods"] if method["part"] == "efa")
    assert "rotat" not in call["r"] + call["text"]
    assert not any("rotated by" in paragraph for paragraph in found["text"]["methods"])


def test_one_form_is_studied_by_its_own_items() -> None:
    path = reference.data_path("bfi")
    result = barograph("big-five-25", str(path), "--form", "full", "--json", "-")
    assert json.loads(result.stdout)["instrument"]["form"] == "full"


def test_a_form_too_short_for_scores_is_studied_item_by_item(tmp_path: Path) -> None:
    answers, target = tmp_path / "pulse.csv", tmp_path / "study.json"
    words = ["simulate", "collective-leadership@1.0.0", "--form", "pulse", "--sites", "9", "-o", str(answers)]
    assert CliRunner().invoke(main, words).exit_code == 0
    for options in (["--form", "pulse"], ["--cluster", "site"]):
        assert (
            barograph("collective-leadership@1.0.0", str(answers), *options, "--json", str(target)).exit_code
            == 0
        )
        study = json.loads(target.read_text(encoding="utf-8"))
        assert study["subscales"]["vision"]["score"] is None
        assert study["items"]["VS1"]["n"] > 0
        assert any(one["code"] == "no_score" and "vision" in one["where"] for one in study["cautions"])


def test_flags_of_every_person_by_row_of_the_file(tmp_path: Path) -> None:
    flags = tmp_path / "flags.csv"
    result = barograph("big-five-25", bfi(), "--flags", str(flags), "--json", "-")
    with flags.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 2800
    assert (rows[0]["row"], rows[-1]["row"]) == ("2", "2801")
    found = json.loads(result.stdout)["quality"]
    assert sum(int(row["mahalanobis_p_flag"]) for row in rows) == found["mahalanobis"]["flagged"]
    assert float(rows[0]["person_total"]) <= 1


def test_norms_are_written_and_read_again(tmp_path: Path) -> None:
    folder = tmp_path / "big-five-25" / "1.0.0"
    shutil.copytree(catalog.folder("big-five-25"), folder)
    assert barograph(str(folder), bfi(), "--norms", str(folder / "norms.yaml")).exit_code == 1
    words = ["--norms", str(folder / "norms.yaml"), "--population", 'adults: "online"']
    assert barograph(str(folder), bfi(), *words).exit_code == 0
    norms = {norm.subscale: norm for norm in load(folder).norms}
    target = tmp_path / "study.json"
    assert barograph(str(folder), bfi(), "--json", str(target)).exit_code == 0
    study = json.loads(target.read_text(encoding="utf-8"))
    assert len(norms) == 5
    for id, norm in norms.items():
        score = study["subscales"][id]["score"]
        assert (norm.n, norm.mean, norm.sd) == (
            score["n"],
            score["rescaled"]["mean"],
            score["rescaled"]["sd"],
        )
        assert (norm.population, norm.status) == ('adults: "online"', "own")


@pytest.mark.slow
def test_a_terminal_shows_the_fit_and_the_verdicts_that_were_asked_for() -> None:
    """Of no structure that nobody asked for; a heading that is pointed to is there."""
    asked = ("--structure", "one_factor", "--structure", "correlated", "--invariance", "gender")
    said = barograph("big-five-25", bfi(), *asked).stdout
    for words in (
        "How well each structure fits",
        "One factor",
        "CFI",
        "All scales in these groups, level by level",
    ):
        assert words in said
    flat = " ".join(said.split())
    heading = "Do the items work alike by gender?"
    assert f"told scale by scale under “{heading}”" in flat
    assert heading in said.splitlines()
    assert re.search("Agreeableness: .{0,60}(the groups|understood)", flat)
    assert "How well each structure fits" not in barograph("big-five-25", bfi()).stdout


def test_groups_by_a_question_are_asked_about_by_its_id(tmp_path: Path) -> None:
    """The question itself in the heading read: Do the items work alike by What is your main role at this school??"""
    answers = simulated(tmp_path / "a.csv", "--sites", "20", "--persons", "30")
    words = ("--invariance", "role", "--structure", "one_factor", "--no-quality")
    said = barograph("educator-efficacy@1.0.0", str(answers), *words).stdout
    assert "Do the items work alike by role?" in said.splitlines()
    assert "??" not in said


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("retest", "add --retest FILE and --id COLUMN"),
        ("sex", "the columns are gender, education, age, A1"),
    ],
)
def test_groups_that_are_nowhere_are_told_with_what_to_do(asked: str, words: str) -> None:
    result = barograph("big-five-25", bfi(), "--invariance", asked)
    assert result.exit_code != 0
    assert words in result.output
