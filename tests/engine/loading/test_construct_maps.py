"""A construct map in other languages: read beside the map, checked with its place, and in no digest."""

from pathlib import Path

import pytest

from engine.instrument.canonical import canonical_text, digests, from_canonical
from engine.instrument.translation import translate
from engine.loading.folder import problems, read
from engine.problems import Problem
from engine.results.in_language import words_of
from tests.engine.loading.small_files import KINDS

GOOD = """\
language: es
title: Un mapa
constructs:
  useful-meetings:
    {label: Reuniones, meaning: Útiles., low: Nadie, high: Todos, question: ¿Cuál?,
    when_lacking: {consequence: tiempo perdido, note: Quizá}}
  lasting-decisions: {label: Decisiones firmes, meaning: Se apoyan en evidencia.}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path in KINDS.rglob("*.yaml"):
        target = tmp_path / "kinds" / path.relative_to(KINDS)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    return tmp_path / "kinds"


def of_the_map(folder: Path, text: str, language: str = "es") -> list[Problem]:
    (folder / "constructs" / f"trying.{language}.yaml").write_text(text, encoding="utf-8")
    return [problem for problem in problems(folder) if f"trying.{language}.yaml" in problem.place]


def test_a_translated_instrument_reads_its_map_in_that_language(folder: Path) -> None:
    before = read(folder)
    assert of_the_map(folder, GOOD) == []
    after = read(folder)
    spanish = translate(after.instrument, after.translations["es"])
    assert spanish.construct_map is not None
    assert spanish.construct_map.construct("useful-meetings").question == "¿Cuál?"
    words = words_of(after.instrument, spanish)
    assert words["lost time"] == "tiempo perdido"
    assert words["Decisions rest on evidence."] == "Se apoyan en evidencia."
    there = before.translations.values()
    assert digests(after.instrument, there) == digests(before.instrument, there)
    assert canonical_text(after.instrument) == canonical_text(before.instrument)
    kept = from_canonical(canonical_text(after.instrument, after.translations.values()), "es")
    assert kept.construct_map == spanish.construct_map


def test_what_is_wrong_is_told_with_its_line_and_what_to_do(folder: Path) -> None:
    (unknown,) = of_the_map(
        folder, GOOD.replace("lasting-decisions", "lasting-decision").replace("label: D", "labl: D")
    )[:1]
    assert unknown.place.endswith("trying.es.yaml:7")
    texts = [
        problem.code for problem in of_the_map(folder, GOOD.replace("lasting-decisions", "lasting-decision"))
    ]
    assert texts == ["unknown_text", "unknown_text", "translation_missing"]
    assert [one.code for one in of_the_map(folder, GOOD.replace("es", "fr", 1))] == ["translation_language"]
    (folder / "constructs" / "trying.es.yaml").unlink()
    own = of_the_map(folder, GOOD.replace("es", "en", 1), "en")
    assert [(one.code, one.remedy) for one in own] == [
        ("translation_language", "delete the file, or name another")
    ]


def test_facets_and_populations_have_names_that_only_results_show(folder: Path) -> None:
    there = folder / "es.yaml"
    text = there.read_text(encoding="utf-8")
    plain = read(folder)
    there.write_text(text + "facets: {time: tiempo}\npopulations: {Nobody: Nadie}\n", encoding="utf-8")
    named = read(folder)
    assert dict(named.translations["es"].names) == {"time": "tiempo", "Nobody": "Nadie"}
    both = (digests(one.instrument, one.translations.values()) for one in (plain, named))
    assert len({str(one) for one in both}) == 1
    there.write_text(text + "facets: {tim: tiempo}\n", encoding="utf-8")
    found = [one for one in problems(folder) if one.code == "unknown_text"]
    assert [one.path for one in found] == ["facets.tim"]


def test_a_construct_may_be_part_of_one_of_another_map(folder: Path) -> None:
    there = folder / "constructs" / "trying.yaml"
    text, before = there.read_text(encoding="utf-8"), problems(folder)
    (folder / "constructs" / "other.yaml").write_text(
        text.replace("id: trying", "id: other").replace("useful-meetings", "broad-meetings"), encoding="utf-8"
    )
    part = text.replace("    meaning:", "    under: broad-meetings\n    meaning:", 1)
    there.write_text(part, encoding="utf-8")
    assert problems(folder) == before
    constructs = read(folder).instrument.construct_map
    assert constructs is not None
    assert [one.under for one in constructs.constructs][:2] == ["broad-meetings", None]
    there.write_text(part.replace("under: broad-meetings", "under: useful-meetings"), encoding="utf-8")
    assert problems(folder)[0].code == "unknown_construct"  # of itself
    there.write_text(part.replace("under: broad-meetings", "under: broad-meeting"), encoding="utf-8")
    found = problems(folder)[0]
    assert (found.code, found.remedy) == ("unknown_construct", "did you mean 'broad-meetings'?")
