"""Experts' ratings of items: what is read, what is refused, what is computed and said."""

import csv
import io
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.instrument.model import Instrument
from engine.loading import catalog
from engine.problems import Refused
from engine.ratings.content import ContentStudy, reaches, read_experts, scale_of, study_content
from engine.ratings.content_json import content_json
from engine.ratings.reading import HowRated
from engine.report.media.to_text import text
from engine.report.raters.content import content_document
from tests import programs
from tests.engine.ratings.files import documented, experts, paths

LEADERSHIP = "collective-leadership@1.0.0"


@pytest.fixture(scope="module")
def instrument() -> Instrument:
    return catalog.find(LEADERSHIP)


def study(
    folder: Path,
    written: str,
    instrument: Instrument | None = None,
    *,
    essential: float | None = None,
    **how: Any,
) -> ContentStudy:
    path = folder / "experts.csv"
    path.write_text(written, encoding="utf-8")
    found = read_experts(path, HowRated(**how), instrument)
    return study_content(found, scale_of(found, None, None, essential), instrument)


def test_three_shapes_of_a_file_are_one(tmp_path: Path, instrument: Instrument) -> None:
    by_item = experts()
    rows = list(csv.reader(io.StringIO(by_item)))
    columns = list(zip(*rows, strict=True))
    by_expert = "\n".join(",".join(["expert" if one[0] == "item" else one[0], *one[1:]]) for one in columns)
    long = "item,expert,rating\n" + "\n".join(
        f"{row[0]},{name},{cell}" for row in rows[1:] for name, cell in zip(rows[0][1:], row[1:], strict=True)
    )
    unnamed = by_expert.replace("expert,", "who,", 1)  # its other columns are items of the instrument
    found = [study(tmp_path, one, instrument).items for one in (by_item, by_expert, long, unnamed)]
    assert found[0] == found[1] == found[2] == found[3]


def test_indexes_by_hand(tmp_path: Path) -> None:
    found = study(tmp_path, experts(), essential=4)
    first, second, third = found.items[:3]
    assert (first.experts, first.relevant, first.i_cvi, first.reaches) == (6, 6, 1.0, True)
    assert (second.experts, second.relevant) == (5, 4)  # Dan left it out
    assert second.i_cvi == 0.8
    assert not second.reaches  # of five experts all should agree
    assert third.i_cvi == pytest.approx(3 / 6)
    assert first.aiken_v == pytest.approx((4 + 4 + 3 + 4 + 4 + 3 - 6) / 18)
    assert (first.essential, first.cvr, first.needed) == (4, pytest.approx(1 / 3), 6)
    assert found.whole.s_cvi_ave == pytest.approx(np.mean([item.i_cvi for item in found.items]))
    assert [one.missing for one in found.experts] == [0, 0, 0, 1, 0, 0]


@pytest.mark.parametrize(
    ("share", "number", "reached"),
    [(0.8, 5, False), (1.0, 5, True), (7 / 9, 9, False), (5 / 6, 6, True)],
    ids=["four of five", "five of five", "seven of nine", "five of six"],
)
def test_the_rule_asks_all_of_few_experts(share: float, number: int, reached: bool) -> None:
    assert reaches(share, number) is reached


def test_texts_stand_beside_ids_and_what_nobody_judged_is_told(
    tmp_path: Path, instrument: Instrument
) -> None:
    found = study(tmp_path, experts(), instrument)
    assert found.items[0].text == instrument.item("VS1").text
    assert "VS6" in found.not_judged
    assert [part.label for part in found.parts] == [instrument.subscales[0].label]
    told = text(content_document(found))
    assert instrument.item("VS1").text.split()[0] in told
    assert "Not judged: " in told
    assert "2 of 4 items do not reach the rule of thumb" in " ".join(told.split())


def test_an_item_without_a_rating_is_left_out_and_few_experts_are_told(tmp_path: Path) -> None:
    found = study(tmp_path, "item,A,B\nQ1,4,3\nQ2,,\nQ3,4,\n")
    assert [item.id for item in found.items] == ["Q1", "Q3"]
    assert "No rating of Q2: left out" in found.notes
    assert [caution.where for caution in found.cautions] == ["Q3"]


REFUSED = {
    "unknown id": (
        "item,A,B\nVS1,4,4\nVS11x,3,4\n",
        {},
        "experts.csv, row 3: unknown_item: 'VS11x' is no item",
    ),
    "unknown column": ("expert,VS1,VSS2\nA,4,4\nB,3,3\n", {}, "experts.csv, header: unknown_item: 'VSS2'"),
    "off the scale": (
        "item,A,B\nVS1,5,4\n",
        {},
        "item VS1, expert A: off_the_scale: 5 is off the scale from 1 to 4",
    ),
    "words": ("item,A,B\nVS1,quite,very\n", {}, "not_a_rating: the ratings are words (quite, very)"),
    "text among numbers": (
        "item,A,B\nVS1,4,?\nVS2,3,3\n",
        {},
        "row 2, column B: not_a_rating: '?' is no number",
    ),
    "one expert": ("expert,VS1,VS2\nA,4,4\n", {}, "one_rater: ratings by one expert"),
    "twice": ("item,A,B\nVS1,4,4\nVS1,4,4\n", {}, "row 3, column item: rated_twice"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, instrument: Instrument, case: str) -> None:
    written, how, told = REFUSED[case]
    with pytest.raises(Refused) as refused:
        study(tmp_path, written, instrument, **how)  # type: ignore[arg-type]
    assert told in str(refused.value)


def test_a_cut_point_off_the_scale_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="--essential: off_the_scale: 9 is not above"):
        study(tmp_path, experts(), essential=9)


def test_every_name_of_the_json_is_documented(tmp_path: Path, instrument: Instrument) -> None:
    made = content_json(study(tmp_path, experts(), instrument, essential=4), command="barograph content")
    few = content_json(study(tmp_path, "item,A,B\nVS1,4,3\n"))
    assert sorted((paths(made) | paths(few)) - documented("content-validity.md")) == []


R_SCRIPT = """
x <- t(as.matrix(read.csv(commandArgs(TRUE)[1], row.names = 1)))
i_cvi <- colMeans(x >= 3, na.rm = TRUE)
cat(format(i_cvi, digits = 15), "\\n")
cat(format(c(Ave = mean(i_cvi), UA = mean(i_cvi == 1)), digits = 15), "\\n")
cat(format(colMeans((x - 1) / 3, na.rm = TRUE), digits = 15), "\\n")
n <- colSums(!is.na(x)); cvr <- (colSums(x >= 4, na.rm = TRUE) - n / 2) / (n / 2)
cat(format(cvr, digits = 15), "\\n")
"""


def test_r_gives_the_same(tmp_path: Path) -> None:
    rscript = programs.needed("Rscript", "r-base-core")
    found = study(tmp_path, experts(), essential=4)
    (tmp_path / "experts.R").write_text(R_SCRIPT)
    done = subprocess.run(
        [rscript, "experts.R", "experts.csv"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rows = [[float(cell) for cell in line.split()] for line in done.stdout.splitlines()]
    ours = [
        [item.i_cvi for item in found.items],
        [found.whole.s_cvi_ave, found.whole.s_cvi_ua],
        [item.aiken_v for item in found.items],
        [item.cvr for item in found.items],
    ]
    for mine, theirs in zip(ours, rows, strict=True):
        assert mine == pytest.approx(theirs, abs=1e-9)
