"""Texts in other languages: all of them have ids, what is missing falls back, what is unknown is said."""

from copy import deepcopy
from pathlib import Path

import pytest

from engine.instrument.canonical import structure_of
from engine.instrument.translation import (
    Translation,
    Untranslated,
    as_part_of,
    missing_texts,
    retext,
    texts,
    translate,
)
from engine.loading.folder import load, problems, read

KINDS = Path(__file__).parents[1] / "kinds"


def test_every_text_has_an_id() -> None:
    found = texts(load(KINDS))
    assert found["title"] == "Every kind of item"
    assert found["not_for.2"] == "real schools"
    assert found["stems.year"] == "This year our meetings ..."
    assert found["response_scales.agree3.3"] == "Agree"
    assert found["response_scales.uneven.1.5"] == "Half"
    assert found["response_scales.agree3.cannot_judge"] == "I can't judge"
    assert found["items.A1.text"] == "end on time."
    assert found["items.A1.note"] == "As planned."
    assert found["items.grades.options.2-4"] == "Two to four"
    assert found["items.years.non_answers.forgotten"] == "I don't know"
    assert found["subscales.meetings.label"] == "Meetings"
    assert found["subscales.meetings.levels.low.text"] == "Meetings are long."
    assert found["composites.all.label"] == "All of it"
    assert found["forms.full.title"] == "Everything"
    assert found["forms.full.pages.1"] == "Meetings"


def test_a_translation_replaces_texts_and_nothing_else() -> None:
    definition = read(KINDS)
    spanish = definition.translations["es"]
    assert (spanish.language, spanish.reviewed) == ("es", True)
    there = translate(definition.instrument, spanish)
    assert (there.language, there.title) == ("es", "Toda clase de preguntas")
    assert there.not_for == ("personas", "escuelas")
    assert there.item("A1").options[0].label == "En desacuerdo"
    assert there.item("A1").non_answers[0].label == "No puedo juzgar"
    assert there.item("role").options[1].label == "Dirección"
    assert there.subscales[0].levels[1].label == "Alto"
    assert there.forms[0].pages[0].title == "Reuniones"
    blank = [structure_of(retext(one, lambda id, text: "")) for one in (definition.instrument, there)]
    for name in blank[0].__dataclass_fields__:
        assert getattr(blank[0], name) == getattr(blank[1], name)


def test_missing_texts_stay_in_the_source_language_and_are_listed() -> None:
    here = load(KINDS)
    part = Translation("de", {"items.A1.text": "enden pünktlich."})
    there = translate(here, part)
    assert there.item("A1").text == "enden pünktlich."
    assert there.item("A2").text == here.item("A2").text
    absent = missing_texts(here, part)
    assert "items.A1.text" not in absent
    assert absent[0] == "title"
    bare = {id for id, text in texts(here).items() if not any(map(str.isalpha, text))}
    assert "response_scales.ends.2" in bare  # a point that is a number alone
    assert set(absent) == set(texts(here)) - {"items.A1.text"} - bare


def test_a_text_that_a_translation_lacks_knows_its_language() -> None:
    source = load(KINDS)
    bare = translate(source, Translation("ar", {"title": "عنوان"}))
    lacking = bare.items[0].text
    assert not isinstance(bare.title, Untranslated)
    assert isinstance(lacking, Untranslated)
    assert lacking == source.items[0].text
    for kept in (lacking, deepcopy(lacking), lacking.replace("#", "")):
        assert (kept.language, kept) == (source.language, lacking)
    assert Untranslated("a < b", "ar").__html__() == '<bdi lang="ar" dir="rtl">a &lt; b</bdi>'
    assert type(as_part_of("no", "n")) is str


def test_a_point_without_letters_needs_no_translation() -> None:
    here = retext(load(KINDS), lambda id, text: "7" if id.startswith("response_scales") else text)
    assert not any(id.startswith("response_scales") for id in missing_texts(here, Translation("de", {})))


def test_a_full_translation_lacks_nothing() -> None:
    definition = read(KINDS)
    assert missing_texts(definition.instrument, definition.translations["es"]) == ()


def test_retext_gives_each_text_its_own_id() -> None:
    named = retext(load(KINDS), lambda id, text: id)
    assert all(id == text for id, text in texts(named).items())


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("language: es\nitems: {A9: x}", ["unknown_text", "translation_missing"]),
        ("language: es\nitems: {A1: {options: {1: x}}}", ["unknown_text", "translation_missing"]),
        ("language: es\nresponse_scales: {agree3: {9: x}}", ["unknown_text", "translation_missing"]),
        ("language: es\nforms: {full: {pages: {7: x}}}", ["unknown_text", "translation_missing"]),
        ("language: es\nitems: {A1: {reverse: true}}", ["unknown_key"]),
        ("language: es\nitems: {A1: 5}", ["wrong_type"]),
        ("language: es\nsubscales: []", ["wrong_type"]),
        ("reviewed: true", ["missing_key"]),
        ("language: en", ["translation_language", "translation_missing"]),
    ],
)
def test_a_translation_holds_texts_and_never_structure(tmp_path: Path, text: str, codes: list[str]) -> None:
    for name in ("instrument.yaml", "constructs"):
        (tmp_path / name).symlink_to(KINDS / name)
    (tmp_path / "es.yaml").write_text(text, encoding="utf-8")
    of_the_instrument = {advice.code for advice in read(KINDS).advice}
    found = [problem.code for problem in problems(tmp_path)]
    assert [code for code in found if code not in of_the_instrument] == codes
