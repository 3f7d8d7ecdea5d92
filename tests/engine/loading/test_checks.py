"""All that is wrong is said at once, each with its line; and the parts of a definition have to fit."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from engine.instrument.canonical import digests
from engine.instrument.translation import texts
from engine.loading.folder import load, problems, read
from engine.problems import Refused
from tests.engine.loading.small_files import SMALL, changed, said, write

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
    files = {Path(one.place.rpartition(":")[0]).name for one in problems(tmp_path)}
    assert files == {"es.yaml", "examples.yaml", "norms.yaml"}
    with pytest.raises(Refused) as refused:
        load(tmp_path)
    assert refused.value.problems == problems(tmp_path)


def test_a_file_of_nothing_but_problems_lists_the_first_of_them(tmp_path: Path) -> None:
    many = SMALL + "".join(f"odd{number}: 1\n" for number in range(5000))
    started = time.process_time()
    found = problems(write(tmp_path, many))
    assert time.process_time() - started < 5
    assert [problem.code for problem in found].count("unknown_key") == 100
    assert [(one.place.rpartition(":")[2], one.code) for one in found][-1] == ("117", "more_problems")


def test_references_that_lead_nowhere_are_not_all_looked_up(tmp_path: Path) -> None:
    items = "".join(f"  - {{id: A{n}, text: T., scale: agree}}\n" for n in range(1500))
    wrong = ", ".join(f"B{n}" for n in range(1500))
    text = SMALL[: SMALL.index("items:")] + f"items:\n{items}" + SMALL[SMALL.index("subscales:") :]
    started = time.process_time()
    found = said(write(tmp_path, text.replace("[A1, A2]", f"[{wrong}]")))
    assert time.process_time() - started < 10
    assert [code for _, code in found] == ["unknown_item"] * 100 + ["more_problems"]


def test_advice_keeps_nothing(tmp_path: Path) -> None:
    write(tmp_path, SMALL + "forms: {short: {items: [A1]}}\n")
    assert said(tmp_path) == [(14, "item_on_no_form")]
    assert load(tmp_path).id == "small"
    assert [problem.code for problem in read(tmp_path).advice] == ["item_on_no_form"]


def test_advice_is_said_beside_what_refuses(tmp_path: Path) -> None:
    text = SMALL.replace("minimum_group: 5", "minimum_group: 1") + "forms: {short: {items: [A1]}}\n"
    with pytest.raises(Refused) as refused:
        load(write(tmp_path, text))
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


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "{item: A1, is: }",
        "{item: A1, at_least: ~}",
        "{item: A1, at_most: null}",
        "{item: , is: [1]}",
        "{answered: }",
        "{all: }",
        "{any: }",
        "{not: }",
        "{not: {item: A1, is: }}",
    ],
)
def test_a_rule_with_nothing_behind_a_key_is_refused_at_its_place(tmp_path: Path, rule: str) -> None:
    new = f"text: Two., scale: agree, show_if: {rule}"
    assert changed(tmp_path, "text: Two., scale: agree", new) == [(14, "empty_value")]


@pytest.mark.parametrize("key", ["intended_use", "not_for", "validation", "forms", "composites"])
def test_no_key_may_be_there_with_nothing_behind_it(tmp_path: Path, key: str) -> None:
    """It would count as not there: a slip that nobody hears of."""
    assert said(write(tmp_path, SMALL + f"{key}:\n")) == [(17, "empty_value")]


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


@pytest.mark.parametrize("said", ["[]", "[anonymous]", "{a: 1}", "5"])
def test_a_promise_of_privacy_that_is_no_word_is_a_problem_and_no_error(tmp_path: Path, said: str) -> None:
    assert changed(tmp_path, "privacy: anonymous", f"privacy: {said}") == [(7, "unknown_word")]


# When the text of a level holds


def test_the_text_of_a_level_may_hang_on_the_answers_to_its_statements(tmp_path: Path) -> None:
    text = SMALL.replace("minimum_answered: 1}}", "minimum_answered: 1}, levels: LEVELS}")
    low_level = "{id: low, label: Low, below: 1.5, text: Few., you: Yours., text_holds_if: [HELD]}"
    levels = f"[{low_level}, {{id: high, label: High}}]"
    text = text.replace("LEVELS", levels)
    good = text.replace("HELD", "{item: A1, from: 1, to: 1.6}")
    low, high = load(write(tmp_path, good)).subscale("one").levels
    assert (low.you, [(held.item, held.low, held.high) for held in low.text_holds_if]) == (
        "Yours.",
        [("A1", 1.0, 1.6)],
    )
    assert (high.you, high.text_holds_if) == ("", ())
    for held, code in {
        "{item: A3, from: 1, to: 2}": "unknown_item",
        "{item: A1, from: 2, to: 1}": "limits_reversed",
        "{item: A1, from: 1, to: 3}": "level_out_of_range",
    }.items():
        assert said(write(tmp_path, text.replace("HELD", held))) == [(16, code)]


def test_when_a_text_holds_is_no_matter_of_scoring(tmp_path: Path) -> None:
    """So that the condition can be mended after a pilot without a new major version."""
    made = []
    for held in ("1.6", "1.7"):
        level = f"{{id: low, label: Low, below: 1.5, text_holds_if: [{{item: A1, from: 1, to: {held}}}]}}"
        levels = f"minimum_answered: 1}}, levels: [{level}, {{id: high, label: High}}]}}"
        made.append(digests(load(write(tmp_path, SMALL.replace("minimum_answered: 1}}", levels)))))
    assert made[0] == made[1]


def test_consent_and_a_notice_are_texts_and_for_research_only_is_none(tmp_path: Path) -> None:
    plain = load(write(tmp_path))
    more = SMALL + "consent: You may stop.\nnotice: Dear family.\nresearch_only: true\n"
    made = load(write(tmp_path, more))
    assert (made.consent, made.notice, made.research_only) == ("You may stop.", "Dear family.", True)
    assert {id for id in texts(made) if id not in texts(plain)} == {"consent", "notice"}
    without = replace(made, consent=None, notice=None)
    assert digests(without) == digests(plain)


def test_needs_are_for_who_chooses_and_change_no_version(tmp_path: Path) -> None:
    made = load(write(tmp_path, SMALL + "needs: [How do our meetings go?]\n"))
    assert made.needs == ("How do our meetings go?",)
    assert texts(made) == texts(load(write(tmp_path)))
    assert digests(made) == digests(replace(made, needs=()))
