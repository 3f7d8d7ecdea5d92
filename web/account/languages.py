"""In which language the way in speaks: the one chosen in its menu, or the browser's; a result chooses its own.

Pages behind the sign-in that only a network's people read are in English, so what is said on them is English too.
"""

from typing import Final

from flask import after_this_request, g, request
from werkzeug.wrappers import Response

from engine.language import Language
from web.respondent.cookies import cookie
from web.respondent.languages import ours, pressed
from web.wording import language, speak, spoken

COOKIE: Final = "way-in-language"
PART: Final = "account"  # of the catalogues: what these pages say
# Addresses that people open before they are signed in, and those of a school, whose leaders read what is refused.
ADDRESSES: Final = ("/sign-in", "/sign-out", "/forgotten", "/reset/", "/invitation/", "/schools/", "/result/")


def speak_as_chosen() -> None:
    """Speak as the person chose on these pages, or as the browser asks."""
    g.languages = offered = ours()
    chosen = pressed(offered)
    if chosen is not None:
        after_this_request(lambda response: _keep(response, chosen))
    kept = chosen or request.cookies.get(COOKIE)
    tag = kept if kept in offered else request.accept_languages.best_match(offered) or offered[0]
    speak(Language.of(tag))


def speak_before_an_error() -> None:
    """Before an error page of these addresses, where no view has spoken yet."""
    if not spoken() and request.path.startswith(ADDRESSES):
        speak_as_chosen()


def around() -> dict[str, object]:
    """What stands around each page of the way in: its languages, and whether a speaker has read this one."""
    return {"menu_of": g.get("languages", ()), "drafted": not language().reviewed(PART)}


def _keep(response: Response, tag: str) -> Response:
    response.set_cookie(COOKIE, tag, **cookie("/"))
    return response
