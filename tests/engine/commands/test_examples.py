"""The examples of docs/validation-study.md, each run as it stands there."""

import csv
import itertools
import re
import shlex
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from engine.loading import catalog
from tests import reference
from web.cli import main

GUIDE = Path(__file__).parents[3] / "docs" / "validation-study.md"
OURS = "educator-efficacy@1.0.0"


def examples() -> list[str]:
    """Every command of the guide, a line each."""
    blocks = re.findall(r"^```sh\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.M | re.S)
    return [line for block in blocks for line in block.replace("\\\n", " ").splitlines() if line]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that the examples name."""
    folder = tmp_path_factory.mktemp("examples")
    shutil.copy(reference.data_path("bfi"), folder / "answers.csv")
    shutil.copytree(catalog.folder(OURS), folder / "my-instrument")
    _simulated(folder / "responses.csv", "school-wellbeing", 4, {"class": _tens})
    about = {
        "code": str,
        "role": lambda row: ("teacher", "leader")[row % 2],
        "change": lambda row: ("better", "same", "worse")[row % 3],
        "engaged": lambda row: ("below", "borderline", "above")[row % 3],
        "years": lambda row: str(row * 7 % 30),
        "stayed": lambda row: ("yes", "no", "yes", "")[row % 4],
    }
    _simulated(folder / "spring.csv", "my-instrument", 4, about)
    _simulated(folder / "autumn.csv", "my-instrument", 4, about, seed=2)
    for name, header in (("margins", "column,value,share"), ("judges", "judge,EN1,EN2,EN3,EN4")):
        (folder / f"{name}.csv").write_text(_table(header), encoding="utf-8")
    (folder / "model.txt").write_text(_table("agreeable =~ A1 + A2 + A3 + A4 + A5"), encoding="utf-8")
    return folder


def _table(header: str) -> str:
    """A table that the guide prints, by its header."""
    found = re.search(rf"^    {re.escape(header)}\n(?:    .*\n)+", GUIDE.read_text(encoding="utf-8"), re.M)
    assert found is not None
    return "".join(line.removeprefix("    ") for line in found[0].splitlines(keepends=True))


def _tens(row: int) -> str:
    return f"class {row // 10}"


def _simulated(
    path: Path, instrument: str, sites: int, more: Mapping[str, Callable[[int], str]], seed: int = 1
) -> None:
    """Answers to an instrument with columns more."""
    named = str(path.parent / instrument) if instrument == "my-instrument" else instrument
    words = [
        "simulate",
        named,
        "-o",
        str(path),
        "--sites",
        str(sites),
        "--persons",
        "25",
        "--seed",
        str(seed),
    ]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    _write(path, [row | {name: make(place) for name, make in more.items()} for place, row in enumerate(rows)])


def _write(path: Path, rows: Sequence[dict[str, str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.slow
@pytest.mark.parametrize("example", examples())
def test_an_example_of_the_guide_runs_as_it_stands(
    example: str, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    program, *words = shlex.split(example)
    assert program == "barograph"
    result = CliRunner().invoke(main, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    for name in _outputs(words):
        assert (tmp_path / name).stat().st_size > 1000


def _outputs(words: Iterable[str]) -> list[str]:
    pairs = list(words)
    return [name for option, name in itertools.pairwise(pairs) if option in ("--json", "--html", "--pdf")]
