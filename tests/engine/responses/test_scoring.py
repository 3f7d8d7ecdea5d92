"""Scores of an instrument, and the levels they reach."""

import numpy as np
import pytest

from engine.instrument.model import Composite, Form, Level, Page, Scoring
from engine.problems import Refused
from engine.responses.scoring import level_of, reported_range, score_answers
from tests.small import instrument, likert, subscale

LEVELS = (Level("low", "Low", "", below=60.0), Level("high", "High", ""))
ITEMS = [likert(f"A{n}") for n in range(1, 6)] + [likert("B1"), likert("B2", reverse=True)]
TWO = instrument(
    *ITEMS,
    subscales=(
        subscale("a", *(f"A{n}" for n in range(1, 6)), minimum=3, levels=LEVELS),
        subscale("b", "B1", "B2", minimum=2, method="sum"),
    ),
    composites=(Composite("both", "Both", ("a",), Scoring("mean", 1, (0.0, 100.0))),),
    forms=(
        Form("full", (Page(tuple(item.id for item in ITEMS)),)),
        Form("short", (Page(("A1", "A2")),), minimum_answered=2),
    ),
)


def test_a_mean_of_the_items_answered() -> None:
    scores = score_answers(TWO, {"A1": 4, "A2": 5, "A3": 3, "A4": "cannot_judge"})
    assert scores["a"].score == pytest.approx(4.0)
    assert scores["a"].rescaled == pytest.approx(75.0)
    assert scores["both"].rescaled == pytest.approx(75.0)


def test_too_few_answers_give_no_score_and_no_part_of_one() -> None:
    scores = score_answers(TWO, {"A1": 5, "A2": 5, "B1": 5})
    assert [scores[id].score for id in ("a", "b", "both")] == [None, None, None]
    assert scores["a"].level is None


def test_a_reverse_keyed_item_is_turned() -> None:
    assert score_answers(TWO, {"B1": 2, "B2": 1})["b"].score == 7
    assert score_answers(TWO, {"B1": 2, "B2": 5})["b"].score == 3
    assert reported_range(TWO, TWO.subscale("b")) == (0.0, 100.0)


def test_a_shorter_form_has_its_own_minimum() -> None:
    assert score_answers(TWO, {"A1": 4, "A2": 4}, form="short")["a"].score == 4
    assert score_answers(TWO, {"A1": 4, "A2": 4})["a"].score is None


def test_answers_that_break_a_rule_are_refused() -> None:
    with pytest.raises(Refused, match="'6' is not one of the answers"):
        score_answers(TWO, {"A1": 6})


def test_a_score_at_a_cut_has_reached_the_level() -> None:
    # Four, three, three, three, four have the mean 3.4, whose rescaled 60 is 59.99... in binary arithmetic.
    score = score_answers(TWO, {"A1": 4, "A2": 3, "A3": 3, "A4": 3, "A5": 4})["a"]
    assert score.level == LEVELS[1]
    assert level_of(LEVELS, 60.0 - 1e-12) == LEVELS[1]
    assert level_of(LEVELS, 59.9) == LEVELS[0]
    assert level_of(LEVELS, None) is None
    assert level_of((), 50.0) is None
    assert level_of(LEVELS, float(np.nan)) is None
