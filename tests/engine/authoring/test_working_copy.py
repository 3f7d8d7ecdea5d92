"""A working copy says what its folder would say: problems with lines, advice, and what it is."""

import pytest

from engine.authoring.working_copy import (
    LARGEST_FILE,
    check,
    from_folder,
    in_tab_order,
    is_file_name,
    name_problem,
    size_problems,
    with_plain_line_ends,
)
from engine.instrument.file_identity import identity, with_version
from engine.loading import catalog
from tests.engine.authoring.definition_files import FILES, INSTRUMENT, SPANISH


def test_a_good_copy_is_read_with_its_translations() -> None:
    checked = check(FILES)
    assert checked.publishable
    assert checked.definition is not None
    assert checked.definition.instrument.name == "meetings 1.0.0"
    assert set(checked.definition.translations) == {"es"}
    assert checked.found == ()


def test_problems_of_every_file_come_at_once_with_name_and_line() -> None:
    files = {
        "instrument.yaml": INSTRUMENT.replace("scale: true3}", "scale: true4}", 1),
        "es.yaml": "language: es\nitms: {}\n",
    }
    checked = check(files)
    assert not checked.publishable
    assert [(one.place, one.code) for one in checked.problems] == [
        ("instrument.yaml:17", "unknown_scale"),
        ("es.yaml:2", "unknown_key"),
    ]


def test_a_copy_without_an_instrument_says_so_at_its_first_line() -> None:
    (found,) = check({"es.yaml": SPANISH}).problems
    assert (found.place, found.code) == ("instrument.yaml:1", "no_instrument_file")


def test_advice_publishes_all_the_same() -> None:
    checked = check({"instrument.yaml": INSTRUMENT.replace("end on time", "always end on time")})
    assert checked.publishable
    assert [(one.place, one.code) for one in checked.advice] == [("instrument.yaml:17", "absolute_word")]


def test_an_example_that_does_not_hold_keeps_a_copy_from_publishing() -> None:
    wrong = "examples:\n  - {why: wrong, answers: {M1: 1, M2: 1, M3: 1}, scores: {use: 3.0}}\n"
    checked = check({**FILES, "examples.yaml": wrong})
    assert [one.code for one in checked.problems] == ["example_differs"]
    assert not checked.publishable


def test_a_construct_map_of_the_copy_is_found() -> None:
    own = (
        "id: meetings\ntitle: Meetings\nlanguage: en\nlicence: CC0-1.0\nconstructs:\n"
        "  - {id: use, label: Use, meaning: That meetings help.}\n"
    )
    text = INSTRUMENT.replace("minimum_group: 5", "minimum_group: 5\nconstruct_map: meetings").replace(
        "label: Use,", "label: Use, construct: use,"
    )
    checked = check({"instrument.yaml": text, "constructs/meetings.yaml": own})
    assert checked.definition is not None, checked.found
    assert checked.definition.instrument.construct_map is not None


@pytest.mark.parametrize(
    "name", ["instrument.yaml", "es.yaml", "pt-BR.yaml", "norms.yaml", "constructs/a-map.yaml"]
)
def test_names_that_are_read(name: str) -> None:
    assert is_file_name(name)
    assert name_problem(name) is None


@pytest.mark.parametrize(
    "name",
    [
        "",
        "notes.txt",
        "../es.yaml",
        "constructs/../es.yaml",
        "constructs/",
        "/es.yaml",
        "es.yml",
        "a/es.yaml",
        "es.yaml\n",
    ],
)
def test_names_that_are_not_read(name: str) -> None:
    assert not is_file_name(name)
    assert name_problem(name) is not None


def test_identity_is_read_from_what_is_there_even_when_it_is_broken() -> None:
    assert identity(INSTRUMENT) == ("meetings", "1.0.0", "Staff meetings")
    assert identity('id: "x\n\ttitle: : :\nversion: 1.0.0 # first\n') == ("x", "1.0.0", "")
    assert identity("") == ("", "", "")


def test_another_version_changes_that_word_and_nothing_else() -> None:
    text = INSTRUMENT.replace("version: 1.0.0", "version:  1.0.0  # the first")
    assert with_version(text, "1.0.1") == text.replace("1.0.0", "1.0.1")
    assert with_version("no version", "1.0.1") == "no version"


def test_files_stand_in_the_order_of_their_tabs() -> None:
    names = ["norms.yaml", "constructs/a.yaml", "es.yaml", "instrument.yaml", "examples.yaml", "de.yaml"]
    assert in_tab_order(names) == [
        "instrument.yaml",
        "de.yaml",
        "es.yaml",
        "examples.yaml",
        "norms.yaml",
        "constructs/a.yaml",
    ]


def test_a_shipped_instrument_is_a_good_copy() -> None:
    checked = check(from_folder(catalog.folder("educator-efficacy@1.0.0")))
    assert checked.publishable, checked.problems


def test_texts_are_kept_with_plain_line_ends() -> None:
    assert with_plain_line_ends("a\r\nb\rc") == "a\nb\nc\n"
    assert with_plain_line_ends("") == ""


def test_sizes_are_bounded_by_file_and_together() -> None:
    assert size_problems(FILES) == ()
    large = "0" * LARGEST_FILE
    assert [one.place for one in size_problems({"es.yaml": large + "0"})] == ["es.yaml"]
    together = size_problems({f"{one}.yaml": large for one in ("de", "es", "fr", "it")})
    assert [one.place for one in together] == ["the definition"]
    assert size_problems({f"a{number}.yaml": "" for number in range(41)}) != ()
