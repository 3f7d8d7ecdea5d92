"""Surveys of SurveyJS: every kind of element, conditions in its words, texts by language."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.exchange.foreign.convert import convert
from engine.problems import Refused
from tests.engine.exchange.foreign.real_files import HELD, draft, held, item, real, sorts

# File -> items by kind, languages, losses by sort.
REAL: dict[str, tuple[dict[str, int], list[str], dict[str, int]]] = {
    "aia_enfr.json": (
        {"choose_many": 16, "choose_one": 146, "long_text": 120, "short_text": 13},
        ["en", "fr"],
        {"rule_lost": 6, "formatting_lost": 1, "random_lost": 1},
    ),
    "all_types.json": (
        {
            "choose_many": 2,
            "choose_one": 7,
            "date": 1,
            "long_text": 1,
            "number": 2,
            "ranking": 1,
            "scale": 4,
            "short_text": 15,
            "slider": 1,
        },
        ["en", "nl"],
        {
            "question_lost": 5,
            "calculation_lost": 1,
            "exclusive_lost": 1,
            "check_lost": 4,
            "media_lost": 1,
            "random_lost": 1,
            "repeat_lost": 1,
        },
    ),
    "fatigue_tests.json": (
        {"choose_one": 7, "number": 4, "scale": 1, "short_text": 1},
        ["en"],
        {"check_lost": 1, "active_lost": 1, "formatting_lost": 1, "text_lost": 1},
    ),
    "home_repair_screener.json": (
        {"choose_one": 10, "number": 3, "short_text": 5},
        ["en"],
        {"check_lost": 6, "formatting_lost": 1},
    ),
}


@pytest.mark.parametrize("name", REAL)
def test_a_real_file_comes_over_with_its_losses_named(name: str, tmp_path: Path) -> None:
    kinds, languages, losses = REAL[name]
    report, definition = draft(real("surveyjs", name), tmp_path, language="en")
    assert held(definition) == HELD[name]
    assert report["format"] == "surveyjs"
    assert {kind: number for kind, number in report["questions"].items() if number} == kinds
    assert report["languages"] == languages
    assert sorts(report) == losses


def test_rules_of_pages_and_a_scale_labelled_at_its_ends_come_over(tmp_path: Path) -> None:
    _, definition = draft(real("surveyjs", "fatigue_tests.json"), tmp_path, language="en")
    pages = definition["forms"]["full"]["pages"]
    assert [page.get("show_if") for page in pages[:4]] == [
        None,
        {"item": "consent_question", "is": ["True"]},
        {"answered": "room_num"},
        {"answered": "sleep"},
    ]
    options = definition["response_scales"][item(definition, "fatigue")["scale"]]["options"]
    assert [option["value"] for option in options] == list(range(1, 11))
    assert [option["value"] for option in options if "label" in option] == [1, 10]


def own(place: Path, *elements: dict[str, Any], **survey: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    path = place / "own.json"
    written = {
        "title": "Own",
        "locale": "en",
        "pages": [{"name": "one", "elements": list(elements)}],
        **survey,
    }
    path.write_text(json.dumps(written), encoding="utf-8")
    folder = place / "draft"
    folder.mkdir()
    return draft(path, folder)


def choice(name: str, *choices: Any, **more: Any) -> dict[str, Any]:
    return {"type": "radiogroup", "name": name, "title": f"{name}?", "choices": list(choices), **more}


@pytest.mark.parametrize(
    ("condition", "rule"),
    [
        ("{a} = 'x'", {"item": "a", "is": ["x"]}),
        ("{a} <> 'x'", {"not": {"item": "a", "is": ["x"]}}),
        ("{a} notempty", {"answered": "a"}),
        ("{a} empty and {n} >= 3", {"all": [{"not": {"answered": "a"}}, {"item": "n", "at_least": 3}]}),
        ("{m} contains 'p'", {"item": "m", "is": ["p"]}),
        ("{m} anyof ['p', 'q']", {"any": [{"item": "m", "is": ["p"]}, {"item": "m", "is": ["q"]}]}),
        ("{m} allof ['p', 'q']", {"all": [{"item": "m", "is": ["p"]}, {"item": "m", "is": ["q"]}]}),
        ("not ({m} contains 'p')", {"not": {"item": "m", "is": ["p"]}}),
        ("{b} = true", {"item": "b", "is": ["true"]}),
        ("{g.row1} = 2", {"item": "g_row1", "is": [2]}),
    ],
)
def test_a_condition_is_a_rule(condition: str, rule: dict[str, Any], tmp_path: Path) -> None:
    report, definition = own(
        tmp_path,
        choice("a", "x", "y"),
        {"type": "checkbox", "name": "m", "choices": ["p", "q"]},
        {"type": "text", "name": "n", "inputType": "number"},
        {"type": "boolean", "name": "b"},
        {"type": "matrix", "name": "g", "columns": [1, 2, 3], "rows": ["row1", "row2"]},
        choice("last", "x", "y", visibleIf=condition),
    )
    assert item(definition, "last")["show_if"] == rule
    assert "rule_lost" not in sorts(report)


@pytest.mark.parametrize(
    "condition",
    [
        "age({born}) > 18",
        "{a} = {b}",
        "{panel.x} = 1",
        "{a} = 'none of these'",
        "{a} = ",
        "((((",
        "{a} contains {b}",
    ],
)
def test_a_condition_that_cannot_be_said_shows_the_question_to_everyone(
    condition: str, tmp_path: Path
) -> None:
    report, definition = own(
        tmp_path, choice("a", "x", "y"), choice("b", "x", "y"), choice("last", "x", "y", visibleIf=condition)
    )
    assert "show_if" not in item(definition, "last")
    lost = [loss for loss in report["losses"] if loss["code"] == "rule_lost"]
    assert [(loss["item"], loss["what"]) for loss in lost] == [("last", condition.strip())]


def test_a_rule_that_looks_ahead_is_told(tmp_path: Path) -> None:
    report, definition = own(tmp_path, choice("a", "x", "y", visibleIf="{b} = 'x'"), choice("b", "x", "y"))
    assert "show_if" not in item(definition, "a")
    assert sorts(report)["rule_ahead"] == 1


def test_a_sum_of_scale_items_is_a_score_and_anything_else_is_told(tmp_path: Path) -> None:
    report, definition = own(
        tmp_path,
        {"type": "rating", "name": "r1"},
        {"type": "rating", "name": "r2"},
        calculatedValues=[
            {"name": "total", "expression": "{r1} + {r2}"},
            {"name": "odd", "expression": "iif({r1} > 2, 1, 0)"},
        ],
    )
    assert [(one["id"], one["items"], one["score"]) for one in definition["subscales"]] == [
        ("total", ["r1", "r2"], {"method": "sum", "minimum_answered": 1})
    ]
    assert sorts(report)["score_blanks"] == 1  # SurveyJS adds a blank answer as 0
    assert [loss["item"] for loss in report["losses"] if loss["code"] == "calculation_lost"] == ["odd"]


def test_what_is_hidden_or_unknown_is_named(tmp_path: Path) -> None:
    report, definition = own(
        tmp_path,
        choice("a", "x", "y"),
        {"type": "text", "name": "secret", "visible": False},
        {"type": "hologram", "name": "new"},
    )
    assert [one["id"] for one in definition["items"]] == ["a"]
    assert sorts(report) == {"hidden_lost": 1, "question_lost": 1}


@pytest.mark.parametrize(
    "written",
    [
        '{"pages": [{"elements": [{"type": "text"',
        '{"pages": [{"elements": [{"type": "html", "html": "Hello"}]}]}',
    ],
)
def test_a_broken_file_is_refused_in_words(written: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        convert(path)
    assert "broken.json" in str(refused.value)


def test_odd_parts_of_a_file_do_no_harm(tmp_path: Path) -> None:
    report, definition = own(
        tmp_path,
        choice("a", None, {"value": {"x": 1}}, ["y"], "z", 3.0),
        {"type": "matrix", "name": "g", "columns": "no", "rows": {"a": 1}},
        {"type": ["text"], "name": 7},
        {"type": "rating", "name": "r", "rateMin": "one", "rateMax": 1e30},
        triggers="none",
    )
    assert item(definition, "a")["options"][-1] == {"value": 3, "label": "3"}
    assert "question_lost" in sorts(report)
