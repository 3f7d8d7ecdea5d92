"""In which language these pages speak: as their address says, or as the browser asks. No cookie is kept."""

from functools import lru_cache

from flask import g, request

from engine.instrument.model import Instrument
from engine.language import Language
from engine.loading import catalog
from web.respondent.languages import MenuForm, ours, pressed
from web.wording import speak


def speak_by_address() -> str:
    """Speak as the address or else the browser asks, and give the language's tag."""
    g.languages = ours()
    tag = pressed(ours()) or _in_address() or request.accept_languages.best_match(ours()) or ours()[0]
    speak(Language.of(tag))
    return tag


def _in_address() -> str | None:
    """The language that the address names, of a form that was sent too."""
    named = MenuForm(request.args).language.data
    return named if named in ours() else None


@lru_cache(maxsize=256)
def in_language(instrument: Instrument, tag: str) -> Instrument:
    """A shipped instrument in a language, the same object each time; in its own where it has no such translation."""
    return catalog.in_language(instrument, tag) if tag in catalog.languages(instrument) else instrument


def carried(tag: str) -> str | None:
    """What an address says of the language: nothing where the browser would ask for the same."""
    return tag if pressed(ours()) or _in_address() else None
