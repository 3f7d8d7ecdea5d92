"""Small files of each format: values, rules, scores, languages and decisions, and what is refused."""

from pathlib import Path
from typing import Any

import pytest

from engine.exchange.foreign.convert import convert
from engine.problems import Refused
from tests.engine.exchange.foreign.real_files import draft, item

XLSFORM = """survey,,,,,,,,
,type,name,label::English (en),label::Español (es),relevant,constraint,appearance,calculation
,note,hello,Welcome,Bienvenidos,,,,
,select_one role,my-role,Your role?,¿Su función?,,,,
,begin group,grid,How often?,¿Con qué frecuencia?,${my-role} = 'teacher',,table-list,
,select_one often,a,We meet,Nos reunimos,,,,
,select_one often,b,We plan,Planificamos,,,,
,end group,,,,,,,
,integer,years,Years?,¿Años?,"not(selected(${my-role}, 'leader'))",. >= 0 and . < 60,,
,text,why,Why?,¿Por qué?,${a} != ${b},,multiline,
,calculate,total,Meetings,,,,,${a} + ${b}
choices,,,,,,,,
,list_name,name,label::English (en),label::Español (es),,,,
,role,teacher,Teacher,Docente,,,,
,role,leader,Leader,Líder,,,,
,often,5,Always,Siempre,,,,
,often,3,Sometimes,A veces,,,,
,often,1,Never,Nunca,,,,
,often,99,Don't know,No sé,,,,
"""
REDCAP_HEAD = (
    '"Variable / Field Name","Form Name","Section Header","Field Type","Field Label","Choices, Calculations, OR '
    'Slider Labels","Field Note","Text Validation Type OR Show Slider Number","Text Validation Min","Text Validation '
    'Max",Identifier?,"Branching Logic (Show field only if...)","Required Field?","Custom Alignment","Question Number '
    '(surveys only)","Matrix Group Name","Matrix Ranking?","Field Annotation"\n'
)
REDCAP = (
    REDCAP_HEAD
    + """record_id,f,,text,Record ID,,,,,,,,,,,,,
email,f,,text,E-mail,,,email,,,y,,,,,,,
tools,f,,checkbox,Which tools?,"-1, None|a, A, or B|2, Two",,,,,,,,,,,,
m1,f,Last week,radio,I slept,"0, Never | 1, Often | 777, Declined",,,,,,,y,,,mat,,
m2,f,,radio,I ate,"0, Never | 1, Often | 777, Declined",,,,,,"[tools(-1)] = '0'",,,,mat,,
c1,f,,calc,c,"if([m1] = '777', '', [m1])",,,,,,,,,,,,@HIDDEN
c2,f,,calc,c,"if([m2] = '777', '', [m2])",,,,,,,,,,,,@HIDDEN
score,f,,calc,Weekly,"sum([c1], [c2])",,,,,,,,,,,,
bmi,f,,calc,BMI,"round([m1]/[m2], 1)",,,,,,,,,,,,
far,f,,text,Far,,,,,,,"[visit_1_arm_1][m1] = '1'",,,,,,
"""
)
LIMESURVEY = """<?xml version="1.0" encoding="UTF-8"?>
<document><LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>155.5</DBVersion>
<languages><language>en</language></languages>
<answers><rows>
<row><qid>2</qid><code>A1</code><answer>No</answer><sortorder>1</sortorder><assessment_value>0</assessment_value>
<language>en</language><scale_id>0</scale_id></row>
<row><qid>2</qid><code>A2</code><answer>Yes</answer><sortorder>2</sortorder><assessment_value>4</assessment_value>
<language>en</language><scale_id>0</scale_id></row>
</rows></answers>
<conditions><rows><row><cid>1</cid><qid>3</qid><cqid>1</cqid><cfieldname>9X1X1</cfieldname><method>==</method>
<value>Y</value><scenario>1</scenario></row></rows></conditions>
<groups><rows><row><gid>1</gid><sid>9</sid><group_name>First</group_name><group_order>0</group_order>
<language>en</language></row></rows></groups>
<questions><rows>
<row><qid>1</qid><parent_qid>0</parent_qid><sid>9</sid><gid>1</gid><type>Y</type><title>agree</title>
<question>&lt;p&gt;Do you &lt;b&gt;agree&lt;/b&gt;?&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;</question>
<question_order>1</question_order><language>en</language><relevance>1</relevance><mandatory>Y</mandatory></row>
<row><qid>2</qid><parent_qid>0</parent_qid><sid>9</sid><gid>1</gid><type>F</type><title>rate</title>
<question>Rate</question><question_order>2</question_order><language>en</language>
<relevance>9X1X1.NAOK == "Y"</relevance></row>
<row><qid>3</qid><parent_qid>0</parent_qid><sid>9</sid><gid>1</gid><type>S</type><title>why</title>
<question>Why?</question><question_order>3</question_order><language>en</language><relevance>1</relevance></row>
<row><qid>4</qid><parent_qid>2</parent_qid><sid>9</sid><gid>1</gid><type>F</type><title>x</title>
<question>The food</question><question_order>1</question_order><language>en</language><scale_id>0</scale_id></row>
</rows></questions>
<surveys><rows><row><sid>9</sid><language>en</language></row></rows></surveys>
<surveys_languagesettings><rows><row><surveyls_language>en</surveyls_language><surveyls_title>Old</surveyls_title>
</row></rows></surveys_languagesettings></document>
"""
FORMR = """type,name,label,optional,showif,choice1,choice2,choice3
note,intro,Hello,,,,,
mc,bfi_1,I talk,,,no,some,yes
mc,bfi_2R,I am quiet,,,no,some,yes
mc_multiple,many,Which?,*,,a,b,c
text,more,More,*,many %contains% '2',,,
"number 1,130,1",age,Age,!,is.na(more),,,
range 0.5,odd,Odd,*,bfi_1 > tail(bfi_1),,,
"""
FILES = {"form.csv": XLSFORM, "dictionary.csv": REDCAP, "old.lss": LIMESURVEY, "sheet.csv": FORMR}


def brought(name: str, place: Path, **wishes: Any) -> tuple[dict[str, Any], dict[str, Any], Path]:
    source = place / name
    source.write_text(FILES[name], encoding="utf-8")
    folder = place / "draft"
    folder.mkdir()
    report, definition = draft(source, folder, **{"language": "en"} | wishes)
    return report, definition, folder


def lost(report: dict[str, Any], code: str) -> list[str]:
    return [one["what"] for one in report["losses"] if one["code"] == code]


def decided(report: dict[str, Any], code: str) -> list[str]:
    return [one["what"] for one in report["decisions"] if one["code"] == code]


def test_an_xlsform_comes_over_in_two_languages_with_its_grid_rules_and_score(tmp_path: Path) -> None:
    report, definition, folder = brought("form.csv", tmp_path)
    assert report["ids"]["my-role"] == "my_role"
    assert definition["purpose"] == "Welcome"
    assert item(definition, "a")["stem"] in definition["stems"]
    scale = definition["response_scales"][item(definition, "a")["scale"]]
    assert [option["value"] for option in scale["options"]] == [1, 3, 5]
    assert (scale["highest_first"], list(scale["non_answers"].values())) == (True, ["Don't know"])
    (page,) = [page for page in definition["forms"]["full"]["pages"] if page["items"] == ["a", "b"]]
    assert page["show_if"] == {"item": "my_role", "is": ["teacher"]}
    assert item(definition, "years")["show_if"] == {"not": {"item": "my_role", "is": ["leader"]}}
    assert (item(definition, "years")["minimum"], item(definition, "years")["maximum"]) == (0, 59)
    assert "show_if" not in item(definition, "why")
    assert lost(report, "rule_lost") == ["${a} != ${b}"]
    (score,) = definition["subscales"]
    assert (score["items"], score["score"]) == (["a", "b"], {"method": "sum", "minimum_answered": 2})
    assert "Nos reunimos" in (folder / "es.yaml").read_text(encoding="utf-8")
    columns = (folder / "columns.yaml").read_text(encoding="utf-8")
    assert "my-role: my_role" in columns
    assert "'99'" in columns or "99" in columns


def test_a_decision_can_be_undone(tmp_path: Path) -> None:
    report, definition, _ = brought("form.csv", tmp_path, undo=frozenset({"no_answer_guessed:a"}))
    assert [option["value"] for option in item(definition, "a")["options"]] == [5, 3, 1, 99]
    assert lost(report, "score_lost") == ["total: a, b"]
    assert "non_answers" in definition["response_scales"][item(definition, "b")["scale"]]


def test_a_redcap_sum_skips_the_codes_that_its_copies_blank(tmp_path: Path) -> None:
    report, definition, folder = brought("dictionary.csv", tmp_path)
    assert [one["id"] for one in definition["items"]] == ["email", "tools", "m1", "m2", "far"]
    assert [option["label"] for option in item(definition, "tools")["options"]] == ["None", "A, or B", "Two"]
    assert item(definition, "m2")["show_if"] == {"not": {"item": "tools", "is": [-1]}}
    assert item(definition, "m1")["required"] is True
    scale = definition["response_scales"]["mat"]
    assert list(scale["non_answers"].values()) == ["Declined"]
    (score,) = definition["subscales"]
    assert (score["items"], score["score"]["method"]) == (["m1", "m2"], "sum")
    assert lost(report, "score_blanks") == ["score"]
    assert lost(report, "calculation_lost") == ["bmi = round([m1]/[m2], 1)"]
    assert lost(report, "rule_lost") == ["[visit_1_arm_1][m1] = '1'"]
    columns = (folder / "columns.yaml").read_text(encoding="utf-8")
    assert "tools____1: tools.-1" in columns or "tools____1" in columns
    assert "respondent: record_id" in columns


def test_what_tells_who_somebody_is_is_left_out_of_an_anonymous_survey(tmp_path: Path) -> None:
    report, definition, _ = brought("dictionary.csv", tmp_path, privacy="anonymous")
    assert "email" not in [one["id"] for one in definition["items"]]
    assert lost(report, "identifier_left_out") == ["email"]


def test_limesurveys_older_tables_are_read_with_its_numbers_for_questions(tmp_path: Path) -> None:
    report, definition, folder = brought("old.lss", tmp_path)
    assert definition["title"] == "Old"
    assert item(definition, "agree")["text"] == "Do you agree?"
    assert "alert" not in (folder / "instrument.yaml").read_text(encoding="utf-8")
    assert {"active_lost", "formatting_lost"} <= {one["code"] for one in report["losses"]}
    assert item(definition, "rate_x")["show_if"] == {"item": "agree", "is": ["Y"]}
    assert item(definition, "why")["show_if"] == {"item": "agree", "is": ["Y"]}
    points = definition["response_scales"]["rate"]["options"]
    assert [(point["value"], point["label"]) for point in points] == [(0, "No"), (4, "Yes")]
    assert decided(report, "values_made") == ["A1 = 0, A2 = 4"]


def test_formrs_convention_for_turned_items_and_its_conditions_in_r(tmp_path: Path) -> None:
    report, definition, _ = brought("sheet.csv", tmp_path)
    assert [one.get("reverse", False) for one in definition["items"][:2]] == [False, True]
    assert definition["subscales"][0]["items"] == ["bfi_1", "bfi_2R"]
    assert item(definition, "more")["show_if"] == {"item": "many", "is": [2]}
    assert item(definition, "age")["show_if"] == {"not": {"answered": "more"}}
    assert (item(definition, "age")["required"], item(definition, "age")["maximum"]) == (True, 130)
    assert lost(report, "rule_lost") == ["bfi_1 > tail(bfi_1)"]
    assert decided(report, "reverse_by_name") == ["bfi: bfi_2R turned"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("form.csv", b"survey,,\n,type,name\nchoices,,\n,list_name,name\n", "foreign_empty"),
        ("dictionary.csv", REDCAP_HEAD.encode() + b"x,f,,file,Upload,,,,,,,,,,,,,\n", "foreign_empty"),
        ("old.lss", LIMESURVEY[:900].encode(), "foreign_unreadable"),
        ("sheet.csv", b'type,name,showif,choice1\nmc,a,"b == 1\n', "foreign_empty"),
        ("book.xlsx", b"PK\x03\x04" + b"\x00" * 500, "foreign_unreadable"),
        ("book.xls", b"\xd0\xcf\x11\xe0" + b"\x00" * 500, "foreign_unreadable"),
        ("deep.json", b"[" * 100_000 + b"]" * 100_000, "foreign_unsafe"),
        ("empty.csv", b"  \n", "foreign_unreadable"),
    ],
)
def test_a_broken_file_is_refused_in_words(name: str, data: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Refused) as refused:
        convert(tmp_path / name)
    assert [problem.code for problem in refused.value.problems] == [code]
    assert all(problem.cause and problem.remedy for problem in refused.value.problems)
