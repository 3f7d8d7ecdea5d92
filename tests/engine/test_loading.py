"""The door: what a file says becomes the frozen model, and nothing that is wrong gets through or ends in a crash."""

import json
import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import loading
from engine.definition import Audience, Kind, Level, NonAnswer, Option, Page, Privacy, Scoring
from engine.problems import CATALOGUE, Refused
from engine.rules import All, Answered, AnyOf, AtLeast, AtMost, Is, Not

SHIPPED = Path(__file__).parents[2] / "instruments"
KINDS = Path(__file__).parent / "kinds"
SMALL = """\
id: small
version: 1.0.0
title: Small
language: en
licence: CC-BY-4.0
audience: staff
privacy: anonymous
minimum_group: 5
response_scales:
  agree:
    options: [{value: 1, label: Disagree}, {value: 2, label: Agree}]
items:
  - {id: A1, text: One., scale: agree}
  - {id: A2, text: Two., scale: agree}
subscales:
  - {id: one, label: One, items: [A1, A2], score: {method: mean, minimum_answered: 1}}
"""


def write(folder: Path, text: str | bytes = SMALL, name: str = "instrument.yaml") -> Path:
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    (folder / name).write_bytes(data)
    return folder


def said(folder: Path) -> list[tuple[int, str]]:
    return [(int(one.place.rpartition(":")[2]), one.code) for one in loading.problems(folder)]


def changed(tmp_path: Path, old: str, new: str) -> list[tuple[int, str]]:
    assert old in SMALL
    return said(write(tmp_path, SMALL.replace(old, new, 1)))


# What a definition says


def test_every_key_of_the_format_reaches_the_model() -> None:
    found = loading.load(KINDS)
    assert (found.id, found.version, found.language) == ("kinds", "1.2.3", "en")
    assert (found.audience, found.privacy) == (Audience.ANY, Privacy.CONFIDENTIAL)
    assert (found.minimum_group, found.minutes, found.reading_grade) == (8, 3, 6)
    assert (found.display_text, found.citation) == (False, "The Barograph authors (2026).")
    assert (found.purpose, found.intended_use) == ("To try every key of the format.", "Tests.")
    assert (found.not_for, found.thanks) == (("real people", "real schools"), "Thank you.")
    assert (found.sources, found.stems) == (
        ("The format itself.",),
        {"year": "This year our meetings ..."},
    )
    assert found.validation.structures == ("one_factor", "correlated")
    assert (found.validation.groups, found.validation.cluster) == (("role", "language"), "site")


def test_items_of_every_kind() -> None:
    found = loading.load(KINDS)
    assert {item.kind for item in found.items} == set(Kind)
    first, grades, years = found.item("A1"), found.item("grades"), found.item("years")
    assert first.options == (Option(1, "Disagree"), Option(2, "Neither"), Option(3, "Agree"))
    assert first.non_answers == (NonAnswer("cannot_judge", "I can't judge"),)
    assert (first.stem, first.scale, first.facet, first.note) == ("year", "agree3", "time", "As planned.")
    assert [item.id for item in found.items if item.reverse] == ["A2", "U1"]
    assert [option.value for option in grades.options] == [1, "2-4"]
    assert (years.minimum, years.maximum, years.whole) == (0, 60, True)
    assert years.non_answers == (NonAnswer("forgotten", "I don't know"),)
    assert (found.item("began").earliest, found.item("began").latest) == ("2000-01-01", "2030-12-31")
    assert (found.item("word").maximum_length, found.item("comment").maximum_length) == (30, 500)
    assert [option.value for option in found.item("U1").options] == [1, 1.5, 3]


def test_rules_of_every_form() -> None:
    found = loading.load(KINDS)
    assert found.item("grades").show_if == Is("role", ("teacher",))
    assert found.item("began").show_if == All((AtLeast("years", 1.0), Not(AtMost("years", 0.0))))
    assert found.item("word").show_if == AnyOf((Answered("A1"), Is("A2", (1, 2))))


def test_scores_levels_forms_and_what_stands_beside() -> None:
    definition = loading.read(KINDS)
    found = definition.instrument
    meetings, total = found.subscales
    assert meetings.score == Scoring("mean", 2, (0.0, 100.0))
    assert meetings.levels == (Level("low", "Low", "Meetings are long.", 50.0), Level("high", "High", ""))
    assert (total.score, total.construct) == (Scoring("sum", 1), None)
    assert (found.composites[0].of, found.composites[0].score.rescale) == (("meetings",), (0.0, 10.0))
    full, short = found.forms
    assert full.pages[0] == Page(("A1", "A2", "A3", "U1"), "Meetings")
    assert (full.title, full.minutes, full.feedback) == ("Everything", 3, None)
    assert (short.pages, short.feedback, short.minimum_answered) == ((Page(("A1", "A2")),), "immediate", 1)
    assert found.construct_map is not None
    construct = found.construct_map.construct("useful-meetings")
    assert construct is not None
    assert (construct.aliases, construct.precedes) == (("good meetings",), ("lasting-decisions",))
    assert construct.when_lacking is not None
    assert construct.when_lacking.status == "our_reading"
    assert [(norm.subscale, norm.mean, norm.status) for norm in found.norms] == [
        ("meetings", 55.0, "simulated")
    ]
    assert [(walk.source, walk.target) for walk in definition.crosswalks] == [
        ("1.0.0", "1.2.3"),
        ("1.2.3", "2.0.0"),
    ]
    assert definition.crosswalks[0].subscales == {"gatherings": "meetings"}
    assert definition.examples[0].answers == {"A1": 3, "A2": 1, "A3": 2}  # a blank has no entry
    assert definition.examples[1].levels == {"meetings": "low", "all": None}
    assert definition.advice == ()
    assert loading.examples(KINDS)[1].form == "short"


def test_a_column_map() -> None:
    found = loading.column_map(KINDS / "columns.yaml")
    assert found.columns == {"q1": "A1", "q2": "A2"}
    assert (found.keyed, found.site, found.respondent) == (("A2",), "school", "number")
    assert (found.groups, found.ignore) == (("role",), ("timestamp",))


@pytest.mark.parametrize(("text", "keyed"), [("keyed: all", None), ("keyed: [A1]", ("A1",)), ("why: x", ())])
def test_a_column_map_says_what_is_keyed(tmp_path: Path, text: str, keyed: object) -> None:
    write(tmp_path, text, "columns.yaml")
    assert loading.column_map(tmp_path / "columns.yaml").keyed == keyed


def test_a_column_map_with_problems_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "keyd: all\nsite: 5", "columns.yaml")
    with pytest.raises(Refused) as refused:
        loading.column_map(tmp_path / "columns.yaml")
    assert [problem.code for problem in refused.value.problems] == ["wrong_type", "unknown_key"]


def test_a_column_map_beside_an_instrument_names_its_items(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, "columns: {q1: A9}\nkeyed: [A1, B1]", "columns.yaml")
    assert said(tmp_path) == [(1, "unknown_item"), (2, "unknown_item")]


def test_without_forms_there_is_one_with_all_items(tmp_path: Path) -> None:
    found = loading.load(write(tmp_path))
    assert [form.id for form in found.forms] == ["full"]
    assert found.main_form.items == ("A1", "A2")


def test_subscales_may_be_none(tmp_path: Path) -> None:
    text = SMALL[: SMALL.index("subscales:")] + "subscales: []\n"
    assert loading.load(write(tmp_path, text)).subscales == ()


# Pages made by themselves


def pages_of(tmp_path: Path, items: str) -> list[tuple[str, ...]]:
    text = SMALL[: SMALL.index("items:")] + "stems: {s: Stem}\nitems:\n" + items + "subscales: []\n"
    return [page.items for page in loading.load(write(tmp_path, text)).main_form.pages]


def scales(*numbers: int, stem: str = "") -> str:
    return "".join(f"  - {{id: {'S' if stem else 'A'}{n}, text: T., scale: agree{stem}}}\n" for n in numbers)


def test_pages_hold_at_most_seven_spread_evenly(tmp_path: Path) -> None:
    assert [len(page) for page in pages_of(tmp_path, scales(*range(7)))] == [7]
    assert [len(page) for page in pages_of(tmp_path, scales(*range(8)))] == [4, 4]
    assert [len(page) for page in pages_of(tmp_path, scales(*range(15)))] == [5, 5, 5]
    assert [len(page) for page in pages_of(tmp_path, scales(*range(13)))] == [7, 6]


def test_a_page_holds_one_stem_and_background_questions_stand_apart(tmp_path: Path) -> None:
    items = scales(1, 2) + scales(1, 2, stem=", stem: s") + "  - {id: years, text: Y?, kind: number}\n"
    assert pages_of(tmp_path, items) == [("A1", "A2"), ("S1", "S2"), ("years",)]


def test_an_item_that_depends_on_its_page_begins_a_new_one(tmp_path: Path) -> None:
    items = (
        "  - {id: a, text: a, kind: number}\n"
        "  - {id: b, text: b, kind: number}\n"
        "  - {id: c, text: c, kind: number, show_if: {item: b, at_least: 1}}\n"
        "  - {id: d, text: d, kind: number, show_if: {item: a, at_least: 1}}\n"
    )
    assert pages_of(tmp_path, items) == [("a", "b"), ("c", "d")]


# YAML 1.2, and no more of it than a definition needs


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("12:30:45", "12:30:45"),
        ("2026-05-31", "2026-05-31"),
        ("1_000", "1_000"),
        ("0b11", "0b11"),
        ('"true"', "true"),
        ("'~'", "~"),
        ("I can't judge", "I can't judge"),
        ("Größe 大", "Größe 大"),
        ('"\\u00e9"', "é"),
    ],
)
def test_words_stay_words(tmp_path: Path, written: str, label: str) -> None:
    found = loading.load(write(tmp_path, SMALL.replace("label: Agree", f"label: {written}")))
    assert found.item("A1").options[1].label == label


@pytest.mark.parametrize(
    ("written", "value"),
    [("2", 2), ("+2", 2), ("010", 10), ("0x0A", 10), ("0o17", 15), ("2.50", 2.5), ("2.0", 2), ("2e1", 20)],
)
def test_numbers_are_those_of_the_core_schema(tmp_path: Path, written: str, value: float) -> None:
    found = loading.load(write(tmp_path, SMALL.replace("value: 2", f"value: {written}")))
    got = found.item("A1").options[1].value
    assert (got, type(got)) == (value, type(value))


@pytest.mark.parametrize("written", [".nan", ".inf", "-.Inf", "1e999", "9" * 400, "-1e16"])
def test_a_number_that_is_none_is_said_once(tmp_path: Path, written: str) -> None:
    assert changed(tmp_path, "value: 2", f"value: {written}") == [(11, "number_out_of_range")]


@pytest.mark.parametrize("word", ["true", "False", "TRUE"])
def test_true_and_false_are_no_option_values(tmp_path: Path, word: str) -> None:
    write(tmp_path, SMALL.replace("value: 2", f"value: {word}"))
    (problem,) = loading.problems(tmp_path)
    assert (problem.code, problem.path) == ("wrong_type", "response_scales.agree.options[2].value")
    assert f'"{word.lower()}"' in problem.remedy


@pytest.mark.parametrize("bytes_of", [b"\xef\xbb\xbf" + SMALL.encode(), SMALL.replace("\n", "\r\n").encode()])
def test_a_mark_at_the_start_and_other_line_ends_do_not_matter(tmp_path: Path, bytes_of: bytes) -> None:
    assert said(write(tmp_path, bytes_of)) == []


def test_lines_are_counted_as_editors_count_them(tmp_path: Path) -> None:
    text = SMALL.replace("audience: staff", "audience: stuff")
    assert said(write(tmp_path, text.replace("\n", "\r\n"))) == [(6, "unknown_word")]
    assert said(write(tmp_path, text.replace("\n", "\r"))) == [(6, "unknown_word")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(1, "empty_file")]),
        ("   \n# nothing\n", [(1, "empty_file")]),
        ("---\n", [(1, "empty_file")]),
        ("~", [(1, "empty_file")]),
        ("id:small\nversion:1.0.0\n", [(1, "not_keys")]),
        ("[]", [(1, "not_keys")]),
        ("- a\n- b\n", [(1, "not_keys")]),
        ("\tid: small\n", [(1, "tab")]),
        ("id: 'small\nversion: 1.0.0\n", [(1, "yaml_syntax")]),
        ("id: small\nitems: [{id: A1, text: One}\n", [(2, "yaml_syntax")]),
        ("id: small\n title: x\n", [(2, "yaml_syntax")]),
        ("id: @small\n", [(1, "yaml_syntax")]),
        ('id: "\\q"\n', [(1, "yaml_syntax")]),
        ('id: "\\UFFFFFFFF"\n', [(1, "yaml_syntax")]),
        ("%YAML 3.0\n---\nid: small\n", [(1, "yaml_syntax")]),
        (": x\n", [(1, "key_not_text")]),
        ("? {a: b}\n: x\n", [(1, "key_not_text")]),
        ("*a : x\n", [(1, "key_not_text")]),
        ("id: \udc80\n", [(1, "not_utf8")]),
        ("id: a\x07b\n", [(1, "control_character")]),
        ("id: a\u2028b\n", [(1, "control_character")]),
        ('id: "a\\u0000b"\n"\\ud800": x\n', [(1, "control_character"), (2, "control_character")]),
        ("a: 1\n...\nb: 2\n", [(3, "several_documents")]),
    ],
)
def test_what_is_no_file_of_keys_is_said_in_one_line(
    tmp_path: Path, text: str, expected: list[tuple[int, str]]
) -> None:
    assert said(write(tmp_path, text)) == expected


def test_a_text_with_a_comma_in_braces_gets_the_remedy(tmp_path: Path) -> None:
    write(tmp_path, SMALL.replace("text: One.", "text: Staff say, in similar words, why"))
    found = loading.problems(tmp_path)
    assert {problem.code for problem in found} == {"unknown_key"}
    assert "put the whole text in quotes" in found[0].remedy


# Everything at once


def test_all_problems_of_a_file_at_once_each_with_its_line(tmp_path: Path) -> None:
    text = (
        SMALL.replace("title: Small", "tittle: Small")
        .replace("privacy: anonymous", "privacy: privat")
        .replace("minimum_group: 5", "minimum_group: 4")
        .replace("text: One., scale: agree", "txt: One., scale: agree")
        .replace("text: Two., scale: agree", "text: Two., scale: agre, reverse: 1")
        .replace("items: [A1, A2]", "items: [A1, A2, A3]")
        .replace("minimum_answered: 1", "minimum_answered: 9")
    )
    assert said(write(tmp_path, text)) == [
        (1, "missing_key"),
        (3, "unknown_key"),
        (7, "unknown_word"),
        (8, "minimum_group"),
        (13, "missing_key"),
        (13, "unknown_key"),
        (14, "wrong_type"),
        (16, "unknown_item"),
        (16, "minimum_answered"),
    ]


def test_an_entry_with_a_wrong_shape_is_still_known_by_its_id(tmp_path: Path) -> None:
    """One slip in an item must not make a subscale's and a form's reference to it look wrong."""
    text = SMALL.replace("text: One.", "text: [One.]") + "forms: {full: {items: [A1, A2]}}\n"
    assert said(write(tmp_path, text)) == [(13, "wrong_type")]
    text = SMALL.replace("label: Agree}", "label: 5}") + "forms: {full: {items: [A1, A2]}}\n"
    assert said(write(tmp_path, text)) == [(11, "wrong_type")]


def test_problems_of_every_file_of_a_folder_at_once(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, "language: es\nitms: {}\n", "es.yaml")
    write(tmp_path, "examples: []\n", "examples.yaml")
    write(tmp_path, "norms:\n  - {subscale: one}\n", "norms.yaml")
    files = {Path(one.place.rpartition(":")[0]).name for one in loading.problems(tmp_path)}
    assert files == {"es.yaml", "examples.yaml", "norms.yaml"}
    with pytest.raises(Refused) as refused:
        loading.load(tmp_path)
    assert refused.value.problems == loading.problems(tmp_path)


def test_a_file_of_nothing_but_problems_lists_the_first_of_them(tmp_path: Path) -> None:
    many = SMALL + "".join(f"odd{number}: 1\n" for number in range(5000))
    started = time.perf_counter()
    found = loading.problems(write(tmp_path, many))
    assert time.perf_counter() - started < 5
    assert [problem.code for problem in found].count("unknown_key") == 100
    assert "4900 more problems follow" in str([p for p in found if p.code == "more_problems"])


def test_advice_keeps_nothing(tmp_path: Path) -> None:
    write(tmp_path, SMALL + "forms: {short: {items: [A1]}}\n")
    assert said(tmp_path) == [(14, "item_on_no_form")]
    assert loading.load(tmp_path).id == "small"
    assert [problem.code for problem in loading.read(tmp_path).advice] == ["item_on_no_form"]


def test_advice_is_said_beside_what_refuses(tmp_path: Path) -> None:
    text = SMALL.replace("minimum_group: 5", "minimum_group: 1") + "forms: {short: {items: [A1]}}\n"
    with pytest.raises(Refused) as refused:
        loading.load(write(tmp_path, text))
    assert [problem.code for problem in refused.value.problems] == ["minimum_group", "item_on_no_form"]


# What is checked between the parts, beyond one broken example a code


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("id: A2", "id: a1", [(14, "duplicate_id"), (16, "unknown_item")]),
        (
            "scale: agree}\n  - {id: A2",
            "kind: choose_one}\n  - {id: A2",
            [(13, "missing_key"), (16, "not_scored")],
        ),
        ("text: One., scale: agree", "text: One.", [(13, "missing_key")]),
        ("text: One., scale: agree", "text: One., options: []", [(13, "key_of_other_kind")]),
        ("value: 2", "value: 1", [(11, "duplicate_option")]),
        ("value: 2", "value: 0", [(11, "scale_values")]),
        ("value: 2", "value: two", [(11, "scale_values")]),
        ("value: 2", 'value: "a b"', [(11, "bad_id")]),
        ("value: 2", "value: ~", [(11, "empty_value")]),
        ("label: Agree", "label: ' '", [(11, "empty_value")]),
        ("  agree:\n", "  agree:\n    non_answers: {2: Two}\n", [(11, "bad_id")]),
        ("  agree:\n", "  agree:\n    non_answers: {blank: Nothing}\n", [(11, "reserved_id")]),
        ("  agree:\n", "  agree:\n    non_answers: {no_idea: Agree}\n", [(11, "duplicate_option")]),
        ("id: one", "id: One", [(16, "bad_id")]),
        ("method: mean", "method: median", [(16, "unknown_word")]),
        ("items: [A1, A2]", "items: []", [(16, "empty_value")]),
        ("items: [A1, A2]", "items: A1", [(16, "wrong_type")]),
        ("minimum_answered: 1", "minimum_answered: 0", [(16, "number_out_of_range")]),
        ("minimum_answered: 1", "minimum_answered: 1.5", [(16, "wrong_type")]),
        ("minimum_group: 5", "minimum_group: five", [(8, "wrong_type")]),
        ("version: 1.0.0", "version: 01.0.0", [(2, "bad_version")]),
        ("version: 1.0.0", "version: 1.0.0-draft", [(2, "bad_version")]),
        ("language: en", "language: pt-BR", []),
        ("language: en", "language: zh-Hant", []),
        ("language: en", "language: EN", [(4, "bad_language")]),
        ("title: Small", "title: Small\nforms: {}", [(4, "empty_value")]),
        ("title: Small", "title: Small\nforms: {full: {title: x}}", [(4, "missing_key")]),
        (
            "title: Small",
            "title: Small\nforms: {full: {items: [A1, A2], pages: [{items: [A1]}]}}",
            [(4, "unknown_key")],
        ),
        (
            "title: Small",
            "title: Small\nforms: {full: {items: [A1, A2, A1]}}",
            [(4, "item_twice")],
        ),
        (
            "title: Small",
            "title: Small\nforms: {full: {items: [A1, A2], minimum_answered: 3}}",
            [(4, "minimum_answered")],
        ),
        ("title: Small", "title: Small\nvalidation: {groups: [gender, language], cluster: site}", []),
        ("title: Small", "title: Small\nitems: []", [(4, "empty_value"), (13, "duplicate_key")]),
    ],
)
def test_parts_have_to_fit(tmp_path: Path, old: str, new: str, expected: list[tuple[int, str]]) -> None:
    assert sorted(changed(tmp_path, old, new)) == sorted(expected)


def test_a_group_that_is_nearly_an_item_is_a_slip(tmp_path: Path) -> None:
    role = (
        "  - {id: role, text: R?, kind: choose_one, options: [{value: a, label: A}, {value: b, label: B}]}\n"
    )
    text = SMALL.replace("subscales:", role + "subscales:") + "validation: {groups: [roles]}\n"
    assert said(write(tmp_path, text)) == [(18, "unknown_item")]


def test_a_form_has_to_ask_before_it_shows(tmp_path: Path) -> None:
    text = (
        SMALL.replace("text: Two., scale: agree", "text: Two., scale: agree, show_if: {answered: A1}")
        + "forms: {full: {items: [A2, A1]}}\n"
    )
    assert said(write(tmp_path, text)) == [(17, "rule_looks_ahead")]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("{item: A1, is: [2]}", []),
        ("{item: A1, at_least: 2}", []),
        ("{not: {any: [{answered: A1}, {item: A1, at_most: 1}]}}", []),
        ("{item: A1, is: ['2']}", [(14, "rule_value")]),
        ("{item: A1, is: []}", [(14, "empty_value")]),
        ("{item: A1, is: 2}", [(14, "wrong_type")]),
        ("{}", [(14, "rule_shape")]),
        ("{answered: A1, item: A1}", [(14, "rule_shape")]),
        ("{all: []}", [(14, "empty_value")]),
        ("{all: [{not: {answered: A2}}]}", [(14, "rule_names_itself")]),
        ("{all: [{answered: B1}, {answered: A2}]}", [(14, "unknown_item"), (14, "rule_names_itself")]),
        ("{not: {}}", [(14, "rule_shape")]),
        ("true", [(14, "wrong_type")]),
        ("{item: A1, equals: 2}", [(14, "unknown_key")]),
    ],
)
def test_rules(tmp_path: Path, rule: str, expected: list[tuple[int, str]]) -> None:
    new = f"text: Two., scale: agree, show_if: {rule}"
    assert changed(tmp_path, "text: Two., scale: agree", new) == expected


def test_two_items_that_wait_for_each_other_are_refused(tmp_path: Path) -> None:
    text = SMALL.replace("text: One., scale: agree", "text: One., scale: agree, show_if: {answered: A2}")
    text = text.replace("text: Two., scale: agree", "text: Two., scale: agree, show_if: {answered: A1}")
    assert said(write(tmp_path, text)) == [(13, "rule_looks_ahead")]


def test_a_rescaled_composite_needs_parts_of_one_range(tmp_path: Path) -> None:
    text = SMALL + (
        "  - {id: two, label: Two, items: [A1, A2], score: {method: sum, minimum_answered: 1}}\n"
        "composites:\n"
        "  - {id: all, label: All, of: [one, two], score: {method: mean, minimum_answered: 2, rescale: [0, 9]}}\n"
    )
    assert said(write(tmp_path, text)) == [(19, "mixed_ranges")]


# Folders


def test_the_folder_of_a_version_is_named_as_the_file_says(tmp_path: Path) -> None:
    folder = tmp_path / "small" / "1.0.1"
    folder.mkdir(parents=True)
    assert said(write(folder)) == [(2, "folder_name")]
    other = tmp_path / "tiny" / "1.0.0"
    other.mkdir(parents=True)
    assert said(write(other)) == [(1, "folder_name")]


def test_a_crosswalk_stands_beside_the_versions(tmp_path: Path) -> None:
    folder = tmp_path / "small" / "1.0.0"
    folder.mkdir(parents=True)
    write(folder)
    write(
        tmp_path / "small", "crosswalks:\n  - {from: 0.9.0, to: 1.0.0, items: {B1: A1}}\n", "crosswalk.yaml"
    )
    assert loading.read(folder).crosswalks[0].items == {"B1": "A1"}
    write(
        tmp_path / "small", "crosswalks:\n  - {from: 0.9.0, to: 1.0.0, items: {B1: A7}}\n", "crosswalk.yaml"
    )
    assert said(folder) == [(2, "unknown_item")]


def test_hidden_and_other_files_are_left_alone(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, "x", ".#instrument.yaml")
    write(tmp_path, b"\x00", "notes.txt")
    assert said(tmp_path) == []


@pytest.mark.parametrize("name", ["notes.yaml", "instrument-old.yaml", "ES.yaml", "es.yml"])
def test_a_file_that_nothing_reads_is_said(tmp_path: Path, name: str) -> None:
    write(tmp_path)
    write(tmp_path, "language: es\n", name)
    assert said(tmp_path) == [(1, "unknown_file")]


@pytest.mark.parametrize("path", ["", "a\0b", "x" * 5000, "/dev/null", "/dev/null/x", "~", "日本"])
def test_a_path_that_leads_nowhere_is_refused_in_one_line(path: str) -> None:
    with pytest.raises(Refused) as refused:
        loading.load(path)
    assert len(refused.value.problems) == 1
    assert refused.value.problems[0].code in CATALOGUE


def test_a_dangling_link_is_no_crash(tmp_path: Path) -> None:
    (tmp_path / "instrument.yaml").symlink_to(tmp_path / "gone.yaml")
    assert said(tmp_path) == [(1, "unreadable_file")]


# Attacks and accidents


def test_a_bomb_of_aliases_is_refused_at_once(tmp_path: Path) -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 40)
    )
    started = time.perf_counter()
    assert (1, "yaml_alias") in said(write(tmp_path, bomb))
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize("sign", ["[", "{a: ", "- ", "? ", "&a [", "!t ["])
def test_deep_nesting_is_refused_at_once(tmp_path: Path, sign: str) -> None:
    started = time.perf_counter()
    found = loading.problems(write(tmp_path, "x:\n " + sign * 100_000))
    assert time.perf_counter() - started < 5
    assert found
    assert found[-1].code in ("too_deep", "key_not_text", "yaml_syntax", "more_problems")


def test_a_definition_of_many_items_is_read_in_time(tmp_path: Path) -> None:
    """Ten shipped instruments' worth of loading may take a second; measured, one takes about 0.07 s."""
    folder = SHIPPED / "collective-leadership" / "1.0.0"
    loading.load(folder)
    started = time.perf_counter()
    for _ in range(5):
        loading.load(folder)
    assert (time.perf_counter() - started) / 5 < 0.5


ROOM = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def stays_calm(folder: Path) -> None:
    """Loading either works or is refused with problems whose codes are catalogued, each with its line."""
    found = loading.problems(folder)
    for problem in found:
        assert problem.code in CATALOGUE
        assert int(problem.place.rpartition(":")[2]) >= 1
        str(problem).encode("utf-8")
    if any(problem.refuses for problem in found):
        with pytest.raises(Refused):
            loading.load(folder)
    else:
        loading.load(folder)


@ROOM
@given(text=st.text(alphabet=st.characters(codec=None), max_size=200))
def test_no_text_gets_a_traceback(tmp_path: Path, text: str) -> None:
    stays_calm(write(tmp_path, text))


@ROOM
@given(data=st.binary(max_size=300))
def test_no_bytes_get_a_traceback(tmp_path: Path, data: bytes) -> None:
    stays_calm(write(tmp_path, data))


SIGNS = "{}[]:,-?&*!|>'\"%@`#\n\t \\~.0123456789eé\u0007<=true null is all not"


@ROOM
@given(seed=st.integers(0, 10**9), signs=st.lists(st.sampled_from(SIGNS), max_size=4))
def test_no_slip_in_a_definition_gets_a_traceback(tmp_path: Path, seed: int, signs: list[str]) -> None:
    source = (KINDS / "instrument.yaml").read_text(encoding="utf-8")
    chance = random.Random(seed)  # noqa: S311
    for sign in [*signs, ""]:
        at, width = chance.randrange(len(source)), chance.choice([0, 1, 3, 20])
        source = source[:at] + sign + source[at + width :]
        if chance.random() < 0.3:
            start, end = sorted(chance.choices(range(len(source)), k=2))
            source = source[:at] + source[start : min(end, start + 60)] + source[at:]
    stays_calm(write(tmp_path, source))


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["id", "is", "a", "1"]), inner, max_size=4)
    ),
    max_leaves=12,
)


def paths(value: object, before: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    found = [before]
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        found += paths(inner, (*before, step))
    return found


@ROOM
@given(seed=st.integers(0, 10**9), tree=TREES)
def test_no_value_in_any_place_gets_a_traceback(tmp_path: Path, seed: int, tree: object) -> None:
    """Any value of the file replaced by any other."""
    found: list = []
    source = loading._source(KINDS / "instrument.yaml", found)
    assert source is not None
    data = json.loads(json.dumps(source.data))
    place = random.Random(seed).choice(paths(data)[1:])  # noqa: S311
    inside = data
    for step in place[:-1]:
        inside = inside[step]
    inside[place[-1]] = tree
    stays_calm(write(tmp_path, json.dumps(data)))
