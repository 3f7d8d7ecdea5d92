"""Survey files of Qualtrics: the flow is the order, keys become what data hold, logic becomes rules."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.exchange.foreign.convert import convert
from engine.problems import Refused
from tests.engine.exchange.foreign.real_files import HELD, draft, held, item, real, sorts

# File -> items by kind, languages, losses by sort.
REAL: dict[str, tuple[dict[str, int], int, dict[str, int]]] = {
    "many_types.qsf": (
        {"choose_one": 10, "choose_many": 28, "scale": 30, "short_text": 28, "slider": 12},
        1,
        {"rule_lost": 1, "option_rule_lost": 4, "formatting_lost": 1, "text_lost": 4, "unused": 1},
    ),
    "norms.qsf": (
        {"choose_one": 5, "choose_many": 1, "number": 1, "slider": 62},
        12,
        {"random_lost": 5, "hidden_lost": 1, "media_lost": 1, "formatting_lost": 1},
    ),
    "onboarding.qsf": (
        {"choose_one": 4, "choose_many": 1},
        1,
        {"piping_lost": 1, "formatting_lost": 1, "unused": 1},
    ),
    "porter_rescue.qsf": (
        {"choose_one": 16, "number": 2, "short_text": 1, "slider": 10},
        1,
        {"default_lost": 1, "hidden_lost": 1, "formatting_lost": 1, "random_lost": 1},
    ),
    "story_surprise.qsf": (
        {"choose_one": 1, "scale": 280, "short_text": 1},
        1,
        {
            "check_lost": 1,
            "hidden_lost": 1,
            "formatting_lost": 1,
            "text_missing": 1,
            "random_lost": 21,
            "unused": 1,
        },
    ),
    "survey_logic.qsf": (
        {"choose_one": 4, "scale": 3},
        1,
        {"rule_lost": 2, "option_rule_lost": 7, "flow_lost": 3},
    ),
}


@pytest.mark.parametrize("name", REAL)
def test_a_real_file_comes_over_with_its_losses_named(name: str, tmp_path: Path) -> None:
    kinds, languages, losses = REAL[name]
    report, definition = draft(real("qsf", name), tmp_path)
    assert held(definition) == HELD[name]
    assert report["format"] == "qualtrics"
    assert {kind: number for kind, number in report["questions"].items() if number} == kinds
    assert len(report["languages"]) == languages
    assert sorts(report) == losses


def test_recodes_are_the_values_and_a_grid_has_a_stem_and_a_scale(tmp_path: Path) -> None:
    _, definition = draft(real("qsf", "many_types.qsf"), tmp_path)
    shown = item(definition, "Q3_1")
    assert (shown["text"], definition["stems"][shown["stem"]][:38]) == (
        "Oranges",
        "This is a likert matrix single answer ",
    )
    options = definition["response_scales"][shown["scale"]]["options"]
    assert [(option["value"], option["label"]) for option in options] == [
        (1, "Like"),
        (2, "Neither like nor dislike"),
        (3, "Dislike"),
    ]
    slider = item(definition, "Q5_1")
    assert (slider["minimum"], slider["maximum"], slider["ends"]) == (
        0,
        100,
        ["Extremely unlikely", "Extremely likely"],
    )


def test_a_skip_is_a_rule_of_what_it_passes_over(tmp_path: Path) -> None:
    _, definition = draft(real("qsf", "survey_logic.qsf"), tmp_path)
    assert item(definition, "Q3")["show_if"] == {
        "all": [{"not": {"item": "Q1", "is": [1]}}, {"not": {"item": "Q2", "is": [1]}}]
    }
    assert {"not": {"item": "Q3", "is": [2]}} in item(definition, "Q5_1")["show_if"]["all"]


def choice(id: str, tag: str, choices: list[str], **more: Any) -> dict[str, Any]:
    return question(
        id,
        tag,
        QuestionType="MC",
        Selector="SAVR",
        Choices={str(place): {"Display": text} for place, text in enumerate(choices, start=1)},
        **more,
    )


def question(id: str, tag: str, **payload: Any) -> dict[str, Any]:
    own = {"QuestionID": id, "DataExportTag": tag, "QuestionText": f"<b>{tag}?</b>", **payload}
    return {"Element": "SQ", "PrimaryAttribute": id, "Payload": own}


def condition(id: str, key: str, operator: str = "Selected", **more: Any) -> dict[str, Any]:
    locator = f"q://{id}/SelectableChoice/{key}"
    return {"LogicType": "Question", "QuestionID": id, "ChoiceLocator": locator, "Operator": operator, **more}


def survey(
    questions: list[dict[str, Any]], flow: list[dict[str, Any]] | None = None, **elements: Any
) -> dict[str, Any]:
    ids = [one["PrimaryAttribute"] for one in questions]
    block = {
        "ID": "BL_1",
        "Type": "Default",
        "BlockElements": [{"Type": "Question", "QuestionID": id} for id in ids],
    }
    return {
        "SurveyEntry": {"SurveyName": "Own", "SurveyLanguage": "EN"},
        "SurveyElements": [
            {"Element": "BL", "Payload": elements.pop("blocks", [block])},
            {"Element": "FL", "Payload": {"Flow": flow or [{"Type": "Block", "ID": "BL_1"}]}},
            *questions,
            *({"Element": name, "Payload": payload} for name, payload in elements.items()),
        ],
    }


def own(place: Path, written: dict[str, Any], **wishes: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    path = place / "own.qsf"
    path.write_text(json.dumps(written), encoding="utf-8")
    folder = place / "draft"
    folder.mkdir()
    return draft(path, folder, **wishes)


def test_conditions_name_keys_and_rules_name_what_data_hold(tmp_path: Path) -> None:
    logic = {"0": {"0": condition("QID1", "2"), "Type": "If"}, "Type": "BooleanExpression"}
    _, definition = own(
        tmp_path,
        survey(
            [
                choice("QID1", "role", ["Teacher", "Leader"], RecodeValues={"1": "10", "2": "20"}),
                choice("QID2", "years", ["Few", "Many"], DisplayLogic=logic),
            ]
        ),
    )
    assert [option["value"] for option in item(definition, "role")["options"]] == [10, 20]
    assert item(definition, "years")["show_if"] == {"item": "role", "is": [20]}


def test_and_and_or_are_read_in_order_and_that_is_told(tmp_path: Path) -> None:
    both = {
        "0": {
            "0": condition("QID1", "1"),
            "1": condition("QID1", "2", Conjuction="Or"),
            "2": condition("QID2", "1", Conjuction="And"),
            "Type": "If",
        }
    }
    report, definition = own(
        tmp_path,
        survey(
            [
                choice("QID1", "a", ["x", "y", "z"]),
                choice("QID2", "b", ["x", "y"]),
                choice("QID3", "c", ["x", "y"], DisplayLogic=both),
            ]
        ),
    )
    assert item(definition, "c")["show_if"] == {
        "all": [
            {"any": [{"item": "a", "is": [1]}, {"item": "a", "is": [2]}]},
            {"item": "b", "is": [1]},
        ]
    }
    assert "rule_in_order" in {one["code"] for one in report["decisions"]}


def test_a_branch_that_ends_the_survey_hides_all_that_follows(tmp_path: Path) -> None:
    blocks = [
        {
            "ID": f"BL_{n}",
            "Type": "Standard",
            "BlockElements": [{"Type": "Question", "QuestionID": f"QID{n}"}],
        }
        for n in (1, 2)
    ]
    branch = {
        "Type": "Branch",
        "FlowID": "FL_2",
        "BranchLogic": {"0": {"0": condition("QID1", "2"), "Type": "If"}},
        "Flow": [{"Type": "EndSurvey", "FlowID": "FL_3"}],
    }
    flow = [{"Type": "Block", "ID": "BL_1"}, branch, {"Type": "Block", "ID": "BL_2"}]
    _, definition = own(
        tmp_path,
        survey(
            [choice("QID1", "agree", ["Yes", "No"]), choice("QID2", "next", ["a", "b"])], flow, blocks=blocks
        ),
    )
    pages = definition["forms"]["full"]["pages"] if "forms" in definition else []
    rules = [page.get("show_if") for page in pages] + [item(definition, "next").get("show_if")]
    assert {"not": {"item": "agree", "is": [2]}} in rules


def test_what_lies_in_the_bin_is_named_and_left_out(tmp_path: Path) -> None:
    blocks = [
        {"ID": "BL_1", "Type": "Default", "BlockElements": [{"Type": "Question", "QuestionID": "QID1"}]},
        {"ID": "BL_2", "Type": "Trash", "BlockElements": [{"Type": "Question", "QuestionID": "QID2"}]},
    ]
    report, definition = own(
        tmp_path,
        survey([choice("QID1", "kept", ["a", "b"]), choice("QID2", "gone", ["a", "b"])], blocks=blocks),
    )
    assert [one["id"] for one in definition["items"]] == ["kept"]
    assert any(loss["code"] == "unused" and "gone" in loss["what"] for loss in report["losses"])


def test_points_that_are_the_codes_make_a_sum(tmp_path: Path) -> None:
    grades = [{"ChoiceID": str(key), "Grades": {"SC_1": str(key)}} for key in (1, 2, 3)]
    report, definition = own(
        tmp_path,
        survey(
            [
                choice("QID1", "one", ["Never", "Often", "Always"], GradingData=grades),
                choice("QID2", "two", ["Never", "Often", "Always"], GradingData=grades),
            ],
            SCO={"ScoringCategories": [{"ID": "SC_1", "Name": "Strain"}]},
        ),
    )
    assert [(score["label"], score["items"]) for score in definition["subscales"]] == [
        ("Strain", ["one", "two"])
    ]
    assert "score_blanks" in sorts(report)


def test_words_beside_an_option_stay_with_it_and_keep_their_column(tmp_path: Path) -> None:
    written = survey([choice("QID1", "how", ["Bus", "Other"])])
    written["SurveyElements"][2]["Payload"]["Choices"]["2"]["TextEntry"] = "true"
    _, definition = own(tmp_path, written)
    assert item(definition, "how")["options"][1] == {"value": 2, "label": "Other", "specify": True}
    assert "how_2_TEXT: how.2.words" in (tmp_path / "draft" / "columns.yaml").read_text(encoding="utf-8")


def test_translations_and_limits_come_over(tmp_path: Path) -> None:
    number = {"Type": "ContentType", "ContentType": "ValidNumber", "ValidNumber": {"Min": "1", "Max": "9"}}
    report, definition = own(
        tmp_path,
        survey(
            [
                question(
                    "QID1",
                    "age",
                    QuestionType="TE",
                    Selector="SL",
                    Validation={"Settings": number},
                    Language={"ES": {"QuestionText": "¿Edad?"}},
                )
            ]
        ),
    )
    assert report["languages"] == ["en", "es"]
    assert (item(definition, "age")["minimum"], item(definition, "age")["maximum"]) == (1, 9)
    assert "¿Edad?" in (tmp_path / "draft" / "es.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "written",
    [
        {"SurveyEntry": {}, "SurveyElements": "none"},
        {"SurveyEntry": {}, "SurveyElements": []},
        {"SurveyEntry": {}, "SurveyElements": [{"Element": "SQ", "Payload": None}, 3, None]},
    ],
)
def test_a_broken_file_is_refused_in_words(written: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "broken.qsf"
    path.write_text(json.dumps(written), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        convert(path)
    assert "broken.qsf" in str(refused.value)


def test_odd_parts_of_a_file_do_no_harm(tmp_path: Path) -> None:
    """Tables where lists should be, numbers for texts: never an error of the program."""
    odd = {"Type": "Group", "Flow": {"7": {"Type": "Block", "ID": "BL_1"}, "8": 5}}
    written = survey(
        [
            choice("QID1", "a", ["x", "y"], ChoiceOrder=[2, 9, None], RecodeValues=[], Validation=[]),
            question("QID2", "", QuestionType="MC", Selector=7, Choices=None),
            question("QID3", "a", QuestionType=None, QuestionText=12),
        ],
        [odd],
    )
    report, definition = own(tmp_path, written)
    assert [option["value"] for option in item(definition, "QID1")["options"]] == [2, 1]
    assert "question_lost" in sorts(report)
