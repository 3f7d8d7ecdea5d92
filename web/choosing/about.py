"""The page of an instrument: all that it asks, and what one needs to know before people are asked."""

from dataclasses import dataclass
from typing import Any

from flask import render_template

from engine.demo.example_result import has_example
from engine.instrument.event import NO_EVENT, with_event
from engine.instrument.model import Instrument
from engine.store import Study
from web import sessions
from web.choosing.contents import contents_of
from web.choosing.instrument_facts import reading_of, scores_of
from web.choosing.languages import carried
from web.choosing.shelf import forms_of, offered
from web.network.wave_choices import instrument_of
from web.respondent.drawing import passage
from web.respondent.languages import ours
from web.rights import Action, Place, may


@dataclass(frozen=True, slots=True)
class OpenIn:
    """A study of the reader's network that a wave with the instrument can be opened in."""

    study: Study
    network: str


def about(tag: str, instrument: Instrument, *, shipped: bool, **more: Any) -> str:
    """The page; `shipped` instruments have an example, files and versions that everybody can open.

    `more` are its translations, versions and quick checks, which the catalogue knows of one that is shipped and the
    store of another.
    """
    filled = with_event(instrument, NO_EVENT)
    return render_template(
        "choosing/instrument.html",
        instrument=filled,
        offered=offered(instrument),
        asked=contents_of(filled) if instrument.display_text else None,
        reading=reading_of(instrument),
        scores=scores_of(instrument),
        forms=forms_of(instrument),
        consent=passage(instrument.consent or ""),
        notice=passage(instrument.notice or ""),
        has_example=shipped and has_example(instrument),
        shipped=shipped,
        open_in=_open_in(instrument),
        languages=ours(),
        carried=carried(tag),
        **more,
    )


def _open_in(instrument: Instrument) -> list[OpenIn]:
    """The studies in which whoever reads the page may open a wave with the instrument."""
    person = sessions.person()
    if person is None:
        return []
    store, key = sessions.store(), f"{instrument.id}@{instrument.version}"
    networks = dict.fromkeys(one.network_id for one in person.memberships)
    runs = [store.studies.network(id) for id in networks if may(person, Action.RUN_WAVES, Place(id))]
    return [
        OpenIn(study, network.name)
        for network in runs
        if instrument_of(store, network, key) is not None
        for study in store.studies.of(network)
    ]
