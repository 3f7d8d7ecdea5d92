"""FHIR questionnaires: points, totals and conditions come over; formulas that are not plain sums are told."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.exchange.foreign.convert import convert
from engine.problems import Refused
from tests.engine.exchange.foreign.real_files import HELD, draft, held, item, real, sorts

ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
# File -> items by kind, losses by sort.
REAL: dict[str, tuple[dict[str, int], dict[str, int]]] = {
    "bmi.json": ({"choose_one": 2, "number": 2}, {"calculation_lost": 1}),
    "cvd_risk.json": (
        {"choose_one": 3, "number": 4},
        {"question_lost": 1, "calculation_lost": 1, "default_lost": 7},
    ),
    "enablewhen.json": (
        {"choose_many": 1, "choose_one": 5, "date": 1, "number": 2, "short_text": 59},
        {"rule_lost": 19, "question_lost": 3},
    ),
    "phq9_lhc.json": ({"choose_one": 1, "scale": 9}, {"score_blanks": 1}),
    "trivia.xml": ({"number": 8, "short_text": 12}, {}),
}


@pytest.mark.parametrize("name", REAL)
def test_a_real_file_comes_over_with_its_losses_named(name: str, tmp_path: Path) -> None:
    kinds, losses = REAL[name]
    report, definition = draft(real("fhir", name), tmp_path, language="en")
    assert held(definition) == HELD[name]
    assert report["format"] == "fhir"
    assert {kind: number for kind, number in report["questions"].items() if number} == kinds
    assert sorts(report) == losses


def test_codes_take_the_points_that_the_file_states_and_its_total_is_a_score(tmp_path: Path) -> None:
    _, definition = draft(real("fhir", "phq9_lhc.json"), tmp_path, language="en")
    scale = definition["response_scales"][item(definition, "q_44250_9")["scale"]]
    assert [(option["value"], option["label"]) for option in scale["options"]] == [
        (0, "Not at all"),
        (1, "Several days"),
        (2, "More than half the days"),
        (3, "Nearly every day"),
    ]
    [total] = definition["subscales"]
    assert (len(total["items"]), total["score"]) == (9, {"method": "sum", "minimum_answered": 1})
    cells = (tmp_path / "columns.yaml").read_text(encoding="utf-8")
    assert "LA6568-5: 0" in cells


def own(place: Path, *items: dict[str, Any], **more: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    path = place / "own.json"
    written = {"resourceType": "Questionnaire", "title": "Own", "language": "en", "item": list(items), **more}
    path.write_text(json.dumps(written), encoding="utf-8")
    folder = place / "draft"
    folder.mkdir()
    return draft(path, folder)


def choice(id: str, *codes: str, **more: Any) -> dict[str, Any]:
    options = [{"valueCoding": {"code": code, "display": code.upper()}} for code in codes]
    return {"linkId": id, "type": "choice", "text": f"{id}?", "answerOption": options, **more}


def points(id: str, **more: Any) -> dict[str, Any]:
    options = [
        {
            "valueCoding": {"code": code, "display": code},
            "extension": [{"url": ORDINAL, "valueDecimal": value}],
        }
        for value, code in enumerate(("never", "often", "always"))
    ]
    return {"linkId": id, "type": "choice", "text": f"{id}?", "answerOption": options, **more}


def total(formula: str) -> dict[str, Any]:
    expression = {"language": "text/fhirpath", "expression": formula}
    extension = [{"url": CALCULATED, "valueExpression": expression}]
    return {"linkId": "total", "type": "decimal", "text": "Total", "extension": extension}


@pytest.mark.parametrize(
    ("conditions", "behavior", "rule"),
    [
        (
            [{"question": "a", "operator": "=", "answerCoding": {"code": "x"}}],
            None,
            {"item": "a", "is": ["x"]},
        ),
        (
            [{"question": "a", "operator": "!=", "answerCoding": {"code": "x"}}],
            None,
            {"not": {"item": "a", "is": ["x"]}},
        ),
        ([{"question": "a", "operator": "exists", "answerBoolean": True}], None, {"answered": "a"}),
        ([{"question": "n", "operator": ">=", "answerInteger": 3}], None, {"item": "n", "at_least": 3}),
        ([{"question": "b", "operator": "=", "answerBoolean": True}], None, {"item": "b", "is": ["true"]}),
        (
            [
                {"question": "a", "operator": "exists", "answerBoolean": False},
                {"question": "b", "operator": "=", "answerBoolean": False},
            ],
            "any",
            {"any": [{"not": {"answered": "a"}}, {"item": "b", "is": ["false"]}]},
        ),
    ],
)
def test_a_condition_is_a_rule(
    conditions: list[dict[str, Any]], behavior: str | None, rule: dict[str, Any], tmp_path: Path
) -> None:
    more = {"enableBehavior": behavior} if behavior else {}
    _, definition = own(
        tmp_path,
        choice("a", "x", "y"),
        {"linkId": "n", "type": "integer", "text": "n?"},
        {"linkId": "b", "type": "boolean", "text": "b?"},
        choice("last", "x", "y", enableWhen=conditions, **more),
    )
    assert item(definition, "last")["show_if"] == rule


def test_a_text_compared_as_text_shows_the_question_to_everyone(tmp_path: Path) -> None:
    wrong = [{"question": "t", "operator": ">", "answerString": "0"}]
    report, definition = own(
        tmp_path, {"linkId": "t", "type": "string", "text": "t?"}, choice("last", "x", "y", enableWhen=wrong)
    )
    assert "show_if" not in item(definition, "last")
    assert sorts(report) == {"rule_lost": 1}


@pytest.mark.parametrize(
    ("formula", "least"),
    [
        ("%a + %b", 2),
        ("iif(%any, iif(%a.exists(), %a, 0) + iif(%b.exists(), %b, 0), {})", 1),
        (
            "%resource.item.where(linkId='a').answer.value.ordinal()"
            " + %resource.item.where(linkId='b').answer.value.ordinal()",
            2,
        ),
        (
            "%resource.item.where(linkId='g').item.where(linkId='a').answer.value.ordinal()"
            " + %resource.item.where(linkId='g').item.where(linkId='b').answer.value.ordinal()",
            2,
        ),
        ("%resource.item.where(linkId='a' or linkId='b').answer.value.weight().sum()", 1),
    ],
)
def test_a_plain_sum_of_points_is_a_score(formula: str, least: int, tmp_path: Path) -> None:
    variables = [
        {
            "url": "http://hl7.org/fhir/StructureDefinition/variable",
            "valueExpression": {
                "name": name,
                "expression": f"%resource.item.where(linkId='{name}').answer.value.ordinal()",
            },
        }
        for name in "ab"
    ]
    _, definition = own(tmp_path, points("a"), points("b"), total(formula), extension=variables)
    [score] = definition["subscales"]
    assert (score["items"], score["score"]) == (["a", "b"], {"method": "sum", "minimum_answered": least})


@pytest.mark.parametrize(
    "formula",
    [
        "(%a + %b) / 2",
        "%a.ln() + %b",
        "%a - %b",
        "iif(%a > 1, %b, 0)",
        "today()",
        "%resource.item.where(linkId='a').answer.value.ordinal() * 2 "
        "+ %resource.item.where(linkId='b').answer.value.ordinal()",
    ],
)
def test_any_other_formula_is_told_and_never_run(formula: str, tmp_path: Path) -> None:
    report, definition = own(tmp_path, points("a"), points("b"), total(formula))
    assert definition["subscales"] == []
    assert [(loss["code"], loss["item"]) for loss in report["losses"]] == [("calculation_lost", "total")]


def test_a_list_within_the_file_is_read_and_one_elsewhere_is_not_fetched(tmp_path: Path) -> None:
    concepts = [{"code": "p", "display": "Pie"}, {"code": "q", "display": "Quiche"}]
    contained = [{"resourceType": "ValueSet", "id": "food", "compose": {"include": [{"concept": concepts}]}}]
    report, definition = own(
        tmp_path,
        {"linkId": "in", "type": "choice", "text": "Food?", "answerValueSet": "#food"},
        {"linkId": "out", "type": "choice", "text": "More?", "answerValueSet": "http://example.org/list"},
        contained=contained,
    )
    assert [option["label"] for option in item(definition, "in")["options"]] == ["Pie", "Quiche"]
    [lost] = report["losses"]
    assert (lost["code"], lost["item"]) == ("question_lost", "out")
    assert "http://example.org/list" in lost["why"]


@pytest.mark.parametrize(
    "written", ['{"resourceType": "Questionnaire", "item": []}', '{"resourceType": "Questionnaire"']
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
        choice("a", "x", "y", enableWhen="never", extension=7, item=[None, 3]),
        {"linkId": 5, "type": ["x"], "text": {"a": 1}},
        {"linkId": "n", "type": "integer", "text": "n?", "extension": [{"url": 1}, {"url": "minValue"}]},
        contained="none",
    )
    assert [one["id"] for one in definition["items"]] == ["a", "n"]
    assert sorts(report) == {"question_lost": 1}
