"""The door: what a file says becomes the frozen model."""

from pathlib import Path

import pytest

from engine.instrument.kinds import KINDS as ROWS
from engine.instrument.model import Audience, Level, NonAnswer, Option, Page, Privacy, Scoring
from engine.instrument.rules import All, Answered, AnyOf, AtLeast, AtMost, Is, Not
from engine.loading.folder import column_map, load, read
from engine.problems import Refused
from engine.problems.codes import CATALOGUE
from tests.engine.loading.small_files import KINDS, SMALL, said, write

# What a definition says


def test_every_key_of_the_format_reaches_the_model() -> None:
    found = load(KINDS)
    assert (found.id, found.version, found.language) == ("kinds", "1.2.3", "en")
    assert (found.audience, found.privacy) == (Audience.ANY, Privacy.CONFIDENTIAL)
    assert (found.minimum_group, found.minutes, found.reading_grade) == (8, 3, 6)
    assert (found.display_text, found.citation) == (False, "The Barograph authors (2026).")
    assert (found.purpose, found.intended_use) == ("To try every key of the format.", "Tests.")
    assert (found.not_for, found.thanks) == (("real people", "real schools"), "Thank you.")
    assert (found.sources, found.stems["year"]) == (("The format itself.",), "This year our meetings ...")
    assert set(found.stems) == {"year", "own"}  # the second came with what is included
    assert [(one.instrument, one.items) for one in found.modules] == [("educator-efficacy", ("IN1",))]
    assert found.validation.structures == ("one_factor", "correlated")
    assert (found.validation.groups, found.validation.cluster) == (("role", "language"), "site")


def test_items_of_every_kind() -> None:
    found = load(KINDS)
    assert {item.kind for item in found.items} == set(ROWS.values())
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
    found = load(KINDS)
    assert found.item("grades").show_if == Is("role", ("teacher",))
    assert found.item("began").show_if == All((AtLeast("years", 1.0), Not(AtMost("years", 0.0))))
    assert found.item("word").show_if == AnyOf((Answered("A1"), Is("A2", (1, 2))))


def test_scores_levels_forms_and_what_stands_beside() -> None:
    definition = read(KINDS)
    found = definition.instrument
    meetings, total = found.subscales
    assert meetings.score == Scoring("mean", 2, (0.0, 100.0))
    assert meetings.levels == (Level("low", "Low", "Meetings are long.", 50.0), Level("high", "High", ""))
    assert (total.score, total.construct) == (Scoring("sum", 1), None)
    assert (found.composites[0].of, found.composites[0].score.rescale) == (("meetings",), (0.0, 10.0))
    full, short = found.forms
    assert full.pages[0] == Page(("A1", "A2", "A3", "U1"), "Meetings", random=True)
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
    assert [advice.code for advice in definition.advice] == ["privacy_by_codes", "subscale_ranges"]
    assert read(KINDS).examples[1].form == "short"


def test_a_column_map() -> None:
    found = column_map(KINDS / "columns.yaml")
    assert found.columns == {"q1": "A1", "q2": "A2"}
    assert (found.keyed, found.site, found.respondent) == (("A2",), "school", "number")
    assert (found.groups, found.ignore) == (("role",), ("timestamp",))


@pytest.mark.parametrize(("text", "keyed"), [("keyed: all", None), ("keyed: [A1]", ("A1",)), ("why: x", ())])
def test_a_column_map_says_what_is_keyed(tmp_path: Path, text: str, keyed: object) -> None:
    write(tmp_path, text, "columns.yaml")
    assert column_map(tmp_path / "columns.yaml").keyed == keyed


def test_a_column_map_with_problems_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "keyd: all\nsite: 5", "columns.yaml")
    with pytest.raises(Refused) as refused:
        column_map(tmp_path / "columns.yaml")
    assert [problem.code for problem in refused.value.problems] == ["wrong_type", "unknown_key"]


def test_a_column_map_beside_an_instrument_names_its_items(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, "columns: {q1: A9}\nkeyed: [A1, B1]", "columns.yaml")
    assert said(tmp_path) == [(1, "unknown_item"), (2, "unknown_item"), (2, "unknown_item")]


def test_a_column_map_names_options_of_choose_many(tmp_path: Path) -> None:
    write(tmp_path, "columns: {g1: grades.k}", "columns.yaml")
    assert column_map(tmp_path / "columns.yaml").columns == {"g1": "grades.k"}
    for kind, word in (("choose_many", "grades.k"), ("choose_one", "grades")):
        many = f"  - {{id: grades, text: G, kind: {kind}, options: [{{value: k, label: K}}, {{value: l, label: L}}]}}\n"
        write(tmp_path, SMALL.replace("items:\n", f"items:\n{many}", 1))
        write(tmp_path, f"columns: {{g1: {word}, g2: grades.x}}", "columns.yaml")
        assert said(tmp_path) == [(1, "unknown_item")]


def test_without_forms_there_is_one_with_all_items(tmp_path: Path) -> None:
    found = load(write(tmp_path))
    assert [form.id for form in found.forms] == ["full"]
    assert found.main_form.items == ("A1", "A2")


def test_subscales_may_be_none(tmp_path: Path) -> None:
    text = SMALL[: SMALL.index("subscales:")] + "subscales: []\n"
    assert load(write(tmp_path, text)).subscales == ()


# Pages made by themselves


def pages_of(tmp_path: Path, items: str) -> list[tuple[str, ...]]:
    text = SMALL[: SMALL.index("items:")] + "stems: {s: Stem}\nitems:\n" + items + "subscales: []\n"
    return [page.items for page in load(write(tmp_path, text)).main_form.pages]


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
    assert read(folder).crosswalks[0].items == {"B1": "A1"}
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
        load(path)
    assert len(refused.value.problems) == 1
    assert refused.value.problems[0].code in CATALOGUE


def test_a_dangling_link_is_no_crash(tmp_path: Path) -> None:
    (tmp_path / "instrument.yaml").symlink_to(tmp_path / "gone.yaml")
    assert said(tmp_path) == [(1, "unreadable_file")]
