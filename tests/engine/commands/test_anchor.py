"""`barograph validate --anchor`: change beside an outside sign of it, and what a wrong column is told."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from tests import reference
from web.cli import main

PEOPLE = 300


def barograph(*words: str) -> Result:
    return CliRunner().invoke(main, ["validate", "big-five-25", *words], catch_exceptions=False)


def twice(folder: Path, says: list[str] | None = None) -> list[str]:
    """The first people of bfi twice: those of whom the second file says `better` agree more with A2 to A5."""
    with reference.data_path("bfi").open(newline="") as file:
        rows = list(csv.DictReader(file))[:PEOPLE]
    random = np.random.default_rng(5)
    better = random.random(PEOPLE) < 0.4
    words = says or [("better" if one else "same") for one in better]
    again = []
    for place, row in enumerate(rows):
        changed = dict(row)
        for item in ("A2", "A3", "A4", "A5"):
            step = int(random.integers(-1, 2)) + int(better[place])
            changed[item] = str(min(6, max(1, int(row[item]) + step))) if row[item] else ""
        again.append(changed | {"code": f"p{place}", "change": words[place % len(words)]})
    _write(folder / "spring.csv", [row | {"code": f"p{place}"} for place, row in enumerate(rows)])
    _write(folder / "autumn.csv", again[::-1])
    return [
        str(folder / "spring.csv"),
        "--id",
        "code",
        "--retest",
        str(folder / "autumn.csv"),
        "--no-quality",
    ]


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_change_stands_beside_the_anchor(tmp_path: Path) -> None:
    out, page = tmp_path / "study.json", tmp_path / "study.html"
    words = ["--anchor", "change=better", "--json", str(out), "--html", str(page)]
    result = barograph(*twice(tmp_path), *words)
    assert result.exit_code == 0, result.output
    study = json.loads(out.read_text())
    assert study["retest"]["anchor"] == {"column": "change", "word": "better"}
    assert study["provenance"]["choices"]["anchor"] == "change=better"
    found = study["retest"]["subscales"]["agreeableness"]["responsiveness"]
    with (tmp_path / "autumn.csv").open(newline="") as file:
        better = [row["change"] == "better" for row in csv.DictReader(file)]
    assert found["improved"]["n"] + found["stable"]["n"] + found["dropped"] == PEOPLE
    assert found["improved"]["n"] == sum(better)
    assert found["area"]["lower"] > 0.5
    assert found["improved"]["mean"] > found["stable"]["mean"]
    assert study["retest"]["subscales"]["openness"]["responsiveness"] is None  # nobody changed on it
    assert any(
        caution["code"] == "constant_score" and "openness, retest, responsiveness" in caution["where"]
        for caution in study["cautions"]
    )
    claim = next(one for one in study["claims"] if one["property"] == "responsiveness")
    assert claim["rating"] == "?"
    assert "beside column “change”" in claim["may_not"][0]
    text = page.read_text(encoding="utf-8")
    assert "Improved are those of whom column “change” says “better”" in text
    assert "The change that tells the improved from the others best" in text


def test_people_are_met_by_id_and_not_by_row(tmp_path: Path) -> None:
    """The second file runs backwards: its anchor goes with its own rows."""
    words = twice(tmp_path)
    with (tmp_path / "autumn.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    _write(tmp_path / "autumn.csv", rows[::-1])
    forward = json.loads(barograph(*words, "--anchor", "change=better", "--json", "-").stdout)
    _write(tmp_path / "autumn.csv", rows)
    backward = json.loads(barograph(*words, "--anchor", "change=better", "--json", "-").stdout)
    assert forward["retest"]["subscales"] == backward["retest"]["subscales"]


def test_one_and_nought_need_no_word(tmp_path: Path) -> None:
    words = [*twice(tmp_path, ["1", "0", ""]), "--anchor", "change", "--json", "-"]
    found = json.loads(barograph(*words).stdout)["retest"]["subscales"]["agreeableness"]["responsiveness"]
    assert (found["improved"]["n"], found["stable"]["n"], found["dropped"]) == (100, 100, 100)


@pytest.mark.parametrize(
    ("says", "anchor", "said"),
    [
        (None, "change", "means it: --anchor change=WORD"),
        (None, "=better", "'=better' names no column"),
        (None, "change=beter", "did you mean 'better'?"),
        (None, "chance", "no column 'chance'"),
        (["1"], "change", "everybody improved"),
        (["no", ""], "change", "nobody improved"),
        (["better"], "change=better", "everybody improved"),
    ],
)
def test_a_wrong_anchor_is_refused_in_words(
    says: list[str] | None, anchor: str, said: str, tmp_path: Path
) -> None:
    result = barograph(*twice(tmp_path, says), "--anchor", anchor)
    assert result.exit_code == 1
    said_there = " ".join(result.stderr.split())
    assert said in said_there or said.replace("same", "better") in said_there


def test_an_anchor_takes_two_times() -> None:
    result = barograph(str(reference.data_path("bfi")), "--anchor", "gender")
    assert result.exit_code == 1
    assert "add --retest FILE and --id COLUMN" in result.stderr


def test_days_between_take_two_times() -> None:
    result = barograph(str(reference.data_path("bfi")), "--apart", "28")
    assert result.exit_code == 1
    assert "--apart: no_column: days lie between two times, and there is one" in " ".join(
        result.stderr.split()
    )
