"""In which language a respondent's page speaks: the one chosen in its menu, the browser's, or the wave's first.

The choice is kept in the browser, beside the draft and not in it: two people at one device may choose differently, and
what is sent is kept with the language in which it was sent.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Final

from flask import after_this_request, g, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from engine.instrument.model import Audience, Instrument
from engine.language import ENGLISH, Language
from web.forms import LineField, TypedForm
from web.respondent.cookies import cookie
from web.wording import speak, spoken

COOKIE: Final = "language"
PARTS: Final = ("respondent", "keeping", "ways")  # of the catalogues: what these pages say
ON_THE_WAY: Final = ("/s/", "/take-back", "/join")  # addresses that respondents open


class MenuForm(TypedForm):
    """What the menu of languages sends, from its links and from its buttons."""

    language = LineField()


def pressed(languages: Iterable[str]) -> str | None:
    """The language that this request was sent to change to, if it is one of these."""
    with suppress(RequestEntityTooLarge):  # an error page may be on its way for just that
        sent = request.args if request.method == "GET" else request.form
        if COOKIE in sent:
            chosen = MenuForm(sent).language.data
            return chosen if chosen in languages else None
    return None


def choose(languages: Sequence[str], path: Callable[[], str]) -> str:
    """The language of this request among those there are; a choice just made is kept for pages under the path."""
    g.languages = tuple(languages)
    chosen = pressed(languages)
    if chosen is not None:
        after_this_request(lambda response: _keep(response, chosen, path()))
        return chosen
    if len(languages) == 1:
        return languages[0]
    kept = request.cookies.get(COOKIE)
    if kept in languages:
        return str(kept)
    return request.accept_languages.best_match(languages) or languages[0]


def speak_to(instrument: Instrument) -> None:
    """Speak the language of an instrument's texts, as its audience is addressed in it."""
    young = instrument.audience is Audience.STUDENTS
    speak(Language.nearest(instrument.language, young=young), instrument.language)


def speak_as_chosen() -> None:
    """Speak as the person chose, or as the browser asks, on a page that belongs to no survey."""
    speak(Language.of(choose(ours(), lambda: "/" if request.path == "/join" else request.path)))


def ours() -> tuple[str, ...]:
    """The languages that Barograph itself speaks, English first."""
    tags = [language.tag for language in Language.all()]
    return (ENGLISH, *(tag for tag in tags if tag != ENGLISH))


def offered(*, by_link: bool = True) -> tuple[str, ...]:
    """The languages of this request's menu; none where its links would not lead back to the page."""
    return g.get("languages", ()) if request.method == "GET" or not by_link else ()


def speak_on_the_way() -> None:
    """Before an error page on the respondent's way: speak as the person chose, where no view has spoken yet."""
    if not spoken() and request.path.startswith(ON_THE_WAY):
        speak_as_chosen()


def _keep(response: Response, language: str, path: str) -> Response:
    response.set_cookie(COOKIE, language, **cookie(path))
    return response
