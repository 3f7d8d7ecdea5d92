"""LimeSurvey's files as we write them have the tables, fields and names of its own, and come back whole."""

import re
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring, parse

from engine.exchange.foreign.convert import convert
from engine.exchange.outward.formats.limesurvey_codes import answer_codes, part_codes, row_codes, title_of
from engine.exchange.outward.table import OUTWARD, written
from engine.loading import catalog
from tests.reference import shared

KINDS = catalog.find("team-meeting-check")
Rows = list[dict[str, str]]


def tables(name: str = KINDS.id) -> tuple[Element, dict[str, Rows]]:
    instrument = catalog.find(name)
    root = fromstring(written(instrument, instrument.forms[0], OUTWARD["limesurvey"])[0])
    return root, {
        table.tag: [{one.tag: one.text or "" for one in row} for row in table.iterfind("rows/row")]
        for table in root
    }


@pytest.mark.parametrize("name", [KINDS.id, "collective-leadership"])
def test_tables_and_fields_are_those_of_a_file_that_limesurvey_wrote(name: str) -> None:
    real = parse(shared("formats", "lss", "colors.lss")).getroot()
    ours, _ = tables(name)
    assert ours.tag == real.tag
    assert ours.findtext("LimeSurveyDocType") == real.findtext("LimeSurveyDocType")
    for table in ours:
        theirs = real.find(table.tag)
        assert theirs is not None, table.tag
        fields = [one.text for one in table.iterfind("fields/fieldname")]
        assert set(fields) == {one.text for one in theirs.iterfind("fields/fieldname")}, table.tag
        assert all([one.tag for one in row] == fields for row in table.iterfind("rows/row"))
    beside = {"quota", "quota_members", "quota_languagesettings", "themes", "themes_inherited"}
    assert {table.tag for table in real} - {table.tag for table in ours} <= beside
    given = {one.tag for one in real.iterfind("surveys/rows/row/*") if one.text} - {"expires", "startdate"}
    said = {one.tag for one in ours.iterfind("surveys/rows/row/*") if one.text}
    assert given - said <= {"tokenencryptionoptions"}


@pytest.mark.parametrize("name", [KINDS.id, "collective-leadership"])
def test_rows_name_each_other_and_codes_are_such_as_limesurvey_takes(name: str) -> None:
    _, rows = tables(name)
    groups = {row["gid"] for row in rows["groups"]}
    questions = {row["qid"]: row for row in rows["questions"]}
    parts = {row["qid"]: row for row in rows["subquestions"]}
    assert len(questions) == len(rows["questions"])
    assert not questions.keys() & parts.keys()
    assert {row["gid"] for row in questions.values()} <= groups
    assert {row["parent_qid"] for row in parts.values()} <= questions.keys()
    assert {row["qid"] for row in rows["answers"]} <= questions.keys()
    assert {row["aid"] for row in rows["answer_l10ns"]} == {row["aid"] for row in rows["answers"]}
    assert {row["qid"] for row in rows["question_l10ns"]} == questions.keys() | parts.keys()
    titles = [row["title"].lower() for row in questions.values()]
    assert len(set(titles)) == len(titles)
    assert all(re.fullmatch(r"[a-z][a-z0-9]{0,19}", title) for title in titles)
    assert all(re.fullmatch(r"[A-Za-z0-9]{1,20}", row["title"]) for row in parts.values())
    assert all(re.fullmatch(r"-?[A-Za-z0-9]{1,5}", row["code"]) for row in rows["answers"])
    for row in (*questions.values(), *parts.values()):  # a rule asks what there is
        asked = set(re.findall(r"(\w+)\.NAOK", row["relevance"]))
        known = {one["title"] for one in questions.values()}
        known |= {f"{questions[one['parent_qid']]['title']}_{one['title']}" for one in parts.values()}
        assert asked <= known | {f"{one['title']}_other" for one in questions.values()}


def test_kinds_have_the_question_that_limesurvey_has_for_them() -> None:
    _, rows = tables()
    letters = {row["title"]: (row["type"], row["mandatory"], row["other"]) for row in rows["questions"]}
    assert letters["last"] == ("F", "N", "N")
    assert letters["more"][0] == "R"
    assert letters["spent"][0] == letters["pace"][0] == "K"
    assert letters["role"] == ("L", "N", "Y")
    assert letters["did"][0] == "M"
    assert letters["meetings"][0] == "*"
    assert {
        row["value"] for row in rows["question_attributes"] if row["attribute"] == "equals_num_value"
    } == {"100"}


def test_soft_reminders_consent_and_all_kinds_come_back(tmp_path: Path) -> None:
    items = tuple(replace(item, required=item.id == "role") for item in KINDS.items)
    instrument = replace(KINDS, items=items, consent="You may stop at **any** time & place.")
    path = tmp_path / "form.lss"
    data, remarks = written(instrument, instrument.forms[0], OUTWARD["limesurvey"])
    path.write_bytes(data)
    assert "reminder_lost" not in {loss.code for loss in remarks.losses}
    found = convert(path)
    text = found.files["instrument.yaml"]
    assert "consent: You may stop at any time & place." in text
    assert text.count("required: true") == 1
    assert {"constant_sum", "ranking", "slider", "choose_many", "date", "number"} <= set(found.questions)
    pace = KINDS.item("pace").ends
    assert f"ends: [{pace[0]}, {pace[1]}]" in text


def test_codes_are_short_and_unlike() -> None:
    assert answer_codes(["1", "-1", "0.5", "teacher", "teaching", "no"]) == {
        "1": "1",
        "-1": "-1",
        "0.5": "A05",
        "teacher": "teach",
        "teaching": "teac2",
        "no": "no",
    }
    assert part_codes(["time", "a_b", "ab"]) == {"time": "time2", "a_b": "ab", "ab": "ab2"}
    taken: set[str] = set()
    assert [title_of(id, taken) for id in ("role", "Role_", "9_lives", "self")] == [
        "role",
        "Role2",
        "q9lives",
        "self2",
    ]
    items = [replace(KINDS.items[0], id=id, stem="above") for id in ("CL_1", "CL_2")]
    assert row_codes(items, taken) == ("CL", {"CL_1": "1", "CL_2": "2"})
    assert row_codes(items, taken) == ("above", {"CL_1": "CL1", "CL_2": "CL2"})
