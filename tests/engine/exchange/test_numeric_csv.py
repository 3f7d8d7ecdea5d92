"""The numeric twin of a file of responses: what stands in it, who reads it, and what it may not tell."""

import csv
import io
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.disclosure.responses_file import Released
from engine.exchange.deidentified_csv import write_deidentified
from engine.exchange.numeric_csv import write_numeric, write_numeric_release
from engine.exchange.response_csv import read_responses
from engine.exchange.spss import sav_bytes
from engine.instrument import kinds
from engine.instrument.model import Instrument, Item, NonAnswer, Option
from engine.instrument.rules import Is
from engine.loading import catalog
from engine.problems import Refused
from engine.responses.codebook import codebook
from engine.responses.layout import BLANK, FIRST_NON_ANSWER, NOT_REACHED, NOT_SHOWN, Block
from engine.responses.simulate import Model, simulate
from tests import programs
from tests.engine.exchange.released import block, leaders, release, small, teachers
from tests.engine.problem_cases import KINDS
from tests.small import choose, instrument, likert

PEOPLE = teachers(20) + leaders(12)
YEARS = {row: {"years": 3.5 if row < 20 else 7} for row in range(32)}


def taken() -> Released:
    return release(PEOPLE, made=small(), crossed=10, open_answers=YEARS)


def numeric(made: Instrument, released: Released, *, simulated: bool = False) -> str:
    target = io.StringIO()
    write_numeric_release(target, codebook(made), released, simulated=simulated)
    return target.getvalue()


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def several() -> Instrument:
    """Choices with words, with numbers and words, and any number of options; "I can't say" for the last."""
    grades = Item(
        "grades",
        "Grades?",
        kinds.CHOOSE_MANY,
        options=(Option("lower", "Lower"), Option("missing", "None of them")),
        non_answers=(NonAnswer("cannot_say", "I can't say"),),
    )
    mixed = Item(
        "mixed", "Which?", kinds.CHOOSE_ONE, options=(Option("K", "K"), Option(1, "1"), Option(-99, "No"))
    )
    return instrument(choose("role", "teacher", "leader"), mixed, grades)


SEVERAL: Sequence[tuple[int, ...]] = (
    (0, 0, 1, 0),
    (1, 1, 0, 1),
    (BLANK, 2, FIRST_NON_ANSWER, FIRST_NON_ANSWER),
    (NOT_REACHED, BLANK, BLANK, BLANK),
    (0, NOT_REACHED, NOT_SHOWN, NOT_SHOWN),
)


def test_every_cell_is_a_number_or_empty_and_says_why_beside_it() -> None:
    found = rows(numeric(small(), taken(), simulated=True))
    assert list(found[0]) == [
        *("simulated", "site", "A1", "role", "L1", "years"),
        *("A1.missing", "role.missing", "L1.missing"),
    ]
    assert [(row["A1"], row["A1.missing"]) for row in found[:4]] == [
        ("", "-99"),
        ("", "-95"),
        ("3", "0"),
        ("4", "0"),
    ]
    assert [(row["L1"], row["L1.missing"]) for row in found[19:21]] == [("", "-97"), ("5", "0")]
    assert {row["years"] for row in found} == {"3.5", "7"}
    assert {row["simulated"] for row in found} == {"1"}
    for row in found:
        assert all(cell == "" or np.isfinite(float(cell)) for cell in row.values())
        assert all((row[name] == "") == (row[f"{name}.missing"] != "0") for name in ("A1", "role", "L1"))


def test_the_twin_tells_the_same_of_the_same_people_as_the_words() -> None:
    made, released = small(), taken()
    words = io.StringIO()
    write_deidentified(words, codebook(made), released, ())
    for said, counted in zip(rows(words.getvalue()), rows(numeric(made, released)), strict=True):
        for variable in codebook(made).variables:
            if not variable.categories:
                assert said[variable.name] == counted[variable.name]
                continue
            (category,) = (one for one in variable.categories if one.word == said[variable.name])
            column = f"{variable.name}.missing" if category.missing else variable.name
            assert float(counted[column]) == category.number


@pytest.mark.parametrize(
    ("made", "people"), [(small(), PEOPLE), (several(), SEVERAL)], ids=["small", "several"]
)
def test_the_twin_is_read_back_as_it_was(
    tmp_path: Path, made: Instrument, people: Sequence[tuple[int, ...]]
) -> None:
    one = block(made, list(people))
    path = tmp_path / "numbers.csv"
    with path.open("w", newline="", encoding="utf-8") as target:
        assert write_numeric(target, made, [(one, [{}] * len(one))], simulated=True) == len(people)
    read = read_responses(path, made, keep=("site", "simulated"))
    assert np.array_equal(read.codes, one.codes)
    assert read.simulated
    assert set(read.labels["site"]) == {"1"}
    assert any("numbers of the codebook" in note for note in read.notes)


def test_answers_to_every_kind_of_item_are_numbers_and_read_back(tmp_path: Path) -> None:
    """Of what a kind's row says alone: a new kind needs nothing in the twin."""
    made = catalog.find(KINDS)
    assert {item.kind.name for item in made.items} == set(kinds.KINDS)
    (wave,) = simulate(made, [[40, 40]], form=made.main_form.id, model=Model(), seed=1)
    one = Block(wave.codes, wave.sites, ("First", "Second"))
    path = tmp_path / "numbers.csv"
    with path.open("w", newline="", encoding="utf-8") as target:
        write_numeric(target, made, [(one, wave.open_answers)], simulated=True)
    text = path.read_text(encoding="utf-8")
    assert all(cell == "" or np.isfinite(float(cell)) for row in rows(text) for cell in row.values())
    read = read_responses(path, made)
    assert np.array_equal(read.codes, wave.codes)
    numbers = [item.id for item in made.items if item.kind.numeric]
    assert numbers
    for given, back in zip(wave.open_answers, read.open_answers, strict=True):
        assert [given.get(id) for id in numbers] == [back.get(id) for id in numbers]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ("3,-97", "row 2, column A1.missing: not_an_option: column A1 has an answer here"),
        (",7", "row 2, column A1.missing: not_an_option: '7' is no kind of missing of 'A1'"),
        (",why", "write 0 where the answer is there, else one of -95, -96, -97, -98, -99"),
        ("9,0", "row 2, column A1: not_an_option"),
    ],
    ids=["both", "no kind", "words", "off the scale"],
)
def test_a_twin_that_was_changed_is_refused_with_the_place(tmp_path: Path, cells: str, told: str) -> None:
    path = tmp_path / "numbers.csv"
    path.write_text(f"A1,A1.missing\n{cells}\n")
    with pytest.raises(Refused) as refused:
        read_responses(path, small())
    assert told in "\n".join(map(str, refused.value.problems))


def test_words_and_dates_that_are_stored_have_no_number(tmp_path: Path) -> None:
    made = small()
    one = block(made, [(4, 0, NOT_SHOWN)], [(4, 1, 4)])
    target = io.StringIO()
    opens = [{"more": "I am Ann", "born": "1970-01-01", "years": 3}, {}]
    write_numeric(target, made, [(one, opens)], simulated=False)
    assert rows(target.getvalue()) == [
        {
            "site": "1",
            "A1": "5",
            "role": "1",
            "L1": "",
            "years": "3",
            "A1.missing": "0",
            "role.missing": "0",
            "L1.missing": "-97",
        },
        {
            "site": "2",
            "A1": "5",
            "role": "2",
            "L1": "5",
            "years": "",
            "A1.missing": "0",
            "role.missing": "0",
            "L1.missing": "0",
        },
    ]


def test_a_question_asked_of_some_is_read_back_with_its_rule(tmp_path: Path) -> None:
    made = instrument(choose("role", "teacher", "leader"), likert("L1", show_if=Is("role", ("leader",))))
    path = tmp_path / "numbers.csv"
    path.write_text("role,L1,role.missing,L1.missing\n1.0,,0,-97\n2,4.0,0,0\n")
    assert read_responses(path, made).codes.tolist() == [[0, NOT_SHOWN], [1, 3]]


R_SCRIPT = """
x <- read.csv(commandArgs(TRUE)[1])
s <- suppressWarnings(foreign::read.spss(commandArgs(TRUE)[2], FALSE, TRUE, use.missings = FALSE))
cat(names(x), sep = " "); cat("\\n")
cat(all(sapply(x, is.numeric)), "\\n")
for (name in names(s)) {
  why <- x[[paste0(name, ".missing")]]
  whole <- if (is.null(why)) x[[name]] else ifelse(why == 0, x[[name]], why)
  cat(name, isTRUE(all.equal(as.numeric(whole), as.numeric(s[[name]]))), "\\n")
}
"""


def test_r_reads_all_columns_as_the_numbers_of_the_sav_file(tmp_path: Path) -> None:
    rscript = programs.needed("Rscript", "r-base-core")
    asked = subprocess.run([rscript, "-e", "library(foreign)"], capture_output=True, check=False)
    if asked.returncode != 0:
        programs.missing("R lacks its package foreign: install Debian's package r-cran-foreign")
    pytest.importorskip("pyreadstat", reason="install the extra: pip install 'barograph[spss]'")
    made, released = small(), taken()
    (tmp_path / "x.csv").write_text(numeric(made, released, simulated=True))
    (tmp_path / "x.sav").write_bytes(sav_bytes(codebook(made), released, title="small 1.0.0", facts=()))
    (tmp_path / "read.R").write_text(R_SCRIPT)
    done: Any = subprocess.run(
        [rscript, "read.R", "x.csv", "x.sav"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert [line.strip() for line in done.stdout.splitlines()] == [
        "simulated site A1 role L1 years A1.missing role.missing L1.missing",
        "TRUE",
        *(f"{name} TRUE" for name in ("site", "A1", "role", "L1", "years")),
    ]
