"""Files of ratings: what is read, and what is refused with its place."""

from pathlib import Path

import numpy as np
import pytest
from openpyxl import Workbook

from engine.problems import Refused
from engine.ratings.reading import HowRated, Ratings, read_ratings
from tests.engine.ratings import files


def read(folder: Path, text: str, **how: object) -> Ratings:
    path = folder / "ratings.csv"
    path.write_text(text, encoding="utf-8")
    return read_ratings(path, HowRated(**how))  # type: ignore[arg-type]


def test_wide_long_and_workbook_are_one(tmp_path: Path) -> None:
    wide = read(tmp_path, files.wide())
    rows = [
        f"E{n},{name},{value}"
        for n, row in enumerate(files.ESSAYS, 1)
        for name, value in zip(files.NAMES, row, strict=True)
    ]
    long = read(tmp_path, "\n".join(["Target;Rater;Rating", *(row.replace(",", ";") for row in rows)]))
    files.workbook(tmp_path / "ratings.xlsx")
    book = read_ratings(tmp_path / "ratings.xlsx", HowRated())
    for found in (wide, long, book):
        assert np.array_equal(found.values, np.array(files.ESSAYS, dtype=float))
        assert found.raters == files.NAMES
        assert found.targets[:2] == ("E1", "E2")
    assert book.notes[0] == "Sheet 'May' read; not Notes (--sheet NAME)"
    assert wide.notes == ("Column essay read as the names of the targets",)


def test_gaps_decimal_commas_and_words_for_missing_are_read(tmp_path: Path) -> None:
    found = read(tmp_path, "A;B\n1,5;NA\n;2\n-99;3\nabsent;4\n", missing=("absent",))
    assert found.values.tolist()[0] == [1.5, pytest.approx(np.nan, nan_ok=True)]
    assert np.isnan(found.values[[1, 3], 0]).all()
    assert found.values[2, 0] == -99
    assert found.notes == ("-99 read as a rating (if it means that there is none, add --missing -99)",)


def test_words_are_categories_and_get_an_order_by_name(tmp_path: Path) -> None:
    text = files.long_of_words()
    how = {"target": "essay", "rater": "teacher", "rating": "grade"}
    assert read(tmp_path, text, **how).words == ("high", "low", "medium")
    ordered = read(tmp_path, text, **how, categories=("low", "medium", "high"))
    assert (ordered.words, ordered.ordered) == (files.WORDS, True)
    assert ordered.values[0].tolist() == [2, 3, 2]


def test_columns_that_are_named_leave_the_others_aside(tmp_path: Path) -> None:
    found = read(tmp_path, "school,A,B,remark\n9,1,2,fine\n9,3,3,\n", raters=("A", "B"))
    assert found.values.tolist() == [[1, 2], [3, 3]]
    assert read(tmp_path, ",A,B\n7,1,2\n8,3,3\n").targets == ("7", "8")  # as write.csv of R names rows
    assert read(tmp_path, "no,A,B,C\n1,1,2,\n2,3,3,\n", target="no").notes == ("No rating by C: left out",)


REFUSED = {
    "nothing": ("", {}, "ratings.csv: empty_file: the file holds nothing"),
    "no row": ("A,B\n", {}, "no_rows: the file has a header and no row below it"),
    "one rater": ("target,A\n1,2\n2,3\n", {}, "one_rater: ratings by one rater ('A')"),
    "no rating": ("A,B\n,NA\n.,\nNA,\n", {}, "one_rater: no rating at all"),
    "text among numbers": (
        "A,B\n1,2\n2,good\n",
        {},
        "ratings.csv, row 3, column B: not_a_rating: 'good' is no number",
    ),
    "twice, long": (
        "target,rater,rating\nE1,A,1\nE1,B,1\nE1,A,2\n",
        {},
        "row 4, column rating: rated_twice: rater 'A' judged target 'E1' in row 2 already",
    ),
    "twice, wide": (
        "target,A,B\nE1,1,2\nE1,2,2\n",
        {},
        "row 3, column target: rated_twice: target 'E1' stands in row 2",
    ),
    "nameless rater": (
        "target,rater,rating\nE1,,1\n",
        {},
        "row 2, column rater: not_a_rating: the row names no rater",
    ),
    "counts rows": ("k,A\n1,3\n2,4\n3,5\n4,2\n", {}, "which_columns: column 'k' counts the rows"),
    "a rater twice": ("A,A\n3,3\n2,4\n", {}, "duplicate_column"),
    "no such column": ("A,B\n3,3\n2,4\n", {"raters": ("A", "C")}, "no_column: there is no column 'C'"),
    "long without targets": ("essay,rater,rating\nE1,A,1\n", {}, "add --target COLUMN"),
    "no category": (
        "A,B\nlow,hihg\n",
        {"categories": files.WORDS},
        "row 2, column B: not_a_rating: 'hihg' is none",
    ),
    "too wide": ("A,B\n1,2,3\n", {}, "row 2: cells: the row has 3 cells"),
    "an open quotation mark": ('A,B\n1,"2\n', {}, "broken_csv"),
    "no sheets": ("A,B\n1,2\n", {"sheet": "May"}, "no_sheet: this file has no sheets"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, case: str) -> None:
    text, how, told = REFUSED[case]
    with pytest.raises(Refused) as refused:
        read(tmp_path, text, **how)  # type: ignore[arg-type]
    assert told in str(refused.value)


def test_a_workbook_that_cannot_be_read_or_was_not_computed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ratings.xlsx"
    path.write_bytes(b"PK\x03\x04 no workbook")
    with pytest.raises(Refused, match="no Excel workbook that can be read"):
        read_ratings(path, HowRated())
    book = Workbook()
    book.active.append(["A", "B"])
    book.active.append([1, "=A2+1"])
    book.save(path)
    with pytest.raises(Refused, match=r"row 2, column 2: not_a_rating: the cell holds the formula '=A2\+1'"):
        read_ratings(path, HowRated())
    with pytest.raises(Refused, match="there is no sheet 'Mai'"):
        read_ratings(path, HowRated(sheet="Mai"))
