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


def test_a_module_with_problems_is_refused(folder: Path) -> None:
    write(folder / "modules" / "mood" / "1.0.0", MODULE.replace("scale: often", "scale: oftn"))
    assert said(folder) == ["unknown_module"]


SLEEP = """\
id: sleep
version: 2.0.0
title: Sleep
language: en
licence: CC-BY-4.0
audience: any
privacy: anonymous
minimum_group: 5
response_scales:
  hours: {options: [{value: 5, label: Five}, {value: 8, label: Eight}]}
items:
  - {id: S1, text: I slept so long., scale: hours}
  - {id: S2, text: At weekends., scale: hours}
subscales:
  - {id: sleep, label: Sleep, items: [S1, S2], score: {method: mean, minimum_answered: 1}}
"""


def nested(folder: Path, sleep: str = SLEEP) -> Path:
    """The module brings one of its own, which lies beside it."""
    inner = folder / "modules" / "sleep" / "2.0.0"
    inner.mkdir(parents=True)
    write(inner, sleep)
    write(inner, "language: es\nitems: {S1: Dormí tanto.}\n", "es.yaml")
    outer = folder / "modules" / "mood" / "1.0.0"
    return write(outer, MODULE + "include: [{instrument: sleep, version: 2.0.0}]\n").parent.parent.parent


def test_a_module_brings_its_own_modules(folder: Path) -> None:
    nested(folder)
    definition = read(folder)
    found = definition.instrument
    assert [item.id for item in found.items] == ["A1", "A2", "M1", "M2", "M3", "S1", "S2"]
    assert [one.id for one in found.subscales] == ["one", "mood", "sleep"]
    (module,) = found.modules
    assert module.items == ("M1", "M2", "M3", "S1", "S2")
    write(folder, SPANISH.replace("language: es", "language: es\ntitle: Pequeño"), "es.yaml")
    definition = read(folder)
    assert translate(found, definition.translations["es"]).item("S1").text == "Dormí tanto."
    write(folder / "modules" / "sleep" / "2.0.0", SLEEP.replace("so long", "well"))
    assert load(folder).modules[0].digest != module.digest, "what a module brings is pinned with it"


def test_a_circle_of_modules_is_refused(folder: Path) -> None:
    nested(folder, SLEEP + "include: [{instrument: mood, version: 1.0.0}]\n")
    (problem,) = [one for one in problems(folder) if one.refuses]
    assert problem.code == "unknown_module"
    assert "no circle" in problem.cause


MAP = """\
id: days
title: Days
language: en
licence: CC0-1.0
constructs: [{id: good-days, label: Good days, meaning: That days are good.}]
"""
NAMED = MODULE.replace("id: mood\n", "id: mood\nconstruct_map: days\n", 1).replace(
    "label: Mood, items", "label: Mood, construct: good-days, items"
)


@pytest.mark.parametrize(
    ("beside", "own", "construct", "advice"),
    [
        (True, "", "good-days", []),
        (True, "construct_map: days\n", "good-days", []),
        (True, "construct_map: big-five\n", None, ["construct_left"]),
        (False, "", None, ["construct_left"]),
    ],
    ids=["map taken over", "same map", "another map", "map out of reach"],
)
def test_a_subscale_keeps_its_construct_where_the_map_is_the_same(
    folder: Path, beside: bool, own: str, construct: str | None, advice: list[str]
) -> None:
    module = folder / "modules" / "mood" / "1.0.0"
    for place in (module, folder) if beside else (module,):
        (place / "constructs").mkdir()
        write(place / "constructs", MAP, "days.yaml")
    write(module, NAMED)
    write(folder, SMALL.replace("language: en\n", f"language: en\n{own}", 1) + WHOLE)
    assert [one.code for one in problems(folder)] == advice
    assert load(folder).subscale("mood").construct == construct
