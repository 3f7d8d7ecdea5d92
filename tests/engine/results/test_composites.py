"""Composites: made of what is printed, at a school and over the network."""

import csv
import io
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.instrument.model import Composite, Level, Scoring
from engine.report.document import Table
from engine.report.hub.composition import hub_document
from engine.responses.layout import BLANK
from tests.engine.report.school.of_json import school_csv, school_document, school_report
from tests.engine.results.small_networks import SMALL, people, result
from tests.kept import as_hub

BOTH = Composite(
    "both",
    "A and B",
    ("a", "b"),
    Scoring("mean", 2, (0.0, 100.0)),
    (Level("low", "Low", "Low.", 50.0), Level("high", "High", "High.")),
)
EITHER = replace(BOTH, id="either", label="A or B", score=Scoring("sum", 1), levels=())
USED = replace(SMALL, composites=(BOTH, EITHER))


def without_b(rows: np.ndarray) -> np.ndarray:
    blank = rows.copy()
    blank[:, 3:6] = BLANK
    return blank


NETWORK = [people(12 + at, 1 + at % 3, 2, at) for at in range(4)] + [without_b(people(20, 2, 2, 9))]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return result(NETWORK, used=USED)


def test_a_schools_composite_is_the_mean_of_its_printed_scores(document: dict[str, Any]) -> None:
    for site in document["sites"][:4]:
        a, b = (site["scores"][id] for id in "ab")
        both, either = site["composites"]
        middle = (a["mean"] + b["mean"]) / 2
        assert (both["mean"], both["of"]) == (round(middle), 2)
        assert (both["low"], both["high"]) == (
            round((a["low"] + b["low"]) / 2),
            round((a["high"] + b["high"]) / 2),
        )
        assert both["level"] == ("low" if both["mean"] < 50 else "high")
        assert either["mean"] == round(2 + 8 * middle / 100, 1)  # a sum of two scores from 1 to 5


def test_a_sum_among_means_decides_as_it_does_for_one_person() -> None:
    b = replace(SMALL.subscales[1], score=Scoring("sum", 2))
    a = replace(SMALL.subscales[0], score=Scoring("mean", 2))
    mixed = replace(BOTH, score=Scoring("mean", 2), levels=())
    (site,) = result([people(20, 2, 2, 1)], used=replace(SMALL, subscales=(a, b), composites=(mixed,)))[
        "sites"
    ]
    (both,) = site["composites"]
    assert both["mean"] == pytest.approx(
        (site["scores"]["a"]["mean"] + site["scores"]["b"]["mean"]) / 2, abs=0.051
    )


def test_it_takes_as_many_scores_as_the_definition_asks(document: dict[str, Any]) -> None:
    (either,) = document["sites"][4]["composites"]
    assert (either["id"], either["of"]) == ("either", 1)


def test_the_networks_is_made_of_its_own_means_so_that_no_school_with_fewer_parts_follows(
    document: dict[str, Any],
) -> None:
    means = [document["network"]["measures"][id]["mean"] for id in "ab"]
    assert [one["schools"] for one in document["network"]["measures"].values()] == [5, 4]
    both, either = document["network"]["composites"]
    assert (both["mean"], both["of"]) == (round(sum(means) / 2, 1), 2)
    assert either["mean"] == round(2 + 8 * sum(means) / 200, 2)


def test_a_composite_of_bounds_is_a_bound_and_of_opposite_bounds_is_none() -> None:
    top, ends = people(30, 9, 9, 1), people(30, 9, -9, 2)
    high, none = (one["composites"] for one in result([top, ends], used=USED)["sites"])
    assert high[0]["end"] == "at_least"
    assert none == []


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(3, 30), st.integers(0, 4), st.integers(0, 4)), min_size=3, max_size=5))
def test_whoever_holds_what_is_printed_of_the_measures_holds_the_composites(
    schools: list[tuple[int, int, int]],
) -> None:
    """The differencing attack: with the composites nothing is released that the printed scores do not give."""
    made = result([people(n, a, b, at) for at, (n, a, b) in enumerate(schools)], used=USED)
    for site in made["sites"]:
        if not site["shown"]:
            assert "composites" not in site
            continue
        printed = {id: score for id, score in site["scores"].items() if score}
        ends = {score["end"] for score in printed.values()} - {None}
        worked_out = {
            composite["id"]: composite["least"] <= len(printed) and len(ends) < 2
            for composite in made["composites"]
        }
        assert {one["id"] for one in site["composites"]} == {id for id, there in worked_out.items() if there}
        for one in site["composites"]:
            low, high = next((of["low"], of["high"]) for of in made["composites"] if of["id"] == one["id"])
            for key in ("mean", "low", "high"):
                share = float(np.mean([score[key] for score in printed.values()])) / 100
                assert one[key] == pytest.approx(low + share * (high - low), abs=0.51)


def test_pages_and_files_hold_them(document: dict[str, Any]) -> None:
    (site, *_), sections = document["sites"], {}
    for made in (school_document(document, site), school_report(document, site)):
        sections |= {section.id: section for section in made.sections}
    assert "Taken together, with 95% intervals: A and B" in repr(sections["scores"].blocks)
    (table,) = [block for block in sections["composites"].blocks if isinstance(block, Table)]
    assert [(row[0], row[4]) for row in table.rows] == [("A and B", "all 2"), ("A or B", "all 2")]
    rows = list(csv.DictReader(io.StringIO(school_csv(document, document["sites"][0]))))
    assert [(row["kind"], row["measure"]) for row in rows] == [
        ("score", "a"),
        ("score", "b"),
        ("composite", "both"),
        ("composite", "either"),
    ]
    hub = hub_document(as_hub(document, set()))
    (section,) = [section for section in hub.sections if section.id == "composites"]
    assert len(section.blocks[0].rows) == 2  # type: ignore[union-attr]
