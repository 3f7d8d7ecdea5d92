"""YAML 1.2 and no more of it than a definition needs; and no file, however odd, ends in a crash."""

import json
import random
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.loading.folder import load, problems
from engine.loading.yaml_source import read_source
from engine.problems import Refused
from engine.problems.codes import CATALOGUE
from tests.engine.loading.small_files import KINDS, SMALL, changed, said, write

SHIPPED = Path(__file__).parents[3] / "instruments"
BROKEN = Path(__file__).parents[1] / "broken"

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
    found = load(write(tmp_path, SMALL.replace("label: Agree", f"label: {written}")))
    assert found.item("A1").options[1].label == label


@pytest.mark.parametrize(
    ("written", "value"),
    [("2", 2), ("+2", 2), ("010", 10), ("0x0A", 10), ("0o17", 15), ("2.50", 2.5), ("2.0", 2), ("2e1", 20)],
)
def test_numbers_are_those_of_the_core_schema(tmp_path: Path, written: str, value: float) -> None:
    found = load(write(tmp_path, SMALL.replace("value: 2", f"value: {written}")))
    got = found.item("A1").options[1].value
    assert (got, type(got)) == (value, type(value))


@pytest.mark.parametrize("written", [".nan", ".inf", "-.Inf", "1e999", "9" * 400, "-1e16"])
def test_a_number_that_is_none_is_said_once(tmp_path: Path, written: str) -> None:
    assert changed(tmp_path, "value: 2", f"value: {written}") == [(11, "number_out_of_range")]


@pytest.mark.parametrize("word", ["true", "False", "TRUE"])
def test_true_and_false_are_no_option_values(tmp_path: Path, word: str) -> None:
    write(tmp_path, SMALL.replace("value: 2", f"value: {word}"))
    (problem,) = problems(tmp_path)
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
    found = problems(tmp_path)
    assert {problem.code for problem in found} == {"unknown_key"}
    assert "put the whole text in quotes" in found[0].remedy


# Attacks and accidents


def test_a_bomb_of_aliases_is_refused_at_once(tmp_path: Path) -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 40)
    )
    started = time.process_time()
    assert (1, "yaml_alias") in said(write(tmp_path, bomb))
    assert time.process_time() - started < 2


@pytest.mark.parametrize("sign", ["[", "{a: ", "- ", "? ", "&a [", "!t ["])
def test_deep_nesting_is_refused_at_once(tmp_path: Path, sign: str) -> None:
    started = time.process_time()
    found = problems(write(tmp_path, "x:\n " + sign * 100_000))
    assert time.process_time() - started < 5
    assert found
    assert found[-1].code in ("too_deep", "key_not_text", "yaml_syntax", "more_problems")


def test_a_definition_of_many_items_is_read_in_time(tmp_path: Path) -> None:
    """Ten shipped instruments' worth of loading may take a second; measured, one takes about 0.07 s."""
    folder = SHIPPED / "collective-leadership" / "1.0.0"
    load(folder)
    started = time.process_time()
    for _ in range(5):
        load(folder)
    assert (time.process_time() - started) / 5 < 0.5


ROOM = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def stays_calm(folder: Path) -> None:
    """Loading either works or is refused with problems whose codes are catalogued, each with its line."""
    found = problems(folder)
    for problem in found:
        assert problem.code in CATALOGUE
        assert int(problem.place.rpartition(":")[2]) >= 1
        str(problem).encode("utf-8")
    if any(problem.refuses for problem in found):
        with pytest.raises(Refused):
            load(folder)
    else:
        load(folder)


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


def test_both_parsers_say_the_same_of_every_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of what ships and of what is broken, in some of which the second parser alone finds what is wrong."""
    files = [*SHIPPED.rglob("*.yaml"), *KINDS.glob("*.yaml"), *BROKEN.rglob("*.yaml")]
    assert len(files) > 150
    quick = [read_source(file) for file in files]
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    assert [file for file, read in zip(files, quick, strict=True) if read_source(file) != read] == []


@pytest.mark.slow
@ROOM
@given(seed=st.integers(0, 10**9), tree=TREES)
def test_no_value_in_any_place_gets_a_traceback(tmp_path: Path, seed: int, tree: object) -> None:
    """Any value of the file replaced by any other."""
    source, _ = read_source(KINDS / "instrument.yaml")
    assert source is not None
    data = json.loads(json.dumps(source.data))
    place = random.Random(seed).choice(paths(data)[1:])  # noqa: S311
    inside = data
    for step in place[:-1]:
        inside = inside[step]
    inside[place[-1]] = tree
    stays_calm(write(tmp_path, json.dumps(data)))
