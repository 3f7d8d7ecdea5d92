"""The commands on files, as a person calls them."""

import csv
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.loading import catalog
from web.cli import COMMANDS, main


def run(*words: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.csv"
    path.write_text(
        "school,VS1,VS2,VS3,VS4,VS5,VS6\nNorth,4,5,4,3,4,2\nSouth,3,,cannot_judge,2,,4\n", encoding="utf-8"
    )
    return path


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_explains_itself_with_examples(command: str) -> None:
    text = run(command, "--help").stdout
    assert "Examples:" in text
    assert f"barograph {command}" in text


def test_help_lists_every_command() -> None:
    text = run("--help").stdout
    assert all(f"  {command} " in text for command in COMMANDS)


def test_list_and_show() -> None:
    assert "collective-leadership" in run("list").stdout
    shown = run("show", "collective-leadership@1.0.0").stdout
    assert "VS6        R vision" in shown
    assert "mean of 6 items, at least 4 answered" in shown
    short = run("show", "collective-leadership@1.0.0", "--form", "pulse").stdout
    assert "VS1" in short
    assert "VS2 " not in short
    assert json.loads(run("show", "big-five-25", "--json").stdout)["id"] == "big-five-25"


def test_what_people_read_before_they_begin_is_shown_and_the_letter_to_families() -> None:
    shown = run("show", "learner-agency-3-5").stdout
    assert "Before people begin they read\n  Your school wants to know how you learn." in shown
    assert "A letter to families, for the school to fill in\n  Dear family:" in shown
    assert "For research only" in run("show", "big-five-25").stdout


def test_texts_that_belong_to_others_are_not_printed() -> None:
    for options in ([], ["--json"]):
        text = run("show", "school-wellbeing", *options).stdout
        assert "W1" in text
        assert "My teachers know how I feel" not in text


def test_check_says_what_holds() -> None:
    assert "no problems" in run("check", "collective-leadership@1.0.0", "educator-efficacy@1.0.0").stdout


def test_check_reports_an_example_that_does_not_hold(tmp_path: Path) -> None:
    folder = tmp_path / "mood"
    folder.mkdir()
    (folder / "instrument.yaml").write_text(
        "id: mood\nversion: 1.0.0\ntitle: Mood\nlanguage: en\nlicence: CC0-1.0\naudience: any\n"
        "privacy: anonymous\nminimum_group: 5\n"
        "response_scales: {two: {options: [{value: 1, label: No}, {value: 2, label: Yes}]}}\n"
        "items: [{id: M1, text: Fine., scale: two}, {id: M2, text: Bad., scale: two, reverse: true}]\n"
        "subscales: [{id: mood, label: Mood, items: [M1, M2], score: {method: mean, minimum_answered: 2}}]\n"
        "forms: {full: {items: [M1, M2]}}\n",
        encoding="utf-8",
    )
    (folder / "examples.yaml").write_text(
        "examples:\n  - {why: wrong sum, answers: {M1: 2, M2: 1}, scores: {mood: 1.5}}\n", encoding="utf-8"
    )
    result = run("check", folder, code=1)
    assert "the score of mood comes out as 2.0, stated is 1.5" in result.stderr


def test_scores_of_a_file(answers: Path, tmp_path: Path) -> None:
    target = tmp_path / "scores.csv"
    result = run("score", "collective-leadership@1.0.0", answers, "--keep", "school", "-o", target)
    north, south = csv.DictReader(target.read_text(encoding="utf-8").splitlines())
    assert (north["school"], float(north["vision"]), north["vision_level"]) == ("North", 4.0, "working")
    assert (south["vision"], south["vision_answered"], south["vision_level"]) == ("", "3", "")
    assert "2 people scored" in result.stderr


def test_what_is_kept_beside_scores_runs_in_no_spreadsheet(tmp_path: Path) -> None:
    path, target = tmp_path / "answers.csv", tmp_path / "scores.csv"
    rows = ['"=HYPERLINK(""http://x"")"', "+49 30", "-5", "@x", '"\t=1"', "North"]
    path.write_text("=school,VS1,VS2,VS3,VS4\n" + "".join(f"{row},4,5,4,3\n" for row in rows))
    run("score", "collective-leadership@1.0.0", path, "--keep", "=school", "-o", target)
    with target.open(encoding="utf-8", newline="") as stream:
        table = list(csv.reader(stream))
    kept = [row[1] for row in table]
    assert kept == ["'=school", '\'=HYPERLINK("http://x")', "'+49 30", "'-5", "'@x", "'=1", "North"]


def test_scores_are_numbered_as_the_rows_of_the_file(tmp_path: Path) -> None:
    path, target = tmp_path / "answers.csv", tmp_path / "scores.csv"
    path.write_text('VS1,VS2,VS3,VS4\n"{""ImportId"":1}",,,\n4,5,4,3\n', encoding="utf-8")
    run("score", "collective-leadership@1.0.0", path, "-o", target)
    with target.open(encoding="utf-8", newline="") as stream:
        assert [row[0] for row in csv.reader(stream)] == ["row", "3"]


def test_every_bad_cell_of_a_file_is_told(answers: Path) -> None:
    answers.write_text("VS1,VS2\n6,yes\n1,2\n", encoding="utf-8")
    result = run("score", "collective-leadership@1.0.0", answers, code=1)
    assert "row 2, column VS1: not_an_option: '6' is not one of the answers" in result.stderr
    assert "row 2, column VS2" in result.stderr
    assert "2 problems. Nothing was used." in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["score", "collective-leadershp", "x.csv"], "did you mean 'collective-leadership'"),
        (["score", "collective-leadership@1.0.0", "nowhere.csv"], "there is no such file"),
        (["score", "collective-leadership@1.0.0", "{answers}", "--form", "ful"], "did you mean 'full'"),
        (["score", "collective-leadership@1.0.0", "{answers}", "-o", "no/such/folder.csv"], "does not exist"),
        (["score", "collective-leadership@1.0.0", "{answers}", "--keep", "scool"], "did you mean 'school'"),
        (["score", "collective-leadership@1.0.0", "{answers}", "--keyed", "VS9"], "which is no item"),
        (["show", "collective-leadership@1.0.0", "--form", "long"], "there is no form 'long'"),
        (["check", "no-such-folder"], "no-such-folder"),
    ],
)
def test_mistakes_are_told_in_words(words: list[str], told: str, answers: Path) -> None:
    result = run(*(word.format(answers=answers) for word in words), code=1)
    assert told in result.stderr
    assert "Traceback" not in result.output


def test_a_command_spelt_wrong(answers: Path) -> None:
    assert "did you mean 'score'" in run("scor", code=2).stderr


def test_simulated_files_are_labelled_and_can_be_read_back(tmp_path: Path) -> None:
    made, again = tmp_path / "made.csv", tmp_path / "again.csv"
    for target in (made, again):
        run(
            "simulate",
            "collective-leadership@1.0.0",
            "--sites",
            "3",
            "--persons",
            "6",
            "--seed",
            "4",
            "-o",
            target,
        )
    assert made.read_bytes() == again.read_bytes()
    rows = list(csv.DictReader(made.read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 18
    assert {row["simulated"] for row in rows} == {"yes"}
    scored = run("score", "collective-leadership@1.0.0", made, "--keep", "site")
    people = list(csv.DictReader(scored.stdout.splitlines()))
    assert len(people) == 18
    assert {person["simulated"] for person in people} == {"yes"}, "scores of made-up answers are made up"


def test_a_column_map_beside_the_file_is_used_and_told(tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_text("q1,VS2,VS3,VS4,VS5,VS6\n5,5,5,5,5,5\n", encoding="utf-8")
    (tmp_path / "answers.columns.yaml").write_text("columns: {q1: VS1}\nkeyed: [VS6]\n", encoding="utf-8")
    result = run("score", "collective-leadership@1.0.0", file)
    assert "answers.columns.yaml beside the file" in result.stderr
    (row,) = csv.DictReader(result.stdout.splitlines())
    assert float(row["vision"]) == 5.0
    (row,) = csv.DictReader(
        run("score", "collective-leadership@1.0.0", file, "--keyed", "none").stdout.splitlines()
    )
    assert float(row["vision"]) == pytest.approx(26 / 6)


def test_scoring_by_a_form_uses_its_items_alone(answers: Path) -> None:
    result = run("score", "collective-leadership@1.0.0", answers, "--form", "pulse")
    assert "5 columns are items that the form pulse does not have; they were left out" in result.stderr
    (north, _) = csv.DictReader(result.stdout.splitlines())
    assert north["vision_answered"] == "1"


def test_check_counts_problems_and_not_advice(tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(Path(__file__).parents[1] / "broken" / "item_on_no_form", folder)
    assert "item_on_no_form" in run("check", folder).stderr
    file = folder / "instrument.yaml"
    file.write_text(file.read_text().replace("minimum_answered: 1", "minimum_answered: 3"))
    told = run("check", folder, code=1).stderr
    advice = next(line for line in told.splitlines() if "item_on_no_form: " in line)
    assert advice.endswith("(advice, no problem)")
    assert told.endswith("\n1 problem. Nothing was used.\n")


def test_what_a_file_does_not_say_is_said_by_options(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_bytes("VS1,VS2,VS3,VS4,school\n4,5,4,3,Škola\n".encode("cp1250"))
    refused = run("score", "collective-leadership@1.0.0", path, "--keep", "school", code=1).stderr
    assert "it reads 'Škola' in cp1250" in refused or "'Škola' in cp1252" in refused
    assert "as in --encoding cp1252" in refused
    assert (
        "Škola"
        in run(
            "score", "collective-leadership@1.0.0", path, "--keep", "school", "--encoding", "cp1250"
        ).stdout
    )
    told = run("score", "collective-leadership@1.0.0", path, "--encoding", "klingon", code=2).stderr
    assert "'klingon' is no encoding; try cp1252, cp1250 or mac_roman" in told
    label = catalog.find("collective-leadership@1.0.0").item("VS2").options[0].label
    path.write_text(f"VS1,VS2,VS3,VS4\n4,{label},4,3\n", encoding="utf-8")
    assert (
        "Labels read as the answers they name, in VS2"
        in run("score", "collective-leadership@1.0.0", path).stderr
    )
    assert (
        "row 2, column VS2: not_an_option"
        in run("score", "collective-leadership@1.0.0", path, "--no-labels", code=1).stderr
    )
