"""Two versions side by side: each kind of change is told once, in words, with the step it asks for."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from engine.instrument.comparison import Did, Topic, VersionChange, compare
from engine.instrument.model import Audience, Form, Instrument, Level, Option, Page, ResponseScale, Scoring
from engine.instrument.publishing import Step
from engine.instrument.rules import All, Answered, AnyOf, AtLeast, AtMost, Is, Not, rule_in_words
from engine.instrument.translation import Translation
from tests.small import FIVE, choose, instrument, likert, subscale

ONE, TWO = likert("A1"), likert("A2")
OLD = instrument(ONE, TWO, subscales=(subscale("s", "A1", "A2"),))


def only(new: Instrument, step: Step, old: Instrument = OLD) -> VersionChange:
    """The one change there is, which asks for this step."""
    found = compare(old, new)
    assert found.needed is step
    assert len(found.changes) == 1, [change.sentence for change in found.changes]
    return found.changes[0]


def items(*new: object, **changes: object) -> Instrument:
    return replace(OLD, items=tuple(new), **changes)


def test_the_same_asks_for_no_step() -> None:
    found = compare(OLD, replace(OLD))
    assert found.changes == ()
    assert (found.needed, found.least, found.enough) == (Step.NONE, "1.0.0", True)


def test_a_reworded_item_asks_for_a_patch_and_shows_both_texts() -> None:
    change = only(items(replace(ONE, text="Otherwise."), TWO), Step.PATCH)
    assert (change.topic, change.did, change.name) == (Topic.ITEMS, Did.REWORDED, "A1")
    assert (change.before, change.after) == ("Statement A1.", "Otherwise.")


def test_a_turned_key_asks_for_a_major_version() -> None:
    change = only(items(replace(ONE, reverse=True), TWO), Step.MAJOR)
    assert change.did is Did.REKEYED
    assert "reverse-keyed now" in change.sentence
    back = compare(items(replace(ONE, reverse=True), TWO), OLD).changes[0]
    assert "no longer reverse-keyed" in back.sentence


def test_an_added_item_on_a_form_asks_for_a_minor_version() -> None:
    three = likert("A3")
    new = items(ONE, TWO, three, forms=(Form("full", (Page(("A1", "A2", "A3")),)),))
    found = compare(OLD, new)
    assert (found.needed, found.least, found.enough) == (Step.MINOR, "1.1.0", False)
    assert [(change.topic, change.did) for change in found.changes] == [
        (Topic.ITEMS, Did.ADDED),
        (Topic.FORMS, Did.CHANGED),
    ]
    assert found.of(Topic.FORMS)[0].sentence == "The form full asks other items, with A3."
    assert compare(OLD, replace(new, version="1.1.0")).enough


def test_a_removed_item_asks_for_a_major_version() -> None:
    new = instrument(ONE, subscales=(subscale("s", "A1"),))
    found = compare(OLD, new)
    assert (found.needed, found.least) == (Step.MAJOR, "2.0.0")
    assert [change.sentence for change in found.changes] == [
        "A2 is no longer asked.",
        "s is made of other parts, without A2.",
        "The form full asks other items, without A2.",
    ]


def test_another_order_is_told() -> None:
    assert "another order" in only(items(TWO, ONE), Step.MINOR).sentence


def test_a_scale_with_other_words_or_other_points() -> None:
    named = ResponseScale(FIVE.id, (Option(1, "Never"), *FIVE.options[1:]), FIVE.non_answers)
    change = only(with_scale(named), Step.PATCH)
    assert (change.did, change.topic) == (Did.REWORDED, Topic.SCALES)
    assert "1 Never" in change.after
    fewer = ResponseScale(FIVE.id, FIVE.options[1:], FIVE.non_answers)
    assert "other points" in only(with_scale(fewer), Step.MAJOR).sentence
    bare = ResponseScale(FIVE.id, FIVE.options)
    assert "ways of not answering" in only(with_scale(bare), Step.MAJOR).sentence


def with_scale(scale: ResponseScale) -> Instrument:
    changed = [replace(one, options=scale.options, non_answers=scale.non_answers) for one in (ONE, TWO)]
    return items(*changed, response_scales=(scale,))


def test_other_answers_to_a_choice() -> None:
    old = instrument(choose("role", "teacher", "leader"))
    change = only(instrument(choose("role", "teacher", "leader", "other")), Step.MAJOR, old)
    assert "answers to role" in change.sentence


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"score": Scoring("sum", 1, (0.0, 100.0))}, "scoring rule"),
        ({"label": "Another"}, "another name"),
        ({"construct": "trust"}, "another construct"),
        ({"levels": (Level("low", "Low", "", 50.0), Level("high", "High", ""))}, "cut scores"),
    ],
)
def test_a_score_that_changed_says_what(changed: dict[str, object], said: str) -> None:
    new = replace(OLD, subscales=(replace(OLD.subscales[0], **changed),))
    found = compare(OLD, new)
    assert said in found.of(Topic.SCORES)[0].sentence


def test_levels_reworded_keep_their_cuts() -> None:
    levels = (Level("low", "Low", "One text.", 50.0), Level("high", "High", "Two texts."))
    old = replace(OLD, subscales=(replace(OLD.subscales[0], levels=levels),))
    new_levels = (replace(levels[0], text="Other text."), levels[1])
    new = replace(OLD, subscales=(replace(OLD.subscales[0], levels=new_levels),))
    change = only(new, Step.PATCH, old)
    assert (change.did, change.sentence) == (Did.REWORDED, "The texts of the levels of s are others.")


def test_forms_new_gone_and_divided_otherwise() -> None:
    two_pages = Form("full", (Page(("A1",)), Page(("A2",))))
    assert "divided otherwise" in only(replace(OLD, forms=(two_pages,)), Step.MINOR).sentence
    short = Form("short", (Page(("A1",)),))
    more = replace(OLD, forms=(*OLD.forms, short))
    assert only(more, Step.MINOR).sentence == "The form short is new."
    assert only(OLD, Step.MAJOR, more).sentence == "The form short is gone."


def test_stems_titles_and_facts_are_told_in_their_part() -> None:
    old = replace(OLD, stems=MappingProxyType({"year": "This year"}), thanks="Thanks.")
    new = replace(
        old,
        stems=MappingProxyType({"year": "This term"}),
        thanks="Thank you.",
        audience=Audience.FAMILIES,
        minutes=5,
    )
    found = compare(old, new)
    assert [change.topic for change in found.changes] == [
        Topic.SCALES,
        Topic.TEXTS,
        Topic.ABOUT,
        Topic.ABOUT,
    ]
    assert [(one.before, one.after) for one in found.of(Topic.ABOUT)] == [
        ("staff", "families"),
        ("none", "5"),
    ]


def test_languages_new_gone_and_changed() -> None:
    spanish = Translation("es", {"title": "Uno"})
    changed = Translation("es", {"title": "Dos"})
    said = [compare(OLD, OLD, a, b).changes for a, b in (((), (spanish,)), ((spanish,), ()))]
    assert [changes[0].did for changes in said] == [Did.ADDED, Did.REMOVED]
    assert compare(OLD, OLD, [spanish], [changed]).changes[0].sentence == "1 text in es changed."
    assert compare(OLD, OLD, [spanish], [spanish]).changes == ()


def test_rules_are_told_in_words() -> None:
    rule = All(
        (Is("role", ("teacher", "leader")), Not(AnyOf((AtLeast("A1", 3), AtMost("A2", 2), Answered("A3")))))
    )
    said = "(role is teacher or leader and not (A1 is at least 3 or A2 is at most 2 or A3 is answered))"
    assert rule_in_words(rule) == said
    change = compare(OLD, items(ONE, replace(TWO, show_if=Answered("A1")))).changes[0]
    assert (change.before, change.after) == ("none", "A1 is answered")
