"""In which language a school's pages speak: the one chosen in their menu, or the first of the wave's that we speak.

A browser's own language chooses nothing here: a result that is passed on reads alike for everybody until somebody
chooses. The choice is kept in the browser, and addresses carry it, so that a file speaks as the page it is taken from.
"""

from flask import after_this_request, g, request
from werkzeug.wrappers import Response

from engine.language import ENGLISH, Language
from engine.store import Wave
from engine.waves.in_words import default_language
from web.respondent.cookies import cookie
from web.respondent.languages import COOKIE, ours, pressed
from web.wording import speak


def speak_as_chosen(wave: Wave, path: str) -> str:
    """Speak the language that was chosen for pages under the path; its tag, empty where nobody chose another."""
    offered, default = ours(), default_language(wave)
    g.languages = offered
    chosen = pressed(offered)
    if chosen is not None:
        after_this_request(lambda response: _keep(response, chosen, path))
    tag = chosen or request.cookies.get(COOKIE, "")
    language = tag if tag in offered else default
    speak(Language.of(language))
    return "" if language == default else language


def speak_as_chosen_here(path: str) -> None:
    """Speak the language that was chosen for pages under the path, of a school and no wave; English where none was."""
    g.languages = ours()
    chosen = pressed(ours())
    if chosen is not None:
        after_this_request(lambda response: _keep(response, chosen, path))
    kept = request.cookies.get(COOKIE, "")
    speak(Language.of(chosen or (kept if kept in ours() else ENGLISH)))


def languages() -> tuple[str, ...]:
    """The languages of this page's menu."""
    return tuple(g.get("languages", (ENGLISH,)))


def _keep(response: Response, language: str, path: str) -> Response:
    response.set_cookie(COOKIE, language, **cookie(path))
    return response
