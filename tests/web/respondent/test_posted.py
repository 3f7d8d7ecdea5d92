"""A posted page, read without its fields, holds what its fields hold; and what is settled needs no second look."""

from dataclasses import replace
from itertools import product

import pytest
from werkzeug.datastructures import MultiDict

from engine.instrument import kinds
from engine.instrument.model import Instrument, Item, Kind, NonAnswer, Option
from engine.responses import answers
from tests.small import choose, instrument
from web.respondent.asked import asked_items
from web.respondent.forms import page_form
from web.respondent.page import answer_fields
from web.respondent.posted import posted

TEXTS = ("a", "b", "none", "", " ", "x", "7", "1,5", "2026-05-04", "a:3", "line\r\nline", "long " * 900)


def asked(kind: Kind) -> Instrument:
    item = replace(choose("Q", "a", "b", kind=kind), non_answers=(NonAnswer("none", "No answer"),))
    return instrument(item if {"options", "scale"} & {*kind.needs} else replace(item, options=()))


@pytest.mark.parametrize("kind", kinds.KINDS.values(), ids=str)
def test_what_was_posted_is_what_the_fields_hold(kind: Kind) -> None:
    of = asked(kind)
    names = ("a_Q", "a_Q.a", "a_other")
    for first, second in product(product(names, TEXTS), repeat=2):
        sent = MultiDict([first, second])
        (field,) = answer_fields(page_form(of, "full", 1)(sent))
        came = posted(of, "full", 1, sent)
        assert came.texts == {"Q": field.texts}, (first, second)
        assert came.foreign == field.is_foreign(field.item, field.texts)


def settled(item: Item) -> set[tuple[str, ...]]:
    return set(asked_items(instrument(item), "full")["Q"].settled)


def test_only_plain_choices_are_settled() -> None:
    plain = choose("Q", "a", "b")
    assert settled(plain) == {(), ("a",), ("b",)}
    assert settled(replace(plain, required=True)) == {("a",), ("b",)}
    assert settled(replace(plain, evidence="What shows it?")) == set()
    other = Option("b", "Other", specify=True)
    assert settled(replace(plain, options=(plain.options[0], other))) == set()
    assert settled(Item("Q", "Why?", kinds.LONG_TEXT)) == {()}


@pytest.mark.parametrize("kind", kinds.KINDS.values(), ids=str)
def test_nothing_is_to_be_said_of_what_is_settled(kind: Kind) -> None:
    of = asked(kind)
    item = of.item("Q")
    for answer in asked_items(of, "full")["Q"].settled:
        assert answers.problem_of(item, {"Q": answer}) is None
        assert not answers.left_open(item, {"Q": answer})
