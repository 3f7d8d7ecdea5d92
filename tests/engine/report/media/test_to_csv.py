"""The tables of a report as CSV."""

import csv
import io

from engine.printed import Number, coefficient
from engine.report.media.to_csv import cell, csv_text
from tests.engine.report.small_documents import ORIGIN, TABLE, document


def _rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_text(document(TABLE), ORIGIN))))


def test_a_row_a_cell_with_its_number() -> None:
    rows = [(row["row"], row["column"], row["text"], row["value"]) for row in _rows()]
    assert len(rows) == 12
    assert rows[:3] == [
        ("'=HYPERLINK(1)", "Score", "62", "62"),
        ("'=HYPERLINK(1)", "Interval, low", "55", "55"),
        ("'=HYPERLINK(1)", "Interval, high", "69", "69"),
    ]
    assert rows[3] == ("'=HYPERLINK(1)", "Rate", "78%", "78")
    assert [row[2:] for row in rows[5:8]] == [("too few", ""), ("too few", ""), ("+5%", "5")]
    assert rows[8][2:] == ("−.07", "-0.07")


def test_every_row_names_where_it_comes_from() -> None:
    facts = ("small", "1.0.0", "Spring 2026", "Lincoln & Sons", "24", "2026-04-30", "yes", ORIGIN.data)
    names = ("instrument", "version", "wave", "school", "n", "closed", "simulated", "data_digest")
    assert {tuple(row[name] for name in names) for row in _rows()} == {facts}


def test_no_cell_runs_as_a_formula() -> None:
    assert [cell(text) for text in ("=1", "+A1", "-x", "@f", "\t=1", "\r=1")] == [
        f"'{text}" for text in ("=1", "+A1", "-x", "@f", "\t=1", "\r=1")
    ]
    numbers = (Number("-3", -3), Number("+5%", 5), coefficient(-0.07))
    assert [cell(text) for text in (*numbers, "a=1", "")] == ["-3", "+5%", "−.07", "a=1", ""]
