"""Error pages in plain words, each with a next step."""

import re
from collections.abc import Iterable
from typing import Any, Final

from flask import Flask, Response, current_app, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import Conflict, HTTPException, SecurityError, ServiceUnavailable

from engine.instrument.translation import Untranslated
from engine.language import ENGLISH
from engine.store import DatabaseFailure, StoreError
from web import rights, sessions
from web.account.languages import speak_before_an_error
from web.account.written import under_questions
from web.api.problems import is_api, problem
from web.network.uploads import sent_text
from web.respondent.languages import offered, speak_on_the_way
from web.security.watching import request_id
from web.wording import language, say, speak

# Pages of which opening the same address again is the way out.
RETRY_AFTER: Final = 10  # seconds
SERVERS: Final = 500  # the first of the codes that say it is our fault
RETRY: Final = frozenset({400, 405, 413, 429, 500})
# What a shut page means for somebody with an account, who is led home.
WITH_AN_ACCOUNT: Final = {403: "account.shut_403", 404: "account.shut_404"}


# Fields that a page which sends a form once more does not repeat: made anew, or not to be written on a page.
NOT_REPEATED: Final = frozenset({"csrf_token", "password", "again", "new", "code"})
# Fields that a page of ours fills in by itself, which nobody wrote.
OF_PAGES: Final = frozenset({"username", "next", "mark", "seen", "key", "item", "instrument", "move", "step"})
CHOSEN: Final = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)+")  # the value of an option, which nobody wrote
SHOWN_FROM: Final = 12  # letters: what is shorter was more likely chosen than written


def register_errors(app: Flask) -> None:
    app.register_error_handler(HTTPException, error_page)
    app.register_error_handler(CSRFError, not_taken)
    app.register_error_handler(rights.SignedOut, not_taken)
    app.register_error_handler(DatabaseFailure, unavailable)
    app.register_error_handler(StoreError, refused)


def unavailable(failure: DatabaseFailure) -> Any:
    """The page while the database does nothing: with what was typed, and a button that sends it again."""
    current_app.logger.error("%s; %s", failure.cause, failure.remedy)
    if is_api(request.path):
        return problem(ServiceUnavailable(retry_after=RETRY_AFTER))
    speak_on_the_way()
    speak_before_an_error()
    speak(language())  # all words of this page are ours
    left = NOT_REPEATED | {"language"}  # the menu says it anew
    typed = [(name, text) for name, text in request.form.items(multi=True) if name not in left]
    if request.files:  # a list that came as a file goes on as the text that was in it
        typed = [(name, text) for name, text in typed if name != "text"] + [("text", sent_text()[0])]
    page = render_template(
        "respond/unavailable.html",
        typed=typed,
        written=_written(typed),
        left_out=any(name in request.form for name in NOT_REPEATED - {"csrf_token"}),
        sends=request.method == "POST",
        reference=request_id(),
        address=request.full_path.rstrip("?"),
        languages=offered(by_link=request.method != "POST"),
    )
    return page, 503, {"Retry-After": str(RETRY_AFTER)}


def not_taken(error: CSRFError | rights.SignedOut) -> Any:
    """The page for a form of a sign-in that has ended or is another's: with what was written, to be copied.

    No button sends it again: it may be nobody's form of ours.
    """
    signed_out = isinstance(error, rights.SignedOut) or sessions.person() is None
    written = _written(request.form.items(multi=True)) if _for_signed_in() else []
    if not written and isinstance(error, rights.SignedOut):
        return redirect(url_for("accounts.sign_in"))
    if not written:
        return error_page(error)
    speak_on_the_way()
    speak_before_an_error()
    speak(language())
    sheet = str((request.view_args or {}).get("sheet") or request.path.rpartition("/")[2])
    page = render_template(
        "account/not_taken.html",
        written=under_questions(written, sheet, language()),
        signed_out=signed_out,
        address=url_for("accounts.sign_in", next=_page_of_form()) if signed_out else _page_of_form(),
    )
    return page, error.code


def _for_signed_in() -> bool:
    """Whether the page of this request is for people who are signed in."""
    if request.endpoint is None or request.blueprint in rights.OPEN_BLUEPRINTS | rights.BY_KEY:
        return False
    guard: rights.Guard | None = getattr(current_app.view_functions[request.endpoint], "guard", None)
    return guard is not None and not guard.public


def _written(typed: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Of what a form holds, the texts that somebody wrote: not what a page fills in, nor what is merely chosen."""
    left = OF_PAGES | NOT_REPEATED | {"language"}
    texts = ((name, text) for name, text in typed if name not in left and not CHOSEN.fullmatch(text))
    return [(name, text) for name, text in texts if len(text) >= SHOWN_FROM or " " in text.strip()]


def _page_of_form() -> str:
    """The page that a form stands on, as far as its address tells: its own, or the nearest above it that opens."""
    pages, path = current_app.create_url_adapter(request), request.path
    while pages is not None and path and not pages.test(path, "GET"):
        path = path.rpartition("/")[0]
    return path or "/"


def refused(failure: StoreError) -> Any:
    """The page for what the store refuses and no page answers by itself, in the store's own English words."""
    current_app.logger.error("%s; %s", failure.cause, failure.remedy)
    text = f"{failure.cause}: {failure.remedy}."
    if is_api(request.path):
        return problem(Conflict(text))
    speak_on_the_way()
    speak_before_an_error()
    speak(language())
    texts: list[str] = [text]
    if language().tag != ENGLISH:
        texts = [say("account.reason"), Untranslated(text, ENGLISH)]
    page = render_template(
        "respond/shut.html", title=say("error_409_title"), texts=texts, action=None, languages=offered()
    )
    return page, 409


def error_page(error: HTTPException) -> tuple[str, int] | Response:
    """The page for an error; one we have no words for is told as the nearest we have. Programs get JSON."""
    code = error.code or 500
    if is_api(request.path):
        return problem(error)
    if isinstance(error, SecurityError):  # asked for by a name that is not ours: no address can be built
        return say("error_400"), code
    speak_on_the_way()
    speak_before_an_error()
    speak(language())  # all words of this page are ours
    told = code if language().has(f"error_{code}") else 400 if code < 500 else 500
    text, action = say(f"error_{told}"), None
    if told in RETRY:
        action = (say("error_back"), request.path)
    elif told in WITH_AN_ACCOUNT and "home" in current_app.blueprints and sessions.person() is not None:
        text, action = say(WITH_AN_ACCOUNT[told]), (say("account.home"), url_for("home.home"))
    page = render_template(
        "respond/shut.html",
        title=say(f"error_{told}_title"),
        texts=[text, *([say("error_reference", id=request_id())] if code >= SERVERS else [])],
        action=action,
        languages=offered(),
    )
    return page, code
