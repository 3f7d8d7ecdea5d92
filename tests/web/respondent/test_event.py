"""A wave that says what happened: its maker is asked, its people read it, its files and results hold it."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from click.testing import CliRunner

from engine.comments.review import questions_of
from engine.instrument.model import EventParameter, Form, Instrument, Page
from engine.instrument.translation import Translation
from engine.store import Site, Store, Wave
from engine.waves.release import release
from tests.small import choose, instrument, likert, subscale
from tests.web.answering import Respondent
from tests.web.conftest import Survey
from tests.web.visitor import Office
from web.cli import main

Make = Callable[..., Survey]

FLOOD = "the flood <b>& after</b>"


def helped(**changed: Any) -> Instrument:
    """Two statements, one of which speaks of the event, on a form with feedback; and a form that does not."""
    items = (
        replace(likert("A1"), text="Working together helped us with {event}.", stem="since"),
        likert("A2"),
        choose("role", "teacher", "leader"),
    )
    settings: dict[str, Any] = {
        "id": "hard-times",
        "event": EventParameter("What happened?", "the storm"),
        "stems": MappingProxyType({"since": "Since {event}, how true is it?"}),
        "purpose": "Looking back on {event}.",
        "thanks": "Thank you, after {event}.",
        "subscales": (subscale("help", "A1", "A2"),),
        "forms": (
            Form("full", (Page(("A1", "A2"), "After {event}"), Page(("role",))), feedback="immediate"),
            Form("short", (Page(("A2",)),)),
        ),
    }
    return instrument(*items, **(settings | changed))


def test_people_read_what_happened_on_every_page(survey: Make) -> None:
    there = survey(helped(), event={"en": FLOOD})
    person = there.respondent().open().see(f"Looking back on {FLOOD}.")
    person.start().see(f"After {FLOOD}", f"Since {FLOOD}, how true", f"helped us with {FLOOD}.")
    person.answer(A1="5", A2="1").go().go().see(f"After {FLOOD}").submit()
    person.see(f"Thank you, after {FLOOD}.", f"helped us with {FLOOD}.").not_see("{event}")


def test_what_is_drawn_for_one_wave_is_not_shown_in_another(survey: Make) -> None:
    there = survey(helped(), event={"en": "the flood"})
    study = there.store.studies.get(there.wave.study_id)
    settings = {name: getattr(there.wave, name) for name in ("form", "languages", "privacy", "minimum_group")}
    other = there.store.waves.add(
        study,
        new_wave(there.wave, title="Fall", event={"en": "the fire"}, **settings),
    )
    school = there.store.studies.schools(there.store.studies.network(study.network_id))[0]
    link = there.store.sites.add(other, school).link
    for _ in range(2):  # the second time from what is kept
        there.respondent().start().see("helped us with the flood.").not_see("fire")
        Respondent(there.app, link).start().see("helped us with the fire.").not_see("flood")


def new_wave(like: Wave, **changed: Any) -> Any:
    from engine.store import NewWave

    names = ("instrument_id", "version", "opens", "closes")
    return NewWave(**{name: getattr(like, name) for name in names}, **changed)


def test_each_language_has_its_own_words(survey: Make) -> None:
    spanish = Translation(
        "es", MappingProxyType({"items.A1.text": "Trabajar en equipo nos ayudó con {event}."})
    )
    given = helped()
    there = survey_in_two(survey, given, spanish)
    there.respondent().start().see("helped us with the flood.")
    person = there.respondent()
    person.open("?language=es")
    person.press(person.form("/start"), {}).see("nos ayudó con la inundación.")


def survey_in_two(survey: Make, given: Instrument, translation: Translation) -> Survey:
    """The survey in English and Spanish: published with its translation before the wave is made."""
    there = survey(replace(given, id="before"), event={"en": "the flood"})
    there.store.definitions.publish(given, [translation])
    study = there.store.studies.get(there.wave.study_id)
    settings = {name: getattr(there.wave, name) for name in ("form", "privacy", "minimum_group")}
    wave = there.store.waves.add(
        study,
        replace(
            new_wave(there.wave, title="Both", languages=("en", "es"), **settings),
            instrument_id=given.id,
            event={"en": "the flood", "es": "la inundación"},
        ),
    )
    site: Site = there.store.sites.add(
        wave, there.store.studies.schools(there.store.studies.network(study.network_id))[0]
    )
    return replace(there, wave=wave, site=site)


def test_results_files_and_comments_speak_of_it(survey: Make) -> None:
    from engine.instrument import kinds
    from engine.instrument.model import Item
    from engine.waves.closing import close

    given = helped()
    asked = Item("more", "What more about {event}?", kinds.LONG_TEXT)
    given = replace(
        given, items=(*given.items, asked), forms=(Form("full", (Page(("A1", "A2", "role", "more")),)),)
    )
    there = survey(given, event={"en": "the flood"})
    for number in range(8):
        there.respondent().start().answer(A1=str(number % 5 + 1), A2="3", role="teacher").go().submit()
    assert [item.text for item in questions_of(there.store, there.wave)] == ["What more about the flood?"]
    close(there.store, there.wave)
    document = there.store.results.snapshot(there.wave).document
    assert "helped us with the flood." in json.dumps(dict(document), ensure_ascii=False)
    assert "{event}" not in json.dumps(dict(document), ensure_ascii=False)
    taken = release(there.store, there.store.waves.get(there.wave.id), b"k" * 32)
    assert taken.book.variable("A1").text == "Working together helped us with the flood."
    assert taken.book.variable("A1").stem == "Since the flood, how true is it?"


@pytest.fixture
def hub(office: Office) -> Office:
    office.store.definitions.publish(helped(), [Translation("es", MappingProxyType({}))])
    return office


def address(office: Office) -> str:
    return f"/studies/{office.study.id}/waves/new?instrument=hard-times@1.0.0"


def test_the_form_of_a_wave_asks_what_happened_and_a_copy_carries_it(hub: Office) -> None:
    visitor = (
        hub.visitor("hub").open(address(hub)).see("What happened? (English)", "What happened? (Español)")
    )
    visitor.press("/waves", title="Winter").see("Say what happened")
    assert visitor.status == 400
    visitor.press("/waves", None, title="Winter", **{"event-en": "x" * 201}).see("at most 200 characters")
    visitor.press("/waves", None, title="Winter", **{"event-en": "the\u200bflood"}).see(
        "This holds a character that nobody can see"
    )
    visitor.press("/waves", None, title="Winter", **{"event-en": " the   flood "}).see("“Winter” is a draft")
    made = next(one for one in hub.store.waves.of(hub.study) if one.title == "Winter")
    assert dict(made.event) == {"en": "the flood"}
    visitor.see("What the questions speak of “the flood”")
    visitor.open(f"/studies/{hub.study.id}/waves/new?copy={made.id}")
    assert visitor.form("/waves").values["event-en"] == ["the flood"]
    both: dict[str, Any] = {"languages": ["en", "es"], "event-es": ""}
    visitor.press("/waves", None, title="Both", **both).see("Say what happened")
    visitor.press("/waves", None, title="Both", **(both | {"event-es": "la inundación"})).see(
        "“Both” is a draft"
    )
    copied = next(one for one in hub.store.waves.of(hub.study) if one.title == "Both")
    assert dict(copied.event) == {"en": "the flood", "es": "la inundación"}


def test_a_form_that_does_not_speak_of_it_needs_none_and_keeps_none(hub: Office) -> None:
    given = helped(purpose=None, thanks=None, id="quiet-form")
    hub.store.definitions.publish(given)
    visitor = hub.visitor("hub").open(address(hub).replace("hard-times", "quiet-form"))
    visitor.see("Needed for: Full.")
    visitor.press("/waves", None, title="Short", form="short", **{"event-en": "the flood"}).see(
        "“Short” is a draft"
    )
    assert not next(one for one in hub.store.waves.of(hub.study) if one.title == "Short").event
    visitor.open(f"/studies/{hub.study.id}/waves/new?instrument=small@1.0.0")
    assert not [name for name in visitor.form("/waves").values if name.startswith("event")]


FILE = """id: hard-times
version: 1.0.0
title: Hard times
language: en
licence: CC-BY-4.0
audience: staff
privacy: anonymous
minimum_group: 5
event: {question: What happened?, example: the storm}
response_scales:
  true3: {options: [{value: 1, label: 'No'}, {value: 2, label: Partly}, {value: 3, label: 'Yes'}]}
items: [{id: A1, text: "Working together helped us with {event}.", scale: true3}]
subscales: []
"""


def test_the_commands_take_the_event_and_ask_for_it_before_anything_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "hard-times" / "1.0.0"
    folder.mkdir(parents=True)
    (folder / "instrument.yaml").write_text(FILE, encoding="utf-8")
    (tmp_path / "schools.csv").write_text("school\nNorth\n", encoding="utf-8")
    (tmp_path / "answers.csv").write_text("school,A1\n" + "North,3\n" * 6, encoding="utf-8")
    database = tmp_path / "study.db"
    new = ["wave", "new", folder, "--title", "Spring", "--schools", tmp_path / "schools.csv"]
    taken = ["import", folder, tmp_path / "answers.csv", "--site", "school"]
    for words in (new, taken):
        given = [*map(str, words), "--database", str(database)]
        refused = CliRunner().invoke(main, given)
        assert refused.exit_code == 1
        assert 'speak of an event. What happened?; add it, as in: --event "the storm"' in refused.stderr
        with Store.open(database) as store:
            assert store.studies.networks() == ()
            assert store.definitions.versions() == ()
    for words in (new, taken):
        given = [*map(str, words), "--event", "the flood", "--database", str(database)]
        done = CliRunner().invoke(main, given)
        assert done.exit_code == 0, done.output
