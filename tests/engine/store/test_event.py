"""What a wave says happened: kept by language, asked for where people read of it, refused where nobody does."""

from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from engine.instrument.model import EventParameter, Form, Page
from engine.instrument.translation import Translation
from engine.store import Store, StoreError
from tests.engine.store.field import SMALL, Field, lay_out, new_wave
from tests.small import instrument, likert

HELPED = replace(
    instrument(
        replace(likert("A"), text="We helped with {event}."),
        likert("B"),
        forms=(Form("full", (Page(("A", "B")),)), Form("short", (Page(("B",)),))),
    ),
    id="helped",
    event=EventParameter("What happened?", "the storm"),
)
SPANISH = Translation("es", MappingProxyType({"items.A.text": "Ayudamos con {event}."}))


@pytest.fixture
def field(store: Store) -> Field:
    store.definitions.publish(HELPED, [SPANISH])
    return lay_out(store)


def add(field: Field, **changes: Any) -> Any:
    return field.store.waves.add(field.study, new_wave(HELPED, **changes))


def test_a_wave_keeps_its_words_by_language_and_its_door_tells_them(field: Field) -> None:
    words = {"en": "the flood", "es": "la inundación"}
    wave = add(field, languages=("en", "es"), event=words)
    assert dict(wave.event) == words
    assert field.store.waves.get(wave.id) == wave
    door = field.store.sites.by_link(field.store.sites.add(wave, field.schools[0]).link)
    assert door is not None
    assert dict(door.event) == words


def test_a_wave_without_an_event_has_none(field: Field) -> None:
    assert dict(field.store.waves.get(field.wave.id).event) == {}
    assert dict(add(field, form="short").event) == {}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "does not say in en which"),
        ({"event": {"en": "  "}}, "does not say in en which"),
        ({"event": {"en": "the flood"}, "languages": ("en", "es")}, "does not say in es which"),
        ({"event": {"en": "x" * 201}}, "use one line of 200 characters or fewer"),
        ({"event": {"en": "the\nflood"}}, "more than one line"),
        (
            {"event": {"en": "the flood"}, "form": "short"},
            "No question of the form 'short' speaks of an event",
        ),
    ],
)
def test_an_event_that_cannot_be_is_refused(field: Field, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(StoreError, match=words):
        add(field, **changes)


def test_an_instrument_without_an_event_takes_none(field: Field) -> None:
    with pytest.raises(StoreError, match="leave the event out"):
        field.store.waves.add(field.study, new_wave(SMALL, event={"en": "the flood"}))
