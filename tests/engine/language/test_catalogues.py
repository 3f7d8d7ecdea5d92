"""Every sentence is used, every sentence asked for is there, and every language that is shipped has them all."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter

import pytest

import engine
import web
from engine.language import ENGLISH, CatalogueError, Language
from engine.language.catalogue import SHIPPED, Catalogue, load, places

ROOMS = [Path(module.__file__).parent for module in (engine, web) if module.__file__]
SOURCES = [path.read_text() for room in ROOMS for suffix in ("*.py", "*.html") for path in room.rglob(suffix)]
SAID = re.compile(r"\b(?:say|count|tell)\(\s*['\"](\w[\w.]+)['\"]\s*[,)]")
# Keys that are put together where they are said, so that no line holds them whole.
BUILT = re.compile(
    r"error_\d+|(number|date)_(from|to|from_to)|\w+_(short|fact)|privacy_\w+|problem\.\w+\.(cause|remedy)"
)
OTHERS = [name for name in places((SHIPPED,)) if name != ENGLISH]
# Sentences that may be the same in two languages: names, and words that languages share.
SAME = {
    *("product", "error_prefix", "problem.sentence", "report.column.n", "report.groups.quoted"),
    *(
        "predicted.head",
        "predicted.of",
        "guide.resource",
        "guide.media_video",
        "guide.share",
        "paper_form.quoted",
    ),
    *("audiences.end", "audiences.under", "together.corner", "partners.settled", "units.result.title_team"),
}
ENGLISH_ALONE = {"authoring"}  # parts that nobody reads who chose another language
# Keys that an f-string of the sources puts together, as it stands there: "report.start.single.{start.reason}".
PUT_TOGETHER = re.compile(
    "|".join(
        re.sub(r"\\\{[^{}]*\\\}", r"\\w+", re.escape(key))
        for text in SOURCES
        for key in re.findall(
            r"\bf[\"']((?:report|choosing|rubric|printed|school|reminders|sharing|paper_form|account|allotment|guide|sheet|audiences|together|partners|units|families|looking_back|check_ins|predicted|plan|home|help|board|phases|log)\.[^\"\n]*?)[\"'](?=[,)\s])",
            text,
        )
    )
)


@pytest.fixture(scope="module")
def english() -> Catalogue:
    return Language.of(ENGLISH).catalogue


def test_every_sentence_is_used(english: Catalogue) -> None:
    everything = "\n".join(SOURCES)
    quoted = set(re.findall(r"[\"']([\w.]+)[\"']", everything))
    unused = {key for key in english.sentences if not ({key, key.removesuffix("_title")} & quoted)}
    unused = {key for key in unused if not PUT_TOGETHER.fullmatch(key)}
    assert {key for key in unused if not BUILT.fullmatch(key.removesuffix("_title"))} == set()


def test_every_sentence_asked_for_is_there(english: Catalogue) -> None:
    asked = {key for text in SOURCES for key in SAID.findall(text)}
    assert len(asked) > 100
    assert asked - set(english.sentences) == set()


def test_a_built_key_is_not_an_excuse_for_a_sentence_that_is_gone(english: Catalogue) -> None:
    built = {key for key in english.sentences if BUILT.fullmatch(key.removesuffix("_title"))}
    for kind in ("error_", "number_", "date_", "privacy_"):
        assert any(key.startswith(kind) for key in built), kind


@pytest.mark.parametrize("name", [ENGLISH, *OTHERS])
def test_a_language_has_every_part_and_sentence_that_english_has(name: str, english: Catalogue) -> None:
    other = Language.of(name).catalogue
    wanted = {key: part for key, part in english.part_of.items() if part not in ENGLISH_ALONE}
    if name != ENGLISH:
        assert {key: other.part_of.get(key) for key in wanted} == wanted, "missing"
    assert set(other.sentences) - set(english.sentences) == set(), "unused"


@pytest.mark.parametrize("name", [ENGLISH, *OTHERS])
def test_a_language_fills_the_same_blanks(name: str, english: Catalogue) -> None:
    for key, sentence in _all_sentences(name):
        asked = english.sentences[key]
        assert isinstance(sentence, str) == isinstance(asked, str), key
        wanted = _blanks(asked if isinstance(asked, str) else asked["other"])
        for category, text in _forms(sentence):
            found = _blanks(text)
            # `n` may be in words where one number is meant, and left out where it is told otherwise
            assert found == wanted or (category != "other" and found | {"n"} == wanted | {"n"}), (
                key,
                category,
            )


@pytest.mark.parametrize("name", [ENGLISH, *OTHERS])
def test_a_language_has_every_plural_that_its_numbers_need(name: str) -> None:
    language = Language.of(name)
    sentences = list(_all_sentences(name))
    needed = {language.locale.plural_form(n) for n in range(201)}
    known = set(language.locale.plural_form.tags) | {"other"}
    for key, sentence in sentences:
        if not isinstance(sentence, str):
            assert needed <= set(sentence) <= known, key


@pytest.mark.parametrize("name", [ENGLISH, *OTHERS])
def test_no_sentence_was_left_in_english(name: str, english: Catalogue) -> None:
    other = Language.of(name).catalogue.sentences
    same = {key for key, text in other.items() if dict(_forms(text)) == dict(_forms(english.sentences[key]))}
    assert (same - SAME == set()) is (name != ENGLISH)


def test_a_key_in_two_parts_is_refused_with_its_place(tmp_path: Path) -> None:
    _write(tmp_path / "xx", one='greeting = "Hello"', two='greeting = "Good day"')
    with pytest.raises(CatalogueError, match=r"two\.toml: 'greeting' stands in one\.toml already"):
        load(tmp_path / "xx")


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        ("people = { one = 'a person' }", "'people' lacks the plural category 'other'"),
        ("people = 3", "'people' is neither a sentence nor a table"),
        ("people = ", "Invalid value"),
    ],
    ids=["no other", "number", "not toml"],
)
def test_a_broken_catalogue_says_where(tmp_path: Path, content: str, cause: str) -> None:
    _write(tmp_path / "xx", one=content)
    with pytest.raises(CatalogueError, match=rf"one\.toml: .*{cause}"):
        load(tmp_path / "xx")


def test_tables_nest_and_a_table_of_plurals_is_one_sentence(tmp_path: Path) -> None:
    _write(
        tmp_path / "xx",
        one="catalogue.reviewed = true\n[page]\ntitle = 'T'\npeople = { one = 'a', other = '{n}' }",
        two="[head]\ntitle = 'H'",
    )
    found = load(tmp_path / "xx")
    assert set(found.sentences) == {"page.title", "page.people", "head.title"}
    assert (found.parts, found.reviewed) == ({"one", "two"}, {"one"})


def _all_sentences(name: str) -> Iterator[tuple[str, str | Mapping[str, str]]]:
    kept = Language.of(name).catalogue
    yield from kept.sentences.items()
    yield from kept.young.items()


def _write(place: Path, **parts: str) -> None:
    place.mkdir()
    for part, content in parts.items():
        (place / f"{part}.toml").write_text(content, encoding="utf-8")


def _forms(sentence: str | Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield from {"other": sentence}.items() if isinstance(sentence, str) else sentence.items()


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
