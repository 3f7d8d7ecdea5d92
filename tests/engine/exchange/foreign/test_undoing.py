"""Each decision of a conversion is undone by naming it, everywhere or at one place; what can't be is no decision."""

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from engine.commands.convert import convert_
from engine.exchange.foreign.building.wishes import Wishes
from engine.exchange.foreign.convert import convert
from engine.exchange.foreign.losses import DECISIONS, STATEMENTS
from engine.problems import Refused
from tests.engine.exchange.foreign.real_files import draft, item, real, sorts
from tests.engine.exchange.foreign.test_qualtrics import choice, condition, own, survey
from tests.engine.exchange.foreign.test_reproschema import activity, radio
from tests.engine.exchange.foreign.test_small_surveys import FORMR, LIMESURVEY, XLSFORM

OTHERS = """survey,,,,
,type,name,label,relevant
,select_one tool or_other,tool,Which tool?,
,text,why,Why?,${tool} = \N{LEFT SINGLE QUOTATION MARK}pen\N{RIGHT SINGLE QUOTATION MARK}
choices,,,,
,list_name,name,label,
,tool,pen,Pen,
,tool,ink,Ink,
"""
SCORED = XLSFORM.replace("table-list", "")
FILES = {
    "form.csv": XLSFORM,
    "scored.csv": SCORED,
    "others.csv": OTHERS,
    "sheet.csv": FORMR,
    "old.lss": LIMESURVEY,
}
Draft = Mapping[str, Any]


def scale_of(found: Draft, id: str) -> Draft:
    scale: Draft = found["response_scales"][item(dict(found), id)["scale"]]
    return scale


# What is undone, in which file -> what holds of the draft then, and did not before.
UNDONE: dict[str, tuple[str, Callable[[Draft], bool]]] = {
    "highest_first:a": ("form.csv", lambda found: "highest_first" not in scale_of(found, "a")),
    "no_answer_guessed:b": ("form.csv", lambda found: len(item(dict(found), "b")["options"]) == 4),
    "scale_taken": ("scored.csv", lambda found: item(dict(found), "a")["kind"] == "choose_one"),
    "text_placed": ("form.csv", lambda found: "purpose" not in found),
    "id_changed:my-role=role": ("form.csv", lambda found: item(dict(found), "role")["text"] == "Your role?"),
    "values_made": ("old.lss", lambda found: item(dict(found), "rate_x")["kind"] == "choose_one"),
    "reverse_by_name:bfi": ("sheet.csv", lambda found: not found["subscales"]),
    "other_joined:tool": ("others.csv", lambda found: item(dict(found), "tool_words")["text"] == "Other"),
    "rule_mended:why": ("others.csv", lambda found: "show_if" not in item(dict(found), "why")),
}


def test_each_decision_is_tried_here_or_with_qualtrics() -> None:
    assert {word.partition(":")[0] for word in UNDONE} | {"skip_turned", "rule_in_order"} == set(DECISIONS)
    assert not DECISIONS.keys() & STATEMENTS.keys()


@pytest.mark.parametrize("word", UNDONE)
def test_a_decision_is_not_taken_where_it_is_undone(word: str, tmp_path: Path) -> None:
    name, holds = UNDONE[word]
    (tmp_path / name).write_text(FILES[name], encoding="utf-8")
    places = [tmp_path / place for place in ("taken", "undone")]
    for place in places:
        place.mkdir()
    before, taken = draft(tmp_path / name, places[0], language="en")
    after, undone = draft(tmp_path / name, places[1], language="en", undo=frozenset({word}))
    code = word.partition(":")[0]
    number = [sum(one["code"] == code for one in report["decisions"]) for report in (before, after)]
    assert number[1] < number[0]
    assert holds(undone)
    with pytest.raises((AssertionError, KeyError, StopIteration)):
        assert holds(taken)


def test_words_that_were_joined_are_read_from_their_own_column(tmp_path: Path) -> None:
    (tmp_path / "others.csv").write_text(OTHERS, encoding="utf-8")
    _, found = draft(tmp_path / "others.csv", tmp_path, language="en", undo=frozenset({"other_joined"}))
    assert item(found, "tool_words")["show_if"] == {"item": "tool", "is": ["other"]}
    assert "tool_other: tool_words" in (tmp_path / "columns.yaml").read_text(encoding="utf-8")


def test_a_skip_that_is_undone_asks_everyone_and_is_told(tmp_path: Path) -> None:
    path = real("qsf", "survey_logic.qsf")
    taken, undone = (convert(path, Wishes(undo=words)) for words in (frozenset(), frozenset({"skip_turned"})))
    skips = sum(one.code == "skip_turned" for one in taken.decisions)
    assert skips
    assert not any(one.code == "skip_turned" for one in undone.decisions)
    told = [one for one in undone.losses if one.code == "rule_lost" and "its skip was undone" in one.why]
    assert len(told) == skips


def test_a_rule_read_in_order_is_left_out_where_that_is_undone(tmp_path: Path) -> None:
    steps = [condition("QID1", "1"), condition("QID1", "2", Conjuction="Or")]
    both = {
        "0": {
            **dict(zip("01", steps, strict=True)),
            "2": condition("QID1", "1", Conjuction="And"),
            "Type": "If",
        }
    }
    asked = [choice("QID1", "a", ["x", "y"]), choice("QID2", "b", ["x", "y"], DisplayLogic=both)]
    report, found = own(tmp_path, survey(asked), undo=frozenset({"rule_in_order"}))
    assert "show_if" not in item(found, "b")
    assert (sorts(report)["rule_lost"], [one["code"] for one in report["decisions"]]) == (1, [])


def test_what_undoes_nothing_is_said_and_what_cannot_be_undone_is_refused(tmp_path: Path) -> None:
    (tmp_path / "form.csv").write_text(XLSFORM, encoding="utf-8")

    def said(word: str) -> str:
        typed = [str(tmp_path / "form.csv"), "-o", str(tmp_path / word.replace(":", "-")), "--undo", word]
        return CliRunner().invoke(convert_, typed).output

    assert "--undo highest_first:x undid nothing" in said("highest_first:x")
    assert "--undo id_changed:my-role=a undid nothing" in said("id_changed:my-role=a")
    assert "say the id that you want" in said("id_changed")
    assert "version_made can't be undone: change version" in said("version_made")


def zipped(place: Path, files: Mapping[str, bytes]) -> Path:
    path = place / "sent.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def test_a_folder_comes_as_a_zip_too(tmp_path: Path) -> None:
    folder = activity(tmp_path, {"q1": radio("Well?")})
    files = {
        f"deep/own/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    found = convert(zipped(tmp_path, files | {"__MACOSX/own/._own_schema": b"\x00"}))
    assert (found.format, found.ids) == ("reproschema", {"q1": "q1"})
    alone = convert(zipped(tmp_path, {"form.csv": XLSFORM.encode()}))
    assert (alone.format, alone.source) == ("xlsform", "form.csv")


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"../up_schema": b"{}", "b": b""}, "foreign_unsafe"),
        ({"a/one_schema": b"{}", "b/two_schema": b"{}"}, "foreign_format"),
        ({"a.txt": b"1", "b.txt": b"2"}, "foreign_format"),
        ({"a_schema": b"\x00" * 40_000_000, "b": b""}, "foreign_too_large"),
        ({f"{number}_schema": b"" for number in range(2001)}, "foreign_too_large"),
    ],
)
def test_a_zip_that_does_harm_is_refused(files: dict[str, bytes], code: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        convert(zipped(tmp_path, files))
    assert [problem.code for problem in refused.value.problems] == [code]
