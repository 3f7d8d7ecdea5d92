"""Of points that make up a sum, what is said to have got most or least: what its interval parts from all others."""

import pytest

from engine.report.document import Paragraph
from engine.report.school.allotment import school_allotments
from tests.engine.report.school.of_json import shown_school
from tests.engine.report.small_results import result, site
from tests.kept import as_result

LABELS = ("Fires", "Upkeep", "New")
PARTS = [{"id": label.lower(), "label": label, "text": None} for label in LABELS]
MOST, LEAST = "On average “Upkeep” was given the most", "On average “Fires” was given the least"
WEEK = {
    "id": "TU",
    "text": "Your week?",
    "told": "points",
    "parts": PARTS,
    "named": [],
    "low": 0,
    "high": 100,
    "decimals": 0,
    "places": None,
}


@pytest.mark.parametrize(
    ("means", "half", "words"),
    [
        ((20, 50, 30), 4, f"{MOST}: its interval lies above all others. {LEAST}"),
        ((28, 44, 28), 3, MOST),
        ((40, 40, 20), 5, "On average “New” was given the least"),
        ((30, 38, 32), 6, "Which got most and which least on average can't be told"),
    ],
)
def test_only_what_an_interval_parts_from_all_others_is_said_to_be_most_or_least(
    means: tuple[int, ...], half: int, words: str
) -> None:
    parts = [
        {"id": part["id"], "value": mean, "end": None, "low": mean - half, "high": mean + half}
        for part, mean in zip(PARTS, means, strict=True)
    ]
    made = as_result(result(allotments=[WEEK]))
    part = shown_school(site({}, allotments=[{"id": "TU", "n": 14, "parts": parts}]))
    (section,) = school_allotments(made, part)
    said = section.blocks[1]
    assert isinstance(said, Paragraph)
    assert said.text.startswith(words)
    assert said.text.count("On average") == words.count("On average") or "can't" in words
