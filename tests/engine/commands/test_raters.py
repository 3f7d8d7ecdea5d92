"""`barograph raters` and `content` as they are typed, and the examples of their pages as they stand there."""

import itertools
import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.engine.ratings import files
from web.cli import main

DOCS = Path(__file__).parents[3] / "docs"


def barograph(*words: object) -> Result:
    return CliRunner().invoke(main, list(map(str, words)), catch_exceptions=False)


def examples(page: str) -> list[str]:
    """Every command of a page, a line each."""
    blocks = re.findall(r"^```sh\n(.*?)^```", (DOCS / page).read_text(encoding="utf-8"), re.M | re.S)
    return [line for block in blocks for line in block.replace("\\\n", " ").splitlines() if line]


def run_example(example: str, folder: Path) -> None:
    """Run a command in a folder; every file that it is to write must be there, and not small."""
    program, *words = shlex.split(example)
    assert program == "barograph"
    result = barograph(*words)
    assert result.exit_code == 0, result.output
    for option, name in itertools.pairwise(words):
        if option in ("--json", "--html", "--pdf"):
            assert (folder / name).stat().st_size > 1000


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the examples name."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ratings.csv").write_text(files.wide())
    (tmp_path / "diagnoses.csv").write_text(files.categories())
    (tmp_path / "long.csv").write_text(files.long_of_words())
    files.workbook(tmp_path / "ratings.xlsx")
    files.workbook(tmp_path / "experts.xlsx")
    (tmp_path / "experts.csv").write_text(files.experts())
    lines = files.experts().split()
    words = ("not relevant", "somewhat", "quite", "very")
    rows = [[words[int(cell) - 1] if cell.isdigit() else cell for cell in line.split(",")] for line in lines]
    (tmp_path / "words.csv").write_text("\n".join(map(",".join, rows)))
    return tmp_path


@pytest.mark.parametrize("example", [*examples("raters.md"), *examples("content-validity.md")])
def test_an_example_of_the_guide_runs_as_it_stands(example: str, folder: Path) -> None:
    run_example(example, folder)


@pytest.mark.parametrize(("command", "page"), [("raters", "raters.md"), ("content", "content-validity.md")])
def test_help_shows_the_examples_of_the_guide(command: str, page: str) -> None:
    told = " ".join(barograph(command, "--help").stdout.split())
    for example in examples(page):
        assert example.split(" --pdf")[0].split(" --json")[0] in told


def test_content_prints_what_reaches_the_rule(folder: Path) -> None:
    told = barograph("content", "experts.csv", "--instrument", "collective-leadership@1.0.0")
    assert told.exit_code == 0, told.output
    assert "do not reach the rule of thumb" in " ".join(told.stdout.split())
    made = json.loads(barograph("content", "experts.csv", "--json", "-").stdout)
    assert [item["id"] for item in made["items"]] == ["VS1", "VS2", "VS3", "VS4"]
    assert barograph("content", "experts.csv", "--scale", "4").exit_code == 2
    assert "barograph content" in barograph("cvi", "experts.csv").stderr


def test_prints_what_can_be_said_then_tables(folder: Path) -> None:
    told = barograph("raters", "ratings.csv")
    order = [
        told.stdout.index(words)
        for words in ("What can be said", "What each rater gave", "ICC(A,1) ", "Kendall’s W")
    ]
    assert order == sorted(order)
    assert "essay read as the names of the targets" in told.stderr


def test_json_to_standard_output_holds_nothing_else(folder: Path) -> None:
    made = json.loads(barograph("raters", "diagnoses.csv", "--json", "-").stdout)
    kappa = made["pairs"][0]["kappa"]["none"]["value"]
    assert made["fleiss"]["value"] == pytest.approx(kappa, abs=0.01)
    assert made["data"]["categories"] == ["no", "yes"]
    assert [one["statistic"] for one in made["says"]] == ["kappa", "krippendorff"]


def test_refusals_are_told_and_nothing_is_written(folder: Path) -> None:
    told = barograph("raters", "nowhere.csv", "--json", "out.json")
    assert told.exit_code == 1
    assert "nowhere.csv: no_file: there is no such file" in told.stderr
    assert not (folder / "out.json").exists()
    assert "a PDF can't be printed on a terminal" in barograph("raters", "ratings.csv", "--pdf", "-").stderr
    assert "did you mean 'raters'?" in barograph("rater", "ratings.csv").stderr
    assert "barograph raters" in barograph("kappa", "ratings.csv").stderr
