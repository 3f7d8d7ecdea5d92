"""Rankings, points, sliders and unscored rubrics: what a school reads of them, and when it reads nothing."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engine.disclosure.cells import all_but_one_alike
from engine.instrument import kinds
from engine.instrument.model import Instrument, Item
from engine.instrument.rules import Is
from engine.instrument.uses import allotted
from engine.report.document import Document, Section, Table
from engine.responses.layout import BLANK
from engine.results.in_language import in_language
from tests.engine.report.school.of_json import school_csv, school_document, school_report
from tests.engine.results.small_networks import SMALL, people, result
from tests.kept import as_result
from tests.small import FIVE, choose, instrument, likert

RANKED = choose("rank", "pay", "time", "trust", kind=kinds.RANKING, top=2)
POINTS = choose("points", "news", "work", kind=kinds.CONSTANT_SUM, total=100)
LINE = Item("line", "How fast?", kinds.SLIDER, minimum=0.0, maximum=10.0, step=1.0, ends=("Slow", "Fast"))
RUBRIC = Item(
    "rubric", "How?", kinds.RUBRIC, scale=FIVE.id, options=FIVE.options, levels=("a", "b", "c", "d", "e")
)
PLACES = {(0, 1): (1, 2, 0), (1, 0): (2, 1, 0), (0, 2): (1, 0, 2), (1, 2): (0, 1, 2), (2, 0): (2, 0, 1)}


def asking(*items: Item) -> Instrument:
    return instrument(*SMALL.items, *items, subscales=SMALL.subscales, validation=SMALL.validation)


def school(rows: Sequence[Sequence[int]], seed: int = 0) -> np.ndarray:
    """As many people as rows, each the codes of the questions at the end."""
    return np.column_stack([people(len(rows), 2, 2, seed), np.array(rows)]).astype(np.uint8)


def shown(item: Item, rows: Sequence[Sequence[int]], **more: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = result([school(rows)], used=asking(item), **more)["sites"][0].get(
        "allotments", []
    )
    return found


def numbers(found: Sequence[dict[str, Any]]) -> list[tuple[Any, ...]]:
    (one,) = found
    return [(part["id"], part["value"], part["end"], part["low"], part["high"]) for part in one["parts"]]


def test_a_ranking_is_told_by_the_share_that_put_an_option_among_the_first() -> None:
    ranks = [PLACES[0, 1]] * 12 + [PLACES[1, 0]] * 3 + [PLACES[0, 2]] * 5
    # R: prop.test(20, 20), (15, 20), (5, 20), correct = FALSE; the first is a bound
    assert numbers(shown(RANKED, ranks)) == [
        ("pay", 95, "at_least", 76, 100),
        ("time", 75, None, 53, 89),
        ("trust", 25, None, 11, 47),
    ]


def test_points_are_told_by_their_means_with_students_interval() -> None:
    gave = [(10, 90), (30, 70), (50, 50), (70, 30), (40, 60)] * 2
    # R: t.test(rep(c(10, 30, 50, 70, 40), 2)): mean 40, 24.9 to 55.1
    assert numbers(shown(POINTS, gave)) == [("news", 40, None, 25, 55), ("work", 60, None, 45, 75)]


def test_a_slider_is_told_by_its_mean() -> None:
    ((id, value, end, low, high),) = numbers(shown(LINE, [(at,) for at in (0, 2, 4, 6, 8, 10, 3, 5)]))
    # R: t.test(c(0, 2, 4, 6, 8, 10, 3, 5)): mean 4.75, 2.045 to 7.455
    assert (id, value, end) == ("", 4.8, None)
    assert (low, high) == (pytest.approx(2.1), pytest.approx(7.5))


def test_a_rubric_is_told_by_the_share_at_each_level() -> None:
    levels = [(at,) for at in [0] * 4 + [1] * 6 + [2] * 8 + [3] * 2]
    assert [part[:3] for part in numbers(shown(RUBRIC, levels))] == [
        ("1", 20, None),
        ("2", 30, None),
        ("3", 40, None),
        ("4", 10, None),
        ("5", 5, "at_most"),
    ]


@pytest.mark.parametrize(
    ("item", "rows"),
    [
        (RANKED, [PLACES[0, 1]] * 4 + [PLACES[0, 2]] * 3),
        (RANKED, [PLACES[0, 1]] * 12 + [PLACES[1, 0]] * 7 + [PLACES[0, 2]]),
        (POINTS, [(10, 90), (50, 50)] * 3 + [(70, 30)]),
        (POINTS, [(0, 100)] * 9 + [(10, 90)]),
        (LINE, [(1,), (9,)] * 3 + [(5,)]),
        (RUBRIC, [(2,)] * 20),
    ],
    ids=["seven", "all-but-one-alike", "seven-gave", "next-to-none", "seven-placed", "one-level"],
)
def test_it_takes_eight_who_answered_and_not_all_but_one_alike(
    item: Item, rows: list[tuple[int, ...]]
) -> None:
    blank = [(BLANK,) * len(rows[0])] * 4
    assert shown(item, [*rows, *blank]) == []


def test_all_means_of_a_sum_are_shown_or_none() -> None:
    """Two that are printed would give the third, which is cut off near its end."""
    three = choose("points", "a", "b", "c", kind=kinds.CONSTANT_SUM, total=100)
    even = [(30, 50, 20), (50, 30, 20), (20, 60, 20)] * 5
    assert len(numbers(shown(three, even))) == 3
    assert shown(three, [(at, 100 - at, 0) for at in (30, 50, 20)] * 5) == []


def test_a_question_that_some_are_asked_only_would_speak_of_a_part() -> None:
    some = replace(LINE, show_if=Is("role", ("leader",)))
    assert allotted(asking(some, RANKED), "full") == (RANKED,)
    assert allotted(SMALL, "full") == ()


def test_a_school_that_grew_keeps_them_back() -> None:
    ranks = [PLACES[0, 1], PLACES[1, 2], PLACES[2, 0], PLACES[1, 0]] * 5
    used = asking(RANKED)
    first = result([school(ranks)], used=used)
    again = result([school([*ranks, *ranks[:8]])], used=used, previous=first)
    assert first["sites"][0].get("allotments", [])
    assert "allotments" not in again["sites"][0]
    assert again["sites"][0]["withheld"] == ["items"]


def test_a_result_without_such_questions_is_written_as_before() -> None:
    document = result([people(20, 2, 2, 1)])
    assert "allotments" not in document
    assert "allotments" not in document["sites"][0]


def test_all_but_one_in_one_cell_are_alike() -> None:
    assert all_but_one_alike(np.array([7, 1, 0]))
    assert all_but_one_alike(np.array([0]))
    assert not all_but_one_alike(np.array([6, 1, 1]))


# In print


EVERYTHING = asking(RUBRIC, RANKED, POINTS, LINE, likert("O1"))


def document_of_all() -> dict[str, Any]:
    rows = [(at % 4, *PLACES[list(PLACES)[at % 5]], 30 + at, 70 - at, at % 11, at % 5) for at in range(20)]
    few = [(BLANK,) * 8] * 20
    return result([school(rows), school(few, 1)], used=EVERYTHING)


def section(document: Document) -> Section:
    return next(one for one in document.sections if one.id == "allotments")


def test_the_one_page_has_a_row_a_question_and_the_report_a_table() -> None:
    made = document_of_all()
    (short,) = (
        one for one in section(school_document(made, made["sites"][0])).blocks if isinstance(one, Table)
    )
    assert [row[0].partition("?")[0] for row in short.rows] == [
        "How",
        "Which rank",
        "Which points",
        "How fast",
    ]
    assert short.rows[1][1].startswith("Pay ")
    assert [row[2] for row in short.rows] == ["20"] * 4
    tables = [one for one in section(school_report(made, made["sites"][0])).blocks if isinstance(one, Table)]
    assert [table.caption for table in tables] == [
        "How? Share of people at each level",
        "Which rank? Share of people who put it among their first 2",
        "Which points? Mean points, of 100",
        "How fast? Mean, from 0 (Slow) to 10 (Fast)",
    ]
    assert [len(table.rows) for table in tables] == [5, 3, 2, 1]
    assert tables[0].rows[0][0] == "1 of 5: a"
    assert tables[3].rows[0][0] == "All who answered"


def test_what_is_not_shown_is_named_with_the_reason() -> None:
    made = document_of_all()
    words = repr(section(school_document(made, made["sites"][1])).blocks)
    assert "Not shown" in words
    for item in (RUBRIC, RANKED, POINTS, LINE):
        assert item.text in words


def test_the_file_of_scores_has_a_row_an_option() -> None:
    made = document_of_all()
    rows = list(csv.DictReader(io.StringIO(school_csv(made, made["sites"][0]))))
    found = [(row["kind"], row["measure"], row["n"]) for row in rows[-11:]]
    assert found[0] == ("level", "rubric.1", "20")
    assert found[5] == ("ranked", "rank.pay", "20")
    assert found[8] == ("points", "points.news", "20")
    assert found[10] == ("slider", "line", "20")
    assert (rows[-1]["scale_low"], rows[-1]["scale_high"], rows[-3]["score"]) == ("0", "10", "40")
    hidden = list(csv.DictReader(io.StringIO(school_csv(made, made["sites"][1]))))[-11:]
    assert all((row["n"], row["score"]) == ("", "") for row in hidden)


def test_their_texts_are_read_in_another_language() -> None:
    words = {"Pay": "Sueldo", "Slow": "Lento", "a": "de a", "How fast?": "¿A qué ritmo?"}
    found = in_language(as_result(document_of_all()), words).allotments
    assert found[1].parts[0].label == "Sueldo"
    assert found[0].parts[0].text == "de a"
    assert found[3].named == ("Lento", "Fast")
    assert found[3].text == "¿A qué ritmo?"
