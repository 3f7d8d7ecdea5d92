"""Responses for Stata, as Parquet and with a script for R hold the numbers and labels of the .sav file, no more."""

import csv
import io
import json
import subprocess
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas
import pytest

from engine.disclosure.responses_file import Released
from engine.exchange.numeric_csv import write_numeric_release
from engine.exchange.parquet_file import KEY, parquet_bytes
from engine.exchange.r_script import r_script
from engine.exchange.response_csv import read_responses
from engine.exchange.spss import sav_bytes
from engine.exchange.stata import dta_bytes, missing_letters, stata_names
from engine.instrument import kinds
from engine.instrument.model import Item, Option
from engine.problems import Refused
from engine.responses.codebook import Codebook, codebook
from tests import programs
from tests.engine.exchange.released import leaders, release, small, teachers
from tests.small import instrument

FACTS = (("Wave", "Spring «2026» 🌱"), ("Digest of the data", "da7a" * 16))
STRANGE = 'Say "no"? \\ % 学校 🌱 $x `y`'


@pytest.fixture(scope="module")
def taken() -> tuple[Codebook, Released]:
    made = small()
    years = {row: {"years": 3 if row < 20 else 7.5} for row in range(31)}
    people = teachers(20) + leaders(12)
    return codebook(made), release(people, made=made, crossed=10, open_answers=years)


def numbers(taken: tuple[Codebook, Released]) -> list[dict[str, str]]:
    target = io.StringIO(newline="")
    write_numeric_release(target, *taken, simulated=False)
    return list(csv.DictReader(io.StringIO(target.getvalue(), newline="")))


@pytest.fixture(scope="module")
def dta(taken: tuple[Codebook, Released], tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("pyreadstat", reason="install the extra: pip install 'barograph[spss]'")
    path = tmp_path_factory.mktemp("stata") / "responses.dta"
    path.write_bytes(dta_bytes(*taken, title="small 1.0.0 · Año", simulated=False, made=date(2026, 4, 30)))
    return path


@pytest.mark.parametrize("ending", ["dta", "sav", "parquet"])
def test_what_is_given_out_is_read_here_as_its_numbers_are(
    taken: tuple[Codebook, Released], dta: Path, tmp_path: Path, ending: str
) -> None:
    """Teacher and leader are words here and numbers with a label there."""
    twin, path = tmp_path / "twin.csv", dta
    with twin.open("w", encoding="utf-8", newline="") as target:
        write_numeric_release(target, *taken, simulated=False)
    if ending != "dta":
        path = tmp_path / f"responses.{ending}"
        sav = partial(sav_bytes, title="small 1.0.0", facts=FACTS, made=date(2026, 4, 30))
        path.write_bytes(
            sav(*taken) if ending == "sav" else parquet_bytes(*taken, facts=FACTS, simulated=False)
        )
    here, there = read_responses(twin, small()), read_responses(path, small())
    assert np.array_equal(here.codes, there.codes)
    read = "role: read by the labels in the file: 1 (Teacher) is teacher, 2 (Leader) is leader"
    assert [note for note in there.notes if "by the labels" in note] == (
        [] if ending == "parquet" else [read]
    )


def test_stata_files_are_read_by_pyreadstat(dta: Path) -> None:
    import pyreadstat

    table, about = pyreadstat.read_dta(str(dta), user_missing=True)
    assert list(table.columns) == ["site", "A1", "role", "L1", "years"]
    assert list(table["A1"][:4]) == ["a", "e", 3, 4]
    assert list(table["L1"][18:22]) == ["c", "c", 5, 5]
    assert about.column_names_to_labels["A1"] == "Statement A1."
    labels = about.variable_value_labels["A1"]
    assert (labels[1], labels[5], labels["a"]) == ("1 of 5", "5 of 5", "Left blank")
    assert (labels["c"], labels["e"]) == ("Not shown: a rule skipped this question", "I can't judge")
    assert about.file_label == "small 1.0.0 · Año"


def test_stata_files_are_read_by_pandas_which_leaves_missing_answers_out(dta: Path) -> None:
    table = pandas.read_stata(dta, convert_categoricals=False)
    assert int(table["A1"].isna().sum()) == 2
    assert (table["A1"].min(), table["A1"].max()) == (1, 5)
    assert int(table["years"].isna().sum()) == 12  # withheld, as one of these leaders gave none
    with pandas.io.stata.StataReader(dta) as reader:
        assert reader.time_stamp == "30 Apr 2026 00:00"


def test_the_same_responses_give_the_same_bytes(taken: tuple[Codebook, Released], dta: Path) -> None:
    assert (
        dta_bytes(*taken, title="small 1.0.0 · Año", simulated=False, made=date(2026, 4, 30))
        == dta.read_bytes()
    )
    pytest.importorskip("duckdb", reason="install the extra: pip install 'barograph[parquet]'")
    first, second = (parquet_bytes(*taken, facts=FACTS, simulated=False) for _ in range(2))
    assert first == second


def test_made_up_answers_say_so_in_every_row(taken: tuple[Codebook, Released], tmp_path: Path) -> None:
    pytest.importorskip("pyreadstat", reason="install the extra: pip install 'barograph[spss]'")
    path = tmp_path / "made-up.dta"
    path.write_bytes(dta_bytes(*taken, title="", simulated=True))
    table = pandas.read_stata(path, convert_categoricals=False)
    assert table.columns[0] == "simulated"
    assert set(table["simulated"]) == {1}


def test_names_in_stata_are_short_and_no_words_of_its_own() -> None:
    ids = ("int", "str20", "a" * 40, "a" * 40 + "b", "ok")
    items = [Item(id, "?", kinds.CHOOSE_ONE, options=(Option("x", "X"), Option("y", "Y"))) for id in ids]
    names = stata_names(codebook(instrument(*items)))
    assert [names[id] for id in ids] == ["int_", "str20_", "a" * 32, "a" * 30 + "_2", "ok"]


def test_more_kinds_of_missing_than_letters_share_the_last(taken: tuple[Codebook, Released]) -> None:
    variable = taken[0].variable("A1")
    letters = missing_letters(variable)
    assert [letters[one.code] for one in sorted(variable.missing, key=lambda one: one.number)] == list(
        "abcde"
    )


def read_parquet(path: Path) -> tuple[list[tuple[Any, ...]], list[str], dict[str, Any]]:
    duckdb = pytest.importorskip("duckdb", reason="install the extra: pip install 'barograph[parquet]'")
    found = duckdb.sql(f"SELECT * FROM read_parquet('{path}')")
    pairs = duckdb.sql(f"SELECT key, value FROM parquet_kv_metadata('{path}')").fetchall()
    about = {bytes(key).decode(): json.loads(bytes(value)) for key, value in pairs}
    return found.fetchall(), found.columns, about


def test_parquet_holds_the_columns_of_the_numbers_and_says_what_they_mean(
    taken: tuple[Codebook, Released], tmp_path: Path
) -> None:
    pytest.importorskip("duckdb", reason="install the extra: pip install 'barograph[parquet]'")
    path = tmp_path / "responses.parquet"
    path.write_bytes(parquet_bytes(*taken, facts=FACTS, simulated=False))
    rows, columns, about = read_parquet(path)
    plain = numbers(taken)
    assert columns == list(plain[0])
    assert [["" if one is None else f"{one:.15g}" for one in row] for row in rows] == [
        list(row.values()) for row in plain
    ]
    assert about[KEY]["file"] == dict(FACTS)
    assert about[KEY]["columns"]["role"]["values"] == {"1": "Teacher", "2": "Leader"}
    assert about[KEY]["columns"]["A1"]["missing"]["-99"] == "Left blank"
    assert about[KEY]["columns"]["years"]["measure"] == "scale"


@pytest.mark.parametrize(
    ("package", "extra", "write"),
    [
        ("pyreadstat", "spss", lambda taken: dta_bytes(*taken, title="", simulated=False)),
        ("duckdb", "parquet", lambda taken: parquet_bytes(*taken, facts=(), simulated=True)),
    ],
)
def test_without_an_extra_it_says_what_to_install(
    package: str, extra: str, write: Any, taken: tuple[Codebook, Released], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, package, None)
    with pytest.raises(Refused, match=rf"pip install 'barograph\[{extra}\]'"):
        write(taken)


COUNTS = r"""
found <- list(
  role = as.list(table(responses$role)), words = as.list(table(in_words(responses$A1))),
  mean = mean(responses$A1, na.rm = TRUE), label = attr(responses$A1, "label"),
  why = as.list(table(in_words(responses$A1.missing))), about = attr(responses, "about")[["Wave"]],
  factor = is.factor(responses$role), strange = levels(responses$strange))
escaped <- function(x) gsub('"', '\\"', gsub("\\", "\\\\", enc2utf8(x), fixed = TRUE), fixed = TRUE)
quoted <- function(x) paste0('"', escaped(x), '"')
pairs <- function(x) paste0(quoted(names(x)), ":", sapply(x, plain), collapse = ",")
plain <- function(x) {
  if (is.list(x)) paste0("{", pairs(x), "}")
  else if (is.character(x)) quoted(x[1])
  else tolower(as.character(x[1]))
}
con <- file("found.json", "wb"); writeBin(charToRaw(plain(found)), con); close(con)
"""


def test_r_counts_the_same(tmp_path: Path) -> None:
    rscript = programs.needed("Rscript", "r-base-core")
    options = (Option("x", STRANGE), Option("y", "Y"))
    made = instrument(*small().items, Item("strange", STRANGE, kinds.CHOOSE_ONE, options=options))
    people = [(*row, 0) for row in teachers(20) + leaders(12)]
    book, released = codebook(made), release(people, made=made, crossed=10)
    table = io.StringIO(newline="")
    write_numeric_release(table, book, released, simulated=False)
    (tmp_path / "año-numbers.csv").write_text(table.getvalue(), encoding="utf-8", newline="")
    script = r_script(book, file="año-numbers.csv", script="año.R", facts=FACTS, simulated=False)
    (tmp_path / "script.R").write_text(script + COUNTS, encoding="ascii")
    subprocess.run([rscript, "--vanilla", "script.R"], cwd=tmp_path, check=True, capture_output=True)
    found = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
    assert found["role"] == {"Teacher": 20, "Leader": 12}
    answers = [row[0] for row in people if row[0] < 5]
    assert found["words"] == {f"{code + 1} of 5": answers.count(code) for code in range(5)}
    assert found["mean"] == pytest.approx(np.mean(answers) + 1)
    assert (found["label"], found["factor"]) == ("Statement A1.", True)
    assert found["why"] == {
        "I can't judge": 1,
        "Not in this file: not on the form, or withheld to protect people": 0,
        "Not shown: a rule skipped this question": 0,
        "Not reached: stopped before this question": 0,
        "Left blank": 1,
    }
    assert found["about"] == "Spring «2026» 🌱"
    assert found["strange"] == STRANGE
