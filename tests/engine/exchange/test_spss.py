"""SPSS files, read back by pyreadstat and by R."""

import csv
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.exchange.spss import sav_bytes
from engine.instrument import kinds
from engine.instrument.model import Item, Option
from engine.problems import Refused
from engine.responses.codebook import codebook
from tests import programs
from tests.engine.exchange.released import leaders, release, small, teachers
from tests.small import instrument

pyreadstat = pytest.importorskip("pyreadstat", reason="install the extra: pip install 'barograph[spss]'")

FACTS = (("Wave", "Spring 2026"), ("Digest of the data", "da7a" * 16))
PEOPLE = teachers(20) + leaders(12)


def _written(folder: Path) -> Path:
    made = small()
    taken = release(
        PEOPLE,
        made=made,
        crossed=10,
        open_answers={row: {"years": 3 if row < 20 else 7} for row in range(32)},
    )
    path = folder / "responses.sav"
    path.write_bytes(
        sav_bytes(codebook(made), taken, title="small 1.0.0", facts=FACTS, made=date(2026, 4, 30))
    )
    return path


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _written(tmp_path_factory.mktemp("spss"))


@pytest.fixture(scope="module")
def read(path: Path) -> tuple[Any, Any]:
    return pyreadstat.read_sav(str(path), user_missing=True)


def test_values_are_those_of_the_options(read: tuple[Any, Any]) -> None:
    table, _ = read
    assert list(table.columns) == ["site", "A1", "role", "L1", "years"]
    assert list(table["A1"][:4]) == [-99, -95, 3, 4]
    assert list(table["role"][18:22]) == [1, 1, 2, 2]
    assert list(table["L1"][18:22]) == [-97, -97, 5, 5]
    assert set(table["years"]) == {3, 7}


def test_questions_options_and_kinds_of_missing_are_named(read: tuple[Any, Any]) -> None:
    _, about = read
    assert about.column_names_to_labels["A1"] == "Statement A1."
    assert about.variable_value_labels["role"][2.0] == "Leader"
    labels = about.variable_value_labels["A1"]
    assert (labels[1.0], labels[5.0], labels[-95.0]) == ("1 of 5", "5 of 5", "I can't judge")
    assert labels[-99.0] == "Left blank"
    assert about.missing_ranges["A1"] == [{"lo": -99.0, "hi": -95.0}]
    assert about.variable_measure == {
        "site": "nominal",
        "A1": "ordinal",
        "role": "nominal",
        "L1": "ordinal",
        "years": "scale",
    }


def test_a_program_that_leaves_missing_answers_out_leaves_them_all_out(path: Path) -> None:
    table, _ = pyreadstat.read_sav(str(path))
    assert int(table["A1"].isna().sum()) == 2
    assert table["A1"].min() == 1


def test_the_file_says_what_it_is(read: tuple[Any, Any]) -> None:
    _, about = read
    assert about.file_label == "small 1.0.0"
    words = " ".join(note.strip() for note in about.notes)
    assert "Spring 2026" in words
    assert "da7a" * 16 in words
    assert about.creation_time.date() == date(2026, 4, 30)


def test_the_same_responses_give_the_same_bytes(path: Path, tmp_path: Path) -> None:
    assert _written(tmp_path).read_bytes() == path.read_bytes()


def test_long_words_in_any_script_are_cut_to_what_the_format_takes(tmp_path: Path) -> None:
    long = "¿Cuánto tiempo hace que trabaja en esta escuela? 学校 " * 12
    made = instrument(Item("A", long, kinds.CHOOSE_ONE, options=(Option("x", long),)))
    taken = release(made=made)
    target = tmp_path / "long.sav"
    target.write_bytes(sav_bytes(codebook(made), taken, title=long, facts=()))
    _, about = pyreadstat.read_sav(str(target), user_missing=True)
    assert len(about.column_names_to_labels["A"].encode()) <= 255
    assert len(about.variable_value_labels["A"][1.0].encode()) <= 119
    assert about.column_names_to_labels["A"].startswith("¿Cuánto tiempo")


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyreadstat", None)
    made = small()
    with pytest.raises(Refused, match=r"pip install 'barograph\[spss\]'"):
        sav_bytes(codebook(made), release(made=made), title="", facts=())


R_SCRIPT = """
given <- commandArgs(trailingOnly = TRUE)
suppressWarnings({
  read <- foreign::read.spss(given[1], to.data.frame = FALSE, use.value.labels = FALSE, use.missings = TRUE)
  labels <- foreign::read.spss(given[1], to.data.frame = FALSE, use.value.labels = TRUE, use.missings = TRUE)
})
write.csv(data.frame(A1 = read$A1, role = as.character(labels$role), years = read$years,
  label = attr(read, "variable.labels")[["A1"]]), given[2], row.names = FALSE)
"""


def test_r_reads_the_same(path: Path, tmp_path: Path) -> None:
    rscript = programs.needed("Rscript", "r-base-core")
    asked = subprocess.run([rscript, "-e", "library(foreign)"], capture_output=True, check=False)
    if asked.returncode != 0:
        programs.missing("R lacks its package foreign: install Debian's package r-cran-foreign")
    target = tmp_path / "read.csv"
    subprocess.run([rscript, "-e", R_SCRIPT, path, target], check=True, capture_output=True)
    with target.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["A1"] for row in rows[:4]] == ["NA", "NA", "3", "4"]
    assert [row["role"] for row in rows[18:22]] == ["Teacher", "Teacher", "Leader", "Leader"]
    assert {row["label"] for row in rows} == {"Statement A1."}
    assert np.mean([float(row["years"]) for row in rows]) == pytest.approx((3 * 20 + 7 * 12) / 32)
