"""The event of a wave: where `{event}` may stand, when a form asks for it, and what is read in its place."""

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from engine.instrument import kinds
from engine.instrument.canonical import canonical_text, digests, from_canonical
from engine.instrument.event import asks_for_event, blanks, may_hold, with_event
from engine.instrument.model import EventParameter, Form, Instrument, Item, Page
from engine.instrument.translation import Translation, texts, translate
from engine.loading.folder import read
from tests.small import instrument, likert

EVENT = EventParameter("What happened?", "the flood")


def asking(*items: Item, **changed: object) -> Instrument:
    return replace(instrument(*(items or (helped(),))), event=EVENT, **changed)  # type: ignore[arg-type]


def helped(id: str = "A1", text: str = "We helped after {event}, and {event} ended.") -> Item:
    return replace(likert(id), text=text)


def test_the_words_of_a_wave_stand_in_every_text_that_is_read() -> None:
    item = replace(helped(), note="Think of {event}.", stem="year")
    given = asking(
        item,
        stems=MappingProxyType({"year": "Since {event}:"}),
        purpose="Looking back on {event}.",
        thanks="Thanks, after {event}.",
        forms=(Form("full", (Page(("A1",), "After {event}"),)),),
    )
    filled = with_event(given, {"en": "the <storm> {event}"})
    assert filled.item("A1").text == "We helped after the <storm> {event}, and the <storm> {event} ended."
    said = texts(filled)
    for id in ("items.A1.note", "stems.year", "purpose", "thanks", "forms.full.pages.1"):
        assert "the <storm>" in said[id]
    assert with_event(filled, {"en": "again"}) is filled, "words are filled in once"
    assert replace(filled, event=None).item("A1").options == given.item("A1").options


def test_an_instrument_without_an_event_is_not_touched_and_one_with_it_is_made_once() -> None:
    plain = instrument(likert("A1"))
    assert with_event(plain, {"en": "the flood"}) is plain
    given = asking()
    assert with_event(given, {"en": "the storm"}) is with_event(given, {"en": "the storm"})
    assert with_event(given, {"en": "the storm"}) is not with_event(given, {"en": "the fire"})


def test_without_words_the_example_stands_and_each_language_has_its_own() -> None:
    given = asking()
    assert with_event(given, {}).item("A1").text.startswith("We helped after the flood,")
    spanish = translate(
        given,
        Translation(
            "es", {"items.A1.text": "Ayudamos después de {event}.", "event.example": "la inundación"}
        ),
    )
    assert with_event(spanish, {}).item("A1").text == "Ayudamos después de la inundación."
    words = {"en": "the storm", "es": "la tormenta"}
    assert with_event(spanish, words).item("A1").text == "Ayudamos después de la tormenta."
    assert "the storm" in with_event(spanish, {"en": "the storm"}).item("A1").text
    partly = with_event(translate(given, Translation("es", {})), words)
    assert partly.item("A1").text == "We helped after the storm, and the storm ended."


def test_only_a_form_on_which_people_read_of_the_event_asks_for_it() -> None:
    other = Form("pulse", (Page(("B1",)),))
    titled = Form("titled", (Page(("B1",), "After {event}"),))
    full = Form("full", (Page(("A1", "B1")),))
    given = asking(helped(), likert("B1"), forms=(full, other, titled))
    assert [asks_for_event(given, form) for form in ("full", "pulse", "titled")] == [True, False, True]
    stem = asking(
        replace(likert("A1"), stem="a"),
        likert("B1"),
        forms=(full, other),
        stems=MappingProxyType({"a": "After {event}:"}),
    )
    assert [asks_for_event(stem, form) for form in ("full", "pulse")] == [True, False]
    assert asks_for_event(asking(likert("A1"), thanks="After {event}."), "full")
    assert not asks_for_event(instrument(likert("A1")), "full")


@pytest.mark.parametrize(
    "id", ["items.A1.text", "items.A1.options.1", "stems.a", "forms.full.pages.2", "thanks"]
)
def test_where_the_blank_may_stand(id: str) -> None:
    assert may_hold(id)


@pytest.mark.parametrize("id", ["title", "forms.full.title", "subscales.a.label", "response_scales.a.1"])
def test_where_it_may_not(id: str) -> None:
    assert not may_hold(id)


def test_a_blank_is_a_name_in_curly_brackets() -> None:
    assert list(blanks("{event} {Event } { evnt} {1, 2} {} {a, b}")) == ["event", "Event ", " evnt"]


def test_the_canonical_text_keeps_the_event_and_older_texts_stay_as_they_are() -> None:
    given = asking()
    assert from_canonical(canonical_text(given)).event == EVENT
    plain = replace(given, event=None)
    assert '"event"' not in canonical_text(plain)
    before, after = digests(plain), digests(given)
    assert (before.structure, before.scoring) == (after.structure, after.scoring)
    assert before.text != after.text


def test_a_file_declares_its_event_and_a_translation_says_it(tmp_path: Path) -> None:
    (tmp_path / "instrument.yaml").write_text(
        """id: hard-times
version: 1.0.0
title: Hard times
language: en
licence: CC-BY-4.0
audience: staff
privacy: anonymous
minimum_group: 5
event: {question: What happened?, example: the flood}
response_scales:
  true3:
    options:
      - {value: 1, label: No}
      - {value: 2, label: Partly}
      - {value: 3, label: Yes}
items:
  - {id: A1, text: "Working together helped us with {event}.", scale: true3}
subscales: []
""",
        encoding="utf-8",
    )
    (tmp_path / "es.yaml").write_text(
        """language: es
title: Tiempos difíciles
event: {question: ¿Qué pasó?, example: la inundación}
response_scales: {true3: {1: No, 2: En parte, 3: Sí}}
items: {A1: "Trabajar en equipo nos ayudó con {event}."}
""",
        encoding="utf-8",
    )
    found = read(tmp_path)
    assert found.instrument.event == EVENT
    assert found.instrument.item("A1").kind is kinds.SCALE
    spanish = with_event(translate(found.instrument, found.translations["es"]), {})
    assert spanish.item("A1").text == "Trabajar en equipo nos ayudó con la inundación."
