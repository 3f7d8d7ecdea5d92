"""What may be published beside what is published: the same is the same, and a change counts up by its weight."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from engine.instrument import kinds
from engine.instrument.construct_map import Norm
from engine.instrument.model import Crosswalk, Form, Instrument, Item, Page
from engine.instrument.publishing import Step, by_number, may_publish, step_needed
from engine.loading.folder import load

KINDS = Path(__file__).parents[1] / "kinds"
PUBLISHED = load(KINDS)
WALK = Crosswalk("1.2.3", "2.0.0", {}, {})

Change = Callable[[Instrument], Instrument]


def text(one: Instrument) -> Instrument:
    return replace(one, items=(replace(one.items[0], text="end at once."), *one.items[1:]))


def item_added(one: Instrument) -> Instrument:
    pages = (*one.forms[0].pages, Page(("more",)))
    more = Item("more", "More?", kinds.LONG_TEXT)
    return replace(one, items=(*one.items, more), forms=(replace(one.forms[0], pages=pages), *one.forms[1:]))


def form_added(one: Instrument) -> Instrument:
    return replace(one, forms=(*one.forms, Form("pulse", (Page(("A1",)),))))


def subscale_added(one: Instrument) -> Instrument:
    return replace(one, subscales=(*one.subscales, replace(one.subscales[1], id="more")))


def key_turned(one: Instrument) -> Instrument:
    return replace(one, items=(replace(one.items[0], reverse=True), *one.items[1:]))


def item_removed(one: Instrument) -> Instrument:
    pages = (replace(one.forms[0].pages[0], items=("A1", "A2", "A3")), *one.forms[0].pages[1:])
    items = tuple(item for item in one.items if item.id != "U1")
    return replace(one, items=items, forms=(replace(one.forms[0], pages=pages), *one.forms[1:]))


def form_shortened(one: Instrument) -> Instrument:
    return replace(one, forms=(one.forms[0], replace(one.forms[1], pages=(Page(("A1",)),))))


def options_changed(one: Instrument) -> Instrument:
    role = one.item("role")
    fewer = replace(role, options=role.options[:1])
    return replace(one, items=tuple(fewer if item is role else item for item in one.items))


def cut_moved(one: Instrument) -> Instrument:
    first = one.subscales[0]
    levels = (replace(first.levels[0], below=40.0), first.levels[1])
    return replace(one, subscales=(replace(first, levels=levels), *one.subscales[1:]))


def less_private(one: Instrument) -> Instrument:
    return replace(one, minimum_group=5)


def norm_added(one: Instrument) -> Instrument:
    return replace(one, norms=(*one.norms, Norm("total", "All", "Us", 2026, 99, 4.0, 1.0, "own")))


CHANGES: list[tuple[Change, Step]] = [
    (lambda one: one, Step.NONE),
    (norm_added, Step.NONE),
    (text, Step.PATCH),
    (item_added, Step.MINOR),
    (form_added, Step.MINOR),
    (subscale_added, Step.MINOR),
    (key_turned, Step.MAJOR),
    (item_removed, Step.MAJOR),
    (form_shortened, Step.MAJOR),
    (options_changed, Step.MAJOR),
    (cut_moved, Step.MAJOR),
    (less_private, Step.MAJOR),
]
VERSIONS = {Step.NONE: "1.2.3", Step.PATCH: "1.2.4", Step.MINOR: "1.3.0", Step.MAJOR: "2.0.0"}


@pytest.mark.parametrize(("change", "step"), CHANGES)
def test_a_change_has_its_weight(change: Change, step: Step) -> None:
    assert step_needed(PUBLISHED, change(PUBLISHED)) is step


@pytest.mark.parametrize(("change", "step"), CHANGES)
def test_the_same_version_must_be_the_same(change: Change, step: Step) -> None:
    found = may_publish(PUBLISHED, change(PUBLISHED))
    assert [problem.code for problem in found] == ([] if step is Step.NONE else ["version_unchanged"])
    if found:
        assert found[0].remedy == f"bump the version to {VERSIONS[step]}"


@pytest.mark.parametrize(("change", "step"), CHANGES)
@pytest.mark.parametrize("taken", [Step.PATCH, Step.MINOR, Step.MAJOR])
def test_a_later_version_is_later_by_enough(change: Change, step: Step, taken: Step) -> None:
    candidate = replace(change(PUBLISHED), version=VERSIONS[taken])
    found = may_publish(PUBLISHED, candidate, [WALK])
    assert [problem.code for problem in found] == ([] if taken >= step else ["version_step_too_small"])
    if found:
        assert VERSIONS[step] in found[0].remedy


def test_a_major_version_needs_a_crosswalk() -> None:
    candidate = replace(key_turned(PUBLISHED), version="2.0.0")
    for walks in ([], [Crosswalk("1.0.0", "2.0.0", {}, {})]):
        assert [problem.code for problem in may_publish(PUBLISHED, candidate, walks)] == ["crosswalk_missing"]
    assert may_publish(PUBLISHED, candidate, [WALK]) == ()


def test_an_earlier_version_is_refused() -> None:
    found = may_publish(replace(PUBLISHED, version="1.10.0"), replace(PUBLISHED, version="1.9.9"))
    assert [problem.code for problem in found] == ["version_not_later"]
    assert "1.10.1" in found[0].remedy


def test_versions_are_compared_as_numbers() -> None:
    assert by_number("1.10.0") > by_number("1.9.12")


def test_another_instrument_is_not_compared() -> None:
    found = may_publish(PUBLISHED, replace(PUBLISHED, id="other"))
    assert [problem.code for problem in found] == ["other_instrument"]
