"""Scores of Qualtrics: categories, and the points that a question's choices give to each."""

from collections.abc import Mapping, Sequence

from engine.exchange.foreign.facts import UNMARKED, StatedScore
from engine.exchange.foreign.formats.qualtrics_entries import (
    Entry,
    QualtricsParts,
    entries,
    entry,
    number_of,
    text_of,
)
from engine.exchange.foreign.formats.qualtrics_questions import PlacedQuestion
from engine.exchange.foreign.losses import Remarks


def qualtrics_scores(
    parts: QualtricsParts, placed: Mapping[str, Sequence[PlacedQuestion]], remarks: Remarks
) -> tuple[StatedScore, ...]:
    """A sum for each category whose points are the codes of all options of its questions; others are told.

    Qualtrics adds the points of what was answered.
    """
    found = []
    for category, name in parts.categories.items():
        graded: list[str] = []
        other: list[str] = []
        for id, questions in placed.items():
            for one in questions:
                points = _points(entry(parts.questions[id].get("GradingData")), category, one)
                if points:
                    same = all(number_of(code) == points.get(key) for key, code in one.keys)
                    (graded if same and len(points) == len(one.keys) else other).append(one.question.id)
        if other:
            remarks.lose("points_lost", f"scoring {name}", f"points of {', '.join(other)}", item=other[0])
        elif graded:
            found.append(
                StatedScore(
                    name or category,
                    tuple(graded),
                    "sum",
                    f"scoring {name}",
                    {UNMARKED: name},
                    1,
                    partial=True,
                )
            )
    return tuple(found)


def _points(grading: Entry, category: str, placed: PlacedQuestion) -> dict[str, float]:
    """The points of each key: of a choice, or in a grid of an answer to this row."""
    found: dict[str, float] = {}
    for one in entries(grading):
        answer, choice = text_of(one.get("AnswerID")), text_of(one.get("ChoiceID"))
        grade = number_of(entry(one.get("Grades")).get(category))
        if grade is None or (placed.row and answer and choice != placed.row):
            continue
        found[answer if placed.row and answer else choice] = grade
    return found
