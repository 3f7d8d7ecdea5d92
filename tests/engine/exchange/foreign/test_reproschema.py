"""ReproSchema's activities: items and lists in files of their own, formulas in the schema."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from engine.exchange.foreign.convert import convert
from engine.problems import Refused
from tests.engine.exchange.foreign.real_files import HELD, draft, held, item, real, sorts

# Folder -> items by kind, languages, scores, losses by sort.
REAL: dict[str, tuple[dict[str, int], int, int, dict[str, int]]] = {
    "BFI-2-XS": ({"choose_one": 15}, 2, 0, {}),
    "GAD7": ({"scale": 7}, 23, 1, {}),
    "MoodDisorderQuestionnaire": ({"choose_one": 16}, 2, 0, {}),
    "PHQ-9": ({"choose_one": 1, "scale": 9}, 24, 1, {}),
    "PROMISGlobalHealth": ({"scale": 10}, 1, 0, {"score_lost": 1}),
}


@pytest.mark.parametrize("name", REAL)
def test_a_real_folder_comes_over_with_its_losses_named(name: str, tmp_path: Path) -> None:
    kinds, languages, scores, losses = REAL[name]
    report, definition = draft(real("reproschema", name), tmp_path)
    assert held(definition) == HELD[name]
    assert report["format"] == "reproschema"
    assert {kind: number for kind, number in report["questions"].items() if number} == kinds
    assert (len(report["languages"]), report["languages"][0]) == (languages, "en")
    assert len(definition["subscales"]) == scores
    assert sorts(report) == losses


def test_a_sum_and_a_condition_in_javascript_come_over(tmp_path: Path) -> None:
    _, definition = draft(real("reproschema", "PHQ-9"), tmp_path)
    [score] = definition["subscales"]
    assert score["score"] == {"method": "sum", "minimum_answered": 9}
    rule = item(definition, "phq9_10")["show_if"]
    assert len(rule["any"]) == 9
    assert rule["any"][0] == {"item": "phq9_1", "is": [1, 2, 3]}


def activity(place: Path, items: dict[str, Any], **schema: Any) -> Path:
    folder = place / "own"
    (folder / "items").mkdir(parents=True)
    for name, written in items.items():
        (folder / "items" / name).write_text(json.dumps(written), encoding="utf-8")
    ui = {"order": [f"items/{name}" for name in items], **schema.pop("ui", {})}
    whole = {"category": "Activity", "id": "own_schema", "prefLabel": {"en": "Own"}, "ui": ui, **schema}
    (folder / "own_schema").write_text(json.dumps(whole), encoding="utf-8")
    return folder


def radio(question: str, **more: Any) -> dict[str, Any]:
    choices = [{"name": {"en": label}, "value": value} for value, label in enumerate(("No", "Yes"))]
    return {
        "question": {"en": question},
        "ui": {"inputType": "radio"},
        "responseOptions": {"choices": choices},
        **more,
    }


def test_a_file_that_is_named_and_not_there_refuses_the_whole(tmp_path: Path) -> None:
    folder = activity(tmp_path, {"one": radio("One?", responseOptions="../lists/absent")})
    with pytest.raises(Refused) as refused:
        convert(folder)
    assert "../lists/absent" in str(refused.value)


def test_a_path_that_leads_out_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text('{"choices": [{"name": {"en": "x"}, "value": 1}]}', encoding="utf-8")
    folder = activity(
        tmp_path / "deep" / "down", {"one": radio("One?", responseOptions="../../../../../secret")}
    )
    with pytest.raises(Refused):
        convert(folder)


def test_what_is_hidden_or_has_no_counterpart_is_named(tmp_path: Path) -> None:
    folder = activity(
        tmp_path,
        {
            "kept": radio("Kept?"),
            "hidden": radio("Hidden?"),
            "song": {"question": {"en": "Sing."}, "ui": {"inputType": "audioRecord"}},
            "odd": radio("Odd?"),
        },
        ui={
            "addProperties": [
                {"isAbout": "items/hidden", "variableName": "hidden", "isVis": False},
                {"isAbout": "items/odd", "variableName": "odd", "isVis": "kept.value() == new Date()"},
            ]
        },
    )
    place = tmp_path / "draft"
    place.mkdir()
    report, definition = draft(folder, place)
    assert [one["id"] for one in definition["items"]] == ["kept", "odd"]
    assert "show_if" not in item(definition, "odd")
    assert sorts(report) == {"hidden_lost": 1, "question_lost": 1, "rule_lost": 1}


def test_a_protocol_is_refused_with_what_to_take(tmp_path: Path) -> None:
    path = tmp_path / "protocol"
    path.write_text('{"category": "Protocol", "ui": {"order": []}}', encoding="utf-8")
    with pytest.raises(Refused, match="activity"):
        convert(path)


def test_a_broken_item_is_refused_in_words(tmp_path: Path) -> None:
    folder = activity(tmp_path, {"one": radio("One?")})
    (folder / "items" / "one").write_text('{"question": ', encoding="utf-8")
    with pytest.raises(Refused) as refused:
        convert(folder)
    assert "one" in str(refused.value)
    shutil.rmtree(folder / "items")
    with pytest.raises(Refused, match="items/one"):
        convert(folder)
