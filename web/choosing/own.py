"""The page of an instrument that a network wrote and published itself, for those who see its plan."""

from flask import Blueprint, abort

from engine.store import Network
from web.choosing.about import about
from web.choosing.languages import speak_by_address
from web.choosing.words import words
from web.network.wave_choices import editions
from web.rights import Action, needs
from web.sessions import store

pages = Blueprint("own_surveys", __name__)
pages.context_processor(words)


@pages.get("/networks/<int:network>/surveys/<id>/<version>")
@needs(Action.SEE_PLAN, "network")
def one(network: Network, id: str, version: str) -> str:
    """All that one needs to know of it; no page is there for what the network can't ask."""
    tag = speak_by_address()
    if not any(
        (one.id, one.version, one.published) == (id, version, True) for one in editions(store(), network)
    ):
        abort(404)
    languages = store().definitions.languages(id, version)
    chosen = tag if tag in languages else None
    instrument = store().definitions.get(id, version, chosen)
    return about(
        tag,
        instrument,
        shipped=False,
        spoken_by=languages,
        texts_reviewed=store().definitions.reviewed(id, version, instrument.language),
        checks=[],
        versions=[instrument],
        step=None,
    )
