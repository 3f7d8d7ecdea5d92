"""The canonical text gives back what it was made of, and each digest moves with its own part alone."""

from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.instrument import kinds
from engine.instrument.canonical import (
    Digests,
    canonical_text,
    canonical_translations,
    digests,
    from_canonical,
)
from engine.instrument.construct_map import Norm
from engine.instrument.model import Instrument, Item, Page, ValidationPlan
from engine.instrument.rules import All, Answered, AtLeast, AtMost, Is, Not, Rule
from engine.loading.folder import load, read
from tests.small import instrument, likert

KINDS = Path(__file__).parents[1] / "kinds"
SHIPPED = sorted((Path(__file__).parents[3] / "instruments").glob("*/*/instrument.yaml"))


@pytest.mark.parametrize("folder", [KINDS, *(path.parent for path in SHIPPED)], ids=str)
def test_the_canonical_text_gives_the_instrument_back(folder: Path) -> None:
    there = load(folder)
    text = canonical_text(there)
    back = from_canonical(text)
    if there.construct_map is not None:  # in other languages it goes with the instrument's translations
        there = replace(there, construct_map=replace(there.construct_map, translations=()))
    for one in fields(Instrument):
        assert getattr(back, one.name) == getattr(there, one.name), one.name
    assert canonical_text(back) == text
    assert digests(back) == digests(there)


def test_it_holds_every_language_it_was_given() -> None:
    definition = read(KINDS)
    text = canonical_text(definition.instrument, definition.translations.values())
    assert canonical_translations(text) == {"es": definition.translations["es"]}
    assert from_canonical(text).language == "en"
    assert from_canonical(text, "en").title == "Every kind of item"
    assert from_canonical(text, "es").title == "Toda clase de preguntas"
    with pytest.raises(KeyError):
        from_canonical(text, "fr")


def test_what_is_left_at_its_default_is_left_out() -> None:
    """So that a field which a later program adds changes no text that is published already."""
    text = canonical_text(instrument(likert("A")))
    for absent in ("whole", "earliest", "thanks", "composites", "null"):
        assert absent not in text


def test_the_order_in_which_a_file_names_its_keys_does_not_matter(tmp_path: Path) -> None:
    lines = (KINDS / "instrument.yaml").read_text(encoding="utf-8")
    moved = lines.replace("id: kinds\nversion: 1.2.3\n", "version: 1.2.3\nid: kinds\n")
    moved = moved.replace("{value: 1.5, label: Half}", "{label: Half, value: 1.50}")
    assert moved != lines
    (tmp_path / "instrument.yaml").write_text(moved, encoding="utf-8")
    (tmp_path / "constructs").symlink_to(KINDS / "constructs")
    found, there = load(tmp_path), load(KINDS)
    assert canonical_text(found) == canonical_text(replace(there, norms=()))


RULES = st.recursive(
    st.builds(Is, st.just("A"), st.tuples(st.integers(1, 5)))
    | st.builds(AtLeast, st.just("A"), st.floats(0, 5))
    | st.builds(AtMost, st.just("A"), st.floats(0, 5))
    | st.builds(Answered, st.just("A")),
    lambda inner: st.builds(Not, inner) | st.builds(All, st.tuples(inner, inner)),
    max_leaves=6,
)


@given(RULES, st.text(max_size=20), st.none() | st.floats(-1e6, 1e6))
def test_any_rule_text_and_number_comes_back(rule: Rule, text: str, number: float | None) -> None:
    item = Item("N", text, kinds.NUMBER, minimum=number, show_if=rule, facet="$rule")
    back = from_canonical(canonical_text(instrument(likert("A"), item))).items[1]
    assert back == item
    assert type(back.minimum) is type(number)


# Digests


def item_changed(id: str, **changes: Any) -> Callable[[Instrument], Instrument]:
    return lambda one: replace(
        one, items=tuple(replace(item, **changes) if item.id == id else item for item in one.items)
    )


def subscale_changed(**changes: Any) -> Callable[[Instrument], Instrument]:
    return lambda one: replace(one, subscales=(replace(one.subscales[0], **changes), *one.subscales[1:]))


def form_changed(**changes: Any) -> Callable[[Instrument], Instrument]:
    return lambda one: replace(one, forms=(replace(one.forms[0], **changes), *one.forms[1:]))


NORM = Norm("meetings", "Others", "Elsewhere", 2026, 9, 1.0, 1.0, "own")
LOWER = load(KINDS).subscales[0]


@pytest.mark.parametrize(
    ("change", "moves"),
    [
        (item_changed("A1", reverse=True), {"scoring"}),
        (item_changed("A1", facet="other"), {"scoring"}),
        (subscale_changed(items=("A1", "A2")), {"scoring"}),
        (subscale_changed(score=replace(LOWER.score, minimum_answered=1)), {"scoring"}),
        (subscale_changed(score=replace(LOWER.score, rescale=None)), {"scoring"}),
        (subscale_changed(levels=(replace(LOWER.levels[0], below=40.0), LOWER.levels[1])), {"scoring"}),
        (subscale_changed(construct=None), {"scoring"}),
        (form_changed(minimum_answered=1), {"scoring"}),
        (lambda one: replace(one, composites=()), {"scoring", "text"}),
        (item_changed("A1", text="end at once."), {"text"}),
        (item_changed("A1", note=None), {"text"}),
        (item_changed("A2", note="New."), {"text"}),
        (subscale_changed(label="Gatherings"), {"text"}),
        (lambda one: replace(one, title="Another"), {"text"}),
        (lambda one: replace(one, citation=None), {"text"}),
        (lambda one: replace(one, licence="CC0"), {"text"}),
        (lambda one: replace(one, minutes=9), {"text"}),
        (form_changed(title=None), {"text"}),
        (form_changed(minutes=9), {"text"}),
        (item_changed("years", maximum=70.0), {"structure"}),
        (item_changed("grades", show_if=None), {"structure"}),
        (
            form_changed(pages=(Page(("A1",), "Meetings"), Page(("E1",), "More", "Take your *time*."))),
            {"structure"},
        ),
        (item_changed("R1", required=False), {"text"}),
        (item_changed("R1", before=None), {"text"}),
        (item_changed("R1", evidence="Anything else?"), {"text"}),
        (item_changed("R1", evidence=None), {"structure", "text"}),
        (item_changed("E1", highest_first=False), {"structure"}),
        (form_changed(feedback="immediate"), {"structure"}),
        (lambda one: replace(one, items=one.items[::-1]), {"structure"}),
        (lambda one: replace(one, minimum_group=10), {"structure"}),
        (lambda one: replace(one, display_text=True), {"structure"}),
        (lambda one: replace(one, norms=(NORM,)), set()),
        (lambda one: replace(one, construct_map=None), set()),
        (lambda one: replace(one, validation=ValidationPlan()), set()),
        (lambda one: replace(one, version="9.9.9", id="other"), set()),
    ],
)
def test_each_change_moves_its_own_digests(
    change: Callable[[Instrument], Instrument], moves: set[str]
) -> None:
    there = load(KINDS)
    before, after = digests(there), digests(change(there))
    moved = {name.name for name in fields(Digests) if getattr(before, name.name) != getattr(after, name.name)}
    assert moved == moves


def test_turning_the_key_of_vs6_changes_the_scoring_and_nothing_else() -> None:
    folder = next(path.parent for path in SHIPPED if "collective-leadership" in str(path))
    there = load(folder)
    before, after = digests(there), digests(item_changed("VS6", reverse=False)(there))
    assert before.scoring != after.scoring
    assert (before.structure, before.text) == (after.structure, after.text)


def test_texts_have_a_digest_for_each_language() -> None:
    definition = read(KINDS)
    found = digests(definition.instrument, definition.translations.values())
    assert set(found.text) == {"en", "es"}
    spanish = replace(definition.translations["es"], texts={"title": "Otro"})
    other = digests(definition.instrument, [spanish])
    assert found.text["en"] == other.text["en"]
    assert found.text["es"] != other.text["es"]
    assert (found.structure, found.scoring) == (other.structure, other.scoring)
