"""What a hub is told of predictions: each label counted once, and one by one only what is shared."""

from datetime import UTC, datetime
from typing import Any

from engine.report.document import IntervalFigure, Paragraph, Section, Table
from engine.report.hub.predicted import predictions_section
from engine.results.answered import JudgedPrediction
from engine.results.predictions import PredictionLabel
from engine.store import Prediction, PredictionKind
from tests.engine.report.school.test_chosen import MEASURES


def shared(low: float, high: float, around: tuple[float, float], label: PredictionLabel) -> JudgedPrediction:
    made = Prediction(
        *(1, 1, 1, MEASURES[0].id, PredictionKind.RANGE, low, high, "An hour a week.", True),
        *("a@b.example", "Ana", datetime(2026, 5, 1, tzinfo=UTC), None),
    )
    change: Any = type("Change", (), {"around": around})()
    wave: Any = type("Wave", (), {"id": 1, "title": "Spring"})()
    return JudgedPrediction(made, wave, MEASURES[0], wave, change, label, None)


def text(section: Section | None) -> str:
    assert section is not None
    return " ".join(one.text for one in section.blocks if isinstance(one, Paragraph))


def test_nothing_is_said_where_nothing_may_be_told() -> None:
    assert predictions_section([], []) is None


def test_labels_are_counted_and_what_cannot_be_told_is_no_miss() -> None:
    labels = [
        PredictionLabel.DIRECTION,
        PredictionLabel.LOWER,
        PredictionLabel.CANNOT_TELL,
        PredictionLabel.CANNOT_TELL,
    ]
    section = predictions_section(labels, [])
    assert "answers 4 predictions" in text(section)
    assert "something can be said of 2." in text(section)
    assert "At most 0.20 of these labels" in text(section)
    assert "No school that is named here shares" in text(section)
    assert section is not None
    table = next(one for one in section.blocks if isinstance(one, Table))
    assert [row[1] for row in table.rows] == ["0", "1", "0", "1", "2"]


def test_a_shared_prediction_is_drawn_with_its_range_and_the_interval_that_came() -> None:
    one = shared(5, 10, (1, 20), PredictionLabel.DIRECTION)
    section = predictions_section([PredictionLabel.DIRECTION], [("Ash", one)])
    assert section is not None
    (figure,) = (one for one in section.blocks if isinstance(one, IntervalFigure))
    (row,) = figure.rows
    assert (row.band, row.low, row.high, row.value) == ((5, 10), 1, 20, 10.5)
    assert figure.axis.low <= -20
    (cells,) = figure.table.rows
    assert (cells[0], cells[-1]) == ("Ash", "An hour a week.")
