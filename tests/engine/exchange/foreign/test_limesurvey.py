"""Of LimeSurvey: assessments as scores with levels, and questions whose attributes make them another kind."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from engine.exchange.foreign.convert import Conversion, convert
from engine.exchange.response_csv import read_responses
from engine.loading.folder import column_map, load
from engine.problems import Refused
from engine.responses.layout import BLANK, NOT_SHOWN
from tests.engine.exchange.foreign.real_files import draft

BANDS = (("Calm", 0, 3), ("Tense", 4, 6), ("Alarmed", 7, 8))
POINTS = {"up": (0, 1, 2, 3, 4), "down": (4, 3, 2, 1, 0)}
Row = dict[str, object]


def table(name: str, rows: list[Row]) -> str:
    inside = "".join(
        f"<row>{''.join(f'<{key}>{value}</{key}>' for key, value in row.items())}</row>" for row in rows
    )
    return f"<{name}><rows>{inside}</rows></{name}>"


def survey(questions: list[Row], **tables: list[Row]) -> str:
    usual = {"parent_qid": 0, "sid": 9, "gid": 1, "language": "en", "relevance": 1}
    rows: list[Row] = [
        usual | {"qid": place, "question_order": place} | row for place, row in enumerate(questions, start=1)
    ]
    made: dict[str, list[Row]] = {
        "groups": [{"gid": 1, "group_name": "Nerves", "language": "en"}],
        "questions": rows,
        "surveys": [{"sid": 9, "language": "en", "assessments": "Y"}],
        **tables,
    }
    return (
        "<document><LimeSurveyDocType>Survey</LimeSurveyDocType><languages><language>en</language></languages>"
        + "".join(table(name, listed) for name, listed in made.items())
        + "</document>"
    )


def read(text: str, place: Path) -> tuple[Conversion, dict[str, Any]]:
    path = place / "form.lss"
    path.write_text(text, encoding="utf-8")
    found = convert(path)
    return found, YAML(typ="safe").load(found.files["instrument.yaml"])


def assessed(points: dict[str, tuple[int, ...]], bands: Any = BANDS, **more: Any) -> str:
    questions: list[Row] = [
        {"type": "L", "title": title, "question": f"How {title}?"} for title in ("a", "b")
    ]
    answers: list[Row] = [
        {"qid": qid, "code": code, "answer": f"Answer {code}", "sortorder": code, "assessment_value": point}
        for qid, way in enumerate(points, start=1)
        for code, point in enumerate(points[way])
    ]
    rows: list[Row] = [
        {"id": id, "sid": 9, "scope": "G", "gid": 1, "name": name, "minimum": low, "maximum": high}
        | {"message": "", "language": "en"}
        for id, (name, low, high) in enumerate(bands, start=1)
    ]
    return survey(questions, answers=answers, assessments=rows, **more)


def test_an_assessment_is_a_sum_with_its_bands_as_levels(tmp_path: Path) -> None:
    found, draft = read(assessed(POINTS), tmp_path)
    [score] = draft["subscales"]
    assert (score["id"], score["items"]) == ("nerves", ["a", "b"])
    assert score["score"] == {"method": "sum", "minimum_answered": 1}
    assert [(level["label"], level.get("below")) for level in score["levels"]] == [
        ("Calm", 4),
        ("Tense", 7),
        ("Alarmed", None),
    ]
    assert [item["id"] for item in draft["items"] if item.get("reverse")] == ["b"]
    assert [loss.code for loss in found.losses] == ["score_blanks"]  # LimeSurvey adds what was answered


@pytest.mark.parametrize(
    ("points", "bands", "why"),
    [
        ({"up": (0, 1, 2), "other": (0, 1, 5)}, BANDS, "score otherwise than their codes"),
        ({"up": (0, 1, 2), "same": (0, 1, 1)}, BANDS, "score the same"),
        ({"up": (0, 1, 2), "none": (0, 0, 0)}, BANDS, "fewer than two"),
        (POINTS, (("Low", 0, 5), ("High", 5, 8)), "overlap"),
        (POINTS, (("Low", 0, 2), ("High", 6, 8)), "leave scores out"),
        (POINTS, (("Low", 5, 2),), "a band from"),
    ],
)
def test_an_assessment_that_is_no_score_is_told(points: Any, bands: Any, why: str, tmp_path: Path) -> None:
    found, draft = read(assessed(points, bands), tmp_path)
    assert draft["subscales"] == []
    assert [loss.why for loss in found.losses if loss.code == "score_lost" and why in loss.why]


def test_assessments_that_are_switched_off_are_none(tmp_path: Path) -> None:
    off = [{"sid": 9, "language": "en", "assessments": "N"}]
    found, draft = read(assessed(POINTS, surveys=off), tmp_path)
    assert draft["subscales"] == []
    assert not found.losses


def test_attributes_make_sliders_sums_and_short_rankings(tmp_path: Path) -> None:
    questions: list[Row] = [
        {"type": "K", "title": "mood", "question": "Your mood?"},
        {"type": "K", "title": "spent", "question": "Spend 10"},
        {"type": "R", "title": "best", "question": "Best?"},
        {"type": "D", "title": "day", "question": "When?"},
        {"type": "S", "title": "why", "question": "Why?", "relevance": 'best_1.NAOK == "A"'},
        {"type": "T", "title": "now", "parent_qid": 1, "question": "|sad|glad"},
        {"type": "T", "title": "x", "parent_qid": 2, "question": "On this"},
        {"type": "T", "title": "y", "parent_qid": 2, "question": "On that"},
    ]
    attributes: list[Row] = [
        {"qid": qid, "attribute": name, "value": value}
        for qid, name, value in (
            (1, "slider_layout", 1),
            (1, "slider_max", 10),
            (2, "equals_num_value", 10),
            (3, "max_subquestions", 2),
            (4, "date_min", "2020-01-31"),
        )
    ]
    answers: list[Row] = [
        {"qid": 3, "code": code, "answer": f"It is {code}", "sortorder": code} for code in "ABC"
    ]
    found, draft = read(survey(questions, question_attributes=attributes, answers=answers), tmp_path)
    mood, spent, best, day, _ = draft["items"]
    assert (mood["kind"], mood["ends"], mood["maximum"]) == ("slider", ["sad", "glad"], 10)
    assert (spent["kind"], spent["total"]) == ("constant_sum", 10)
    assert (best["kind"], best["top"]) == ("ranking", 2)
    assert day["earliest"] == "2020-01-31"
    assert {loss.code for loss in found.losses} == {"rule_lost"}


def test_places_of_a_ranking_in_columns_of_their_own_are_read(tmp_path: Path) -> None:
    """LimeSurvey's data hold in `best[1]` which option was put first; ours a place an option."""
    questions: list[Row] = [{"type": "R", "title": "best", "question": "Best?"}]
    answers: list[Row] = [
        {"qid": 1, "code": code, "answer": words, "sortorder": place}
        for place, (code, words) in enumerate((("1", "Pie"), ("B2", "Jam"), ("c", "Rice, or corn")))
    ]
    attributes: list[Row] = [{"qid": 1, "attribute": "max_subquestions", "value": 2}]
    folder, path = tmp_path / "draft", tmp_path / "form.lss"
    folder.mkdir()
    path.write_text(survey(questions, question_attributes=attributes, answers=answers), encoding="utf-8")
    draft(path, folder)
    data = tmp_path / "answers.csv"
    data.write_text(
        "id,best[1],best[2]\n1,c,1\n2,B2,\n3,,\n4,not_shown,not_shown\n5,Pie,B2\n", encoding="utf-8"
    )
    instrument, columns = load(folder), column_map(folder / "columns.yaml")
    codes = read_responses(data, instrument, columns).codes
    assert codes.tolist() == [[2, 0, 1], [0, 1, 0], [BLANK] * 3, [NOT_SHOWN] * 3, [1, 2, 0]]
    data.write_text("best[1],best[2]\nc,c\n", encoding="utf-8")
    with pytest.raises(Refused, match=r"best\[1\] to best\[2\]"):
        read_responses(data, instrument, columns)
