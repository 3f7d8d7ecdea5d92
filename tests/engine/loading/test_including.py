"""`include:` brings items of other instruments, what they need and their translations; versions are kept."""

from pathlib import Path

import pytest

from engine.instrument.canonical import canonical_text, from_canonical
from engine.instrument.comparison import compare
from engine.instrument.translation import translate
from engine.loading.folder import load, problems, read
from tests.engine.loading.small_files import SMALL, write

WHOLE = "include: [{instrument: mood, version: 1.0.0}]\n"
MODULE = """\
id: mood
version: 1.0.0
title: Mood
language: en
licence: CC-BY-4.0
audience: any
privacy: anonymous
minimum_group: 5
response_scales:
  often: {options: [{value: 1, label: Never}, {value: 2, label: Often}]}
stems: {week: Last week ...}
items:
  - {id: M1, text: I slept well., scale: often, stem: week}
  - {id: M2, text: I ate well., scale: often, stem: week}
  - {id: M3, text: I laughed., scale: often, show_if: {item: M2, is: [2]}}
subscales:
  - {id: mood, label: Mood, items: [M1, M2], score: {method: mean, minimum_answered: 1}}
"""
SPANISH = "language: es\nitems: {M1: Dormí bien., M2: Comí bien.}\nstems: {week: La semana pasada ...}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    module = tmp_path / "small" / "modules" / "mood" / "1.0.0"
    module.mkdir(parents=True)
    write(module, MODULE)
    write(module, SPANISH, "es.yaml")
    return write(tmp_path / "small", SMALL + WHOLE)


def said(folder: Path) -> list[str]:
    return [problem.code for problem in problems(folder) if problem.refuses]


def test_items_scales_stems_and_whole_subscales_come_along(folder: Path) -> None:
    found = load(folder)
    assert [item.id for item in found.items] == ["A1", "A2", "M1", "M2", "M3"]
    assert [scale.id for scale in found.response_scales] == ["agree", "often"]
    assert [one.id for one in found.subscales] == ["one", "mood"]
    assert found.stems == {"week": "Last week ..."}
    (module,) = found.modules
    assert (module.instrument, module.version, module.items) == ("mood", "1.0.0", ("M1", "M2", "M3"))
    assert len(module.digest) == 64


def test_of_a_subscale_in_part_only_the_items_come(folder: Path) -> None:
    write(folder, SMALL + WHOLE.replace("1.0.0}", "1.0.0, items: [M2]}"))
    found = load(folder)
    assert [item.id for item in found.items] == ["A1", "A2", "M2"]
    assert [one.id for one in found.subscales] == ["one"]


def test_the_version_and_digest_stand_in_the_canonical_text(folder: Path) -> None:
    found = load(folder)
    assert from_canonical(canonical_text(found)).modules == found.modules
    before = canonical_text(load(write(folder, SMALL)))
    assert "modules" not in before


def test_texts_in_other_languages_come_along(folder: Path) -> None:
    write(folder, "language: es\ntitle: Pequeño\nitems: {M2: Me alimenté bien.}\n", "es.yaml")
    definition = read(folder)
    there = translate(definition.instrument, definition.translations["es"])
    assert [there.item(id).text for id in ("M1", "M2")] == ["Dormí bien.", "Me alimenté bien."]
    assert there.stems["week"] == "La semana pasada ..."


def test_a_module_that_changed_is_noticed(folder: Path) -> None:
    old = load(folder)
    pinned = WHOLE.replace("1.0.0}", f'1.0.0, digest: "{old.modules[0].digest[:16]}"}}')
    assert said(write(folder, SMALL + pinned)) == []
    write(folder / "modules" / "mood" / "1.0.0", MODULE.replace("I laughed.", "I sang."))
    assert said(folder) == ["module_changed"]
    write(folder, SMALL + WHOLE)
    told = [change.sentence for change in compare(old, load(folder)).changes]
    assert told == ["M3 is worded otherwise.", "What is included from other instruments changed."]


@pytest.mark.parametrize(
    ("include", "code"),
    [
        ("{instrument: mud, version: 1.0.0}", "unknown_module"),
        ("{instrument: mood, version: 2.0.0}", "unknown_module"),
        ("{instrument: mood, version: 1.0.0, items: [M9]}", "unknown_item"),
        ("{instrument: mood, version: 1.0.0, items: [M3]}", "unknown_item"),
        ("{instrument: mood}", "missing_key"),
        ("{instrument: mood, version: 1.0.0, digest: xyz}", "bad_id"),
    ],
    ids=["name", "version", "item", "rule of an item left out", "no version", "digest"],
)
def test_what_does_not_fit_is_told(folder: Path, include: str, code: str) -> None:
    write(folder, SMALL + f"include: [{include}]\n")
    assert code in said(folder)


def test_scales_of_one_name_have_to_be_one_scale(folder: Path) -> None:
    write(folder, SMALL.replace("agree", "often") + WHOLE)
    assert said(folder) == ["module_conflict"]


def test_a_module_with_modules_or_problems_is_refused(folder: Path) -> None:
    module = folder / "modules" / "mood" / "1.0.0"
    write(module, MODULE + "include: [{instrument: small, version: 1.0.0}]\n")
    assert said(folder) == ["unknown_module"]
    write(module, MODULE.replace("scale: often", "scale: oftn"))
    assert said(folder) == ["unknown_module"]
